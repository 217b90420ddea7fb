"""UTF-8 that a program read as Latin-1 or its Windows form, and saved so."""

from __future__ import annotations

from collections.abc import Iterator

from publish.reader.spans import Spans
from publish.regex import regex

_CP1252 = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_TAIL = f"[\x80-\xbf{_CP1252}]"
_LATIN = regex(
    f"(?:[\xe1-\xef]{_TAIL}{_TAIL}|[\xc2-\xdf]{_TAIL}|\xe0[\xa0-\xbf]{_TAIL}|\xf0{_TAIL}{{3}})+"
)
_LEAD = regex("[\xc2-\xf0]")
_NOT_ALONE = regex("[\xc2-\xdf]" + _TAIL)


def misread(text: str, alphabet: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and meaning of each run that is UTF-8 to its last byte in the encoding it was read in.

    ``alphabet`` holds every character of the text.
    """
    for found in _LATIN.finditer(text) if _LEAD.search(alphabet) else ():
        if _NOT_ALONE.fullmatch(found[0]) and found[0][1] in _CP1252:
            continue  # “É…” and the like are ordinary
        data = b"".join(
            character.encode("latin-1" if character < "\u0100" else "cp1252")
            for character in found[0]
        )
        if meant := _strict(data):
            yield (*found.span(), meant)


def within_misread(text: str, alphabet: str) -> Spans:
    """Where a space, a soft hyphen or a control character is a byte of another character."""
    return Spans((start, end) for start, end, _ in misread(text, alphabet))


def _strict(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return ""
