"""Messages of a broker as JSON lines, and what they tell.

A line has the names `mosquitto_sub -F %J` gives them: `topic`, `qos`, `retain`, `payload` (a JSON value, or a text where
the payload is none) and `tst`. Our own subscriber adds `payload_base64` for what is no text, and `device`, what the
register said of the device when the message came. Members of a payload stay below `payload.`, so that no device can name
a field of the platform.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, BinaryIO

import orjson

from collectors.contract import Quarantined, RawRecord
from model.errors import BadRecord
from model.event import Event, Origin, flatten, seal
from model.times import Micros, parse_iso

LINE_MOST = 1 << 20
FIELDS_MOST = 512
TEXT_MOST = 1024
BROKER_FACTS = "$SYS/"

# What makers call the id of a device in its own messages.
ID_NAMES = ("device_id", "deviceId", "deviceID", "devId", "dev_id", "device", "devEUI", "dev_eui", "sn", "imei", "mac")
_ID_LEVELS = frozenset({"device", "devices", "dev", "thing", "things", "sensor", "sensors"})
_JOINED = {
    "type": "fengsui.iot.device_type",
    "town": "fengsui.iot.town",
    "owner": "fengsui.iot.owner",
    "name": "fengsui.iot.device_name",
    "manufacturer": "device.manufacturer",
    "model": "device.model.name",
}
_INT64 = range(-(2**63), 2**63)


def recognises(head: bytes) -> int:
    """JSON lines whose first object has what only `mosquitto_sub` and our subscriber say together."""
    try:
        first = orjson.loads(head.split(b"\n", 1)[0])
    except orjson.JSONDecodeError:
        return 0
    wanted = isinstance(first, dict) and {"topic", "qos", "retain"} <= first.keys()
    return 96 if wanted and first.keys() & {"payload", "payload_base64", "payloadlen"} else 0


def records(stream: BinaryIO, start: int = 0) -> Iterator[RawRecord | Quarantined]:
    stream.seek(start)
    position = start
    while line := stream.readline(LINE_MOST):
        end = position + len(line)
        if len(line) == LINE_MOST and not line.endswith(b"\n"):
            while more := stream.readline(LINE_MOST):
                end += len(more)
                if more.endswith(b"\n"):
                    break
            reason = f"a line of {end - position} bytes; at most {LINE_MOST} are read"
            yield Quarantined("mqtt.too_large", reason, position, line[:TEXT_MOST], end=end)
        elif line.strip():
            yield RawRecord(line.rstrip(b"\r\n"), position, end)
        position = end


def said_id(payload: Any) -> str:
    """The id a payload gives its device, or nothing."""
    if not isinstance(payload, dict):
        return ""
    for name in ID_NAMES:
        value = payload.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()[:TEXT_MOST]
    return ""


def topic_id(topic: str) -> str:
    """The level behind one that says what follows (`devices/env-01/up`), or nothing."""
    levels = topic.split("/")
    for level, following in pairwise(levels):
        if level.lower() in _ID_LEVELS and following:
            return following[:TEXT_MOST]
    return ""


def normalise(record: RawRecord, origin: Origin, ingested: Micros) -> list[Event]:
    """Raises BadRecord when the line is no message, or its payload has more members than are kept."""
    try:
        line = orjson.loads(record.data)
    except orjson.JSONDecodeError as error:
        raise BadRecord("mqtt.syntax", f"the line is no JSON: {error}") from error
    topic = line.get("topic") if isinstance(line, dict) else None
    if not isinstance(topic, str) or not topic:
        raise BadRecord("mqtt.topic", "the line names no topic")
    payload, size = _payload(line)
    event: Event = {
        "@timestamp": _time(line, record, ingested),
        "event.dataset": "iot.mqtt",
        "event.category": ["network"],
        "event.type": ["info"],
        "event.action": "mqtt_message",
        "network.protocol": "mqtt",
        "fengsui.mqtt.type": "publish",
        "fengsui.mqtt.topic": topic[:TEXT_MOST],
        "fengsui.mqtt.payload_bytes": size,
    }
    if line.get("qos") in (0, 1, 2):
        event["fengsui.mqtt.qos"] = int(line["qos"])
    if line.get("retain") in (0, 1):
        event["fengsui.mqtt.retain"] = bool(line["retain"])
    if record.meta.get("peer"):
        event["server.address"] = record.meta["peer"]
    if topic.startswith(BROKER_FACTS):
        event["event.dataset"] = "iot.broker"
        event["event.action"] = "mqtt_broker_facts"
        event["event.type"] = ["info"]
    else:
        _device(event, line.get("device"), topic, payload)
    _members(event, payload)
    return [seal(event, origin, position=record.position, content=record.data, ingested=ingested)]


def _payload(line: dict[str, Any]) -> tuple[Any, int]:
    """The payload as a JSON value, or as a text; and its size in bytes."""
    given = line.get("payload")
    if given is None and isinstance(line.get("payload_base64"), str):
        try:
            return None, len(b64decode(line["payload_base64"], validate=True))
        except ValueError as error:
            raise BadRecord("mqtt.payload", f"payload_base64 is none: {error}") from error
    if not isinstance(given, str):
        claimed = line.get("payloadlen")
        known = isinstance(claimed, int) and not isinstance(claimed, bool) and 0 <= claimed < 1 << 28
        return given, claimed if known and isinstance(claimed, int) else len(orjson.dumps(given))
    size = len(given.encode("utf-8", "surrogatepass"))
    if given[:1] in "{[" or given[:1].isdigit() or given[:1] == "-":
        try:
            return orjson.loads(given), size
        except orjson.JSONDecodeError:
            return given, size
    return given, size


def _time(line: dict[str, Any], record: RawRecord, ingested: Micros) -> Micros:
    """When the broker gave the message: a device's own clock may be wrong, and stays in its payload."""
    received = record.meta.get("received_us")
    if isinstance(received, int) and received > 0:
        return received
    try:
        return parse_iso(str(line.get("tst", "")))
    except ValueError:
        return ingested


def _device(event: Event, registered: Any, topic: str, payload: Any) -> None:
    said = said_id(payload)
    known = registered if isinstance(registered, dict) else {}
    ident = known.get("id") or topic_id(topic) or said
    if isinstance(ident, str) and ident:
        event["device.id"] = event["fengsui.iot.device_id"] = ident
        if said and said != ident:
            event["fengsui.iot.claimed_id"] = said
    if registered is not None:
        event["fengsui.iot.registered"] = bool(known)
    for name, field in _JOINED.items():
        value = known.get(name)
        if isinstance(value, str) and value:
            event[field] = value


def _members(event: Event, payload: Any) -> None:
    try:
        found = flatten({"payload": payload})
    except ValueError as error:
        raise BadRecord("mqtt.payload", str(error)) from error
    if len(found) > FIELDS_MOST:
        raise BadRecord("mqtt.payload", f"a payload of {len(found)} members; at most {FIELDS_MOST} are kept")
    for name, value in found.items():
        if isinstance(value, str) and len(value) > LINE_MOST // 4:
            event[name] = value[: LINE_MOST // 4]
        elif isinstance(value, list):
            event[name] = [str(one) for one in value] if len({type(one) for one in value}) > 1 else value
        elif type(value) is int and value not in _INT64:
            event[name] = str(value)
        else:
            event[name] = value
