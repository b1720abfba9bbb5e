"""One JSON object to one Event: its schema known by its marks, its names kept, ECS names added beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC
from functools import cache, lru_cache, partial
from pathlib import Path
from typing import Any

import orjson

from collectors.contract import RawRecord
from collectors.logs import windows
from collectors.logs.access import add_access
from collectors.logs.journald.normalise import enrich as journal
from collectors.logs.jsonl.shapes import Kinds, Schema, Shapes
from collectors.logs.keys import INPUT, MAX_FIELDS, MAX_NAME, settle
from collectors.logs.mapping import Plan, apply, load, plan, repeats
from collectors.logs.nginx.request import add_url
from collectors.logs.postgresql.normalise import add_message
from collectors.logs.profiles import profiles, tell_json
from collectors.logs.profiles.times import written_us
from collectors.logs.stamps import ALWAYS_UTC, any_us, zone
from model.errors import BadRecord
from model.event import Event, Origin, flatten, seal
from model.times import Micros

DATASET = re.compile(r"[a-z0-9][a-z0-9_]{0,31}(\.[a-z0-9_]{1,32}){0,3}")


@cache
def _mapping() -> dict[str, Any]:
    return load(Path(__file__).with_name("mapping.yml"))


@cache
def schema_marks() -> tuple[tuple[str, frozenset[str], tuple[str, ...], tuple[tuple[str, str], ...]], ...]:
    """(schema, names that must all be there, names of which one must, pairs of an object and an object within), in order."""
    return tuple(
        (s["name"], frozenset(s.get("all", ())), tuple(s.get("any", ())), tuple((s.get("part") or {}).items()))
        for s in _mapping()["schemas"]
    )


@cache
def _times() -> dict[str, tuple[str, ...]]:
    document = _mapping()
    return {s["name"]: tuple(document["times"].get(s["name"], ())) for s in document["schemas"]}


def _times_of(schema: str) -> tuple[str, ...]:
    found = _times().get(schema)
    return profiles().by_names[schema].times if found is None else found


def schema_of(document: Mapping[str, Any]) -> str:
    """The first schema whose marks the document carries, else the first profile's; `json` when none does."""
    names = tuple(document)
    for name, parts in (_possible if repeats(names) else _schemas_with)(names):
        if not parts or all(
            type(document[outer]) is dict and type(document[outer].get(inner)) is dict for outer, inner in parts
        ):
            return name
    return "json"


