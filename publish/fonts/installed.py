"""The families of fonts that are installed, by fontconfig, each with its faces."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

REGULAR, BOLD = 400, 700
NORMAL = 100  # per cent of its width
_FORMAT = "%{family}\t%{weight}\t%{slant}\t%{width}\t%{index}\t%{fontversion}\t%{file}\n"
# fontconfig's scale of weights and CSS's (FcWeightFromOpenTypeDouble).
_WEIGHTS = ((0, 100), (40, 200), (50, 300), (80, 400), (100, 500), (180, 600), (200, 700),
            (205, 800), (210, 900))  # fmt: skip


class Face(NamedTuple):
    """A face in a file: a path on this machine, or the bytes; weights from ``weight`` to
    ``heaviest``, which differ where the weight is variable."""

    source: str | bytes
    number: int
    weight: int
    heaviest: int
    italic: bool
    width: int = NORMAL


Families = Mapping[str, Sequence[Face]]


@cache
def installed() -> Families:
    """Every family of this machine with its faces, in an order that does not depend on paths alone."""
    return families(_listing())


@cache
def _listing() -> str:
    program = shutil.which("fc-list")
    if program is None:
        return ""
    run = subprocess.run(
        [program, "--format", _FORMAT],
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    return run.stdout


@cache
def versions() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The families of this machine and the versions of their files, wherever these lie."""
    found = _listed(_listing())
    return tuple(
        (name, tuple(f"{face.weight} {face.italic} {-age}" for age, _, face in faces))
        for name, faces in found.items()
    )


def families(listing: str) -> Families:
    """Families from the lines of ``fc-list``; of two files of one face the newer comes first."""
    return {name: [face for *_, face in faces] for name, faces in _listed(listing).items()}


def _listed(listing: str) -> dict[str, list[tuple[int, str, Face]]]:
    found: dict[str, list[tuple[int, str, Face]]] = {}
    for line in listing.splitlines():
        names, weight, slant, width, index, version, file = (line.split("\t") + [""] * 6)[:7]
        if not index.isdigit() or int(index) > 0xFFFF:
            continue  # an instance of a variable font, which is listed itself too
        span = [_css_weight(float(part)) for part in re.findall(r"[\d.]+", weight)] or [REGULAR]
        face = Face(
            file, int(index), span[0], span[-1], slant not in ("", "0"), _number(width, NORMAL)
        )
        for name in names.split(","):
            found.setdefault(name.replace("\\", ""), []).append((-_number(version, 0), file, face))
    return {name: sorted(faces) for name, faces in sorted(found.items())}


def pick(faces: Iterable[Face], weight: int, *, italic: bool) -> Face | None:
    """The face for regular or bold text, upright or italic; None where none is really that."""
    low, high = (300, 500) if weight == REGULAR else (600, 900)
    fit = [
        face
        for face in faces
        if face.italic == italic and face.weight <= high and face.heaviest >= low
    ]
    return min(fit, key=lambda face: _distance(face, weight), default=None)


def _distance(face: Face, weight: int) -> tuple[int, int]:
    away = 0 if face.weight <= weight <= face.heaviest else abs(face.weight - weight)
    return abs(face.width - NORMAL), away


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdigit() else otherwise


def _css_weight(weight: float) -> int:
    return min(_WEIGHTS, key=lambda pair: abs(pair[0] - weight))[1]
