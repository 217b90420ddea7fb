"""The manifest: five lines are enough, and every fault is said at once with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish.diagnostics import PublishError
from publish.engine.manifests import load as load_with_formats
from publish.manifest import load, schema

FIVE = """[bundle]
title = "My notes"
[documents.post]
each = "posts/**/*.md"
targets = ["html", "pdf"]
"""

BAD = """schema = 1
[bundle]
titel = "x"
language = 3

[sources.posts]
include = "posts/*.md"

[documents.post]
each = "post"
[documents.book]

[targets.pdf]
output = "../{slug}"
[targets.other]
extends = "pdff"
layout = "layouts/none"
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "publish.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_five_lines_are_enough(tmp_path: Path) -> None:
    manifest = load(write(tmp_path, FIVE))
    (document,) = manifest.documents
    assert (document.kind, document.source.include) == ("article", ("posts/**/*.md",))
    assert [target.format for target in document.targets] == ["html", "pdf"]


def test_every_fault_is_said_at_once_with_place_and_hint(tmp_path: Path) -> None:
    with pytest.raises(PublishError) as caught:
        load(write(tmp_path, BAD))
    said = [(item.line, item.message, item.hint) for item in caught.value.diagnostics]
    assert said == [
        (3, "unknown key “titel” in [bundle]", "did you mean “title”?"),
        (4, "“bundle.language” must be text in quotes, not a whole number", ""),
        (7, "“sources.posts.include” must be a list in [ ], not text in quotes", ""),
        (10, "there is no source “post”", "did you mean “posts”?"),
        (11, "[documents.book] needs exactly one of “each” and “collect”", ""),
        (14, "“../{slug}” lies outside the output folder", ""),
        (16, "“pdff” is no other target, or extends this one again", "did you mean “pdf”?"),
        (17, "there is no folder “layouts/none”", ""),
    ]


@pytest.mark.parametrize(
    ("text", "line"), [("[bundle\n", 1), ('[bundle]\ntitle = "a\n', 2), ("a = 1\na = 2\n", 2)]
)
def test_broken_toml_is_a_sentence_with_a_line(tmp_path: Path, text: str, line: int) -> None:
    with pytest.raises(PublishError) as caught:
        load(write(tmp_path, text))
    (fault,) = caught.value.diagnostics
    assert (fault.code, fault.line) == ("MAN002", line)


def test_targets_inherit_and_profiles_lie_over_the_manifest(tmp_path: Path) -> None:
    text = FIVE + (
        '[targets.pdf]\noptions = { page_size = "A5" }\n[targets.print]\nextends = "pdf"\n'
        'options = { toc = false }\n[profiles.large.targets.pdf.options]\npage_size = "A4"\n'
    )
    path = write(tmp_path, text)
    plain = {target.name: target.options for target in load(path).targets}
    assert plain["print"] == {"page_size": "A5", "toc": False}
    large = {target.name: target.options for target in load(path, "large").targets}
    assert large["print"] == {"page_size": "A4", "toc": False}
    with pytest.raises(PublishError, match="no profile “larg”"):
        load(path, "larg")


def test_the_schema_names_every_table() -> None:
    names = {
        "bundle",
        "sources",
        "documents",
        "targets",
        "normalize",
        "assets",
        "build",
        "profiles",
    }
    assert names <= set(schema()["$defs"]["ManifestTable"]["properties"])


def test_words_are_told_when_no_text_can_hold_them(tmp_path: Path) -> None:
    good = '[normalize]\nkeep_words = ["红星FM", "Ｔ恤A"]\nproper_nouns = ["OpenWrt", "C++"]\n'
    manifest = load(write(tmp_path, FIVE + good))
    assert (manifest.keep_words[0], manifest.proper_nouns) == ("红星FM", ("OpenWrt", "C++"))
    bad = '[normalize]\nkeep_words = ["FM", "红星 FM"]\nproper_nouns = ["Visual Studio", "红星"]\n'
    with pytest.raises(PublishError) as caught:
        load(write(tmp_path, FIVE + bad))
    assert [item.line for item in caught.value.diagnostics] == [7, 7, 8, 8]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (
            'include = ["a.md"]\nsummary = "S.md"',
            "[sources.a] has “include” or “summary”, not both",
        ),
        ("", "the key “include” is missing in [sources.a]"),
        ('include = ["a.md"]\ndialect = "jekil"', "there is no dialect “jekil”"),
    ],
)
def test_a_source_has_globs_or_an_outline_and_a_known_dialect(
    tmp_path: Path, lines: str, message: str
) -> None:
    with pytest.raises(PublishError) as caught:
        load(write(tmp_path, f"[sources.a]\n{lines}\n"))
    assert [item.message for item in caught.value.diagnostics] == [message]


