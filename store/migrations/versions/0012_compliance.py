"""The compliance ledgers: records of systems, what people put into them, sealed evidence, history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

BIG = sa.BigInteger()
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "compliance_records",
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("updated", BIG, nullable=False),
        sa.PrimaryKeyConstraint("system", name=op.f("pk_compliance_records")),
    )
    op.create_table(
        "compliance_entries",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("time", BIG, nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_compliance_entries")),
    )
    op.create_index("uq_compliance_entries_kind", "compliance_entries", ["kind", "id"], unique=True)
    op.create_index("ix_compliance_entries_system", "compliance_entries", ["system", "kind", "number"])
    op.create_table(
        "compliance_evidence",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("taken", BIG, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("seal", BIG, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_compliance_evidence")),
    )
    op.create_index("ix_compliance_evidence_rule", "compliance_evidence", ["system", "rule", "number"])
    op.create_index("ix_compliance_evidence_seal", "compliance_evidence", ["seal", "position"])
    op.create_table(
        "compliance_items",
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("system", "item", name=op.f("pk_compliance_items")),
    )
    op.create_table(
        "compliance_changes",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("item", sa.String(), nullable=False),
        sa.Column("time", BIG, nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_compliance_changes")),
    )
    op.create_index("ix_compliance_changes_item", "compliance_changes", ["system", "item", "number"])
    op.create_table(
        "compliance_days",
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("met", sa.Integer(), nullable=False),
        sa.Column("partly", sa.Integer(), nullable=False),
        sa.Column("not_met", sa.Integer(), nullable=False),
        sa.Column("unknown", sa.Integer(), nullable=False),
        sa.Column("rate", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("day", "system", name=op.f("pk_compliance_days")),
    )


def downgrade() -> None:
    for table in ("days", "changes", "items", "evidence", "entries", "records"):
        op.drop_table(f"compliance_{table}")
