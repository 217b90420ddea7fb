"""Files that template tags ask for: what stands in their place, and where findings in them stand."""

from __future__ import annotations

import json
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.backends.markdown import body
from publish.normalize import Settings, normalize
from publish.reader.template_tags.files import included

CASES = sorted((Path(__file__).parents[1] / "cases" / "reader" / "files").glob("*.txt"))
BREAK = "\n=====\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_files_stand_in_place_of_tags(case: Path, refresh: bool) -> None:
    path, files, source, *expected = case.read_text(encoding="utf-8").split(BREAK)
    known = {name: text.encode() for name, text in json.loads(files).items()}
    post = f"---\ntitle: T\nlang: en\ndate: 2024-01-01\n---\n\n{source}"
    found = normalize(path, post.encode(), Settings(), files=known.get)
    assert found.document is not None
    made = body(found.document.blocks, found.document.dialect).strip()
    told = "".join(
        f"{item.line}:{item.column}: {item.code} {item.message}\n"
        for item in found.diagnostics
        if item.code.startswith("DIA")
    )
    if refresh:
        case.write_text(BREAK.join((path, files, source, made, told)), encoding="utf-8")
    else:
        assert [made, told] == expected


PIECES = st.lists(
    st.sampled_from(
        ["{% include_relative a.md %}", "{% include b.html x='1' %}", "{% include_code lang:c c.c %}",
         "{{% include a.md %}}", '{{< readfile file="c.c" code="true" >}}', "{% include_relative ../x %}",
         "\n", "\n\n", "- ", "> ", "text", "`", "```\n", "{% highlight c %}", "{% endhighlight %}", "[a](", ")"]
    ),
    max_size=12,
).map("".join)  # fmt: skip


@given(PIECES, PIECES, st.sampled_from(("jekyll", "hugo", "hexo")))
def test_every_line_has_a_home_and_files_below_the_root_only_are_asked_for(
    text: str, inner: str, dialect: str
) -> None:
    asked: list[str] = []
    known = {"p/a.md": inner, "_includes/b.html": f"{{{{ include.x }}}} {inner}", "p/c.c": "a();\n"}

    def files(name: str) -> bytes | None:
        asked.append(name)
        return known[name].encode() if name in known else None

    found = included(text, "p/post.md", dialect, files, ())
    assert not any(name.startswith(("/", "..")) or "/../" in name for name in asked)
    last = text.count("\n") + 1
    homes = [found.home(line)[0] for line in range(1, found.text.count("\n") + 2)]
    assert homes == sorted(homes)
    assert all(1 <= line <= last for line in homes)
    assert all(1 <= remark.line <= last and remark.column for remark in found.remarks)


def test_files_that_include_each_other_come_to_an_end() -> None:
    files = {
        "a.md": b"{% include_relative b.md %}" * 50,
        "b.md": b"{% include_relative a.md %}" * 50,
    }
    begun = process_time()
    found = included("{% include_relative a.md %}" * 50, "p.md", "jekyll", files.get, ())
    assert process_time() - begun < 20
    assert {remark.code for remark in found.remarks} == {"DIA002", "DIA015"}


def test_a_declared_tag_reads_no_file() -> None:
    found = included(
        "{% include_relative a.md %}",
        "p.md",
        "jekyll",
        {"a.md": b"A"}.get,
        {"include_relative": "drop"},
    )
    assert not found.changed
