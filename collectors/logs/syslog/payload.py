"""What a syslog message carries when no program of `mapping.yml` wrote it: a profile's text, JSON, Windows XML, audit lines."""

from __future__ import annotations

import re
from dataclasses import dataclass

import orjson

from collectors.contract import RawRecord
from collectors.logs.auditd.normalise import normalise as audit_events
from collectors.logs.auditd.reader import line_key
from collectors.logs.jsonl.normalise import finish, flat, schema_of
from collectors.logs.profiles import recognise, tell
from collectors.logs.stamps import zone
from collectors.logs.syslog.header import Header
from collectors.logs.wef.normalise import event_of
from model.errors import BadRecord
from model.event import Event, Origin
from model.times import Micros

_PROGRAM = re.compile(r"[\w./-]{0,64}")
_KEPT_FROM_HEADER = frozenset({"message", "fengsui.variant"})
_SEALED = ("event.id", "event.ingested", "event.hash", "event.original", "event.kind", "observer.name", "log.offset")
_MAX_JSON = 1 << 20


@dataclass(slots=True)
class Said:
    """facts: what the message says, with its own `@timestamp` where it has one."""

    facts: Event

    def add(self, event: Event, *, has_time: bool) -> None:
        """The message's facts beside the header's. has_time: the header's time is exact and stands."""
        time, where = self.facts.pop("@timestamp", None), self.facts.pop("fengsui.time_from", "")
        if time is not None and where != "ingest" and not has_time:
            event["@timestamp"] = time
            event.pop("fengsui.year_assumed", None)
            event["fengsui.time_from"] = where or "message"
        for name, value in self.facts.items():
            if name not in _KEPT_FROM_HEADER:
                event[name] = value


def read(head: Header, origin: Origin, received: Micros) -> Said | None:
    """None when the message is just text."""
    text, app = head.message, head.app
    if app in ("CEF", "LEEF"):
        text, app = f"{app}:{text}", ""
        head.app = ""
    elif not _PROGRAM.fullmatch(app):
        text = f"{app}: {text}"
    start = text.removeprefix("@cee:").lstrip()
    try:
        if start[:1] == "{" and start[-1:] == "}" and len(start) < _MAX_JSON:
            return _json(start, origin, received)
        if start.startswith("<Event"):
            return Said(event_of(start, received))
        if "msg=audit(" in start[:300]:
            return _audit(start, origin, received)
    except BadRecord:
        return None
    told = recognise(app, text)
    if told is None:
        return None
    facts: Event = {}
    time = tell(facts, told, zone(origin.timezone))
    if time is not None:
        facts["@timestamp"], facts["fengsui.time_from"] = time
    return Said(facts)


def _json(text: str, origin: Origin, received: Micros) -> Said | None:
    try:
        document = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    if type(document) is not dict or (schema := schema_of(document)) in ("json", "windows.evtx"):
        return None
    facts = flat(document)
    finish(facts, schema, origin, received)
    return Said(facts)


def _audit(text: str, origin: Origin, received: Micros) -> Said | None:
    data = text[text.find("node=") if "node=" in text[:200] else max(0, text.find("type=")) :].encode()
    if line_key(data) is None:
        return None
    (facts, *_) = audit_events(RawRecord(data, 0, len(data)), origin, received)
    return Said(
        {name: value for name, value in facts.items() if name not in _SEALED and not name.startswith("fengsui.")}
    )
