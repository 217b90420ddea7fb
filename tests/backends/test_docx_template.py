"""A Word template of the user's own: its cover, its headers, its styles, and its faults."""

from __future__ import annotations

import base64
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from publish import layouts
from publish.backends.ooxml import style_of, w
from publish.backends.package import pack, parts
from publish.cli.main import run

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PICTURE = (
    f'<w:r><w:drawing><wp:inline xmlns:wp="{WP}"><wp:extent cx="360000" cy="360000"/>'
    '<wp:docPr id="1" name="Logo" descr="Logo"/>'
    f'<a:graphic xmlns:a="{A}"><a:graphicData uri="{PIC}"><pic:pic xmlns:pic="{PIC}"><pic:nvPicPr>'
    '<pic:cNvPr id="1" name="Logo"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
    '<a:blip r:embed="rIdLogo"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>'
    '<a:xfrm><a:off x="0" y="0"/><a:ext cx="360000" cy="360000"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
    "</a:graphic></wp:inline></w:drawing></w:r>"
)
COVER = (
    f"<w:p>{PICTURE}</w:p>"
    '<w:p><w:pPr><w:pStyle w:val="a3"/></w:pPr><w:r><w:t>{{</w:t></w:r><w:r><w:rPr><w:b/></w:rPr>'
    "<w:t>title</w:t></w:r><w:r><w:t>}}</w:t></w:r></w:p>"
    '<w:sdt><w:sdtPr><w:alias w:val="Author"/><w:tag w:val="author"/><w:showingPlcHdr/></w:sdtPr>'
    "<w:sdtContent><w:p><w:r><w:t>Click here</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> '
    'DOCPROPERTY "Date" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r>'
    '<w:t>1900</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    "<w:p><w:r><w:t>{{content}}</w:t></w:r></w:p>"
    "<w:p><w:r><w:t>© {{author}}, 内部资料</w:t></w:r></w:p>"
)
POST = (
    "---\ntitle: 季度报告\nauthor: 李\ndate: 2026-05-01\n---\n\n## 第一节\n\n正文。\n\n> 引文。\n"
)


def template(cover: str = COVER, change: Callable[[dict[str, bytes]], None] | None = None) -> bytes:
    """A template as a Chinese Word writes it: ids of styles are numbers, some styles are lacking."""
    files = parts(layouts.load("default").data("reference.docx"))
    styles = etree.fromstring(files["word/styles.xml"])
    for style in list(styles.iter(w("style"))):
        if style.get(w("type")) == "paragraph" and style.get(w("customStyle")) == "1":
            styles.remove(style)
    names = {"Heading1": "1", "Title": "a3", "Header": "a5", "Normal": "a"}
    for each in styles.iter(w("style"), w("basedOn"), w("next"), w("link")):
        key = w("styleId") if each.tag == w("style") else w("val")
        each.set(key, names.get(each.get(key), each.get(key)))
    files["word/styles.xml"] = etree.tostring(styles)
    document = files["word/document.xml"].decode()
    section = document[document.rindex("<w:sectPr") :]
    files["word/document.xml"] = (
        f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{cover}{section}'.encode()
    )
    files["word/header1.xml"] = (
        f'<w:hdr xmlns:w="{W}"><w:p><w:pPr><w:pStyle w:val="a5"/></w:pPr><w:r><w:t>ACME {{{{title}}}}'
        "</w:t></w:r></w:p></w:hdr>"
    ).encode()
    relations = files["word/_rels/document.xml.rels"].decode()
    logo = f'<Relationship Id="rIdLogo" Type="{R}/image" Target="media/logo.png"/>'
    files["word/_rels/document.xml.rels"] = relations.replace(
        "</Relationships>", f"{logo}</Relationships>"
    ).encode()
    files["word/media/logo.png"] = DOT
    types = files["[Content_Types].xml"].decode()
    files["[Content_Types].xml"] = types.replace(
        "<Default", '<Default Extension="png" ContentType="image/png"/><Default', 1
    ).encode()
    if change:
        change(files)
    return pack(files, 0)


