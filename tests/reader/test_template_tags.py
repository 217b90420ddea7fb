from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from processor_time import assert_growth

from publish import ast, pandoc
from publish.ast import Code, CodeBlock, Image, Link, Math, Str
from publish.backends.markdown import body
from publish.diagnostics import Severity
from publish.document import Document
from publish.normalize import Settings, normalize
from publish.reader import blocks, read_text
from publish.reader.remark import Remark
from publish.reader.template_tags import Post, write
from publish.walk import nodes, plain_text

CASES = sorted((Path(__file__).parents[1] / "cases" / "reader" / "tags").glob("*.txt"))
BREAK = "\n=====\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_tags_become_nodes(case: Path, refresh: bool) -> None:
    dialect, source, page, said = case.read_text(encoding="utf-8").split(BREAK)
    found, notes = blocks(read_text("post.md", source, dialect), source, lines=True)
    written = pandoc.write(ast.Pandoc(found), "html", "--wrap=none", "--no-highlight")
    remarks = sorted(
        (note.line, note.column, f"{note.code} {note.message}")
        for note in notes
        if isinstance(note, Remark)
    )
    told = "".join(f"{line}:{column}: {text}\n" for line, column, text in remarks)
    if refresh:
        made = BREAK.join((dialect, source, written.decode().strip(), told))
        case.write_text(made, encoding="utf-8")
    else:
        assert written.decode().strip() == page
        assert told == said


def post(text: str, dialect: str = "", **tags: str) -> Document:
    settings = Settings(dialect=dialect, tags=tuple(tags.items()))
    document = normalize(
        "post.md", f"---\ntitle: T\nlang: en\n---\n\n{text}".encode(), settings
    ).document
    assert document is not None
    return document


def test_blocks_know_the_lines_that_they_stood_on() -> None:
    source = (
        "Zero\n{% note %}\nOne\n{% endnote %}\n\n"
        "{{< figure\n  src=a.png\n  alt=b\n>}}\n\nTwo\n\n"
        "{% highlight c %}\n\nx\n\n{% endhighlight %}\nThree\n"
    )
    found, _ = blocks(read_text("post.md", source, "hexo"), source, lines=True)
    lines = {
        plain_text((block,)): block.line for block in nodes(found) if isinstance(block, ast.Node)
    }
    assert lines == {"Zero": 1, "One": 3, "b": 6, "Two": 11, "x": 13, "Three": 18} | {
        text: line for text, line in lines.items() if text == "One"
    }


def test_an_unknown_tag_is_an_error_that_stops_nothing() -> None:
    normalized = normalize("post.md", b"---\ntitle: T\nlang: zh\n---\n\n{% cup 1 %}\n", Settings())
    assert normalized.document is not None
    assert plain_text(normalized.document.blocks) == "［cup］"
    (error,) = [item for item in normalized.diagnostics if item.severity is Severity.ERROR]
    assert (error.code, error.line, error.column) == ("DIA008", 6, 1)


def test_what_the_manifest_says_of_tags() -> None:
    said = {
        "gallery": "drop",
        "lead": "content",
        "aside": "callout:tip",
        "box": "callout",
        "cite": "quote",
        "more": "details",
        "console": "code:console",
        "photo": "image",
        "see": "link",
        "new-in": "(since *version {0}*)",
        "term": "**{content}** ({def}{none})",
        "card": "::: note\n{content}\n:::",
        "site.title": "Tea time",
        "site.cdn": "https://cdn.example.org",
        "site.google": "drop",
    }
    text = """{{< gallery >}}
not seen
{{< /gallery >}}

{% lead %}Kept.{% endlead %} {{< new-in 1.2 />}} {% term def="a *leaf*" %}Tea{% endterm %}
{{ site.title }}{{ site.google }}.

{% aside Hot %}
In it.
{% endaside %}

{{< box warning >}}Boxed.{{< /box >}}

{{< cite "Lu Yu" >}}Said.{{< /cite >}}

{{< more "Open" >}}Inside.{{< /more >}}

{% console %}
$ boil
{% endconsole %}

{{< photo "a.png" "A cup" >}} {{< see "b.md" "there" >}} ![c]({{ site.cdn }}/c.png)

{% card %}Carded.{% endcard %}
"""
    assert body(post(text, "jekyll", **said).blocks) == (
        "Kept. (since *version 1.2*) **Tea** (a *leaf*)\nTea time.\n\n"
        ":::: {.callout .tip}\n::: {.callout-title}\nHot\n:::\n\nIn it.\n::::\n\n"
        "::: {.callout .warning}\nBoxed.\n:::\n\n"
        "> Said.\n>\n> — Lu Yu\n\n"
        "::: {.details}\n**Open**\n\nInside.\n:::\n\n"
        "``` console\n$ boil\n```\n\n"
        "![A cup](a.png) [there](b.md) ![c](https://cdn.example.org/c.png)\n\n"
        "::: {.callout .note}\nCarded.\n:::\n"
    )


