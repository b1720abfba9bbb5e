"""The first schema."""

from __future__ import annotations

from alembic import op

from store.base import Base
from store.ledger.immutable import install
from store.rows import table_of
from store.tables import UnitRow

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    Base.metadata.create_all(op.get_bind())
    install(op.get_context().dialect.name, op.execute)
    op.bulk_insert(
        table_of(UnitRow),
        [{"id": "district", "name": "District", "name_zh": "本区", "kind": "district", "parent": None}],
    )
