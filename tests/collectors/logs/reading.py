"""What every record source must hold, in one place: nothing lost, nothing raised, resumable, deterministic."""

from __future__ import annotations

import io
from dataclasses import dataclass, field

from collectors.contract import Quarantined, RawRecord, RecordSource
from model.ecs import catalogue
from model.errors import BadRecord
from model.event import REQUIRED, Event, Origin

ORIGIN = Origin(source="test", fingerprint="f" * 32, unit="town-3")
NOW = 1_795_000_000_000_000  # 2026-11-18


@dataclass
class Read:
    """What reading an input gave: raw records, their events, and what went to quarantine, each with its reason."""

    records: list[RawRecord] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    quarantined: list[Quarantined] = field(default_factory=list)

    @property
    def reasons(self) -> list[str]:
        return [q.reason for q in self.quarantined]


def read(source: RecordSource, data: bytes, start: int = 0, origin: Origin = ORIGIN) -> Read:
    return read_stream(source, io.BytesIO(data), start, origin)


def read_stream(source: RecordSource, stream: io.IOBase, start: int = 0, origin: Origin = ORIGIN) -> Read:
    """Read as the pipeline does. Anything but BadRecord from `normalise` fails the test that called."""
    out = Read()
    for record in source.records(stream, start):  # type: ignore[arg-type]
        if isinstance(record, Quarantined):
            assert record.reason
            assert record.message
            out.quarantined.append(record)
            continue
        assert record.end > record.position or source.name == "evtx"
        out.records.append(record)
        try:
            events = source.normalise(record, origin, NOW)
        except BadRecord as error:
            out.quarantined.append(Quarantined(error.reason, error.message, record.position, record.data))
            continue
        assert events, "a record gives at least one event or a reason"
        for event in events:
            check(event)
        out.events += events
    return out


def one(source: RecordSource, data: bytes | str, origin: Origin = ORIGIN, **meta: str | int) -> Event:
    """The single event of a single record."""
    raw = data.encode() if isinstance(data, str) else data
    (event,) = source.normalise(RawRecord(raw, 0, len(raw), dict(meta)), origin, NOW)
    check(event)
    return event


def check(event: Event) -> None:
    """Required names are there; values are plain; catalogued names hold what the catalogue says."""
    fields = catalogue()
    for name in REQUIRED:
        assert name in event, name
    assert event["fengsui.unit"] == "town-3"
    for name, value in event.items():
        assert value is not None, name
        values = value if isinstance(value, list) else [value]
        assert all(type(v) in (str, int, float, bool) for v in values), (name, value)
        assert all(-(2**63) <= v < 2**63 for v in values if type(v) is int), (name, value)
        known = fields.get(name)
        if known is None:
            continue
        wanted = {"long": (int,), "date": (int,), "double": (int, float), "boolean": (bool,)}.get(known.type, (str,))
        assert all(type(v) in wanted for v in values), (name, value, known.type)
        assert not known.array or isinstance(value, list), name


def ours(event: Event) -> set[str]:
    """Names of an event with a dot or an at sign, which claim to be ECS or ours, and that no catalogue knows."""
    known = catalogue()
    return {name for name in event if ("." in name or name.startswith("@")) and name not in known}


def assert_resumable(source: RecordSource, data: bytes) -> None:
    """From any record's `end`, reading gives exactly the records after it; from a quarantined one's, at least those."""
    whole = list(source.records(io.BytesIO(data)))
    for index, record in enumerate(whole):
        if isinstance(record, RawRecord):
            rest = list(source.records(io.BytesIO(data), record.end))
            assert rest == whole[index + 1 :], f"after record {index} at {record.position}"
        else:
            end = record.end if record.end >= 0 else record.position + len(record.data)
            rest = list(source.records(io.BytesIO(data), end))
            assert rest[len(rest) - (len(whole) - index - 1) :] == whole[index + 1 :], (
                f"after {index} at {record.position}"
            )
