"""Looks at repositories: made in a thread of their own, kept and told by the committing loop.

What a look finds becomes events of the data set `fengsui.backup`: each new snapshot a `backup_done`, each change of a
repository or plan its own action. Rules judge them and evidence counts them like any other event.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType

import structlog
from sqlalchemy.orm import Session

from model.errors import FengsuiError
from model.event import Event, Origin, digest, seal
from model.recovery import Look, LookKind, LookOutcome, Snapshot
from model.times import DAY, HOUR, LATEST, MINUTE, Micros, now_us
from pipeline.batch import Batch
from pipeline.journey import follow
from pipeline.platform import Platform
from pipeline.recovery import board
from pipeline.recovery.repositories import repositories_of, restic_of
from pipeline.recovery_settings import RecoverySettings
from pipeline.stages import FollowStages
from playbooks.recovery.restic import Repository, Restic, ResticError
from playbooks.recovery.standing import due, next_part
from store import backups
from store.backups import Told
from store.scope import EVERYTHING
from store.state import State

OURS = "fengsui"
LOOK_S = 2.0
RETRY: Micros = 10 * MINUTE
TELL_S = 30.0
"""How often it is looked whether a plan missed its goal or a repository went stale without anything happening."""
NEWEST = 500
OLDEST: Micros = 180 * DAY
"""Of a repository met for the first time, so many snapshots and of so many days become events."""
CLOSE_S = 30.0

log = structlog.get_logger("fengsui.recovery")


@dataclass(frozen=True, slots=True)
class Found:
    look: Look
    snapshots: list[Snapshot] | None
    asked: bool


def look_at(
    restic: Restic,
    repository: Repository,
    kind: LookKind,
    settings: RecoverySettings,
    *,
    part: int = 1,
    by: str = "",
    clock: Callable[[], Micros] = now_us,
) -> Found:
    """Look once, whatever comes of it."""
    one = settings.repositories[repository.name]
    began = clock()
    snapshots: list[Snapshot] | None = None
    size, said, outcome = 0, "", LookOutcome.OK
    parts = one.check_parts if kind is LookKind.CHECK else 0
    try:
        if kind is LookKind.CHECK:
            restic.check(repository, part, parts, timeout_s=settings.check_timeout_s)
        else:
            snapshots = restic.snapshots(repository, timeout_s=settings.look_timeout_s)
            size = restic.size_bytes(repository, timeout_s=settings.look_timeout_s) if snapshots else 0
    except ResticError as error:
        outcome, said = error.outcome, str(error)
    look = Look(
        id=backups.new_look_id(),
        repository=repository.name,
        unit=one.unit,
        kind=kind,
        outcome=outcome,
        said=said,
        began=began,
        ended=clock(),
        snapshots=len(snapshots or ()),
        newest=snapshots[-1].time if snapshots else 0,
        size_bytes=size,
        part=part if parts else 0,
        parts=parts,
        by=by,
    )
    return Found(look, snapshots, bool(by))


def next_look(tx: Session, settings: RecoverySettings, now: Micros) -> tuple[str, LookKind, str] | None:
    """(repository, kind, who asked) of what is to be looked at now: what people asked for first."""
    for wanted in backups.requests(tx):
        if wanted.repository in settings.repositories:
            return wanted.repository, wanted.kind, wanted.by
    latest = backups.latest(tx, EVERYTHING)
    for name, one in settings.repositories.items():
        known = [look for (repository, _), look in latest.items() if repository == name]
        kind = due(
            known, look_every=one.look_minutes * MINUTE, check_every=one.check_hours * HOUR, retry=RETRY, now=now
        )
        if kind is not None:
            return name, kind, ""
    return None


class Looker:
    """Makes looks, one at a time. Use as a context manager; without a repository there is no thread."""

    def __init__(self, state: State, settings: RecoverySettings, restic: Restic, stop: threading.Event) -> None:
        self._state, self._settings, self._restic, self._stop = state, settings, restic, stop
        self.found: queue.SimpleQueue[Found] = queue.SimpleQueue()
        self._kept = threading.Event()
        self._thread = threading.Thread(target=self._run, name="fengsui-backups", daemon=True)

    def __enter__(self) -> Looker:
        if self._settings.repositories:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._kept.set()
        if self._thread.is_alive():
            self._thread.join(CLOSE_S)

    def kept(self) -> None:
        """What was found stands in the state: the next look may be chosen."""
        self._kept.set()

    def _run(self) -> None:
        while not self._stop.wait(LOOK_S):
            try:
                self.turn()
            except FengsuiError as error:
                log.warning("backups are not looked at", reason=str(error))
                self._stop.wait(30)
            except Exception:  # the edge of a thread: it must go on, and somebody must hear of it
                log.exception("a look at backups failed unexpectedly")
                self._stop.wait(30)

    def turn(self) -> bool:
        """Make the look that is due, if any, and wait until it is kept."""
        repositories = repositories_of(self._settings)
        with self._state.reading() as tx:
            wanted = next_look(tx, self._settings, now_us())
            if wanted is None:
                return False
            name, kind, by = wanted
            parts = self._settings.repositories[name].check_parts
            part = next_part(backups.last_parts(tx, name, parts, EVERYTHING), parts)
        found = look_at(self._restic, repositories[name], kind, self._settings, part=part, by=by)
        if self._stop.is_set():
            return False
        self._kept.clear()
        self.found.put(found)
        while not self._kept.wait(1.0):
            if self._stop.is_set():
                return False
        return True


class Looks:
    """Keeps what was found and says what changed. Used by the committing loop only."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._settings = platform.settings.recovery
        self._stop = threading.Event()
        restic = restic_of(self._settings, platform.settings.data, self._stop)
        self.looker = Looker(platform.state, self._settings, restic, self._stop)
        self._tell_at = 0.0

    def turn(self) -> bool:
        """Keep one look, or see whether time alone changed something; whether anything was kept."""
        try:
            found = self.looker.found.get_nowait()
        except queue.Empty:
            if time.monotonic() < self._tell_at:
                return False
            self._tell_at = time.monotonic() + TELL_S
            return bool(self.keep(None, now_us()))
        events = self.keep(found, now_us())
        self.looker.kept()
        return bool(events)

    def keep(self, found: Found | None, now: Micros) -> list[Event]:
        """Keep a look, if there is one, and commit the events of everything that changed by it or by time."""
        with self._platform.state.reading() as tx:
            known = backups.contents(tx, EVERYTHING)
            before = backups.states(tx, EVERYTHING)
            standing = board.survey(tx, self._platform.settings, EVERYTHING, now, also=found)
        subjects = {one.subject: one for one in board.subjects(standing)}
        told = [
            Told(one.subject, one.unit, one.state, now)
            for one in subjects.values()
            if one.subject not in before or before[one.subject].state != one.state
        ]
        gone = [subject for subject in before if subject not in subjects]
        if found is None and not told and not gone:
            return []
        events = [] if found is None else list(_snapshot_events(found, known.get(found.look.repository), now))
        for one in told:
            was = before[one.subject].state if one.subject in before else "ok"
            if was != one.state and "unknown" not in (was, one.state):
                events.append(_state_event(subjects[one.subject], now))

        def also(tx: Session) -> None:
            if found is not None:
                backups.add_look(tx, found.look, found.snapshots)
                if found.asked:
                    backups.settle_request(tx, found.look.repository, found.look.kind)
            backups.note_states(tx, told, gone)

        if events:
            self._commit(events, now, also)
        else:
            with self._platform.state.transaction() as tx:
                also(tx)
        return events

    def _commit(self, events: Sequence[Event], now: Micros, also: Callable[[Session], None]) -> None:
        stages = FollowStages(self._platform.spec)
        followed = []
        for unit in sorted({event["fengsui.unit"] for event in events}):
            own = [event for event in events if event["fengsui.unit"] == unit]
            lane = f"backups:{unit}"
            batch = Batch(
                digest(*(one["event.id"] for one in own)), lane, OURS, _origin(unit), {"time": now}, events=own
            )
            followed.append(follow(batch, stages))
        self._platform.commit(followed, LATEST, now, also=also)