def _schemas_with(outermost: tuple[str, ...]) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Schemas whose marks are among these names, up to the first that asks no more; with the objects it asks for."""
    names = frozenset(outermost)
    found: list[tuple[str, tuple[tuple[str, str], ...]]] = []
    for name, every, some, parts in schema_marks():
        if not every <= names or (some and names.isdisjoint(some)) or not all(outer in names for outer, _ in parts):
            continue
        if name != "json":
            found.append((name, parts))
            if not parts:
                return tuple(found)
    for name, profile in profiles().by_names.items():  # read only when a record needs them
        if profile.every <= names and not (profile.some and names.isdisjoint(profile.some)):
            return (*found, (name, ()))
    return tuple(found)


_possible = lru_cache(maxsize=512)(_schemas_with)


def normalise(record: RawRecord, origin: Origin, ingested: Micros) -> list[Event]:
    """Raises BadRecord: `json.syntax`, `json.not_object`, `json.limits`, `json.too_many_fields`, `windows.shape`."""
    try:
        document = orjson.loads(record.data)
    except orjson.JSONDecodeError as error:
        raise BadRecord("json.syntax", f"not JSON: {error}") from error
    if type(document) is not dict:
        raise BadRecord("json.not_object", f"expected a JSON object, found {type(document).__name__}")
    if len(document) > FEW and (quick := shapes.event(document, zone(origin.timezone))) is not None:
        return [seal(quick, origin, position=record.position, content=record.data, ingested=ingested)]
    wrapped = _wrapped(document)
    if wrapped is not None:
        return [
            seal(
                general(inner, origin, ingested),
                origin,
                position=record.position,
                content=orjson.dumps(inner),
                ingested=ingested,
                part=part,
            )
            for part, inner in enumerate(wrapped)
        ]
    event = general(document, origin, ingested)
    return [seal(event, origin, position=record.position, content=record.data, ingested=ingested)]


def general(document: dict[str, Any], origin: Origin, ingested: Micros) -> Event:
    """A document of any shape, not yet sealed."""
    schema = schema_of(document)
    event = windows.lift(document) if schema == "windows.evtx" else flat(document)
    finish(event, schema, origin, ingested)
    return event


_WRAPPERS = ("Records", "records", "Events", "events", "traces", "value")
_MAX_WRAPPED = 100_000
FEW = 3  # names of a document that may wrap others


def _wrapped(document: dict[str, Any]) -> list[dict[str, Any]] | None:
    """The records within `{"Records": [...]}`, as clouds deliver their audit logs; None for any other document.
    Raises BadRecord `json.limits`."""
    if len(document) > FEW:
        return None
    for name in _WRAPPERS:
        inner = document.get(name)
        if type(inner) is list and inner and all(type(one) is dict and len(one) > FEW for one in inner):
            if len(inner) > _MAX_WRAPPED:
                raise BadRecord("json.limits", f"{len(inner)} records in one; at most {_MAX_WRAPPED} are read")
            return inner
    return None


def finish(event: Event, schema: str, origin: Origin, ingested: Micros) -> None:
    """Time, settled names, ECS names and data set of a flat event, in place."""
    if len(event) > MAX_FIELDS:
        raise BadRecord("json.too_many_fields", f"{len(event)} fields; at most {MAX_FIELDS} are kept")
    if event and max(map(len, event)) > MAX_NAME:
        raise BadRecord("json.name_too_long", f"a field name longer than {MAX_NAME} characters")
    us, where = _time(event, schema, origin)
    settle(event)
    if us is None:
        event["@timestamp"], event["fengsui.time_from"] = ingested, "ingest"
    else:
        event["@timestamp"] = us
        if where == "@timestamp":
            event.pop(INPUT + where, None)
        elif where not in _times_of(schema)[:1]:
            event["fengsui.time_from"] = where
    event["fengsui.schema"] = schema
    event["event.dataset"] = "json"
    enrich = _ENRICH.get(schema)
    if enrich is not None:
        enrich(event)
    elif (profile := profiles().by_names.get(schema)) is not None:
        tell_json(event, profile)


def flat(document: dict[str, Any]) -> Event:
    """As `model.event.flatten`, several times as fast for what most records are: objects of plain values, no name twice.
    Raises BadRecord `json.limits`."""
    event: Event = {}
    if _flat_into(event, "", document, 0):
        return event
    try:
        return flatten(document)
    except (ValueError, RecursionError) as error:
        raise BadRecord("json.limits", str(error)) from error


def _flat_into(event: Event, prefix: str, document: dict[str, Any], depth: int) -> bool:
    """False, leaving the event half done, where the general way is needed."""
    for key, value in document.items():
        name = prefix + key if prefix else key
        kind = type(value)
        if kind is dict:
            if depth > 30 or not _flat_into(event, name + ".", value, depth + 1):
                return False
        elif kind is list:
            if name in event or not _flat_list(event, name, value):
                return False
        elif value is not None:
            if name in event:
                return False
            event[name] = value
    return True


def _flat_list(event: Event, name: str, values: list[Any]) -> bool:
    """A list of plain values, or of objects of plain values: one list for each of their names. As `_flat_into`."""
    if values and type(values[0]) is dict:
        found: dict[str, list[Any]] = {}
        for one in values:
            if type(one) is not dict:
                return False
            for key, value in one.items():
                kind = type(value)
                if kind is dict or kind is list:
                    return False
                if value is not None:
                    found.setdefault(f"{name}.{key}", []).append(value)
        if not event.keys().isdisjoint(found):
            return False
        event.update(found)
        return True
    for value in values:
        if value is None or type(value) is dict or type(value) is list:
            return False
    if values:
        event[name] = values
    return True


def _time(event: Event, schema: str, origin: Origin) -> tuple[Micros | None, str]:
    local = zone(origin.timezone)
    for name in _times_of(schema):
        value = event.get(name)
        if value is None:
            continue
        tz = UTC if name in ALWAYS_UTC else local
        if type(value) is list:
            value = value[0]
        try:
            return any_us(value, tz), name
        except (ValueError, OverflowError):
            if type(value) is str and len(value) < 64:
                try:
                    return written_us(value, tz), name
                except (ValueError, OverflowError):
                    pass
    return None, "ingest"


def _ecs(event: Event) -> None:
    claimed = event.get(INPUT + "event.dataset")
    if type(claimed) is str and DATASET.fullmatch(claimed):
        event["event.dataset"] = claimed
        del event[INPUT + "event.dataset"]


def _windows_flat(event: Event) -> None:
    apply(simple_plan("windows.flat"), event)
    windows.enrich(event)


def _winlogbeat(event: Event) -> None:
    windows.enrich_prefixed(event, event.get("winlog.channel"), event.get("winlog.event_id"), "winlog.event_data.")


def _winlogbeat6(event: Event) -> None:
    apply(simple_plan("windows.winlogbeat6"), event)
    windows.enrich_prefixed(event, event.get("log_name"), event.get("event_id"), "event_data.")


def _suricata(event: Event) -> None:
    plans, kinds, _ = _sensor("suricata.eve")
    kind = event.get("event_type")
    kind = kind if type(kind) is str and kind in kinds else "other"
    apply(plans.get(kind, plans[""]), event)
    event["event.dataset"] = f"suricata.{kind}"
    add_url(event)


def zeek(event: Event, path: str = "") -> None:
    """ECS names of a Zeek record. path: the log's name when it is known from outside the record."""
    plans, kinds, _ = _sensor("zeek")
    kind = path or event.get("_path") or _zeek_guess(event)
    kind = kind if type(kind) is str and kind in kinds else "other"
    apply(plans.get(kind, plans[""]), event)
    event["event.dataset"] = f"zeek.{kind}"
    add_url(event)


