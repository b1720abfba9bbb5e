"""Writing state: alerts and audit records a second, beside plain sqlite3 doing the least that could be done.

    python -m benchmarks.state [--alerts N] [--records N]

The yardstick writes the same number of rows of the same size with `executemany` into one table with the same primary
key, one index and one transaction per batch, at the same synchronous level; both run in the same process and folder.
"""

from __future__ import annotations

import argparse
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from model.alert import Alert, RuleRef
from model.entity import Entity, EntityKind, Role
from model.severity import Level
from store import alerts, ledger
from store.encoding import to_json_text
from store.scope import EVERYTHING, Scope
from store.state import open_state

BATCH = 1_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--alerts", type=int, default=50_000)
    parser.add_argument("--records", type=int, default=50_000)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fresh = _timed(lambda: open_state(folder / "fresh.db").close())
        again = _timed(lambda: open_state(folder / "fresh.db").close())
        print(f"open a new state        {fresh * 1_000:8.1f} ms   (the first call also imports Alembic)")
        print(f"open a known state      {again * 1_000:8.1f} ms")
        _alerts(folder, asked.alerts)
        _ledger(folder, asked.records)


def _alerts(folder: Path, number: int) -> None:
    made = [_alert(n) for n in range(number)]
    plain = _yardstick(folder / "plain.db", [(a.id, a.unit, a.time, to_json_text(a)) for a in made])
    with open_state(folder / "alerts.db") as state:

        def write() -> None:
            for start in range(0, number, BATCH):
                with state.transaction() as tx:
                    alerts.add(tx, made[start : start + BATCH])

        ours, repeated = _timed(write), _timed(write)
        _rate("plain executemany", number, plain)
        _rate("alerts stored", number, ours, plain)
        _rate("alerts known already", number, repeated, plain)
        with state.reading() as tx:
            town = Scope(frozenset(f"unit-{n}" for n in range(4)))
            page = _timed(lambda: alerts.find(tx, town, limit=100), 20)
            pivot = _timed(lambda: alerts.find(tx, EVERYTHING, alerts.Filter(entity="ip:10.0.0.7"), limit=100), 20)
            count = _timed(lambda: alerts.count_by_level(tx, town), 5)
        print(f"a page of 100 in scope  {page * 1_000:8.1f} ms   of {number} alerts")
        print(f"a page about one entity {pivot * 1_000:8.1f} ms")
        print(f"counts by level         {count * 1_000:8.1f} ms")


def _ledger(folder: Path, number: int) -> None:
    entries = [
        ledger.Entry(actor="li.na", action="alert.decided", object=f"alert:{n:032x}", details={"from": "open", "n": n})
        for n in range(number)
    ]
    rows = [(f"{n:032x}", "district", n, "x" * 300) for n in range(number)]
    plain = _yardstick(folder / "plain-ledger.db", rows)
    path = folder / "ledger.db"
    with open_state(path) as state:

        def extend() -> None:
            for start in range(0, number, BATCH):
                with state.transaction() as tx:
                    ledger.extend(tx, entries[start : start + BATCH])

        def one_by_one() -> None:
            with state.transaction() as tx:
                for entry in entries[:2_000]:
                    ledger.append(
                        tx, actor=entry.actor, action=entry.action, object=entry.object, details=entry.details
                    )

        together, single = _timed(extend), _timed(one_by_one)
        with state.reading() as tx:
            size = ledger.head(tx).sequence
            proof = _timed(lambda: ledger.prove_inclusion(tx, size // 3, EVERYTHING), 20)
            export = _timed(lambda: ledger.export(tx, folder / "ledger.jsonl", EVERYTHING))
    _rate("plain executemany", number, plain)
    _rate("records, batches", number, together, plain)
    _rate("records, one by one", 2_000, single, plain * 2_000 / number)
    _rate("verified, database", size, _timed(lambda: ledger.verify_database(path).raise_if_broken()))
    _rate("exported", size, export)
    _rate("verified, export", size, _timed(lambda: ledger.verify_file(folder / "ledger.jsonl").raise_if_broken()))
    print(f"an inclusion proof      {proof * 1_000:8.1f} ms")


def _yardstick(path: Path, rows: list[tuple[str, str, int, str]]) -> float:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE plain (id TEXT PRIMARY KEY, unit TEXT, time INTEGER, body TEXT)")
        connection.execute("CREATE INDEX plain_time ON plain (unit, time)")

        def write() -> None:
            for start in range(0, len(rows), BATCH):
                connection.execute("BEGIN IMMEDIATE")
                connection.executemany("INSERT INTO plain VALUES (?, ?, ?, ?)", rows[start : start + BATCH])
                connection.execute("COMMIT")

        return _timed(write)


def _alert(n: int) -> Alert:
    return Alert(
        id=f"{n * 2654435761 % 2**128:032x}",
        rule=RuleRef(id=f"rule-{n % 40}", title="A rule", title_zh="规则", level=Level.HIGH, tags=("attack.t1110",)),
        time=1_700_000_000_000_000 + n * 1_000,
        first_time=1_700_000_000_000_000 + n * 1_000,
        created=1_700_000_000_000_000 + n * 1_000,
        unit=f"unit-{n % 40}",
        source="benchmark",
        event_ids=(f"{n:032x}",),
        entities=(
            Entity(kind=EntityKind.IP, value=f"10.0.{n % 251}.{n % 13}", role=Role.ACTOR),
            Entity(kind=EntityKind.HOST, value=f"host-{n % 500}", role=Role.TARGET),
            Entity(kind=EntityKind.USER, value=f"user-{n % 300}"),
        ),
        matched={"source.ip": f"10.0.{n % 251}.{n % 13}", "event.action": "ssh_login", "event.outcome": "failure"},
        techniques=("T1110",),
        tactics=("credential-access",),
    )


def _timed(work: Callable[[], object], times: int = 1) -> float:
    start = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - start) / times


def _rate(what: str, number: int, seconds: float, plain: float | None = None) -> None:
    beside = f"   {seconds / plain:5.1f} × the time of plain" if plain else ""
    print(f"{what:<24}{number / seconds:8,.0f} /s{beside}")


if __name__ == "__main__":
    main()
