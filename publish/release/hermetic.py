"""Whether a build depends on anything that is not pinned: on versions, on the machine, on a network."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import entry_points

from publish.backends import GROUP
from publish.engine.afar.distant import GROUP as EXECUTORS
from publish.manifest import Manifest
from publish.pandoc import version
from publish.release.pins import altered, pins, strays
from publish.release.sbom import installed
from publish.system import Probe
from publish.text import few

_MOST = 5


def hermetic(manifest: Manifest | None) -> Iterator[Probe]:
    """A probe for each thing on which outputs may depend; without a manifest those of the machine."""
    parts, pinned = installed(), pins()
    wrong = list(strays(parts, pinned)) if pinned else ["the list of pinned versions is missing"]
    mend = "install into a new environment with pip install --require-hashes -r requirements.txt"
    yield Probe("pinned versions", not wrong, few(wrong, _MOST) or f"{len(parts)} as tested", mend)
    changed = list(altered(parts))
    mend = "install them again: files were changed after they were installed"
    yield Probe(
        "installed files", not changed, few(changed, _MOST) or "as they were installed", mend
    )
    yield Probe("pandoc", "pypandoc-binary" in parts, f"{version()}, from pypandoc_binary", mend)
    plugged = sorted(
        f"{entry.name} ({entry.value})"
        for group in (GROUP, EXECUTORS)
        for entry in entry_points(group=group)
        if not entry.value.startswith("publish.")
    )
    mend = "pin them as you pin publish"
    yield Probe("plug-ins", not plugged, few(plugged, _MOST) or "none", mend, required=False)
    if manifest is not None:
        yield from _of_manifest(manifest)


def _of_manifest(manifest: Manifest) -> Iterator[Probe]:
    allowed = manifest.assets.remote == "allow"
    told = f"pictures from {', '.join(manifest.assets.allow)}" if allowed else "none in a build"
    yield Probe("network", not allowed, told, 'remote = "vendor", then publish vendor')
    named = {words[0] for words in manifest.diagrams.values()}
    mend = "their versions are yours to pin"
    told = ", ".join(sorted(named)) or "none"
    yield Probe("programs for diagrams", not named, told, mend, required=False)
    outside = sorted(
        f"{it.name} ({it.layout_dir})"
        for it in manifest.targets
        if it.layout_dir is not None and not it.layout_dir.resolve().is_relative_to(manifest.root)
    )
    mend = "copy them into the folder of the manifest"
    yield Probe("layouts outside", not outside, few(outside, _MOST) or "none", mend, required=False)
    by_name = [lang for lang, table in manifest.fonts.items() if _is_by_name(table.body)]
    told = "from the system" if by_name or not manifest.fonts else "files of the manifest"
    mend = "name font files in [fonts], for each language that posts are in"
    yield Probe("fonts", told.startswith("files"), told, mend, required=False)
    cache = manifest.remote_cache
    shared = bool(cache.url) and cache.mode != "off"
    told = f"{cache.url} ({cache.mode})" if shared else "none"
    mend = 'mode = "off": whoever writes there decides what you ship'
    yield Probe("remote cache", not shared, told, mend, required=False)


def _is_by_name(fonts: str | tuple[str, ...]) -> bool:
    """Whether a family is named, or nothing, and no file."""
    named = (fonts,) if isinstance(fonts, str) else fonts
    return not any(name.endswith((".ttf", ".otf", ".ttc", ".woff", ".woff2")) for name in named)
