"""The last gate before a page: it sees what a browser would run, however that is written."""

from __future__ import annotations

import pytest

from publish.backends.gate import active, passed
from publish.diagnostics import PublishError


@pytest.mark.parametrize(
    "markup",
    [
        "<script>x</script>",
        "<ScRiPt/x>",
        "<p onclick=x>",
        "<svg/onload\n=x>",
        '<a href="javascript:x">',
        '<a href="JavaScript&colon;x">',
        '<a href="java\nscript:x">',
        '<a href="javascr\tipt:x">',
        '<a href="javascr&Tab;ipt:x">',
        '<a href="&#106;avascript:x">',
        '<svg><a xlink:href="javascript:x">',
        '<iframe srcdoc="x">',
        "<math><mtext><style>x</style>",
    ],
)
def test_what_would_run_does_not_pass(markup: str) -> None:
    assert active(markup)
    with pytest.raises(PublishError, match="TRU004"):
        passed(markup, "a.md")


@pytest.mark.parametrize(
    "markup",
    [
        "<p>javascript: is a word, and &lt;script&gt; text</p>",
        '<p id="on">on = 3 <a href="https://example.org/?a=script:">x</a></p>',
        '<img src="data:image/png;base64,AAAA" alt="">',
    ],
)
def test_what_only_looks_so_passes(markup: str) -> None:
    assert passed(markup, "a.md") == markup
