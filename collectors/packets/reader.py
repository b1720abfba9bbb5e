"""Packets out of pcap and pcapng files, in one pass, at constant memory.

Formats: pcap (draft-ietf-opsawg-pcap: microseconds and nanoseconds, both byte orders, and the 24-byte record variant
of magic 0xa1b2cd34); pcapng (draft-ietf-opsawg-pcapng: several sections and interfaces, enhanced, simple and obsolete
packet blocks, if_tsresol, if_tsoffset). Other block types carry no packet and are stepped over.

A length that cannot be true ends the chain of records: both formats are linked lists. The reader then searches
forward for the next place that reads like a record followed by another one; the bytes in between are quarantined.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, TypeAlias

from collectors.contract import Quarantined

# number (1-based, in file order), time in µs since 1970, link type, length on the wire, captured bytes, byte offset.
# A plain tuple: a file has millions of them, and nothing else in Python is as cheap to make.
Packet: TypeAlias = tuple[int, int, int, int, bytes, int]

CHUNK = 1 << 20
MAX_SNAPLEN = 262_144  # libpcap's MAXIMUM_SNAPLEN; a file that announces more may have it, up to MAX_RECORD
MAX_RECORD = 1 << 24
SEARCHED_MOST = 1 << 22  # places tried per file when looking for a record after a broken one: seconds, not hours
KEPT = 65_536  # bytes of an unreadable stretch that go into quarantine; the rest is counted

PCAP_MAGICS = {
    b"\xd4\xc3\xb2\xa1": ("<", 1, 16),
    b"\xa1\xb2\xc3\xd4": (">", 1, 16),
    b"\x4d\x3c\xb2\xa1": ("<", 1000, 16),
    b"\xa1\xb2\x3c\x4d": (">", 1000, 16),
    b"\x34\xcd\xb2\xa1": ("<", 1, 24),  # Kuznetsov's patched libpcap
    b"\xa1\xb2\xcd\x34": (">", 1, 24),
}
SECTION_HEADER = b"\x0a\x0d\x0d\x0a"
_SHB, _IDB, _OPB, _SPB, _EPB = 0x0A0D0D0A, 1, 2, 3, 6
_IF_TSRESOL, _IF_TSOFFSET = 9, 14
_DAY_S = 86_400
CLOCK_MOST = 1 << 62  # µs; further from 1970 no clock has ever been, and sums still fit into 64 bits


def recognises(head: bytes) -> int:
    """100 for a pcap or pcapng header, 0 for anything else; the name of the file does not matter."""
    if head[:4] in PCAP_MAGICS:
        return 100
    return 100 if head[:4] == SECTION_HEADER and head[8:12] in (b"\x4d\x3c\x2b\x1a", b"\x1a\x2b\x3c\x4d") else 0


def packets(stream: BinaryIO) -> Iterator[Packet | Quarantined]:
    """Every packet of a pcap or pcapng stream, and what could not be read, in file order."""
    opened = open_capture(stream)
    if isinstance(opened, Pcap | Pcapng):
        yield from opened.packets()
    elif opened is not None:
        yield opened


def open_capture(stream: BinaryIO, chunk: int = CHUNK) -> Pcap | Pcapng | Quarantined | None:
    """The reader for a stream, what is there instead, or None for an empty one. chunk: bytes asked for at a time."""
    buffer = Buffer(stream, chunk)
    if not buffer.need(4):
        return (
            buffer.rest("pcap.magic", "the file is shorter than a capture file's first four bytes")
            if buffer.data
            else None
        )
    magic = bytes(buffer.data[:4])
    if magic == SECTION_HEADER:
        return Pcapng(buffer)
    if magic not in PCAP_MAGICS:
        return buffer.rest("pcap.magic", f"begins with {magic.hex()}, which is neither pcap nor pcapng")
    if not buffer.need(24):
        return buffer.rest("pcap.header", "the file ends inside its 24-byte header")
    order, divisor, header = PCAP_MAGICS[magic]
    snaplen, link = struct.unpack_from(order + "II", buffer.take(24), 16)
    limit = MAX_SNAPLEN if snaplen <= MAX_SNAPLEN else min(snaplen, MAX_RECORD)
    return Pcap(buffer, order, divisor, header, limit, link & 0xFFFF)  # the upper bits describe a frame check sequence


class Buffer:
    """A window over the stream: `data[pos:]` is unread, `base` is the file offset of `data[0]`."""

    __slots__ = ("base", "chunk", "data", "ended", "pos", "searched", "stream")

    def __init__(self, stream: BinaryIO, chunk: int = CHUNK) -> None:
        self.stream, self.pos, self.base, self.ended = stream, 0, 0, False
        self.data = memoryview(b"")
        self.chunk = chunk
        self.searched = 0

    def need(self, size: int) -> bool:
        """True when `size` unread bytes are there, after reading more if needed."""
        while len(self.data) - self.pos < size:
            if self.ended:
                return False
            # A new buffer each time: whoever looks into payloads may still be holding the one before.
            left = len(self.data) - self.pos
            fresh = memoryview(bytearray(left + max(self.chunk, size)))
            got = self.stream.readinto(fresh[left:])  # type: ignore[attr-defined]
            if not got:
                self.ended = True
                return False
            fresh[:left] = self.data[self.pos :]
            self.base += self.pos
            self.data, self.pos = fresh[: left + got], 0
        return True

    @property
    def offset(self) -> int:
        return self.base + self.pos

    def take(self, size: int) -> bytes:
        taken = bytes(self.data[self.pos : self.pos + size])
        self.pos += size
        return taken

    def rest(self, reason: str, message: str) -> Quarantined:
        """Everything from here to the end as one quarantined stretch: the first bytes whole, the others counted."""
        offset, kept, total = self.offset, bytearray(), 0
        while self.need(1):
            piece = self.data[self.pos :]
            self.pos = len(self.data)
            total += len(piece)
            kept += piece[: max(0, KEPT - len(kept))]
        return Quarantined(reason, message, offset, bytes(kept), {"bytes": total})

    def resync(self, plausible: Callable[[int], bool], reason: str, message: str, step: int = 1) -> Quarantined:
        """Move to the next place where `plausible(pos)` holds, or to the end; what lies between is quarantined."""
        offset, kept, skipped, ahead = self.offset, bytearray(), 0, step
        while True:
            if not self.need(ahead + MAX_SNAPLEN) and ahead >= len(self.data) - self.pos:
                ahead = len(self.data) - self.pos
                break
            if plausible(self.pos + ahead):
                break
            if self.searched >= SEARCHED_MOST:
                rest = self.rest(reason, message)
                kept += rest.data
                return Quarantined(
                    reason, message, offset, bytes(kept[:KEPT]), {"bytes": skipped + int(rest.meta["bytes"])}
                )
            self.searched += 1
            ahead += step
            if ahead >= CHUNK:
                kept += self.take(ahead)[: max(0, KEPT - len(kept))]
                skipped, ahead = skipped + ahead, 0
        skipped += ahead
        kept += self.take(ahead)[: max(0, KEPT - len(kept))]
        return Quarantined(reason, message, offset, bytes(kept), {"bytes": skipped})


@dataclass(slots=True)
class Pcap:
    """number, last: of the newest record, as count from 1 and in µs. Both readers may be moved on between packets:
    `kernel.walk` does, and sets number, last and the buffer's place."""

    buffer: Buffer
    order: str
    divisor: int
    header: int
    limit: int
    link: int
    number: int = 0
    last: int = -1

    def packets(self) -> Iterator[Packet | Quarantined]:
        buffer, header, limit = self.buffer, self.header, self.limit
        unpack = struct.Struct(self.order + "IIII").unpack_from
        while True:
            data, pos = buffer.data, buffer.pos
            have, size = len(data) - pos, header
            if have >= header:
                seconds, fraction, captured, length = unpack(data, pos)
                if captured > limit:
                    message = f"record {self.number + 1} claims {captured} bytes, more than {limit}: the chain of records is broken"
                    plausible = _plausible_record(buffer, unpack, header, limit, self.last // 1_000_000)
                    yield buffer.resync(plausible, "pcap.length", message)
                    continue
                size = header + captured
                if have >= size:
                    self.number += 1
                    time = self.last = seconds * 1_000_000 + fraction // self.divisor
                    buffer.pos = pos + size
                    frame = bytes(data[pos + header : pos + size])
                    yield (self.number, time, self.link, max(length, captured), frame, buffer.base + pos)
                    continue
            if not buffer.need(size):
                if buffer.need(1):
                    have = len(buffer.data) - buffer.pos
                    message = f"the file ends inside record {self.number + 1}: {size} bytes expected, {have} there"
                    yield buffer.rest("pcap.truncated", message)
                return


def _plausible_record(
    buffer: Buffer, unpack: Callable[[memoryview, int], tuple[int, ...]], header: int, limit: int, last_s: int
) -> Callable[[int], bool]:
    """A record within a day of the last one whose length leads to another such record, or exactly to the end."""

    def reads_like_record(at: int) -> int:
        """Where the record at `at` ends, or -1."""
        if at + header > len(buffer.data):
            return -1
        seconds, fraction, captured, length = unpack(buffer.data, at)
        if not 14 <= captured <= limit or captured > length or length > MAX_RECORD or fraction >= 1_000_000_000:
            return -1
        if last_s >= 0 and abs(seconds - last_s) > _DAY_S:
            return -1
        return at + header + captured

    def plausible(at: int) -> bool:
        stop = reads_like_record(at)
        if stop < 0:
            return False
        if stop == len(buffer.data) and buffer.ended:
            return True
        return reads_like_record(stop) > 0

    return plausible


@dataclass(slots=True)
class Interface:
    link: int
    ticks_per_second: int = 1_000_000
    offset_s: int = 0


@dataclass(slots=True)
class Pcapng:
    """sections: headers seen; with the number of interfaces it tells whether `interfaces` has changed. last: in µs."""

    buffer: Buffer
    order: str = "<"
    interfaces: list[Interface] = field(default_factory=list)
    sections: int = 0
    number: int = 0
    last: int = 0

    def packets(self) -> Iterator[Packet | Quarantined]:
        buffer = self.buffer
        while buffer.need(12):
            kind, total = self._block_header()
            if total < 12 or total % 4 or total > MAX_RECORD:
                yield self._lost(f"a block of type {kind:#x} claims {total} bytes")
                continue
            if not buffer.need(total):
                have = len(buffer.data) - buffer.pos
                message = f"the file ends inside a block of type {kind:#x}: {total} bytes expected, {have} there"
                yield buffer.rest("pcapng.truncated", message)
                return
            trailer = struct.unpack_from(self.order + "I", buffer.data, buffer.pos + total - 4)[0]
            if trailer != total:
                yield self._lost(f"a block of type {kind:#x} says {total} bytes at its start and {trailer} at its end")
                continue
            offset = buffer.offset
            block = buffer.take(total)
            found = self._block(kind, block, offset)
            if found is not None:
                yield found
        if buffer.need(1):
            yield buffer.rest("pcapng.truncated", "the file ends inside a block header")

    def _block_header(self) -> tuple[int, int]:
        data, pos = self.buffer.data, self.buffer.pos
        if data[pos : pos + 4] == SECTION_HEADER:
            magic = bytes(data[pos + 8 : pos + 12])
            if magic in (b"\x4d\x3c\x2b\x1a", b"\x1a\x2b\x3c\x4d"):
                self.order = "<" if magic[0] == 0x4D else ">"
        kind, total = struct.unpack_from(self.order + "II", data, pos)
        return kind, total

    def _lost(self, message: str) -> Quarantined:
        buffer = self.buffer

        def plausible(at: int) -> bool:
            if at + 12 > len(buffer.data):
                return False
            kind, total = struct.unpack_from(self.order + "II", buffer.data, at)
            if kind not in (_SHB, _IDB, _OPB, _SPB, _EPB, 4, 5) or total < 12 or total % 4 or total > MAX_SNAPLEN:
                return False
            stop = at + total
            if stop > len(buffer.data):
                return False
            return bool(struct.unpack_from(self.order + "I", buffer.data, stop - 4)[0] == total)

        return buffer.resync(plausible, "pcapng.length", message + ": the chain of blocks is broken", step=4)

    def _block(self, kind: int, block: bytes, offset: int) -> Packet | Quarantined | None:
        order = self.order
        if kind == _SHB:
            self.interfaces = []
            self.sections += 1
            return None
        if kind == _IDB:
            return self._interface(block, offset)
        if kind not in (_EPB, _SPB, _OPB):
            return None
        self.number += 1
        if len(block) < {_EPB: 32, _SPB: 16, _OPB: 32}[kind]:
            return Quarantined("pcapng.block", "a packet block too short for its own header", offset, block)
        if kind == _SPB:
            length = struct.unpack_from(order + "I", block, 8)[0]
            index, ticks, captured, start = 0, None, min(length, len(block) - 16), 12
        else:
            if kind == _EPB:
                index, high, low, captured, length = struct.unpack_from(order + "IIIII", block, 8)
            else:
                index, _drops, high, low, captured, length = struct.unpack_from(order + "HHIIII", block, 8)
            ticks, start = (high << 32) | low, 28
        if index >= len(self.interfaces):
            message = f"packet {self.number} names interface {index}; the section describes {len(self.interfaces)}"
            return Quarantined("pcapng.interface", message, offset, block, {"packet": self.number})
        if start + captured > len(block) - 4:
            message = (
                f"packet {self.number} claims {captured} captured bytes in a block that holds {len(block) - 4 - start}"
            )
            return Quarantined("pcapng.length", message, offset, block, {"packet": self.number})
        interface = self.interfaces[index]
        if ticks is not None:  # a simple packet block has no time; it keeps that of the packet before it
            rate = interface.ticks_per_second
            time = ticks * 1_000_000 // rate + interface.offset_s * 1_000_000
            self.last = max(-CLOCK_MOST, min(CLOCK_MOST, time))
        data = block[start : start + captured]
        return (self.number, self.last, interface.link, max(length, captured), data, offset)

    def _interface(self, block: bytes, offset: int) -> Quarantined | None:
        if len(block) < 20:
            self.interfaces.append(Interface(-1))
            return Quarantined("pcapng.block", "an interface description too short for its own header", offset, block)
        link = struct.unpack_from(self.order + "H", block, 8)[0]
        interface = Interface(link)
        at = 16
        while at + 4 <= len(block) - 4:
            code, size = struct.unpack_from(self.order + "HH", block, at)
            value = block[at + 4 : min(at + 4 + size, len(block) - 4)]
            if code == 0:
                break
            if code == _IF_TSRESOL and len(value) == 1:
                exponent = value[0] & 0x7F
                if exponent <= 60:  # finer than 2^-60 s or 10^-60 s is no clock
                    interface.ticks_per_second = (2 if value[0] & 0x80 else 10) ** exponent
            elif code == _IF_TSOFFSET and len(value) == 8:
                interface.offset_s = struct.unpack(self.order + "q", value)[0]
            at += 4 + (size + 3) // 4 * 4
        self.interfaces.append(interface)
        return None
