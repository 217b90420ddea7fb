"""How long something may take."""

from __future__ import annotations

import time
from collections.abc import Callable


class Late(Exception):
    """The time is over."""


class Limit:
    """So many seconds from now on; ``clock`` never goes back."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._end = clock() + seconds

    def left(self) -> float:
        """The seconds that are left. Raises Late when there are none."""
        left = self._end - self._clock()
        if left <= 0:
            raise Late
        return left
