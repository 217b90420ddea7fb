"""Values that YAML reads without a complaint, though not as anybody meant them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from publish.diagnostics import Applicability, Edit
from publish.reader.keys import LISTS, TEXTS, field
from publish.reader.values import Repair, Value
from publish.reader.yaml_quotes import as_list, quoted
from publish.regex import regex

_LINE = regex(
    r"(?:^|(?<=\r))(?P<key>[^\s:#'\"\[\]{}-][^:\r\n]{0,60}?)[ \t]*:[ \t]+"
    r"(?P<value>[\[&!#\"][^\r\n]*?|[^\s\[{&!#\"'|>*][^\r\n]*?[ \t]#[^\r\n]*?)[ \t]*(?=[\r\n]|\Z)",
    re.MULTILINE,
)
_CONTROL = regex(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_HASH = regex(r"[ \t]#(?=[^\s#])")


def find(head: str, values: Mapping[str, Value]) -> tuple[Repair, ...]:
    """The doubtful values of the top level of a head that can be read."""
    return tuple(
        repair
        for found in _LINE.finditer(head)
        if not _is_anchor(found["value"], head)
        and (repair := _doubt(found, values.get(found["key"].strip()))) is not None
    )


def _is_anchor(written: str, head: str) -> bool:
    """Whether a value begins with an anchor that an alias names."""
    return written.startswith("&") and f"*{written[1:].partition(' ')[0]}" in head


def _doubt(line: re.Match[str], value: Value) -> Repair | None:
    name, written = field(line["key"]), line["value"]
    if name not in TEXTS and name not in LISTS:
        return None
    for new, message, applicability in _readings(name, written, value):
        edit = Edit(*line.span("value"), new)
        return Repair(*line.span("value"), "FM002", message, (edit,), applicability)
    return None


def _readings(name: str, written: str, value: Value) -> Iterator[tuple[str, str, Applicability]]:
    """What a value was meant to be, and what YAML takes it for."""
    safe = Applicability.SAFE
    text = name in TEXTS
    match written[0]:
        case "#" if value is None and not text and (listed := as_list(written)):
            yield listed, "YAML takes these labels for a comment", safe
        case "#" if value is None and text and written[1:2].strip("# "):
            yield quoted(written), "YAML takes this value for a comment", safe
        case "[" if text and isinstance(value, list) and value and not re.search("[\"']", written):
            yield quoted(written), "YAML takes the brackets for a list", safe
        case "&" | "!" if text and isinstance(value, str) and not written.startswith("!!"):
            yield quoted(written), f"YAML does not read “{written.split()[0]}” as a word", safe
        case '"' if text and isinstance(value, str) and _CONTROL.search(value):
            inner = written.removesuffix('"')[1:]
            yield quoted(inner), "YAML takes the backslashes for control characters", safe
        case _ if text and isinstance(value, str) and _HASH.search(written) and written[0] != '"':
            yield (
                quoted(written),
                "YAML takes the end of this value for a comment",
                Applicability.UNSAFE,
            )
