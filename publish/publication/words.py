"""The words that formats print by themselves, by language."""

from __future__ import annotations

from collections.abc import Sequence

from publish.publication.model import Words
from publish.publication.outline import Position

_TABLE = {
    "zh-Hans": Words(
        contents="目录",
        notes="注释",
        figure="图",
        table="表",
        references="参考文献",
        continued="续",
        published="发布于",
        updated="更新于",
        author="作者",
        keywords="关键词",
        skip_to_text="跳到正文",
        back_to_text="返回正文",
        note="注",
        tip="提示",
        important="重要",
        warning="警告",
        caution="小心",
        list_separator="、",
        missing_image="图片缺失",
    ),
    "zh-Hant": Words(
        contents="目錄",
        notes="註釋",
        figure="圖",
        table="表",
        references="參考文獻",
        continued="續",
        published="發佈於",
        updated="更新於",
        author="作者",
        keywords="關鍵詞",
        skip_to_text="跳到正文",
        back_to_text="返回正文",
        note="註",
        tip="提示",
        important="重要",
        warning="警告",
        caution="小心",
        list_separator="、",
        missing_image="圖片缺失",
    ),
    "ja": Words(
        contents="目次",
        notes="注",
        figure="図",
        table="表",
        references="参考文献",
        continued="続き",
        published="公開日",
        updated="更新日",
        author="著者",
        keywords="キーワード",
        skip_to_text="本文へ移動",
        back_to_text="本文に戻る",
        note="注",
        tip="ヒント",
        important="重要",
        warning="警告",
        caution="注意",
        list_separator="、",
        missing_image="画像がありません",
    ),
    "ko": Words(
        contents="차례",
        notes="주석",
        figure="그림",
        table="표",
        references="참고문헌",
        continued="계속",
        published="게시일",
        updated="수정일",
        author="지은이",
        keywords="주제어",
        skip_to_text="본문으로",
        back_to_text="본문으로 돌아가기",
        note="참고",
        tip="도움말",
        important="중요",
        warning="경고",
        caution="주의",
        list_separator=", ",
        missing_image="이미지 없음",
    ),
    "en": Words(
        contents="Contents",
        notes="Notes",
        figure="Figure",
        table="Table",
        references="References",
        continued="continued",
        published="Published",
        updated="Updated",
        author="Author",
        keywords="Keywords",
        skip_to_text="Skip to text",
        back_to_text="Back to text",
        note="Note",
        tip="Tip",
        important="Important",
        warning="Warning",
        caution="Caution",
        list_separator=", ",
        missing_image="Missing image",
    ),
    "de": Words(
        contents="Inhalt",
        notes="Anmerkungen",
        figure="Abbildung",
        table="Tabelle",
        references="Literatur",
        continued="Fortsetzung",
        published="Veröffentlicht",
        updated="Aktualisiert",
        author="Autor",
        keywords="Schlagwörter",
        skip_to_text="Zum Text",
        back_to_text="Zurück zum Text",
        note="Hinweis",
        tip="Tipp",
        important="Wichtig",
        warning="Warnung",
        caution="Vorsicht",
        list_separator=", ",
        missing_image="Bild fehlt",
    ),
    "fr": Words(
        contents="Sommaire",
        notes="Notes",
        figure="Figure",
        table="Tableau",
        references="Références",
        continued="suite",
        published="Publié le",
        updated="Mis à jour le",
        author="Auteur",
        keywords="Mots-clés",
        skip_to_text="Aller au texte",
        back_to_text="Revenir au texte",
        note="Remarque",
        tip="Astuce",
        important="Important",
        warning="Avertissement",
        caution="Prudence",
        list_separator=", ",
        missing_image="Image manquante",
    ),
    "es": Words(
        contents="Índice",
        notes="Notas",
        figure="Figura",
        table="Tabla",
        references="Referencias",
        continued="continuación",
        published="Publicado",
        updated="Actualizado",
        author="Autor",
        keywords="Palabras clave",
        skip_to_text="Ir al texto",
        back_to_text="Volver al texto",
        note="Nota",
        tip="Consejo",
        important="Importante",
        warning="Advertencia",
        caution="Precaución",
        list_separator=", ",
        missing_image="Falta la imagen",
    ),
}


def words(lang: str) -> Words:
    """The words of a BCP 47 language: its own, those of its widest form, or English."""
    parts = lang.split("-")
    for end in range(len(parts), 0, -1):
        if row := _TABLE.get("-".join(parts[:end])):
            return row
    if parts[0] == "zh":
        return _TABLE["zh-Hant" if {"TW", "HK", "MO"} & set(parts) else "zh-Hans"]
    return _TABLE["en"]


def chapter_label(lang: str, number: int) -> str:
    """The number of a chapter as it is printed before its title."""
    from publish.numbering import chinese

    language = lang.split("-")[0]
    if language == "zh":
        return f"第{chinese(number)}章"
    return {"ja": f"第{number}章", "ko": f"제{number}장"}.get(language, f"{number}")


def chapter_labels(lang: str, positions: Sequence[Position]) -> list[str]:
    """The printed number of each chapter (empty: it has none); those below another add theirs to
    its number (``2.1``)."""
    labels: list[str] = []
    counts: list[int] = []
    for position in positions:
        if not position.numbered:
            labels.append("")
            continue
        del counts[position.depth + 1 :]
        counts += [0] * (position.depth + 1 - len(counts))
        counts[-1] += 1
        dotted = ".".join(map(str, counts))
        labels.append(dotted if position.depth else chapter_label(lang, counts[0]))
    return labels


def languages() -> tuple[str, ...]:
    """The languages whose words are here."""
    return tuple(_TABLE)
