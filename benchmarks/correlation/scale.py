"""One alert in a memory of 10^6 entities and 10^7 edges on one core: time per alert, memory, growth.

Time by the clock holds what other work on the machine takes; processor time does not.

Edges are pairs (entity, peer) and (entity, incident) the index remembers, heavy-tailed as in real networks. The memory is
filled with them directly, then alerts are fed one batch of one at a time, one in a hundred of a campaign.
"""

from __future__ import annotations

import gc
import random
import resource
import time
from pathlib import Path

from correlator import Correlator, CorrelatorSettings
from correlator.index import Seen
from model.alert import Alert, RuleRef
from model.entity import Entity, EntityKind, Role
from model.severity import Level
from model.times import SECOND, Micros

BEGIN: Micros = 1_790_000_000_000_000


def resident_gb() -> float:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 1e9


def filled(entities: int, edges: int, seed: int) -> Correlator:
    dice = random.Random(seed)
    settings = CorrelatorSettings(max_entities=entities, max_peers=edges + 5_000_000)
    correlator = Correlator(settings)
    index = correlator._state.index
    keys = [f"ip:10.{n >> 16 & 255}.{n >> 8 & 255}.{n & 255}" if n < 1 << 24 else f"host:h{n}" for n in range(entities)]
    made = 0
    for key in keys:
        share = min(settings.actor_hub_limit, int(dice.paretovariate(1.2) * 2.3))
        on = {keys[dice.randrange(entities)]: BEGIN for _ in range(share)}
        by = {keys[dice.randrange(entities)]: BEGIN for _ in range(min(settings.hub_limit, share))}
        index.seen[key] = Seen(postings={}, by=by, on=on)
        made += len(on) + len(by)
    index.peers = made
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


def main(entities: int = 1_000_000, edges: int = 10_000_000, alerts: int = 1_000_000) -> None:
    began = time.perf_counter()
    correlator = filled(entities, edges, 7)
    index = correlator._state.index
    gc.collect()
    print(
        f"{len(index.seen):,} entities, {index.peers:,} edges in {time.perf_counter() - began:.0f} s, {resident_gb():.2f} GB"
    )
    dice = random.Random(8)
    took: list[float] = []
    busy: list[float] = []
    start_gb = resident_gb()
    settled = 0.0
    for n in range(alerts):
        one = alert_at(n, entities, dice)
        at, at_work = time.perf_counter(), time.process_time()
        correlator.feed_all([one])
        if n % 1_000 == 999:
            correlator.advance(one.time)
        took.append(time.perf_counter() - at)
        busy.append(time.process_time() - at_work)
        if n == alerts // 4:
            settled = resident_gb()
    for name, times in (("by the clock", took), ("of processor time", busy)):
        times.sort()
        p50, p99, most = times[len(times) // 2], times[len(times) * 99 // 100], times[-1]
        print(f"{alerts:,} alerts {name}: p50 {p50 * 1e3:.3f} ms, p99 {p99 * 1e3:.3f} ms, most {most * 1e3:.1f} ms")
    end_gb = resident_gb()
    print(
        f"memory {start_gb:.2f} GB before, {end_gb:.2f} GB after; the last three quarters grew it by {end_gb / settled - 1:.1%}"
    )
    print(f"{alerts / sum(took):,.0f} alerts/s; {correlator.counters}")


if __name__ == "__main__":
    main()
