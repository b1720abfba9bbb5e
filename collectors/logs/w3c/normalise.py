"""One line of a W3C extended log to one Event."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

from collectors.contract import RawRecord
from collectors.logs.mapping import Plan, apply, load, plan
from collectors.logs.nginx.request import add_url
from collectors.logs.profiles.times import written_us
from collectors.logs.stamps import zone
from model.errors import BadRecord
from model.event import Event, Origin, seal
from model.times import Micros

MAX_COLUMNS = 256
MAX_NAME = 64


@cache
def _document() -> tuple[dict[str, Any], Plan]:
    document = load(Path(__file__).with_name("mapping.yml"))
    return document, plan(document["all"])


def normalise(record: RawRecord, origin: Origin, ingested: Micros) -> list[Event]:
    """Raises BadRecord: `w3c.header` (no #Fields before it), `w3c.columns` (as many values as names are expected), `w3c.time`."""
    meta = record.meta
    names = str(meta.get("#Fields", "")).split()
    if not names or len(names) > MAX_COLUMNS:
        raise BadRecord("w3c.header", "a record before any #Fields line of at most 256 names")
    text = record.data.decode("utf-8", "backslashreplace").replace("\0", "\u2400")
    values = text.split("\t") if "\t" in text else text.split(" ")
    if len(values) != len(names):
        raise BadRecord("w3c.columns", f"expected {len(names)} values, found {len(values)}")
    document, every = _document()
    event: Event = {}
    for name, value in zip(names, values, strict=True):
        if value in ("-", ""):
            continue
        if name in document["plus"]:
            value = value.replace("+", " ") if "%" not in value else unquote_plus(value)
        event[_native(name, document["aliases"])] = value
    event["@timestamp"] = _time(event, meta, origin, ingested)
    apply(every, event)
    _request(event)
    software = str(meta.get("#Software", ""))
    for entry in document["datasets"]:
        marks, columns = entry.get("software", ()), entry.get("columns", ())
        if not (marks or columns) or any(m in software for m in marks) or any(c in names for c in columns):
            event["event.dataset"], event["event.module"] = entry["dataset"], entry["module"]
            break
    status = event.get("http.response.status_code")
    if type(status) is int:
        event["event.outcome"] = "failure" if status >= 400 else "success"
    if "host.name" not in event and origin.observer != Origin("", "").observer:
        event["host.name"] = origin.observer
    return [seal(event, origin, position=record.position, content=record.data, ingested=ingested, keep_original=True)]


def _native(name: str, aliases: dict[str, str]) -> str:
    """Sigma's name of a column; a column that would speak under a name of ours is renamed."""
    name = aliases.get(name, name)[:MAX_NAME]
    return (
        f"field_{name.replace('.', '_')}"
        if "." in name or name in ("message", "tags", "labels", "@timestamp")
        else name
    )


def _request(event: Event) -> None:
    """`url.original` as the client sent it: IIS writes path and query apart."""
    path = event.get("url.path")
    if path is not None and "url.original" not in event:
        query = event.get("url.query")
        event["url.original"] = f"{path}?{query}" if query else path
        extension = path.rpartition("/")[2].rpartition(".")
        if extension[1] and 0 < len(extension[2]) <= 16:
            event.setdefault("url.extension", extension[2].lower())
    add_url(event)


def _time(event: Event, meta: dict[str, str | int], origin: Origin, ingested: Micros) -> Micros:
    """Columns `date` and `time` are UTC (the draft, section Fields); IIS can be told otherwise, the source's zone counts."""
    day = event.get("date") or str(meta.get("#Date", "")).partition(" ")[0]
    clock = event.get("time")
    if not day or not clock:
        event["fengsui.time_from"] = "ingest"
        return ingested
    try:
        return written_us(f"{day} {clock}", zone(origin.timezone))
    except ValueError as error:
        raise BadRecord("w3c.time", f"expected date and time, found {day[:20]!r} {clock[:20]!r}") from error
