"""The characters that the CJK rules speak of, as ranges for regular expressions."""

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
LATIN = "A-Za-z0-9\u00c0-\u024f\u0370-\u03ff"
FULL_WIDTH = "，。；：！？、（）《》「」『』【】〔〕“”‘’…—"


def is_chinese(lang: str) -> bool:
    """Whether the rules for Chinese apply; Japanese and Korean have customs of their own."""
    return lang.split("-")[0] == "zh"
