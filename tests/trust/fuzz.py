"""A fuzzer over posts, manifests and layouts.

It is run for as long as one likes with ``make fuzz MINUTES=30``. What it finds is written to a folder;
a case of ``tests/trust/found`` is tried again with every run of the suite.
"""

from __future__ import annotations

import argparse
import contextlib
import gc
import os
import re
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from types import FrameType
from typing import NamedTuple

from laws.corpora import ROOT, own_posts, samples
from msgspec.structs import replace

from publish import manifest as manifests
from publish.backends.templates import page
from publish.cli.main import run as command
from publish.diagnostics import PublishError
from publish.engine.manifests import load as load_manifest
from publish.engine.render import render
from publish.layouts import load as load_layout
from publish.normalize import Settings, normalize
from publish.publication.assemble import Surroundings, article
from publish.publication.assets import Pictures, picture
from publish.publication.files import Files
from publish.publication.identity import identity
from publish.publication.index import Index
from publish.sources import files_below
from trust import guard, oracle
from trust.mutation import Mutation

CANARY = "CANARYthatnobodymayread7412"
SECONDS = 15  # of processor time that one case may take here; pandoc has a limit of its own
PATIENCE = 300  # seconds that it may take in all
MEMORY = 3_000_000_000
FOUND = Path(__file__).parent / "found"
KINDS = ("post", "post", "post", "post", "build", "manifest", "layout")


class Hang(BaseException):
    """A case takes longer than it may."""


class Finding(NamedTuple):
    """What is wrong, in one line, and the details."""

    what: str
    details: str = ""


