"""One line of a known program's log to one Event."""

from __future__ import annotations

from collectors.contract import RawRecord
from collectors.logs.charsets import decode
from collectors.logs.profiles import recognise, tell
from collectors.logs.stamps import zone
from model.errors import BadRecord
from model.event import Event, Origin, seal
from model.times import Micros


def decode_line(data: bytes) -> tuple[str, str]:
    """Text and its character set when it is not UTF-8."""
    text, charset = decode(data)
    text = text.removeprefix("\ufeff").rstrip("\r\n ")
    return (text.replace("\0", "\u2400") if "\0" in text else text), charset


def normalise(record: RawRecord, origin: Origin, ingested: Micros) -> list[Event]:
    """Raises BadRecord `text.unknown` for a line no profile can read."""
    text, charset = decode_line(record.data)
    told = recognise("", text)
    if told is None:
        raise BadRecord("text.unknown", f"no profile knows a line like {text[:80]!r}")
    event: Event = {"message": text}
    if charset:
        event["fengsui.charset"] = charset
    time = tell(event, told, zone(origin.timezone))
    if time is None:
        event["@timestamp"], event["fengsui.time_from"] = ingested, "ingest"
    else:
        event["@timestamp"] = time[0]
    event["fengsui.variant"] = told.profile.name
    if "host.name" not in event and origin.observer != Origin("", "").observer:
        event["host.name"] = origin.observer
    return [seal(event, origin, position=record.position, content=record.data, ingested=ingested, keep_original=True)]
