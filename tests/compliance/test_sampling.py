"""A sample is drawn the same by whoever knows the seed, and does not move when something else is added."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.mlps.facts import NOTHING, Facts, Subject
from compliance.mlps.posture import Posture, Said, posture
from compliance.sampling import candidates, draw
from model.compliance import SystemRecord
from model.estate import System
from model.proof import Verdict
from model.times import parse_iso

NOW = parse_iso("2026-11-20T08:00:00Z")


def judged(name: str) -> Posture:
    system = System(id=name, name=name, name_zh=name, unit="u", mlps_level=3)
    nothing = Facts(at=NOW, look=lambda *_: NOTHING, values=lambda *_: {})
    return posture(Subject(system, SystemRecord(system=name, unit="u")), nothing, Said())


ONE, TWO = judged("a"), judged("b")


def names(held: Any) -> list[tuple[str, str]]:
    return [(one.system.id, item.id) for one, item in held]


@settings(max_examples=30, deadline=None)
@given(seed=st.text(max_size=40), size=st.integers(1, 500))
def test_the_same_seed_draws_the_same_and_another_order_changes_nothing(seed: str, size: int) -> None:
    held = candidates([ONE, TWO])
    drawn = names(draw(held, size, seed))
    assert drawn == names(draw(held[::-1], size, seed))
    assert len(drawn) == len(set(drawn)) == min(size, len(held))


def test_another_system_takes_places_but_moves_nothing_else() -> None:
    alone = names(draw(candidates([ONE]), 20, "seed"))
    beside = [one for one in names(draw(candidates([ONE, TWO]), 20, "seed")) if one[0] == "a"]
    assert set(beside) <= set(alone)


def test_only_results_and_systems_that_are_asked_for_are_drawn_from() -> None:
    assert candidates([ONE, TWO], {Verdict.MET}) == []
    assert {one.system.id for one, _ in candidates([ONE, TWO], system="b")} == {"b"}


def test_seeds_differ() -> None:
    held = candidates([ONE, TWO])
    assert names(draw(held, 25, "x")) != names(draw(held, 25, "y"))
