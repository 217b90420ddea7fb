"""What a language wants from Word: fonts, language tags, first-line indent, emphasis."""

from __future__ import annotations

from typing import NamedTuple

from publish.backends.ooxml import Element, paragraph_properties, piece, put, w


class Setting(NamedTuple):
    """Tag of the text and of its East Asian characters, fonts, indent in characters, emphasis mark."""

    tag: str
    east_asian: str
    serif: str
    sans: str
    mono: str
    indent: int
    emphasis: str  # w:em; empty: italics stay


SIMPLIFIED = Setting("zh-CN", "zh-CN", "SimSun", "SimHei", "DengXian", 2, "dot")
TRADITIONAL = Setting("zh-TW", "zh-TW", "PMingLiU", "Microsoft JhengHei", "MingLiU", 2, "dot")
JAPANESE = Setting("ja-JP", "ja-JP", "Yu Mincho", "Yu Gothic", "MS Gothic", 1, "comma")
KOREAN = Setting("ko-KR", "ko-KR", "Batang", "Malgun Gothic", "GulimChe", 0, "")
REGIONS = {"en": "US", "de": "DE", "fr": "FR", "es": "ES", "it": "IT", "ru": "RU", "pt": "PT"}


def setting(lang: str) -> Setting:
    """The setting of a BCP 47 tag; East Asian words in other languages count as Simplified Chinese."""
    parts = lang.split("-")
    match parts[0]:
        case "zh" if {"Hant", "TW", "HK", "MO"} & set(parts):
            region = "zh-HK" if {"HK", "MO"} & set(parts) else "zh-TW"
            return TRADITIONAL._replace(tag=region, east_asian=region)
        case "zh":
            return SIMPLIFIED
        case "ja":
            return JAPANESE
        case "ko":
            return KOREAN
        case language:
            region = REGIONS.get(language, "")
            tag = f"{language}-{region}" if region and len(parts) == 1 else lang
            return SIMPLIFIED._replace(tag=tag, indent=0, emphasis="")


BODY_TEXT = "BodyText"
MONOSPACED = ("VerbatimChar", "SourceCode")


def set_language(styles: Element, wanted: Setting) -> None:
    """Dress the reference document's styles for a language; what they name already is kept."""
    defaults = styles.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}")
    if defaults is not None:
        _set_fonts(defaults, wanted.serif if _is_serif(defaults) else wanted.sans)
        for old in defaults.findall(w("lang")):
            defaults.remove(old)
        tags = f'w:val="{wanted.tag}" w:eastAsia="{wanted.east_asian}" w:bidi="ar-SA"'
        defaults.append(piece(f"<w:lang {tags}/>"))
    for style in styles.iter(w("style")):
        name = style.get(w("styleId"))
        properties = style.find(w("rPr"))
        if properties is not None:
            plain = _is_serif(properties)
            face = wanted.mono if name in MONOSPACED else wanted.serif if plain else wanted.sans
            _set_fonts(properties, face)
        if name == BODY_TEXT:
            _mark_paragraphs(paragraph_properties(style), wanted.indent)


def _is_serif(properties: Element) -> bool:
    fonts = properties.find(w("rFonts"))
    return fonts is not None and fonts.get(w("ascii")) == "Times New Roman"


def _set_fonts(properties: Element, face: str) -> None:
    fonts = properties.find(w("rFonts"))
    if fonts is None or fonts.get(w("eastAsiaTheme")):
        return
    if fonts.get(w("eastAsia")) is None:
        fonts.set(w("eastAsia"), face)


def _mark_paragraphs(properties: Element, characters: int) -> None:
    """A paragraph begins with an indent where the language has one, else after a gap."""
    if not characters:
        spacing = properties.find(w("spacing"))
        if spacing is not None and spacing.get(w("after")) == "0":
            spacing.set(w("after"), "180")  # half a line
    elif properties.find(w("ind")) is None:
        width = characters * 210  # twentieths of a point; Word counts the characters itself
        put(
            properties,
            piece(f'<w:ind w:firstLineChars="{characters * 100}" w:firstLine="{width}"/>'),
        )
