"""What is remembered of each exporter while it is listened to: templates, sampling, sequence, and data that came too early.

    datagram ──► header ──► sets ──┬─ templates, options: remembered
                                   └─ data ──► parcels, together with other datagrams of the same exporter and template

Everything is bounded: exporters, templates of each, bytes that wait for a template and how long. What is given up is
counted by reason.
"""

from __future__ import annotations

import struct
from collections import Counter, OrderedDict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from collectors.flows import parcels, sflow
from collectors.flows.parcels import VARIABLE, Parcel
from collectors.flows.templates import Template, Templates, read
from model.errors import BadRecord

EXPORTERS_MOST = 4096
SAMPLERS_MOST = 64
WAITING_BYTES = 8 << 20
WAITING_SETS = 4096
WAITING_S = 1800.0
PARCEL_BYTES = 256 << 10
REORDERED = 1000
"""A sequence number so little behind is a datagram that was overtaken; one further behind, an exporter begun anew."""
BEGUN_WITHIN_S = 60
"""An exporter whose clock and uptime put its beginning further from where they put it before has begun anew."""
LOST_MOST = 1_000_000
"""More missing at once than this is no gap but a new beginning."""

_v5 = struct.Struct(">HHIIIIBBH").unpack_from
_v9 = struct.Struct(">HHIIII").unpack_from
_v10 = struct.Struct(">HHIII").unpack_from
_set = struct.Struct(">HH").unpack_from
_V5_RECORD = 48
# RFC-less, Cisco's "NetFlow Export Datagram Format": version 5 as elements of version 9, two padding bytes included.
_V5_FIELDS = ((8, 4), (12, 4), (15, 4), (10, 2), (14, 2), (2, 4), (1, 4), (22, 4), (21, 4), (7, 2), (11, 2), (210, 1),
              (6, 1), (4, 1), (5, 1), (16, 2), (17, 2), (9, 1), (13, 1), (210, 2))  # fmt: skip
V5_TEMPLATE = b"".join(struct.pack(">HHI", element, length, 0) for element, length in _V5_FIELDS)

# Interval: samplingInterval, samplerRandomInterval (RFC 3954, 8); samplingPacketInterval, samplingSize (RFC 5477, 8.2)
_INTERVAL, _RANDOM_INTERVAL, _PACKET_INTERVAL, _PACKET_SPACE = 34, 50, 305, 306
SAMPLER_IDS = frozenset({48, 302})


@dataclass(slots=True)
class Exporter:
    """expected: the next sequence number; begun_s: when it began, Unix time by its own clock; recalled: both as they were when
    its templates were kept, until it is heard again."""

    templates: Templates = field(default_factory=Templates)
    samplers: dict[int, int] = field(default_factory=dict)
    expected: int | None = None
    begun_s: int | None = None
    recalled: tuple[int | None, int | None] | None = None

    def meet(self, begun_s: int | None, sequence: int) -> None:
        """The header of a datagram. The first after templates were recalled tells whether the exporter has begun anew while
        nobody listened: then their numbers may mean others now, and it sends them again. begun_s: None where it does not say."""
        if self.recalled is not None:
            before_s, expected = self.recalled
            self.recalled = None
            anew = before_s is not None and begun_s is not None and abs(begun_s - before_s) > BEGUN_WITHIN_S
            if begun_s is None and expected is not None:
                behind = (expected - sequence) & 0xFFFFFFFF
                anew = REORDERED < behind < 1 << 31
            if anew:
                self.templates.clear()
                self.samplers.clear()
        self.begun_s = begun_s

    def gap(self, sequence: int, counted: int | None) -> int:
        """How many are missing before this datagram. counted: how many it holds, None when nobody knows yet."""
        expected, self.expected = self.expected, None if counted is None else (sequence + counted) & 0xFFFFFFFF
        if expected is None:
            return 0
        missing = (sequence - expected) & 0xFFFFFFFF
        if 0 < 0x100000000 - missing <= REORDERED:
            self.expected = expected  # overtaken: what it follows was counted as missing
            return 0
        return missing if missing <= LOST_MOST else 0


