"""Formulas of a chapter in HTML: MathML that scrolls where it is wide, pictures, or code."""

from __future__ import annotations

from lxml import etree

from publish.backends.accents import set_accents
from publish.backends.mathematics import as_code, svg_image
from publish.regex import regex

MATHML = "{http://www.w3.org/1998/Math/MathML}"
LONG_FORMULA = 40  # characters of TeX
PHONE = 24  # signs of a formula, those of operators counted twice
_OPENING = regex(r"[（「『《〈【〔［｛“‘(\[{]+$")
_CLOSING = regex(r"[，。、；：！？）」』》〉】〕］｝”’,.;:!?)\]}%％]+")


def mend_formulas(root: etree._Element, *, drawn: bool, phone: bool) -> None:
    """Formulas keep their TeX as alternative text, or are ``drawn``; what pandoc did not understand is
    code. With ``phone`` one scrolls that may be wider than such a screen."""
    for formula in list(root.iter(f"{MATHML}math")):
        source = formula.find(f".//{MATHML}annotation")
        tex = (source.text or "") if source is not None else ""
        if source is not None:
            source.getparent().remove(source)
        if not drawn:
            formula.set("alttext", tex)
            set_accents(formula)
            if len(tex) > LONG_FORMULA or (phone and _is_wide(formula)):
                _let_scroll(formula)
            elif formula.get("display") != "block":
                _hold_marks(formula)
            continue
        display = formula.get("display") == "block"
        _replace(formula, svg_image(tex, display=display))
    for source in [each for each in root.iter("span") if _is_source(each)]:
        _replace(source, as_code((source.text or "").strip("$")))
    if phone:
        for paragraph in root.iter("p"):
            if _is_formula(paragraph):
                paragraph.set("class", "formula")


def _let_scroll(formula: etree._Element) -> None:
    """A formula that may be wider than a screen scrolls, with the keyboard too."""
    kind = "wide-formula" + " display" * (formula.get("display") == "block")
    box = etree.Element("span", {"class": kind, "tabindex": "0"})
    _replace(formula, box)
    formula.tail = None
    box.append(formula)


def _hold_marks(formula: etree._Element) -> None:
    """Keeps a formula on one line with the marks that stand close to it: browsers would part them."""
    before, parent = formula.getprevious(), formula.getparent()
    assert parent is not None
    text = (parent.text if before is None else before.tail) or ""
    opening = _OPENING.search(text)
    closing = _CLOSING.match(formula.tail or "")
    if opening is None and closing is None:
        return
    box = etree.Element("span", {"class": "held"})
    _replace(formula, box)
    box.append(formula)
    formula.tail = closing[0] if closing else None
    box.tail = (box.tail or "")[len(formula.tail or "") :]
    if opening:
        box.text, text = opening[0], text[: opening.start()]
        if before is None:
            parent.text = text
        else:
            before.tail = text


def _is_formula(paragraph: etree._Element) -> bool:
    """Whether a paragraph is one formula on lines of its own."""
    texts = [paragraph.text, *(each.tail for each in paragraph)]
    return (
        len(paragraph) == 1
        and not "".join(filter(None, texts)).strip()
        and any(each.get("display") == "block" for each in paragraph.iter(f"{MATHML}math"))
    )


def _is_source(element: etree._Element) -> bool:
    """Whether this is a formula that pandoc did not understand."""
    return element.get("class") in ("math inline", "math display") and not len(element)


def _replace(old: etree._Element, new: etree._Element) -> None:
    parent = old.getparent()
    assert parent is not None
    new.tail = old.tail
    parent.replace(old, new)


def _is_wide(formula: etree._Element) -> bool:
    """Whether a formula of its own line may be wider than the screen of a phone."""
    signs = "".join(formula.itertext()).split()
    room = sum(map(len, signs)) + sum(1 for _ in formula.iter(f"{MATHML}mo"))
    return formula.get("display") == "block" and room > PHONE
