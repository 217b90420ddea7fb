"""``publish.toml`` from disk to :class:`Manifest`, or every fault at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from publish.diagnostics import Diagnostic, PublishError, Severity
from publish.manifest.check import Fault, check, suggest
from publish.manifest.model import Manifest
from publish.manifest.offer import Offer
from publish.manifest.positions import locate
from publish.manifest.resolve import resolve
from publish.manifest.schema import ManifestTable
from publish.manifest.targets import target_faults
from publish.manifest.unattended_faults import unattended_faults
from publish.manifest.values import value_faults
from publish.printable import UNFIT

NAME = "publish.toml"


def find(start: Path) -> Path | None:
    """The nearest ``publish.toml`` in ``start`` or a folder above it."""
    for folder in (start, *start.parents):
        if (folder / NAME).is_file():
            return folder / NAME
    return None


def load(path: Path, profile: str = "", offer: Offer | None = None) -> Manifest:
    """The manifest at ``path`` with a profile laid over it.

    Raises PublishError with a diagnostic for every fault, those of other profiles too, by line
    (MAN001 not readable, MAN002 not TOML, MAN003 a key or value is wrong). What targets ask for is
    looked at where there is an ``offer`` (BUILD002 no such format, LAY002 no such layout, MAN005 no
    such option or value of one).
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise _error(path, 0, 0, "MAN001", f"the manifest cannot be read: {reason}") from None
    try:
        data = _printable(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        line, column = _toml_place(str(error), text)
        message = re.sub(r" \(at .*\)$", "", str(error))
        raise _error(path, line, column, "MAN002", f"this is not TOML: {message}") from None
    table, faults = _faults(data, profile, path.parent, offer)
    found = {_diagnostic(path, text, fault, profile) for fault in faults}
    found |= {_diagnostic(path, text, fault, "") for fault in _profile_faults(data, profile)}
    for name in _profiles(data):
        if name != profile:
            others = _faults(data, name, path.parent, offer)[1]
            found |= {
                _diagnostic(path, text, fault, name) for fault in others if fault not in faults
            }
    if found:
        raise PublishError(*sorted(found, key=lambda item: (item.line, item.column, item)))
    return resolve(table, path)


def _printable(value: Any) -> Any:
    """A value whose texts hold no characters that no format can hold; in commands these are faults."""
    match value:
        case str():
            return value.translate(UNFIT)
        case list():
            return [_printable(each) for each in value]
        case dict():
            return {
                name: each if name == "diagrams" else _printable(each)
                for name, each in value.items()
            }
        case _:
            return value


def _faults(
    data: dict[str, Any], profile: str, root: Path, offer: Offer | None
) -> tuple[ManifestTable, list[Fault]]:
    """The tables with a profile laid over them, and all that is wrong with them."""
    table, faults = check(_with_profile(data, profile))
    formats = tuple(offer.formats) if offer else None
    more = [*value_faults(table, root, formats), *target_faults(table, root, offer)]
    more += unattended_faults(table, root)
    return table, [*faults, *(fault for fault in more if not fault.follows(faults))]


def _profiles(data: Mapping[str, Any]) -> Mapping[str, Any]:
    profiles = data.get("profiles", {})
    return profiles if isinstance(profiles, Mapping) else {}


def _with_profile(data: dict[str, Any], profile: str) -> dict[str, Any]:
    overlay = _profiles(data).get(profile)
    return _merge(data, overlay) if isinstance(overlay, Mapping) else data


def _merge(base: Any, overlay: Any) -> Any:
    """Tables are merged key by key, everything else is replaced; an empty table replaces too."""
    if isinstance(base, Mapping) and isinstance(overlay, Mapping) and overlay:
        return {**base, **{name: _merge(base.get(name), value) for name, value in overlay.items()}}
    return overlay


def _profile_faults(data: Mapping[str, Any], profile: str) -> Iterator[Fault]:
    profiles = _profiles(data)
    if profile and profile not in profiles:
        hint = suggest(profile, list(profiles))
        yield Fault(("profiles",), f"there is no profile “{profile}”", hint)


def _toml_place(message: str, text: str) -> tuple[int, int]:
    if found := re.search(r"at line (\d+), column (\d+)", message):
        return int(found[1]), int(found[2])
    return text.count("\n") + 1, 1


def _diagnostic(path: Path, text: str, fault: Fault, profile: str) -> Diagnostic:
    line, column = locate(text, fault.path, profile, fault.value)
    return Diagnostic(
        path=str(path),
        line=line,
        column=column,
        code=fault.code,
        message=fault.message,
        hint=fault.hint,
        severity=Severity.ERROR,
    )


def _error(path: Path, line: int, column: int, code: str, message: str) -> PublishError:
    return PublishError(
        Diagnostic(
            path=str(path),
            line=line,
            column=column,
            code=code,
            message=message,
            severity=Severity.ERROR,
        )
    )
