"""The characters that most texts in a language keep to: those of its national standard."""

from __future__ import annotations

from functools import lru_cache

# Latin, Greek and Cyrillic letters; marks, arrows, signs of mathematics and frames; kana and the
# punctuation of Chinese and Japanese; full-width forms.
_ALWAYS = ((0x20, 0x52F), (0x1E00, 0x1EFF), (0x2000, 0x2BFF), (0x3000, 0x30FF), (0xFF00, 0xFFEF))
_STANDARDS = {"zh-hans": "gb2312", "zh-cn": "gb2312", "zh-hant": "big5", "zh-tw": "big5",
              "zh-hk": "big5", "zh": "gb2312", "ja": "euc_jp", "ko": "euc_kr"}  # fmt: skip
_BYTES = range(0x40, 0xFF)


@lru_cache(maxsize=16)
def repertoire(lang: str) -> frozenset[str]:
    """The characters of GB 2312, Big 5, JIS X 0208 or KS X 1001, and those that every language uses."""
    held = {"\n", "\t"} | {
        chr(point) for first, last in _ALWAYS for point in range(first, last + 1)
    }
    tag = lang.lower()
    for prefix, codec in _STANDARDS.items():
        if tag == prefix or tag.startswith(f"{prefix}-"):
            pairs = (bytes((lead, trail)) for lead in range(0xA1, 0xFF) for trail in _BYTES)
            return frozenset(held.union(*(pair.decode(codec, "ignore") for pair in pairs)))
    return frozenset(held)
