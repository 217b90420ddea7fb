"""Where a release comes from: an in-toto statement with SLSA provenance, version 1.

https://slsa.dev/spec/v1.0/provenance ; https://github.com/in-toto/attestation/blob/main/spec/v1
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

NAME = "provenance.json"
_STATEMENT = "https://in-toto.io/Statement/v1"
_PREDICATE = "https://slsa.dev/provenance/v1"
_BUILD = "https://publish.invalid/run/v1"  # the kind of build; a name, and no address


def provenance(
    files: Iterable[tuple[str, str]],
    inputs: Iterable[tuple[str, str]],
    asked: Mapping[str, str],
    versions: Mapping[str, str],
) -> bytes:
    """The statement as JSON: ``files`` of the release and ``inputs`` (manifest, posts, layouts) by path
    and SHA-256, what was ``asked``, and the ``versions`` of what made it."""
    statement: dict[str, Any] = {
        "_type": _STATEMENT,
        "subject": [_resource(*file) for file in sorted(files)],
        "predicateType": _PREDICATE,
        "predicate": {
            "buildDefinition": {
                "buildType": _BUILD,
                "externalParameters": dict(sorted(asked.items())),
                "resolvedDependencies": [_resource(*file) for file in sorted(inputs)],
            },
            "runDetails": {
                "builder": {"id": _BUILD, "version": dict(sorted(versions.items()))},
            },
        },
    }
    return f"{json.dumps(statement, ensure_ascii=False, indent=2)}\n".encode()


def _resource(name: str, sha256: str) -> dict[str, Any]:
    return {"name": name, "digest": {"sha256": sha256}}
