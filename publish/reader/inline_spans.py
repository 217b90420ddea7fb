"""What is not prose inside a paragraph: code, mathematics, addresses, tags, marks."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from publish.regex import regex

# Every alternative stops at a character that it cannot begin with again, or has a fixed length, so
# that a scan is linear. The groups are ended by hand, because their end may be far away.
_TOKEN = regex(
    r"""
      (?![\u2e80-\u300f\u3011-\ud7ff\uff01-\uff3a\uff3c-\uff5e])  # nothing begins with these; most of a text is such
      (?:
      (?P<ticks>`+)
    | (?P<comment><!--)
    | (?P<liquid>\{\{|\{%)
    | ^[ \t]*\\?[\[［【]\d{1,3}\\?[\]］】][ \t]+[^\n]*                   # entry of a reference list
    | ^[ \t]*\[[^\n]{1,12}\]\{\.biblabel\}[^\n]*                     # the same in canonical form
    | \\\((?=[^\n])(?P<round>) | \\\[(?=[^\n])(?P<square>)            # \( and \[ of mathematics
    | (?P<display>\$\$)
    | \\[!-/:-@\[-`{-~]                                               # escaped mark
    | (?<![\\$])\$(?=[^\s$])(?:[^$\\\n]|\\.|\n(?!\s*\n))+(?<!\s)\$(?!\d)  # $mathematics$
    | <[a-zA-Z][a-zA-Z0-9+.-]{1,31}:[^<>\s]*>                         # autolink
    | <[\w.+-]{1,64}@[\w.-]+>
    | </?[A-Za-z][A-Za-z0-9:-]*(?=[\s/>])(?:[^<>"'\n]|"[^"<]*"|'[^'<]*'|\n(?!\s*\n))*>      # tag with its attributes
    | !?\[\[[^\[\]\n]*\]\]                                            # wikilink, embed
    | \]\([ \t]*(?:<[^<>\n]*>|(?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.|\([^\s()]*\))*\))*)
      (?:\s+(?:"[^"\n]*"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*\)            # destination and title
    | \]\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)                         # destination with spaces
    | \]\[[^\[\]\n]*\](?!\()                                          # label of a link
    | \[\^[^\]\s\[]+\]:?                                              # mark of a note
    | ^[ \t>]*\[[^\]\[\n]+\]:(?:[ \t]*\n(?=[ \t>]*[^\s>]\S*[ \t]*$))?[^\n]*  # definition
    | ^[ \t>|:]*-[ \t:|-]*$                                          # delimiter row
    | ^[ \t>]*:{3,}[^\n]*                                             # fence of a div
    | \{[:.\#][^{}\n]*\} | \{[A-Za-z][\w-]*=[^{}\n]*\}                # attributes
    | (?:(?:https?|ftp)://|(?<![\w.])www\.)                          # address, with tags in it
      (?:[^\s<>\[\]“”‘’，。；：！？、（）《》「」【】`{]|\{(?![{%])|\{\{[^{}\n]*\}\}|\{%[^%\n]*%\})+
    | (?<![A-Za-z0-9.+_-])[A-Za-z0-9.+_-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+
    | (?<![A-Za-z0-9:]):[a-z0-9_+-]{2,40}:(?![A-Za-z0-9:])            # emoji
    | &(?:[A-Za-z][A-Za-z0-9]{1,31}|\#[0-9]{1,7}|\#[xX][0-9A-Fa-f]{1,6});
    | %%[^%\n]+%%                                                     # comment of Obsidian
      )
    """,
    re.VERBOSE | re.MULTILINE,
)
_BLANK = regex(r"\n[ \t]*(?=\n)")
_CLOSERS = {"comment": "-->", "round": r"\)", "square": r"\]", "display": "$$"}


class Ends:
    """Where a closing mark stands next; each is searched once, so that all searches are linear."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.next: dict[str, int] = {}

    def after(self, mark: str, at: int) -> int:
        """The offset behind the next ``mark`` at or after ``at``; 0 when there is none."""
        known = self.next.get(mark, -1)
        if known < at and known != len(self.text) + 1:
            known = self.text.find(mark, at)
            self.next[mark] = known = len(self.text) + 1 if known < 0 else known
        return known + len(mark) if known <= len(self.text) else 0


def inline_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The ranges of ``text[start:end]`` that are not prose; the range holds no block of code."""
    ends = Ends(text)
    breaks = [found.start() for found in _BLANK.finditer(text, start, end)]
    runs = tick_runs(text, start, end)
    at = start
    while found := _TOKEN.search(text, at, end):
        kind = found.lastgroup
        close = found.end()
        if kind == "ticks":
            close = code_end(found, runs, paragraph_end(breaks, close, end)) or close
        elif kind:
            mark = "%}" if found[0] == "{%" else "}}" if kind == "liquid" else _CLOSERS[kind]
            far = ends.after(mark, close)
            reach = end if kind == "comment" else paragraph_end(breaks, close, end)
            close = far if 0 < far <= reach else close
        if close > found.end() or kind is None:
            yield found.start(), close
        at = max(close, found.end(), at + 1)


def inline_code(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Those of these ranges that are code between backticks."""
    return (span for span in inline_spans(text, start, end) if text[span[0]] == "`")


def paragraph_end(breaks: list[int], at: int, end: int) -> int:
    """The next of the breaks between paragraphs, or ``end``."""
    index = bisect_left(breaks, at)
    return breaks[index] if index < len(breaks) else end


def tick_runs(text: str, start: int, end: int) -> dict[int, list[int]]:
    """Offsets of the runs of backticks by their length."""
    runs: dict[int, list[int]] = {}
    for found in re.compile("`+").finditer(text, start, end):
        runs.setdefault(len(found[0]), []).append(found.start())
    return runs


def code_end(found: re.Match[str], runs: dict[int, list[int]], end: int) -> int:
    """The end of the code that a run of backticks opens; 0 when it opens none."""
    size = len(found[0])
    same = runs.get(size, [])
    index = bisect_left(same, found.end())
    return same[index] + size if index < len(same) and same[index] < end else 0
