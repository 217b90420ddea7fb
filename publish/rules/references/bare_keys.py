"""Citations by a role, ``:cite:`lu```, of keys that no bibliography has: the keys, in brackets."""

from __future__ import annotations

from publish.ast import Attr, Block, Blocks, Cite, Inline, Inlines, Space, Span, Str
from publish.rules.canonical import words
from publish.rules.rule import TreeFinding
from publish.walk import kinds, plain_text, rewrite

_ROLE = Attr("", ("cited",))


def bare_keys(blocks: Blocks, *, told: bool) -> tuple[Blocks, tuple[TreeFinding, ...]]:
    """The blocks without the spans of such roles, and a finding for each key that is left (``told``),
    in any case for each word that is no key."""
    done: list[Block] = []
    findings: list[TreeFinding] = []
    for block in blocks:
        left: list[str] = []
        done.append(_without_spans(block, left) if Span in kinds(block) else block)
        findings += [
            TreeFinding(block.line, f"no bibliography has the key “{key.removeprefix('@')}”")
            for key in dict.fromkeys(left)
            if told or not key.startswith("@")
        ]
    return tuple(done), tuple(findings)


def _without_spans(block: Block, left: list[str]) -> Block:
    """The block; the keys that it names are added to ``left``."""

    def inlines(text: Inlines) -> Inlines:
        if not any(map(_is_role, text)):
            return text
        return words(tuple(part for node in text for part in plain(node)))

    def plain(node: Inline) -> Inlines:
        match node:
            case Span(c=(_, inside)) if _is_role(node):
                if not all(isinstance(part, Str | Space | Cite) for part in inside):
                    return inside
                cited = tuple(part for part in inside if isinstance(part, Cite))
                others = plain_text(tuple(part for part in inside if not isinstance(part, Cite)))
                keys = [key for part in others.strip("[]").split(";") if (key := part.strip())]
                left.extend(keys)
                shown = ", ".join(key.removeprefix("@") for key in keys)
                return (*cited, Str(f"[{shown}]")) if keys else cited
            case _:
                return (node,)

    (new,) = rewrite((block,), inlines=inlines)
    return new


def _is_role(node: Inline) -> bool:
    return isinstance(node, Span) and node.c[0] == _ROLE
