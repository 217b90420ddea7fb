"""Findings that documents share: each is told once, and says how many it concerns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from publish.diagnostics import Diagnostic

_UNDRAWN = "DIA019"
_OF_LAYOUTS = "LAY"


def once(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Diagrams that are not drawn for one reason are told at the first of them."""
    groups: dict[tuple[str, str], list[Diagnostic]] = {}
    for item in sorted(set(found)):
        if item.code == _UNDRAWN:
            groups.setdefault((item.message, item.hint), []).append(item)
        else:
            yield item
    for first, *others in groups.values():
        more = f", and {len(others)} more" if others else ""
        yield replace(first, message=first.message + more)


def of_layouts(fault: Diagnostic) -> bool:
    """Whether a fault is one of a layout's files, and so may stand in the way of many documents."""
    return fault.code.startswith(_OF_LAYOUTS)


def met(faults: Iterable[tuple[str, Diagnostic]]) -> Iterator[Diagnostic]:
    """Faults, each with the document that was being made: those of a layout name it."""
    sources: dict[Diagnostic, dict[str, None]] = {}
    for source, fault in faults:
        sources.setdefault(fault, {})[source] = None
    for fault, names in sources.items():
        if of_layouts(fault) and fault.path not in names:
            first, *others = names
            more = f" and {len(others)} more" if others else ""
            fault = replace(fault, message=f"{fault.message} (met in making “{first}”{more})")
        yield fault
