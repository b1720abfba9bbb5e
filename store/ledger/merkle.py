"""The Merkle tree of RFC 9162 section 2.1 with SM3: roots, inclusion and consistency proofs, and checking them.

Pure functions. A tree of `size` leaves is described by the hashes of its complete subtrees; a subtree is named by its
height above the leaves and its place among those of that height, from 0.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from store.ledger.canonical import node_hash, sm3

EMPTY_ROOT = sm3()  # RFC 9162 section 2.1.1: the hash of the empty list is the hash of the empty string

NodeAt = Callable[[int, int], bytes]
"""Gives the hash of the complete subtree at (height, place)."""


class Frontier:
    """The right edge of a growing tree: its complete subtrees, largest first. At most 64 hashes, whatever the size."""

    def __init__(self, size: int = 0, subtrees: Sequence[bytes] = ()) -> None:
        if len(subtrees) != size.bit_count():
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} complete subtrees, not {len(subtrees)}")
        self.size = size
        self._subtrees = list(subtrees)

    def push(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Add a leaf; returns the nodes it completed as (height, place, hash), lowest first."""
        completed = []
        node, height = leaf, 0
        while self.size >> height & 1:
            node = node_hash(self._subtrees.pop(), node)
            height += 1
            completed.append((height, self.size >> height, node))
        self._subtrees.append(node)
        self.size += 1
        return completed

    def root(self) -> bytes:
        if not self._subtrees:
            return EMPTY_ROOT
        root = self._subtrees[-1]
        for left in reversed(self._subtrees[:-1]):
            root = node_hash(left, root)
        return root


def complete_subtrees(size: int) -> list[tuple[int, int]]:
    """(height, place) of the largest complete subtrees covering leaves 0 … size-1, left to right."""
    covered, out = 0, []
    for height in range(size.bit_length() - 1, -1, -1):
        if size >> height & 1:
            out.append((height, covered >> height))
            covered += 1 << height
    return out


def range_hash(node: NodeAt, start: int, end: int) -> bytes:
    """MTH of leaves start … end-1, where start is a multiple of the largest power of two below the range's length."""
    if start == end:
        return EMPTY_ROOT
    parts = [(height, (start >> height) + place) for height, place in complete_subtrees(end - start)]
    root = node(*parts[-1])
    for height, place in reversed(parts[:-1]):
        root = node_hash(node(height, place), root)
    return root


def _split(size: int) -> int:
    """The largest power of two smaller than `size` (RFC 9162 section 2.1.1)."""
    return 1 << (size - 1).bit_length() - 1


def inclusion_path(node: NodeAt, index: int, size: int) -> list[bytes]:
    """PATH(index, D[size]) of RFC 9162 section 2.1.3.1; index counts from 0."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size}")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(range_hash(node, middle, end))
            end = middle
        else:
            path.append(range_hash(node, start, middle))
            start = middle
    return path[::-1]


def consistency_path(node: NodeAt, first: int, second: int) -> list[bytes]:
    """PROOF(first, D[second]) of RFC 9162 section 2.1.4.1, for 0 < first <= second."""
    if not 0 < first <= second:
        raise ValueError(f"no consistency proof leads from size {first} to size {second}")
    path: list[bytes] = []
    start, end, whole = 0, second, True
    while first != end:
        middle = start + _split(end - start)
        if first <= middle:
            path.append(range_hash(node, middle, end))
            end = middle
        else:
            path.append(range_hash(node, start, middle))
            start, whole = middle, False
    if not whole:
        path.append(range_hash(node, start, end))
    return path[::-1]


def check_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """RFC 9162 section 2.1.3.2."""
    if not 0 <= index < size:
        return False
    fn, sn, current = index, size - 1, leaf
    for step in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            current = node_hash(step, current)
            while not fn & 1 and fn:
                fn >>= 1
                sn >>= 1
        else:
            current = node_hash(current, step)
        fn >>= 1
        sn >>= 1
    return sn == 0 and current == root


def check_consistency(first: int, second: int, first_root: bytes, second_root: bytes, path: Sequence[bytes]) -> bool:
    """RFC 9162 section 2.1.4.2. A tree is consistent with itself by an empty path and an equal root."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not path and first_root == second_root
    steps = list(path)
    if first & first - 1 == 0:
        steps.insert(0, first_root)
    if not steps:
        return False
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn >>= 1
        sn >>= 1
    fr = sr = steps[0]
    for step in steps[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node_hash(step, fr), node_hash(step, sr)
            while not fn & 1 and fn:
                fn >>= 1
                sn >>= 1
        else:
            sr = node_hash(sr, step)
        fn >>= 1
        sn >>= 1
    return sn == 0 and fr == first_root and sr == second_root
