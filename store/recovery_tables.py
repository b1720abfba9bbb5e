"""Tables of recovery. Times as in `store/tables.py`; 0 is not yet."""

from __future__ import annotations

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base
from store.scoping import Owned
from store.tables import Big, Json, Key


class BackupPlanRow(Owned, Base):
    """body: the rest of `model.recovery.BackupPlan`."""

    __tablename__ = "backup_plans"

    id: Mapped[Key]
    unit: Mapped[str] = mapped_column(index=True)
    system: Mapped[str] = mapped_column(index=True)
    repository: Mapped[str]
    changed: Mapped[Big]
    body: Mapped[Json]


class BackupLookRow(Owned, Base):
    __tablename__ = "backup_looks"
    __table_args__ = (Index("ix_backup_looks_repository", "repository", "kind", "ended"),)

    id: Mapped[Key]
    repository: Mapped[str]
    unit: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    outcome: Mapped[str]
    said: Mapped[str] = mapped_column(Text)
    began: Mapped[Big]
    ended: Mapped[Big]
    snapshots: Mapped[int]
    newest: Mapped[Big]
    size_bytes: Mapped[Big]
    part: Mapped[int]
    parts: Mapped[int]
    by: Mapped[str]


class BackupContentRow(Owned, Base):
    """The snapshots of a repository as the last good look found them, oldest first."""

    __tablename__ = "backup_contents"

    repository: Mapped[Key]
    unit: Mapped[str]
    looked: Mapped[Big]
    snapshots: Mapped[Json]


class BackupStateRow(Owned, Base):
    """What was last said of a repository or plan (`repository:NAME`, `plan:ID`), so that only changes are told."""

    __tablename__ = "backup_states"

    subject: Mapped[Key]
    unit: Mapped[str]
    state: Mapped[str]
    since: Mapped[Big]


class BackupRequestRow(Owned, Base):
    """A look somebody asked for; gone once it was made."""

    __tablename__ = "backup_requests"

    repository: Mapped[Key]
    kind: Mapped[str] = mapped_column(primary_key=True)
    unit: Mapped[str]
    by: Mapped[str]
    time: Mapped[Big]


class DrillRow(Owned, Base):
    """record: the canonical text of a drill that is over, whose digest papers bear. body: `model.recovery.Drill`."""

    __tablename__ = "drills"
    __table_args__ = (Index("ix_drills_created", "created", "id"), Index("ix_drills_status", "status"))

    id: Mapped[Key]
    unit: Mapped[str] = mapped_column(index=True)
    system: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    status: Mapped[str]
    execution: Mapped[str]
    created: Mapped[Big]
    ended: Mapped[Big]
    body: Mapped[Json]
    record: Mapped[str] = mapped_column(Text)
