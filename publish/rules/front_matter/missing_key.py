"""FM008, FM009, FM010: what a reader asks for and the front matter does not say."""

from __future__ import annotations

from collections.abc import Callable

from publish.diagnostics import Applicability, Severity
from publish.document import Document, Provenance
from publish.rules.rule import Revision, Rule, TreeFinding


def _inferred(field: str, what: str) -> Callable[[Document], Revision]:
    def check(document: Document) -> Revision:
        about = next((item for item in document.provenance if item.field == field), None)
        return Revision(document, (TreeFinding(1, _message(about, what)),) if about else ())

    return check


def _message(about: Provenance, what: str) -> str:
    if ", because " in about.evidence:
        return f"“{about.value}” is taken as the {what} from {about.evidence}"
    return f"no {what} is given; “{about.value}” is taken from {about.evidence}"


def _no_date(document: Document) -> Revision:
    if document.metadata.date is not None:
        return Revision(document)
    return Revision(document, (TreeFinding(1, "no date is given; none is invented"),))


TITLE = Rule(
    code="FM008",
    name="missing-title",
    summary="The front matter has no title.",
    why="Every format needs one. The only first-level heading serves, or else the name of the file.",
    before="---\nlang: en\ndate: 2024-01-01\n---\n\n# Tea\n\nText.\n",
    after="---\ntitle: Tea\nlang: en\ndate: 2024-01-01\n---\n\nText.\n",
    applicability=Applicability.DISPLAY,
    severity=Severity.NOTE,
    tree=_inferred("title", "title"),
)
DATE = Rule(
    code="FM009",
    name="missing-date",
    summary="The front matter has no date.",
    why="Readers want to know how old a text is, and lists are sorted by it. A date is never made up.",
    before="---\ntitle: Tea\nlang: en\n---\n\nText.\n",
    after="---\ntitle: Tea\nlang: en\ndate: 2024-01-01\n---\n\nText.\n",
    applicability=Applicability.DISPLAY,
    severity=Severity.NOTE,
    tree=_no_date,
)
LANGUAGE = Rule(
    code="FM010",
    name="missing-language",
    summary="The front matter does not say the language, or says one that there is not.",
    why="Fonts, hyphens, quotation marks and screen readers depend on it. It is inferred from the script.",
    before="---\ntitle: 茶\ndate: 2024-01-01\n---\n\n水与火。\n",
    after="---\ntitle: 茶\nlang: zh-Hans\ndate: 2024-01-01\n---\n\n水与火。\n",
    applicability=Applicability.DISPLAY,
    severity=Severity.NOTE,
    tree=_inferred("lang", "language"),
)
