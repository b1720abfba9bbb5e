"""The capability graph at size: rebuild, delta, blast radius, next steps, containment, choke points.

    python -m benchmarks.capability [ENTITIES] [SEED]

Makes an estate shaped like a large directory: units with an office and a server zone each, a demilitarised zone, a control
zone; group sizes, sessions and rights heavy-tailed (Pareto, exponent 1.2) as in directories people have measured; tiers, with some
mistakes. Pairwise edges are counted as the product of what each conduit, group and zone joins: what the graph would have
without grouping. Default: 1,000,000 entities.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from random import Random
from typing import TypeVar

from correlator.capability.blast import Outlook, blast
from correlator.capability.closure import Closure
from correlator.capability.compromise import Compromise
from correlator.capability.containment import contain
from correlator.capability.defence import Defence
from correlator.capability.facts import FOOTHOLD, PRINCIPAL, READ, Fact
from correlator.capability.following import next_steps
from correlator.capability.paths import cheapest_paths, choke_points, sources
from correlator.capability.register import Register
from correlator.capability.words import Origin
from model.estate import Asset, AssetKind, DataClass, DataSet
from model.inventory import (
    AccountKind,
    Conduit,
    Control,
    DataAccess,
    DataGrant,
    DirectoryAccount,
    Effect,
    Estate,
    Exposure,
    Group,
    Right,
    Service,
    Verb,
    Zone,
    ZoneKind,
)

T = TypeVar("T")
PER_UNIT = 2_500


def estate_of(entities: int, seed: int) -> Estate:
    r = Random(seed)
    units = max(2, entities // PER_UNIT)
    names = [f"unit-{n}" for n in range(units)]
    zones = [
        Zone(id="internet", name="internet", name_zh="互联网", unit="district", kind=ZoneKind.INTERNET, trust=0),
        Zone(id="dmz", name="dmz", name_zh="隔离区", unit="district", kind=ZoneKind.DMZ),
        Zone(id="control", name="control", name_zh="控制网", unit="district", kind=ZoneKind.OT),
        Zone(id="core", name="core", name_zh="核心", unit="district", kind=ZoneKind.SERVER, trust=4),
    ]
    conduits = [
        _conduit("internet", "dmz", "tcp/443"),
        _conduit("dmz", "core", "tcp/5432", "tcp/443"),
        _conduit("core", "control", "tcp/502"),
    ]
    for name in names:
        zones.append(Zone(id=f"{name}-office", name=name, name_zh=name, unit=name, kind=ZoneKind.OFFICE))
        zones.append(Zone(id=f"{name}-server", name=name, name_zh=name, unit=name, kind=ZoneKind.SERVER))
        conduits += [
            _conduit(f"{name}-office", "internet", "tcp/443"),
            _conduit(f"{name}-office", f"{name}-server", "tcp/443", "tcp/445", "tcp/3389"),
            _conduit(f"{name}-office", "core", "tcp/445", "tcp/135", "tcp/443"),
            _conduit(f"{name}-server", "core", "tcp/5432", "tcp/443"),
        ]
    n_assets, n_accounts, n_groups = entities * 45 // 100, entities * 35 // 100, max(10, entities // 50)
    n_services, n_exposures, n_data = entities // 10, entities // 15, max(20, entities // 200)
    assets, services, exposures = [], [], []
    for n in range(n_assets):
        unit = names[n % units]
        server = n % 10 == 0
        zone = "dmz" if n % 1_000 == 0 else "core" if n % 500 == 10 else f"{unit}-{'server' if server else 'office'}"
        assets.append(
            Asset(id=f"h{n}", name=f"h{n}", unit=unit, zone=zone, criticality=r.choice((0, 1, 1, 2, 3, 4)),
                  kind=AssetKind.SERVER if server else AssetKind.WORKSTATION)
        )  # fmt: skip
    servers = range(0, n_assets, 10)
    for n in range(n_services):
        at = servers[n % len(servers)]
        back = () if n % 3 else (f"s{_skewed(r, n_services)}",)
        services.append(
            Service(id=f"s{n}", name=f"s{n}", asset=f"h{at}", unit=names[at % units], port=r.choice((443, 443, 445, 5432)),
                    runs_as=f"u{_skewed(r, n_accounts)}" if n % 5 == 0 else "", depends_on=back)
        )  # fmt: skip
    for n in range(n_exposures):
        remote = n % 4 == 0
        at = r.choice(servers) if remote else r.randrange(n_assets)
        exposures.append(
            Exposure(id=f"e{n}", weakness="CVE", title="t", asset=f"h{at}", unit=names[at % units], cvss=r.choice((5.0, 7.5, 9.8)),
                     remote=remote, effect=Effect.CODE_EXECUTION if remote else Effect.PRIVILEGE, exploited=n % 20 == 0)
        )  # fmt: skip
    groups = [
        Group(id=f"g{n}", name=f"g{n}", unit="district", member_of=(f"g{n // 3}",) if n and n % 4 == 0 else ())
        for n in range(n_groups)
    ]
    accounts = [
        DirectoryAccount(id=f"u{n}", name=f"u{n}", unit=names[n % units], kind=AccountKind.HUMAN, tier=2,
                         member_of=tuple({f"g{_skewed(r, n_groups)}" for _ in range(r.randint(1, 8))}))
        for n in range(n_accounts)
    ]  # fmt: skip
    rights = []
    for n in range(entities):
        roll = n % 10
        if roll < 6:
            subject, verb, target = (
                f"u{r.randrange(n_accounts)}",
                Verb.HAS_SESSION,
                f"h{_skewed(r, n_assets) if roll == 0 else r.randrange(n_assets)}",
            )
        elif roll < 8:
            subject, verb, target = (
                f"g{_skewed(r, n_groups)}",
                r.choice((Verb.CAN_RDP, Verb.ADMIN_TO, Verb.CAN_LOGIN)),
                f"h{r.randrange(n_assets)}",
            )
        else:
            subject, verb, target = f"g{_skewed(r, n_groups)}", Verb.RESET_PASSWORD, f"u{r.randrange(n_accounts)}"
        rights.append(Right(id=f"r{n}", subject=subject, verb=verb, target=target, unit="district"))
    rights += [
        Right(id=f"sync{n}", subject=f"g{n}", verb=Verb.DC_SYNC, target="directory", unit="district") for n in range(1)
    ]
    data = [
        DataSet(id=f"d{n}", name=f"d{n}", name_zh=f"d{n}", unit=names[n % units], records=_skewed(r, 10**6),
                data_class=r.choice((DataClass.OPEN, DataClass.INTERNAL, DataClass.SENSITIVE)), personal_information=n % 2 == 0)
        for n in range(n_data)
    ]  # fmt: skip
    grants = [
        DataGrant(
            id=f"a{n}",
            holder=f"s{r.randrange(n_services)}",
            access=DataAccess.STORES,
            data_set=f"d{n % n_data}",
            unit="district",
        )
        for n in range(n_data * 2)
    ]
    devices = [
        Asset(id=f"plc{n}", name=f"plc{n}", unit="district", zone="control", kind=AssetKind.CONTROLLER, criticality=4)
        for n in range(max(4, entities // 2_000))
    ]
    controls = [
        Control(
            id=f"k{n}",
            controller=f"h{servers[n % len(servers)]}",
            device=one.id,
            unit="district",
            protocol="modbus",
            safety=n % 3 == 0,
        )
        for n, one in enumerate(devices)
    ]
    return Estate(
        zones=tuple(zones), conduits=tuple(conduits), assets=(*assets, *devices), services=tuple(services), accounts=tuple(accounts),
        groups=tuple(groups), rights=tuple(rights), exposures=tuple(exposures), data_sets=tuple(data), data_grants=tuple(grants),
        controls=tuple(controls),
    )  # fmt: skip


def _conduit(source: str, target: str, *services: str) -> Conduit:
    return Conduit(id=f"{source}>{target}", source=source, target=target, unit="district", services=services)


def _skewed(r: Random, below: int) -> int:
    return min(below - 1, int(r.paretovariate(1.2)) - 1)


def pairwise(estate: Estate, register: Register) -> int:
    """Edges a graph of machine pairs would have: reachable (machine, service) pairs, memberships, rights, sessions."""
    machines: dict[str, int] = {}
    listening: dict[tuple[str, str], int] = {}
    for asset in estate.assets:
        for zone in register.zones(asset.id):
            machines[zone] = machines.get(zone, 0) + 1
    for service in estate.services:
        for zone in register.zones(service.asset):
            place = (zone, f"tcp/{service.port}")
            listening[place] = listening.get(place, 0) + 1
    reach = sum(
        machines.get(c.source, 0) * sum(listening.get((c.target, s), 0) for s in c.services) for c in estate.conduits
    )
    within = sum(machines.get(zone, 0) * number for (zone, _), number in listening.items())
    return reach + within + sum(len(a.member_of) for a in estate.accounts) + len(estate.rights)


def timed(what: str, work: Callable[[], T], note: Callable[[T], str] = lambda _: "") -> T:
    """Prints processor time as well: what it takes on a machine that has nothing else to do."""
    began, used = time.perf_counter(), time.process_time()
    found = work()
    print(
        f"{what:<40} {time.perf_counter() - began:>9.3f} s {time.process_time() - used:>9.3f} s cpu   {note(found)}",
        flush=True,
    )
    return found


def memory() -> str:
    return f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GB at most so far"


def main() -> None:
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000, int(sys.argv[2]) if len(sys.argv) > 2 else 1)


def measure(entities: int, seed: int = 1) -> None:
    small = Register(estate_of(2_000, seed))  # compiles the loops
    Outlook.of(small.graph, {Fact(FOOTHOLD, "h11"): 1.0})
    contain(Defence(small), {Fact(FOOTHOLD, "h11"): 1.0})
    estate = timed("estate made", lambda: estate_of(entities, seed), lambda _: memory())
    register = timed("rebuild: records to steps", lambda: Register(estate), lambda _: memory())
    graph = register.graph
    print(f"entities {sum(len(getattr(estate, f)) for f in ('zones', 'assets', 'services', 'accounts', 'groups', 'data_sets')):,}, "
          f"facts {len(graph.facts):,}, steps {graph.steps:,}, arrays {graph.bytes / 2**20:.0f} MB, "
          f"pairwise edges {pairwise(estate, register):,}")  # fmt: skip
    person = next(f"u{n}" for n in range(len(estate.accounts) - 1, 0, -1))
    held = {Fact(FOOTHOLD, "h11"): 0.95, Fact(PRINCIPAL, person): 0.6}
    outlook = timed(
        "closure twice and beliefs",
        lambda: Outlook.of(graph, held),
        lambda o: f"{len(o.likeliest.numbers()):,} facts follow; {memory()}",
    )
    timed(
        "blast radius",
        lambda: blast(register, outlook),
        lambda b: f"{b.data_count} data sets, {b.stopped_count} stop, rings {dict(b.rings)}",
    )
    known = Compromise(held=held, evidence={}, newest={}, unplaced=(), tactics=("execution",), techniques=())
    timed(
        "next steps",
        lambda: next_steps(register, outlook, known, {}, now=0),
        lambda n: f"{len(n)} shown, first {n[0].step.rule if n else '-'}",
    )
    right = estate.rights[5]
    deltas = [
        ("delta: a session ends", lambda: register.remove("right", right.id)),
        ("delta: it begins again", lambda: register.put("right", right)),
        ("delta: a server is patched", lambda: register.remove("exposure", "e4")),
        ("delta: a conduit is closed", lambda: register.remove("conduit", estate.conduits[5].id)),
        ("delta: a conduit is opened", lambda: register.put("conduit", estate.conduits[5])),
    ]
    for what, change in deltas:
        delta = timed(what, change, lambda d: f"{d.records} records")
        timed("  the closure follows", lambda delta=delta: outlook.likeliest.update(delta.added, delta.removed))  # type: ignore[misc]
    defence = timed("who depends on whom", lambda: Defence(register))
    answers = timed("containment, with two alternatives", lambda: contain(defence, held))
    for one in answers:
        print(
            f"  cost {one.cost}, bound {one.bound}, goals {len(one.goals)}, open {len(one.open)}, verified {one.verified}"
        )
    internet = timed(
        "closure from the Internet", lambda: Closure(graph, dict.fromkeys(sources(register, Origin.INTERNET), 1.0))
    )
    target = next((d.id for d in estate.data_sets if (READ, d.id, "") in internet), "d0")
    timed(
        "three exposure paths to a data set",
        lambda: cheapest_paths(register, internet, Fact(READ, target), 3),
        lambda p: f"{[x.actions for x in p]} actions",
    )
    timed("choke points from the Internet", lambda: choke_points(defence, [Origin.INTERNET]),
          lambda c: f"{c.pairs} pairs, {c.considered} considered, best cuts {c.points[0].cuts if c.points else 0}")  # fmt: skip
    print(memory())


if __name__ == "__main__":
    main()
