"""The rules: one file each, and one visible table."""

from __future__ import annotations

from collections.abc import Sequence

from publish.rules.accessibility import (
    code_language,
    foreign_words,
    link_words,
    pictures,
    placeholder_title,
    table_header,
)
from publish.rules.cjk import (
    ellipsis,
    full_width_letter,
    half_width_mark,
    half_width_parentheses,
    hyphen_dash,
    hyphen_range,
    latin_space,
    misspelt_name,
    mixed_scripts,
    needless_comma,
    odd_middle_dot,
    repeated_mark,
    space_by_mark,
    straight_quotes,
    unit_space,
    unpaired_mark,
    wide_mark_in_latin,
)
from publish.rules.dialects import callout, template_tag
from publish.rules.encoding import control_characters, invisible, line_ends, odd_space
from publish.rules.front_matter import blank_line, description_odd, list_string, missing_key
from publish.rules.inline import cjk_soft_break, stray_break
from publish.rules.links import (
    bare_address,
    empty_link,
    full_width_link,
    picture_size,
    reversed_link,
    space_in_address,
    template_address,
    tracked_address,
)
from publish.rules.lists import broken_run, marker_space
from publish.rules.references import (
    citations,
    citekeys,
    cross_references,
    entries,
    faults,
    figures,
    notes,
    restyle,
)
from publish.rules.rule import Finding, Page, Revision, Rule, TreeFinding, Words
from publish.rules.safety import (
    active_content,
    broken_html,
    deceptive_character,
    foreign_content,
    legacy_tag,
)
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

__all__ = [
    "RULES",
    "Finding",
    "Page",
    "Revision",
    "Rule",
    "TreeFinding",
    "Words",
    "by_code",
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
    half_width_parentheses.RULE,
    straight_quotes.RULE,
    hyphen_dash.RULE,
    repeated_mark.RULE,
    odd_middle_dot.RULE,
    hyphen_range.RULE,
    wide_mark_in_latin.RULE,
    unit_space.RULE,
    needless_comma.RULE,
    misspelt_name.RULE,
    mixed_scripts.RULE,
    unpaired_mark.RULE,
    notes.RULE,
    bare_address.RULE,
    full_width_link.RULE,
    reversed_link.RULE,
    space_in_address.RULE,
    tracked_address.RULE,
    picture_size.RULE,
    deceptive_character.RULE,
    active_content.RULE,
    broken_html.RULE,
    legacy_tag.RULE,
    foreign_content.RULE,
    missing_key.TITLE,
    missing_key.DATE,
    missing_key.LANGUAGE,
    template_address.RULE,
    template_tag.RULE,
    entries.RULE,
    figures.RULE,
    callout.RULE,  # its title ends with its line
    cjk_soft_break.RULE,
    stray_break.RULE,
    empty_link.RULE,
    levels.MISPLACED,
    levels.REPEATED_TITLE,
    levels.SEVERAL_H1,
    broken_run.RULE,
    levels.LEVEL_JUMP,
    hand_number.RULE,
    citekeys.RULE,
    section_role.RULE,
    anchors.RULE,
    contents_mark.RULE,
    excerpt_mark.RULE,
    table_header.RULE,
    pictures.ALTERNATIVE,
    cross_references.RULE,
    citations.CITED,
    faults.PLACEHOLDER,
    faults.NUMBERS,
    citations.UNMATCHED,
    restyle.RULE,
    link_words.RULE,
    code_language.RULE,
    placeholder_title.RULE,
    foreign_words.RULE,
)


def by_code(code: str) -> Rule | None:
    """The rule of a code, in any case of letters."""
    return next((rule for rule in RULES if rule.code == code.upper()), None)


def selected(select: Sequence[str], ignore: Sequence[str]) -> tuple[Rule, ...]:
    """The rules whose code begins with one of ``select`` (none: all) and with none of ``ignore``."""
    return tuple(
        rule
        for rule in RULES
        if (not select or rule.code.startswith(tuple(select)))
        and not rule.code.startswith(tuple(ignore) or ("~",))
    )
