"""DuckDB, shut in: reads files of the store's folder only, loads no extension, keeps to its memory and threads."""

from __future__ import annotations

import os
import threading
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


@dataclass(frozen=True, slots=True)
class Limits:
    """memory: what DuckDB may hold, the rest spills to `<folder>/.spill`. timeout_s: for one question, 0 for none."""

    memory: str = "512MB"
    threads: int = 2
    timeout_s: float = 0.0


class QueryTimeout(StoreError):
    code = "store.timeout"


class Engine:
    """One in-memory DuckDB per process, one cursor per thread. Opened at first use, so that forking is harmless."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self._folder = folder
        self.limits = limits
        self._lock = threading.Lock()
        self._local = threading.local()
        self._root: duckdb.DuckDBPyConnection | None = None
        self._pid = 0

    def _cursor(self) -> duckdb.DuckDBPyConnection:
        if getattr(self._local, "pid", 0) != os.getpid():
            with self._lock:
                if self._root is None or self._pid != os.getpid():
                    self._root, self._pid = self._open(), os.getpid()
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

    def rows(self, sql: str, parameters: Sequence[Any]) -> list[Any]:
        """All rows as tuples. Raises QueryTimeout, else DuckDB's errors as they are; so do the next two."""
        with self._timed() as cursor:
            found: list[Any] = cursor.execute(sql, parameters).fetchall()
        return found

    def table(self, sql: str, parameters: Sequence[Any]) -> Any:
        """All rows as an Arrow table."""
        with self._timed() as cursor:
            return cursor.sql(sql, params=parameters).to_arrow_table()

    def run(self, sql: str, parameters: Sequence[Any]) -> None:
        """A statement without rows, on a cursor of its own and without a time limit."""
        self._cursor()
        assert self._root is not None
        with self._root.cursor() as cursor:
            cursor.execute(sql, parameters).complete()

    @contextmanager
    def stream(self, sql: str, parameters: Sequence[Any]) -> Iterator[Any]:
        """Record batches of a result on a cursor of its own, so that the consumer may ask other things meanwhile."""
        self._cursor()
        assert self._root is not None
        with self._root.cursor() as cursor:
            yield cursor.sql(sql, params=parameters).to_arrow_reader(STREAM_ROWS)

    @contextmanager
    def _timed(self) -> Iterator[duckdb.DuckDBPyConnection]:
        cursor = self._cursor()
        fired = threading.Event()

        def stop() -> None:
            fired.set()
            cursor.interrupt()

        timer = threading.Timer(self.limits.timeout_s, stop) if self.limits.timeout_s else None
        if timer is not None:
            timer.start()
        try:
            yield cursor
        except duckdb.InterruptException as error:
            if not fired.is_set():
                raise
            raise QueryTimeout(
                f"no answer within {self.limits.timeout_s:g} s", hint="narrow the time range or the query"
            ) from error
        finally:
            if timer is not None:
                timer.cancel()
                timer.join()

    def close(self) -> None:
        with self._lock:
            if self._root is not None and self._pid == os.getpid():
                self._root.close()
            self._root = None
            self._local = threading.local()
