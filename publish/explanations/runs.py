"""Codes of runs and releases."""

from __future__ import annotations

from collections.abc import Mapping

RUNS: Mapping[str, str] = {
    "RUN001": (
        "Another `publish run` or `publish rollback` is at work in the same folder of releases. This one "
        "has done nothing and ends with 75. The lock goes with the process that holds it, also when that "
        "is killed."
    ),
    "RUN002": (
        "The record of runs, `record.sqlite` in the folder of releases, cannot be read or written. Look at "
        "the disk and at the owner of the file. A damaged one may be moved away: a new one is begun, and "
        "no release is lost."
    ),
    "RUN003": (
        "A run took longer than the `timeout` of its schedule (an hour where a person asked), and was "
        "ended with all its processes. What was finished is kept, so that the next run goes on from it. "
        "The current release is what it was."
    ),
    "RUN004": ("`publish run` was asked for a schedule that the manifest does not have."),
    "RUN005": (
        "The process that builds or verifies ended before it could report: it was killed, most often for "
        "lack of memory, or has a fault. `retries` of a schedule has it tried again. The current release "
        "is what it was."
    ),
    "RUN006": (
        "A run failed in a way nobody foresaw. This is a bug in `publish`. Run again with `--debug` and "
        "report what it prints. The current release is what it was."
    ),
    "REL001": (
        "A file in the output folder was changed between the build and the release, or its name cannot be "
        "that of a released file. Nothing is released of which it is not known where it comes from. Run "
        "again, and let nobody else write into the output folder."
    ),
    "REL002": (
        "A release does not hold what its checksums say. Of a new one this means that the disk gave back "
        "other bytes than were written: look at it. Of an older one that somebody changed, or the disk "
        "lost, a file: choose another release for `publish rollback`."
    ),
    "REL003": (
        "Releases are to be signed and cannot be: the variable that `sign` in `[release]` names is not "
        "set or leads to no key, `ssh-keygen` is missing, or it refuses the key. Without a signature "
        "there is no release."
    ),
    "REL004": (
        "The folder of releases cannot be used: it is full, read-only, not yours, or something else has "
        "the name `current`. The release of before is what it was."
    ),
    "REL005": (
        "Nothing was released, because a document failed, a document of `require` is not there, a file is "
        "not what its post says, or something was found and releases are `strict`. The current release is "
        "what it was."
    ),
    "REL006": (
        "Old releases could not be removed. Nothing else is wrong; look at the owner and the mode of the "
        "folder before the disk is full."
    ),
    "REL007": (
        "A release is made, and was not brought to one of its places: it cannot be reached, refuses, or "
        "was too slow. The message says why in the words of the system, of rsync or of the library. The "
        "run counts as failed, the release stays, the other places have it, and the next run brings it "
        "again, also where nothing has changed."
    ),
    "REL008": (
        "`publish rollback` was asked for a release that is not there, or there is none before the "
        "current one. `publish releases` lists them."
    ),
    "REL009": (
        "A file was changed while the release was built of it. What its documents say is what was read; "
        "which bytes that were nobody knows any more, so `provenance.json` leaves the file out. The next "
        "run builds what it says now."
    ),
    "REL020": (
        "There is no release of that name, or none before it, or the words of its documents are not "
        "kept. `publish releases` lists those that stand."
    ),
}
