"""The specimen's pages as pictures, beside those that somebody has looked at: typography does not change
unseen.

After a change that is wanted: ``pytest tests/test_pages.py --refresh``, then look at ``tests/pages``.

Tolerance. Pages are compared by the greys of squares of about one Chinese character, not pixel by pixel: the
same libraries and fonts give the same pixels, but other versions of Pango, HarfBuzz and PDFium move edges by a
fraction of one, which changes no grey to speak of. The whole specimen moved by a quarter of a pixel differs by
at most 0.38 in the mean of a page and 7 in a square, by half a pixel by 0.65 and 13. Lines that are 2 % higher
differ by 2.5 and 57, a lost indent by 0.9 and 61, another face by 1.4 and 48, a code ground of 3 % less grey by
0.8 and 17. The limits lie between; the last tests prove that changes are seen.

Fonts. The pictures hold for the font files that ``fonts.json`` knows by their digests. On a machine where one
of these is not installed, or is another version, the letters themselves are others, and the comparison is
skipped with the names of these fonts. A style sheet that asks for other faces fails it as before.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pikepdf
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageChops, ImageStat

from publish.engine.build import build
from publish.engine.request import BuildRequest

ROOT = Path(__file__).resolve().parents[1]
REVIEWED = ROOT / "tests" / "pages"
FONTS = REVIEWED / "fonts.json"
SCALE = 1.25  # pixels a point: 90 dpi
GREYS = 16  # steps of grey that are kept
MEAN = 0.5  # of 255: how far the squares of a page may differ on the average
LOCAL = 14  # of 255: and how far any of them
SQUARE = 14  # pixels: a character of 10.5 points
LARGEST = 2_000_000  # bytes of all pictures

REFRESH = "look at tests/pages after: pytest tests/test_pages.py --refresh"


class Difference(NamedTuple):
    """How far the squares of two pictures differ: on the average, and where they differ most."""

    mean: float
    local: float

    @property
    def is_seen(self) -> bool:
        return self.mean > MEAN or self.local > LOCAL


def made(folder: Path, rule: str = "") -> Path:
    """The specimen as PDF; ``rule`` is laid over the style sheets of the layout."""
    shutil.copytree(ROOT / "content", folder / "content")
    manifest = (ROOT / "publish.toml").read_text(encoding="utf-8")
    if rule:
        shutil.copytree(ROOT / "layouts" / "default", folder / "looks" / "own")
        with (folder / "looks/own/paper/a4.css").open("a", encoding="utf-8") as sheet:
            sheet.write(f"\n{rule}\n")
        manifest += '\n[targets.pdf]\nlayout = "looks/own"\n'
    (folder / "publish.toml").write_text(manifest, encoding="utf-8")
    request = BuildRequest(
        manifest=folder / "publish.toml", formats=("pdf",), paths=(folder / "content/specimen",)
    )
    report = build(request)
    assert not report.failed, report.diagnostics
    return folder / "build/pdf/specimen.pdf"


def pictures(pdf: Path) -> list[Image.Image]:
    """The pages in a few steps of grey."""
    with pdfium.PdfDocument(pdf) as document:
        return [
            page.render(scale=SCALE, grayscale=True).to_pil().convert("L").point(_step)
            for page in document
        ]


def _step(grey: int) -> int:
    return round(grey * (GREYS - 1) / 255) * 255 // (GREYS - 1)


def difference(one: Image.Image, other: Image.Image) -> Difference:
    if one.size != other.size:
        return Difference(255.0, 255.0)
    apart = ImageChops.difference(_squares(one), _squares(other))
    high = apart.getextrema()[1]
    assert isinstance(high, int)
    return Difference(ImageStat.Stat(apart).mean[0], float(high))


def _squares(picture: Image.Image) -> Image.Image:
    size = (picture.width // SQUARE, picture.height // SQUARE)
    return picture.resize(size, Image.Resampling.BOX)


def shown(one: Image.Image, other: Image.Image) -> Image.Image:
    """Reviewed, new, and both over each other: what is gone is red, what is new is blue."""
    size = (max(one.width, other.width), max(one.height, other.height))
    sheet = Image.new("RGB", (3 * size[0], size[1]), "white")
    sheet.paste(one, (0, 0))
    sheet.paste(other, (size[0], 0))
    both = ImageChops.darker(one, other) if one.size == other.size else one
    sheet.paste(
        Image.merge("RGB", (other, both, one)) if one.size == other.size else both,
        (2 * size[0], 0),
    )
    return sheet


def used_fonts(pdf: Path) -> list[str]:
    """The fonts of a PDF, by family and style, without the marks of subsets."""
    names: set[str] = set()
    with pikepdf.open(pdf) as document:
        for thing in document.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
                name = re.sub(r"^[A-Z]{6}\+", "", str(thing.FontName)[1:])
                names.add(re.sub(r"-[0-9a-f]{12}(?=-|$)", "", name))
    return sorted(names)


@cache
def installed() -> dict[str, str]:
    """The file of every font of the system, by family and style."""
    program = shutil.which("fc-list")
    if program is None:
        return {}
    asked = [program, "--format", "%{family}|%{style}|%{file}\n"]
    found = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    files: dict[str, str] = {}
    for family, style, file in sorted(line.split("|") for line in set(found.splitlines())):
        name = f"{family.partition(',')[0]} {style.partition(',')[0].removesuffix('Regular')}"
        files.setdefault(name.strip().replace(" ", "-"), file)
    return files


@cache
def font_digest(name: str) -> str:
    """A digest of the file of a font; empty where it is not installed."""
    file = installed().get(name)
    return hashlib.blake2b(Path(file).read_bytes(), digest_size=8).hexdigest() if file else ""


def compared(pages: Sequence[Image.Image], folder: Path) -> list[str]:
    """A sentence for every page that is not as reviewed; pictures of these pages go to ``folder``."""
    files = sorted(REVIEWED.glob("specimen-*.png"))
    faults = [] if len(files) == len(pages) else [f"{len(pages)} pages, reviewed were {len(files)}"]
    for number, (file, page) in enumerate(zip(files, pages, strict=False), 1):
        with Image.open(file) as opened:
            reviewed = opened.convert("L")
        found = difference(reviewed, page)
        if found.is_seen:
            place = folder / f"page-{number:02}.png"
            shown(reviewed, page).save(place)
            faults.append(f"page {number}: mean {found.mean:.2f}, local {found.local:.0f}: {place}")
    return faults


@pytest.fixture(scope="module")
def specimen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("specimen"))


@pytest.fixture
def same_fonts() -> None:
    known = json.loads(FONTS.read_text(encoding="utf-8"))
    others = [name for name, digest in known.items() if font_digest(name) != digest]
    if others:
        pytest.skip(f"the pictures were made with other versions of {', '.join(others)}")


def test_the_pages_are_as_reviewed(
    specimen: Path, refresh: bool, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    if refresh:
        _write(specimen)
    request.getfixturevalue("same_fonts")
    faults = compared(pictures(specimen), tmp_path)
    assert not faults, "\n".join([*faults, REFRESH])


def _write(pdf: Path) -> None:
    REVIEWED.mkdir(exist_ok=True)
    for old in REVIEWED.glob("specimen-*.png"):
        old.unlink()
    for number, page in enumerate(pictures(pdf), 1):
        few = page.quantize(GREYS)
        few.save(REVIEWED / f"specimen-{number:02}.png", optimize=True, bits=4)
    digests = {name: digest for name in used_fonts(pdf) if (digest := font_digest(name))}
    assert digests, "no font of the specimen is installed"
    FONTS.write_text(json.dumps(digests, indent=2) + "\n", encoding="utf-8")


def test_the_pictures_are_small() -> None:
    assert 0 < sum(file.stat().st_size for file in REVIEWED.iterdir()) < LARGEST


CHANGES = {
    "higher lines": ":root { --line: 18.36pt; line-height: 18.36pt; }",
    "a lost indent": "p:lang(zh) { text-indent: 0 !important; }",
    "another face": 'p:lang(zh) { font-family: "Noto Sans CJK SC" !important; }',
    "no ground under code": "pre { background: #ffffff !important; }",
}


@pytest.fixture
def changed(request: pytest.FixtureRequest, tmp_path: Path) -> list[Image.Image]:
    return pictures(made(tmp_path / "changed", CHANGES[request.param]))


@pytest.mark.slow
@pytest.mark.usefixtures("same_fonts")
@pytest.mark.parametrize("changed", CHANGES, indirect=True)
def test_a_change_of_the_look_is_seen(changed: list[Image.Image], tmp_path: Path) -> None:
    assert compared(changed, tmp_path)
    assert list(tmp_path.glob("page-*.png"))