def test_what_tags_mean_is_checked(tmp_path: Path) -> None:
    text = (
        FIVE
        + """[normalize.tags]
gallery = "dropp"
aside = "callout:tipp"
lead = "content:x"
twice = "{content}{content}"
none = ""
"site.title" = "tea"
fine = "callout:tip"
"""
    )
    with pytest.raises(PublishError) as caught:
        load(write(tmp_path, text))
    said = {item.line: item.message for item in caught.value.diagnostics}
    assert said == {
        7: "the meaning of “gallery”: “dropp” is no word for a node",
        8: "the meaning of “aside”: “tipp” is no kind of callout",
        9: "the meaning of “lead”: “content” has no kinds",
        10: "the meaning of “twice”: {content} stands in it more than once",
        11: "the meaning of “none”: it is empty",
    }
    assert "known: drop, content" in caught.value.diagnostics[0].hint
    known = load(
        write(tmp_path, FIVE + '[normalize.tags]\n"site.title" = "tea"\nx = "drop"\n')
    ).tags
    assert known == (("site.title", "tea"), ("x", "drop"))


WORST = """schema = 1
[bundle]
authors = [
    "A",
    { nam = "B" },
]
base_url = "tea.example.org"
[sources.posts]
include = ["posts/*.md"]
dialect = "hugoo"
where = { draft = "no", tags = "x" }
[documents.post]
each = "posts"
targets = [
    "html",
    "htlm",
]
[targets.pdf]
layout = "defualt"
[targets.pdf.options]
page_sise = "A5"
toc = "yes"
[targets.wide]
extends = "pdf"
options = { page_size = "A44", form = "bock" }
[targets.odd]
format = "pfd"
[targets.docxx]
[assets]
remote = "denny"
max_file = -1
[build]
jobs = 100000
timeout = "10 minutes"
memory = "64MB"
[profiles.night.build]
jobs = -1
[profiles.night.targets.pdf]
layout = "nihgt"
"""


def test_targets_layouts_options_and_profiles_are_told_in_the_same_round(tmp_path: Path) -> None:
    with pytest.raises(PublishError) as caught:
        load_with_formats(write(tmp_path, WORST))
    said = [(it.line, it.column, it.code, it.message, it.hint) for it in caught.value.diagnostics]
    assert said == [
        (5, 7, "MAN003", "unknown key “nam” in [bundle.authors]", "did you mean “name”?"),
        (
            7,
            12,
            "MAN003",
            "“tea.example.org” is no address of a site",
            "write it whole: https://example.org/blog/",
        ),
        (10, 1, "MAN003", "there is no dialect “hugoo”", "did you mean “hugo”?"),
        (11, 11, "MAN003", "“draft” must be true or false", ""),
        (11, 25, "MAN003", "posts have no “tags”", "did you mean “tag”?"),
        (16, 5, "BUILD002", "there is no target or format “htlm”", "did you mean “html”?"),
        (19, 1, "LAY002", "there is no layout “defualt”", "did you mean “default”?"),
        (21, 1, "MAN005", "pdf has no option “page_sise”", "did you mean “page_size”?"),
        (22, 1, "MAN005", "the option “toc” of pdf must be true or false, not text in quotes", ""),
        (25, 13, "MAN005", "pdf has no page_size “A44”", "known: 6x9, a4, a5, letter"),
        (25, 32, "MAN005", "pdf has no form “bock”", "did you mean “book”?"),
        (27, 1, "BUILD002", "there is no format “pfd”", "did you mean “pdf”?"),
        (
            28,
            1,
            "MAN003",
            "[targets.docxx] has no format, and is not named like one",
            "did you mean “docx”?",
        ),
        (30, 1, "MAN003", "“assets.remote” cannot be “denny”", "did you mean “deny”?"),
        (31, 1, "MAN003", "“assets.max_file” must be at least 1, not -1", ""),
        (33, 1, "MAN003", "“build.jobs” must be at most 256, not 100000", ""),
        (34, 1, "MAN003", "“10 minutes” is no time", "write it as 90s, 10m or 2h"),
        (35, 1, "MAN003", "“64MB” is less than a process needs", "give it 300MB or more"),
        (37, 1, "MAN003", "“build.jobs” must be at least 0, not -1", ""),
        (39, 1, "LAY002", "there is no layout “nihgt”", "known: default, literary, technical"),
    ]


def test_a_byte_order_mark_moves_no_column(tmp_path: Path) -> None:
    with pytest.raises(PublishError) as caught:
        load(write(tmp_path, "\ufeffscheme = 1\n"))
    (fault,) = caught.value.diagnostics
    assert (fault.line, fault.column, fault.hint) == (1, 1, "did you mean “schema”?")


