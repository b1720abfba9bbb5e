"""One entry of PostgreSQL's CSV log to one Event."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from collectors.contract import RawRecord
from collectors.logs.access import add_access
from collectors.logs.mapping import Plan, address, apply, load, plan
from collectors.logs.profiles import recognise, tell
from collectors.logs.profiles.times import written_us
from collectors.logs.stamps import zone
from model.errors import BadRecord
from model.event import Event, Origin, seal
from model.times import Micros

MIN_COLUMNS = 22  # application_name came with 9.0, backend_type with 13, leader_pid and query_id with 14
_ABOUT_THE_TEXT = frozenset({"event.dataset", "event.module", "event.reason", "log.level"})


@cache
def _plan() -> tuple[tuple[str, ...], Plan]:
    document = load(Path(__file__).with_name("mapping.yml"))
    return tuple(document["columns"]), plan(document["all"])


def normalise(record: RawRecord, origin: Origin, ingested: Micros) -> list[Event]:
    """Raises BadRecord: `postgresql.columns`, `postgresql.time`."""
    columns, every = _plan()
    text = record.data.decode("utf-8", "backslashreplace").replace("\0", "\u2400")
    try:
        values = next(csv.reader([text], strict=True))
    except (csv.Error, StopIteration) as error:
        raise BadRecord("postgresql.columns", f"not CSV: {error}") from error
    if not MIN_COLUMNS <= len(values) <= len(columns):
        raise BadRecord("postgresql.columns", f"expected {MIN_COLUMNS} to {len(columns)} values, found {len(values)}")
    event: Event = {name: value for name, value in zip(columns, values, strict=False) if value != ""}
    try:
        event["@timestamp"] = written_us(values[0], zone(origin.timezone))
    except ValueError as error:
        raise BadRecord("postgresql.time", f"expected a time, found {values[0][:40]!r}") from error
    add_message(event, str(event.get("error_severity", "LOG")), str(event.get("error_message", "")), origin)
    apply(every, event)
    add_client(event, str(event.get("connection_from", "")))
    add_access(event)
    event["message"] = event.get("error_message", "")
    return [seal(event, origin, position=record.position, content=record.data, ingested=ingested, keep_original=True)]


def add_message(event: Event, severity: str, message: str, origin: Origin) -> None:
    """What PostgreSQL's or pgaudit's message says; the text log's profile knows it."""
    told = recognise("postgres", f"{severity}:  {message}")
    if told is not None:
        facts: Event = {}
        tell(facts, told, zone(origin.timezone))
        event.update((name, value) for name, value in facts.items() if name not in _ABOUT_THE_TEXT)


def add_client(event: Event, client: str) -> None:
    """`10.0.0.1:5432`, `[local]`."""
    host, colon, port = client.rpartition(":")
    ip = address(host if colon else client)
    if ip is not None:
        event["source.ip"] = ip
        if colon and port.isascii() and port.isdigit() and len(port) < 6:
            event["source.port"] = int(port)
