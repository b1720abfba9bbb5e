"""Audit lines of one run to Events: fields of all lines of an event united, encoded values decoded, ECS added."""

from __future__ import annotations

import re
import socket
from functools import cache
from pathlib import Path
from typing import Any

from collectors.contract import RawRecord
from collectors.logs.auditd.reader import line_key
from collectors.logs.mapping import Plan, address, apply, load, plan
from model.errors import BadRecord
from model.event import Event, Origin, seal
from model.times import SECOND, Micros

MAX_FIELDS = 1024
MAX_VALUES = 512  # of one field over all lines; EXECVE may carry thousands of arguments
_FIELD = re.compile(r"""([A-Za-z][\w\[\]-]{0,63})=("[^"]*"|'[^']*'|\{[^}]*\}|\S*)""")
_OURS = frozenset({"type", "node", "message", "tags", "labels"})  # a message may not speak under these names
_ARGUMENT = re.compile(r"a(\d{1,5})(?:\[\d{1,5}\])?")
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})+")


@cache
def _document() -> dict[str, Any]:
    return load(Path(__file__).with_name("mapping.yml"))


@cache
def _tables() -> tuple[frozenset[str], frozenset[str], Plan, dict[str, Plan], tuple[tuple[frozenset[str], Plan], ...]]:
    document = _document()
    by_call = {name: plan(entry) for entry in document["syscall_events"] for name in entry["names"]}
    by_type = tuple((frozenset(entry["types"]), plan(entry)) for entry in document["type_events"])
    return frozenset(document["hex_text"]), frozenset(document["unset"]), plan(document["all"]), by_call, by_type


def normalise(record: RawRecord, origin: Origin, ingested: Micros) -> list[Event]:
    """Raises BadRecord: `auditd.line`, `auditd.time`, `auditd.too_many_fields`."""
    groups: dict[bytes, list[bytes]] = {}
    for line in record.data.split(b"\n"):
        key = line_key(line)
        if key is not None:
            groups.setdefault(key[1], []).append(line)
    if not groups:
        raise BadRecord("auditd.line", "no line with `type=… msg=audit(time:serial)`")
    events = []
    for part, (stamp, lines) in enumerate(groups.items()):
        event = _event(stamp, lines)
        if "host.name" not in event and origin.observer != Origin("", "").observer:
            event["host.name"] = origin.observer  # a host's own log names it only when told to (name_format)
        content = b"\n".join(lines)
        events.append(
            seal(
                event,
                origin,
                position=record.position,
                content=content,
                ingested=ingested,
                part=part,
                keep_original=True,
            )
        )
    return events


def _event(stamp: bytes, lines: list[bytes]) -> Event:
    clock, _, serial = stamp.rpartition(b":")
    event: Event = {"@timestamp": _time(clock), "type": []}
    if serial.isdigit() and len(serial) < 19:
        event["event.sequence"] = int(serial)
    arguments: dict[int, str] = {}
    paths: list[dict[str, str]] = []
    for raw in lines:
        line = raw.decode("utf-8", "backslashreplace").replace("\0", "\u2400")
        kind = line.partition("type=")[2].partition(" ")[0]
        event["type"].append(kind)
        fields = _fields(line, kind)
        if kind == "EXECVE":
            _arguments(fields, arguments)
        elif kind == "PATH":
            paths.append(fields)
        for name, value in fields.items():
            if name not in event:
                event[name] = value
            elif event[name] != value:
                _unite(event, name, value)
        if len(event) > MAX_FIELDS:
            raise BadRecord("auditd.too_many_fields", f"more than {MAX_FIELDS} fields in one event")
    _ecs(event, arguments, paths)
    return event


def _time(clock: bytes) -> Micros:
    seconds, _, fraction = clock.partition(b".")
    if not seconds.isdigit() or len(seconds) > 12 or not (fraction or b"0").isdigit():
        raise BadRecord("auditd.time", f"expected seconds.milliseconds, found {clock[:40]!r}")
    return int(seconds) * SECOND + int(fraction[:6].ljust(6, b"0"))


