"""Who was seen where and when: from an entity to the incidents that hold it, and how many others it deals with."""

from __future__ import annotations

import math

import msgspec

from correlator.bounds import oldest
from correlator.settings import CorrelatorSettings
from model.times import Micros


class Posting(msgspec.Struct, array_like=True, gc=False):
    """One entity in one incident. alert: the member that showed it last; acted, suffered: its parts in it; novelty: of the
    least usual alert about it."""

    first: Micros
    last: Micros
    alert: str
    acted: bool
    suffered: bool
    novelty: float = 1.0

    def gap(self, time: Micros) -> Micros:
        """How far `time` lies outside the interval in which the entity was seen; late alerts measure the same way."""
        return max(0, self.first - time, time - self.last)


class Seen(msgspec.Struct, array_like=True, gc=False):
    """postings: incident id to Posting, least recently touched first. by, on: peers that acted on it, peers it acted
    on, with the time; least recent first, never more than the hub limit."""

    postings: dict[str, Posting] = {}
    by: dict[str, Micros] = {}
    on: dict[str, Micros] = {}


class EntityIndex(msgspec.Struct):
    """Bounded: `evicted` counts the entities forgotten because of a bound."""

    seen: dict[str, Seen] = {}
    peers: int = 0
    evicted: int = 0

    def touch(self, key: str, settings: CorrelatorSettings) -> Seen:
        """The entity's record, now the most recently used."""
        record = self.seen.pop(key, None)
        if record is None:
            record = Seen(postings={}, by={}, on={})
        self.seen[key] = record
        for old in oldest(self.seen, settings.max_entities):
            self._forget(old)
        return record

    def _forget(self, key: str) -> None:
        gone = self.seen.pop(key)
        self.peers -= len(gone.by) + len(gone.on)
        self.evicted += 1

    def meet(self, actor: str, target: str, time: Micros, settings: CorrelatorSettings, *, sweep: bool) -> None:
        """`actor` acted on `target` (both already touched).

        sweep: the same rule already spoke about the actor in this incident. A scan of a thousand hosts does not make
        the scanner a hub, or the step after the scan would not be linked to it.
        """
        for record, peer, mine, limit in (
            (self.seen.get(actor), target, "on", settings.actor_hub_limit),
            (self.seen.get(target), actor, "by", settings.hub_limit),
        ):
            if record is None or (sweep and mine == "on"):
                continue
            peers: dict[str, Micros] = getattr(record, mine)
            before = peers.pop(peer, None)
            peers[peer] = time if before is None else max(time, before)
            if before is None:
                if len(peers) > limit:
                    del peers[next(iter(peers))]
                else:
                    self.peers += 1
        while self.peers > settings.max_peers and len(self.seen) > settings.max_alert_entities:
            for old in oldest(self.seen, len(self.seen) - 1):
                self._forget(old)

    def post(self, key: str, incident: str, posting: Posting, settings: CorrelatorSettings) -> None:
        record = self.seen.get(key)
        if record is None:
            return
        old = record.postings.pop(incident, None)
        if old is not None:
            posting = merged(old, posting)
        record.postings[incident] = posting
        while len(record.postings) > settings.max_postings:
            del record.postings[next(iter(record.postings))]

    def drop(self, keys: list[str], incident: str) -> None:
        """The incident is no longer a candidate."""
        for key in keys:
            record = self.seen.get(key)
            if record is not None and record.postings.pop(incident, None) is not None and not record.postings:
                record.postings = {}  # an emptied dict keeps its table, and most entities are in no open incident

    def move(self, keys: list[str], old: str, new: str) -> None:
        """What spoke for `old` now speaks for `new`."""
        for key in keys:
            record = self.seen.get(key)
            if record is not None and old in record.postings:
                posting = record.postings.pop(old)
                other = record.postings.pop(new, None)
                record.postings[new] = posting if other is None else merged(other, posting)


def merged(a: Posting, b: Posting) -> Posting:
    return Posting(
        min(a.first, b.first),
        max(a.last, b.last),
        b.alert if b.last >= a.last else a.alert,
        a.acted or b.acted,
        a.suffered or b.suffered,
        max(a.novelty, b.novelty),
    )


def damping(peers: dict[str, Micros], time: Micros, knee: int, limit: int, window: Micros) -> float:
    """1 for an entity with few peers, 0 for a hub; between, log(limit/n) / log(limit/knee), the shape of an idf."""
    if len(peers) <= knee:
        return 1.0
    recent = sum(1 for at in peers.values() if abs(time - at) <= window)
    if recent <= knee:
        return 1.0
    return max(0.0, math.log(limit / recent) / math.log(limit / knee))
