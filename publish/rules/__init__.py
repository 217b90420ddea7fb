"""The rules: one file each, and one visible table."""

from __future__ import annotations

from collections.abc import Sequence

from publish.rules.accessibility import pictures, table_header
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
from publish.rules.dialects import (
    callout,
    code_language,
    diagram,
    open_fence,
    table_source,
    template_tag,
)
from publish.rules.encoding import (
    compatibility,
    control_characters,
    invisible,
    line_ends,
    mojibake,
    not_utf8,
    odd_space,
    radicals,
)
from publish.rules.front_matter import (
    blank_line,
    category_shape,
    description_odd,
    empty_value,
    foreign_header,
    key_alias,
    list_string,
    missing_key,
    repairs,
    scalar_type,
    template_left,
)
from publish.rules.inline import (
    cjk_emphasis,
    cjk_soft_break,
    code_marks,
    entity_space,
    lone_marks,
    mathematics,
    space_in_emphasis,
    stray_break,
    underscore,
)
from publish.rules.links import bare_address, empty_link, space_in_address, template_address
from publish.rules.lists import (
    blank_before,
    broken_run,
    bullet_style,
    fake_marker,
    item_numbers,
    lazy_line,
    marker_space,
    tab_indent,
)
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
from publish.rules.safety import active_content, broken_html
from publish.rules.structure import (
    anchors,
    bold_heading,
    contents_mark,
    deck_hint,
    empty_section,
    excerpt_mark,
    glued_conclusion,
    hand_number,
    hash_space,
    heading_blank_lines,
    heading_mark,
    levels,
    near_duplicate,
    number_sequence,
    section_role,
    trailing_blank,
    underlined,
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
    not_utf8.RULE,
    line_ends.RULE,
    control_characters.RULE,
    invisible.RULE,
    odd_space.RULE,
    mojibake.RULE,
    radicals.RULE,
    compatibility.RULE,
    repairs.DELIMITERS,
    repairs.YAML,
    foreign_header.RULE,
    key_alias.RULE,
    list_string.RULE,
    category_shape.RULE,
    scalar_type.RULE,
    description_odd.RULE,
    blank_line.RULE,
    template_left.RULE,
    empty_value.RULE,
    deck_hint.RULE,
    hash_space.RULE,
    underlined.STYLE,
    underlined.ACCIDENT,
    bold_heading.RULE,
    heading_mark.RULE,
    heading_blank_lines.RULE,
    trailing_blank.RULE,
    glued_conclusion.RULE,
    marker_space.RULE,
    fake_marker.RULE,
    bullet_style.RULE,
    tab_indent.RULE,
    lazy_line.RULE,
    blank_before.RULE,
    item_numbers.EQUAL,
    item_numbers.ORDER,
    open_fence.RULE,
    table_source.RULE,
    space_in_emphasis.RULE,
    cjk_emphasis.RULE,
    lone_marks.RULE,
    underscore.RULE,
    code_marks.RULE,
    entity_space.RULE,
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
    space_in_address.RULE,
    active_content.RULE,
    broken_html.RULE,
    missing_key.TITLE,
    missing_key.DATE,
    missing_key.LANGUAGE,
    template_address.RULE,
    template_tag.RULE,
    entries.RULE,
    figures.RULE,
    callout.RULE,  # its title ends with its line
    mathematics.RULE,
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
    number_sequence.RULE,
    section_role.RULE,
    empty_section.RULE,
    near_duplicate.RULE,
    anchors.RULE,
    contents_mark.RULE,
    excerpt_mark.RULE,
    code_language.RULE,
    diagram.RULE,
    table_header.RULE,
    pictures.ALTERNATIVE,
    cross_references.RULE,
    citations.CITED,
    faults.PLACEHOLDER,
    faults.NUMBERS,
    citations.UNMATCHED,
    restyle.RULE,
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
