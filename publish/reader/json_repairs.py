"""Slips of JSON front matter that leave no doubt what was meant: comments, commas, quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from publish.diagnostics import Applicability, Edit
from publish.reader.head_lines import LONGEST
from publish.reader.values import Repair
from publish.regex import regex

_TOKEN = regex(
    r"""
      (?P<space>\s+)
    | (?P<comment>//[^\r\n]*|/\*(?:[^*]|\*(?!/))*\*/|\#[^\r\n]*)
    | "(?P<double>(?:[^"\\\r\n]|\\.)*)"
    | '(?P<single>(?:[^'\\\r\n]|\\.)*)'
    | [“”](?P<curly>[^“”\r\n]*)[“”]
    | (?P<open>[{\[]) | (?P<close>[}\]])
    | (?P<comma>[,，、]) | (?P<colon>[:：])
    | (?P<word>[^\s,，、:：{}\[\]"'“”][^,，、{}\[\]"“”\r\n]*)
    """,
    re.VERBOSE,
)
_BARE_KEY = regex(r"(?P<key>\w[\w -]*?)\s*[:：]")
_PLAIN = regex(r"true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
_OTHER = {"true": "true", "false": "false", "none": "null", "null": "null"}
_ESCAPE = regex(r"\\(?:[\"\\/bfnrt]|u[0-9A-Fa-f]{4}|(?P<odd>.))")

_COMMENT = "JSON has no comments"
_TRAILING = "JSON allows no comma behind the last value"
_MISSING = "a comma is missing between two values"
_QUOTES = 'JSON knows no quotation marks but "'
_BARE = "JSON cannot read this without quotation marks"
_WIDE = "JSON knows no punctuation of full width"


_Change: TypeAlias = tuple[int, int, str, str]  # start, end, what comes there, what is wrong


class _Token(NamedTuple):
    kind: str
    start: int
    end: int
    text: str


def repairs(head: str) -> tuple[Repair, ...]:
    """What makes ``head`` JSON, with or without its outer braces, as far as its slips are known.

    Text may follow the object; what stands there is not looked at.
    """
    if len(head) > LONGEST:
        return ()
    tokens = list(_tokens(head))
    found = {change[:2]: change for change in (*_of_tokens(tokens), *_of_commas(tokens))}
    return tuple(map(_repair, sorted(found.values())))


def _repair(change: _Change) -> Repair:
    start, end, new, message = change
    kind = Applicability.UNSAFE if message == _COMMENT else Applicability.SAFE  # words go
    edit = Edit(start, end, new)
    return Repair(start, max(end, start + 1), "FM002", message, (edit,), kind)


def _tokens(head: str) -> Iterator[_Token]:
    """The tokens of the first value, or of the pairs when there are no braces; comments too."""
    depth = at = 0
    before = ""
    braces = head.lstrip().startswith("{")
    while at < len(head) and (found := _TOKEN.match(head, at)):
        kind, start, at = found.lastgroup or "", at, found.end()
        if kind == "word" and before != "colon" and (key := _BARE_KEY.match(head, start)):
            at = key.end("key")
        before = before if kind in ("space", "comment") else kind
        if kind != "space":
            stop = start + len(head[start:at].rstrip()) if kind == "word" else at
            yield _Token(kind, start, stop, head[start:stop])
        depth += (kind == "open") - (kind == "close")
        if braces and kind == "close" and not depth:
            return


def _of_tokens(tokens: list[_Token]) -> Iterator[_Change]:
    """What is wrong with a token by itself."""
    for kind, start, end, text in tokens:
        new, message = text, _QUOTES
        match kind:
            case "comment":
                new, message = "", _COMMENT
            case "double":
                new, message = _escaped(text), "JSON does not know this escape"
            case "single":
                inner = text[1:-1].replace("\\'", "'")
                new = _escaped('"' + re.sub(r'(?<!\\)"', r"\\\"", inner) + '"')
            case "curly":
                new = '"' + text[1:-1].replace("\\", "\\\\").replace('"', '\\"') + '"'
            case "comma":
                new, message = ",", _WIDE
            case "colon":
                new, message = ":", _WIDE
            case "word" if not _PLAIN.fullmatch(text):
                quoted = '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
                new, message = _OTHER.get(text.lower(), quoted), _BARE
        if new != text:
            yield start, end, new, message


def _escaped(text: str) -> str:
    text = text.replace("\t", "\\t")
    return _ESCAPE.sub(lambda found: f"\\{found[0]}" if found["odd"] else found[0], text)


def _of_commas(tokens: list[_Token]) -> Iterator[_Change]:
    """Commas that stand before a closing bracket or the end, and those that are missing."""
    values = [token for token in tokens if token.kind != "comment"]
    for token, after in pairwise([*values, None]):
        if token is None:
            continue
        if token.kind == "comma" and (after is None or after.kind == "close"):
            yield token.start, token.end, "", _TRAILING
        elif after and _is_end(token) and _is_begin(after):
            yield token.end, token.end, ",", _MISSING


def _is_end(token: _Token) -> bool:
    return token.kind in ("double", "single", "curly", "word", "close")


def _is_begin(token: _Token) -> bool:
    return token.kind in ("double", "single", "curly", "word", "open")
