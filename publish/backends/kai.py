"""Emphasis in 楷体, where a Chinese face of that kind is installed: dots stand in for it elsewhere."""

from __future__ import annotations

from publish.fonts.chosen import chosen

LANGUAGES = ("zh-Hans", "zh-Hant")
# Bold text, since no 楷体 is bold, and what may stand in 楷体 itself: dots stay in these.
_DOTTED = "h1, h2, h3, h4, h5, h6, strong, th, dt, figcaption, caption, blockquote"


def emphasis_in_kai(style: str) -> str:
    """The rules that set emphasis in the family which ``--kai`` of ``style`` comes down to on this
    machine; none for a language whose ``--kai`` is but the face of its text or headings."""
    return "".join(
        _rules(lang, kai)
        for lang in LANGUAGES
        if (uses := chosen(style, lang))
        and (kai := uses.get("captions"))
        and kai not in (uses.get("text"), uses.get("headings"))
    )


def _rules(lang: str, family: str) -> str:
    em = f"em:lang({lang})"
    return f"""
{em} {{ font-family: "{family}", var(--serif); }}
{em} .dot::after {{ content: none; }}
:is({_DOTTED}) {em}, {em} strong {{ font-family: inherit; }}
{em} strong {{ font-family: var(--serif); }}
:is({_DOTTED}) {em} .dot::after, {em} strong .dot::after {{ content: "•"; }}
"""
