"""Which tags belong together: one that opens, one that ends, and the branches between."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from publish.reader.template_tags.lexer import Tag

_CONTROLS = frozenset({"if", "unless", "case", "for", "tablerow", "ifchanged"})
_BRANCHES = frozenset({"else", "elsif", "elseif", "elif", "when"})


@dataclass(slots=True)
class Pair:
    """A tag, its end (None: it has none, or is one that nothing began), and its branches."""

    tag: Tag
    end: Tag | None = None
    branches: list[Tag] = field(default_factory=list)


def pairs(tags: Iterable[Tag]) -> list[Pair]:
    """The tags in their order; an end closes the last tag of its name that is open."""
    found: list[Pair] = []
    open_pairs: list[Pair] = []
    controls: list[Pair] = []
    waiting: Counter[tuple[str, str]] = Counter()
    for tag in tags:
        key = (tag.form, tag.name)
        if tag.closes and waiting[key]:
            while True:
                last = open_pairs.pop()
                waiting[last.tag.form, last.tag.name] -= 1
                if controls and controls[-1] is last:
                    controls.pop()
                if (last.tag.form, last.tag.name) == key:
                    break
            last.end = tag
        elif tag.form == "block" and tag.name in _BRANCHES and controls:
            controls[-1].branches.append(tag)
        else:
            pair = Pair(tag)
            found.append(pair)
            if tag.form in ("block", "shortcode") and not tag.closes and not tag.ends_itself:
                open_pairs.append(pair)
                waiting[key] += 1
                if tag.form == "block" and tag.name in _CONTROLS:
                    controls.append(pair)
    return found
