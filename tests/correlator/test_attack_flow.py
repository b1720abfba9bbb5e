"""An incident as a STIX 2.1 bundle that others can read, and what it does not give away."""

from __future__ import annotations

import orjson

from correlator import Correlator
from correlator.attack_flow import EXTENSION, attack_flow
from model.times import MINUTE
from tests.correlator.builders import alert

ALERTS = [
    alert(0, "scan", id="a", actor="203.0.113.9", target="10.0.0.1", tactics=("reconnaissance",)),
    alert(
        MINUTE, "guess", id="b", actor="203.0.113.9", target="10.0.0.1", user="zhangwei", tactics=("credential-access",)
    ),
    alert(2 * MINUTE, "move", id="c", actor="10.0.0.1", target="10.0.0.2", tactics=("lateral-movement",)),
]
REQUIRED = {
    "attack-flow": ("name", "start_refs", "scope"),
    "attack-action": ("name",),
    "attack-asset": ("name",),
    "attack-condition": ("description",),
    "observed-data": ("first_observed", "last_observed", "number_observed", "object_refs"),
    "sighting": ("sighting_of_ref",),
}
AHEAD = {
    "next": [{"technique": "T1530", "target": "data:residents", "p": 0.9, "why": "reachable", "seen_by": []}],
    "containment": [{"action": "isolate", "target": "10.0.0.1", "cost": 3, "cuts": []}],
}


def bundle(**more: bool) -> dict[str, object]:
    correlator = Correlator()
    correlator.feed_all(ALERTS)
    (incident,) = correlator.incidents()
    return attack_flow(incident, {a.id: a for a in ALERTS}, AHEAD, **more)


def objects(kind: str, of: dict[str, object]) -> list[dict[str, object]]:
    return [o for o in of["objects"] if o["type"] == kind]  # type: ignore[attr-defined]


def test_every_object_has_what_the_standard_requires_a_marking_and_no_loose_end() -> None:
    made = bundle()
    ids = {o["id"] for o in made["objects"]}  # type: ignore[attr-defined]
    assert EXTENSION in ids
    for one in made["objects"]:  # type: ignore[attr-defined]
        assert one["spec_version"] == "2.1"
        assert one["object_marking_refs"]
        assert all(one.get(name) for name in REQUIRED.get(one["type"], ()))
        for name, value in one.items():
            refs = value if name.endswith("_refs") and name != "object_marking_refs" else []
            assert set(refs) <= ids, name


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
    assert [a["confidence"] < 50 for a in predicted] == [True]  # type: ignore[operator]
    assert len(objects("course-of-action", made)) == 1


def test_names_of_people_stay_here_unless_asked_for_and_the_same_incident_gives_the_same_bytes() -> None:
    assert b"zhangwei" not in orjson.dumps(bundle())
    assert b"zhangwei" in orjson.dumps(bundle(personal=True))
    assert orjson.dumps(bundle()) == orjson.dumps(bundle())
