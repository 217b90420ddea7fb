"""LNK009: addresses that watch the reader, or that anyone on the way can read."""

from __future__ import annotations

from collections.abc import Iterable

from publish.diagnostics import Applicability, Severity
from publish.regex import regex
from publish.rules.links.spoken import is_spoken
from publish.rules.rule import Finding, Page, Rule

_TRACKED = regex(
    r"https?://[^\s<>()\[\]\"'`，。；：！？、（）]{0,1000}?[?&]"
    r"(?P<name>utm_[a-z]+|fbclid|gclid|yclid|msclkid|mc_eid|igshid|spm|spm_id_from|vd_source|share_source"
    r"|share_token|xsec_token|from_source)=[^\s<>()\[\]\"'`，。；：！？、（）]*"
)
_PLAIN = regex(
    r"http://(?!(?:localhost|127\.|10\.|192\.168\.|0\.0\.0\.0|[^/\s]*\.(?:local|test|example)\b|(?:www\.)?example\.(?:com|org|net)\b(?!\.))"
    r"|[^./\s]+(?:[/:\s]|$))[^\s<>()\[\]\"'`，。；：！？、（）]+"
)


def check(page: Page) -> Iterable[Finding]:
    """Each address with a mark that only a statistic needs; and, once a post, those without https."""
    if "?" in page.text or "&" in page.text:
        for found in _TRACKED.finditer(page.text, page.body):
            if is_spoken(page, found.start()):
                message = f"“{found['name']}” in the address tells where the reader came from"
                yield Finding(*found.span(), message, hint="the address works without it")
    if "http://" not in page.text:
        return
    plain = [
        found for found in _PLAIN.finditer(page.text, page.body) if is_spoken(page, found.start())
    ]
    if plain:
        more = f", and {len(plain) - 1} more" if len(plain) > 1 else ""
        message = f"an address begins with http:{more}"
        yield Finding(*plain[0].span(), message, hint="most sites have https: by now")


RULE = Rule(
    code="LNK009",
    name="tracked-address",
    summary="An address holds marks by which readers are followed, or is asked without encryption.",
    why="Readers are followed from site to site by them, and such addresses are long and soon stale.",
    before="See <https://example.com/tea?utm_source=feed>.\n",
    after="See <https://example.com/tea>.\n",
    applicability=Applicability.DISPLAY,
    severity=Severity.NOTE,
    text=check,
)
