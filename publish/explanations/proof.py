"""Codes of finished files that are read back."""

from __future__ import annotations

from collections.abc import Mapping

PROOF: Mapping[str, str] = {
    "VFY001": (
        "`publish verify` did not find a piece of the document in a finished file: a paragraph, a row "
        "of a table, a formula, a note. The hint names its line. If `publish build` makes the same "
        "file again, this is a bug in `publish` or in the layout; please report it with the post."
    ),
    "VFY002": (
        "A piece of the document is in the file, but not where it belongs: two paragraphs or items "
        "have changed places, in the order in which programs read the file aloud."
    ),
    "VFY003": (
        "Words, a number or a label are others in the file than in the document. Somebody has edited "
        "the file, or a template changes what it should only set."
    ),
    "VFY004": (
        "The file has words that are not the document's. What belongs to pages and not to the text "
        "(contents, running heads, repeated titles of slides and heads of tables) does not count. "
        "Text that a template of your own puts into the text does."
    ),
    "VFY005": (
        "A text is in the file and nobody sees it: it is hidden, lies outside of its page or slide, or "
        "is higher than the box that it stands in."
    ),
    "VFY006": ("The items of a numbered list have other numbers than in the document."),
    "VFY007": (
        "A link leads to a place that is not there. Links to other sites are taken on trust: nothing "
        "is fetched."
    ),
    "VFY008": ("A link of the document is plain text in the file, or leads to another address."),
    "VFY009": (
        "What the file says of itself is not what the post says: title, authors, language, date, "
        "keywords or description."
    ),
    "VFY010": (
        "A picture has no alternative text, or another one than in the document. Those who do not see "
        "the picture learn nothing of it."
    ),
    "VFY011": (
        "The structure is not the document's, or not sound: a heading on another level, a table "
        "without its head, an id in two places, a slide without a title, a PDF without tags."
    ),
    "VFY012": ("A picture, a page or a slide that the file names is not in it, nor beside it."),
    "VFY013": (
        "A table of contents, or the bookmarks of a PDF, lack a section, call it otherwise, or lead "
        "nowhere."
    ),
    "VFY014": (
        "The file that should be verified is not there, or is older than its post, its layout, the "
        "settings or the program. Run `publish build` first."
    ),
    "VFY015": (
        "The file cannot be opened as what it should be: it is cut short, damaged, or something else."
    ),
    "VFY020": (
        "An outside validator found a fault. The message is its own; its documentation tells more."
    ),
    "VFY021": (
        "An outside validator could not be asked, because it is not installed, does not start or takes "
        "longer than five minutes. What `publish verify` proves by itself is proved all the same. "
        "`publish doctor` says how to get the program."
    ),
}