class World:
    """A folder with a root inside and canaries outside of it."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "root" / "posts"
        self.root.mkdir(parents=True)
        self.secret = folder / "secret.md"
        self.log = folder / "log"
        for name in ("secret.md", "secret.png", "secret.bib", "root/secret.md"):
            (folder / name).write_text(f"@misc{{x, title={{{CANARY}}}}}\n{CANARY}\n")
        (self.root / "inside.md").write_text("# Inside\n\nWords.\n")
        shutil.copytree(ROOT / "layouts" / "default", self.root / "look")
        (self.root / "link.md").symlink_to(self.secret)
        self.manifest = self.root / "publish.toml"
        tempfile.tempdir = str(folder / "root" / "tmp")  # what the product itself puts aside
        Path(tempfile.tempdir).mkdir()


def seeds() -> dict[str, list[str]]:
    """What is mutated, by kind."""
    cases = sorted((ROOT / "tests" / "cases").rglob("*.md"))
    posts = [*cases, *own_posts(), *samples(10)]
    tables = [ROOT / "publish.toml", *sorted(ROOT.rglob("content/**/*.toml"))]
    examples = [
        path.read_text("utf-8", "replace") for path in own_posts() if "manual" in path.parts
    ]
    fenced = [part.partition("```")[0] for text in examples for part in text.split("```toml\n")[1:]]
    looks = sorted((ROOT / "layouts").rglob("*.html"))
    return {
        "post": [path.read_text("utf-8", "replace") for path in posts],
        "manifest": [*(path.read_text("utf-8") for path in tables), *fenced],
        "layout": [path.read_text("utf-8") for path in looks],
    }


def try_post(text: str, world: World, formats: tuple[str, ...] = ("html", "markdown")) -> None:
    """A post normalized and rendered in this process. Raises AssertionError for what may not be."""
    data = text.encode("utf-8", "surrogatepass")
    settings = Settings(unsafe=True)
    normalized = normalize("post.md", data, settings, files=files_below(world.root))
    bugs = [item for item in normalized.diagnostics if item.code.startswith("BUG")]
    assert not bugs, bugs
    if normalized.document is None:
        return
    document = normalized.document
    where = Pictures(Files(world.root, ("",)), 1_000_000, "deny", (), {})
    around = Surroundings(
        posts=Index({"post.md": identity(document, "post")}),
        picture=lambda address, source: picture(address, source, where),
        elsewhere=lambda _place: None,
        epoch=0,
        lines={"post.md": normalized.lines},
        drawings={},
        source=lambda _path: text,
    )
    publication = article("post", document, around).publication
    for format in formats:
        made = render(publication, format, load_layout("default"), {})
        assert not [it for it in made.faults if it.code == "BUILD003"], made.faults
        for artifact in made.artifacts:
            look(artifact.path, artifact.content)


def look(path: str, content: bytes) -> None:
    """What one output may not hold."""
    assert CANARY.encode() not in content, f"{path} holds the canary"
    if path.endswith(".html") and "slides" not in path:
        found = oracle.faults(oracle.article(content.decode()))
        assert not found, f"{path}: {found[:3]}"


def try_build(text: str, world: World) -> None:
    """A post built by the command line, in formats chosen by its length."""
    choice = (
        "html,epub",
        "docx,pptx",
        "pdf",
        "slides,html",
        "html,pdf,epub,docx,pptx,slides,markdown,json",
    )
    post, out = world.root / "post.md", world.root / "out"
    post.write_bytes(text.encode("utf-8", "surrogatepass"))
    shutil.rmtree(out, ignore_errors=True)
    with quiet(world) as said:
        code = command(
            ["build", str(post), "-f", choice[len(text) % len(choice)], "-o", str(out), "-j", "1"]
        )
    told = said.read_text("utf-8", "replace")
    assert code in (0, 1, 2), f"exit code {code}: {told[-500:]}"
    for mark in ("Traceback", "BUILD003", "BUG00", "TRU004", "internal error", "Escape"):
        assert mark not in told, told[told.index(mark) :][:2000]
    for path in out.rglob("*"):
        if path.is_file():
            look(path.name, path.read_bytes())


def try_manifest(text: str, world: World) -> None:
    """A manifest is read, or refused with sentences."""
    path = world.manifest
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    for load in (load_manifest, partial(manifests.load, profile="draft")):
        with contextlib.suppress(PublishError):
            load(path)
    path.unlink()


def try_layout(text: str, world: World) -> None:
    """A template is filled, or refused with a sentence."""
    layout = load_layout("default")
    layout = replace(
        layout, files={**layout.files, "page.html": text.encode("utf-8", "surrogatepass")}
    )
    data = b"---\ntitle: T\nlang: en\n---\n\n# A\n\nWords.\n"
    document = normalize("post.md", data, Settings()).document
    assert document is not None
    where = Pictures(Files(world.root, ("",)), 1_000_000, "deny", (), {})
    around = Surroundings(
        Index({"post.md": identity(document, "post")}),
        lambda address, source: picture(address, source, where),
        lambda _place: None, 0, {}, {}, lambda _path: "",
    )  # fmt: skip
    publication = article("post", document, around).publication
    with contextlib.suppress(PublishError, MemoryError):
        made = page(
            layout,
            "page.html",
            {"p": publication, "m": publication.metadata, "words": publication.words},
        )
        assert CANARY not in made
        assert "<class '" not in made, made[-500:]
        assert " at 0x" not in made, made[-500:]


@contextlib.contextmanager
def quiet(world: World) -> Iterator[Path]:
    """What is printed goes to a file."""
    said = world.root.parent / "said"
    sys.stdout.flush()
    sys.stderr.flush()
    kept = os.dup(1), os.dup(2)
    with said.open("wb") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
        try:
            yield said
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            for target, source in zip((1, 2), kept, strict=True):
                os.dup2(source, target)
                os.close(source)


TRIES: dict[str, Callable[[str, World], None]] = {
    "post": try_post,
    "build": try_build,
    "manifest": try_manifest,
    "layout": try_layout,
}


def tried(kind: str, text: str, world: World, seconds: float = SECONDS) -> Finding | None:
    """What is wrong with how a text is dealt with; None where it is as it should be."""
    world.log.write_bytes(b"")
    handlers = [signal.signal(number, _late) for number in (signal.SIGPROF, signal.SIGALRM)]
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.setitimer(signal.ITIMER_REAL, PATIENCE)
    guard.watch(world.root.parent, world.log)
    try:
        TRIES[kind](text, world)
    except Hang:
        return Finding(f"takes longer than {seconds:g} s", traceback.format_exc())
    except (AssertionError, Exception) as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        said = re.sub(r"[\d/.]+|/tmp\S+", "", str(error))[:60].strip()
        what = f"{type(error).__name__} at {Path(where.filename).name}:{where.name}: {said}"
        return Finding(what, traceback.format_exc())
    finally:
        guard.rest()
        for timer in (signal.ITIMER_PROF, signal.ITIMER_REAL):
            signal.setitimer(timer, 0)
        for number, handler in zip((signal.SIGPROF, signal.SIGALRM), handlers, strict=True):
            signal.signal(number, handler)
    escaped = world.log.read_text("utf-8")
    return Finding("escapes", escaped) if escaped else None


def _late(_signal: int, _frame: FrameType | None) -> None:
    raise Hang


def fuzz(
    seed: int, keep: Path, *, cases: int = 0, minutes: float = 0, kinds: tuple[str, ...] = KINDS
) -> tuple[int, list[Path]]:
    """How many cases were tried, and the files of those with which something is wrong."""
    import weasyprint  # noqa: F401 - it looks for its libraries with programs

    random, known = Random(seed), seeds()
    found: dict[str, Path] = {}
    end = time.monotonic() + minutes * 60
    count = 0
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        world = World(Path(folder))
        mutation = Mutation(random, str(world.secret), "../../secret.md", "http://127.0.0.1:9")
        while count < cases or time.monotonic() < end:
            kind = random.choice(kinds)
            texts = known["post" if kind == "build" else kind]
            text = {"manifest": mutation.manifest, "layout": mutation.layout}.get(
                kind, mutation.post
            )(texts)
            finding = tried(kind, text, world)
            if finding and f"{kind} {finding.what}" not in found:
                path = keep / f"{kind}-{seed}-{count}.txt"
                keep.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text.encode("utf-8", "surrogatepass"))
                path.with_suffix(".why").write_text(
                    f"{finding.what}\n{finding.details}", "utf-8", "replace"
                )
                found[f"{kind} {finding.what}"] = path
                print(f"{path}: {finding.what}", flush=True)
            count += 1
            if not count % 200:
                gc.collect()
                print(f"{count} cases, {len(found)} findings", flush=True)
    return count, list(found.values())


def limited(memory: int) -> None:
    """A bomb fills so much memory, and no more."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        resource.setrlimit(resource.RLIMIT_DATA, (memory, hard))


