"""Public data: requests for approval, catalogue entries, proofs of destruction."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "data_requests",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("by_unit", sa.String(), nullable=False),
        sa.Column("data_set", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("valid_to", sa.BigInteger(), nullable=False),
        sa.Column("requested", sa.BigInteger(), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_requests")),
    )
    op.create_index(op.f("ix_data_requests_unit"), "data_requests", ["unit"], unique=False)
    op.create_index(op.f("ix_data_requests_by_unit"), "data_requests", ["by_unit"], unique=False)
    op.create_index(op.f("ix_data_requests_data_set"), "data_requests", ["data_set"], unique=False)
    op.create_index("ix_data_requests_requested", "data_requests", ["requested", "id"], unique=False)
    op.create_table(
        "data_catalogue",
        sa.Column("data_set", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.PrimaryKeyConstraint("data_set", name=op.f("pk_data_catalogue")),
    )
    op.create_table(
        "data_proofs",
        sa.Column("data_set", sa.String(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("time", sa.BigInteger(), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.PrimaryKeyConstraint("data_set", "reference", name=op.f("pk_data_proofs")),
    )


def downgrade() -> None:
    op.drop_table("data_proofs")
    op.drop_table("data_catalogue")
    op.drop_table("data_requests")
