"""What is shown to a person and what stays a candidate; what the title says."""

from __future__ import annotations

import pytest

from correlator import Correlator, CorrelatorSettings
from correlator.titles import tactic_names
from model.errors import SettingsError
from model.incident import Incident
from model.severity import Level
from model.times import HOUR, MINUTE, SECOND
from tests.correlator.builders import START, alert


def only(correlator: Correlator) -> Incident:
    (incident,) = correlator.incidents()
    return incident


def test_ten_thousand_repeats_of_a_medium_alert_are_no_incident_for_an_analyst() -> None:
    correlator = Correlator()
    correlator.feed_all(alert(i, "dir scan", id=str(i), actor="10.0.0.66", host="web1") for i in range(10_000))
    assert not only(correlator).escalated
    assert only(correlator).score < 36


def test_a_sweep_over_many_targets_is_one_loud_fact_too() -> None:
    correlator = Correlator()
    correlator.feed_all(
        alert(i * SECOND, "probe", actor="10.0.0.66", target=f"10.0.{i // 250}.{i % 250}") for i in range(1_000)
    )
    assert only(correlator).score < 36


def test_one_critical_alert_escalates_and_one_high_does_not() -> None:
    for level, shown in ((Level.CRITICAL, True), (Level.HIGH, False)):
        correlator = Correlator()
        correlator.feed(alert(0, host="web1", level=level))
        assert only(correlator).escalated is shown


def test_different_tactics_weigh_more_than_the_same_one() -> None:
    same, different = Correlator(), Correlator()
    for i, tactic in enumerate(["discovery", "credential-access", "lateral-movement"]):
        same.feed(alert(i, f"r{i}", host="web1", tactics=("discovery",)))
        different.feed(alert(i, f"r{i}", host="web1", tactics=(tactic,)))
    assert only(different).score == pytest.approx(1.5 * only(same).score)


def test_what_was_escalated_stays_escalated() -> None:
    correlator = Correlator(CorrelatorSettings(escalate=10))
    correlator.feed(alert(0, host="web1"))
    correlator.settings = CorrelatorSettings(escalate=10_000)
    correlator.feed(alert(1, "other", host="web1"))
    assert only(correlator).escalated


def test_the_title_says_what_who_and_where_in_both_languages() -> None:
    correlator = Correlator()
    correlator.feed(alert(0, "scan", actor="10.0.0.66", host="web1", tactics=("discovery",)))
    correlator.feed(alert(MINUTE, "guess", actor="10.0.0.66", host="web1", tactics=("credential-access",)))
    incident = only(correlator)
    assert incident.title == "Discovery, then credential access: 10.0.0.66 → web1 (2 alerts)"
    names = [tactic_names(t)[1] for t in ("discovery", "credential-access")]
    assert incident.title_zh == f"10.0.0.66 → web1：{names[0]}、{names[1]}（2 条告警）"
    assert not any(name.isascii() for name in names)


def test_a_single_rule_gives_its_own_title() -> None:
    correlator = Correlator()
    correlator.feed(alert(0, "scan", actor="10.0.0.66"))
    assert only(correlator).title == "Title of scan: 10.0.0.66 (1 alert)"
    assert only(correlator).title_zh == "10.0.0.66：scan 标题（1 条告警）"


def test_a_title_stays_short_with_a_thousand_targets_and_hostile_names() -> None:
    correlator = Correlator()
    for i in range(500):
        correlator.feed(alert(i, "scan", actor="10.0.0.66", host=f"{'x' * 5_000}{i}"))
    assert len(only(correlator).title) < 400
    assert "+" in only(correlator).title


def test_times_span_first_to_last_event_whatever_the_order() -> None:
    correlator = Correlator()
    early, late = alert(0, "a", actor="10.0.0.66"), alert(HOUR, "b", actor="10.0.0.66")
    correlator.feed(late)
    correlator.feed(early)
    assert (only(correlator).first_event, only(correlator).last_event) == (early.time, late.time)


@pytest.mark.parametrize("wrong", [{"join": 0.0}, {"max_open": -1}, {"hub_knee": 40}, {"escalate": float("nan")}])
def test_impossible_settings_are_refused_by_name(wrong: dict[str, float]) -> None:
    with pytest.raises(SettingsError, match=next(iter(wrong))):
        CorrelatorSettings(**wrong)


def test_an_incident_says_since_when_it_is_shown() -> None:
    correlator = Correlator()
    for n in range(4):
        correlator.feed(alert(n * MINUTE, f"rule {n}", host="w1"))
    assert correlator.incidents()[0].shown_since is None
    correlator.feed(alert(20 * MINUTE, "rule 4", host="w1"))
    correlator.feed(alert(30 * MINUTE, "rule 5", host="w1"))
    assert correlator.incidents()[0].shown_since == START + 20 * MINUTE
