"""What a site's own days say about the score from which incidents are shown, and what they can never do."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from correlator.calibration import LEAST_DAYS, MOST, Calibration, calibrated
from correlator.confidence import DEFAULT, confidence
from correlator.settings import ESCALATE
from model.incident import Outcome
from model.severity import Level
from model.times import DAY, HOUR
from tests.correlator.builders import START

NOW = START + 28 * DAY
OUTCOMES = st.builds(
    lambda day, hours, score, share, level, said: Outcome(
        first=START + day * DAY,
        last=START + day * DAY + hours * HOUR,
        score=score,
        evidence=None if share is None else score * share,
        level=level,
        said=said,
    ),
    st.integers(-3, 28),
    st.integers(0, 60),
    st.floats(0, 10_000),
    st.none() | st.floats(0.4, 1),
    st.sampled_from(Level),
    st.sampled_from(("attack", "noise", "open")),
)


def outcome(day: int, score: float, said: str = "noise", level: Level = Level.MEDIUM, hours: int = 1) -> Outcome:
    first = START + day * DAY + HOUR
    return Outcome(first=first, last=first + hours * HOUR, score=score, evidence=score, level=level, said=said)  # type: ignore[arg-type]


def test_a_noisy_site_shows_from_a_higher_score_on_so_that_one_false_incident_a_day_remains() -> None:
    noise = [outcome(day, 52.0 + 10 * n) for day in range(28) for n in range(3)]
    found = calibrated(noise, START, NOW)
    assert (found.quiet_days, found.shown) == (27, 84), "the day before the first incident is not known to be quiet"
    assert 62.0 < found.escalate <= 72.0
    assert sum(one.score >= found.escalate for one in noise) <= 28 + 1


def test_a_site_that_shows_little_keeps_the_shipped_score() -> None:
    found = calibrated([outcome(day, 90.0) for day in range(0, 28, 2)], START, NOW)
    assert found.enough
    assert found.escalate == ESCALATE


def test_days_with_a_confirmed_or_an_unjudged_incident_say_nothing() -> None:
    noise = [outcome(day, 60.0 + n) for day in range(28) for n in range(4)]
    for said in ("attack", "open"):
        week = calibrated([*noise, outcome(4, 300.0, said, hours=20 * 24)], START, NOW)
        assert not week.enough, "three weeks of it leave too few quiet days"
        assert week.escalate == ESCALATE
        day = calibrated([*noise, outcome(4, 300.0, said)], START, NOW)
        assert (day.quiet_days, day.shown) == (26, 4 * 27)


def test_a_critical_false_alarm_moves_nothing_since_what_is_critical_is_always_held_to_the_shipped_score() -> None:
    noise = [outcome(day, 60.0 + n, level=Level.CRITICAL) for day in range(28) for n in range(4)]
    assert calibrated(noise, START, NOW).escalate == ESCALATE


def test_the_curve_is_fitted_where_enough_was_judged_and_else_stays_as_shipped() -> None:
    noise = [outcome(day, 30.0 + day) for day in range(28)]
    attacks = [outcome(day, 120.0 + 10 * day, "attack") for day in range(0, 12, 2)]
    assert calibrated([*noise, *attacks[:4]], START, NOW).curve == DEFAULT
    found = calibrated([*noise, *attacks], START, NOW)
    assert found.fitted
    assert confidence(150.0, found.curve) > 0.5 > confidence(150.0)
    assert confidence(40.0, found.curve) < 0.2


def test_a_site_without_incidents_keeps_what_is_shipped() -> None:
    assert calibrated([], START, NOW) == Calibration(made=NOW, start=NOW)


@settings(deadline=None, max_examples=80)
@given(st.lists(OUTCOMES, max_size=40))
def test_whatever_was_judged_the_figures_stay_within_their_bounds(looked: list[Outcome]) -> None:
    found = calibrated(looked, START, NOW)
    assert ESCALATE <= found.escalate <= MOST
    assert 0 <= found.quiet_days <= 28
    assert found.escalate == ESCALATE or found.quiet_days >= LEAST_DAYS
    assert found.middle > 0
    assert found.slope > 0
    assert found == calibrated(reversed(looked), START, NOW)
