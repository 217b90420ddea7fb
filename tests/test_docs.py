"""The documentation is under test: it names everything there is, and what it shows works."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from publish.rules.pages import plain

ROOT = Path(__file__).resolve().parents[1]
MANUAL = ROOT / "content" / "manual"
PAGES = sorted(MANUAL.glob("*.md"))


def page(name: str) -> str:
    return (MANUAL / name).read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """What stands below a second-level heading that contains ``heading``."""
    found = re.search(
        rf"^## [^\n]*{re.escape(heading)}.*?(?=^## |\Z)", text, re.MULTILINE | re.DOTALL
    )
    assert found, f"no section “{heading}”"
    return found[0]


def fences(text: str, language: str) -> list[str]:
    """The blocks of a language; those that stand in another block are quoted, and not meant."""
    blocks = re.findall(r"^(`{3,})([^`\n]*)\n(.*?)^\1$", text, re.MULTILINE | re.DOTALL)
    return [block for _, info, block in blocks if info == language]


# ------------------------------------------------------------------ parts written by the machine


def put(text: str, name: str, content: str) -> str:
    """``text`` with the part between the marks ``name`` replaced."""
    marks = rf"(<!-- {re.escape(name)} -->\n).*?(<!-- end of {re.escape(name)} -->)"
    assert re.search(marks, text, re.DOTALL), f"no marks for “{name}”"
    return re.sub(marks, lambda found: f"{found[1]}\n{content}\n{found[2]}", text, flags=re.DOTALL)


def written(file: Path, parts: Mapping[str, str], refresh: bool) -> None:
    """Fails when the parts of a page are stale, or writes them."""
    old = file.read_text(encoding="utf-8")
    new = old
    for name, content in parts.items():
        new = put(new, name, content)
    if refresh:
        file.write_text(new, encoding="utf-8")
    else:
        assert new == old, f"{file.name} is stale: run pytest tests/test_docs.py --refresh"


def rule_list() -> str:
    from publish.rules import RULES
    from publish.rules.pages import page as rule_page
    from publish.rules.selection import FAMILIES, family

    parts: list[str] = []
    for prefix, name in FAMILIES.items():
        rules = [rule for rule in RULES if family(rule.code) == prefix]
        parts += [f"## {name}\n"] if rules else []
        parts += [f"{rule_page(rule, 3)}\n" for rule in sorted(rules, key=lambda rule: rule.code)]
    return "\n".join(parts)


def test_list_of_rules_is_current(refresh: bool) -> None:
    written(MANUAL / "rules.md", {"rules": rule_list()}, refresh)


def test_every_rule_belongs_to_a_family() -> None:
    from publish.rules import RULES
    from publish.rules.selection import FAMILIES, family

    assert {family(rule.code) for rule in RULES} <= set(FAMILIES)
    text = page("05-rules-and-fixes.md")
    assert not [prefix for prefix in FAMILIES if f"| `{prefix}` |" not in text]


def commands() -> dict[str, Any]:
    """The click commands by name; the program's own options are those of the empty name."""
    import click

    from publish.cli.commands import commands as program

    context = click.Context(program, **program.context_settings)
    names = program.list_commands(context)
    found = {name: program.get_command(context, name) for name in names}
    inner = {
        f"{name} {part}": command
        for name, group in found.items()
        if isinstance(group, click.Group)
        for part, command in group.commands.items()
    }
    return {"": program} | found | inner


def options(name: str, command: Any) -> str:
    """How a command is called, and the table of its options."""
    import click

    context = click.Context(command, help_option_names=["-h", "--help"])
    usage = " ".join(("publish", name, *command.collect_usage_pieces(context)))
    rows = []
    for parameter in command.params:
        if isinstance(parameter, click.Option) and not parameter.hidden:
            names = ", ".join(f"`{option}`" for option in parameter.opts)
            if not parameter.is_flag:
                names += f" {plain(parameter.make_metavar(context))}"
            rows.append(f"| {names} | {plain(parameter.help or '')} |")
    head = ["", "| option | meaning |", "|:---|:---|"] if rows else []
    return "\n".join([f"```text\n{' '.join(usage.split())}\n```", *head, *rows, ""])


