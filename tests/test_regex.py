"""Regular expressions: compiled late, but each of them is one."""

from __future__ import annotations

import gc
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import publish
from publish.regex import regex

PACKAGE = Path(publish.__file__).parent


def modules() -> list[str]:
    paths = (path.relative_to(PACKAGE.parent).with_suffix("") for path in PACKAGE.rglob("*.py"))
    return [".".join(path.parts) for path in paths if path.name != "__main__"]


def test_every_expression_can_be_compiled() -> None:
    for name in modules():
        import_module(name)
    late = type(regex("a"))
    found = [each for each in gc.get_objects() if type(each) is late]
    assert len(found) > 600
    for expression in found:
        re.compile(expression.pattern, expression._flags)


def test_an_expression_does_what_a_compiled_one_does() -> None:
    late = regex("(?P<han>[一-龥])+", re.ASCII)
    assert late.pattern == "(?P<han>[一-龥])+"
    assert [found["han"] for found in late.finditer("a茶b水")] == ["茶", "水"]
    assert late.sub("x", "茶 a") == "x a"
    assert late.groupindex == {"han": 1}
    assert regex(rb"\d").search(b"a1")


def test_a_faulty_expression_is_told_where_it_is_used() -> None:
    late = regex("(")
    for _ in range(2):
        with pytest.raises(re.error):
            late.search("")


def test_the_command_line_begins_without_compiling_those_of_the_rules() -> None:
    script = (
        "import re\nseen = []\ncompile = re._compile\n"
        "re._compile = lambda text, flags: seen.append(text) or compile(text, flags)\n"
        "import publish.cli.build_command\nprint(sum('㐀' in str(text) for text in seen))\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout == "0\n"