def test_what_a_faulty_value_leaves_open_is_no_fault_of_its_own(tmp_path: Path) -> None:
    text = """[sources]
posts = 3
[documents.a]
each = 4
[documents.b]
each = "posts"
targets = ["book"]
[targets]
book = "pdf"
[assets]
remote = "vendor"
allow = "example.org"
"""
    with pytest.raises(PublishError) as caught:
        load_with_formats(write(tmp_path, text))
    assert [item.line for item in caught.value.diagnostics] == [2, 4, 9, 12]


def test_a_target_has_the_format_of_the_one_it_extends(tmp_path: Path) -> None:
    text = FIVE + '[targets.small]\nextends = "pdf"\n[targets.pdf]\nlayout = "default"\n'
    formats = {target.name: target.format for target in load(write(tmp_path, text)).targets}
    assert formats["small"] == "pdf"


@pytest.mark.parametrize(
    ("lines", "hint"),
    [
        ('[targets.pdf]\nlayout = "mine"', "written with a slash: “./mine”"),
        ('[targets.docx.options]\nreference = "none.docx"', "did you mean “reference.docx”?"),
        ('[targets.pdf.options]\nprofile = "pdf/ua1"', "did you mean “pdf/ua-1”?"),
    ],
)
def test_a_layout_and_its_files_are_looked_up(tmp_path: Path, lines: str, hint: str) -> None:
    (tmp_path / "mine").mkdir()
    with pytest.raises(PublishError) as caught:
        load_with_formats(write(tmp_path, f"{FIVE}{lines}\n"))
    (fault,) = caught.value.diagnostics
    assert hint in fault.hint


def test_a_home_is_no_output_folder(tmp_path: Path) -> None:
    with pytest.raises(PublishError) as caught:
        load(write(tmp_path, FIVE + '[build]\nout = "~/site"\n'))
    (fault,) = caught.value.diagnostics
    assert (fault.line, fault.code) == (7, "MAN003")
    assert "whole path" in fault.hint


def test_a_number_without_end_is_no_time_and_no_size(tmp_path: Path) -> None:
    text = f'{FIVE}[build]\ntimeout = "{"9" * 5000}h"\nmemory = "{"9" * 5000}GB"\n'
    with pytest.raises(PublishError) as caught:
        load(write(tmp_path, text))
    assert [it.line for it in caught.value.diagnostics] == [7, 8]


@pytest.mark.parametrize("workers", ['"four"', "-1", "1.5", "true"])
def test_an_executor_has_a_whole_number_of_workers(tmp_path: Path, workers: str) -> None:
    text = f"{FIVE}[build.executors.ours]\nworkers = {workers}\n"
    with pytest.raises(PublishError) as caught:
        load(write(tmp_path, text))
    (fault,) = caught.value.diagnostics
    assert (fault.line, fault.code) == (7, "MAN003")
    assert "no whole number" in fault.message


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("/srv/cache", "no address of a folder or bucket"),
        ("file://srv/cache", "no address of a folder or bucket"),
        ("s3://", "no address of a folder or bucket"),
        ("s3://bucket/a b", "no address of a folder or bucket"),
        ("s3://key:secret@bucket/name", "holds a password"),
        ("https://host/name?token=secret", "holds a password"),
        ("file:///srv/x?secret", "holds a password"),
    ],
)
def test_an_address_of_a_cache_is_whole_and_holds_no_password(
    tmp_path: Path, url: str, message: str
) -> None:
    with pytest.raises(PublishError) as caught:
        load(write(tmp_path, f'{FIVE}[build.remote_cache]\nurl = "{url}"\n'))
    (fault,) = caught.value.diagnostics
    assert (fault.line, fault.code) == (7, "MAN003")
    assert message in fault.message
    assert "secret" not in f"{fault.message} {fault.hint}"


@pytest.mark.parametrize(
    "url", ["file:///srv/cache", "s3://bucket/name", "az://a@b/c", "sftp://h/x"]
)
def test_addresses_of_caches(tmp_path: Path, url: str) -> None:
    found = load(write(tmp_path, f'{FIVE}[build.remote_cache]\nurl = "{url}"\n')).remote_cache
    assert (found.url, found.mode) == (url, "read")


def test_a_cache_that_is_written_has_an_address(tmp_path: Path) -> None:
    with pytest.raises(PublishError) as caught:
        load(write(tmp_path, FIVE + '[build.remote_cache]\nmode = "read-write"\n'))
    (fault,) = caught.value.diagnostics
    assert (fault.line, fault.code) == (6, "MAN003")
    assert "“url” is missing" in fault.message


def test_texts_hold_no_characters_that_no_format_can_hold(tmp_path: Path) -> None:
    path = tmp_path / "publish.toml"
    path.write_text(
        '[bundle]\ntitle = "Tea\ufffe \\u0001leaves\\uFFFF"\nauthors = ["M\\u0008e"]\n', "utf-8"
    )
    bundle = load(path).bundle
    assert (bundle.title, bundle.authors) == ("Tea leaves", ("Me",))
