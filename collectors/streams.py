"""Byte streams that stay safe on hostile or damaged input: bounded expansion, everything before the damage kept."""

from __future__ import annotations

import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

from model.errors import InputError
from model.times import Micros

HEAD_BYTES = 64 * 1024
RAISE_LIMITS = "unpack it first, or raise the limit"
DAMAGE = (OSError, EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a compressed input may become. max_total_bytes: all members of one archive together; max_ratio: expanded
    size over compressed size, asked only past ratio_from_bytes (deflate reaches 1032, honest logs rarely pass 100)."""

    max_members: int = 10_000
    max_total_bytes: int = 256 * 1024**3
    max_ratio: int = 300
    ratio_from_bytes: int = 64 * 1024**2


def damage(stream: BinaryIO) -> tuple[str, str] | None:
    """Why a stream ended before its end: (reason slug, message), or None when it did not."""
    return getattr(stream, "fault", None)


class Budget:
    """Expanded bytes one member may still become, beside what its archive has already used."""

    def __init__(self, limits: Limits, packed: int, spent: int = 0) -> None:
        self.limits = limits
        self.packed = packed
        self.spent = spent
        self.reached = 0

    @property
    def total(self) -> int:
        return self.spent + self.reached

    def refuse(self, position: int) -> str:
        """Why `position` is further than allowed, or an empty string."""
        self.reached = max(self.reached, position)
        limits = self.limits
        if self.total > limits.max_total_bytes:
            return f"expands to more than {limits.max_total_bytes} bytes; {RAISE_LIMITS}"
        if self.reached > limits.ratio_from_bytes and self.reached > self.packed * limits.max_ratio:
            return f"expands more than {limits.max_ratio} times, as a decompression bomb does; {RAISE_LIMITS}"
        return ""


class BoundedStream(io.BufferedIOBase):
    """A decompressing stream that ends, and keeps the reason in `fault`, where reading on is unsafe or impossible."""

    def __init__(self, fresh: Callable[[], BinaryIO], budget: Budget, modified_us: Micros, outer: Any = None) -> None:
        self.fault: tuple[str, str] | None = None
        self.modified_us = modified_us
        self._fresh = fresh
        self._budget = budget
        self._outer = outer
        self._raw: BinaryIO | None = None

    def _open(self) -> BinaryIO:
        if self._raw is None:
            self._raw = self._fresh()
        return self._raw

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        if self.fault is not None:
            return b""
        if size is None or size < 0:
            return b"".join(iter(lambda: self.read(1 << 20), b""))
        data = self._some(size)
        if not data or len(data) == size:
            return data
        parts, got = [data], len(data)
        while got < size and (data := self._some(size - got)):
            parts.append(data)
            got += len(data)
        return b"".join(parts)

    def _some(self, size: int) -> bytes:
        """At least one byte, at most `size`; none at the end, or with `fault` set where reading has to stop."""
        if self.fault is not None:
            return b""
        try:
            raw = self._open()
            data = raw.read(size)
            refusal = self._budget.refuse(raw.tell())
        except DAMAGE as error:
            self.fault = ("input.damaged", f"the compressed data is damaged or cut off: {error}")
            return b""
        if not data and size and self._outer is not None:
            self.fault = damage(self._outer)
        if refusal:
            self.fault = ("input.limit", refusal)
            return b""
        return data

    read1 = read

    def readinto(self, buffer: Any, /) -> int:
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def tell(self) -> int:
        return self._open().tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Forward by decompressing, backward by starting again; the limits hold for the furthest byte reached."""
        try:
            raw = self._open()
            target = offset if whence == io.SEEK_SET else (raw.tell() + offset if whence == io.SEEK_CUR else None)
            if target is None or target > raw.tell():
                self._forward(target)
                if whence == io.SEEK_END and offset:
                    raw.seek(raw.tell() + offset)
            else:
                raw.seek(target)
                self.fault = None
            return raw.tell()
        except DAMAGE as error:
            self.fault = ("input.damaged", f"the compressed data is damaged or cut off: {error}")
            return 0

    def _forward(self, target: int | None) -> None:
        while target is None or self.tell() < target:
            want = 1 << 20 if target is None else min(1 << 20, target - self.tell())
            if not self.read(want):
                return


class Gunzip(io.BufferedIOBase):
    """Gzip members one after another. Unlike `gzip.GzipFile` it gives every byte there is before it raises EOFError or
    zlib.error. Zero padding between and after members is allowed (RFC 1952 says nothing; gzip does)."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._zip = zlib.decompressobj(31)
        self._fed = False  # whether the present member has had a byte
        self._at = 0

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def read(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        assert size >= 0
        while size:
            if self._zip.eof:
                rest = self._zip.unused_data.lstrip(b"\0") or self._raw.read(65536).lstrip(b"\0")
                if not rest:
                    return b""
                self._zip, self._fed = zlib.decompressobj(31), True
                data = self._zip.decompress(rest, size)
            else:
                packed = self._zip.unconsumed_tail or self._raw.read(65536)
                if not packed:
                    if self._fed:
                        data = self._zip.flush()
                        self._fed = False
                        if data:
                            self._at += len(data)
                            return data
                    raise EOFError("the gzip data ends before its end mark")
                self._fed = True
                data = self._zip.decompress(packed, size)
            if data:
                self._at += len(data)
                return data
        return b""

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        if whence != io.SEEK_SET:
            raise io.UnsupportedOperation("only to a position from the start")
        if offset < self._at:
            self._raw.seek(0)
            self._zip, self._fed, self._at = zlib.decompressobj(31), False, 0
        while self._at < offset and self.read(min(1 << 20, offset - self._at)):
            pass
        return self._at


class Slice(io.BufferedIOBase):
    """A stretch of a stream that several members share; gives what there is when the stream ends within it."""

    def __init__(self, raw: BinaryIO, begin: int, size: int) -> None:
        self._raw, self._begin, self._size, self._at = raw, begin, size, 0

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def read(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        want = min(size, self._size - self._at) if size >= 0 else self._size - self._at
        if want <= 0:
            return b""
        if self._raw.tell() != self._begin + self._at:
            self._raw.seek(self._begin + self._at)
        data = self._raw.read(want)
        self._at += len(data)
        return data

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, min(self._size, base + offset))
        return self._at


class ForwardStream(io.BufferedIOBase):
    """A pipe: seekable forward, and back to the start until more than the head has been read."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._head = b""
        self._at = 0
        self._past = False

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def tell(self) -> int:
        return self._at

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0:
            return b"".join(iter(lambda: self.read(1 << 20), b""))
        if self._at < len(self._head):
            data = self._head[self._at : self._at + size]
        else:
            read1 = getattr(self._raw, "read1", self._raw.read)  # what has arrived, without waiting for all of `size`
            data = read1(size)
            if len(self._head) + len(data) <= HEAD_BYTES and not self._past:
                self._head += data
            else:
                self._past = True
        self._at += len(data)
        return data

    read1 = read

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        target = offset if whence == io.SEEK_SET else self._at + offset
        if whence == io.SEEK_END or (target < self._at and (self._past or target > len(self._head))):
            raise io.UnsupportedOperation("a pipe cannot be read again")
        if target < self._at:
            self._at = target
        while self._at < target and self.read(min(1 << 20, target - self._at)):
            pass
        return self._at


class Unreadable(io.BufferedIOBase):
    """Stands for a member that cannot be read; says why when someone tries."""

    def __init__(self, why: str, where: str) -> None:
        self.unreadable = why
        self._where = where

    def readable(self) -> bool:
        return True

    def read(self, _size: int | None = -1, /) -> bytes:
        raise InputError(self.unreadable, where=self._where, hint="unpack it first")
