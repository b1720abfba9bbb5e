"""Datagrams put together again from IP fragments, within fixed bounds.

First bytes win where fragments overlap (RFC 5722 forbids overlaps in IPv6; systems differ in IPv4); overlaps are
counted. A datagram that is not whole after `TIMEOUT_US` is given up, as RFC 791 and RFC 8200 ask of a receiver.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from collectors.packets.decode import Fragment, Headers, Outer
from collectors.packets.meter import Flow
from model.times import SECOND, Micros

TIMEOUT_US: Micros = 30 * SECOND
MAX_DATAGRAMS = 1024
MAX_BYTES = 65_535  # of one datagram: its length field has 16 bits
MAX_PIECES = 1024

_Key: TypeAlias = tuple[bytes, bytes, int, int, Outer]


@dataclass(slots=True)
class Datagram:
    """A datagram in the making. headers: of its first fragment, once seen; flow: with side, once one was counted in it."""

    started: Micros
    headers: Headers | None = None
    flow: tuple[Flow, int] | None = None
    pieces: dict[int, bytes] = field(default_factory=dict)
    size: int = 0
    total: int = -1
    overlapped: bool = False
    # Packets whose flow is not known yet: number, time, length on the wire, headers, link type, start of the frame.
    waiting: list[tuple[int, Micros, int, Headers, int, bytes]] = field(default_factory=list)


class Fragments:
    """dropped: datagrams given up for age, number or size."""

    def __init__(self) -> None:
        self.table: dict[_Key, Datagram] = {}
        self.dropped = 0
        self.overlaps = 0

    def add(self, piece: Fragment, outer: Outer, data: bytes, time: Micros) -> tuple[Datagram, bytes | None]:
        """The datagram a fragment belongs to, and its whole payload when this fragment completed it."""
        key = (piece.source, piece.destination, piece.identification, piece.protocol, outer)
        gram = self.table.get(key)
        if gram is None or time - gram.started > TIMEOUT_US:
            gram = Datagram(time)
            self.table[key] = gram
        payload = data[piece.start : piece.stop]
        captured_whole = len(payload) == piece.stop - piece.start
        if piece.offset in gram.pieces:
            gram.overlapped = gram.overlapped or gram.pieces[piece.offset] != payload
        elif captured_whole and piece.offset + len(payload) <= MAX_BYTES and len(gram.pieces) < MAX_PIECES:
            gram.pieces[piece.offset] = payload
            gram.size += len(payload)
        if not piece.more and gram.total < 0:
            gram.total = piece.offset + piece.stop - piece.start
        if 0 <= gram.total <= gram.size:
            whole = self._whole(gram)
            if whole is not None:
                del self.table[key]
                return gram, whole
        return gram, None

    def expired(self, time: Micros) -> list[tuple[_Key, Datagram]]:
        """Datagrams given up because they are too old at `time`, or because there are too many; oldest first."""
        gone = []
        while self.table:
            key, gram = next(iter(self.table.items()))
            if time - gram.started <= TIMEOUT_US and len(self.table) <= MAX_DATAGRAMS:
                break
            del self.table[key]
            self.dropped += 1
            gone.append((key, gram))
        return gone

    def _whole(self, gram: Datagram) -> bytes | None:
        out = bytearray()
        for offset in sorted(gram.pieces):
            piece = gram.pieces[offset]
            if offset > len(out):
                return None
            if offset < len(out):
                gram.overlapped = True
                piece = piece[len(out) - offset :]
            out += piece
        if gram.overlapped:
            self.overlaps += 1
        return bytes(out[: gram.total]) if len(out) >= gram.total else None