@dataclass(frozen=True, slots=True)
class _Early:
    key: tuple[str, int, int]
    number: int
    export: tuple[int, int]
    data: bytes
    since_s: float


@dataclass(slots=True)
class _Parcel:
    exporter: Exporter
    template: bytes
    exports: list[tuple[int, int, int]] = field(default_factory=list)
    parts: list[bytes] = field(default_factory=list)
    size: int = 0


class Exporters:
    """`feed` datagrams in the order they came; `take` what became of them. lost: records or datagrams exporters sent and
    nobody got (`sequence_gap`), and sets nobody could read (`no_template`). changes: how often what exporters said of their
    records was new."""

    def __init__(self) -> None:
        self.lost: Counter[str] = Counter()
        self.changes = 0
        self._known: OrderedDict[tuple[str, int, int], Exporter] = OrderedDict()
        self._early: deque[_Early] = deque()
        self._early_bytes = 0
        self._open: dict[tuple[tuple[str, int, int], int], _Parcel] = {}
        self._done: list[tuple[str, bytes]] = []

    def feed(self, data: bytes, peer: str, now_s: float) -> None:
        """Raises BadRecord when the datagram is none; what stood before its fault is kept."""
        version = int.from_bytes(data[:2], "big")
        if version == 5:
            self._version_5(data, peer)
        elif version == 9:
            self._version_9(data, peer, now_s)
        elif version == 10:
            self._version_10(data, peer, now_s)
        elif sflow.is_datagram(data):
            agent, sequence = sflow.header(data)
            self.lost["sequence_gap"] += self._exporter((peer + agent, 0, 0)).gap(sequence, 1)
            self._done.append((peer, data))
        else:
            raise BadRecord(
                "netflow.version", f"begins with {data[:4].hex(' ')}: neither NetFlow 5, 9, IPFIX nor sFlow 5"
            )

    def take(self, now_s: float) -> list[tuple[str, bytes]]:
        """Address of the exporter and parcel (or sFlow datagram), for all that was fed since."""
        for (key, number), parcel in self._open.items():
            self._close(key, number, parcel)
        self._open.clear()
        while self._early and now_s - self._early[0].since_s > WAITING_S:
            self._forget_early()
        done, self._done = self._done, []
        return done

    def known(self) -> Iterator[tuple[tuple[str, int, int], Exporter]]:
        """Those that sent templates, the one heard last first."""
        return ((key, one) for key, one in reversed(self._known.items()) if one.templates.all())

    def recall(self, key: tuple[str, int, int], exporter: Exporter) -> None:
        """What is known of an exporter from before; nothing when it has been heard already."""
        if key not in self._known and len(self._known) < EXPORTERS_MOST:
            self._known[key] = exporter

    def _exporter(self, key: tuple[str, int, int]) -> Exporter:
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= EXPORTERS_MOST:
                self._known.popitem(last=False)
            found = self._known[key] = Exporter()
        else:
            self._known.move_to_end(key)
        return found

    def _version_5(self, data: bytes, peer: str) -> None:
        if len(data) < 24:
            raise BadRecord("netflow.short", f"a version 5 datagram of {len(data)} bytes")
        _, count, uptime, seconds, nanos, sequence, engine, slot, sampling = _v5(data)
        held = (len(data) - 24) // _V5_RECORD
        if count > held or not 0 < count <= 30:
            raise BadRecord("netflow.count", f"a version 5 datagram of {len(data)} bytes that claims {count} records")
        key = (peer, 5, engine << 8 | slot)
        exporter = self._exporter(key)
        self.lost["sequence_gap"] += exporter.gap(sequence, count)
        exporter.samplers = {0: sampling & 0x3FFF} if sampling & 0x3FFF else {}
        export = (seconds * 1_000_000 + min(nanos // 1000, 999_999), uptime)
        self._add(key, exporter, 5, V5_TEMPLATE, export, data[24 : 24 + count * _V5_RECORD])

    def _version_9(self, data: bytes, peer: str, now_s: float) -> None:
        if len(data) < 20:
            raise BadRecord("netflow.short", f"a version 9 datagram of {len(data)} bytes")
        _, _, uptime, seconds, sequence, domain = _v9(data)
        key = (peer, 9, domain)
        exporter = self._exporter(key)
        exporter.meet(seconds - uptime // 1000, sequence)
        self.lost["sequence_gap"] += exporter.gap(sequence, 1)
        self._sets(key, exporter, data, 20, (seconds * 1_000_000, uptime), now_s)

    def _version_10(self, data: bytes, peer: str, now_s: float) -> None:
        if len(data) < 16:
            raise BadRecord("netflow.short", f"an IPFIX message of {len(data)} bytes")
        _, length, seconds, sequence, domain = _v10(data)
        if length != len(data):
            raise BadRecord("netflow.length", f"an IPFIX message of {len(data)} bytes that claims {length}")
        key = (peer, 10, domain)
        exporter = self._exporter(key)
        exporter.meet(None, sequence)
        # RFC 7011, 3.1: data records sent before this message, options included
        missing = exporter.gap(sequence, 0)
        self.lost["sequence_gap"] += missing
        records = self._sets(key, exporter, data, 16, (seconds * 1_000_000, 0), now_s)
        if exporter.expected is not None and exporter.expected == sequence:
            exporter.expected = None if records is None else (sequence + records) & 0xFFFFFFFF

    def _sets(
        self,
        key: tuple[str, int, int],
        exporter: Exporter,
        data: bytes,
        at: int,
        export: tuple[int, int],
        now_s: float,
    ) -> int | None:
        """Data records in the sets; None when not all could be counted."""
        version, records, counted = key[1], 0, True
        while at + 4 <= len(data):
            number, length = _set(data, at)
            if length < 4 or at + length > len(data):
                exporter.expected = None
                raise BadRecord("netflow.set", f"a set of {length} bytes where {len(data) - at} are left")
            body = data[at + 4 : at + length]
            at += length
            if number in ((0, 1) if version == 9 else (2, 3)):
                self._templates(key, exporter, body, now_s, options=number in (1, 3))
                continue
            if number < 256:
                continue  # reserved (RFC 7011, 3.3.2)
            template = exporter.templates.get(number, now_s)
            if template is None:
                self._keep_early(_Early(key, number, export, body, now_s))
                counted = False
            elif template.options:
                records += self._options(exporter, template, body)
            else:
                found = self._add(key, exporter, number, template.spec, export, body, template)
                records += found
        return records if counted else None

    def _templates(
        self, key: tuple[str, int, int], exporter: Exporter, body: bytes, now_s: float, *, options: bool
    ) -> None:
        at = 0
        while len(body) - at >= 4:
            if not any(body[at:]):
                break  # padding
            template, at = read(body, at, now_s, version=key[1], options=options)
            before = exporter.templates.get(template.id, now_s)
            exporter.templates.put(template)
            self.changes += before is None or before.spec != template.spec
            if before is None and template.spec:
                self._let_in(key, exporter, template)

    def _let_in(self, key: tuple[str, int, int], exporter: Exporter, template: Template) -> None:
        """Data that waited for this template."""
        waiting, self._early = self._early, deque()
        for early in waiting:
            if early.key != key or early.number != template.id:
                self._early.append(early)
                continue
            self._early_bytes -= len(early.data)
            if template.options:
                self._options(exporter, template, early.data)
            else:
                self._add(key, exporter, template.id, template.spec, early.export, early.data, template)

    def _keep_early(self, early: _Early) -> None:
        self._early.append(early)
        self._early_bytes += len(early.data)
        while self._early_bytes > WAITING_BYTES or len(self._early) > WAITING_SETS:
            self._forget_early()

    def _forget_early(self) -> None:
        self._early_bytes -= len(self._early.popleft().data)
        self.lost["no_template"] += 1

    def _options(self, exporter: Exporter, template: Template, body: bytes) -> int:
        """How the exporter samples, if these options say so; how many records there were."""
        count = 0
        for values in rows(template, body):
            count += 1
            said = {
                element: int.from_bytes(value[-8:], "big") for element, enterprise, value in values if not enterprise
            }
            every = said.get(_INTERVAL) or said.get(_RANDOM_INTERVAL)
            if not every and said.get(_PACKET_INTERVAL):
                every = 1 + said.get(_PACKET_SPACE, 0) // said[_PACKET_INTERVAL]
            if every and every < 1 << 32:
                sampler = next((said[one] for one in SAMPLER_IDS if one in said), 0)
                if len(exporter.samplers) < SAMPLERS_MOST or sampler in exporter.samplers:
                    self.changes += exporter.samplers.get(sampler) != every
                    exporter.samplers[sampler] = every
        return count

    def _add(
        self,
        key: tuple[str, int, int],
        exporter: Exporter,
        number: int,
        spec: bytes,
        export: tuple[int, int],
        data: bytes,
        template: Template | None = None,
    ) -> int:
        """Into the open parcel; how many records."""
        if template is None:
            records = len(data) // _V5_RECORD
        elif template.size:
            records = len(data) // template.size
            data = data[: records * template.size]
        else:
            records, end = _count(template, data)
            data = data[:end]
        if not records:
            return 0
        place = (key, number)
        parcel = self._open.get(place)
        if parcel is not None and (parcel.template != spec or parcel.size + len(data) > PARCEL_BYTES):
            self._close(key, number, parcel)
            parcel = None
        if parcel is None:
            parcel = self._open[place] = _Parcel(exporter, spec)
        parcel.exports.append((*export, len(data)))
        parcel.parts.append(data)
        parcel.size += len(data)
        return records

    def _close(self, key: tuple[str, int, int], number: int, parcel: _Parcel) -> None:
        samplers = tuple(parcel.exporter.samplers.items())
        whole = Parcel(key[1], key[2], number, parcel.template, samplers, tuple(parcel.exports), b"".join(parcel.parts))
        self._done.append((key[0], parcels.pack(whole)))


def rows(template: Template, body: bytes) -> Iterator[list[tuple[int, int, bytes]]]:
    """Records one by one: element, enterprise and value of each field. Ends where a record is not whole: padding."""
    fields = template.fields
    at = 0
    while len(body) - at >= template.least:
        values: list[tuple[int, int, bytes]] = []
        for element, length, enterprise in fields:
            size = length
            if length == VARIABLE and not template.size:
                size, at = variable(body, at)
            if size < 0 or at + size > len(body):
                return
            values.append((element, enterprise, body[at : at + size]))
            at += size
        yield values


def variable(body: bytes, at: int) -> tuple[int, int]:
    """Length of a value that varies, and where it begins (RFC 7011, 7); -1 when it is cut."""
    if at >= len(body):
        return -1, at
    size = body[at]
    if size < 255:
        return size, at + 1
    if at + 3 > len(body):
        return -1, at
    return int.from_bytes(body[at + 1 : at + 3], "big"), at + 3


def _count(template: Template, body: bytes) -> tuple[int, int]:
    """Records of varying length, and where the last ends."""
    count, end = 0, 0
    lengths = [length for _, length, _ in template.fields]
    while len(body) - end >= template.least:
        at = end
        for length in lengths:
            size = length
            if length == VARIABLE:
                size, at = variable(body, at)
            if size < 0 or at + size > len(body):
                return count, end
            at += size
        count, end = count + 1, at
    return count, end
