"""REF006: entries set in the style that was asked for."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from publish.ast import Block, Citation, Div, Enum, Para, Space, Span
from publish.diagnostics import Applicability, PublishError, Severity
from publish.document import Document
from publish.rules.references.citeproc import STYLED, Printed, styled
from publish.rules.references.csl_items import item
from publish.rules.references.entries import EXAMPLE_HEAD, EXAMPLE_LIST, all_entries, is_list
from publish.rules.references.fields import complete
from publish.rules.references.library import style
from publish.rules.rule import Choices, Revision, Rule, TreeFinding


def restyle(document: Document, choices: Choices) -> Revision:
    """Entries whose parts are all known are printed anew; the others stay verbatim, and are told."""
    library = choices.library
    asked = document.metadata.extra.get("csl") or library.style
    wanted = style(asked, library)
    if asked and not wanted:
        fault = f"the style “{asked}” is neither known nor a file below the root"
        return Revision(document, (TreeFinding(0, fault),))
    if not wanted:
        return Revision(document)
    typed = {entry.c[0].id: entry for entry in all_entries(document) if not entry.c[0].get(STYLED)}
    whole = [id for id, entry in typed.items() if complete(dict(entry.c[0].pairs))]
    findings = [
        TreeFinding(
            entry.line, f"the entry {_label(entry)} cannot be set in the style", _lacks(entry)
        )
        for id, entry in typed.items()
        if id not in whole
    ]
    if not whole:
        return Revision(document, tuple(findings))
    items = [item(id, dict(typed[id].c[0].pairs)) for id in whole]
    try:
        made = styled([(_citation(id),) for id in whole], items, wanted, document.metadata.lang)
    except PublishError as error:
        fault = f"the references cannot be set: {error.diagnostics[0].message}"
        return Revision(document, (*findings, TreeFinding(0, fault)))
    findings += [
        TreeFinding(typed[id].line, f"the entry {_label(typed[id])} is set in the style asked for")
        for id in whole
    ]
    blocks = tuple(_with_entries(block, made.entries) for block in document.blocks)
    return Revision(replace(document, blocks=blocks), tuple(findings))


def _label(entry: Div) -> str:
    return entry.c[0].get("label")


def _lacks(entry: Div) -> str:
    parts = dict(entry.c[0].pairs)
    lacking = [name for name in ("author", "title", "issued") if not parts.get(name)]
    return (
        f"not found in it: {', '.join(lacking)}"
        if lacking
        else "not found in it: where it appeared"
    )


def _citation(id: str) -> Citation:
    return Citation(id, (), (), Enum("NormalCitation"), 1, 0)


def _with_entries(block: Block, made: Mapping[str, Printed]) -> Block:
    if not isinstance(block, Div) or not is_list(block):
        return block
    return replace(block, c=(block.c[0], tuple(_with_text(entry, made) for entry in block.c[1])))


def _with_text(entry: Block, made: Mapping[str, Printed]) -> Block:
    """The entry under its own label, with the words of the style."""
    match entry:
        case Div(c=(attr, (Para(c=(Span() as label, *_)) as para,))) if attr.id in made:
            text = (label, Space(), *made[attr.id].text)
            return replace(entry, c=(attr.with_pairs(**{STYLED: "yes"}), (replace(para, c=text),)))
        case _:
            return entry


_HEAD = EXAMPLE_HEAD.replace("lang:", "csl: gb7714-2015-numeric\nlang:")

RULE = Rule(
    code="REF006",
    name="unstyled-reference",
    summary="A style of references was asked for, and an entry is not set in it.",
    why="`csl` in the post or `style` in the manifest asks for it. An entry is set anew as a whole or not at all.",
    before=f"{_HEAD}文[1]。\n\n{EXAMPLE_LIST}",
    after=(
        "文[\\[1\\]](#ref-1){.citation}。\n\n## 参考文献\n\n:::: {.bibliography}\n"
        '::: {#ref-1 .bibentry label="[1]" author="陆羽" title="茶经" issued="2019" type="book" publisher="书社" '
        'csl="yes"}\n[\\[1\\]]{.biblabel} 陆羽. 茶经\\[M\\]. 书社, 2019.\n:::\n::::\n'
    ),
    applicability=Applicability.UNSAFE,
    severity=Severity.NOTE,
    by_choice=restyle,
)
