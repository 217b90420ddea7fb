"""Two texts that should be one, and every place where they are not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from publish.verify.model import END, FORMULA

_AHEAD = 6000  # characters that are looked through for the place where two texts meet again
_SURE = (24, 12, 6, 3)  # characters that must be equal there
_STEP = 4096
_FILL = "\uffff" * _SURE[0]


class Hunk(NamedTuple):
    """``expected[start:end]`` stands where ``read[at:to]`` should."""

    start: int
    end: int
    at: int
    to: int


class Option(NamedTuple):
    """Text behind ``read[:at]`` that belongs there or repeats what was said: any one of ``texts``;
    that of a ``title`` belongs where a whole heading is expected."""

    at: int
    texts: tuple[str, ...]
    title: bool = False


def align(
    expected: str,
    read: str,
    options: Sequence[Option] = (),
    headings: Mapping[int, str] = MappingProxyType({}),
) -> list[Hunk]:
    """The differences in order; none when the texts are equal.

    A formula (between ``FORMULA`` and ``END``) equals one without a source, and any words that a
    format has in its place. ``options`` are in order; ``headings`` are those of the expected text by
    where they begin.
    """
    want, have = expected + _FILL, read + _FILL
    done: list[Hunk] = []
    start = at = nth = 0
    while start < len(expected) or at < len(read):
        while nth < len(options) and options[nth].at <= at:
            if options[nth].at == at:
                start += _taken(options[nth], want, start, headings)
            nth += 1
        stop = options[nth].at if nth < len(options) else len(have)
        same = _equal(want, start, have, at, stop - at)
        start, at = start + same, at + same
        if at >= stop or (start >= len(expected) and at >= len(read)):
            continue
        start, at = _before_formula(want, start, at)
        jump = _past_formula(want, start, have, at, headings)
        if jump:
            start, at = jump
            continue
        down, over = _meeting(want, start, have, at)
        end, to = min(start + down, len(expected)), min(at + over, len(read))
        done.append(Hunk(start, end, at, to))
        start, at = start + down, at + over
    return done


def _taken(option: Option, want: str, start: int, headings: Mapping[int, str]) -> int:
    """How much of the expected text an option is."""
    if option.title:
        return len(headings[start]) if headings.get(start) in option.texts else 0
    return next((len(text) for text in option.texts if text and want.startswith(text, start)), 0)


def _equal(want: str, start: int, have: str, at: int, most: int) -> int:
    """How many characters are equal from here on."""
    count = 0
    while count < most:
        step = min(_STEP, most - count)
        left = want[start + count : start + count + step]
        right = have[at + count : at + count + step]
        if left != right or not left:
            pairs = enumerate(zip(left, right, strict=False))
            differing = (at for at, (one, other) in pairs if one != other)
            return count + next(differing, min(len(left), len(right)))
        count += step
    return most


def _before_formula(want: str, start: int, at: int) -> tuple[int, int]:
    """The same place, or the beginning of the formula in which it lies."""
    opening = want.rfind(FORMULA, 0, start)
    if opening < 0 or want.find(END, opening, start) >= 0:
        return start, at
    return opening, at - (start - opening)


def _past_formula(
    want: str, start: int, have: str, at: int, headings: Mapping[int, str]
) -> tuple[int, int] | None:
    """The places behind a formula and what stands for it; None where there is none, or another."""
    if want[start] != FORMULA:
        return None
    end = want.index(END, start) + 1
    if have[at] == FORMULA:
        to = have.index(END, at) + 1
        is_drawn = to == at + 2  # a formula that the format cannot name by its source
        return (end, to) if is_drawn or have[at:to] == want[start:end] else None
    for following in _following(want, end, headings):
        to = have.find(following, at, at + 8 * (end - start) + 80)
        if following and to > at:
            return end, to
    return None


def _following(want: str, end: int, headings: Mapping[int, str]) -> Iterator[str]:
    """What may follow behind a formula: the next words; the same without a heading, which is a title
    elsewhere; the words up to the next formula, which may be words too."""
    size = _SURE[1]
    yield want[end : end + size]
    start = next((at for at in range(end, end + size) if at in headings), -1)
    if start >= 0:
        after = start + len(headings[start])
        yield want[end:start] + want[after : after + size - (start - end)]
    before, mark, _ = want[end : end + size].partition(FORMULA)
    if mark:
        yield f"{before}{FORMULA}{END}"
    yield before


def _meeting(want: str, start: int, have: str, at: int) -> tuple[int, int]:
    """How much of both is to be passed over until they are equal again, as little as can be."""
    for size in _SURE:
        ahead = len(want) + len(have) if size == _SURE[0] and len(want) < _AHEAD else _AHEAD
        found = _nearest(want, start, have, at, size, ahead)
        if found:
            return found
    found = _nearest(want, start, have, at, _SURE[0], len(want) + len(have))
    return found or (len(want) - start, len(have) - at)


def _nearest(
    want: str, start: int, have: str, at: int, size: int, ahead: int
) -> tuple[int, int] | None:
    places: dict[str, int] = {}
    for over in range(min(ahead, len(have) - at - size + 1)):
        places.setdefault(have[at + over : at + over + size], over)
    best: tuple[int, int] | None = None
    for down in range(min(ahead, len(want) - start - size + 1)):
        if best and down >= sum(best):
            break
        over = places.get(want[start + down : start + down + size], -1)
        if over >= 0 and (best is None or down + over < sum(best)):
            best = (down, over)
    return best
