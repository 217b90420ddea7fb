"""Files that template tags ask for: their text, or their code, stands where the tag stood."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Iterator

from publish.reader.front_matter import split
from publish.reader.inclusion import (
    DEEPEST,
    LARGEST,
    Files,
    Included,
    Put,
    decoded,
    missing,
    outside,
)
from publish.reader.remark import Remark
from publish.reader.spans import Spans
from publish.reader.template_tags.arguments import Arguments, arguments
from publish.reader.template_tags.lexer import Lexed, Tag, lex
from publish.reader.template_tags.liquid import value
from publish.reader.template_tags.meaning import Post
from publish.reader.template_tags.place import Places
from publish.reader.template_tags.wanted_files import Wanted, asked, below
from publish.regex import regex

_SIGN = regex(r"\{%-?\s*include|\{\{[<%]\s*(?:include|readfile)\b")
_IN_CODE = regex(r"\{%-?\s*include_relative\s+(?P<name>[^\s{}%]+)\s*-?%\}")
_ENDS_CODE = regex(r"^[ \t>]*(?:```|~~~)|\{%-?\s*endhighlight", re.MULTILINE)
_PARAMETER = regex(r"\{\{-?\s*(?P<value>include\.[^{}]*?)\s*-?\}\}")
_NAME = regex(r"include\.([\w-]+)")
_PROGRAM = regex(r"\{%-?\s*(?:if|unless|case|for|tablerow)\b")
_MARKUP = regex(r"[\\`*_{}\[\]<>#|~$!]")
_MARKDOWN = (".md", ".markdown")
_CODES = {"block": "DIA002", "shortcode": "DIA003", "include_code": "DIA004"}


def included(
    text: str, path: str, dialect: str, files: Files, declared: Container[str]
) -> Included:
    """The body of the post ``path`` with what its tags include, but those that are ``declared``."""
    if not _SIGN.search(text):
        return Included(text, ())
    work = _Work(dialect, files, declared)
    return Included(text, work.wanted(text, path, (path,)), dict.fromkeys(work.remarks))


class _Work:
    """Reads the files of one post."""

    def __init__(self, dialect: str, files: Files, declared: Container[str]) -> None:
        self.dialect, self.files, self.declared = dialect, files, declared
        self.known: dict[str, bytes | None] = {}
        self.left = LARGEST
        self.remarks: list[Remark] = []
        self.place = (0, 0)  # of the tag in the post, whatever file it led to

    def wanted(self, text: str, path: str, chain: tuple[str, ...]) -> list[Put]:
        """What comes in place of the tags in the text of ``path``; ``chain`` are the files that led
        there."""
        lexed = lex(text, self.dialect)
        places = Places(text, lexed)
        found = [*self._of_tags(lexed, places, path, chain)]
        if self.dialect == "jekyll" and "include_relative" not in self.declared:
            found += self._in_code(text, lexed, places, path, chain)
        return sorted(found)

    def _of_tags(
        self, lexed: Lexed, places: Places, path: str, chain: tuple[str, ...]
    ) -> Iterator[Put]:
        for tag in lexed.tags:
            given = arguments(tag.arguments)
            file = None if tag.closes or tag.name in self.declared else asked(tag, given, path)
            if file is None:
                continue
            if len(chain) == 1:
                self.place = places.line(tag.start) + 1, places.column(tag.start)
            new, there = self._new(tag, file, given, chain)
            if new is None or (places.in_address(tag.start) and "\n" in new.strip()):
                continue
            put = _placed(tag, new, places, block=file.code and there)
            yield put._replace(file=self._read(file.places)[0]) if there else put
            if len(chain) == 1 and there:
                self._told(tag, file)

    def _new(
        self, tag: Tag, file: Wanted, given: Arguments, chain: tuple[str, ...]
    ) -> tuple[str | None, bool]:
        """The text for a tag, and whether the file is there; None where it is no matter of files."""
        name, data = self._read(file.places)
        liquid = tag.form == "block" and tag.name in ("include", "include_cached")
        if data is None and liquid:
            return None, False  # DIA008 says that nobody knows the tag
        if data is None:
            known = file.places[0] if len(file.places) == 1 else file.name
            told = missing if file.places else outside
            self.remarks.append(told(known, *self.place))
            return f"[`{known}`]{{.missing}}", False
        text = decoded(data)
        if name in chain or len(chain) >= DEEPEST or len(text) > self.left:
            message = f"“{name}” includes itself" if name in chain else f"“{name}” is too much"
            self.remarks.append(Remark("DIA015", self.place[0], message, "", self.place[1]))
            return f"[`{name}`]{{.missing}}", False
        self.left -= len(text)
        if file.code:
            return _fenced(text, file), True
        if liquid and _PROGRAM.search(text):
            return None, True
        return self._text(text, name, given, chain), True

    def _text(self, text: str, name: str, given: Arguments, chain: tuple[str, ...]) -> str:
        """The text of a file with its own files."""
        if name.lower().endswith(_MARKDOWN):
            text = text[split(text).body :]
        text = _with_parameters(text, given)
        inner = self.wanted(text, name, (*chain, name)) if _SIGN.search(text) else []
        return Included(text, inner).text

    def _read(self, places: tuple[str, ...]) -> tuple[str, bytes | None]:
        for place in places:
            if place not in self.known:
                self.known[place] = self.files(place)
            if (data := self.known[place]) is not None:
                return place, data
        return "", None

    def _in_code(
        self, text: str, lexed: Lexed, places: Places, path: str, chain: tuple[str, ...]
    ) -> Iterator[Put]:
        """Jekyll looks for its tags in code too; a file that is there is what was meant."""
        for start, end in _code(lexed):
            for found in _IN_CODE.finditer(text, start, end):
                _, data = self._read(below(path, found["name"]))
                if data is None or len(data) > self.left or len(chain) >= DEEPEST:
                    continue
                if _ENDS_CODE.search(code := decoded(data)):
                    continue
                self.left -= len(data)
                prefix, _ = places.container(found.start())
                yield Put(*found.span(), code.strip("\n").replace("\n", f"\n{prefix}"))

    def _told(self, tag: Tag, file: Wanted) -> None:
        code = _CODES.get(tag.name) or _CODES[tag.form]
        message = f"the tag “{tag.name}” becomes what the file “{file.name}” holds"
        self.remarks.append(Remark(code, self.place[0], message, "", self.place[1]))


def _with_parameters(text: str, given: Arguments) -> str:
    """Jekyll's ``{{ include.name }}``: what the tag said, or nothing."""
    variables = {f"include.{name}": "" for name in _NAME.findall(text)}
    variables |= {f"include.{name}": said for name, said in given.names.items()}
    post = Post("", "jekyll", {}, variables)

    def shown(found: re.Match[str]) -> str:
        known = value(found["value"], post)
        return found[0] if known is None else known

    return _PARAMETER.sub(shown, text)


