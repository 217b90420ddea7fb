"""The parts of a presentation around its slides: theme, master, relationships, content types."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping

from lxml import etree

from publish.backends.drawing import R, a, p, parsed, written
from publish.backends.measure import width

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
FOOT_ROOM = 64.0  # em of the foot for the title
MEDIA = {"png": "image/png", "jpeg": "image/jpeg"}
# The font of Office for the East Asian characters of a language.
FONTS = {
    "zh-CN": "Microsoft YaHei",
    "zh-TW": "Microsoft JhengHei",
    "zh-HK": "Microsoft JhengHei",
    "ja-JP": "Yu Gothic",
    "ko-KR": "Malgun Gothic",
}


def theme(data: bytes, east_asian: str) -> bytes:
    """The theme with the East Asian font of a language; a font that the layout names is kept."""
    root = parsed(data)
    for name in ("majorFont", "minorFont"):
        for fonts in root.iter(a(name)):
            face = fonts.find(a("ea"))
            face.set("typeface", face.get("typeface") or FONTS[east_asian])
    return written(root)


def master(data: bytes, title: str) -> bytes:
    """The master with the document's title in its foot, shortened to one line."""
    root = parsed(data)
    while width(title) > FOOT_ROOM:
        title = title[:-2].rstrip() + "…"
    for shape in root.iter(p("sp")):
        if shape.find(f".//{p('cNvPr')}").get("name") == "Document title":
            for text in shape.iter(a("t")):
                text.text = title
    return written(root)


def layout_file(files: Mapping[str, bytes], wanted: str) -> str:
    """The file name of a layout. Raises KeyError where the reference presentation has none."""
    for name in sorted(files):
        if not name.startswith("ppt/slideLayouts/slideLayout"):
            continue
        if name.endswith(".xml") and parsed(files[name]).find(p("cSld")).get("name") == wanted:
            return name.rpartition("/")[2]
    raise KeyError(wanted)


def own_names(files: Mapping[str, bytes], names: Mapping[str, str]) -> dict[str, bytes]:
    """The layouts with the names that their author gave them, by those that pandoc knows."""
    changed = {}
    for name in files:
        if name.startswith("ppt/slideLayouts/slideLayout") and name.endswith(".xml"):
            root = parsed(files[name])
            holder = root.find(p("cSld"))
            own = names.get(holder.get("name", ""))
            if own is not None and own != holder.get("name"):
                holder.set("name", own)
                changed[name] = written(root)
    return changed


def relations(data: bytes, layout: str, images: Mapping[str, str]) -> bytes:
    """The relationships of a slide: its layout, and images by id with the names of their parts."""
    root = parsed(data)
    for relation in root:
        if relation.get("Type") == f"{R}/slideLayout":
            relation.set("Target", f"../slideLayouts/{layout}")
    for id, name in images.items():
        etree.SubElement(
            root,
            f"{{{RELATIONS}}}Relationship",
            Id=id,
            Type=f"{R}/image",
            Target=f"../media/{name}",
        )
    return written(root)


def kept(files: Mapping[str, bytes]) -> bytes:
    """The relationships of the presentation to parts that pandoc took over from the reference."""
    root = parsed(files["ppt/_rels/presentation.xml.rels"])
    for relation in list(root):
        target = posixpath.normpath(posixpath.join("ppt", relation.get("Target")))
        if relation.get("TargetMode") != "External" and target.lstrip("/") not in files:
            root.remove(relation)
    return written(root)


def content_types(data: bytes, suffixes: Iterable[str]) -> bytes:
    """The content types with those of pictures."""
    root = parsed(data)
    known = {each.get("Extension") for each in root}
    for suffix in sorted(set(suffixes) - known):
        made = etree.Element(f"{{{TYPES}}}Default", Extension=suffix, ContentType=MEDIA[suffix])
        root.insert(0, made)
    return written(root)
