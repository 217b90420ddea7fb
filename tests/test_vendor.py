"""Pictures on other sites: refused by default, fetched once when allowed, and locked.

The only server asked is one of the test's own, on the loopback interface.
"""

from __future__ import annotations

import http.server
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.diagnostics import PublishError
from publish.document import Document
from publish.engine.build import build
from publish.engine.fetch import Limits, RefusedError, fetch
from publish.engine.gather import gather
from publish.engine.request import BuildRequest, silent
from publish.engine.store import Store
from publish.engine.vendor import Vendored, vendor
from publish.manifest import load
from publish.publication.lock import Locked, read_lock, written
from publish.publication.remote import host_of, https, is_allowed, is_private
from publish.report import Report

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
MANIFEST = """[documents.post]
each = "*.md"
targets = ["html", "epub", "docx"]
[assets]
remote = "{remote}"
allow = ["127.0.0.1"]
max_file = 1
"""


class Answers(http.server.BaseHTTPRequestHandler):
    """``/NAME``: what the server holds under that name; some names misbehave."""

    content: ClassVar[dict[str, bytes]] = {}
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        name = self.path.strip("/").partition("?")[0]
        if name == "away":
            self._answer(302, b"", Location="https://169.254.169.254/latest")
        elif name == "round":
            self._answer(302, b"", Location="/round")
        elif name == "moved":
            self._answer(301, b"", Location="/cup.png")
        elif name == "slow":
            self.send_response(200)
            self.end_headers()
            for _ in range(40):
                self.wfile.write(b"x")
                time.sleep(0.1)
        elif name == "short":
            self._answer(200, b"x", **{"Content-Length": "10"})
        elif name == "large":
            self._answer(200, b"x" * 1_500_000)
        elif name in self.content:
            self._answer(200, self.content[name])
        else:
            self._answer(404, b"")

    def _answer(self, status: int, content: bytes, **headers: str) -> None:
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Nothing: the test looks at ``asked``."""


@contextmanager
def running(server: http.server.HTTPServer) -> Iterator[str]:
    """The address of a server while it runs."""
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def server() -> Iterator[str]:
    Answers.content = {"cup.png": PNG, "page": b"<html>no picture</html>"}
    Answers.asked = []
    with running(http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)) as address:
        yield f"http://{address}"


LOOPBACK = Limits(("127.0.0.1",), 1_000_000, seconds=5, loopback=True)


def test_a_picture_is_fetched_through_redirects(server: str) -> None:
    assert fetch(f"{server}/moved", LOOPBACK) == PNG


@pytest.mark.usefixtures("server")
@pytest.mark.skipif(not shutil.which("openssl"), reason="no program to make a certificate")
def test_a_picture_is_fetched_by_https_from_a_server_that_proves_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key, own = tmp_path / "key.pem", tmp_path / "own.pem"
    command = (
        f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=tea -keyout {key} -out {own}"
    )
    subprocess.run(
        [*command.split(), "-addext", "subjectAltName=IP:127.0.0.1"],
        check=True,
        capture_output=True,
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(own, key)
    secure = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    secure.socket = context.wrap_socket(secure.socket, server_side=True)
    with running(secure) as address:
        url = f"https://{address}/cup.png"
        with pytest.raises(RefusedError, match="certificate"):
            fetch(url, LOOPBACK)
        trusting = ssl.create_default_context(cafile=own)
        monkeypatch.setattr(ssl, "create_default_context", lambda: trusting)
        assert fetch(url, LOOPBACK) == PNG


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nothing", "the server answers 404"),
        ("large", "larger than 1 MB"),
        ("short", "ends too early"),
        ("round", "more than 5 redirects"),
        ("away", "does not name 169.254.169.254"),
    ],
)
def test_what_is_no_answer_is_refused(server: str, name: str, reason: str) -> None:
    with pytest.raises(RefusedError, match=reason):
        fetch(f"{server}/{name}", LOOPBACK)


def test_a_server_that_drips_is_left_in_time(server: str) -> None:
    start = time.monotonic()
    with pytest.raises(RefusedError, match=r"it took more than 0\.5 seconds"):
        fetch(f"{server}/slow", LOOPBACK._replace(seconds=0.5))
    assert time.monotonic() - start < 2


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://example.org/a.png", "only https"),
        ("file:///etc/passwd", "only https"),
        ("https://example.org/a.png", "does not name example.org"),
        ("https://user:secret@127.0.0.1/a.png", "a name, a password or a port"),
        ("https://127.0.0.1:8080/a.png", "a name, a password or a port"),
        ("https://127.0.0.1/a.png", "private network"),
        ("https://localhost/a.png", "private network"),
        ("https://[::1]/a.png", "private network"),
        ("https://10.0.0.1/a.png", "private network"),
        ("https://[::ffff:127.0.0.1]/a.png", "private network"),
        ("https://2130706433/a.png", "private network"),
        ("https://[broken", "no address"),
    ],
)
def test_what_must_not_be_asked_is_not_asked(url: str, reason: str) -> None:
    allow = tuple("127.0.0.1 localhost ::1 10.0.0.1 ::ffff:127.0.0.1 2130706433".split())
    with pytest.raises(RefusedError, match=reason):
        fetch(url, Limits(allow, 1000))


@given(st.text(max_size=30).map(lambda text: f"https:{text}") | st.text(max_size=30))
def test_whatever_the_address_is_a_refusal_is_a_sentence(url: str) -> None:
    with pytest.raises(RefusedError):
        fetch(url, Limits((), 1000))


def project(folder: Path, remote: str, text: str) -> Path:
    (folder / "publish.toml").write_text(MANIFEST.format(remote=remote))
    (folder / "tea.md").write_text(f"---\ntitle: Tea\nlang: en\n---\n\n{text}\n")
    return folder / "publish.toml"


def documents(manifest: Path) -> list[Document]:
    loaded = load(manifest)
    chosen, _ = gather(loaded, Store(loaded.root / ".publish"), silent)
    return [document for group in chosen for document in group.documents]


def fetched(manifest: Path, *, update: bool = False) -> Vendored:
    return vendor(load(manifest), documents(manifest), update=update, loopback=True)


def run(manifest: Path) -> Report:
    return build(BuildRequest(manifest=manifest, jobs=1))


def lock_as_fetched_by_https(folder: Path, server: str) -> None:
    """A build knows pictures by their https address; the server of the test cannot speak it."""
    text = (folder / "assets.lock").read_text()
    (folder / "assets.lock").write_text(text.replace(server, server.replace("http:", "https:")))


def test_a_picture_is_fetched_once_and_built_without_network(
    tmp_path: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = project(
        tmp_path, "vendor", f"A ![cup]({server}/cup.png) and ![again]({server}/cup.png)."
    )
    first = fetched(manifest)
    assert first.diagnostics == ()
    assert [path.read_bytes() for path in (tmp_path / "vendor").iterdir()] == [PNG]
    (entry,) = read_lock(tmp_path).values()
    assert (entry.size, entry.type) == (len(PNG), "image/png")
    assert fetched(manifest).files == {}, "what is there is not asked for"
    assert Answers.asked == ["/cup.png"]
    lock_as_fetched_by_https(tmp_path, server)
    monkeypatch.setattr(socket, "create_connection", None)
    report = run(manifest)
    assert report.failed == ()
    assert not [item for item in report.diagnostics if item.code.startswith("LNK")]
    assert "<img" in (tmp_path / "build/html/tea.html").read_text()


def test_a_changed_picture_is_an_error_until_it_is_taken(tmp_path: Path, server: str) -> None:
    manifest = project(tmp_path, "vendor", f"A ![cup]({server}/cup.png).")
    (file,) = fetched(manifest).files.values()
    (tmp_path / file).unlink()
    Answers.content["cup.png"] = PNG + b"changed"
    (fault,) = fetched(manifest).diagnostics
    assert (fault.code, fault.severity) == ("LNK017", "error")
    assert not (tmp_path / file).exists()
    taken = fetched(manifest, update=True)
    assert taken.diagnostics == () and len(taken.files) == 1


def test_a_copy_that_was_changed_fails_the_build(tmp_path: Path, server: str) -> None:
    manifest = project(tmp_path, "vendor", f"A ![cup]({server}/cup.png).")
    (file,) = fetched(manifest).files.values()
    lock_as_fetched_by_https(tmp_path, server)
    (tmp_path / file).write_bytes(PNG + b"changed")
    report = run(manifest)
    assert {item.code for item in report.errors} == {"LNK017"}
    assert "[Missing image]" in (tmp_path / "build/html/tea.html").read_text()


def test_what_is_no_picture_is_not_kept(tmp_path: Path, server: str) -> None:
    manifest = project(tmp_path, "vendor", f"A ![page]({server}/page) and ![none]({server}/none).")
    made = fetched(manifest)
    assert {item.code for item in made.diagnostics} == {"LNK014", "LNK008"}
    assert not made.files and not (tmp_path / "assets.lock").exists()


@pytest.mark.parametrize("remote", ["deny", "vendor"])
def test_a_build_asks_no_one(
    tmp_path: Path, server: str, remote: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    manifest = project(tmp_path, remote, f"A ![cup]({server}/cup.png).")
    monkeypatch.setattr(socket, "create_connection", None)
    report = run(manifest)
    codes = [item.code for item in report.diagnostics if item.code[:3] in ("LNK", "SEC")]
    assert codes == [{"deny": "SEC002", "vendor": "LNK008"}[remote]]
    assert Answers.asked == []


def test_a_build_that_may_fetch_still_asks_no_private_network(tmp_path: Path, server: str) -> None:
    manifest = project(tmp_path, "allow", f"A ![cup]({server}/cup.png).")
    report = run(manifest)
    assert [item for item in report.diagnostics if "the picture cannot be fetched" in item.message]
    assert Answers.asked == []


def test_a_lock_file_reads_as_it_was_written(tmp_path: Path) -> None:
    entry = Locked("vendor/a.png", "00", 3, "image/png")
    lock = {'https://a.example/"茶".png?x=1': entry, "https://b.example/b": entry}
    (tmp_path / "assets.lock").write_text(written(lock), encoding="utf-8")
    assert read_lock(tmp_path) == lock
    (tmp_path / "assets.lock").write_text(written({}))
    assert read_lock(tmp_path) == {}
    (tmp_path / "assets.lock").write_text("<<<<<<< ours\n")
    with pytest.raises(PublishError, match="LOCK002"):
        read_lock(tmp_path)


def test_a_lock_cannot_name_a_file_outside(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    folder.mkdir()
    (tmp_path / "secret.png").write_bytes(PNG)
    manifest = project(folder, "vendor", "A ![cup](https://127.0.0.1/cup.png).")
    entry = Locked("../secret.png", "00", len(PNG), "image/png")
    (folder / "assets.lock").write_text(written({"https://127.0.0.1/cup.png": entry}))
    assert "SEC002" in {item.code for item in run(manifest).diagnostics}


def test_hosts_and_addresses() -> None:
    assert https("//img.example.org/a.png#center") == "https://img.example.org/a.png"
    assert host_of("https://me@IMG.example.org.:443/a") == "img.example.org"
    assert host_of("mailto:a@b.c") == host_of("a.png") == ""
    assert is_allowed("a.example.org", ["*.example.org"])
    assert not is_allowed("example.org", ["*.example.org"])
    assert not is_allowed("evilexample.org", ["*.example.org", "example.org"])
    for host in ("localhost", "192.168.1.1", "::1", "printer.local", "0x7f.1", "100.64.0.1"):
        assert is_private(host), host
    assert not is_private("face.de") and not is_private("8.8.8.8")
