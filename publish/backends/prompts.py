"""The prompt of a command line, which whoever copies the command does not want."""

from __future__ import annotations

from lxml import etree

SHELLS = {"bash", "console", "fish", "sh", "shell", "shell-session", "terminal", "zsh"}
PROMPT = "$ "  # begins no command of these shells


def set_prompts_apart(root: etree._Element) -> None:
    """Each prompt at the head of a line of shell code becomes ``span.prompt``."""
    for block in root.iter("pre"):
        code = block.find("code")
        if code is None or SHELLS.isdisjoint((block.get("class") or "").split()):
            continue
        if len(code):
            for line in code.iterchildren("span"):
                _in_coloured(line)
        else:
            _in_plain(code)


def _in_coloured(line: etree._Element) -> None:
    """A line of tokens: the prompt is text of its own, or a token and the space behind it."""
    if (line.text or "").startswith(PROMPT):
        line.insert(0, _prompt((line.text or "")[len(PROMPT) :]))
        line.text = None
    elif not line.text and len(line) and line[0].text == "$" and (line[0].tail or "")[:1] == " ":
        line.replace(line[0], _prompt((line[0].tail or "")[1:]))


def _in_plain(code: etree._Element) -> None:
    first, *others = f"\n{code.text or ''}".split("\n" + PROMPT)
    if not others:
        return
    code.text = first[1:] + "\n" * bool(first)
    for number, text in enumerate(others, 1):
        code.append(_prompt(text + "\n" * (number < len(others))))


def _prompt(tail: str) -> etree._Element:
    made = etree.Element("span", {"class": "prompt"})
    made.text, made.tail = PROMPT, tail
    return made
