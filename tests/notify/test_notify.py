"""Notices: to real servers on loopback, to the right readers, and without a word of their addresses."""

from __future__ import annotations

import builtins
import email
import email.policy
import json
import logging
import shutil
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from msgspec.structs import replace

from publish.manifest import load
from publish.manifest.model import Manifest
from publish.runs.model import Run, Status
from publish.runs.notify import events, mail, notify, sending
from publish.runs.notify.notice import notice

CANARY = "s3cr3t-canary"
BEGAN = datetime(2026, 11, 30, 2, 30, tzinfo=UTC)
GOOD = Run(
    id=7,
    schedule="nightly",
    slot=BEGAN,
    began=BEGAN,
    ended=BEGAN + timedelta(minutes=2),
    status=Status.RELEASED,
    why="due",
    release="20261130T023000Z-1a2b3c4d",
    built=3,
    current=40,
    findings={"LNK001": 2},
)
BAD = replace(
    GOOD,
    status=Status.FAILED,
    release="",
    before="20261129T023000Z-00000000",
    reason="2 documents failed\nSubject: injected",
    failed=tuple(f"post-{number}" for number in range(30)),
    exit_code=1,
)
UNCHANGED = replace(GOOD, status=Status.UNCHANGED, release="")
SKIPPED = replace(BAD, status=Status.SKIPPED)
EVERY = ["failure", "recovery", "change", "success"]


