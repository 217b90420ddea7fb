"""Real posts, those of this project and those that lie beside the checkout: the laws hold for them too.

Of foreign posts a fixed choice is tried, with ``PUBLISH_DEEP=1`` every one.
"""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest

from laws.canonical import id_of, reread
from laws.corpora import name, own_posts, samples
from laws.oracle import spaced_lines, undeclared
from publish.ast import Header
from publish.diagnostics import Applicability
from publish.document import to_json
from publish.normalize import Settings, inspect, normalize, revise
from publish.walk import nodes

POSTS = [pytest.param(path, id=name(path)) for path in own_posts()]
POSTS += [pytest.param(path, id=name(path), marks=pytest.mark.slow) for path in samples(12)]


@pytest.mark.parametrize("path", POSTS)
def test_every_law_holds_for_a_real_post(path: Path) -> None:
    data = path.read_bytes()
    inspection = inspect(name(path), data, Settings())
    again = inspect(name(path), inspection.fixed.encode(), Settings())
    assert again.fixed == inspection.fixed
    assert not [
        item for item in again.diagnostics if item.fix and item.applicability is Applicability.SAFE
    ]
    normalized = normalize(name(path), data, Settings(), lines=False)
    document = normalized.document
    assert not [item for item in normalized.diagnostics if item.code == "BUG001"]
    if document is None:
        assert any(item.severity == "error" for item in normalized.diagnostics)
        return
    assert document.metadata.title
    levels = [1, *(block.c[0] for block in document.blocks if isinstance(block, Header))]
    assert all(below - above <= 1 for above, below in pairwise(levels))
    assert 1 not in levels[1:]
    ids = [id for node in nodes(document.blocks) if (id := id_of(node))]
    assert len(ids) == len(set(ids))
    assert revise(document, Settings())[0] == document
    assert reread(document).same()
    text, form = data.decode("utf-8-sig", "replace"), to_json(document)
    assert undeclared(text, form) == []
    assert spaced_lines(text, json.loads(form)) == []
