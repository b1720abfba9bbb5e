"""Following a growing file through rotation: rename and create, copy and truncate, truncation.

Poll based and without a clock or a sleep of its own: the caller asks, waits, asks again. What it has to remember is a
`Position`, three plain values that a checkpoint can hold.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from collectors.contract import Quarantined, RawRecord
from collectors.inputs import HEAD_BYTES, fingerprint
from collectors.logs.lines import lines

READ_BYTES = 4 << 20
Cut = Callable[[bytes, int, bool], tuple[list[RawRecord | Quarantined], int]]


@dataclass(frozen=True, slots=True)
class Position:
    """inode: of the file being read; fingerprint: of its first line (empty until that line is complete); offset: the
    first byte not yet returned as part of a record."""

    inode: int = 0
    fingerprint: str = ""
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Polled:
    """position: what to checkpoint with these records. more: there is more to read at once. reset: why reading began
    again at a file's start (rotated, replaced, truncated), empty when it did not."""

    records: list[RawRecord | Quarantined]
    position: Position
    more: bool = False
    reset: str = ""


def cut_lines(data: bytes, position: int, final: bool) -> tuple[list[RawRecord | Quarantined], int]:
    """Complete lines as records; a last line without its end is left, unless `final`."""
    used = len(data) if final else data.rfind(b"\n") + 1
    moved = [_moved(record, position) for record in lines(BytesIO(data[:used]))]
    return moved, used


def _moved(record: RawRecord | Quarantined, by: int) -> RawRecord | Quarantined:
    if isinstance(record, RawRecord):
        return RawRecord(record.data, record.position + by, record.end + by, record.meta)
    end = record.end + by if record.end >= 0 else -1
    return Quarantined(record.reason, record.message, record.position + by, record.data, record.meta, end)


class Tail:
    """One path. A rotated file is read to its end before the new one is begun, as long as it is in the same folder."""

    def __init__(self, path: Path, position: Position = Position(), cut: Cut = cut_lines) -> None:
        self._path = path
        self._cut = cut
        self._at = position
        self._file: int | None = None
        self._began = False

    @property
    def position(self) -> Position:
        return self._at

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def poll(self, *, flush: bool = False) -> Polled:
        """What has been written since. An absent file gives nothing: it may be between rename and create.

        flush: take what is held back as complete too, for a caller that has seen nothing new for long enough.
        Raises OSError when the file cannot be read for another reason.
        """
        reset = self._find()
        if self._file is None:
            return Polled([], self._at, reset=reset)
        data = os.pread(self._file, READ_BYTES, self._at.offset)
        rotated = self._rotated()
        full = len(data) == READ_BYTES
        records, used = self._cut(data, self._at.offset, (rotated or flush) and not full)
        if not used and full:
            records, used = self._cut(data, self._at.offset, True)  # a record longer than a read must not stop reading
        mark = self._at.fingerprint or self._mark()
        self._at = Position(self._at.inode, mark, self._at.offset + used)
        if rotated and not full:
            self.close()
            self._at = Position()
            return Polled(records, self._at, more=True, reset=reset or "rotated")
        return Polled(records, self._at, more=full, reset=reset)

    def _rotated(self) -> bool:
        """Whether the path now names another file with something in it: its writer has let go of the open one.

        Rotation creates the new file before the writer is told to reopen, so an empty successor says nothing yet.
        """
        try:
            info = self._path.stat()
        except FileNotFoundError:
            return False
        return info.st_ino != self._at.inode and info.st_size > 0

    def _find(self) -> str:
        """Open the file to read, or see that the open one was truncated. Returns why reading starts again."""
        if self._file is None:
            return self._open()
        size = os.fstat(self._file).st_size
        if size < self._at.offset or (self._at.fingerprint and size and self._mark() != self._at.fingerprint):
            self._at = Position(self._at.inode)
            return "truncated"
        return ""

    def _open(self) -> str:
        at = self._at
        path = self._path if at.inode == 0 else self._same_file(at) or self._path
        try:
            self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        except FileNotFoundError:
            return ""
        info = os.fstat(self._file)
        same = info.st_ino == at.inode and info.st_size >= at.offset
        if at.inode and same and (not at.fingerprint or self._mark() == at.fingerprint):
            return ""
        self._at = Position(info.st_ino)
        return "replaced" if at.inode else ""

    def _same_file(self, at: Position) -> Path | None:
        """Where the file of a checkpoint is now: under its own name, or renamed beside it."""
        try:
            candidates = [self._path, *sorted(self._path.parent.glob(self._path.name + "*"))]
        except OSError:
            return None
        for candidate in candidates:
            try:
                if candidate.stat().st_ino == at.inode:
                    return candidate
            except OSError:
                continue
        return None

    def _mark(self) -> str:
        """Fingerprint of the open file, as `open_input` gives it; empty until the first line that counts is complete."""
        assert self._file is not None
        head = os.pread(self._file, HEAD_BYTES, 0)
        end = 0
        while (cut := head.find(b"\n", end)) >= 0:
            line, end = head[end:cut], cut + 1
            if line.strip() and not line.startswith(b"#"):
                return fingerprint(head[:end])
        return fingerprint(head) if len(head) == HEAD_BYTES else ""
