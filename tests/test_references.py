"""References: entries with their parts, the marks that cite them, notes and what is wrong with them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.ast import Div, Link
from publish.diagnostics import PublishError
from publish.document import Document
from publish.library import library
from publish.manifest import load
from publish.manifest.values import STYLES
from publish.normalize import Settings, inspect, normalize, revise
from publish.rules.references import entries
from publish.rules.references.entries import all_entries
from publish.rules.references.fields import complete, fields
from publish.rules.references.library import SHIPPED, Bibliography, Library, declared
from publish.walk import nodes, plain_text

CASES = Path(__file__).parent / "cases"
HEAD = "---\ntitle: 题\nlang: zh-Hans\ndate: 2024-01-01\n---\n\n"
BOOKS = (
    "[1] 陆羽. 茶经. 书社, 2001.",
    "[2] 赵佶. 茶论. 书社, 2002.",
    "[3] 许次纾. 茶疏. 书社, 2003.",
)
LIST = "\n\n## 参考文献\n\n" + "\n\n".join(BOOKS) + "\n"


def post(text: str) -> Document:
    document = normalize("p.md", (HEAD + text).encode(), Settings(), lines=False).document
    assert document is not None
    return document


def told(text: str, code: str) -> list[str]:
    found = normalize("p.md", (HEAD + text).encode(), Settings()).diagnostics
    return [f"{item.line}: {item.message}" for item in found if item.code == code]


def rows() -> list[list[str]]:
    lines = (CASES / "references.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return [line.split("\t") for line in lines]


@pytest.mark.parametrize(("text", "parts", "whole"), rows())
def test_parts_of_a_reference(text: str, parts: str, whole: str) -> None:
    found = fields(text)
    wanted = {} if parts == "(none)" else dict(part.split("=", 1) for part in parts.split("|"))
    assert dict(found) == wanted
    assert complete(found) == (whole == "yes")


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("甲乙 AZaz09.,:：，。()（）[]《》“”/&;-MJ"), max_size=80))
def test_parts_stand_in_the_text(text: str) -> None:
    for name, value in fields(text).items():
        assert name == "type" or all(part in text for part in value.split("; "))


def test_long_texts_are_no_references() -> None:
    assert fields("甲. 书[M]. 社, 2001. " * 5000) == {}
    assert fields("," * 599) == fields("(" * 599) == fields("甲. " * 199) == {}


def test_entries_are_verbatim_and_know_their_parts() -> None:
    document = post("文[1]。" + LIST)
    entries = all_entries(document)
    assert tuple(plain_text(entry.c[1]) for entry in entries) == BOOKS
    assert entries[0].c[0].get("author") == "陆羽"


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("## 参考资料\n\n［1］甲\n［2］乙\n", ["［1］", "［2］"]),
        ("## 参考\n\n【1】甲\n", ["【1】"]),
        ("文。\n\n[1] 甲\n\n[2] 乙\n", ["[1]", "[2]"]),
        ("文。\n\n[1] 甲\n\n[3] 乙\n", []),
        ("文。\n\n[1] 甲\n\n尾。\n", []),
        ("见[2]。\n\n## 参考文献\n\n1. 甲\n2. 乙\n", ["[1]", "[2]"]),
        ("见[3]。\n\n## 参考文献\n\n1. 甲\n2. 乙\n", []),
        ("## 参考文献\n\n1. 甲\n2. 乙\n", []),
    ],
)
def test_what_is_a_reference_list(text: str, labels: list[str]) -> None:
    entries = all_entries(post(text))
    assert [entry.c[0].get("label") for entry in entries] == labels
    assert [entry.c[0].id for entry in entries] == [f"ref-{label[1:-1]}" for label in labels]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("文[1, 3]。", ["1 #ref-1", "3 #ref-3"]),
        ("文[1-3]。", ["1 #ref-1", "3 #ref-3"]),
        ("文[1,2-3]。", ["1 #ref-1", "2 #ref-2", "3 #ref-3"]),
        ("文[1-4]。", []),
        ("文【2】。", ["【2】 #ref-2"]),
        ("文[1][2]。", ["[1] #ref-1", "[2] #ref-2"]),
        ("- [ ] 做[x] a[0] `[1]`", []),
        ("**重[2]**", ["[2] #ref-2"]),
    ],
)
def test_marks_become_links(text: str, links: list[str]) -> None:
    found = [node for node in nodes(post(text + LIST).blocks) if isinstance(node, Link)]
    assert [f"{plain_text(link.c[1])} {link.c[2][0]}" for link in found] == links


def test_a_range_cites_what_lies_inside_it() -> None:
    assert told("文[1-3]。" + LIST, "REF003") == []
    assert told("文[1,3]。" + LIST, "REF003") == ["13: the entry [2] is never cited"]


@pytest.mark.parametrize(
    ("entries", "messages"),
    [
        ("[1] 甲\n[3] 乙", ["9: before the entry [3], [2] is missing"]),
        (
            "[2] 甲\n[6] 乙",
            [
                "9: before the entry [2], [1] is missing",
                "9: before the entry [6], [3] to [5] is missing",
            ],
        ),
        ("[1] 甲\n[1] 乙", ["9: there is another entry [1]"]),
    ],
)
def test_numbers_that_do_not_run(entries: str, messages: list[str]) -> None:
    assert told(f"## 参考文献\n\n{entries}\n", "REF005") == messages


def test_two_entries_of_one_number_have_two_ids() -> None:
    document = post("文[1]。\n\n## 参考文献\n\n[1] 甲\n[1] 乙\n")
    assert [entry.c[0].id for entry in all_entries(document)] == ["ref-1", "ref-1-2"]
    assert revise(document, Settings())[0] == document


@pytest.mark.parametrize(
    ("entry", "messages"),
    [
        ("[1] 甲. TODO, 2001.", ["the entry [1] holds a placeholder"]),
        ("[1] 甲. 书. 社.", ["the entry [1] names no year"]),
        ("[1] <https://example.org/a>", ["the entry [1] is an address without a title"]),
        ("[1] 书 <https://example.org/a>", []),
        ("[1] 甲. 书. 社, 2001.", []),
    ],
)
def test_entries_that_lack_something(entry: str, messages: list[str]) -> None:
    found = told(f"文[1]。\n\n## 参考文献\n\n{entry}\n", "REF002")
    assert [message.partition(": ")[2] for message in found] == messages


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("文[^1]。\n\n[^1]: 注。\n", []),
        ("文[^2]。\n", ["there is no note [^2]"]),
        ("文。\n\n[^1]: 注。\n", ["nothing refers to the note [^1], so it is not printed"]),
        ("文[^1]。\n\n[^1]: 注。\n\n[^1]: 又。\n", ["the note [^1] is defined twice"]),
        ("`[^1]` 和 [^a-z]\n\n```\n[^2]\n```\n", []),
        ("文［^1］。\n\n［^1］：注。\n", ["the mark of a note is typed full-width"] * 2),
    ],
)
def test_notes_and_their_marks(text: str, messages: list[str]) -> None:
    found = inspect("p.md", (HEAD + text).encode(), Settings(select=("REF007",))).diagnostics
    assert [item.message for item in found] == messages


def test_notes_typed_full_width_are_notes_after_the_fix() -> None:
    document = post("文［^1］。\n\n［^1］：注。\n")
    assert [type(node).__name__ for node in nodes(document.blocks)].count("Note") == 1


def test_no_part_of_an_entry_reaches_a_page_as_an_attribute() -> None:
    from publish.backends.fragment_tree import prepared

    blocks = prepared(post("文[1]。" + LIST).blocks, shift=0, lang="zh-Hans")
    assert not [
        node.c[0].pairs for node in nodes(blocks) if isinstance(node, Div) and node.c[0].pairs
    ]


# ---------------------------------------------------------------------- styles and bibliographies

BIB = "@book{lu, author={陆羽}, title={茶经}, year=2019, publisher={书社}}\n"
CSL_JSON = '[{"id": "xu", "type": "book", "title": "茶疏", "author": [{"literal": "许次纾"}]}]'
CSL_YAML = "references:\n- id: zhao\n  type: book\n  title: 茶论\n  author:\n  - literal: 赵佶\n"


def cited(text: str, library: Library, head: str = "") -> tuple[list[str], list[str]]:
    """The blocks of a post that cites from a library, and what REF006 and REF008 said."""
    data = f"---\ntitle: 题\nlang: zh-Hans\n{head}---\n\n{text}".encode()
    found = normalize("p.md", data, Settings(library=library))
    assert found.document is not None
    assert revise(found.document, Settings(library=library))[0] == found.document
    messages = [item.message for item in found.diagnostics if item.code in ("REF006", "REF008")]
    return [plain_text((block,)) for block in found.document.blocks], messages


ALL = Library(
    "", tuple(map(Bibliography, ("a.bib", "b.json", "c.yaml"), (BIB, CSL_JSON, CSL_YAML)))
)


def test_keys_are_cited_from_every_kind_of_bibliography() -> None:
    blocks, messages = cited("文[@xu]，又[@zhao; @lu]，见 [甲](b@c.de)。\n", ALL)
    assert blocks == [
        "文[1]，又[2,3]，见 甲。",
        "参考文献",
        "[1] 许次纾. 茶疏[M].\n\n[2] 赵佶. 茶论[M].\n\n[3] 陆羽. 茶经[M]. 书社, 2019.",
    ]
    assert messages == ["a reference is cited by its key"]


def test_a_key_of_any_signs_makes_an_id_that_every_format_takes() -> None:
    library = Library("", (Bibliography("a.bib", BIB.replace("{lu,", "{lu:2019/a,")),))
    data = "---\ntitle: 题\nlang: zh-Hans\n---\n\n文[@lu:2019/a]。\n".encode()
    document = normalize("p.md", data, Settings(library=library)).document
    assert document is not None
    assert [entry.c[0].id for entry in all_entries(document)] == ["ref-lu-2019-a"]
    links = [node.c[2][0] for node in nodes(document.blocks) if isinstance(node, Link)]
    assert links == ["#ref-lu-2019-a"]


def test_keys_stay_where_no_bibliography_is_named() -> None:
    assert cited("文[@xu] @lu\n", Library()) == (["文[@xu] @lu"], [])


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("文[@no; @xi]。", "文[@no; @xi]。"),
        ("[看 [@lu]](http://a.com)", "看 [@lu]"),
        ("`[@lu]` a@lu.com", "[@lu] a@lu.com"),
    ],
)
def test_what_is_no_citation_by_key(text: str, first: str) -> None:
    assert cited(f"{text}\n", ALL)[0] == [first]


def test_a_key_that_is_not_there_costs_no_other_key_of_its_group() -> None:
    blocks, messages = cited("文[@no, p. 2; @lu; @xi]。\n", ALL)
    assert blocks[0] == "文[1][@no, p. 2; @xi]。"
    assert [f"no bibliography has the key “{key}”" for key in ("no", "xi")] == messages[1:]


def test_keys_and_files_that_are_not_there_are_told() -> None:
    library = Library(
        "", (Bibliography("a.bib", BIB), Bibliography("no.bib", None), Bibliography("x.txt", ""))
    )
    messages = cited("文[@no]。\n", library)[1]
    assert messages[0] == "the bibliography “no.bib” is not there"
    assert messages[1].startswith("the bibliography “x.txt” is none of")
    assert messages[2] == "no bibliography has the key “no”"
    broken = Library("", (Bibliography("a.json", "{"),))
    assert "cannot be read" in cited("文。\n", broken)[1][0]


def test_the_list_stands_where_the_post_wants_it() -> None:
    assert cited("文[@xu]。\n\n::: {#refs}\n:::\n\n尾。\n", ALL)[0][1:] == [
        "[1] 许次纾. 茶疏[M].",
        "尾。",
    ]
    assert cited("文[@xu]。\n\n## 参考资料\n", ALL)[0][1:] == ["参考资料", "[1] 许次纾. 茶疏[M]."]


def test_whole_entries_are_set_in_a_style_and_others_are_told() -> None:
    text = "文[1][2]。\n\n## 参考文献\n\n[1] 陆羽. (2019). 茶经. 书社.\n\n[2] 茶的历史, 2001.\n"
    blocks, messages = cited(text, Library("gb7714-2015-numeric"))
    assert blocks[-1] == "[1] 陆羽. 茶经[M]. 书社, 2019.\n\n[2] 茶的历史, 2001."
    assert messages == [
        "the entry [1] is set in the style asked for",
        "the entry [2] cannot be set in the style",
    ]
    assert cited(text, Library())[0][-1] == "[1] 陆羽. (2019). 茶经. 书社.\n\n[2] 茶的历史, 2001."
    assert cited(text, Library("no.csl"))[1] == [
        "the style “no.csl” is neither known nor a file below the root"
    ]


def test_a_style_that_is_no_style_is_a_sentence() -> None:
    text = "文[1]。\n\n## 参考文献\n\n[1] 陆羽. (2019). 茶经. 书社.\n"
    blocks, (message,) = cited(text, Library("<style/>"))
    assert blocks[-1] == "[1] 陆羽. (2019). 茶经. 书社."
    assert message.startswith("the references cannot be set")


def test_a_mark_in_the_text_names_a_bibliography_and_the_place_of_the_list(tmp_path: Path) -> None:
    (tmp_path / "a.bib").write_text(BIB, encoding="utf-8")
    text = "---\ntitle: T\nlang: zh\n---\n\n文 :cite:`lu`。\n\n:bibliography:`a.bib`\n\n尾。\n"
    read = library(tmp_path, "p.md", text.encode(), Library())
    assert [item.name for item in read.bibliographies] == ["a.bib"]
    blocks, messages = cited(text.partition("---\n\n")[2], read)
    assert (blocks[0], blocks[-1]) == ("文[1]。", "尾。")
    assert messages == ["a reference is cited by its key"]
    shown = b"`````\n:bibliography:`a.bib`\n`````\n"
    assert library(tmp_path, "p.md", shown, Library()).bibliographies == ()


def test_files_are_read_beside_the_post_and_in_the_root_and_nowhere_else(tmp_path: Path) -> None:
    root = tmp_path / "root"
    (root / "posts").mkdir(parents=True)
    (root / "posts" / "a.bib").write_text(BIB, encoding="utf-8")
    (root / "b.json").write_text(CSL_JSON, encoding="utf-8")
    (tmp_path / "c.yaml").write_text(CSL_YAML, encoding="utf-8")
    head = b"---\ntitle: T\nbibliography: [a.bib, ../c.yaml, ../../c.yaml]\ncsl: x.csl\n---\n\nT\n"
    found = library(root, "posts/p.md", head, declared("", ("b.json",)))
    assert dict(found.bibliographies) == {
        "b.json": CSL_JSON, "a.bib": BIB, "../c.yaml": None, "../../c.yaml": None,
    }  # fmt: skip
    assert found.style == "x.csl"
    assert library(root, "posts/p.md", b"# T\n", Library()) == Library()


def test_a_manifest_names_style_and_bibliography(tmp_path: Path) -> None:
    (tmp_path / "publish.toml").write_text(
        '[references]\nstyle = "gb7714-2015-numeric"\nbibliography = ["a.bib"]\n[documents.p]\neach = "*.md"\n',
        encoding="utf-8",
    )
    (tmp_path / "a.bib").write_text(BIB, encoding="utf-8")
    (tmp_path / "p.md").write_text("---\ntitle: 题\nlang: zh\n---\n\n文[@lu]。\n", encoding="utf-8")
    command = [sys.executable, "-m", "publish", "normalize", "p.md", "--to", "markdown"]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "陆羽. 茶经\\[M\\]. 书社, 2019." in run.stdout


def test_what_a_manifest_names_must_be_there(tmp_path: Path) -> None:
    manifest = tmp_path / "publish.toml"
    manifest.write_text('[references]\nstyle = "mla"\nbibliography = ["a.bib"]\n', encoding="utf-8")
    with pytest.raises(PublishError) as caught:
        load(manifest)
    assert [item.line for item in caught.value.diagnostics] == [2, 3]
    assert set(STYLES) == set(SHIPPED)


def test_the_licence_of_a_style_stands_beside_it() -> None:
    folder = Path(entries.__file__).parent / "styles"
    told = (folder / "LICENSE.md").read_text(encoding="utf-8")
    assert sorted(path.name for path in folder.glob("*.csl")) == sorted(SHIPPED.values())
    assert all(name in told for name in SHIPPED.values())
    assert all("by-sa/3.0" in path.read_text(encoding="utf-8") for path in folder.glob("*.csl"))
