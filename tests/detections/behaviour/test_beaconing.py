"""Beaconing: jitter, loss, prevalence, and what is not a beacon."""

from __future__ import annotations

import random

import pytest

from detections.behaviour.observed import Connection
from tests.detections.behaviour.kit import flow, only, run

BEACON = only("beaconing")
CLIENT, SERVER = "10.20.3.22", "203.0.113.50"


def beacon(
    period: float, number: int, *, jitter: float = 0.0, loss: float = 0.0, seed: int = 1, client: str = CLIENT
) -> list[Connection]:
    """jitter: share of the period by which each wait may be longer or shorter. loss: share of calls that do not happen."""
    rng = random.Random(seed)
    time, seen = 0.0, []
    for _ in range(number):
        time += period * (1 + rng.uniform(-jitter, jitter))
        if rng.random() >= loss:
            seen.append(flow(time, client, SERVER, out=300 + rng.randrange(20)))
    return seen


@pytest.mark.parametrize(
    ("period", "jitter", "loss"),
    [(60, 0, 0), (60, 0.2, 0), (300, 0.1, 0.15), (900, 0.3, 0.05), (3600, 0.0, 0.1), (120, 0.05, 0.3)],
)
def test_a_beacon_is_found_despite_jitter_and_loss(period: float, jitter: float, loss: float) -> None:
    found = run(BEACON, beacon(period, 80, jitter=jitter, loss=loss))
    assert 1 <= len(found) <= 1 + period * 80 / 86_400  # told again after a day
    finding = found[0]
    assert finding.group == {"source.ip": CLIENT, "destination.ip": SERVER, "destination.port": "443"}
    assert finding.measured["interval_seconds"] == pytest.approx(period, rel=0.25)
    assert finding.measured["score"] >= finding.limits["score"]


def test_calls_at_random_are_no_beacon() -> None:
    """A Poisson process, as many calls and as alike as a beacon's."""
    for seed in range(20):
        rng = random.Random(seed)
        time, seen = 0.0, []
        for _ in range(120):
            time += rng.expovariate(1 / 120)
            seen.append(flow(time, CLIENT, SERVER, out=300))
        assert run(BEACON, seen) == [], seed


def test_somebody_who_reads_pages_is_no_beacon() -> None:
    rng = random.Random(3)
    time, seen = 0.0, []
    for _ in range(40):
        time += rng.uniform(20, 600)
        for _ in range(rng.randrange(1, 12)):
            time += rng.uniform(0.05, 2)
            seen.append(flow(time, CLIENT, SERVER, out=rng.randrange(300, 4000)))
    assert run(BEACON, seen) == []


def test_what_many_machines_call_is_an_update_service() -> None:
    seen = [call for n in range(8) for call in beacon(300, 60, seed=n, client=f"10.20.3.{30 + n}")]
    seen.sort(key=lambda call: call.time)
    assert run(BEACON, seen) == []


def test_clock_and_name_servers_are_regular_by_nature() -> None:
    seen = [flow(n * 64, CLIENT, SERVER, port, transport="udp") for n in range(100) for port in (53, 123)]
    assert run(BEACON, seen) == []


def test_a_short_burst_at_regular_intervals_is_not_told() -> None:
    assert run(BEACON, beacon(10, 60)) == []  # ten minutes


def test_regular_calls_inside_are_monitoring() -> None:
    assert run(BEACON, [flow(n * 60, CLIENT, "10.20.1.10") for n in range(200)]) == []


def test_flows_that_were_reported_late_take_their_place() -> None:
    calls = beacon(60, 80, jitter=0.1)
    shuffled = calls[:]
    random.Random(1).shuffle(shuffled)
    late = [
        Connection(
            calls[-1].time + n,
            c.id,
            c.unit,
            c.source,
            c.start,
            *tuple(getattr(c, f) for f in Connection.__struct_fields__[5:]),
        )
        for n, c in enumerate(shuffled)
    ]
    found = run(only("beaconing", calls=60), late)
    assert len(found) == 1
    assert found[0].measured["interval_seconds"] == pytest.approx(60, rel=0.2)
