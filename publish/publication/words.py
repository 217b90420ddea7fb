"""The words that formats print by themselves, by language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from publish.publication.model import Words

_TABLE = {
    "zh-Hans": Words(
        contents="目录",
        pages="页码",
        notes="注释",
        figure="图",
        table="表",
        listing="代码清单",
        formula="公式",
        chapter_number="第 {} 章",
        section_number="第 {} 节",
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
        slide="幻灯片",
        previous_slide="上一张",
        next_slide="下一张",
        all_slides="全部幻灯片",
        speaker_notes="讲稿",
    ),
    "zh-Hant": Words(
        contents="目錄",
        pages="頁碼",
        notes="註釋",
        figure="圖",
        table="表",
        listing="程式碼清單",
        formula="公式",
        chapter_number="第 {} 章",
        section_number="第 {} 節",
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
        slide="投影片",
        previous_slide="上一張",
        next_slide="下一張",
        all_slides="所有投影片",
        speaker_notes="講稿",
    ),
    "ja": Words(
        contents="目次",
        pages="ページ",
        notes="注",
        figure="図",
        table="表",
        listing="リスト",
        formula="式",
        chapter_number="第{}章",
        section_number="{} 節",
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
        slide="スライド",
        previous_slide="前のスライド",
        next_slide="次のスライド",
        all_slides="スライド一覧",
        speaker_notes="発表者ノート",
    ),
    "ko": Words(
        contents="차례",
        pages="쪽",
        notes="주석",
        figure="그림",
        table="표",
        listing="코드",
        formula="식",
        chapter_number="제{}장",
        section_number="{}절",
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
        slide="슬라이드",
        previous_slide="이전 슬라이드",
        next_slide="다음 슬라이드",
        all_slides="모든 슬라이드",
        speaker_notes="발표자 노트",
    ),
    "en": Words(
        contents="Contents",
        pages="Pages",
        notes="Notes",
        figure="Figure",
        table="Table",
        listing="Listing",
        formula="Formula",
        chapter_number="Chapter {}",
        section_number="Section {}",
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
        slide="slide",
        previous_slide="Previous slide",
        next_slide="Next slide",
        all_slides="All slides",
        speaker_notes="Speaker notes",
    ),
    "de": Words(
        contents="Inhalt",
        pages="Seiten",
        notes="Anmerkungen",
        figure="Abbildung",
        table="Tabelle",
        listing="Listing",
        formula="Formel",
        chapter_number="Kapitel {}",
        section_number="Abschnitt {}",
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
        slide="Folie",
        previous_slide="Vorige Folie",
        next_slide="Nächste Folie",
        all_slides="Alle Folien",
        speaker_notes="Vortragsnotizen",
    ),
    "fr": Words(
        contents="Sommaire",
        pages="Pages",
        notes="Notes",
        figure="Figure",
        table="Tableau",
        listing="Listing",
        formula="Formule",
        chapter_number="chapitre {}",
        section_number="section {}",
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
        slide="diapositive",
        previous_slide="Diapositive précédente",
        next_slide="Diapositive suivante",
        all_slides="Toutes les diapositives",
        speaker_notes="Notes de l’orateur",
    ),
    "es": Words(
        contents="Índice",
        pages="Páginas",
        notes="Notas",
        figure="Figura",
        table="Tabla",
        listing="Listado",
        formula="Fórmula",
        chapter_number="capítulo {}",
        section_number="sección {}",
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
        slide="diapositiva",
        previous_slide="Diapositiva anterior",
        next_slide="Diapositiva siguiente",
        all_slides="Todas las diapositivas",
        speaker_notes="Notas del orador",
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


def number(lang: str, chapter: int, count: int) -> str:
    """The number of a figure: ``3``, or with that of its chapter (0: none) ``1-3`` or ``1.3``."""
    mark = "-" if lang[:2] in ("zh", "ja", "ko") else "."
    return f"{chapter}{mark}{count}" if chapter else f"{count}"


def caption(lang: str, kind: str, value: str) -> tuple[str, str]:
    """The label of a figure, table or listing, and the same with the mark before the caption's text."""
    word: str = getattr(words(lang), kind)
    label = f"{word} {value}"
    marks = {"zh": "：", "ja": "：", "de": ": ", "fr": " – "}
    return label, label + marks.get(lang[:2], ". ")


def continued(lang: str) -> str:
    """What the caption of a further part of a table says after its words."""
    return in_brackets(lang, words(lang).continued)


def in_brackets(lang: str, remark: str) -> str:
    """A remark as it stands behind a title or a caption."""
    return f"（{remark}）" if lang.split("-")[0] in ("zh", "ja") else f" ({remark})"


def chapter_label(lang: str, number: int) -> str:
    """The number of a chapter as it is printed before its title."""
    from publish.numbering import chinese

    language = lang.split("-")[0]
    if language == "zh":
        return f"第{chinese(number)}章"
    return {"ja": f"第{number}章", "ko": f"제{number}장"}.get(language, f"{number}")


def chapter_reference(lang: str, label: str) -> str:
    """A chapter as the text names it, by its printed number (empty: it has none)."""
    spoken = words(lang)
    if not label or not label.replace(".", "").isdecimal():
        return label
    return (spoken.section_number if "." in label else spoken.chapter_number).format(label)


def chapter_labels(lang: str, counts: Iterable[Sequence[int]]) -> list[str]:
    """The printed number of each chapter (empty: it has none), whose ``counts`` are those of
    :func:`publish.publication.outline.counts`; one below another has both numbers (``2.1``)."""
    return [
        ".".join(map(str, count))
        if len(count) > 1
        else chapter_label(lang, count[0])
        if count
        else ""
        for count in counts
    ]


def languages() -> tuple[str, ...]:
    """The languages whose words are here."""
    return tuple(_TABLE)
