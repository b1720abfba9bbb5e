"""Records nobody could use, whole, with the reason and the place, until somebody repairs the cause and replays them.

Size policy (`Limits`): a record's bytes are kept up to `body_bytes`; when a source already holds `source_bytes` of them,
further records keep reason, place, size and digest but no bytes. Counts are kept apart, in the same transaction, and
hold every record that ever came, with how many were cut and how many have no bytes: a count never lies.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from types import MappingProxyType
from typing import Any, Protocol

from sqlalchemy import ColumnElement, func, or_, select, tuple_
from sqlalchemy.orm import Session

from model.errors import NotFound
from model.times import Micros, now_us
from store import ledger
from store.encoding import chunks, plain, to_plain
from store.paging import Listing, after, checked, cursor_of
from store.rows import delete_rows, insert_rows, table_of, update_rows
from store.scope import EVERYTHING, Scope
from store.scoping import scoped, within_scope
from store.tables import QuarantineCountRow, QuarantineRow


class BadRecordLike(Protocol):
    """What the collectors hand over; see `collectors.contract.Quarantined`. position: place in the input."""

    @property
    def reason(self) -> str: ...
    @property
    def message(self) -> str: ...
    @property
    def position(self) -> int | str: ...
    @property
    def data(self) -> bytes: ...
    @property
    def meta(self) -> Mapping[str, str | int]: ...


@dataclass(frozen=True, slots=True)
class Limits:
    """body_bytes: kept of one record; source_bytes: kept of all records of one source."""

    body_bytes: int = 1 << 20
    source_bytes: int = 1 << 29


DEFAULT_LIMITS = Limits()


class HeldState(StrEnum):
    """waiting: nobody did anything yet; queued: will be read again; failed_again: was, in vain; became_events: was, with
    success; marked: somebody said it was read elsewhere."""

    WAITING = "waiting"
    QUEUED = "queued"
    FAILED_AGAIN = "failed_again"
    BECAME_EVENTS = "became_events"
    MARKED = "marked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """size: of the whole record in bytes; data: what was kept of it, None when nothing was. replayed: when, or None.

    kind, origin: what reads it and where it came from, for reading it again (`store/replays.py`). queued: since when it
    waits for that; tried, tries: the last time and how often; failure, failure_message: why it failed again, empty when it
    did not; events: ids of the events it became.
    """

    id: int
    source: str
    unit: str
    fingerprint: str
    position: str
    reason: str
    message: str
    time: Micros
    size: int
    digest: str
    data: bytes | None
    meta: dict[str, Any]
    replayed: Micros | None
    kind: str = ""
    origin: dict[str, str]
    queued: Micros | None = None
    tried: Micros | None = None
    tries: int = 0
    failure: str = ""
    failure_message: str = ""
    events: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        return self.data is not None and len(self.data) == self.size

    @property
    def state(self) -> HeldState:
        if self.replayed is not None:
            return HeldState.BECAME_EVENTS if self.tried == self.replayed else HeldState.MARKED
        if self.queued is not None:
            return HeldState.QUEUED
        return HeldState.FAILED_AGAIN if self.tried is not None else HeldState.WAITING


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Totals of one source, unit and reason since the beginning. cut: kept in part; without_body: not kept at all."""

    source: str
    unit: str
    reason: str
    records: int
    bytes: int
    kept_bytes: int
    cut: int
    without_body: int
    replayed: int


