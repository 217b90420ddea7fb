"""``publish run``: a release that is whole and proved, or that of before and a sentence."""

from __future__ import annotations

import hashlib
import json
import os
import pty
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from runs.project import ROOT, current, edit, hidden, post, project, ran, said, started

from publish.disk import hold
from publish.runs.building import build
from publish.runs.model import Run, Status
from publish.runs.record import Record
from publish.runs.run import Order, told


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with one release, to be copied."""
    folder = project(tmp_path_factory.mktemp("made") / "project")
    assert ran(folder)["status"] == "released"
    return folder


@pytest.fixture
def notes(made: Path, tmp_path: Path) -> Path:
    """A copy of that project; what was built there is built anew."""
    return Path(shutil.copytree(made, tmp_path / "project", symlinks=True))


def tables(folder: Path, more: str) -> None:
    with (folder / "publish.toml").open("a", encoding="utf-8") as file:
        file.write(more)


def settings(folder: Path, line: str) -> None:
    """Another line of [release]; without one about checks there are none, which are slow."""
    text = (folder / "publish.toml").read_text(encoding="utf-8")
    checks = "" if line.startswith("checks") else "checks = []\n"
    text = re.sub(r"\[release\]\n(checks.*\n)?", lambda _: f"[release]\n{checks}{line}\n", text)
    (folder / "publish.toml").write_text(text, encoding="utf-8")


def last(folder: Path) -> tuple[str, int]:
    """Status and exit code of the last run in the record."""
    record = Record(folder / "releases")
    try:
        run = record.runs(1)[0]
        return run.status.value, run.exit_code
    finally:
        record.close()


def test_a_run_makes_a_release_and_tells_all_of_it(made: Path) -> None:
    name = current(made)
    report = json.loads((made / "releases/current/report.json").read_bytes())
    run = report["run"]
    assert (run["status"], run["release"], run["before"]) == ("released", name, "")
    assert (run["built"], run["why"], run["exit_code"]) == (3, "asked", 0)
    assert (
        set(run["sizes"]) == {"html", "markdown"} and run["inputs"] and run["versions"]["publish"]
    )
    assert str(made) not in json.dumps(report), "a release knows nothing of where it was made"
    files = sorted((made / "releases/current/files").rglob("*.*"))
    assert [it.name for it in files] == ["one.html", "two.html", "book.md"]
    assert last(made) == ("released", 0)


def test_nothing_new_is_no_release_and_a_change_is_one(notes: Path) -> None:
    first = current(notes)
    run = ran(notes)
    assert (run["status"], run["release"], run["before"]) == ("unchanged", "", first)
    code, out, err = said(notes, "run")
    assert (code, out) == (0, "")
    assert err == f"unchanged: nothing has changed since the current release, {first}\n"
    edit(notes, "Stems")
    code, out, err = said(notes, "run")
    assert (code, out.strip(), err) == (
        0,
        current(notes),
        "released: 2 files built, 1 up to date\n",
    )
    assert current(notes) > first
    one = "files/html/two.html"
    assert b"Stems" in (notes / "releases/current" / one).read_bytes()
    assert b"Roots" in (notes / "releases" / first / one).read_bytes()
    # Its time is not of the posts: the same change at another time gives the same checksums.
    assert (
        current(notes).partition("-")[0] not in (notes / "releases/current/changes.md").read_text()
    )


def test_a_damaged_current_release_is_made_anew(notes: Path) -> None:
    first = current(notes)
    victim = notes / "releases/current/files/html/one.html"
    victim.chmod(0o644)
    victim.write_bytes(b"somebody was here")
    assert ran(notes)["status"] == "released"
    assert current(notes) != first


def test_a_document_that_fails_keeps_the_release_of_before(notes: Path) -> None:
    first = current(notes)
    (notes / "posts/bad.md").write_bytes(b"---\ntitle: [\n---\n\xff\xfe\x00")
    (notes / "posts/twin.md").write_text(post("Twin", "x").replace("date", "slug: one\ndate"))
    run = ran(notes, expected=1)
    assert (run["status"], run["release"], run["before"]) == ("failed", "", first)
    assert "posts/twin.md" in run["failed"]
    assert any(it["code"] == "REL005" and "failed" in it["message"] for it in run["diagnostics"])
    assert current(notes) == first
    code, out, err = said(notes, "run")
    assert (code, out) == (1, "")
    assert "posts/twin.md" in err and err.endswith(f"failed: the current release stays {first}\n")


def test_a_narrower_rule_releases_without_what_failed(notes: Path) -> None:
    settings(notes, 'checks = ["content"]\nrequire = ["one", "bo*"]')
    (notes / "posts/twin.md").write_text(post("Twin", "x").replace("date", "slug: two\ndate"))
    run = ran(notes)
    assert (run["status"], run["failed"]) == ("released", ["posts/two.md"])
    assert not (notes / "releases/current/files/html/nothing.html").exists()


def test_a_document_that_must_be_there_and_is_not_refuses_the_release(notes: Path) -> None:
    first = current(notes)
    settings(notes, 'require = ["*", "handbook"]')
    run = ran(notes, expected=3)
    assert run["status"] == "refused"
    assert run["reason"] == "there is no document “handbook”, without which there is no release"
    assert current(notes) == first
    assert hidden(notes) == []


def test_findings_refuse_a_strict_release(notes: Path) -> None:
    settings(notes, "strict = true")
    edit(notes, "![a cup](nowhere.png)")
    run = ran(notes, expected=3)
    assert (run["status"], "strict" in run["reason"]) == ("refused", True)


def test_a_file_that_is_not_what_its_post_says_refuses_the_release(notes: Path) -> None:
    """A layout of the user's that loses the text of posts."""
    first = current(notes)
    (notes / "look").mkdir()
    (notes / "look/page.html").write_text(
        "<!doctype html><title>x</title><article>Nothing</article>"
    )
    settings(notes, 'checks = ["content"]')
    tables(notes, '[targets.html]\nlayout = "look/"\n')
    run = ran(notes, expected=3)
    assert (run["status"], run["reason"][:34]) == ("refused", "files are not what they should be:")
    assert any(it["code"].startswith("VFY") for it in run["diagnostics"])
    assert current(notes) == first and hidden(notes) == []
    settings(notes, "checks = []")
    assert ran(notes)["status"] == "released"


