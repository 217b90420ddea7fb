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
        return built(folder, BuildRequest(paths=(folder / "post.md",), formats=FORMATS))
