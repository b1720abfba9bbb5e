"""Every figure of a risk follows from the register, the posture and the alerts, and says so."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.catalog import catalog
from compliance.mlps.facts import NOTHING, Facts, Subject
from compliance.mlps.posture import Posture, Said, posture
from compliance.risk.assessing import RiskFacts, assess, matrix
from compliance.risk.method import Method, checked, shipped, threats, told
from compliance.risk.valuing import Reach, speaks_for
from model.attack import pack
from model.compliance import Basis, Review, SystemRecord
from model.errors import InputError
from model.estate import Asset, AssetKind, DataClass, DataSet, System
from model.inventory import Effect, Estate, Exposure
from model.proof import Verdict
from model.risk import Risk, Sighting
from model.times import parse_iso

NOW = parse_iso("2026-11-20T08:00:00Z")
SYSTEM = System(id="records", name="Records", name_zh="系统", unit="health", mlps_level=3, level_is_proposal=False)
WEB = Asset(id="web", name="web", kind=AssetKind.SERVER, unit="health", system="records", criticality=2)


def facts(exposures: tuple[Exposure, ...] = (), **more: Any) -> RiskFacts:
    given_reach = more.pop("reach", Reach())
    data = more.pop("data", ())
    estate = Estate(systems=(SYSTEM,), assets=(WEB,), exposures=exposures, data_sets=data)
    return RiskFacts(estate=estate, postures=more.pop("postures", {}), reach=given_reach, **more)


def hole(**more: Any) -> Exposure:
    given = {"id": "e1", "weakness": "CVE-2026-1", "title": "hole", "asset": "web", "unit": "health", "cvss": 9.8}
    return Exposure(**{**given, **more})


def only(found: list[Risk], threat: str) -> Risk:
    return next(one for one in found if one.threat == threat)


def sighting(count: int, *tactics: str, techniques: tuple[str, ...] = ()) -> Sighting:
    return Sighting(rule="r", title="r", title_zh="", tactics=tactics, techniques=techniques, count=count)


def test_without_a_weakness_there_is_no_risk() -> None:
    assert assess(facts(district=[sighting(10_000, "initial-access")]), shipped()) == []
    assert assess(facts((hole(closed=NOW),)), shipped()) == []


def test_a_weakness_is_used_by_the_threats_that_fit_its_effect() -> None:
    found = assess(facts((hole(effect=Effect.DISCLOSURE),)), shipped())
    assert {one.threat for one in found} == {"data-theft"}
    assert {one.asset for one in found} == {"web"}


def test_reach_from_the_internet_and_known_use_raise_likelihood_and_say_so() -> None:
    quiet = only(assess(facts((hole(remote=False),), reach=Reach(("internet",), {})), shipped()), "intrusion")
    loud = only(
        assess(facts((hole(exploited=True),), reach=Reach(("internet",), {"web": frozenset({"internet"})})), shipped()),
        "intrusion",
    )
    assert loud.likelihood > quiet.likelihood
    assert loud.level > quiet.level
    assert loud.ease == 5
    reasons = {one.reason for one in loud.causes}
    assert {"level_of_system", "criticality", "baseline", "cvss", "remote", "exploited", "reach"} <= reasons
    assert {"local", "no_reach"} <= {one.reason for one in quiet.causes}


def test_alerts_near_a_system_count_for_more_than_alerts_far_away() -> None:
    many = [sighting(100, "initial-access")]
    grades = [
        only(assess(facts((hole(),), **{where: held}), shipped()), "intrusion").frequency
        for where, held in (("by_system", {"records": many}), ("by_unit", {"health": many}), ("district", many))
    ]
    assert grades == [5, 4, 3]


def test_a_technique_a_threat_names_decides_over_the_tactic() -> None:
    ransom = sighting(50, "impact", techniques=("T1486",))
    assert speaks_for(ransom, threats()["malware"])
    assert not speaks_for(ransom, threats()["denial"])
    assert speaks_for(sighting(1, "credential-access", techniques=("T1110.001",)), threats()["identity"])
    assert speaks_for(sighting(1, "impact"), threats()["denial"])


def test_personal_data_makes_an_asset_valuable() -> None:
    people = DataSet(
        id="people", name="People", name_zh="人口", unit="health", data_class=DataClass.SENSITIVE, system="records",
        records=2_000_000, personal_information=True,
    )  # fmt: skip
    plain, rich = (only(assess(facts((hole(),), data=held), shipped()), "intrusion") for held in ((), (people,)))
    assert (plain.value, rich.value) == (4, 5)
    assert rich.loss >= plain.loss


def test_the_mean_of_values_is_a_choice_of_the_method() -> None:
    gentle = msgspec.structs.replace(shipped(), value=msgspec.structs.replace(shipped().value, combine="mean"))
    assert only(assess(facts((hole(),)), gentle), "intrusion").value == 3


def judged(verdict: Verdict, **record: Any) -> Posture:
    nothing = Facts(at=NOW, look=lambda *_: NOTHING, values=lambda *_: {})
    item = "L3-8.1.4.1-a"
    assert item in catalog().places
    said = Said(
        reviews=[
            Review(
                number=1, system="records", unit="health", subject=item, basis=Basis.REVIEWED, verdict=verdict,
                note="x", person="p", time=NOW, evidence=Verdict.UNKNOWN.value,
            )
        ]
    )  # fmt: skip
    return posture(Subject(SYSTEM, SystemRecord(system="records", unit="health", **record)), nothing, said)


def test_a_control_item_that_is_not_met_is_a_weakness_of_the_whole_system() -> None:
    def identity(verdict: Verdict, **record: Any) -> list[Risk]:
        found = assess(facts(postures={"records": judged(verdict, **record)}), shipped())
        return [
            one for one in found if one.threat == "identity" and any(w.id == "L3-8.1.4.1-a" for w in one.weaknesses)
        ]

    assert identity(Verdict.MET) == []
    (inside,) = identity(Verdict.NOT_MET)
    (outside,) = identity(Verdict.NOT_MET, exposure=("internet",))
    (partly,) = identity(Verdict.PARTLY_MET)
    assert inside.asset == ""
    assert outside.ease > inside.ease
    assert {w.id: w.severity for w in partly.weaknesses}["L3-8.1.4.1-a"] < inside.severity


def test_a_risk_keeps_its_id_while_asset_and_threat_stay() -> None:
    before = only(assess(facts((hole(),)), shipped()), "intrusion")
    after = only(assess(facts((hole(id="e2", cvss=2.0),)), shipped()), "intrusion")
    assert before.id == after.id
    assert before.level > after.level


def test_every_cause_has_words_in_both_languages() -> None:
    holes = (hole(exploited=True), hole(id="e2", cvss=0.0, remote=False))
    seen = [sighting(9, "initial-access")]
    for reach in (Reach(), Reach(("internet",), {"web": frozenset({"internet"})}), Reach(("office",), {})):
        found = assess(
            facts(
                holes, reach=reach, by_system={"records": seen}, by_unit={"health": seen}, district=seen,
                postures={"records": judged(Verdict.NOT_MET, high_continuity=True)},
            ),
            shipped(),
        )  # fmt: skip
        causes = [cause for one in found for cause in (*one.causes, *(c for w in one.weaknesses for c in w.causes))]
        for cause in causes:
            zh, en = told(cause)
            assert zh != cause.reason, cause
            assert en != cause.reason, cause


def test_the_matrix_counts_every_risk_once() -> None:
    found = assess(facts((hole(), hole(id="e2", effect=Effect.DENIAL))), shipped())
    assert sum(matrix(found).values()) == len(found)


def test_every_tactic_and_control_point_belongs_to_a_threat_that_is_there() -> None:
    tactics = {one.shortname for one in pack().tactics}
    points = {place.control.zh for place in catalog().places.values()}
    for one in threats().values():
        assert {*one.tactics} <= tactics, one.id
        assert {*one.controls} <= points, one.id
        assert {*one.categories} <= catalog().side.keys(), one.id
    mapped = {tactic for one in threats().values() for tactic in one.tactics}
    assert tactics <= mapped


@settings(max_examples=60, deadline=None)
@given(
    value=st.integers(1, 5),
    frequency=st.integers(1, 5),
    ease=st.integers(1, 5),
    severity=st.integers(1, 5),
    worse=st.sampled_from(["value", "frequency", "ease", "severity"]),
)
def test_no_figure_that_rises_lowers_a_risk(value: int, frequency: int, ease: int, severity: int, worse: str) -> None:
    def level(**grades: int) -> int:
        method = shipped()
        return method.level_of(
            method.likelihood_of(grades["frequency"], grades["ease"]),
            method.loss_of(grades["value"], grades["severity"]),
        )

    grades = {"value": value, "frequency": frequency, "ease": ease, "severity": severity}
    assert level(**{**grades, worse: min(5, grades[worse] + 1)}) >= level(**grades)


def test_a_method_whose_matrix_falls_is_refused() -> None:
    bad: Any = json.loads(msgspec.json.encode(shipped()))
    bad["level"][4][4] = 1
    with pytest.raises(InputError, match="level falls"):
        checked(bad, "own.yml")
    assert isinstance(checked(json.loads(msgspec.json.encode(shipped())), "own.yml"), Method)
