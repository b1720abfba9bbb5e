"""How every data set stands, as one value, worked out anew when the posture of the district is."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from compliance.mlps.facts import Facts
from compliance.public_data.phases import ACTIVITY_DAYS, OBJECT, data_questions
from compliance.public_data.probes import DataSubject, Found
from compliance.public_data.standing import DataStanding, standing
from detections.behaviour.catalogue import rules
from model.compliance import Document, Review
from model.data_approvals import DataRequest, DestructionRecord, data_set_named
from model.entity import EntityKind
from model.errors import NotFound
from model.public_data import CatalogueEntry, DataFinding, DataRegister, PlaceKind
from model.times import DAY, Micros
from pipeline.compliance.counting import Counts
from pipeline.compliance.desk import Desk, District, desk_of
from pipeline.settings import Settings
from store import alerts, public_data
from store import compliance as ledgers
from store.contract import EventStore, TimeRange
from store.ledger.tables import LedgerRow
from store.scope import EVERYTHING, Scope
from store.scoping import scoped
from store.state import State

T = TypeVar("T", Document, Review)
MOST_ALERTS = 2_000
"""Of one detector that are looked at, the newest."""
MOST_OBJECTS = 2_000
"""Names in audit trails that stand for one data set, beyond which the rarest are passed over."""
FINDING_DAYS = 90


@dataclass(frozen=True, slots=True)
class DataSets:
    """As of a moment: every registered data set by id, and the register detectors judge by."""

    at: Micros
    district: District
    standings: Mapping[str, DataStanding]
    register: DataRegister

    def within(self, scope: Scope) -> dict[str, DataStanding]:
        return {name: one for name, one in self.standings.items() if scope.allows(one.data.data_set.unit)}

    def one(self, data_set: str, scope: Scope) -> DataStanding:
        found = self.standings.get(data_set)
        if found is None or not scope.allows(found.data.data_set.unit):
            raise NotFound(f"there is no data set {data_set[:80]!r} within your units")
        return found


class DataDesk:
    """Of one process; safe in several threads."""

    def __init__(self, state: State, store: EventStore, desk: Desk) -> None:
        self._state, self._desk = state, desk
        self._counts = Counts(store, data_questions)
        self._lock = threading.Lock()
        self._held: DataSets | None = None
        self._changed = -1

    def data_sets(self, at: Micros) -> DataSets:
        """As of a moment; the same value while nothing has changed."""
        district = self._desk.district(at)
        with self._lock, self._state.reading() as tx:
            changed = _asked(tx)
            held = self._held
            if held is None or held.district is not district or changed != self._changed:
                held = self._held = self._judge(tx, district, at)
                self._changed = changed
            return held

    def _judge(self, tx: Session, district: District, at: Micros) -> DataSets:
        estate = district.facts.estate
        register = public_data.take_register(tx)
        if not estate.data_sets:
            return DataSets(at, district, {}, register)
        self._counts.refresh(at)
        facts = replace(district.facts, at=at, look=self._counts.look, values=self._counts.values)
        objects, found = _objects(facts, register), _findings(tx, at)
        requests: dict[str, list[DataRequest]] = {}
        proofs: dict[str, list[DestructionRecord]] = {}
        for one in public_data.every(tx, EVERYTHING):
            requests.setdefault(one.terms.data_set, []).append(one)
        for proof in public_data.proofs(tx, EVERYTHING):
            proofs.setdefault(proof.data_set, []).append(proof)
        papers = _by_data_set(ledgers.documents(tx, EVERYTHING))
        said = _by_data_set(ledgers.reviews(tx, EVERYTHING))
        standings = {}
        for data_set in estate.data_sets:
            name = data_set.id
            data = DataSubject(
                data_set=data_set,
                entry=register.entry(name) or CatalogueEntry(data_set=name, unit=data_set.unit),
                objects=objects.get(name, ()),
                requests=tuple(requests.get(name, ())),
                proofs=tuple(proofs.get(name, ())),
                findings=found.get(name, {}),
                system=district.postures.get(data_set.system),
                documents=tuple(papers.get(name, ())),
                reviews=tuple(said.get(name, ())),
            )
            standings[name] = standing(data, facts)
        return DataSets(at, district, standings, register)


def _by_data_set(entries: Iterable[T]) -> dict[str, list[T]]:
    out: dict[str, list[T]] = {}
    for one in entries:
        if name := data_set_named(one.system):
            out.setdefault(name, []).append(one)
    return out


def _objects(facts: Facts, register: DataRegister) -> dict[str, tuple[str, ...]]:
    """By data set, the names events gave to what lies at its places, the most frequent first."""
    if not any(entry.places for entry in register.catalogue):
        return {}
    out: dict[str, list[tuple[int, str]]] = {}
    for name, seen in facts.values("*", OBJECT, ACTIVITY_DAYS).items():
        entry = next(filter(None, (register.entry_at(kind, name) for kind in PlaceKind)), None) if name else None
        if entry is not None:
            out.setdefault(entry.data_set, []).append((-seen.count, name))
    return {data_set: tuple(name for _, name in sorted(held)[:MOST_OBJECTS]) for data_set, held in out.items()}


def _findings(tx: Session, at: Micros) -> dict[str, dict[DataFinding, Found]]:
    """By data set and detector, alerts of late that nobody called false or allowed."""
    out: dict[str, dict[DataFinding, Found]] = {}
    within = TimeRange(at - FINDING_DAYS * DAY, at + 1)
    for kind in DataFinding:
        rule = rules().get(kind.value)
        if rule is None:
            continue
        for one in alerts.find(tx, EVERYTHING, alerts.Filter(rule=rule.id, within=within), limit=MOST_ALERTS).items:
            if one.verdict in (alerts.AlertVerdict.FALSE_POSITIVE, alerts.AlertVerdict.BENIGN):
                continue
            for entity in one.alert.entities:
                if entity.kind is EntityKind.DATA_SET:
                    held = out.setdefault(entity.value, {})
                    known = held.get(kind, Found(0, 0))
                    newest = max(known.last, one.alert.time)
                    held[kind] = Found(known.count + 1, newest, (*known.alerts, one.alert.id)[:5])
    return out


def _asked(tx: Session) -> int:
    """The newest audit record about public data: what people change counts at once."""
    newest = select(func.max(LedgerRow.sequence)).where(LedgerRow.action.startswith("data."))
    return tx.scalar(scoped(newest, EVERYTHING, LedgerRow.unit)) or 0


_desks: weakref.WeakKeyDictionary[State, DataDesk] = weakref.WeakKeyDictionary()
_making = threading.Lock()


def data_desk_of(state: State, store: EventStore, settings: Settings) -> DataDesk:
    """The one desk of a process for a state."""
    desk = desk_of(state, store, settings)
    with _making:
        found = _desks.get(state)
        if found is None:
            found = _desks[state] = DataDesk(state, store, desk)
        return found
