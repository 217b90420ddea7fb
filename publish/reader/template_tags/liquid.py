"""Expressions of Liquid whose value is known here: what the page says of itself, and the root of the site."""

from __future__ import annotations

import re
from urllib.parse import quote

from publish.reader.dates import parse_date
from publish.reader.template_tags.meaning import Post
from publish.regex import regex

ROOT = "\0"  # the root of the site, before it is known what follows
_ROOTS = frozenset(
    "site.url site.baseurl site.github.url site.root base_path asset_path base baseurl base_url root"
    " site.baseurl_root site.production_url site.cdn".split()
)
_LITERAL = regex(r"\"([^\"]*)\"|'([^']*)'|(-?\d+(?:\.\d+)?)")
_FILTER = regex(r"\s*(?P<name>\w+)\s*(?::\s*(?P<arguments>.*))?", re.DOTALL)
_BAR = regex(r"\|(?=(?:[^\"']|\"[^\"]*\"|'[^']*')*$)")
_DATE = regex(r"%-?[YmdBbeHMyjAa%]")
_LONGEST = 400  # characters of an expression that is looked at
_MONTHS = (
    "January February March April May June July August September October November December".split()
)


def value(expression: str, post: Post) -> str | None:
    """The value of an expression with its filters; None when it is not known."""
    if len(expression) > _LONGEST:
        return None
    first, *filters = _BAR.split(expression)
    found = _term(first.strip(), post)
    for item in filters:
        found = _filtered(found, item, post)
    return found


def is_name(expression: str) -> bool:
    """Whether an expression is a mere name, such as ``site.title``."""
    return re.fullmatch(r"[A-Za-z_$.][\w.-]*", expression) is not None


def _term(term: str, post: Post) -> str | None:
    if literal := _LITERAL.fullmatch(term):
        return literal[1] or literal[2] or literal[3] or ""
    if not is_name(term):
        return None
    name = term.lower()
    if term in post.variables:
        return post.variables[term]
    if name in _ROOTS:
        return ROOT
    if name.startswith("page."):
        return post.page.get(name.removeprefix("page.")) or None
    if post.dialect == "hexo" and name in ("title", "date"):
        return post.page.get(name) or None
    return None


def _filtered(text: str | None, item: str, post: Post) -> str | None:
    """A value behind one filter; filters that change nothing of it pass it on."""
    found = _FILTER.fullmatch(item)
    if not found:
        return None
    given = [value(part.strip(), post) for part in (found["arguments"] or "").split(",")]
    argument = given[0] if found["arguments"] else ""
    if found["name"] == "default":
        return text or argument
    if text is None or argument is None:
        return None
    match found["name"]:
        case "relative_url" | "absolute_url" | "url_for" | "full_url_for":
            return text if text.startswith(ROOT) else ROOT + "/" + text.lstrip("/")
        case "prepend":
            return argument + text
        case "append":
            return text + argument
        case "upcase":
            return text.upper()
        case "downcase":
            return text.lower()
        case "remove":
            return text.replace(argument, "") if argument else text
        case "date":
            return _date(text, argument)
        case "uri_escape" | "url_encode" | "cgi_escape":
            return quote(text, safe="/#?=&:" if found["name"] == "uri_escape" else "")
        case "date_to_string" | "date_to_long_string" | "date_to_xmlschema":
            return _date(text, "%Y-%m-%d")
        case (
            "escape" | "escape_once" | "xml_escape" | "strip" | "lstrip" | "rstrip" | "strip_html"
            | "strip_newlines" | "markdownify" | "smartify" | "safe"
        ):  # fmt: skip
            return text
        case _:
            return None


def _date(text: str, pattern: str) -> str | None:
    date = parse_date(text)
    if date is None:
        return None
    year, month, day = (*date.value[:10].split("-"), "", "")[:3]
    hour, minute = (*date.value[11:16].split(":"), "", "")[:2]
    parts = {"Y": year, "y": year[2:], "m": month, "d": day, "e": day.lstrip("0"), "H": hour,
             "M": minute, "%": "%"}  # fmt: skip
    if month:
        parts |= {"B": _MONTHS[int(month) - 1], "b": _MONTHS[int(month) - 1][:3]}
    used = _DATE.findall(pattern)
    if "%" in _DATE.sub("", pattern) or not all(parts.get(item[-1]) for item in used):
        return None
    return _DATE.sub(
        lambda item: parts[item[0][-1]].lstrip("0" if "-" in item[0] else "\0"), pattern
    )
