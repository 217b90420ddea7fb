"""ENC001: a file in an older encoding, or with a byte order mark."""

from __future__ import annotations

from publish.diagnostics import Applicability
from publish.rules.rule import Rule

# The reader finds it in the bytes. The fix is that the file is written as UTF-8; where this rule
# does not run, fixes of other rules are written in the file's own encoding.
RULE = Rule(
    code="ENC001",
    name="not-utf-8",
    summary="The file is not UTF-8, or begins with a byte order mark.",
    why="Other tools guess its encoding or fail at the mark. It is read only when there is no doubt what it says.",
    before="\ufeff# Tea\n\nText.\n",
    after="Text.\n",
    applicability=Applicability.SAFE,
)
