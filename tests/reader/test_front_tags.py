"""Template tags in the values of front matter: the words that come of them, and what is said.

A case is a dialect, the tags that its manifest explains, a post, the front matter of its canonical
form and what was told, with its place.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.backends.markdown import body, front_matter
from publish.document import Document, to_json
from publish.normalize import Normalized, Settings, normalize
from publish.text import Lines

CASES = sorted((Path(__file__).parents[1] / "cases" / "reader" / "front_tags").glob("*.txt"))
BREAK = "\n=====\n"
ABOUT = ("DIA", "FM013", "INL010")


def of(source: str, dialect: str, tags: str = "") -> Normalized:
    known = tuple(tomllib.loads(tags).items())
    return normalize("post.md", source.encode(), Settings(dialect=dialect, tags=known))


def document(found: Normalized) -> Document:
    assert found.document is not None
    return found.document


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_tags_of_front_matter_become_words(case: Path, refresh: bool) -> None:
    dialect, tags, source, *expected = case.read_text(encoding="utf-8").split(BREAK)
    found = of(source, dialect, tags)
    told = "".join(
        f"{item.line}:{item.column}: {item.code} {item.severity} {item.message}\n"
        for item in found.diagnostics
        if item.code.startswith(ABOUT)
    )
    head = front_matter(document(found).metadata).strip()
    if refresh:
        case.write_text(BREAK.join((dialect, tags, source, head, told)), encoding="utf-8")
    else:
        assert [head, told] == expected


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_each_finding_stands_where_the_tag_does(case: Path) -> None:
    dialect, tags, source, *_ = case.read_text(encoding="utf-8").split(BREAK)
    lines = Lines(source)
    for item in of(source, dialect, tags).diagnostics:
        if item.code in ("DIA002", "DIA003", "DIA004", "DIA008"):
            at = lines.start(item.line) + item.column - 1
            assert source.startswith(("{{", "{%"), at), item


PIECES = st.lists(
    st.sampled_from(
        ["{{", "}}", "{%", "%}", "{{ x.y }}", "{{ page.date }}", "{% y %}", "{% endy %}", "{{< z >}}",
         "{% if a %}", "{% else %}", "{% endif %}", "{% note a %}", "{% endnote %}", "{{% ref b %}}",
         "{% include figure.html src=a caption=b %}", "茶", "a", " ", '"', "\\", "[x](", ")", "*"]
    ),
    max_size=14,
).map("".join)  # fmt: skip


def texts(value: object) -> Iterator[str]:
    """Every text in a value of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts(part)


@given(PIECES, PIECES, st.sampled_from(("jekyll", "hugo", "hexo", "commonmark")))
def test_no_tag_is_left_in_metadata_whatever_the_values(
    title: str, label: str, dialect: str
) -> None:
    values = {"title": title, "description": f"a {label}", "tags": [label], "foo": {"b": title}}
    head = "".join(f"{key}: {json.dumps(value)}\n" for key, value in values.items())
    made = document(of(f"---\n{head}date: 2024-01-01\nlang: en\n---\n\nText.\n", dialect))
    for text in texts(json.loads(to_json(made))):
        assert not re.search(r"\{%[^{}]*%\}|\{\{[^{}]+\}\}", text)
    again = document(of(front_matter(made.metadata) + "\n" + body(made.blocks), dialect))
    assert again.metadata == made.metadata
