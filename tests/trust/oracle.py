"""What no output may hold, as a browser's own parser (html5ever, in nh3) reads it."""

from __future__ import annotations

import re
import string

import nh3

ACTIVE = frozenset("script iframe frame object embed applet form base portal handler meta".split())
ADDRESSES = frozenset(
    "href src action formaction data poster background srcset cite longdesc".split()
)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\ufeff]+")
_SAFE = frozenset("http https mailto tel ftp doi magnet".split())
_TAGS = frozenset(
    "html head body title style link main article section header footer nav aside div p span a b strong i "
    "em u s del ins sub sup code pre kbd samp var mark small abbr cite dfn q blockquote ul ol li dl dt dd "
    "table caption colgroup col thead tbody tfoot tr th td h1 h2 h3 h4 h5 h6 hr br wbr img picture source "
    "figure figcaption details summary ruby rt rp rb time label input button svg path g rect circle line "
    "text tspan use defs math mi mo mn mrow msup msub mfrac msqrt semantics annotation address".split()
)


# What a reader's program would run or fetch in a PDF or a package of Office, as its parts say it.
_IN_PDF = re.compile(
    rb"/(?:JavaScript|JS|Launch|SubmitForm|ImportData|EmbeddedFiles?|GoToE|RichMedia)\b"
)
_IN_OFFICE = re.compile(
    rb"altChunk|attachedTemplate|vbaProject|activeX|oleObject|(?:INCLUDE(?:TEXT|PICTURE)|DDE(?:AUTO)?|IMPORT) "
    rb"|Target=\"(?:javascript|vbscript|data):|Type=\"[^\"]*/(?!hyperlink\")\w+\"[^>]*TargetMode=\"External\""
)


def inside(path: str, parts: list[tuple[str, bytes]]) -> list[str]:
    """What in the unpacked parts of an EPUB, a PDF, a Word file or slides would run or fetch."""
    if path.endswith(".epub"):
        pages = [(name, data) for name, data in parts if name.endswith((".xhtml", ".svg"))]
        return [said for _, data in pages for said in faults(article(data.decode()))]
    signs = _IN_PDF if path.endswith(".pdf") else _IN_OFFICE
    told = [
        (name, found[0])
        for name, data in parts
        if "object" in name or name.endswith((".xml", ".rels"))
        if (found := signs.search(data))
    ]
    return [f"{name}: {sign.decode()}" for name, sign in told]


def article(page: str) -> str:
    """What a page holds of its post."""
    found = re.search(r"<body[^>]*>(.*)</body>", page, re.DOTALL)
    return found[1] if found else page


def faults(markup: str) -> list[str]:
    """What in some markup would run, fetch or send; empty for what may be shown to anybody."""
    found: list[str] = []

    def seen(tag: str, name: str, value: str) -> str:
        plain = _UNSEEN.sub("", value)
        name = name.rpartition(":")[2].lower()
        if name.startswith("on") or name == "srcdoc":
            found.append(f"<{tag} {name}>")
        elif name == "style" and re.search(r"url\s*\(|expression|@import|\\", value, re.IGNORECASE):
            found.append(f"<{tag} style={value[:60]}>")
        elif name in ADDRESSES and (scheme := _SCHEME.match(plain)):
            known = scheme[1].lower()
            picture = tag in ("img", "source") and plain.lower().startswith("data:image/")
            if known in ("javascript", "vbscript", "livescript") or (
                known == "data" and not picture
            ):
                found.append(f"<{tag} {name}={plain[:60]}>")
            elif tag != "a" and known in ("http", "https", "ftp", "file"):
                found.append(f"<{tag} {name}={plain[:60]}> is fetched")
        return value

    left = nh3.clean(
        markup,
        tags=set(_TAGS | ACTIVE),
        clean_content_tags=set(),
        attributes={},
        generic_attribute_prefixes=set(string.ascii_letters) | {"_"},
        attribute_filter=seen,
        url_schemes={"javascript", "vbscript", "livescript", "data", "file", "blob"} | _SAFE,
        link_rel=None,
        strip_comments=False,
    )
    found += [f"<{tag}>" for tag in re.findall(r"<([a-z]+)", left) if tag in ACTIVE]
    return found
