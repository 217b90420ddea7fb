"""``[diagrams]``: which programs draw, and what they are called with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from publish.manifest.check import Fault, suggest
from publish.rules.dialects.diagram import LANGUAGES

# How programs are told to read standard input and print SVG, where the manifest gives a name only.
ARGUMENTS = {
    "dot": ("-Tsvg",),
    "mermaid": ("-i", "-", "-o", "-", "-e", "svg", "-c", "mermaid.json", "-q"),
    "plantuml": ("-tsvg", "-pipe"),
    "d2": ("-", "-"),
    "svgbob": (),
}


def commands(table: Mapping[str, str | tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    """Program and arguments for each language."""
    return {
        language: (asked, *ARGUMENTS.get(language, ())) if isinstance(asked, str) else asked
        for language, asked in sorted(table.items())
    }


def diagram_faults(table: Mapping[str, str | tuple[str, ...]]) -> Iterator[Fault]:
    """Languages that no diagram has, and commands without a program."""
    known = sorted(set(LANGUAGES.values()))
    for language, asked in table.items():
        if language not in known:
            hint = suggest(LANGUAGES.get(language, language), known)
            yield Fault(("diagrams", language), f"no diagram has the language “{language}”", hint)
        if not asked or not asked[0]:
            hint = "write a program, or a list of a program and its arguments"
            yield Fault(("diagrams", language), f"“{language}” names no program", hint)
        elif any("\0" in part for part in asked):
            message = f"the command of “{language}” holds the character U+0000"
            yield Fault(("diagrams", language), message, "leave it out")
