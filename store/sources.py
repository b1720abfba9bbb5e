"""The configured sources, and how each is doing.

Counters are added to in the transaction of the batch they describe, so that after a crash they equal what is stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from model.errors import InputError, NotFound, ScopeError
from model.times import Micros, now_us
from store import ledger, source_watch
from store.encoding import plain, to_plain
from store.rows import delete_rows, insert_rows, table_of, update_rows
from store.scope import EVERYTHING, Scope
from store.scoping import scoped
from store.tables import SourceHealthRow, SourceRow

MAX_SCHEMAS = 32
_SECRET = ("password", "secret", "token", "key", "credential")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """kind: which collector reads it; settings: that collector's, as JSON."""

    name: str
    kind: str
    unit: str
    settings: dict[str, Any]
    enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """Totals since the first batch. duplicates: events that were stored already; dropped: lost before they could be read.

    lag: how far the newest event was behind the clock when the last batch was stored, in microseconds, never negative;
    None before the first event. For a replayed recording it is the recording's age. schemas: what events were read as → how
    many, the most frequent MAX_SCHEMAS of them.
    """

    source: str
    unit: str
    events: int
    duplicates: int
    bytes: int
    quarantined: int
    dropped: int
    first_event: Micros | None
    last_event: Micros | None
    last_ingest: Micros | None
    schemas: Mapping[str, int] = field(default_factory=dict)

    @property
    def lag(self) -> Micros | None:
        if self.last_event is None or self.last_ingest is None:
            return None
        return max(0, self.last_ingest - self.last_event)


def put(tx: Session, source: Source, *, actor: str, scope: Scope = EVERYTHING) -> None:
    """Configure a source, new or known by its name. The audit trail names the changed settings and shows their values,
    except where a name suggests a secret."""
    if not source.name:
        raise InputError("a source needs a name")
    if not scope.allows(source.unit):
        raise ScopeError(f"unit {source.unit!r} is not within your units", where=f"source {source.name}")
    before = tx.execute(scoped(select(SourceRow).where(SourceRow.name == source.name), EVERYTHING)).scalar()
    if before is not None and not scope.allows(before.unit):
        raise ScopeError("another unit has a source of this name", where=f"source {source.name}")
    settings = to_plain(source.settings)
    values = {"kind": source.kind, "unit": source.unit, "settings": settings, "enabled": source.enabled}
    now = now_us()
    if before is None:
        insert_rows(tx, SourceRow, [{"name": source.name, "created": now, "updated": now, **values}])
        changed = values
    else:
        changed = {name: value for name, value in values.items() if getattr(before, name) != value}
        if not changed:
            return
        update_rows(tx, SourceRow, SourceRow.name == source.name, updated=now, **values)
    ledger.append(
        tx,
        actor=actor,
        action="source.added" if before is None else "source.changed",
        object=f"source:{source.name}",
        unit=source.unit,
        details=_shown(changed),
    )


def remove(tx: Session, name: str, scope: Scope, *, actor: str) -> None:
    """Forget the configuration; its counters and what it delivered stay."""
    source = get(tx, name, scope)
    delete_rows(tx, SourceRow, SourceRow.name == name)
    ledger.append(
        tx,
        actor=actor,
        action="source.removed",
        object=f"source:{name}",
        unit=source.unit,
        details={"kind": source.kind},
    )


def known(tx: Session, name: str) -> bool:
    """Whether any unit's source is called so."""
    return tx.scalar(scoped(select(SourceRow.name).where(SourceRow.name == name), EVERYTHING)) is not None


def switch(tx: Session, source: Source, enabled: bool, *, actor: str) -> None:
    """Pause or resume. A source of the settings file has no row yet: this makes one that says so and nothing else."""
    now = now_us()
    if known(tx, source.name):
        if get(tx, source.name, EVERYTHING).enabled == enabled:
            return
        update_rows(tx, SourceRow, SourceRow.name == source.name, enabled=enabled, updated=now)
    else:
        row = {"name": source.name, "kind": source.kind, "unit": source.unit, "settings": to_plain(source.settings)}
        insert_rows(tx, SourceRow, [{**row, "enabled": enabled, "created": now, "updated": now}])
    ledger.append(
        tx,
        actor=actor,
        action="source.resumed" if enabled else "source.paused",
        object=f"source:{source.name}",
        unit=source.unit,
    )


