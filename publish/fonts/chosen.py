"""Which installed families a style sheet comes down to in a language."""

from __future__ import annotations

from collections.abc import Mapping

from publish.fonts.installed import installed
from publish.fonts.sheets import face_rules, properties
from publish.regex import regex

USES = {"text": "--serif", "headings": "--sans", "code": "--mono", "captions": "--kai"}
_VARIABLE = regex(r"var\(\s*(--[\w-]+)\s*(?:,[^()]*)?\)")
_QUOTED = regex(r'"([^"]+)"')
_DEPTH = 8  # of custom properties that name each other


def chosen(style: str, lang: str) -> dict[str, str]:
    """For each of ``USES`` the first family of its custom property that is installed, if any is."""
    told = properties(face_rules(style)[0], lang)
    stacks = {use: _QUOTED.findall(_resolved(told, name)) for use, name in USES.items()}
    return {
        use: found
        for use, stack in stacks.items()
        if (found := next((family for family in stack if family in installed()), ""))
    }


def _resolved(told: Mapping[str, str], name: str) -> str:
    text = told.get(name, "")
    for _ in range(_DEPTH):
        text = _VARIABLE.sub(lambda found: told.get(found[1], ""), text)
    return text
