"""Sorted event ids beside each segment, to answer "is this one stored already?" without reading Parquet.

File: the high 64 bits of all ids, ascending, then the low 64 bits in the same order, little-endian. Searches touch the
first half only, and both halves are mapped, not read. The manifest holds the file's CRC-32; a file that does not have
it (it is not synced, so a power cut may lose it) is made again from the segment.
"""

from __future__ import annotations

import mmap
import zlib
from collections import OrderedDict
from pathlib import Path
from threading import Lock
from typing import Any, TypeAlias

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from store.events.layout import ID, ids_path

Words: TypeAlias = NDArray[np.uint64]
OPEN_FILES = 8192


def to_words(ids: bytes) -> tuple[Words, Words]:
    """Concatenated 16-byte ids to their high and low halves, in the order given."""
    pairs = np.frombuffer(ids, dtype=">u8").reshape(-1, 2).astype(np.uint64)
    return pairs[:, 0].copy(), pairs[:, 1].copy()


def write_ids(segment: Path, ids: bytes) -> int:
    """Write the id file of a segment and return its CRC-32."""
    high, low = to_words(ids)
    order = np.lexsort((low, high))
    data = high[order].astype("<u8").tobytes() + low[order].astype("<u8").tobytes()
    path = ids_path(segment)
    temporary = path.with_suffix(".ids.tmp")
    temporary.write_bytes(data)
    temporary.replace(path)
    return zlib.crc32(data)


def ids_of_segment(segment: Path) -> bytes:
    """All ids of a segment, read from Parquet."""
    column = pq.read_table(segment, columns=[ID], use_threads=False).column(ID)
    return b"".join(column.to_pylist())


def sorted_ids(segment: Path, crc: int) -> tuple[Words, Words]:
    """High and low halves, sorted, mapped from the id file, which is repaired when it is not what was written."""
    path = ids_path(segment)
    try:
        data = _map(path)
        if zlib.crc32(data) != crc:
            raise OSError("the id file is not what was written")
    except (OSError, ValueError):
        write_ids(segment, ids_of_segment(segment))
        data = _map(path)
    words = np.frombuffer(data, dtype="<u8")
    half = len(words) // 2
    return words[:half], words[half:]


def _map(path: Path) -> Any:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def present(high: Words, low: Words, stored: tuple[Words, Words]) -> NDArray[np.bool_]:
    """Which of the ids are among the stored ones."""
    stored_high, stored_low = stored
    found = np.zeros(len(high), dtype=np.bool_)
    at = np.searchsorted(stored_high, high)
    candidates = np.flatnonzero(stored_high[np.minimum(at, len(stored_high) - 1)] == high)
    for index in candidates.tolist():
        left = int(at[index])
        right = int(np.searchsorted(stored_high, high[index], "right"))
        found[index] = bool((stored_low[left:right] == low[index]).any())
    return found


class IdFiles:
    """Mapped id files of recently asked segments; safe from several threads, since a mapping is only ever read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: OrderedDict[tuple[str, int], tuple[Words, Words]] = OrderedDict()
        self._lock = Lock()

    def get(self, segment: str, crc: int) -> tuple[Words, Words]:
        """segment: relative to the folder. Raises OSError or ArrowException when it cannot be read."""
        key = (segment, crc)
        with self._lock:
            if key in self._open:
                self._open.move_to_end(key)
                return self._open[key]
        words = sorted_ids(self._folder / segment, crc)
        with self._lock:
            self._open[key] = words
            while len(self._open) > OPEN_FILES:
                self._open.popitem(last=False)
        return words
