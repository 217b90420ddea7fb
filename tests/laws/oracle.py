"""What became of the words: the page that a CommonMark library makes of a post against its canonical
form, read as plain JSON. Nothing of the product takes part."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from laws.rendering import library, words

_FENCED = re.compile(r"\A(---|\+\+\+|;;;)[ \t]*\n.*?^\1[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_HEXO = re.compile(r"\A(?:[\w-]+:.*\n|[ \t]+.*\n|- .*\n|\n)+---[ \t]*$\n?", re.MULTILINE)
_JSON = re.compile(r"\A\{\n.*?^\}[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_HEADERS = re.compile(r"\A(?:[A-Za-z][\w-]*:.*\n(?:[ \t]+\S.*\n)*)+\s*\n")
_CODE_TAGS = re.compile(
    r"^[ \t]*\{%-?\s*(highlight|codeblock|code)\b[^\n]*%\}\n(.*?)^[ \t]*\{%-?\s*end\1\s*-?%\}"
    r"|^[ \t]*\{\{<\s*(highlight|code)\b[^\n]*>\}\}\n(.*?)^[ \t]*\{\{<\s*/\3\s*>\}\}",
    re.DOTALL | re.MULTILINE,
)
_DEFINITIONS = {"jekyll", "hugo", "pelican"}
_TOKEN = re.compile(r"[A-Za-z0-9]+|\S")


def body(text: str) -> str:
    """A post without its front matter."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for pattern in (_FENCED, _JSON, _HEXO, _HEADERS):
        if found := pattern.match(text):
            return text[found.end() :]
    return text


def source_words(text: str, document: Any) -> list[str]:
    """The words of a post as the library renders it, in the dialect that the document names."""
    fenced = _CODE_TAGS.sub(lambda found: f"`````\n{found[2] or found[4] or ''}`````", body(text))
    markdown = library(
        definitions=document["dialect"] in _DEFINITIONS,
        mathematics='"t":"Math"' in json.dumps(document, separators=(",", ":")),
    )
    return tokens(words(markdown.render(fenced)))


def tokens(text: str) -> list[str]:
    """Words of Latin letters, and every other visible character, in one width."""
    folded = unicodedata.normalize("NFKC", text)
    return _TOKEN.findall(
        "".join(c for c in folded if unicodedata.category(c) not in ("Cc", "Cf") or c in "\n\t ")
    )


def canonical_words(document: Any) -> list[str]:
    """The words of a document in canonical form; notes stand at the end, as the library has them."""
    pieces: list[str] = []
    notes: list[Any] = []
    _read(document["blocks"], pieces, notes)
    while notes:
        _read(notes.pop(0), pieces, notes)
    return tokens("".join(pieces))


_BLOCKS = {
    "Para",
    "Plain",
    "Header",
    "CodeBlock",
    "Div",
    "Figure",
    "Table",
    "BlockQuote",
    "HorizontalRule",
}


def _read(node: Any, pieces: list[str], notes: list[Any]) -> None:
    if isinstance(node, list):
        for part in node:
            _read(part, pieces, notes)
        return
    if not isinstance(node, dict):
        return
    content = node.get("c")
    match node.get("t"):
        case "Str":
            pieces.append(content)
        case "Space" | "SoftBreak" | "LineBreak":
            pieces.append(" ")
        case "Code" | "CodeBlock" | "Math":
            pieces.append(content[1])
        case "Note":
            notes.append(content)
        case "Header":
            label = dict(content[1][2]).get("number-label", "")
            pieces.append(label)
            _read(content[2], pieces, notes)
        case "DefinitionList":
            for term, texts in content:
                _read(term, pieces, notes)
                pieces.append("\n")
                _read(texts, pieces, notes)
        case "Figure":
            _read(content[2], pieces, notes)
            _read(content[1], pieces, notes)
        case "Table":
            _read(content[1:], pieces, notes)
        case _:
            _read(content, pieces, notes)
    if node.get("t") in _BLOCKS:
        pieces.append("\n")


def differences(before: list[str], after: list[str], sure: int = 6) -> Iterator[tuple[str, str]]:
    """What was lost and what came in its place, hunk by hunk; linear when there are few."""
    i = j = 0
    while i < len(before) or j < len(after):
        if i < len(before) and j < len(after) and before[i] == after[j]:
            i, j = i + 1, j + 1
            continue
        a, b = _meeting(before, after, i, j, sure)
        yield " ".join(before[i:a]), " ".join(after[j:b])
        i, j = a, b


def _meeting(before: list[str], after: list[str], i: int, j: int, sure: int) -> tuple[int, int]:
    for distance in range(1, 600):
        for lost in range(distance + 1):
            a, b = i + lost, j + distance - lost
            ahead = before[a : a + sure]
            if ahead == after[b : b + sure] and (ahead or (a >= len(before) and b >= len(after))):
                return a, b
    return len(before), len(after)


def compare(text: str, document: bytes) -> list[tuple[str, str]]:
    """The differences."""
    tree = json.loads(document)
    return list(differences(source_words(text, tree), canonical_words(tree)))
