"""Every picture is there, and says in words what the document says of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from publish.verify.case import Case, Found
from publish.verify.expected import Passage
from publish.verify.fold import fold, pictures, told


def check(case: Case) -> Iterator[Found]:
    """Pictures without words first, then those of the document that are not there."""
    texts = (*case.reading.segments, *case.reading.notes)
    have = [(fold(said), each.place) for each in texts for said in pictures(each.text)]
    want = list(_wanted(case))
    nameless = case.format == "html" and any(not fold(said) for said, _ in want)
    for said, place in have:
        if not said and not nameless:
            yield Found("VFY010", place, "a picture has no alternative text")
    known = Counter(said for said, _ in have)
    silent = known[""]
    for said, passage in want:
        key = fold(said)
        if not key or known[key]:
            known[key] -= 1
        elif silent:
            silent -= 1  # told above
        else:
            message = f"no picture says “{told(said)}”"
            code = "VFY010" if len(have) >= len(want) else "VFY012"
            yield Found(code, "", message, passage.path, passage.line)


def _wanted(case: Case) -> Iterator[tuple[str, Passage]]:
    for passage in (*case.expected.passages, *case.expected.notes):
        for said in pictures(passage.text):
            yield said, passage
