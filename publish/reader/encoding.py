"""Bytes to text: UTF first, then the East Asian encodings; a guess that may be wrong is refused."""

from __future__ import annotations

import codecs
from typing import NamedTuple

from publish.reader.legacy import guess
from publish.regex import regex

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_BINARY = "this is a binary file, not text"
_CONTROL = regex(
    r"[\x00-\x07\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]"
)  # input methods leave backspaces
_SURE = 0.9  # share of letters of one script by which UTF-16 without a mark is recognised


class Form(NamedTuple):
    """How a text stands in its file: the encoding, and the byte order mark before it."""

    encoding: str = "utf-8"
    mark: bytes = b""

    def encode(self, text: str) -> bytes:
        """The bytes of a text in this form. Raises UnicodeEncodeError."""
        return self.mark + text.encode(self.encoding)


UTF_8 = Form()


class Decoded(NamedTuple):
    """Text and the form in which it stood; ``fault`` (with its code) says why there is no text."""

    text: str
    form: Form = UTF_8
    fault: str = ""
    code: str = ""


def decode(data: bytes) -> Decoded:
    """The text of a source file. A byte order mark is dropped; line ends stay as they are.

    Never raises: what is no text, or cannot be told, is a fault (ENC001, ENC009).
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], Form(encoding, mark))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _guess(data, error)
    if not _many_controls(text):
        return Decoded(text)
    latin = _unmarked_utf16(data) if text.count("\0") * 3 > len(text) else None
    return latin or Decoded("", UTF_8, _BINARY, "ENC009")


def _strict(data: bytes, form: Form) -> Decoded:
    try:
        text = data.decode(form.encoding)
    except UnicodeDecodeError as error:
        place = len(form.mark) + error.start + 1
        return Decoded("", UTF_8, f"byte {place} is not valid {form.encoding}", "ENC001")
    if _many_controls(text):
        return Decoded("", UTF_8, _BINARY, "ENC009")
    return Decoded(text, form)


def _guess(data: bytes, error: UnicodeDecodeError) -> Decoded:
    if b"\0" in data:
        return _unmarked_utf16(data) or Decoded("", UTF_8, _BINARY, "ENC009")
    if _damaged_utf8(data):
        line = data.count(b"\n", 0, error.start) + 1
        place = f"byte {error.start + 1} (line {line})"
        return Decoded("", UTF_8, f"{place} is not valid UTF-8; the rest of the file is", "ENC001")
    found = guess(data)
    if found is None:
        return Decoded("", UTF_8, "this is not UTF-8, and its encoding cannot be told", "ENC001")
    text, encoding = found
    if _many_controls(text):
        return Decoded("", UTF_8, _BINARY, "ENC009")
    return Decoded(text, Form(encoding))


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
            return Decoded(text, Form(encoding))
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
