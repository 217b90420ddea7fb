"""Pictures as people have them: damaged, huge, turned, in motion, with scripts. Each is a picture that
every format shows alike, or a reason, and always a note of what was changed."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from publish.backends.raster import plain_picture
from publish.diagnostics import Diagnostic
from publish.engine.build import build
from publish.engine.request import BuildRequest
from publish.publication.model import Resource
from publish.publication.picture_bytes import Checked, Lost, checked
from publish.publication.svg import Drawing, drawing

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" {}>{}</svg>'
)
RED = '<rect width="40" height="20" fill="red"/>'
ENTITIES = (
    "<!DOCTYPE svg [<!ENTITY e0 'aaaaaaaaaa'>"
    + "".join(f"<!ENTITY e{n + 1} '{f'&e{n};' * 10}'>" for n in range(12))
    + "]>"
)
PATTERN = (
    '<pattern id="p" patternUnits="userSpaceOnUse" width="9e6" height="9e6"><path d="M0 0h9"/></pattern>'
    '<rect fill="url(#p)" width="40" height="20"/>'
)
USES = '<g id="a0"><path d="M0 0"/></g>' + "".join(
    f'<g id="a{n + 1}">{f"""<use xlink:href="#a{n}"/>""" * 10}</g>' for n in range(8)
)
GPS, ORIENTATION = 0x8825, 0x0112


def svg(body: str = RED, head: str = 'width="40" height="20"', before: str = "") -> bytes:
    return (before + SVG.format(head, body)).encode()


def photo(
    kind: str = "JPEG",
    mode: str = "RGB",
    size: tuple[int, int] = (40, 20),
    *,
    turned: int = 0,
    gps: bool = False,
    moving: bool = False,
) -> bytes:
    """A picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    if turned:
        exif[ORIENTATION] = turned
    if gps:
        exif.get_ifd(GPS)[1] = "N"
    more = {"save_all": True, "append_images": [Image.new(mode, size)] * 2} if moving else {}
    buffer = io.BytesIO()
    has_exif = {"exif": exif.tobytes()} if turned or gps else {}
    image.convert(mode).save(buffer, kind, **has_exif, **more)
    return buffer.getvalue()


@cache
def deep_png() -> bytes:
    """Sixteen bits of grey a pixel: dark left, bright right."""
    row = b"\x00\x10" * 20 + b"\x00\xf0" * 20
    image = Image.frombytes("I;16", (40, 20), row * 20)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def taken(content: bytes) -> Checked:
    found = checked(content, "cup", "cup.png")
    assert isinstance(found, Checked), found
    return found


def told(content: bytes) -> list[str]:
    return [f"{change.code} {change.message}" for change in taken(content).changes]


