"""Findings counted by rule."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

import click

from publish.diagnostics import Applicability, Diagnostic
from publish.rules import codes


def statistics(found: Sequence[Diagnostic], output_format: str) -> str:
    """One line a code, the most frequent first: how many, how many can be mended, and the name.

    As text or JSON. Raises click.UsageError for a format that has no counts.
    """
    if output_format not in ("text", "json"):
        raise click.UsageError(f"--statistics has no output as {output_format}")
    names = codes()
    total = Counter(item.code for item in found)
    safe = _of(found, Applicability.SAFE)
    unsafe = _of(found, Applicability.UNSAFE)
    rows = [
        {
            "code": code,
            "name": names.get(code, ""),
            "count": number,
            "safe": safe[code],
            "unsafe": unsafe[code],
        }
        for code, number in sorted(total.items(), key=lambda row: (-row[1], row[0]))
    ]
    if output_format == "json":
        return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
    return "".join(
        f"{row['count']:6}  {row['code']:8} {row['name']:26} {_fixes(safe[code], unsafe[code])}".rstrip()
        + "\n"
        for row in rows
        for code in [str(row["code"])]
    )


def _of(found: Sequence[Diagnostic], applicability: Applicability) -> Counter[str]:
    return Counter(item.code for item in found if item.applicability is applicability)


def _fixes(safe: int, unsafe: int) -> str:
    parts = [f"--fix mends {safe}"] if safe else []
    parts += [f"--unsafe-fixes {unsafe}"] if unsafe else []
    return ", ".join(parts)
