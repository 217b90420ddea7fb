"""FM001, FM002: slips through which the reader saw, mended in the file as it read them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from publish.diagnostics import Applicability
from publish.reader.front_matter import split
from publish.rules.rule import Finding, Page, Rule


def _repaired(code: str) -> Callable[[Page], Iterable[Finding]]:
    def check(page: Page) -> Iterable[Finding]:
        for repair in split(page.text).repairs:
            if repair.code == code:
                yield Finding(
                    repair.start,
                    repair.end,
                    repair.message,
                    repair.edits,
                    repair.applicability,
                    repair.hint,
                )

    return check


DELIMITERS = Rule(
    code="FM001",
    name="mistyped-front-matter-fence",
    summary="The front matter does not begin or end as it should.",
    why="A line too few, or a dash that a word processor made long, and generators print the keys as text.",
    before="----\ntitle: Tea\nlang: en\n\nText.\n",
    after="---\ntitle: Tea\nlang: en\n---\n\nText.\n",
    applicability=Applicability.SAFE,
    text=_repaired("FM001"),
    beyond_prose=True,
    rewords=True,
)
YAML = Rule(
    code="FM002",
    name="invalid-yaml",
    summary="YAML, TOML or JSON cannot read the front matter as it was meant.",
    why=(
        "A colon, a bracket, a comma, a quotation mark or a TAB in the wrong place stops most "
        "generators."
    ),
    before="---\ntitle: C++: 入门\ntags:\n\t- 编程\nlang: zh\n---\n\n正文。\n",
    after='---\ntitle: "C++: 入门"\ntags:\n  - 编程\nlang: zh\n---\n\n正文。\n',
    applicability=Applicability.SAFE,
    text=_repaired("FM002"),
    beyond_prose=True,
    rewords=True,
)
