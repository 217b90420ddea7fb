"""CronJobs of Kubernetes: one for each schedule."""

from __future__ import annotations

import re
from datetime import timedelta

from publish.schedule.export.plan import Entry, Plan, cannot_say
from publish.schedule.export.quoting import quoted

# Of more than a hundred slots that were missed in the time that it looks back, Kubernetes runs none.
_LOOKED_BACK = 90
_DAY, _SHORT = timedelta(days=1), timedelta(minutes=10)

_HEAD = """\
# Written by “publish schedule export --kubernetes”. Put in the place of the image one that has
# publish and the libraries that PDF needs (publish doctor names them). The claim “{claim}” holds the
# folder of the manifest, which keeps the releases and what is remembered.
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
      backoffLimit: 0
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
          volumes:
            - name: project
              persistentVolumeClaim:
                claimName: {claim}
            - name: scratch
              emptyDir: {{}}
"""


def kubernetes(plan: Plan) -> str:
    """The CronJobs, as documents of one file. Raises PublishError (SCH002) for two of one name."""
    claim = label(f"publish-{plan.name}")
    first: dict[str, str] = {}
    for each in plan.schedules:
        other = first.setdefault(_name(claim, each), each.name)
        if other != each.name:
            message = f"“{other}” and “{each.name}” would be one name there, {_name(claim, each)}"
            raise cannot_say(plan.manifest, message)
    return _HEAD.format(claim=claim) + "---\n".join(
        _job(plan, each, claim) for each in plan.schedules
    )


def label(text: str) -> str:
    """A name that Kubernetes takes, with room for what it adds to those of jobs."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower())[:52].strip("-")


def _name(claim: str, each: Entry) -> str:
    return label(f"{claim[:30]}-{each.name}")


def _job(plan: Plan, each: Entry, claim: str) -> str:
    longest = min(_DAY, each.gap * _LOOKED_BACK) if each.catch_up == "once" else _SHORT
    return _JOB.format(
        label=_name(claim, each),
        claim=claim,
        cron=quoted(each.cron),
        zone=quoted(each.zone),
        deadline=int(longest.total_seconds()),
        seconds=each.seconds,
        version=plan.version,
        name=quoted(each.name),
        manifest=quoted(plan.manifest),
        environment="".join(_secret(name, claim) for name in plan.variables),
    )


def _secret(name: str, claim: str) -> str:
    return f"""\
                - name: {name}
                  valueFrom:
                    secretKeyRef:
                      name: {claim}
                      key: {name}
"""
