"""The characters and languages that the CJK rules speak of."""

from __future__ import annotations

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
KANA = "\u3041-\u309f\u30a1-\u30ff"
LATIN = "A-Za-z0-9\u00c0-\u024f\u0370-\u03ff"


def is_chinese(lang: str) -> bool:
    """Whether the rules for Chinese apply; Japanese and Korean have customs of their own."""
    return lang == "zh" or lang.startswith("zh-")


def is_traditional(lang: str) -> bool:
    """Whether a Chinese text is in Traditional characters."""
    return lang.startswith("zh-Hant")
