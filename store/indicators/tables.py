"""Tables of indicators. An observable stands once; what each source says about it stands beside it.

Observables and sources are reference data of the whole district, owned by no unit; what was seen in events (`SightingRow`)
belongs to the unit whose events they were. `store/migrations` makes the tables.
"""

from __future__ import annotations

from sqlalchemy import ForeignKey, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base
from store.scoping import Owned
from store.tables import Big, Json, Key, Number


class IndicatorSourceRow(Base):
    """kind: manual, file, taxii, misp or folder. secret: sealed; position: where the next poll goes on."""

    __tablename__ = "indicator_sources"

    id: Mapped[Key]
    kind: Mapped[str]
    name: Mapped[str]
    settings: Mapped[Json]
    secret: Mapped[bytes | None] = mapped_column(LargeBinary)
    enabled: Mapped[bool]
    confidence: Mapped[int]
    expire_days: Mapped[int]
    decay: Mapped[bool]
    interval_s: Mapped[int]
    position: Mapped[Json]
    created: Mapped[Big]
    created_by: Mapped[str]
    last_poll: Mapped[Big | None]
    last_success: Mapped[Big | None]
    next_poll: Mapped[Big]
    failures: Mapped[int]
    error: Mapped[str] = mapped_column(Text)


class ObservableRow(Base):
    """The assertions of all sources merged. state: active, refused (a warning list holds it) or revoked (by all, or by
    hand); expiry is told by valid_until, None for never. override: who said that it is matched although a list holds it.
    arrived: the import after which it was first matched; retro-hunts go by it.
    """

    __tablename__ = "observables"
    __table_args__ = (
        Index("uq_observables_identity", "kind", "value", unique=True),
        Index("ix_observables_arrived", "arrived"),
        Index("ix_observables_updated", "updated", "number"),
        Index("ix_observables_state", "state", "updated", "number"),
    )

    number: Mapped[Number]
    kind: Mapped[str]
    value: Mapped[str]
    state: Mapped[str]
    level: Mapped[int]
    confidence: Mapped[int]
    valid_from: Mapped[Big | None]
    valid_until: Mapped[Big | None]
    sources: Mapped[int]
    warning: Mapped[str] = mapped_column(Text)
    override: Mapped[str]
    revoked_by: Mapped[str]
    arrived: Mapped[int]
    added: Mapped[Big]
    updated: Mapped[Big]


class AssertionRow(Base):
    """What one indicator of a source says about one observable."""

    __tablename__ = "indicator_assertions"
    __table_args__ = (
        Index("uq_indicator_assertions_identity", "observable", "source", "external_id", unique=True),
        Index("ix_indicator_assertions_source", "source", "observable"),
        Index("ix_indicator_assertions_external", "external_id"),
    )

    number: Mapped[Number]
    observable: Mapped[int] = mapped_column(ForeignKey("observables.number", ondelete="CASCADE"))
    source: Mapped[str] = mapped_column(ForeignKey("indicator_sources.id"))
    external_id: Mapped[str]
    name: Mapped[str] = mapped_column(Text)
    labels: Mapped[Json]
    confidence: Mapped[int | None]
    level: Mapped[int]
    valid_from: Mapped[Big | None]
    valid_until: Mapped[Big | None]
    revoked: Mapped[bool]
    tlp: Mapped[str]
    created_by: Mapped[str]
    techniques: Mapped[Json]
    pattern: Mapped[str] = mapped_column(Text)
    modified: Mapped[Big | None]
    imported: Mapped[int]


class ImportRow(Base):
    """A document or a poll that was taken in. counts: by outcome; reasons: rejected items by reason."""

    __tablename__ = "indicator_imports"
    __table_args__ = (Index("ix_indicator_imports_source", "source", "number"),)

    number: Mapped[Number]
    source: Mapped[str]
    time: Mapped[Big]
    actor: Mapped[str]
    file: Mapped[str]
    digest: Mapped[str]
    format: Mapped[str]
    counts: Mapped[Json]
    reasons: Mapped[Json]


class ImportItemRow(Base):
    """An item that cannot be matched with or is not wanted, kept up to a number per import; the counts are whole."""

    __tablename__ = "indicator_import_items"
    __table_args__ = (Index("ix_indicator_import_items_import", "imported", "id"),)

    id: Mapped[Number]
    imported: Mapped[int] = mapped_column(ForeignKey("indicator_imports.number", ondelete="CASCADE"))
    position: Mapped[str]
    external_id: Mapped[str]
    reason: Mapped[str]
    message: Mapped[str] = mapped_column(Text)
    value: Mapped[str] = mapped_column(Text)


class SightingRow(Owned, Base):
    """How often an observable was in a unit's events. first, last: event time."""

    __tablename__ = "indicator_sightings"

    observable: Mapped[int] = mapped_column(ForeignKey("observables.number", ondelete="CASCADE"), primary_key=True)
    unit: Mapped[str] = mapped_column(primary_key=True)
    events: Mapped[Big]
    first: Mapped[Big]
    last: Mapped[Big]
    field: Mapped[str]


class ReportedSightingRow(Base):
    """What sources say about where else an indicator was seen."""

    __tablename__ = "indicator_reported_sightings"
    __table_args__ = (Index("ix_indicator_reported_indicator", "indicator"),)

    source: Mapped[Key]
    external_id: Mapped[Key]
    indicator: Mapped[str]
    count: Mapped[Big]
    first: Mapped[Big | None]
    last: Mapped[Big | None]
    place: Mapped[str] = mapped_column(Text)


class OwnValueRow(Base):
    """The district's own addresses and names, and whatever else must never be matched. kind: network, domain or value."""

    __tablename__ = "indicator_own_values"

    kind: Mapped[Key]
    value: Mapped[Key]
    note: Mapped[str] = mapped_column(Text)
    added: Mapped[Big]
    added_by: Mapped[str]


class HuntRow(Base):
    """A retro-hunt. imported: whose observables; 0 for all active ones. position: event time up to which it has come."""

    __tablename__ = "indicator_hunts"
    __table_args__ = (Index("ix_indicator_hunts_state", "state", "number"),)

    number: Mapped[Number]
    imported: Mapped[int]
    actor: Mapped[str]
    created: Mapped[Big]
    start: Mapped[Big]
    end: Mapped[Big]
    position: Mapped[Big]
    state: Mapped[str]
    observables: Mapped[Big]
    events: Mapped[Big]
    alerts: Mapped[Big]
    finished: Mapped[Big | None]
    message: Mapped[str] = mapped_column(Text)
