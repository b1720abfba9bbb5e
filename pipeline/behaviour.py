"""Behaviour detection in the journey: what the committing process remembers of it, and how that survives.

The engine's memory can be megabytes, too much to be written at every commit. Each commit instead writes what it fed to the
engine (the workers' packed observations as they came) and how far time had come: a journal. Now and then the whole
memory is written once and the journal begun again. To restore is to load the last whole memory and to feed the journal
again; the engine is deterministic, so it is then where it was, and what it finds on the way was told already.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec
import structlog
from sqlalchemy.orm import Session

from detections.behaviour import Config, Engine, Finding, rules
from detections.behaviour.alerts import alert_of, match_of
from detections.behaviour.catalogue import config
from detections.behaviour.places import Places
from detections.behaviour.selection import pack, unpack
from model.alert import Alert
from model.event import EventId
from model.public_data import DataRegister
from model.times import LATEST, SECOND, Micros, now_us
from pipeline import telemetry
from pipeline.batch import Followed
from pipeline.judging import Judging
from pipeline.settings import DetectionSettings
from store import checkpoints

SNAPSHOT = "behaviour"
JOURNAL = "behaviour-journal:"
TUNED = "behaviour-tuned"
"""The thresholds that hold in place of the installation's."""
JOURNAL_BYTES = 4 * 1024 * 1024
"""Journal at which the whole memory is written anew, or the size of that memory, whichever is more: what is written twice
then stays below what was written once."""
JOURNAL_ROUNDS = 2_000
IDLE = 30 * SECOND
"""While live, time is told to the engine at least so often, also when nothing arrives: silence has to be noticed."""

log = structlog.get_logger("fengsui.behaviour")


class _Round(msgspec.Struct, array_like=True):
    """What one commit told the engine."""

    until: Micros
    observed: list[bytes]


class _Thresholds(msgspec.Struct, frozen=True):
    """values: detector → threshold → value."""

    values: dict[str, dict[str, float]] = {}


def config_of(settings: DetectionSettings) -> Config | None:
    """None when behaviour detection is switched off. Raises SettingsError naming everything that is wrong."""
    given = settings.behaviour
    made = config(
        enabled=given.enabled,
        disabled=given.disabled,
        thresholds=given.thresholds,
        own_networks=given.own_networks,
        lateness_s=given.lateness_s,
        geoip=str(given.geoip or ""),
    )
    return made if made.active else None


class Watching:
    """Exists once, beside the correlations. Between `hold` and `remember` it is ahead of the database."""

    def __init__(self, given: Config) -> None:
        if given.geoip:
            Places(Path(given.geoip))  # the workers open it too; a file that is none is told here, once
        self._given, self._tuned = given, _Thresholds()
        self._engine = Engine(given)
        self._whole = False
        self._held: list[bytes] = []
        self._until: Micros = 0
        self._journal = self._journal_bytes = self._snapshot_bytes = 0
        self._told_us: Micros = now_us()

    def restore(self, tx: Session) -> None:
        if (tuned := checkpoints.get_snapshot(tx, TUNED)) is not None:
            self._tuned = msgspec.msgpack.decode(tuned, type=_Thresholds)
            self._engine = self._engine.tuned(self._given.tightened(self._known()))
        if (data := checkpoints.get_snapshot(tx, SNAPSHOT)) is not None:
            self._snapshot_bytes = len(data)
            for name in self._engine.restore(data):
                log.info("the detector begins anew", detector=name)
        for row in checkpoints.snapshots(tx, JOURNAL):
            told = msgspec.msgpack.decode(row, type=_Round)
            self._journal += 1
            self._journal_bytes += len(row)
            for block in told.observed:
                self._engine.hold(unpack(block))
            self._engine.advance(told.until)

    def tune(self, thresholds: Mapping[str, Mapping[str, float]]) -> bool:
        """Go on with these thresholds where they ask for less than the installation's; whether they are others than before.
        The memory is then written whole: a journal is read with the thresholds of one time."""
        wanted = _Thresholds({name: dict(values) for name, values in thresholds.items()})
        if wanted == self._tuned:
            return False
        self._tuned = wanted
        self._engine = self._engine.tuned(self._given.tightened(self._known()))
        self._whole = True
        return True

    @property
    def waits(self) -> bool:
        """Whether there is something to commit though nothing arrived."""
        return self._whole

    def _known(self) -> dict[str, dict[str, float]]:
        """Without those of detectors this version no longer has."""
        return {
            name: {key: value for key, value in values.items() if key in rules()[name].thresholds}
            for name, values in self._tuned.values.items()
            if name in rules()
        }

    def know(self, register: DataRegister) -> None:
        """Judge by this register of public data from the next round on."""
        self._engine.know(register)

    def hold(self, followed: Followed, duplicates: frozenset[EventId] | set[EventId]) -> None:
        """Take in a batch's observations, except of events that were stored before."""
        block = followed.observed
        if not block:
            return
        seen = unpack(block)
        if duplicates:
            fresh = [one for one in seen if one.id not in duplicates]
            if len(fresh) < len(seen):
                seen, block = fresh, pack(fresh)
        if seen:
            self._held.append(block)
            self._engine.hold(seen)

    def judge(self, watermark: Micros, now: Micros) -> list[Finding]:
        """What is found now that inputs have come to the watermark; now: the present, 0 when it has none (see settle)."""
        self._until = min(watermark, now) if now else watermark
        self._told_us = now_us()
        return self._engine.advance(self._until)

    def alerts(self, findings: Iterable[Finding], judging: Judging, created: Micros, rule_set: str) -> list[Alert]:
        """As of Sigma's matches: switched-off rules give none, exceptions hide, all are counted."""
        made = []
        for finding in findings:
            match = match_of(finding)
            if judging.counts(match, match.event):
                alert = msgspec.structs.replace(alert_of(finding, created), rule_set=rule_set)
                if judging.shows(alert, match, match.event):
                    made.append(alert)
        return made

    def overdue(self, now: Micros) -> bool:
        return now - self._told_us >= IDLE

    def remember(self, tx: Session) -> None:
        """Write the round into the journal; or the whole memory, when the journal has grown long."""
        self._measure()
        if not self._whole and not self._held and self._until in (0, LATEST) and not len(self._engine):
            return
        row = msgspec.msgpack.encode(_Round(self._until, self._held))
        self._held, self._until = [], 0
        self._journal += 1
        self._journal_bytes += len(row)
        small = self._journal_bytes < max(JOURNAL_BYTES, self._snapshot_bytes) and self._journal < JOURNAL_ROUNDS
        if small and not self._whole:
            checkpoints.put_snapshot(tx, f"{JOURNAL}{self._journal:09d}", row)
            return
        data = self._engine.snapshot()
        checkpoints.put_snapshot(tx, SNAPSHOT, data)
        checkpoints.put_snapshot(tx, TUNED, msgspec.msgpack.encode(self._tuned))
        self._whole = False
        checkpoints.drop_snapshots(tx, JOURNAL)
        self._journal = self._journal_bytes = 0
        self._snapshot_bytes = len(data)

    def _measure(self) -> None:
        for name, state in self._engine.states().items():
            telemetry.BEHAVIOUR_ENTRIES.labels(name).set(state.entries)
            telemetry.BEHAVIOUR_EVICTED.labels(name).set(state.evicted)
        telemetry.BEHAVIOUR_LATE.set(self._engine.late + self._engine.early)
