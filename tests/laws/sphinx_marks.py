"""What the marks of Sphinx and d2lbook become (DIA018), said a second time and without the product: in
the source, before a library renders it, so that no word beside a mark may go with it."""

from __future__ import annotations

import re

_CODE = r"^[ \t>]*(?P<fence>`{3,}|~{3,}).*?^[ \t>]*(?P=fence)|(?<!`)(?P<ticks>`+)(?!`)[^\n]*?(?<!`)(?P=ticks)(?!`)"
_MARK = re.compile(
    rf"(?P<code>{_CODE})"
    r"|^[ \t>]*:(?:label|eqlabel|width|height):`[^`\n]+`[ \t]*$"
    r"|^[ \t>]*:begin_tab:`(?P<tab>[^`\n]+)`[ \t]*$"
    r"|^[ \t>]*:end_tab:[ \t]*$"
    r"|(?<![A-Za-z0-9_:`}\\]):(?:"
    r"(?:num|eq)?ref:`(?P<label>[^`\n<>]+)`"
    r"|cite:`(?P<keys>[^`\n]+)`"
    r")",
    re.DOTALL | re.MULTILINE,
)
_TAB_OF_CODE = re.compile(r"(?<=\n)(?:#[ ]*@tab|%%tab)[ ]+(?P<names>[\w ,]+)\n")
_CAPTION = re.compile(r"(?<=\n\n):[ ]?(?=(?:[^\s:|][^\n]*\n){1,9}\n+\|)")
_NO_ID = r"[^\w.-]+"


def carried_out(text: str) -> str:
    """A post in which a label is gone, a tab begins with its name, and so does code of a tab, the
    caption of a table has no mark, a reference is the label that it leads to, and a citation its keys
    in brackets."""

    def new(found: re.Match[str]) -> str:
        if found["code"]:
            return _code(found["code"])
        if found["tab"]:
            return f"\n{found['tab']}\n"
        if found["keys"]:
            return rf"\[{found['keys']}\]".replace("_", r"\_")
        return f"`{re.sub(_NO_ID, '-', found['label'])}`" if found["label"] else ""

    return _MARK.sub(new, _CAPTION.sub("", text))


def _code(code: str) -> str:
    tab = _TAB_OF_CODE.search(code)
    if tab is None or tab.start() != code.index("\n") + 1:
        return code
    name = "" if tab["names"].strip() == "all" else f"\n{tab['names']}\n\n"
    return name + code[: tab.start()] + code[tab.end() :]
