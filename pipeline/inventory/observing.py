"""In the committing process: rows of things seen, written when they are new or a while old, in the commit of their events.

The database holds the truth; the memory only says what need not be written again. It may be lost or cut at any time.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy.orm import Session

from model.discovery import Seen
from model.times import MINUTE, Micros
from pipeline.inventory.noticing import unpack
from store import discovery

STALE: Final = 30 * MINUTE
"""How much later something must be seen again for its row to be written."""
MAX_REMEMBERED: Final = 200_000

_Key = tuple[str, str, str, str]


class Observing:
    def __init__(self) -> None:
        self._written: dict[_Key, tuple[Micros, Micros, str]] = {}
        self._waiting: dict[_Key, Seen] = {}
        self.dirty = False

    def hold(self, block: bytes) -> None:
        for seen in unpack(block):
            key = (seen.unit, seen.kind, seen.address, seen.key)
            known = self._written.get(key)
            if (
                known is not None
                and known[0] <= seen.first
                and seen.last < known[1] + STALE
                and known[2] == seen.detail
            ):
                continue
            waiting = self._waiting.get(key)
            self._waiting[key] = seen if waiting is None else _joined(waiting, seen)

    def remember(self, tx: Session) -> None:
        if not self._waiting:
            return
        discovery.see(tx, self._waiting.values())
        if len(self._written) + len(self._waiting) > MAX_REMEMBERED:
            self._written.clear()
        for key, seen in self._waiting.items():
            self._written[key] = (seen.first, seen.last, seen.detail)
        self._waiting.clear()
        self.dirty = True


def _joined(one: Seen, other: Seen) -> Seen:
    earlier, later = (one, other) if one.last <= other.last else (other, one)
    return Seen(
        later.unit,
        later.kind,
        later.address,
        later.key,
        later.detail or earlier.detail,
        min(one.first, other.first),
        later.last,
        later.event,
    )
