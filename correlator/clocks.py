"""How far a clock is off, learned from pairs of times for one thing, so that what it timed is joined where it happened.

A pair is a record that carries two times: its own, and the stamp of whoever passed it on. When most pairs of one exporter
and host agree, what only carries the stamp is taken to have happened that much later; a record whose own time contradicts
the corrected stamp is joined by the stamp. Live, a record from the future is its own proof: the pair is its time and that
of its arrival. Only the time for joining moves; an alert's time stays what its event says.

An incident made of nothing but wrongly stamped alerts before the clock was known moves with them, as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from correlator.bounds import forget
from correlator.index import EntityIndex
from correlator.state import OpenIncident
from model.alert import Alert
from model.clocks import Clock, Off, Witness
from model.times import HOUR, MINUTE, SECOND, Micros

LEAST_PAIRS = 5
KEPT_PAIRS = 64
"""The newest; a clock that is put right is believed again when most of these say so."""
AGREES: Micros = 10 * SECOND
"""Ours: what passing on and the writing of a log take together, on a busy machine."""
MOST = 2 / 3
LEAST_OFF: Micros = MINUTE
"""Ours: below it joining is not harmed, links decay over an hour and more."""
CONTRADICTS: Micros = 10 * MINUTE
"""Ours: a record whose own time is so long before its stamp put right has a wrong time of its own; one that was merely passed
on late has neighbours that were as well, and then no stamp is believed. After its stamp it cannot have happened at all."""
FURTHEST: Micros = 26 * HOUR
"""A 12-hour clock at the far end of the world's zones (UTC+14). What is off by more is a broken clock, not a wrong one."""
MAX_CLOCKS = 2_000
MAX_HOMES = 10_000


class Pairs(msgspec.Struct, array_like=True):
    """differences: true time less stamp, the newest last. behind: what is believed of the clock, None until it is known
    well enough; 0 for one that is right."""

    differences: list[Micros]
    behind: Micros | None = None

    def take(self, difference: Micros) -> None:
        self.differences.append(difference)
        del self.differences[:-KEPT_PAIRS]
        middle = sorted(self.differences)[len(self.differences) // 2]
        enough = len(self.differences) >= LEAST_PAIRS and self.agreeing(middle) >= MOST * len(self.differences)
        if not enough or abs(middle) > FURTHEST:
            return
        if abs(middle) < LEAST_OFF:
            self.behind = 0
        elif self.behind is None or abs(middle - self.behind) > AGREES:  # jitter does not move what is believed
            self.behind = middle

    def agreeing(self, behind: Micros) -> int:
        return sum(abs(one - behind) <= AGREES for one in self.differences)


class Clocks(msgspec.Struct):
    """pairs: by clock, least recently used first. homes: incidents made of alerts of one clock only, to that clock."""

    pairs: dict[str, Pairs] = {}
    homes: dict[str, str] = {}

    def place(
        self, alert: Alert, open_: Mapping[str, OpenIncident], index: EntityIndex, touched: dict[str, str]
    ) -> Alert:
        """The alert at the time it is joined at. When its clock is known from now on, open incidents of nothing but what
        that clock stamped before are moved, and noted in `touched`."""
        behind = self._learn(alert)
        if behind and alert.clock is not None:
            key = _key(alert, alert.clock)
            for incident_id, home in self.homes.items():
                if home == key and incident_id in open_:
                    _move(open_[incident_id], index, behind)
                    touched.setdefault(incident_id, "grew")
        return self.joined(alert)

    def _learn(self, alert: Alert) -> Micros:
        """How much the stamps of the alert's clock lack, when that is known only from now on; else 0."""
        clock = alert.clock
        if clock is None or clock.other is None:
            return 0
        key = _key(alert, clock)
        known = self.pairs.pop(key, None) or Pairs([])
        self.pairs[key] = known
        forget(self.pairs, MAX_CLOCKS)
        new = known.behind is None
        known.take(clock.other - clock.stamp)
        return known.behind or 0 if new else 0

    def joined(self, alert: Alert) -> Alert:
        """The alert at the time it is joined at."""
        clock = alert.clock
        known = None if clock is None else self.pairs.get(_key(alert, clock))
        if clock is None or known is None or known.behind is None:
            return alert
        moved = clock.stamp + known.behind - alert.time
        own = clock.other is not None and clock.witness is Witness.RECORD
        if abs(moved) < (CONTRADICTS if own and moved > 0 else LEAST_OFF):
            return alert
        return msgspec.structs.replace(alert, time=alert.time + moved, first_time=alert.first_time + moved)

    def enter(self, incident: OpenIncident, alert: Alert) -> None:
        """Note whose alerts the incident is made of, after `alert` was entered."""
        clock = alert.clock
        key = _key(alert, clock) if clock is not None and clock.other is None else ""
        if len(incident.members) == 1 and key:
            self.homes[incident.id] = key
            forget(self.homes, MAX_HOMES)
        elif self.homes.get(incident.id, key) != key:
            del self.homes[incident.id]

    def merge(self, keep: str, gone: str) -> None:
        if self.homes.pop(gone, "") != self.homes.get(keep, ""):
            self.homes.pop(keep, None)

    def off(self) -> list[Off]:
        """What is believed of the clocks that are off, by source and host."""
        found = []
        for key, known in self.pairs.items():
            if known.behind:
                unit, source, host, witness = key.split("\x00")
                agreeing, pairs = known.agreeing(known.behind), len(known.differences)
                found.append(Off(unit, source, host, Witness(witness), known.behind, agreeing, pairs))
        return sorted(found)


def _move(incident: OpenIncident, index: EntityIndex, by: Micros) -> None:
    """The incident as it is when all its alerts happened that much later."""
    incident.first_event += by
    incident.last_event += by
    incident.last_own += by if incident.last_own else 0
    incident.again = None
    for known in (incident.tactics, incident.techniques, incident.opening):
        for name in known:
            known[name] += by
    for key in incident.keys:
        record = index.seen.get(key)
        posting = record.postings.get(incident.id) if record else None
        if posting is not None:
            posting.first += by
            posting.last += by


def _key(alert: Alert, clock: Clock) -> str:
    """Parts are without \\x00: names of units and sources have none, a host's is cleaned where it is read."""
    return "\x00".join((alert.unit, alert.source, clock.host, clock.witness))
