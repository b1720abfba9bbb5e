"""What the detectors of public data share: which data set an access is about, who may have it, and how often to tell.

An access nobody can place (no data set of the catalogue lies there) is nobody's finding. Each finding is told once per data set and
recipient within `repeat`.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import msgspec

from detections.behaviour.catalogue import Config
from detections.behaviour.contract import Detector, Finding, key
from detections.behaviour.observed import Access
from model.public_data import Approval, CatalogueEntry, DataAction
from model.times import SECOND, Micros

GIVING = frozenset({DataAction.EXPORT, DataAction.SHARE, DataAction.FORWARD})
"""Data leaves the place it is kept at."""


class Told(msgspec.Struct, array_like=True):
    time: Micros = 0


@dataclass(frozen=True, slots=True)
class Judged:
    """An access with what the registers say. approvals: those that stand for whoever it went to, of the named number
    when the access names one that is right."""

    seen: Access
    entry: CatalogueEntry
    approvals: tuple[Approval, ...]

    @property
    def who(self) -> str:
        return self.seen.actor or self.seen.client or "?"

    @property
    def kept(self) -> bool:
        """Whether the actor keeps the data set for its owner."""
        return self.seen.actor.casefold() in {name.casefold() for name in self.entry.keepers}

    @property
    def gives(self) -> bool:
        return self.seen.action in GIVING


class DataDetector(Detector):
    """actions: what it judges."""

    reads = (Access,)
    actions: ClassVar[frozenset[str]]

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self._repeat = int(self.limits["repeat"] * SECOND)
        self._told = self.table("told", Told, self.limits["repeat"])

    def observe(self, seen: Access, now: Micros) -> Iterator[Finding]:
        if seen.action in self.actions and (judged := self.judged(seen)) is not None:
            yield from self.judge(judged, now)

    @abstractmethod
    def judge(self, judged: Judged, now: Micros) -> Iterable[Finding]: ...

    def judged(self, seen: Access) -> Judged | None:
        register = self.register
        entry = register.entry(seen.data_set) if seen.data_set else None
        entry = entry or register.entry_at(seen.place, seen.thing)
        if entry is None:
            return None
        approvals = register.approvals_for(entry.data_set, (seen.actor, seen.client), seen.time)
        named = tuple(approval for approval in approvals if approval.id == seen.approval)
        return Judged(seen, entry, named or approvals)

    def tell(self, judged: Judged, now: Micros, *, more: str = "", **facts: Any) -> Iterator[Finding]:
        """The finding, unless the same was told of late. more: what else it is about, so that another is told anew."""
        seen = judged.seen
        about = self._told.touch(key(judged.entry.data_set, judged.who, more), now, Told)
        if about.time and seen.time - about.time < self._repeat:
            return
        about.time = seen.time
        group = {"fengsui.data.set": judged.entry.data_set, "user.name": judged.who}
        measured = {
            "action": seen.action,
            "object": seen.thing,
            "rows": seen.rows,
            "approval": seen.approval or ",".join(approval.id for approval in judged.approvals[:4]),
            "purpose": seen.purpose,
        }
        facts["measured"] = {name: value for name, value in measured.items() if value} | facts.pop("measured", {})
        facts.setdefault("event_ids", (seen.id,))
        facts.setdefault("first_time", seen.time)
        facts["about"] = ({"source.ip": seen.client} if seen.client else {}) | facts.pop("about", {})
        facts["limits"] = facts.get("limits", ())
        yield self.finding(seen, group=group, **facts)


def amount(seen: Access) -> tuple[str, str]:
    """How much, in words: rows where they are known, else bytes, else nothing."""
    if seen.rows:
        return f" ({seen.rows} rows)", f"（{seen.rows} 行）"
    if seen.size:
        return f" ({seen.size} bytes)", f"（{seen.size} 字节）"
    return "", ""
