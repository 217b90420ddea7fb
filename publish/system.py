"""What the product needs of the machine: libraries, fonts, and the packages that bring them.

Only the standard library is imported, so that the set-up can ask before anything is installed.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

# Part -> packages, for each package manager in the order in which they are looked for.
PACKAGES = {
    "apt-get": {
        "pango": ("libpango-1.0-0", "libpangoft2-1.0-0"),
        "harfbuzz-subset": ("libharfbuzz-subset0",),
        "fontconfig": ("fontconfig",),
        "cjk": ("fonts-noto-cjk",),
        "latin": ("fonts-noto-core",),
        "emoji": ("fonts-noto-color-emoji",),
        "venv": ("python3-venv",),
    },
    "dnf": {
        "pango": ("pango",),
        "harfbuzz-subset": ("harfbuzz",),
        "fontconfig": ("fontconfig",),
        "cjk": ("google-noto-serif-cjk-fonts", "google-noto-sans-cjk-fonts"),
        "latin": ("google-noto-serif-fonts", "google-noto-sans-fonts"),
        "emoji": ("google-noto-color-emoji-fonts",),
        "venv": ("python3",),
    },
    "brew": {
        "pango": ("pango",),
        "harfbuzz-subset": ("harfbuzz",),
        "fontconfig": ("fontconfig",),
        "cjk": ("font-noto-serif-cjk", "font-noto-sans-cjk"),
        "latin": ("font-noto-serif", "font-noto-sans"),
        "emoji": ("font-noto-color-emoji",),
        "venv": ("python3",),
    },
}
_COMMANDS = {
    "apt-get": "apt-get install -y --no-install-recommends",
    "dnf": "dnf install -y",
    "brew": "brew install",
}

# The first names under which WeasyPrint looks for each library, on Linux and on macOS.
_LIBRARIES = {
    "pango": (
        ("libpango-1.0.so.0", "libpangoft2-1.0.so.0"),
        ("libpango-1.0.dylib", "libpangoft2-1.0.dylib"),
    ),
    "harfbuzz-subset": (("libharfbuzz-subset.so.0",), ("libharfbuzz-subset.0.dylib",)),
}

# The faces that the default layout sets each language in, and the part that brings them.
_FACES = {
    "zh-Hans": (("Noto Serif CJK SC", "Noto Sans CJK SC"), "cjk"),
    "zh-Hant": (("Noto Serif CJK TC", "Noto Sans CJK TC"), "cjk"),
    "ja": (("Noto Serif CJK JP", "Noto Sans CJK JP"), "cjk"),
    "ko": (("Noto Serif CJK KR", "Noto Sans CJK KR"), "cjk"),
    "other": (("Noto Serif", "Noto Sans"), "latin"),
    "emoji": (
        ("Apple Color Emoji" if sys.platform == "darwin" else "Noto Color Emoji",),
        "emoji",
    ),
}
LANGUAGES = tuple(_FACES)


class Probe(NamedTuple):
    """One part looked for: whether it is there, what was found or not, and how to mend it.

    A build works without a part that is not ``required``, and looks worse.
    """

    part: str
    ok: bool
    found: str
    mend: str = ""
    required: bool = True


def import_path() -> str:
    """What this process imports from, as ``PYTHONPATH`` of another. What cannot be said in it is left
    out, so that the other does not take a folder for it that happens to be called so."""
    return os.pathsep.join(
        path for path in sys.path if Path(path).is_absolute() and os.pathsep not in path
    )


def probes(languages: Iterable[str] = LANGUAGES) -> tuple[Probe, ...]:
    """The libraries, and the fonts for posts in these languages (BCP 47)."""
    faces = dict.fromkeys(map(_script, languages))
    return (*map(_library, _LIBRARIES), _fontconfig(), *map(_font, faces))


def faces(language: str) -> tuple[str, ...]:
    """The font families that the default layout asks for first in a language."""
    return _FACES[_script(language)][0]


def lacking() -> tuple[str, ...]:
    """The parts that are not there, of those that the set-up of a checkout brings."""
    missing = [*(probe.part for probe in map(_library, _LIBRARIES) if not probe.ok)]
    missing += [_FACES[name][1] for name in _FACES if not _font(name).ok]
    missing += [] if _fontconfig().ok else ["fontconfig"]
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        missing.append("venv")
    return tuple(dict.fromkeys(missing))


def install_command(parts: Iterable[str]) -> str:
    """What brings the parts on this machine; empty where no package manager is known."""
    for manager, packages in PACKAGES.items():
        if shutil.which(manager):
            names = dict.fromkeys(name for part in parts for name in packages[part])
            return " ".join((_COMMANDS[manager], *names))
    return ""


@cache
def require_for_pdf() -> None:
    """Nothing, where a PDF can be made at full speed.

    Raises PublishError (SYS001) for each library that is missing. Without harfbuzz-subset WeasyPrint
    would go on in silence and take 45 times as long.
    """
    missing = [probe for probe in map(_library, _LIBRARIES) if not probe.ok]
    if missing:
        from publish.diagnostics import Diagnostic, PublishError, Severity

        raise PublishError(
            *(
                Diagnostic(
                    path=probe.part,
                    line=0,
                    column=0,
                    code="SYS001",
                    message=f"PDF needs this library: {probe.found}",
                    hint=probe.mend,
                    severity=Severity.ERROR,
                )
                for probe in missing
            )
        )


@cache
def library_versions() -> tuple[str, ...]:
    """The versions of the libraries that set a PDF."""
    return tuple(_library(part).found for part in _LIBRARIES)


def library_folders() -> tuple[str, ...]:
    """Where they are installed: a folder changes when one of them does."""
    shared = sysconfig.get_config_var("MULTIARCH") or "."
    return ("/usr/lib", f"/usr/lib/{shared}", "/usr/lib64", "/usr/local/lib", "/opt/homebrew/lib")


def mend(part: str) -> str:
    """How to bring a part on this machine, as a sentence."""
    command = install_command([part])
    if not command:
        return f"install {part} with your system's package manager"
    return f"run: {command}" if command.startswith("brew") else f"run: sudo {command}"


def _library(part: str) -> Probe:
    files = _LIBRARIES[part][sys.platform == "darwin"]
    try:
        libraries = [ctypes.CDLL(file) for file in files]
    except OSError as error:
        return Probe(part, False, f"it cannot be loaded ({error})", mend(part))
    return Probe(part, True, _version(libraries[0]))


def _version(library: ctypes.CDLL) -> str:
    for name in ("pango_version_string", "hb_version_string"):
        if hasattr(library, name):
            function = getattr(library, name)
            function.restype = ctypes.c_char_p
            return str(function().decode())
    return "found"


def _fontconfig() -> Probe:
    program = shutil.which("fc-list")
    if program is None:
        return Probe("fontconfig", False, "fc-list is not installed", mend("fontconfig"))
    return Probe("fontconfig", True, f"{len(_families())} font families")


def _font(language: str) -> Probe:
    families, part = _FACES[language]
    missing = [family for family in families if family not in _families()]
    name = "fonts for other languages" if language == "other" else f"fonts for {language}"
    if not missing:
        return Probe(name, True, ", ".join(families))
    found = f"{' and '.join(missing)} not installed"
    return Probe(name, False, found, mend(part), required=part == "cjk")


@cache
def _families() -> frozenset[str]:
    program = shutil.which("fc-list")
    if program is None:
        return frozenset()
    run = subprocess.run([program, ":", "family"], capture_output=True, text=True, check=False)
    return frozenset(name for line in run.stdout.splitlines() for name in line.split(","))


def _script(language: str) -> str:
    """The key of a language in the table of faces."""
    parts = language.split("-")
    if parts[0] == "zh":
        traditional = {"Hant", "TW", "HK", "MO"} & set(parts)
        return "zh-Hant" if traditional else "zh-Hans"
    return parts[0] if parts[0] in _FACES else "other"


def given_epoch() -> int | None:
    """The time that SOURCE_DATE_EPOCH gives, in seconds after 1970; None where it gives none.

    https://reproducible-builds.org/specs/source-date-epoch/
    """
    text = os.environ.get("SOURCE_DATE_EPOCH", "")
    return int(text) if text.isascii() and text.isdigit() else None
