"""What the manifest declares that a tag stands for: a word for a node, or a template of Markdown."""

from __future__ import annotations

import re

from publish.reader.callout_kinds import KINDS, kind_of_tag
from publish.reader.template_tags import nodes
from publish.reader.template_tags.arguments import Arguments
from publish.reader.template_tags.jekyll import picture
from publish.reader.template_tags.meaning import Meaning, Use
from publish.regex import regex

WORDS = ("drop", "content", "quote", "details", "image", "link", "code", "callout")
_WITH_KIND = ("code", "callout")
_WORD = regex(r"(?P<word>[a-z-]+)(?::(?P<kind>[\w+#.-]+))?")
_FIELD = regex(r"\{(\d{1,2}|[A-Za-z_][\w-]*)\}")


def fault(name: str, text: str) -> tuple[str, str]:
    """What is wrong with the declaration of a tag, and how to mend it; empty when nothing."""
    known = f"known: {', '.join(WORDS)}; anything else is Markdown"
    if not text.strip():
        return "it is empty", "write “drop” to leave the tag out"
    if (found := _WORD.fullmatch(text)) and "." not in name:
        word, kind = found["word"], found["kind"]
        if word not in WORDS:
            return f"“{word}” is no word for a node", known
        if kind and word not in _WITH_KIND:
            return f"“{word}” has no kinds", f"write “{word}”"
        if word == "callout" and kind and not kind_of_tag(kind):
            return (
                f"“{kind}” is no kind of callout",
                f"known: {', '.join(sorted(set(KINDS.values())))}",
            )
    elif text.count("{content}") > 1:
        return (
            "{content} stands in it more than once",
            "the content of a tag can be put in one place",
        )
    return "", ""


def declared(text: str, use: Use) -> Meaning | None:
    """The meaning of a use of a tag whose declaration is ``text``; None where an argument it needs
    is missing."""
    found = _WORD.fullmatch(text)
    if found is None or ("." in use.name and text != "drop"):
        return _template(text, use)
    given = use.arguments
    title = given.named("title", "summary", "caption", "label") or given.place(0)
    match found["word"]:
        case "drop":
            return nodes.gone("nothing")
        case "content":
            return nodes.kept()
        case "image":
            src = given.named("src", "url", "file", "path") or given.place(0)
            names = {"alt": given.place(1), **given.names, "src": src}
            return picture(given._replace(names=names), alone=use.alone)
        case "link":
            address = given.get(0, "href", "url", "src", "link", "path", "id")
            text = (
                given.named("title", "text")
                or given.place(1)
                or " ".join((use.content or "").split())
            )
            return nodes.link(address, text)._replace(eats=True) if address else None
        case _ if use.content is None:
            return None
        case "quote":
            return nodes.quotation(nodes.words(title))
        case "details":
            return nodes.titled(title, said="its content under its title", name="details")
        case "code":
            language = found["kind"] or given.get(0, "lang", "language")
            return nodes.code(use.content, language, title=given.named("title", "file"))
        case _:
            return nodes.callout(
                found["kind"] or given.get(0, "type", "kind"), "" if not found["kind"] else title
            )


def _template(text: str, use: Use) -> Meaning:
    before, mark, after = text.partition("{content}")
    filled = _filled(before, use.arguments), _filled(after, use.arguments)
    address = None if mark else nodes.encoded(filled[0])
    return Meaning("what the manifest says", markdown=filled, address=address, eats=not mark)


def _filled(text: str, given: Arguments) -> str:
    def value(found: re.Match[str]) -> str:
        name = found[1]
        return given.place(int(name)) if name.isdecimal() else given.named(name.lower())

    return _FIELD.sub(value, text)