def test_tables_of_options_are_current(refresh: bool) -> None:
    parts = {
        f"options of {name or 'publish'}": options(name, each)
        for name, each in commands().items()
        if each.params
    }
    written(MANUAL / "03-commands.md", parts, refresh)


# ----------------------------------------------------------------------------- nothing left out


def test_every_command_has_a_section() -> None:
    for name in filter(None, commands()):
        section(page("03-commands.md"), f"`publish {name}`")


def test_every_option_says_what_it_does() -> None:
    import click

    silent = [
        (name, parameter.name)
        for name, command in commands().items()
        for parameter in command.params
        if isinstance(parameter, click.Option) and not parameter.help
    ]
    assert not silent


def tables(struct: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every key of the manifest as (heading of its section, key)."""
    for field in msgspec.structs.fields(struct):
        kind = msgspec.inspect.type_info(field.type)
        match kind.type if isinstance(kind, msgspec.inspect.Metadata) else kind:
            case msgspec.inspect.StructType(cls=cls):
                above = f"{path.strip('[]')}." if path else ""
                yield from tables(cls, f"[{above}{field.encode_name}]")
            case msgspec.inspect.DictType(value_type=msgspec.inspect.StructType(cls=cls)):
                yield from tables(cls, f"[{field.encode_name}.NAME]")
            case msgspec.inspect.DictType() if not path:
                yield f"[{field.encode_name}", ""
            case _:
                yield path or f"`{field.encode_name}`", field.encode_name


def test_every_key_of_the_manifest() -> None:
    from publish.manifest.schema import AuthorTable, ManifestTable

    text = page("02-manifest.md")
    keys = [*tables(ManifestTable), *tables(AuthorTable, "[bundle]")]
    assert len(keys) > 30
    missing = [
        (place, key) for place, key in keys if f"`{key}`" not in section(text, place) and key
    ]
    assert not missing


def test_every_format_and_its_options() -> None:
    from publish.backends import BACKENDS, backend

    text = page("06-formats.md")
    missing = [
        (name, key)
        for name in BACKENDS
        for key in backend(name).options
        if f"`{key}`" not in section(text, f"`{name}`")
    ]
    assert not missing


def test_every_file_of_the_layout() -> None:
    from publish import layouts

    text = page("07-layouts.md")
    files = layouts.load("default").files
    assert "tokens.css" in files
    assert not [name for name in files if f"| `{name}` |" not in text]


def source(path: Path) -> str:
    return re.sub(r"# noqa.*", "", path.read_text(encoding="utf-8"))


def codes() -> set[str]:
    """Codes of findings that do not come from the table of rules."""
    from publish.rules import RULES

    found = {
        code
        for path in (ROOT / "publish").rglob("*.py")
        for code in re.findall(r"\b[A-Z]{2,6}\d{3}\b", source(path))
    }
    return {code for code in found if not code.startswith("MD")} - {rule.code for rule in RULES}


def test_every_code_is_explained_by_the_command_and_the_manual(
    refresh: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    from publish.cli.main import run
    from publish.explanations import EXPLANATIONS

    assert codes(), "the pattern finds nothing"
    assert not sorted(codes() - set(EXPLANATIONS)), "write it into publish/explanations"
    for code in codes():
        assert run(["explain", code.lower()]) == 0
        assert capsys.readouterr().out.startswith(f"# {code}")
    file = MANUAL / "13-troubleshooting.md"
    text = re.sub(
        r"^### (\w+)\n\n.*?(?=\n\n#)",
        lambda found: f"### {found[1]}\n\n{EXPLANATIONS.get(found[1], '')}",
        file.read_text(encoding="utf-8"),
        flags=re.MULTILINE | re.DOTALL,
    )
    assert re.findall(r"^### (\w+)", text, re.MULTILINE) == list(EXPLANATIONS)
    if refresh:
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8"), (
        "stale: run pytest tests/test_docs.py --refresh"
    )


def test_the_vocabulary_is_that_of_the_code() -> None:
    """What the reader and the rules put into classes is in the table of ``document.py``, and what is
    there is in the manual."""
    from publish import document

    table, manual = document.__doc__ or "", page("08-canonical-form.md")
    nodes = re.findall(r"^``([A-Z]\w+[.\[][\w.\[\]-]+)``", table, re.MULTILINE)
    assert len(nodes) > 15, "the pattern finds nothing"
    assert not [node for node in nodes if f"`{node}" not in manual]
    made = {
        name
        for part in ("reader", "rules")
        for path in (ROOT / "publish" / part).rglob("*.py")
        for name in re.findall(r'Attr\([^()]+, \("([a-z-]+)",\)', source(path))
    }
    made |= set(
        re.findall(r'with_class\("([a-z-]+)"\)', source(ROOT / "publish/reader/html_blocks.py"))
    )
    assert {"contents", "bibentry", "details"} <= made, "the pattern finds nothing"
    assert not [name for name in made if not re.search(rf"\.{name}\b", table)]


def test_no_code_is_explained_that_nothing_tells() -> None:
    from publish.explanations import EXPLANATIONS

    told = "".join(
        source(path)
        for path in (ROOT / "publish").rglob("*.py")
        if path.parent.name != "explanations" and path.name != "selection.py"
    )
    assert not [code for code in EXPLANATIONS if not re.search(rf'[": ]{code}[" ]', told)]


def test_no_code_that_does_not_exist() -> None:
    from publish.rules import RULES

    known = codes() | {rule.code for rule in RULES}
    told = {
        code
        for file in PAGES
        for code in re.findall(r"\b(?:[A-Z]{2,6}|A11)\d{3}\b", file.read_text(encoding="utf-8"))
        if not code.startswith("MD")
    }
    assert told - known <= {"INL090"}  # the rule that the manual writes


# ------------------------------------------------------------------------------ what it shows


def shown() -> list[str]:
    """Each command in a block marked ``sh``, once; blocks marked ``console`` are only shown."""
    files = [*PAGES, ROOT / "README.md"]
    blocks = [block for file in files for block in fences(file.read_text(encoding="utf-8"), "sh")]
    lines = [line.strip() for block in blocks for line in block.splitlines()]
    return list(dict.fromkeys(line for line in lines if line and not line.startswith("#")))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder as the manual's first chapter has it."""
    first = page("01-first-steps.md")
    (tmp_path / "posts").mkdir()
    post = fences(first, "markdown")[0]
    (tmp_path / "hello.md").write_text(post, encoding="utf-8")
    (tmp_path / "posts" / "cycling.md").write_text(post + "\n1.一\n2. 二\n", encoding="utf-8")
    (tmp_path / "publish.toml").write_text(
        fences(first, "toml")[0]
        + '\n[profiles.review]\nbuild.out = "review"\n'
        + '[schedule.nightly]\ncron = "30 2 * * *"\n',
        encoding="utf-8",
    )
    return tmp_path


@pytest.mark.parametrize("line", [line for line in shown() if line.startswith("publish ")])
def test_command_runs(line: str, project: Path) -> None:
    def said(line: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "publish", *shlex.split(line)[1:]],
            cwd=project,
            capture_output=True,
            text=True,
            check=False,
        )

    if line.startswith("publish verify"):
        assert said("publish build -f html,epub").returncode == 0
    run = said(line)
    finds = line.startswith("publish check") and run.stdout
    assert run.returncode in ({0, 1} if finds else {0}), run.stderr
    assert "Traceback" not in run.stderr


