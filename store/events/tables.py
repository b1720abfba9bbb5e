"""What the state database knows about event segments. A segment is visible when, and only when, its row is committed."""

from __future__ import annotations

from typing import Annotated, Any

from sqlalchemy import JSON, BigInteger, Index
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import Integer

from store.base import Base

Number = Annotated[int, mapped_column(BigInteger().with_variant(Integer(), "sqlite"), primary_key=True)]
Big = Annotated[int, mapped_column(BigInteger)]


class EventSchemaRow(Base):
    """A set of columns that segments have. Thousands of segments share few of these. `digest` names the set."""

    __tablename__ = "event_schemas"

    digest: Mapped[str] = mapped_column(primary_key=True)
    columns: Mapped[Any] = mapped_column(JSON)


class EventSegmentRow(Base):
    """One Parquet file: one data set, one UTC day of event time.

    path: relative to the store's folder. units: {unit: number of events}. batch: the batch it was written as, empty
    once segments were merged. faults: events whose source had an impossible clock, so that their time says nothing
    about when the same record will be read again. ids_crc: CRC-32 of the id file beside the segment.
    """

    __tablename__ = "event_segments"
    __table_args__ = (Index("ix_event_segments_time", "max_time", "min_time"),)

    id: Mapped[Number]
    path: Mapped[str] = mapped_column(unique=True)
    dataset: Mapped[str]
    day: Mapped[str]
    rows: Mapped[Big]
    bytes: Mapped[Big]
    min_time: Mapped[Big]
    max_time: Mapped[Big]
    min_ingested: Mapped[Big]
    max_ingested: Mapped[Big] = mapped_column(index=True)
    batch: Mapped[str]
    faults: Mapped[Big]
    units: Mapped[Any] = mapped_column(JSON)
    schema: Mapped[str]
    ids_crc: Mapped[Big]


class EventGarbageRow(Base):
    """A file no manifest row names any more, kept until no reader can still be inside it."""

    __tablename__ = "event_garbage"

    path: Mapped[str] = mapped_column(primary_key=True)
    retired: Mapped[Big]


class EventDeletionRow(Base):
    """Proof that events were deleted by retention: what, how many, from when to when, why, when. Never removed."""

    __tablename__ = "event_deletions"

    id: Mapped[Number]
    at: Mapped[Big] = mapped_column(index=True)
    why: Mapped[str]
    dataset: Mapped[str]
    day: Mapped[str]
    events: Mapped[Big]
    bytes: Mapped[Big]
    min_time: Mapped[Big]
    max_time: Mapped[Big]
    min_ingested: Mapped[Big]
    max_ingested: Mapped[Big]
    units: Mapped[Any] = mapped_column(JSON)
    path: Mapped[str]
