"""The tables of what is built while nobody watches: releases, where they go, schedules, notices."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from publish.manifest.table import Table, key

Check = Literal["content", "validators"]
Event = Literal["failure", "recovery", "change", "success"]


class ReleaseTable(Table, frozen=True):
    """What ``publish run`` makes, and how long it stands."""

    dir: Annotated[
        str,
        key("Folder of the releases, relative to the manifest; it may lie outside of its folder."),
    ] = "releases"
    keep: Annotated[int, key("Newest releases that stay."), Meta(ge=1, le=10_000)] = 10
    keep_days: Annotated[
        int, key("Releases younger than so many days stay too."), Meta(ge=0, le=36_500)
    ] = 0
    require: Annotated[
        tuple[str, ...],
        key(
            "Globs of the documents (their slugs) without which there is no release; * is every one."
        ),
    ] = ("*",)
    checks: Annotated[
        tuple[Check, ...],
        key(
            "What a release must pass. content: every file is read back and is the same as its posts;"
            " validators: the outside validators that are installed agree too."
        ),
    ] = ("content",)
    strict: Annotated[bool, key("Whether findings in posts refuse a release.")] = False
    archives: Annotated[
        tuple[Literal["zip", "tar.gz"], ...], key("Archives of all files of a release.")
    ] = ("zip", "tar.gz")
    sign: Annotated[
        str,
        key("Signs the checksums: the variable (env:NAME) that names the file of an SSH key."),
    ] = ""


class DeployTable(Table, frozen=True):
    """A place to which each release is brought."""

    to: Annotated[
        str,
        key(
            "A folder (/srv/www), an rsync target (user@host:/path, rsync://host/module), or an address"
            " of fsspec's (s3://bucket/path)."
        ),
    ]
    include: Annotated[
        tuple[str, ...],
        key("Globs of the files to bring, as they stand in a release; all by default."),
    ] = ("**",)
    folder: Annotated[
        str,
        key(
            "A folder of a release that is brought as if it were all (files/html); by default the release."
        ),
    ] = ""
    delete: Annotated[
        bool, key("Whether files of earlier releases that the new one has not are removed there.")
    ] = True
    env: Annotated[
        tuple[str, ...],
        key(
            "Variables of the environment that the place needs (AWS_ACCESS_KEY_ID): exported schedules"
            " pass them on."
        ),
    ] = ()


class ScheduleTable(Table, frozen=True):
    """When a run is due, and of what."""

    cron: Annotated[
        str, key("When: minute, hour, day of month, month, day of week (30 2 * * 1-5).")
    ]
    timezone: Annotated[str, key("Time zone of “cron”, by its name (Asia/Shanghai).")] = "UTC"
    profile: Annotated[str, key("Profile of the manifest that a run takes.")] = ""
    documents: Annotated[
        tuple[str, ...], key("Tables of [documents] that are built; all by default.")
    ] = ()
    catch_up: Annotated[
        Literal["once", "skip"],
        key("After an outage: one run for all that were missed, or none."),
    ] = "once"
    skip_unchanged: Annotated[
        bool, key("Whether there is no release where nothing has changed since the last.")
    ] = True
    timeout: Annotated[str, key("Longest that a run may take (90s, 10m, 2h).")] = "1h"
    retries: Annotated[
        int, key("How often a run that broke off is tried again."), Meta(ge=0, le=10)
    ] = 0


class NotifyTable(Table, frozen=True):
    """Whom to tell, and of what."""

    url: Annotated[
        str,
        key(
            "The variable (env:NAME) that holds the address: https://… for a webhook, smtp:// or"
            " smtps://user:password@host/?from=…&to=… for mail, or one of Apprise's."
        ),
    ]
    on: Annotated[
        tuple[Event, ...],
        key(
            "failure: a run failed; recovery: one went well again; change: a new release; success: any."
        ),
    ] = ("failure", "recovery")
