"""Layouts: what lies over what, and the mistakes in them, each told with its file and line."""

from __future__ import annotations

import io
import re
import runpy
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from publish import layouts
from publish.backends.layout_names import name_faults
from publish.backends.print_tables import room
from publish.backends.styles import style_faults
from publish.diagnostics import Diagnostic, PublishError
from publish.engine.build import build
from publish.engine.request import BuildRequest

POST = "---\ntitle: 茶\nlang: zh-Hans\ndate: 2024-01-01\n---\n\n## 水\n\n正文。\n"
DEFAULT = layouts.load("default")
CHAPTER, PAGE = DEFAULT.text("epub/chapter.xhtml"), DEFAULT.text("page.html")
Found = Callable[[str, str, bytes | str], list[Diagnostic]]


@pytest.fixture
def found(tmp_path: Path) -> Found:
    """``found(format, file, content)``: what a build says with that file in a layout of one's own."""

    def build_with(format: str, file: str, content: bytes | str) -> list[Diagnostic]:
        (tmp_path / "tea.md").write_text(POST, encoding="utf-8")
        (tmp_path / "publish.toml").write_text(
            '[documents.post]\neach = "*.md"\n'
            f'targets = ["{format}"]\n[targets.{format}]\nlayout = "./look"\n'
        )
        place = tmp_path / "look" / file
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
        report = build(BuildRequest(manifest=tmp_path / "publish.toml", jobs=1))
        return [item for item in report.diagnostics if item.path != "tea.md"]

    return build_with


TEMPLATES = {
    "a block without end": ("page.html", "<p>\n{% if m.title %}\n", 2, "LAY003", "endif"),
    "braces that do not pair": ("page.html", "<p>\n\n{{ m.title }\n", 3, "LAY003", "unexpected"),
    "a name that is not": ("page.html", "<p>\n{{ chaptres }}", 2, "LAY003", "“chapters”"),
    "a field that is not": ("page.html", "\n\n{{ m.titel }}", 3, "LAY003", "no attribute 'titel'"),
    "sums that fail": (
        "page.html", "{% extends 'default/page.html' %}\n{% block text %}\n{{ 1 / 0 }}{% endblock %}",
        3, "LAY003", "division by zero",
    ),
    "a template outside": ("page.html", "\n{% include '../secret.html' %}", 2, "LAY003", "no template"),
    "a file of the system": ("page.html", "\n{% include '/etc/passwd' %}", 2, "LAY003", "no template"),
    "a circle": ("page.html", "\n{% include 'page.html' %}", 2, "LAY003", "without end"),
    "a door to the machine": ("page.html", "\n{{ ''.__class__.mro() }}", 2, "LAY003", "unsafe"),
    "another encoding": ("page.html", "<p>\n茶\n".encode("gb18030"), 2, "LAY004", "0xb2"),
    "a style sheet in another encoding": ("tokens.css", "\n\n/*茶*/".encode("big5"), 3, "LAY004", "0xaf"),
    "a sheet outside": ("screen.css", "\n@import '../a.css';", 2, "LAY003", "cannot be imported"),
    "a sheet of the network": (
        "screen.css", "@import url(https://example.org/a.css);", 1, "LAY003", "cannot be imported",
    ),
    "a sheet on a condition": (
        "screen.css", "@import 'default/screen.css' print;", 1, "LAY003", "with a condition",
    ),
    "a far sheet on a condition": (
        "screen.css", "@import url(https://example.org/a.css) print;", 1, "LAY003", "cannot be imported",
    ),
    "sheets in a circle": ("screen.css", "@import 'screen.css';", 1, "LAY003", "cannot be imported"),
}  # fmt: skip


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_mistake_in_a_page_has_its_file_and_line(name: str, found: Found) -> None:
    file, content, line, code, words = TEMPLATES[name]
    (fault,) = found("html", file, content)
    assert (fault.path, fault.line, fault.code) == (f"look/{file}", line, code)
    assert words in fault.message + fault.hint


