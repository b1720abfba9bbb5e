"""Scenarios and noise to one stream, and what goes wrong in the field put into it.

A stream is a list of alerts in order of arrival, in the input form of `fengsui correlate`, and apart from it the truth:
alert id to (campaign, step). The order of ids says nothing: they are digests.
"""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

import msgspec

from benchmarks.correlation.data import SCENARIOS, Row, Scenario, load
from model.event import digest
from model.times import DAY, HOUR, MINUTE, SECOND, Micros, to_iso

BEGIN: Micros = 1_790_000_000_000_000 // DAY * DAY


class Recipe(msgspec.Struct, frozen=True, kw_only=True):
    """same_hosts: all attacks on one network. gap: between their beginnings. before, after: noise around the attacks, the
    whole recording when 0. Shares are of alerts or hosts, 0 to 1.

    fqdn: hosts written with their domain; nat: hosts whose address is another in half of their alerts; clock: hosts whose
    clock is wrong by up to `clock_error`; lost: alerts that never arrive; shuffle: arrival is up to this late; late: a
    twentieth of the alerts arrive this much late; flood: alerts of one loud harmless rule; hub: alerts that name one
    server with many others at once.
    """

    name: str
    scenarios: tuple[str, ...] = SCENARIOS
    same_hosts: bool = False
    gap: Micros = 0
    before: Micros = DAY
    after: Micros = 2 * HOUR
    attacks: bool = True
    rename: bool = True
    fqdn: float = 0.0
    nat: float = 0.0
    clock: float = 0.0
    clock_error: Micros = 2 * MINUTE
    lost: float = 0.0
    shuffle: Micros = 0
    late: Micros = 0
    flood: int = 0
    hub: int = 0


class Stream(msgspec.Struct):
    """days: network days, for counts per day. register: the machines as a register knows them, in the input form of
    `fengsui correlate --inventory`."""

    recipe: str
    seed: int
    rows: list[dict[str, Any]]
    truth: dict[str, tuple[str, str]]
    days: float
    register: list[dict[str, str]]


class _Placed(msgspec.Struct):
    row: Row
    time: Micros
    campaign: str
    network: str


RECIPES: dict[str, Recipe] = {
    r.name: r
    for r in (
        Recipe(name="disjoint"),
        Recipe(name="disjoint-at-once", gap=5 * MINUTE),
        Recipe(name="disjoint-full", before=0, after=0),
        Recipe(name="same-hosts-3h", same_hosts=True, gap=3 * HOUR),
        Recipe(name="same-hosts-20min", same_hosts=True, gap=20 * MINUTE),
        Recipe(name="noise", attacks=False, before=0, after=0),
        Recipe(name="aliases", fqdn=0.5, nat=0.2),
        Recipe(name="clocks", clock=0.3),
        Recipe(name="lost", lost=0.3),
        Recipe(name="shuffled", shuffle=60 * SECOND),
        Recipe(name="late", late=10 * MINUTE),
        Recipe(name="flood", flood=20_000),
        Recipe(name="hub", hub=3_000),
    )
}


def mix(recipe: Recipe, seed: int) -> Stream:
    dice = random.Random(f"{recipe.name} {seed}")
    scenarios = [load(name) for name in recipe.scenarios]
    placed = _same_hosts(recipe, scenarios, dice) if recipe.same_hosts else _disjoint(recipe, scenarios, dice)
    placed = [p for p in placed if dice.random() >= recipe.lost]
    names = _names(recipe, placed, seed)
    placed.sort(key=lambda p: p.time)
    arrivals: list[tuple[Micros, int, dict[str, Any]]] = []
    truth: dict[str, tuple[str, str]] = {}
    wrong = _wrong_clocks(recipe, placed, dice)
    for number, one in enumerate(placed):
        alert_id = digest("mixed", recipe.name, seed, number)
        host = (one.network, one.row.host)
        time = one.time + wrong.get(host, 0)
        delay = dice.randrange(recipe.shuffle) if recipe.shuffle else 0
        if recipe.late and dice.random() < 0.05:
            delay += recipe.late
        row = {
            "id": alert_id,
            "timestamp": to_iso(time),
            "rule": {"id": one.row.rule, "title": one.row.title},
            "entities": names.write(host, one.row.address, dice),
        }
        arrivals.append((one.time + delay, number, row))
        if one.campaign:
            truth[alert_id] = (one.campaign, one.row.step)
    arrivals += _floods(recipe, placed, names, dice, seed)
    arrivals.sort(key=lambda a: a[:2])
    span = max(1.0, (placed[-1].time - placed[0].time) / DAY)
    days = sum(s.days for s in scenarios) if not recipe.before else span * len({p.network for p in placed})
    register = _register(scenarios, names)
    return Stream(recipe.name, seed, [row for _, _, row in arrivals], truth, days, register)


