"""What a reference presentation gives to slides: layouts, the places on them, sizes of type, colours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from msgspec.structs import replace

from publish.backends.drawing import POINT, Element, a, p, parsed, written
from publish.backends.package import parts
from publish.backends.slide_model import Room
from publish.backends.slide_titles import CONTENT, COVER, SECTION, TitlePlace
from publish.diagnostics import Diagnostic, Severity
from publish.layouts import Layout

LAYOUTS, MASTER = "ppt/slideLayouts/slideLayout", "ppt/slideMasters/slideMaster1.xml"
# The names by which pandoc finds layouts, by the type that PowerPoint writes whatever its language.
NAMES = {
    "title": "Title Slide",
    "obj": "Title and Content",
    "secHead": "Section Header",
    "twoObj": "Two Content",
    "twoTxTwoObj": "Comparison",
    "objTx": "Content with Caption",
    "blank": "Blank",
}
NEEDED = {
    "title": "title slides",
    "obj": "slides with title and text",
    "secHead": "section headers",
}
INSETS = {"l": 7.2, "t": 3.6, "r": 7.2, "b": 3.6}  # points, where a placeholder says nothing
LIGHT = 190  # of 255: then dark letters can be read on it
LEAST_WIDTH, LEAST_HEIGHT = 240.0, 120.0  # of a body that slides can be made for


class Rectangle(NamedTuple):
    """A place on a slide, in points."""

    x: float
    y: float
    width: float
    height: float


class Template(NamedTuple):
    """``names`` are the user's own names of layouts by pandoc's; ``missing`` says in words what the
    presentation could have and has not, ``light`` whether its ground is, ``pale`` whether that of code
    is; ``number`` is the placeholder of slide numbers on the content layout."""

    files: Mapping[str, bytes]
    names: Mapping[str, str]
    missing: tuple[str, ...]
    body: Rectangle
    divider: Rectangle
    title: TitlePlace
    section: TitlePlace
    cover: TitlePlace
    light: bool
    pale: bool
    number: str | None

    @property
    def room(self) -> Room:
        """What the body of a slide holds."""
        return Room(self.body.width, self.body.height)


def lacking(layout: Layout, path: str) -> list[Diagnostic]:
    """What a reference presentation of the user's own does not have, so that slides do without (LAY009).

    It has been used: one that cannot be has made no deck. Raises as :func:`template` does.
    """
    if path not in layout.own:
        return []
    missing = template(parts(layout.data(path))).missing
    hint = "slides do without it, or take the place of another; add it in PowerPoint’s slide master"
    return [
        replace(
            layout.fault(path, 0, "LAY009", f"the reference presentation lacks {what}", hint),
            severity=Severity.WARNING,
        )
        for what in missing
    ]


def template(files: Mapping[str, bytes]) -> Template:
    """The facts of a reference presentation by its parts.

    Raises ValueError, which says what, where it lacks a layout that no deck can do without, and KeyError
    for a part that is missing.
    """
    roots = {name: parsed(files[name]) for name in sorted(files) if _is_layout(name)}
    found = _by_kind(roots)
    for kind in ("title", "obj"):
        if kind not in found:
            raise ValueError(f"a layout for {NEEDED[kind]} (“{NAMES[kind]}”)")
    changed = dict(files)
    names = {}
    for kind, name in found.items():
        root = roots[name]
        holder = root.find(p("cSld"))
        names[NAMES[kind]] = holder.get("name", "")
        holder.set("name", NAMES[kind])
        changed[name] = written(root)
    for name, root in roots.items():  # another of that name would be taken for it
        if name not in found.values() and root.find(p("cSld")).get("name") in names:
            root.find(p("cSld")).set("name", f"{root.find(p('cSld')).get('name')} (2)")
            changed[name] = written(root)
    master = parsed(files[MASTER])
    width, height = _slide_size(files)
    whole = Rectangle(0.05 * width, 0.22 * height, 0.9 * width, 0.68 * height)
    content, title = roots[found["obj"]], roots[found["title"]]
    section = roots[found["secHead"]] if "secHead" in found else content
    body = _place((content, master), ("obj", "body")) or whole
    colours = parsed(files["ppt/theme/theme1.xml"])
    missing = [] if "secHead" in found else [f"a layout for {NEEDED['secHead']}"]
    if body.width < LEAST_WIDTH or body.height < LEAST_HEIGHT:
        body = whole
        missing.append("room for text on its slides")
    return Template(
        files=changed,
        names=names,
        missing=tuple(missing),
        body=body,
        divider=_place((section, master), ("body", "obj")) or body,
        title=_title((content, master), CONTENT),
        section=_title((section, master), SECTION),
        cover=_title((title, master), COVER),
        light=_is_light("bg1", colours, master),
        pale=_is_light("bg2", colours, master),
        number=_slide_number(content),
    )


def _is_layout(name: str) -> bool:
    return name.startswith(LAYOUTS) and name.endswith(".xml")


def _by_kind(roots: Mapping[str, Element]) -> dict[str, str]:
    """The layout of each kind: by its type, its English name, or the placeholders that it has."""
    found: dict[str, str] = {}
    for name, root in roots.items():
        found.setdefault(root.get("type", ""), name)
    for name, root in roots.items():
        for kind, english in NAMES.items():
            if root.find(p("cSld")).get("name") == english:
                found.setdefault(kind, name)
    for name, root in roots.items():
        kinds = {holder.get("type", "obj") for holder in root.iter(p("ph"))}
        if {"ctrTitle", "subTitle"} <= kinds:
            found.setdefault("title", name)
        elif {"title", "obj"} <= kinds:
            found.setdefault("obj", name)
    return {kind: found[kind] for kind in NAMES if kind in found}


def _slide_size(files: Mapping[str, bytes]) -> tuple[float, float]:
    size = parsed(files["ppt/presentation.xml"]).find(p("sldSz"))
    return int(size.get("cx")) / POINT, int(size.get("cy")) / POINT


def _holders(roots: tuple[Element, ...], kinds: tuple[str, ...]) -> Iterator[Element]:
    """The placeholders of some types, those of the layout first."""
    for root in roots:
        for shape in root.iter(p("sp")):
            holder = shape.find(f".//{p('ph')}")
            if holder is not None and holder.get("type", "obj") in kinds:
                yield shape


def _place(roots: tuple[Element, ...], kinds: tuple[str, ...]) -> Rectangle | None:
    """Where a placeholder has its text: on the layout, or where the master has it."""
    insets = dict(INSETS)
    for shape in reversed([*_holders(roots, kinds)]):
        for told in shape.iter(a("bodyPr")):
            insets |= {s: int(told.get(f"{s}Ins")) / POINT for s in INSETS if told.get(f"{s}Ins")}
    for shape in _holders(roots, kinds):
        frame = shape.find(f"{p('spPr')}/{a('xfrm')}")
        if frame is not None:
            x, y = (int(frame.find(a("off")).get(each)) / POINT for each in ("x", "y"))
            wide, high = (int(frame.find(a("ext")).get(each)) / POINT for each in ("cx", "cy"))
            return Rectangle(
                x + insets["l"],
                y + insets["t"],
                wide - insets["l"] - insets["r"],
                high - insets["t"] - insets["b"],
            )
    return None


def _title(roots: tuple[Element, ...], usual: TitlePlace) -> TitlePlace:
    """Room and largest type of a title."""
    kinds = ("title", "ctrTitle")
    place = _place(roots, kinds)
    sizes = [
        int(style.get("sz")) / 100
        for shape in _holders(roots, kinds)
        for style in shape.iter(a("defRPr"))
        if style.get("sz")
    ]
    if not sizes:
        path = f"{p('titleStyle')}/{a('lvl1pPr')}/{a('defRPr')}"
        sizes = [
            int(style.get("sz")) / 100
            for root in roots
            for style in root.iterfind(f".//{path}")
            if style.get("sz")
        ]
    size = sizes[0] if sizes else usual.size
    if place is None:
        return usual._replace(size=size)
    return usual._replace(size=size, width=place.width, height=place.height)


def _is_light(name: str, theme: Element, master: Element) -> bool:
    """Whether a colour of the ground is a light one."""
    mapped = master.find(p("clrMap"))
    usual = name.replace("bg", "lt")
    own = usual if mapped is None else mapped.get(name, usual)
    told = theme.find(f".//{a('clrScheme')}/{a(own)}/*")
    colour = "FFFFFF" if told is None else told.get("lastClr") or told.get("val", "FFFFFF")
    try:
        red, green, blue = bytes.fromhex(colour)
    except ValueError:  # a colour by its name
        return True
    return 0.3 * red + 0.59 * green + 0.11 * blue > LIGHT


def _slide_number(content: Element) -> str | None:
    """The index of the placeholder for the slide's number; None where there is none."""
    for shape in _holders((content,), ("sldNum",)):
        return str(shape.find(f".//{p('ph')}").get("idx", "0"))
    return None
