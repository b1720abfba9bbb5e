"""The audit ledger's tables. Rows are added, never changed: triggers made by the migration refuse anything else."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base
from store.scoping import Owned
from store.tables import Big, Blob


class LedgerRow(Owned, Base):
    """details: canonical JSON text, exactly as hashed. hash: SM3, 32 bytes, of the record (see `store.ledger.canonical`)."""

    __tablename__ = "ledger_records"
    __table_args__ = (
        Index("ix_ledger_records_unit", "unit", "sequence"),
        Index("ix_ledger_records_action", "action", "sequence"),
        Index("ix_ledger_records_object", "object", "sequence"),
        Index("ix_ledger_records_actor", "actor", "sequence"),
    )

    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    time: Mapped[Big]
    actor: Mapped[str]
    action: Mapped[str]
    object: Mapped[str] = mapped_column(Text)
    unit: Mapped[str]
    details: Mapped[str] = mapped_column(Text)
    previous: Mapped[Blob]
    hash: Mapped[Blob]


class LedgerNodeRow(Base):
    """A complete subtree of the Merkle tree: `height` levels above the leaves, the `place`-th of that height from 0.

    Leaves are the records' own hashes and are not repeated here. A cache that makes proofs fast; verifying never trusts it.
    """

    __tablename__ = "ledger_nodes"
    __table_args__ = ({"sqlite_with_rowid": False},)

    height: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary)
