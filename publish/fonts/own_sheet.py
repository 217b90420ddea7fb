"""The rules of a style sheet that set a language in families of the user's own."""

from __future__ import annotations

from collections.abc import Sequence

_SELECTORS = {
    "body": ("html", "body", "section[lang]", "div[lang]", "p[lang]", "blockquote[lang]",
             "span[lang]", ".footnote"),
    "heading": ("h1", "h2", "h3", "h4", "h5", "h6", ".titlepage .title"),
    "code": ("code", "pre", "kbd", "samp"),
    "emphasis": ("em",),
    "caption": ("figcaption", "caption"),
}  # fmt: skip
_GENERIC = {
    "body": ("--serif", "serif"),
    "heading": ("--sans", "sans-serif"),
    "code": ("--mono", "monospace"),
    "emphasis": ("--serif", "serif"),
    "caption": ("--sans", "sans-serif"),
}
_STRONG = ("strong", "b", "dt", "th")
_SLANTED = ("em", "i", "cite", "dfn", "var", "address")
_SQUARE = ("zh", "ja", "ko")


def rules(
    lang: str, use: str, families: Sequence[str], *, bold: bool, italic: bool, variables: bool
) -> str:
    """The rules for one use of a language.

    What the families lack is set in the layout's own: bold text in its sans, emphasis in its serif;
    headings without a bold face are not bold. ``variables`` are the custom properties of the layout;
    without them its generic families stand for it.
    """
    square = lang.partition("-")[0].lower() in _SQUARE
    if use == "emphasis" and not square:
        return ""

    def rest(of: str) -> str:
        variable, generic = _GENERIC[of]
        return f"var({variable}, {generic})" if variables else generic

    def rule(selectors: Sequence[str], declarations: str) -> str:
        # Said twice, so that it outweighs the layout's own rules for an element.
        chosen = ", ".join(f"{each}:lang({lang}):lang({lang})" for each in selectors)
        return f"{chosen} {{ {declarations} }}\n"

    stack = ", ".join(f'"{family}"' for family in families) + f", {rest(use)}"
    more = {
        "heading": "" if bold else " font-weight: 400;",
        "emphasis": " text-emphasis: none; -webkit-text-emphasis: none;",
    }.get(use, "")
    text = rule(_SELECTORS[use], f"font-family: {stack};{more}")
    if use == "emphasis":
        text += f"em:lang({lang}):lang({lang}) .dot::after {{ content: none; }}\n"
    if use == "body" and not bold:
        text += rule(_STRONG, f"font-family: {rest('heading')};")
    if use == "body" and not italic and not square:
        text += rule(_SLANTED, f"font-family: {rest('body')};")
    return text
