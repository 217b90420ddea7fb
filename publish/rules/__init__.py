"""The rules: one file each, and one visible table."""

from __future__ import annotations

from functools import cache, lru_cache

from publish.rules.accessibility import (
    foreign_words,
    link_words,
    pictures,
    placeholder_title,
    table_header,
    unnamed_code,
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
    space_between_han,
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
    foreign_mark,
    indented_fence,
    kramdown_mark,
    missing_include,
    obsidian_mark,
    open_fence,
    sphinx_mark,
    table_source,
    template_tag,
    tilde_fence,
    two_dialects,
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
    slides_hint,
    template_left,
)
from publish.rules.inline import (
    cjk_emphasis,
    cjk_soft_break,
    code_marks,
    emoji_name,
    entity_space,
    extended_mark,
    formula,
    lone_marks,
    mathematics,
    reading_mark,
    space_in_emphasis,
    stray_break,
    underscore,
)
from publish.rules.links import (
    bare_address,
    empty_link,
    full_width_link,
    mistyped_scheme,
    picture_size,
    reversed_link,
    space_in_address,
    template_address,
    tracked_address,
)
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
from publish.rules.safety import (
    active_content,
    broken_html,
    deceptive_character,
    foreign_content,
    legacy_tag,
)
from publish.rules.selection import LATER, chosen
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
    numbered_title,
    section_role,
    trailing_blank,
    underlined,
)
from publish.rules.suppressions import comments

__all__ = [
    "RULES",
    "Finding",
    "Page",
    "Revision",
    "Rule",
    "TreeFinding",
    "Words",
    "by_code",
    "codes",
    "selected",
]

# Text rules come first and run in this order; then what the reader finds; then tree rules, each on
# what the last one left.
RULES: tuple[Rule, ...] = (
    not_utf8.RULE,
    line_ends.RULE,
    mojibake.RULE,  # what others would take away may be bytes of a character
    control_characters.RULE,
    invisible.RULE,
    odd_space.RULE,
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
    slides_hint.RULE,
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
    indented_fence.RULE,
    tilde_fence.RULE,
    table_source.RULE,
    space_in_emphasis.RULE,
    cjk_emphasis.RULE,
    lone_marks.RULE,
    underscore.RULE,
    code_marks.RULE,
    entity_space.RULE,
    latin_space.RULE,
    space_by_mark.RULE,
    space_between_han.RULE,
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
    mistyped_scheme.RULE,
    reversed_link.RULE,
    space_in_address.RULE,
    tracked_address.RULE,
    picture_size.RULE,
    deceptive_character.RULE,
    active_content.RULE,
    broken_html.RULE,
    comments.UNUSED,
    comments.UNKNOWN,
    legacy_tag.RULE,
    foreign_content.RULE,
    two_dialects.RULE,
    kramdown_mark.RULE,
    obsidian_mark.RULE,
    sphinx_mark.RULE,
    foreign_mark.RULE,
    missing_include.RULE,
    extended_mark.RULE,
    emoji_name.RULE,
    reading_mark.RULE,
    missing_key.TITLE,
    missing_key.DATE,
    missing_key.LANGUAGE,
    template_address.RULE,
    template_tag.LIQUID,
    template_tag.HUGO,
    template_tag.HEXO,
    template_tag.UNKNOWN,
    entries.RULE,
    empty_link.RULE,
    figures.RULE,  # a picture whose link was empty may stand alone only now
    callout.RULE,  # its title ends with its line
    mathematics.RULE,
    formula.RULE,
    cjk_soft_break.RULE,
    stray_break.RULE,
    levels.MISPLACED,
    levels.REPEATED_TITLE,
    levels.SEVERAL_H1,
    broken_run.RULE,
    numbered_title.RULE,
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
    link_words.RULE,
    unnamed_code.RULE,
    placeholder_title.RULE,
    foreign_words.RULE,
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
