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
        "CREATE MACRO ip4_number(x) AS ((CAST(split_part(x,'.',1) AS BIGINT) * 256 + CAST(split_part(x,'.',2) AS BIGINT))"
        " * 256 + CAST(split_part(x,'.',3) AS BIGINT)) * 256 + CAST(split_part(x,'.',4) AS BIGINT)"
    ),
    # An IPv6 text as 32 hex digits: a dotted tail becomes two groups, `::` the missing groups, each group four digits.
    (
        "CREATE MACRO ip6_dotted(x) AS CASE WHEN contains(x, '.') THEN"
        " regexp_extract(x, '^(.*:)[0-9.]+$', 1) || printf('%x:%x', ip4_number(regexp_extract(x, '([0-9.]+)$', 1)) // 65536,"
        " ip4_number(regexp_extract(x, '([0-9.]+)$', 1)) % 65536) ELSE x END"
    ),
    "CREATE MACRO ip6_groups(x) AS CASE WHEN x = '' THEN []::VARCHAR[] ELSE string_split(x, ':') END",
    (
        "CREATE MACRO ip6_filled(head, tail) AS list_concat(list_concat(head,"
        " list_transform(range(8 - len(head) - len(tail)), lambda i: '0')), tail)"
    ),
    (
        "CREATE MACRO ip6_list(x) AS CASE WHEN contains(x, '::')"
        " THEN ip6_filled(ip6_groups(split_part(x, '::', 1)), ip6_groups(split_part(x, '::', 2)))"
        " ELSE string_split(x, ':') END"
    ),
    (
        "CREATE MACRO ip6_key(x) AS CASE WHEN contains(x, ':') THEN"
        " lower(array_to_string(list_transform(ip6_list(ip6_dotted(x)), lambda g: lpad(g, 4, '0')), '')) END"
    ),
    "CREATE MACRO ip4_key(x) AS CASE WHEN NOT contains(x, ':') THEN ip4_number(x) END",
    # A member of the rest column as a list of texts, whatever it is; empty for null.
    (
        "CREATE MACRO rest_texts(j) AS CASE json_type(j) WHEN 'ARRAY' THEN json_transform(j, '[\"VARCHAR\"]')"
        " WHEN 'NULL' THEN []::VARCHAR[] ELSE [json_extract_string(j, '$')] END"
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
