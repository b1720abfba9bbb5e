"""Playbooks, their executions, what they ask people and what they did.

Revision ID: 0013
Revises: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "approvals",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("execution", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_zh", sa.Text(), nullable=False),
        sa.Column("why", JSON, nullable=False),
        sa.Column("touches", JSON, nullable=False),
        sa.Column("needed", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("requested_by", sa.String(), nullable=False),
        sa.Column("expected", JSON, nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("expires", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("decisions", JSON, nullable=False),
        sa.Column("answers", JSON, nullable=False),
        sa.Column("workflow", sa.String(), nullable=False),
        sa.Column("delivered", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approvals")),
    )
    op.create_index("ix_approvals_execution", "approvals", ["execution"], unique=False)
    op.create_index("ix_approvals_status", "approvals", ["status", "created"], unique=False)
    op.create_index(op.f("ix_approvals_unit"), "approvals", ["unit"], unique=False)
    op.create_table(
        "effects",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("execution", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("capability", sa.String(), nullable=False),
        sa.Column("actuator", sa.String(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_zh", sa.Text(), nullable=False),
        sa.Column("touches", JSON, nullable=False),
        sa.Column("changes", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("outputs", JSON, nullable=False),
        sa.Column("undo", JSON, nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_effects")),
    )
    op.create_index("ix_effects_execution", "effects", ["execution"], unique=False)
    op.create_index("ix_effects_status_until", "effects", ["status", "until"], unique=False)
    op.create_index(op.f("ix_effects_unit"), "effects", ["unit"], unique=False)
    op.create_table(
        "execution_steps",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("execution", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("began", sa.BigInteger(), nullable=False),
        sa.Column("ended", sa.BigInteger(), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_execution_steps")),
    )
    op.create_index("ix_execution_steps_execution", "execution_steps", ["execution", "began"], unique=False)
    op.create_table(
        "executions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("playbook", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("stuck", sa.Text(), nullable=False),
        sa.Column("requested_by", sa.String(), nullable=False),
        sa.Column("incident", sa.String(), nullable=False),
        sa.Column("marker", sa.String(), nullable=True),
        sa.Column("inputs", JSON, nullable=False),
        sa.Column("values", JSON, nullable=False),
        sa.Column("cancel", sa.Boolean(), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("updated", sa.BigInteger(), nullable=False),
        sa.Column("ended", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_executions")),
        sa.UniqueConstraint("marker", name=op.f("uq_executions_marker")),
    )
    op.create_index("ix_executions_created", "executions", ["created", "id"], unique=False)
    op.create_index(op.f("ix_executions_incident"), "executions", ["incident"], unique=False)
    op.create_index(op.f("ix_executions_playbook"), "executions", ["playbook"], unique=False)
    op.create_index("ix_executions_status", "executions", ["status"], unique=False)
    op.create_index(op.f("ix_executions_unit"), "executions", ["unit"], unique=False)
    op.create_table(
        "playbook_texts",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("playbook", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("kept", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_playbook_texts")),
    )
    op.create_index(op.f("ix_playbook_texts_playbook"), "playbook_texts", ["playbook"], unique=False)
    op.create_table(
        "playbooks",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_zh", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("trust", sa.String(), nullable=False),
        sa.Column("auto", sa.Boolean(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_playbooks")),
    )
    op.create_index(op.f("ix_playbooks_unit"), "playbooks", ["unit"], unique=False)


def downgrade() -> None:
    op.drop_table("approvals")
    op.drop_table("effects")
    op.drop_table("execution_steps")
    op.drop_table("executions")
    op.drop_table("playbook_texts")
    op.drop_table("playbooks")
