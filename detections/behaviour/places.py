"""Where an address is, from a MaxMind DB file the installation has put there.

Format: MaxMind DB File Format Specification 2.0. Only what a city file needs is read. The file is mapped, not loaded; a damaged
one gives no places rather than an error for every record.
"""

from __future__ import annotations

import mmap
import struct
from functools import lru_cache
from ipaddress import IPv4Address, ip_address
from pathlib import Path
from typing import Any

from model.errors import InputError

_MARK = b"\xab\xcd\xefMaxMind.com"
_MARK_WITHIN = 128 * 1024  # of the end (specification, "Database Metadata")
_SEPARATOR = 16
MAX_DEPTH = 16
MAX_VALUES = 10_000
"""Values read for one address; pointers could otherwise make a small file endless."""
_POINTER, _TEXT, _DOUBLE, _BYTES, _MAP, _ARRAY, _BOOLEAN, _FLOAT, _INT32 = 1, 2, 3, 4, 7, 11, 14, 15, 8
# Added to a pointer of one, two, three, four bytes.
_POINTER_BASE = (0, 2_048, 526_336, 0)


class _Damaged(Exception):
    """The file is not what it says it is."""


class Places:
    """Raises InputError when the file cannot be opened or is no MaxMind DB."""

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise InputError(
                f"the address database cannot be read: {error}",
                where=str(path),
                hint="detection.behaviour.geoip names it",
            ) from error
        self._left = MAX_VALUES
        mark = self._data.rfind(_MARK, max(0, len(self._data) - _MARK_WITHIN))
        try:
            about, _ = self._value(mark + len(_MARK), mark + len(_MARK), 0) if mark >= 0 else ({}, 0)
            self._nodes, self._size = int(about["node_count"]), int(about["record_size"])
            self._six = int(about["ip_version"]) == 6
        except (_Damaged, KeyError, TypeError, ValueError):
            raise InputError("not a MaxMind DB file (.mmdb)", where=str(path)) from None
        self._start = self._nodes * self._size // 4 + _SEPARATOR
        if self._size not in (24, 28, 32) or self._start > mark:
            raise InputError("the address database is cut short or of an unknown layout", where=str(path))
        self.of = lru_cache(maxsize=65_536)(self._of)

    def _of(self, address: str) -> tuple[float, float, str] | None:
        """Latitude, longitude and a name; None where the file knows none."""
        try:
            at = self._leaf(address)
            if at is None:
                return None
            self._left = MAX_VALUES
            found, _ = self._value(at, self._start, 0)
            where = found["location"]
            north, east = float(where["latitude"]), float(where["longitude"])
            if not (-90 <= north <= 90 and -180 <= east <= 180):
                return None
            return north, east, _name(found)
        except (_Damaged, KeyError, TypeError, ValueError):
            return None

    def _leaf(self, text: str) -> int | None:
        address = ip_address(text)
        if isinstance(address, IPv4Address):
            number, bits = int(address), 128 if self._six else 32  # IPv4 stands below ::/96
        elif self._six:
            number, bits = int(address), 128
        else:
            return None
        node = 0
        for shift in range(bits - 1, -1, -1):
            node = self._record(node, number >> shift & 1)
            if node == self._nodes:
                return None
            if node > self._nodes:
                return self._start + node - self._nodes - _SEPARATOR
        return None

    def _record(self, node: int, side: int) -> int:
        width = self._size // 4
        at = node * width
        raw = self._bytes(at, width)
        if self._size == 24:
            return int.from_bytes(raw[3 * side : 3 * side + 3], "big")
        if self._size == 32:
            return int.from_bytes(raw[4 * side : 4 * side + 4], "big")
        high = raw[3] >> 4 if side == 0 else raw[3] & 15  # 28 bits: the middle byte is shared
        low = raw[:3] if side == 0 else raw[4:]
        return high << 24 | int.from_bytes(low, "big")

    def _bytes(self, at: int, size: int) -> bytes:
        if at < 0 or at + size > len(self._data):
            raise _Damaged
        return self._data[at : at + size]

    def _value(self, at: int, base: int, depth: int) -> tuple[Any, int]:
        """The value at a place, and the place after it. base: what pointers count from."""
        self._left -= 1
        if depth > MAX_DEPTH or self._left < 0:
            raise _Damaged
        control = self._bytes(at, 1)[0]
        at += 1
        kind = control >> 5
        if kind == _POINTER:
            length = (control >> 3 & 3) + 1
            more = self._bytes(at, length)
            high = 0 if length == 4 else (control & 7) << 8 * length
            target = base + high + int.from_bytes(more, "big") + _POINTER_BASE[length - 1]
            return self._value(target, base, depth + 1)[0], at + length
        if kind == 0:
            kind = self._bytes(at, 1)[0] + 7
            at += 1
        size = control & 31
        if size >= 29:
            extra = size - 28
            size = (29, 285, 65_821)[extra - 1] + int.from_bytes(self._bytes(at, extra), "big")
            at += extra
        if kind in (_MAP, _ARRAY):
            return self._items(kind, size, at, base, depth)
        if kind == _BOOLEAN:
            return bool(size), at
        return self._plain(kind, self._bytes(at, size)), at + size

    def _items(self, kind: int, size: int, at: int, base: int, depth: int) -> tuple[Any, int]:
        values = []
        for _ in range(size * (2 if kind == _MAP else 1)):
            value, at = self._value(at, base, depth + 1)
            values.append(value)
        if kind == _ARRAY:
            return values, at
        return {str(name): value for name, value in zip(values[::2], values[1::2], strict=True)}, at

    @staticmethod
    def _plain(kind: int, raw: bytes) -> Any:
        if kind == _TEXT:
            return raw.decode("utf-8", "replace")
        if kind in (_DOUBLE, _FLOAT):
            if len(raw) != (8 if kind == _DOUBLE else 4):
                raise _Damaged
            return struct.unpack(">d" if kind == _DOUBLE else ">f", raw)[0]
        if kind == _BYTES:
            return raw
        return int.from_bytes(raw, "big", signed=kind == _INT32 and len(raw) == 4)


def _name(found: dict[str, Any]) -> str:
    """City, or else country, in English or whatever there is."""
    for part in ("city", "country"):
        names = found.get(part, {}).get("names", {})
        if names:
            return str(names.get("zh-CN") or names.get("en") or next(iter(names.values())))[:64]
    return ""
