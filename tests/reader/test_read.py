import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish import ast
from publish.ast import RawBlock, RawInline
from publish.diagnostics import PublishError
from publish.reader import blocks, read, read_text
from publish.walk import nodes

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples"
HEADS = st.text(st.sampled_from("-+;{}[]:=\"'#&*!|>~ \t\r\nabtitledate019，中"), max_size=80)


@given(st.binary(max_size=300))
def test_any_bytes_are_read(data: bytes) -> None:
    reading = read("post.md", data)
    assert reading.failed or reading.metadata.title
    assert 0 <= reading.body <= len(reading.text)


@given(st.sampled_from(["", "---\n", "+++\n", ";;;\n", "Title: x\n"]), HEADS, st.text(max_size=80))
def test_any_text_is_read(opening: str, head: str, rest: str) -> None:
    text = f"{opening}{head}\n{opening}{rest}"
    reading = read_text("post.md", text)
    assert reading.metadata.title
    assert reading.metadata.lang
    for start, end in reading.front.keys.values():
        assert 0 <= start <= end <= len(text)
    for fault in reading.faults:
        assert fault.line >= 1
        assert fault.column >= 1


def test_half_a_megabyte_takes_seconds() -> None:
    text = (
        "---\ntitle: x\n---\n"
        + "正文**重点：**，`code` 与 [链接](a.md)。\n\n- 项\n- 项\n\n" * 12_000
    )
    started = time.process_time()
    reading = read("post.md", text.encode())
    assert reading.metadata.title == "x"
    assert time.process_time() - started < 5


@pytest.mark.slow
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the real posts are not here")
def test_every_real_post_is_read() -> None:
    for file in sorted(SAMPLES.rglob("*.md")):
        reading = read(file.relative_to(SAMPLES).as_posix(), file.read_bytes())
        assert reading.metadata.title
        try:
            found, _ = blocks(reading, reading.text, lines=True)
        except PublishError as error:
            raise AssertionError(f"{file}: {error}") from error
        assert not any(isinstance(node, RawBlock | RawInline) for node in nodes(found)), file
        lines = [block.line for block in found]
        assert lines == sorted(lines), file
        assert ast.decode(ast.encode(ast.Pandoc(found))).blocks == found
