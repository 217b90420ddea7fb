"""What is exported and installed is what the hosts take: by their own tools, where those are here."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import stat
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from publish.cli.main import run
from publish.runs.model import Run, Status
from publish.runs.record import Record
from publish.schedule.export.kubernetes import label

MANIFEST = """
[bundle]
title = "Field Notes 茶"
[documents.post]
each = "*.md"
targets = ["html"]
[schedule.nightly]
cron = "30 2 * * 1-5"
timezone = "Europe/Berlin"
retries = 1
[schedule.on-the-hour]
cron = "7 * * * *"
catch_up = "skip"
timeout = "20m"
[notify.ops]
url = "env:PUBLISH_NOTIFY_URL"
"""
KUBERNETES = "1.31"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project in a folder whose name is hard to quote, and a home of its own."""
    folder = tmp_path / "my $notes 100%"
    folder.mkdir()
    (folder / "publish.toml").write_text(MANIFEST, encoding="utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    return folder


def said(capsys: pytest.CaptureFixture[str], *words: str, code: int = 0) -> str:
    assert run(["schedule", *words]) == code
    told = capsys.readouterr()
    return told.out if code == 0 else told.err


def changed(project: Path, old: str, new: str) -> None:
    path = project / "publish.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


# ---------------------------------------------------------------------------------------- hosts


@pytest.mark.usefixtures("project")
def test_the_workflow_has_a_job_for_each_schedule(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "export", "--github-actions")
    flow: dict[Any, Any] = yaml.safe_load(text)
    assert flow[True]["schedule"] == [  # YAML 1.1 reads “on” as true
        {"cron": "30 2 * * 1-5", "timezone": "Europe/Berlin"},
        {"cron": "7 * * * *", "timezone": "UTC"},
    ]
    assert flow["permissions"] == {"contents": "read"}
    job = flow["jobs"]["publish-nightly"]
    assert "github.event.schedule == '30 2 * * 1-5'" in job["if"]
    assert job["timeout-minutes"] >= 2 * 60
    uses = [step["uses"] for step in job["steps"] if "uses" in step]
    assert uses
    assert all(re.fullmatch(r"actions/[\w/-]+@[0-9a-f]{40}", each) for each in uses)
    (ran,) = (step for step in job["steps"] if "publish run" in step.get("run", ""))
    assert ran["run"] == "publish run nightly -m publish.toml\n"
    assert ran["env"] == {"PUBLISH_NOTIFY_URL": "${{ secrets.PUBLISH_NOTIFY_URL }}"}


@pytest.mark.usefixtures("project")
def test_a_schedule_on_github_goes_on_from_the_last_release_of_any(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Where one makes some documents only, it takes the others over from the release before."""
    jobs = yaml.safe_load(said(capsys, "export", "--github-actions"))["jobs"]
    first, second = jobs.values()
    assert "needs" not in first
    assert second["needs"] == next(iter(jobs))
    assert second["if"].startswith("${{ !cancelled() && (")  # also where the first has no business
    for job in (first, second):
        (restored,) = (it["with"] for it in job["steps"] if "/restore@" in it.get("uses", ""))
        (kept,) = (it["with"] for it in job["steps"] if "/save@" in it.get("uses", ""))
        assert kept["key"] == restored["key"]
        assert kept["key"].startswith(restored["restore-keys"])
        assert restored["restore-keys"] == "publish-releases-"


def test_actionlint_takes_the_workflow(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program = shutil.which("actionlint")
    if program is None:
        pytest.skip("actionlint is not installed")
    path = project / "flow.yml"
    path.write_text(said(capsys, "export", "--github-actions"), encoding="utf-8")
    # Versions before the spring of 2026 know no time zones.
    words = [program, "-ignore", "must contain one key .cron.", "-ignore", ".timezone.", path]
    found = subprocess.run(words, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize(
    ("host", "schema"),
    [("github-actions", "vendor.github-workflows"), ("gitlab", "vendor.gitlab-ci")],
)
def test_their_schemas_take_the_files(
    project: Path, capsys: pytest.CaptureFixture[str], host: str, schema: str
) -> None:
    program = shutil.which("check-jsonschema")
    if program is None:
        pytest.skip("check-jsonschema is not installed")
    path = project / "flow.yml"
    path.write_text(said(capsys, "export", f"--{host}"), encoding="utf-8")
    words = [program, "--builtin-schema", schema, path]
    found = subprocess.run(words, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stdout


@pytest.mark.usefixtures("project")
def test_the_pipeline_names_the_schedules_to_be_made(capsys: pytest.CaptureFixture[str]) -> None:
    text = said(capsys, "export", "--gitlab")
    jobs = yaml.safe_load(text)
    assert set(jobs) == {"publish-nightly", "publish-on-the-hour"}
    job = jobs["publish-nightly"]
    assert job["script"] == ["publish run nightly -m publish.toml"]
    assert job["rules"] == [
        {"if": '$CI_PIPELINE_SOURCE == "schedule" && $PUBLISH_SCHEDULE == "nightly"'}
    ]
    assert job["resource_group"] == jobs["publish-on-the-hour"]["resource_group"]
    comments = [line for line in text.splitlines() if line.startswith("#")]
    assert "#     Interval pattern: 30 2 * * 1-5" in comments
    assert "#     Cron timezone:    Europe/Berlin" in comments


@pytest.mark.usefixtures("project")
def test_kubernetes_takes_the_cron_jobs(capsys: pytest.CaptureFixture[str]) -> None:
    import kubernetes_validate

    jobs = list(yaml.safe_load_all(said(capsys, "export", "--kubernetes")))
    assert len(jobs) == 2
    for job in jobs:
        kubernetes_validate.validate(job, KUBERNETES, strict=True)
    nightly, hourly = (job["spec"] for job in jobs)
    assert (nightly["schedule"], nightly["timeZone"]) == ("30 2 * * 1-5", "Europe/Berlin")
    assert nightly["concurrencyPolicy"] == "Forbid"
    assert nightly["startingDeadlineSeconds"] == 86_400
    assert hourly["startingDeadlineSeconds"] == 600
    pod = nightly["jobTemplate"]["spec"]["template"]["spec"]
    assert pod["containers"][0]["command"] == ["publish", "run", "nightly", "-m", "publish.toml"]
    assert pod["securityContext"]["runAsNonRoot"] is True


SIGNED = """
[release]
sign = "env:PUBLISH_KEY"
[deploy.site]
to = "www@example.org:/srv/www"
env = ["RSYNC_RSH"]
[deploy.archive]
to = "s3://books/notes"
env = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]
"""
NAMES = ["PUBLISH_NOTIFY_URL", "RSYNC_RSH", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]


@pytest.fixture
def signed(project: Path) -> Path:
    """The project, whose releases are signed and brought to places that want credentials."""
    with (project / "publish.toml").open("a", encoding="utf-8") as file:
        file.write(SIGNED)
    return project


@pytest.fixture
def key(tmp_path: Path) -> Path:
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not installed")
    words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "key")]
    subprocess.run(words, check=True)
    return tmp_path / "key"


def signs(folder: Path, programs: Path, script: str, **variables: str) -> None:
    """A script of a host gives ``publish run`` a key that ssh-keygen takes, outside of the checkout; what
    it makes there can be read by others."""
    program(
        programs,
        "publish",
        'printf x > made && echo "$PUBLISH_KEY" > where && stat -c %a "$PUBLISH_KEY" made > modes\n'
        'ssh-keygen -Y sign -q -n file -f "$PUBLISH_KEY" made\n',
    )
    done = subprocess.run(
        ["bash", "-e", "-c", script], cwd=folder, env=os.environ | variables, check=False
    )
    assert done.returncode == 0
    assert (folder / "made.sig").read_text().startswith("-----BEGIN SSH SIGNATURE")
    assert (folder / "modes").read_text().split() == ["600", "644"]
    assert not Path((folder / "where").read_text().strip()).is_relative_to(folder)


def test_the_workflow_signs_and_passes_what_places_need(
    signed: Path, programs: Path, key: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    job = yaml.safe_load(said(capsys, "export", "--github-actions"))["jobs"]["publish-nightly"]
    (install,) = (step["run"] for step in job["steps"] if "pip" in step.get("run", ""))
    assert "publish[s3]==" in install and "rsync openssh-client" in install
    (ran,) = (step for step in job["steps"] if "publish run" in step.get("run", ""))
    wanted = [*NAMES, "PUBLISH_KEY"]
    assert ran["env"] == {name: f"${{{{ secrets.{name} }}}}" for name in wanted}
    given = {"PUBLISH_KEY": key.read_text().rstrip(), "RUNNER_TEMP": str(tmp_path)}
    signs(signed, programs, ran["run"], **given)
    assert not (tmp_path / "signing-key").exists(), "it is gone afterwards"


def test_the_pipeline_signs_and_names_what_places_need(
    signed: Path, programs: Path, key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = said(capsys, "export", "--gitlab")
    assert f"# Masked variables of the project (Settings > CI/CD): {', '.join(NAMES)}" in text
    assert "# A variable of type File there, which holds the key that signs: PUBLISH_KEY" in text
    script = "\n".join(yaml.safe_load(text)["publish-nightly"]["script"])
    key.chmod(0o644)  # as GitLab leaves it
    try:
        signs(signed, programs, script, PUBLISH_KEY=str(key))
    finally:
        Path("/tmp/signing-key").unlink(missing_ok=True)


@pytest.mark.usefixtures("signed")
def test_the_cron_jobs_sign_and_have_what_places_need(capsys: pytest.CaptureFixture[str]) -> None:
    import kubernetes_validate

    text = said(capsys, "export", "--kubernetes")
    assert f"holds: {', '.join(NAMES)}, PUBLISH_KEY." in text
    for job in yaml.safe_load_all(text):
        kubernetes_validate.validate(job, KUBERNETES, strict=True)
        pod = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]
        (container,) = pod["containers"]
        given = {each["name"]: each for each in container["env"]}
        assert [name for name in given if "valueFrom" in given[name]] == NAMES
        mounts = {each["name"]: each["mountPath"] for each in container["volumeMounts"]}
        assert given["PUBLISH_KEY"]["value"] == f"{mounts['key']}/signing-key"
        (secret,) = (each["secret"] for each in pod["volumes"] if each["name"] == "key")
        assert secret["defaultMode"] == 0o400
        assert secret["items"] == [{"key": "PUBLISH_KEY", "path": "signing-key"}]


@pytest.mark.usefixtures("project")
def test_a_cron_job_waits_for_one_that_is_at_work(capsys: pytest.CaptureFixture[str]) -> None:
    nightly, hourly = yaml.safe_load_all(said(capsys, "export", "--kubernetes"))
    for job, other in ((nightly, 20 * 60), (hourly, 2 * 3600)):
        spec = job["spec"]["jobTemplate"]["spec"]
        (rule,) = spec["podFailurePolicy"]["rules"]
        assert (rule["action"], rule["onExitCodes"]["values"]) == ("FailJob", [75])
        assert rule["onExitCodes"]["operator"] == "NotIn"
        waits = [min(10 * 2**number, 360) for number in range(spec["backoffLimit"])]
        assert sum(waits) >= other
        assert spec["activeDeadlineSeconds"] >= 20 * 60 + 2 * 3600


def test_a_cron_job_alone_waits_for_none(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = project / "publish.toml"
    text = path.read_text(encoding="utf-8")
    head, _, rest = text.partition("[schedule.on-the-hour]")
    path.write_text(head + rest[rest.index("[notify") :], encoding="utf-8")
    job = yaml.safe_load(said(capsys, "export", "--kubernetes"))
    assert job["spec"]["jobTemplate"]["spec"]["backoffLimit"] == 0


def test_bundles_in_any_script_have_names_of_their_own() -> None:
    titles = ["茶与水", "水与茶", "Notes", "Notes 茶", "Field notes " * 9, "Field notes " * 8]
    names = [label(f"publish-{title}", 30) for title in titles]
    assert len(set(names)) == len(titles)
    assert names[2] == "publish-notes"
    assert all(re.fullmatch(r"[a-z]([a-z0-9-]*[a-z0-9])?", it) and len(it) <= 30 for it in names)


def test_a_schedule_may_begin_with_a_digit(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(project, "[schedule.nightly]", "[schedule.2nd]")
    jobs = yaml.safe_load(said(capsys, "export", "--github-actions"))["jobs"]
    assert all(re.fullmatch(r"[A-Za-z_][\w-]*", name) for name in jobs)


@pytest.mark.parametrize(
    "line", ['[release]\ndir = "../releases"', '[release]\ndir = "/srv/r"', '[build]\nout = "../o"']
)
@pytest.mark.parametrize("host", ["--github-actions", "--gitlab", "--kubernetes"])
def test_what_would_be_written_outside_of_the_checkout_is_refused(
    project: Path, capsys: pytest.CaptureFixture[str], host: str, line: str
) -> None:
    changed(project, "[documents.post]", f"{line}\n[documents.post]")
    told = said(capsys, "export", host, code=2)
    assert "SCH002" in told and "lie outside of the folder of the manifest" in told


@pytest.mark.parametrize(
    ("host", "line", "what"),
    [
        ("--github-actions", "*/2 * * * *", "more often than every five minutes"),
        ("--kubernetes", "0 0 * * 1#2", "holds signs that other hosts do not read"),
    ],
)
def test_what_a_host_cannot_say_is_refused(
    project: Path, capsys: pytest.CaptureFixture[str], host: str, line: str, what: str
) -> None:
    changed(project, "7 * * * *", line)
    told = said(capsys, "export", host, code=2)
    assert "SCH002" in told
    assert what in told


def test_schedules_that_would_be_one_cron_job_are_refused(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(project, "[schedule.on-the-hour]", "[schedule.Nightly]")
    told = said(capsys, "export", "--kubernetes", code=2)
    assert "SCH002 “nightly” and “Nightly” would be one name there" in told


def test_sunday_is_a_nought_everywhere_else(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed(project, "30 2 * * 1-5", "30 2 * * 5-7")
    assert '"30 2 * * 0,5,6"' in said(capsys, "export", "--kubernetes")


def test_a_file_is_written_whole(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "export", "--gitlab", "-o", "ci.yml") == "ci.yml\n"
    assert (project / "ci.yml").read_text(encoding="utf-8") == said(capsys, "export", "--gitlab")


# -------------------------------------------------------------------------------- this machine


def program(folder: Path, name: str, text: str) -> None:
    """A program of that name which comes first."""
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    os.environ["PATH"] = f"{folder}:{os.environ['PATH']}"


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", os.environ["PATH"])
    folder = tmp_path / "bin"
    folder.mkdir()
    return folder


@pytest.mark.usefixtures("project")
def test_systemd_takes_the_units(
    programs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program(programs, "systemctl", f'echo "$@" >> "{tmp_path}/calls"\n')
    said(capsys, "install", "--systemd")
    units = sorted((tmp_path / ".config/systemd/user").iterdir())
    assert [path.suffix for path in units] == [".service", ".timer"]
    calls = (tmp_path / "calls").read_text(encoding="utf-8").splitlines()
    assert calls == ["--user daemon-reload", f"--user enable --now {units[1].name}"]
    texts = [path.read_text(encoding="utf-8") for path in units]
    assert "Persistent=true" in texts[1]
    assert "ProtectSystem=strict" in texts[0]
    assert "NoNewPrivileges=yes" in texts[0]
    said(capsys, "install", "--systemd")
    assert [path.read_text(encoding="utf-8") for path in units] == texts
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    words = ["systemd-analyze", "--user", "verify", *units]
    environment = os.environ | {"XDG_RUNTIME_DIR": str(tmp_path)}
    found = subprocess.run(words, capture_output=True, text=True, check=False, env=environment)
    assert (found.returncode, found.stderr) == (0, "")


def test_the_command_of_the_unit_is_that_of_the_project(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = said(capsys, "install", "--systemd", "--dry-run")
    assert not (project.parent / ".config").exists()
    (line,) = re.findall("^ExecStart=(.*)$", text, re.MULTILINE)
    assert "$$notes 100%%" in line
    words = shlex.split(line.replace("$$", "$").replace("%%", "%"), posix=True)
    assert words[0] == sys.executable
    assert words[-4:] == ["run", "--due", "-m", str(project / "publish.toml")]
    assert f'"-{project}"'.replace("%", "%%") in text


def test_no_folder_is_made_where_a_disk_is_not_mounted(
    project: Path, programs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program(programs, "systemctl", "exit 0\n")
    more = f'[deploy.a]\nto = "{tmp_path}/disk/site"\n[deploy.b]\nto = "{tmp_path}/www"\n'
    changed(project, "[documents.post]", f"{more}[documents.post]")
    assert run(["schedule", "install", "--systemd"]) == 0
    assert f"{tmp_path}/disk is not there" in capsys.readouterr().err
    assert not (tmp_path / "disk").exists()
    assert (tmp_path / "www").is_dir()


@pytest.mark.usefixtures("project")
def test_units_are_removed(
    programs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program(programs, "systemctl", "exit 0\n")
    assert run(["schedule", "install", "--systemd", "--remove"]) == 0
    assert "nothing to remove" in capsys.readouterr().err
    said(capsys, "install", "--systemd")
    said(capsys, "install", "--systemd", "--remove")
    assert not list((tmp_path / ".config/systemd/user").iterdir())


@pytest.mark.usefixtures("project")
def test_a_systemd_that_refuses_is_told(programs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    program(programs, "systemctl", "echo Failed to connect to bus >&2; exit 1\n")
    told = said(capsys, "install", "--systemd", code=2)
    assert "SCH004" in told
    assert "Failed to connect to bus" in told


CRONTAB = """case "$1" in
-l) cat "$TABLE" 2>/dev/null || { echo "no crontab for me" >&2; exit 1; } ;;
-) cat > "$TABLE" ;;
esac
"""


@pytest.fixture
def table(programs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The crontab of a user."""
    monkeypatch.setenv("TABLE", str(tmp_path / "table"))
    program(programs, "crontab", CRONTAB)
    return tmp_path / "table"


