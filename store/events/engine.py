"""DuckDB, shut in: reads files of the store's folder only, loads no extension, keeps to its memory and threads."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from model.errors import StoreError

# What a text has to look like to be compared as a number; DuckDB's own cast also takes `1_000` and blanks.
_NUMBER = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"

MACROS = (
    f"CREATE MACRO as_number(x) AS CASE WHEN regexp_full_match(x, '{_NUMBER}') THEN TRY_CAST(x AS DOUBLE) END",
    (
        "CREATE MACRO ip4_number(x) AS list_reduce(list_transform(string_split(x, '.'),"
        " lambda part: CAST(part AS BIGINT)), lambda high, low: high * 256 + low)"
    ),
    "CREATE MACRO ip4_key(x) AS CASE WHEN NOT contains(x, ':') THEN ip4_number(x) END",
    # A dotted tail becomes two groups. A one-member list_transform is a `let`: it keeps macros from multiplying.
    (
        "CREATE MACRO ip6_plain(x) AS CASE WHEN contains(x, '.') THEN"
        " list_transform([ip4_number(regexp_extract(x, '([0-9.]+)$', 1))],"
        " lambda tail: regexp_extract(x, '^(.*:)[0-9.]+$', 1) || printf('%x:%x', tail // 65536, tail % 65536))[1]"
        " ELSE x END"
    ),
    "CREATE MACRO ip6_groups(x) AS list_filter(string_split(x, ':'), lambda part: part <> '')",
    (
        "CREATE MACRO ip6_filled(head, tail) AS list_concat(head,"
        " list_concat(list_transform(range(8 - len(head) - len(tail)), lambda gap: '0'), tail))"
    ),
    # An IPv6 text as 32 hex digits: `::` becomes the missing groups, each group four digits. NULL for IPv4.
    (
        "CREATE MACRO ip6_key(x) AS CASE WHEN contains(x, ':') THEN lower(array_to_string(list_transform("
        "list_transform([ip6_plain(x)], lambda whole:"
        " ip6_filled(ip6_groups(split_part(whole, '::', 1)), ip6_groups(split_part(whole, '::', 2))))[1],"
        " lambda part: lpad(part, 4, '0')), '')) END"
    ),
    # A field of the rest column as a list of its members, each JSON; nulls are no values.
    (
        "CREATE MACRO rest_members(j) AS list_filter(CASE WHEN json_type(j) = 'ARRAY'"
        " THEN json_transform(j, '[\"JSON\"]') ELSE [j] END, lambda member: json_type(member) <> 'NULL')"
    ),
)


STREAM_ROWS = 2_048
FOREVER = float("inf")
WATCH_S = 0.05
"""How often running questions are looked at; so much later than its limit one may end."""
WATCH_IDLE_S = 5.0
CLOSE_S = 5.0
"""An interrupted question ends within milliseconds; one that does not is left behind."""


@dataclass(frozen=True, slots=True)
class Limits:
    """memory: what DuckDB may hold, the rest spills to `<folder>/.spill`. timeout_s: for one question, 0 for none."""

    memory: str = "512MB"
    threads: int = 2
    timeout_s: float = 0.0


class QueryTimeout(StoreError):
    code = "store.timeout"


class Engine:
    """One in-memory DuckDB per process, one cursor per thread. Opened at first use, so that forking is harmless.

    Closing it interrupts what runs and waits for it: a native thread that outlives the program's end aborts it.
    """

    def __init__(self, folder: Path, limits: Limits) -> None:
        self._folder = folder
        self.limits = limits
        self._lock = threading.Lock()
        self._local = threading.local()
        self._root: duckdb.DuckDBPyConnection | None = None
        self._pid = 0
        self._running: dict[duckdb.DuckDBPyConnection, float] = {}
        """Cursors that work just now, and until when they may, on `time.monotonic`."""
        self._idle = threading.Condition(self._lock)
        self._closed = False
        self._watching = False

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        if getattr(self._local, "pid", 0) != os.getpid():
            with self._lock:
                if self._closed:
                    raise StoreError("the event store is being closed")
                if self._root is None or self._pid != os.getpid():
                    self._root, self._pid = self._open(), os.getpid()
                    self._running, self._watching = {}, False
                self._local.cursor, self._local.pid = self._root.cursor(), os.getpid()
        cursor: duckdb.DuckDBPyConnection = self._local.cursor
        return cursor

    def _open(self) -> duckdb.DuckDBPyConnection:
        folder = str(self._folder.absolute())
        connection = duckdb.connect(
            ":memory:",
            config={
                "memory_limit": self.limits.memory,
                "threads": self.limits.threads,
                "temp_directory": f"{folder}/.spill",
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "allow_community_extensions": False,
                "preserve_insertion_order": False,
            },
        )
        for macro in MACROS:
            connection.execute(macro)
        connection.execute("SET parquet_metadata_cache = true")
        connection.execute("SET allowed_directories = [?]".replace("?", "'" + folder.replace("'", "''") + "'"))
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
        return connection

    def rows(self, sql: str, parameters: Sequence[Any], until: float = FOREVER) -> list[Any]:
        """All rows as tuples. until: of `time.monotonic`. Raises QueryTimeout, else DuckDB's errors as they are; so does
        the next."""
        with self._working(self._cursor(), until) as cursor:
            found: list[Any] = cursor.execute(sql, parameters).fetchall()
        return found

    def table(self, sql: str, parameters: Sequence[Any], until: float = FOREVER) -> Any:
        """All rows as an Arrow table."""
        with self._working(self._cursor(), until) as cursor:
            return cursor.sql(sql, params=parameters).to_arrow_table()

    def run(self, sql: str, parameters: Sequence[Any]) -> None:
        """A statement without rows, on a cursor of its own and without a time limit."""
        with self._own_cursor() as cursor, self._working(cursor, FOREVER):
            cursor.execute(sql, parameters).complete()

    @contextmanager
    def stream(self, sql: str, parameters: Sequence[Any]) -> Iterator[Any]:
        """Record batches of a result on a cursor of its own, so that the consumer may ask other things meanwhile."""
        with self._own_cursor() as cursor, self._working(cursor, FOREVER):
            yield cursor.sql(sql, params=parameters).to_arrow_reader(STREAM_ROWS)

    def _own_cursor(self) -> duckdb.DuckDBPyConnection:
        self._cursor()
        assert self._root is not None
        return self._root.cursor()

    @contextmanager
    def _working(self, cursor: duckdb.DuckDBPyConnection, until: float) -> Iterator[duckdb.DuckDBPyConnection]:
        if until <= time.monotonic():
            raise self._late()
        with self._lock:
            if self._closed:
                raise StoreError("the event store is being closed")
            self._running[cursor] = until
            if until < FOREVER and not self._watching:
                self._watching = True
                threading.Thread(target=self._watch, name="event-timeouts", daemon=True).start()
        try:
            yield cursor
        except duckdb.InterruptException as error:
            if self._closed:
                raise StoreError("the event store is being closed") from error
            if time.monotonic() < until:
                raise
            raise self._late() from error
        finally:
            with self._idle:
                self._running.pop(cursor, None)
                self._idle.notify_all()

    def _late(self) -> QueryTimeout:
        return QueryTimeout(f"no answer within {self.limits.timeout_s:g} s", hint="narrow the time range or the query")

    def _watch(self) -> None:
        """Interrupt what has run too long; ends when nothing with a limit has run for a while, or the engine is closed."""
        with self._idle:
            seen = time.monotonic()
            while not self._closed and time.monotonic() - seen < WATCH_IDLE_S:
                for cursor, until in self._running.items():
                    if until < FOREVER:
                        seen = time.monotonic()
                        if until <= seen:
                            cursor.interrupt()
                cursor = None  # a reference kept while waiting would outlive the engine
                self._idle.wait(WATCH_S)
            self._watching = False
            self._idle.notify_all()

    def close(self) -> None:
        with self._idle:
            self._closed = True
            patience = time.monotonic() + CLOSE_S
            while self._running and time.monotonic() < patience:
                for cursor in self._running:
                    cursor.interrupt()
                self._idle.wait(0.05)
            self._idle.notify_all()
            while self._watching and self._pid == os.getpid() and time.monotonic() < patience:
                self._idle.wait(0.05)
            if self._root is not None and self._pid == os.getpid():
                self._root.close()
            self._root = None
            self._local = threading.local()
