"""Targets: what they inherit from each other, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from msgspec import UNSET

from publish.manifest.check import Fault, kind_of, suggest
from publish.manifest.model import Target
from publish.manifest.offer import Offer
from publish.manifest.schema import ManifestTable, TargetTable
from publish.regex import regex

OUTPUT = "{format}/{slug}"
REFERENCE = "reference"
_FIELDS = regex(r"\{(slug|format|id|date:[^{}]+)\}")
_REST = regex(r"\{[^{}]*\}?|\}")


def target(name: str, targets: Mapping[str, TargetTable], root: Path) -> Target:
    """A target with what it inherits; where none of them says a format, the last is named like it."""
    names = _chain(name, targets) or [name]
    chain = [targets[part] for part in names if part in targets]
    options: dict[str, Any] = {}
    for part in reversed(chain):
        options |= part.options
    layout = next((part.layout for part in chain if part.layout is not UNSET), "default")
    return Target(
        name=name,
        format=next((part.format for part in chain if part.format is not UNSET), names[-1]),
        layout=layout,
        layout_dir=root / layout if "/" in layout else None,
        output=next((part.output for part in chain if part.output is not UNSET), OUTPUT),
        options=options,
        reference=next((part.reference for part in chain if part.reference is not UNSET), ""),
    )


def target_faults(table: ManifestTable, root: Path, offer: Offer | None) -> Iterator[Fault]:
    """What is wrong with the ``[targets.NAME]`` tables; without ``offer`` formats and layouts are not
    looked at."""
    for name, own in table.targets.items():
        where = ("targets", name)
        if own.extends is not UNSET and not _chain(name, table.targets):
            hint = suggest(own.extends, [other for other in table.targets if other != name])
            message = f"“{own.extends}” is no other target, or extends this one again"
            yield Fault((*where, "extends"), message, hint, because=(("targets", own.extends),))
        yield from _output_faults(where, OUTPUT if own.output is UNSET else own.output)
        if own.layout is not UNSET:
            yield from _layout_faults((*where, "layout"), own.layout, root, offer)
        if own.reference is not UNSET:
            yield from _reference_faults((*where, "reference"), own.reference, root)
        if offer:
            yield from _offer_faults(name, table.targets, root, offer)


def _output_faults(where: tuple[str, ...], output: str) -> Iterator[Fault]:
    where = (*where, "output")
    if leads_out(output):
        yield Fault(where, f"“{output}” lies outside the output folder")
    elif unknown := _REST.search(_FIELDS.sub("", output)):
        yield Fault(where, f"“{unknown[0]}” is no field", "known: {slug} {format} {id} {date:%Y}")


def leads_out(path: str) -> bool:
    """Whether a path is no path below a folder."""
    return path.startswith(("/", "~")) or "\\" in path or ".." in path.split("/")


def is_outside(root: Path, path: str) -> bool:
    """Whether a path leads out of the folder of the manifest, also by a link."""
    return leads_out(path) or not (root / path).resolve().is_relative_to(root.resolve())


def _reference_faults(where: tuple[str, ...], reference: str, root: Path) -> Iterator[Fault]:
    if is_outside(root, reference):
        yield Fault(where, f"“{reference}” lies outside the folder of the manifest")
    elif not (root / reference).is_file():
        yield Fault(where, f"there is no file “{reference}”")


def _layout_faults(
    where: tuple[str, ...], layout: str, root: Path, offer: Offer | None
) -> Iterator[Fault]:
    if "/" in layout:
        if not (root / layout).is_dir():
            yield Fault(where, f"there is no folder “{layout}”")
    elif offer and layout not in offer.layouts:
        hint = suggest(layout, offer.layouts)
        if (root / layout).is_dir():
            hint = f"a folder of your own is written with a slash: “./{layout}”"
        yield Fault(where, f"there is no layout “{layout}”", hint, code="LAY002")


def _offer_faults(
    name: str, targets: Mapping[str, TargetTable], root: Path, offer: Offer
) -> Iterator[Fault]:
    """A format that there is not, and options that it does not have, inherited ones too."""
    made = target(name, targets, root)
    if made.format not in offer.formats:
        yield from _format_faults(name, targets, offer)
        return
    known = offer.options(made.format) if made.options or made.reference else {}
    if targets[name].reference is not UNSET and REFERENCE not in known:
        message = f"{made.format} has no templates"
        yield Fault(("targets", name, REFERENCE), message, code="MAN005")
    for part in _chain(name, targets):
        for option, value in targets[part].options.items():
            where = ("targets", part, "options", option)
            if option not in known:
                message = f"{made.format} has no option “{option}”"
                yield Fault(where, message, suggest(option, sorted(known)), code="MAN005")
            elif type(value) is not type(known[option]):
                kinds = kind_of(known[option]), kind_of(value)
                message = (
                    f"the option “{option}” of {made.format} must be {kinds[0]}, not {kinds[1]}"
                )
                yield Fault(where, message, code="MAN005")
            elif isinstance(value, str):
                yield from _choice_faults(where, made, value, offer)


def _format_faults(name: str, targets: Mapping[str, TargetTable], offer: Offer) -> Iterator[Fault]:
    own = targets[name]
    if own.format is not UNSET:
        hint = suggest(own.format, offer.formats)
        message = f"there is no format “{own.format}”"
        yield Fault(("targets", name, "format"), message, hint, code="BUILD002")
    elif not any(other.extends == name for other in targets.values()):
        hint = suggest(name, offer.formats)
        message = f"[targets.{name}] has no format, and is not named like one"
        because = (("targets", name, "format"), ("targets", name, "extends"))
        yield Fault(("targets", name), message, hint, because=because)


def _choice_faults(
    where: tuple[str, ...], made: Target, value: str, offer: Offer
) -> Iterator[Fault]:
    choices = offer.choices(made.format, where[-1], made.layout, made.layout_dir)
    if choices and value.lower() not in map(str.lower, choices):
        message = f"{made.format} has no {where[-1]} “{value}”"
        yield Fault(
            where, message, suggest(value, [name for name in choices if name]), code="MAN005"
        )


def _chain(name: str, targets: Mapping[str, TargetTable]) -> list[str]:
    """A target and those it extends, nearest first; empty when the chain breaks or closes."""
    chain: list[str] = []
    while name not in chain and name in targets:
        chain.append(name)
        extends = targets[name].extends
        if extends is UNSET:
            return chain
        name = extends
    return []
