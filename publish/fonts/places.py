"""Where fonts are installed: the files and folders that change when another font is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from publish.fonts.installed import installed

# Where fontconfig looks, and what tells it so.
_FOLDERS = (
    "/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts",
    "~/Library/Fonts", "~/.fonts", "${XDG_DATA_HOME}/fonts", "~/.local/share/fonts",
)  # fmt: skip
_SETTINGS = (
    "/etc/fonts", "/etc/fonts/conf.d", "/etc/fonts/fonts.conf", "/etc/fonts/local.conf",
    "${XDG_CONFIG_HOME}/fontconfig", "~/.config/fontconfig", "~/.config/fontconfig/fonts.conf",
    "~/.config/fontconfig/conf.d", "~/.fonts.conf", "${FONTCONFIG_FILE}", "${FONTCONFIG_PATH}",
)  # fmt: skip


def font_places() -> Iterator[str]:
    """Every file of a font, every folder that fonts are in, and the settings; some are not there."""
    yield from map(_full, _SETTINGS)
    for folder in map(_full, _FOLDERS):
        yield folder
        yield from (place for place, *_ in os.walk(folder))
    for faces in installed().values():
        for face in faces:
            yield str(face.source)
            yield str(Path(str(face.source)).parent)


def _full(name: str) -> str:
    return os.path.expanduser(os.path.expandvars(name))  # noqa: PTH111
