"""Drawing a sample: by digests of seed and item, so that who knows the seed draws the same items from the same posture."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from hashlib import sha256

from compliance.mlps.posture import ItemPosture, Posture
from model.proof import Verdict

MOST = 500


def candidates(
    postures: Iterable[Posture], verdicts: Collection[Verdict] = (), *, system: str = ""
) -> list[tuple[Posture, ItemPosture]]:
    """Items that apply, of these results when some are named."""
    return [
        (one, item)
        for one in postures
        if not system or one.system.id == system
        for item in one.items
        if item.verdict is not Verdict.NOT_APPLICABLE and (not verdicts or item.verdict in verdicts)
    ]


def draw(held: Iterable[tuple[Posture, ItemPosture]], size: int, seed: str) -> list[tuple[Posture, ItemPosture]]:
    """Those whose SHA-256 of `seed`, system and item, each ended by a zero byte, is lowest; in the order of systems and
    items. Every item has the same chance, and one that is added or taken away moves no other."""
    ordered = sorted(held, key=lambda pair: _place(seed, pair[0].system.id, pair[1].id))
    return sorted(ordered[: min(size, MOST)], key=lambda pair: (pair[0].system.id, pair[1].id))


def _place(seed: str, system: str, item: str) -> bytes:
    return sha256(b"".join(part.encode() + b"\0" for part in (seed, system, item))).digest()
