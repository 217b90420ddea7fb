"""The dots of contents in WeasyPrint: one text for the dots of a line.

WeasyPrint sets each dot as a text of its own. Most of the time that the contents of a book take goes
into these, and most of their PDF is about them. With a version that is not the pinned one nothing is
touched.
"""

from __future__ import annotations

from copy import copy
from functools import cache
from typing import Any

from publish.backends.han_lines import strange


@cache
def install() -> None:
    """Wrap WeasyPrint's function (private: ``layout.leader.handle_leader``), once."""
    if strange("zh"):
        return
    from weasyprint.layout import inline, leader

    inline.handle_leader = _joined(leader)


def _joined(leader: Any) -> Any:
    original = leader.handle_leader

    def handle_leader(context: Any, line: Any, containing_block: Any) -> None:
        original(context, line, containing_block)
        box = leader.leader_index(line)[1]
        if box is not None and len(box.children) > 1:
            box.children = (_one(box.children),)

    return handle_leader


def _one(dots: Any) -> Any:
    """One box for equal ones that stand side by side, the last of them on the left."""
    box = dots[-1].copy_with_text(dots[-1].text * len(dots))
    box.width = dots[0].width * len(dots)
    box.pango_layout = copy(box.pango_layout)
    box.pango_layout.text = box.text
    return box
