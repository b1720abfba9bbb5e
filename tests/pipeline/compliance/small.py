"""A small district: two units, two systems, two sources, and the means to feed it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from model.compliance import Change, SystemRecord
from model.estate import Asset, AssetKind, System, Unit, UnitKind
from model.event import Origin, digest, seal
from model.proof import Verdict
from model.times import HOUR, MINUTE, Micros, parse_iso
from pipeline.compliance.desk import Desk, District
from pipeline.compliance.keeping import Kept, keep
from pipeline.settings import Settings
from store import compliance as ledgers
from store import registers, source_watch, sources, units
from store.events.store import ParquetEventStore
from store.scope import EVERYTHING
from store.source_watch import Watch
from store.state import State, open_state

START = parse_iso("2026-11-20T08:00:00Z")
ADDRESS = "10.1.1.1"


@dataclass
class Small:
    state: State
    store: ParquetEventStore
    desk: Desk
    now: Micros = START

    def __post_init__(self) -> None:
        self.numbers = count()

    def event(self, source: str, unit: str = "health", **fields: Any) -> None:
        """One event now, visible at once."""
        event = {
            "@timestamp": self.now,
            "event.kind": "event",
            "event.category": ["network"],
            **{name.replace("__", "."): value for name, value in fields.items()},
        }
        origin = Origin(source=source, fingerprint=digest(source, unit), unit=unit, observer="test")
        number = next(self.numbers)
        sealed = seal(event, origin, position=str(number), content=str(number).encode(), ingested=self.now)
        pending = self.store.write([sealed], batch=f"b{number}")
        with self.state.transaction() as tx:
            self.store.publish([pending], tx)
            sources.record(tx, source, unit, events=1, last_event=self.now, ingested=self.now)

    def flow(self, **fields: Any) -> None:
        given = {
            "event__dataset": "network.flow",
            "source__ip": "10.1.1.9",
            "destination__ip": ADDRESS,
            "destination__port": 443,
            "destination__packets": 4,
            "network__transport": "tcp",
            "network__type": "ipv4",
        }
        self.event("sensor", **{**given, **fields})

    def login(self, **fields: Any) -> None:
        given = {
            "event__dataset": "syslog",
            "event__category": ["authentication"],
            "event__action": "ssh_login",
            "event__outcome": "success",
            "host__name": "web",
            "user__name": "li",
            "source__ip": "10.1.1.9",
        }
        self.event("hosts", **{**given, **fields})

    def switch(self, source: str, state: str) -> None:
        """What the watchdog would say."""
        with self.state.transaction() as tx:
            watch = Watch(
                source=source, unit="health", state=state, since=self.now, error="", silent_after=HOUR, learned=False
            )
            source_watch.note(tx, [watch])

    def district(self) -> District:
        return self.desk.district(self.now)

    def keep(self) -> Kept:
        district = self.district()
        with self.state.transaction() as tx:
            return keep(tx, district, self.now)

    def verdict(self, item: str, system: str = "records") -> Verdict | None:
        return next(one.auto for one in self.district().postures[system].items if one.id == item)

    def history(self, item: str) -> list[Change]:
        """Oldest first."""
        with self.state.reading() as tx:
            return ledgers.changes(tx, EVERYTHING, system="records", item=item)[::-1]

    def wait(self, time: Micros = MINUTE) -> None:
        self.now += time


@contextmanager
def a_small_district(folder: Path) -> Iterator[Small]:
    with open_state(folder / "state.db") as state:
        store = ParquetEventStore(folder / "events", state.read_engine, transaction=state.transaction)
        with state.transaction() as tx:
            for unit in ("health", "water"):
                made = Unit(id=unit, name=unit, name_zh="单位", kind=UnitKind.DEPARTMENT, parent=units.ROOT)
                units.add(tx, made, actor="test")
            for system, owner in (("records", "health"), ("pumps", "water")):
                registers.put_system(
                    tx,
                    System(id=system, name=system, name_zh="系统", unit=owner, mlps_level=3, level_is_proposal=False),
                    actor="test",
                )
            registers.put_asset(
                tx,
                Asset(
                    id="web",
                    name="web",
                    kind=AssetKind.SERVER,
                    unit="health",
                    system="records",
                    addresses=(ADDRESS,),
                    hostnames=("web",),
                ),
                actor="test",
            )
            record = SystemRecord(system="records", unit="health")
            ledgers.put_record(tx, record, actor="test", scope=EVERYTHING, now=START)
            for name in ("sensor", "hosts"):
                made_source = sources.Source(name=name, kind="jsonl", unit="health", settings={"path": "/dev/null"})
                sources.put(tx, made_source, actor="test")
        try:
            yield Small(state, store, Desk(state, store, Settings(data=folder)))
        finally:
            store.close()