def add(
    tx: Session,
    source: str,
    unit: str,
    items: Iterable[BadRecordLike],
    *,
    fingerprint: str,
    kind: str = "",
    origin: Mapping[str, str] = MappingProxyType({}),
    time: Micros | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> int:
    """Hold the records not held yet and return how many those were.

    fingerprint: of the input, as in `model.event.Origin`; with position and content it is a record's identity, so that
    reading the same input twice holds it once. kind: the source in `collectors.registry` that reads such records; origin:
    the observer, path and timezone of its `Origin`; without them a record cannot be replayed.
    """
    at = now_us() if time is None else time
    source, unit, fingerprint = plain(source), plain(unit), plain(fingerprint)
    wanted: dict[tuple[str, str], BadRecordLike] = {}
    for item in items:
        wanted.setdefault((plain(str(item.position)), _digest(item.data)), item)
    known = _known(tx, fingerprint, list(wanted))
    new = [(key, item) for key, item in wanted.items() if key not in known]
    if not new:
        return 0
    room = limits.source_bytes - _kept(tx, source)
    rows: list[dict[str, Any]] = []
    sums: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(_SUMS, 0))
    for (position, digest), item in new:
        reason, size = plain(item.reason), len(item.data)
        body: bytes | None = bytes(item.data[: limits.body_bytes])
        if body is not None and len(body) > room:
            body = None
        kept = 0 if body is None else len(body)
        room -= kept
        total = sums[reason]
        total["records"] += 1
        total["bytes"] += size
        total["kept_bytes"] += kept
        total["without_body"] += body is None
        total["cut"] += body is not None and kept < size
        rows.append(
            {
                "source": source,
                "unit": unit,
                "fingerprint": fingerprint,
                "position": position,
                "digest": digest,
                "reason": reason,
                "message": plain(item.message)[:2_000],
                "time": at,
                "size": size,
                "body": body,
                "meta": to_plain(dict(item.meta)),
                "replayed": None,
                "kind": kind,
                "origin": to_plain(dict(origin)),
                "queued": None,
                "tried": None,
                "tries": 0,
                "failure": "",
                "failure_message": "",
                "events": [],
            }
        )
    insert_rows(tx, QuarantineRow, rows)
    for reason, total in sums.items():
        add_to_counts(tx, source, unit, reason, total)
    return len(rows)


def counts(tx: Session, scope: Scope, *, source: str | None = None) -> list[Count]:
    """By source, unit and reason; most records first."""
    statement = scoped(select(QuarantineCountRow), scope, QuarantineCountRow.unit)
    if source is not None:
        statement = statement.where(QuarantineCountRow.source == source)
    rows = tx.scalars(
        statement.order_by(
            QuarantineCountRow.records.desc(),
            QuarantineCountRow.source,
            QuarantineCountRow.unit,
            QuarantineCountRow.reason,
        )
    )
    return [
        Count(
            source=row.source,
            unit=row.unit,
            reason=row.reason,
            records=row.records,
            bytes=row.bytes,
            kept_bytes=row.kept_bytes,
            cut=row.cut,
            without_body=row.without_body,
            replayed=row.replayed,
        )
        for row in rows
    ]


def find(
    tx: Session,
    scope: Scope,
    *,
    source: str | None = None,
    reason: str | None = None,
    waiting: bool = False,
    state: HeldState | None = None,
    limit: int = 100,
    cursor: str | None = None,
) -> Listing[Held]:
    """Latest first. waiting: only those not replayed yet, whatever else happened to them."""
    statement = scoped(select(QuarantineRow), scope, QuarantineRow.unit)
    if source is not None:
        statement = statement.where(QuarantineRow.source == source)
    if reason is not None:
        statement = statement.where(QuarantineRow.reason == reason)
    if waiting:
        statement = statement.where(QuarantineRow.replayed.is_(None))
    if state is not None:
        statement = statement.where(*_in_state(state))
    if cursor is not None:
        statement = statement.where(after(cursor, QuarantineRow.id))
    rows = list(tx.scalars(statement.order_by(QuarantineRow.id.desc()).limit(checked(limit) + 1)))
    more = cursor_of(rows[limit - 1].id) if len(rows) > limit else None
    return Listing([held_of(row) for row in rows[:limit]], more)


def get(tx: Session, held_id: int, scope: Scope) -> Held:
    row = tx.execute(
        scoped(select(QuarantineRow).where(QuarantineRow.id == held_id), scope, QuarantineRow.unit)
    ).scalar()
    if row is None:
        raise NotFound(f"there is no quarantined record {held_id} within your units")
    return held_of(row)


def mark_replayed(tx: Session, held_ids: Sequence[int], scope: Scope, *, actor: str, time: Micros | None = None) -> int:
    """Say that records were read again with success; how many were waiting until now. All must be within the scope."""
    at = now_us() if time is None else time
    rows: dict[int, QuarantineRow] = {}
    for ids in chunks(sorted(set(held_ids))):
        found = tx.scalars(scoped(select(QuarantineRow).where(QuarantineRow.id.in_(ids)), scope, QuarantineRow.unit))
        rows.update((row.id, row) for row in found)
    for held_id in held_ids:
        if held_id not in rows:
            raise NotFound(f"there is no quarantined record {held_id} within your units")
    waiting = [row for row in rows.values() if row.replayed is None]
    done: dict[tuple[str, str, str], int] = defaultdict(int)
    for some in chunks(waiting):
        update_rows(tx, QuarantineRow, QuarantineRow.id.in_([row.id for row in some]), replayed=at, queued=None)
        for row in some:
            done[row.source, row.unit, row.reason] += 1
    for (source, unit, reason), number in done.items():
        add_to_counts(tx, source, unit, reason, {"replayed": number})
        ledger.append(
            tx,
            actor=actor,
            action="quarantine.replayed",
            object=f"source:{source}",
            unit=unit,
            details={"reason": reason, "records": number},
            time=at,
        )
    return len(waiting)


