"""Control networks say the same thing many times a second: like messages are counted, and told once a minute."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from collectors.packets.conversation import RAW_KEPT, Conversation
from model.times import SECOND, Micros

EVERY_US: Micros = 60 * SECOND
KEYS_MOST = 256


class Tally:
    """The first message of a kind opens a count; the count becomes one Event of `dataset` when it is a minute old, when
    too many kinds are open, or when the flow ends. `fengsui.messages` is how many there were, `event.end` when the last came.
    """

    def __init__(self, conversation: Conversation, dataset: str) -> None:
        self._conversation, self._dataset = conversation, dataset
        # kind: facts, side, first packet, last packet, time, last time, bytes, how many
        self._open: dict[Hashable, list[Any]] = {}

    def add(
        self, kind: Hashable, facts: dict[str, Any], side: int, first: int, last: int, time: Micros, raw: bytes
    ) -> None:
        """facts: what this message tells; of later ones of its kind only the count is kept."""
        known = self._open.get(kind)
        if known is not None and time - known[4] < EVERY_US:
            known[3], known[5] = last, time
            known[7] += 1
            return
        if known is not None:
            self._tell(self._open.pop(kind))
        while len(self._open) >= KEYS_MOST:
            self._tell(self._open.pop(next(iter(self._open))))
        self._open[kind] = [facts, side, first, last, time, time, raw[:RAW_KEPT], 1]

    def finish(self) -> None:
        for known in self._open.values():
            self._tell(known)
        self._open.clear()

    def _tell(self, known: list[Any]) -> None:
        facts, side, first, last, time, end, raw, count = known
        facts["fengsui.messages"] = count
        if count > 1:
            facts["event.end"] = end
        self._conversation.emit(self._dataset, facts, sender=side, time=time, first=first, last=last, raw=raw)
