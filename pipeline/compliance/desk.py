"""The posture of the whole district as one value, worked out anew only when something it rests on has changed."""

from __future__ import annotations

import threading
import weakref
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from compliance.mlps.facts import Facts
from compliance.mlps.posture import Posture, Said, posture
from compliance.mlps.scoring import settings_of
from compliance.three_sync.gates import Board, Project, board
from model.compliance import Document, GateException, Passage, Review, Task
from model.errors import NotFound
from model.times import HOUR, Micros, day_of
from pipeline.compliance.counting import Counts
from pipeline.compliance.gathering import Gatherer, source_facts, subjects
from pipeline.settings import Settings
from store import backups
from store import compliance as ledgers
from store.compliance.evidence import SEALED
from store.contract import EventStore
from store.ledger.tables import LedgerRow
from store.scope import EVERYTHING, Scope
from store.scoping import scoped
from store.state import State
from store.tables import AlertRow, SourceHealthRow

AGES: Micros = HOUR
"""What ages by itself (freshness, deadlines) is looked at again so often."""


@dataclass(frozen=True, slots=True)
class District:
    """postures, boards: by system. said: what people said, by system. desk: where it was worked out."""

    at: Micros
    facts: Facts
    postures: dict[str, Posture]
    boards: dict[str, Board]
    said: dict[str, Said]
    passages: dict[str, tuple[Passage, ...]]
    exceptions: dict[str, tuple[GateException, ...]]
    partial: tuple[str, ...] = ()
    desk: Desk | None = field(default=None, repr=False, compare=False)

    def within(self, scope: Scope) -> dict[str, Posture]:
        return {name: one for name, one in self.postures.items() if scope.allows(one.system.unit)}

    def one(self, system: str, scope: Scope) -> Posture:
        found = self.postures.get(system)
        if found is None or not scope.allows(found.system.unit):
            raise NotFound(f"there is no system {system[:80]!r} within your units")
        return found


class Desk:
    """Of one process; safe in several threads. beside: what is worked out from posture (risks), kept as long as this."""

    def __init__(self, state: State, store: EventStore, settings: Settings) -> None:
        self.beside: object = None
        self.state, self.store, self.settings = state, store, settings
        self._counts = Counts(store)
        self._gatherer = Gatherer(state, self._counts, settings)
        self._lock = threading.Lock()
        self._held: tuple[Any, District] | None = None

    def district(self, at: Micros) -> District:
        """As of a moment; the same value while nothing has changed."""
        with self._lock, self.state.reading() as tx:
            stamp = self._stamp(tx, at)
            if self._held is None or self._held[0] != stamp:
                self._held = stamp, self._judge(tx, at)
            return self._held[1]

    def _stamp(self, tx: Session, at: Micros) -> Any:
        """Everything posture rests on, as few numbers. People's changes are audit records; sealing itself is none."""
        watches = tuple(sorted((name, one.state) for name, one in source_facts(tx, self.settings).items()))
        decided = tx.execute(scoped(select(func.count(), func.max(AlertRow.changed)), EVERYTHING, AlertRow.unit)).one()
        events = tx.execute(scoped(select(func.sum(SourceHealthRow.events)), EVERYTHING, SourceHealthRow.unit)).scalar()
        parts = frozenset(self.store.parts(EVERYTHING))
        others = select(LedgerRow.sequence).where(LedgerRow.action != SEALED)
        last = tx.execute(
            scoped(others, EVERYTHING, LedgerRow.unit).order_by(LedgerRow.sequence.desc()).limit(1)
        ).scalar()
        kept = tuple(sorted((one.subject, one.state) for one in backups.states(tx, EVERYTHING).values()))
        return watches, tuple(decided), events, parts, last, kept, at // AGES

    def _judge(self, tx: Session, at: Micros) -> District:
        facts = self._gatherer.facts(tx, at)
        documents: dict[str, list[Document]] = {}
        reviews: dict[str, list[Review]] = {}
        tasks: dict[str, list[Task]] = {}
        passages: dict[str, list[Passage]] = {}
        exceptions: dict[str, list[GateException]] = {}
        for found, kept in (
            (documents, ledgers.documents(tx, EVERYTHING)),
            (reviews, ledgers.reviews(tx, EVERYTHING)),
            (tasks, ledgers.tasks(tx, EVERYTHING)),
            (passages, ledgers.passages(tx, EVERYTHING)),
            (exceptions, ledgers.exceptions(tx, EVERYTHING)),
        ):
            for one in kept:
                found.setdefault(one.system, []).append(one)  # type: ignore[arg-type]
        states = {name: one.state for name, one in facts.sources.items()}
        personal = {one.system for one in facts.estate.data_sets if one.personal_information}
        ours = self.settings.compliance
        chosen = settings_of(ours.template, **ours.changed)
        postures, boards, said_by = {}, {}, {}
        for subject in subjects(tx, facts.estate):
            name = subject.system.id
            said = Said(reviews.get(name, ()), documents.get(name, ()), tasks.get(name, ()))
            postures[name] = posture(subject, facts, said, [chosen])
            said_by[name] = said
            boards[name] = board(
                Project(
                    subject.system,
                    subject.record,
                    documents.get(name, ()),
                    passages.get(name, ()),
                    exceptions.get(name, ()),
                    states,
                    name in personal,
                ),
                day_of(at),
            )
        return District(
            at,
            facts,
            postures,
            boards,
            said_by,
            {name: tuple(held) for name, held in passages.items()},
            {name: tuple(held) for name, held in exceptions.items()},
            tuple(self._counts.partial),
            self,
        )

    def project(self, district: District, system: str, scope: Scope) -> Project:
        """What the gates of a system's project are judged by."""
        found = district.one(system, scope)
        return Project(
            found.system,
            found.record,
            district.said[system].documents,
            district.passages.get(system, ()),
            district.exceptions.get(system, ()),
            {name: one.state for name, one in district.facts.sources.items()},
            any(one.system == system and one.personal_information for one in district.facts.estate.data_sets),
        )


_desks: weakref.WeakKeyDictionary[State, Desk] = weakref.WeakKeyDictionary()
_making = threading.Lock()


def desk_of(state: State, store: EventStore, settings: Settings) -> Desk:
    """The one desk of a process for a state: the interface and the watch beside the journey share it."""
    with _making:
        found = _desks.get(state)
        if found is None:
            found = _desks[state] = Desk(state, store, settings)
        return found
