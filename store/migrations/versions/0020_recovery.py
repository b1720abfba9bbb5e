"""Backup plans, looks at repositories, drills."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_TABLES = ("drills", "backup_requests", "backup_states", "backup_contents", "backup_looks", "backup_plans")


def upgrade() -> None:
    op.create_table(
        "backup_plans",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("repository", sa.String(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup_plans")),
    )
    op.create_index("ix_backup_plans_system", "backup_plans", ["system"], unique=False)
    op.create_index("ix_backup_plans_unit", "backup_plans", ["unit"], unique=False)
    op.create_table(
        "backup_looks",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("repository", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("began", sa.BigInteger(), nullable=False),
        sa.Column("ended", sa.BigInteger(), nullable=False),
        sa.Column("snapshots", sa.Integer(), nullable=False),
        sa.Column("newest", sa.BigInteger(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup_looks")),
    )
    op.create_index("ix_backup_looks_repository", "backup_looks", ["repository", "kind", "ended"], unique=False)
    op.create_index("ix_backup_looks_unit", "backup_looks", ["unit"], unique=False)
    op.create_table(
        "backup_contents",
        sa.Column("repository", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("looked", sa.BigInteger(), nullable=False),
        sa.Column("snapshots", JSON, nullable=False),
        sa.PrimaryKeyConstraint("repository", name=op.f("pk_backup_contents")),
    )
    op.create_table(
        "backup_states",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("subject", name=op.f("pk_backup_states")),
    )
    op.create_table(
        "backup_requests",
        sa.Column("repository", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("time", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("repository", "kind", name=op.f("pk_backup_requests")),
    )
    op.create_table(
        "drills",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("system", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("execution", sa.String(), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("ended", sa.BigInteger(), nullable=False),
        sa.Column("body", JSON, nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drills")),
    )
    op.create_index("ix_drills_created", "drills", ["created", "id"], unique=False)
    op.create_index("ix_drills_status", "drills", ["status"], unique=False)
    op.create_index("ix_drills_system", "drills", ["system"], unique=False)
    op.create_index("ix_drills_unit", "drills", ["unit"], unique=False)


def downgrade() -> None:
    for table in _TABLES:
        op.drop_table(table)
