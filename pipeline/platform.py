"""The platform as one object: opens what is kept, runs the journey over recordings or live sources, commits.

One process at a time commits to a data folder (a lock says so); any number of others may read it meanwhile.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import IO

from sqlalchemy.orm import Session

from correlator import Correlator
from detections.sigma import RuleSet
from model.errors import InputError, StoreError
from model.estate import Asset, Unit, UnitKind
from model.times import DAY, LATEST, SECOND, Micros, now_us, to_iso
from pipeline import telemetry
from pipeline.batch import Checkpoint, Followed
from pipeline.identifiers import ensure_key
from pipeline.intel import index
from pipeline.inventory.deciding import refresh
from pipeline.inventory.example import filled
from pipeline.journey import settle
from pipeline.known_sources import known_sources
from pipeline.lanes import Lane, Reading, Sizes, open_lane
from pipeline.merge import rounds
from pipeline.pool import Pool, cores, prepare_workers
from pipeline.rulebook import Rulebook, keep_texts, spec_of
from pipeline.settings import Settings
from pipeline.source_settings import UnitSettings
from pipeline.stages import Outcome, SettleStages, StageSpec, rules_of
from store import checkpoints, ledger, public_data, quarantine, registers, sources, units
from store import rules as rule_rows
from store.events.engine import Limits
from store.events.housekeeping import Deletion, Retention
from store.events.store import ParquetEventStore
from store.scope import EVERYTHING
from store.state import State, open_state

PACED_BATCH = 25
"""Records per batch when replaying at the recording's pace: small, so that what happened together appears together."""


@dataclass(slots=True)
class ReplayResult:
    """What a replay added. already_read: inputs that had been read to the end before. quarantined: by reason."""

    events: int = 0
    duplicates: int = 0
    alerts: int = 0
    incidents: set[str] = field(default_factory=set)
    quarantined: dict[str, int] = field(default_factory=dict)
    already_read: int = 0
    seconds: float = 0.0
    first_time: Micros = LATEST
    last_time: Micros = 0


