"""Following a growing file through rotation: rename and create, copy and truncate, truncation.

Poll based and without a clock or a sleep of its own: the caller asks, waits, asks again. What it has to remember is a
`Position`, three plain values that a checkpoint can hold.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from collectors.contract import Quarantined, RawRecord
from collectors.inputs import HEAD_BYTES, fingerprint

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
    again at a file's start, empty when it did not. lost: bytes of the old file that vanished unread."""

    records: list[RawRecord | Quarantined]
    position: Position
    more: bool = False
    reset: str = ""
    lost: int = 0


def cut_lines(data: bytes, position: int, final: bool) -> tuple[list[RawRecord | Quarantined], int]:
    """Complete lines as records; a last line without its end is left, unless `final`."""
    from io import BytesIO

    from collectors.logs.lines import lines

    used = len(data) if final else data.rfind(b"\n") + 1
    moved = [_moved(record, position) for record in lines(BytesIO(data[:used]))]
    return moved, used


def _moved(record: RawRecord | Quarantined, by: int) -> RawRecord | Quarantined:
    if isinstance(record, RawRecord):
        return RawRecord(record.data, record.position + by, record.end + by, record.meta)
    return Quarantined(record.reason, record.message, record.position + by, record.data, record.meta)


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

    def poll(self) -> Polled:
        """What has been written since. An absent file gives nothing: it may be between rename and create.

        Raises OSError when the file cannot be read for another reason.
        """
        reset, lost = self._find()
        if self._file is None:
            return Polled([], self._at, reset=reset, lost=lost)
        data = os.pread(self._file, READ_BYTES, self._at.offset)
        rotated = self._rotated()
        full = len(data) == READ_BYTES
        records, used = self._cut(data, self._at.offset, rotated and not full)
        if not used and full:
            records, used = self._cut(data, self._at.offset, True)  # a record longer than a read must not stop reading
        mark = self._at.fingerprint or self._mark()
        self._at = Position(self._at.inode, mark, self._at.offset + used)
        if rotated and not full:
            self.close()
            self._at = Position()
            return Polled(records, self._at, more=True, reset=reset or "rotated", lost=lost)
        return Polled(records, self._at, more=full, reset=reset, lost=lost)

    def _rotated(self) -> bool:
        """Whether the path now names another file than the open one, which will therefore grow no more."""
        try:
            return os.stat(self._path).st_ino != self._at.inode
        except FileNotFoundError:
            return False  # renamed, and its successor not yet there: its writer may still hold it

    def _find(self) -> tuple[str, int]:
        """Open the file to read, or see that the open one was truncated. Returns (reset, lost)."""
        if self._file is None:
            return self._open()
        size = os.fstat(self._file).st_size
        if size < self._at.offset or (self._at.fingerprint and size and self._mark() != self._at.fingerprint):
            self._at = Position(self._at.inode)
            return "truncated", 0  # how much was written and removed between two polls cannot be known
        return "", 0

    def _open(self) -> tuple[str, int]:
        at = self._at
        path = self._path if at.inode == 0 else self._same_file(at) or self._path
        try:
            self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        except FileNotFoundError:
            return "", 0
        info = os.fstat(self._file)
        same = info.st_ino == at.inode and info.st_size >= at.offset
        if at.inode and same and (not at.fingerprint or self._mark() == at.fingerprint):
            return "", 0
        self._at = Position(info.st_ino)
        return ("replaced", 0) if at.inode else ("", 0)

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
        """Fingerprint of the open file once its first line is complete."""
        assert self._file is not None
        head = os.pread(self._file, HEAD_BYTES, 0)
        if b"\n" not in head and len(head) < HEAD_BYTES:
            return ""
        return fingerprint(head)
