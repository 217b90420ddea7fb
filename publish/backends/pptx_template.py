"""What a reference presentation gives to slides: layouts, the places on them, sizes of type, colours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from publish.backends.drawing import POINT, Element, a, p, parsed, written
from publish.backends.slide_model import Room
from publish.backends.slide_titles import CONTENT, COVER, SECTION, TitlePlace

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
LEAST_WIDTH, LEAST_HEIGHT = 240.0, 120.0  # of a body that slides can be made for


class Rectangle(NamedTuple):
    """A place on a slide, in points."""

    x: float
    y: float
    width: float
    height: float


class Template(NamedTuple):
    """``names`` are the user's own names of layouts by pandoc's; ``missing`` says in words what the
    presentation has not, ``pale`` whether the ground of code is light, ``foot`` which placeholders of
    the content layout each slide gets."""

    files: Mapping[str, bytes]
    names: Mapping[str, str]
    missing: tuple[str, ...]
    body: Rectangle
    divider: Rectangle
    title: TitlePlace
    section: TitlePlace
    cover: TitlePlace
    pale: bool
    foot: tuple[str, ...]

    @property
    def room(self) -> Room:
        """What the body of a slide holds."""
        return Room(self.body.width, self.body.height)


def template(files: Mapping[str, bytes]) -> Template:
    """The facts of a reference presentation by its parts. Raises KeyError for a part that is missing."""
    roots = {name: parsed(files[name]) for name in sorted(files) if _is_layout(name)}
    found = _by_kind(roots)
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
    content = roots[found["obj"]] if "obj" in found else None
    section = roots[found["secHead"]] if "secHead" in found else content
    title = roots[found["title"]] if "title" in found else None
    body = _place((content, master), ("obj", "body")) or whole
    missing = [NEEDED[kind] for kind in NEEDED if kind not in found]
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
        pale=_is_pale(parsed(files["ppt/theme/theme1.xml"]), master),
        foot=tuple(_foot(content)),
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
        if "ctrTitle" in kinds:
            found.setdefault("title", name)
        elif "title" in kinds and kinds & {"obj", "body"}:
            found.setdefault("obj", name)
    return {kind: found[kind] for kind in NAMES if kind in found}


def _slide_size(files: Mapping[str, bytes]) -> tuple[float, float]:
    size = parsed(files["ppt/presentation.xml"]).find(p("sldSz"))
    return int(size.get("cx")) / POINT, int(size.get("cy")) / POINT


def _holders(roots: tuple[Element | None, ...], kinds: tuple[str, ...]) -> Iterator[Element]:
    """The placeholders of some types, those of the layout first."""
    for root in roots:
        if root is not None:
            for shape in root.iter(p("sp")):
                holder = shape.find(f".//{p('ph')}")
                if holder is not None and holder.get("type", "obj") in kinds:
                    yield shape


def _place(roots: tuple[Element | None, ...], kinds: tuple[str, ...]) -> Rectangle | None:
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


def _title(roots: tuple[Element | None, ...], usual: TitlePlace) -> TitlePlace:
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
            if root is not None
            for style in root.iterfind(f".//{path}")
            if style.get("sz")
        ]
    size = sizes[0] if sizes else usual.size
    if place is None:
        return usual._replace(size=size)
    return usual._replace(size=size, width=place.width, height=place.height)


def _is_pale(theme: Element, master: Element) -> bool:
    """Whether the second colour of the ground is a light one."""
    mapped = master.find(p("clrMap"))
    name = "lt2" if mapped is None else mapped.get("bg2", "lt2")
    told = theme.find(f".//{a('clrScheme')}/{a(name)}/*")
    colour = "FFFFFF" if told is None else told.get("lastClr") or told.get("val", "FFFFFF")
    try:
        red, green, blue = bytes.fromhex(colour)
    except ValueError:  # a colour by its name
        return True
    return 0.3 * red + 0.59 * green + 0.11 * blue > 200


def _foot(content: Element | None) -> Iterator[str]:
    """The placeholders of the foot that a layout has, by their type."""
    for kind in ("ftr", "sldNum"):
        if any(True for _ in _holders((content,), (kind,))):
            yield kind
