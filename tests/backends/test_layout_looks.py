"""A record of what a backend looks at in a layout is whole: nothing else of it is in the file."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from publish import layouts
from publish.backends import BACKENDS, backend
from publish.engine.layout_looks import NAMES
from publish.engine.render import Rendered, render
from publish.publication.model import Publication

LAYOUT = layouts.load("literary")
TEXT = "# 一节 {#a}\n\n正文 *emphasis*[^1]。\n\n```python\nx = 1\n```\n\n- [x] 茶\n\n[^1]: 注。\n"


def made(publication: Publication, format: str, files: dict[str, bytes]) -> Rendered:
    layout = replace(LAYOUT, files=files)
    return render(publication, format, layout, dict(backend(format).options))


@pytest.mark.parametrize("format", BACKENDS)
@pytest.mark.parametrize("kind", ["article", "book"])
def test_what_is_not_looked_at_in_a_layout_changes_nothing(
    format: str, kind: str, request: pytest.FixtureRequest
) -> None:
    make: Any = request.getfixturevalue(kind)
    publication: Publication = make(TEXT)
    first = made(publication, format, dict(LAYOUT.files))
    assert first.artifacts
    assert NAMES not in first.looked or format == "pdf"
    assert "screen.css" not in first.looked or format == "html"
    files = {
        name: content if name in first.looked else b"another"
        for name, content in LAYOUT.files.items()
        if name in first.looked or NAMES in first.looked
    }
    if NAMES not in first.looked:
        files |= {"another.css": b"p {}", "another.html": b"", "another.otf": b""}
    again = made(publication, format, files)
    assert again.looked == first.looked
    assert again.artifacts == first.artifacts
