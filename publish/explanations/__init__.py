"""What every code means that is not a rule's alone: one table, for ``publish explain`` and the manual.

In the order of the manual's chapter on troubleshooting, which says the same; text is Markdown.
"""

from __future__ import annotations

from collections.abc import Mapping

from publish.explanations.making import MAKING
from publish.explanations.proof import PROOF
from publish.explanations.runs import RUNS
from publish.explanations.schedules import SCHEDULES
from publish.explanations.sources import SOURCES

EXPLANATIONS: Mapping[str, str] = {**SOURCES, **MAKING, **PROOF, **RUNS, **SCHEDULES}
