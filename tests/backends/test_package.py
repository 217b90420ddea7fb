"""Zip packages: the same parts are the same bytes."""

from __future__ import annotations

import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from publish.backends.package import pack, parts, repack

NAMES = st.text("abcxyz/.-", min_size=1, max_size=12).filter(lambda name: not name.endswith("/"))
FILES = st.dictionaries(NAMES, st.binary(max_size=40), max_size=5)


@given(FILES, st.integers(0, 2_000_000_000))
def test_what_is_packed_comes_out_again(files: dict[str, bytes], epoch: int) -> None:
    assert parts(pack(files, epoch)) == files


@given(FILES)
def test_the_order_of_parts_does_not_matter(files: dict[str, bytes]) -> None:
    assert pack(files, 0) == pack(dict(reversed(files.items())), 0)


def test_the_mimetype_is_first_and_stored() -> None:
    data = pack({"a": b"a", "META-INF/container.xml": b"", "mimetype": b"application/epub+zip"}, 0)
    first = zipfile.ZipFile(io.BytesIO(data)).infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)


def test_a_package_written_another_day_is_repacked_to_the_same_bytes() -> None:
    def written(moment: tuple[int, int, int, int, int, int]) -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as package:
            package.writestr(zipfile.ZipInfo("b", moment), "old")
            package.writestr(zipfile.ZipInfo("a", moment), "a")
        return buffer.getvalue()

    one, two = written((1990, 1, 1, 0, 0, 0)), written((2020, 5, 6, 7, 8, 10))
    assert one != two
    assert repack(one, {"b": b"new"}, 9) == repack(two, {"b": b"new"}, 9)
    assert parts(repack(one, {"b": b"new"}, 9))["b"] == b"new"
