"""A pipeline of GitLab: a job for each schedule, which GitLab's own schedules start."""

from __future__ import annotations

import shlex

from publish.schedule.export.plan import Entry, Plan
from publish.schedule.export.quoting import quoted

_HEAD = """\
# Written by “publish schedule export --gitlab”; put it into .gitlab-ci.yml, or include it there.
# GitLab keeps the times itself: for each job make a schedule in Build > Pipeline schedules.
{times}
"""
_TIMES = """\
#   {name}
#     Interval pattern: {cron}
#     Cron timezone:    {zone}
#     Variable:         PUBLISH_SCHEDULE = {name}
"""
_JOB = """\
publish-{name}:
  image: python:3.12-slim-bookworm
  rules:
    - if: $CI_PIPELINE_SOURCE == "schedule" && $PUBLISH_SCHEDULE == "{name}"
  resource_group: publish
  interruptible: false
  timeout: {minutes} minutes
  variables:
    GIT_DEPTH: "0"
    XDG_CACHE_HOME: $CI_PROJECT_DIR/.cache
  cache:
    key: publish
    when: always
    paths:
{kept}
  before_script:
    - apt-get update
    - apt-get install -y --no-install-recommends {packages}
    - pip install {requirement}
  script:
{run}
  artifacts:
    paths:
      - {releases}/
"""

# Everybody may read GitLab's own file of it, so that ssh-keygen refuses that.
_KEY = "/tmp/signing-key"  # noqa: S108 - in the container of the job
_KEPT = f'(umask 077 && cat "${{variable}}" > {_KEY} && echo >> {_KEY})'


def gitlab(plan: Plan) -> str:
    """The pipeline, with the schedules that are to be made named at its head."""
    times = "".join(
        _TIMES.format(name=each.name, cron=each.cron, zone=each.zone) for each in plan.schedules
    )
    if plan.variables:
        names = ", ".join(plan.variables)
        times += f"# Masked variables of the project (Settings > CI/CD): {names}\n"
    if plan.key:
        times += f"# A variable of type File there, which holds the key that signs: {plan.key}\n"
    return _HEAD.format(times=times.rstrip("\n")) + "\n".join(
        _job(plan, each) for each in plan.schedules
    )


def _job(plan: Plan, each: Entry) -> str:
    lines = [shlex.join(("publish", "run", each.name, "-m", plan.manifest))]
    if plan.key:
        lines = [_KEPT.format(variable=plan.key), f"{plan.key}={_KEY} {lines[0]}"]
    return _JOB.format(
        name=each.name,
        minutes=-(-each.seconds // 60) + 15,
        kept="\n".join(f"      - {path}/" for path in (*plan.kept, ".cache")),
        packages=" ".join(plan.packages),
        requirement=shlex.quote(plan.requirement),
        run="\n".join(f"    - {quoted(line)}" for line in lines),
        releases=plan.releases,
    )
