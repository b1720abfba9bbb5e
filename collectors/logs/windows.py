"""Windows events: System and EventData lifted to native names, then ECS beside them, by channel and event number.

EVTX records and the JSON that evtx_dump writes have one shape, so the same record gives the same Event by either road.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from collectors.logs.mapping import Plan, apply, load, plan
from model.errors import BadRecord
from model.event import Event, flatten

_MAPPING = Path(__file__).parent / "evtx" / "mapping.yml"


@cache
def _mapping() -> dict[str, Any]:
    return load(_MAPPING)


@cache
def _plans() -> tuple[dict[tuple[str, int], Plan], dict[str, Plan], Plan]:
    """Plans by (lower-case channel, event number), by channel for other numbers, and for every other channel."""
    document = _mapping()
    parts = {name: plan(spec) for name, spec in document["parts"].items()}
    every = plan(document["all"])

    def build(spec: Mapping[str, Any]) -> Plan:
        result = every
        for name in spec.get("parts", ()):
            result += parts[name]
        return result + plan(spec)

    by_code: dict[tuple[str, int], Plan] = {}
    by_channel: dict[str, Plan] = {}
    for entry in document["events"]:
        channel = entry["channel"].lower()
        by_channel[channel] = build(entry.get("default", {}))
        for code, spec in entry["codes"].items():
            by_code[channel, int(code)] = build(spec)
    return by_code, by_channel, every


@cache
def _datasets() -> dict[str, str]:
    return dict(_mapping()["datasets"])


@cache
def _levels() -> dict[int | str, str]:
    """By number and, as exporters write it, by number as text."""
    levels = _mapping()["levels"]
    return {**levels, **{str(number): word for number, word in levels.items()}}


def plan_of(channel: str, code: int, *, every: bool = True) -> Plan:
    """The moves for events of a channel and number. every=False: none but what is special to the channel."""
    by_code, by_channel, general = _plans()
    lowered = channel.lower()
    return by_code.get((lowered, code)) or by_channel.get(lowered) or (general if every else Plan())


def enrich(event: Event) -> None:
    """Add data set, level and ECS names to an Event that carries native Windows names at the top level."""
    code = event.get("EventID")
    if type(code) is str:
        try:
            event["EventID"] = code = int(code)
        except ValueError:
            code = None
    channel = event.get("Channel")
    lowered = channel.lower() if type(channel) is str else ""
    if type(code) is not int:
        code = -1
    apply(plan_of(lowered, code), event)
    event["event.dataset"] = _datasets().get(lowered, "windows.other")
    level = event.get("Level")
    if "log.level" not in event and (type(level) is int or type(level) is str):
        word = _levels().get(level)
        if word is not None:
            event["log.level"] = word
    if "event.outcome" not in event:
        _outcome(event)


def _outcome(event: Event) -> None:
    """Audit keywords say success (bit 53) or failure (bit 52): winmeta.xml, WINEVENT_KEYWORD_AUDIT_*."""
    keywords = event.get("Keywords")
    if type(keywords) is str and keywords[:2] == "0x":
        try:
            keywords = int(keywords, 16)
        except ValueError:
            return
    if type(keywords) is int:
        if keywords & 0x10_0000_0000_0000:
            event["event.outcome"] = "failure"
        elif keywords & 0x20_0000_0000_0000:
            event["event.outcome"] = "success"


def lift(document: Mapping[str, Any]) -> Event:
    """`{"Event": {"System": …, "EventData": …}}` to native top-level names. Raises BadRecord for another shape.

    System comes as Sigma tools name it (`Provider_Name`, `EventID`, `Execution_ProcessID`, `TimeCreated`). A data field
    with the name of a System field goes under `EventData.<name>`.
    """
    body = document.get("Event")
    system = body.get("System") if type(body) is dict else None
    if type(body) is not dict or type(system) is not dict:
        raise BadRecord("windows.shape", "an event without Event.System")
    event: Event = {}
    for name, value in system.items():
        if type(value) is dict:
            _system_element(event, name, value)
        elif value is not None:
            event["Provider_Name" if name == "Provider" else name.removesuffix("_attributes")] = value
    for section in ("EventData", "UserData"):
        data = body.get(section)
        if type(data) is dict:
            if section == "UserData" and len(data) == 1:
                inner = next(iter(data.values()))
                data = inner if type(inner) is dict else data
            _data(event, data)
        elif data not in (None, ""):
            event.setdefault(section, data)
    for name, value in body.items():
        if name not in ("System", "EventData", "UserData", "#attributes", "Event_attributes") and value is not None:
            event.update(flatten({name: value}))
    rendering = body.get("RenderingInfo")
    if type(rendering) is dict and type(rendering.get("Message")) is str:
        event.setdefault("Message", rendering["Message"])
    return event


def _system_element(event: Event, name: str, value: dict[str, Any]) -> None:
    """`{"#attributes": {...}, "#text": v}`, or evtx_dump's `--separate-json-attributes` form."""
    base = name.removesuffix("_attributes")
    attributes = value.get("#attributes", value)
    if type(attributes) is dict:
        for inner, v in attributes.items():
            if v is None or inner in ("#attributes", "#text"):
                continue
            native = "TimeCreated" if inner == "SystemTime" else f"{base}_{inner}"
            if type(v) is dict or type(v) is list:
                event.update(flatten({native: v}))
            else:
                event[native] = v
    if value.get("#text") is not None:
        event[base] = value["#text"]


def _data(event: Event, data: dict[str, Any]) -> None:
    for name, value in data.items():
        kind = type(value)
        if kind is dict:
            if name == "#attributes":
                name = "EventData_attributes"
            elif set(value) == {"#text"} and value["#text"] is not None:
                value = value["#text"]
            elif "#text" in value and set(value) == {"#text", "#attributes"}:
                attributes = value["#attributes"]
                value = {"#text": value["#text"]} | (attributes if type(attributes) is dict else {})
            for inner, v in flatten({name: value}).items():
                _put(event, inner.removesuffix(".#text"), v)
        elif kind is list:
            for inner, v in flatten({name: value}).items():
                _put(event, inner, v)
        elif value is not None:
            _put(event, name, value)


def _put(event: Event, name: str, value: Any) -> None:
    event[f"EventData.{name}" if name in event else name] = value


def enrich_prefixed(event: Event, channel: Any, code: Any, prefix: str) -> None:
    """As `enrich`, for agents that put event data under `prefix` and name the header in their own words."""
    lowered = channel.lower() if type(channel) is str else ""
    try:
        number = int(code)
    except (TypeError, ValueError, OverflowError):
        number = -1
    apply(plan_of(lowered, number, every=False), event, prefix=prefix)
    event["event.dataset"] = _datasets().get(lowered, "windows.other")
    event.setdefault("event.code", str(code))
    name = event.get("winlog.computer_name")
    if type(name) is str:
        event.setdefault("host.name", name)
