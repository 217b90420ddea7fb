"""What each tag of a post means: the manifest's word first, then the table of its generator."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from publish.ast import Attr, Div
from publish.reader.template_tags import hexo, hugo, jekyll, nodes
from publish.reader.template_tags.arguments import arguments
from publish.reader.template_tags.declared import declared
from publish.reader.template_tags.lexer import Tag
from publish.reader.template_tags.liquid import ROOT, is_name, value
from publish.reader.template_tags.meaning import Meaning, Post, Reader, Use
from publish.reader.template_tags.pairs import Pair
from publish.regex import regex

# The tables by the form of the tag; a post's own generator comes first.
_LIQUID = (("DIA002", jekyll.TAGS), ("DIA004", hexo.TAGS))
_HEXO = tuple(reversed(_LIQUID))
_HUGO = (("DIA003", hugo.TAGS),)
# What looks like a tag, wherever it was left.
LEFT = regex(r"\{%[^{}]*%\}|(?<!\{)\{\{+[^{}]*\}\}+")
HINT = "write what it stands for, or remove it"
_HINT = "say in [normalize.tags] what it stands for, or write it out"
_CONTENTS = Meaning("the contents", blocks=(Div((Attr("", ("contents",)), ())),))


class Understood(NamedTuple):
    """The rule under which a tag is reported, its name, and its meaning."""

    code: str
    name: str
    meaning: Meaning


def understood(
    pair: Pair, content: str | None, post: Post, words: Mapping[str, str], *, alone: bool
) -> Understood:
    """The meaning of a tag; what nobody knows is DIA008."""
    tag = pair.tag
    if tag.form == "output":
        return _output(tag, post, words)
    use = Use(tag.name, arguments(tag.arguments), content, alone)
    if tag.closes:
        fault = f"the tag “{_shown(tag)}” ends what nothing began"
        return Understood("DIA008", _shown(tag), nodes.unknown(fault, "remove it"))
    if word := words.get(tag.name):
        if found := declared(word, use):
            return Understood("DIA002" if tag.form == "block" else "DIA003", tag.name, found)
    else:
        for code, table in _tables(tag, post):
            if (reader := table.get(tag.name)) and (found := reader(use, post)):
                name = _shown(tag) if found.fault else tag.name
                return Understood("DIA008" if found.fault else code, name, found)
    fault = f"the tag “{_shown(tag)}” is not understood" if tag.name else "an empty tag"
    return Understood("DIA008", _shown(tag), nodes.unknown(fault, _HINT))


def _tables(tag: Tag, post: Post) -> Sequence[tuple[str, Mapping[str, Reader]]]:
    if tag.form == "shortcode":
        return _HUGO
    return _HEXO if post.dialect == "hexo" else _LIQUID


def _output(tag: Tag, post: Post, words: Mapping[str, str]) -> Understood:
    """``{{ … }}``: a value that the post itself tells, or that the manifest declares."""
    expression = tag.arguments
    first = expression.partition("|")[0].strip()
    if word := words.get(first):
        found = declared(word, Use(first, arguments(""), None, alone=False))
        if found:
            return Understood("DIA002", first, found)
    if expression.startswith("/*"):
        return Understood("DIA003", "/*", nodes.gone("nothing: it is a comment"))
    if first.lower() == "toc":
        return Understood("STR017", first, _CONTENTS)
    known = value(expression, post)
    shown = re.sub(r"[^\w.-]+", " ", first).strip()[:40]
    if known is not None:
        root = known.startswith(ROOT)
        plain = known.replace(ROOT, "")
        if plain or root:
            meaning = nodes.plain(plain)
            return Understood(
                "DIA002", shown, meaning._replace(address=ROOT * root + (meaning.address or ""))
            )
    elif is_name(first) and first == expression:
        # Before a path a variable can only be where the site or its pictures are.
        return Understood("DIA008", shown, _lost(expression)._replace(address=ROOT + ROOT))
    return Understood("DIA008", shown, _lost(expression))


def _lost(expression: str) -> Meaning:
    said = " ".join(expression.split())
    said = said if len(said) <= 60 else said[:60] + "…"
    return nodes.unknown(f"the value of “{said}” is not known" if said else "an empty tag", _HINT)


def _shown(tag: Tag) -> str:
    """The name by which a message and a placeholder call a tag; of an included file, its name too."""
    if tag.name.startswith("include") and (given := arguments(tag.arguments).places):
        return f"{tag.name} {given[-1 if tag.name == 'include_code' else 0].rpartition('/')[2]}"
    return ("end" if tag.closes and tag.form == "block" else "/" * tag.closes) + tag.name
