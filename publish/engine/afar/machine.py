"""What a machine must have in common with another to make the same files as that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from publish.engine.facts import program_facts, said
from publish.engine.version import plug_in
from publish.fonts.coverage import of_system
from publish.fonts.installed import versions
from publish.system import library_versions


def machine(formats: Iterable[str]) -> dict[str, str]:
    """The facts of this machine on which files of some formats depend, by names for people."""
    fonts = said([of_system(), versions(), library_versions()])
    plug_ins = {f"plug-in {name}": plug_in(name) for name in sorted(set(formats))}
    return program_facts() | {"fonts": fonts} | plug_ins


def difference(here: Mapping[str, str], there: Mapping[str, str]) -> str:
    """What another machine has differently, in words that follow “it has”; empty where nothing."""
    names = [name for name in here if there.get(name) != here[name]]
    if not names:
        return ""
    words = [
        f"{name.removeprefix('library ')} {there.get(name) or 'not at all'} and not {here[name]}"
        if name.startswith("library ")
        else _SAID.get(name, f"another {name}")
        for name in names
    ]
    return " and ".join(words[:3]) + (f" and {len(words) - 3} more" if len(words) > 3 else "")


_SAID = {"publish": "another publish, Python or kind of processor", "fonts": "other fonts"}