def manifest(folder: Path, on: list[str] = EVERY) -> Manifest:
    path = folder / "publish.toml"
    path.write_text(
        '[bundle]\ntitle = "Field Notes 茶"\n[documents.post]\neach = "*.md"\n'
        f'[schedule.nightly]\ncron = "30 2 * * *"\n[notify.ops]\nurl = "env:OPS_URL"\non = {json.dumps(on)}\n',
        encoding="utf-8",
    )
    return load(path)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tries follow each other at once, and nobody is waited for long."""
    quick = sending.Patience(0.6, (0.0, 0.0))
    monkeypatch.setattr(sending.send, "__defaults__", (quick,))


def told(folder: Path, address: str, run: Run = GOOD, before: Run | None = None) -> list[str]:
    """The codes and messages of what went wrong; the secret is in none of them."""
    found = notify(manifest(folder), run, before, {"OPS_URL": address})
    text = "".join(f"{item.path} {item.message} {item.hint}" for item in found)
    assert CANARY not in text
    return [f"{item.code} {item.message}" for item in found]


# ------------------------------------------------------------------------------ whom, and what


@pytest.mark.parametrize(
    ("run", "before", "happened"),
    [
        (GOOD, None, {"success", "change"}),
        (GOOD, BAD, {"success", "change", "recovery"}),
        (UNCHANGED, GOOD, {"success"}),
        (UNCHANGED, replace(BAD, status=Status.REFUSED), {"success", "recovery"}),
        (GOOD, replace(BAD, status=Status.TIMED_OUT), {"success", "change", "recovery"}),
        (BAD, GOOD, {"failure"}),
        (BAD, BAD, {"failure"}),
        (replace(BAD, status=Status.TIMED_OUT), None, {"failure"}),
        (replace(BAD, status=Status.REFUSED), None, {"failure"}),
        (GOOD, SKIPPED, {"success", "change"}),
        (SKIPPED, GOOD, {"failure"}),
        (replace(GOOD, status=Status.RUNNING), None, set()),
    ],
)
def test_what_a_run_is_to_those_who_are_told(
    run: Run, before: Run | None, happened: set[str]
) -> None:
    assert events(run, before) == happened


def test_who_did_not_ask_is_not_told(tmp_path: Path) -> None:
    here = manifest(tmp_path, ["failure", "recovery"])
    assert notify(here, GOOD, GOOD, {}) == ()
    (fault,) = notify(here, BAD, GOOD, {})
    assert fault.code == "NTF001"


def test_what_is_said_is_for_readers(tmp_path: Path) -> None:
    here = manifest(tmp_path)
    bad = notice(here, BAD, GOOD)
    assert bad.subject == "Field Notes 茶 (nightly): failed"
    assert "2 documents failed Subject: injected\n" in bad.text
    assert bad.text.count("- post-") == 20
    assert "- and 10 more" in bad.text
    assert "What readers see is still the release 20261129T023000Z-00000000." in bad.text
    well = notice(here, GOOD, BAD)
    assert well.subject == "Field Notes 茶 (nightly): well again, a new release"
    assert "The run of 2026-11-30 02:30 UTC went wrong: failed." in well.text


# ------------------------------------------------------------------------------------- webhook


class Receiver:
    """A web server that keeps what it gets, and answers as it is told."""

    def __init__(self) -> None:
        self.answers: list[int] = []
        self.got: list[tuple[str, dict[str, str], Any]] = []
        self.drip = False
        receiver = self

        class Answer(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                size = int(self.headers["Content-Length"])
                content = json.loads(self.rfile.read(size))
                receiver.got.append((self.path, dict(self.headers), content))
                code = receiver.answers.pop(0) if receiver.answers else 200
                if receiver.drip:
                    self._drip()
                    return
                self.send_response(code)
                if 300 <= code < 400:
                    self.send_header("Location", f"http://127.0.0.1:{receiver.port}/elsewhere")
                self.end_headers()
                self.wfile.write(b"x" * 1000)

            do_GET = do_POST  # noqa: N815

            def _drip(self) -> None:
                for _ in range(40):
                    try:
                        self.wfile.write(b"H")
                        self.wfile.flush()
                    except OSError:
                        return
                    time.sleep(0.1)

            def log_message(self, *_: object) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        self.port = self.server.server_address[1]
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True)
        self.thread.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook/{CANARY}"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    yield server
    server.close()


def test_a_webhook_gets_the_run(tmp_path: Path, receiver: Receiver) -> None:
    assert told(tmp_path, receiver.address, GOOD, BAD) == []
    ((path, head, body),) = receiver.got
    assert path == f"/hook/{CANARY}"
    assert head["Content-Type"] == "application/json"
    assert body["events"] == ["change", "recovery", "success"]
    assert body["text"].startswith("Field Notes 茶 (nightly): well again")
    assert (body["run"]["status"], body["run"]["id"]) == ("released", 7)
    assert body["run"]["release"] == GOOD.release


def test_name_and_password_go_into_the_head(tmp_path: Path, receiver: Receiver) -> None:
    address = receiver.address.replace("127", f"me:{CANARY}%40@127")
    assert told(tmp_path, address) == []
    head = receiver.got[0][1]
    assert head["Authorization"].startswith("Basic bWU6")
    assert "@" not in head["Host"]


def test_a_server_in_trouble_is_tried_again_and_one_that_refuses_is_not(
    tmp_path: Path, receiver: Receiver
) -> None:
    receiver.answers = [503, 500, 200]
    assert told(tmp_path, receiver.address) == []
    assert len(receiver.got) == 3
    receiver.answers = [404, 200]
    assert told(tmp_path, receiver.address) == ["NTF003 “ops” was not told: the server answers 404"]
    assert len(receiver.got) == 4
    receiver.answers = [500] * 9
    assert told(tmp_path, receiver.address)[0].endswith("the server answers 500")
    assert len(receiver.got) == 7


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_nothing_is_sent_on(tmp_path: Path, receiver: Receiver, code: int) -> None:
    receiver.answers = [code]
    (fault,) = told(tmp_path, receiver.address)
    assert fault.endswith(f"the server answers {code}; the address must be the last one")
    assert [path for path, _, _ in receiver.got] == [f"/hook/{CANARY}"]


def test_who_answers_a_byte_at_a_time_is_left_alone(tmp_path: Path, receiver: Receiver) -> None:
    receiver.drip = True
    began = time.monotonic()
    (fault,) = told(tmp_path, receiver.address)
    assert fault == "NTF003 “ops” was not told: nobody answers in time"
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("", "NTF001 “ops” was not told: the variable OPS_URL is not set"),
        (f"https:///{CANARY}", "NTF002 “ops” was not told: its address names no machine"),
        (f"http://[{CANARY}/", "NTF002 “ops” was not told: its address cannot be used"),
        (f"http://127.0.0.1:1/{CANARY}", "NTF003 “ops” was not told: the connection was refused or broken off"),
        (f"http://127.0.0.1:port/{CANARY}", "NTF002 “ops” was not told: its address cannot be used"),
        (f"http://{CANARY}.invalid/", "NTF003 “ops” was not told: there is no machine of that name"),
        (f"smtp://me:{CANARY}@127.0.0.1/", "NTF002 “ops” was not told: its address does not say from whom and to whom"),
        (f"smtp://{CANARY}:x@127.0.0.1:y/?to=c@d", "NTF002 “ops” was not told: the port of its address is no number"),
        (f"nonsense-{CANARY}", "NTF002 “ops” was not told: its address is of no service that is known"),
    ],
)  # fmt: skip
def test_a_wrong_address_is_told_and_never_said(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], address: str, fault: str
) -> None:
    assert told(tmp_path, address) == [fault]
    assert CANARY not in "".join(capfd.readouterr())


# ---------------------------------------------------------------------------------------- mail


class Postbox:
    """Keeps the mails of a server."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, list[str], EmailMessage]] = []
        self.refuses: set[str] = set()

    async def handle_RCPT(  # noqa: N802
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address in self.refuses:
            return "550 no such reader"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(mail, EmailMessage)
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, mail))
        return "250 OK"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate and its key for 127.0.0.1, which nobody vouches for."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    folder = tmp_path_factory.mktemp("certificate")
    words = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
        " -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out cert.pem"
    )
    subprocess.run(words.split(), cwd=folder, check=True, capture_output=True)
    return folder


