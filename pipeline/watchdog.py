"""The watchdog: no source falls silent, fails or loses records without somebody being told.

Every few seconds it compares each source that is being read with what it usually does. A change is an Event of the data set
`fengsui.source`, stored under the unit of the source and judged by the rules like any other, so that the alert can be tuned,
excepted and traced as every alert can.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy.orm import Session

from model.event import Event, Origin, digest, seal
from model.times import DAY, LATEST, MINUTE, SECOND, Micros, now_us
from pipeline.batch import Batch
from pipeline.intake import Intake
from pipeline.journey import follow
from pipeline.platform import Platform
from pipeline.source_settings import SourceSettings
from pipeline.stages import FollowStages
from store import source_watch, sources
from store.scope import EVERYTHING
from store.source_watch import BUCKET, Bucket, Watch

OURS = "fengsui"
"""The source under which the platform's own events are counted."""
LOOK_S = 5.0
FORGET_S = 3600.0
UNLEARNED: Micros = 15 * MINUTE
"""Ours: longer than the longest pause of a working firewall or web server, short enough to be noticed within a watch."""
LEARNED_FROM: Micros = 7 * DAY
LONGEST: Micros = 2 * DAY
USUAL = 3
"""A pause is usual when so many within a week were as long: one outage teaches nothing."""
DROPS_ALARM = 0.001
"""Share of records lost above which the source is in trouble: the platform's bound for every sensor."""
DROPS_OVER: Micros = 15 * MINUTE
DROPS_LEAST = 10


def learned_pause(history: Sequence[Bucket]) -> Micros | None:
    """Twice the USUAL-th longest pause between buckets in which something arrived; None when nothing can be learned."""
    busy = [bucket.time for bucket in history if bucket.events or bucket.quarantined]
    pauses = sorted((after - before for before, after in pairwise(busy)), reverse=True)
    if len(pauses) < USUAL:
        return None
    return min(LONGEST, max(UNLEARNED, 2 * pauses[USUAL - 1]))


