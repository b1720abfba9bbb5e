"""One rendered EVTX record to one Event with native top-level names and ECS beside them."""

from __future__ import annotations

import orjson

from collectors.contract import RawRecord
from collectors.logs import windows
from collectors.logs.keys import MAX_FIELDS, fit_integers, settle
from collectors.logs.stamps import iso_us
from model.errors import BadRecord
from model.event import Event, Origin, seal
from model.times import Micros


def normalise(record: RawRecord, origin: Origin, ingested: Micros) -> list[Event]:
    """Raises BadRecord: `json.syntax`, `json.limits`, `json.too_many_fields`, `windows.shape`."""
    try:
        document = orjson.loads(record.data)
    except orjson.JSONDecodeError as error:
        raise BadRecord("json.syntax", f"not JSON: {error}") from error
    if type(document) is not dict:
        raise BadRecord("windows.shape", "expected a JSON object")
    try:
        event = windows.lift(document)
    except (ValueError, RecursionError) as error:
        raise BadRecord("json.limits", str(error)) from error
    if len(event) > MAX_FIELDS:
        raise BadRecord("json.too_many_fields", f"{len(event)} fields; at most {MAX_FIELDS} are kept")
    if "." in "".join(event) or "tags" in event or "labels" in event:
        settle(event)  # a data field may be called like one of ours
    else:
        fit_integers(event)
    stamp = event.get("TimeCreated")
    try:
        event["@timestamp"] = iso_us(stamp) if type(stamp) is str else ingested
    except ValueError:
        event["@timestamp"] = ingested
        stamp = None
    if type(stamp) is not str:
        event["fengsui.time_from"] = "ingest"
    windows.enrich(event)
    return [seal(event, origin, position=record.position, content=record.data, ingested=ingested)]
