"""Tags of Hexo, its own and those of the themes NexT, Butterfly and Fluid."""

from __future__ import annotations

import re
from collections.abc import Mapping

from publish.ast import Attr, Div, Inlines, Link, Space
from publish.reader.callout_kinds import kind_of_tag
from publish.reader.template_tags import nodes
from publish.reader.template_tags.embeds import EMBEDS
from publish.reader.template_tags.jekyll import diagram, raw, without_raw
from publish.reader.template_tags.meaning import Meaning, Post, Reader, Use
from publish.regex import regex

_OPTION = regex(
    r"(?:^|(?<=\s))(?P<name>lang|line_number|highlight|first_line|mark|diff|wrap|language_attr|line_threshold)"
    r":(?P<value>\S*)"
)
_ADDRESS = regex(r"(?:^|(?<=\s))(?:https?:)?//\S+|(?:^|(?<=\s))/\S+")
_LABEL = regex(r"\{%-?\s*(?:label\s+\w*@(?P<words>[^%{}]*?))?[^%{}]*-?%\}")
_SIZE = regex(r"\d+(?:%|px)?")


def _cited(text: str) -> tuple[str, str, str]:
    """What stands before the address among some words, the address, and what stands behind it."""
    found = _ADDRESS.search(text)
    if not found:
        return text.strip(), "", ""
    return text[: found.start()].strip(), found[0], text[found.end() :].strip()


def quote(use: Use, _post: Post) -> Meaning | None:
    """``{% blockquote author, source address title %}``."""
    if use.content is None:
        return None
    said, address, title = _cited(use.arguments.text)
    if not address:
        return nodes.quotation(nodes.words(said))
    linked = Link((Attr(), nodes.words(title or address), (nodes.encoded(address), "")))
    before: Inlines = (*nodes.words(f"{said},"), Space()) if said else ()
    source_nodes = (*before, linked)
    return nodes.quotation(source_nodes)


def codeblock(use: Use, _post: Post) -> Meaning | None:
    """``{% codeblock title lang:js address words line_number:true %}``."""
    if use.content is None:
        return None
    options = {found["name"]: found["value"] for found in _OPTION.finditer(use.arguments.text)}
    title, address, words = _cited(_OPTION.sub("", use.arguments.text))
    return nodes.code(
        without_raw(use.content),
        options.get("lang", ""),
        title=" ".join(filter(None, (title, words))),
        address=address,
        numbered=options.get("line_number") == "true" or "first_line" in options,
        start=options.get("first_line", ""),
    )


def pullquote(use: Use, _post: Post) -> Meaning | None:
    """A quotation that is set apart."""
    return None if use.content is None else nodes.quotation()


def image(use: Use, _post: Post) -> Meaning | None:
    """``{% img [class …] /path [width] [height] ['title' ['alt']] %}``; so are ``asset_img`` and ``image``."""
    places = list(use.arguments.places)
    at = next((i for i, part in enumerate(places) if _is_address(part)), None)
    if at is None:
        address = use.arguments.named("src", "url") or (places[0] if use.name != "img" else "")
        rest = places[1:]
    else:
        address, rest = places[at], places[at + 1 :]
    if not address:
        return None
    sizes: list[str] = []
    while rest and len(sizes) < 2 and _SIZE.fullmatch(rest[0]):
        sizes.append(rest.pop(0))
    width, height = (*sizes, "", "")[:2]
    if use.arguments.bare.issuperset(rest):
        rest = [" ".join(rest)]
    title, alt = (*rest, "", "")[:2]
    if len(rest) == 1 and '" ' in (quoted := title.strip()):  # one argument with both in it
        title, alt = (part.strip(" '\"") for part in quoted.split('" ', 1))
    named = use.arguments
    return nodes.image(
        address,
        named.named("alt") or alt or title,
        title if alt else "",
        width=named.named("width") or width,
        height=named.named("height") or height,
    )


def _is_address(part: str) -> bool:
    return "/" in part or re.search(r"\.\w{2,5}(?:[?#].*)?$", part) is not None


def asset_path(use: Use, _post: Post) -> Meaning | None:
    """A file of the post's folder."""
    name = use.arguments.place(0)
    return nodes.link(name, said="the address of a file") if name else None


def asset_link(use: Use, _post: Post) -> Meaning | None:
    """``{% asset_link file [title] %}`` and ``{% post_link name [title] %}``."""
    name, title = use.arguments.place(0).strip("'\""), use.arguments.place(1).strip("'\"")
    title = "" if title in ("true", "false") else title
    return (
        nodes.link(name, title, "a link to a post" if use.name == "post_link" else "a link")
        if name
        else None
    )


