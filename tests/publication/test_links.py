"""Links between posts of five dialects: each address as a case, and all of them in whole builds."""

from __future__ import annotations

import re
import shutil
import time
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.document import Document, Metadata
from publish.engine.build import build
from publish.engine.posts import slug
from publish.engine.request import BuildRequest
from publish.normalize import Settings, normalize
from publish.publication.identity import Identity, Place, identity
from publish.publication.index import Found, Index

CASES = Path(__file__).parents[1] / "cases" / "links"
SITES = ("https://tea.example.org", "https://old.example.net/blog/")


@pytest.fixture(scope="module")
def index() -> Index:
    table: dict[str, Identity] = {}
    for file in sorted((CASES / "site").rglob("*.md")):
        path = file.relative_to(CASES / "site").as_posix()
        document = normalize(path, file.read_bytes(), Settings(), lines=False).document
        assert document is not None
        table[path] = identity(document, slug(document))
    return Index(table, SITES)


def told(found: Found | None) -> str:
    if found is None:
        return "external"
    if found.place is None:
        return "-"
    place = found.place
    return ("~" if found.doubt else "") + place.path + (f"#{place.id}" if place.id else "")


def addresses() -> list[tuple[str, str, str]]:
    rows = (CASES / "addresses.tsv").read_text(encoding="utf-8").splitlines()
    return [tuple(row.split("\t")) for row in rows if not row.startswith("# ")]  # type: ignore[misc]


@pytest.mark.parametrize(("source", "address", "meant"), addresses())
def test_an_address_means_a_place(index: Index, source: str, address: str, meant: str) -> None:
    assert told(index.find(address, source)) == meant


PIECES = "https: // tea.example.org blog / .. . # ? %2e %00 %ff ^ oolong Cellar index.md 茶 [ ] @ : C: 2019".split(
    " "
)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=30) | st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_whatever_the_address_it_means_something_or_nothing(address: str) -> None:
    post = Document(path="blog/oolong.md", metadata=Metadata(title="茶", lang="zh"), blocks=())
    table = {post.path: identity(post, "oolong")}
    found = Index(table, SITES).find(address, post.path)
    assert found is None or found.place in (None, Place(post.path, ""))


def test_a_link_among_ten_thousand_posts_is_found_at_once() -> None:
    paths = [f"content/posts/{number % 100}/post-{number}/index.md" for number in range(10_000)]
    table = {
        path: identity(Document(path=path, metadata=Metadata(title=path, lang="en"), blocks=()), "")
        for path in paths
    }
    start = time.process_time()
    index = Index(table)
    for number in range(10_000):
        found = index.find(f"/posts/{number % 100}/post-{number}/", paths[0])
        assert found == Found(Place(paths[number], ""))
        assert index.find(f"/nothing/post-{number}/x", paths[0]) == Found(None)
    assert time.process_time() - start < 10, "a scan of all posts for each link takes minutes"


# ------------------------------------------------------------------------------ whole builds


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("links") / "site"
    shutil.copytree(CASES / "site", folder)
    report = build(BuildRequest(manifest=folder / "publish.toml", jobs=1))
    assert report.failed == ()
    codes = {item.code for item in report.diagnostics}
    assert not codes & {"LNK007", "LNK010", "LNK015"}
    return folder


def parts(file: Path) -> dict[str, str]:
    """The text of a page, or of each part of a packed file."""
    if file.suffix == ".html":
        return {"": file.read_text(encoding="utf-8")}
    with zipfile.ZipFile(file) as package:
        return {
            name: package.read(name).decode()
            for name in package.namelist()
            if name.endswith((".xhtml", ".xml", ".rels"))
        }


def ids(text: str) -> set[str]:
    return set(re.findall(r'\b(?:id|w:name)="([^"]+)"', text))


def targets(text: str) -> list[str]:
    """The addresses of links, as files and anchors (Word: of relationships and of bookmarks)."""
    plain = re.findall(r'<a\b[^>]*\bhref="([^"]+)"', text)
    plain += [f"#{name}" for name in re.findall(r'<w:hyperlink\b[^>]*w:anchor="([^"]+)"', text)]
    plain += re.findall(r'Type="[^"]*/hyperlink"[^>]*Target="([^"]+)"', text)
    plain += re.findall(r'Target="([^"]+)"[^>]*Type="[^"]*/hyperlink"', text)
    return [unquote(target) for target in plain if not re.match(r"https?:|mailto:", target)]


def leads_somewhere(file: Path, part: str, target: str, every: dict[str, str]) -> bool:
    path, _, id = target.partition("#")
    if not path:
        return not id or any(id in ids(text) for text in every.values())
    inside = (Path(part).parent / path).as_posix()
    inside = re.sub(r"[^/]+/\.\./", "", inside)
    if file.suffix != ".html" and inside in every:
        return not id or id in ids(every[inside])
    other = file.parent / path
    return other.is_file() and (not id or any(id in ids(text) for text in parts(other).values()))


@pytest.mark.parametrize("kind", ["html", "epub", "docx"])
def test_every_link_of_every_output_is_alive(site: Path, kind: str) -> None:
    files = sorted((site / "build" / kind).glob(f"*.{kind}"))
    assert len(files) == 9  # eight posts and the book
    for file in files:
        every = parts(file)
        links = [(part, target) for part, text in every.items() for target in targets(text)]
        assert links or file.stem == "deep-cellar", file.name
        dead = [link for link in links if not leads_somewhere(file, *link, every)]
        assert not dead, f"{file.name}: {dead}"


def test_an_epub_of_one_post_links_to_the_pages_of_the_others(site: Path) -> None:
    text = "".join(parts(site / "build/epub/morning-tea.epub").values())
    assert 'href="https://tea.example.org/oolong.html#leaf"' in text
    assert 'href="https://tea.example.org/water.html#how-hot"' in text


def test_links_lead_to_the_same_posts_in_pages_and_in_the_book(site: Path) -> None:
    page = (site / "build/html/morning-tea.html").read_text(encoding="utf-8")
    expected = ["oolong", "pelican_cups", "brewing-water", "Cellar", "Tea-Notes"]
    for name in expected:
        assert re.search(rf'href="(?:{name}|water)\.html', page), name
    book = (site / "build/html/book.html").read_text(encoding="utf-8")
    assert 'href="#morning-tea--second"' in book
    assert 'class="lost-link"' not in book


def test_pictures_are_found_wherever_a_dialect_puts_them(site: Path) -> None:
    for name in ("oolong", "water", "pelican_cups", "Tea-Notes"):
        text = (site / f"build/html/{name}.html").read_text(encoding="utf-8")
        assert "<img" in text and 'class="missing"' not in text, name
