"""Reading held records again, by the journey's own steps, in the committing process.

Each record is normalised under the origin and position it had, so that its events get the ids they would have had at the
first reading: whatever else happens, they are stored once. The queue is left in the transaction that makes the events visible.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache

import structlog

from collectors import registry
from collectors.contract import RawRecord
from model.errors import InputError, StoreError
from model.event import Event, Origin, digest
from model.times import LATEST, now_us
from pipeline.batch import Batch, Followed
from pipeline.journey import collect, follow
from pipeline.platform import Platform
from pipeline.stages import FollowStages
from store import replays
from store.quarantine import Held
from store.replays import Tried

log = structlog.get_logger("fengsui.held")

AT_ONCE = 500
"""Records of one commit; live batches wait meanwhile."""


@cache
def readable(kind: str) -> bool:
    """Whether records of this kind can be read one by one; packets cannot."""
    try:
        return hasattr(registry.source(kind), "normalise")
    except InputError:
        return False


class Replayer:
    """Drains the queue of held records. Used by the committing loop only."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._stages: FollowStages | None = None

    def turn(self) -> bool:
        """Read some queued records again and commit; whether there were any."""
        with self._platform.state.reading() as tx:
            waiting = replays.due(tx, limit=AT_ONCE, max_bytes=self._platform.settings.pipeline.batch_bytes)
        if not waiting:
            return False
        self._stages = self._stages or FollowStages(self._platform.spec)
        outcomes: dict[int, Tried] = {}
        followed: list[Followed] = []
        groups: dict[tuple[str, str, str], list[Held]] = defaultdict(list)
        for held in waiting:
            groups[held.source, held.unit, held.kind].append(held)
        for (source, unit, kind), members in groups.items():
            events: list[Event] = []
            for held in members:
                made, outcomes[held.id] = _read(held, self._stages)
                events += made
            origin = Origin(source=source, fingerprint="", unit=unit)
            try:
                followed.append(self._follow(kind, origin, members, events))
            except StoreError as error:
                log.exception("held records cannot be stored", source=source)
                outcomes |= {held.id: Tried(reason="replay.store", message=error.message) for held in members}
        self._platform.commit(followed, LATEST, now_us(), also=lambda tx: replays.settle(tx, outcomes, time=now_us()))
        return True

    def _follow(self, kind: str, origin: Origin, members: Sequence[Held], events: list[Event]) -> Followed:
        assert self._stages is not None
        last = members[-1].id
        batch = Batch(
            id=digest("replay", *(f"{held.id}.{held.tries}" for held in members)),
            lane=f"quarantine:{origin.source}",
            kind=kind,
            origin=origin,
            checkpoint={"record": last},
            events=events,
        )
        return follow(batch, self._stages)


def _read(held: Held, stages: FollowStages) -> tuple[list[Event], Tried]:
    """The events of one record, and what is to be said about it."""
    if not held.whole or held.data is None:
        return [], Tried(reason="replay.cut", message="not all of its bytes were kept")
    if not held.position.isdecimal() or not readable(held.kind):
        return [], Tried(reason="replay.alone", message="such a record cannot be read without the rest of its input")
    position = int(held.position)
    record = RawRecord(held.data, position, position + len(held.data), dict(held.meta))
    origin = Origin(source=held.source, fingerprint=held.fingerprint, unit=held.unit, **held.origin)
    alone = Batch(f"held-{held.id}", "", held.kind, origin, {}, records=[record])
    try:
        events, refused = collect(alone, stages)
    except Exception as error:  # it would stay in the queue and end the platform at every start
        log.exception("a held record broke its reader", record=held.id, kind=held.kind)
        return [], Tried(reason="replay.broken", message=f"its reader failed: {type(error).__name__}")
    if refused:
        return [], Tried(reason=refused[0].reason, message=refused[0].message)
    if not events:
        return [], Tried(reason="replay.empty", message="it was read and holds no event")
    return events, Tried(events=tuple(event["event.id"] for event in events))
