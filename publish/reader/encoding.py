"""Bytes to text: UTF first, then the East Asian encodings; a guess that may be wrong is refused."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What charset-normalizer may answer, and the codec (of the larger repertoire) that reads it.
_CODECS = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "hz": "hz",
    "big5": "big5hkscs", "big5hkscs": "big5hkscs", "cp950": "cp950",
    "cp932": "cp932", "shift_jis": "cp932", "shift_jis_2004": "shift_jis_2004",
    "euc_jp": "euc_jp", "euc_jis_2004": "euc_jis_2004", "iso2022_jp": "iso2022_jp",
    "euc_kr": "cp949", "cp949": "cp949", "johab": "johab", "utf_16": "utf-16",
}  # fmt: skip
_BINARY = "this is a binary file, not text"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")  # not of plain text
_SURE = 0.9  # share of letters of one script by which UTF-16 without a mark is recognised


class Decoded(NamedTuple):
    """Text and the encoding it was read in; ``fault`` (with its code) says why there is no text."""

    text: str
    encoding: str
    fault: str = ""
    code: str = ""


def decode(data: bytes) -> Decoded:
    """The text of a source file. A byte order mark is dropped; line ends stay as they are.

    Never raises: what is no text, or cannot be told, is a fault (ENC001, ENC009).
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data, encoding)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _guess(data, error)
    if not _many_controls(text):
        return Decoded(text, "utf-8")
    latin = _unmarked_utf16(data) if text.count("\0") * 3 > len(text) else None
    return latin or Decoded("", "", _BINARY, "ENC009")


def _strict(data: bytes, encoding: str) -> Decoded:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        return Decoded("", "", f"byte {error.start + 1} is not valid {encoding}", "ENC001")
    if _many_controls(text):
        return Decoded("", "", _BINARY, "ENC009")
    return Decoded(text, encoding)


def _guess(data: bytes, error: UnicodeDecodeError) -> Decoded:
    if b"\0" in data:
        return _unmarked_utf16(data) or Decoded("", "", _BINARY, "ENC009")
    if _damaged_utf8(data):
        line = data.count(b"\n", 0, error.start) + 1
        place = f"byte {error.start + 1} (line {line})"
        return Decoded("", "", f"{place} is not valid UTF-8; the rest of the file is", "ENC001")
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None or best.encoding not in _CODECS:
        return Decoded("", "", "this is not UTF-8, and its encoding cannot be told", "ENC001")
    wide = _strict(data, _CODECS[best.encoding])
    return _strict(data, best.encoding) if wide.fault else wide


def _damaged_utf8(data: bytes) -> bool:
    """Whether nearly all that is not ASCII is valid UTF-8, which no other encoding is by chance."""
    loose = data.decode("utf-8", "replace")
    broken = loose.count("\ufffd")
    sound = sum(character > "\x7f" for character in loose) - broken
    return sound > 10 * broken


def _unmarked_utf16(data: bytes) -> Decoded | None:
    """UTF-16 without a byte order mark, when its characters are those of plain text."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        plain = sum(map(_is_plain, text))
        if len(text) > 1 and "\0" not in text and plain >= _SURE * len(text):
            return Decoded(text, encoding)
    return None


def _is_plain(character: str) -> bool:
    """A character of everyday Latin or East Asian text."""
    return (
        "\x20" <= character <= "\x7e"
        or character in "\n\r\t“”‘’—…"
        or "\u3000" <= character <= "\u30ff"
        or "\u4e00" <= character <= "\u9fff"
        or "\uac00" <= character <= "\ud7a3"
        or "\uff00" <= character <= "\uffef"
    )


def _many_controls(text: str) -> bool:
    """Whether a text holds more control characters than a slip of the hand or one in 200."""
    return len(_CONTROL.findall(text)) > 1 + len(text) // 200