def opened(resource: Resource) -> Image.Image:
    return Image.open(io.BytesIO(resource.content))


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "LNK014"),
    "words": (lambda: b"no picture", "LNK014"),
    "cut JPEG": (lambda: photo()[:-200], "LNK014"),
    "cut PNG": (lambda: photo("PNG")[:-30], "LNK014"),
    "cut WebP": (lambda: photo("WEBP")[:40], "LNK014"),
    "broken SVG": (lambda: b"<svg><rect", "LNK014"),
    "entities": (lambda: svg("<text>&e12;</text>", before=ENTITIES), "LNK014"),
    "entities in attributes": (lambda: svg("<text id='&e12;'/>", before=ENTITIES), "LNK014"),
    "uses": (lambda: svg(USES), "LNK014"),
    "deep": (lambda: svg("<g>" * 9000 + "</g>" * 9000), "LNK014"),
    "PostScript": (lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "LNK014"),
    "too many pixels": (lambda: photo("PNG", "1", (12_000, 9_000)), "LNK013"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_picture_has_a_reason(name: str) -> None:
    make, code = REFUSED[name]
    found = checked(make(), "cup", "cup.png")
    assert isinstance(found, Lost)
    assert found.code == code
    assert "cup.png" in found.message
    assert found.hint or code != "LNK013"


CLEANED = {
    "script": ("<script>alert(1)</script>", "SEC001"),
    "script in another prefix": ('<s:script xmlns:s="http://www.w3.org/2000/svg">x()</s:script>', "SEC001"),
    "handler": ('<g onload="steal()"/>', "SEC001"),
    "link that runs": ('<a xlink:href=" java\nscript:steal()"><path d="M0 0"/></a>', "SEC001"),
    "frame": ('<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="x"/></foreignObject>', "SEC001"),
    "animated address": ('<a><set attributeName="xlink:href" to="javascript:steal()"/></a>', "SEC001"),
    "data that runs": ('<use xlink:href="data:text/html,steal()"/>', "SEC001"),
    "picture of others": ('<image href="https://steal.example/p.png"/>', "LNK008"),
    "file of this machine": ('<image xlink:href="file:///steal"/>', "LNK008"),
    "style of others": ("<style>@import url(//steal.example/a.css); rect { fill: red }</style>", "LNK008"),
    "address in a style": ('<g style="fill:url(\'https://steal.example/a.svg#p\')"/>', "LNK008"),
    "address in an attribute": ('<g fill="url(https://steal.example/a.svg#p)"/>', "LNK008"),
}  # fmt: skip


@pytest.mark.parametrize("name", CLEANED)
def test_a_drawing_is_cleaned_and_that_is_told(name: str) -> None:
    body, code = CLEANED[name]
    found = taken(svg(body + RED))
    assert [change.code for change in found.changes] == [code]
    assert b"steal" not in found.resource.content
    assert b"alert" not in found.resource.content
    assert b'fill="red"' in found.resource.content


def test_an_instruction_before_a_drawing_is_left_out() -> None:
    found = taken(svg(before='<?xml-stylesheet href="https://steal.example/a.css"?>'))
    assert b"steal" not in found.resource.content
    assert [change.code for change in found.changes] == ["LNK008"]


@pytest.mark.parametrize(
    "body",
    [
        RED,
        '<a xlink:href="https://tea.example/"><path d="M0 0"/></a>',
        '<linearGradient id="g"/><g fill="url(#g)"><use href="#g"/></g>',
        '<image href="data:image/png;base64,AAAA"/><style>rect { fill: url("#g") }</style>',
    ],
)
def test_a_harmless_drawing_keeps_its_bytes(body: str) -> None:
    found = taken(svg(body))
    assert (found.resource.content, found.changes) == (svg(body), ())


SIZES = {
    'width="40" height="20"': (40, 20),
    'width="1in" height="2.54cm"': (96, 96),
    'viewBox="0 0 30 10"': (30, 10),
    'viewBox="-5,-5,30,10" width="60px"': (60, 20),
    'width="100%" height="100%" viewBox="0 0 1e2 50"': (100, 50),
    'width="1.2.3" height="."': (0, 0),
    'width="1e999" height="1"': (0, 0),
    "": (0, 0),
    'width="1000000" height="500000"': (10_000, 5_000),
    'viewBox="0 0 1e9 1e9"': (10_000, 10_000),
}


@pytest.mark.parametrize("head", SIZES)
def test_the_size_of_a_drawing(head: str) -> None:
    resource = taken(svg(head=head)).resource
    assert (resource.width, resource.height) == SIZES[head]
    drawn = plain_picture(resource)
    assert drawn is not None
    assert max(opened(drawn).size) <= 4000


@pytest.mark.parametrize(
    "body",
    [
        PATTERN,
        '<filter id="p"><feTurbulence numOctaves="100000000" baseFrequency="1"/></filter>'
        '<rect filter="url(#p)" width="40" height="40"/>',
    ],
)  # fmt: skip
def test_a_drawing_that_asks_for_too_much_ends_nothing_else(
    body: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("publish.backends.raster.SECONDS", 2)
    assert plain_picture(taken(svg(body)).resource) is None


def test_a_drawing_with_a_filter_is_drawn() -> None:
    body = (
        '<filter id="p"><feOffset dx="1"/></filter><rect filter="url(#p)" width="40" height="20"/>'
    )
    drawn = plain_picture(taken(svg(body)).resource)
    assert drawn is not None
    assert opened(drawn).size == (80, 40)


@pytest.mark.parametrize("turned", range(2, 9))
def test_a_turned_photograph_stands_upright(turned: int) -> None:
    resource = taken(photo(turned=turned, size=(40, 20))).resource
    image = opened(resource)
    assert image.getexif().get(ORIENTATION, 1) == 1
    assert image.size == (resource.width, resource.height)
    assert image.size == ((40, 20) if turned < 5 else (20, 40))
    corner = image.convert("RGB").getpixel((2, 2))
    red_first = turned in (4, 5, 6)  # mirrored top to bottom, transposed, held on its side
    assert (corner[0] > corner[2]) == red_first  # type: ignore[index]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_place_of_a_photograph_is_left_out_and_its_pixels_stay(kind: str) -> None:
    before = photo(kind, gps=True)
    found = taken(before)
    assert "where it was taken" in found.changes[0].message
    image = opened(found.resource)
    assert not image.getexif()
    assert image.tobytes() == Image.open(io.BytesIO(before)).tobytes()


@pytest.mark.parametrize("kind", ["AVIF", "MPO", "fill"])
def test_no_kind_of_photograph_keeps_its_place(kind: str) -> None:
    content = photo("JPEG" if kind == "fill" else kind, gps=True)
    if kind == "fill":
        content = content.replace(b"\xff\xe1", b"\xff\xff\xe1")
    if kind == "MPO":  # a camera writes a second picture behind the first
        content += photo(gps=True)
    found = taken(content)
    assert "where it was taken" in found.changes[0].message
    assert b"Exif" not in found.resource.content
    assert not opened(found.resource).getexif()


def test_text_behind_scripts_is_kept_in_linear_time() -> None:
    words = "x" * 80
    found = drawing(svg(f"<text>{f'<script/>{words}' * 30_000}</text>"))
    assert isinstance(found, Drawing)
    assert found.active
    assert found.content.count(words.encode()) == 30_000


def test_a_large_photograph_is_made_smaller() -> None:
    content = photo("JPEG", "L", (15_000, 12_000))  # more than Pillow opens by itself
    found = taken(content)
    assert (found.resource.width, found.resource.height) == (5590, 4472)
    assert opened(found.resource).size == (5590, 4472)
    assert told(content) == [
        "LNK018 the picture “cup.png” has 15000 × 12000 pixels and is used at 5590 × 4472"
    ]


def test_a_photograph_for_the_press_becomes_rgb() -> None:
    found = taken(photo("JPEG", "CMYK"))
    image = opened(found.resource)
    assert image.mode == "RGB"
    red, _, blue = image.getpixel((5, 5))  # type: ignore[misc]
    assert red > 200 > 60 > blue
    assert "CMYK" in found.changes[0].message


def test_sixteen_bits_become_eight() -> None:
    image = opened(taken(deep_png()).resource)
    assert image.mode == "L"
    assert (image.getpixel((5, 5)), image.getpixel((35, 5))) == (0x10, 0xEF)


@pytest.mark.parametrize(("kind", "becomes"), [("BMP", "PNG"), ("TIFF", "PNG"), ("PPM", "PNG")])
def test_kinds_that_no_browser_shows_become_others(kind: str, becomes: str) -> None:
    assert opened(taken(photo(kind)).resource).format == becomes


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG", "AVIF"])
def test_what_moves_is_told(kind: str) -> None:
    content = photo(kind, moving=True)
    found = taken(content)
    assert found.resource.content == content
    assert "first frame" in found.changes[0].message
    still = plain_picture(found.resource)
    assert still is not None
    red, _, blue = opened(still).convert("RGB").getpixel((5, 5))  # type: ignore[misc]
    assert red > blue


@given(st.data())
def test_damaged_bytes_are_a_picture_or_a_reason(data: st.DataObject) -> None:
    kinds = [photo(kind) for kind in ("JPEG", "PNG", "GIF", "WEBP")] + [photo(gps=True), svg()]
    content = bytearray(data.draw(st.sampled_from(kinds)))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    assert isinstance(checked(bytes(content), "cup", "cup"), Checked | Lost)


PICTURES = {
    "script.svg": svg("<script>alert(1)</script>" + RED),
    "bomb.svg": svg(USES),
    "greedy.svg": svg(PATTERN),
    "huge.svg": svg(head='width="1000000" height="1000000"'),
    "bare.svg": svg(head=""),
    "cut.jpg": photo()[:-200],
    "words.png": b"no picture",
    "press.jpg": photo("JPEG", "CMYK"),
    "moving.gif": photo("GIF", moving=True),
    "moving.webp": photo("WEBP", moving=True),
    "new.avif": photo("AVIF"),
    "old.bmp": photo("BMP"),
    "turned.jpg": photo(turned=6),
    "deep.png": deep_png(),
    "dot.png": photo("PNG", size=(1, 1)),
    "noise.png": random.Random(1).randbytes(3000),
}  # fmt: skip
SHOWN = len(PICTURES) - 4  # all but bomb, cut, words and noise
FORMATS = ("html", "pdf", "epub", "docx", "pptx")


def test_a_post_of_bad_pictures_is_complete_in_every_format(tmp_path: Path) -> None:
    lines = [f"![{name}]({name})\n" for name in PICTURES]
    text = (
        "---\ntitle: Tea\nlang: en\n---\n\nFirst words.\n\n" + "\n".join(lines) + "\nLast words.\n"
    )
    (tmp_path / "post.md").write_text(text, encoding="utf-8")
    for name, content in PICTURES.items():
        (tmp_path / name).write_bytes(content)
    report = build(BuildRequest(paths=(tmp_path / "post.md",), formats=FORMATS, jobs=1))
    assert not report.failed, report.diagnostics
    found = {(item.code, item.line) for item in report.diagnostics if isinstance(item, Diagnostic)}
    at = {name: 8 + 2 * number for number, name in enumerate(PICTURES)}
    assert found >= {
        ("SEC001", at["script.svg"]), ("LNK014", at["bomb.svg"]), ("LNK014", at["cut.jpg"]),
        ("LNK014", at["words.png"]), ("LNK014", at["noise.png"]), ("LNK018", at["press.jpg"]),
        ("LNK018", at["moving.gif"]), ("LNK018", at["moving.webp"]), ("LNK018", at["old.bmp"]),
    }  # fmt: skip
    page = (tmp_path / "post.html").read_text(encoding="utf-8")
    assert page.count("<img") == SHOWN
    assert "Last words." in page
    with pypdfium2.PdfDocument(tmp_path / "post.pdf") as pdf:
        texts = "".join(leaf.get_textpage().get_text_range() for leaf in pdf)
        images = sum(1 for leaf in pdf for thing in leaf.get_objects() if thing.type == 3)
    assert "First words." in texts and "Last words." in texts
    assert images >= SHOWN - 5  # the drawings are paths
    packages = (("epub", "EPUB/images/", 0), ("docx", "word/media/", 1), ("pptx", "ppt/media/", 1))
    for suffix, folder, lost in packages:
        with zipfile.ZipFile(tmp_path / f"post.{suffix}") as package:
            names = [name for name in package.namelist() if name.startswith(folder)]
        assert len(names) >= SHOWN - lost, (suffix, names)
        allowed = (".png", ".jpg", ".jpeg") + (
            (".svg", ".gif", ".webp") if suffix == "epub" else ()
        )
        assert all(name.endswith(allowed) for name in names), names
