"""Tables of public data: requests for approval, catalogue entries, proofs of destruction. Bodies are the JSON of
`model.data_approvals` and `model.public_data` values; columns are what is looked for."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base
from store.scoping import Owned
from store.tables import Big, Json, Key


class DataRequestRow(Owned, Base):
    """unit: owns the data set; by_unit: asks for it, and sees its own requests."""

    __tablename__ = "data_requests"
    __table_args__ = (Index("ix_data_requests_requested", "requested", "id"),)

    id: Mapped[Key]
    unit: Mapped[str] = mapped_column(index=True)
    by_unit: Mapped[str] = mapped_column(index=True)
    data_set: Mapped[str] = mapped_column(index=True)
    state: Mapped[str]
    valid_to: Mapped[Big]
    requested: Mapped[Big]
    body: Mapped[Json]


class DataCatalogueRow(Owned, Base):
    """Where a data set lies, its fields and who keeps it, beside its record in the register."""

    __tablename__ = "data_catalogue"

    data_set: Mapped[Key]
    unit: Mapped[str]
    body: Mapped[Json]


class DataProofRow(Owned, Base):
    """Certificates of destruction; rows are only added."""

    __tablename__ = "data_proofs"

    data_set: Mapped[Key]
    reference: Mapped[Key]
    unit: Mapped[str]
    time: Mapped[Big]
    body: Mapped[Json]
