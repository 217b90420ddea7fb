"""Pandoc that stays reads and writes as pandoc in a process of its own does, and asks for nothing."""

from __future__ import annotations

import base64
import contextlib
import os
import signal
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish import ast, pandoc
from publish.diagnostics import PublishError
from publish.pandoc import resident
from publish.pandoc.resident import Resident
from publish.reader.dialect import BASE
from publish.walk import nodes

ROOT = Path(__file__).resolve().parents[1]
FORMAT = f"{BASE}+sourcepos"
MARKS = st.text(st.sampled_from('中a1 \t\n\r\ufeff\0\u2028"\\*_`#>|-[](){}<>&$:𠮷'), max_size=60)


def alone(text: str, format: str) -> bytes:
    return pandoc.convert(text.encode("utf-8", "replace"), ("--from", format, "--to", "json"))


def read(data: bytes) -> tuple[str, bytes]:
    return f"read {FORMAT} {len(data)}", data


@settings(max_examples=25, deadline=None)
@given(MARKS)
def test_both_ways_read_the_same(text: str) -> None:
    assert pandoc.json_of(text, FORMAT) == alone(text, FORMAT)


@pytest.mark.parametrize(
    "text", ["", "\n", "a\tb\n\n\tcode\tx\n", "\ufeff# A\r\n\r\nb\r", "中\udc80"]
)
def test_both_ways_read_the_same_where_it_is_hard(text: str) -> None:
    assert pandoc.json_of(text, FORMAT) == alone(text, FORMAT)


def test_posts_are_read_the_same() -> None:
    for path in sorted((ROOT / "content").rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        assert pandoc.json_of(text, FORMAT) == alone(text, FORMAT), path.name


def test_one_process_reads_many_texts() -> None:
    reader = Resident()
    assert reader.ask(*read(b"a"))
    process = reader.process
    assert reader.ask(*read(b"b")) and reader.process is process
    reader.stop()
    reader.stop()


def test_a_process_that_died_is_replaced() -> None:
    reader = Resident()
    first = reader.ask(*read(b"a"))
    assert reader.process
    os.kill(reader.process.pid, signal.SIGKILL)
    reader.process.wait()
    assert reader.ask(*read(b"a")) is None  # the caller then asks a process of its own
    assert reader.ask(*read(b"a")) == first
    reader.stop()


def test_a_process_that_hangs_is_ended() -> None:
    reader = Resident()
    assert reader.ask(*read(b"a"))
    assert reader.process
    os.kill(reader.process.pid, signal.SIGSTOP)
    with pytest.raises(PublishError, match="took longer"):
        reader.ask(*read(b"a" * 1_000_000), timeout=0.2)
    assert reader.process is None
    assert reader.ask(*read(b"a"))
    reader.stop()


def test_no_file_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("hidden", encoding="utf-8")
    for text, format in (
        (f".. include:: {secret}\n", "rst"),
        (f'<iframe src="{secret}"/>', "html"),
    ):
        assert b"hidden" not in pandoc.json_of(text, format)


WRITERS: tuple[tuple[str, ...], ...] = (
    ("html5", "--mathml", "--wrap=none"),
    ("html5", "--wrap=preserve"),
    ("html",),
    (f"{BASE}+raw_html", "--wrap=preserve"),
    ("docx", "--reference-doc", "REFERENCE.docx"),
    (
        "pptx",
        "--slide-level=2",
        "--variable=monofont=Consolas",
        "--reference-doc",
        "REFERENCE.pptx",
    ),
)
DRAWN = base64.b64encode(
    b"GIF89a\x01\0\x01\0\x80\0\0\xff\xff\xff\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"
).decode()


def tree_of(text: str) -> ast.Pandoc:
    return ast.decode(pandoc.json_of(text, BASE))


def command(writer: tuple[str, ...]) -> tuple[str, ...]:
    """The options of a writer, with the paths of reference documents."""
    layout = ROOT / "layouts/default"
    return tuple(
        str(layout / f"reference.{word[-4:]}") if "REFERENCE" in word else word for word in writer
    )


def stays(tree: ast.Pandoc, writer: tuple[str, ...]) -> bytes | None:
    """What the process that stays writes; None where it refuses to."""
    format, *options = command(writer)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resident, "convert", lambda *_: None)
        return resident.written(ast.encode(tree), format, tuple(options))


