"""One small document with a bit of everything, built once in every format that is read back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from verify.files import FORMATS, Built, built

from publish.engine.request import BuildRequest


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    folder = tmp_path_factory.mktemp("verify")
    (folder / "post.md").write_bytes((Path(__file__).parent / "post.md").read_bytes())
    Image.new("RGB", (60, 40), "white").save(folder / "cup.png")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
        return built(BuildRequest(paths=(folder / "post.md",), formats=FORMATS))


@pytest.fixture(scope="session")
def book(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    folder = tmp_path_factory.mktemp("book")
    post = (Path(__file__).parent / "post.md").read_text(encoding="utf-8")
    (folder / "1.md").write_text(post, encoding="utf-8")
    (folder / "2.md").write_text(post.replace("茶与纸 Tea and Paper", "再说一遍"), encoding="utf-8")
    (folder / "publish.toml").write_text(
        '[documents.book]\ncollect = "*.md"\ntitle = "茶书"\ncover = "cup.png"\nnumbered = true\n'
        '[bundle]\ntitle = "茶书"\nlanguage = "zh-Hans"\nauthors = ["小舟"]\n',
        encoding="utf-8",
    )
    Image.new("RGB", (60, 40), "white").save(folder / "cup.png")
    return built(BuildRequest(manifest=folder / "publish.toml"))
