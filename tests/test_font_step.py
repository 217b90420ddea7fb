"""The font step: families, faces, subsets, fonts of the user's own, and what is told of them."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from font_maker import make_font
from fontTools.ttLib import TTFont

from publish import layouts
from publish.backends import han_lines
from publish.backends.kai import emphasis_in_kai
from publish.engine import build as engine
from publish.engine.request import BuildRequest
from publish.fonts import fit, installed, own, sheets
from publish.fonts.chosen import chosen
from publish.fonts.font_file import font_file
from publish.fonts.installed import BOLD, REGULAR, Face, pick
from publish.fonts.subset import compressed, subset
from publish.report import Report

LISTING = """\
Grotesk\t80\t0\t100\t0\t65536\t/b/old.ttf
Grotesk\t80\t0\t100\t0\t131072\t/a/new.ttf
Grotesk,Grotesk Condensed\t200\t0\t75\t0\t131072\t/a/condensed-bold.ttf
Grotesk\t200\t0\t100\t1\t131072\t/a/bold.ttc
Grotesk\t80\t100\t100\t0\t131072\t/a/italic.ttf
Flow\t[0 210]\t0\t100\t0\t65536\t/a/flow.ttf
Flow,Flow Black\t210\t0\t100\t65536\t65536\t/a/flow.ttf
"""


def face(content: bytes) -> Face:
    facts = font_file(content)
    assert facts
    return Face(content, 0, facts.weight, facts.heaviest, facts.italic)


def table(font: bytes) -> TTFont:
    return TTFont(io.BytesIO(font))


# ----------------------------------------------------------------------------- families and faces


def test_families_have_real_faces_only() -> None:
    families = installed.families(LISTING)
    assert list(families) == ["Flow", "Grotesk", "Grotesk Condensed"]
    regular = pick(families["Grotesk"], REGULAR, italic=False)
    bold = pick(families["Grotesk"], BOLD, italic=False)
    assert regular and regular.source == "/a/new.ttf", "of two files of a face the newer is taken"
    assert bold and (bold.source, bold.number) == ("/a/bold.ttc", 1), "of two widths the normal one"
    assert pick(families["Grotesk"], BOLD, italic=True) is None
    assert pick(families["Flow"], BOLD, italic=False) == families["Flow"][0]


def test_a_machine_without_fontconfig_has_no_family(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed, "_listing", lambda: "")
    assert installed.installed.__wrapped__() == {}


# ----------------------------------------------------------------------------------- style sheets

STYLE = """
/* "Comment" */
@font-face { font-family: "Mine"; font-weight: 700; src: url("fonts/mine.woff2") format("woff2"), local("Mine Bold"); }
:root { --serif: "Song", serif; --mono: "Code", monospace; }
:lang(ja) { --serif: "Mincho", serif; }
:lang(zh-Hant), :lang(zh-HK) { --serif: "Ming", serif; }
@page { @top-left { font: 8pt "Head", sans-serif; } }
p { font-family: "Mine", var(--serif); content: "Not a family"; font-feature-settings: "ss01" 1; }
"""


@pytest.mark.parametrize(
    ("langs", "families"),
    [
        ("zh-Hans", ["Song", "Code", "Head", "Mine"]),
        ("ja", ["Code", "Mincho", "Head", "Mine"]),
        ("ja-JP zh-Hans", ["Song", "Code", "Mincho", "Head", "Mine"]),
        ("zh-Hant-TW", ["Code", "Ming", "Head", "Mine"]),
    ],
    ids=str,
)
def test_families_are_those_named_for_the_languages(langs: str, families: list[str]) -> None:
    plain, rules = sheets.face_rules(STYLE)
    found = sheets.stacks(plain, langs.split())
    assert [family for stack in found for family in stack] == families
    sources = (("url", "fonts/mine.woff2"), ("local", "Mine Bold"))
    assert rules == (sheets.FaceRule("Mine", "700", "", sources),)
    assert sheets.features(plain) == {"ss01"}


def test_new_names_stand_before_the_old_in_declarations_of_fonts_only() -> None:
    plain, _ = sheets.face_rules(STYLE)
    new = sheets.renamed(plain, {"Mine": "Mine 1a", "Not a family": "x"})
    assert 'font-family: "Mine 1a", "Mine", var(--serif)' in new
    assert 'content: "Not a family"' in new


# ---------------------------------------------------------------------------------------- subsets


@pytest.mark.parametrize("cff", [False, True])
def test_a_subset_has_the_characters_of_the_text_and_is_the_same_each_time(cff: bool) -> None:
    font = make_font("Squares", "abc茶水", cff=cff)
    wanted = frozenset(map(ord, "a茶x"))
    first, second = (subset.__wrapped__(face(font), REGULAR, wanted) for _ in range(2))
    assert first == second
    assert compressed.__wrapped__(first) == compressed.__wrapped__(second)
    assert sorted(table(first).getBestCmap()) == sorted(map(ord, "a茶"))
    assert sorted(table(compressed(first)).getBestCmap()) == sorted(map(ord, "a茶"))


def test_installed_chinese_keeps_its_features_and_its_numbers_of_glyphs() -> None:
    faces = installed.installed().get("Noto Serif CJK SC")
    if not faces:
        pytest.skip("Noto Serif CJK SC is not installed")
    regular = pick(faces, REGULAR, italic=False)
    assert regular
    font = table(subset(regular, REGULAR, frozenset(map(ord, "骨直「茶」，。AV"))))
    tags = {
        record.FeatureTag
        for name in ("GSUB", "GPOS")
        for record in font[name].table.FeatureList.FeatureRecord
    }
    assert {"halt", "palt", "vert", "locl", "kern"} <= tags
    charset = font["CFF "].cff.topDictIndex[0].charset
    assert charset == [".notdef", *(f"cid{number:05}" for number in range(1, len(charset)))]


def test_a_variable_font_becomes_real_faces() -> None:
    font = face(make_font("Flow", "ab", variable=True))
    assert (font.weight, font.heaviest) == (200, 900)
    wanted = frozenset(map(ord, "ab"))
    regular, bold = (table(subset(font, weight, wanted)) for weight in (REGULAR, BOLD))
    assert "fvar" not in regular and "fvar" not in bold
    assert bold["glyf"]["a"].xMax > regular["glyf"]["a"].xMax


def test_a_licence_may_forbid_a_subset_or_the_whole() -> None:
    wanted = frozenset(map(ord, "a"))
    whole = subset(face(make_font("Whole", "abc", licence=0x0108)), REGULAR, wanted)
    assert sorted(table(whole).getBestCmap()) == sorted(map(ord, "abc"))
    assert subset(face(make_font("Closed", "abc", licence=2)), REGULAR, wanted) == b""
    assert subset(face(make_font("Bitmaps", "abc", licence=0x200)), REGULAR, wanted) == b""


@pytest.mark.parametrize(
    "broken",
    [b"", b"no font", b"OTTO" + bytes(200), b"wOF2" + bytes(60), b"ttcf" + b"\xff" * 40],
    ids=["empty", "text", "zeros", "woff2", "collection"],
)
def test_what_is_no_font_is_none(broken: bytes) -> None:
    assert font_file(broken) is None
    assert subset(Face(broken, 0, 400, 400, False), REGULAR, frozenset((97,))) == b""


@pytest.mark.parametrize("cut", [200, 700, 1100])
def test_a_font_cut_short_does_no_harm(cut: int) -> None:
    content = make_font("Short", "abc")[:cut]
    subset(Face(content, 0, 400, 400, False), REGULAR, frozenset((97,)))


# ------------------------------------------------------------------------- fonts of the manifest

POST = """---
title: 茶
lang: zh-Hans
date: 2024-01-01
---

