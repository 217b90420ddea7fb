"""What this project publishes, judged by independent validators, where they are installed.

``VALIDATORS_BIN`` names the folder of their scripts (``check-html``, ``check-pdf``, …); a folder
``shared/validators/bin`` beside the checkout serves too. Without one these tests are skipped.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from publish.engine.build import build
from publish.engine.request import BuildRequest

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(os.environ.get("VALIDATORS_BIN", ROOT.parent / "shared/validators/bin"))
HOME = Path(os.environ.get("VALIDATORS", Path.home() / ".cache/publish-validators"))

pytestmark = [
    pytest.mark.conformance,
    pytest.mark.slow,
    pytest.mark.skipif(
        not (BIN.is_dir() and HOME.is_dir()), reason="the validators are not installed"
    ),
]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("site")
    report = build(BuildRequest(manifest=ROOT / "publish.toml", output=out))
    assert report.failed == ()
    return out


def check(name: str, *arguments: str | Path) -> None:
    path = os.pathsep.join([str(HOME / "v/bin"), os.environ["PATH"]])
    run = subprocess.run(
        [str(BIN / name), *map(str, arguments)],
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-3000:] + run.stderr[-500:]


def test_web_pages(site: Path) -> None:
    for page in sorted((site / "html").glob("*.html")):
        check("check-html", page)


def test_pdf(site: Path) -> None:
    for file in sorted((site / "pdf").glob("*.pdf")):
        check("check-pdf", file, "ua1")


def test_epub(site: Path) -> None:
    for file in sorted((site / "epub").glob("*.epub")):
        check("check-epub", file)


def test_word(site: Path) -> None:
    for file in sorted((site / "docx").glob("*.docx")):
        check("check-docx", file)


def test_slides(site: Path) -> None:
    for file in sorted((site / "pptx").glob("*.pptx")):
        check("check-pptx", file)


def test_all_formats_hold_the_same_text(site: Path) -> None:
    for page in sorted((site / "html").glob("*.html")):
        others = [site / kind / f"{page.stem}.{kind}" for kind in ("pdf", "epub", "docx", "pptx")]
        check("check-parity", page, *others)
