"""One access log line to one Event. Cut with splits: a line has brackets, quotes and blanks where nginx put them."""

from __future__ import annotations

import re
from datetime import timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

from collectors.contract import RawRecord
from collectors.logs.mapping import Plan, address, apply, load, plan
from collectors.logs.nginx.request import add_url
from collectors.logs.stamps import MONTHS, iso_us, zone
from model.errors import BadRecord
from model.event import Event, Origin, seal
from model.times import Micros

_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"|([^\s"]+)')  # Apache writes \" inside quotes; nginx writes \x22
_ESCAPES = re.compile(r"(?:\\x[0-9A-Fa-f]{2})+")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_METHOD = re.compile(r"[A-Za-z_-]{1,32}")
_OURS = frozenset({"message", "tags", "labels"})  # ECS names without a dot
_MAX_EXTRAS = 32


@cache
def _document() -> dict[str, Any]:
    return load(Path(__file__).with_name("mapping.yml"))


@cache
def _plan() -> Plan:
    return plan(_document()["all"])


def normalise(record: RawRecord, origin: Origin, ingested: Micros) -> list[Event]:
    """Raises BadRecord: `nginx.format`, `nginx.time`, `nginx.status`."""
    event = parse(record.data, origin.timezone)
    if origin.observer != Origin("", "").observer:
        event.setdefault("host.name", origin.observer)  # the log is the host's own and does not name it
    return [seal(event, origin, position=record.position, content=record.data, ingested=ingested, keep_original=True)]


def parse(data: bytes, timezone_name: str = "UTC") -> Event:
    text = data.decode("utf-8", "backslashreplace").replace("\0", "\u2400")
    before, opened, rest = text.partition(" [")
    stamp, closed, rest = rest.partition("] ")
    if not opened or not closed or len(before) > 4096:
        raise BadRecord("nginx.format", 'expected `address - user [time] "request" status bytes`')
    event: Event = {"@timestamp": _time(stamp, timezone_name)}
    variables: dict[str, Any] = {}
    _client(event, variables, before)
    quoted, bare = _split(rest)
    if not quoted or len(bare) < 2:
        raise BadRecord("nginx.format", "expected a quoted request, a status and a size after the time")
    _request(event, quoted[0])
    if not (len(bare[0]) == 3 and bare[0].isascii() and bare[0].isdigit()):
        raise BadRecord("nginx.status", f"expected a status of three digits, found {bare[0][:20]!r}")
    variables["status"] = status = int(bare[0])
    if bare[1].isascii() and bare[1].isdigit() and len(bare[1]) < 19:
        variables["body_bytes_sent"] = int(bare[1])
    elif bare[1] != "-":
        raise BadRecord("nginx.format", f"expected a size after the status, found {bare[1][:20]!r}")
    for name, value in zip(("http_referer", "http_user_agent"), quoted[1:3], strict=False):
        if value not in ("", "-"):
            variables[name] = _unescape(value)
    extras = _extras(quoted[3:], bare[2:])
    apply(_plan(), event, extras | variables)
    for name, value in extras.items():
        event.setdefault(name, value)
    event["event.outcome"] = "failure" if status >= 400 else "success"
    add_url(event)
    return event


_stamps: dict[tuple[str, str], Micros] = {}


def _time(stamp: str, timezone_name: str) -> Micros:
    """`22/Nov/2026:08:00:00 +0800` or ISO 8601; cached, since many requests share a second."""
    found = _stamps.get((stamp, timezone_name))
    if found is not None:
        return found
    try:
        if stamp[2:3] == "/" and stamp[11:12] == ":":
            month = MONTHS[stamp[3:6]]
            tz = zone(timezone_name)
            if stamp[20:21] == " ":
                sign, hours, minutes = stamp[21:22], int(stamp[22:24]), int(stamp[24:26])
                if sign not in ("+", "-") or len(stamp) != 26:
                    raise ValueError("not a time zone")
                offset = timedelta(hours=hours, minutes=minutes)
                tz = timezone(-offset if sign == "-" else offset)
            us = iso_us(f"{stamp[7:11]}-{month:02d}-{stamp[0:2]}T{stamp[12:20]}", tz)
        else:
            us = iso_us(stamp, zone(timezone_name))
    except (ValueError, KeyError) as error:
        raise BadRecord("nginx.time", f"expected `22/Nov/2026:08:00:00 +0800`, found {stamp[:40]!r}") from error
    if len(_stamps) > 4096:
        _stamps.clear()
    _stamps[stamp, timezone_name] = us
    return us


def _client(event: Event, variables: dict[str, Any], before: str) -> None:
    """`address - user`, or `vhost address - user`; a user name may hold blanks."""
    words = before.split(" ")
    ip = address(words[0])
    if ip is None and len(words) > 3 and address(words[1]) is not None:
        variables["host"] = words[0].partition(":")[0]
        words = words[1:]
        ip = address(words[0])
    if len(words) < 3:
        raise BadRecord("nginx.format", "expected `address - user` before the time")
    event["source.address"] = words[0]
    if ip is not None:
        event["source.ip"] = ip
    user = " ".join(words[2:])
    if user not in ("", "-"):
        variables["remote_user"] = _unescape(user)


def _split(rest: str) -> tuple[list[str], list[str]]:
    """The quoted and the bare words."""
    if '\\"' not in rest:
        parts = rest.split('"')
        return parts[1::2], " ".join(parts[0::2]).split()
    quoted, bare = [], []
    for match in _QUOTED.finditer(rest):
        if match[2] is None:
            quoted.append(match[1].replace('\\"', '"'))
        else:
            bare.append(match[2])
    return quoted, bare


def _request(event: Event, raw: str) -> None:
    """What is no HTTP request (a TLS hello on the plain port, a scanner's bytes) is kept under `request`."""
    request = _unescape(raw)
    method, _, rest = request.partition(" ")
    target, _, version = rest.rpartition(" ")
    if _METHOD.fullmatch(method) and target and version.startswith("HTTP/"):
        event["http.request.method"], event["url.original"], event["http.version"] = method, target, version[5:]
    elif request not in ("", "-"):
        event["request"], event["event.action"] = request, "invalid_request"


def _extras(quoted: list[str], bare: list[str]) -> dict[str, str]:
    """What stands after the user agent, under nginx's variable names where they can be known."""
    document = _document()
    found: dict[str, str] = {}
    names = iter(document["bare"])
    for index, value in enumerate(quoted[:_MAX_EXTRAS]):
        if value not in ("", "-"):
            name = "http_x_forwarded_for" if index == 0 and address(value.split(",")[0].strip()) else f"extra_{index}"
            found.setdefault(name, _unescape(value))
    for word in bare[:_MAX_EXTRAS]:
        key, equals, value = word.partition("=")
        if equals:
            if _NAME.fullmatch(key) and value not in ("", "-"):
                key = f"extra_{key}" if key in _OURS else document["abbreviations"].get(key, key)
                found.setdefault(key, value)
        elif word == "-" or word.replace(".", "", 1).isdigit():
            name = next(names, "")
            if name and word != "-":
                found.setdefault(name, word)
    return found


def _unescape(value: str) -> str:
    r"""nginx's `\xHH` to the bytes they stand for, read as UTF-8 where they are; what is not text stays escaped."""
    if "\\x" not in value:
        return value
    return _ESCAPES.sub(_decoded, value)


def _decoded(match: re.Match[str]) -> str:
    raw = bytes.fromhex(match[0].replace("\\x", ""))
    return "".join(c if c.isprintable() else f"\\x{ord(c):02X}" for c in raw.decode("utf-8", "backslashreplace"))