@pytest.fixture
def build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[bytes], tuple[int, str]]:
    """Build a post with a template; the exit code and what was said."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "post.md").write_text(POST, encoding="utf-8")
    (tmp_path / "publish.toml").write_text(
        '[bundle]\ntitle = "B"\n[targets.docx]\nreference = "company.docx"\n'
        '[documents.post]\neach = "*.md"\ntargets = ["docx"]\n',
        encoding="utf-8",
    )

    def made(data: bytes) -> tuple[int, str]:
        (tmp_path / "company.docx").write_bytes(data)
        capsys.readouterr()
        code = run(["build"])
        return code, capsys.readouterr().err

    return made


def built(folder: Path) -> Mapping[str, bytes]:
    return parts((folder / "build/docx/post.docx").read_bytes())


def rows(files: Mapping[str, bytes]) -> list[tuple[str, str]]:
    body = etree.fromstring(files["word/document.xml"])
    return [
        (style_of(each), "".join(text.text or "" for text in each.iter(w("t"))))
        for each in body.iter(w("p"))
    ]


def test_the_cover_is_filled_and_stands_around_the_text(
    build: Callable[[bytes], tuple[int, str]], tmp_path: Path
) -> None:
    code, _ = build(template())
    assert code == 0
    assert rows(built(tmp_path)) == [
        ("", ""),
        ("Title", "季度报告"),
        ("", "李"),
        ("", "2026年5月1日"),
        ("Heading1", "第一节"),
        ("FirstParagraph", "正文。"),
        ("BlockText", "引文。"),
        ("", "© 李, 内部资料"),
    ]


def test_its_pictures_and_headers_come_along(
    build: Callable[[bytes], tuple[int, str]], tmp_path: Path
) -> None:
    build(template())
    files = built(tmp_path)
    assert files["word/media/logo.png"] == DOT
    document = files["word/document.xml"].decode()
    (logo,) = re.findall(r'r:embed="([^"]+)"', document)
    assert f'Id="{logo}"' in files["word/_rels/document.xml.rels"].decode()
    assert "ACME 季度报告" in files["word/header1.xml"].decode()
    assert b"image/png" in files["[Content_Types].xml"]


def test_styles_that_it_lacks_are_told_and_lent(
    build: Callable[[bytes], tuple[int, str]], tmp_path: Path
) -> None:
    _, said = build(template())
    assert "company.docx: LAY010 the template has no style for: " in said
    lacking = said.partition("no style for: ")[2].splitlines()[0].split(", ")
    assert {"Callout", "Source Code", "Table Text"} <= set(lacking)
    styles = etree.fromstring(built(tmp_path)["word/styles.xml"])
    ids = {each.get(w("styleId")) for each in styles.iter(w("style"))}
    assert {"Callout", "SourceCode", "TableText", "Heading1", "Title", "Normal"} <= ids


def test_a_template_without_places_gives_its_look_alone(
    build: Callable[[bytes], tuple[int, str]], tmp_path: Path
) -> None:
    build(template("<w:p><w:r><w:t>Sample text</w:t></w:r></w:p>"))
    found = rows(built(tmp_path))
    assert found[0] == ("Title", "季度报告")
    assert all(text != "Sample text" for _, text in found)


def macros(files: dict[str, bytes]) -> None:
    files["word/vbaProject.bin"] = b"x"


def broken(files: dict[str, bytes]) -> None:
    files["word/document.xml"] = b"<w:document"


def entities(files: dict[str, bytes]) -> None:
    files["word/styles.xml"] = b'<!DOCTYPE x [<!ENTITY a "b">]>' + files["word/styles.xml"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no zip at all",
        template()[:4000],
        template(change=macros),
        template(change=broken),
        template(change=entities),
    ],
    ids=["empty", "text", "cut", "macros", "broken", "entities"],
)
def test_a_template_that_cannot_be_used_is_told_and_nothing_is_written(
    build: Callable[[bytes], tuple[int, str]], tmp_path: Path, data: bytes
) -> None:
    code, said = build(data)
    assert code == 1
    assert "company.docx: LAY005" in said
    assert "Traceback" not in said
    assert not (tmp_path / "build/docx/post.docx").exists()


def test_a_template_that_would_fill_the_memory_is_refused(
    build: Callable[[bytes], tuple[int, str]], tmp_path: Path
) -> None:
    path = tmp_path / "bomb.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for number in range(5):
            package.writestr(f"word/{number}.xml", b"\0" * 100_000_000)
    code, said = build(path.read_bytes())
    assert code == 1
    assert "LAY005" in said
    assert "more than any document needs" in said


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('reference = "gone.docx"', "there is no file “gone.docx”"),
        ('reference = "../x.docx"', "lies outside the folder of the manifest"),
    ],
)
def test_a_template_that_is_not_there_is_a_fault_of_the_manifest(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    line: str,
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "publish.toml").write_text(
        f'[bundle]\ntitle = "B"\n[targets.docx]\n{line}\n[documents.post]\neach = "*.md"\n',
        encoding="utf-8",
    )
    assert run(["build"]) == 2
    error: Any = capsys.readouterr().err
    assert "publish.toml:4:" in error
    assert said in error