def test_the_innermost_template_is_named(tmp_path: Path, found: Found) -> None:
    (tmp_path / "look").mkdir()
    (tmp_path / "look/foot.html").write_text("\n\n{{ boo }}")
    (fault,) = found("html", "page.html", "{% include 'foot.html' %}")
    assert (fault.path, fault.line) == ("look/foot.html", 3)


XHTML = {
    "an end that is missing": (CHAPTER.replace("</section>", ""), 20, "section of line 16 and body"),
    "an entity of HTML": (CHAPTER.replace("<body>", "<body>\n&nbsp;"), 10, "&#160;"),
    "an end of another": ("<p>\n{% if m.title %}\n<b>\n{% endif %}\n</p>", 5, "b of line 3 and p"),
    "nothing": ("", 0, "Document is empty"),
}  # fmt: skip


def test_a_mistake_names_the_post_that_met_it(found: Found) -> None:
    (fault,) = found("html", "page.html", "{{ m.authors[0].name }}")
    assert fault.message.endswith("(met in making “tea.md”)")


def test_the_page_of_the_manual_serves_posts_without_an_author(found: Found) -> None:
    manual = Path(__file__).parents[1] / "content/manual/07-layouts.md"
    (page,) = re.findall(r"```html\n(.*?)```", manual.read_text(encoding="utf-8"), re.DOTALL)
    assert "m.authors" in page
    assert found("html", "page.html", page) == []


@pytest.mark.parametrize("name", XHTML)
def test_a_page_of_a_book_must_be_well_formed(name: str, found: Found) -> None:
    content, line, words = XHTML[name]
    (fault,) = found("epub", "epub/chapter.xhtml", content)
    assert (fault.path, fault.line, fault.code) == ("look/epub/chapter.xhtml", line, "LAY003")
    assert words in fault.message + fault.hint


def without(name: str, part: str, content: bytes = b"") -> bytes:
    """A reference document of the default layout with a part taken out, or other content in it."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(DEFAULT.data(name))) as old,
        zipfile.ZipFile(buffer, "w") as new,
    ):
        for entry in old.namelist():
            if entry != part or content:
                new.writestr(entry, content if entry == part else old.read(entry))
    return buffer.getvalue()


REFERENCES = {
    "no zip": ("docx", b"junk", "cannot be opened"),
    "nothing": ("pptx", b"", "cannot be opened"),
    "half a file": ("docx", DEFAULT.data("reference.docx")[:5000], "cannot be opened"),
    "another format": ("docx", DEFAULT.data("reference.pptx"), "no part word/document.xml"),
    "a part that is missing": (
        "pptx",
        without("reference.pptx", "ppt/slideMasters/slideMaster1.xml"),
        "no part ppt/slideMasters/slideMaster1.xml",
    ),
    "a part that is another": (
        "pptx",
        without("reference.pptx", "ppt/slideMasters/slideMaster1.xml", b"<tea/>"),
        "slideMaster1.xml is something else",
    ),
    "a part without what it should hold": (
        "pptx",
        without("reference.pptx", "ppt/presentation.xml", b"<presentation/>"),
        "lacks what is needed",
    ),
    "a part that is damaged": (
        "docx",
        without("reference.docx", "word/styles.xml", b"<w:styles>"),
        "word/styles.xml is damaged",
    ),
}


@pytest.mark.parametrize("name", REFERENCES)
def test_a_reference_document_that_is_none(name: str, found: Found) -> None:
    format, content, words = REFERENCES[name]
    (fault,) = found(format, f"reference.{format}", content)
    assert (fault.path, fault.code) == (f"look/reference.{format}", "LAY005")
    assert words in fault.message


SHEET = """@import "default/print.css";
p { colr: red;
  color: 12pt; margin: 1em }
h1 { color: red
  font-size: 2em }
