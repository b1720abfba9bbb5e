"""Risks over time."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "risk_points",
        sa.Column("number", NUMBER, autoincrement=True, nullable=False),
        sa.Column("risk", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("time", sa.BigInteger(), nullable=False),
        sa.Column("likelihood", sa.Integer(), nullable=False),
        sa.Column("loss", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_risk_points")),
    )
    op.create_index("ix_risk_points_risk", "risk_points", ["risk", "number"], unique=False)
    op.create_table(
        "risk_days",
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("grades", JSON, nullable=False),
        sa.PrimaryKeyConstraint("day", "unit", "system", name=op.f("pk_risk_days")),
    )


def downgrade() -> None:
    op.drop_table("risk_days")
    op.drop_table("risk_points")
