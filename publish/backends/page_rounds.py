"""Pages that name other pages in WeasyPrint: set again when a number changed, and only then.

WeasyPrint sets a page with contents once more when the pages they name are known, with what they said
before, and a third time because it knows by then how many pages there are. Here the numbers are put in
as soon as they are known. With a version that is not the pinned one nothing is touched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from publish.backends.han_lines import strange

ALL = "pages"  # the counter of all pages


@cache
def install() -> None:
    """Wrap WeasyPrint's function (private: ``layout.make_all_pages``), once."""
    if strange("zh"):
        return
    from weasyprint import layout

    layout.make_all_pages = _quietly(layout.make_all_pages)


def _quietly(original: Any) -> Any:
    def make_all_pages(context: Any, root: Any, html: Any, pages: Sequence[Any]) -> Iterator[Any]:
        collector = context.target_collector
        lookups = [
            lookup
            for (_, where), lookup in collector.counter_lookup_items.items()
            if where == "content"
        ]
        if not lookups or any(map(_asks_for_all, lookups)):
            yield from original(context, root, html, pages)
            return
        for _, _, _, state, _ in context.page_maker:
            state[1][ALL] = [0]  # as in the first round; the margins hear of it after the last
        before = _places(collector) if pages else {}
        yield from original(context, root, html, pages)
        if _places(collector) != before:
            for lookup in lookups:
                _say_again(lookup, context.page_maker)

    return make_all_pages


def _asks_for_all(lookup: Any) -> bool:
    """Whether the text of an element says how many pages there are."""
    targets = lookup.missing_target_counters.values()
    return any(ALL in counters for counters in (lookup.missing_counters, *targets))


def _places(collector: Any) -> dict[str, Any]:
    """What the pages count on which the named places stand."""
    return {
        name: dict(item.cached_page_counter_values)
        for name, item in collector.target_lookup_items.items()
    }


def _say_again(lookup: Any, pages: Sequence[Any]) -> None:
    """Fill the text of an element anew, and have its page set again."""
    at = lookup.page_maker_index
    if at is not None and at < len(pages):
        lookup.parse_again(lookup.cached_page_counter_values)
        pages[at][-1]["content_changed"] = True
