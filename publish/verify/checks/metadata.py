"""Title, authors, language, date, keywords and description, as the document has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from publish.document import Metadata
from publish.verify.case import Case, Found
from publish.verify.fold import fold, without_pictures

_DATED = ("html", "epub", "pdf")  # the others have the moment of the build there
_REGIONS = {"CN": "Hans", "SG": "Hans", "TW": "Hant", "HK": "Hant", "MO": "Hant"}


def check(case: Case) -> Iterator[Found]:
    """One finding for each field."""
    metadata, facts = case.expected.publication.metadata, case.reading.facts
    yield from _same("title", metadata.title, facts.title)
    yield from _all_of("author", (each.name for each in metadata.authors), facts.authors)
    if not facts.lang or _language(facts.lang) != _language(metadata.lang):
        yield _other("language", metadata.lang, facts.lang)
    if case.format in _DATED and metadata.date:
        yield from _date(metadata, facts.date)
    yield from _all_of("keyword", metadata.keywords, facts.keywords)
    if metadata.description:
        yield from _same("description", metadata.description, facts.description)
    yield from _title_page(case)


def _title_page(case: Case) -> Iterator[Found]:
    """Readers see the title before the text."""
    if case.format == "epub":
        return
    on_paper = case.manner.on_paper
    front = "".join(fold(without_pictures(each.text), on_paper) for each in case.front)
    title = case.expected.publication.metadata.title
    if fold(title, on_paper) not in front:
        yield Found("VFY009", "", f"the title “{title}” does not stand before the text")


def _same(name: str, right: str, said: str | None) -> Iterator[Found]:
    if said is None or fold(said) != fold(right):
        yield _other(name, right, said)


def _all_of(name: str, right: Iterable[str], said: tuple[str, ...] | None) -> Iterator[Found]:
    """Some formats have all names in one line."""
    line = fold("\n".join(said or ()))
    for each in right:
        if fold(each) not in line:
            yield Found("VFY009", "", f"the {name} “{each}” is missing from what the file says")


def _date(metadata: Metadata, said: str | None) -> Iterator[Found]:
    date = metadata.date.value.partition("T")[0] if metadata.date else ""
    if not (said or "").startswith(date):
        yield _other("date", date, said)


def _language(tag: str) -> tuple[str, str]:
    """A language, and its script where two are in use."""
    parts = tag.split("-")
    if parts[0].lower() != "zh":
        return parts[0].lower(), ""
    scripts = [_REGIONS.get(part, part) for part in parts[1:] if part in _REGIONS or len(part) == 4]
    return "zh", scripts[0] if scripts else "Hans"


def _other(name: str, right: str, said: str | None) -> Found:
    message = (
        f"the {name} is “{said}”, not “{right}”"
        if said
        else f"the file does not say its {name} (“{right}”)"
    )
    return Found("VFY009", "", message)
