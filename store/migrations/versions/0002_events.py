"""What the event store keeps in the state: its segments, their columns, files to delete, deletions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "event_deletions",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("dataset", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("events", sa.BigInteger(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("min_time", sa.BigInteger(), nullable=False),
        sa.Column("max_time", sa.BigInteger(), nullable=False),
        sa.Column("min_ingested", sa.BigInteger(), nullable=False),
        sa.Column("max_ingested", sa.BigInteger(), nullable=False),
        sa.Column("units", sa.JSON(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_deletions")),
    )
    op.create_index(op.f("ix_event_deletions_at"), "event_deletions", ["at"], unique=False)
    op.create_table(
        "event_garbage",
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("retired", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("path", name=op.f("pk_event_garbage")),
    )
    op.create_table(
        "event_schemas",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_event_schemas")),
    )
    op.create_table(
        "event_segments",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("dataset", sa.String(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("min_time", sa.BigInteger(), nullable=False),
        sa.Column("max_time", sa.BigInteger(), nullable=False),
        sa.Column("min_ingested", sa.BigInteger(), nullable=False),
        sa.Column("max_ingested", sa.BigInteger(), nullable=False),
        sa.Column("batch", sa.String(), nullable=False),
        sa.Column("faults", sa.BigInteger(), nullable=False),
        sa.Column("units", sa.JSON(), nullable=False),
        sa.Column("schema", sa.String(), nullable=False),
        sa.Column("ids_crc", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_segments")),
        sa.UniqueConstraint("path", name=op.f("uq_event_segments_path")),
    )
    op.create_index(op.f("ix_event_segments_max_ingested"), "event_segments", ["max_ingested"], unique=False)
    op.create_index("ix_event_segments_time", "event_segments", ["max_time", "min_time"], unique=False)