def test_other_commands_exist() -> None:
    others = [shlex.split(line) for line in shown() if not line.startswith("publish ")]
    assert ["make", "pdf"] in others
    for words in others:
        assert words[0] == "make"
        run = subprocess.run(["make", "-n", *words[1:]], cwd=ROOT, capture_output=True, check=False)
        assert run.returncode == 0, words


def test_manifests_that_are_shown_can_be_read(tmp_path: Path) -> None:
    from publish.manifest import load

    for file in (*PAGES, ROOT / "README.md"):
        for number, text in enumerate(fences(file.read_text(encoding="utf-8"), "toml")):
            path = tmp_path / f"{file.stem}-{number}.toml"
            path.write_text(text, encoding="utf-8")
            (tmp_path / "my-layout").mkdir(exist_ok=True)
            for name in ("company.docx", "ca.pem", "cert.pem", "key.pem"):
                (tmp_path / name).touch()
            if "[build-system]" in text:
                assert tomllib.loads(text)["project"]["entry-points"]["publish.backends"]
            else:
                load(path)


def anchors(file: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_links_between_pages_lead_somewhere() -> None:
    links = [
        (file, target)
        for file in (*PAGES, ROOT / "README.md", ROOT / "CHANGELOG.md")
        for target in re.findall(
            r"\]\(([^)\s]+)\)",
            re.sub(
                r"^(`{3,}).*?^\1$|`[^`\n]*`",
                "",
                file.read_text("utf-8"),
                flags=re.DOTALL | re.MULTILINE,
            ),
        )
        if not re.match(r"[a-z]+:", target)
    ]
    assert len(links) > 20
    for file, target in links:
        path, _, anchor = target.partition("#")
        there = (file.parent / path) if path else file
        assert there.exists(), f"{file.name}: {target}"
        assert not anchor or anchor in anchors(there), f"{file.name}: {target}"


def test_every_row_of_a_table_stands_in_one() -> None:
    begins = re.compile(r"^(?:[^|\n].*)?\n(\|.*)\n(?!\| ?[:-])", re.MULTILINE)
    assert not {
        path.name: found
        for path in MANUAL.glob("*.md")
        if (found := begins.findall(path.read_text(encoding="utf-8")))
    }


def test_pages_have_a_title_and_stand_in_the_manifest() -> None:
    from publish.manifest import load

    manifest = load(ROOT / "publish.toml")
    assert {spec.source.name for spec in manifest.documents} == {"posts", "manual", "specimen"}
    for file in PAGES:
        assert re.match(r"---\ntitle: .+\nlang: en\n", file.read_text(encoding="utf-8")), file.name


def test_a_sample_post_has_every_fault_that_the_manual_speaks_of() -> None:
    from publish.normalize import Settings, normalize

    path = ROOT / "content" / "posts" / "city-bicycles.md"
    found = {item.code for item in normalize(path.name, path.read_bytes(), Settings()).diagnostics}
    assert found >= {
        *("FM005", "FM009", "FM010", "FM011", "FM012", "STR001", "STR004", "STR008", "STR013"),
        *("STR020", "LST001", "LST002", "INL005", "CJK001", "REF001", "REF002", "REF003"),
    }


def test_other_sample_posts_need_no_mending() -> None:
    from publish.diagnostics import Severity
    from publish.normalize import Settings, normalize

    posts = [path for path in (ROOT / "content" / "posts").glob("*.md") if "city" not in path.name]
    assert len(posts) == 4
    for path in posts:
        normalized = normalize(path.name, path.read_bytes(), Settings())
        assert not [item for item in normalized.diagnostics if item.severity is not Severity.NOTE]


def test_changelog_has_this_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"\n## {version}\n" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_pictures_are_small() -> None:
    pictures = [path for path in (ROOT / "content").rglob("*") if path.suffix in {".png", ".svg"}]
    assert pictures
    assert all(path.stat().st_size <= 300_000 for path in pictures)
