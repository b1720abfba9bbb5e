"""Clocks (时钟): two times of one record, and what was learned from many of them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import msgspec

from model.times import MINUTE, Micros, parse_iso

MAX_HOST_CHARS = 255


class Witness(StrEnum):
    """What tells the true time. record: the record's own time beside the stamp of who passed it on; arrival: when a
    record from the future came."""

    RECORD = "record"
    ARRIVAL = "arrival"


class Clock(msgspec.Struct, frozen=True, array_like=True):
    """stamp: the time that may be wrong; other: one that is taken for right, None when the record has no other. host: the
    machine whose records are stamped so."""

    host: str
    stamp: Micros
    other: Micros | None = None
    witness: Witness = Witness.RECORD


class Off(msgspec.Struct, frozen=True, array_like=True, order=True):
    """A clock that is off. behind: what its stamps lack to the true time, negative for one that is ahead. agreeing: of so
    many pairs."""

    unit: str
    source: str
    host: str
    witness: Witness
    behind: Micros
    agreeing: int
    pairs: int


def clock_of(event: Mapping[str, Any], time: Micros) -> Clock | None:
    """What a flat event says of the clocks behind its `time`; None when it came with one clock whose time nobody disputes.

    Windows records passed on as flat JSON: the exporter prints `@timestamp`, Sysmon says its own `UtcTime`. A stamp without
    a zone says nothing.
    """
    if event.get("fengsui.schema") != "windows.flat":
        return None
    host = event.get("host.name") or event.get("Computer")
    if type(host) is not str or not host:
        return None
    host = _name(host)
    if "UtcTime" not in event:
        return Clock(host, time)
    printed = event.get("fengsui.input.@timestamp")
    if type(printed) is not str or not (printed[-1:] in "Zz" or printed[-6:-5] in ("+", "-")):
        return None
    try:
        return Clock(host, parse_iso(printed), time)
    except ValueError:
        return None


def from_the_future(event: Mapping[str, Any], time: Micros) -> Clock | None:
    """The clock of an event that came, live, before it happened; None for any other."""
    arrived = event.get("event.ingested")
    if type(arrived) is not int or time - arrived < MINUTE:
        return None
    host = event.get("host.name") or event.get("Computer") or event.get("observer.name") or ""
    return Clock(_name(host if type(host) is str else ""), time, arrived, Witness.ARRIVAL)


def _name(host: str) -> str:
    return host[:MAX_HOST_CHARS].replace("\x00", "").rstrip(".").casefold()
