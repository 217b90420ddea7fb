"""What became of the words: the page that a CommonMark library makes of a post against its canonical
form, read as plain JSON. Nothing of the product takes part."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from typing import Any, NamedTuple

from laws.rendering import library, words_and_titles

_FENCED = re.compile(r"\A(---|\+\+\+|;;;)[ \t]*\n.*?^\1[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_HEXO = re.compile(r"\A(?:[\w-]+:.*\n|[ \t]+.*\n|- .*\n|\n)+---[ \t]*$\n?", re.MULTILINE)
_JSON = re.compile(r"\A\{\n.*?^\}[ \t]*$\n?", re.DOTALL | re.MULTILINE)
_HEADERS = re.compile(r"\A(?:[A-Za-z][\w-]*:.*(?:\n|\Z)(?:[ \t]+\S.*\n)*)+(?:\s*\n|\Z)")
_FENCE_OR_CODE_TAG = re.compile(
    r"^[ \t]*(?P<fence>`{3,}|~{3,}).*?^[ \t]*(?P=fence)[`~]*[ \t]*$"
    r"|^[ \t]*\{%-?\s*(?P<tag>highlight|codeblock|code)\b[^\n]*%\}\n"
    r"(?P<code>.*?)^[ \t]*\{%-?\s*end(?P=tag)\s*-?%\}"
    r"|^[ \t]*\{\{<\s*(?P<hugo>highlight|code-toggle|code)\b[^\n]*(?<!/)>\}\}\n"
    r"(?P<text>.*?)^[ \t]*\{\{<\s*/(?P=hugo)\s*>\}\}",
    re.DOTALL | re.MULTILINE,
)
_SPACED = re.compile(  # a link whose address has spaces; not in code
    r"(?P<code>^(?P<fence>`{3,}).*?^(?P=fence)|`+[^`\n]+`+)"
    r"|\]\((?P<address>[^()（）<>\"\n]* [^()（）<>\"\n]*)\)",
    re.DOTALL | re.MULTILINE,
)
_TEMPLATE_TAG = re.compile(  # what it becomes is declared; in code it is shown
    r"(?P<code>^(?P<fence>`{3,}|~{3,}).*?^(?P=fence)|`+[^`\n]+`+|\{%-?\s*raw\b.*?endraw\s*-?%\})"
    r"|\{\{[<%].*?[>%]\}\}|\{%.*?%\}",
    re.DOTALL | re.MULTILINE,
)
_INCLUDE = re.compile(r"(?P<code>`+[^`\n]+`+)|\\?\{\{\s*#\w+[^{}\n]*\}\}")
_RAW = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")
_HIDDEN_LINE = re.compile(  # mdBook shows no line of Rust that begins so
    r"^[ \t>]*(?P<fence>`{3,})rust\b.*?^[ \t>]*(?P=fence)", re.DOTALL | re.MULTILINE
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


class Source(NamedTuple):
    """The words of a post as the library renders it, in the dialect that the document names; the
    titles of its pictures, which are captions in the end; and what its template tags say."""

    words: list[str]
    captions: set[str]
    said_in_tags: set[str]


def source(text: str, document: Any) -> Source:
    """A post as the library sees it."""
    said = " ".join(found[0] for found in _TEMPLATE_TAG.finditer(text) if not found["code"])
    if document["dialect"] == "mdbook":
        text = _HIDDEN_LINE.sub(_without_hidden_lines, text)
    plain = _FENCE_OR_CODE_TAG.sub(_as_fence, _SPACED.sub(_as_address, body(text)))
    plain = _INCLUDE.sub(_code, _TEMPLATE_TAG.sub(_code, plain))
    markdown = library(
        definitions=document["dialect"] in _DEFINITIONS,
        mathematics='"t":"Math"' in json.dumps(document, separators=(",", ":")),
    )
    seen, titles = words_and_titles(markdown.render(plain))
    captions = {"".join(tokens(title)) for title in titles}
    return Source(tokens(seen), captions, {word for word in tokens(said) if word[0].isalnum()})


def _code(found: re.Match[str]) -> str:
    code = found["code"] or ""
    return code if found.groupdict().get("fence") else _RAW.sub("", code)


def _without_hidden_lines(found: re.Match[str]) -> str:
    return re.sub(r"^[ \t>]*#(?:[ \t].*)?\n", "", found[0], flags=re.MULTILINE)


def _as_address(found: re.Match[str]) -> str:
    return found["code"] or f"](<{found['address']}>)"


def _as_fence(found: re.Match[str]) -> str:
    if found["fence"]:
        return found[0]
    return f"`````\n{found['code'] or found['text'] or ''}`````"


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


_HAN = "[\u3400-\u4dbf\u4e00-\u9fff]{3}"
_BROKEN_LINE = re.compile(rf"({_HAN})\n[ \t>]*({_HAN})")


def spaced_lines(text: str, document: Any) -> list[str]:
    """Where a line of Han was broken by the author, and a space or a break is left (INL005)."""
    pieces: list[str] = []
    _read(document["blocks"], pieces, [])
    seen = "".join(pieces)
    lines = (f"{found[1]} {found[2]}" for found in _BROKEN_LINE.finditer(body(text)))
    return [line for line in lines if line in seen and line not in text]


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
        case "Span" if "unknown-tag" in content[0][1]:  # DIA008: named, and never printed
            return
        case "Span" if "missing" in content[0][1] and [part["t"] for part in content[1]] == [
            "Code"
        ]:
            return  # DIA015: the name of a file that is not there
        case "Header":
            label = dict(content[1][2]).get("number-label", "")
            pieces.append(label)
            _read(content[2], pieces, notes)
        case "OrderedList":
            for number, item in enumerate(content[1], content[0][0]):
                pieces.append(f"\n{number}. ")
                _read(item, pieces, notes)
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
    for distance in range(1, 40):  # something put in, or left out, before a long stretch of words
        for a, b in ((i, j + distance), (i + distance, j)):
            if before[a : a + 16] == after[b : b + 16] and len(before) >= a + 16:
                return a, b
    for distance in range(1, 600):
        for lost in range(distance + 1):
            a, b = i + lost, j + distance - lost
            ahead = before[a : a + sure]
            if ahead == after[b : b + sure] and (ahead or (a >= len(before) and b >= len(after))):
                return a, b
    return len(before), len(after)


# What a rule says that it does to words, as (code, what is lost, what comes): without white space,
# in one width, hunk by hunk. A hunk that no line explains is a bug. (Boxes of tasks have no rule.)
_TAG = r"(?:\{%.*?%\}|\{\{.*?\}\})"
_ADDRESS = r"\S*?[/.#][^，。]*"
DECLARED: tuple[tuple[str, str, str], ...] = (
    ("INL010", r":[a-z0-9_+-]+:", r"[^A-Za-z]{1,2}"),
    ("CJK003", r"[.]", r"。"),
    ("CJK006", r"[.。…]*", r"[.]{3,6}"),
    ("", r"\[[x]?\]", r"[☐☒]"),
    ("", r"\[x?\](.*)\[x?\]", r"[☐☒]\1[☐☒]"),
    ("INL011", r"[$]{1,2}", r""),
    ("DIA015", r"", r"\[.*\]"),  # a file that is not there
    ("DIA004", r"", r"(?:https?://\S+|［.*］|\[.*\])*"),  # what tags become
    ("DIA003", r"/\*(.*)\*/|/\*|\*/", r"\1?"),  # a shortcode that is shown
    ("DIA007", r"note|tip|important|warning|caution", r""),  # the kind of a callout
    ("DIA007", r'!!!\w*"?|"', r""),
    ("SEC001", r".*javascript:.*", r""),
    ("SEC001", r"", r"GitHubGist:https://gist\.github\.com/\S+"),  # a script that shows a file
    ("LST001", r"[#>-]+", r""),
    ("DIA013", r":{1,2}", r""),
    ("LNK012", r"", r"(?:https?://\S+|[\w.-]*\.(?:png|jpe?g|gif|svg)(?:\w+\.conf\.js)?)+"),
)
_MARKS = re.compile(  # attributes, contents, callouts: they become what they ask for
    r"(?:anylist|TOC|\*)?\{:toc\}|\[\[?TOC\]\]?|@\[toc\]|\{:?[#.]?[A-Za-z][^{}]*\}|\[![A-Z]+\][+-]?"
    r"|\{::[^{}]*\}|\{:/\w*\}"
)
_TABLE = re.compile(r"\||:?-+:?")
_FILE = re.compile(r"\[[^\[\]]*/[^\[\]]*\]")  # DIA015: one that is not there is named
_DECLARED = tuple(
    (re.compile(f"(?:{lost})→(?:{come})", re.IGNORECASE)) for _, lost, come in DECLARED
)


def undeclared(text: str, document: bytes) -> list[tuple[str, str]]:
    """The differences that no rule declares: what was lost, and what came in its place."""
    tree = json.loads(document)
    given = source(text, tree)
    before = given.words
    after = canonical_words(tree)
    headed = tokens(tree["metadata"]["title"])
    title = "".join(headed)
    if before[: len(headed)] == headed != after[: len(headed)]:
        before = before[len(headed) :]  # STR001, STR002
    found = differences(before, after)
    return [(lost, come) for lost, come in found if not _declared(lost, come, title, given)]


def _declared(lost: str, come: str, title: str, given: Source) -> bool:
    """Whether a rule says so. The title of a post is no part of its text (STR002), words in angles
    that are no tags of HTML are words (SEC005), and tags become what they say (DIA002 to DIA004)."""
    if (
        lost in ("", "% }")
        and {word for word in come.split() if word[0].isalnum()} <= given.said_in_tags
    ):
        return True
    lost, come = lost.replace(" ", ""), _FILE.sub("", come.replace(" ", ""))
    plain = _unmarked(lost)
    if (
        "|" in lost and _TABLE.sub("", lost) == come
    ):  # DIA010: rows that the library prints with their bars
        return True
    if lost in (come, title) or plain == _unmarked(re.sub(r"</?[A-Za-z][^<>]*>", "", come)):
        return True
    rest = _MARKS.sub("", lost)
    if not come and rest in title * 2:
        return True
    if not rest and any(come in caption * 2 for caption in given.captions):
        return True
    return any(
        rule.fullmatch(f"{before}→{come}")
        for rule in _DECLARED
        for before in (lost, plain, lost.removeprefix(title), rest)
    )


def _unmarked(text: str) -> str:
    """Without the marks that the library left standing: emphasis beside Han (INL001), raised and
    lowered words (INL009), links to addresses with spaces in them (LNK005)."""
    text = re.sub(r"[*_~^]", "", text)
    return re.sub(r"!?\[|\]\[[^\[\]]*\]|\]\([^()]*(?:\([^()]*\))?[^()]*\)", "", text)
