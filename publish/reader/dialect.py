"""Which generator a post was written for, and what that changes for the reader."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from publish.reader.block_lines import BlockLines
from publish.reader.mathematics import crosses_a_link
from publish.reader.spans import Spans
from publish.reader.values import Value
from publish.regex import regex

DIALECTS = ("jekyll", "hugo", "hexo", "pelican", "obsidian", "mdbook", "commonmark")

# Pandoc's reader for all posts (2,231 posts read as GitHub does, with one difference).
BASE = (
    "commonmark_x-smart-fancy_lists-subscript-superscript-definition_lists"
    "-implicit_header_references-yaml_metadata_block+autolink_bare_uris"
)
_SWITCHES = {
    "hexo": "+hard_line_breaks",
    "obsidian": "+hard_line_breaks",
    "hugo": "+definition_lists",
    "jekyll": "+definition_lists",
    "pelican": "+definition_lists",
}
SPAN_TAGS = frozenset({"jekyll", "pelican"})  # <span> alone on a line begins a paragraph there
_FOLDERS = (
    ("source/_posts/", "hexo"),
    ("source/_drafts/", "hexo"),
    ("_posts/", "jekyll"),
    ("_drafts/", "jekyll"),
    (".obsidian/", "obsidian"),
)
_IN_CODE = regex(r"^[ \t>]*\{\{\s*#(include|rustdoc_include|playground|title)\b", re.MULTILINE)
_TAGS = (
    ("pelican", regex(r"\]\(\{(static|filename|attach|tag|category)\}|\|filename\|")),
    ("hugo", regex(r"\{\{[<%]\s*/?\s*\w")),
    (
        "hexo",
        regex(
            r"\{%\s*(asset_img|asset_path|asset_link|post_path|codeblock|blockquote|quote|note|cq"
            r"|pullquote|youtube|vimeo|img|include_code|iframe|fold|tabs)\b"
            r"|\{%\s*post_link\s"
        ),
    ),
    (
        "jekyll",
        regex(
            r"\{%-?\s*(highlight|include|include_relative|post_url|raw|link|gist|assign|for|if)\b"
            r"|\{\{-?\s*(site|page|include)\.|^\{:[^\n]*\}[ \t]*$|\{:\s*[.#][^\n{}]*\}",
            re.MULTILINE,
        ),
    ),
    (
        "obsidian",
        regex(
            r"!\[\[[^\[\]\n]+\]\]|(?<![!\\])\[\[(?!toc\]\])#?(?=[^\W\d_])[^\[\],;=\n]+\]\]|^>\s*\[![a-z]+\][+-]"
            r"|(?<=\s)\^[a-z0-9]{6}$",
            re.MULTILINE,
        ),
    ),
)
_KEYS = (
    ("hugo", {"lastmod", "publishdate", "expirydate", "linktitle", "featuredimage", "menu", "bookcollapsesection"}),
    ("obsidian", {"cssclass", "cssclasses"}),
    ("hexo", {"abbrlink", "top_img", "cover_picture"}),
    ("jekyll", {"layout"}),
)  # fmt: skip

# What one pair closes may open the next, so that nothing of it is used up.
_DOLLARS = regex(r"(?<![\\$])\$(?=[^\s$])(?=((?:[^$\\\n]|\\.)*)(?<![\s\\])\$(?![\d$]))")
_MATHEMATICS = regex(
    r"[\\^_={}<>+|]|^[A-Za-zα-ωΑ-Ω]$|^-?\d+(?:\.\d+)?$"
    r"|^[A-Za-z](?:\([^()]*\)|'+|[,/*-]\s?[A-Za-z0-9])"
)
_HAN = regex(r"[\u3000-\u30ff\u4e00-\u9fff\uff00-\uff60]")


_MILD = frozenset({"jekyll", "obsidian"})  # the tags of the others leave no doubt
TAG = "the tag"  # how evidence begins that is one


class Dialect(NamedTuple):
    """A dialect's name and what speaks for it."""

    name: str
    evidence: str


def detect(path: str, kind: str, values: Mapping[str, Value], body: str) -> Dialect:
    """The dialect of a post by its front matter, its folder, its tags and its keys.

    The evidence is what a person can check; the strongest comes first.
    """
    if kind in {"toml", "object"}:
        return Dialect(
            "hugo", "front matter in TOML" if kind == "toml" else "front matter in braces"
        )
    if kind == "pelican":
        return Dialect("pelican", "a header without fences")
    if kind in {"hexo", "json"}:
        return Dialect("hexo", "a header of Hexo's form")
    for folder, name in _FOLDERS:
        if f"/{folder}" in f"/{path}":
            return Dialect(name, f"the folder {folder.rstrip('/')}")
    return _by_tags(body) or _by_keys(values) or Dialect("commonmark", "no mark of a generator")


def reader(dialect: str, body: str) -> str:
    """Pandoc's input format for a body of this dialect."""
    money = "" if has_mathematics(body) else "-tex_math_dollars"
    return BASE + _SWITCHES.get(dialect, "") + money


def has_mathematics(body: str) -> bool:
    """Whether some pair of dollars holds a formula; prices and shell variables are none."""
    if "$" not in body:
        return False
    if "$$" in body:
        return True
    return any(_is_formula(found[1]) for found in _DOLLARS.finditer(body))


def _is_formula(text: str) -> bool:
    if crosses_a_link(text):
        return False
    return bool(_MATHEMATICS.search(text)) and not _HAN.search(re.sub(r"\{[^{}]*\}", "", text))


def rival(dialect: str, body: str) -> tuple[int, str] | None:
    """Where a tag of another dialect stands that is as good a sign as that of the first, and its name."""
    if dialect not in _MILD:
        return None
    found = next((tag for tag in _tags(body) if tag[0] in _MILD - {dialect}), None)
    return (found[1].start(), found[0]) if found else None


def _by_tags(body: str) -> Dialect | None:
    found = next(_tags(body), None)
    return Dialect(found[0], f"{TAG} {' '.join(found[1][0].split())}") if found else None


def _tags(body: str) -> Iterator[tuple[str, re.Match[str]]]:
    """The first tag of each dialect outside code (mdBook's stand inside)."""
    if found := _IN_CODE.search(body):
        yield "mdbook", found
    if not any(mark in body for mark in ("{{", "{%", "{:", "[[", "](", "[!", "^")):
        return
    code = Spans(BlockLines(body).code)
    for name, pattern in _TAGS:
        for found in pattern.finditer(body):
            if not code.holds(*found.span()) and body[found.start() - 1 : found.start()] != "`":
                yield name, found
                break


def _by_keys(values: Mapping[str, Value]) -> Dialect | None:
    known = {key.lower() for key in values}
    for name, keys in _KEYS:
        if shared := sorted(known & keys):
            return Dialect(name, f"the key {shared[0]}")
    return None
