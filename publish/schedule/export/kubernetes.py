"""CronJobs of Kubernetes: one for each schedule."""

from __future__ import annotations

import math
import re
from datetime import timedelta

from publish.disk import digest
from publish.schedule.export.plan import Entry, Plan, cannot_say
from publish.schedule.export.quoting import quoted

# Of more than a hundred slots that were missed in the time that it looks back, Kubernetes runs none.
_LOOKED_BACK = 90
_DAY, _SHORT = timedelta(days=1), timedelta(minutes=10)

_HEAD = """\
# Written by “publish schedule export --kubernetes”. Put in the place of the image one that has
# publish and the libraries that PDF needs (publish doctor names them). The claim “{claim}” holds the
# folder of the manifest, which keeps the releases and what is remembered.
{secret}"""
_HAS = """\
# The secret “{claim}” holds: {names}.
"""
_JOB = """\
apiVersion: batch/v1
kind: CronJob
metadata:
  name: {label}
  labels:
    app.kubernetes.io/name: publish
    app.kubernetes.io/instance: {claim}
spec:
  schedule: {cron}
  timeZone: {zone}
  concurrencyPolicy: Forbid
  startingDeadlineSeconds: {deadline}
  successfulJobsHistoryLimit: 3
  failedJobsHistoryLimit: 3
  jobTemplate:
    spec:
      # 75: a run of another schedule is at work, which is waited for; no other failure is tried again.
      backoffLimit: {tries}
      podFailurePolicy:
        rules:
          - action: FailJob
            onExitCodes:
              containerName: publish
              operator: NotIn
              values: [75]
      activeDeadlineSeconds: {seconds}
      template:
        metadata:
          labels:
            app.kubernetes.io/name: publish
        spec:
          restartPolicy: Never
          automountServiceAccountToken: false
          securityContext:
            runAsNonRoot: true
            runAsUser: 1000
            runAsGroup: 1000
            fsGroup: 1000
            seccompProfile:
              type: RuntimeDefault
          containers:
            - name: publish
              image: registry.example.org/publish:{version}
              workingDir: /project
              command: ["publish", "run", {name}, "-m", {manifest}]
              env:
                - name: HOME
                  value: /tmp
{environment}\
              securityContext:
                allowPrivilegeEscalation: false
                readOnlyRootFilesystem: true
                capabilities:
                  drop: ["ALL"]
              resources:
                requests:
                  cpu: "1"
                  memory: 2Gi
                limits:
                  memory: 8Gi
              volumeMounts:
                - name: project
                  mountPath: /project
                - name: scratch
                  mountPath: /tmp
{mount}\
          volumes:
            - name: project
              persistentVolumeClaim:
                claimName: {claim}
            - name: scratch
              emptyDir: {{}}
{volume}\
"""
_MOUNT = """\
                - name: key
                  mountPath: /run/publish
                  readOnly: true
"""
_VOLUME = """\
            - name: key
              secret:
                secretName: {claim}
                defaultMode: 0400
                items:
                  - key: {key}
                    path: signing-key
"""
_KEY = """\
                - name: {key}
                  value: /run/publish/signing-key
"""


def kubernetes(plan: Plan) -> str:
    """The CronJobs, as documents of one file. Raises PublishError (SCH002) for two of one name."""
    claim = label(f"publish-{plan.name}", 30)
    first: dict[str, str] = {}
    for each in plan.schedules:
        other = first.setdefault(_name(claim, each), each.name)
        if other != each.name:
            message = f"“{other}” and “{each.name}” would be one name there, {_name(claim, each)}"
            raise cannot_say(plan.manifest, message)
    names = ", ".join(filter(None, (*plan.variables, plan.key)))
    secret = _HAS.format(claim=claim, names=names) if names else ""
    return _HEAD.format(claim=claim, secret=secret) + "---\n".join(
        _job(plan, each, claim) for each in plan.schedules
    )


def label(text: str, most: int = 52) -> str:
    """A name that Kubernetes takes, with room for what it adds to those of jobs. Where it cannot hold all
    letters of a text, a digest tells it from others."""
    plain = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    if len(plain) <= most and not any(it.isalnum() and not it.isascii() for it in text):
        return plain
    short = digest(text.encode())[:8]
    return f"{plain[: most - len(short) - 1].strip('-')}-{short}"


def _name(claim: str, each: Entry) -> str:
    return label(f"{claim}-{each.name}")


def _tries(seconds: int) -> int:
    """How often Kubernetes must try again to wait so long: after 10 seconds, 20, 40, up to 6 minutes."""
    return 6 + math.ceil(seconds / 360) if seconds else 0


def _job(plan: Plan, each: Entry, claim: str) -> str:
    others = sum(it.seconds for it in plan.schedules if it.name != each.name)
    longest = min(_DAY, each.gap * _LOOKED_BACK) if each.catch_up == "once" else _SHORT
    return _JOB.format(
        label=_name(claim, each),
        claim=claim,
        cron=quoted(each.cron),
        zone=quoted(each.zone),
        deadline=int(longest.total_seconds()),
        tries=_tries(others),
        seconds=each.seconds + others,
        version=plan.version,
        name=quoted(each.name),
        manifest=quoted(plan.manifest),
        environment="".join(_secret(name, claim) for name in plan.variables)
        + (_KEY.format(key=plan.key) if plan.key else ""),
        mount=_MOUNT if plan.key else "",
        volume=_VOLUME.format(claim=claim, key=plan.key) if plan.key else "",
    )


def _secret(name: str, claim: str) -> str:
    return f"""\
                - name: {name}
                  valueFrom:
                    secretKeyRef:
                      name: {claim}
                      key: {name}
"""
