"""Presentations in a template of the user's own: its layouts, places, sizes and colours."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

import pytest
from backends.conftest import Make
from lxml import etree
from msgspec.structs import replace

from publish import layouts
from publish.backends.package import pack, parts
from publish.backends.pptx import BACKEND
from publish.backends.pptx_template import lacking
from publish.diagnostics import PublishError, Severity
from publish.layouts import Layout
from publish.publication.model import Publication

DEFAULT = layouts.load("default")
NAME = "reference.pptx"
OWN = parts(DEFAULT.data(NAME))
POINT = 12700
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
CHINESE = {
    "Title Slide": "标题幻灯片",
    "Title and Content": "标题和内容",
    "Section Header": "节标题",
    "Two Content": "两栏内容",
    "Comparison": "比较",
    "Content with Caption": "内容与标题",
    "Blank": "空白",
}
TEXT = "## 茶\n\n茶要趁热的时候喝才好。\n\n```python\ndef tea(): return 1\n```\n\n## 水\n"
Edit = Callable[[str], str]


def edited(edit: Edit, prefix: str = "ppt/") -> dict[str, bytes]:
    """The parts of the default's presentation, those of text below ``prefix`` changed."""
    return {
        name: edit(data.decode()).encode()
        if name.startswith(prefix) and name.endswith(".xml")
        else data
        for name, data in OWN.items()
    }


def look(files: Mapping[str, bytes]) -> Layout:
    changed = {**DEFAULT.files, NAME: pack(files, 0)}
    return replace(DEFAULT, files=changed, folder="look", own=(NAME,))


def built(publication: Publication, files: Mapping[str, bytes]) -> dict[str, bytes]:
    (artifact,) = BACKEND.render(publication, look(files), {})
    return parts(artifact.content)


def renamed(text: str) -> str:
    for old, new in CHINESE.items():
        text = text.replace(f'<p:cSld name="{old}"', f'<p:cSld name="{new}"')
    return text


def layout_of(files: Mapping[str, bytes], number: int) -> str:
    """The name of the layout of a slide."""
    for relation in etree.fromstring(files[f"ppt/slides/_rels/slide{number}.xml.rels"]):
        if relation.get("Type").endswith("/slideLayout"):
            name = relation.get("Target").replace("..", "ppt")
            return str(etree.fromstring(files[name]).find(f"{P}cSld").get("name"))
    raise AssertionError("a slide without a layout")


def test_layouts_are_known_by_their_kind_and_keep_their_names(article: Make) -> None:
    files = built(article(TEXT), edited(renamed, "ppt/slideLayouts/"))
    names = [layout_of(files, number) for number in range(1, 4)]
    assert names == ["标题幻灯片", "标题和内容", "节标题"]


def boxes(slide: bytes) -> list[tuple[float, ...]]:
    """Left, top, right and bottom in points of what has a place of its own."""
    found = []
    for frame in etree.fromstring(slide).iter(f"{A}xfrm", f"{P}xfrm"):
        x, y = (int(frame.find(f"{A}off").get(name)) / POINT for name in ("x", "y"))
        wide, high = (int(frame.find(f"{A}ext").get(name)) / POINT for name in ("cx", "cy"))
        found.append((x, y, x + wide, y + high))
    return found


def test_text_stands_where_the_template_has_it(article: Make) -> None:
    def narrowed(text: str) -> str:
        """The body of the default, 864 points wide, ends after 500."""
        return text.replace(
            f'cx="{864 * POINT}" cy="{368 * POINT}"', f'cx="{500 * POINT}" cy="{300 * POINT}"'
        )

    files = built(article(TEXT * 9), edited(narrowed))
    slides = [name for name in files if name.startswith("ppt/slides/slide")]
    places = [place for name in slides for place in boxes(files[name]) if place[2] > place[0] > 47]
    assert max(right for _, _, right, _ in places if right < 800) == 548.0
    assert max(bottom for *_, bottom in places) <= 456.1 + 0.1


def test_a_dark_ground_has_no_colours_that_were_chosen_for_a_light_one(article: Make) -> None:
    def dark(text: str) -> str:
        light, night = (
            'bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2"',
            'bg1="dk1" tx1="lt1" bg2="dk2" tx2="lt2"',
        )
        return text.replace(light, night)

    def colours(files: Mapping[str, bytes]) -> list[str]:
        slide = etree.fromstring(files["ppt/slides/slide2.xml"])
        return [each.get("val") for each in slide.iter(f"{A}srgbClr")]

    assert colours(built(article(TEXT), OWN))
    assert not colours(built(article(TEXT), edited(dark, "ppt/slideMasters/")))


