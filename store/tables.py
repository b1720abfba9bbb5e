"""The tables of the state, without behaviour. Times are microseconds (`model.times.Micros`), levels are `Level.rank`.

The event store's tables stand in `store/events/tables.py`, the audit ledger's in `store/ledger/tables.py`; all share
`store.base.Base`, and `store/migrations` makes them.
"""

from __future__ import annotations

from typing import Annotated, Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, LargeBinary, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Integer

from store.base import Base
from store.scoping import Guarded, Owned

Key = Annotated[str, mapped_column(primary_key=True)]
Big = Annotated[int, mapped_column(BigInteger)]
Blob = Annotated[bytes, mapped_column(LargeBinary)]
Json = Annotated[Any, mapped_column(JSON().with_variant(JSONB(), "postgresql"))]
Number = Annotated[int, mapped_column(BigInteger().with_variant(Integer(), "sqlite"), primary_key=True)]
"""A growing row number; SQLite counts by itself only in a column typed exactly INTEGER."""


# The register: who owns what.


class UnitRow(Guarded, Base):
    """A unit belongs to itself: its `id` is what a Scope holds."""

    __tablename__ = "units"

    id: Mapped[Key]
    name: Mapped[str]
    name_zh: Mapped[str]
    kind: Mapped[str]
    parent: Mapped[str | None] = mapped_column(ForeignKey("units.id"), index=True)


class SystemRow(Owned, Base):
    __tablename__ = "systems"

    id: Mapped[Key]
    name: Mapped[str]
    name_zh: Mapped[str]
    unit: Mapped[str] = mapped_column(ForeignKey("units.id"), index=True)
    mlps_level: Mapped[int]
    level_is_proposal: Mapped[bool]


class AssetRow(Owned, Base):
    __tablename__ = "assets"

    id: Mapped[Key]
    name: Mapped[str]
    kind: Mapped[str]
    unit: Mapped[str] = mapped_column(ForeignKey("units.id"), index=True)
    system: Mapped[str | None] = mapped_column(ForeignKey("systems.id"), index=True)
    criticality: Mapped[int]
    zone: Mapped[str]
    os: Mapped[str]
    owner: Mapped[str]
    firmware: Mapped[str]


