"""The index of the situation: bounded, monotone, and explained to the last tenth."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from correlator.situation.formula import formula, numbers, shipped
from correlator.situation.index import assess, concerning
from correlator.situation.words import Concern, Family, Subject, SubjectKind
from model.errors import InputError
from model.times import HOUR

NOW = 1_000_000 * HOUR


def concern(family: Family, grade: str, number: int = 0, alike: int = 1, **more: Any) -> Concern:
    return Concern(family=family, id=f"{family}-{number}", title="t", title_zh="题", grade=grade, number=alike, **more)


GRADES = [(family, grade) for family, part in shipped().families.items() for grade in part.points]
CONCERNS = st.lists(
    st.builds(
        lambda what, number, hours, status, criticality, mlps, alike: concern(
            what[0],
            what[1],
            number,
            last=NOW - hours * HOUR if what[0] is Family.INCIDENT else None,
            status=status if what[0] is Family.INCIDENT else "",
            criticality=criticality if what[0] is Family.EXPOSURE else None,
            mlps=mlps,
            alike=alike,
        ),
        st.sampled_from(GRADES),
        st.integers(0, 10_000),
        st.integers(-5, 2_000),
        st.sampled_from(["new", "in_progress", "on_hold", "odd"]),
        st.none() | st.integers(0, 5),
        st.integers(0, 5),
        st.integers(1, 50),
    ),
    max_size=40,
)


def test_nothing_open_is_a_hundred() -> None:
    calm = assess([], shipped(), NOW)
    assert (calm.index, calm.costs) == (100.0, ())


def test_a_concern_alone_costs_its_points() -> None:
    told = assess([concern(Family.INCIDENT, "high", last=NOW, status="new")], shipped(), NOW)
    assert told.index == 100 - shipped().families[Family.INCIDENT].points["high"]
    assert told.costs[0].points == told.costs[0].alone


@settings(deadline=None, max_examples=150)
@given(CONCERNS)
def test_every_point_is_traced_and_the_index_stays_between_0_and_100(found: list[Concern]) -> None:
    told = assess(found, shipped(), NOW)
    assert 0 <= told.index <= 100
    assert round(sum(cost.points for cost in told.costs), 1) == round(100 - told.index, 1)
    assert round(sum(part.points for part in told.families), 1) == round(100 - told.index, 1)
    assert all(cost.points >= 0 for cost in told.costs)


@settings(deadline=None, max_examples=100)
@given(CONCERNS, st.randoms(use_true_random=False))
def test_order_does_not_matter_and_one_concern_less_is_never_worse(found: list[Concern], random: Random) -> None:
    unique = list({one.id: one for one in found}.values())
    told = assess(unique, shipped(), NOW)
    shuffled = list(unique)
    random.shuffle(shuffled)
    assert assess(shuffled, shipped(), NOW) == told
    if unique:
        assert assess(unique[1:], shipped(), NOW).index >= told.index


def test_a_family_costs_no_more_than_it_may() -> None:
    many = [concern(Family.EXPOSURE, "exploited", number) for number in range(200)]
    told = assess(many, shipped(), NOW)
    assert told.index == 100 - shipped().families[Family.EXPOSURE].at_most
    assert next(part for part in told.families if part.family is Family.EXPOSURE).limited


def test_what_somebody_works_on_and_what_is_quiet_costs_less() -> None:
    def index(**more: Any) -> float:
        return assess([concern(Family.INCIDENT, "critical", **more)], shipped(), NOW).index

    fresh = index(last=NOW, status="new")
    assert fresh < index(last=NOW, status="in_progress") < index(last=NOW - 72 * HOUR, status="in_progress")
    assert index(last=NOW, status="new", mlps=3) < fresh


def test_a_unit_has_the_concerns_of_the_units_below_it() -> None:
    below = concern(Family.SOURCE, "silent", 1, units=frozenset({"village"}))
    other = concern(Family.SOURCE, "silent", 2, units=frozenset({"bureau"}), systems=frozenset({"portal"}))
    town = Subject(
        kind=SubjectKind.UNIT, id="town", name="t", name_zh="镇", unit="town", within=frozenset({"town", "village"})
    )
    assert concerning(town, [below, other]) == [below]
    portal = Subject(kind=SubjectKind.SYSTEM, id="portal", name="p", name_zh="门户", unit="bureau")
    assert concerning(portal, [below, other]) == [other]


def test_settings_overrule_numbers_by_their_path_and_mistakes_are_named() -> None:
    changed = formula({"incident.critical": 60, "age.half_life_h": 24, "bands.calm": 90})
    assert changed.families[Family.INCIDENT].points["critical"] == 60
    assert changed.overruled == ("age.half_life_h", "bands.calm", "incident.critical")
    assert numbers(changed)["bands.calm"] == 90
    for wrong in (
        {"incident.huge": 1.0},
        {"incident": 1.0},
        {"x.y": 1.0},
        {"incident.critical": 100.0},
        {"bands.calm": 1},
    ):
        with pytest.raises(InputError):
            formula(wrong)


def test_an_index_has_a_band() -> None:
    assert [shipped().band(index) for index in (100, 85, 84.9, 50, 0)] == [
        "calm",
        "calm",
        "watch",
        "strained",
        "severe",
    ]
