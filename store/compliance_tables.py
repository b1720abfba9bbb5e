"""Tables of the compliance ledgers. Bodies are the JSON of `model.compliance` values; columns are what is looked for."""

from __future__ import annotations

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base
from store.scoping import Owned
from store.tables import Big, Json, Key, Number


class ComplianceRecordRow(Owned, Base):
    __tablename__ = "compliance_records"

    system: Mapped[Key]
    unit: Mapped[str]
    body: Mapped[Json]
    updated: Mapped[Big]


class ComplianceEntryRow(Owned, Base):
    """Papers, passages, exceptions, tasks and reviews: what people put into a ledger. kind and id name one; rows are only
    replaced by later states of the same entry, and reviews never."""

    __tablename__ = "compliance_entries"
    __table_args__ = (
        Index("uq_compliance_entries_kind", "kind", "id", unique=True),
        Index("ix_compliance_entries_system", "system", "kind", "number"),
    )

    number: Mapped[Number]
    kind: Mapped[str]
    id: Mapped[str]
    unit: Mapped[str]
    system: Mapped[str]
    body: Mapped[Json]
    time: Mapped[Big]
    actor: Mapped[str]


class ComplianceEvidenceRow(Owned, Base):
    """An automatic answer as it was sealed. body: its canonical text; digest: SM3 of it as a leaf, hexadecimal. seal: the
    ledger record that holds the Merkle root of its batch; position: its place in that batch."""

    __tablename__ = "compliance_evidence"
    __table_args__ = (
        Index("ix_compliance_evidence_rule", "system", "rule", "number"),
        Index("ix_compliance_evidence_seal", "seal", "position"),
    )

    number: Mapped[Number]
    unit: Mapped[str]
    system: Mapped[str]
    rule: Mapped[str]
    verdict: Mapped[str]
    taken: Mapped[Big]
    body: Mapped[str] = mapped_column(Text)
    digest: Mapped[str]
    seal: Mapped[Big]
    position: Mapped[int]


class ComplianceItemRow(Owned, Base):
    """The automatic result of every item as it was last recorded."""

    __tablename__ = "compliance_items"

    system: Mapped[Key]
    item: Mapped[Key]
    unit: Mapped[str]
    verdict: Mapped[str]


class ComplianceChangeRow(Owned, Base):
    """Every time an automatic result became another; rows are only added."""

    __tablename__ = "compliance_changes"
    __table_args__ = (Index("ix_compliance_changes_item", "system", "item", "number"),)

    number: Mapped[Number]
    unit: Mapped[str]
    system: Mapped[str]
    item: Mapped[str]
    time: Mapped[Big]
    before: Mapped[str]
    after: Mapped[str]
    rule: Mapped[str]
    evidence: Mapped[str]


class ComplianceDayRow(Owned, Base):
    """Posture over time: one row a day and system, the last of the day."""

    __tablename__ = "compliance_days"

    day: Mapped[Key]
    system: Mapped[Key]
    unit: Mapped[str]
    met: Mapped[int]
    partly: Mapped[int]
    not_met: Mapped[int]
    unknown: Mapped[int]
    rate: Mapped[float]


class RiskPointRow(Owned, Base):
    """A risk came to be, changed or went (level 0); rows are only added. The newest of a risk is how it stands."""

    __tablename__ = "risk_points"
    __table_args__ = (Index("ix_risk_points_risk", "risk", "number"),)

    number: Mapped[Number]
    risk: Mapped[str]
    unit: Mapped[str]
    system: Mapped[str]
    time: Mapped[Big]
    likelihood: Mapped[int]
    loss: Mapped[int]
    level: Mapped[int]


class RiskDayRow(Owned, Base):
    """Risks of a system by grade, very low first: one row a day, unit and system, the last of the day."""

    __tablename__ = "risk_days"

    day: Mapped[Key]
    unit: Mapped[str] = mapped_column(primary_key=True)
    system: Mapped[Key]
    grades: Mapped[Json]
