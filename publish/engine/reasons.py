"""Why an output is made anew, down to the input that is another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from publish.engine.layout_looks import NAMES
from publish.engine.ready import Ready
from publish.engine.store import Output, Store
from publish.engine.store.output import Trace

MOST = 3  # reasons that are told of one output
_NOT_KNOWN = "its inputs changed"
_CHANGED = {
    "link": "the link “{0}” in {1} leads elsewhere",
    "label": "the label “{0}” in {1} is another place’s",
    "post": "the title, headings or labels of {0} changed",
    "picture": "the picture “{0}” changed",
    "place": "the address of {0} changed",
}


def why(item: Ready, name: str, store: Store) -> str:
    """The reasons, as words that stand after the name of the output and a colon."""
    output = store.outputs.get(name)
    if output is None:
        return "it was not made before"
    if not output.key:
        return "nothing is remembered of how it was made"
    before = next((each for each in store.traces(name) if each.key == output.trace), None)
    told = list(dict.fromkeys(_reasons(item, output, before, store)))
    more = [f"and {len(told) - MOST} more"] if len(told) > MOST else []
    return "; ".join([*told[:MOST], *more]) or _NOT_KNOWN


def _reasons(item: Ready, output: Output, before: Trace | None, store: Store) -> Iterator[str]:
    if before is not None and before.key != item.trace.key:
        yield from _of_facts(before.facts, item.trace.facts)
        yield from _of_looks(before, item.trace)
    yield from _of_layout(item, output)
    if output.trace == item.trace.key and output.key != item.key:
        yield "its PDF has other pages"
    for file, known in output.files.items():
        found = store.contents.digest(file)
        if found != known:
            short = file.rpartition("/")[2]
            yield f"{short} was changed since it was made" if found else f"{short} is not there"


def _of_facts(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    posts = {name for name in (*before, *now) if name.startswith("post ")}
    for name in dict.fromkeys((*before, *now)):
        old, new = before.get(name), now.get(name)
        if old == new or (
            name == "order of posts" and any((it in before) != (it in now) for it in posts)
        ):
            continue
        if name in posts:
            path = name.removeprefix("post ")
            yield f"{path} " + (
                "is new" if old is None else "is gone" if new is None else "changed"
            )
        elif name == "publish":
            yield "publish itself changed"
        else:
            yield (
                f"{name}: {old} → {new}" if _is_short(old) and _is_short(new) else f"{name} changed"
            )


def _is_short(value: str | None) -> bool:
    """Whether a value is told in words, and not by its digest."""
    return value is not None and not (len(value) == 40 and value.isalnum())


def _of_looks(before: Trace, now: Trace) -> Iterator[str]:
    answers = {(look.kind, look.words): look.answer for look in now.looks}
    for look in before.looks:
        answer = answers.get((look.kind, look.words))
        if answer in (None, look.answer) or look.kind not in _CHANGED:
            continue
        fact = f"post {look.words[0]}"  # where this is another, it is told that the post changed
        if look.kind != "post" or before.facts.get(fact) == now.facts.get(fact):
            yield _CHANGED[look.kind].format(*look.words)


def _of_layout(item: Ready, output: Output) -> Iterator[str]:
    for name, mark in output.layout.items():
        now = item.marks.of(name)
        if now == mark:
            continue
        if name == NAMES:
            yield "the layout has other files"
        else:
            what = "is new" if not mark else "is gone" if not now else "changed"
            yield f"{name} of the layout {what}"
