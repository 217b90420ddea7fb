"""The shape of the house: imports go one way, only the command line prints, names are the field's."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "publish"
MODULES = sorted(PACKAGE.rglob("*.py"))

# A part may import those before it, and modules of its own.
ORDER = (
    "",
    "regex",
    "disk",
    "confined",
    "ast",
    "diagnostics",
    "explanations",
    "system",
    "text",
    "walk",
    "attributes",
    "document",
    "printable",
    "pandoc",
    "reader",
    "numbering",
    "rules",
    "inspection",
    "normalize",
    "library",
    "pdf_text",
    "manifest",
    "sources",
    "publication",
    "fonts",
    "layouts",
    "backends",
    "review",
    "report",
    "verify",
    "engine",
    "schedule",
    "release",
    "runs",
    "cli",
    "__main__",
)
# Heavy or for one format only: never imported by what the others need.
AT_HOME = {
    "weasyprint": ("backends",),
    "ebooklib": ("backends",),
    "jinja2": ("backends", "runs"),
    "ziamath": ("backends",),
    "lxml": ("backends", "publication", "verify", "runs"),
    "pypdfium2": ("pdf_text", "backends", "verify"),
    "fsspec": ("engine",),
    "distributed": ("engine",),
    "click": ("cli",),
    "rich": ("cli",),
}
_LATER = (ast.FunctionDef, ast.Lambda)
FORBIDDEN = re.compile(r"manager|handler|util|helper|misc|common|wrapper|processor", re.IGNORECASE)


def part(path: Path) -> str:
    """The part of the product to which a module belongs."""
    name = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    return "" if name == "__init__" else name


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[str]:
    """The modules that a module imports, at the top or inside functions."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: imports say the whole name"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own(name: str) -> str | None:
    """The part that an import names; None for modules of others and for facts of the package."""
    words = name.split(".")
    if words[0] != "publish" or len(words) == 1 or words[1].startswith("__"):
        return None
    return words[1]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    here = ORDER.index(part(path))
    back = [name for name in imports(path) if (other := own(name)) and ORDER.index(other) > here]
    assert not back


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_regular_expression_is_compiled_before_it_is_used(path: Path) -> None:
    if part(path) == "regex":
        return
    inside = [node for node in ast.walk(tree(path)) if isinstance(node, _LATER)]
    late = {node.lineno for each in inside for node in ast.walk(each) if isinstance(node, ast.Call)}
    early = [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile"
    ]
    assert late.issuperset(early)


def test_order_names_every_part_and_no_other() -> None:
    assert {part(path) for path in MODULES} == set(ORDER)


def test_heavy_libraries_stay_where_they_are_used() -> None:
    astray = [
        (str(path.relative_to(ROOT)), name)
        for path in MODULES
        for name in imports(path)
        if part(path) not in AT_HOME.get(name.split(".")[0], (part(path),))
    ]
    assert not astray


def test_help_loads_nothing_heavy() -> None:
    script = "import sys; from publish.cli.main import run; run(['--help']); print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = set(run.stdout.splitlines()[-1].split())
    assert "click" in loaded
    assert not loaded & {*AT_HOME, "PIL", "yaml", "publish.rules", "publish.engine"} - {"click"}


def test_a_check_loads_no_library_of_a_format(tmp_path: Path) -> None:
    (tmp_path / "post.md").write_text("# 茶\n\n水a。\n", encoding="utf-8")
    script = "import sys; from publish.cli.main import run; run(['check']); print(*sys.modules)"
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=tmp_path,
        env=environment,
    )
    loaded = set(run.stdout.splitlines()[-1].split())
    assert "publish.engine.check" in loaded
    assert not loaded & {"weasyprint", "jinja2", "ebooklib", "ziamath", "PIL", "rich"}


def test_only_the_command_line_prints() -> None:
    printing = [
        str(path.relative_to(ROOT))
        for path in MODULES
        if part(path) != "cli"
        for node in ast.walk(tree(path))
        if (isinstance(node, ast.Name) and node.id == "print")
        or (isinstance(node, ast.Attribute) and node.attr in {"stdout", "stderr"})
        if not (isinstance(node, ast.Attribute) and _is_of_a_process(node))
    ]
    assert not printing


def _is_of_a_process(node: ast.Attribute) -> bool:
    """``run.stdout`` is the output of another program."""
    return isinstance(node.value, ast.Name) and node.value.id != "sys"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_module_says_what_it_is(path: Path) -> None:
    words = ast.get_docstring(tree(path)) or ""
    assert words
    assert words.splitlines()[0].endswith((".", "``"))


def test_names_are_the_words_of_the_field() -> None:
    named = [
        name
        for path in MODULES
        for name in (
            path.stem,
            *(
                node.name
                for node in ast.walk(tree(path))
                if isinstance(node, ast.ClassDef | ast.FunctionDef)
            ),
        )
    ]
    assert not [name for name in named if FORBIDDEN.search(name)]


def test_modules_are_small() -> None:
    sizes = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert not {str(path): size for path, size in sizes.items() if size > 350}
    assert sorted(sizes.values())[len(sizes) // 2] <= 120


def test_layouts_hold_no_program() -> None:
    assert not list((ROOT / "layouts").rglob("*.py"))


def test_nothing_of_this_workplace_is_named() -> None:
    files = [
        *MODULES,
        *(ROOT / "layouts").rglob("*.css"),
        *(ROOT / "content").rglob("*.md"),
        *(
            ROOT / name
            for name in ("Makefile", "README.md", "pyproject.toml", ".ci/setup", ".ci/run")
        ),
    ]
    told = [
        str(path.relative_to(ROOT))
        for path in files
        if re.search(r"/(work|root|home)/", path.read_text(encoding="utf-8"))
    ]
    assert not told
