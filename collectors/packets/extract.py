"""Kept packets of a time and a conversation as one pcapng file."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

import numpy as np

from collectors.packets.kernel import layout
from collectors.packets.kernel.layout import Array
from collectors.packets.reader import SECTION_HEADER
from collectors.packets.shelf import header, within
from model.errors import InputError
from model.times import Micros

MOST_BYTES = 256 << 20
_PROTOCOLS = {"tcp": 6, "udp": 17, "icmp": 1, "ipv6-icmp": 58, "sctp": 132}


@dataclass(frozen=True, slots=True)
class Conversation:
    """hosts: none (everything of that time), one (all it said and was told), or two; ports and protocol when known."""

    hosts: tuple[str, ...] = ()
    ports: tuple[int, int] | None = None
    protocol: int = -1


@dataclass(slots=True)
class Found:
    """packets, bytes: of what came out; cut: there was more than the limit."""

    packets: int = 0
    bytes: int = 0
    cut: bool = False


def conversation_of(event: dict[str, object]) -> Conversation:
    """Whom an Event is about. Raises InputError when it names no address."""
    hosts = tuple(str(event[name]) for name in ("source.ip", "destination.ip") if event.get(name))
    if not hosts:
        raise InputError("the event names no address, so no packets can be looked for", hint="extract by time instead")
    protocol = _PROTOCOLS.get(str(event.get("network.transport")), -1)
    ports = event.get("source.port"), event.get("destination.port")
    if len(hosts) == 2 and protocol in (6, 17, 132) and isinstance(ports[0], int) and isinstance(ports[1], int):
        return Conversation(hosts, (ports[0], ports[1]), protocol)
    return Conversation(hosts)


def extract(
    folder: Path, begin: Micros, end: Micros, what: Conversation, found: Found, most_bytes: int = MOST_BYTES
) -> Iterator[bytes]:
    """The file, piece by piece; `found` counts. Fragments are found by time only. Raises InputError for a bad address."""
    wanted, hosts = _wanted(begin, end, what)
    work = np.zeros(layout.HEAD_LENGTH, np.int64), np.zeros(4, np.uint64), np.zeros(layout.OUTER_WORDS, np.uint64)
    out = np.zeros((8192, 2), np.int64)
    link = -1
    for segment in within(folder, begin, end):
        try:
            data = segment.path.read_bytes()
        except OSError:
            continue  # the ring has moved on meanwhile
        if len(data) < 48 or data[:4] != SECTION_HEADER:
            continue
        its_link = struct.unpack_from("<H", data, 36)[0]
        if link < 0:
            link = its_link
            yield header(link)
        elif link != its_link:
            continue
        for piece in _matching(data, link, wanted, hosts, work, out):
            if found.bytes + len(piece) > most_bytes:
                found.cut = True
                return
            found.packets += 1
            found.bytes += len(piece)
            yield piece


def _matching(
    data: bytes, link: int, wanted: Array, hosts: Array, work: tuple[Array, Array, Array], out: Array
) -> Iterator[bytes]:
    from collectors.packets.kernel.pick import pick

    view, pos = np.frombuffer(data, np.uint8), 48
    while True:
        count, after = pick(view, pos, link, wanted, hosts, work, out)
        for at, size in out[:count].tolist():
            yield data[at : at + size]
        if after == pos:
            return
        pos = after


def _wanted(begin: Micros, end: Micros, what: Conversation) -> tuple[Array, Array]:
    wanted = np.array([begin, end, 0, what.protocol, -1, -1, len(what.hosts)], np.int64)
    hosts = np.zeros(4, np.uint64)
    for place, host in enumerate(what.hosts[:2]):
        try:
            address = ip_address(host)
        except ValueError:
            raise InputError(f"{host!r} is no IP address") from None
        wanted[2] = address.version
        packed = int(address)
        high, low = (packed >> 64, packed & (1 << 64) - 1) if address.version == 6 else (packed, 0)
        hosts[2 * place], hosts[2 * place + 1] = high, low
    if what.ports is not None:
        wanted[4], wanted[5] = what.ports
    return wanted, hosts
