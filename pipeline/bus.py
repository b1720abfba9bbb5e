"""The embedded bus: a durable spool per network source, between the socket and the pipeline.

Files and recordings can be read again; a datagram cannot. What a listener receives is appended here first, and removed
only after the pipeline has committed it. One process appends, one reads; both may be killed at any moment.

A spool is a folder of segment files `00000001.seg`, numbered for ever upwards. A frame is

    length of payload   u32 big endian
    CRC-32 of payload   u32 big endian
    payload             MessagePack: an array of six, one record: [received_us, peer, transport, data, reason, message],
                        or of nine, a block: [form, data, received_us, transport, peers, lengths, senders, key, first]

reason and message are empty, or say why the listener could not accept the record (too long …).

A position is (segment number, byte offset). A torn last frame (power loss) is cut off when the appender opens; a frame
whose CRC does not hold inside a segment is reported and the rest of that segment is skipped, never silently.
"""

from __future__ import annotations

import errno
import os
import struct
import threading
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec

from collectors.contract import Arrived, Block, Quarantined, RawRecord
from model.errors import StoreError

_HEAD = struct.Struct(">II")
SEGMENT_BYTES = 16 * 1024 * 1024
MAX_FRAME = 16 * 1024 * 1024
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(tuple[int, str, str, bytes, str, str]).decode
_decode_block = msgspec.msgpack.Decoder(
    tuple[Literal["lines", "texts", "whole"], bytes, int, str, tuple[str, ...], bytes, bytes, str, int]
).decode
_BLOCK = b"\x99"  # MessagePack: an array of nine


class SpoolFull(StoreError):
    """The spool holds as much as it may; the sender must wait or the record is lost and counted by the listener."""

    code = "spool.full"


@dataclass(frozen=True, slots=True, order=True)
class Position:
    segment: int
    offset: int


class SpoolWriter:
    """The appending side. Survives `kill -9` of this process (data is in the kernel after `append`); `sync` makes it
    survive power loss and may run in another thread. One thread appends."""

    def __init__(self, folder: Path, *, max_bytes: int, segment_bytes: int = SEGMENT_BYTES) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._segment_bytes = segment_bytes
        folder.mkdir(parents=True, exist_ok=True)
        numbers = _segments(folder)
        # A number is never used twice, even when everything has been read and removed: it is part of event ids.
        self._number = max(numbers[-1] if numbers else 0, _last_used(folder))
        if self._number == 0:
            self._number = 1
        self._full: list[int] = []  # segments written to their end and not synced yet
        self._files = threading.Lock()
        self._file, self._size = self._open(self._number)
        self._pending = self.pending_bytes()

    def _open(self, number: int) -> tuple[int, int]:
        """The file, and how much of it is good."""
        path = _path(self._folder, number)
        handle = os.open(path, os.O_CREAT | os.O_RDWR | os.O_APPEND | os.O_CLOEXEC, 0o640)
        try:
            good = _good_length(path)
            if os.fstat(handle).st_size > good:
                os.ftruncate(handle, good)
            (self._folder / "last").write_text(str(number))
        except OSError:
            os.close(handle)
            raise
        return handle, good

    def append(self, records: Sequence[Arrived]) -> None:
        """Append all or none. Raises SpoolFull when they do not fit below `max_bytes`, or on the disk."""
        frames = bytearray()
        for record in records:
            payload = _payload(record)
            frames += _HEAD.pack(len(payload), zlib.crc32(payload))
            frames += payload
        if self._pending + len(frames) > self._max_bytes:
            self._pending = self.pending_bytes()  # the reader may have removed something
        if self._pending + len(frames) > self._max_bytes:
            raise SpoolFull(
                f"the spool holds {self._pending} bytes and may hold {self._max_bytes}",
                where=str(self._folder),
                hint="the pipeline is behind or stopped; see `fengsui sources list`, or raise pipeline.spool_max_bytes",
            )
        try:
            self._write(frames)
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            raise SpoolFull(
                f"the spool cannot grow: {error.strerror}", where=str(self._folder), hint="make room on its disk"
            ) from error

    def _write(self, frames: bytearray) -> None:
        if self._size and self._size + len(frames) > self._segment_bytes:
            opened, size = self._open(self._number + 1)
            with self._files:
                self._full.append(self._file)
                self._file = opened
            self._number += 1
            self._size = size
        view = memoryview(frames)
        try:
            while view:
                view = view[os.write(self._file, view) :]
        except OSError:
            os.ftruncate(self._file, self._size)  # all or none
            raise
        self._size += len(frames)
        self._pending += len(frames)

    def pending_bytes(self) -> int:
        """Bytes on disk not yet removed by the reader."""
        total = 0
        for number in _segments(self._folder):
            try:
                total += _path(self._folder, number).stat().st_size
            except FileNotFoundError:  # the reader removed it meanwhile
                continue
        return total

    def sync(self) -> None:
        """Whatever was appended before this call survives power loss when it returns."""
        with self._files:
            full, self._full = self._full, []
            last = os.dup(self._file)
        for handle in (*full, last):
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

    def close(self) -> None:
        self.sync()
        os.close(self._file)


