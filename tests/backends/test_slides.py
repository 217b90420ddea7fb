"""The model of slides: what goes on which slide, and under which title."""

from __future__ import annotations

import time

import pytest
from backends.conftest import Make

from publish.backends.measure import ends_alone
from publish.backends.slide_model import Picture, Slide, Text
from publish.backends.slides import _unique, slides
from publish.publication.model import Publication, Resource


def made(publication: Publication) -> list[Slide]:
    return list(slides(publication, {each.name: each for each in publication.resources}))


def texts(slide: Slide) -> list[Text]:
    return [item for box in slide.page.boxes for item in box.items if isinstance(item, Text)]


def said(slide: Slide) -> str:
    return "".join(item.words for item in texts(slide))


def _titles(count: int) -> list[str]:
    taken: dict[str, int] = {}
    found: list[str] = []
    for _ in range(count):
        found.append(_unique("茶", taken))
        taken[found[-1]] = 1
    return found


def test_equal_titles_are_numbered_around_those_that_are_taken() -> None:
    assert _titles(3) == ["茶", "茶 (2)", "茶 (3)"]
    assert _unique("水", {"水": 1, "水 (2)": 1}) == "水 (3)"


def test_ten_thousand_equal_titles_take_no_time() -> None:
    start = time.process_time()
    assert len(set(_titles(10_000))) == 10_000
    assert time.process_time() - start < 1


def test_a_rule_begins_a_slide(article: Make) -> None:
    text = "## 茶\n\n第一段话。\n\n---\n\n第二段话。\n\n---\n\n## 水\n\n第三段话。\n"
    assert [(each.title, said(each)) for each in made(article(text))] == [
        ("茶（1/2）", "第一段话。"),
        ("茶（2/2）", "第二段话。"),
        ("水", "第三段话。"),
    ]


def test_rules_begin_no_slide_where_the_author_says_so(article: Make) -> None:
    asked = {"slides": {"breaks": "no"}}
    text = "## 茶\n\n第一段话。\n\n---\n\n第二段话。\n"
    assert [said(each) for each in made(article(text, extra=asked))] == ["第一段话。第二段话。"]


def test_the_author_says_which_headings_begin_slides(article: Make) -> None:
    text = "## 茶\n\n### 绿\n\n绿茶。\n\n#### 龙井\n\n明前。\n\n### 红\n\n红茶。\n"
    count = {
        level: [each.title for each in made(article(text, extra={"slides": {"level": level}}))]
        for level in ("2", "3", "4")
    }
    assert count["2"] == ["茶"]
    assert count["3"] == ["茶", "绿", "红"]
    assert count["4"] == ["茶", "绿", "龙井", "红"]
    assert [each.title for each in made(article(text))] == ["茶"], "all has room on one"


@pytest.mark.parametrize("asked", [{"level": "9"}, {"colour": "red"}, {"breaks": ["x"]}, "deck"])
def test_what_cannot_be_read_is_passed_over(asked: object, article: Make) -> None:
    text = "## 茶\n\n第一段话。\n\n---\n\n第二段话。\n"
    assert len(made(article(text, extra={"slides": asked}))) == 2


@pytest.mark.parametrize(("word", "kinds"), [("yes", ["contents", "content"]), ("no", ["content"])])
def test_the_author_says_whether_there_are_contents(
    word: str, kinds: list[str], article: Make
) -> None:
    publication = article("## 茶\n\n正文。\n", extra={"slides": {"contents": word}})
    assert [each.kind for each in made(publication)] == kinds


def test_a_slide_has_seven_points_at_most(article: Make) -> None:
    text = "## 茶\n\n" + "\n\n".join(
        f"这是第 {number} 段，说的是同一壶茶。" for number in range(30)
    )
    shown = made(article(text))
    assert max(len([each for each in texts(slide) if each.mark == "•"]) for slide in shown) <= 7
    assert "".join(map(said, shown)) == text.removeprefix("## 茶").replace("\n", "")


def test_sentences_are_cut_and_nothing_is_lost(article: Make) -> None:
    text = "水温很要紧，八十度最好。“这话是真的吗？”他这样问道。It is so, e.g. here. 3.5 克茶，约两勺；再等一会儿就行！"
    (slide,) = made(article(f"## 茶\n\n{text}\n"))
    assert said(slide).replace(" ", "") == text.replace(" ", "")
    assert len(texts(slide)) > 3


def test_the_number_of_a_note_stays_with_its_sentence(article: Make) -> None:
    first, *_ = made(article("## 茶\n\n第一句话在这里。[^1]第二句话在这里。\n\n[^1]: 注。\n"))
    assert [each.words for each in texts(first)] == ["第一句话在这里。1", "第二句话在这里。"]


def test_a_picture_and_its_caption_stand_on_one_slide(article: Make) -> None:
    picture = Resource("cup.png", "image/png", b"", 600, 500)
    text = (
        "## 杯\n\n"
        + "一段话，占一些地方。\n\n" * 5
        + '![杯子](cup.png "图")\n\n![图 1：一只杯子](cup.png)\n'
    )
    for slide in made(article(text, resources=(picture,))):
        items = [item for box in slide.page.boxes for item in box.items]
        for at, item in enumerate(items):
            if isinstance(item, Text) and item.style == "caption":
                assert isinstance(items[at - 1], Picture)


@pytest.mark.parametrize(
    ("text", "room", "alone"),
    [
        ("一二三四五六", 5.0, True),
        ("一二三四五六。", 5.0, True),
        ("一二三四五。", 5.0, False),
        ("一二三四五六七", 5.0, False),
        ("一二三四五", 5.0, False),
        ("one two three", 4.0, False),
        ("", 5.0, False),
    ],
)
def test_a_last_line_of_one_character_is_known(text: str, room: float, alone: bool) -> None:
    assert ends_alone(text, room) is alone


def test_lines_are_shorter_where_the_last_would_be_one_character(article: Make) -> None:
    room, size = 864.0, 24.0
    count = int((room - 1.2 * size) / size) + 1
    (slide,) = made(article(f"## 茶\n\n{'茶' * count}。\n"))
    assert [box.inset for box in slide.page.boxes] == [size]


@pytest.mark.parametrize("marks", ["`{}`", "**{}**"])
def test_code_and_bold_type_need_more_room(article: Make, marks: str) -> None:
    def height(text: str) -> float:
        (slide,) = made(article(f"## 茶\n\n引言。\n\n> {text}\n"))
        return slide.page.boxes[-1].height

    words = "cat /usr/local/cuda/version.txt and nvcc, set as code, or as it is"
    assert height(marks.format(words)) > height(words)
