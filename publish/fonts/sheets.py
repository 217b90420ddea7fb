"""Style sheets as the font step reads them: families in use, ``@font-face`` rules, new names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from publish.regex import regex

_COMMENT = regex(r"/\*.*?\*/", re.DOTALL)
_FACE = regex(r"@font-face\s*\{([^{}]*)\}\s*")
_RULE = regex(r"([^{};]*)\{([^{}]*)\}")
_DECLARATION = regex(
    r"(?P<before>(?:^|[{;\s])(?P<name>font|font-family|--[\w-]+)\s*:)(?P<value>[^;{}]*)"
)
_NAME = regex(r"\"([^\"\\]+)\"|'([^'\\]+)'")
_LANG = regex(r":lang\(\s*[\"']?([\w-]+)[\"']?\s*\)")
_SOURCE = regex(r"(url|local)\(\s*(?:\"([^\"]*)\"|'([^']*)'|([^)\s]*))\s*\)")
_FEATURE = regex(r"font-feature-settings\s*:([^;{}]*)")
_ESCAPE = regex(r"\\([0-9A-Fa-f]{1,6})")


class FaceRule(NamedTuple):
    """An ``@font-face`` rule: ``sources`` are pairs of ``url`` or ``local`` and what it names."""

    family: str
    weight: str
    style: str
    sources: tuple[tuple[str, str], ...]


def face_rules(style: str) -> tuple[str, tuple[FaceRule, ...]]:
    """A style sheet without comments and ``@font-face`` rules, and these rules."""
    plain = _COMMENT.sub("", style)
    return _FACE.sub("", plain), tuple(_face_rule(found[1]) for found in _FACE.finditer(plain))


def face_rule(family: str, weight: str, source: str, more: str = "", *, italic: bool) -> str:
    """The ``@font-face`` rule of a face: ``source`` is CSS's, ``more`` are other declarations."""
    slant = "italic" if italic else "normal"
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight}; '
        f"font-style: {slant}; src: {source};{more} }}\n"
    )


def _face_rule(body: str) -> FaceRule:
    told = {
        name.strip().lower(): value.strip()
        for name, _, value in (part.partition(":") for part in body.split(";"))
    }
    sources = tuple(
        (found[1], found[2] or found[3] or found[4] or "")
        for found in _SOURCE.finditer(told.get("src", ""))
    )
    return FaceRule(
        family=told.get("font-family", "").strip("\"'"),
        weight=told.get("font-weight", ""),
        style=told.get("font-style", ""),
        sources=sources,
    )


def stacks(style: str, langs: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """The quoted families of each declaration that holds for text in ``langs``.

    A rule for other languages does not count, nor a custom property that each of ``langs`` replaces.
    """
    asked = sorted(langs)
    rules = [(_LANG.findall(found[1]), found[2]) for found in _RULE.finditer(style)]
    own: dict[str, set[str]] = {}
    for told, body in rules:
        for name, _ in _values(body):
            own.setdefault(name, set()).update(lang for lang in asked if _match(told, lang))
    return tuple(
        dict.fromkeys(
            tuple(families)
            for told, body in rules
            if not told or any(_match(told, lang) for lang in asked)
            for name, families in _values(body)
            if told or not name.startswith("--") or not own[name] or own[name] != set(asked)
        )
    )


def properties(style: str, lang: str) -> dict[str, str]:
    """The custom properties that hold for text in a language; of two rules the later."""
    rules = [(_LANG.findall(found[1]), found[2]) for found in _RULE.finditer(style)]
    held = [body for told, body in rules if not told or _match(told, lang)]
    return {
        found["name"]: found["value"].strip()
        for body in held
        for found in _DECLARATION.finditer(body)
        if found["name"].startswith("--")
    }


def _values(body: str) -> Iterator[tuple[str, list[str]]]:
    for found in _DECLARATION.finditer(body):
        families = [first or second for first, second in _NAME.findall(found["value"])]
        if families:
            yield found["name"], families


def _match(told: Iterable[str], lang: str) -> bool:
    """As ``:lang()`` matches (RFC 4647, basic filtering)."""
    return any(f"{lang}-".lower().startswith(f"{prefix}-".lower()) for prefix in told)


def renamed(style: str, names: Mapping[str, str]) -> str:
    """A style sheet that asks for ``names[family]`` before each family it names."""

    def one(found: re.Match[str]) -> str:
        new = names.get(found[1] or found[2])
        return f'"{new}", {found[0]}' if new else found[0]

    return _DECLARATION.sub(lambda found: found["before"] + _NAME.sub(one, found["value"]), style)


def features(style: str) -> frozenset[str]:
    """The tags of OpenType features that a style sheet switches on or off."""
    settings = "".join(_FEATURE.findall(style))
    return frozenset(re.findall(r"[\"']([\x20-\x7e]{4})[\"']", settings))


def written(style: str) -> str:
    """A style sheet with the characters that it writes as escapes."""
    return _ESCAPE.sub(lambda found: chr(min(int(found[1], 16), 0x10FFFF)), style)
