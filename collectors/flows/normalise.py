"""A parcel to Events: columns side by side, so that a record costs no more than its own dict."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable
from functools import lru_cache
from hashlib import blake2b
from itertools import repeat
from typing import Any

import numpy as np

from collectors.contract import RawRecord
from collectors.flows.columns import END_REASONS, INT64_MOST, Array, Columns, began_and_ended, columns
from collectors.flows.community import community_ids
from collectors.flows.parcels import Parcel
from collectors.packets.community import ICMP, ICMP6, SCTP, TCP, UDP
from collectors.packets.conversation import TRANSPORTS
from model.event import Event, Origin, digest, to_iso_or_text
from model.times import EARLIEST, LATEST, Micros

VARIANTS = {5: "netflow5", 9: "netflow9", 10: "ipfix"}
_PORTS = ("source.port", "destination.port")
_DIRECTIONS = {0: "ingress", 1: "egress"}
_ADDRESSES = 200_000


class _Table:
    """What to put beside each other, and what to take out of which rows again."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.names: list[str] = []
        self.values: list[Iterable[Any]] = []
        self._same: Event = {}
        self._without: list[tuple[str, list[int]]] = []

    def add(self, name: str, values: Iterable[Any], where: Array | None = None) -> None:
        """where: rows that have it; all when None."""
        if where is not None:
            missing = np.flatnonzero(~where).tolist()
            if len(missing) == self.count:
                return
            if missing:
                self._without.append((name, missing))
        self.names.append(name)
        self.values.append(values)

    def constant(self, name: str, value: Any) -> None:
        self._same[name] = value

    def events(self) -> list[Event]:
        names = self.names
        # A dict that has all its keys already is copied in one piece and need not grow.
        whole = {**self._same, **dict.fromkeys(names)}
        out = []
        for row in zip(*self.values, strict=True):
            event = whole.copy()
            event.update(zip(names, row, strict=True))
            out.append(event)
        for name, missing in self._without:
            for number in missing:
                del out[number][name]
        return out


def normalise(record: RawRecord, parcel: Parcel, origin: Origin, ingested: Micros) -> list[Event]:
    """Sealed flow Events. Raises BadRecord when the parcel's parts do not fit together."""
    found = columns(parcel)
    table = _Table(found.count)
    faults = _times(table, found, ingested)
    _volume(table, found)
    protocol = found.numbers.get("network.iana_number", np.zeros(found.count, np.uint64)).astype(np.uint8)
    _transport(table, protocol, known="network.iana_number" in found.numbers)
    _conversation(table, found, protocol)
    _rest(table, found, protocol)
    _sampling(table, found, parcel)
    _seal(table, record, origin, ingested)
    table.constant("fengsui.variant", VARIANTS.get(parcel.version, "ipfix"))
    peer = record.meta.get("peer")
    if peer:
        table.add("observer.ip", ([peer] for _ in range(found.count)))
    events = table.events()
    for number, said in faults:
        events[number]["fengsui.clock_fault"] = said
    return events


def _times(table: _Table, found: Columns, ingested: Micros) -> list[tuple[int, str]]:
    start, end = began_and_ended(found)
    faulty = np.flatnonzero((start < EARLIEST) | (start >= LATEST)).tolist()
    faults = [(number, to_iso_or_text(int(start[number]))) for number in faulty]
    stamp = start.copy()
    stamp[faulty] = ingested
    table.add("@timestamp", stamp.tolist())
    table.add("event.start", start.tolist())
    table.add("event.end", end.tolist())
    table.add("event.duration", (np.maximum(end - start, 0) * 1000).tolist())
    return faults


