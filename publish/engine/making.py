"""Steps that are not up to date, made: taken back from an earlier build, or rendered and written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from publish.backends import Artifact
from publish.backends.han_lines import PINNED, strange
from publish.backends.pdf import in_one_piece, page_room
from publish.backends.wide_tables import too_wide
from publish.diagnostics import Diagnostic, PublishError
from publish.engine.afar.distant import distant, require_executor
from publish.engine.afar.made import done_afar
from publish.engine.layout_looks import Looked
from publish.engine.plan import Step, folder_of
from publish.engine.posts import source_text
from publish.engine.printed import keyed, pdf_of, with_pages
from publish.engine.ready import Ready, step_name
from publish.engine.reasons import why
from publish.engine.render import Rendered, source_of
from publish.engine.request import Listener, Progress
from publish.engine.shared import met, of_layouts
from publish.engine.shared_outputs import share, taken
from publish.engine.store import Output, Store, place
from publish.engine.tasks import FEW, Task, allowed, divide, done
from publish.fonts.coverage import coverage
from publish.manifest import Manifest
from publish.publication.characters import without_glyph

Lines = Mapping[str, tuple[int, ...]]
_TAKEN = "taken from the remote cache"


class Outcome(NamedTuple):
    """What became of the steps of a build: by name, those that stood and why others were made; what
    was found; the documents that a fault of their layout stopped; whether any failed."""

    stood: Mapping[str, Output]
    fresh: Mapping[str, str]
    found: Sequence[Diagnostic]
    stopped: Sequence[str]
    failed: bool


class Making:
    """The steps of one build on their way to files."""

    def __init__(
        self,
        manifest: Manifest,
        store: Store,
        lines: Lines,
        jobs: int,
        progress: Listener,
        *,
        dry: bool,
    ) -> None:
        self._manifest = manifest
        self._store = store
        self._lines = lines
        self._jobs = jobs or manifest.jobs
        self._progress = progress
        self._dry = dry
        self._stood: dict[str, Output] = {}
        self._fresh: dict[str, str] = {}
        self._found: list[Diagnostic] = []
        self._stopped: list[str] = []
        self._failed = False

    def outcome(self, ready: Sequence[Ready]) -> Outcome:
        """First what stands alone, then the EPUBs that list the pages of a PDF of this build."""
        self._made([item for item in ready if not pdf_of(item.step, ready)])
        paged = [item for item in keyed(ready, self._pdf) if pdf_of(item.step, ready)]
        self._made(
            paged, {self._name(item): self._whole(pdf_of(item.step, ready)) for item in paged}
        )
        return Outcome(self._stood, self._fresh, self._found, self._stopped, self._failed)

    def _name(self, item: Ready) -> str:
        return step_name(self._manifest, item.step)

    def _pdf(self, step: Step) -> str:
        """The digest of a PDF; of one that is still to be made nothing is known."""
        pending = step_name(self._manifest, step) in self._fresh and self._dry
        return "" if pending else self._store.contents.digest(str(self._file(step)))

    def _file(self, step: Step) -> Path:
        return self._manifest.out / (step.output + ".pdf")

    def _whole(self, item: Ready | None) -> Path | None:
        """The PDF of a step, if it stands as it should."""
        stands = item is not None and standing(self._store, self._name(item), item)
        return self._file(item.step) if item is not None and stands else None

    def _made(self, items: Sequence[Ready], pdfs: Mapping[str, Path | None] | None = None) -> None:
        new: list[Ready] = []
        for item in items:
            name = self._name(item)
            output = standing(self._store, name, item)
            if output is not None:
                self._stood[name] = output
            elif self._dry:
                self._fresh[name] = why(item, name, self._store)
            else:
                new.append(item)
        reasons = {self._name(item): why(item, self._name(item), self._store) for item in new}
        left = [item for item in new if not self._put_back(item, reasons)]
        left = self._without_shared(left, reasons)
        if pdfs is not None:
            left = [
                with_pages(item, pdfs[self._name(item)], self._store.pieces(item.made_with))
                for item in left
            ]
        self._rendered(left, reasons)

    def _put_back(self, item: Ready, reasons: Mapping[str, str]) -> bool:
        """Whether the files of an earlier build, of the same inputs, could be put back."""
        name = self._name(item)
        editions = (it for it in self._store.editions(name) if fits(it, item))
        return any(self._restored(item, edition, reasons[name]) for edition in editions)

    def _without_shared(self, items: Sequence[Ready], reasons: Mapping[str, str]) -> list[Ready]:
        """The steps that no other machine has made; what one has made stands here then."""
        editions = taken(items, self._store, self._manifest)
        return [
            item
            for item, edition in zip(items, editions, strict=True)
            if edition is None
            or not self._restored(item, edition, f"{reasons[self._name(item)]}; {_TAKEN}")
        ]

    def _restored(self, item: Ready, edition: Output, reason: str) -> bool:
        """Whether the files of an edition could be written."""
        name, folder = self._name(item), folder_of(item.step, self._manifest.out).resolve()
        files = self._store.restored(edition)
        if files is None or not all(path.is_relative_to(folder) for path, _ in files):
            return False
        try:
            place([Artifact(str(p.relative_to(folder)), content) for p, content in files], folder)
        except PublishError:
            return False  # told when it is made
        self._store.record(name, replace(edition, source=self._source(item.step)))
        self._fresh[name] = reason
        self._found += edition.found
        return True

    def _rendered(self, items: Sequence[Ready], reasons: Mapping[str, str]) -> None:
        """Render and write steps, as they come from the workers."""
        stopped: dict[int, list[tuple[str, Diagnostic]]] = {}
        tasks = [
            Task(
                publication := item.assembly.publication,
                item.step.target.format,
                item.layout,
                item.options,
                allowed(publication, self._manifest.timeout),
                self._store.pieces(item.made_with),
            )
            for item in items
        ]
        for count, (at, rendered) in enumerate(self._results(tasks), 1):
            item = items[at]
            source = source_of(item.assembly.publication)
            stopped[at] = [(source, fault) for fault in rendered.faults]
            if rendered.artifacts and self._written(item, rendered):
                self._fresh[self._name(item)] = reasons[self._name(item)]
            else:
                self._failed = True
            what = f"{item.step.output}.{item.step.target.format}"
            self._progress(Progress("building", count, len(items), what))
        pairs = [pair for at in sorted(stopped) for pair in stopped[at]]
        self._stopped += [source for source, fault in pairs if of_layouts(fault)]
        self._found += met(pairs)

    def _results(self, tasks: Sequence[Task]) -> Iterator[tuple[int, Rendered]]:
        def here(tasks: Sequence[Task]) -> Iterator[tuple[int, Rendered]]:
            divide(tasks, self._jobs, self._manifest.memory)
            return done(tasks, self._jobs, self._manifest.memory)

        if tasks:
            require_executor(self._manifest)
        longest = max((task.seconds for task in tasks), default=0)
        afar = distant(self._manifest, self._jobs, longest) if len(tasks) > FEW else None
        if afar is None:
            return here(tasks)
        return done_afar(tasks, afar, self._store, self._found, here)

    def _written(self, item: Ready, rendered: Rendered) -> bool:
        files = Looked(item.layout.files)
        found = [*self._on_paper(item, files), *_ragged(item)]
        self._found += found
        try:
            placed = place(rendered.artifacts, folder_of(item.step, self._manifest.out))
        except PublishError as error:
            self._found += error.diagnostics
            return False
        looked = {name: item.marks.of(name) for name in (*rendered.looked, *files.names)}
        post, trace = self._source(item.step), item.trace.key
        self._store.keep_output(self._name(item), item.key, placed, found, post, trace, looked)
        if self._store.remote:
            contents = {artifact.path: artifact.content for artifact in rendered.artifacts}
            share(self._store.remote, item, contents, found, looked)
        return True

    def _on_paper(self, item: Ready, files: Mapping[str, bytes]) -> Iterable[Diagnostic]:
        """What only the PDF shows: characters that no font has, tables wider than its page, and that a
        book could not be printed chapter by chapter."""
        if item.step.target.format != "pdf":
            return
        publication, lines = item.assembly.publication, self._lines
        known, source = coverage(files), partial(source_text, self._manifest.root)
        if known:
            yield from without_glyph(publication, known.shows, lines, source)
        layout = replace(item.layout, files=files)
        yield from too_wide(publication, page_room(publication, layout, item.options), lines)
        yield from in_one_piece(publication, layout, item.options)

    def _source(self, step: Step) -> str:
        """The post without which an output has no business to be there."""
        return step.documents[0].path if step.book is None and self._manifest.path else ""


def standing(store: Store, name: str, item: Ready) -> Output | None:
    """The output of a step if its inputs are the same and its files stand as they were written."""
    output = store.outputs.get(name)
    if output is None or not fits(output, item):
        return None
    return output if store.whole(output) else None


def fits(output: Output, item: Ready) -> bool:
    """Whether an output was made of the same inputs."""
    return output.key == item.key and item.marks.hold(output.layout)


def _ragged(item: Ready) -> Iterator[Diagnostic]:
    """That a WeasyPrint which is not the pinned one sets Chinese and Japanese less well."""
    for chapter in item.assembly.publication.chapters:
        document = chapter.document
        version = strange(document.metadata.lang) if item.step.target.format == "pdf" else ""
        if version:
            message = (
                f"lines of this text have ragged edges: WeasyPrint {version} is not known here"
            )
            hint = f"install the version that publish asks for: weasyprint {PINNED}*"
            yield Diagnostic(document.path, 0, 0, "PDF004", message, hint)
