"""The object `fengsui correlate` prints: fixed shape, nothing invented."""

from __future__ import annotations

import orjson

from correlator import Correlator
from correlator.export import incident_object, to_json
from model.times import MINUTE
from tests.correlator.builders import alert

CONTRACT = {"id", "created", "updated", "first_event", "last_event", "score", "confidence", "state", "escalated"}
CONTRACT |= {"title", "summary", "units", "alerts", "entities", "steps", "edges", "next", "blast", "containment"}
ALERTS = [
    alert(0, "scan", id="a", actor="10.0.0.66", host="web1", tactics=("discovery",)),
    alert(MINUTE, "guess", id="b", actor="10.0.0.66", host="web1", tactics=("credential-access",)),
]


def test_every_field_of_the_contract_is_there_and_what_is_unknown_is_empty() -> None:
    correlator = Correlator()
    correlator.feed_all(ALERTS)
    shown = incident_object(correlator.incidents()[0])
    assert set(shown) >= CONTRACT
    assert all(shown[k] == [] for k in ("edges", "next", "blast", "containment", "steps"))
    assert 0 < shown["confidence"] < 0.5
    assert shown["alerts"][1] == {
        "id": "b",
        "reason": {
            "kind": "entity",
            "other": "a",
            "path": ["ip:10.0.0.66", "host:web1"],
            "weight": 0.9482,
            "alternatives": [],
        },
    }


def test_steps_come_from_the_alerts_at_hand_in_order_of_time() -> None:
    correlator = Correlator()
    correlator.feed_all(reversed(ALERTS))
    shown = orjson.loads(to_json(correlator.incidents()[0], {a.id: a for a in ALERTS}))
    assert [(s["tactic"], s["host"], s["alert_ids"]) for s in shown["steps"]] == [
        ("discovery", "web1", ["a"]),
        ("credential-access", "web1", ["b"]),
    ]
    assert "Most severe: Title of guess; Title of scan" in shown["summary"]


def test_a_candidate_says_why_it_is_not_shown() -> None:
    correlator = Correlator()
    (change,) = correlator.feed(ALERTS[0])
    assert "say too little so far" in incident_object(change.incident)["summary"]
    assert "尚不足以升级" in incident_object(change.incident)["summary_zh"]