def purge(tx: Session, scope: Scope, *, before: Micros, actor: str) -> int:
    """Delete what was held before a time, and return how many records. Totals stay; the room of their bytes is free again.

    A record deleted here is a new one when its input is read again.
    """
    sums = (
        select(
            QuarantineRow.source,
            QuarantineRow.unit,
            QuarantineRow.reason,
            func.count().label("records"),
            func.coalesce(func.sum(func.length(QuarantineRow.body)), 0).label("kept"),
        )
        .where(QuarantineRow.time < before)
        .group_by(QuarantineRow.source, QuarantineRow.unit, QuarantineRow.reason)
    )
    gone = list(tx.execute(scoped(sums, scope, QuarantineRow.unit)))
    for row in gone:
        add_to_counts(tx, row.source, row.unit, row.reason, {"kept_bytes": -row.kept})
        ledger.append(
            tx,
            actor=actor,
            action="quarantine.purged",
            object=f"source:{row.source}",
            unit=row.unit,
            details={"reason": row.reason, "records": row.records, "before": before},
        )
    if gone:
        delete_rows(tx, QuarantineRow, QuarantineRow.time < before, within_scope(QuarantineRow.unit, scope))
    return sum(row.records for row in gone)


def _in_state(state: HeldState) -> list[ColumnElement[bool]]:
    """As `Held.state`."""
    replayed, queued, tried = QuarantineRow.replayed, QuarantineRow.queued, QuarantineRow.tried
    match state:
        case HeldState.WAITING:
            return [replayed.is_(None), queued.is_(None), tried.is_(None)]
        case HeldState.QUEUED:
            return [replayed.is_(None), queued.is_not(None)]
        case HeldState.FAILED_AGAIN:
            return [replayed.is_(None), queued.is_(None), tried.is_not(None)]
        case HeldState.BECAME_EVENTS:
            return [replayed.is_not(None), tried == replayed]
        case HeldState.MARKED:
            return [replayed.is_not(None), or_(tried.is_(None), tried != replayed)]


_SUMS = ("records", "bytes", "kept_bytes", "without_body", "cut", "replayed")
_COUNTS = table_of(QuarantineCountRow)


def add_to_counts(tx: Session, source: str, unit: str, reason: str, more: Mapping[str, int]) -> None:
    key = {"source": source, "unit": unit, "reason": reason}
    grown = {name: _COUNTS.c[name] + number for name, number in more.items()}
    here = [_COUNTS.c[name] == value for name, value in key.items()]
    if update_rows(tx, QuarantineCountRow, *here, **grown) == 0:
        insert_rows(tx, QuarantineCountRow, [{**key, **dict.fromkeys(_SUMS, 0), **more}])


def _kept(tx: Session, source: str) -> int:
    statement = select(func.sum(QuarantineCountRow.kept_bytes)).where(QuarantineCountRow.source == source)
    return int(tx.scalar(scoped(statement, EVERYTHING)) or 0)


def _known(tx: Session, fingerprint: str, keys: list[tuple[str, str]]) -> set[tuple[str, str]]:
    known: set[tuple[str, str]] = set()
    identity = tuple_(QuarantineRow.position, QuarantineRow.digest)
    for some in chunks(keys, 200):
        statement = select(QuarantineRow.position, QuarantineRow.digest).where(
            QuarantineRow.fingerprint == fingerprint, identity.in_(some)
        )
        known.update((row.position, row.digest) for row in tx.execute(scoped(statement, EVERYTHING)))
    return known


def _digest(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()


def held_of(row: QuarantineRow) -> Held:
    return Held(
        id=row.id,
        source=row.source,
        unit=row.unit,
        fingerprint=row.fingerprint,
        position=row.position,
        reason=row.reason,
        message=row.message,
        time=row.time,
        size=row.size,
        digest=row.digest,
        data=None if row.body is None else bytes(row.body),
        meta=row.meta,
        replayed=row.replayed,
        kind=row.kind,
        origin=row.origin,
        queued=row.queued,
        tried=row.tried,
        tries=row.tries,
        failure=row.failure,
        failure_message=row.failure_message,
        events=tuple(row.events),
    )
