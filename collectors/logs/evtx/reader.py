"""Finding records in an EVTX file, chunk by chunk, so that one bad record or chunk never costs the others.

An EVTX file is a 4 KiB header and 64 KiB chunks; a chunk carries everything its records need (libevtx documentation,
"Windows XML Event Log (EVTX) format"). Each chunk is given to the parser behind a fresh header, which bounds memory and
makes a record's byte offset its position. The parser renders binary XML as JSON; that text is the raw record.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections import defaultdict, deque
from collections.abc import Iterator
from typing import BinaryIO

from evtx import PyEvtxParser

from collectors.contract import Quarantined, RawRecord
from collectors.inputs import damaged

FILE_MAGIC = b"ElfFile\x00"
CHUNK_MAGIC = b"ElfChnk\x00"
HEADER_BYTES = 4096
CHUNK_BYTES = 65536
_FIRST_RECORD = 512
_RECORD_MAGIC = b"\x2a\x2a\x00\x00"
_RECORD_HEADER = struct.Struct("<4sIQQ")  # magic, size, record number, FILETIME
_MIN_RECORD = 28  # header and the copy of the size at the end


def _one_chunk_header() -> bytes:
    """A file header that announces one chunk: version 3.1, header block of 4096 bytes, its CRC at offset 124."""
    header = bytearray(HEADER_BYTES)
    struct.pack_into("<8sQQQIHHHH", header, 0, FILE_MAGIC, 0, 0, 1, 128, 1, 3, HEADER_BYTES, 1)
    struct.pack_into("<I", header, 124, zlib.crc32(header[:120]))
    return bytes(header)


_HEADER = _one_chunk_header()


def records(stream: BinaryIO, start: int = 0) -> Iterator[RawRecord | Quarantined]:
    """Records in file order from byte offset `start`. Reasons: `evtx.header`, `evtx.chunk`, `evtx.record`,
    `evtx.truncated`. Unused (all zero) chunks are passed over."""
    stream.seek(0)
    header = _read(stream, HEADER_BYTES)
    if len(header) < HEADER_BYTES or not header.startswith(FILE_MAGIC):
        reason = "evtx.header" if len(header) == HEADER_BYTES else "evtx.truncated"
        if start == 0 and header:
            yield Quarantined(reason, "no EVTX file header; chunks after it are still read", 0, header)
    base = HEADER_BYTES + max(0, start - HEADER_BYTES) // CHUNK_BYTES * CHUNK_BYTES
    stream.seek(base)
    while chunk := _read(stream, CHUNK_BYTES):
        for record in _chunk(chunk, base):
            if record.position >= start:
                yield record
        base += len(chunk)
    yield from damaged(stream, base)


def _read(stream: BinaryIO, size: int) -> bytes:
    """`size` bytes, or fewer at the end; decompressing streams give less than asked for before it."""
    data = stream.read(size)
    while len(data) < size and (more := stream.read(size - len(data))):
        data += more
    return data


def _chunk(chunk: bytes, base: int) -> Iterator[RawRecord | Quarantined]:
    if not chunk.startswith(CHUNK_MAGIC):
        if chunk.strip(b"\0"):
            yield Quarantined("evtx.chunk", "64 KiB without a chunk header", base, chunk)
        return
    whole = chunk if len(chunk) == CHUNK_BYTES else chunk.ljust(CHUNK_BYTES, b"\0")
    places, repaired = _walk(whole, len(chunk))
    rendered, why = _render(repaired)
    for at, size, number in places:
        place = base + at
        if at + size > len(chunk):
            yield Quarantined("evtx.truncated", "the file ends inside this record", place, whole[at : len(chunk)])
        elif number is not None and rendered[number]:
            yield RawRecord(rendered[number].popleft().encode("utf-8", "surrogatepass"), place, place + size)
        else:
            message = why.get(number) or "not rendered: " + (why.get(None) or "the parser passed over it")
            yield Quarantined("evtx.record", message, place, whole[at : at + size])


def _walk(chunk: bytes, present: int) -> tuple[list[tuple[int, int, int | None]], bytes]:
    """(offset, size, record number or None for damage) of everything between the chunk's header and its free space,
    and the chunk with damaged stretches turned into records the parser can step over."""
    places: list[tuple[int, int, int | None]] = []
    free = int.from_bytes(chunk[48:52], "little")
    end = free if _FIRST_RECORD <= free <= CHUNK_BYTES else CHUNK_BYTES
    repaired: bytearray | None = None
    at = _FIRST_RECORD
    while at < min(end, present):
        size, number = _record_at(chunk, at, end)
        if size == 0:
            following = _next_record(chunk, at + 1, end)
            size = following - at
            if not chunk[at:following].strip(b"\0"):
                break
            repaired = bytearray(chunk) if repaired is None else repaired
            if size >= _MIN_RECORD:
                _RECORD_HEADER.pack_into(repaired, at, _RECORD_MAGIC, size, 0, 0)
        places.append((at, size, number))
        at += size
    return places, chunk if repaired is None else bytes(repaired)


def _record_at(chunk: bytes, at: int, end: int) -> tuple[int, int | None]:
    """(size, record number) of a record header at `at`, or (0, None) when there is none that can be right."""
    if at + _MIN_RECORD > end:
        return 0, None
    magic, size, number, _ = _RECORD_HEADER.unpack_from(chunk, at)
    if magic != _RECORD_MAGIC or size < _MIN_RECORD or at + size > end:
        return 0, None
    return size, number


def _next_record(chunk: bytes, at: int, end: int) -> int:
    """Where the next header with a believable size and its copy at the record's end is, or `end`."""
    while (at := chunk.find(_RECORD_MAGIC, at, end)) >= 0:
        size, _ = _record_at(chunk, at, end)
        if size and chunk[at + size - 4 : at + size] == chunk[at + 4 : at + 8]:
            return at
        at += 1
    return end


def _render(chunk: bytes) -> tuple[defaultdict[int, deque[str]], dict[int | None, str]]:
    """Record number → JSON texts in order, and record number (None: unknown) → why there is none."""
    rendered: defaultdict[int, deque[str]] = defaultdict(deque)
    why: dict[int | None, str] = {}
    try:
        parser = PyEvtxParser(io.BytesIO(_HEADER + chunk), number_of_threads=1).records_json()
    except (RuntimeError, OSError, ValueError) as error:
        why[None] = _short(error)
        return rendered, why
    for _ in range(2 * CHUNK_BYTES // _MIN_RECORD):  # more than a chunk can hold: the parser must not loop for ever
        try:
            found = next(parser)
        except StopIteration:
            break
        except (RuntimeError, OSError, ValueError) as error:
            why[_number_in(error)] = _short(error)
        except BaseException as error:
            if type(error).__name__ != "PanicException":  # a Rust panic, which pyo3 derives from BaseException
                raise
            why[None] = _short(error)
            break
        else:
            if found is not None:
                rendered[found["event_record_id"]].append(found["data"])
    return rendered, why


def _short(error: BaseException) -> str:
    return str(error)[:300]


def _number_in(error: BaseException) -> int | None:
    """`Failed to parse record number 11: …`"""
    words = str(error).partition("record number ")[2].partition(":")[0]
    return int(words) if words.isdigit() else None