def _payload(record: Arrived) -> bytes:
    if isinstance(record, Block):
        place = (record.received_us, record.transport, record.peers)
        return _encode((record.form, record.data, *place, record.lengths, record.senders, record.key, record.first))
    meta = record.meta
    why = (record.reason, record.message) if isinstance(record, Quarantined) else ("", "")
    stamp = (int(meta.get("received_us", 0)), str(meta.get("peer", "")), str(meta.get("transport", "")))
    return _encode((*stamp, record.data, *why))


class SpoolReader:
    """The reading side. It holds no position of its own: the checkpoint in the state database does."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(
        self, after: Position | None, limit: int, max_bytes: int
    ) -> tuple[list[RawRecord | Quarantined], Position]:
        """Up to `limit` records after a position, and the position behind the last of them; a block is read whole.

        RawRecord.position is an offset in the segment that no other record has; a batch never crosses segments, so that
        (segment, offset) stays a record's identity.
        """
        position = after or Position(0, 0)
        for number in _segments(self._folder):
            if number < position.segment:
                continue
            offset = position.offset if number == position.segment else 0
            out: list[RawRecord | Quarantined] = []
            began = -1
            while not out and offset != began:  # a block may hold nothing but empty lines
                began = offset
                for items, end in self._frames(number, offset, max_bytes):
                    out += items
                    offset = end
                    if len(out) >= limit:
                        break
            if out:
                return out, Position(number, offset)
        return [], position

    def _frames(
        self, number: int, offset: int, max_bytes: int
    ) -> Iterator[tuple[Sequence[RawRecord | Quarantined], int]]:
        """Whole frames among the next `max_bytes`, at least one if there is one, each with where it ends."""
        try:
            with _path(self._folder, number).open("rb") as file:
                file.seek(offset)
                data = file.read(max_bytes)
                if len(data) >= _HEAD.size:
                    first = _HEAD.size + min(_HEAD.unpack_from(data)[0], MAX_FRAME)
                    data += file.read(max(0, first - len(data)))
        except FileNotFoundError:
            return
        at = 0
        while at + _HEAD.size <= len(data):
            length, crc = _HEAD.unpack_from(data, at)
            payload = data[at + _HEAD.size : at + _HEAD.size + length]
            if len(payload) < length <= MAX_FRAME:
                return  # beyond what was asked for, being written right now, or torn (the appender repairs it)
            end = at + _HEAD.size + length
            try:
                if zlib.crc32(payload) != crc:
                    raise ValueError("checksum")
                found = _records(payload, offset + at, offset + end)
            except (ValueError, IndexError, msgspec.MsgspecError):
                rest = self._rest(number, offset + at)
                damaged = Quarantined("spool.corrupt", "a spool frame fails its checksum", offset + at, rest)
                yield [damaged], offset + at + len(rest)
                return
            yield found, offset + end
            at = end

    def _rest(self, number: int, offset: int) -> bytes:
        """What lies behind a damaged frame: no later frame can be found, so the quarantine gets all of it."""
        with _path(self._folder, number).open("rb") as file:
            file.seek(offset)
            return file.read()

    def acknowledge(self, position: Position) -> None:
        """Everything before `position` is committed: remove segments that lie wholly before it."""
        for number in _segments(self._folder):
            if number < position.segment:
                _path(self._folder, number).unlink(missing_ok=True)

    def backlog_bytes(self, after: Position | None) -> int:
        position = after or Position(0, 0)
        total = 0
        for number in _segments(self._folder):
            if number >= position.segment:
                try:
                    total += _path(self._folder, number).stat().st_size
                except FileNotFoundError:
                    continue
                if number == position.segment:
                    total -= position.offset
        return total


def _records(payload: bytes, position: int, end: int) -> list[RawRecord | Quarantined]:
    if payload.startswith(_BLOCK):
        block = Block(*_decode_block(payload))
        return list(block.records(position + _HEAD.size, end))
    received_us, peer, transport, body, reason, message = _decode(payload)
    meta: dict[str, str | int] = {"received_us": received_us, "peer": peer, "transport": transport}
    if reason:
        return [Quarantined(reason, message, position, body, meta)]
    return [RawRecord(body, position, end, meta)]


def _path(folder: Path, number: int) -> Path:
    return folder / f"{number:08d}.seg"


def _segments(folder: Path) -> list[int]:
    if not folder.is_dir():
        return []
    return sorted(int(entry.name[:-4]) for entry in os.scandir(folder) if entry.name.endswith(".seg"))


def _last_used(folder: Path) -> int:
    try:
        return int((folder / "last").read_text())
    except (FileNotFoundError, ValueError):
        return 0


def _good_length(path: Path) -> int:
    """Bytes up to the end of the last whole frame; a torn frame at the end is what a crash leaves."""
    data = path.read_bytes()
    at = 0
    while at + _HEAD.size <= len(data):
        length, _ = _HEAD.unpack_from(data, at)
        end = at + _HEAD.size + length
        if length > MAX_FRAME:
            return len(data)  # not a torn tail but damage: leave it for the reader to quarantine
        if end > len(data):
            break
        at = end
    return at
