"""Real posts that nobody here wrote: read, normalized and built without an exception.

They lie beside the checkout of those who have them; elsewhere these tests are skipped.
"""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from publish.ast import Header, RawBlock, RawInline
from publish.normalize import Settings, inspect, normalize, revise
from publish.reader import read
from publish.walk import nodes, plain_text

SAMPLES = Path(__file__).resolve().parents[1].parent / "shared" / "samples"
SEED = SAMPLES / "seed-large-models.md"

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not here")


def test_the_seed_post_comes_out_as_it_must() -> None:
    document = normalize(SEED.name, SEED.read_bytes(), Settings()).document
    assert document is not None
    headings = [block.c for block in document.blocks if isinstance(block, Header)]
    printed = [
        (level, attr.get("number-label") + plain_text(text)) for level, attr, text in headings
    ]
    assert printed == [
        (2, "一、大模型的概述"),
        (2, "二、大模型的发展历程"),
        (2, "三、大模型的技术挑战"),
        (2, "四、大模型的应用场景"),
        (2, "五、大模型的未来展望"),
        (3, "1.更加小型化的大模型"),
        (3, "2.更高效的大模型"),
        (3, "3.更加普及的大模型"),
        (3, "4.大模型的挑战和机遇"),
        (2, "六、结论"),
        (2, "七、未来研究方向"),
        (2, "总结"),
        (2, "致谢"),
        (2, "参考文献"),
    ]
    assert [attr.get("role") for _, attr, _ in headings[-3:]] == [
        "summary",
        "acknowledgements",
        "bibliography",
    ]
    text = plain_text(document.blocks)
    assert "解决复杂的问题等。总之，随着" in text
    assert "[1] xxx. (2019). Deep learning models: Overview and techniques.机械工业出版社." in text
    metadata = document.metadata
    assert metadata.keywords == ("大模型", "gpt", "chatgpt")
    assert metadata.categories[0].path == ("Blog", "Cat")
    assert (metadata.lang, metadata.date) == ("zh-Hans", None)
    assert metadata.description == "以下是一个介绍大模型技术的 PPT 提纲："


def test_no_rule_for_chinese_speaks_of_posts_in_other_languages() -> None:
    chinese = Settings(select=("CJK",), ignore=("CJK005", "CJK012"), unsafe=True)
    seen = set()
    for path in SAMPLES.rglob("*.md"):
        reading = read(path.name, path.read_bytes())
        if reading.metadata.lang[:2] in ("ja", "ko", "en"):
            seen.add(reading.metadata.lang[:2])
            inspection = inspect(path.name, path.read_bytes(), chinese)
            assert inspection.fixed == inspection.text
            assert not [item for item in inspection.diagnostics if item.code.startswith("CJK")]
    assert {"ja", "en"} <= seen


def sample_of(step: int) -> list[Path]:
    return sorted(path for path in SAMPLES.rglob("*.md") if path.parent != SAMPLES)[::step]


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", sample_of(9), ids=lambda path: path.relative_to(SAMPLES).as_posix()
)
def test_a_foreign_post_has_a_canonical_form(path: Path) -> None:
    normalized = normalize(path.relative_to(SAMPLES).as_posix(), path.read_bytes(), Settings())
    document = normalized.document
    if document is None:
        assert any(item.severity == "error" for item in normalized.diagnostics)
        return
    assert not [item for item in normalized.diagnostics if item.code == "BUG001"]
    assert not [node for node in nodes(document.blocks) if isinstance(node, RawBlock | RawInline)]
    levels = [1, *(block.c[0] for block in document.blocks if isinstance(block, Header))]
    assert all(below - above <= 1 for above, below in pairwise(levels))
    ids = [block.c[1].id for block in document.blocks if isinstance(block, Header)]
    assert len(ids) == len(set(ids))
    assert revise(document, Settings())[0] == document