def _fields(line: str, kind: str) -> dict[str, str]:
    """Names and decoded values of a line. `node=` stands before the type, user messages within `msg='…'`, enriched
    values after a group separator."""
    found: dict[str, str] = {}
    before, _, rest = line.partition("msg=audit(")
    if before.startswith("node="):
        found["node"] = before[5:].partition(" ")[0]
    body, _, enriched = rest.partition(":")[2].partition("):")[2].partition("\x1d")
    opened = body.find("msg='")
    inner = ""
    if opened >= 0:
        closed = body.rfind("'")
        inner = body[opened + 5 : closed] if closed > opened + 4 else body[opened + 5 :]
        enriched = f"{body[closed + 1 :]} {enriched}" if closed > opened + 4 else enriched
        body = body[:opened]
    hexed = _tables()[0]
    for text in (body, inner, enriched):
        if not text:
            continue
        for name, value in _FIELD.findall(text):
            if name in _OURS:
                name = f"audit_{name}"
            if name in found:
                continue
            if value[:1] == '"' and value[-1] == '"' and len(value) > 1:
                value = value[1:-1]
            elif name in hexed or value[:1] == "'" or kind == "EXECVE":
                value = _decoded(name, value, kind, hexed)
            found[name] = value
    return found


def _decoded(name: str, value: str, kind: str, hexed: frozenset[str]) -> str:
    if value[:1] in ('"', "'") and value[-1:] == value[:1] and len(value) > 1:
        return value[1:-1]
    wanted = name in hexed or (kind == "EXECVE" and _ARGUMENT.fullmatch(name) is not None)
    if wanted and len(value) > 1 and _HEX.fullmatch(value):
        text = bytes.fromhex(value).rstrip(b"\0")
        if name == "proctitle" or name == "data":
            text = text.replace(b"\0", b" ")
        return text.decode("utf-8", "backslashreplace").replace("\0", "\u2400")
    return value


def _unite(event: Event, name: str, value: str) -> None:
    """Equal values are one; different ones, from different lines, become a list in line order."""
    had = event[name]
    if type(had) is not list:
        event[name] = [had, value]
    elif value not in had and len(had) < MAX_VALUES:
        had.append(value)


def _arguments(fields: dict[str, str], arguments: dict[int, str]) -> None:
    """`a0=…`; a long argument comes in pieces `a1[0]=…`, which belong together."""
    for name, value in fields.items():
        found = _ARGUMENT.fullmatch(name)
        if found is not None and len(arguments) < MAX_VALUES:
            index = int(found[1])
            arguments[index] = arguments.get(index, "") + value


def _first(event: Event, name: str) -> str:
    value = event.get(name, "")
    if type(value) is list:
        value = value[0]
    return value if value not in _tables()[1] else ""


def _ecs(event: Event, arguments: dict[int, str], paths: list[dict[str, str]]) -> None:
    _, unset, common, by_call, by_type = _tables()
    native = {name: _first(event, name) or None for name, *_ in common.moves}
    if native.get("exe") and native.get("comm"):
        event["process.name"] = native["comm"]
    apply(common, event, {name: value for name, value in native.items() if value is not None})
    call = _syscall(event)
    if call in by_call:
        apply(by_call[call], event)
    kinds = set(event["type"])
    for types, chosen in by_type:
        if types & kinds:
            apply(chosen, event)
            break
    if "event.action" not in event:
        event["event.action"] = (call or event["type"][0]).lower()
    _outcome(event)
    _users(event, unset)
    _process(event, arguments)
    _file(event, paths)
    _network(event, call)
    for name in ("key", "tty", "terminal", "ses"):
        said = event.get(name)
        if said is None:
            continue
        kept = [value for value in (said if isinstance(said, list) else [said]) if value not in unset]
        if len(kept) > 1:
            event[name] = kept
        elif kept:
            event[name] = kept[0]
        else:
            del event[name]


