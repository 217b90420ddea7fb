"""A workflow of GitHub Actions: a job for each schedule."""

from __future__ import annotations

import shlex
import textwrap
from datetime import timedelta
from itertools import repeat

from publish.schedule.export.plan import Entry, Plan, cannot_say
from publish.schedule.export.quoting import quoted

# By the digest of a commit, which nobody can move.
_CHECKOUT = "actions/checkout@de0fac2e4500dabe0009e67214ff5f5447ce83dd # v6.0.2"
_PYTHON = "actions/setup-python@e797f83bcb11b83ae66e0230d6156d7c80228e7c # v6.0.0"
_RESTORE = "actions/cache/restore@0057852bfaa89a56745cba8c7296529d2fc39830 # v4.3.0"
_SAVE = "actions/cache/save@0057852bfaa89a56745cba8c7296529d2fc39830 # v4.3.0"
_UPLOAD = "actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02 # v4.6.2"
_LEAST = timedelta(minutes=5)
# The secret is the key itself, of which ssh-keygen wants a file that is its owner's alone.
_SIGNED = """\
key="$RUNNER_TEMP/signing-key"
trap 'rm -f "$key"' EXIT
(umask 077 && printf '%s\\n' "${variable}" > "$key")
{variable}="$key" {run}
"""

_HEAD = """\
# Written by “publish schedule export --github-actions”; put it into .github/workflows/publish.yml
# of the default branch. GitHub may start a run late, or leave one out when it has much to do, and
# stops schedules of a repository in which nothing happened for 60 days.
name: {name}
on:
  schedule:
{times}
  workflow_dispatch:
permissions:
  contents: read
jobs:
"""
_JOB = """\
  publish-{name}:
{after}\
    if: {when}
    runs-on: ubuntu-24.04
    timeout-minutes: {minutes}
    concurrency:
      group: publish-{name}
      cancel-in-progress: false
    steps:
      - uses: {checkout}
        with:
          fetch-depth: 0
          persist-credentials: false
      - uses: {python}
        with:
          python-version: "3.12"
      - name: Install
        run: |
          sudo apt-get update
          sudo apt-get install -y --no-install-recommends {packages}
          pip install {requirement}
      - name: Take the last release and what is remembered
        uses: {restore}
        with:
          path: |
{kept}
          key: publish-releases-${{{{ github.run_id }}}}-{name}
          restore-keys: publish-releases-
      - name: Run
        run: |
{run}
{environment}\
      - name: Keep the last release and what is remembered
        if: always()
        uses: {save}
        with:
          path: |
{kept}
          key: publish-releases-${{{{ github.run_id }}}}-{name}
      - uses: {upload}
        with:
          name: {name}
          path: {releases}/current/
          if-no-files-found: error
"""


def github(plan: Plan) -> str:
    """The workflow. Raises PublishError (SCH002) for what is due more often than every five minutes."""
    for each in plan.schedules:
        if each.gap < _LEAST:
            message = (
                f"“{each.name}” is due more often than every five minutes, which GitHub never is"
            )
            raise cannot_say(plan.manifest, message)
    times = dict.fromkeys((each.cron, each.zone) for each in plan.schedules)
    if len({cron for cron, _ in times}) < len(times):
        message = "two schedules have one line in two time zones, which GitHub cannot tell apart"
        raise cannot_say(plan.manifest, message)
    told = "\n".join(
        f"    - cron: {quoted(cron)}\n      timezone: {quoted(zone)}" for cron, zone in times
    )
    before = ("", *(each.name for each in plan.schedules))
    jobs = "".join(map(_job, repeat(plan), plan.schedules, before))
    return _HEAD.format(name=quoted(f"Publish {plan.name}"), times=told) + jobs


def _job(plan: Plan, each: Entry, before: str) -> str:
    """The job of a schedule, which waits for that of the one ``before`` it where one event starts both:
    each goes on from the release that the other made."""
    mine = f"github.event_name == 'workflow_dispatch' || github.event.schedule == '{each.cron}'"
    secrets = [*plan.variables, *filter(None, [plan.key])]
    variables = "".join(f"          {name}: ${{{{ secrets.{name} }}}}\n" for name in secrets)
    run = shlex.join(("publish", "run", each.name, "-m", plan.manifest))
    if plan.key:
        run = _SIGNED.format(variable=plan.key, run=run)
    return _JOB.format(
        name=each.name,
        after=f"    needs: publish-{before}\n" if before else "",
        when=f"${{{{ !cancelled() && ({mine}) }}}}" if before else mine,
        minutes=-(-each.seconds // 60) + 15,
        checkout=_CHECKOUT,
        python=_PYTHON,
        restore=_RESTORE,
        save=_SAVE,
        upload=_UPLOAD,
        packages=" ".join(plan.packages),
        requirement=shlex.quote(plan.requirement),
        kept="\n".join(f"            {path}" for path in plan.kept),
        run=textwrap.indent(run.rstrip("\n"), " " * 10),
        environment=f"        env:\n{variables}" if variables else "",
        releases=plan.releases,
    )