def test_a_signature_that_cannot_be_made_refuses_the_release_before_anything_is_built(
    notes: Path,
) -> None:
    first = current(notes)
    settings(notes, 'sign = "env:NOTES_KEY"')
    edit(notes, "Stems")
    run = ran(notes, expected=3)
    assert run["status"] == "refused" and "NOTES_KEY is not set" in run["reason"]
    assert run["built"] == 0 and current(notes) == first


def test_a_schedule_says_profile_and_documents(notes: Path) -> None:
    tables(
        notes,
        '[schedule.books]\ncron = "30 2 * * *"\nprofile = "night"\ndocuments = ["book"]\n'
        '[profiles.night.bundle]\ntitle = "Night notes"\n',
    )
    run = ran(notes, "books")
    assert (run["schedule"], run["status"]) == ("books", "released")
    files = {it.name for it in (notes / "releases/current/files").rglob("*.*")}
    assert files == {"book.md", "one.html", "two.html"}
    assert "Night notes" in (notes / "releases/current/files/markdown/book.md").read_text("utf-8")
    code, _, err = said(notes, "run", "boks")
    assert code == 2 and "RUN004 there is no table [schedule.boks]" in err and "books" in err


def test_a_run_of_some_documents_takes_the_others_over(notes: Path) -> None:
    tables(notes, '[schedule.posts]\ncron = "7 * * * *"\ndocuments = ["post"]\n')
    files = notes / "releases/current/files"
    book = (files / "markdown/book.md").read_bytes()
    edit(notes, "Stems")
    assert ran(notes, "posts")["status"] == "released"
    assert b"Stems" in (files / "html/two.html").read_bytes()
    assert (files / "markdown/book.md").read_bytes() == book
    assert ran(notes, "posts")["status"] == "unchanged"
    told = json.loads((notes / "releases/current/index.json").read_bytes())
    tables_of = [{output["table"] for output in it["outputs"]} for it in told["documents"]]
    assert tables_of == [{"post"}, {"post"}, {"book"}]
    # a post that is gone goes, though the book that is taken over still has it
    (notes / "posts/one.md").unlink()
    assert ran(notes, "posts")["status"] == "released"
    assert not (files / "html/one.html").exists()
    assert (files / "markdown/book.md").read_bytes() == book
    texts = json.loads((notes / "releases/current/texts.json").read_bytes())
    assert {it["path"]: it["tables"] for it in texts} == {
        "posts/one.md": ["book"],
        "posts/two.md": ["book", "post"],
    }
    # what all documents give is what the two give one after the other
    assert ran(notes)["status"] == "released"
    whole = (notes / "releases/current/index.json").read_bytes()
    tables(notes, '[schedule.books]\ncron = "9 * * * *"\ndocuments = ["book"]\n')
    assert ran(notes, "books")["status"] == "unchanged"
    shutil.rmtree(notes / "releases")
    assert ran(notes, "posts")["status"] == ran(notes, "books")["status"] == "released"
    assert (notes / "releases/current/index.json").read_bytes() == whole
    assert current(notes)


