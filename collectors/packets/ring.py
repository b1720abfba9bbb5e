"""Packets of a network interface through the kernel's memory-mapped ring: AF_PACKET with TPACKET_V3.

Source: Documentation/networking/packet_mmap.rst and linux/if_packet.h. The kernel fills blocks and hands each over when it
is full or `RETIRE_MS` old; a block that nobody gave back is where packets are dropped, and the kernel counts those. The
ring belongs to the socket: a process that opens the same socket again finds what came meanwhile.
"""

from __future__ import annotations

import contextlib
import fcntl
import mmap
import select
import socket
import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from collectors.packets.bpf import attach
from collectors.packets.kernel.layout import Array
from model.errors import InputError

SOL_PACKET = 263
PACKET_ADD_MEMBERSHIP, PACKET_RX_RING, PACKET_STATISTICS, PACKET_VERSION, PACKET_FANOUT = 1, 5, 6, 10, 18
TPACKET_V3, MR_PROMISC = 2, 1
FANOUT_HASH, FANOUT_DEFRAG = 0, 0x8000
PACKET_IGNORE_OUTGOING = 23
ETH_P_ALL = 0x0003
SIOCGIFHWADDR = 0x8927
RETIRE_MS = 60
STATUS_AT, USER, KERNEL = 8, 1, 0
# linux/if_arp.h hardware types and the link types their frames are read as.
LINK_TYPES = {1: 1, 772: 1, 65_534: 101, 512: 101, 776: 101, 768: 101, 778: 101}


@dataclass(frozen=True, slots=True)
class RingSettings:
    """interface: its name, or `any` for all of them is not offered: frames of different links would mix.

    bytes: memory of the ring; half a second at full speed is a good size. fanout: number of a group whose members share
    the packets by flow, 0 for none. capture_filter: in tcpdump's language, run by the kernel."""

    interface: str
    bytes: int = 64 << 20
    block_bytes: int = 1 << 20
    promiscuous: bool = True
    capture_filter: str = ""
    fanout: int = 0


@dataclass(slots=True)
class Counters:
    """What the kernel says: packets it saw for us (those it dropped among them), and those it dropped."""

    packets: int = 0
    dropped: int = 0

    @property
    def share(self) -> float:
        return self.dropped / self.packets if self.packets else 0.0


def interface_names() -> list[str]:
    return [name for _, name in socket.if_nameindex()]


