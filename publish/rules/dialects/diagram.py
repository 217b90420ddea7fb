"""DIA011: code that is the source of a diagram."""

from __future__ import annotations

from msgspec.structs import replace

from publish.ast import Block, Blocks, CodeBlock
from publish.diagnostics import Applicability, Severity
from publish.document import Document
from publish.rules.rule import Revision, Rule, TreeFinding
from publish.walk import rewrite, same_inlines

# What a fence may be called, and the language that it is.
LANGUAGES = {
    "mermaid": "mermaid", "plantuml": "plantuml", "puml": "plantuml", "uml": "plantuml",
    "dot": "dot", "graphviz": "dot", "gv": "dot", "echarts": "echarts", "echart": "echarts",
    "flow": "flowchart", "flowchart": "flowchart", "sequence": "sequence", "seq": "sequence",
    "ditaa": "ditaa", "d2": "d2", "nomnoml": "nomnoml", "wavedrom": "wavedrom", "goat": "goat",
    "svgbob": "svgbob", "vega": "vega", "vega-lite": "vega-lite", "vegalite": "vega-lite",
    "markmap": "markmap", "mindmap": "markmap", "bpmn": "bpmn", "railroad": "railroad",
}  # fmt: skip


def revise(document: Document) -> Revision:
    """The class ``diagram`` beside that of the language; the source stays as it is."""
    findings: list[TreeFinding] = []

    def marked(block: Block) -> Blocks:
        if not isinstance(block, CodeBlock) or not block.c[0].classes:
            return (block,)
        attr, code = block.c
        given, *others = attr.classes
        if given not in LANGUAGES or "diagram" in others:
            return (block,)
        findings.append(TreeFinding(block.line, f"the code is a diagram in {LANGUAGES[given]}"))
        classes = (LANGUAGES[given], "diagram", *others)
        return (replace(block, c=(attr._replace(classes=classes), code)),)

    blocks = rewrite(document.blocks, marked, same_inlines, frozenset({CodeBlock}))
    return Revision(replace(document, blocks=blocks) if findings else document, tuple(findings))


RULE = Rule(
    code="DIA011",
    name="diagram-as-code",
    summary="A fence of code holds the source of a diagram.",
    why=(
        "A generator draws it with a script. Here it is marked as a diagram, and its source is shown with "
        "the name of its language, unless the manifest names a program that draws it."
    ),
    before="---\ntitle: Tea\nlang: en\n---\n\n```mermaid\ngraph LR; A-->B\n```\n",
    after="``` {.mermaid .diagram}\ngraph LR; A-->B\n```\n",
    applicability=Applicability.SAFE,
    severity=Severity.NOTE,
    tree=revise,
)
