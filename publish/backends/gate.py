"""The last gate before a page: what would run in it, as a browser's own parser reads it.

Nothing raw is in a document, so nothing should ever be found; were something missed on the way, the
page is not written.
"""

from __future__ import annotations

import re

import nh3

from publish.diagnostics import PublishError, whole_file_error
from publish.reader.html_inlines import ADDRESSES, unsafe_address
from publish.regex import regex

_ACTIVE = frozenset(
    "script iframe frame object embed applet form base meta link style animate set portal".split()
)
_RUNNING = {"srcdoc", "formaction"}
_SCHEMES = {"javascript", "vbscript", "livescript", "data"}
_NAME = regex(r"<([A-Za-z][^\s/>]*)")
# Without one of these nothing can run, and hardly any page has one: only then is it parsed.
_SUSPECT = regex(
    rf"\bon[a-z]+\s*=|<(?:{'|'.join(_ACTIVE)})\b|script\s*:|srcdoc|formaction|data:|&(?:\#|colon|tab|newline)",
    re.IGNORECASE,
)


def passed(markup: str, source: str) -> str:
    """The same markup. Raises PublishError (TRU004) where something in it would run or fetch;
    ``source`` is what the message is about."""
    if found := active(markup):
        message = f"the page would hold {', '.join(found[:3])}; it is not written"
        hint = "this is a bug in publish: please report it with the post"
        raise PublishError(whole_file_error(source, "TRU004", message, hint))
    return markup


def active(markup: str) -> list[str]:
    """What in some HTML would run or fetch, by html5ever."""
    if not _SUSPECT.search(markup) and "script:" not in _joined(markup):
        return []
    found: dict[str, None] = {}

    def look(tag: str, name: str, value: str) -> None:
        picture = tag == "img"
        if name in ADDRESSES and not unsafe_address(value, picture=picture):
            return
        found[f"<{tag} {name}>"] = None

    names = {name.lower() for name in _NAME.findall(markup)}
    left = nh3.clean(
        markup,
        tags=names,
        clean_content_tags=set(),
        attributes={"*": {*ADDRESSES, *_RUNNING}},
        generic_attribute_prefixes={"on"},
        attribute_filter=look,
        url_schemes=_SCHEMES,
        link_rel=None,
    )
    elements = (f"<{name}>" for name in sorted(names & _ACTIVE) if f"<{name}>" in left)
    return [*found, *elements]


def _joined(markup: str) -> str:
    """Without what browsers leave out of addresses."""
    return markup.replace("\t", "").replace("\r", "").replace("\n", "").lower()
