"""Pictures that are bombs, or not what they say; drawings that ask for more or never end."""

from __future__ import annotations

import io
import struct
import time
import zlib
from pathlib import Path

import pytest
from PIL import Image

from trust import oracle
from trust.conftest import Server, post, publish, write
from trust.hostile import SVG, drawing
from trust.leaks import leaks

MANIFEST = (
    '[documents.post]\neach = "*.md"\ntargets = ["html", "pdf", "epub", "docx", "pptx", "slides"]\n'
)


def png(width: int, height: int, rows: int = 1) -> bytes:
    """A PNG that says it has such a size, and holds some rows of it."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress((b"\0" + bytes(3 * width)) * rows, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def saved(kind: str, size: tuple[int, int] = (40, 40), **more: object) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, (200, 10, 10)).save(buffer, kind, **more)  # type: ignore[arg-type]
    return buffer.getvalue()


def frames(count: int) -> bytes:
    others = [Image.new("P", (400, 400), at % 200) for at in range(count)]
    buffer = io.BytesIO()
    others[0].save(buffer, "GIF", save_all=True, append_images=others[1:])
    return buffer.getvalue()


def laughs(levels: int = 12, each: int = 12) -> str:
    entities = "".join(f'<!ENTITY l{at + 1} "{f"&l{at};" * each}">' for at in range(levels))
    return f'<!DOCTYPE svg [<!ENTITY l0 "ha">{entities}]><svg {SVG} width="9" height="9"><text>&l{levels};</text></svg>'


def nested_uses(levels: int = 30) -> str:
    uses = "".join(
        f'<g id="g{at + 1}"><use href="#g{at}"/><use href="#g{at}"/></g>' for at in range(levels)
    )
    first = '<g id="g0"><rect width="1" height="1"/></g>'
    return f'<svg {SVG} width="9" height="9">{first}{uses}<use href="#g{levels}"/></svg>'


def many(start: str, end: str, count: int) -> str:
    return f'<svg {SVG} width="9" height="9">{start * count}{end * count}</svg>'


def bombs() -> dict[str, bytes | str]:
    """Pictures by their names."""
    return {
        "huge.png": png(100_000, 100_000),
        "tall.png": png(1, 2_000_000_000),
        "none.png": png(0, 0),
        "filled.png": png(30_000, 20_000, rows=600),
        "torn.png": saved("PNG")[:60],
        "torn.jpg": saved("JPEG", (400, 400))[:300],
        "torn.webp": saved("WEBP", (400, 400))[:40],
        "torn.tif": saved("TIFF")[:100],
        "huge.jpg": saved("JPEG").replace(b"\x00\x11\x08\x00\x28\x00\x28", b"\x00\x11\x08\xff\xff\xff\xff"),
        "huge.gif": b"GIF89a\xff\xff\xff\xff\x80\0\0" + bytes(6) + b",\0\0\0\0\xff\xff\xff\xff\0\x02\0;",
        "frames.gif": frames(200),
        "deflated.tif": saved("TIFF", (5000, 5000), compression="tiff_adobe_deflate"),
        "loop.tif": b"II*\0\x08\0\0\0\x01\0\0\x01\x03\0\x01\0\0\0\x01\0\0\0\x08\0\0\0",
        "page.eps": "%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) (r) file\n",
        "page.png": "%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(/etc/passwd) (r) file\n",
        "page.pdf.png": "%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj",
        "script.png": "<html><script>alert(1)</script></html>",
        "both.png": png(8, 8, 8) + b"<script>alert(1)</script>",
        "empty.png": b"",
        "laughs.svg": laughs(),
        "uses.svg": nested_uses(),
        "itself.svg": f'<svg {SVG} width="9" height="9"><g id="a"><use href="#a"/></g><use href="#a"/></svg>',
        "patterns.svg": f'<svg {SVG} width="9" height="9"><pattern id="a" width="1" height="1"><rect width="1" '
        'height="1" fill="url(#a)"/></pattern><rect width="9" height="9" fill="url(#a)"/></svg>',
        "wide.svg": f'<svg {SVG} width="1e308" height="1e308"><rect width="1" height="1"/></svg>',
        "box.svg": f'<svg {SVG} viewBox="0 0 1e30 1e-30"><rect width="1e30" height="1"/></svg>',
        "numbers.svg": f'<svg {SVG} width="nan" height="inf" viewBox="a b c d">'
        '<rect x="nan" y="1e999" width="-inf"/></svg>',
        "filter.svg": f'<svg {SVG} width="900" height="900"><filter id="f" x="-9" y="-9" width="99" height="99">'
        + '<feGaussianBlur stdDeviation="9999"/><feMorphology operator="dilate" radius="9999"/>' * 40
        + '</filter><rect width="900" height="900" filter="url(#f)"/></svg>',
        "deep.svg": many("<g>", "</g>", 20_000),
        "broad.svg": many("<rect/>", "", 200_000),
        "path.svg": f'<svg {SVG} width="9" height="9"><path d="M0 0{"l1 1" * 300_000}"/></svg>',
        "dashes.svg": f'<svg {SVG} width="9" height="9">'
        '<path stroke="red" stroke-dasharray="1e-9" d="M0 0h1e9"/></svg>',
        "zipped.svg": zlib.compress(b"<svg>" * 100),
        "utf16.svg": (
            f'<?xml version="1.0" encoding="UTF-16"?><svg {SVG} width="9" height="9">'
            "<script>alert(1)</script></svg>"
        ).encode("utf-16"),
        "utf7.svg": f'<?xml version="1.0" encoding="UTF-7"?><svg {SVG}>+ADw-script+AD4-alert(1)+ADw-/script+AD4-</svg>',
    }  # fmt: skip


def test_no_picture_fills_the_memory_or_never_ends(root: Path) -> None:
    """Each is refused with a sentence or shown without harm, and the document is made."""
    made = bombs()
    shown = "\n\n".join(f"![{name}](pictures/{name})" for name in made)
    write(root, {f"pictures/{name}": content for name, content in made.items()})
    write(root, {"publish.toml": MANIFEST, "a.md": post(shown)})
    began = time.monotonic()
    built = publish(root, "build", "--json", "-j", "1", timeout=400)
    assert time.monotonic() - began < 300
    assert len(built.report["made"]) == 6
    told = {item["code"] for item in built.report["diagnostics"]}
    assert {"LNK013", "LNK014"} <= told
    for path in (root / "build").rglob("*.svg"):
        assert "script" not in path.read_text(errors="replace")
    assert not list((root / "build").rglob("*.eps"))


def test_no_drawing_reads_or_reaches_anything(root: Path, server: Server) -> None:
    """Entities, style sheets, filters, pictures and inclusions of files and servers."""
    file = root.parent / "secret.txt"
    targets = [
        *(
            str(file),
            f"file://{file}",
            "../../secret.svg",
            "../secret.png",
            f"file://{file.with_suffix('.png')}",
        ),
        *(
            f"{server.address}/a.png",
            server.address.removeprefix("http:") + "/b.css",
            "%2e%2e/secret.svg",
        ),
    ]
    write(root, {f"d/{at}.svg": drawing(target) for at, target in enumerate(targets)})
    parted = [drawing(target).partition("<svg")[2] for target in targets]
    write(
        root, {f"e/{at}.svg": f"<svg{part}".replace("&x;", "x") for at, part in enumerate(parted)}
    )
    shown = "\n\n".join(f"![d](d/{at}.svg)\n\n![e](e/{at}.svg)" for at in range(len(targets)))
    write(root, {"publish.toml": MANIFEST, "a.md": post(shown)})
    server.requests.clear()
    built = publish(root, "build", "--json", "-j", "1")
    assert len(built.report["made"]) == 6
    assert server.requests == []
    assert leaks(root / "build") == []
    drawn = list((root / "build").rglob("*.svg"))
    assert drawn
    for path in drawn:
        assert oracle.faults(path.read_text()) == []


@pytest.mark.parametrize("kind", ["EPS", "PDF", "PSD", "FLI", "MPEG", "IM"])
def test_pillow_opens_only_kinds_that_start_no_program(kind: str) -> None:
    """WeasyPrint CVE-2026-55073: an EPS is drawn by Ghostscript."""
    from publish.publication.picture_pixels import KEPT, TURNED

    assert kind not in (*KEPT, *TURNED)
