"""The stages as objects: what `journey.follow` and `journey.settle` call, bound to rules, folders and a database.

`StageSpec` is small and travels to worker processes, which build their own `FollowStages` from it. `SettleStages` exists
once, in the committing process, and holds all that remembers: Sigma correlations, the correlator, hits not yet due.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast

import msgspec
from sqlalchemy.orm import Session

import detections
from collectors import registry
from collectors.contract import Quarantined, RawRecord, RecordSource
from correlator import Correlator
from correlator.calibration import Calibration
from detections import behaviour
from detections.indicators.matcher import Matcher
from detections.sigma import CorrelationMatch, Match, RuleSet
from detections.sigma.alerts import alert_of
from detections.sigma.compiled import load_compiled
from model.alert import Alert
from model.clocks import from_the_future
from model.event import Event, Origin
from model.incident import IncidentChange
from model.public_data import DataRegister
from model.times import SECOND, Micros, now_us
from pipeline.batch import Followed, Hit
from pipeline.behaviour import Watching
from pipeline.compiled import read_compiled
from pipeline.correlating import Correlating
from pipeline.glance import Glance
from pipeline.identifiers import guard_of
from pipeline.intel.desk import Desk
from pipeline.inventory.noticing import Noticing
from pipeline.inventory.observing import Observing
from pipeline.judging import Judging
from pipeline.reorder import Reorder
from store import alerts as alert_rows
from store import checkpoints, incidents, quarantine, sources
from store.contract import EventStore, Pending, Published
from store.events.writer import SegmentWriter

SHIPPED_RULES = Path(detections.__file__).parent / "rules"


@dataclass(frozen=True, slots=True)
class StageSpec:
    """events_folder: where workers write segments; None when nothing is to be stored. compiled: the rules as another
    process has already loaded them (`pipeline/compiled.py`). off: rules that are switched off. behaviour: None runs no
    behaviour detectors. indicators: the index file of what to recognise. glance:
    only what fires becomes an Event (`pipeline/glance.py`). notice: what events show of the estate is kept; own_networks:
    ranges of the district besides the private ones. identifiers: the key file of what is kept of people's identifiers; None
    where nothing is kept; covered: data sets of events they are covered in besides those of data sources."""

    rules: tuple[Path, ...]
    pipelines: tuple[str, ...]
    events_folder: Path | None
    compiled: Path | None = None
    off: frozenset[str] = frozenset()
    behaviour: behaviour.Config | None = None
    indicators: Path | None = None
    glance: bool = False
    notice: bool = False
    own_networks: tuple[str, ...] = ()
    identifiers: Path | None = None
    covered: tuple[str, ...] = ()


@cache
def _loaded(rules: tuple[Path, ...], pipelines: tuple[str, ...]) -> RuleSet:
    return load_compiled(rules or (SHIPPED_RULES,), pipelines, cache_folder())


def cache_folder() -> Path | None:
    """Where compiled rules are kept: `fengsui/rules` in the user's cache folder (XDG Base Directory Specification)."""
    try:
        home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    except RuntimeError:  # nobody's home
        return None
    return home / "fengsui" / "rules"


def rules_of(spec: StageSpec) -> RuleSet:
    """Loaded once per process; matching keeps no state in it."""
    return read_compiled(spec.compiled) if spec.compiled else _loaded(spec.rules, spec.pipelines)


ARRIVES_WITHIN = 60 * SECOND
"""Live, events are taken to arrive this soon: what did not happen is decided so long after its time."""