class Platform:
    """Use as a context manager. Raises StoreError when another process holds the data folder."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.workers = settings.pipeline.workers or cores()

    def __enter__(self) -> Platform:
        self.settings.data.mkdir(parents=True, exist_ok=True)
        self._lock = take_lock(self.settings.data)
        self.state: State = open_state(self.settings.state_file)
        ensure_key(self.settings.identifiers_key_file)
        self.spec: StageSpec = spec_of(self.settings, self.state)
        prepare_workers(self.spec)
        index.refresh(self.state, index.index_path(self.settings.data), now_us())
        self.store = open_events(self.settings, self.state)
        self.store.housekeeping.recover()
        self.rules: RuleSet = rules_of(self.spec)
        keep_texts(self.state, self.rules)
        self.add_units([unit_of(unit) for unit in self.settings.units])
        self.pool = Pool(self.spec, self.workers)
        self._build_stages()
        self.rulebook = Rulebook(
            self.settings, self.state, self.spec, self.rules, swap=self._swap_rules, decided=self._learn
        )
        return self

    def _swap_rules(self, spec: StageSpec, rules: RuleSet) -> None:
        """From the next round on; must be called between two."""
        self.spec = spec
        self.pool.swap(spec)
        if rules is not self.rules:
            self.rules = rules
            self.stages.swap(rules)
        with self.state.reading() as tx:
            self._learn(tx, now_us())

    def _learn(self, tx: Session, now: Micros) -> None:
        self.stages.judging.learn(tx, now)
        self.stages.know(public_data.take_register(tx))

    def _build_stages(self) -> None:
        with self.state.reading() as tx:
            self.stages = SettleStages(
                self.rules,
                self.store,
                Correlator(),
                self.settings.pipeline.quarantine_max_bytes,
                self.spec.behaviour,
            )
            self.stages.know(public_data.take_register(tx))  # what was seen before is judged again by it
            self.stages.restore(tx)
            self._learn(tx, now_us())

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.rulebook.close()
        self.pool.close()
        self.store.close()
        self.state.close()
        self._lock.close()

    def add_units(self, wanted: Sequence[Unit]) -> None:
        """Make the tree of units hold these; what is there already and equal stays untouched."""
        with self.state.transaction() as tx:
            units.import_list(tx, wanted, actor="settings")

    def add_assets(self, wanted: Sequence[Asset]) -> None:
        """Put assets into the register; the correlator then knows their names and addresses as one machine."""
        with self.state.transaction() as tx:
            known = {asset.id: asset for asset in registers.find_assets(tx, EVERYTHING)}
            merged = [filled(known[asset.id], asset) if asset.id in known else asset for asset in wanted]
            new = [asset for asset in merged if known.get(asset.id) != asset]
            for asset in new:
                registers.put_asset(tx, asset, actor="recording")

    def replay(
        self,
        readings: Sequence[Reading],
        *,
        speed: float = 0.0,
        progress: Callable[[Followed], None] = lambda _: None,
        finished: Callable[[Lane], None] = lambda _: None,
    ) -> ReplayResult:
        """Read inputs to their ends through the whole journey. speed: 0 as fast as possible, 1 at the recording's pace.

        Killed and started again it goes on where the last commit left it; run again it adds nothing.
        """
        result = ReplayResult()
        started = time.monotonic()
        self.stages.tune()  # a recording means the same whatever mode the district is in, and on whatever site
        self.stages.calibrate(None)
        sizes = self._sizes(PACED_BATCH if speed else self.settings.pipeline.batch_records)
        openers = [partial(self._open, reading, sizes) for reading in readings]
        pace = _Pace(speed)

        def done(lane: Lane) -> None:
            result.already_read += lane.already_read
            finished(lane)

        for followed, watermark in rounds(openers, self.stages.watermark, done):
            pace.wait(min((f.first_time for f in followed if f.events), default=0))
            self.rulebook.turn()
            outcome = self.commit(followed, watermark, watermark if watermark < LATEST else 0)
            for f in followed:
                result.events += f.events
                for item in f.quarantined:
                    result.quarantined[item.reason] = result.quarantined.get(item.reason, 0) + 1
                if f.events:
                    result.first_time = min(result.first_time, f.first_time)
                    result.last_time = max(result.last_time, f.watermark)
                progress(f)
            result.duplicates += outcome.duplicates
            result.alerts += len(outcome.alerts)
            result.incidents |= {change.incident.id for change in outcome.changes}
        if self.stages.observing.dirty:
            refresh(self)
        result.seconds = time.monotonic() - started
        return result

    def commit(
        self,
        followed: Sequence[Followed],
        watermark: Micros,
        now: Micros = 0,
        also: Callable[[Session], None] = lambda _: None,
    ) -> Outcome:
        """Settle a round in one transaction. After an error here the memory is ahead of the database: end the process.

        also: what else becomes true with it, in the same transaction.
        """
        with telemetry.COMMIT_SECONDS.time(), self.state.transaction() as tx:
            outcome = settle(followed, self.stages, tx, watermark=watermark, now=now)
            also(tx)
        _measure(followed, outcome, self.stages.held)
        for what, number in self.stages.correlation_figures.items():
            telemetry.CORRELATION.labels(what).set(number)
        return outcome

    def maintain(self) -> None:
        """Merge small segments, delete the events and held records retention no longer keeps (an audit record each)."""
        self.store.housekeeping.compact()
        self.tidy()

    def tidy(self) -> None:
        """What `maintain` does besides merging."""
        keep = self.settings.store
        house = self.store.housekeeping
        policy = Retention(days=keep.retention_days, max_bytes=keep.max_bytes or None)
        with self.state.transaction() as tx:
            ledger.extend(tx, [_deletion_entry(deleted) for deleted in house.expire(tx, policy)])
            rule_rows.forget_hours(tx, now_us() - keep.retention_days * DAY)
            quarantine.purge(tx, EVERYTHING, before=now_us() - keep.quarantine_days * DAY, actor="retention")
        house.sweep()

    def note_drops(self, source: str, dropped: int) -> None:
        """Count records a listener lost before they could be kept."""
        with self.state.transaction() as tx:
            known = known_sources(tx, self.settings).get(source)
            sources.record(tx, source, known.unit if known else units.ROOT, dropped=dropped)

    def _open(self, reading: Reading, sizes: Sizes) -> Lane:
        return open_lane(reading, self.pool, self.spec, sizes, self.checkpoint_of, self.workers)

    def checkpoint_of(self, key: str) -> Checkpoint | None:
        with self.state.reading() as tx:
            return checkpoints.get(tx, key)

    def _sizes(self, records: int) -> Sizes:
        return Sizes(records, self.settings.pipeline.batch_bytes)


class _Pace:
    """Keeps a replay's event time in step with the wall clock, `speed` times as fast; 0 does not wait."""

    def __init__(self, speed: float) -> None:
        self._speed = speed
        self._first: Micros | None = None
        self._started = 0.0

    def wait(self, event_time: Micros) -> None:
        if not self._speed or not event_time:
            return
        if self._first is None:
            self._first, self._started = event_time, time.monotonic()
        due = self._started + (event_time - self._first) / SECOND / self._speed
        time.sleep(max(0.0, due - time.monotonic()))


