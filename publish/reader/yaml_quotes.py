"""Quotation marks round values of YAML: what an author meant to quote, and how YAML writes it."""

from __future__ import annotations

import re

from publish.regex import regex

_COMMA = regex(r"\s*[,，、]\s*")
_SAFE = regex(r"\w(?:[\w+.#/ -]*[\w+#])?")
_OTHER_TYPE = regex(
    r"(?:true|false|yes|no|on|off|y|n|null|~|[-+]?\.(?:inf|nan)"
    r"|[-+]?(?:\d[\d_]*(?:\.[\d_]*)?|\.\d+)(?:e[-+]?\d+)?|0x[\da-f_]+|0o[0-7_]+|0b[01_]+"
    r"|[-+]?\d[\d_]*(?::[0-5]?\d)+(?:\.\d*)?"
    r"|\d{4}-\d{1,2}-\d{1,2}(?:[Tt ].*)?)",
    re.IGNORECASE,
)


def other_type(value: str) -> bool:
    """Whether some version of YAML takes a bare value for a number, a truth value or a date."""
    return _OTHER_TYPE.fullmatch(value) is not None


def quoted(text: str) -> str:
    """A text as YAML reads it back whatever it holds; in the marks that need the least escaping."""
    if '"' in text or "\\" in text:
        return "'" + text.replace("'", "''") + "'"
    return f'"{text}"'


def meant(value: str) -> str:
    """The words that an author put between quotation marks, paired or not."""
    mark = value[:1]
    if mark not in ('"', "'"):
        return value
    if len(value) > 1 and value.endswith(mark):
        inner = value[1:-1]
        return inner.replace('\\"', '"') if mark == '"' else inner.replace("''", "'")
    return value[1:] if mark not in value[1:] else value


def as_list(value: str) -> str:
    """A list on one line, when a value was meant as one: ``- a``, ``[a, @b]``, ``[a``, ``#a #b``."""
    if value.startswith("- "):
        names = [value[2:]]
    elif value.startswith("["):
        names = _COMMA.split(value[1:].removesuffix("]"))
    elif re.fullmatch(r"(?:#[^\s#]+\s*)+", value):
        names = value.replace("#", " ").split()
    else:
        return ""
    names = [meant(name.strip()) for name in names]
    return f"[{', '.join(map(bare, filter(None, names)))}]"


def bare(name: str) -> str:
    """A name as an item of a list on one line; in quotation marks only where it needs them."""
    plain = _SAFE.fullmatch(name) and " #" not in name and not other_type(name)
    return name if plain else quoted(name)