@pytest.mark.usefixtures("project")
def test_the_crontab_has_the_line_once_and_keeps_its_others(
    table: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table.write_text("# mine\n0 1 * * * backup\n", encoding="utf-8")
    said(capsys, "install", "--cron")
    said(capsys, "install", "--cron")
    lines = table.read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ["# mine", "0 1 * * * backup"]
    assert len(lines) == 4
    assert lines[3].startswith("*/5 * * * * ")
    said(capsys, "install", "--cron", "--remove")
    assert table.read_text(encoding="utf-8") == "# mine\n0 1 * * * backup\n"


def test_the_line_runs_in_a_shell_as_cron_starts_it(
    project: Path, table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the variables of a file, and no others."""
    program(tmp_path / "bin", "python", 'echo "$PUBLISH_NOTIFY_URL|$PWD|$*"\n')
    said(capsys, "install", "--cron")
    line = table.read_text(encoding="utf-8").splitlines()[1]
    command = line.removeprefix("*/5 * * * * ")
    assert re.search(r"(?<!\\)%", command) is None
    command = command.replace(r"\%", "%").replace(sys.executable, str(tmp_path / "bin/python"))
    (variables,) = re.findall(r'\[ -r "\$HOME/([^"]+)" \]', command)
    for value in ("", "https://x.test/?a=b"):
        if value:
            (tmp_path / variables).parent.mkdir(parents=True)
            (tmp_path / variables).write_text(f'PUBLISH_NOTIFY_URL="{value}"\n', encoding="utf-8")
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            capture_output=True,
            text=True,
            check=True,
            env={"HOME": str(tmp_path)},
        )
        words = f"-P -m publish run --due -m {project / 'publish.toml'}"
        assert done.stdout == f"{value}|{project}|{words}\n"


@pytest.mark.usefixtures("project")
def test_without_cron_it_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    assert "there is no crontab" in said(capsys, "install", "--cron", code=2)


# ---------------------------------------------------------------------------------------- shown


def test_times_are_shown_where_they_are_and_in_utc(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = said(capsys, "show", "--next", "3")
    assert len(re.findall(r"next  \w{3} \d{4}-\d\d-\d\d 02:30 \+0[12]00  ", text)) == 3
    assert text.count("never yet") == 2
    rows = json.loads(said(capsys, "show", "--next", "2", "--json"))
    assert [(row["name"], len(row["next"]), row["last"]) for row in rows] == [
        ("nightly", 2, None),
        ("on-the-hour", 2, None),
    ]
    assert not (project / "releases").exists()


def test_the_last_run_is_shown(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(Record(project / "releases")) as record:
        began = datetime(2026, 11, 30, 1, 31, tzinfo=UTC)
        record.begin(
            Run(
                id=0, schedule="nightly", slot=None, began=began, status=Status.FAILED, reason="why"
            )
        )
    assert "last  Mon 2026-11-30 02:31 +0100  failed: why" in said(capsys, "show")


def test_without_schedules_it_says_so(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "publish.toml").write_text('[documents.p]\neach = "*.md"\n', encoding="utf-8")
    for words in (["show"], ["install", "--cron"], ["export", "--gitlab"]):
        assert "SCH001" in said(capsys, *words, code=2)
    assert run(["daemon"]) == 2