def _origin(unit: str) -> Origin:
    return Origin(source=OURS, fingerprint=digest(OURS, "backups"), unit=unit, observer=OURS)


def _snapshot_events(found: Found, known: Sequence[Snapshot] | None, now: Micros) -> Iterator[Event]:
    """Of snapshots not seen before; and of the newest one seen before when it is gone."""
    if found.snapshots is None:
        return
    before = {one.id for one in known or ()}
    repository, unit = found.look.repository, found.look.unit
    fresh = [one for one in found.snapshots if one.id not in before and now - OLDEST < one.time <= now + HOUR]
    for one in fresh[-NEWEST:]:
        told = f"{repository}: backup of {one.host} ({', '.join(one.paths)[:300]})"
        event = _event(repository, "backup_done", told, one.time, failed=False)
        event |= {"host.name": one.host} if one.host else {}
        event |= {"fengsui.backup.snapshot": one.id, "fengsui.backup.paths": list(one.paths[:20])}
        yield seal(event, _origin(unit), position=f"{repository}-{one.id}", content=told.encode(), ingested=now)
    if known and known[-1].id not in {one.id for one in found.snapshots}:
        told = f"{repository}: the newest backup known, of {known[-1].host}, is no longer in the repository"
        event = _event(repository, "backup-history-lost", told, now, failed=True)
        event["fengsui.backup.snapshot"] = known[-1].id
        yield seal(
            event, _origin(unit), position=f"{repository}-lost-{known[-1].id}", content=told.encode(), ingested=now
        )


def _state_event(one: board.Subject, now: Micros) -> Event:
    failed = one.state != "ok"
    event = _event(one.repository, f"backup-{one.state.replace('_', '-')}", one.told, now, failed=failed)
    if one.system:
        event["fengsui.backup.system"] = one.system
    if one.said:
        event["error.message"] = one.said[:500]
    position = f"{one.subject}-{one.state}-{now}"
    return seal(event, _origin(one.unit), position=position, content=one.told.encode(), ingested=now)


def _event(repository: str, action: str, told: str, at: Micros, *, failed: bool) -> Event:
    return {
        "@timestamp": at,
        "event.dataset": "fengsui.backup",
        "event.kind": "event" if action == "backup_done" else "state",
        "event.category": ["host"],
        "event.type": ["error" if failed else "info"],
        "event.action": action,
        "event.outcome": "failure" if failed else "success",
        "event.reason": told,
        "message": told,
        **({"fengsui.backup.repository": repository} if repository else {}),
    }
