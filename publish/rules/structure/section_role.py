"""STR020: sections that are known by their name."""

from __future__ import annotations

from msgspec.structs import replace

from publish.ast import Block, Header
from publish.diagnostics import Applicability, Severity
from publish.document import Document
from publish.rules.rule import Revision, Rule, TreeFinding
from publish.walk import plain_text

ROLES = {
    "abstract": "摘要 概要 abstract",
    "preface": "前言 序言 序 引言 はじめに preface foreword",
    "contents": "目录 目錄 目次 contents",
    "summary": "总结 總結 小结 小結 まとめ summary",
    "conclusion": "结语 結語 结束语 おわりに conclusion conclusions",
    "acknowledgements": "致谢 致謝 謝辞 鸣谢 acknowledgements acknowledgments",
    "appendix": "附录 附錄 付録 appendix",
    "bibliography": "参考文献 参考资料 參考文獻 參考資料 참고문헌 references bibliography literatur "
    "literaturverzeichnis références bibliographie referencias bibliografía",
}
BY_NAME = {name: role for role, names in ROLES.items() for name in names.split()}


def role(text: str) -> str:
    """The role of a section whose whole heading is ``text``, or nothing."""
    return BY_NAME.get(text.strip().rstrip("：:").lower(), "")


def revise(document: Document) -> Revision:
    """Headings that are such a name get the role, and no number."""
    findings: list[TreeFinding] = []
    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Header) and not block.c[1].get("role"):
            level, attr, text = block.c
            found = role(plain_text(text))
            if found:
                new = attr.with_pairs(role=found)
                new = new if attr.get("number-label") else new.with_class("unnumbered")
                findings.append(TreeFinding(block.line, f"the section is taken for the {found}"))
                block = replace(block, c=(level, new, text))
        blocks.append(block)
    if not findings:
        return Revision(document)
    return Revision(replace(document, blocks=tuple(blocks)), tuple(findings))


RULE = Rule(
    code="STR020",
    name="unmarked-section-role",
    summary="A section is a summary, a preface, a reference list or the like by its name only.",
    why="Formats treat such sections in their own way: they have no number, and reading systems can name them.",
    before="---\ntitle: 茶\nlang: zh\n---\n\n## 叶\n\n文。\n\n## 致谢\n\n文。\n",
    after="## 叶\n\n文。\n\n## 致谢\n\n文。\n",
    applicability=Applicability.SAFE,
    severity=Severity.NOTE,
    tree=revise,
)
