"""ENC006: text that some program once read in a wrong encoding."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from publish.diagnostics import Applicability, Edit
from publish.regex import regex
from publish.rules.encoding.misread import misread
from publish.rules.rule import Finding, Page, Rule

# UTF-8 read as GB 18030: the characters whose bytes could open one of three bytes.
_LEADS = "".join(
    bytes((first, second)).decode("gb18030")
    for first in (0xE2, 0xE3, *range(0xE4, 0xEA), 0xEF)
    for second in (*range(0x80, 0xC0),)
)
_CHINESE = regex(f"[{_LEADS}][^\x00-\x7f]{{2,200}}")
_EAST_ASIAN = regex("[\u2010-\u2027\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef\x20-\x7e]+")


def check(page: Page) -> Iterable[Finding]:
    """Runs that are UTF-8 to the last byte once they are put back into the wrong encoding."""
    if page.text.isascii():
        return
    for start, end, meant in (*misread(page.text, page.alphabet), *_chinese(page.text)):
        if page.prose.holds(start, end):
            edit = Edit(start, end, meant)
            yield Finding(
                start, end, f"“{page.text[start:end][:20]}” was “{meant[:20]}” once", (edit,)
            )


def _chinese(text: str) -> Iterator[tuple[int, int, str]]:
    at = 0
    while found := _CHINESE.search(text, at):
        wrong, meant = _prefix(found[0])
        at = found.start() + max(len(wrong), 1)
        if len(meant) > 1 and _EAST_ASIAN.fullmatch(meant) and _rare(wrong) > _rare(meant):
            yield found.start(), at, meant


def _prefix(run: str) -> tuple[str, str]:
    """As much of a run as is UTF-8 in the wrong encoding, and what it was; sound text may follow."""
    data = run.encode("gb18030", "replace")
    try:
        return run, data.decode("utf-8")
    except UnicodeDecodeError as error:
        sound = data[: error.start]
    wrong = sound.decode("gb18030", "ignore")
    return (wrong, sound.decode("utf-8")) if wrong.encode("gb18030") == sound else ("", "")


def _rare(text: str) -> float:
    """The share of characters that are not among the 3,755 commonest of GB 2312 or its marks."""
    rare = 0
    for character in text:
        data = character.encode("gb2312", "replace")
        rare += len(data) != 2 or data[0] > 0xD7
    return rare / len(text)


RULE = Rule(
    code="ENC006",
    name="mojibake",
    summary="A passage was read in a wrong encoding once and saved so.",
    why="Nobody can read it. The bytes tell what it was, but only its author can be sure.",
    before="---\nlang: zh\n---\n\n这是å¤§æ¨¡åž‹，那是鏄庡ぉ。\n",
    after="---\nlang: zh\n---\n\n这是大模型，那是明天。\n",
    applicability=Applicability.UNSAFE,
    text=check,
    rewords=True,
)