def get(tx: Session, name: str, scope: Scope) -> Source:
    row = tx.execute(scoped(select(SourceRow).where(SourceRow.name == name), scope, SourceRow.unit)).scalar()
    if row is None:
        raise NotFound(f"there is no source {name!r} within your units")
    return _source(row)


def find(tx: Session, scope: Scope, *, enabled: bool | None = None) -> list[Source]:
    """By name."""
    statement = scoped(select(SourceRow), scope, SourceRow.unit).order_by(SourceRow.name)
    if enabled is not None:
        statement = statement.where(SourceRow.enabled == enabled)
    return [_source(row) for row in tx.scalars(statement)]


def record(
    tx: Session,
    source: str,
    unit: str,
    *,
    events: int = 0,
    duplicates: int = 0,
    size: int = 0,
    quarantined: int = 0,
    dropped: int = 0,
    first_event: Micros | None = None,
    last_event: Micros | None = None,
    ingested: Micros | None = None,
    schemas: Mapping[str, int] | None = None,
) -> None:
    """Add one batch to the counters. size: bytes read; first_event, last_event: the batch's earliest and latest time;
    schemas: what its events were read as."""
    source, unit = plain(source), plain(unit)
    now = now_us() if ingested is None else ingested
    lag = None if last_event is None else max(0, now - last_event)
    source_watch.add(tx, source, unit, now, events=events, size=size, quarantined=quarantined, dropped=dropped, lag=lag)
    table = table_of(SourceHealthRow)
    here = (table.c.source == source) & (table.c.unit == unit)
    more = {
        "events": events,
        "duplicates": duplicates,
        "bytes": size,
        "quarantined": quarantined,
        "dropped": dropped,
    }
    times = table.c.first_event, table.c.last_event, table.c.last_ingest, table.c.schemas
    before = tx.execute(scoped(select(*times).where(here), EVERYTHING).with_for_update()).first()
    if before is None:
        seen = {"first_event": first_event, "last_event": last_event, "last_ingest": ingested}
        insert_rows(
            tx, SourceHealthRow, [{"source": source, "unit": unit, "schemas": dict(schemas or {}), **seen, **more}]
        )
        return
    grown: dict[str, Any] = {name: table.c[name] + number for name, number in more.items()}
    if schemas:
        counted = Counter(before.schemas) + Counter(schemas)
        grown["schemas"] = dict(counted.most_common(MAX_SCHEMAS))
    grown["first_event"] = min((t for t in (before.first_event, first_event) if t is not None), default=None)
    grown["last_event"] = max((t for t in (before.last_event, last_event) if t is not None), default=None)
    grown["last_ingest"] = max((t for t in (before.last_ingest, ingested) if t is not None), default=None)
    update_rows(tx, SourceHealthRow, here, **grown)


def health(tx: Session, scope: Scope, *, source: str | None = None) -> list[Health]:
    """By source and unit; sources nobody configured (replayed files) are there too."""
    statement = scoped(select(SourceHealthRow), scope, SourceHealthRow.unit)
    if source is not None:
        statement = statement.where(SourceHealthRow.source == source)
    return [
        Health(
            source=row.source,
            unit=row.unit,
            events=row.events,
            duplicates=row.duplicates,
            bytes=row.bytes,
            quarantined=row.quarantined,
            dropped=row.dropped,
            first_event=row.first_event,
            last_event=row.last_event,
            last_ingest=row.last_ingest,
            schemas=row.schemas,
        )
        for row in tx.scalars(statement.order_by(SourceHealthRow.source, SourceHealthRow.unit))
    ]


def _shown(changed: dict[str, Any]) -> dict[str, Any]:
    """Settings as the audit trail may show them: numbers with a fraction as text, secrets as `…`."""
    return {name: _hidden(value) for name, value in changed.items()}


def _hidden(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: "…" if any(word in name.lower() for word in _SECRET) else _hidden(inner)
            for name, inner in value.items()
        }
    if isinstance(value, list):
        return [_hidden(inner) for inner in value]
    return value if value is None or isinstance(value, bool | str) else str(value)


def _source(row: SourceRow) -> Source:
    return Source(name=row.name, kind=row.kind, unit=row.unit, settings=row.settings, enabled=row.enabled)
