"""Shortcodes of Hugo, its own and those of most themes."""

from __future__ import annotations

import re
from collections.abc import Mapping

from publish.reader.callout_kinds import kind_of_tag
from publish.reader.template_tags import nodes
from publish.reader.template_tags.embeds import EMBEDS
from publish.reader.template_tags.jekyll import comment, diagram, picture
from publish.reader.template_tags.meaning import Meaning, Post, Reader, Use
from publish.regex import regex

_NUMBERED = regex(r"\blinenos\s*=\s*[\"']?(?:true|table|inline|1)")
_START = regex(r"\blinenostart\s*=\s*[\"']?(\d+)")


def figure(use: Use, _post: Post) -> Meaning | None:
    """``{{< figure src= alt= caption= link= attr= attrlink= >}}``."""
    given = use.arguments
    if not given.named("src", "image", "img", "path", "file", "url"):
        if not given.place(0):
            return None
        names = {"src": given.place(0), "alt": given.place(1), **given.names}
        given = given._replace(names=names)
    elif "title" in given.names and "caption" in given.names:
        caption = f"{given.names['title']} {given.names['caption']}"
        given = given._replace(names={**given.names, "caption": caption})
    if credit := given.named("attr"):
        address = given.named("attrlink")
        shown = f"[{credit}]({nodes.encoded(address)})" if address else credit
        caption = f"{given.named('caption', 'title')} {shown}".strip()
        given = given._replace(names={**given.names, "caption": caption})
    return picture(given, alone=use.alone)


def highlight(use: Use, _post: Post) -> Meaning | None:
    """``{{< highlight go "linenos=table" >}}``, and the ``code`` of themes."""
    if use.content is None:
        return None
    given = use.arguments
    options = f"{given.text} {given.place(1)}"
    start = _START.search(options)
    numbered = bool(_NUMBERED.search(options))
    language = given.get(0, "lang", "language")
    title = given.named("title", "file", "filename", "caption")
    return nodes.code(
        use.content, language, title=title, numbered=numbered, start=start[1] if start else ""
    )


def code_toggle(use: Use, _post: Post) -> Meaning | None:
    """Settings, written in YAML or TOML, that a page shows in several languages."""
    if use.content is None:
        return None
    first = use.content.strip()
    toml = re.match(r"\[|[\w.-]+\s*=", first)
    return nodes.code(use.content, "json" if first[:1] == "{" else "toml" if toml else "yaml")


def ref(use: Use, _post: Post) -> Meaning | None:
    """``{{< ref "path/post.md#heading" >}}``: the name as it is written."""
    name = use.arguments.get(0, "path")
    return nodes.link(name, said="the address of a post") if name else None


def details(use: Use, _post: Post) -> Meaning | None:
    """What a click would unfold."""
    given = use.arguments
    title = given.named("summary", "title", "label", "header") or given.place(0)
    if use.content is None:
        return None
    return nodes.titled(title, said="its content under its title", name="details")


def notice(use: Use, _post: Post) -> Meaning | None:
    """Callouts, called after their kind or given it: ``notice warning "Title"``."""
    given = use.arguments
    if use.content is None:
        return None
    kind = given.named("type", "kind", "style", "class", "status", "color")
    places = list(given.places)
    vague = use.name in ("notice", "alert") or not kind_of_tag(use.name)
    if vague and not kind and places and kind_of_tag(places[0]):
        kind = places.pop(0) if places[0].isascii() else places[0]
    title = given.named("title", "header", "heading") or (places[0] if places else "")
    return nodes.callout(kind or use.name, title)


def param(use: Use, post: Post) -> Meaning | None:
    """``{{< param title >}}``: what the front matter says."""
    found = post.page.get(use.arguments.place(0).lower())
    return nodes.plain(found) if found else None


def tabs(use: Use, _post: Post) -> Meaning | None:
    """A set of tabs: one after the other."""
    return None if use.content is None else nodes.kept("its tabs, one after the other")


def tab(use: Use, _post: Post) -> Meaning | None:
    """One of them, under its title; with a language it holds code."""
    given = use.arguments
    title = given.get(0, "name", "title", "label", "header", "tabname")
    if use.content is None:
        return nodes.plain(title, "its title") if title else None
    if language := given.named("lang", "language"):
        return nodes.code(use.content, language, title=title)
    return nodes.titled(title, said="its content under its title")


def card(use: Use, _post: Post) -> Meaning | None:
    """A box with a title, or a link that looks like one."""
    given = use.arguments
    title = given.named("title", "header")
    if use.content is not None:
        if given.named("code") == "true":
            return nodes.code(use.content, given.named("lang"), title=title)
        return nodes.titled(title, said="its content under its title")
    address = given.named("link", "href", "url")
    return nodes.link(address, title) if address else None


def quote(use: Use, _post: Post) -> Meaning | None:
    """A quotation with its author."""
    if use.content is None:
        return None
    given = use.arguments
    parts = (given.get(0, "author", "cite", "by"), given.named("source", "title"))
    return nodes.quotation(nodes.words(", ".join(filter(None, parts))))


def content(use: Use, _post: Post) -> Meaning | None:
    """What only arranges its content on the page."""
    return None if use.content is None else nodes.kept()


def button(use: Use, _post: Post) -> Meaning | None:
    """A link that looks like a button; its words may stand between the tags."""
    given = use.arguments
    address = given.named("href", "url", "link", "relref") or given.place(0)
    if not address:
        return None
    text = given.named("text", "title", "label") or " ".join((use.content or "").split())
    return nodes.link(address, text or given.place(1))._replace(eats=True)


_CALLOUTS = (
    "notice callout admonition alert hint note info tip warning danger caution important attention"
    " success error question example abstract box pageinfo"
).split()
TAGS: Mapping[str, Reader] = {
    **EMBEDS,
    **dict.fromkeys(_CALLOUTS, notice),
    **dict.fromkeys("figure image img picture imgproc photo".split(), figure),
    **dict.fromkeys("highlight code".split(), highlight),
    **dict.fromkeys("mermaid math katex".split(), diagram),
    **dict.fromkeys("details expand accordion collapse collapsible spoiler".split(), details),
    **dict.fromkeys("tabs tabpane tabset code-tabs codes".split(), tabs),
    **dict.fromkeys("tab codetab".split(), tab),
    "card": card,
    **dict.fromkeys("blockquote quote epigraph".split(), quote),
    **dict.fromkeys(
        "columns column center raw rawhtml lead steps gallery cards cardpane row col".split(),
        content,
    ),
    **dict.fromkeys("button btn link".split(), button),
    "code-toggle": code_toggle,
    "ref": ref,
    "relref": ref,
    "param": param,
    "comment": comment,
}
