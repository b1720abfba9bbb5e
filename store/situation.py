"""How the index of the situation moved, hour by hour, and what the registers hold that bears on it now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import BigInteger, Index, case, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from model.times import DAY, HOUR, Micros
from store.base import Base
from store.compliance_tables import ComplianceItemRow
from store.identity.tables import FeedRow
from store.inventory_tables import ExposureRow
from store.rows import delete_rows, insert_rows, update_rows
from store.scope import Scope
from store.scoping import Owned, scoped
from store.tables import Json, Key

KEPT: Micros = 92 * DAY
"""Ours: a quarter, by which reports are written; 2,208 rows a subject at most."""
MOVED = "situation"


class SituationRow(Owned, Base):
    """The last index of an hour. subject: `unit:…`, `system:…`; unit: whose people may see it; time: when the hour began;
    value: the index; families: points lost to each."""

    __tablename__ = "situation_history"
    __table_args__ = (Index("ix_situation_history_time", "time"),)

    subject: Mapped[Key]
    time: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    unit: Mapped[str]
    value: Mapped[float]
    families: Mapped[Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """time: when the hour began. families: family → points lost to it."""

    subject: str
    time: Micros
    unit: str
    index: float
    families: Mapping[str, float]


def note(tx: Session, readings: Iterable[Reading]) -> None:
    """Keep these as what their hours ended with, so far."""
    for one in readings:
        time = one.time - one.time % HOUR
        values = {"unit": one.unit, "value": one.index, "families": dict(one.families)}
        here = (SituationRow.subject == one.subject) & (SituationRow.time == time)
        if not update_rows(tx, SituationRow, here, **values):
            insert_rows(tx, SituationRow, [{"subject": one.subject, "time": time, **values}])


def announce(tx: Session, moved: Iterable[tuple[str, str]]) -> None:
    """Tell live views that the index of these (subject, unit) is another one."""
    insert_rows(
        tx,
        FeedRow,
        [{"kind": MOVED, "object": subject, "change": "moved", "unit": unit} for subject, unit in moved],
    )


def history(tx: Session, subject: str, scope: Scope, *, start: Micros) -> list[Reading]:
    """Oldest first; an hour in which nobody looked is not there."""
    statement = select(SituationRow).where(SituationRow.subject == subject, SituationRow.time >= start)
    return [
        _reading(row) for row in tx.scalars(scoped(statement, scope, SituationRow.unit).order_by(SituationRow.time))
    ]


def before(tx: Session, scope: Scope, *, time: Micros, at_most: Micros = DAY) -> dict[str, float]:
    """Subject → its last index within `at_most` before a time."""
    latest = (
        select(SituationRow.subject, func.max(SituationRow.time).label("time"))
        .where(SituationRow.time <= time, SituationRow.time > time - at_most)
        .group_by(SituationRow.subject)
    ).subquery()
    statement = select(SituationRow.subject, SituationRow.value).join(
        latest, (latest.c.subject == SituationRow.subject) & (latest.c.time == SituationRow.time)
    )
    return {row.subject: row.value for row in tx.execute(scoped(statement, scope, SituationRow.unit))}


def forget(tx: Session, before: Micros) -> int:
    return delete_rows(tx, SituationRow, SituationRow.time < before)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenExposures:
    """Exposures of one asset in one band. weakness and title: of one of them."""

    asset: str
    unit: str
    band: str
    number: int
    weakness: str
    title: str
    since: Micros


def open_exposures(tx: Session, scope: Scope) -> list[OpenExposures]:
    """By asset and band: `exploited`, else the rating of CVSS v3.1, section 5 (critical from 9, high from 7, medium from 4)."""
    row = ExposureRow
    band = case(
        (row.exploited, "exploited"),
        (row.cvss >= 9, "critical"),
        (row.cvss >= 7, "high"),
        (row.cvss >= 4, "medium"),
        else_="low",
    ).label("band")
    statement = (
        select(
            row.asset,
            row.unit,
            band,
            func.count().label("number"),
            func.min(row.weakness).label("weakness"),
            func.min(row.title).label("title"),
            func.min(row.first_seen).label("since"),
        )
        .where(row.closed == 0)
        .group_by(row.asset, row.unit, band)
        .order_by(row.asset, band)
    )
    return [OpenExposures(**one._mapping) for one in tx.execute(scoped(statement, scope, row.unit))]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenGaps:
    """Items of classified protection of one system with one result. result: a `model.proof.Verdict`."""

    system: str
    unit: str
    result: str
    number: int


def open_gaps(tx: Session, scope: Scope, results: Sequence[str]) -> list[OpenGaps]:
    """By system and result: items whose automatic result is one of these now."""
    row = ComplianceItemRow
    statement = (
        select(
            row.system,
            row.unit,
            row.verdict.label("result"),
            func.count().label("number"),
        )
        .where(row.verdict.in_(list(results)))
        .group_by(row.system, row.unit, row.verdict)
        .order_by(row.system, row.verdict)
    )
    return [OpenGaps(**one._mapping) for one in tx.execute(scoped(statement, scope, row.unit))]


def _reading(row: SituationRow) -> Reading:
    return Reading(subject=row.subject, time=row.time, unit=row.unit, index=row.value, families=row.families)
