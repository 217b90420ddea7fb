"""YAML front matter from the parser's events: no type is guessed, nothing is built or recursed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import yaml

from publish.diagnostics import Applicability, Edit
from publish.reader import yaml_doubts, yaml_repairs
from publish.reader.values import (
    MAX_DEPTH,
    MAX_VALUES,
    Fault,
    Loaded,
    Places,
    Repair,
    Value,
    failed,
    places,
    too_deep,
)
from publish.text import Origin, apply_edits

_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_HINT = "put a value in quotes when it holds “: ” or “ #” or begins with @ % ` [ { & * !"
_BOMB = "the front matter's aliases stand for too many values"


class _TooDeep(Exception):
    pass


class _TooMany(Exception):
    pass


class _Refused(Exception):
    def __init__(self, offset: int, message: str) -> None:
        super().__init__(message)
        self.offset = offset


@dataclass(slots=True)
class _Open:
    """A list or table that is being read; ``key`` is the key whose value comes next."""

    content: list[Value] | dict[str, Value]
    anchor: str | None = None
    before: int = 0
    key: str | None = None


@dataclass(slots=True)
class _Builder:
    """What was read so far; ``size`` counts values, those behind aliases too."""

    stack: list[_Open] = field(default_factory=lambda: [_Open([])])
    anchors: dict[str, tuple[Value, int]] = field(default_factory=dict)
    starts: list[tuple[str, int]] = field(default_factory=list)
    repeated: dict[int, bool] = field(default_factory=dict)  # by place: whether nothing is lost
    size: int = 0

    def take(self, event: yaml.Event) -> None:
        """Put one event in its place; raises what :func:`_load` turns into a fault."""
        match event:
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                if len(self.stack) > MAX_DEPTH:
                    raise _TooDeep
                _refuse_objects(event)
                table = isinstance(event, yaml.MappingStartEvent)
                self.stack.append(_Open({} if table else [], event.anchor, self.size))
                self.count(1)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                done = self.stack.pop()
                if done.anchor:
                    self.anchors[done.anchor] = (done.content, self.size - done.before)
                self.add(done.content, event)
            case yaml.ScalarEvent():
                _refuse_objects(event)
                plain = bool(event.implicit and event.implicit[0])
                value = None if plain and event.value in _NULL else event.value
                self.count(1)
                if event.anchor:
                    self.anchors[event.anchor] = (value, 1)
                self.add(value, event)
            case yaml.AliasEvent():
                if event.anchor not in self.anchors:
                    message = f"the alias *{event.anchor} names no anchor"
                    raise _Refused(_place(event), message)
                shared, size = self.anchors[event.anchor]
                self.count(size)
                self.add(shared, event)
            case _:  # the beginning and the end of the stream and of a document
                return

    def count(self, size: int) -> None:
        self.size += size
        if self.size > MAX_VALUES:
            raise _TooMany

    def add(self, value: Value, event: yaml.Event) -> None:
        top = self.stack[-1]
        if isinstance(top.content, list):
            top.content.append(value)
        elif top.key is None:
            top.key = value if isinstance(value, str) else ""
            self.begin_key(top, event)
        else:
            if len(self.stack) == 2 and top.key in top.content:
                self.repeated[len(self.starts) - 1] = top.content[top.key] == value
            _set(top.content, top.key, value)
            top.key = None

    def begin_key(self, top: _Open, event: yaml.Event) -> None:
        if len(self.stack) == 2:
            self.starts.append((top.key or "", _place(event)))


def _place(event: yaml.Event) -> int:
    return event.start_mark.index if event.start_mark else 0


def _set(table: dict[str, Value], key: str, value: Value) -> None:
    if key == "<<" and isinstance(value, dict):
        for name, inherited in value.items():
            table.setdefault(name, inherited)
    else:
        table[key] = value


def _refuse_objects(event: yaml.NodeEvent) -> None:
    tag = getattr(event, "tag", None)
    if isinstance(tag, str) and "python" in tag:
        raise _Refused(_place(event), f"the tag “{tag}” asks for an object of Python")


def load(head: str) -> Loaded:
    """The values of a head in YAML, read as it was meant where the slip is plain."""
    found, text = _load(head), head
    repairs: tuple[Repair, ...] = ()
    origins: list[Origin] = []
    if found.faults:
        slips_only = all(fault.code == "FM002" for fault in found.faults)
        mended = yaml_repairs.mend(head, found, _load) if slips_only else None
        if mended is None:
            return found
        found, text, repairs = mended.loaded, mended.text, mended.repairs
        origins.append(Origin(edit for item in repairs for edit in item.edits))
    if doubts := yaml_doubts.find(text, found.values):
        safe = [item for item in doubts if item.applicability is Applicability.SAFE]
        edits = [edit for item in safe for edit in item.edits]
        again = _load(apply_edits(text, edits))
        if not again.faults:
            repairs += tuple(_back(item, origins) for item in doubts)
            found = again
            origins.append(Origin(edits))
    keys: Places = {
        key: (_old(start, origins), _old(end, origins)) for key, (start, end) in found.keys.items()
    }
    own = (_back(item, origins) for item in found.repairs)
    return found._replace(keys=keys, repairs=(*repairs, *own))


def _old(offset: int, origins: Sequence[Origin]) -> int:
    for origin in reversed(origins):
        offset = origin.old(offset)
    return offset


def _back(item: Repair, origins: Sequence[Origin]) -> Repair:
    """A repair of a mended head at its place in the head as it stands in the file."""
    edits = tuple(
        Edit(_old(edit.start, origins), _old(edit.end, origins), edit.new) for edit in item.edits
    )
    return item._replace(start=_old(item.start, origins), end=_old(item.end, origins), edits=edits)


def _load(head: str) -> Loaded:
    builder = _Builder()
    parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for event in yaml.parse(head, Loader=parser):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark, begun = error.problem_mark or error.context_mark, error.context_mark
        fault = Fault(
            min(mark.index, len(head)) if mark else 0,
            "FM002",
            f"the YAML cannot be read: {error.problem}",
            _HINT,
            begun.index if begun else None,
        )
        return Loaded({}, {}, (fault,))
    except (yaml.YAMLError, ValueError) as error:
        position = getattr(error, "position", 0)
        offset = min(position, len(head)) if isinstance(position, int) else 0
        return failed(offset, "FM002", "the YAML holds a character that YAML does not allow", _HINT)
    except _Refused as error:
        return failed(error.offset, "SEC003", str(error), "write the value itself")
    except (_TooDeep, RecursionError):
        return too_deep()
    except _TooMany:
        return failed(0, "SEC003", _BOMB, "write the values themselves")
    return _finished(builder, head)


def _finished(builder: _Builder, head: str) -> Loaded:
    roots = builder.stack[0].content
    match roots:
        case [] | [None]:
            return Loaded({}, {})
        case [dict() as values]:
            keys = places(builder.starts, len(head))
            return Loaded(values, keys, repairs=tuple(_repeated(builder, head)))
        case _:
            message = "the front matter is not a table of keys and values"
            return failed(0, "FM002", message, "write a line such as “title: My post”")


def _repeated(builder: _Builder, head: str) -> Iterator[Repair]:
    """Each key that is written again further down, where the last one holds."""
    seen: dict[str, int] = {}
    for last, (key, _) in enumerate(builder.starts):
        first, same = seen.get(key, last), builder.repeated.get(last)
        seen[key] = last
        if same is None:
            continue
        start, end = builder.starts[first][1], builder.starts[first + 1][1]
        alone = all(at == 0 or head[at - 1] in "\r\n" for at in (start, end))
        yield Repair(
            start,
            start + len(key),
            "FM002",
            f"the key “{key}” is written twice; the last one holds",
            (Edit(start, end, ""),) if alone else (),
            Applicability.SAFE if same else Applicability.UNSAFE,
            "remove one of them",
        )
