"""Regular expressions that are compiled when they are first used.

Python 3.11 takes milliseconds for a class of Han characters, and no command needs all of them.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


def regex(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What :func:`re.compile` gives, later. A fault in ``text`` is raised (re.error) where it is used."""
    return cast("re.Pattern[AnyStr]", _Uncompiled(text, flags))


class _Uncompiled:
    """Becomes what is asked of it: each method is that of the compiled expression, found once. The
    functions of :mod:`re` take it for no expression; each process compiles its own."""

    def __init__(self, text: str | bytes, flags: int) -> None:
        self.pattern = text
        self._flags = flags

    def __repr__(self) -> str:
        return f"regex({self.pattern!r})"

    def __getattr__(self, name: str) -> Any:
        # Only for what is not there yet; re keeps what it compiled, but only so much of it.
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = self.__dict__.get("_compiled")
        if compiled is None:
            compiled = self.__dict__["_compiled"] = re.compile(self.pattern, self._flags)
        value = self.__dict__[name] = getattr(compiled, name)
        return value