def _volume(table: _Table, found: Columns) -> None:
    for what in ("bytes", "packets"):
        sides = [found.numbers.pop(f"{side}.{what}", None) for side in ("source", "destination")]
        total: Array | None = None
        for side, values in zip(("source", "destination"), sides, strict=True):
            if values is not None:
                values = np.minimum(values, np.uint64(INT64_MOST // 2)).astype(np.int64)
                table.add(f"{side}.{what}", values.tolist())
                total = values if total is None else total + values
        if total is not None:
            table.add(f"network.{what}", total.tolist())


def _transport(table: _Table, protocol: Array, *, known: bool) -> None:
    if not known:
        return
    numbers = protocol.tolist()
    table.add("network.iana_number", [_TEXTS[number] for number in numbers])
    has = np.isin(protocol, [*TRANSPORTS])
    table.add("network.transport", [TRANSPORTS.get(number) for number in numbers], has)


_TEXTS = [str(number) for number in range(256)]


def _conversation(table: _Table, found: Columns, protocol: Array) -> None:
    """Addresses, ports, and the conversation's id. A template may have room for both kinds of address."""
    four = [found.octets.pop((f"{side}.ip", "address4"), None) for side in ("source", "destination")]
    six = [found.octets.pop((f"{side}.ip", "address6"), None) for side in ("source", "destination")]
    zero = np.zeros(found.count, np.uint64)
    sport, dport = (found.numbers.pop(name, zero).astype(np.uint16) for name in _PORTS)
    ported = np.isin(protocol, (TCP, UDP, SCTP))
    icmp = np.isin(protocol, (ICMP, ICMP6))
    told = found.numbers.pop("icmp", None)
    kind = told.astype(np.uint16) if told is not None else dport
    if icmp.any():
        sport, dport = np.where(icmp, kind >> 8, sport), np.where(icmp, kind & 255, dport)
        table.add("fengsui.icmp.type", sport.tolist(), icmp)
        table.add("fengsui.icmp.code", dport.tolist(), icmp)
    table.add("source.port", sport.tolist(), ported)
    table.add("destination.port", dport.tolist(), ported)
    whole4, whole6 = four[0] is not None and four[1] is not None, six[0] is not None and six[1] is not None
    is6 = np.full(found.count, not whole4)
    if whole6 and four[0] is not None and four[1] is not None:
        is6 = np.asarray(~(four[0].any(axis=1) | four[1].any(axis=1)))
    elif not whole4 and not whole6:
        return
    texts: list[list[Any]] = [[None] * found.count for _ in range(3)]
    for rows, sides, text in ((np.flatnonzero(~is6), four, _text4), (np.flatnonzero(is6), six, _text6)):
        if len(rows):
            _fill(texts, rows, sides, text, protocol, sport, dport)
    table.add("source.ip", texts[0])
    table.add("destination.ip", texts[1])
    table.add("network.community_id", texts[2])
    table.add(
        "network.type",
        ["ipv6" if one else "ipv4" for one in is6.tolist()] if is6.any() else repeat("ipv4", found.count),
    )


def _fill(
    texts: list[list[Any]],
    rows: Array,
    sides: list[Any],
    text: Callable[[Array], list[str]],
    protocol: Array,
    sport: Array,
    dport: Array,
) -> None:
    whole = len(rows) == len(protocol)
    source, destination = (side if whole else side[rows] for side in sides)
    ids = community_ids(source, destination, protocol[rows], sport[rows], dport[rows])
    for into, values in zip(texts, (text(source), text(destination), ids), strict=True):
        if whole:
            into[:] = values
        else:
            for row, value in zip(rows.tolist(), values, strict=True):
                into[row] = value


def _text4(octets: Array) -> list[str]:
    values = np.ascontiguousarray(octets).view(">u4").reshape(-1).tolist()
    if len(_KNOWN) > _ADDRESSES:
        _KNOWN.clear()
    try:
        return [_KNOWN[value] for value in values]
    except KeyError:
        for value in values:
            _KNOWN.setdefault(value, f"{value >> 24}.{value >> 16 & 255}.{value >> 8 & 255}.{value & 255}")
        return [_KNOWN[value] for value in values]


_KNOWN: dict[int, str] = {}


def _text6(octets: Array) -> list[str]:
    data = np.ascontiguousarray(octets).tobytes()
    return [_address6(data[at : at + 16]) for at in range(0, len(data), 16)]


@lru_cache(maxsize=65_536)
def _address6(address: bytes) -> str:
    return socket.inet_ntop(socket.AF_INET6, address)


def _macs(octets: Array) -> list[str]:
    data = np.ascontiguousarray(octets).tobytes()
    return [_mac(data[at : at + 6]) for at in range(0, len(data), 6)]


@lru_cache(maxsize=65_536)
def _mac(address: bytes) -> str:
    return address.hex("-").upper()


_OCTETS: dict[str, Callable[[Array], list[str]]] = {"address4": _text4, "address6": _text6, "mac": _macs}


def _rest(table: _Table, found: Columns, protocol: Array) -> None:
    numbers = found.numbers
    numbers.pop("network.iana_number", None)
    flags = numbers.pop("fengsui.flow.tcp_flags", None)
    if flags is not None:
        table.add("fengsui.flow.tcp_flags", flags.tolist(), protocol == TCP)
    for name, words in (("fengsui.flow.end_reason", END_REASONS), ("fengsui.flow.direction", _DIRECTIONS)):
        codes = numbers.pop(name, None)
        if codes is not None:
            to = "network.direction" if words is _DIRECTIONS else name
            table.add(to, [words.get(code) for code in codes.tolist()], np.isin(codes, [*words]))
    done = set(table.names)
    for name, values in numbers.items():
        if name == "sampler":
            continue
        said: Array = np.asarray(values != 0)
        clipped = np.minimum(values, np.uint64(INT64_MOST)).tolist()
        if found.kinds[name] == "number":
            table.add(name, map(str, clipped), said)
        else:
            table.add(name, clipped, None if found.kinds[name] == "plain" else np.asarray(values != 0))
        done.add(name)
    for (name, kind), octets in found.octets.items():
        if name not in done:
            table.add(name, _OCTETS[kind](octets), np.asarray(octets.any(axis=1)))
            done.add(name)
    for name, texts in found.texts.items():
        table.add(name, texts, np.array([bool(text) for text in texts]))


def _sampling(table: _Table, found: Columns, parcel: Parcel) -> None:
    """How many packets one counted packet stands for."""
    samplers = dict(parcel.samplers)
    which = found.numbers.get("sampler")
    if which is not None and samplers:
        every = [samplers.get(one, samplers.get(0, 0)) for one in which.tolist()]
        table.add("fengsui.flow.sampling", every, np.array([one > 0 for one in every]))
    elif samplers:
        table.constant("fengsui.flow.sampling", samplers.get(0, next(iter(samplers.values()))))


def _seal(table: _Table, record: RawRecord, origin: Origin, ingested: Micros) -> None:
    """What `model.event.seal` fills, for all records of a parcel: they share its digest, and their ids begin alike."""
    begins = digest(origin.fingerprint, record.position, "flows", record.data)[:24]
    table.add("event.id", [f"{begins}{number:08x}" for number in range(table.count)])
    table.constant("event.hash", blake2b(record.data, digest_size=16).hexdigest())
    table.constant("event.ingested", ingested)
    table.constant("event.kind", "event")
    table.add("event.category", (["network"] for _ in range(table.count)))
    table.add("event.type", (["connection"] for _ in range(table.count)))
    table.constant("event.dataset", "network.flow")
    table.constant("observer.name", origin.observer)
    table.constant("fengsui.unit", origin.unit)
    table.constant("fengsui.source", origin.source)
    table.constant("log.offset", record.position)
    if origin.path:
        table.constant("log.file.path", origin.path)
