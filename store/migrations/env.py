"""Alembic's entry. The connection comes from `store.state`, which owns the transaction around all of it."""

from __future__ import annotations

import importlib
import importlib.util

from alembic import context

import store.compliance_tables
import store.coordination_tables
import store.detection_tables
import store.discovery
import store.identity.tables
import store.indicators.tables
import store.inventory_tables
import store.ledger.tables
import store.playbook_tables
import store.public_data_tables
import store.recovery_tables
import store.situation
import store.tables  # noqa: F401 - importing is what puts the tables into Base.metadata
from store.base import Base

if importlib.util.find_spec("store.events") and importlib.util.find_spec("store.events.tables"):
    importlib.import_module("store.events.tables")

connection = context.config.attributes.get("connection")
if connection is None:  # `alembic upgrade --sql`: print the DDL for a database administrator
    context.configure(dialect_name=context.config.attributes["dialect"], target_metadata=Base.metadata, as_sql=True)
else:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