def test_a_declared_node_that_cannot_be_made_is_an_error() -> None:
    settings = Settings(tags=(("aside", "callout:tip"),))
    found = normalize(
        "post.md", b"---\ntitle: T\nlang: en\n---\n\n{{< aside >}}\n", settings
    ).diagnostics
    assert "DIA008" in {item.code for item in found}


def test_addresses_that_run_programs_stay_out() -> None:
    document = post('{% link javascript:alert(1) %} {{< figure src="javascript:x" alt="p" >}}\n')
    assert not [node for node in nodes(document.blocks) if isinstance(node, Link | Image)]


def test_braces_that_the_author_shows_come_back_from_canonical_markdown() -> None:
    first = post("{% raw %}{{ cup }} {% pour %} {{< figure >}}{% endraw %}\n", "jekyll")
    text = body(first.blocks, first.dialect)
    again = post(text, "jekyll")
    assert plain_text(again.blocks) == "{{ cup }} {% pour %} {{< figure >}}"
    assert body(again.blocks, again.dialect) == text


PIECES = st.lists(
    st.sampled_from(
        [
            "{{", "}}", "{%", "%}", "{{<", ">}}", "{{%", "%}}", "{{ x }}", "{% y %}", "{% endy %}",
            "{{< z a='b' >}}", "{{< /z >}}", "{% raw %}", "{% endraw %}", "{% highlight c %}",
            "{% endhighlight %}", "{% note %}", "{% endnote %}", "{% if a %}", "{% else %}",
            "{% endif %}", "{% for a in b %}", "{% endfor %}", "{% drop %}",
            "{% enddrop %}", "{% comment %}", "{% endcomment %}", "{{< details >}}", "{{< /details >}}",
            "{% assign x = 1 %}", "[a](", ")", "`", "```", "\n", "\n\n", "- ", "> ", "| a | b |\n|---|---|\n",
            "<div>", "</div>", "<!-- tab a -->", "<!-- endtab -->", "<pre>", "</pre>", "$", "    ", "# ",
            "文字", " ", "word", "'", '"', "\\{\\{", "{{</* a */>}}", "{% include figure.html src=a caption=b %}",
        ]
    ),
    max_size=24,
).map("".join)  # fmt: skip


@given(PIECES, st.sampled_from(("jekyll", "hugo", "hexo", "commonmark")))
def test_no_tag_reaches_the_tree_whatever_the_text(text: str, dialect: str) -> None:
    tags = {"drop": "drop"}
    found, _ = blocks(read_text("post.md", text, dialect), text, lines=True, tags=tags)
    assert not re.search("[\U000f0000-\U0010fffd]", ast.encode(ast.Pandoc(found)).decode())
    if any(shown in text for shown in ("raw %}", "\\{", "/*")):
        return
    for node in nodes(found):
        if isinstance(node, Link | Image):
            assert "{{ x }}" not in node.c[2][0]
        if not isinstance(node, Code | CodeBlock | Math) and isinstance(node, Str):
            assert not re.search(r"\{%[^{}]*%\}|\{\{[^{}]+\}\}", node.c)


@given(PIECES)
def test_what_stands_outside_of_tags_stays(text: str) -> None:
    post = Post("post.md", "hugo", {}, {})
    written = write("before " + text + " behind", post, {}, 1)
    assert written.text.startswith("before ")
    assert written.text.endswith(" behind") or "{" in text


@pytest.mark.parametrize(
    "piece",
    ["{", "{{ ", "{% note %}\n", "{{< tabs >}}", "{% highlight c %}", "{% endnote %}", "{% if a %}{% else %}",
     "{{ a", "}}{{", "`{{", "{{ site.baseurl }}", "[a]({{ b }}) ", "{% raw %}", "{{</*", "<code>{{", "${{ a }}",
     "{% note %}a{% endnote %}\n\n", '{{ "a" | default: "b" | ', "- {% img a.png %}\n", "{{ a|b 'c\" }}"],
)  # fmt: skip
def test_time_is_linear(piece: str) -> None:
    def written(size: int) -> None:
        write(piece * (size // len(piece)), Post("post.md", "jekyll", {}, {}), {}, 1)

    assert_growth(written, 20_000, 80_000, 6, 0.15)  # 16 times when squared


SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "samples"


@pytest.mark.slow
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not here")
def test_no_tag_of_a_real_post_is_left() -> None:
    read = 0
    for path in sorted(SAMPLES.rglob("*.md")):
        data = path.read_bytes()
        if b"{%" not in data and b"{{" not in data:
            continue
        read += 1
        name = path.relative_to(SAMPLES).as_posix()
        document = normalize(name, data, Settings(), lines=False).document
        for node in nodes(document.blocks if document else ()):
            if isinstance(node, Str):
                assert not re.search(r"\{\{|\{%|%\}", node.c), (name, node)
            if isinstance(node, Link | Image):
                assert not re.search(r"\{\{|\{%|%7B%7B", node.c[2][0]), (name, node)
    assert read > 100
