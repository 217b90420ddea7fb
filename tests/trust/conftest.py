"""A place to attack from: a root, files outside of it that nobody may read, and a server that counts."""

from __future__ import annotations

import http.server
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from PIL import Image

from trust.leaks import CANARY, COLOUR

CHECKOUT = Path(__file__).resolve().parents[2]
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"><text y="9">{}</text></svg>'
BIB = "@misc{{secret, author={{{0}}}, title={{{0}}}, year={{2020}}}}\n"


class Server(NamedTuple):
    """Where it listens, and what it was asked for."""

    address: str
    requests: list[str]


class Built(NamedTuple):
    """How a command ended, and what it said."""

    code: int
    said: str

    @property
    def report(self) -> Any:
        """The report, where it was asked for."""
        return json.loads(self.said[: self.said.rindex("}") + 1])


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A server on loopback that redirects to files and to itself, and remembers all that it hears."""
    requests: list[str] = []

    class Heard(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            requests.append(self.path)
            if self.path.startswith("/redirect"):
                self.send_response(302)
                self.send_header("Location", self.path.partition("to=")[2])
            else:
                self.send_response(200)
            self.end_headers()
            self.wfile.write(CANARY.encode())

        do_POST = do_HEAD = do_GET  # noqa: N815

        def log_message(self, *_arguments: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Heard) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield Server(f"http://127.0.0.1:{listening.server_port}", requests)
        listening.shutdown()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The folder of a manifest; beside it lie the secrets: secret.md, .txt, .png, .svg, .bib, .rs."""
    for suffix in ("md", "txt", "rs", "html"):
        (tmp_path / f"secret.{suffix}").write_text(f"{CANARY}\n")
    (tmp_path / "secret.svg").write_text(SVG.format(CANARY))
    (tmp_path / "secret.bib").write_text(BIB.format(CANARY))
    Image.new("RGB", (64, 64), COLOUR).save(tmp_path / "secret.png")
    inside = tmp_path / "root"
    inside.mkdir()
    return inside


def write(root: Path, files: dict[str, str | bytes]) -> None:
    """Files below a root."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        path.write_bytes(data)


def post(text: str, front: str = "") -> str:
    """A post with a text."""
    return f"---\ntitle: T\nlang: en\n{front}---\n\n{text}\n"


def publish(root: Path, *words: str, timeout: float = 300) -> Built:
    """A command run as a user runs it, in a root. It must end as it promises, and show no traceback."""
    environment = os.environ | {
        "PYTHONPATH": str(CHECKOUT),
        "XDG_CACHE_HOME": str(root.parent / "cache"),
        "SECRETVARIABLE": CANARY,
    }
    run = subprocess.run(
        [sys.executable, "-m", "publish", *words],
        cwd=root,
        env=environment,
        capture_output=True,
        timeout=timeout,
        check=False,
    )
    said = (run.stdout + run.stderr).decode("utf-8", "replace")
    assert "Traceback" not in said, said[-3000:]
    for code in ("BUG00", "BUILD003", "TRU004", "internal error"):
        assert code not in said, said[said.index(code) :][:2000]
    assert run.returncode in (0, 1, 2), said[-3000:]
    return Built(run.returncode, said)