def _fenced(text: str, file: Wanted) -> str:
    """Code between fences that nothing in it can close, under its title."""
    lines = text.strip("\n").split("\n")[file.first - 1 : file.last]
    code = "\n".join(lines)
    fence = "`" * max([3, *(len(run) + 1 for run in re.findall("`{3,}", code))])
    language = file.language or posixpath.splitext(file.name)[1].removeprefix(".")
    title = _MARKUP.sub(lambda mark: "\\" + mark[0], file.title)
    head = f"{title}\n\n" if title else ""
    return f"{head}{fence}{language}\n{code}\n{fence}"


def _placed(tag: Tag, new: str, places: Places, *, block: bool) -> Put:
    """A text in place of its tag: in the list or quotation that it stands in, code as a block."""
    prefix, _ = places.container(tag.start)
    new = new.strip("\n") if places.alone(tag.start, tag.end) or block else new.strip()
    new = new.replace("\n", f"\n{prefix}")
    if block:
        new = places.before(tag.start) + new + places.after(tag.end, prefix)
    return Put(tag.start, tag.end, new)


def _code(lexed: Lexed) -> Spans:
    """Blocks of code, and what stands between tags that hold code."""
    spans = list(lexed.code)
    opened: Tag | None = None
    for tag in lexed.tags:
        if opened and tag.closes and tag.name == opened.name:
            spans.append((opened.end, tag.start))
            opened = None
        elif tag.verbatim and tag.name == "highlight":
            opened = tag
    return Spans(spans)