h2 { color: red
h3 { color: blue }
}
"""


def test_a_style_sheet_is_told_where_it_says_nothing(found: Found) -> None:
    told = [(item.code, item.line, item.column) for item in found("pdf", "print.css", SHEET)]
    assert told == [("LAY006", 2, 5), ("LAY006", 3, 3), ("LAY006", 4, 6), ("LAY006", 6, 6)]
    again = found("pdf", "print.css", SHEET)
    assert len(again) == 4, "it is told again when all is up to date"


WORDED = """a { colr: red; }
b { color: 12pt; }
i { color red; }
u { font-family: ; }
@medai print { p { color: red; } }
"""


def test_a_style_sheet_is_told_of_in_words_for_its_author(found: Found) -> None:
    told = [(item.line, item.message, item.hint) for item in found("pdf", "print.css", WORDED)]
    assert told == [
        (1, "a PDF knows no property “colr”; it is ignored", "did you mean “color”?"),
        (2, "“color: 12pt” is ignored: “color” takes no such value in a PDF", ""),
        (
            3,
            "these words have no “{ … }” behind them and are ignored",
            "is a “:”, “;” or “{” missing here or in the line above?",
        ),
        (4, "“font-family” has no value and is ignored", ""),
        (5, "a PDF knows no “@medai”; it is ignored", "did you mean “@media”?"),
    ]


WIDTHS = "@page { size: A4; }\n:root { --measure: 0em; --measure-wide: 0em; --line: 18pt; }\n"


def test_a_width_of_text_that_is_none_is_told_and_not_used(found: Found) -> None:
    told = [(item.code, item.line, item.column) for item in found("pdf", "paper/a4.css", WIDTHS)]
    assert told == [("LAY006", 2, 9), ("LAY006", 2, 25)]
    assert room(WIDTHS, "zh-Hans") == room("", "zh-Hans")


NAMES = {
    "a property": ("tokens.css", "@import 'default/tokens.css';\n:root {\n  --lnik: red; }", 3, "“--link”"),
    "a property that is asked for": (
        "screen.css", "@import 'default/screen.css';\np { color: var(--lnik); }", 2, "“--link”",
    ),
    "a block": (
        "page.html", "{% extends 'default/page.html' %}\n\n{% block foott %}x{% endblock %}", 3, "“foot”",
    ),
    "a file": ("tokns.css", ":root { --link: red; }", 0, "“tokens.css”"),
    "a template": ("pages.html", "<p>", 0, "“page.html”"),
}  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_leads_nowhere_is_told(name: str, found: Found) -> None:
    file, content, line, meant = NAMES[name]
    (fault,) = found("html", file, content)
    assert (fault.path, fault.line, fault.code) == (f"look/{file}", line, "LAY007")
    assert meant in fault.hint


def test_names_of_one_s_own_are_welcome(found: Found, tmp_path: Path) -> None:
    (tmp_path / "look/paper").mkdir(parents=True)
    (tmp_path / "look/more.css").write_text("p { color: var(--mine); background: var(--no, red); }")
    (tmp_path / "look/foot.html").write_text("x")
    (tmp_path / "look/README.md").write_text("x")
    (tmp_path / "look/paper/b5.css").write_text("@page { size: B5; }")
    (tmp_path / "look/screen.css").write_text(
        "@import 'default/screen.css';\n@import 'more.css';\n/* --lnik: */ p { --mine: red; }"
    )
    page = "{% extends 'default/page.html' %}\n{% block foot %}{% include 'foot.html' %}"
    page += "{% block x %}{% endblock %}{% endblock %}"
    assert found("html", "page.html", page) == []


@pytest.mark.parametrize("name", layouts.names())
def test_a_shipped_look_that_is_copied_has_no_name_that_leads_nowhere(name: str) -> None:
    copied = layouts.load("./look", layouts.shipped() / name)
    assert list(name_faults(copied)) == []


def test_rules_that_the_manifest_makes_are_not_the_author_s(tmp_path: Path) -> None:
    (tmp_path / "look").mkdir()
    (tmp_path / "look/fonts.css").write_text("p { color: red; }\n")
    (tmp_path / "tea.md").write_text(POST, encoding="utf-8")
    (tmp_path / "publish.toml").write_text(
        '[documents.post]\neach = "*.md"\ntargets = ["pdf"]\n[targets.pdf]\nlayout = "./look"\n'
        '[fonts.zh]\nemphasis = "DejaVu Sans"\n'
    )
    report = build(BuildRequest(manifest=tmp_path / "publish.toml", jobs=1))
    assert "LAY006" not in [item.code for item in report.diagnostics]


def test_a_browser_may_know_more_than_we_do(found: Found) -> None:
    sheet = SHEET.replace("print", "screen")
    assert [item.line for item in found("html", "screen.css", sheet)] == [4, 6]
    assert not found(
        "html", "screen.css", "p { tea-spacing: 2cups } .a { color: red; &:hover { color: blue } }"
    )


@pytest.mark.parametrize("name", layouts.names())
@pytest.mark.parametrize("format", ["html", "pdf", "epub"])
def test_the_shipped_style_sheets_say_nothing_in_vain(name: str, format: str) -> None:
    assert style_faults(layouts.load(name), format) == []


@pytest.mark.parametrize("name", layouts.names())
def test_families_are_named_in_one_place(name: str) -> None:
    """What a user writes there holds on the screen and on paper: no other sheet sets it again."""
    files = layouts.own_files(layouts.shipped() / name)
    for path, content in files.items():
        if path.endswith(".css") and path != "tokens.css":
            assert not re.search(rb"--(?:sans|serif|mono|kai|latin-\w+)\s*:", content), path


# ----------------------------------------------------------------------------- what lies over what


def test_a_file_takes_the_place_of_the_default_and_may_build_on_it(tmp_path: Path) -> None:
    (tmp_path / "screen.css").write_text(
        '/* @import "no.css"; */\n@import "default/screen.css";\na {}'
    )
    (tmp_path / ".hidden.css").write_text("")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("")
    layout = layouts.load("./look", tmp_path)
    assert layout.own == ("screen.css",)
    assert DEFAULT.style("screen.css") in layout.style("screen.css")
    assert layout.style("screen.css").endswith("\na {}")
    assert layout.style("tokens.css") == DEFAULT.style("tokens.css")
    assert layout.place("screen.css") == "look/screen.css"
    assert layout.place("print.css") == layout.place("default/print.css") == "default/print.css"


def test_a_template_may_change_one_block_of_the_default(found: Found, tmp_path: Path) -> None:
    extended = (
        "{% extends 'default/page.html' %}\n{% block foot %}<footer>Tea</footer>{% endblock %}\n"
    )
    assert not found("html", "page.html", extended)
    (made,) = (tmp_path / "build").rglob("tea.html")
    page = made.read_text(encoding="utf-8")
    assert "<footer>Tea</footer>" in page and "<h1" in page


@pytest.mark.parametrize("name", ["../default", "..", "", "none"])
def test_only_shipped_layouts_have_names(name: str) -> None:
    with pytest.raises(PublishError, match="LAY002"):
        layouts.load(name)


@pytest.mark.parametrize("name", layouts.names())
def test_each_look_is_short(name: str) -> None:
    """Tokens and a few rules: whoever copies one can read it."""
    if name == "default":
        return
    sheets = [path for path in layouts.own_files(layouts.shipped() / name) if path.endswith(".css")]
    assert sum(layouts.load(name).text(path).count("\n") for path in sheets) < 160
    assert layouts.formats(name) == list(layouts.MAIN)


@pytest.mark.parametrize("name", [name for name in layouts.names() if name != "default"])
def test_reference_documents_are_the_default_ones_in_other_dress(name: str) -> None:
    script = Path(__file__).parent / "make_look_references.py"
    made = runpy.run_path(str(script))["references"](name)
    for file, content in made.items():
        told = "run: python tests/make_look_references.py"
        assert content == layouts.load(name).data(file), told
