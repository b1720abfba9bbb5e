"""Triggers that make the database itself refuse to change or delete what the ledger holds.

They stop mistakes and casual tampering, not somebody who may drop triggers or write the file: finding those is the
work of `store.ledger.verification` and of checkpoints kept elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable

TABLES = ("ledger_records", "ledger_nodes")

_SQLITE = """CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table}
    BEGIN SELECT RAISE(ABORT, 'the audit ledger is append-only: {verb} refused'); END"""

# INSERT OR REPLACE deletes without firing DELETE triggers unless recursive_triggers is on, so it is caught on its way in.
_SQLITE_NEXT = """CREATE TRIGGER ledger_records_next BEFORE INSERT ON ledger_records
    WHEN NEW.sequence IS NOT (SELECT COALESCE(MAX(sequence), 0) + 1 FROM ledger_records)
    BEGIN SELECT RAISE(ABORT, 'the audit ledger is append-only: records follow one another'); END"""
_SQLITE_NODE = """CREATE TRIGGER ledger_nodes_once BEFORE INSERT ON ledger_nodes
    WHEN EXISTS (SELECT 1 FROM ledger_nodes WHERE height = NEW.height AND place = NEW.place)
    BEGIN SELECT RAISE(ABORT, 'the audit ledger is append-only: replace refused'); END"""

_POSTGRESQL = """CREATE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the audit ledger is append-only: % refused', lower(TG_OP); END $$"""


def install(dialect: str, execute: Callable[[str], None]) -> None:
    if dialect == "sqlite":
        for table in TABLES:
            for verb in ("update", "delete"):
                execute(_SQLITE.format(table=table, verb=verb, VERB=verb.upper()))
        execute(_SQLITE_NEXT)
        execute(_SQLITE_NODE)
    elif dialect == "postgresql":
        execute(_POSTGRESQL)
        for table in TABLES:
            execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only()"
            )
