"""Codes of what runs while nobody watches."""

from __future__ import annotations

from collections.abc import Mapping

RUNS: Mapping[str, str] = {
    "RUN002": (
        "The record of runs, `record.sqlite` in the folder of releases, cannot be read or made, or is "
        "of a later version of `publish`. No release depends on it: move it away, and a new record is "
        "begun, which knows nothing of what was run before."
    ),
    "REL020": (
        "There is no release of that name, or none before it, or the words of its documents are not "
        "kept. `publish releases` lists those that stand."
    ),
}