def own(tree: ast.Pandoc, writer: tuple[str, ...]) -> bytes:
    """What a process of its own writes."""
    words = ("--from", "json", "--output", "-", "--to", *command(writer))
    return pandoc.convert(ast.encode(tree), words)


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer[0])
def test_both_ways_write_the_same(writer: tuple[str, ...]) -> None:
    posts = sorted((ROOT / "content").rglob("*.md"))[:: 9 if writer[0] in resident.BINARY else 3]
    posts += sorted(ROOT.parent.glob("shared/samples/seed-*.md"))
    hard = [
        "",
        "\n",
        "x\n\n\n",
        "$x^2$ and $$\\frac{a}{b$$",
        "```python\nif x: pass\n```",
        "a[^1]\n\n[^1]: b",
    ]
    texts = (path.read_text(encoding="utf-8") for path in posts)
    for text in (*hard, f"![a picture](data:image/gif;base64,{DRAWN})", *texts):
        blocks = tuple(
            block
            for block in tree_of(text).blocks
            if writer[0] not in resident.BINARY or not outside(block)
        )
        tree = ast.Pandoc(blocks)
        assert stays(tree, writer) == own(tree, writer), text[:60]


def outside(block: ast.Block) -> bool:
    """Whether a picture in a block is a file or an address."""
    return any(
        isinstance(node, ast.Image) and not node.c[2][0].startswith("data:")
        for node in nodes((block,))
    )


@pytest.mark.parametrize("writer", WRITERS[4:], ids=lambda writer: writer[0])
@pytest.mark.parametrize(
    "text",
    [
        "![]({})", "[![]({})](a)", "a[^1]\n\n[^1]: ![]({})", "| a |\n|---|\n| ![]({}) |",
        "# a {{background-image={}}}", "![](file://{})", "![](http://127.0.0.1:9/{})",
        "![](data:image/svg+xml;base64,PHN2Zy8+)", "![](data:text/plain,x)", "- ![]({})",
    ],
)  # fmt: skip
def test_what_asks_for_a_file_or_an_address_is_not_written_without_a_sandbox(
    writer: tuple[str, ...], text: str, tmp_path: Path
) -> None:
    picture = tmp_path / "secret.gif"
    picture.write_bytes(base64.b64decode(DRAWN) + b"hidden")
    tree = tree_of(text.replace("{}", str(picture)).replace("{{", "{").replace("}}", "}"))
    assert stays(tree, writer) is None
    with contextlib.suppress(PublishError):  # the sandbox says that there is no such file
        assert b"hidden" not in pandoc.write(tree, *command(writer))


def test_a_picture_in_the_metadata_is_not_fetched(tmp_path: Path) -> None:
    picture = tmp_path / "secret.gif"
    picture.write_bytes(base64.b64decode(DRAWN))
    image = ast.Image((ast.Attr(), (), (str(picture), "")))
    for name in ("title", "background-image"):
        tree = ast.Pandoc((), {name: {"t": "MetaInlines", "c": [msgspec.to_builtins(image)]}})
        assert stays(tree, ("pptx",)) is None


@pytest.mark.parametrize("format", ["epub3", "odt", "pdf", "html+x", "chunkedhtml", "latex"])
def test_a_format_that_is_not_known_to_fetch_nothing_has_its_own_process(format: str) -> None:
    asked = Resident()
    try:
        if format == "html+x":
            with pytest.raises(PublishError, match="could not convert"):
                asked.ask(f"write {format} {len(EMPTY)} {{}}", EMPTY)
        else:
            assert asked.ask(f"write {format} {len(EMPTY)} {{}}", EMPTY) is None
    finally:
        asked.stop()


EMPTY = ast.encode(ast.Pandoc(()))
