"""What the events of a source were read as, counted.

Revision ID: 0009
Revises: 0008
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("source_health", sa.Column("schemas", sa.JSON(), nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("source_health", "schemas")
