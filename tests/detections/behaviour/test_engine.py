"""Order, time, memory: what every detector may rely on and must keep to."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detections.behaviour import Config, alert_of
from detections.behaviour.catalogue import rules
from detections.behaviour.observed import AnyObservation
from detections.behaviour.registry import DETECTORS
from detections.behaviour.selection import pack, unpack
from model.times import HOUR, LATEST, SECOND
from tests.detections.behaviour.kit import (
    START,
    at,
    engine_of,
    flow,
    login,
    message,
    observed,
    process,
    query,
    recorded,
    run,
    sighting,
    taking,
    told,
)

# Small enough that short random streams cross thresholds, learn, evict and expire.
SMALL: dict[str, dict[str, float]] = {
    "port_scan": {"ports": 4},
    "address_scan": {"hosts": 4},
    "beaconing": {"calls": 8, "score": 0.5, "interval_spread": 2, "span": 0, "shortest": 0},
    "password_guessing": {
        "failures": 3,
        "failing_share": 0.5,
        "account_failures": 4,
        "account_sources": 2,
        "repeat": 60,
    },
    "password_spraying": {"accounts": 3, "failing_share": 0.1, "repeat": 60, "window": 600},
    "dns_tunnel": {"names": 3, "content": 20, "length": 5, "repeat": 60},
    "generated_names": {"domains": 2, "odd_share": 0.1, "repeat": 60},
    "rare_process": {"learning": 30, "starts": 3},
    "rare_parent": {"learning": 30, "parent_starts": 2, "child_starts": 2},
    "new_destination": {"learning": 30, "calls": 2, "clients": 1},
    "exfiltration": {"learning": 30, "hours": 3, "bytes": 10, "z": 0.5},
    "impossible_travel": {"speed": 10, "distance": 10, "repeat": 60},
    "data_bulk_export": {"repeat": 60, "rows": 40, "window": 600},
    "data_onward_transfer": {"repeat": 60},
    "data_off_hours_export": {"repeat": 60, "rows": 1},
    "data_without_approval": {"repeat": 60},
    "device_silence": {"messages": 3, "interval_spread": 2, "shortest": 60, "periods": 1, "phi": 1},
    "new_device": {"learning": 30, "sightings": 2},
}
CONFIG = Config(thresholds=tuple((d, k, float(v)) for d, t in SMALL.items() for k, v in t.items()), lateness_s=30)


def stream(seed: int, number: int, step: float = 7.0) -> list[AnyObservation]:
    """Everything at once: few hosts, so that things meet. Times differ, so that the order is one."""
    rng = random.Random(seed)
    time, seen = 0.0, []
    for _ in range(number):
        time += rng.uniform(0.1, 2 * step)
        if rng.random() < 0.02:
            time += rng.choice([300, 4000])
        one, other = rng.randrange(4), rng.randrange(24)
        choice = rng.randrange(9)
        if choice <= 2:
            server = f"203.0.{other}.{one % 2}" if rng.random() < 0.2 else f"203.0.113.{one % 2}"
            client, server = rng.choice([(f"10.0.0.{one}", server), (f"198.51.100.{one}", f"10.0.0.{other % 8}")])
            port, answered = (80, True) if rng.random() < 0.4 else (rng.choice([80, other]), rng.random() < 0.2)
            seen.append(flow(time, client, server, port, answered=answered, out=rng.randrange(10**6)))
        elif choice == 3:
            name = f"{rng.randbytes(rng.randrange(4, 20)).hex()}.{rng.choice([f'd{one}.example', 'com'])}"
            seen.append(query(time, f"10.0.0.{one}", name, rng.choice(["A", "TXT"]), rng.choice(["NXDOMAIN", ""])))
        elif choice == 4:
            place = (rng.uniform(-80, 80), rng.uniform(-170, 170), "")
            address, account = f"203.0.113.{one}", f"u{other % 6}"
            seen.append(login(time, address, account, success=rng.random() < 0.3, place=place))
        elif choice == 5:
            seen.append(process(time, f"h{one}", f"/bin/p{other}", f"/bin/q{rng.randrange(5)}"))
        elif choice == 6:
            seen.append(sighting(time, f"00-00-00-00-00-{other:02X}", f"10.0.0.{other}", zone=f"z{one % 2}"))
        elif choice == 7:
            action = rng.choice(["share", "export", "forward", "destroy", "write"])
            file = rng.choice(["", f"{other % 3:064x}"])
            actor = rng.choice(["friend", f"a{one}"])
            seen.append(taking(time, actor, rows=other, action=action, to=rng.choice(["", "x"]), digest=file))
        else:
            seen.append(message(time, f"d{one}"))
    return seen


def test_the_small_thresholds_let_every_detector_speak() -> None:
    """Else the properties below would hold for want of findings."""
    found = run(CONFIG, stream(0, 1500), until=10**6) + run(CONFIG, stream(9, 3000, 60), until=10**6)
    assert {f.rule.name for f in found} == set(rules())


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), cuts=st.lists(st.integers(1, 399), max_size=8), shuffle=st.integers(0, 10**6))
def test_findings_do_not_depend_on_cuts_or_on_order_within_the_bound(seed: int, cuts: list[int], shuffle: int) -> None:
    seen = stream(seed, 400)
    whole = run(CONFIG, seen)
    rng = random.Random(shuffle)
    # Each observation arrives up to 29 s late; the clock is what has arrived for sure.
    arriving = sorted((one.time + round(rng.uniform(0, 29) * SECOND), n, one) for n, one in enumerate(seen))
    engine, found = engine_of(CONFIG), []
    for begin, end in pairwise([0, *sorted(set(cuts)), len(arriving)]):
        part = arriving[begin:end]
        engine.hold(one for *_, one in part)
        found += engine.advance(part[-1][0])
    found += engine.advance(LATEST)
    assert told(found) == told(whole)
    assert engine.late == 0


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), cut=st.integers(1, 399))
def test_a_restored_engine_goes_on_as_if_it_had_never_stopped(seed: int, cut: int) -> None:
    seen = stream(seed, 400)
    first, second = seen[:cut], seen[cut:]
    straight, stopped = engine_of(CONFIG), engine_of(CONFIG)
    for engine in (straight, stopped):
        engine.hold(first)
        engine.advance(first[-1].time)
    again = engine_of(CONFIG)
    assert again.restore(stopped.snapshot()) == []
    assert again.snapshot() == stopped.snapshot()
    for engine in (straight, again):
        engine.hold(second)
    assert told(again.advance(LATEST)) == told(straight.advance(LATEST))
    assert again.snapshot() == straight.snapshot()


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6), looks=st.lists(st.integers(0, 8000), max_size=6))
def test_judging_by_the_clock_in_one_step_or_in_many_is_the_same(seed: int, looks: list[int]) -> None:
    seen = stream(seed, 200)
    last = (seen[-1].time - START) / SECOND
    one, many = engine_of(CONFIG), engine_of(CONFIG)
    for engine in (one, many):
        engine.hold(seen)
        engine.advance(seen[-1].time)
    at_once = one.advance(at(last + 9000))
    stepwise = [f for look in [*sorted(looks), 9000] for f in many.advance(at(last + look))]
    assert sorted(map(str, told(at_once))) == sorted(map(str, told(stepwise)))


@pytest.mark.parametrize("detector", DETECTORS, ids=lambda d: d.name)
def test_memory_is_bounded_under_a_flood_of_keys(detector: type) -> None:
    most = 50
    engine = engine_of(Config(disabled=frozenset(rules()) - {detector.name}, entries=most))
    rng = random.Random(1)
    sizes = []
    for round_ in range(6):
        seen: list[AnyObservation] = []
        for n in range(400):
            time = round_ * 400 + n
            ip, outside = (
                f"10.{rng.randrange(256)}.{rng.randrange(256)}.7",
                f"203.{rng.randrange(256)}.{rng.randrange(256)}.7",
            )
            word = rng.randbytes(12).hex()
            seen += [
                flow(time, ip, outside, rng.randrange(1, 65536), answered=rng.random() < 0.5),
                query(time, ip, f"{word}.{word}.example", "TXT", "NXDOMAIN"),
                login(time, outside, word, success=rng.random() < 0.5, place=(1.0, 2.0, word)),
                process(time, word[:4], f"/bin/{word}", f"/bin/{word[::-1]}"),
                sighting(
                    time, f"00-{word[:2]}-{word[2:4]}-{word[4:6]}-{word[6:8]}-{word[8:10]}".upper(), ip, zone=word[:3]
                ),
                message(time, word, source=word[:3]),
                taking(time, word, rows=60, digest=rng.randbytes(32).hex()),
                taking(time, f"{word}1", action="destroy"),
            ]
        engine.hold(seen)
        engine.advance(LATEST)
        sizes.append(len(engine.snapshot()))
    state = engine.states()[detector.name]
    assert state.entries <= most * 4  # no detector has more tables
    assert state.evicted > 1000 or detector.name in ("generated_names", "data_outside_purpose")
    assert max(sizes[3:]) < 2 * sizes[2] + 1000


def test_what_is_not_seen_again_is_forgotten_with_time() -> None:
    engine = engine_of(CONFIG)
    engine.hold(stream(1, 300))
    engine.advance(LATEST)
    before = sum(state.entries for state in engine.states().values())
    engine.advance(START + 100 * 24 * HOUR)
    assert before > 50
    assert sum(state.entries for state in engine.states().values()) == 0


def test_one_entry_stays_small_however_much_it_is_told() -> None:
    """A single busy client, account, host and device for half a million observations' worth of keys inside the entry."""
    engine = engine_of(Config())
    rng = random.Random(3)
    sizes = []
    for part in range(2):
        seen: list[AnyObservation] = []
        for n in range(6000):
            time = (part * 6000 + n) * 5
            seen.append(flow(time, "10.0.0.1", f"203.0.{n % 250}.{part}", 1 + n, answered=n % 3 == 0))
            seen.append(flow(time, "10.0.0.1", "203.0.113.1", 443))
            seen.append(query(time, "10.0.0.1", f"{rng.randbytes(6).hex()}.example.com", code="NXDOMAIN"))
            seen.append(login(time, "203.0.113.1", f"user{part}-{n}"))
            seen.append(message(time, "d"))
        engine.hold(seen)
        engine.advance(LATEST)
        sizes.append(len(b"".join(d.snapshot() for name, d in engine.detectors.items() if name in _ONE_KEY)))
    assert sizes[1] < 1.2 * sizes[0]


