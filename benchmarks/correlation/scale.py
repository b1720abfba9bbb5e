"""One alert in a memory of 10^6 entities and 10^7 edges on one core: time per alert, memory, growth; then what is worked out
only when somebody asks.

Processor time decides; time by the clock also holds what other work on the machine takes. The run ends when `minutes` of
processor time are used up, and says how many alerts that were.

Edges are pairs (entity, peer) and (entity, incident) the index remembers, heavy-tailed as in real networks. The memory is
filled with them directly, then alerts are fed one batch of one at a time, one in a hundred of a campaign.
"""

from __future__ import annotations

import gc
import random
import resource
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from benchmarks import capability
from correlator import Correlator, CorrelatorSettings
from correlator.index import Seen
from model.alert import Alert, RuleRef
from model.entity import Entity, EntityKind, Role
from model.severity import Level
from model.times import SECOND, Micros

BEGIN: Micros = 1_790_000_000_000_000
FOLLOWED = 20
"""Incidents opened again to time what their page asks of the engine."""


def resident_gb() -> float:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 1e9


def filled(entities: int, edges: int, seed: int) -> Correlator:
    dice = random.Random(seed)
    correlator = Correlator(CorrelatorSettings(max_entities=entities))
    settings = correlator.settings
    index = correlator._state.index
    keys = [f"ip:10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}" if n < 1 << 24 else f"host:h{n}" for n in range(entities)]
    per_entity = 1.6 * edges / (10 * entities)
    made = 0
    for key in keys:
        share = min(settings.actor_hub_limit, int(dice.paretovariate(1.2) * per_entity))
        on = {keys[dice.randrange(entities)]: BEGIN for _ in range(share)}
        by = {keys[dice.randrange(entities)]: BEGIN for _ in range(min(settings.hub_limit, share))}
        index.seen[key] = Seen(postings={}, by=by, on=on)
        made += len(on) + len(by)
    index.peers = made
    correlator.settings = msgspec.structs.replace(settings, max_peers=made)  # full: whatever is new drives out the old
    return correlator


def alert_at(n: int, entities: int, dice: random.Random) -> Alert:
    campaign = n % 100 == 0
    actor = dice.randrange(64) if campaign else dice.randrange(entities)
    target = dice.randrange(entities)
    level = Level.HIGH if campaign else dice.choice((Level.LOW, Level.LOW, Level.MEDIUM))
    rule = f"r{dice.randrange(400)}"
    when = BEGIN + n * SECOND // 10
    named = [
        Entity(kind=EntityKind.IP, value=f"10.{v >> 16 & 255}.{v >> 8 & 255}.{v & 255}", role=role)
        for v, role in ((actor, Role.ACTOR), (target, Role.TARGET))
    ]
    return Alert(
        id=f"a{n}",
        rule=RuleRef(id=rule, title=rule, level=level),
        time=when,
        first_time=when,
        created=when,
        unit="district",
        source="scale",
        event_ids=(),
        entities=tuple(named),
    )


class Growth(msgspec.Struct):
    """Resident memory at the start, when a quarter of the alerts was fed, and now; GB."""

    before: float
    quarter: float
    now: float

    def __str__(self) -> str:
        return (
            f"memory {self.before:.2f} GB before, {self.quarter:.2f} GB after a quarter, {self.now:.2f} GB now; "
            f"grown by {self.now / self.before - 1:.1%}, in the last three quarters by {self.now / self.quarter - 1:.1%}"
        )


def fed(correlator: Correlator, entities: int, alerts: int, minutes: float) -> None:
    dice = random.Random(8)
    took: list[float] = []
    busy: list[float] = []
    used = time.process_time()
    growth = Growth(resident_gb(), resident_gb(), 0.0)
    for n in range(alerts):
        one = alert_at(n, entities, dice)
        at, at_work = time.perf_counter(), time.process_time()
        correlator.feed_all([one])
        if n % 1_000 == 999:
            correlator.advance(one.time)
        took.append(time.perf_counter() - at)
        busy.append(time.process_time() - at_work)
        if n == alerts // 4:
            growth.quarter = resident_gb()
        if n % 1_000 == 999 and time.process_time() - used > minutes * 60:
            print(f"time is up after {n + 1:,} of {alerts:,} alerts")
            break
    for name, times in (("of processor time", busy), ("by the clock", took)):
        times.sort()
        p50, p99, most = times[len(times) // 2], times[len(times) * 99 // 100], times[-1]
        print(f"{len(times):,} alerts {name}: p50 {p50 * 1e3:.3f} ms, p99 {p99 * 1e3:.3f} ms, most {most * 1e3:.1f} ms")
    growth.now = resident_gb()
    print(growth)
    print(f"{len(busy) / sum(busy):,.0f} alerts/s of processor time; {correlator.counters}", flush=True)


def explained(correlator: Correlator) -> None:
    """What an incident's page asks of the engine: the incident with every member's reason, its score and what made it."""
    largest = sorted(correlator._state.open.values(), key=lambda i: -len(i.members))[:FOLLOWED]
    busy = []
    for one in largest:
        at_work = time.process_time()
        one.as_incident(correlator.settings)
        busy.append(time.process_time() - at_work)
    if busy:
        print(f"explanation of the largest, {len(largest[0].members):,} alerts: {max(busy):.3f} s of processor time")


def timed(what: str, work: Callable[[], Correlator]) -> Correlator:
    began, at_work = time.perf_counter(), time.process_time()
    found = work()
    used = time.process_time() - at_work
    print(f"{what}: {used:.0f} s of processor time, {time.perf_counter() - began:.0f} s by the clock", flush=True)
    return found


def main(
    entities: int = 1_000_000,
    edges: int = 10_000_000,
    alerts: int = 1_000_000,
    minutes: float = 15.0,
    parts: tuple[str, ...] = ("alerts", "answers"),
) -> None:
    if "alerts" in parts:
        correlator = timed("memory filled", lambda: filled(entities, edges, 7))
        gc.collect()
        index = correlator._state.index
        print(f"{len(index.seen):,} entities, {index.peers:,} edges, {resident_gb():.2f} GB", flush=True)
        fed(correlator, entities, alerts, minutes)
        explained(correlator)
        del correlator, index
        gc.collect()
    if "answers" in parts:
        print(f"what is asked for, over a register of {entities:,} entities:", flush=True)
        capability.measure(entities)