def _disjoint(recipe: Recipe, scenarios: list[Scenario], dice: random.Random) -> list[_Placed]:
    """Every attack in its own network; their beginnings `gap` apart, or anywhere within twelve hours."""
    placed = []
    order = list(scenarios)
    dice.shuffle(order)
    for number, scenario in enumerate(order):
        start = BEGIN + 2 * DAY + (number * recipe.gap if recipe.gap else dice.randrange(12 * HOUR))
        shift = start - scenario.burst
        placed += _around(scenario.noise, scenario.burst, shift, recipe, "", scenario.name)
        if recipe.attacks:
            placed += _around(scenario.attack, scenario.burst, shift, recipe, scenario.name, scenario.name)
    return placed


def _same_hosts(recipe: Recipe, scenarios: list[Scenario], dice: random.Random) -> list[_Placed]:
    """Every attack in the network, and among the noise, of one scenario that the seed chooses."""
    order = list(scenarios)
    dice.shuffle(order)
    ground = order[0]
    start = BEGIN + 2 * DAY
    length = len(order) * recipe.gap
    longer = msgspec.structs.replace(recipe, after=recipe.after + length)
    placed = _around(ground.noise, ground.burst, start - ground.burst, longer, "", ground.name)
    hosts = {r.host.rsplit("_", 1)[-1]: r for r in (*ground.noise, *ground.attack)}
    for number, scenario in enumerate(order):
        shift = start + number * recipe.gap - scenario.burst
        for one in _around(scenario.attack, scenario.burst, shift, recipe, scenario.name, ground.name):
            there = hosts.get(one.row.host.rsplit("_", 1)[-1])
            if there is not None:
                one.row = msgspec.structs.replace(one.row, host=there.host, address=there.address)
                placed.append(one)
    return placed


def _around(
    rows: Iterable[Row], burst: Micros, shift: Micros, recipe: Recipe, campaign: str, network: str
) -> list[_Placed]:
    kept = (r for r in rows if not recipe.before or burst - recipe.before <= r.time < burst + recipe.after)
    return [_Placed(r, r.time + shift, campaign, network) for r in kept]


class _Names:
    """How a host is written: renamed per network, with or without domain, under one or two addresses."""

    def __init__(self, recipe: Recipe, hosts: list[tuple[str, str]], seed: int) -> None:
        dice = random.Random(f"names {seed}")
        self.host = {h: (f"h{digest('host', seed, *h)[:8]}" if recipe.rename else h[1]) for h in sorted(hosts)}
        self.domain = {h: f"{digest('net', seed, h[0])[:6]}.example" for h in self.host}
        self.fqdn = {h for h in self.host if dice.random() < recipe.fqdn}
        self.nat = {
            h: f"100.64.{number // 250}.{number % 250 + 1}"
            for number, h in enumerate(self.host)
            if dice.random() < recipe.nat
        }
        self.prefix: dict[str, int] = {}

    def write(self, host: tuple[str, str], address: str, dice: random.Random) -> dict[str, str]:
        name = self.host[host]
        if host in self.fqdn and dice.random() < 0.5:
            name = f"{name}.{self.domain[host]}"
        if host in self.nat and dice.random() < 0.5:
            address = self.nat[host]
        return {"host": name, "ip": address}


def _names(recipe: Recipe, placed: list[_Placed], seed: int) -> _Names:
    return _Names(recipe, sorted({(p.network, p.row.host) for p in placed}), seed)


def _register(scenarios: list[Scenario], names: _Names) -> list[dict[str, str]]:
    """Name and zone of every host that occurs; a zone is called after the network's domain."""
    zones = {s.name: s.zones for s in scenarios}
    machines = []
    for host, name in names.host.items():
        zone = zones[host[0]].get(host[1], "")
        where = zone if zone in ("", "internet") else f"{zone}.{names.domain[host]}"
        machines.append({"hostname": name, "zone": where})
    return machines


def _wrong_clocks(recipe: Recipe, placed: list[_Placed], dice: random.Random) -> dict[tuple[str, str], Micros]:
    hosts = sorted({(p.network, p.row.host) for p in placed})
    return {h: dice.randint(-recipe.clock_error, recipe.clock_error) for h in hosts if dice.random() < recipe.clock}


def _floods(
    recipe: Recipe, placed: list[_Placed], names: _Names, dice: random.Random, seed: int
) -> list[tuple[Micros, int, dict[str, Any]]]:
    """A flood of one rule from one host around the attacks; a server named together with everybody's addresses."""
    hosts = sorted({((p.network, p.row.host), p.row.address) for p in placed})
    end = placed[-1].time
    made = []
    for kind, number in (("flood", recipe.flood), ("hub", recipe.hub)):
        centre, address = hosts[dice.randrange(len(hosts))]
        for n in range(number):
            time = end - 14 * HOUR + dice.randrange(14 * HOUR)
            entities: dict[str, Any] = names.write(centre, address, dice)
            if kind == "hub":
                other = hosts[dice.randrange(len(hosts))]
                entities["source_ip"] = other[1]
            row = {
                "id": digest(kind, seed, n),
                "timestamp": to_iso(time),
                "rule": {"id": kind, "title": "Connection logged"},
                "entities": entities,
            }
            made.append((time, 10**9 + n, row))
    return made