class AssetNameRow(Owned, Base):
    """What an asset goes by, in the order given. kind: `address`, `hostname` or `identifier`."""

    __tablename__ = "asset_names"
    __table_args__ = (Index("ix_asset_names_value", "value"),)

    asset: Mapped[str] = mapped_column(ForeignKey("assets.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[Key]
    position: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[str]
    unit: Mapped[str]


class DataSetRow(Owned, Base):
    __tablename__ = "data_sets"

    id: Mapped[Key]
    name: Mapped[str]
    name_zh: Mapped[str]
    unit: Mapped[str] = mapped_column(ForeignKey("units.id"), index=True)
    data_class: Mapped[str]
    system: Mapped[str | None] = mapped_column(ForeignKey("systems.id"), index=True)
    records: Mapped[Big]
    personal_information: Mapped[bool]


# Machine bookkeeping: owned by no unit, shown to nobody as rows.


class CheckpointRow(Base):
    __tablename__ = "checkpoints"

    source_key: Mapped[Key]
    position: Mapped[Json]
    updated: Mapped[Big]


class SnapshotRow(Base):
    __tablename__ = "snapshots"

    name: Mapped[Key]
    data: Mapped[Blob]
    updated: Mapped[Big]


# Sources and what they could not read.


class SourceRow(Owned, Base):
    __tablename__ = "sources"

    name: Mapped[Key]
    kind: Mapped[str]
    unit: Mapped[str]
    settings: Mapped[Json]
    enabled: Mapped[bool]
    created: Mapped[Big]
    updated: Mapped[Big]


class SourceHealthRow(Owned, Base):
    """Counters since the first batch. A source need not be configured to have them: a replayed file has them too. schemas:
    what events were read as → how many."""

    __tablename__ = "source_health"

    source: Mapped[Key]
    unit: Mapped[str] = mapped_column(primary_key=True)
    events: Mapped[Big]
    duplicates: Mapped[Big]
    bytes: Mapped[Big]
    quarantined: Mapped[Big]
    dropped: Mapped[Big]
    first_event: Mapped[Big | None]
    last_event: Mapped[Big | None]
    last_ingest: Mapped[Big | None]
    schemas: Mapped[Json]


class SourceHistoryRow(Owned, Base):
    """What arrived within one bucket of time. lag: the longest of its batches."""

    __tablename__ = "source_history"

    source: Mapped[Key]
    unit: Mapped[str] = mapped_column(primary_key=True)
    time: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    events: Mapped[Big]
    bytes: Mapped[Big]
    quarantined: Mapped[Big]
    dropped: Mapped[Big]
    lag: Mapped[Big | None]


class SourceWatchRow(Owned, Base):
    """What the watchdog thinks of a source that is being read."""

    __tablename__ = "source_watch"

    source: Mapped[Key]
    unit: Mapped[str]
    state: Mapped[str]
    since: Mapped[Big]
    error: Mapped[str] = mapped_column(Text)
    silent_after: Mapped[Big]
    learned: Mapped[bool]


class QuarantineRow(Owned, Base):
    """size: of the whole record; body: its bytes, None when the policy dropped them, shorter than size when cut.

    kind, origin: what reads such records and the other facts of its `model.event.Origin`, for reading it again. queued:
    since when it waits to be read again; tried, tries, failure: what came of that the last time; events: ids it became.
    """

    __tablename__ = "quarantine"
    __table_args__ = (
        Index("uq_quarantine_identity", "fingerprint", "position", "digest", unique=True),
        Index("ix_quarantine_source_reason", "source", "reason", "id"),
        Index("ix_quarantine_unit", "unit", "id"),
        Index("ix_quarantine_time", "time"),
        Index("ix_quarantine_queued", "queued", "id"),
    )

    id: Mapped[Number]
    source: Mapped[str]
    unit: Mapped[str]
    fingerprint: Mapped[str]
    position: Mapped[str]
    digest: Mapped[str]
    reason: Mapped[str]
    message: Mapped[str] = mapped_column(Text)
    time: Mapped[Big]
    size: Mapped[Big]
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    meta: Mapped[Json]
    replayed: Mapped[Big | None]
    kind: Mapped[str]
    origin: Mapped[Json]
    queued: Mapped[Big | None]
    tried: Mapped[Big | None]
    tries: Mapped[int]
    failure: Mapped[str]
    failure_message: Mapped[str] = mapped_column(Text)
    events: Mapped[Json]


class QuarantineCountRow(Owned, Base):
    """Totals, kept in the transaction that quarantines, so that they stay true when bodies or old rows are gone."""

    __tablename__ = "quarantine_counts"

    source: Mapped[Key]
    unit: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[Key]
    records: Mapped[Big]
    bytes: Mapped[Big]
    kept_bytes: Mapped[Big]
    without_body: Mapped[Big]
    cut: Mapped[Big]
    replayed: Mapped[Big]


# Alerts and incidents.


class AlertRow(Owned, Base):
    """body: the whole `model.alert.Alert` as JSON; the other columns are what is searched or changes later."""

    __tablename__ = "alerts"
    __table_args__ = (
        Index("ix_alerts_time", "time", "id"),
        Index("ix_alerts_unit_time", "unit", "time", "id"),
        Index("ix_alerts_rule_time", "rule", "time", "id"),
        Index("ix_alerts_status_time", "status", "time", "id"),
    )

    id: Mapped[Key]
    unit: Mapped[str]
    time: Mapped[Big]
    created: Mapped[Big]
    level: Mapped[int]
    rule: Mapped[str]
    source: Mapped[str]
    body: Mapped[str] = mapped_column(Text)
    status: Mapped[str]
    verdict: Mapped[str | None]
    note: Mapped[str] = mapped_column(Text)
    changed: Mapped[Big | None]
    changed_by: Mapped[str | None]


class AlertEntityRow(Owned, Base):
    __tablename__ = "alert_entities"
    __table_args__ = (Index("ix_alert_entities_key_time", "key", "time", "alert"),)

    alert: Mapped[str] = mapped_column(ForeignKey("alerts.id", ondelete="CASCADE"), primary_key=True)
    key: Mapped[Key]
    role: Mapped[Key]
    time: Mapped[Big]
    unit: Mapped[str]


class AlertChangeRow(Owned, Base):
    """What people decided about an alert, in order; rows are only ever added."""

    __tablename__ = "alert_changes"

    id: Mapped[Number]
    alert: Mapped[str] = mapped_column(ForeignKey("alerts.id", ondelete="CASCADE"), index=True)
    unit: Mapped[str]
    time: Mapped[Big]
    actor: Mapped[str]
    status: Mapped[str]
    verdict: Mapped[str | None]
    note: Mapped[str] = mapped_column(Text)


class IncidentRow(Guarded, Base):
    """Its units stand in `incident_units`; what is seen of it depends on which of them are in the reader's scope.

    updated: the correlator's, in event time. decided_by: who set the status last and `decided` when, by the clock; empty
    and None while the status is the correlator's.
    """

    __tablename__ = "incidents"
    __table_args__ = (
        Index("ix_incidents_updated", "updated", "id"),
        Index("ix_incidents_last_event", "last_event", "id"),
    )

    id: Mapped[Key]
    title: Mapped[str]
    title_zh: Mapped[str]
    status: Mapped[str]
    decided_by: Mapped[str]
    decided: Mapped[Big | None]
    note: Mapped[str] = mapped_column(Text)
    level: Mapped[int]
    created: Mapped[Big]
    updated: Mapped[Big]
    first_event: Mapped[Big]
    last_event: Mapped[Big]
    score: Mapped[float]
    escalated: Mapped[bool]
    entities: Mapped[Json]
    tactics: Mapped[Json]
    techniques: Mapped[Json]
    facts: Mapped[Json]
    merged_into: Mapped[str]


class IncidentUnitRow(Owned, Base):
    __tablename__ = "incident_units"
    __table_args__ = (Index("ix_incident_units_unit", "unit", "incident"),)

    incident: Mapped[str] = mapped_column(ForeignKey("incidents.id", ondelete="CASCADE"), primary_key=True)
    unit: Mapped[str] = mapped_column(primary_key=True)


class IncidentMemberRow(Owned, Base):
    """unit: the alert's."""

    __tablename__ = "incident_members"
    __table_args__ = (Index("ix_incident_members_alert", "alert"),)

    incident: Mapped[str] = mapped_column(ForeignKey("incidents.id", ondelete="CASCADE"), primary_key=True)
    alert: Mapped[str] = mapped_column(ForeignKey("alerts.id"), primary_key=True)
    position: Mapped[int]
    unit: Mapped[str]
    reason: Mapped[Json]


class IncidentChangeRow(Guarded, Base):
    """History of an incident; rows are only ever added. id: digest of the change, so that it is recorded once."""

    __tablename__ = "incident_changes"
    __table_args__ = (Index("ix_incident_changes_incident", "incident", "number"),)

    number: Mapped[Number]
    id: Mapped[str] = mapped_column(unique=True)
    incident: Mapped[str] = mapped_column(ForeignKey("incidents.id", ondelete="CASCADE"))
    time: Mapped[Big]
    actor: Mapped[str]
    kind: Mapped[str]
    alert: Mapped[str]
    status: Mapped[str]
    level: Mapped[int]
    score: Mapped[float]
    note: Mapped[str] = mapped_column(Text)
