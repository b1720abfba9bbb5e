"""A million observables in one file that every worker process maps: they share its pages, and none of them holds objects.

Layout, little endian. A first line of JSON says where each section begins; sections are aligned to 8 bytes.

    bits      a bitmap of the hashes' low bits: most lookups end here, after one byte
    hashes    sorted 64-bit hashes (BLAKE2b) of every observable's key
    offsets   where each key begins in `keys`, and one past the last
    keys      the keys themselves, in the order of `hashes`: a kind byte and the value in UTF-8
    starts    sorted first addresses of the networks, 16 bytes each; IPv4 lies in ::ffff:0:0/96
    ends      the last address of each network
    parents   index of the network each one lies in, -1 for none: networks are nested or apart, never crossing
    places    which key each network is

A hash alone decides nothing: every hit is compared with the key itself. The file is replaced by renaming, so a reader has
either the old one or the new one, whole.
"""

from __future__ import annotations

import os
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from ipaddress import ip_network
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from model.errors import StoreError
from model.indicator import Observable, ObservableKind
from model.times import Micros

FORMAT = 1
BITS_PER_KEY = 16
"""Sixteen bits a key: one lookup in sixteen of what is absent goes on to the binary search."""
MAX_HEADER = 4096
NOWHERE = -1
_CODES = {kind: bytes([number]) for number, kind in enumerate(ObservableKind, 1)}
_KINDS = {code[0]: kind for kind, code in _CODES.items()}
_MAPPED = bytes(10) + b"\xff\xff"


def key_of(kind: ObservableKind, value: str) -> bytes:
    return _CODES[kind] + value.encode("utf-8", "surrogatepass")


def packed(address: bytes) -> bytes:
    """4 or 16 bytes of an address as the 16 by which networks are sorted."""
    return _MAPPED + address if len(address) == 4 else address