def main() -> int:
    """Fuzz for so many minutes; 1 where something was found."""
    options = argparse.ArgumentParser(
        description="Fuzz publish with hostile posts, manifests and layouts."
    )
    options.add_argument("--minutes", type=float, default=5)
    options.add_argument("--seed", type=int, default=time.time_ns() % 1_000_000)
    options.add_argument("--keep", type=Path, default=Path("build") / "fuzz")
    options.add_argument("--kind", choices=sorted(TRIES), action="append")
    options.add_argument("--again", type=Path, nargs="*", help="files of cases to be tried again")
    asked = options.parse_args()
    if asked.again:
        return max(again(path) for path in asked.again)
    limited(MEMORY)
    kinds = tuple(asked.kind or KINDS)
    count, found = fuzz(asked.seed, asked.keep, minutes=asked.minutes, kinds=kinds)
    print(f"seed {asked.seed}: {count} cases, {len(found)} findings")
    return 1 if found else 0


def again(path: Path) -> int:
    """Try one case again, by the kind that its name begins with."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        text = path.read_bytes().decode("utf-8", "surrogatepass")
        finding = tried(path.name.partition("-")[0], text, World(Path(folder)))
    print(
        f"{path}: {finding.what if finding else 'as it should be'}\n{finding.details if finding else ''}"
    )
    return 1 if finding else 0


if __name__ == "__main__":
    sys.exit(main())