def test_the_manifest_that_cannot_be_read_is_told_with_2_and_nothing_is_recorded(
    notes: Path,
) -> None:
    before = last(notes)
    settings(notes, "kep = 3")
    code, _, err = said(notes, "run")
    assert code == 2 and "MAN003 unknown key “kep” in [release]" in err
    assert last(notes) == before


# ---------------------------------------------------------------------------------- time and tries


def hooked(folder: Path, what: str) -> dict[str, object]:
    """The environment of a run whose builds do something else before they read."""
    (folder / "hook").mkdir(exist_ok=True)
    (folder / "hook/sitecustomize.py").write_text(
        "import sys\n"
        "class Finder:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'publish.engine.gather' and 'build' in sys.argv:\n"
        f"            {what}\n"
        "sys.meta_path.insert(0, Finder())\n"
    )
    path = f"{folder / 'hook'}:{ROOT}"
    return {"env": os.environ | {"PYTHONPATH": path}}


def test_what_builds_does_not_see_the_addresses_of_notices(notes: Path) -> None:
    tables(notes, '[notify.me]\nurl = "env:TELL_ME"\non = ["change"]\n')
    edit(notes, "Stems")
    what = "import os; open('hook/seen', 'w').write(os.environ.get('TELL_ME', 'nothing'))"
    more = hooked(notes, what)
    assert isinstance(more["env"], dict)
    more["env"]["TELL_ME"] = "ftp://canary"
    assert said(notes, "run", **more)[0] == 0
    assert (notes / "hook/seen").read_text() == "nothing"


def test_a_run_that_takes_too_long_is_ended_with_all_its_processes(notes: Path) -> None:
    first = current(notes)
    tables(notes, '[schedule.night]\ncron = "30 2 * * *"\ntimeout = "3s"\n')
    what = "import subprocess, time; subprocess.Popen(['sleep', '987']); time.sleep(99)"
    code, out, err = said(notes, "run", "night", **hooked(notes, what))
    assert (code, out) == (124, "")
    assert "RUN003 the run took longer than 3s, and was ended" in err
    assert err.endswith(f"timed out: the current release stays {first}\n")
    assert last(notes) == ("timed out", 124)
    assert current(notes) == first
    assert subprocess.run(["pgrep", "-f", "sleep 987"], capture_output=True).returncode == 1


def test_a_build_that_does_not_end_by_itself_is_killed(notes: Path) -> None:
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom publish.release.limit import Limit, Late\n"
        "from publish.runs import child\nchild.GRACE = 0.5\n"
        "try:\n    child.child(['build', '-m', sys.argv[1]], Path.cwd(), Limit(3))\n"
        "except Late:\n    print('late')\n"
    )
    what = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(987.5)"
    words = [sys.executable, "-c", script, str(notes / "publish.toml")]
    began = time.monotonic()
    run = subprocess.run(words, cwd=notes, capture_output=True, text=True, **hooked(notes, what))
    assert run.stdout == "late\n", run.stderr
    assert time.monotonic() - began < 60


