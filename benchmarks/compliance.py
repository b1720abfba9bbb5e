"""How long posture takes: 73 systems by the plan, a month of events, then one event more.

Run as `python -m benchmarks.compliance [EVENTS]`. Prints seconds measured in one run: the first judgement (everything is
counted), the judgement alone (facts at hand), one more event until the posture holds it, and sealing.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from compliance.mlps.posture import Said, posture
from model.event import Event, Origin, digest, seal
from model.times import DAY, MINUTE, Micros, now_us
from pipeline.compliance.desk import Desk
from pipeline.compliance.gathering import subjects
from pipeline.compliance.keeping import keep
from pipeline.compliance.register import fill_proposals
from pipeline.settings import Settings
from store import registers
from store.events.store import ParquetEventStore
from store.scope import EVERYTHING
from store.state import State, open_state

BATCH = 20_000
DAYS = 30


def events(number: int, units: list[str], now: Micros) -> list[Event]:
    """Flows and logins spread over the units."""
    out = []
    for index in range(number):
        unit = units[index % len(units)]
        made: Event = {
            "@timestamp": now - (index % DAYS) * DAY - index % 1_000 * MINUTE,
            "event.dataset": "network.flow" if index % 4 else "syslog",
            "event.kind": "event",
            "event.category": ["network"] if index % 4 else ["authentication"],
            "event.outcome": "success",
            "source.ip": f"10.{index % 40}.{index % 7}.{index % 250}",
            "destination.ip": f"10.{index % 40}.1.{index % 50}",
            "destination.port": 443,
            "network.transport": "tcp",
            "host.name": f"host-{index % 200}",
            "user.name": f"user-{index % 300}",
        }
        origin = Origin(source=f"{unit}-{index % 3}", fingerprint=digest(unit), unit=unit, observer="benchmark")
        out.append(seal(made, origin, position=str(index), content=str(index).encode(), ingested=now))
    return out


def put(state: State, store: ParquetEventStore, made: list[Event], name: str) -> None:
    for start in range(0, len(made), BATCH):
        pending = store.write(made[start : start + BATCH], batch=f"{name}-{start}")
        with state.transaction() as tx:
            store.publish([pending], tx)


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 300_000
    now = now_us()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with open_state(folder / "state.db") as state:
            store = ParquetEventStore(folder / "events", state.read_engine, transaction=state.transaction)
            with state.transaction() as tx:
                fill_proposals(tx, actor="benchmark", now=now)
                units = sorted({one.unit for one in registers.find_systems(tx, EVERYTHING)})
            put(state, store, events(number, units, now), "b")
            store.housekeeping.compact()
            desk = Desk(state, store, Settings(data=folder))
            started, worked = time.perf_counter(), time.process_time()
            district = desk.district(now)
            print(f"{number} events, {len(district.postures)} systems")
            print(
                f"first judgement, everything counted: {time.perf_counter() - started:.2f} s, "
                f"{time.process_time() - worked:.2f} s of processor time"
            )
            with state.reading() as tx:
                wanted = subjects(tx, district.facts.estate)
            started = time.perf_counter()
            items = sum(len(posture(one, district.facts, Said()).items) for one in wanted)
            print(f"judgement alone, {items} items of {len(wanted)} systems: {time.perf_counter() - started:.2f} s")
            with state.transaction() as tx:
                started = time.perf_counter()
                kept = keep(tx, district, now)
                print(f"sealing {kept.sealed} answers, {kept.changed} items: {time.perf_counter() - started:.2f} s")
            one = events(1, units, now + MINUTE)
            one[0]["fengsui.credentials.cleartext"] = True
            put(state, store, one, "one")
            started = time.perf_counter()
            desk.district(now + MINUTE)
            print(f"one event more, until posture holds it: {time.perf_counter() - started:.2f} s")
            store.close()


if __name__ == "__main__":
    main()