def _syscall(event: Event) -> str:
    """The call's name: from the enriched record, or by the architecture's table, then also under `SYSCALL`."""
    if "SYSCALL" in event:
        return _first(event, "SYSCALL")
    document = _document()
    number = _first(event, "syscall")
    table = document["syscalls"].get(document["arches"].get(_first(event, "arch"), ""), {})
    name = table.get(int(number)) if number.isascii() and number.isdigit() and len(number) < 5 else None
    if name:
        event["SYSCALL"] = name
    return str(name or "")


def _outcome(event: Event) -> None:
    said = _first(event, "success") or _first(event, "res") or _first(event, "result")
    if said in ("yes", "success", "1"):
        event["event.outcome"] = "success"
    elif said in ("no", "failed", "failure", "0"):
        event["event.outcome"] = "failure"


def _users(event: Event, unset: frozenset[str]) -> None:
    acted = _first(event, "UID")
    if acted and acted != "unknown" and "user.name" not in event:
        event["user.name"] = acted
    effective = _first(event, "EUID")
    if effective and effective != "unknown":
        event["user.effective.name"] = effective
    account = event.get("user.name")
    if account in unset:
        del event["user.name"]
    kinds = event["type"]
    if "iam" in event.get("event.category", ()) and "user.name" in event and "acct" in event:
        event["user.target.name"] = event["acct"] if type(event["acct"]) is str else event["acct"][0]
        by = acted or _first(event, "AUID")
        if by and by != "unknown":
            event["user.name"] = by
        else:
            del event["user.name"]
    if "USER_CMD" in kinds and "cmd" in event:
        event["process.command_line"] = _first(event, "cmd")


def _process(event: Event, arguments: dict[int, str]) -> None:
    if arguments:
        listed = [arguments[i] for i in sorted(arguments)]
        event["process.args"], event["process.args_count"] = listed, len(listed)
        event["process.command_line"] = " ".join(listed)
    title = _first(event, "proctitle")
    if title:
        event["process.title"] = title
        if event.get("event.action") == "executed":
            event.setdefault("process.command_line", title)
    unit = _first(event, "unit")
    if unit and event["event.action"] in ("started_service", "stopped_service"):
        event["service.name"] = unit


def _file(event: Event, paths: list[dict[str, str]]) -> None:
    """The object itself, not its folder: the last PATH that is no PARENT; of an execution the program, which is first."""
    objects = [p for p in paths if p.get("nametype") != "PARENT" and p.get("name") not in (None, "(null)")]
    if not objects:
        return
    chosen = objects[0] if event.get("event.action") == "executed" else objects[-1]
    name = chosen["name"]
    if not name.startswith("/"):
        base = _first(event, "cwd")
        if base:
            name = f"{base.rstrip('/')}/{name.removeprefix('./')}"
    event["file.path"] = name
    event["file.name"] = name.rpartition("/")[2] or name
    for native, target in (("mode", "file.mode"), ("inode", "file.inode"), ("ouid", "file.uid"), ("ogid", "file.gid")):
        if native in chosen:
            event[target] = chosen[native]


def _network(event: Event, call: str) -> None:
    ip = address(_first(event, "addr"))
    if ip is not None:
        event["source.ip"] = ip
    host = _first(event, "hostname")
    if host and address(host) is None:
        event["source.domain"] = host
    ip, port = _sockaddr(_first(event, "saddr"))
    if ip:
        side = "source" if call in ("accept", "accept4") else "destination"
        event[f"{side}.ip"], event[f"{side}.port"] = ip, port


def _sockaddr(text: str) -> tuple[str, int]:
    """A hexadecimal struct sockaddr of a little-endian machine; ("", 0) for other families and for nonsense."""
    if len(text) < 16 or len(text) > 512 or not _HEX.fullmatch(text):
        return "", 0
    raw = bytes.fromhex(text)
    family = int.from_bytes(raw[:2], "little")
    port = int.from_bytes(raw[2:4], "big")
    if family == socket.AF_INET and len(raw) >= 8:
        return socket.inet_ntop(socket.AF_INET, raw[4:8]), port
    if family == socket.AF_INET6 and len(raw) >= 24:
        return address(socket.inet_ntop(socket.AF_INET6, raw[8:24])) or "", port
    return "", 0
