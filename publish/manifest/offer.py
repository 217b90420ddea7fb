"""What targets can ask for, as the formats and layouts say it that there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple


class Offer(NamedTuple):
    """``options`` gives the options of a format with their defaults; ``choices`` the values that one
    of them may have with a layout (name, and folder of the user's), empty: any of its type."""

    formats: Sequence[str]
    layouts: Sequence[str]
    options: Callable[[str], Mapping[str, Any]]
    choices: Callable[[str, str, str, Path | None], Sequence[str]]
