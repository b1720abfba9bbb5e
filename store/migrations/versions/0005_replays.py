"""What is needed to read a held record again, and what became of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

# Records held before have neither kind nor origin, and so cannot be read again one by one.
COLUMNS = (
    sa.Column("kind", sa.String(), nullable=False, server_default=""),
    sa.Column("origin", JSON, nullable=False, server_default="{}"),
    sa.Column("queued", sa.BigInteger(), nullable=True),
    sa.Column("tried", sa.BigInteger(), nullable=True),
    sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
    sa.Column("failure", sa.String(), nullable=False, server_default=""),
    sa.Column("failure_message", sa.Text(), nullable=False, server_default=""),
    sa.Column("events", JSON, nullable=False, server_default="[]"),
)


def upgrade() -> None:
    for column in COLUMNS:
        op.add_column("quarantine", column)
    op.create_index("ix_quarantine_time", "quarantine", ["time"], unique=False)
    op.create_index("ix_quarantine_queued", "quarantine", ["queued", "id"], unique=False)
