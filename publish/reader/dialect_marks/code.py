"""Code blocks as their generator shows them: without hidden lines, and in a known language."""

from __future__ import annotations

import re

from msgspec.structs import replace

from publish.ast import Attr, Block, Blocks, CodeBlock, Div, Para, Str, Strong
from publish.reader.remark import Remark
from publish.regex import regex
from publish.walk import rewrite

_HIDDEN = regex(r"^[ \t]*#(?:[ \t].*)?(?:\n|$)", re.MULTILINE)
_SHOWN = regex(r"^([ \t]*)##", re.MULTILINE)
_TAB = regex(r"(?:#[ ]*@tab|%%tab)[ ]+(?P<names>[\w ,]+)(?:\n|$)")
TAB_SIGNS = ("@tab ", "%%tab ")
_EVERY = "all"  # the name that stands for every tab
_LANGUAGE = regex(r"(?:[ \t]*:::|#!)(?P<name>[A-Za-z][\w+#-]*)[ \t]*(?:\n|$)")


def mdbook_code(block: Block) -> Blocks:
    """Rust without the lines that mdBook hides (``# use std``); ``rust,ignore`` is Rust."""
    match block:
        case CodeBlock(c=(attr, code)) if attr.classes:
            names = [name for part in attr.classes for name in part.split(",") if name]
            if names[:1] == ["rust"] and "#" in code:
                code = _SHOWN.sub(r"\1#", _HIDDEN.sub("", code)).rstrip("\n")
            return (replace(block, c=(attr._replace(classes=tuple(names[:1])), code)),)
        case _:
            return (block,)


def pelican_code(block: Block) -> Blocks:
    """``:::python`` or ``#!python`` on the first line names the language."""
    match block:
        case CodeBlock(c=(attr, code)) if not attr.classes and (found := _LANGUAGE.match(code)):
            named = attr.with_class(found["name"].lower())
            return (replace(block, c=(named, code[found.end() :])),)
        case _:
            return (block,)


def named_code(blocks: Blocks) -> tuple[Blocks, tuple[Remark, ...]]:
    """Code of which d2lbook says that it is one tab's (``#@tab pytorch``) stands under the name of the
    tab; the line that says so goes."""
    found: list[Remark] = []

    def block(node: Block) -> Blocks:
        match node:
            case CodeBlock(c=(attr, code)) if tab := _TAB.match(code):
                found.append(Remark("DIA018", node.line, "code of a tab stands under its name"))
                plain = replace(node, c=(attr, code[tab.end() :]))
                name = tab["names"].strip()
                if name == _EVERY:
                    return (plain,)
                title = Para((Strong((Str(name),)),), line=node.line)
                return (Div((Attr("", ("tab",)), (title, plain)), line=node.line),)
            case _:
                return (node,)

    return rewrite(blocks, block, only=frozenset({CodeBlock})), tuple(found)
