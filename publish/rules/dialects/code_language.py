"""DIA009: the language of code under another name, or with switches in it."""

from __future__ import annotations

from msgspec.structs import replace

from publish.ast import Block, Blocks, CodeBlock
from publish.diagnostics import Applicability, Severity
from publish.document import Document
from publish.regex import regex
from publish.rules.rule import Revision, Rule, TreeFinding
from publish.walk import rewrite, same_inlines

# Names that no highlighter of ours knows, and the one that it does.
ALIASES = {
    "shell": "bash", "shellscript": "bash", "shell-script": "bash", "shellsession": "bash",
    "python2": "python", "python3": "python", "py3": "python", "ipython": "python",
    "golang": "go", "objc": "objectivec", "obj-c": "objectivec", "oc": "objectivec",
    "c++": "cpp", "c++11": "cpp", "c++17": "cpp", "cxx": "cpp", "c#": "csharp", "f#": "fsharp",
    "node": "javascript", "nodejs": "javascript", "node.js": "javascript", "json5": "json",
    "jsonc": "json", "tsx": "typescript", "docker": "dockerfile", "make": "makefile",
    "batch": "dosbat", "dos": "dosbat", "mysql": "sqlmysql", "pgsql": "sqlpostgresql",
    "postgres": "sqlpostgresql", "hcl": "terraform", "htmlbars": "html", "vue": "html",
    "properties": "ini", "plain": "text", "plaintext": "text", "plain_text": "text", "txt": "text",
    "none": "text", "nohighlight": "text", "no-highlight": "text",
}  # fmt: skip
_NAME = regex(r"\{?\s*[.=]?(?P<name>[A-Za-z][\w+#.-]*)")


def revise(document: Document) -> Revision:
    """The name alone, in small letters, as the highlighters call it; what only Latin letters can say."""
    findings: list[TreeFinding] = []

    def named(block: Block) -> Blocks:
        if not isinstance(block, CodeBlock) or not block.c[0].classes:
            return (block,)
        attr, code = block.c
        given, *others = attr.classes
        name = language(given)
        if name == given:
            return (block,)
        findings.append(TreeFinding(block.line, f"the language “{given}” is called “{name}”"))
        return (replace(block, c=(attr._replace(classes=(name, *others)), code)),)

    blocks = rewrite(document.blocks, named, same_inlines, frozenset({CodeBlock}))
    return Revision(replace(document, blocks=blocks) if findings else document, tuple(findings))


def language(given: str) -> str:
    """The name of a language as an info string or a class gives it; itself when it is none."""
    found = _NAME.match(given)
    if found is None:
        return given
    name = found["name"].rstrip(".-").lower()
    return ALIASES.get(name, name)


RULE = Rule(
    code="DIA009",
    name="odd-code-language",
    summary="The language of code has an unusual name, or switches of one generator hang on it.",
    why=(
        "Highlighters do not know “golang” or “rust,ignore”, and print such code plain. In every "
        "format it has the name that they know."
    ),
    before="---\ntitle: Tea\nlang: en\n---\n\n```golang\nbrew()\n```\n",
    after="``` go\nbrew()\n```\n",
    applicability=Applicability.SAFE,
    severity=Severity.NOTE,
    tree=revise,
)
