"""Verifying and exporting the ledger where it lives.

Verifying trusts nothing that is stored: hashes, chain and tree are worked out again from the records. The stored subtrees,
which only make proofs fast, are compared on the way; they also betray records cut from the end.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from model.errors import InputError
from store.ledger.canonical import MEMBERS, to_canonical
from store.ledger.verification import Checkpoint, Fault, FaultKind, Given, Report, given_record, verify_records

_COLUMNS = ("sequence", "time", "actor", "action", "object", "unit", "details", "previous", "hash")
_RECORDS = f"SELECT {', '.join(_COLUMNS)} FROM ledger_records ORDER BY sequence"  # noqa: S608 - constants
_NODES = "SELECT place, hash FROM ledger_nodes WHERE height = {height} ORDER BY place"
_HEIGHTS = "SELECT height, MAX(place) FROM ledger_nodes GROUP BY height ORDER BY height"

Query = Callable[[str], Iterator[Sequence[Any]]]


def verify(tx: Session, against: Sequence[Checkpoint] = ()) -> Report:
    """Verify the ledger through an open session, on any database."""
    connection = tx.connection()
    return _verify(lambda sql: iter(connection.execute(text(sql).execution_options(yield_per=1_000))), against)


def verify_database(path: Path | str, against: Sequence[Checkpoint] = ()) -> Report:
    """Verify the ledger in an SQLite file, opened for reading only, while the platform runs or when it does not.

    Works on a copy as well, and on a schema this program is too old or too new to open. Raises InputError when the file
    is no such database.
    """
    try:
        with closing(_open_read_only(Path(path))) as connection:
            connection.execute("BEGIN")  # one snapshot for all that is read
            return _verify(connection.execute, against)
    except sqlite3.Error as error:
        raise InputError(f"no ledger can be read from it: {error}", where=str(path)) from error


def _open_read_only(path: Path) -> sqlite3.Connection:
    if not path.is_file():
        raise InputError("there is no such file", where=str(path))
    uri = path.absolute().as_uri()
    connection = sqlite3.connect(f"{uri}?mode=ro", uri=True, isolation_level=None)
    try:
        connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        connection.close()
        if path.with_name(path.name + "-wal").exists():
            raise
        # A file on read-only media cannot have the shared memory a WAL database asks for, nor does it need it.
        connection = sqlite3.connect(f"{uri}?immutable=1", uri=True, isolation_level=None)
    connection.text_factory = lambda data: data.decode("utf-8", "surrogateescape")  # damage is reported, not raised
    return connection


def _verify(query: Query, against: Sequence[Checkpoint]) -> Report:
    highest = {height: place for height, place in query(_HEIGHTS) if isinstance(height, int) and 0 < height < 64}
    stored = {height: query(_NODES.format(height=height)) for height in highest}
    report = verify_records((_given(row) for row in query(_RECORDS)), against, _node_check(stored))
    faults = list(report.faults)
    reach = max((place + 1 << height for height, place in highest.items() if isinstance(place, int)), default=0)
    if reach > report.records and not faults:
        faults.append(
            Fault(
                FaultKind.TRUNCATED,
                report.records + 1,
                f"after record {report.records}",
                f"the stored tree covers {reach} records, but only {report.records} are there",
            )
        )
    return Report(
        records=report.records,
        origin=report.origin,
        root=report.root,
        last_time=report.last_time,
        checkpoints=report.checkpoints,
        known=report.known,
        faults=tuple(faults),
    )


def _node_check(stored: dict[int, Iterator[Sequence[Any]]]) -> Callable[[int, int, bytes], str]:
    def check(height: int, place: int, node: bytes) -> str:
        row = next(stored.get(height, iter(())), None)
        if row is not None and row[0] == place and row[1] == node:
            return ""
        return f"the stored tree node {place} at height {height} is not what the records below it give"

    return check


def _given(row: Sequence[Any]) -> Given:
    value = dict(zip(_COLUMNS, row, strict=True))
    where = f"record {str(value['sequence'])[:20]}"
    try:
        details = json.loads(value["details"])
        if to_canonical(details).decode() != value["details"]:
            raise ValueError("the details are not spelled as RFC 8785 requires")
        value.update(details=details, previous=blob_hex(value["previous"]), hash=blob_hex(value["hash"]))
    except (ValueError, TypeError, RecursionError) as error:
        sequence = value["sequence"] if type(value["sequence"]) is int else None
        return Given(where, sequence=sequence, problem=f"not a record: {str(error)[:200]}")
    return given_record(where, value)


def blob_hex(value: Any) -> str:
    """Hexadecimal of a column that holds bytes. Never `bytes(value)`: of an integer that is as many zeros as it says."""
    if not isinstance(value, bytes | memoryview):
        raise TypeError(f"a hash is {type(value).__name__}, not bytes")
    return bytes(value).hex()


def raw_records(tx: Session) -> Iterator[dict[str, Any]]:
    """Every record as an object with `hash`, in order, as far as it can be read; for exports."""
    connection = tx.connection()
    for row in connection.execute(text(_RECORDS).execution_options(yield_per=1_000)):
        value = dict(zip(_COLUMNS, row, strict=True))
        try:
            value["details"] = json.loads(value["details"])
        except (ValueError, TypeError, RecursionError):
            value["details"] = str(value["details"])  # exported as it is; verifying the export will say so
        for name in ("previous", "hash"):
            try:
                value[name] = blob_hex(value[name])
            except TypeError:
                value[name] = str(value[name])
        yield value


assert set(_COLUMNS) == {*MEMBERS, "hash"}
