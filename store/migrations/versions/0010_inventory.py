"""The whole inventory: zones, conduits, services, accounts, groups, rights, exposures, data grants, controls; more about assets."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
TEXT, LONG, NUMBER, BIG, FLAG = sa.String(), sa.Text(), sa.Integer(), sa.BigInteger(), sa.Boolean()

TABLES: dict[str, dict[str, Any]] = {
    "zones": {"name": TEXT, "name_zh": TEXT, "kind": TEXT, "trust": NUMBER, "networks": JSON},
    "conduits": {"source": TEXT, "target": TEXT, "services": JSON},
    "services": {
        "name": TEXT,
        "asset": TEXT,
        "port": NUMBER,
        "transport": TEXT,
        "protocol": TEXT,
        "product": TEXT,
        "version": TEXT,
        "system": TEXT,
        "authentication": TEXT,
        "runs_as": TEXT,
        "depends_on": JSON,
    },
    "directory_accounts": {
        "name": TEXT,
        "kind": TEXT,
        "asset": TEXT,
        "aliases": JSON,
        "member_of": JSON,
        "tier": NUMBER,
        "mfa": FLAG,
        "enabled": FLAG,
    },
    "directory_groups": {"name": TEXT, "aliases": JSON, "member_of": JSON},
    "rights": {"subject": TEXT, "verb": TEXT, "target": TEXT, "expires": BIG},
    "exposures": {
        "weakness": TEXT,
        "title": LONG,
        "asset": TEXT,
        "service": TEXT,
        "effect": TEXT,
        "cvss": sa.Float(),
        "remote": FLAG,
        "exploited": FLAG,
        "first_seen": BIG,
        "last_seen": BIG,
        "closed": BIG,
        "source": TEXT,
    },
    "data_grants": {"holder": TEXT, "access": TEXT, "data_set": TEXT, "through": TEXT, "approval": TEXT},
    "controls": {"controller": TEXT, "device": TEXT, "protocol": TEXT, "authenticated": FLAG, "safety": FLAG},
}
"""Each with `id` and `unit` besides."""

INDEXES = {
    "rights": ("subject", "target"),
    "exposures": ("asset", "weakness"),
    "data_grants": ("data_set", "holder"),
    "controls": ("controller", "device"),
}


def upgrade() -> None:
    for table, columns in TABLES.items():
        op.create_table(
            table,
            sa.Column("id", TEXT, nullable=False),
            sa.Column("unit", TEXT, nullable=False),
            *(sa.Column(name, kind, nullable=False) for name, kind in columns.items()),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        )
        for column in ("unit", *INDEXES.get(table, ())):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
    op.create_index("ix_services_asset_port", "services", ["asset", "port"], unique=False)
    op.create_index("ix_exposures_source_closed", "exposures", ["source", "closed"], unique=False)
    for column in ("zone", "os", "owner", "firmware"):
        op.add_column("assets", sa.Column(column, TEXT, nullable=False, server_default=""))


def downgrade() -> None:
    for column in ("firmware", "owner", "os", "zone"):
        op.drop_column("assets", column)
    for table in reversed(TABLES):
        op.drop_table(table)
