"""What is at stake on the machines of an incident: criticality and data within reach, in the score and in words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.inventory import read_estate
from correlator import Correlator, CorrelatorSettings
from correlator.known import Known, known
from correlator.scoring import escalates, score, words
from correlator.settings import ESCALATE
from correlator.stakes import NOTHING, Stake
from model.entity import Entity, EntityKind, Role
from model.estate import Asset, AssetKind, DataClass, DataSet
from model.incident import Incident
from model.inventory import DataAccess, DataGrant, Service
from model.severity import Level
from model.times import MINUTE
from pipeline.inventory.example import example
from tests.correlator.builders import alert
from tests.journeys.recorded import replay


def asset(name: str, criticality: int = 1, system: str = "") -> Asset:
    return Asset(
        id=f"a-{name}",
        name=name,
        kind=AssetKind.SERVER,
        unit="district",
        hostnames=(name,),
        criticality=criticality,
        system=system,
    )


def data_set(name: str, grade: DataClass, records: int = 0, system: str = "", *, personal: bool = True) -> DataSet:
    return DataSet(
        id=name,
        name=name,
        name_zh=name,
        unit="district",
        data_class=grade,
        records=records,
        system=system,
        personal_information=personal,
    )


RESIDENTS = data_set("residents", DataClass.SENSITIVE, 100_000)
SERVICE = Service(id="s-db", name="db", asset="a-db", unit="district")
HELD = DataGrant(id="g", holder="s-db", access=DataAccess.STORES, data_set="residents", unit="district")
STAKES = st.builds(
    Stake, st.integers(0, 5), st.none() | st.sampled_from(DataClass), st.integers(min_value=0, max_value=10**9)
)


def scored(said: Known, *hosts: str, level: Level = Level.HIGH) -> Incident:
    engine = Correlator(known=said)
    engine.feed_all(
        alert(n * MINUTE, f"r{n}", actor="10.0.0.66", host=host, level=level) for n, host in enumerate(hosts)
    )
    (incident,) = engine.incidents()
    return incident


def test_the_same_attack_asks_for_more_attention_on_a_machine_the_district_depends_on() -> None:
    plain, grave = scored(known([asset("db")]), "db"), scored(known([asset("db", 5)]), "db")
    assert plain.score == plain.evidence == 30
    assert grave.score == pytest.approx(1.6 * 30)
    assert grave.evidence == 30
    assert grave.confidence == plain.confidence, "what is at stake makes no attack more probable"
    assert [words(part) for part in grave.scored][-1] == (
        "× 1.6 for a machine of criticality 5 of 5",
        "涉及重要性 5 级（最高 5 级）的资产，乘以 1.6",
    )


def test_data_a_service_of_the_machine_holds_adds_to_the_score_by_grade_and_people() -> None:
    said = known([asset("db")], (), [SERVICE], [RESIDENTS], [HELD])
    incident = scored(said, "db", "web", "db", "web")
    assert incident.evidence is not None
    assert incident.score == pytest.approx(incident.evidence + 15 + 3 * 5)
    assert words(incident.scored[-1]) == (
        "+ 30.0 for sensitive data of 100,000 people within reach",
        "可触及敏感数据，涉及 100000 人，加 30.0 分",
    )


def test_the_gravest_data_of_its_system_counts_and_no_other_machine_of_the_register() -> None:
    said = known(
        [asset("db", system="people"), asset("desk", 5)],
        data_sets=[
            data_set("news", DataClass.OPEN, 10**6, "people"),
            data_set("plans", DataClass.IMPORTANT_CANDIDATE, 10**6, "people", personal=False),
        ],
    )
    assert said.stakes["host:db"] == Stake(1, DataClass.IMPORTANT_CANDIDATE, 0)
    incident = scored(said, "db", "db", "db", "db")
    assert incident.scored[-1] == "data=important_candidate:0:25.0"


def test_a_data_set_an_alert_names_is_within_reach() -> None:
    engine = Correlator(known=known([], data_sets=[RESIDENTS]))
    named = Entity(kind=EntityKind.DATA_SET, value="residents", role=Role.TARGET)
    engine.feed(alert(0, host="ws1", more=(named,)))
    (incident,) = engine.incidents()
    assert incident.score == pytest.approx(10 + 2.5), "at most a quarter of what the alerts say"


def test_what_is_at_stake_brings_forward_what_is_nearly_shown_and_shows_nothing_by_itself() -> None:
    said = known([asset("db", 5)], (), [SERVICE], [RESIDENTS], [HELD])
    alone = scored(said, "db")
    assert alone.score > ESCALATE
    assert not alone.escalated
    mediums = ("db",) * 4
    assert not scored(known([]), *mediums, level=Level.MEDIUM).escalated
    assert not scored(said, *mediums[:3], level=Level.MEDIUM).escalated
    engine = Correlator(CorrelatorSettings(), said)
    engine.feed_all(
        alert(n * MINUTE, f"m{n}", actor="10.0.0.66", host="db", tactics=("discovery",) if n else ("impact",))
        for n in range(4)
    )
    (incident,) = engine.incidents()
    assert incident.evidence is not None
    assert 0.8 * ESCALATE <= incident.evidence <= ESCALATE
    assert incident.escalated


def test_a_register_that_changes_counts_from_the_next_alert_on() -> None:
    engine = Correlator(known=known([asset("db")]))
    engine.feed(alert(0, "a", host="db"))
    engine.know(known([asset("db", 5)]).since(engine.known))
    (before,) = engine.incidents()
    engine.feed(alert(MINUTE, "b", host="db"))
    (after,) = engine.incidents()
    assert (before.score, after.score) == (pytest.approx(10), pytest.approx(32))
    engine.know(known([asset("db")]).since(engine.known))
    assert not engine.known.stakes


def test_a_memory_taken_up_again_knows_what_is_at_stake() -> None:
    said = known([asset("db", 5)], (), [SERVICE], [RESIDENTS], [HELD])
    engine = Correlator(known=said)
    engine.feed(alert(0, host="db"))
    again = Correlator()
    again.restore(engine.snapshot())
    assert again.incidents() == engine.incidents()
    assert again.known == engine.known


def test_the_recorded_intrusion_touches_the_gravest_machine_and_the_stolen_data() -> None:
    estate = read_estate(example(), "example.yml")
    said = known(estate.assets, estate.zones, estate.services, estate.data_sets, estate.data_grants)
    engine = Correlator(known=said)
    engine.feed_all(replay("district-attack").alerts)
    (incident,) = [one for one in engine.incidents() if one.escalated]
    stolen = next(one for one in estate.data_sets if one.id == "residents")
    told = dict(part.split("=") for part in incident.scored)
    assert told["criticality"] == "5:1.6"
    assert told["data"].startswith(f"{stolen.data_class}:{stolen.records}:")


def test_an_ordinary_working_day_stays_quiet_whatever_is_at_stake() -> None:
    estate = read_estate(example(), "example.yml")
    said = known(estate.assets, estate.zones, estate.services, estate.data_sets, estate.data_grants)
    engine = Correlator(known=said)
    engine.feed_all(replay("district-normal-day").alerts)
    assert not [one for one in engine.incidents() if one.escalated]


@settings(deadline=None, max_examples=60)
@given(STAKES, STAKES, st.floats(0, 10_000))
def test_more_at_stake_never_lowers_a_score_and_the_order_in_which_it_is_learned_says_nothing(
    one: Stake, other: Stake, evidence: float
) -> None:
    both = one.with_(other)
    assert both == other.with_(one)
    assert score(evidence, both) >= max(score(evidence, one), score(evidence, other)) >= evidence


@settings(deadline=None, max_examples=60)
@given(STAKES, st.floats(0, 1_000), st.sampled_from(Level), st.floats(1, 500))
def test_what_the_alerts_alone_would_show_is_shown(
    stake: Stake, evidence: float, level: Level, threshold: float
) -> None:
    wanted = CorrelatorSettings(escalate=threshold)
    if escalates(evidence, NOTHING, level, wanted):
        assert escalates(evidence, stake, level, wanted)
    if level is Level.CRITICAL and evidence >= ESCALATE:
        assert escalates(evidence, stake, level, wanted)
