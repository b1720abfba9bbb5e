"""One `<Event>` element to one Event, through the shape that EVTX records have."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, ParseError, fromstring

from collectors.contract import RawRecord
from collectors.logs import windows
from collectors.logs.charsets import utf16_of
from collectors.logs.keys import MAX_FIELDS, settle
from collectors.logs.stamps import iso_us
from model.errors import BadRecord
from model.event import Event, Origin, seal
from model.times import Micros

MAX_DEPTH = 16
# [MS-EVEN6] 2.2.1, Event schema: System's numbers, which EVTX holds as numbers too
_NUMBERS = frozenset(
    {"EventID", "Version", "Level", "Task", "Opcode", "EventRecordID", "ProcessID", "ThreadID", "Qualifiers"}
)


def normalise(record: RawRecord, origin: Origin, ingested: Micros) -> list[Event]:
    """Raises BadRecord: `wef.xml`, `wef.entities`, `wef.depth`, `windows.shape`, `json.limits`, `json.too_many_fields`."""
    charset = utf16_of(record.data)
    text = record.data.decode(charset or "utf-8", "backslashreplace").removeprefix("\ufeff")
    event = event_of(text, ingested)
    if charset:
        event["fengsui.charset"] = charset
    return [seal(event, origin, position=record.position, content=record.data, ingested=ingested)]


def event_of(text: str, ingested: Micros) -> Event:
    """An Event with ECS names that is not sealed yet."""
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise BadRecord("wef.entities", "a document type definition, which no event has")
    if "\0" in text:
        text = text.replace("\0", "\u2400")
    try:
        root = fromstring(text)  # noqa: S314 - definitions, without which there are no entities, are refused above
    except (ParseError, ValueError) as error:
        raise BadRecord("wef.xml", f"no well-formed element: {error}") from error
    body: dict[str, Any] = {}
    for child in root:
        name = _local(child)
        body[name] = (
            _system(child) if name == "System" else _section(child) if name == "EventData" else _nested(child, 0)
        )
    try:
        event = windows.lift({"Event": body})
    except (ValueError, RecursionError) as error:
        raise BadRecord("json.limits", str(error)) from error
    if len(event) > MAX_FIELDS:
        raise BadRecord("json.too_many_fields", f"{len(event)} fields; at most {MAX_FIELDS} are kept")
    settle(event)
    stamp = event.get("TimeCreated")
    try:
        event["@timestamp"] = iso_us(stamp) if type(stamp) is str else ingested
    except ValueError:
        stamp = None
        event["@timestamp"] = ingested
    if type(stamp) is not str:
        event["fengsui.time_from"] = "ingest"
    linux = event.get("Provider_Name") == "Linux-Sysmon"
    if linux:
        event["host.os.type"] = "linux"
    windows.enrich(event)
    event["fengsui.schema"] = "windows.xml"
    if linux:
        event["event.dataset"] = "linux.sysmon"
    return event


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _attributes(element: Element) -> dict[str, Any]:
    return {name.rpartition("}")[2]: _value(name, value) for name, value in element.attrib.items()}


def _value(name: str, text: str) -> Any:
    return int(text) if name in _NUMBERS and text.isascii() and text.isdigit() and len(text) < 19 else text


def _system(element: Element) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for child in element:
        name, text = _local(child), (child.text or "").strip()
        attributes = _attributes(child)
        if attributes:
            found[name] = {"#attributes": attributes} | ({"#text": _value(name, text)} if text else {})
        elif text:
            found[name] = _value(name, text)
    return found


def _section(element: Element) -> dict[str, Any] | str:
    """EventData: named values; unnamed ones are `Data`, a list when there are several."""
    found: dict[str, Any] = {}
    unnamed: list[str] = []
    for child in element:
        name, text = child.get("Name"), child.text or ""
        if name is not None:
            found[name] = text
        elif _local(child) == "Data":
            unnamed.append(text)
        else:
            found[_local(child)] = _nested(child, 0)
    if unnamed:
        found["Data"] = unnamed if len(unnamed) > 1 else unnamed[0]
    return found


def _nested(element: Element, depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise BadRecord("wef.depth", f"elements nested deeper than {MAX_DEPTH} levels")
    if not len(element):
        return (element.text or "").strip()
    found: dict[str, Any] = {}
    for child in element:
        name, value = child.get("Name") or _local(child), _nested(child, depth + 1)
        had = found.get(name)
        found[name] = value if had is None else [*had, value] if isinstance(had, list) else [had, value]
    return found
