"""Opening what an operator names: a file, a compressed file, an archive, standard input.

In:  a path, or `-`.
Out: `Input` values, one per file inside, each a byte stream with its first bytes and a fingerprint.
Not: deciding what kind of records they hold (`collectors.registry`), nor reading a whole input into memory.

Compressed input is hostile until read: size and expansion are bounded by `Limits`, and damage (a truncated gzip, a bad
checksum) ends the stream early instead of raising, so that everything before it is used. `damage` tells, and every
record source quarantines it under `input.damaged` or `input.limit`.
"""

from __future__ import annotations

import io
import os
import stat
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from collectors.contract import Quarantined
from collectors.streams import (
    DAMAGE,
    HEAD_BYTES,
    RAISE_LIMITS,
    BoundedStream,
    Budget,
    ForwardStream,
    Gunzip,
    Limits,
    Slice,
    Unreadable,
    damage,
)
from model.errors import InputError
from model.event import digest
from model.times import SECOND, Micros, from_datetime

__all__ = ["HEAD_BYTES", "Input", "Limits", "damage", "damaged", "fingerprint", "open_input", "written_us"]

_DEFAULT = Limits()
_GZIP = b"\x1f\x8b"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_EVTX = b"ElfFile\x00"
_EVTX_FIRST_RECORD = 4096 + 512  # file header, then the header of the first chunk (MS-EVEN6, libevtx documentation)


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read. `stream` is at its start and closes when the next Input is asked for.

    name: the file's own name without a compression suffix, for recognising it; path: where it is, for people and
    `log.file.path` (`archive.zip!member.json`). size: bytes after decompression, None when unknown without reading.
    head: the first 64 KiB. modified_us: when the file was last written, None when unknown.
    """

    name: str
    path: str
    stream: BinaryIO
    size: int | None
    fingerprint: str
    head: bytes
    modified_us: Micros | None = None


def open_input(path: str | Path, limits: Limits = _DEFAULT) -> Iterator[Input]:
    """Every file at `path`: itself, the content of `.gz`, the members of `.zip`, `.tar`, `.tar.gz`/`.tgz`; `-` is stdin.

    The content decides, not the suffix. A member that cannot be read at all (encrypted, unknown compression) is still
    yielded, and reading its stream raises InputError. Directories, links and macOS `__MACOSX/` companions are not
    records and are left out; archives inside archives are not opened, a `.gz` inside one is.
    """
    if str(path) == "-":
        yield _input("-", "-", ForwardStream(sys.stdin.buffer), None, None)
        return
    path = Path(path)
    try:
        info = path.stat()
        if stat.S_ISDIR(info.st_mode):
            raise InputError("is a folder", where=str(path), hint="name the files inside it")
        raw = cast("BinaryIO", path.open("rb"))
    except OSError as error:
        raise InputError(f"cannot be opened: {error.strerror}", where=str(path)) from error
    with raw:
        modified = info.st_mtime_ns // 1000
        if not stat.S_ISREG(info.st_mode):
            yield _input(path.name, str(path), ForwardStream(raw), None, modified)
            return
        magic = raw.read(4)
        raw.seek(0)
        if magic in _ZIP:
            yield from _zip_members(raw, path, limits)
        elif magic.startswith(_GZIP):
            yield from _gzip(raw, path, info.st_size, modified, limits)
        elif _is_tar(raw):
            yield from _tar_members(raw, path, info.st_size, limits)
        else:
            yield _input(path.name, str(path), raw, info.st_size, modified)


def fingerprint(head: bytes, stream: BinaryIO | None = None, size: int | None = None) -> str:
    """Digest that stays the same when the same input is read again under another name, or has grown by whole records.

    Line files: the first line with any `#` lines before it (at most 64 KiB); growing and renaming do not touch it, and
    two files that begin alike differ by position and content in `event.id`. EVTX: the first record, since the headers
    before it change while the log is written. Other binary files (captures) and documents spread over lines: first and
    last 64 KiB and the size; they are taken as finished. Without a seekable `stream`: the first 64 KiB.
    """
    if head.startswith(_EVTX):
        size_at = head[_EVTX_FIRST_RECORD + 4 : _EVTX_FIRST_RECORD + 8]
        length = min(int.from_bytes(size_at, "little"), HEAD_BYTES)
        return digest("evtx", head[_EVTX_FIRST_RECORD : _EVTX_FIRST_RECORD + length])
    if b"\0" not in head[:4096]:
        first = _first_line(head)
        if len(first.strip()) > 2:  # else `[` or `{` alone: the head of every pretty-printed document
            return digest("line", first)
    if stream is None or not stream.seekable():
        return digest("head", head)
    end = stream.seek(0, io.SEEK_END) if size is None else size
    stream.seek(max(0, end - HEAD_BYTES))
    tail = stream.read(HEAD_BYTES)
    stream.seek(0)
    return digest("whole", head, tail, end)


def damaged(stream: BinaryIO, position: int) -> Iterator[Quarantined]:
    """What a record source yields last: one Quarantined when the stream ended early, else nothing."""
    fault = damage(stream)
    if fault is not None:
        yield Quarantined(fault[0], fault[1], position, b"")


def written_us(stream: BinaryIO) -> Micros | None:
    """When the file behind a stream was last written, if it has one; a reference for stamps without a year."""
    known = getattr(stream, "modified_us", None)
    if known is not None:
        return int(known)
    try:
        info = os.fstat(stream.fileno())
    except (OSError, AttributeError, ValueError):
        return None
    return info.st_mtime_ns // 1000 if stat.S_ISREG(info.st_mode) else None


def _first_line(head: bytes) -> bytes:
    end = 0
    while True:
        start, end = end, head.find(b"\n", end) + 1
        if not end:
            return head
        line = head[start:end]
        if line.strip() and not line.startswith(b"#"):
            return head[:end].rstrip(b"\r\n")


def _input(name: str, path: str, stream: Any, size: int | None, modified: Micros | None) -> Input:
    head = b""
    if getattr(stream, "unreadable", None) is None:
        head = stream.read(HEAD_BYTES)
        stream.seek(0)
        mark = fingerprint(head, stream, size)
    else:
        mark = digest("unreadable", path)
    return Input(name, path, cast("BinaryIO", stream), size, mark, head, modified)


def _is_tar(raw: BinaryIO) -> bool:
    block = raw.read(512)
    raw.seek(0)
    return block[257:262] == b"ustar"


def _gzip(raw: BinaryIO, path: Path, packed: int, modified: Micros, limits: Limits) -> Iterator[Input]:
    def fresh() -> BinaryIO:
        raw.seek(0)
        return cast("BinaryIO", Gunzip(raw))

    budget = Budget(limits, packed)
    stream = BoundedStream(fresh, budget, modified)
    block = stream.read(512)
    stream.seek(0)
    if block[257:262] == b"ustar":
        yield from _tar_members(cast("BinaryIO", stream), path, packed, limits)
    else:
        yield _input(path.name.removesuffix(".gz"), str(path), stream, None, modified)


def _zip_members(raw: BinaryIO, path: Path, limits: Limits) -> Iterator[Input]:
    try:
        archive = zipfile.ZipFile(raw)
    except DAMAGE as error:
        raise InputError(f"is a damaged zip archive: {error}", where=str(path)) from error
    with archive:
        spent = 0
        for count, member in enumerate(archive.infolist()):
            where = f"{path}!{member.filename}"
            if count >= limits.max_members:
                raise InputError(f"holds more than {limits.max_members} files", where=str(path), hint=RAISE_LIMITS)
            if member.is_dir() or _is_companion(member.filename):
                continue
            modified = _zip_time(member.date_time)
            if member.flag_bits & 1:
                yield _input(member.filename, where, Unreadable("is encrypted", where), None, modified)
                continue
            budget = Budget(limits, max(1, member.compress_size), spent)
            stream = BoundedStream(_opener(archive, member), budget, modified)
            yield from _member(stream, member.filename, where, member.file_size, budget, modified)
            spent = budget.total
            stream.close()


def _opener(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Callable[[], BinaryIO]:
    return lambda: cast("BinaryIO", archive.open(member))


def _tar_members(raw: BinaryIO, path: Path, packed: int, limits: Limits) -> Iterator[Input]:
    spent = 0
    try:
        archive = tarfile.open(fileobj=raw, mode="r:")  # noqa: SIM115 - closed with `raw`
        count = 0
        while (member := archive.next()) is not None:
            archive.members = []  # type: ignore[attr-defined]  # else every header of a huge archive stays in memory
            count += 1
            where = f"{path}!{member.name}"
            if count > limits.max_members:
                raise InputError(f"holds more than {limits.max_members} files", where=str(path), hint=RAISE_LIMITS)
            if not member.isfile() or _is_companion(member.name):
                continue
            modified = max(0, int(member.mtime * SECOND))
            if member.issparse():
                yield _input(member.name, where, Unreadable("is a sparse tar member", where), None, modified)
                continue
            budget = Budget(limits, packed, spent)
            source = cast("BinaryIO", Slice(raw, member.offset_data, member.size))
            stream = BoundedStream(lambda source=source: source, budget, modified, outer=raw)  # type: ignore[misc]
            yield from _member(stream, member.name, where, member.size, budget, modified)
            spent = budget.total
    except DAMAGE as error:
        raise InputError(f"is a damaged archive: {error}", where=str(path)) from error
    fault = damage(raw)
    if fault is not None:
        raise InputError(fault[1], where=str(path))


def _member(
    stream: BoundedStream, name: str, where: str, size: int, budget: Budget, modified: Micros
) -> Iterator[Input]:
    if stream.read(2) != _GZIP:
        stream.seek(0)
        yield _input(name, where, stream, size, modified)
        return

    def fresh() -> BinaryIO:
        stream.seek(0)
        return cast("BinaryIO", Gunzip(cast("BinaryIO", stream)))

    inner = BoundedStream(fresh, Budget(budget.limits, max(1, size), budget.total), modified, outer=stream)
    yield _input(name.removesuffix(".gz"), where, inner, None, modified)


def _is_companion(name: str) -> bool:
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith("._")


def _zip_time(parts: tuple[int, int, int, int, int, int]) -> Micros:
    try:
        return from_datetime(datetime(*parts, tzinfo=UTC))
    except ValueError:
        return 0
