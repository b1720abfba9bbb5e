"""Every kind of source, by name, and which of them an input is.

An explicit table: no scanning of folders, no registration at import. A new source is one line here.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from collectors.contract import RecordSource, StreamSource
from model.errors import InputError

Source = RecordSource | StreamSource

# Name → module that offers SOURCE, imported when first asked for: packets compiles, evtx loads a library.
_MODULES: dict[str, str] = {
    "pcap": "collectors.packets",
    "evtx": "collectors.logs.evtx",
    "zeek": "collectors.logs.zeek",
    "auditd": "collectors.logs.auditd",
    "nginx": "collectors.logs.nginx",
    "wef": "collectors.logs.wef",
    "w3c": "collectors.logs.w3c",
    "postgresql": "collectors.logs.postgresql",
    "journald": "collectors.logs.journald",
    "text": "collectors.logs.text",
    "syslog": "collectors.logs.syslog",
    "mqtt": "collectors.iot",
    "netflow": "collectors.flows",
    "snmptrap": "collectors.snmp",
    "http": "collectors.delivery.over_http",
    "lumberjack": "collectors.delivery.beats",
    "kafka": "collectors.delivery.kafka",
    "jsonl": "collectors.logs.jsonl",
}

# What people may call them, for messages.
_WORDS: dict[str, str] = {
    "pcap": "pcap or pcapng captures",
    "evtx": "Windows event logs (EVTX)",
    "zeek": "Zeek logs (tab-separated)",
    "auditd": "Linux audit logs",
    "nginx": "nginx access logs",
    "wef": "Windows events as XML",
    "w3c": "W3C extended logs (IIS)",
    "postgresql": "PostgreSQL CSV logs",
    "journald": "journal exports",
    "text": "text logs of known programs (CEF, LEEF, key=value, Squid, BIND …)",
    "syslog": "syslog",
    "mqtt": "messages of an MQTT broker",
    "netflow": "IPFIX files",
    "snmptrap": "SNMP traps",
    "http": "records sent over HTTP",
    "lumberjack": "events of Beats",
    "kafka": "messages of Kafka topics",
    "jsonl": "JSON lines or documents",
}


def names() -> tuple[str, ...]:
    """Every source's name, in the order in which ties are broken."""
    return tuple(_MODULES)


@cache
def source(name: str) -> Source:
    """The source of that name. Raises InputError for an unknown one."""
    if name not in _MODULES:
        raise InputError(f"no source is called {name!r}", hint=f"known: {', '.join(_MODULES)}")
    found: Source = import_module(_MODULES[name]).SOURCE
    return found


def recognise(head: bytes, path: str) -> Source:
    """The source surest that `head` (the first 64 KiB) is its kind; `path` only decides where the content does not.

    Raises InputError, saying what was seen and what is known, when none is sure at all.
    """
    best, sure = "", 0
    for name in _MODULES:
        score = source(name).recognises(head, path)
        if score > sure:
            best, sure = name, score
    if not best:
        known = "; ".join(f"{name}: {_WORDS[name]}" for name in _MODULES)
        raise InputError(f"{_seen(head)} is no known kind of input", where=path, hint=f"known are {known}")
    return source(best)


def is_record_source(found: Source) -> bool:
    """True when it cuts and normalises record by record, False when it must see its input from the start."""
    return hasattr(found, "records")


def _seen(head: bytes) -> str:
    if not head.strip():
        return "an empty input"
    if b"\0" in head[:4096]:
        return f"binary data beginning {head[:16].hex(' ')}"
    first = head.lstrip().splitlines()[0][:80].decode("utf-8", "backslashreplace")
    return f"text beginning {first!r}"
