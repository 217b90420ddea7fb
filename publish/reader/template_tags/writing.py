"""The text that pandoc reads: marks in place of tags, and what each mark stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple

from publish.diagnostics import Edit
from publish.reader.remark import Remark
from publish.reader.spans import Spans
from publish.reader.template_tags.lexer import Lexed, Tag, lex
from publish.reader.template_tags.liquid import ROOT
from publish.reader.template_tags.meaning import Meaning, Post
from publish.reader.template_tags.nodes import words
from publish.reader.template_tags.pairs import Pair, pairs
from publish.reader.template_tags.place import Places
from publish.reader.template_tags.reading import Understood, understood
from publish.text import Origin, apply_edits

_PRIVATE = (0xF0000, 0x10FFFE)  # characters that no post should hold; some do

_LONGEST = 60  # characters of a tag that a message shows


class Mark(NamedTuple):
    """What a mark stands for. ``source`` is what the text held, for code that it fell into;
    ``number`` is the same for the marks of one box. ``name`` is what a placeholder says."""

    meaning: Meaning
    source: str
    kind: Literal["node", "open", "close"] = "node"
    number: int = 0
    remark: Remark | None = None
    name: str = ""


class Written(NamedTuple):
    """The text with marks, each a character, what they stand for, the way back to the lines of the
    text before, and what is to be said already."""

    text: str
    marks: Mapping[str, Mark]
    origin: Origin
    remarks: tuple[Remark, ...]


def write(text: str, post: Post, declared: Mapping[str, str], first: int) -> Written:
    """A body with its tags replaced; ``first`` is the line on which it begins (0: no lines)."""
    lexed = (
        lex(text, post.dialect) if "{{" in text or "{%" in text else Lexed((), Spans(()), Spans(()))
    )
    if not lexed.tags:
        return Written(text, {}, Origin(), ())
    writer = _Writer(text, lexed, post, first)
    writer.write(pairs(lexed.tags), declared)
    edits = tuple(_without_overlaps(writer.edits))
    return Written(apply_edits(text, edits), writer.marks, Origin(edits), tuple(writer.remarks))


def _without_overlaps(edits: Iterable[Edit]) -> Iterator[Edit]:
    """Without those that lie in what another tag ate, such as the branch of a condition round it."""
    at = 0
    for edit in sorted(edits):
        if edit.start >= at:
            at = edit.end
            yield edit


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"


def _unused(text: str, count: int) -> int:
    """Where a run of private characters begins that the text does not hold; 0 where none is left."""
    low, high = _PRIVATE
    used = sorted({ord(character) for character in text if ord(character) >= low})
    start = low
    for code in [*used, high]:
        if code - start >= count:
            return start
        start = code + 1
    return 0


class _Writer:
    """Edits, marks and remarks, collected from the first tag to the last."""

    def __init__(self, text: str, lexed: Lexed, post: Post, first: int) -> None:
        self.text = text
        self.post = post
        self.first = first
        self.places = Places(text, lexed)
        self.edits: list[Edit] = []
        self.marks: dict[str, Mark] = {}
        self.remarks: list[Remark] = []
        self.free = _unused(text, 3 * len(lexed.tags))

    def write(self, found: Iterable[Pair], declared: Mapping[str, str]) -> None:
        """All tags; those that another ate are passed over."""
        if not self.free:
            return
        eaten = 0
        for pair in found:
            tag, end = pair.tag, pair.end
            if tag.start < eaten:
                continue
            if tag.form == "literal":
                self._literal(tag)
                continue
            content = self.text[tag.end : end.start] if end else None
            if content and tag.verbatim:
                content = self._dedented(tag, content)
            alone = self.places.alone(tag.start, tag.end)
            known = understood(pair, content, self.post, declared, alone=alone)
            self._pair(pair, known)
            if end and known.meaning.eats:
                eaten = end.end

    def _dedented(self, tag: Tag, content: str) -> str:
        """Content without what its lines begin with because of the list or quotation round it."""
        prefix, _ = self.places.container(tag.start)
        if not prefix:
            return content
        pattern = "".join(">" if mark == ">" else r"[ \t]?" for mark in prefix)
        return re.sub(rf"^{pattern}", "", content, flags=re.MULTILINE)

    # ------------------------------------------------------------------------- the kinds of tags

    def _literal(self, tag: Tag) -> None:
        """Braces that the author means, which a later look must not take for a tag."""
        shown = Meaning(inlines=words(tag.shown))
        self._edit(tag.start, tag.end, self._mark(Mark(shown, tag.shown)) if tag.shown else "")

    def _pair(self, pair: Pair, known: Understood) -> None:
        tag, meaning = pair.tag, known.meaning
        if self.places.in_address(tag.start):
            self._address(pair, known)
            return
        remark = self._remark(tag, known)
        close = self._rest(pair, meaning)
        if meaning.markdown:
            self._markdown(pair, meaning, meaning.markdown, close)
            self.remarks.append(remark)
        elif meaning.box and self._boxed(pair, meaning, remark):
            return
        elif meaning.inlines or meaning.blocks or meaning.fault:
            source = self.text[tag.start : tag.end]
            mark = Mark(meaning, source, remark=remark, name=known.name)
            self._leaf(tag.start, close, mark)
        else:
            self._edit(tag.start, close, meaning.content or "")
            self.remarks.append(remark)

    def _rest(self, pair: Pair, meaning: Meaning) -> int:
        """Where the place of the tag ends; its end and branches go, when it does not eat them."""
        tag, end = pair.tag, pair.end
        if end and meaning.eats:
            return end.end
        if end and not meaning.box and not meaning.markdown:
            self._edit(end.start, end.end, "")
        for branch in pair.branches:
            self._edit(branch.start, branch.end, " ")
        return tag.end

    def _leaf(self, start: int, close: int, mark: Mark) -> None:
        """A node in place of a tag and of what it ate."""
        places, meaning = self.places, mark.meaning
        block = bool(meaning.blocks) and places.takes_blocks(start)
        one_line = "\n" not in self.text[start:close].strip()
        if block and (not one_line or places.alone(start, close) or not meaning.inlines):
            prefix, _ = places.container(start)
            self._edit(
                start, close, places.before(start) + self._mark(mark) + places.after(close, prefix)
            )
        else:
            self._edit(start, close, self._mark(mark))

    def _markdown(self, pair: Pair, meaning: Meaning, texts: tuple[str, str], close: int) -> None:
        """A template of the manifest, before and after the content."""
        tag, end = pair.tag, pair.end
        before, after = (self._lines(text, tag.start) for text in texts)
        if not end or meaning.eats:
            self._edit(tag.start, close, before + after)
            return
        self._edit(tag.start, tag.end, before)
        self._edit(end.start, end.end, after)

    def _lines(self, text: str, start: int) -> str:
        prefix, _ = self.places.container(start)
        return text.replace("\n", f"\n{prefix}")

    def _boxed(self, pair: Pair, meaning: Meaning, remark: Remark) -> bool:
        """Marks round the content, where blocks may stand."""
        places, tag, end = self.places, pair.tag, pair.end
        source = self.text[tag.start : tag.end]
        if not places.takes_blocks(tag.start):
            if meaning.inlines:
                return False
            self._edit(tag.start, tag.end, meaning.content or "")
            if end:
                self._edit(end.start, end.end, "")
            self.remarks.append(remark)
            return True
        number = len(self.marks) + 1
        opening = self._mark(Mark(meaning, source, "open", number, remark))
        closing = self._mark(
            Mark(meaning, self.text[end.start : end.end] if end else "", "close", number)
        )
        prefix, _ = places.container(tag.start)
        before = places.before(tag.start) + opening
        if meaning.content is not None:
            inside = self._lines(meaning.content.strip(), tag.start)
            gap = f"\n{prefix}\n{prefix}"
            behind = gap + inside + gap + closing + places.after(tag.end, prefix)
            self._edit(tag.start, tag.end, before + behind)
            if end:
                self._edit(end.start, end.end, "")
        else:
            self._edit(tag.start, tag.end, before + places.after(tag.end, prefix))
            if end:
                self._edit(*places.closing(tag.start, end.start, end.end, closing))
        return True

    # ------------------------------------------------------------------------------- addresses

    def _address(self, pair: Pair, known: Understood) -> None:
        """Within an address a tag is the address it means, or a mark that undoes the link."""
        tag, meaning = pair.tag, known.meaning
        close = self._rest(pair, meaning._replace(box=None, markdown=None))
        source, remark = self.text[tag.start : tag.end], self._remark(tag, known)
        address = meaning.address
        if address is not None and address.startswith(ROOT):
            address = self._from_root(tag, address)
        if address is None:
            mark = Mark(meaning, source, remark=remark, name=known.name)
            self._edit(tag.start, close, self._mark(mark))
            return
        doubled = not address and self.text[tag.start - 1 : tag.start] == "/"
        self._edit(tag.start, close + (doubled and self.text.startswith("/", close)), address)
        said = "the root of the site" if meaning.address != address else "an address"
        message = f"{said} is written as “{_short(source)}”"
        self.remarks.append(remark._replace(code="LNK006", message=message, hint=""))

    def _from_root(self, tag: Tag, address: str) -> str | None:
        """A path from the root of the site, with one slash where it meets the text around."""
        path = address.replace(ROOT, "")
        path_follows = self.text[tag.end : tag.end + 2].startswith(("/", "{{", "{%"))
        if address == ROOT + ROOT and not path_follows:
            return None  # a mere guess
        if self.text[tag.start - 1 : tag.start] == "/":
            return path.removeprefix("/")
        return path if path or path_follows else "/"

    # ------------------------------------------------------------------------------ the results

    def _edit(self, start: int, end: int, new: str) -> None:
        self.edits.append(Edit(start, end, new))

    def _mark(self, mark: Mark) -> str:
        character = chr(self.free + len(self.marks))
        self.marks[character] = mark
        return character

    def _remark(self, tag: Tag, known: Understood) -> Remark:
        meaning = known.meaning
        line = self.first + self.places.line(tag.start) if self.first else 0
        column = self.places.column(tag.start) if line else 0
        if meaning.fault:
            return Remark(known.code, line, meaning.fault, meaning.hint, column)
        message = f"the tag “{known.name}” becomes {meaning.said}"
        return Remark(known.code, line, message, "", column)
