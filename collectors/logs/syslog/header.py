"""The header of a syslog message: RFC 5424, RFC 3164 and what devices make of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, timedelta, timezone, tzinfo

from collectors.logs.stamps import MONTHS, epoch_us, iso_us, yearless_us
from model.errors import BadRecord
from model.times import DAY, Micros

# Cisco and others put a sequence number, a star (clock not set) or a dot before the stamp.
_PREFIX = re.compile(r"(?:\d{1,10}: )?(?:[^ :]{1,64}: )?[*.]?(?=[A-Z][a-z]{2} {1,2}\d)")
_STAMP = re.compile(
    r"([A-Z][a-z]{2}) {1,2}(\d{1,2}) (?:(\d{4}) )?(\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?"
    r"(?: (\d{4})(?= ))?(?: ?([A-Z]{3,4}|Z|[+-]\d\d:?\d\d)(?=[ :]))?:? "
)
_ELEMENT = re.compile(r'\[([^ =\]"]{1,64})((?: {1,4}[^ =\]"]{1,64}="(?:[^"\\]|\\.)*")*) ?\]', re.DOTALL)
_PARAMETER = re.compile(r' ([^ =\]"]{1,64})="((?:[^"\\]|\\.)*)"', re.DOTALL)
_ESCAPE = re.compile(r'\\(["\\\]])')
_TAG_CHARS = 128
_NO_TAG = re.compile(r'[\s"{}<>|=,;]|[^\x00-\x7f]')
_UTC_NAMES = ("UTC", "GMT", "Z")


@dataclass(slots=True)
class Header:
    """What stands before the message. time is None when there is none, or it cannot be read."""

    variant: str = ""
    priority: int = -1
    time: Micros | None = None
    yearless: bool = False
    host: str = ""
    app: str = ""
    procid: str = ""
    msgid: str = ""
    elements: dict[str, dict[str, str | list[str]]] = field(default_factory=dict)
    message: str = ""


def parse(text: str, tz: tzinfo, reference: Micros) -> Header:
    """Raises BadRecord: `syslog.priority`, `syslog.empty`, `syslog.rfc5424`, `syslog.format`.

    tz: for stamps without a zone; reference: when the message was received or its file written, for those without year.
    """
    head = Header()
    rest = text
    if text[:1] == "<":
        end = text.find(">", 1, 6)
        digits = text[1:end]
        if end < 0 or not digits.isascii() or not digits.isdigit() or int(digits) > 191:
            raise BadRecord("syslog.priority", f"expected <0> to <191>, found {text[:8]!r}")
        head.priority = int(digits)
        rest = text[end + 1 :].lstrip(" ") if text[end + 1 : end + 2] == " " else text[end + 1 :]
        if not rest.strip():
            raise BadRecord("syslog.empty", "a priority and nothing after it")
        if rest[:2] == "1 ":
            _rfc5424(head, rest, tz)
            return head
    if _dated(head, rest, tz, reference):
        return head
    if head.priority < 0:
        raise BadRecord("syslog.format", "neither a priority nor a time at the beginning")
    head.variant = "priority_only"
    _tag(head, rest)
    return head


def _rfc5424(head: Header, rest: str, tz: tzinfo) -> None:
    parts = rest.split(" ", 6)
    if len(parts) < 6:
        raise BadRecord("syslog.rfc5424", f"expected six header fields after the priority, found {len(parts)}")
    head.variant = "rfc5424"
    _, stamp, host, app, procid, msgid = parts[:6]
    if stamp != "-":
        try:
            head.time = iso_us(stamp, tz)
        except ValueError as error:
            raise BadRecord("syslog.rfc5424", str(error)) from error
    head.host, head.app, head.procid, head.msgid = ("" if p == "-" else p for p in (host, app, procid, msgid))
    tail = parts[6] if len(parts) > 6 else "-"
    if tail[:1] == "[":
        at = 0
        while found := _ELEMENT.match(tail, at):
            _element(head, found[1], found[2])
            at = found.end()
        tail = tail[at:]
        if at == 0 or tail[:1] not in ("", " "):
            head.variant = "rfc5424_damaged"  # the text is kept as the message
        tail = tail[1:] if tail[:1] == " " else tail
    elif tail[:1] == "-" and tail[1:2] in ("", " "):
        tail = tail[2:]
    head.message = tail.removeprefix("\ufeff").removeprefix(" ")  # rsyslog keeps the blank that RFC 3164 puts before it


def _element(head: Header, name: str, text: str) -> None:
    values = head.elements.setdefault(name, {})
    for key, raw in _PARAMETER.findall(text):
        value = _ESCAPE.sub(r"\1", raw) if "\\" in raw else raw
        had = values.get(key)
        if had is None:
            values[key] = value
        else:
            values[key] = [*had, value] if isinstance(had, list) else [had, value]


def _dated(head: Header, rest: str, tz: tzinfo, reference: Micros) -> bool:
    """RFC 3164 and what is like it; False when no time is at the beginning."""
    if rest[:3] in MONTHS and rest[15:16] == " " and rest[3:4] == " " and rest[9:10] == rest[12:13] == ":":
        month, day, clock = MONTHS[rest[:3]], rest[4:6], rest[7:15]
        if not (rest[16:20].isdigit() and rest[20:21] == " "):  # else a year follows the clock
            found = _classic(month, day, clock, tz, reference)
            if found is not None:
                head.variant, head.time, head.yearless = "rfc3164", found, True
                _host_and_tag(head, rest[16:])
                return True
    if rest[:1].isdigit() and _iso(head, rest, tz):
        return True
    return _vendor(head, rest, tz, reference)


_cache: dict[tuple[int, str, str, tzinfo, int], Micros] = {}


def _classic(month: int, day: str, clock: str, tz: tzinfo, reference: Micros) -> Micros | None:
    """Cached, since logs hold many records of one second; the reference counts by the day."""
    key = (month, day, clock, tz, reference // DAY)
    found = _cache.get(key)
    if found is None:
        try:
            hour, minute, second = int(clock[:2]), int(clock[3:5]), int(clock[6:8])
            found = yearless_us(month, int(day), hour, minute, second, 0, tz, reference // DAY * DAY + DAY - 1)
        except ValueError:
            return None
        if len(_cache) > 4096:
            _cache.clear()
        _cache[key] = found
    return found


def _iso(head: Header, rest: str, tz: tzinfo) -> bool:
    if rest[4:5] == "-" and rest[7:8] == "-":
        cut = rest.find(" ", 11 if rest[10:11] == " " else 0)
        stamp, tail = (rest, "") if cut < 0 else (rest[:cut], rest[cut + 1 :])
        plain = stamp.endswith(":")  # mosquitto: `2026-11-22T08:00:00: New connection …`
        try:
            head.time = iso_us(stamp[:-1] if plain else stamp, tz)
        except ValueError:
            return False
        head.variant = "mosquitto" if plain else "iso"
        if plain:
            head.app, head.message = "mosquitto", tail
        else:
            _host_and_tag(head, tail)
        return True
    digits, colon, tail = rest.partition(": ")
    if colon and len(digits) == 10 and digits.isascii() and digits.isdigit():
        head.variant, head.app, head.time, head.message = "mosquitto", "mosquitto", epoch_us(int(digits)), tail
        return True
    return False


def _vendor(head: Header, rest: str, tz: tzinfo, reference: Micros) -> bool:
    """Stamps with a year, a fraction or a zone, and Cisco's sequence numbers before them."""
    skipped = _PREFIX.match(rest)
    at = skipped.end() if skipped else 0
    found = _STAMP.match(rest, at)
    if found is None or found[1] not in MONTHS:
        return False
    month, day, year, hour, minute, second, fraction, late_year, name = found.groups()
    if name is not None:
        if name in _UTC_NAMES:
            tz = UTC
        elif name[0] in "+-":
            minutes = int(name[1:3]) * 60 + int(name[-2:])
            tz = timezone(timedelta(minutes=-minutes if name[0] == "-" else minutes)) if minutes < 1440 else tz
    micro = int((fraction or "0")[:6].ljust(6, "0"))
    year = year or late_year
    try:
        if year is None:
            head.time = yearless_us(
                MONTHS[month],
                int(day),
                int(hour),
                int(minute),
                int(second),
                micro,
                tz,
                reference // DAY * DAY + DAY - 1,
            )
            head.yearless = True
        else:
            head.time = iso_us(f"{year}-{MONTHS[month]:02d}-{int(day):02d}T{hour}:{minute}:{second}.{micro:06d}", tz)
    except ValueError:
        return False
    head.variant = "rfc3164_vendor"
    before = rest[:at].rstrip(" *.").rstrip(":").rpartition(": ")[2]
    if before and not before.isdigit():
        head.host = before
    tail = rest[found.end() :]
    if tail.startswith("%") or head.host:
        _tag(head, tail)
    else:
        _host_and_tag(head, tail)
    return True


def _host_and_tag(head: Header, rest: str) -> None:
    """`host tag[pid]: text`; a first word that is itself a tag (ends in a colon, carries a pid) means no host."""
    first, space, tail = rest.partition(" ")
    if not space or first.endswith((":", "]")) or "[" in first or "=" in first or first[:1] in ("{", "<", "%"):
        _tag(head, rest)
        return
    head.host = first
    _tag(head, tail)


def _tag(head: Header, rest: str) -> None:
    rest = rest.removeprefix(": ")  # Cisco ASA puts one between its stamp or name and the message
    cut = rest.find(": ", 0, _TAG_CHARS)
    if cut < 0 or " " in rest[:cut]:
        cut = rest.find(":", 0, _TAG_CHARS)
    tag = rest[:cut] if cut > 0 else ""
    if not tag or _NO_TAG.search(tag):
        head.message = rest
        return
    name, bracket, pid = tag.partition("[")
    if bracket and pid.endswith("]") and name:
        head.app, head.procid = name, pid[:-1]
    else:
        head.app = tag
    text = rest[cut + 1 :]
    head.message = text[1:] if text[:1] == " " else text
