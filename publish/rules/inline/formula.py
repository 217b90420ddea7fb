"""INL013: a formula that nobody understands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec.structs import replace

from publish import ast, pandoc
from publish.ast import (
    Attr,
    Block,
    Blocks,
    Code,
    CodeBlock,
    Enum,
    Inline,
    Inlines,
    Link,
    Math,
    Para,
    Span,
    Str,
)
from publish.diagnostics import Applicability
from publish.document import Document
from publish.rules.inline import tex
from publish.rules.rule import Revision, Rule, TreeFinding
from publish.walk import each, nodes, rewrite

_SHOWN = 60  # characters of a formula in a message


def revise(document: Document) -> Revision:
    """Formulas in words that every format knows; one that stays unknown is shown as code.

    A formula with a label gets its number, and what refers to it is a link.
    """
    every = [node for _, node in each(document.blocks, Math)]
    if not every:
        return Revision(document)
    names = _names(node.c[1] for node in every)
    texts = {node.c[1]: tex.plain(node.c[1], names.numbers) for node in every}
    unread = _unread(tuple(sorted({text for text in texts.values() if tex.is_doubtful(text)})))
    gone = {text for text, new in texts.items() if new in unread}
    findings: list[TreeFinding] = []

    def block(node: Block) -> Blocks:
        lost = [part for part in _own(node) if isinstance(part, Code) and part.c[1] in gone]
        for part in lost:
            shown = " ".join(part.c[1].split())
            shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
            findings.append(TreeFinding(node.line, f"the formula “{shown}” is not understood"))
        match node:
            case Para(c=(Code(c=(attr, text)),)) if lost:
                return (CodeBlock((Attr(attr.id, ("latex",)), text), line=node.line),)
            case _:
                return (node,)

    def inline(node: Inline) -> Inline:
        if not isinstance(node, Math):
            return node
        kind, text = node.c
        asked = tex.reference(text)
        if asked in names.ids:
            target = (f"#{names.ids[asked]}", "")
            return Link((Attr("", ("cross-reference",)), (Str(names.numbers[asked]),), target))
        if text in gone:
            return Code((Attr("", ("math",)), text))
        inside = texts[text].strip() if kind.t == "InlineMath" else texts[text]
        formula = Math((kind, inside))
        name = tex.label(text)
        return Span((Attr(names.ids[name]), (formula,))) if name in names.ids else formula

    def inlines(content: Inlines) -> Inlines:
        return tuple(map(inline, content))

    blocks = rewrite(document.blocks, block, inlines, frozenset({Math}))
    return Revision(replace(document, blocks=blocks), tuple(findings))


class _Names:
    """The number and the id of every formula that has a label."""

    def __init__(self) -> None:
        self.numbers: dict[str, str] = {}
        self.ids: dict[str, str] = {}


def _names(formulas: Iterable[str]) -> _Names:
    names, count = _Names(), 0
    for text in formulas:
        name = tex.label(text)
        if name and name not in names.ids:
            count += 1
            names.numbers[name] = tex.number(text) or f"({count})"
            names.ids[name] = f"formula-{count}"
    return names


def _own(block: Block) -> Iterator[Block | Inline]:
    match block:
        case ast.Para(c=content) | ast.Plain(c=content) | ast.Header(c=(_, _, content)):
            yield from nodes(content)
        case ast.LineBlock(c=lines):
            for line in lines:
                yield from nodes(line)
        case _:
            return


@lru_cache(maxsize=64)
def _unread(formulas: tuple[str, ...]) -> frozenset[str]:
    """Those of some formulas that pandoc cannot turn into MathML."""
    if not formulas:
        return frozenset()
    kind = Enum("DisplayMath")
    blocks = tuple(Para((Math((kind, text)),)) for text in formulas)
    html = pandoc.write(ast.Pandoc(blocks), "html5", "--mathml", "--wrap=none").decode("utf-8")
    written = html.split("<p>")[1:]
    if len(written) != len(formulas):
        return frozenset()
    return frozenset(
        text for text, made in zip(formulas, written, strict=True) if "<math" not in made
    )


RULE = Rule(
    code="INL013",
    name="unknown-formula",
    summary="A formula is not understood: a brace is missing, or a word that TeX does not know.",
    why=(
        "It cannot be set, so its source is shown as code, in every format alike. What only MathJax or "
        "old TeX knows is put into words that all understand; a number from `\\tag` stands behind its "
        "formula, and `\\eqref` is a link to it."
    ),
    before="---\ntitle: Tea\nlang: en\n---\n\nIt takes $\\minutes{3}$.\n",
    after="It takes `\\minutes{3}`{.math}.\n",
    applicability=Applicability.DISPLAY,
    tree=revise,
)