def context_of(certificate: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    return context


class Server(Controller):
    """A server of mail at a port that is free."""

    def _trigger_server(self) -> None:
        assert self.server
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def served(postbox: Postbox, **options: Any) -> Server:
    server = Server(postbox, hostname="127.0.0.1", port=0, **options)
    server.start()
    return server


def address_of(server: Server, scheme: str = "smtp", user: str = "") -> str:
    assert server.server
    port = server.server.sockets[0].getsockname()[1]
    return (
        f"{scheme}://{user}127.0.0.1:{port}/?from=notes@example.org&to=a@example.org,b@example.org"
    )


def test_a_mail_is_a_proper_one(tmp_path: Path) -> None:
    postbox = Postbox()
    server = served(postbox)
    try:
        assert told(tmp_path, address_of(server), BAD, GOOD) == []
    finally:
        server.stop()
    ((sender, to, mail),) = postbox.mails
    assert (sender, to) == ("notes@example.org", ["a@example.org", "b@example.org"])
    assert mail["Subject"] == "Field Notes 茶 (nightly): failed"
    assert mail["Date"].datetime == BAD.ended
    assert mail["Message-ID"].endswith("@example.org>")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content_type() == "text/plain"
    assert "- post-0" in mail.get_content()
    assert len([name for name in mail if name == "Subject"]) == 1


def test_one_reader_who_is_refused_does_not_hide_the_others(tmp_path: Path) -> None:
    postbox = Postbox()
    postbox.refuses = {"a@example.org"}
    server = served(postbox)
    try:
        (fault,) = told(tmp_path, address_of(server))
    finally:
        server.stop()
    assert fault.endswith("the mail server refuses 1 of 2 who are to get it")
    assert [to for _, to, _ in postbox.mails] == [["b@example.org"]]


def login(_server: Any, _session: Any, _envelope: Any, _how: str, given: Any) -> AuthResult:
    return AuthResult(success=given.password == CANARY.encode(), handled=False)


def test_name_and_password_are_given_and_one_that_is_wrong_is_told(tmp_path: Path) -> None:
    postbox = Postbox()
    server = served(postbox, authenticator=login, auth_require_tls=False)
    try:
        assert told(tmp_path, address_of(server, user=f"me:{CANARY}@")) == []
        (fault,) = told(tmp_path, address_of(server, user=f"me:wrong-{CANARY}@"))
    finally:
        server.stop()
    assert fault.endswith("the mail server refuses the name or the password")
    assert len(postbox.mails) == 1


def test_to_another_machine_nothing_is_sent_in_the_clear(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "_is_here", lambda _host: False)
    postbox = Postbox()
    server = served(postbox)
    try:
        (fault,) = told(tmp_path, address_of(server))
    finally:
        server.stop()
    assert "has no STARTTLS" in fault
    assert not postbox.mails


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_certificate_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, certificate: Path, scheme: str
) -> None:
    monkeypatch.setattr(mail, "_is_here", lambda _host: False)
    postbox, context = Postbox(), context_of(certificate)
    options = {"ssl_context": context} if scheme == "smtps" else {"tls_context": context}
    server = served(postbox, **options)
    try:
        (fault,) = told(tmp_path, address_of(server, scheme))
        assert "the certificate of the server is not accepted" in fault
        assert not postbox.mails
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
        assert told(tmp_path, address_of(server, scheme)) == []
    finally:
        server.stop()
    assert len(postbox.mails) == 1


# ------------------------------------------------------------------------------------- apprise


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of Apprise itself
def test_apprise_is_asked_for_other_addresses(
    tmp_path: Path,
    receiver: Receiver,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    pytest.importorskip("apprise")
    caplog.set_level(logging.DEBUG, "apprise")
    address = f"json://127.0.0.1:{receiver.port}/{CANARY}"
    assert told(tmp_path, address) == []
    assert "Field Notes" in json.dumps(receiver.got[0][2])
    receiver.answers = [500] * 9
    assert told(tmp_path, address) == ["NTF003 “ops” was not told: the service did not take it"]
    assert len(receiver.got) >= 4
    assert CANARY not in caplog.text + "".join(capfd.readouterr())


def test_without_apprise_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported = builtins.__import__

    def none(name: str, *more: Any) -> Any:
        if name == "apprise":
            raise ImportError
        return imported(name, *more)

    monkeypatch.setattr(builtins, "__import__", none)
    (fault,) = notify(manifest(tmp_path), GOOD, None, {"OPS_URL": f"slack://{CANARY}"})
    assert fault.code == "NTF004"
    assert "pip install 'publish[apprise]'" in fault.hint
    assert CANARY not in f"{fault}{fault.hint}"


def test_an_error_that_nobody_foresaw_is_told_without_its_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError(f"a library says {CANARY}")

    monkeypatch.setitem(sending.WAYS, "https", fails)
    assert told(tmp_path, f"https://x/{CANARY}")[0].endswith("nobody foresaw (RuntimeError)")
