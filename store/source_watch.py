"""How sources fared over the last days, in buckets of five minutes, and what the watchdog thinks of each now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from model.times import DAY, MINUTE, Micros
from store.encoding import plain
from store.rows import delete_rows, insert_rows, table_of, update_rows
from store.scope import EVERYTHING, Scope
from store.scoping import scoped
from store.tables import SourceHistoryRow, SourceWatchRow

BUCKET: Micros = 5 * MINUTE
KEPT: Micros = 14 * DAY
"""Ours: 4,032 buckets a source at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """What arrived within BUCKET from `time` on. lag: the longest of its batches, None without an event."""

    time: Micros
    events: int
    bytes: int
    quarantined: int
    dropped: int
    lag: Micros | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """state: ok, silent, dropping or failed. since: when it became so. error: why it failed, for people.
    silent_after: the pause after which it counts as silent. learned: from its own pauses."""

    source: str
    unit: str
    state: str
    since: Micros
    error: str
    silent_after: Micros
    learned: bool


def add(
    tx: Session,
    source: str,
    unit: str,
    now: Micros,
    *,
    events: int,
    size: int,
    quarantined: int,
    dropped: int,
    lag: Micros | None,
) -> None:
    """Count one batch in the bucket of `now`."""
    source, unit, time = plain(source), plain(unit), now - now % BUCKET
    table = table_of(SourceHistoryRow)
    here = (table.c.source == source) & (table.c.unit == unit) & (table.c.time == time)
    more = {"events": events, "bytes": size, "quarantined": quarantined, "dropped": dropped}
    before = tx.execute(scoped(select(table.c.lag).where(here), EVERYTHING)).first()
    if before is None:
        insert_rows(tx, SourceHistoryRow, [{"source": source, "unit": unit, "time": time, "lag": lag, **more}])
        return
    grown = {name: table.c[name] + number for name, number in more.items()}
    longest = max((one for one in (before.lag, lag) if one is not None), default=None)
    update_rows(tx, SourceHistoryRow, here, **grown, lag=longest)


def history(tx: Session, source: str, scope: Scope, *, start: Micros) -> list[Bucket]:
    """Oldest first; buckets in which nothing arrived are not there. Units within the scope are added up."""
    statement = select(SourceHistoryRow).where(SourceHistoryRow.source == source, SourceHistoryRow.time >= start)
    out: dict[Micros, Bucket] = {}
    for row in tx.scalars(scoped(statement, scope, SourceHistoryRow.unit).order_by(SourceHistoryRow.time)):
        had = out.get(row.time)
        lags = [one for one in (had.lag if had else None, row.lag) if one is not None]
        out[row.time] = Bucket(
            time=row.time,
            events=row.events + (had.events if had else 0),
            bytes=row.bytes + (had.bytes if had else 0),
            quarantined=row.quarantined + (had.quarantined if had else 0),
            dropped=row.dropped + (had.dropped if had else 0),
            lag=max(lags, default=None),
        )
    return list(out.values())


def forget(tx: Session, before: Micros) -> int:
    """Delete buckets that begin before a time; how many."""
    return delete_rows(tx, SourceHistoryRow, SourceHistoryRow.time < before)


def watches(tx: Session, scope: Scope) -> dict[str, Watch]:
    """By source."""
    return {
        row.source: Watch(
            source=row.source,
            unit=row.unit,
            state=row.state,
            since=row.since,
            error=row.error,
            silent_after=row.silent_after,
            learned=row.learned,
        )
        for row in tx.scalars(scoped(select(SourceWatchRow), scope, SourceWatchRow.unit))
    }


def note(tx: Session, watched: Sequence[Watch]) -> None:
    """Replace what is known of these."""
    for one in watched:
        values = {name: getattr(one, name) for name in ("unit", "state", "since", "error", "silent_after", "learned")}
        if not update_rows(tx, SourceWatchRow, SourceWatchRow.source == one.source, **values):
            insert_rows(tx, SourceWatchRow, [{"source": one.source, **values}])


def unwatch(tx: Session, names: Sequence[str]) -> None:
    for name in names:
        delete_rows(tx, SourceWatchRow, SourceWatchRow.source == name)