def post_path(use: Use, _post: Post) -> Meaning | None:
    """The address of a post, by its name."""
    name = use.arguments.place(0)
    return nodes.link(name, said="the address of a post") if name else None


def link(use: Use, post: Post) -> Meaning | None:
    """``{% link words address [external] [title] %}``; Jekyll has the address alone."""
    words, address, title = _cited(use.arguments.text)
    if not words or not address:
        return asset_path(use, post)
    title = re.sub(r"^(?:true|false|external)\b\s*", "", title).strip("\"' ")
    target = nodes.encoded(address)
    shown = nodes.words(words.strip("\"'"))
    return Meaning("a link", (Link((Attr(), shown, (target, title))),), address=target)


def note(use: Use, _post: Post) -> Meaning | None:
    """``{% note warning no-icon "Title" %}`` in the ways of all themes."""
    if use.content is None:
        return None
    places = [part for part in use.arguments.places if part]
    kind = next((part for part in places if part.islower() and kind_of_tag(part)), "")
    style = {kind, "no-icon", "simple", "modern", "flat", "disabled", "fa", "far", "fas"}
    kind = kind or next(filter(kind_of_tag, places), "")  # a word of the title that is one, too
    if kind_of_tag(use.name) and use.name != "note" and not kind:
        kind = use.name
    rest = [part for part in places if part not in style and not part.startswith(("fa-", "icon-"))]
    title = use.arguments.named("title") or " ".join(rest)
    return nodes.callout(kind or use.arguments.named("type") or "note", title)


def tabs(use: Use, _post: Post) -> Meaning | None:
    """A set of tabs; each begins with a comment, which the reader reads."""
    return None if use.content is None else nodes.kept("its tabs, one after the other")


def tab(use: Use, _post: Post) -> Meaning | None:
    """``<!-- tab title@icon -->`` up to ``<!-- endtab -->``."""
    if use.content is None:
        return None
    plain = _LABEL.sub(lambda found: found[1] or "", use.arguments.text)
    return nodes.titled(plain.partition("@")[0].strip(), said="its content under its title")


def fold(use: Use, _post: Post) -> Meaning | None:
    """``{% fold info @title %}`` and the like: its content under its title."""
    if use.content is None:
        return None
    text = re.sub(r"^(?:info|success|warning|danger|primary|default|cyan|blue|green|yellow|red|open)\b", "",
                  use.arguments.text.strip())  # fmt: skip
    title = text.strip(" ,@\"'").split(",", 1)[0]
    return nodes.titled(title, said="its content under its title", name="details")


def label(use: Use, _post: Post) -> Meaning | None:
    """``{% label primary@words %}``: words with a colour."""
    text = use.arguments.text.partition("@")[2].strip()
    return Meaning("its words", nodes.words(text)) if text else None


def button(use: Use, _post: Post) -> Meaning | None:
    """``{% btn address, words, icon, title %}``."""
    address, _, rest = use.arguments.text.partition(",")
    text = rest.partition(",")[0]
    return nodes.link(address.strip(), text.strip()) if address.strip() else None


def more(_use: Use, _post: Post) -> Meaning:
    """``{% more %}`` ends the teaser."""
    return Meaning("the end of the teaser", blocks=(Div((Attr("", ("excerpt-end",)), ())),))


def caniuse(use: Use, _post: Post) -> Meaning | None:
    """``{% caniuse feature @ past_1 %}``: a table of browsers, which another site has."""
    name = use.arguments.place(0)
    return nodes.link(f"https://caniuse.com/{name}") if name else None


def centred(use: Use, _post: Post) -> Meaning | None:
    """What only arranges its content on the page."""
    return None if use.content is None else nodes.kept()


TAGS: Mapping[str, Reader] = {
    **EMBEDS,
    "raw": raw,
    **dict.fromkeys("blockquote quote".split(), quote),
    **dict.fromkeys("codeblock code".split(), codeblock),
    **dict.fromkeys("pullquote cq centerquote".split(), pullquote),
    **dict.fromkeys("img image asset_img fullimage".split(), image),
    "asset_path": asset_path,
    "asset_link": asset_link,
    "post_link": asset_link,
    "post_path": post_path,
    "link": link,
    **dict.fromkeys("note callout info warning danger success tip important".split(), note),
    "subnote": note,
    "tabs": tabs,
    "subtabs": tabs,
    "tab": tab,
    **dict.fromkeys("fold folding hideToggle hideBlock spoiler details collapse".split(), fold),
    "label": label,
    "more": more,
    "caniuse": caniuse,
    "mermaid": diagram,
    "wavedrom": diagram,
    **dict.fromkeys("btn button".split(), button),
    **dict.fromkeys("gp grouppicture gallery flexblock center timeline".split(), centred),
}
