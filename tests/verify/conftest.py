"""One small document with a bit of everything, built once in every format that is read back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from verify.files import FORMATS, Built, built

from publish.engine.request import BuildRequest

PARTS = {
    "publish.toml": """
[bundle]
title = "茶"
[sources.book]
summary = "SUMMARY.md"
[documents.book]
collect = "book"
title = "茶书"
cover = "cup.png"
""",
    "SUMMARY.md": """# 茶书

[序](preface.md)

# 叶的部分

- [茶叶](leaf.md)
  - [采摘](pick.md)

# 水的部分

- [水](water.md)
""",
    "preface.md": "---\nlang: zh-Hans\n---\n# 序\n\n先说 :numref:`chap_water`。\n\n## 缘起\n\n从茶叶起。\n",
    "leaf.md": """---
lang: zh-Hans
---
# 茶叶

## 绿茶

炒青见 :numref:`fig_leaf` 与 :eqref:`eq_leaf`。

![叶](cup.png "一片叶")
:label:`fig_leaf`

$$a = b$$
:eqlabel:`eq_leaf`
""",
    "pick.md": "---\nlang: ja\n---\n# 采摘\n\n## 方法\n\n{摘|つ}む。\n",
    "water.md": """---
lang: zh-Hans
---
# 水
:label:`chap_water`

## 山水

山水上，见 :numref:`fig_leaf`。
""",
}  # fmt: skip


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
def parts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Built]:
    """A book in parts, with references, numbered formulas and readings."""
    folder = tmp_path_factory.mktemp("parts")
    for name, text in PARTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    Image.new("RGB", (60, 40), "white").save(folder / "cup.png")
    return built(BuildRequest(manifest=folder / "publish.toml"))


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