_ONE_KEY = {"dns_tunnel", "generated_names", "password_spraying", "device_silence", "exfiltration", "impossible_travel"}


def test_a_detector_that_is_switched_off_sees_nothing_and_costs_nothing() -> None:
    nobody = Config(disabled=frozenset(rules()))
    events = recorded("district-normal-day")
    assert observed(events, nobody) == []
    assert run(nobody, stream(1, 300)) == []


def test_observations_survive_the_way_between_processes() -> None:
    seen = stream(5, 300)
    assert unpack(pack(seen)) == seen
    assert unpack(b"") == []


def test_a_record_dated_in_the_future_waits_for_its_time_and_stops_nothing() -> None:
    """Live; and where a recording brought it in, time goes on from where the next input is."""
    future = message(20 * 365 * 86_400, "d9")
    usual = [message(n * 60, "d1") for n in range(30)] + [message(n * 60 + 1, "d2") for n in range(90)]
    live, after = engine_of(CONFIG), engine_of(CONFIG)
    live.hold([future, *usual])
    after.hold([future])
    after.advance(LATEST)
    after.hold(usual)
    for engine in (live, after):
        found = engine.advance(at(5400))
        assert [f.group for f in found if f.rule.name == "device_silence"] == [{"device.id": "d1"}]
    assert len(live) == 1


def test_the_same_finding_is_the_same_alert_and_carries_its_evidence() -> None:
    seen = [flow(n, "203.0.113.9", "10.20.1.10", 1000 + n, answered=False) for n in range(20)]
    (first,), (second,) = run(Config(), seen), run(Config(), seen)
    alert = alert_of(first, 1)
    assert alert == alert_of(second, 1)
    assert alert.rule.title_zh == "端口扫描"
    assert alert.rule.correlation
    assert "T1595.001" in alert.techniques
    assert {"ip:203.0.113.9", "ip:10.20.1.10"} <= {entity.key for entity in alert.entities}
    assert alert.matched["threshold.ports"] == 15
    assert alert.matched["ports_failed"] == 15
    assert alert.matched["why"] in alert.summary
    assert alert.matched["why_zh"]
    assert alert.unit == "data-centre"
    assert set(alert.event_ids) <= {one.id for one in seen}
