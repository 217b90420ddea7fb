"""Pictures of a web page: their size, and when they are fetched."""

from __future__ import annotations

from lxml import etree

from publish.backends.fragment_pictures import NEAR, set_loading
from publish.publication.model import Resource

PICTURE = Resource("a.png", "image/png", b"", 640, 480)
UNKNOWN = Resource("b.svg", "image/svg+xml", b"")


def images(text: str, *, top: bool = True) -> list[dict[str, str]]:
    root = etree.fromstring(f"<div>{text}</div>")
    set_loading(root, (PICTURE, UNKNOWN), top=top)
    return [{key: str(value) for key, value in each.attrib.items()} for each in root.iter("img")]


def test_a_picture_says_how_large_it_is() -> None:
    assert images('<p><img src="a.png"/></p>') == [
        {"src": "a.png", "width": "640", "height": "480"}
    ]


def test_the_author_s_size_stays_and_an_unknown_one_is_not_made_up() -> None:
    text = (
        '<p><img src="a.png" width="9"/><img src="a.png" style="width:50%"/><img src="b.svg"/></p>'
    )
    assert images(text) == [
        {"src": "a.png", "width": "9"},
        {"src": "a.png", "style": "width:50%"},
        {"src": "b.svg"},
    ]


def test_pictures_far_below_are_fetched_when_the_reader_comes_near() -> None:
    text = '<p><img src="b.svg"/></p>' * (NEAR + 2)
    lazy = [each.get("loading") == "lazy" for each in images(text)]
    assert lazy == [False] * NEAR + [True] * 2
    assert all(each.get("loading") == "lazy" for each in images(text, top=False))
