"""What parsers say of a style sheet, in words for whoever wrote it."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from publish.regex import regex

_IGNORED = regex(r"Ignored `(?P<said>(?P<name>[\w-]+)\s*:.*)`, (?P<why>.*)", re.DOTALL)
_RULE = regex(r"Unknown rule <AtRule (?P<name>@[\w-]+)")
_RULES = ("@page", "@media", "@font-face", "@import", "@layer", "@namespace", "@counter-style")


def grammar(said: str) -> tuple[str, str]:
    """The message and the hint for what breaks the grammar of CSS."""
    if "before {} block" in said:
        hint = "is a “:”, “;” or “{” missing here or in the line above?"
        return "these words have no “{ … }” behind them and are ignored", hint
    return "this cannot be read as CSS and is ignored", ""


def ignored(said: str) -> tuple[str, str]:
    """The message and the hint for what WeasyPrint says it ignores."""
    if found := _IGNORED.match(said):
        name = found["name"]
        if found["why"] == "unknown property":
            return f"a PDF knows no property “{name}”; it is ignored", _meant(name, _properties())
        if found["why"] == "no value":
            return f"“{name}” has no value and is ignored", ""
        return f"“{found['said']}” is ignored: “{name}” takes no such value in a PDF", ""
    if found := _RULE.match(said):
        return f"a PDF knows no “{found['name']}”; it is ignored", _meant(found["name"], _RULES)
    if said.startswith("Error: "):
        return grammar(said)
    return said, ""


def _properties() -> Iterable[str]:
    from weasyprint.css.properties import INITIAL_VALUES

    return [name.replace("_", "-") for name in INITIAL_VALUES]


def _meant(name: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(name, list(known), n=1)
    return f"did you mean “{close[0]}”?" if close else ""
