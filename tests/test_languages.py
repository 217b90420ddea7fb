"""Each language keeps its customs: by the post's own word, by its script, and by marked passages."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from laws.grammar import HANGUL, KANA, LATIN

from publish.ast import Para
from publish.document import Document
from publish.normalize import Settings, inspect, normalize
from publish.reader import read_text
from publish.reader.foreign_spans import foreign_spans
from publish.walk import plain_text

WIDE = "\u3041-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff66-\uff9d"
BORDER = re.compile(f"(?<=[{WIDE}])[ ]+(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])[ ]+(?=[{WIDE}])")
CHINESE = '到2013年左右,当时Google的人(很少的人)说"你好"。。。'


def document(text: str, front: str) -> Document:
    done = normalize("post.md", f"---\ntitle: T\n{front}---\n\n{text}\n".encode(), Settings())
    assert done.document is not None
    return done.document


def fixed(text: str, lang: str) -> str:
    head = f"---\ntitle: T\nlang: {lang}\n---\n\n"
    done = inspect("post.md", f"{head}{text}\n".encode(), Settings(unsafe=True))
    assert "BUG001" not in {item.code for item in done.diagnostics}
    return done.fixed[len(head) :]


def mixed(words: list[str], joints: list[str]) -> st.SearchStrategy[str]:
    """Words of a language and of Latin, joined as people do."""
    word = st.sampled_from(
        [*words, *words, *LATIN, "、", "。", "（", "）", "「", "」", "**", "`a`"]
    )
    pair = st.tuples(word, st.sampled_from(joints))
    return st.lists(pair, max_size=16).map(lambda found: "".join(map("".join, found)))


@settings(max_examples=200, deadline=None)
@given(mixed(KANA, ["", "", " ", "\n"]))
def test_japanese_gets_no_space_beside_latin(text: str) -> None:
    """In the source, and in what is built of it."""
    borders = len(BORDER.findall(text.replace("*", "")))
    assert len(BORDER.findall(fixed(text, "ja").replace("*", ""))) <= borders
    built = document(text, "lang: ja\n")
    assert len(BORDER.findall(plain_text(built.blocks))) <= len(
        BORDER.findall(plain_text(document(text, "lang: ja\nlint: {ignore: [CJK, INL]}\n").blocks))
    )


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from([*HANGUL, "漢字", "GPT-4", "2013"]), min_size=2, max_size=12),
    st.data(),
)
def test_korean_keeps_its_spaces_and_its_line_ends(words: list[str], data: st.DataObject) -> None:
    joints = [data.draw(st.sampled_from([" ", "\n", ""])) for _ in words]
    text = "가 " + "".join(word + joint for word, joint in zip(words, joints, strict=True)).strip()
    assert fixed(text, "ko") == f"{text}\n"
    (block,) = document(text, "lang: ko\n").blocks
    assert isinstance(block, Para)
    assert plain_text(block.c).split() == text.split()


@pytest.mark.parametrize(
    ("front", "text", "lang"),
    [
        ("", "祖父の家からバスを待っている。", "ja"),
        ("", "우리는 도시에서 자전거를 타고 갔다.", "ko"),
        ("", "当时的人很少，说话的声音也很轻。", "zh-Hans"),
        ("", "當時的人很少，說話的聲音也很輕。", "zh-Hant"),
        ("lang: ja\n", "当时的人很少，说话的声音也很轻。", "ja"),
        ("lang: zh_TW\n", "祖父の家からバスを待っている。", "zh-Hant"),
        ("language: ko\n", "当时的人很少。", "ko"),
    ],
)
def test_a_post_speaks_its_own_language(front: str, text: str, lang: str) -> None:
    head = f"---\ntitle: T\n{front}---\n\n"
    assert read_text("post.md", head + text).metadata.lang == lang
    # The manifest speaks for posts that say nothing themselves.
    assert read_text("post.md", head + text, lang="en").metadata.lang == (lang if front else "en")


@pytest.mark.parametrize("lang", ["ja", "ko", "en"])
def test_what_a_post_says_of_its_language_counts_more_than_its_script(lang: str) -> None:
    spaced = Settings(select=("CJK",), unsafe=True, ignore=("CJK005",))
    data = f"---\ntitle: T\nlang: {lang}\n---\n\n{CHINESE}\n".encode()
    assert not inspect("post.md", data, spaced).diagnostics


PASSAGES = [
    '<span lang="ja">{}</span>',
    "<q lang=ja>{}</q>",
    "[{}]{{lang=ja}}",
    '[{}]{{.a lang="ja-JP"}}',
    "::: {{lang=ja}}\n\n{}\n\n:::",
    ':::: {{.a lang="ja"}}\n::: tip\n\n{}\n\n:::\n::::',
    '<div lang="ja">\n\n{}\n\n</div>',
    '<p lang="zh-Hant">\n\n{}\n\n</p>',
]


@pytest.mark.parametrize("passage", PASSAGES)
@settings(max_examples=30, deadline=None)
@given(mixed([*KANA, "漢字", "中文"], ["", " "]))
def test_a_passage_in_another_language_is_left_alone(passage: str, text: str) -> None:
    """Whatever stands in it; around it the rules go on."""
    text = text.replace("*", "").replace("`a`", "")
    whole = f"中文a\n\n{passage.format(text)}\n\n中文b"
    assert fixed(whole, "zh-Hans").rstrip() == whole.replace("文a", "文 a").replace("文b", "文 b")


def test_a_passage_in_the_language_of_the_post_is_none() -> None:
    for same in ("zh", "zh-CN", "zh-Hans"):
        assert (
            fixed(f"<span lang={same}>中文a</span>", "zh-Hans")
            == f"<span lang={same}>中文 a</span>\n"
        )
    assert foreign_spans("<b lang=en-GB>a</b>", 0, "en") == []


def test_what_nobody_closes_hides_nothing() -> None:
    for open_end in ("<span lang=ja>", "[a]{lang=", "[a{lang=ja}", "</span>", "::: {lang=ja}\n\n"):
        assert fixed(f"中文a {open_end}", "zh-Hans").startswith("中文 a")