def _zeek_guess(event: Event) -> str:
    """Which log a record without `_path` is of, by names only this log has."""
    names = event.keys()
    _, _, guesses = _sensor("zeek")
    return next((k for k, every, some in guesses if every <= names and (not some or some & names)), "other")


def _nginx(event: Event) -> None:
    request = event.get("request")
    if type(request) is str:
        parts = request.split(" ")
        if len(parts) == 3 and parts[2].startswith("HTTP/"):
            event.setdefault("http.request.method", parts[0])
            event.setdefault("url.original", parts[1])
            event.setdefault("http.version", parts[2][5:])
    gateway = not event.keys().isdisjoint(_mapping()["nginx.gateway"]["known_by"])
    if gateway:
        apply(simple_plan("nginx.gateway"), event)
    apply(simple_plan("nginx.json"), event)
    event["event.dataset"] = "gateway.access" if gateway else "nginx.access"
    status = event.get("http.response.status_code")
    if type(status) is int:
        event.setdefault("event.outcome", "failure" if status >= 400 else "success")
    add_url(event)
    if gateway:
        add_access(event)


def _postgresql(event: Event) -> None:
    message = event.get("message")
    add_message(event, str(event.get("error_severity", "LOG")), message if type(message) is str else "", Origin("", ""))
    apply(simple_plan("postgresql.json"), event)
    event["event.dataset"] = "postgresql.log"
    add_access(event)


@lru_cache(maxsize=8)
def simple_plan(name: str) -> Plan:
    return plan(_mapping()[name])


_Guess = tuple[str, frozenset[str], frozenset[str]]


@lru_cache(maxsize=8)
def _sensor(name: str) -> tuple[dict[str, Plan], frozenset[str], tuple[_Guess, ...]]:
    spec = _mapping()[name]
    common = plan(spec)
    plans = {"": common} | {kind: common + plan(special) for kind, special in spec["when"].items()}
    guesses = tuple(
        (g["kind"], frozenset(g.get("all", ())), frozenset(g.get("any", ()))) for g in spec.get("guess", ())
    )
    return plans, frozenset(spec["kinds"]), guesses


_ENRICH: dict[str, Callable[[Event], None]] = {
    "ecs": _ecs,
    "windows.evtx": windows.enrich,
    "windows.flat": _windows_flat,
    "windows.winlogbeat": _winlogbeat,
    "windows.winlogbeat6": _winlogbeat6,
    "suricata.eve": _suricata,
    "zeek.json": zeek,
    "nginx.json": _nginx,
    "journald.json": journal,
    "postgresql.json": _postgresql,
}


def _described(document: dict[str, Any]) -> Schema | None:
    name = schema_of(document)
    if name == "windows.evtx":
        return None
    enrich = _ENRICH.get(name)
    if enrich is None and (profile := profiles().by_names.get(name)) is not None:
        enrich = partial(tell_json, profile=profile)
    return Schema(name, _times_of(name), enrich, _kinds_of(name))


def _kinds_of(schema: str) -> Kinds | None:
    if schema == "suricata.eve":
        plans, known, _ = _sensor("suricata.eve")
        return Kinds("event_type", lambda _: "other", known, plans, "suricata", add_url)
    if schema == "zeek.json":
        plans, known, _ = _sensor("zeek")
        return Kinds("_path", _zeek_guess, known, plans, "zeek", add_url)
    return None


shapes = Shapes(_described)
