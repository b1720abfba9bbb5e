"""Packets kept on disk for a while: a ring of pcapng segments with caps on bytes and age.

Caps hold before a byte is written: the oldest segments go first, so that what is kept never exceeds `max_bytes`, nor
leaves the file system less than `min_free_bytes`. A full disk costs the oldest packets; when nothing is left to delete,
packets are not kept and are counted. A segment is named for the time of its first packet, in µs; beside a finished one
stands an index: its times and how many packets it has.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shutil
import struct
import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np

from collectors.packets.kernel.layout import Array
from model.times import HOUR, MINUTE, Micros, now_us

SUFFIX = ".pcapng"
PIECE = 4 << 20
STALE_US = 10 * MINUTE
WAITING = 16
"""Pieces that may wait for the disk; beyond that packets are not kept, and counted, so that capturing never waits."""


@dataclass(frozen=True, slots=True)
class ShelfSettings:
    folder: Path
    max_bytes: int = 10 << 30
    max_age_us: Micros = 24 * HOUR
    segment_bytes: int = 64 << 20
    min_free_bytes: int = 1 << 30


@dataclass(frozen=True, slots=True)
class Segment:
    """last: time of its last packet; None while it is being written. A segment whose writer was killed has no index, and
    its last packet is as old as the file."""

    path: Path
    first: Micros
    last: Micros | None
    size: int


def segments(folder: Path) -> list[Segment]:
    """Oldest first."""
    out = []
    for path in folder.glob(f"*{SUFFIX}"):
        with contextlib.suppress(OSError, ValueError):
            first = int(path.name.split("-")[0])
            found = path.stat()
            last = _last(path)
            idle = now_us() - found.st_mtime_ns // 1000 > STALE_US
            out.append(
                Segment(path, first, found.st_mtime_ns // 1000 if last is None and idle else last, found.st_size)
            )
    return sorted(out, key=lambda segment: (segment.first, segment.path.name))


def header(link: int) -> bytes:
    """Section header and interface description of a segment (draft-ietf-opsawg-pcapng sections 4.1 and 4.2)."""
    section = struct.pack("<IIIHHqI", 0x0A0D0D0A, 28, 0x1A2B3C4D, 1, 0, -1, 28)
    return section + struct.pack("<IIHHII", 1, 20, link, 0, 0, 20)


class Shelf:
    """Writes segments in a thread of its own. `keep` may be called from one other thread. A context manager."""

    def __init__(self, settings: ShelfSettings, link: int) -> None:
        settings.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.settings = settings
        self.link = link
        self.kept = self.lost = 0
        self._waiting: queue.Queue[tuple[bytes, int, int, int] | None] = queue.Queue(WAITING)
        self._file: BinaryIO | None = None
        self._path = settings.folder
        self._first = self._last = self._size = self._count = 0
        self._spare = np.zeros(PIECE, np.uint8)
        self._old = deque(segments(settings.folder))
        self._total = sum(segment.size for segment in self._old)
        self._thread = threading.Thread(target=self._run, daemon=True, name="fengsui-shelf")
        self._thread.start()

    def __enter__(self) -> Shelf:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def keep(self, block: Array, pos: int, left: int) -> None:
        """Packets of a ring's block. Never waits: what cannot be kept is counted in `lost`."""
        from collectors.packets.kernel.walk import to_pcapng

        while left > 0:
            used, count, first, last, pos, rest = to_pcapng(block, pos, left, self._spare)
            if not count:
                self.lost += left
                return
            left = rest
            self.put(self._spare[:used].tobytes(), count, first, last)

    def put(self, data: bytes, count: int, first: Micros, last: Micros) -> None:
        """Enhanced packet blocks: how many, and the times of the first and last."""
        try:
            self._waiting.put_nowait((data, count, first, last))
        except queue.Full:
            self.lost += count

    def close(self) -> None:
        self._waiting.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (item := self._waiting.get()) is not None:
            data, count, first, last = item
            if self._write(data, first):
                self.kept += count
                self._count += count
                self._last = max(self._last, last)
            else:
                self.lost += count
        self._finish()

    def _write(self, data: bytes, first: Micros) -> bool:
        if self._file is not None and self._size + len(data) > self.settings.segment_bytes:
            self._finish()
        for _ in range(2):
            if not self._make_room(len(data) + 1024):
                return False
            try:
                if self._file is None:
                    self._begin(first)
                assert self._file is not None
                self._file.write(data)
                self._file.flush()
            except OSError:  # the disk is full although it did not look so; what was half written is cut off again
                self._cut()
                self._drop_oldest()
                continue
            self._size += len(data)
            self._total += len(data)
            return True
        return False

    def _begin(self, first: Micros) -> None:
        number = 0
        while (path := self.settings.folder / f"{first:017d}-{number}{SUFFIX}").exists():
            number += 1
        start = header(self.link)
        self._path = path
        self._file = path.open("wb")
        self._first = self._last = first
        self._size = self._count = 0
        self._file.write(start)
        self._size = len(start)
        self._total += len(start)

    def _cut(self) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):
                self._file.seek(self._size)
                os.ftruncate(self._file.fileno(), self._size)

    def _finish(self) -> None:
        if self._file is None:
            return
        with contextlib.suppress(OSError):
            self._file.close()
            index = {"first": self._first, "last": self._last, "packets": self._count}
            _index(self._path).write_text(json.dumps(index))
        self._old.append(Segment(self._path, self._first, self._last, self._size))
        self._file = None

    def _make_room(self, size: int) -> bool:
        """Delete until `size` more bytes are allowed. False: they are not, whatever is deleted."""
        oldest = now_us() - self.settings.max_age_us
        while self._old:
            last = self._old[0].last
            aged = last is not None and last < oldest
            if not aged and self._has_room(size):
                return True
            self._drop_oldest()
        return self._has_room(size)

    def _has_room(self, size: int) -> bool:
        return self._total + size <= self.settings.max_bytes and self._free() - size >= self.settings.min_free_bytes

    def _free(self) -> int:
        return shutil.disk_usage(self.settings.folder).free

    def _drop_oldest(self) -> None:
        if not self._old:
            return
        segment = self._old.popleft()
        with contextlib.suppress(OSError):
            segment.path.unlink(missing_ok=True)
            _index(segment.path).unlink(missing_ok=True)
        self._total -= segment.size


def _index(path: Path) -> Path:
    return path.with_suffix(".json")


def _last(path: Path) -> Micros | None:
    try:
        return int(json.loads(_index(path).read_bytes())["last"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def within(folder: Path, begin: Micros, end: Micros) -> Iterator[Segment]:
    """Segments that may hold packets of that time."""
    for segment in segments(folder):
        if segment.first < end and (segment.last is None or segment.last >= begin):
            yield segment
