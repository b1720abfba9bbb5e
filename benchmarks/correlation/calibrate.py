"""The confidence curve fitted on three networks and tried on the fourth; agreement of groupings under disturbed arrival."""

from __future__ import annotations

import msgspec

from benchmarks.correlation import run
from benchmarks.correlation.data import SCENARIOS
from benchmarks.correlation.grade import adjusted_rand
from benchmarks.correlation.mix import RECIPES, mix
from correlator.confidence import confidence, fit, threshold
from model.times import MINUTE, SECOND

LEAST = 20.0


def scores(scenario: str) -> tuple[list[float], list[float], float]:
    """Scores of the attack's incidents and of all others above LEAST, and the days they are of."""
    recipe = msgspec.structs.replace(RECIPES["disjoint-full"], name=scenario, scenarios=(scenario,))
    stream = mix(recipe, 1)
    told = run.correlator(run.alerts_of(stream.rows), run.register_of(stream.register))
    attacks, quiet = [], []
    for incident_id, score in told.scores.items():
        members = [a for a, i in told.home.items() if i == incident_id]
        labelled = sum(a in stream.truth for a in members)
        if labelled >= 5 and labelled * 2 > len(members):
            attacks.append(score)
        elif not labelled and score >= LEAST:
            quiet.append(score)
    return attacks, quiet, stream.days


def main() -> None:
    known = {name: scores(name) for name in SCENARIOS}
    for left_out in SCENARIOS:
        others = [known[name] for name in SCENARIOS if name != left_out]
        attacks = [s for a, _, _ in others for s in a]
        quiet = [s for _, q, _ in others for s in q]
        curve = fit(attacks, quiet)
        shown = threshold(quiet, sum(days for *_, days in others))
        mine, noise, days = known[left_out]
        inside = ", ".join(f"{confidence(s, curve):.2f}" for s in sorted(mine, reverse=True)[:4])
        above = sum(s >= shown for s in noise) / days
        print(
            f"without {left_out:<16} middle {curve.middle:6.1f} slope {curve.slope:4.2f} threshold {shown:5.1f}: "
            f"confidence of its attack {inside}; noise above the threshold {above:.2f} a day"
        )


def stable(seeds: int = 3) -> None:
    plain = RECIPES["disjoint"]
    for name, change in (("60 s shuffle", {"shuffle": 60 * SECOND}), ("10 min late", {"late": 10 * MINUTE})):
        for seed in range(1, seeds + 1):
            disturbed = msgspec.structs.replace(plain, **change)
            one, other = mix(plain, seed), mix(disturbed, seed)
            a = run.correlator(run.alerts_of(one.rows), run.register_of(one.register))
            b = run.correlator(run.alerts_of(other.rows), run.register_of(other.register))
            print(f"{name:<14} seed {seed}: adjusted Rand index {adjusted_rand(a.home, b.home):.3f}", flush=True)