@pytest.mark.parametrize(
    ("what", "said_of_it", "code"),
    [
        ("import os; os.kill(os.getpid(), 9)", "publish build was ended by SIGKILL", 70),
        ("raise RuntimeError('a bug')", "publish build ended with 70: publish: internal error", 70),
        ("import os; os._exit(77)", "publish build ended with 77", 70),
        ("import os; os._exit(0)", "publish build ended with 0", 70),
    ],
)
def test_a_build_that_breaks_off_fails_the_run(
    notes: Path, what: str, said_of_it: str, code: int
) -> None:
    first = current(notes)
    ended, out, err = said(notes, "run", **hooked(notes, what))
    assert (ended, out) == (code, "")
    assert f"RUN005 {said_of_it}" in err
    assert current(notes) == first and last(notes) == ("failed", code)


def test_a_run_that_broke_off_is_tried_again_with_longer_pauses(notes: Path) -> None:
    """Each try of the first two builds ends with a signal; documents that fail are not tried again."""
    tables(notes, '[schedule.night]\ncron = "30 2 * * *"\nretries = 3\n')
    edit(notes, "Stems")
    what = (
        "import os; n = sum(name.isdigit() for name in os.listdir('hook')); open(f'hook/{n}', 'w').close(); "
        "n < 2 and os.kill(os.getpid(), 9)"
    )
    script = (
        "from pathlib import Path\nfrom publish.runs.run import Order, told\npauses = []\n"
        "ended = told(Order(Path('publish.toml'), 'night'), sleep=pauses.append)\n"
        "print(ended.run.status, pauses, [it.code for it in ended.diagnostics])\n"
    )
    words = [sys.executable, "-c", script]
    run = subprocess.run(words, cwd=notes, capture_output=True, text=True, **hooked(notes, what))
    assert run.stdout == "released [10.0, 30.0] []\n", run.stderr
    (notes / "posts/twin.md").write_text(post("Twin", "x").replace("date", "slug: one\ndate"))
    run = subprocess.run(words, cwd=notes, capture_output=True, text=True, **hooked(notes, "pass"))
    assert run.stdout.startswith("failed [] "), run.stderr


def test_a_run_waits_for_a_build_and_says_so_when_that_never_ends(notes: Path) -> None:
    edit(notes, "Stems")
    handle = hold(notes / ".publish/lock", alone=True)
    assert handle is not None
    process = started(notes, "run")
    time.sleep(4)
    assert process.poll() is None, "it waits"
    os.close(handle)
    out, err = process.communicate(timeout=120)
    assert (process.returncode, out.strip()) == (0, current(notes)), err
    tables(notes, '[schedule.night]\ncron = "30 2 * * *"\ntimeout = "4s"\n')
    handle = hold(notes / ".publish/lock", alone=True)
    assert handle is not None
    try:
        code, _, err = said(notes, "run", "night")
    finally:
        os.close(handle)
    assert code == 75 and "RUN005 another build is at work here" in err


# ------------------------------------------------------------------------------- one at a time, killed