def link_type(interface: str) -> int:
    """Raises InputError when there is no such interface, or its frames are of no kind read here."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            answer = fcntl.ioctl(sock, SIOCGIFHWADDR, struct.pack("256s", interface.encode()[:15]))
        hardware = struct.unpack_from("@H", answer, 16)[0]
    except OSError:
        known = ", ".join(interface_names())
        raise InputError(f"there is no interface {interface!r}", hint=f"this machine has {known}") from None
    if hardware not in LINK_TYPES:
        raise InputError(f"interface {interface} has hardware type {hardware}, which is not read here")
    return LINK_TYPES[hardware]


def open_ring(settings: RingSettings) -> socket.socket:
    """The socket with its ring, receiving from now on. Raises InputError."""
    link = link_type(settings.interface)
    try:
        sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0)
    except PermissionError:
        raise InputError(
            f"capturing from {settings.interface} needs the right to do so",
            hint="run as root, or give the service CAP_NET_RAW (systemd: AmbientCapabilities=CAP_NET_RAW)",
        ) from None
    try:
        if settings.capture_filter:
            attach(sock, settings.capture_filter, link)
        sock.setsockopt(SOL_PACKET, PACKET_VERSION, TPACKET_V3)
        count = max(2, settings.bytes // settings.block_bytes)
        frame = 2048
        request = struct.pack(
            "@7I", settings.block_bytes, count, frame, settings.block_bytes // frame * count, RETIRE_MS, 0, 0
        )
        sock.setsockopt(SOL_PACKET, PACKET_RX_RING, request)
        sock.bind((settings.interface, ETH_P_ALL))
        index = socket.if_nametoindex(settings.interface)
        if settings.promiscuous:
            sock.setsockopt(SOL_PACKET, PACKET_ADD_MEMBERSHIP, struct.pack("@iHH8s", index, MR_PROMISC, 0, b""))
        if settings.interface == "lo":  # which shows every packet going out and coming in
            sock.setsockopt(SOL_PACKET, PACKET_IGNORE_OUTGOING, 1)
        if settings.fanout:
            kind = (FANOUT_HASH | FANOUT_DEFRAG) << 16 | settings.fanout & 0xFFFF
            sock.setsockopt(SOL_PACKET, PACKET_FANOUT, struct.pack("@I", kind))
    except OSError as error:
        sock.close()
        raise InputError(
            f"interface {settings.interface} cannot be captured from: {error.strerror}",
            hint="is it up? is the ring larger than memory allows?",
        ) from error
    return sock


class Ring:
    """The blocks of an open ring, in the order the kernel fills them. A context manager; the socket stays open."""

    def __init__(self, sock: socket.socket, settings: RingSettings) -> None:
        self.settings = settings
        self.link = link_type(settings.interface)
        self._sock = sock
        self._count = max(2, settings.bytes // settings.block_bytes)
        self._map = mmap.mmap(sock.fileno(), self._count * settings.block_bytes)
        self._whole: Array = np.frombuffer(self._map, np.uint8)
        self.at = 0
        self.counters = Counters()
        self._poll = select.poll()
        self._poll.register(sock, select.POLLIN | select.POLLERR)

    def __enter__(self) -> Ring:
        return self

    def __exit__(self, *_: object) -> None:
        self._whole = np.zeros(0, np.uint8)
        with contextlib.suppress(BufferError):  # a parcel may still show a block; the mapping goes with it
            self._map.close()

    def block(self, wait_ms: int) -> Array | None:
        """The next block that is ours, or None when none came in that time."""
        if not self._ours():
            self._poll.poll(wait_ms)
            if not self._ours():
                return None
        begin = self.at * self.settings.block_bytes
        view = self._whole[begin : begin + self.settings.block_bytes]
        view.flags.writeable = False
        return view

    def give_back(self) -> None:
        """The block is the kernel's again."""
        struct.pack_into("@I", self._map, self.at * self.settings.block_bytes + STATUS_AT, KERNEL)
        self.at = (self.at + 1) % self._count

    def find(self) -> None:
        """Go to the oldest block that waits: where somebody before us stopped."""
        waiting = [
            (self._sequence(at), at)
            for at in range(self._count)
            if struct.unpack_from("@I", self._map, at * self.settings.block_bytes + STATUS_AT)[0] & USER
        ]
        if waiting:
            self.at = min(waiting)[1]
        else:
            newest = max((self._sequence(at), at) for at in range(self._count))
            self.at = (newest[1] + 1) % self._count if newest[0] else 0

    def count(self) -> Counters:
        """The kernel's counters so far; it forgets them when they are read, so they are added up here."""
        packets, dropped = statistics(self._sock)
        self.counters.packets += packets
        self.counters.dropped += dropped
        return self.counters

    def _ours(self) -> bool:
        return bool(struct.unpack_from("@I", self._map, self.at * self.settings.block_bytes + STATUS_AT)[0] & USER)

    def _sequence(self, at: int) -> int:
        return int(struct.unpack_from("@Q", self._map, at * self.settings.block_bytes + 24)[0])


def statistics(sock: socket.socket) -> tuple[int, int]:
    """Packets the kernel saw for this socket since it was last asked, and how many of them it dropped."""
    packets, dropped, _ = struct.unpack("@3I", sock.getsockopt(SOL_PACKET, PACKET_STATISTICS, 12))
    return packets, dropped


def head_of(block: Array) -> tuple[int, int, int]:
    """Packets in a block, where the first one's header is, and the block's number since the ring was made."""
    _, packets, first, _, number = struct.unpack_from("@IIIIQ", block.data, STATUS_AT)
    return packets, first, number


def interface_packets(interface: str) -> int:
    """Packets the interface has received since it exists, as the kernel counts them; 0 when it does not say."""
    try:
        lines = Path("/proc/self/net/dev").read_text().splitlines()
    except OSError:
        return 0
    for line in lines:
        name, _, counters = line.partition(":")
        if name.strip() == interface:
            return int(counters.split()[1])
    return 0
