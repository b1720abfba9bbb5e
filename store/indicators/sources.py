"""Where indicators come from: feeds that are polled, files, people. Secrets are sealed and never given out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from model.errors import Conflict, InputError, NotFound
from model.times import Micros
from store import ledger
from store.indicators.tables import AssertionRow, IndicatorSourceRow
from store.rows import delete_rows, insert_rows, update_rows

MANUAL = "manual"
POLLED = frozenset({"taxii", "misp", "folder"})
KINDS = POLLED | {"file", MANUAL}
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """confidence: for indicators that state none. expire_days: after which those without an end expire, 0 for by kind.
    decay: confidence falls evenly to zero between its first and its last day. secret: sealed, None for none."""

    id: str
    kind: str
    name: str
    settings: dict[str, Any] = {}
    secret: bytes | None = None
    enabled: bool = True
    confidence: int = 50
    expire_days: int = 0
    decay: bool = False
    interval_s: int = 3600
    position: dict[str, Any] = {}
    created: Micros = 0
    created_by: str = ""
    last_poll: Micros | None = None
    last_success: Micros | None = None
    next_poll: Micros = 0
    failures: int = 0
    error: str = ""


_FIELDS = Source.__struct_fields__


def find(tx: Session) -> list[Source]:
    """By id."""
    return [_source(row) for row in tx.scalars(select(IndicatorSourceRow).order_by(IndicatorSourceRow.id))]


def get(tx: Session, source_id: str) -> Source:
    row = tx.scalar(select(IndicatorSourceRow).where(IndicatorSourceRow.id == source_id))
    if row is None:
        raise NotFound(f"there is no indicator source {source_id!r}")
    return _source(row)


def known(tx: Session, source_id: str) -> bool:
    return tx.scalar(select(IndicatorSourceRow.id).where(IndicatorSourceRow.id == source_id)) is not None


def counts(tx: Session) -> dict[str, int]:
    """Observables each source speaks of."""
    found = tx.execute(
        select(AssertionRow.source, func.count(AssertionRow.observable.distinct())).group_by(AssertionRow.source)
    )
    return {str(source): int(number) for source, number in found}


def put(tx: Session, source: Source, *, actor: str, now: Micros) -> None:
    """Add or change; position and health stay as they are. Recorded in the audit trail without the secret."""
    if not _ID.fullmatch(source.id):
        raise InputError("a source's id is lower-case letters, digits and dashes", where=source.id[:80])
    if source.kind not in KINDS:
        raise InputError(f"no kind of source is called {source.kind!r}", hint=f"use one of {', '.join(sorted(KINDS))}")
    if not 0 <= source.confidence <= 100:
        raise InputError("confidence is 0 to 100", where=f"indicator source {source.id}")
    values = {
        "name": source.name,
        "settings": source.settings,
        "enabled": source.enabled,
        "confidence": source.confidence,
        "expire_days": source.expire_days,
        "decay": source.decay,
        "interval_s": source.interval_s,
    }
    if known(tx, source.id):
        if get(tx, source.id).kind != source.kind:
            raise Conflict(f"{source.id!r} is another kind of source", hint="choose another id")
        secret = {"secret": source.secret} if source.secret is not None else {}
        update_rows(tx, IndicatorSourceRow, IndicatorSourceRow.id == source.id, **values, **secret, next_poll=now)
        action = "indicators.source_changed"
    else:
        row = {name: getattr(source, name) for name in _FIELDS} | values
        insert_rows(tx, IndicatorSourceRow, [row | {"created": now, "created_by": actor, "next_poll": now}])
        action = "indicators.source_added"
    details = {**values, "kind": source.kind, "has_secret": source.secret is not None}
    ledger.append(tx, actor=actor, action=action, object=f"indicator-source:{source.id}", details=details, time=now)


def ensure(tx: Session, source_id: str, kind: str, name: str, *, actor: str, now: Micros, **more: Any) -> Source:
    """The source, added when it is not there yet."""
    if not known(tx, source_id):
        put(tx, Source(id=source_id, kind=kind, name=name, **more), actor=actor, now=now)
    return get(tx, source_id)


def switch(tx: Session, source_id: str, enabled: bool, *, actor: str, now: Micros) -> None:
    get(tx, source_id)
    update_rows(tx, IndicatorSourceRow, IndicatorSourceRow.id == source_id, enabled=enabled, next_poll=now)
    action = "indicators.source_resumed" if enabled else "indicators.source_paused"
    ledger.append(tx, actor=actor, action=action, object=f"indicator-source:{source_id}", time=now)


def remove(tx: Session, source_id: str, *, actor: str, now: Micros) -> None:
    """Only a source nothing is known from; revoke its indicators and pause it otherwise."""
    get(tx, source_id)
    if tx.scalar(select(AssertionRow.number).where(AssertionRow.source == source_id).limit(1)) is not None:
        raise Conflict("indicators came from it", hint="pause it; what it said stays as provenance")
    delete_rows(tx, IndicatorSourceRow, IndicatorSourceRow.id == source_id)
    ledger.append(tx, actor=actor, action="indicators.source_removed", object=f"indicator-source:{source_id}", time=now)


def polled(
    tx: Session,
    source_id: str,
    *,
    now: Micros,
    next_poll: Micros,
    error: str = "",
    position: Mapping[str, Any] | None = None,
) -> None:
    """How a poll went. position: where the next goes on; None leaves it."""
    row = get(tx, source_id)
    values: dict[str, Any] = {"last_poll": now, "next_poll": next_poll, "error": error[:2000]}
    values["failures"] = row.failures + 1 if error else 0
    if not error:
        values["last_success"] = now
    if position is not None:
        values["position"] = dict(position)
    update_rows(tx, IndicatorSourceRow, IndicatorSourceRow.id == source_id, **values)


def poll_soon(tx: Session, source_id: str, *, actor: str, now: Micros) -> None:
    get(tx, source_id)
    update_rows(tx, IndicatorSourceRow, IndicatorSourceRow.id == source_id, next_poll=now, failures=0)
    ledger.append(tx, actor=actor, action="indicators.source_polled", object=f"indicator-source:{source_id}", time=now)


def due(tx: Session, now: Micros) -> list[Source]:
    """Enabled feeds whose time has come, longest waiting first."""
    row = IndicatorSourceRow
    statement = select(row).where(row.enabled, row.kind.in_(sorted(POLLED)), row.next_poll <= now)
    return [_source(found) for found in tx.scalars(statement.order_by(row.next_poll))]


def _source(row: IndicatorSourceRow) -> Source:
    return Source(**{name: getattr(row, name) for name in _FIELDS})