def test_papers_tell_of_the_posts_that_were_built(
    notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(notes, "Stems")
    known = hashlib.sha256((notes / "posts/two.md").read_bytes()).hexdigest()

    def edited(*given: Any, **named: Any) -> Any:
        built = build(*given, **named)
        edit(notes, "Thorns")
        return built

    monkeypatch.setattr("publish.runs.releasing.build", edited)
    name = told(Order(notes / "publish.toml")).run.release
    release = notes / "releases" / name
    assert "Stems." in (release / "texts.json").read_text("utf-8")
    assert "Stems" in (release / "changes.md").read_text("utf-8")
    assert "Thorns" not in "".join(it.read_text("utf-8") for it in release.glob("*.json"))
    provenance = json.loads((release / "provenance.json").read_bytes())
    inputs = provenance["predicate"]["buildDefinition"]["resolvedDependencies"]
    assert {"name": "posts/two.md", "digest": {"sha256": known}} in inputs


def test_what_was_changed_while_it_was_built_is_told(
    notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unsure(*given: Any, **named: Any) -> Any:
        built = build(*given, **named)
        return replace(built, edition=replace(built.edition, changed=("posts/two.md",)))

    monkeypatch.setattr("publish.runs.releasing.build", unsure)
    edit(notes, "Stems")
    ended = told(Order(notes / "publish.toml"))
    assert ended.run.status is Status.RELEASED
    assert [it.path for it in ended.diagnostics if it.code == "REL009"] == ["posts/two.md"]


def forever(*_: Any) -> Any:
    time.sleep(60)


def hungry(*_: Any) -> Any:
    return bytes(2_000_000_000)


@pytest.mark.parametrize(
    ("work", "status", "why"),
    [
        (forever, Status.TIMED_OUT, "took longer than 6s"),
        (hungry, Status.FAILED, "took more memory than a process may have"),
    ],
)
def test_papers_have_limits_of_time_and_memory(
    notes: Path, monkeypatch: pytest.MonkeyPatch, work: Any, status: Status, why: str
) -> None:
    tables(
        notes, '[build]\nmemory = "500MB"\n[schedule.night]\ncron = "30 2 * * *"\ntimeout = "6s"\n'
    )
    monkeypatch.setattr("publish.runs.papers.edition_papers", work)
    edit(notes, "Stems")
    before = current(notes)
    ended = told(Order(notes / "publish.toml", "night"))
    assert ended.run.status is status and why in ended.run.reason
    assert current(notes) == before


def test_of_two_runs_at_once_the_second_ends_with_75(notes: Path) -> None:
    edit(notes, "Stems")
    processes = [started(notes, "run"), started(notes, "run")]
    ended = [(it, *it.communicate(timeout=240)) for it in processes]
    codes = sorted(it.returncode for it, _, _ in ended)
    assert codes in ([0, 75], [0, 0])
    if codes == [0, 75]:
        (err,) = [err for it, _, err in ended if it.returncode == 75]
        assert err.splitlines() == [
            "releases: RUN001 another run is at work here", "  wait until it has ended"
        ]  # fmt: skip
    assert current(notes) and last(notes)[1] == 0


DEEP = bool(os.environ.get("PUBLISH_DEEP"))
STEPS = (
    "releases/record.sqlite",  # it has begun
    "build/html/two.html",  # something is built
    "releases/.staged-*",  # a release comes about
    "releases/.staged-*/files/html/two.html",
    "releases/.staged-*/SHA256SUMS",
    "releases/.staged-*/report.json",
    "site/.publish-release.json",  # it is current, and is being brought
)


@pytest.mark.slow
@pytest.mark.parametrize("step", range(len(STEPS)) if DEEP else (1, 4, 6))
def test_a_run_that_is_killed_at_any_step_harms_nothing(step: int, notes: Path) -> None:
    """Killed as soon as a file shows how far it is; what ``current`` points to is whole each time."""
    tables(notes, '[deploy.site]\nto = "site"\n')
    edit(notes, "Stems")
    shutil.rmtree(notes / "build")
    (notes / "releases/record.sqlite").unlink()
    process = started(notes, "run", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and not any(notes.glob(STEPS[step])):
        time.sleep(0.0005)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert current(notes)
    edit(notes, "Bark")
    run = ran(notes)
    assert run["status"] == "released"
    assert b"Bark" in (notes / "releases/current/files/html/two.html").read_bytes()
    assert (notes / "site/files/html/two.html").read_bytes() == (
        notes / "releases/current/files/html/two.html"
    ).read_bytes()
    current(notes)
    assert hidden(notes) == []
    with sqlite3.connect(notes / "releases/record.sqlite") as base:
        states = [row[0] for row in base.execute("SELECT status FROM run ORDER BY id")]
    assert "running" not in states and states[-1] == "released"


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["ctrl-c", "term"]
)
def test_a_run_that_is_interrupted_ends_its_build_and_records_that(
    notes: Path, number: int, code: int
) -> None:
    first = current(notes)
    what = "import time; open('hook/begun', 'w').close(); time.sleep(986)"
    process = started(notes, "run", **hooked(notes, what))
    while not (notes / "hook/begun").exists():
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(number)
    _, err = process.communicate(timeout=60)
    assert process.returncode == code
    assert "what was finished is kept" in err and "Traceback" not in err
    assert last(notes) == ("failed", code)
    assert current(notes) == first


def test_a_run_that_is_interrupted_as_it_begins_is_on_record_as_ended(
    notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = Record.begin

    def interrupted(record: Record, run: Run) -> Run:
        begin(record, run)
        raise KeyboardInterrupt

    monkeypatch.setattr(Record, "begin", interrupted)
    with pytest.raises(KeyboardInterrupt):
        told(Order(notes / "publish.toml"))
    assert last(notes) == ("failed", 130)


def test_a_run_that_is_interrupted_while_it_is_brought_keeps_its_release_on_record(
    notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("publish.runs.tries.brought", interrupted)
    edit(notes, "Stems")
    with pytest.raises(KeyboardInterrupt):
        told(Order(notes / "publish.toml"))
    assert last(notes) == ("failed", 130)
    with closing(Record(notes / "releases")) as record:
        assert record.runs(1)[0].release == current(notes)


# ----------------------------------------------------------------------------- folders and disks


def test_a_release_that_cannot_be_the_current_one_is_not_left_behind(notes: Path) -> None:
    link = notes / "releases/current"
    link.unlink()
    link.mkdir()
    before = sorted(it.name for it in (notes / "releases").iterdir())
    code, _, err = said(notes, "run")
    assert code == 1 and "“current” must be a link" in err
    assert sorted(it.name for it in (notes / "releases").iterdir()) == before


def test_a_folder_of_releases_that_is_gone_is_made_anew(notes: Path) -> None:
    shutil.rmtree(notes / "releases")
    assert ran(notes)["status"] == "released"
    assert current(notes)


def test_a_folder_of_releases_that_cannot_be_made_is_told(notes: Path) -> None:
    shutil.rmtree(notes / "releases")
    (notes / "releases").write_text("in the way")
    for words in (["run"], ["rollback"]):
        code, _, err = said(notes, *words)
        assert code == 2 and ("REL004" in err or "REL008" in err), err


@pytest.fixture
def disk(tmp_path: Path) -> Path:
    """A small disk."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no small disk can be mounted here")
    return place


@pytest.mark.slow
def test_a_disk_that_is_full_or_read_only_keeps_the_release_of_before(
    notes: Path, disk: Path
) -> None:
    try:
        settings(notes, f'dir = "{disk}/releases"')
        assert ran(notes)["status"] == "released"
        first = (disk / "releases/current").readlink()
        edit(notes, "Stems")
        free = os.statvfs(disk)
        (disk / "ballast").write_bytes(b"x" * (free.f_bavail * free.f_frsize - 40_000))
        code, _, err = said(notes, "run")
        assert code == 1 and "REL004" in err and "free some space" in err, err
        assert [it.name for it in (disk / "releases").glob(".*")] == []
        assert (disk / "releases/current").readlink() == first
        (disk / "ballast").unlink()
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        code, _, err = said(notes, "run")
        assert code == 2 and "read-only" in err.lower(), err
        assert (disk / "releases/current").readlink() == first
        subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
        run = ran(notes)
        assert (run["status"], run["before"]) == ("released", str(first))
        assert not list((disk / "releases/current/files").rglob("*.lock"))
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


# --------------------------------------------------------------------------- list, back, deployment


def test_rollback_goes_back_and_is_recorded_and_brought(notes: Path) -> None:
    tables(notes, '[deploy.site]\nto = "site"\nfolder = "files/html"\n')
    first = current(notes)
    edit(notes, "Stems")
    second = ran(notes)["release"]
    assert b"Stems" in (notes / "site/two.html").read_bytes()
    code, out, err = said(notes, "rollback")
    assert (code, out, err) == (0, f"{first}\n", f"current was {second}\n")
    assert current(notes) == first
    assert b"Roots" in (notes / "site/two.html").read_bytes()
    page = (notes / "releases/dashboard.html").read_text(encoding="utf-8")
    assert f'Readers see release <a href="{first}/' in page
    code, out, _ = said(notes, "releases")
    assert [line[:2] for line in out.splitlines()] == ["  ", "* "]
    code, out, _ = said(notes, "releases", "--json")
    told = json.loads(out)
    assert [(it["name"], it["current"]) for it in told] == [(second, False), (first, True)]
    assert told[0]["bytes"] > 0 and told[0]["files"] == 3
    code, _, err = said(notes, "rollback")
    assert code == 2 and "REL008 there is no release before the current one" in err
    assert said(notes, "rollback", second)[0] == 0
    assert current(notes) == second
    record = Record(notes / "releases")
    whys = [(it.why, it.release) for it in record.runs(2)]
    record.close()
    assert whys == [("rolled back", second), ("rolled back", first)]


def test_a_damaged_release_is_no_way_back(notes: Path) -> None:
    first = current(notes)
    edit(notes, "Stems")
    second = ran(notes)["release"]
    victim = notes / "releases" / first / "files/html/one.html"
    victim.parent.chmod(0o755)
    victim.unlink()
    code, out, err = said(notes, "rollback")
    assert (code, out) == (3, "")
    assert "REL002 the release is damaged: it is not there" in err
    assert current(notes) == second and last(notes) == ("refused", 3)
    code, _, err = said(notes, "rollback", "20200101T000000Z-00000000")
    assert code == 2 and "REL008 there is no such release" in err


def test_a_place_that_refuses_fails_the_run_and_is_made_up_for_when_nothing_has_changed(
    notes: Path,
) -> None:
    (notes / "site").write_text("in the way")
    tables(notes, '[deploy.site]\nto = "site"\n')
    edit(notes, "Stems")
    run = ran(notes, expected=1)
    assert (run["status"], run["release"]) == ("failed", current(notes))
    assert run["reason"].startswith("the release stands, but was not brought everywhere: ")
    assert [it["code"] for it in run["diagnostics"]] == ["REL007"]
    assert last(notes) == ("failed", 1)
    run = ran(notes, expected=1)
    assert (run["status"], run["release"]) == ("failed", "")
    (notes / "site").unlink()
    assert ran(notes)["status"] == "unchanged"
    assert (notes / "site/index.json").is_file()


def test_releases_and_copies_are_no_sources(notes: Path) -> None:
    """A book as Markdown is a file like a post; globs of everything find posts only."""
    text = (notes / "publish.toml").read_text("utf-8").replace("posts/*.md", "**/*.md")
    (notes / "publish.toml").write_text(f'{text}[deploy.site]\nto = "site"\n', encoding="utf-8")
    assert ran(notes)["status"] == "unchanged"
    assert (notes / "site/files/markdown/book.md").is_file()
    assert ran(notes)["status"] == "unchanged"


def test_old_releases_go_and_the_current_one_stays(notes: Path) -> None:
    settings(notes, "keep = 2")
    names = [current(notes)]
    for word in ("Stems", "Bark", "Buds"):
        edit(notes, word)
        names.append(ran(notes)["release"])
    there = sorted(it.name for it in (notes / "releases").iterdir() if it.name[0] == "2")
    assert there == names[-2:]


@pytest.mark.parametrize("on_terminal", [True, False])
def test_progress_is_for_terminals(notes: Path, on_terminal: bool) -> None:
    edit(notes, "Stems")
    if not on_terminal:
        code, out, err = said(notes, "run")
        assert (code, len(out.splitlines()), len(err.splitlines())) == (0, 1, 1)
        return
    ours, theirs = pty.openpty()
    process = started(notes, "run", stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    told = b""
    try:
        while piece := os.read(ours, 4096):
            told += piece
    except OSError:  # the other end is closed
        pass
    process.wait()
    os.close(ours)
    assert b"building" in told and b"releasing" in told