def dropped_share(history: Sequence[Bucket], now: Micros) -> float:
    """Of what should have arrived within DROPS_OVER, the share that was lost; 0 for fewer than DROPS_LEAST records."""
    lately = [bucket for bucket in history if bucket.time > now - DROPS_OVER - BUCKET]
    lost = sum(bucket.dropped for bucket in lately)
    return lost / (lost + sum(b.events + b.quarantined for b in lately)) if lost >= DROPS_LEAST else 0.0


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a source when it is judged. since: when reading it began, or its last record came, if later."""

    since: Micros
    trouble: str
    history: Sequence[Bucket]


def judge(name: str, source: SourceSettings, seen: Seen, before: Watch | None, now: Micros) -> Watch:
    """What to think of a source now. Failing goes before silence, silence before losses."""
    set_by_hand = source.silent_after_s * SECOND
    learned = None if set_by_hand else learned_pause(seen.history)
    silent_after = set_by_hand or learned or UNLEARNED
    share = 0.0 if source.kind == "interface" else dropped_share(seen.history, now)  # a sensor reports its own losses
    error = ""
    if seen.trouble:
        state, error = "failed", seen.trouble[:500]
    elif now - seen.since > silent_after:
        state = "silent"
    elif share > DROPS_ALARM:
        state = "dropping"
    else:
        state = "ok"
    same = before is not None and before.state == state
    return Watch(
        source=name,
        unit=source.unit,
        state=state,
        since=before.since if before is not None and same else now,
        error=error,
        silent_after=silent_after,
        learned=learned is not None,
    )


class Watchdog:
    """Used by the committing loop only."""

    def __init__(self, platform: Platform, intake: Intake) -> None:
        self._platform, self._intake = platform, intake
        self._began: dict[str, tuple[SourceSettings, Micros]] = {}
        self._stages: tuple[object, FollowStages] | None = None
        self._look_at = self._forget_at = 0.0

    def turn(self) -> None:
        """Look at every source when it is time to; commit what changed."""
        now = time.monotonic()
        if now < self._look_at:
            return
        self._look_at = now + LOOK_S
        self.look(now_us())
        if now >= self._forget_at:
            self._forget_at = now + FORGET_S
            with self._platform.state.transaction() as tx:
                source_watch.forget(tx, now_us() - source_watch.KEPT)

    def look(self, now: Micros) -> list[Event]:
        """Judge every source at a time; the events that were made of it."""
        troubles = self._intake.troubles
        reading = self._intake.wanted
        self._began = {
            name: self._began[name] if name in self._began and self._began[name][0] == source else (source, now)
            for name, source in reading.items()
        }
        with self._platform.state.reading() as tx:
            before = source_watch.watches(tx, EVERYTHING)
            last = _last(tx)
            found = {}
            for name, source in reading.items():
                history = source_watch.history(tx, name, EVERYTHING, start=now - LEARNED_FROM)
                since = max(self._began[name][1], last.get(name, 0))
                found[name] = judge(name, source, Seen(since, troubles.get(name, ""), history), before.get(name), now)
        changed = [one for name, one in found.items() if before.get(name) != one]
        gone = [name for name in before if name not in found]
        said = [one for one in changed if _says(before.get(one.source), one)]
        if not changed and not gone:
            return []

        def also(tx: Session) -> None:
            source_watch.note(tx, changed)
            source_watch.unwatch(tx, gone)

        if not said:
            with self._platform.state.transaction() as tx:
                also(tx)
            return []
        events = [_event(one, last.get(one.source), now) for one in said]
        self._commit(events, now, also)
        return events

    def _commit(self, events: list[Event], now: Micros, also: Callable[[Session], None]) -> None:
        spec = self._platform.spec
        if self._stages is None or self._stages[0] is not spec:
            self._stages = spec, FollowStages(spec)
        followed = []
        for event in events:
            origin = _origin(event["fengsui.unit"])
            batch = Batch(event["event.id"], f"watchdog:{origin.unit}", OURS, origin, {"time": now}, events=[event])
            followed.append(follow(batch, self._stages[1]))
        self._platform.commit(followed, LATEST, now, also=also)


def _says(before: Watch | None, now: Watch) -> bool:
    """Whether a change is worth an event: into trouble, and out of it."""
    was = before.state if before else "ok"
    return was != now.state


def _last(tx: Session) -> dict[str, Micros]:
    out: dict[str, Micros] = {}
    for one in sources.health(tx, EVERYTHING):
        if one.last_ingest is not None:
            out[one.source] = max(out.get(one.source, 0), one.last_ingest)
    return out


def _origin(unit: str) -> Origin:
    return Origin(source=OURS, fingerprint=digest(OURS, "watchdog"), unit=unit, observer=OURS)


_SAYS = {
    "ok": "the source delivers again",
    "silent": "nothing has come from the source for longer than usual",
    "dropping": "more than one in a thousand records of the source is lost",
    "failed": "the source cannot be read",
}


def _event(watch: Watch, last: Micros | None, now: Micros) -> Event:
    told = f"{watch.source}: {_SAYS[watch.state]}" + (f" ({watch.error})" if watch.error else "")
    event: Event = {
        "@timestamp": now,
        "event.dataset": "fengsui.source",
        "event.kind": "state",
        "event.category": ["host"],
        "event.type": ["info" if watch.state == "ok" else "error"],
        "event.action": f"source-{watch.state}",
        "event.outcome": "success" if watch.state == "ok" else "failure",
        "event.reason": told,
        "message": told,
        "fengsui.watch.source": watch.source,
        "fengsui.watch.silent_after_s": watch.silent_after // SECOND,
    }
    if watch.error:
        event["error.message"] = watch.error
    if last is not None:
        event["fengsui.watch.last_record"] = last
    position = f"{watch.source}-{watch.state}-{watch.since}"
    return seal(event, _origin(watch.unit), position=position, content=told.encode(), ingested=now)