def without(kind: str) -> dict[str, bytes]:
    """The presentation without the layout of a type."""
    (name,) = [
        name
        for name, data in OWN.items()
        if name.startswith("ppt/slideLayouts/slideLayout")
        and etree.fromstring(data).get("type") == kind
    ]
    file = name.rpartition("/")[2]
    files = {key: data for key, data in OWN.items() if file not in key}
    rels, master = (
        "ppt/slideMasters/_rels/slideMaster1.xml.rels",
        "ppt/slideMasters/slideMaster1.xml",
    )
    relations, root = etree.fromstring(files[rels]), etree.fromstring(files[master])
    types = etree.fromstring(files["[Content_Types].xml"])
    (gone,) = [each for each in relations if each.get("Target").endswith(file)]
    relations.remove(gone)
    for each in list(root.find(f"{P}sldLayoutIdLst")):
        if each.get(f"{R}id") == gone.get("Id"):
            each.getparent().remove(each)
    for each in [each for each in types if (each.get("PartName") or "").endswith(file)]:
        types.remove(each)
    made = {rels: relations, master: root, "[Content_Types].xml": types}
    return {**files, **{key: etree.tostring(tree) for key, tree in made.items()}}


def test_a_template_without_section_headers_does_without_and_is_told_of(article: Make) -> None:
    files = without("secHead")
    (fault,) = lacking(look(files), NAME)
    assert (fault.code, fault.severity, fault.path) == ("LAY009", Severity.WARNING, f"look/{NAME}")
    assert "section headers" in fault.message
    assert layout_of(built(article(TEXT), files), 3) == "Title and Content"


def test_a_template_that_slides_cannot_do_without_is_refused(article: Make) -> None:
    with pytest.raises(PublishError) as error:
        built(article(TEXT), without("title"))
    (fault,) = error.value.diagnostics
    assert fault.code == "LAY005"
    assert "lacks what is needed: a layout for title slides" in fault.message


def test_any_layout_with_a_title_and_a_place_for_all_kinds_will_do(article: Make) -> None:
    assert layout_of(built(article(TEXT), without("obj")), 2) != "Title and Content"


def test_a_template_that_would_fill_the_memory_is_refused(article: Make) -> None:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package,
        package.open("ppt/presentation.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(1_050):
            part.write(bytes(1_000_000))
    own = replace(
        DEFAULT, files={**DEFAULT.files, NAME: buffer.getvalue()}, folder="look", own=(NAME,)
    )
    with pytest.raises(PublishError) as error:
        list(BACKEND.render(article(TEXT), own, {}))
    assert [each.code for each in error.value.diagnostics] == ["LAY005"]
    assert "unpacked" in error.value.diagnostics[0].message


def test_the_shipped_templates_lack_nothing() -> None:
    for name in layouts.names():
        shipped = layouts.load(name)
        assert lacking(replace(shipped, own=(NAME,)), NAME) == []


def test_no_relation_leads_to_what_a_template_left_behind(article: Make) -> None:
    rels = "ppt/_rels/presentation.xml.rels"
    more = (
        b'<Relationship Id="rId99" Type="x/printerSettings" Target="printerSettings/printer.bin"/>'
    )
    given = {**OWN, rels: OWN[rels].replace(b"</Relationships>", more + b"</Relationships>")}
    assert b"printerSettings" not in built(article(TEXT), given)[rels]


def runs(slide: bytes) -> list[tuple[str, str, str, str]]:
    """Text, italics, underline and language of the runs of a slide."""
    found = []
    for run in etree.fromstring(slide).iter(f"{A}r"):
        told = run.find(f"{A}rPr")
        text = run.findtext(f"{A}t") or ""
        found.append((text, told.get("i", ""), told.get("u", ""), told.get("lang")))
    return found


def test_no_han_is_slanted_and_each_script_has_its_language(article: Make) -> None:
    files = built(article("## 茶\n\n*要紧 very much* 的话，日语 `code 茶` ひらがな。\n"), OWN)
    assert runs(files["ppt/slides/slide2.xml"])[1:] == [
        ("要紧", "", "dottedHeavy", "zh-CN"),
        (" ", "1", "", "zh-CN"),
        ("very much", "1", "", "en-US"),
        (" 的话，日语 ", "", "", "zh-CN"),
        ("code 茶", "", "", "zh-CN"),
        (" ひらがな。", "", "", "ja-JP"),
    ]


def test_notes_hold_the_whole_text_where_that_is_asked_for(article: Make) -> None:
    publication = article("## 茶\n\n茶要趁热的时候喝才好。这两样其实都不太难。\n")

    def notes(**options: bool) -> list[str]:
        (artifact,) = BACKEND.render(publication, DEFAULT, options)
        return [
            "".join(text.text or "" for text in etree.fromstring(data).iter(f"{A}t"))
            for name, data in parts(artifact.content).items()
            if name.startswith("ppt/notesSlides/notesSlide")
        ]

    assert notes() == []
    (text,) = notes(notes=True)
    assert "茶要趁热的时候喝才好。这两样其实都不太难。" in text
