"""The page of text in Latin letters: larger type on closer lines, and lines short enough for them."""

from __future__ import annotations

from publish.backends.ooxml import parsed, w, written
from publish.backends.package import pack, parts

# What the reference documents say for Chinese (10.5 on 18 points, 40 em wide), and what stands in
# its place (11 on 16 points, about 70 letters wide), in Word's own units.
TYPE = {"21": "22"}
LINE = {"360": "320"}
TABS = {"8400": "7258", "4200": "3629"}
SIDES = {"1753": "2324"}
HEIGHTS = {"1701": "1587", "1817": "1786"}


def for_latin(reference: bytes) -> bytes:
    """A reference document of the product with the measures of Latin text."""
    files = parts(reference)
    styles, document = parsed(files["word/styles.xml"]), parsed(files["word/document.xml"])
    for name, values in (("sz", TYPE), ("szCs", TYPE)):
        for each in styles.find(w("docDefaults")).iter(w(name)):
            each.set(w("val"), values.get(each.get(w("val")), each.get(w("val"))))
    for each in styles.iter(w("spacing")):
        if each.get(w("line")) in LINE:
            each.set(w("line"), LINE[each.get(w("line"))])
    for each in styles.iter(w("tab")):
        each.set(w("pos"), TABS.get(each.get(w("pos")), each.get(w("pos"))))
    for each in document.iter(w("pgMar")):
        for key, value in list(each.attrib.items()):
            each.set(key, {**SIDES, **HEIGHTS}.get(value, value))
    for each in document.iter(w("docGrid")):
        each.set(w("linePitch"), LINE.get(each.get(w("linePitch")), each.get(w("linePitch"))))
    made = {"word/styles.xml": written(styles), "word/document.xml": written(document)}
    return pack(files | made, 0)
