"""Languages as people declare them: known ones become tags, others are told and inferred."""

from __future__ import annotations

import pytest

from publish.normalize import Settings, normalize
from publish.reader.language import canonical

TAGS = {
    "zh_CN": "zh-Hans", "zh-TW": "zh-Hant", "zh-Hans-CN": "zh-Hans", "english": "en", "en_US.UTF-8": "en-US",
    "de-at": "de-AT", "yue": "yue", "xx-nonsense": "", "xx": "", "klingon": "", "中文": "", "x": "", "": "",
    "a-very-long-tag": "",
}  # fmt: skip


@pytest.mark.parametrize("given", TAGS)
def test_a_declared_language_is_a_tag_or_none(given: str) -> None:
    assert canonical(given) == TAGS[given]


@pytest.mark.parametrize("given", ["xx-nonsense", "klingon", "中文"])
def test_a_language_that_there_is_not_is_told(given: str) -> None:
    post = f"---\ntitle: 茶\nlang: {given}\n---\n\n茶是一种饮料。\n"
    made = normalize("tea.md", post.encode(), Settings())
    assert made.document is not None
    assert made.document.metadata.lang == "zh-Hans"
    (told,) = [item.message for item in made.diagnostics if item.code == "FM010"]
    assert told.endswith(f"because “{given}” is the tag of no language")
    assert not told.startswith("no language")
