"""The steps an attacker can take now: one action away from what is held, ranked, each with who would see it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path as File

import msgspec
import numpy as np

from correlator.capability.blast import GRAVITY, Outlook
from correlator.capability.closure import Closure
from correlator.capability.compromise import Compromise
from correlator.capability.facts import Fact
from correlator.capability.graph import ACTION
from correlator.capability.kernel import PREMISES
from correlator.capability.register import Register
from correlator.capability.table import table
from correlator.capability.telling import Named, PathStep, path_step
from correlator.capability.words import Watch
from model import attack
from model.estate import DataClass
from model.inventory import AccountKind
from model.times import HOUR, Micros

_FILE = File(__file__).parent / "transitions.yml"
MOST_CONSIDERED = 20_000
FADES: Micros = 24 * HOUR
LEAST_RECENT = 0.2
LAST, EVER = 0.7, 0.3
"""Weight of the tactic seen last against that of all seen before."""
AGAIN = 0.8
"""A technique seen already is a little less likely to be the next new thing."""


class NextStep(msgspec.Struct, frozen=True, kw_only=True):
    """p: its share among all steps that can be taken now; feasibility, prior, value and recency are what it is made of.
    alerts: those that say the attacker holds what the step rests on. seen_by: empty when no rule would see it: a gap."""

    step: PathStep
    target: Named
    p: float
    feasibility: float
    prior: float
    value: float
    recency: float
    alerts: tuple[str, ...]
    seen_by: tuple[Watch, ...]


class _Transitions(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    version: int
    source: str
    phases: dict[str, tuple[str, ...]]
    follows: dict[str, dict[str, float]]

    def phase(self, tactic: str) -> str:
        return next((name for name, tactics in self.phases.items() if tactic in tactics), "hold")


@cache
def transitions() -> _Transitions:
    found = msgspec.yaml.decode(_FILE.read_bytes(), type=_Transitions)
    named = {tactic for tactics in found.phases.values() for tactic in tactics}
    known = {tactic.shortname for domain in attack.Domain for tactic in attack.tactics(domain)}
    if named != known:
        raise ValueError(f"{_FILE.name}: tactics missing or unknown: {sorted(named ^ known)}")
    return found


def prior(tactic: str, technique: str, seen_tactics: Sequence[str], seen_techniques: Sequence[str]) -> float:
    """How usual a step of `tactic` is after what was seen (oldest first), 0 to 1."""
    known = transitions()
    phase = known.phase(tactic)
    if not seen_tactics:
        return known.follows["start"][phase]
    last = known.follows[known.phase(seen_tactics[-1])][phase]
    ever = max(known.follows[known.phase(one)][phase] for one in seen_tactics)
    weight = LAST * last + EVER * ever
    return weight * AGAIN if technique in seen_techniques else weight


def next_steps(
    register: Register,
    outlook: Outlook,
    compromise: Compromise,
    watches: Mapping[str, Sequence[Watch]],
    *,
    now: Micros,
    most: int = 20,
) -> tuple[NextStep, ...]:
    """watches: by technique id. A rule for a technique sees its sub-techniques as well, and the other way round."""
    graph = register.graph
    here = Closure(graph, compromise.held, fewest=True, limit=ACTION - 1)
    steps = _frontier(here)
    belief = outlook.belief
    chances = graph.p[steps].astype(float)
    for slot in range(PREMISES):
        others = graph.body[steps, slot]
        chances *= np.where(others >= 0, belief[others], 1.0)
    if len(steps) > MOST_CONSIDERED:
        likeliest = np.argsort(-chances, kind="stable")[:MOST_CONSIDERED]
        steps, chances = steps[likeliest], chances[likeliest]
    recency = {graph.find(fact): _recency(now - at) for fact, at in compromise.newest.items()}
    best: dict[tuple[str, str, str], tuple[float, int, float, float, float, float]] = {}
    for step, chance in zip(steps, chances, strict=True):
        rule = graph.rule_of(int(step))
        place = ("", "edge", "ics")[int(graph.place[step])]
        technique = rule.technique_in(place)
        usual = prior(rule.tactic_in(place), technique, compromise.tactics, compromise.techniques)
        gives = graph[int(graph.head[step])]
        worth = value_of(register, gives)
        fresh = max((recency[one] for one in _roots(here, int(step)) if one in recency), default=LEAST_RECENT)
        score = float(chance) * usual * worth * fresh
        key = (technique, gives.kind, gives.id)
        if key not in best or score > best[key][0]:
            best[key] = (score, int(step), float(chance), usual, worth, fresh)
    total = sum(one[0] for one in best.values()) or 1.0
    ranked = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))[:most]
    return tuple(_next(register, compromise, watches, key[0], found, total) for key, found in ranked)


def _frontier(here: Closure) -> np.ndarray:
    """Action steps that can be taken now and give something new."""
    graph = here.graph
    stop = graph.steps
    actions = np.array([rule.action for rule in table().rules], bool)
    known = np.zeros(len(graph.first_use) + 1, bool)  # the last place stands for "no premise"
    known[here.numbers()] = True
    known[-1] = True
    ready = (graph.alive[:stop] > 0) & actions[graph.rule[:stop]] & ~known[graph.head[:stop]]
    for slot in range(PREMISES):
        ready &= known[graph.body[:stop, slot]]
    return np.flatnonzero(ready)


def _roots(here: Closure, step: int) -> set[int]:
    """The held facts a step that can be taken now rests on."""
    out: set[int] = set()
    for premise in here.graph.premises(step):
        out.update(here.derivation(premise).held)
    return out


def _recency(age: Micros) -> float:
    return max(LEAST_RECENT, math.exp(-max(0, age) / FADES))


_DATA_VALUE = {0: 0.2, 1: 0.5, 2: 0.9, 3: 1.0}


def value_of(register: Register, fact: Fact) -> float:
    """How much getting there is worth to an attacker, 0 to 1: by class of data, criticality of machines, tier of accounts."""
    if fact.kind == "dominate" or fact.kind == "harm":
        return 1.0
    data_set = register.record("data_set", fact.id) if fact.kind in ("read", "tamper", "exfil") else None
    if data_set is not None:
        data_class: DataClass = data_set.data_class
        return _DATA_VALUE[GRAVITY[data_class]]
    if fact.kind == "principal":
        account = register.record("account", fact.id)
        if account is None:
            return 0.6
        return 1.0 if account.kind is AccountKind.ADMIN else {0: 1.0, 1: 0.8}.get(account.tier, 0.5)
    service = register.record("service", fact.id) if fact.kind in ("access", "deny") else None
    asset = register.record("asset", service.asset if service is not None else fact.id)
    worth = 0.3 + 0.14 * asset.criticality if asset is not None else 0.4
    if fact.kind == "access" and not _leads_to_data(register, fact):
        return worth * 0.4
    return worth * 0.6 if fact.kind == "deny" else worth


def _leads_to_data(register: Register, fact: Fact) -> bool:
    graph = register.graph
    uses = graph.steps_using(graph.find(fact))
    return any(graph.facts[graph.head[step]][0] in ("read", "tamper") for step in uses)


def _next(
    register: Register,
    compromise: Compromise,
    watches: Mapping[str, Sequence[Watch]],
    technique: str,
    found: tuple[float, int, float, float, float, float],
    total: float,
) -> NextStep:
    score, number, chance, usual, worth, fresh = found
    step = path_step(register, number)
    alerts = {alert for fact in step.premises for alert in compromise.evidence.get(fact, ())}
    return NextStep(
        step=step,
        target=step.target,
        p=round(score / total, 4),
        feasibility=round(chance, 4),
        prior=round(usual, 4),
        value=round(worth, 4),
        recency=round(fresh, 4),
        alerts=tuple(sorted(alerts)),
        seen_by=watching(technique, watches),
    )


def watching(technique: str, watches: Mapping[str, Sequence[Watch]]) -> tuple[Watch, ...]:
    """Rules for the technique itself before those for its parent or its sub-techniques; ten at most."""
    parent = technique.partition(".")[0]
    family = [
        one
        for number in sorted(watches)
        if number != technique and number.partition(".")[0] == parent
        for one in watches[number]
    ]
    found = {one.id: one for one in (*watches.get(technique, ()), *family)}
    return tuple(found.values())[:10]