茶**水**与 tea 在*一起*，茶水也在一起。
"""
MANIFEST = """[documents.p]
each = "*.md"
targets = ["html", "pdf", "epub"]

[fonts.zh-Hans]
body = ["fonts/Squares.ttf", "fonts/Squares-Bold.otf"]
"""


def project(folder: Path, manifest: str = MANIFEST) -> Path:
    characters = "茶水与在一起，也。tea的是"
    fonts = {
        "Squares.ttf": make_font("Squares", characters),
        "Squares-Bold.otf": make_font("Squares", characters, weight=700, cff=True),
        "Latin.ttf": make_font("Latin", "aeno"),
        "Closed.ttf": make_font("Closed", characters, licence=2),
        "broken.ttf": b"no font",
    }
    (folder / "fonts").mkdir()
    for name, content in fonts.items():
        (folder / "fonts" / name).write_bytes(content)
    (folder / "tea.md").write_text(POST, encoding="utf-8")
    (folder / "publish.toml").write_text(manifest, encoding="utf-8")
    return folder


def built(folder: Path) -> Report:
    return engine.build(BuildRequest(manifest=folder / "publish.toml"))


def test_fonts_of_the_manifest_go_into_every_format(tmp_path: Path) -> None:
    report = built(project(tmp_path))
    assert not [item for item in report.diagnostics if item.code.startswith("FNT")]
    page = (tmp_path / "build/html/tea.html").read_text(encoding="utf-8")
    faces = re.findall(r'font-weight: (\d+); [^}]*url\("(fonts/[0-9a-f]+\.woff2)"\)', page)
    assert [weight for weight, _ in faces] == ["400", "700"]
    for _, name in faces:
        assert (tmp_path / "build/html" / name).read_bytes()[:4] == b"wOF2"
    with zipfile.ZipFile(tmp_path / "build/epub/tea.epub") as book:
        names = [name for name in book.namelist() if "/fonts/" in name]
        assert sorted(name[-4:] for name in names) == [".otf", ".ttf"]
        style = book.read("EPUB/epub.css").decode()
        assert all(name.removeprefix("EPUB/") in style for name in names)
        assert style.index("@namespace") < style.index("@font-face")
        assert "var(" not in style
    assert b"Squares" in pdf_fonts(tmp_path / "build/pdf/tea.pdf")


def pdf_fonts(path: Path) -> bytes:
    import pikepdf

    with pikepdf.open(path) as pdf:
        return b" ".join(
            str(thing.get("/BaseFont", "")).encode()
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary)
        )


def test_the_same_fonts_give_the_same_files(tmp_path: Path) -> None:
    contents = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        built(project(folder))
        files = sorted(path for path in (folder / "build").rglob("*") if path.is_file())
        contents.append({path.relative_to(folder): path.read_bytes() for path in files})
    assert contents[0] == contents[1]


def test_a_target_may_leave_fonts_out_or_hold_them(tmp_path: Path) -> None:
    more = (
        "[targets.html]\noptions = { fonts = false }\n[targets.epub]\noptions = { fonts = false }\n"
    )
    built(project(tmp_path, MANIFEST + more))
    assert not (tmp_path / "build/html/fonts").exists()
    assert "@font-face" not in (tmp_path / "build/html/tea.html").read_text(encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "build/epub/tea.epub") as book:
        assert not [name for name in book.namelist() if "/fonts/" in name]
    (tmp_path / "publish.toml").write_text(
        MANIFEST + "[targets.html]\noptions = { standalone = true }\n", encoding="utf-8"
    )
    built(tmp_path)
    page = (tmp_path / "build/html/tea.html").read_text(encoding="utf-8")
    assert page.count("data:font/woff2;base64,") == 2


FAULTS = {
    'body = "fonts/Squares.ttf"': ["FNT002 bold"],
    'heading = "fonts/Squares.ttf"': ["FNT002 not bold"],
    'caption = "fonts/Squares.ttf"': [],
    'code = "fonts/Latin.ttf"': [],
    'body = ["fonts/Latin.ttf", "fonts/Squares.ttf", "fonts/Squares-Bold.otf"]': [],
    'caption = "fonts/Latin.ttf"': ["FNT005 的"],
    'body = "fonts/none.ttf"': ["FNT003 not there"],
    'body = "../outside.ttf"': ["FNT003 outside"],
    'body = "fonts/broken.ttf"': ["FNT003 no font"],
    'body = "No Such Family 7"': ["FNT003 installed"],
    'body = "fonts/Closed.ttf"': ["FNT004 licence"],
}


@pytest.mark.parametrize(("line", "told"), FAULTS.items(), ids=list(FAULTS))
def test_what_is_amiss_is_told_and_the_documents_are_built(
    tmp_path: Path, line: str, told: list[str]
) -> None:
    (tmp_path / "outside.ttf").write_bytes(make_font("Outside", "的"))
    folder = tmp_path / "project"
    folder.mkdir()
    start = MANIFEST[: MANIFEST.index("body")]
    project(folder, start.replace('"html", "pdf", "epub"', '"html", "epub"') + line + "\n")
    report = built(folder)
    found = [item for item in report.diagnostics if item.code.startswith("FNT")]
    assert [item.code for item in found] == [words.split()[0] for words in told]
    for item, words in zip(found, told, strict=True):
        assert words.partition(" ")[2] in item.message
        assert (Path(item.path).name, item.line) == ("publish.toml", 6)
        assert item.hint
    assert len(report.made) == 2 and report.exit_code == 0


def test_what_is_no_tag_of_a_language_is_told(tmp_path: Path) -> None:
    project(tmp_path, MANIFEST.replace("[fonts.zh-Hans]", "[fonts.chinese-simplified-x-y-z-1]"))
    (fault,) = [item for item in built(tmp_path).diagnostics if item.code == "FNT005"]
    assert fault.line == 5
    assert "chinese-simplified" in fault.message


def test_a_family_without_bold_leaves_bold_text_to_one_that_has_it() -> None:
    font = make_font("Squares", "的一是")
    files = own.own_fonts(
        {"zh": {"body": ("a.ttf",), "emphasis": ("a.ttf",)}}, {"a.ttf": font}.get
    ).files
    style = files[own.SHEETS[1]].decode()
    assert re.search(r"strong:lang\(zh\):lang\(zh\)[^{]*\{ font-family: var\(--sans", style)
    assert re.search(
        r"em:lang\(zh\):lang\(zh\) \{ font-family: \"Squares\"[^}]*text-emphasis: none", style
    )


def test_a_family_that_adds_no_character_is_not_taken() -> None:
    files = {
        "a.ttf": make_font("A", "tea"),
        "b.ttf": make_font("B", "ta"),
        "c.ttf": make_font("C", "x"),
    }
    style = "".join(
        f'@font-face {{ font-family: "{name}"; src: url("{name.lower()}.ttf"); }}' for name in "ABC"
    )
    page = '<html lang="en">tea</html>'
    for stack, taken in (('"A", "B", "C"', "AC"), ('"B", "A"', "BA"), ('"B", "C"', "BC")):
        fitted = fit.fitted(f"{style} p {{ font-family: {stack}; }}", page, files, system=False)
        assert [cut.family[0] for cut in fitted.cuts] == list(taken)


def test_a_damaged_font_of_a_layout_is_left_out() -> None:
    style = '@font-face { font-family: "Bad"; src: url("bad.ttf"); }\np { font-family: "Bad"; }'
    page = '<html lang="en">tea</html>'
    for files in ({"bad.ttf": b"no font"}, {}):
        fitted = fit.fitted(style, page, files, system=False)
        assert not fitted.cuts
        assert "@font-face" not in fitted.sheet(lambda _: "x")


@pytest.mark.parametrize("name", layouts.names())
def test_faces_of_a_copied_look_hold_on_paper_as_on_the_screen(tmp_path: Path, name: str) -> None:
    look = tmp_path / "look"
    shutil.copytree(layouts.shipped() / name, look)
    project(tmp_path, MANIFEST.replace('"html", "pdf", "epub"', '"html", "pdf"'))
    (look / "mine.ttf").write_bytes(make_font("Mine", "茶水与在一起，也。"))
    tokens = (look / "tokens.css").read_text(encoding="utf-8")
    own = re.sub(r'(--(?:sans|serif): )"Noto', r'\1"Mine", "Noto', tokens)
    assert own != tokens
    own += '\n@font-face { font-family: "Mine"; src: url("mine.ttf"); }\n'
    (look / "tokens.css").write_text(own, encoding="utf-8")
    start = MANIFEST[: MANIFEST.index("\n[fonts")].replace(', "epub"', "")
    targets = "".join(f'\n[targets.{each}]\nlayout = "./look"\n' for each in ("html", "pdf"))
    (tmp_path / "publish.toml").write_text(start + targets, encoding="utf-8")
    report = built(tmp_path)
    assert report.exit_code == 0, report.diagnostics
    assert list((tmp_path / "build/html/fonts").glob("*.woff2"))
    assert b"Mine" in pdf_fonts(tmp_path / "build/pdf/tea.pdf")


@pytest.mark.parametrize("name", layouts.names())
def test_emphasis_stands_in_kai_where_there_is_one(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = layouts.load(name)
    style = look.style("tokens.css") + look.style("print.css")
    there: dict[str, list[Face]] = {"Noto Serif CJK SC": [], "Noto Sans CJK SC": []}
    monkeypatch.setattr("publish.fonts.chosen.installed", lambda: there)
    assert emphasis_in_kai(style) == ""
    there["AR PL UKai CN"] = []
    rules = emphasis_in_kai(style)
    if name == "technical":
        assert rules == "", "it has one face for all"
        return
    assert 'em:lang(zh-Hans) { font-family: "AR PL UKai CN", var(--serif); }' in rules
    assert "lang(zh-Hant)" not in rules


def test_a_font_that_a_layout_does_not_hold_is_told_with_its_place(tmp_path: Path) -> None:
    layout = tmp_path / "look"
    layout.mkdir()
    (layout / "good.ttf").write_bytes(make_font("Good", "tea"))
    faces = ('url("good.ttf")', 'url("gone.ttf")', 'local("Gone")')
    rules = [
        f'@font-face {{ font-family: "F{at}"; src: {face}; }}' for at, face in enumerate(faces)
    ]
    (layout / "fonts.css").write_text("\n".join(rules) + '\np { font-family: "F0"; }\n')
    (tmp_path / "tea.md").write_text(POST, encoding="utf-8")
    (tmp_path / "publish.toml").write_text(
        '[documents.p]\neach = "*.md"\ntargets = ["html"]\n[targets.html]\nlayout = "./look"\n'
    )
    found = [item for item in built(tmp_path).diagnostics if item.code == "FNT003"]
    assert [(item.path, item.line) for item in found] == [("look/fonts.css", 2)]
    assert len(list((tmp_path / "build/html/fonts").iterdir())) == 1


def test_doctor_tells_the_families_of_each_language() -> None:
    layout = layouts.load("default")
    style = layout.text("tokens.css") + layout.text("print.css")
    if "Noto Serif CJK SC" in installed.installed():
        assert chosen(style, "zh-Hans")["text"] == "Noto Serif CJK SC"
        assert chosen(style, "ja-JP")["headings"] == "Noto Sans CJK JP"
        assert chosen(style, "en")["text"] in ("Source Serif 4", "Noto Serif")
    assert not chosen(":root { --serif: var(--serif), serif; }", "en")


# --------------------------------------------------------------------------------- bad machines


def test_a_machine_without_chinese_fonts_is_told_once_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from publish.fonts import coverage

    monkeypatch.setattr(coverage, "of_system", lambda: ((0x20, 0x17F),))
    text = "".join(map(chr, range(0x4E00, 0x4E40)))
    (tmp_path / "tea.md").write_text(f"---\ntitle: Tea\nlang: zh-Hans\n---\n\nTea.\n\n{text}\n")
    (tmp_path / "publish.toml").write_text('[documents.p]\neach = "*.md"\ntargets = ["pdf"]\n')
    report = built(tmp_path)
    (found,) = [item for item in report.diagnostics if item.code == "FNT001"]
    assert "64 Chinese, Japanese or Korean characters, “一” the first" in found.message
    assert found.line == 8
    assert "install" in found.hint
    assert (tmp_path / "build/pdf/tea.pdf").exists()


def test_a_strange_weasyprint_is_told_and_touches_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(han_lines, "_installed", lambda: "71.0")
    assert not han_lines.install.__wrapped__()
    (tmp_path / "tea.md").write_text(POST, encoding="utf-8")
    (tmp_path / "tea-en.md").write_text("---\ntitle: Tea\nlang: en\n---\n\nTea.\n")
    (tmp_path / "publish.toml").write_text('[documents.p]\neach = "*.md"\ntargets = ["pdf"]\n')
    for _ in range(2):
        found = [item for item in built(tmp_path).diagnostics if item.code == "PDF004"]
        assert [item.path for item in found] == ["tea.md"]
        assert "71.0" in found[0].message
