"""The oracle is no wider than what is declared: it sees the loss of each word beside a mark, and a mark
that is left."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from laws.oracle import undeclared
from publish.document import to_json
from publish.normalize import Settings, normalize

POST = r"""---
title: Tea
lang: en
date: 2024-01-01
---

## Water
:label:`sec_water`

A kettle boils, as :numref:`fig_cup` and (:eqref:`eq_mix-a+b`) tell. :ref:`sec_water` begins it.
Leaves :cite:`lu.2019` and spice :cite:`xu,lu_b` steep. See [Talk](https://example.com/1) :cite:`lu`.

$$a = b.$$
:eqlabel:`eq_mix-a+b`

Between them stand words.

$$
\begin{aligned}
c &= d
\end{aligned}
$$
:eqlabel:`eq_second`

![A cup](cup.png)
:width:`200px`
:label:`fig_cup`

The next words follow.

:begin_tab:`mxnet`
Text of one. [Discussions](https://example.com/2)
:end_tab:

:begin_tab:`pytorch`
[Discussions](https://example.com/3)
:end_tab:

Code says `x` and this:

```
:label:`shown`
```
"""
WORDS = ("Str", "Code", "CodeBlock", "Math")


def document() -> Any:
    found = normalize("tea.md", POST.encode(), Settings()).document
    assert found is not None
    return json.loads(to_json(found))


def words_of(node: Any) -> Iterator[dict[str, Any]]:
    """The nodes of a tree that hold words."""
    if isinstance(node, list):
        for part in node:
            yield from words_of(part)
    elif isinstance(node, dict):
        if node.get("t") in WORDS:
            yield node
        yield from words_of(list(node.values()))


def said(node: dict[str, Any], words: str) -> dict[str, Any]:
    content = words if node["t"] == "Str" else [node["c"][0], words]
    return {**node, "c": content}


def seen(tree: Any) -> bool:
    return bool(undeclared(POST, json.dumps(tree).encode()))


def test_marks_that_are_carried_out_are_declared() -> None:
    assert undeclared(POST, json.dumps(document()).encode()) == []


def test_the_loss_of_each_word_is_seen() -> None:
    tree = document()
    nodes = list(words_of(tree["blocks"]))
    assert len(nodes) > 40
    missed = []
    for node in nodes:
        whole = dict(node)
        node.update(said(whole, ""))
        if not seen(tree):
            missed.append(whole["c"])
        node.update(whole)
    assert missed == []


def test_the_loss_of_each_block_is_seen() -> None:
    tree = document()
    blocks = tree["blocks"]
    missed = [
        at
        for at in range(len(blocks))
        if list(words_of(blocks[at]))
        and not seen({**tree, "blocks": blocks[:at] + blocks[at + 1 :]})
    ]
    assert missed == []


def test_a_mark_that_is_left_is_seen() -> None:
    tree = document()
    nodes = list(words_of(tree["blocks"]))
    for mark in (":numref:", ":label:sec_water", ":cite:", ":end_tab:", r"\qquad(3)"):
        missed = []
        for node in nodes:
            whole = dict(node)
            words = whole["c"] if whole["t"] == "Str" else whole["c"][1]
            node.update(said(whole, f"{words} {mark}"))
            if not seen(tree):
                missed.append(words)
            node.update(whole)
        assert missed == [], mark
