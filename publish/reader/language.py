"""The language of a text by its scripts, with the evidence."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from publish.regex import regex

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SCRIPTS = {
    name: regex(f"[{ranges}]")
    for name, ranges in {
        "Han": _HAN,
        "kana": "\u3041-\u309f\u30a1-\u30fa\uff66-\uff9d",
        "Hangul": "\uac00-\ud7a3",
        "Cyrillic": "\u0400-\u04ff",
        "Greek": "\u0370-\u03ff",
        "Hebrew": "\u05d0-\u05ea",
        "Arabic": "\u0620-\u06ff",
        "Thai": "\u0e01-\u0e5b",
        "Devanagari": "\u0900-\u097f",
    }.items()
}
_WORD = regex(r"[A-Za-z\u00c0-\u024f]{2,}")
# The chief language of a script that is not shared by several great ones.
_ALONE = {
    "Cyrillic": "ru",
    "Greek": "el",
    "Hebrew": "he",
    "Arabic": "ar",
    "Thai": "th",
    "Devanagari": "hi",
}
_ALIASES = {
    "cn": "zh-Hans", "chs": "zh-Hans", "chinese": "zh-Hans", "zh-chs": "zh-Hans",
    "tw": "zh-Hant", "cht": "zh-Hant", "zh-cht": "zh-Hant", "jp": "ja", "japanese": "ja",
    "kr": "ko", "korean": "ko", "english": "en", "russian": "ru",
}  # fmt: skip
_REGIONS = {"CN": "Hans", "SG": "Hans", "MY": "Hans", "TW": "Hant", "HK": "Hant", "MO": "Hant"}
# ISO 639-1; a language with three letters is taken at its word.
_TWO_LETTERS = frozenset(
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv "
    "dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig "
    "ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh "
    "mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru "
    "rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty "
    "ug uk ur uz ve vi vo wa wo xh yi yo za zh zu".split()
)
_TAG = regex(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


class Language(NamedTuple):
    """A BCP 47 tag and why."""

    tag: str
    evidence: str


def infer(text: str) -> Language:
    """The language that most of a text's letters speak for; ``en`` where nothing does.

    Han characters weigh as much as words: a Chinese word has two of them, and Chinese posts about
    computers hold many Latin names.
    """
    seen = Counter(text)
    counts = dict.fromkeys(_SCRIPTS, 0)
    for character, count in seen.items():
        if name := _of(character):
            counts[name] += count
    words = len(_WORD.findall(text))
    han, kana, hangul = counts["Han"], counts["kana"], counts["Hangul"]
    if hangul > max(han + kana, words / 2):
        return Language("ko", f"{hangul} Hangul syllables")
    if kana * 8 > han and han + kana > words:
        return Language("ja", f"{kana} kana beside {han} Han characters")
    if han * 2 > words:
        return _chinese(seen)
    name = max(_ALONE, key=lambda script: counts[script])
    if counts[name] > words:
        return Language(_ALONE[name], f"{counts[name]} {name} letters")
    return Language("en", f"{words} words in Latin letters" if words else "no letters")


def canonical(tag: str) -> str:
    """A declared language as BCP 47 (``zh_CN`` is ``zh-Hans``); empty when it is none.

    Bare ``zh`` does not tell the script, so it is empty too and left to :func:`infer`.
    """
    plain = tag.strip().partition(".")[0].replace("_", "-")
    if plain.lower() in _ALIASES:
        return _ALIASES[plain.lower()]
    if not _TAG.fullmatch(plain):
        return ""
    first, *rest = plain.split("-")
    if len(first) == 2 and first.lower() not in _TWO_LETTERS:
        return ""
    if first.lower() == "zh":
        return _chinese_tag([part.title() if len(part) == 4 else part.upper() for part in rest])
    shaped = [
        part.upper() if len(part) == 2 else part.title() if len(part) == 4 else part.lower()
        for part in rest
    ]
    return "-".join([first.lower(), *shaped])


def _chinese_tag(parts: list[str]) -> str:
    scripts = [part for part in parts if part in ("Hans", "Hant")]
    scripts += [_REGIONS[part] for part in parts if part in _REGIONS]
    return f"zh-{scripts[0]}" if scripts else ""


def infer_chinese(text: str) -> Language:
    """The script of a text that is known to be Chinese."""
    return _chinese(Counter(text))


def _chinese(seen: Counter[str]) -> Language:
    han = simplified = traditional = 0
    for character, count in seen.items():
        if _of(character) != "Han":
            continue
        han += count
        script = script_of(character)
        simplified += count * (script == "Hans")
        traditional += count * (script == "Hant")
    tag = "zh-Hant" if traditional > simplified else "zh-Hans"
    only = f"{simplified} of them simplified only, {traditional} traditional only"
    return Language(tag, f"{han} Han characters, {only}")


@lru_cache(maxsize=8192)
def _of(character: str) -> str:
    """The script to which a character belongs; empty for Latin letters and marks."""
    return next((name for name, pattern in _SCRIPTS.items() if pattern.match(character)), "")


@lru_cache(maxsize=8192)
def script_of(character: str) -> str:
    """The script that alone writes a character: GB 2312 and Big5 are lists of the two."""
    simplified, traditional = (_in(character, charset) for charset in ("gb2312", "big5"))
    if simplified == traditional:
        return ""
    return "Hans" if simplified else "Hant"


def _in(character: str, charset: str) -> bool:
    try:
        character.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
