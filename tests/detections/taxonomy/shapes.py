"""One Windows event as each shipper writes it, made from the System and EventData that EVTX holds."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import orjson

from collectors.contract import RawRecord, RecordSource
from collectors.logs import evtx, jsonl, syslog, wef
from model.event import Event, Origin

ORIGIN = Origin("shapes", "shapes")
NAMESPACE = "http://schemas.microsoft.com/win/2004/08/events/event"


class Original:
    """system: element → text; attributes: element → its attributes; data: names and values in order; section: EventData
    or the element within UserData."""

    def __init__(self, rendered: bytes) -> None:
        body = orjson.loads(rendered)["Event"]
        self.system: dict[str, Any] = {}
        self.attributes: dict[str, dict[str, Any]] = {}
        for name, value in body["System"].items():
            if isinstance(value, dict):
                self.attributes[name] = value.get("#attributes", {})
                if value.get("#text") is not None:
                    self.system[name] = value["#text"]
            elif value is not None:
                self.system[name] = value
        self.user_data = body.get("UserData")
        data = body.get("EventData")
        self.data: dict[str, Any] = dict(data) if isinstance(data, dict) else {}
        self.data.pop("#attributes", None)

    @property
    def plain(self) -> bool:
        """Whether its data are names and plain values, which every shipper can say."""
        return self.user_data is None and all(not isinstance(v, dict | list) for v in self.data.values())

    @property
    def values(self) -> dict[str, str]:
        return {name: _text(value) for name, value in self.data.items() if value is not None}

    @property
    def time(self) -> str:
        return str(self.attributes["TimeCreated"]["SystemTime"])


def _text(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def xml(original: Original) -> bytes:
    """As Windows renders it, and as event forwarding, wevtutil and the Event Viewer give it."""
    parts = [f"<Event xmlns={quoteattr(NAMESPACE)}><System>"]
    for name in dict.fromkeys([*original.attributes, *original.system]):
        attributes = "".join(f" {k}={quoteattr(_text(v))}" for k, v in original.attributes.get(name, {}).items())
        parts.append(f"<{name}{attributes}>{escape(_text(original.system.get(name, '')))}</{name}>")
    parts.append("</System><EventData>")
    parts += [f"<Data Name={quoteattr(name)}>{escape(value)}</Data>" for name, value in original.values.items()]
    parts.append("</EventData></Event>")
    return "".join(parts).encode()


def nxlog(original: Original) -> bytes:
    """im_msvistalog through to_json: System and EventData in one flat object."""
    number: dict[str, Any] = {
        name: original.system.get(name) for name in ("Version", "Task", "Opcode") if name in original.system
    }
    provider = original.attributes.get("Provider", {})
    document: dict[str, Any] = {
        "EventTime": original.time[:19].replace("T", " "),
        "@timestamp": original.time,
        "Hostname": original.system["Computer"],
        "Keywords": original.system.get("Keywords"),
        "EventType": "INFO",
        "SeverityValue": 2,
        "EventID": original.system["EventID"],
        "SourceName": provider.get("Name"),
        "ProviderGuid": provider.get("Guid"),
        "RecordNumber": original.system.get("EventRecordID"),
        "Channel": original.system["Channel"],
        **number,
    }
    return orjson.dumps({k: v for k, v in (original.values | document).items() if v is not None})


def winlogbeat(original: Original) -> bytes:
    """winlogbeat 7 and 8, Elastic Agent: `winlog.event_data` with ECS beside it."""
    document = {
        "@timestamp": original.time,
        "agent": {"type": "winlogbeat", "version": "8.11.0"},
        "ecs": {"version": "8.0.0"},
        "event": {
            "code": str(original.system["EventID"]),
            "kind": "event",
            "provider": original.attributes["Provider"]["Name"],
        },
        "host": {"name": original.system["Computer"], "os": {"type": "windows"}},
        "winlog": {
            "api": "wineventlog",
            "channel": original.system["Channel"],
            "computer_name": original.system["Computer"],
            "event_id": str(original.system["EventID"]),
            "provider_name": original.attributes["Provider"]["Name"],
            "record_id": original.system.get("EventRecordID"),
            "event_data": {k: v for k, v in original.values.items() if v not in ("", "-")},
        },
    }
    return orjson.dumps(document)


def winlogbeat6(original: Original) -> bytes:
    document = {
        "@timestamp": original.time,
        "computer_name": original.system["Computer"],
        "event_id": original.system["EventID"],
        "log_name": original.system["Channel"],
        "source_name": original.attributes["Provider"]["Name"],
        "record_number": str(original.system.get("EventRecordID")),
        "event_data": {k: v for k, v in original.values.items() if v not in ("", "-")},
        "type": "wineventlog",
    }
    return orjson.dumps(document)


def in_syslog(original: Original) -> bytes:
    """The XML as a syslog message with its length before it, since values hold line ends."""
    host = str(original.system["Computer"]).replace(" ", "-")
    message = f"<13>1 {original.time} {host} windows - - - ".encode() + xml(original)
    return f"{len(message)} ".encode() + message


SHAPES: dict[str, tuple[RecordSource, Callable[[Original], bytes] | None]] = {
    "evtx": (evtx.SOURCE, None),
    "xml": (wef.SOURCE, xml),
    "xml in UTF-16": (wef.SOURCE, lambda o: b"\xff\xfe" + xml(o).decode().encode("utf-16-le")),
    "xml in syslog": (syslog.SOURCE, in_syslog),
    "NXLog": (jsonl.SOURCE, nxlog),
    "winlogbeat": (jsonl.SOURCE, winlogbeat),
    "winlogbeat 6": (jsonl.SOURCE, winlogbeat6),
}


def shaped(rendered: bytes) -> dict[str, Event]:
    """The event of an EVTX record in every shape."""
    original = Original(rendered)
    found: dict[str, Event] = {}
    for name, (source, write) in SHAPES.items():
        if write is None:
            records = [RawRecord(rendered, 0, len(rendered))]
        else:
            records = [r for r in source.records(io.BytesIO(write(original))) if isinstance(r, RawRecord)]
        (record,) = records
        (found[name],) = source.normalise(record, ORIGIN, 0)
    return found