def _measure(followed: Sequence[Followed], outcome: Outcome, held: int) -> None:
    now = now_us()
    for f in followed:
        source = f.origin.source
        telemetry.RECORDS.labels(source, "event").inc(f.events)
        telemetry.RECORDS.labels(source, "quarantined").inc(len(f.quarantined))
        telemetry.BYTES.labels(source).inc(f.size_bytes)
        telemetry.EVENTS_STORED.labels(source).inc(f.events)
        for stage, seconds in f.seconds.items():
            telemetry.STAGE_SECONDS.labels(stage).inc(seconds)
        if f.events:
            telemetry.LAG.labels(source).set((now - f.watermark) / SECOND)
    telemetry.DUPLICATES.inc(outcome.duplicates)
    telemetry.HELD.set(held)
    for alert in outcome.alerts:
        telemetry.ALERTS.labels(alert.rule.level).inc()
    for change in outcome.changes:
        telemetry.INCIDENT_CHANGES.labels(change.kind).inc()


def take_lock(data: Path) -> IO[str]:
    """Hold the data folder for writing until the returned file is closed or the process ends."""
    file = (data / "lock").open("a+")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.seek(0)
        holder = file.read().strip()
        file.close()
        raise StoreError(
            f"another fengsui process{f' (pid {holder})' if holder else ''} is writing there",
            where=str(data),
            hint="stop it first, or use another data folder (FENGSUI_DATA)",
        ) from None
    file.truncate(0)
    file.write(str(os.getpid()))
    file.flush()
    return file


def open_events(settings: Settings, state: State) -> ParquetEventStore:
    return ParquetEventStore(
        settings.events_folder,
        state.read_engine,
        limits=Limits(
            memory=f"{settings.store.query_memory_mb}MB", threads=cores(), timeout_s=settings.store.query_timeout_s
        ),
        transaction=state.transaction,
    )


def _deletion_entry(deleted: Deletion) -> ledger.Entry:
    return ledger.Entry(
        actor="retention",
        action="events.deleted",
        object=f"segment:{deleted.path}",
        unit="district",
        details={
            "why": deleted.why,
            "events": deleted.events,
            "bytes": deleted.bytes,
            "from": to_iso(deleted.min_time),
            "to": to_iso(deleted.max_time),
            "units": deleted.units,
        },
    )


def open_existing(settings: Settings) -> tuple[State, ParquetEventStore]:
    """For reading commands: the state and events of a data folder that must be there. Raises InputError when not."""
    if not settings.state_file.is_file():
        raise InputError(
            "nothing has been stored there yet",
            where=str(settings.data),
            hint="run `fengsui replay --bundled` or `fengsui serve` first, or set FENGSUI_DATA to another folder",
        )
    state = open_state(settings.state_file)
    events = open_events(settings, state)
    atexit.register(events.close)  # a query's watcher still running at the end makes the database report leaks
    return state, events


def open_state_for_change(settings: Settings) -> State:
    """For commands that change the register while the platform may be running: the database serialises them."""
    settings.data.mkdir(parents=True, exist_ok=True)
    return open_state(settings.state_file)


def unit_of(unit: UnitSettings) -> Unit:
    parent = "" if unit.id == units.ROOT else unit.parent
    return Unit(id=unit.id, name=unit.name, name_zh=unit.name_zh, kind=UnitKind(unit.kind), parent=parent)
