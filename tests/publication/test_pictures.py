"""Pictures are found in the proven order, and nowhere outside the project: cases as a file."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.publication.assets import Picture, Pictures, picture
from publish.publication.files import Files

CASES = Path(__file__).parents[1] / "cases" / "links" / "pictures.tsv"
FILES = (
    "blog/cup.png", "blog/tea/kettle.png", "static/img/a b.png", "blog/C#.png",
    "vault/deep/far.png", "build/html/images/none.png",
)  # fmt: skip


def drawing(name: str) -> bytes:
    """A picture that says which file it is."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><!--{name}--></svg>'.encode()
    )


@pytest.fixture
def where(tmp_path: Path) -> Pictures:
    root = tmp_path / "project"
    for name in FILES:
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(drawing(name))
    secret = tmp_path / "outside" / "secret.png"
    secret.parent.mkdir()
    secret.write_bytes(drawing("secret"))
    (root / "blog/link.png").symlink_to(secret)
    (root / "blog/linked").symlink_to(secret.parent)
    return Pictures(Files(root, ("", "static"), ("build",)), 10_000, "deny", (), {})


def cases() -> list[tuple[str, str]]:
    rows = CASES.read_text(encoding="utf-8").splitlines()
    return [tuple(row.split("\t")) for row in rows if not row.startswith("# ")]  # type: ignore[misc]


@pytest.mark.parametrize(("address", "expected"), cases())
def test_an_address_means_a_picture(where: Pictures, address: str, expected: str) -> None:
    found = picture(address, "blog/tea.md", where)
    if not isinstance(found, Picture):
        assert found.code == expected
        return
    assert ("~" if found.doubt else "") + found.resource.content.decode().partition("<!--")[
        2
    ].partition("-->")[0] == expected


def test_of_several_pictures_the_nearest_is_taken(where: Pictures) -> None:
    for name in ("vault/deep/pot.png", "blog/media/pot.png"):
        (where.root / name).parent.mkdir(exist_ok=True)
        (where.root / name).write_bytes(drawing(name))
    found = picture("pot.png", "blog/tea.md", where)
    assert isinstance(found, Picture)
    assert b"blog/media/pot.png" in found.resource.content
    assert "fits several pictures" in found.doubt


def test_of_several_pictures_the_one_whose_path_ends_alike_is_taken(where: Pictures) -> None:
    for name in ("blog/tea/dot.png", "site/IMG/dot.png", "site/other/img/dot.png", "x/dot.png"):
        (where.root / name).parent.mkdir(parents=True, exist_ok=True)
        (where.root / name).write_bytes(drawing(name))
    for address, taken, doubt in (
        ("{static}/img/dot.png", "site/IMG/dot.png", "“site/IMG/dot.png” is the nearest"),
        ("/other/img/dot.png", "site/other/img/dot.png", "whose path ends most like it"),
        ("../nowhere/dot.png", "blog/tea/dot.png", "“blog/tea/dot.png” is the nearest"),
    ):
        found = picture(address, "blog/tea.md", where)
        assert isinstance(found, Picture)
        assert f"<!--{taken}-->" in found.resource.content.decode()
        assert doubt in found.doubt


def test_a_large_picture_in_the_text_is_refused(where: Pictures) -> None:
    text = base64.b64encode(b"x" * 20_000).decode()
    found = picture(f"data:image/png;base64,{text}", "blog/tea.md", where)
    assert not isinstance(found, Picture)
    assert found.code == "LNK013"
    assert "max_file" in found.hint


ADDRESSES = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.sampled_from(
            "http:// // : / .. . # ? %2e %00 %ff %20 \0 \\ C: file: data: ; , base64 茶 a.png [ ] @ & =".split(
                " "
            )
        ),
        max_size=12,
    ).map("".join),
    st.integers(200, 9000).map(lambda size: "x" * size + ".png"),
)


@settings(max_examples=300, deadline=None)
@given(ADDRESSES)
def test_whatever_the_address_it_is_a_picture_or_a_reason(address: str) -> None:
    folder = Path(__file__).parent
    found = picture(
        address, "blog/tea.md", Pictures(Files(folder, ("", "x")), 10_000, "vendor", ("*",), {})
    )
    assert not isinstance(found, Picture)
    assert found.code.startswith(("LNK", "SEC"))
