"""The text rules over a post, and the proof that what they mend may be used."""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec
from msgspec.structs import replace

from publish import reader
from publish.diagnostics import Diagnostic, Severity, whole_file_error
from publish.reader import Reading
from publish.reader.encoding import UTF_8, Form
from publish.reader.suppress import suppressions
from publish.rules import Rule, Words, selected
from publish.rules.fixpoint import Mended, Policy, mend
from publish.rules.references.library import NO_LIBRARY, Library
from publish.rules.rule import Choices
from publish.rules.selection import chosen
from publish.rules.suppressions import comments


class Settings(msgspec.Struct, frozen=True):
    """Which rules run, and what the manifest declares of the posts."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    without: tuple[str, ...] = ()  # left out of this post whatever is selected
    extend_safe: tuple[str, ...] = ()
    extend_unsafe: tuple[str, ...] = ()
    dialect: str = ""
    lang: str = ""
    unsafe: bool = False
    words: Words = Words()
    library: Library = NO_LIBRARY
    numbered_run: Literal["auto", "heading", "item", "keep"] = "auto"
    tags: tuple[tuple[str, str], ...] = ()
    most_bytes: int = 4_000_000
    most_blocks: int = 100_000

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules that run, in the order of the table."""
        return selected(self.select, self.ignore, self.without)

    @property
    def choices(self) -> Choices:
        """What tree rules are given."""
        return Choices(self.library, self.numbered_run)

    def shows(self, code: str) -> bool:
        """Whether findings of a code are told."""
        left_out = code.startswith(self.without or ("~",))
        return chosen(code, self.select, self.ignore) and not left_out

    def too_large(self, path: str) -> Diagnostic:
        """That a post has more bytes than may be read."""
        message = f"the post is larger than {self.most_bytes / 1_000_000:g} MB"
        hint = "divide it, or raise “max_post” in [trust] of publish.toml"
        return whole_file_error(path, "TRU001", message, hint)

    def of(self, reading: Reading) -> Settings:
        """With what the post's own front matter adds."""
        own = comments.declined(reading.metadata)
        return replace(self, without=(*self.without, *own)) if own else self


class Inspection(msgspec.Struct, frozen=True):
    """What the text rules found, and the text as the fixes leave it.

    Places are those of the file as it stands. ``fixed`` equals ``text`` when there is nothing to fix
    or when the proof failed (then a diagnostic BUG001 says so). ``form`` is that of the file,
    ``target`` that in which the fixed text is to be written.
    """

    text: str
    fixed: str
    diagnostics: tuple[Diagnostic, ...]
    form: Form = UTF_8
    target: Form = UTF_8


def inspect(path: str, data: bytes, settings: Settings) -> Inspection:
    """The text rules over a source file; pure, and total whatever the bytes."""
    if len(data) > settings.most_bytes:
        return Inspection("", "", (settings.too_large(path),))
    reading = reader.read(path, data, settings.dialect, settings.lang, dict(settings.tags))
    return inspected(reading, settings.of(reading)).inspection


class Inspected(NamedTuple):
    """What the text rules found, the fixed text as it is read, and how it was mended."""

    inspection: Inspection
    after: Reading
    mended: Mended


def inspected(reading: Reading, settings: Settings) -> Inspected:
    """The text rules over a post that was read, and the proof that their fixes may be used."""
    text, form = reading.text, reading.form
    rules = {rule.code for rule in settings.rules}
    faults = tuple(
        item for item in reading.faults if item.severity is Severity.ERROR or item.code in rules
    )
    if not text.strip():
        return Inspected(Inspection(text, text, faults), reading, Mended(text, ()))
    target = UTF_8 if "ENC001" in rules else form
    policy = Policy(
        settings.rules,
        settings.extend_safe,
        settings.extend_unsafe,
        settings.unsafe,
        settings.words._replace(tags=tuple(name for name, _ in settings.tags)),
    )
    mended, after = _mended(reading, policy, settings)
    fault = mended.fault
    if not fault and after.metadata.lang != reading.metadata.lang:
        # What was mojibake has another language once it can be read: its rules are the right ones.
        spoken = replace(reading.metadata, lang=after.metadata.lang)
        reading = reading._replace(metadata=spoken)
        mended, after = _mended(reading, policy, settings)
        fault = mended.fault
    if not fault and mended.text != text:
        fault = _unrest(mended.text, reading, after, policy)
    diagnostics = tuple(sorted((*faults, *mended.diagnostics)))
    stopped = _bug(reading.path, fault) if fault else _strange(reading.path, target, mended.text)
    if stopped:
        found = Inspection(text, text, (*diagnostics, stopped), form, form)
        return Inspected(found, reading, Mended(text, (), silenced=mended.silenced))
    return Inspected(Inspection(text, mended.text, diagnostics, form, target), after, mended)


def _mended(reading: Reading, policy: Policy, settings: Settings) -> tuple[Mended, Reading]:
    """The fixes by the rules of the post's language, and the post as they leave it."""
    mended = mend(reading, policy)
    if mended.fault or mended.text == reading.text:
        return mended, reading
    tags = dict(settings.tags)
    return mended, reader.read_text(reading.path, mended.text, reading.dialect, settings.lang, tags)


def _strange(path: str, target: Form, text: str) -> Diagnostic | None:
    """The first character that the encoding of the file cannot hold."""
    try:
        target.encode(text)
    except UnicodeEncodeError as error:
        return _unwritable(path, target.encoding, text[error.start])
    return None


def _unwritable(path: str, encoding: str, character: str) -> Diagnostic:
    return Diagnostic(
        path=path,
        line=0,
        column=0,
        code="ENC001",
        message=f"the fixes need “{character}”, which {encoding} does not have; the file is left alone",
        hint="save it as UTF-8, or let ENC001 run",
    )


def _unrest(text: str, before: Reading, after: Reading, policy: Policy) -> str:
    """What a second run over the fixed text would do; empty when it would change nothing.

    The last round of the first run has seen the same text and found nothing to edit; it is a second
    run already unless the language is another now, or comments hide findings by their lines.
    """
    seen = before.metadata.lang == after.metadata.lang
    if seen and not (suppressions(before.text).ranges or suppressions(text).ranges):
        return ""
    second = mend(after, policy)
    return second.fault or ("" if second.text == text else "the fixes come to no rest")


def _bug(path: str, fault: str) -> Diagnostic:
    return Diagnostic(
        path=path,
        line=0,
        column=0,
        code="BUG001",
        message=f"{fault}; the file is left alone",
        hint="this is a bug in publish: please report it with the file",
        severity=Severity.WARNING,
    )
