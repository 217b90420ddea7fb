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
    Div,
    Enum,
    Inline,
    Inlines,
    Link,
    Math,
    Para,
    Span,
    Str,
)
from publish.attributes import attributes
from publish.diagnostics import Applicability
from publish.document import Document
from publish.reader.dialect_marks.labels import FORMULA as CLASS
from publish.reader.dialect_marks.roles import id_of
from publish.rules.inline import tex
from publish.rules.inline.torn_formula import read_anyway
from publish.rules.rule import Revision, Rule, TreeFinding
from publish.walk import bearers, each, nodes, rewrite

_SHOWN = 60  # characters of a formula in a message


def revise(document: Document) -> Revision:
    """Formulas in words that every format knows; one that stays unknown is shown as code.

    A formula with a label gets its id, and what refers to it is a link by that.
    """
    document = replace(document, blocks=read_anyway(document.blocks))
    every = [node for _, node in each(document.blocks, Math)]
    if not every:
        return Revision(document)
    ids = _ids(document.blocks, (node.c[1] for node in every))
    texts = {node.c[1]: tex.plain(node.c[1]) for node in every}
    unread = _unread(tuple(sorted({text for text in texts.values() if tex.is_doubtful(text)})))
    gone = {text for text, new in texts.items() if new in unread or tex.is_deep(text)}
    findings: list[TreeFinding] = []
    given: set[str] = set()

    def block(node: Block) -> Blocks:
        lost = [part for part in _own(node) if isinstance(part, Code) and part.c[1] in gone]
        for part in lost:
            shown = " ".join(part.c[1].split())
            shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
            why = ": its braces do not match" if tex.is_torn(part.c[1]) else ""
            why = ": its groups are nested too deeply" if tex.is_deep(part.c[1]) else why
            message = f"the formula “{shown}” is not understood{why}"
            findings.append(TreeFinding(node.line, message))
        match node:
            case Para(c=(Code(c=(attr, text)),)) if lost:
                return (CodeBlock((Attr(attr.id, ("latex",)), text.strip("\n")), line=node.line),)
            case Div(c=(attr, (Para(c=content) as text,))) if attr.has(CLASS):
                return (replace(text, c=_named(content, attr)),)
            case _:
                return (node,)

    def inline(node: Inline) -> Inline:
        if not isinstance(node, Math):
            return node
        kind, text = node.c
        if asked := id_of(tex.reference(text)):
            id = ids.get(asked, asked)
            return Link((Attr("", ("reference",)), (Str(id),), (f"#{id}", "")))
        if text in gone:
            return Code((Attr("", ("math",)), text))
        inside = texts[text].strip() if kind.t == "InlineMath" else texts[text]
        formula = Math((kind, inside))
        labels = [id_of(label) for label in tex.labels(text)]
        if not labels or ids[labels[0]] in given:
            return formula
        given.add(ids[labels[0]])
        others = " ".join(label for label in labels[1:] if ids[label] == ids[labels[0]])
        return _formula(Attr(ids[labels[0]]), others, tex.number(text), (formula,))

    def inlines(content: Inlines) -> Inlines:
        return tuple(map(inline, content))

    blocks = rewrite(document.blocks, block, inlines, frozenset({Math}))
    return Revision(replace(document, blocks=blocks), tuple(findings))


def _named(content: Inlines, attr: Attr) -> Inlines:
    """``content`` as a formula with a label; the other label that its TeX has is its alias."""
    match content:
        case (Span(c=(inner, inside)),) if inner.has(CLASS):
            alias = f"{inner.get('alias')} {inner.id}".strip()
            return (_formula(Attr(attr.id), alias, inner.get("number-label"), inside),)
        case _:
            return (Span((attr, content)),)


def _formula(attr: Attr, alias: str, number: str, content: Inlines) -> Span:
    """A formula that has a label, and perhaps others, and a number if its author gave one."""
    pairs = {name: value for name, value in (("alias", alias), ("number_label", number)) if value}
    return Span((attr._replace(classes=(CLASS,)).with_pairs(**pairs), content))


def _ids(blocks: Blocks, formulas: Iterable[str]) -> dict[str, str]:
    """The id of the formula that has a label, by the label as an id; it is that where it is free."""
    taken = {attr.id for node in bearers(blocks) if (attr := attributes(node))}
    ids: dict[str, str] = {}
    for text in formulas:
        labels = [id_of(label) for label in tex.labels(text)]
        new = [label for label in labels if label and label not in ids]
        if new and new[0] == labels[0]:
            id = new[0] if new[0] not in taken else f"{CLASS}-{new[0]}"
            ids |= dict.fromkeys(new, id)
    return ids


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
        "formula, and `\\eqref` is a link to the formula that has the label, in this post or another."
    ),
    before="---\ntitle: Tea\nlang: en\n---\n\nIt takes $\\minutes{3}$.\n",
    after="It takes `\\minutes{3}`{.math}.\n",
    applicability=Applicability.DISPLAY,
    lacking=True,
    tree=revise,
)
