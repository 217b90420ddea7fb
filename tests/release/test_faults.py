"""What is wrong with [release] and [deploy.NAME] is told with the manifest, by line, before anything runs."""

from __future__ import annotations

from pathlib import Path

import pytest
from release.shelf import MANIFEST

from publish.diagnostics import PublishError
from publish.manifest import load

FAULTS = [
    ('[release]\ndir = "~/releases"', "“~/releases” begins with “~”"),
    ('[release]\ndir = ""', "“” is no folder"),
    ('[release]\ndir = "."', "“.” is a folder of the project"),
    ('[release]\ndir = ".."', "“..” is a folder of the project"),
    ('[release]\ndir = ".publish/releases"', "is a folder of the project"),
    ('[release]\ndir = "build/releases"', "releases in “build/releases” and outputs in “build”"),
    ('[release]\ndir = "build"', "would be mixed"),
    ('[release]\ndir = "posts"', "“posts” lies among the posts of “post” (posts/*.md)"),
    ('[release]\ndir = "posts/releases"', "lies among the posts"),
    ('[release]\nsign = "/home/me/.ssh/id"', "“/home/me/.ssh/id” is no name of a variable"),
    ("[release]\nkeep = 0", "must be at least 1"),
    ('[release]\nchecks = ["everything"]', "cannot be “everything”"),
    ("[deploy.a]\ndelete = true", "the key “to” is missing"),
    ('[deploy.a]\nto = ""', "“” is no folder"),
    ('[deploy.a]\nto = "~/www"', "begins with “~”"),
    ('[deploy.a]\nto = "posts/www"', "lies among the posts"),
    ('[deploy.a]\nto = "releases/www"', "would be mixed"),
    ('[deploy.a]\nto = "../"', "is a folder of the project"),
    ('[deploy.a]\nto = "-e sh:x"', "“-e sh:x” is no place to bring files to"),
    ('[deploy.a]\nto = "https://example.org/"', "is no place to bring files to"),
    ('[deploy.a]\nto = "rsync://me:word@host/www"', "“to” holds a password or a token"),
    ('[deploy.a]\nto = "s3://shelf/notes?key=word"', "“to” holds a password or a token"),
    ('[deploy.a]\nto = "me you@host:/www"', "is no place to bring files to"),
    ('[deploy.a]\nto = "s3://shelf"\nfolder = "../x"', "“../x” is no folder of a release"),
    (
        '[deploy.a]\nto = "s3://shelf"\nenv = ["KEY=word"]',
        "“env” in [deploy.a] must hold names of variables",
    ),
    (
        '[deploy.a]\nto = "/srv/x"\n[deploy.b]\nto = "/srv/x/"',
        "“b” and “a” are brought to one place",
    ),
    (
        '[schedule.a]\ncron = "30 2 * * *"\nprofile = "p"\n[profiles.p.release]\ndir = "other"',
        "[schedule.a] takes a profile whose releases lie elsewhere",
    ),
]


@pytest.mark.parametrize(("more", "said"), FAULTS, ids=[said[:40] for _, said in FAULTS])
def test_a_fault_is_told_at_its_line(tmp_path: Path, more: str, said: str) -> None:
    file = tmp_path / "publish.toml"
    file.write_text(f"{MANIFEST}{more}\n", encoding="utf-8")
    with pytest.raises(PublishError) as told:
        load(file)
    found = told.value.diagnostics
    assert any(said in item.message for item in found), [str(item) for item in found]
    assert all(item.line > MANIFEST.count("\n") for item in found)
    assert "word" not in str(told.value).replace("password", "")


@pytest.mark.parametrize(
    "more",
    [
        '[release]\ndir = "../elsewhere"\nsign = "env:KEY"\nrequire = []',
        '[deploy.a]\nto = "/srv/www"\n[deploy.b]\nto = "me@host:www/our site"',
        '[deploy.a]\nto = "[::1]:/www"\n[deploy.b]\nto = "s3://shelf/notes"\nfolder = "files/html"',
        '[deploy.a]\nto = "public"',
    ],
)
def test_what_is_right_is_taken(tmp_path: Path, more: str) -> None:
    file = tmp_path / "publish.toml"
    file.write_text(f"{MANIFEST}{more}\n", encoding="utf-8")
    assert load(file).unattended.deploy.keys() <= {"a", "b"}
