"""What was delivered is JSON or a line of text, whoever delivered it."""

from __future__ import annotations

from collectors.contract import RawRecord
from collectors.logs.jsonl.normalise import normalise as of_json
from collectors.logs.syslog.normalise import normalise as of_text
from model.event import Event, Origin, digest
from model.times import Micros


def normalise(record: RawRecord, origin: Origin, ingested: Micros) -> list[Event]:
    """Raises BadRecord. A record with a key is known by it: its Event's id does not depend on where it lay meanwhile."""
    meta = record.meta
    key = meta.get("key")
    if key:
        origin = origin.of(fingerprint=digest("delivered", origin.source, str(key)))
        record = RawRecord(record.data, int(meta.get("number", 0)), record.end, meta)
    read = of_json if record.data.lstrip()[:1] in (b"{", b"[") else of_text
    events = read(record, origin, ingested)
    for event in events:
        if meta.get("peer"):
            event.setdefault("log.source.address", str(meta["peer"]))
        if meta.get("transport"):
            event.setdefault("fengsui.transport", str(meta["transport"]))
    return events
