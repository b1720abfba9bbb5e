"""Opens the state database, brings it to the current schema, and hands out transactions.

One process writes (the pipeline's committer; the API's changes queue behind it on the database lock), any number read.

What survives what, on SQLite in WAL mode with synchronous=FULL:
- `kill -9` of any process at any moment: every committed transaction stays, the open one is gone as if never begun.
- Power loss: the same, because FULL syncs the log at each commit. NORMAL would lose the last commits, and although the
  pipeline could read files again, records acknowledged to a network peer could not be, and an audit checkpoint already
  handed out would then name records that no longer exist, which looks exactly like tampering.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError, DisconnectionError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

from model.errors import FengsuiError, InputError, StoreError
from store.migrations import HEAD, VERSIONS
from store.scoping import ScopedSession

BUSY_TIMEOUT_MS = 30_000
"""How long a writer waits for another one. Batches commit in well under a second; longer means something hangs."""

READERS, WRITERS = 40, 5
"""Connections that stay open. As many readers as the interface has threads: one beyond would be opened for each question."""

_WRITES = "fengsui_writes"


class State:
    """Not shared across `fork`: a child that inherits one gets fresh connections, never the parent's."""

    def __init__(self, engine: Engine, readers: Engine, location: str) -> None:
        self._engine = engine.execution_options(**{_WRITES: True})
        self._readers = readers
        self.location = location

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Read and write. Commits at the end of the block, rolls back when it raises; the only writer while it lasts."""
        with self._session(self._engine) as session:
            yield session
            with _explained(self.location):
                session.commit()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Read one consistent snapshot; writing is refused by the database. Never waits for the writer."""
        with self._session(self._readers) as session:
            yield session

    @contextmanager
    def _session(self, engine: Engine) -> Iterator[Session]:
        with ScopedSession(engine, expire_on_commit=False) as session, _explained(self.location):
            yield session

    @property
    def engine(self) -> Engine:
        """For what must read outside a session; connections are read-only."""
        return self._readers

    @property
    def read_engine(self) -> Engine:
        """For stores that keep tables of their own in this database and read them outside a Session."""
        return self._readers

    def close(self) -> None:
        self._engine.dispose()
        self._readers.dispose()

    def __enter__(self) -> State:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_state(where: Path | str) -> State:
    """Open the state at a file path or a database URL, creating or migrating it as needed.

    Raises InputError when there can be no such database, StoreError when it is damaged or newer than this program.
    """
    url = _url(where)
    location = url.database if url.get_backend_name() == "sqlite" and url.database else url.render_as_string()
    writer, readers = _engine(url), _engine(url, read_only=True)
    try:
        with _explained(location):
            _migrate(writer.execution_options(**{_WRITES: True}), location)
    except BaseException:
        writer.dispose()
        readers.dispose()
        raise
    return State(writer, readers, location)


def _url(where: Path | str) -> URL:
    if isinstance(where, str) and "://" in where:
        url = make_url(where)
        if url.get_backend_name() not in ("sqlite", "postgresql"):
            raise InputError(f"no state can be kept in {url.get_backend_name()}", hint="use sqlite or postgresql")
        if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
            raise InputError("the state needs a file", hint="give a path; a database in memory has no second reader")
    else:
        url = URL.create("sqlite", database=str(Path(where).absolute()))
    if url.get_backend_name() == "sqlite" and url.database:
        _create_private(Path(url.database))
    return url


def _create_private(path: Path) -> None:
    """A file only its owner reads; SQLite gives its log and index files the same mode. Empty is how SQLite begins."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise InputError(f"cannot be made or written: {error.strerror}", where=str(path)) from error


def _engine(url: URL, *, read_only: bool = False) -> Engine:
    size = READERS if read_only else WRITERS
    engine = create_engine(url, json_serializer=_to_json, json_deserializer=orjson.loads, pool_size=size)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_reader if read_only else _prepare_writer)
        event.listen(engine, "begin", _begin)
    event.listen(engine, "connect", _remember_process)
    event.listen(engine, "checkout", _refuse_inherited)
    return engine


def _to_json(value: Any) -> str:
    return orjson.dumps(value).decode()


def _prepare_writer(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself; `_begin` does
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")  # first, so that the others wait too
    _keep_a_log(cursor)
    for pragma in (
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "trusted_schema=OFF",
        "journal_size_limit=67108864",
        "cache_size=-16384",
        "temp_store=MEMORY",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _keep_a_log(cursor: Any) -> None:
    """Switch a new file to write-ahead logging, once, whoever else opens it at the same moment.

    The switch takes the file from shared to exclusive, where SQLite answers SQLITE_BUSY at once instead of calling its
    busy handler (two that waited for each other would wait for ever), so the waiting is done here.
    """
    until = time.monotonic() + BUSY_TIMEOUT_MS / 1_000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            held = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
            if not held or time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def _prepare_reader(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (f"busy_timeout={BUSY_TIMEOUT_MS}", "trusted_schema=OFF", "temp_store=MEMORY", "query_only=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _remember_process(_connection: object, record: Any) -> None:
    record.info["pid"] = os.getpid()


def _refuse_inherited(_connection: object, record: Any, proxy: Any) -> None:
    """SQLite and PostgreSQL connections do not survive a fork. The pool answers this error with a new connection."""
    if record.info["pid"] != os.getpid():
        record.dbapi_connection = proxy.dbapi_connection = None
        raise DisconnectionError("connection belongs to another process")


@contextmanager
def _explained(location: str) -> Iterator[None]:
    """Turn the driver's errors into ours, keeping those we raised ourselves."""
    try:
        yield
    except FengsuiError:
        raise
    except OperationalError as error:
        what = str(error.orig)
        hint = "another process holds the database; end it or wait" if "locked" in what else ""
        raise StoreError(f"the state cannot be read or written: {what}", where=location, hint=hint) from error
    except DatabaseError as error:
        raise StoreError(f"the state refused it: {error.orig}", where=location) from error
    except SQLAlchemyError as error:
        raise StoreError(str(error), where=location) from error


def _migrate(engine: Engine, location: str) -> None:
    with engine.connect() as connection:
        if _version(connection, location) == HEAD:
            return
        # Alembic is imported only when there is something to do: it costs more than opening the database.
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()


def _version(connection: Connection, location: str) -> str | None:
    tables = inspect(connection).get_table_names()
    if "alembic_version" not in tables:
        if tables:
            raise StoreError(
                "this is another program's database", where=location, hint="give Fengsui a file of its own"
            )
        return None
    version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if version is not None and version not in VERSIONS:
        raise StoreError(
            f"the state has schema {version}, newer than this program, which knows up to {HEAD}",
            where=location,
            hint="start the newer program, or restore the backup made before it was installed",
        )
    return None if version is None else str(version)
