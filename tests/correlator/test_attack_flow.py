"""An incident as a STIX 2.1 bundle that others can read, and what it does not give away."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from correlator import Correlator
from correlator.attack_flow import attack_flow
from model.entity import Entity, EntityKind, Role
from model.times import MINUTE
from tests.correlator.attack_flow_rules import problems
from tests.correlator.builders import alert

ALERTS = [
    alert(0, "scan", id="a", actor="203.0.113.9", target="10.0.0.1", tactics=("reconnaissance",)),
    alert(
        MINUTE, "guess", id="b", actor="203.0.113.9", target="10.0.0.1", user="zhangwei", tactics=("credential-access",)
    ),
    alert(2 * MINUTE, "move", id="c", actor="10.0.0.1", target="10.0.0.2", tactics=("lateral-movement",)),
]
AHEAD = {
    "next": [{"technique": "T1530", "target": "data:residents", "p": 0.9, "why": "reachable", "seen_by": []}],
    "containment": [{"action": "isolate", "target": "10.0.0.1", "cost": 3, "cuts": []}],
}


def bundle(**more: bool) -> dict[str, Any]:
    correlator = Correlator()
    correlator.feed_all(ALERTS)
    (incident,) = correlator.incidents()
    return attack_flow(incident, {a.id: a for a in ALERTS}, AHEAD, **more)


def objects(kind: str, of: dict[str, Any]) -> list[dict[str, Any]]:
    return [o for o in of["objects"] if o["type"] == kind]


def test_an_incident_is_an_attack_flow_by_the_published_rules_and_every_object_is_marked() -> None:
    made = bundle()
    assert problems(made) == []
    assert all(one["object_marking_refs"] for one in made["objects"])


def test_an_incident_whose_alerts_are_not_at_hand_is_an_attack_flow_too() -> None:
    correlator = Correlator()
    correlator.feed_all(ALERTS)
    assert problems(attack_flow(correlator.incidents()[0], {})) == []


@settings(deadline=None, max_examples=25)
@given(st.data())
def test_whatever_the_alerts_name_the_flow_keeps_the_rules(data: st.DataObject) -> None:
    values = st.text(min_size=1, max_size=30)
    tactics = st.sampled_from(("reconnaissance", "impact", "no such tactic", ""))
    kinds = st.sampled_from(tuple(EntityKind))
    alerts = []
    for n in range(data.draw(st.integers(1, 6))):
        entities = tuple(
            Entity(kind=data.draw(kinds), value=data.draw(values), role=Role.TARGET)
            for _ in range(data.draw(st.integers(0, 3)))
        )
        alerts.append(
            alert(n * MINUTE, data.draw(values), id=f"a{n}", host="w1", more=entities, tactics=(data.draw(tactics),))
        )
    correlator = Correlator()
    correlator.feed_all(alerts)
    for incident in correlator.incidents():
        assert problems(attack_flow(incident, {a.id: a for a in alerts}, AHEAD)) == []


@pytest.mark.parametrize(
    ("kind", "spoil", "says"),
    [
        ("attack-flow", {"scope": "world"}, "scope"),
        ("attack-flow", {"start_refs": []}, "start_refs"),
        ("attack-action", {"name": ""}, "name is missing"),
        ("attack-action", {"effect_refs": ["attack-flow--0f8fad5b-d9cb-469f-a165-70867728950e"]}, "effect_refs"),
        ("attack-action", {"mood": "grim"}, "mood is no property"),
        ("attack-asset", {"extensions": {}}, "extension"),
        ("attack-condition", {"description": None}, "description"),
        (
            "extension-definition",
            {"created_by_ref": "identity--0f8fad5b-d9cb-469f-a165-70867728950e"},
            "created_by_ref",
        ),
    ],
)
def test_the_rules_find_what_is_spoilt(kind: str, spoil: dict[str, object], says: str) -> None:
    made = bundle()
    next(one for one in made["objects"] if one["type"] == kind).update(spoil)
    assert any(says in text for text in problems(made))


def test_the_steps_follow_each_other_in_time_from_one_start() -> None:
    made = bundle()
    (flow,) = objects("attack-flow", made)
    actions = {a["id"]: a for a in objects("attack-action", made)}
    order, here = [], flow["start_refs"]
    while here:
        (step,) = [r for r in here if r in actions] or [None]
        if step is None:
            break
        order.append(actions[step].get("tactic_id"))
        here = actions[step].get("effect_refs", [])
    assert order == ["TA0043", "TA0006", "TA0008"]


def test_what_is_predicted_says_so_and_is_never_more_likely_than_not() -> None:
    made = bundle()
    predicted = [a for a in objects("attack-action", made) if a.get("labels") == ["predicted"]]
    assert [a["confidence"] < 50 for a in predicted] == [True]
    assert len(objects("course-of-action", made)) == 1


def test_names_of_people_stay_here_unless_asked_for_and_the_same_incident_gives_the_same_bytes() -> None:
    assert b"zhangwei" not in orjson.dumps(bundle())
    assert b"zhangwei" in orjson.dumps(bundle(personal=True))
    assert orjson.dumps(bundle()) == orjson.dumps(bundle())
