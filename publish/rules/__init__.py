"""The rules: one file each, and one visible table."""

from __future__ import annotations

from functools import cache, lru_cache

from publish.rules.accessibility import pictures, table_header
from publish.rules.cjk import (
    ellipsis,
    full_width_letter,
    half_width_mark,
    latin_space,
    space_by_mark,
)
from publish.rules.dialects import callout, template_tag
from publish.rules.encoding import control_characters, invisible, line_ends, odd_space
from publish.rules.front_matter import blank_line, description_odd, list_string, missing_key
from publish.rules.inline import cjk_soft_break, stray_break
from publish.rules.links import bare_address, empty_link, space_in_address, template_address
from publish.rules.lists import broken_run, marker_space
from publish.rules.references import citations, entries
from publish.rules.rule import Finding, Page, Revision, Rule, TreeFinding
from publish.rules.safety import active_content, broken_html
from publish.rules.selection import LATER, chosen
from publish.rules.structure import (
    anchors,
    contents_mark,
    deck_hint,
    excerpt_mark,
    glued_conclusion,
    hand_number,
    hash_space,
    heading_blank_lines,
    levels,
    section_role,
    trailing_blank,
)
from publish.rules.suppressions import comments

__all__ = [
    "RULES",
    "Finding",
    "Page",
    "Revision",
    "Rule",
    "TreeFinding",
    "by_code",
    "codes",
    "selected",
]

# Text rules come first and run in this order; then what the reader finds; then tree rules, each on
# what the last one left.
RULES: tuple[Rule, ...] = (
    line_ends.RULE,
    control_characters.RULE,
    invisible.RULE,
    odd_space.RULE,
    list_string.RULE,
    description_odd.RULE,
    blank_line.RULE,
    deck_hint.RULE,
    hash_space.RULE,
    heading_blank_lines.RULE,
    trailing_blank.RULE,
    glued_conclusion.RULE,
    marker_space.RULE,
    latin_space.RULE,
    space_by_mark.RULE,
    half_width_mark.RULE,
    ellipsis.RULE,
    full_width_letter.RULE,
    bare_address.RULE,
    space_in_address.RULE,
    active_content.RULE,
    broken_html.RULE,
    comments.UNUSED,
    comments.UNKNOWN,
    missing_key.TITLE,
    missing_key.DATE,
    missing_key.LANGUAGE,
    template_address.RULE,
    template_tag.RULE,
    entries.ENTRIES,
    pictures.FIGURE,
    cjk_soft_break.RULE,
    stray_break.RULE,
    empty_link.RULE,
    levels.MISPLACED,
    levels.REPEATED_TITLE,
    levels.SEVERAL_H1,
    broken_run.RULE,
    levels.LEVEL_JUMP,
    hand_number.RULE,
    section_role.RULE,
    anchors.RULE,
    contents_mark.RULE,
    excerpt_mark.RULE,
    callout.RULE,
    table_header.RULE,
    pictures.ALTERNATIVE,
    citations.CITED,
    entries.PLACEHOLDER,
    citations.UNMATCHED,
)


_BY_CODE = {rule.code: rule for rule in RULES}


def by_code(code: str) -> Rule | None:
    """The rule of a code, in any case of letters."""
    return _BY_CODE.get(code.upper())


@lru_cache(maxsize=256)  # asked for every post, with few different answers
def selected(
    select: tuple[str, ...], ignore: tuple[str, ...], without: tuple[str, ...] = ()
) -> tuple[Rule, ...]:
    """The rules that ``select`` (none: all) and ``ignore`` choose; a longer prefix outdoes a shorter.

    Those that ``without`` names are left out in any case.
    """
    return tuple(
        rule
        for rule in RULES
        if chosen(rule.code, select, ignore) and not rule.code.startswith(without or ("~",))
    )


@cache
def codes() -> dict[str, str]:
    """Every code that can be chosen or refused, with the name of the fault."""
    return dict(sorted({**{rule.code: rule.name for rule in RULES}, **LATER}.items()))
