"""How the index of the situation moved."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "situation_history",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("time", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("families", JSON, nullable=False),
        sa.PrimaryKeyConstraint("subject", "time", name=op.f("pk_situation_history")),
    )
    op.create_index("ix_situation_history_time", "situation_history", ["time"], unique=False)


def downgrade() -> None:
    op.drop_table("situation_history")