def build(path: Path, observables: Iterable[Observable], *, version: int, built: Micros) -> int:
    """Write the index and put it in place; how many observables it holds."""
    keys = [key_of(one.kind, one.value) for one in observables]
    hashes = np.frombuffer(b"".join(blake2b(key, digest_size=8).digest() for key in keys), dtype="<u8")
    order = np.argsort(hashes, kind="stable")
    hashes = hashes[order]
    ordered = [keys[at] for at in order.tolist()]
    del keys
    offsets = np.zeros(len(ordered) + 1, dtype="<u8")
    np.cumsum([len(key) for key in ordered], out=offsets[1:])
    size = 1 << max(13, (len(ordered) * BITS_PER_KEY - 1).bit_length())
    bitmap = np.zeros(size // 8, dtype=np.uint8)
    low = hashes & np.uint64(size - 1)
    np.bitwise_or.at(bitmap, low >> np.uint64(3), np.left_shift(1, low & np.uint64(7)).astype(np.uint8))
    sections: dict[str, NDArray[Any] | bytes] = {
        "bits": bitmap,
        "hashes": hashes,
        "offsets": offsets,
        "keys": b"".join(ordered),
        **_networks(ordered),
    }
    _write(
        path,
        sections,
        {
            "format": FORMAT,
            "version": version,
            "built": built,
            "count": len(ordered),
            "kinds": sorted({key[0] for key in ordered}),
        },
    )
    return len(ordered)


def _networks(keys: list[bytes]) -> dict[str, NDArray[Any] | bytes]:
    code = _CODES[ObservableKind.NETWORK]
    ranges = []
    for place, key in enumerate(keys):
        if key[:1] == code:
            network = ip_network(key[1:].decode())
            ranges.append((packed(network[0].packed), packed(network[-1].packed), place))
    ranges.sort(key=lambda one: (one[0], [255 - byte for byte in one[1]]))  # the wider network first
    parents: list[int] = []
    open_: list[int] = []
    for number, (start, _, _) in enumerate(ranges):
        while open_ and ranges[open_[-1]][1] < start:
            open_.pop()
        parents.append(open_[-1] if open_ else NOWHERE)
        open_.append(number)
    return {
        "starts": b"".join(start for start, _, _ in ranges),
        "ends": b"".join(end for _, end, _ in ranges),
        "parents": np.array(parents, dtype="<i4"),
        "places": np.array([place for _, _, place in ranges], dtype="<u4"),
    }


def _write(path: Path, sections: dict[str, NDArray[Any] | bytes], header: dict[str, Any]) -> None:
    at, places, bodies = MAX_HEADER, {}, []
    for name, content in sections.items():
        body = content if isinstance(content, bytes) else content.tobytes()
        places[name] = [at, len(body)]
        body += bytes(-len(body) % 8)
        bodies.append(body)
        at += len(body)
    head = orjson.dumps({**header, "sections": places, "size": at})
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_name(f".{path.name}.{os.getpid()}")
    with waiting.open("wb") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(head.ljust(MAX_HEADER, b"\n"))
        for body in bodies:
            file.write(body)
        file.flush()
        os.fsync(file.fileno())
    waiting.replace(path)


class Index:
    """An index file, mapped. Raises StoreError for a file that is none."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._map = mmap(file.fileno(), 0, access=ACCESS_READ) if path.stat().st_size else b""
        whole = memoryview(self._map)
        try:
            header = orjson.loads(bytes(whole[:MAX_HEADER]))
            sections: dict[str, memoryview] = {}
            if header["format"] != FORMAT or header["size"] != len(whole):
                raise ValueError("another format, or cut short")
            for name, (at, size) in header["sections"].items():
                sections[name] = whole[at : at + size]
            self.version: int = header["version"]
            self.built: Micros = header["built"]
            self.count: int = header["count"]
            self.kinds = frozenset(_KINDS[code] for code in header["kinds"])
        except (ValueError, KeyError, TypeError) as error:
            raise StoreError(
                f"the indicator index cannot be used: {error}", where=str(path), hint="it is built again by itself"
            ) from error
        self._bits = sections["bits"]
        self._mask = len(self._bits) * 8 - 1
        self._hashes = sections["hashes"].cast("Q")
        self._offsets = sections["offsets"].cast("Q")
        self._keys = sections["keys"]
        self._starts = _Addresses(sections["starts"])
        self._ends = _Addresses(sections["ends"])
        self._parents = sections["parents"].cast("i")
        self._places = sections["places"].cast("I")

    def __contains__(self, key: bytes) -> bool:
        """key: as `key_of` makes it."""
        wanted = int.from_bytes(blake2b(key, digest_size=8).digest(), "little")
        low = wanted & self._mask
        if not self._bits[low >> 3] >> (low & 7) & 1:
            return False
        at = bisect_left(self._hashes, wanted)
        while at < self.count and self._hashes[at] == wanted:
            if self._keys[self._offsets[at] : self._offsets[at + 1]] == key:
                return True
            at += 1
        return False

    def networks_of(self, address: bytes) -> Iterator[str]:
        """The networks an address (4 or 16 bytes) lies in, the narrowest first."""
        if not len(self._starts):
            return
        wanted = packed(address)
        at = bisect_right(self._starts, wanted) - 1
        while at != NOWHERE:
            if self._ends[at] >= wanted:
                yield self._value(self._places[at])
            at = self._parents[at]

    def _value(self, at: int) -> str:
        return bytes(self._keys[self._offsets[at] + 1 : self._offsets[at + 1]]).decode("utf-8", "surrogatepass")


class _Addresses:
    """A section of 16-byte addresses as a sequence."""

    def __init__(self, section: memoryview) -> None:
        self._section = section

    def __len__(self) -> int:
        return len(self._section) // 16

    def __getitem__(self, at: int) -> bytes:
        return bytes(self._section[at * 16 : at * 16 + 16])
