"""Taking in what a source says: each observable once, each source's word beside it, everything counted.

Idempotent: an indicator is known by (source, its id there, observable); taken in again it is updated or left alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from model.indicator import Assertion, Observable, ObservableKind, Reject, ReportedSighting
from model.severity import Level
from model.times import Micros
from store import ledger
from store.encoding import chunks, plain
from store.indicators import version
from store.indicators.merge import merge
from store.indicators.sources import Source
from store.indicators.tables import (
    AssertionRow,
    ImportItemRow,
    ImportRow,
    ObservableRow,
    ReportedSightingRow,
)
from store.rows import insert_rows, table_of, update_rows

MAX_ITEMS = 10_000
"""Unusable items of one import that are kept; all are counted."""
CHUNK = 2_000


@dataclass(slots=True)
class Judged:
    """An assertion with what we make of it. level: of an alert; warning: why it is not matched, empty when it is."""

    assertion: Assertion
    level: Level
    valid_until: Micros | None
    warning: str = ""


@dataclass(slots=True)
class Intake:
    """One import while it is going on; `finish` writes down what came of it."""

    number: int
    source: Source
    actor: str
    now: Micros
    counts: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    _kept: int = 0

    def take(self, tx: Session, judged: Sequence[Judged]) -> None:
        for start in range(0, len(judged), CHUNK):
            self._chunk(tx, list(judged[start : start + CHUNK]))

    def reject(self, tx: Session, rejects: Iterable[Reject]) -> None:
        rows = []
        for one in rejects:
            self.counts["rejected"] += 1
            self.reasons[one.reason] += 1
            if self._kept < MAX_ITEMS:
                self._kept += 1
                rows.append(_item(self.number, one))
        insert_rows(tx, ImportItemRow, rows)

    def sight(self, tx: Session, sightings: Iterable[ReportedSighting]) -> None:
        table = table_of(ReportedSightingRow)
        for one in sightings:
            self.counts["sightings"] += 1
            external = plain(one.external_id)
            tx.connection().execute(
                delete(table).where(table.c.source == self.source.id, table.c.external_id == external)
            )
            insert_rows(
                tx,
                ReportedSightingRow,
                [
                    {
                        "source": self.source.id,
                        "external_id": external,
                        "indicator": plain(one.indicator),
                        "count": one.count,
                        "first": one.first,
                        "last": one.last,
                        "place": plain(one.where),
                    }
                ],
            )

    def finish(self, tx: Session) -> None:
        update_rows(
            tx, ImportRow, ImportRow.number == self.number, counts=dict(self.counts), reasons=dict(self.reasons)
        )
        if self.counts["added"] or self.counts["updated"]:
            version.grow(tx)
        if any(self.counts[name] for name in ("added", "updated", "rejected", "refused")):
            ledger.append(
                tx,
                actor=self.actor,
                action="indicators.imported",
                object=f"indicator-import:{self.number}",
                details={"source": self.source.id, "counts": dict(self.counts), "reasons": dict(self.reasons)},
                time=self.now,
            )

    def _chunk(self, tx: Session, judged: list[Judged]) -> None:
        unique = {(j.assertion.observable, j.assertion.external_id): j for j in judged}
        self.counts["repeated"] += len(judged) - len(unique)
        numbers = self._observables(tx, list(unique.values()))
        known = _known(tx, self.source.id, list(numbers.values()))
        fresh: list[dict[str, Any]] = []
        touched: dict[int, str] = {}
        refused: list[Reject] = []
        for (observable, external_id), one in unique.items():
            number = numbers[observable]
            if one.warning:
                refused.append(
                    Reject(
                        position=one.assertion.position,
                        external_id=external_id,
                        reason="warning-list",
                        message=one.warning,
                        value=observable.value,
                    )
                )
            values = _assertion(one, self.number)
            before = known.get((number, plain(external_id)))
            if before is None:
                fresh.append({"observable": number, "source": self.source.id, **values})
                touched[number] = one.warning
                self.counts["added"] += 1
            elif any(before[1][name] != values[name] for name in _COMPARED):
                update_rows(tx, AssertionRow, AssertionRow.number == before[0], **values)
                touched[number] = one.warning
                self.counts["updated"] += 1
            else:
                self.counts["unchanged"] += 1
        if fresh:
            tx.connection().execute(insert(table_of(AssertionRow)), fresh)
        self.counts["refused"] += len(refused)
        for one_refused in refused:
            self.reasons[one_refused.reason] += 1
        room = MAX_ITEMS - self._kept
        self._kept += len(refused[:room])
        insert_rows(tx, ImportItemRow, [_item(self.number, one) for one in refused[:room]])
        merge(tx, touched, imported=self.number, now=self.now)

    def _observables(self, tx: Session, judged: list[Judged]) -> dict[Observable, int]:
        """Numbers of the observables, new ones made."""
        wanted = list(dict.fromkeys(j.assertion.observable for j in judged))
        numbers = numbers_of(tx, wanted)
        missing = [one for one in wanted if one not in numbers]
        if missing:
            rows = [
                {
                    "kind": one.kind.value,
                    "value": plain(one.value),
                    "state": "new",
                    "level": 0,
                    "confidence": 0,
                    "valid_from": None,
                    "valid_until": None,
                    "sources": 0,
                    "warning": "",
                    "override": "",
                    "revoked_by": "",
                    "arrived": 0,
                    "added": self.now,
                    "updated": self.now,
                }
                for one in missing
            ]
            tx.connection().execute(insert(table_of(ObservableRow)), rows)
            numbers |= numbers_of(tx, missing)
        return numbers


def begin(
    tx: Session, source: Source, *, actor: str, now: Micros, file: str = "", digest: str = "", fmt: str = ""
) -> Intake:
    table = table_of(ImportRow)
    done = tx.connection().execute(
        insert(table).values(
            source=source.id, time=now, actor=actor, file=plain(file), digest=digest, format=fmt, counts={}, reasons={}
        )
    )
    key = done.inserted_primary_key
    assert key is not None
    return Intake(number=int(key[0]), source=source, actor=actor, now=now)


def numbers_of(tx: Session, wanted: Sequence[Observable]) -> dict[Observable, int]:
    out: dict[Observable, int] = {}
    by_kind: dict[ObservableKind, list[str]] = {}
    for one in wanted:
        by_kind.setdefault(one.kind, []).append(plain(one.value))
    for kind, values in by_kind.items():
        for some in chunks(values):
            found = tx.execute(
                select(ObservableRow.value, ObservableRow.number).where(
                    ObservableRow.kind == kind.value, ObservableRow.value.in_(some)
                )
            )
            out.update({Observable(kind, value): number for value, number in found})
    return out


_COMPARED = (
    "name", "labels", "confidence", "level", "valid_from", "valid_until", "revoked", "tlp", "created_by", "techniques",
)  # fmt: skip


def _known(tx: Session, source: str, numbers: list[int]) -> dict[tuple[int, str], tuple[int, dict[str, Any]]]:
    out = {}
    for some in chunks(numbers):
        statement = select(AssertionRow).where(AssertionRow.source == source, AssertionRow.observable.in_(some))
        for row in tx.scalars(statement.execution_options(populate_existing=True)):
            out[row.observable, row.external_id] = (row.number, {name: getattr(row, name) for name in _COMPARED})
    return out


def _assertion(judged: Judged, imported: int) -> dict[str, Any]:
    one = judged.assertion
    return {
        "external_id": plain(one.external_id),
        "name": plain(one.name),
        "labels": [plain(label) for label in one.labels],
        "confidence": one.confidence,
        "level": judged.level.rank,
        "valid_from": one.valid_from,
        "valid_until": judged.valid_until,
        "revoked": one.revoked,
        "tlp": one.tlp.value if one.tlp else "",
        "created_by": plain(one.created_by),
        "techniques": list(one.techniques),
        "pattern": plain(one.pattern),
        "modified": one.modified,
        "imported": imported,
    }


def _item(imported: int, one: Reject) -> dict[str, Any]:
    cut: Callable[[str], str] = lambda text: plain(text)[:2000]  # noqa: E731
    values = {name: cut(value) for name, value in msgspec.structs.asdict(one).items()}
    return {"imported": imported, **values}