class FollowStages:
    """Per worker process: no state that outlives a batch."""

    def __init__(self, spec: StageSpec) -> None:
        self._rules = rules_of(spec)
        self._off = spec.off
        self.rule_set = self._rules.report.version
        self._writer = SegmentWriter(spec.events_folder) if spec.events_folder else None
        self._indicators = Matcher(spec.indicators)
        self._selector = behaviour.Selector(spec.behaviour) if spec.behaviour else None
        self._noticing = Noticing(spec.own_networks) if spec.notice else None
        self._guard = guard_of(spec.identifiers, spec.covered) if spec.identifiers else None
        self._figures = Counter[str]()
        self.glance = Glance(self._rules, self.kept) if spec.glance else None

    def normalise(self, kind: str, record: RawRecord, origin: Origin, ingested: Micros) -> list[Event]:
        """Events of a record; those that tell of access to data without the identifiers of people in it."""
        events = cast("RecordSource", registry.source(kind)).normalise(record, origin, ingested)
        if self._guard is not None:
            for event in events:
                self._guard.cover(event, record.data)
        return events

    def refuse(self, item: Quarantined) -> Quarantined:
        """As it may be kept: identifiers covered."""
        return self._guard.quarantined(item) if self._guard else item

    def detect(self, event: Event) -> list[Match]:
        return self.kept(self._rules.match(event))

    def kept(self, found: list[Match]) -> list[Match]:
        """Without those of rules that are switched off."""
        return [match for match in found if match.rule.id not in self._off] if self._off and found else found

    def figures(self) -> dict[str, int]:
        """What matching met and had to work out since this was last asked."""
        total = Counter[str]({name: value for name, value in self._rules.meters.items() if isinstance(value, int)})
        if self.glance is not None:
            total.update(self.glance.meters)
        fresh = {name: value - self._figures[name] for name, value in total.items()}
        self._figures = total
        return fresh

    def observe(self, events: Sequence[Event]) -> bytes:
        """What the behaviour detectors look at, packed for the way."""
        return self._selector.select(events) if self._selector else b""

    def notice(self, events: Sequence[Event]) -> bytes:
        """What they show of the estate's machines, packed for the way."""
        return self._noticing.select(events) if self._noticing else b""

    def recognise(self, events: Sequence[Event]) -> list[Hit]:
        """Events that carry an observable somebody warns of."""
        found = ((event, self._indicators.match(event)) for event in events)
        return [Hit(event["@timestamp"], event, matches) for event, matches in found if matches]

    def keep(self, events: Sequence[Event], batch: str) -> Pending | None:
        return self._writer.write(events, batch) if self._writer and events else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a round added. alerts: only those not known before."""

    stored: int
    duplicates: int
    alerts: list[Alert]
    changes: list[IncidentChange]


class SettleStages:
    """In the committing process: everything with a memory, saved in the transaction of every commit.

    When a transaction fails the memory is ahead of the database; the process must end and start again from the snapshot.
    """

    def __init__(
        self,
        rules: RuleSet,
        store: EventStore,
        correlator: Correlator,
        quarantine_max_bytes: int,
        watched: behaviour.Config | None = None,
    ) -> None:
        self._store = store
        self._use(rules)
        self._correlating = Correlating(correlator)
        self._reorder = Reorder()
        self._quarantine_max_bytes = quarantine_max_bytes
        self._watching = Watching(watched) if watched else None
        self.desk = Desk()
        self.observing = Observing()
        self._changed = False

    def _use(self, rules: RuleSet) -> None:
        self._rules_by_id = {rule.id: rule for rule in rules.rules}
        self._rule_set = rules.report.version
        self._correlations = rules.correlator()
        self.judging = Judging(rules)

    def swap(self, rules: RuleSet) -> None:
        """Go on with other rules from the next round on. Correlations that did not change keep what they remember; hits
        found by the rules before make the alerts of those rules."""
        remembered = self._correlations.snapshot()
        self._use(rules)
        self._correlations.restore(remembered)
        self._changed = True

    def tune(self, escalate: float = 1.0, thresholds: Mapping[str, Mapping[str, float]] | None = None) -> bool:
        """Show incidents from this share of the usual score on, and let behaviour detectors ask for less; whether anything
        changed. Without arguments as it is in peacetime. Between two rounds."""
        watched = self._watching is not None and self._watching.tune(thresholds or {})
        return self._correlating.tune(escalate) or watched

    def calibrate(self, said: Calibration | None) -> bool:
        """Let incidents be shown by what the site's own days say; None: as it is shipped. Between two rounds."""
        return self._correlating.calibrate(said)

    def restore(self, tx: Session) -> None:
        """Go on from the last commit."""
        self._correlating.restore(tx)
        if (data := checkpoints.get_snapshot(tx, "sigma-correlations")) is not None:
            self._correlations.restore(data)
        if (data := checkpoints.get_snapshot(tx, "held-hits")) is not None:
            self._reorder.restore(data, self._match_of)
        if self._watching:
            self._watching.restore(tx)
        self.desk.restore(tx)

    @property
    def watermark(self) -> Micros:
        return self._reorder.watermark

    @property
    def held(self) -> int:
        return len(self._reorder)

    def publish(self, pending: Sequence[Pending], tx: Session) -> Published:
        return self._store.publish(pending, tx)

    def hold(self, hits: Iterable[Hit]) -> None:
        for hit in hits:
            self._reorder.push(hit)
            self._changed = True

    def alert(self, watermark: Micros, passed: Micros, *, live: bool = False) -> list[Alert]:
        """Hits that are due become alerts: each single match, each correlation they complete, and each that is complete
        because nothing came. passed: the time up to which that is known. live: events come when they happen, so that one
        from the future tells of a wrong clock."""
        created = now_us()
        alerts: list[Alert] = []
        for hit in self._reorder.due(watermark):
            self._changed = True
            matches = self.judging.in_use(hit.matches)
            current = [known for match in matches if (known := self._current(match)) is not None]
            found: list[Match | CorrelationMatch] = [*matches, *self._correlations.feed(hit.event, current)]
            made = self._alerts(found, hit.event, hit.rule_set or self._rule_set, created)
            ahead = from_the_future(hit.event, hit.time) if live else None
            alerts += made if ahead is None else [msgspec.structs.replace(alert, clock=ahead) for alert in made]
        silent = self._correlations.advance(passed)
        self._changed |= bool(silent)
        alerts += self._alerts(silent, {}, self._rule_set, created)
        return alerts

    def _alerts(
        self, found: Sequence[Match | CorrelationMatch], event: Event, rule_set: str, created: Micros
    ) -> Iterator[Alert]:
        for one in found:
            about = one.event if isinstance(one, CorrelationMatch) else event
            if self.judging.counts(one, about):
                alert = msgspec.structs.replace(alert_of(one, about, created), rule_set=rule_set)
                if self.judging.shows(alert, one, about):
                    yield alert

    def overdue(self, now: Micros) -> bool:
        """While nothing arrives: whether a correlation or a detector waits to be told that nothing came."""
        due = self._correlations.due
        late = due is not None and due <= now - ARRIVES_WITHIN
        waits = self._correlating.waits or (self._watching is not None and self._watching.waits)
        return late or waits or (self._watching is not None and self._watching.overdue(now))

    @property
    def correlation_figures(self) -> Mapping[str, int]:
        return self._correlations.figures

    def watch(self, followed: Followed, published: Published) -> None:
        if self._watching:
            self._watching.hold(followed, published.duplicates)

    def know(self, register: DataRegister) -> None:
        """Judge access to public data by this register from the next round on."""
        if self._watching:
            self._watching.know(register)

    def note(self, followed: Followed) -> None:
        self.observing.hold(followed.noticed)

    def sight(self, followed: Followed, published: Published) -> None:
        self.desk.hold(followed.seen, published.duplicates)

    def indicate(self, watermark: Micros, tx: Session) -> list[Alert]:
        """Indicators seen in events that are due become alerts, if they still stand."""
        return self.desk.due(tx, watermark, now_us())

    def judge(self, watermark: Micros, now: Micros) -> list[Alert]:
        """What behaviour over time has become an alert."""
        if self._watching is None:
            return []
        return self._watching.alerts(self._watching.judge(watermark, now), self.judging, now_us(), self._rule_set)

    def _current(self, match: Match) -> Match | None:
        """The match as one of the rules in use now, for what counts them; None when its rule is gone."""
        rule = self._rules_by_id.get(match.rule.id)
        return match if rule is match.rule else Match(rule, match.matched, match.via) if rule else None

    def record_alerts(self, alerts: Sequence[Alert], tx: Session) -> list[Alert]:
        new = alert_rows.add(tx, list(alerts))
        self.judging.record(tx, new)
        return new

    def correlate(self, alerts: Sequence[Alert], now: Micros) -> list[IncidentChange]:
        return self._correlating.correlate(alerts, now)

    def follow_people(self, tx: Session) -> None:
        """What analysts merged, split, detached and judged since the last round."""
        self._correlating.follow(tx)

    def record_changes(self, changes: Sequence[IncidentChange], tx: Session) -> None:
        incidents.apply(tx, list(changes))

    def record_quarantine(self, followed: Followed, tx: Session) -> None:
        origin = followed.origin
        if followed.quarantined:
            quarantine.add(
                tx,
                origin.source,
                origin.unit,
                followed.quarantined,
                fingerprint=origin.fingerprint,
                kind=followed.kind,
                origin={"observer": origin.observer, "path": origin.path, "timezone": origin.timezone},
                limits=quarantine.Limits(body_bytes=self._quarantine_max_bytes),
            )

    def checkpoint(self, followed: Followed, published: Published, tx: Session) -> None:
        """Where the input goes on, and the source's counters."""
        checkpoints.put(tx, followed.lane, followed.checkpoint)
        ids = followed.pending.ids if followed.pending else ()
        duplicates = len(published.duplicates.intersection(ids)) if published.duplicates else 0
        sources.record(
            tx,
            followed.origin.source,
            followed.origin.unit,
            events=followed.events - duplicates,
            duplicates=duplicates,
            size=followed.size_bytes,
            quarantined=len(followed.quarantined),
            first_event=followed.first_time if followed.events else None,
            last_event=followed.watermark if followed.events else None,
            ingested=now_us(),
            schemas=followed.schemas,
        )

    def _match_of(self, saved: tuple[str, dict[str, Any], str]) -> Match | None:
        """None when the rule has been removed since."""
        rule = self._rules_by_id.get(saved[0])
        return Match(rule, saved[1], saved[2]) if rule else None

    def remember(self, tx: Session) -> None:
        """Save what remembers, if anything was fed to it since the last time."""
        if self._watching:
            self._watching.remember(tx)
        self._correlating.remember(tx)
        self.desk.remember(tx)
        self.observing.remember(tx)
        if not self._changed:
            return
        checkpoints.put_snapshot(tx, "sigma-correlations", self._correlations.snapshot())
        checkpoints.put_snapshot(
            tx, "held-hits", self._reorder.snapshot(lambda match: (match.rule.id, match.matched, match.via))
        )
        self._changed = False
