"""Tags of Jekyll and its plug-ins."""

from __future__ import annotations

import re
from collections.abc import Mapping

from publish.ast import Attr, Div
from publish.reader.callout_kinds import kind_of_tag
from publish.reader.template_tags import nodes
from publish.reader.template_tags.arguments import Arguments
from publish.reader.template_tags.embeds import EMBEDS
from publish.reader.template_tags.liquid import value
from publish.reader.template_tags.meaning import Meaning, Post, Reader, Use
from publish.regex import regex

_FIGURES = regex(r"(?:^|[/_-])(?:figure|fig|images?|imgs?|pictures?|photos?|caption)(?:$|[_-])")
_TOC = frozenset({"toc", "table-of-contents", "table_of_contents"})
_ASSIGN = regex(r"(?P<name>[\w-]+)\s*=\s*(?P<value>.*)", re.DOTALL)
_CONTENT = ("content", "text", "body", "markdown", "message")


def highlight(use: Use, _post: Post) -> Meaning | None:
    """``{% highlight ruby linenos %}``."""
    if use.content is None:
        return None
    numbered = "linenos" in use.arguments.places or "linenos" in use.arguments.names
    language = use.arguments.place(0)
    return nodes.code(
        without_raw(use.content), "" if language == "linenos" else language, numbered=numbered
    )


def without_raw(content: str) -> str:
    """Code without the tags that keep its braces from the generator."""
    return re.sub(r"\{%-?\s*(?:end)?raw\s*-?%\}\n?", "", content)


def comment(_use: Use, _post: Post) -> Meaning:
    """``{% comment %}`` and ``{% # … %}``."""
    return nodes.gone("nothing: it is a comment")


def raw(_use: Use, _post: Post) -> Meaning:
    """``{% raw %}``: its content is text."""
    return nodes.kept("what stands in it")


def include(use: Use, post: Post) -> Meaning | None:
    """Pictures, callouts, films and contents, by the name of the file that is included."""
    file, *_ = (*use.arguments.places, "")
    stem = re.sub(r"\.(?:html?|md|markdown|liquid)$", "", file.rsplit("/", 1)[-1]).lower()
    given = _resolved(use.arguments, post)
    if stem in _TOC:
        return Meaning("the contents", blocks=(Div((Attr("", ("contents",)), ())),))
    if stem in EMBEDS:
        return EMBEDS[stem](use._replace(arguments=given._replace(places=given.places[1:])), post)
    content = given.named(*_CONTENT)
    if _FIGURES.search(stem):
        return picture(given, alone=use.alone)
    kind = next((part for part in re.split(r"[_-]", stem) if kind_of_tag(part)), "")
    if content and (kind or stem in ("callout", "admonition")):
        kind = given.named("type", "kind", "style", "class") or kind
        return nodes.callout(kind, given.named("title", "header"), content)
    return None


def picture(given: Arguments, *, alone: bool) -> Meaning | None:
    """A picture whose arguments have the names that most writers of includes chose."""
    target = given.named("src", "image_path", "image", "img", "path", "file", "filename", "name")
    address = target or given.named("url", "link")
    if not address:
        return None
    alt = given.named("alt", "alt_text", "image_alt")
    caption = given.named("caption", "title", "description", "text")
    shown = nodes.image(
        address,
        alt or nodes.unmarked(caption),
        "" if alone else caption,
        width=given.named("width", "max-width", "max_width"),
        height=given.named("height"),
        to=given.named("link", "href", "url") if target else "",
    )
    return nodes.figure(shown, caption, alone=alone)


def _resolved(given: Arguments, post: Post) -> Arguments:
    """The arguments with the values of those that are expressions."""
    names = {
        name: (value(text, post) or text).replace("\0", "") if text in given.bare else text
        for name, text in given.names.items()
    }
    return given._replace(names=names)


def post_url(use: Use, _post: Post) -> Meaning | None:
    """``{% post_url 2020-01-02-name %}``: the name as it is written."""
    name = use.arguments.text.strip().strip("\"'")
    return nodes.link(name, said="the address of a post") if name else None


def assign(use: Use, post: Post) -> Meaning:
    """``{% assign name = value %}``: known values are remembered."""
    found = _ASSIGN.fullmatch(use.arguments.text.strip())
    known = value(found["value"].strip(), post) if found else None
    if found:
        _remember(post, found["name"], known)
    return nodes.gone("nothing: it sets a variable")


def capture(use: Use, post: Post) -> Meaning:
    """``{% capture name %}value{% endcapture %}``."""
    content = use.content or ""
    known = None if "{{" in content or "{%" in content else content.strip()
    _remember(post, use.arguments.place(0), known)
    return nodes.gone("nothing: it sets a variable")


def _remember(post: Post, name: str, known: str | None) -> None:
    if known is None:
        post.variables.pop(name, None)
    else:
        post.variables[name] = known


def condition(use: Use, _post: Post) -> Meaning:
    """``{% if … %}``: nobody knows here which branch holds, so none is lost."""
    shown = f"{use.name} {' '.join(use.arguments.text.split())}".strip()
    return nodes.unknown(
        f"the condition “{shown}” is not decided",
        "keep the branch that holds; until then all are printed",
    )


def loop(use: Use, _post: Post) -> Meaning:
    """``{% for … %}``: its content is a pattern, no text."""
    shown = f"{use.name} {' '.join(use.arguments.text.split())}"
    return nodes.unknown(f"the loop “{shown}” is not run", "write out what it prints", eats=True)


def diagram(use: Use, _post: Post) -> Meaning:
    """The source of a diagram or a formula; without content, the wish for the program that draws it."""
    if use.content is None:
        return nodes.gone("nothing")
    first = use.arguments.text if use.name == "mermaid" else ""
    return nodes.code("\n".join(filter(None, (first, use.content.strip("\n")))), use.name)


def quote(use: Use, _post: Post) -> Meaning | None:
    """``{% quote %}`` of plug-ins."""
    return None if use.content is None else nodes.quotation(nodes.words(use.arguments.text))


TAGS: Mapping[str, Reader] = {
    "highlight": highlight,
    "raw": raw,
    "verbatim": raw,
    "comment": comment,
    "#": comment,
    "include": include,
    "include_cached": include,
    "post_url": post_url,
    "link": post_url,
    "assign": assign,
    "set": assign,
    "capture": capture,
    "if": condition,
    "unless": condition,
    "case": condition,
    "ifchanged": condition,
    "for": loop,
    "tablerow": loop,
    "quote": quote,
    "mermaid": diagram,
    **EMBEDS,
}
