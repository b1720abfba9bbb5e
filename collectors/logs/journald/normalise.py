"""One journal entry to one Event: the journal's names, and the facts a program's message tells."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from collectors.contract import RawRecord
from collectors.logs.charsets import decode
from collectors.logs.journald.reader import fields
from collectors.logs.mapping import Plan, apply, load, plan
from collectors.logs.programs import add_facts
from model.errors import BadRecord
from model.event import Event, Origin, seal
from model.times import Micros

MAX_FIELDS = 1024
MAX_NAME = 64  # journald's own limit on field names
TIMES = ("_SOURCE_REALTIME_TIMESTAMP", "__REALTIME_TIMESTAMP")


@cache
def _plan() -> tuple[Plan, list[str], list[str]]:
    syslog = load(Path(__file__).parent.parent / "syslog" / "mapping.yml")
    return plan(load(Path(__file__).with_name("mapping.yml"))["all"]), syslog["facilities"], syslog["severities"]


def normalise(record: RawRecord, origin: Origin, ingested: Micros) -> list[Event]:
    """Raises BadRecord: `journald.fields`, `journald.time`."""
    event: Event = {}
    for name, value in fields(record.data):
        if len(name) > MAX_NAME or not name.replace("_", "").isalnum() or name != name.upper():
            raise BadRecord(
                "journald.fields", f"a field called {name[:80]!r}; names are capitals, digits and underscores"
            )
        text = decode(value)[0].replace("\0", "\u2400")
        if name in event:
            had = event[name]
            event[name] = [*had, text] if isinstance(had, list) else [had, text]
        else:
            event[name] = text
        if len(event) > MAX_FIELDS:
            raise BadRecord("journald.fields", f"more than {MAX_FIELDS} fields in one entry")
    time = time_of(event)
    if time is None:
        raise BadRecord("journald.time", "no __REALTIME_TIMESTAMP")
    event["@timestamp"] = time
    enrich(event)
    event["fengsui.schema"] = "journald.export"
    return [seal(event, origin, position=record.position, content=record.data, ingested=ingested)]


def time_of(event: Event) -> Micros | None:
    """Microseconds since 1970: when the sender says it happened, else when the journal received it."""
    for name in TIMES:
        value = event.get(name)
        if type(value) is str and value.isascii() and value.isdigit() and len(value) < 18:
            return int(value)
    return None


def enrich(event: Event) -> None:
    """As the same message by syslog, so that the same rules fit."""
    every, facilities, severities = _plan()
    event["event.dataset"] = "syslog"
    message = event.get("MESSAGE")
    if type(message) is list:  # journalctl's JSON writes what is no text as numbers
        numbers = [v for v in message if type(v) is int and 0 <= v < 256]
        message = decode(bytes(numbers))[0] if len(numbers) == len(message) else "\n".join(map(str, message))
    message = "" if message is None else str(message)
    program = _first(event, "SYSLOG_IDENTIFIER") or _first(event, "_COMM")
    if program:
        event["process.name"] = program
    apply(every, event)
    event["message"] = message
    severity, facility = event.get("log.syslog.severity.code"), event.get("log.syslog.facility.code")
    if type(severity) is int and 0 <= severity < len(severities):
        event["log.syslog.severity.name"] = event["log.level"] = severities[severity]
    if type(facility) is int and 0 <= facility < len(facilities):
        event["log.syslog.facility.name"] = facilities[facility]
    # What the journal says of the sender is about the daemon; what its message tells may be about another process.
    command = event.pop("process.command_line", None)
    add_facts(event, program, message)
    if command is not None:
        event.setdefault("process.command_line", command)


def _first(event: Event, name: str) -> str:
    value: Any = event.get(name, "")
    return str(value[0] if isinstance(value, list) else value)
