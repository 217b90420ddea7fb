"""Files that have other machines tick, or run what is due: one module a host."""

from publish.schedule.export.github import github
from publish.schedule.export.gitlab import gitlab
from publish.schedule.export.kubernetes import kubernetes

HOSTS = {"github-actions": github, "gitlab": gitlab, "kubernetes": kubernetes}

__all__ = ["HOSTS", "github", "gitlab", "kubernetes"]
