"""A treatment is believed until telemetry can say better; an acceptance has an end and a limit."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from compliance.risk.method import shipped
from compliance.risk.standing import check, stand
from model.errors import InputError
from model.risk import Risk, Treatment, Way

TODAY = "2026-11-20"
RISK = Risk(
    id="r", system="s", unit="u", asset="a", threat="intrusion", value=4, frequency=3, ease=4, severity=5, likelihood=4,
    loss=4, level=4, causes=(), weaknesses=(),
)  # fmt: skip


def treatment(**more: Any) -> Treatment:
    given: dict[str, Any] = {
        "risk": "r", "system": "s", "unit": "u", "owner": "Li", "way": Way.REDUCE, "measures": "patch", "due": "2026-12-01",
        "likelihood": 2, "loss": 4, "inherent": 4,
    }  # fmt: skip
    return Treatment(**{**given, **more})


def state(held: Treatment | None, level: int = 4, today: str = TODAY) -> str:
    return stand(msgspec.structs.replace(RISK, level=level), held, shipped(), today).state


def test_a_risk_from_medium_on_waits_for_treatment() -> None:
    assert state(None, 3) == "untreated"
    assert state(None, 2) == "tolerable"


def test_a_planned_treatment_is_overdue_after_its_day() -> None:
    assert state(treatment()) == "planned"
    assert state(treatment(), today="2026-12-02") == "overdue"


def test_what_is_said_to_be_in_place_is_measured() -> None:
    done = treatment(done="2026-11-19")
    assert state(done, 3) == "in_place"
    assert state(done, 4) == "not_effective"


def test_an_acceptance_holds_when_somebody_approved_it_until_its_day_and_for_its_level() -> None:
    asked = treatment(way=Way.ACCEPT, due="", until="2027-01-01", likelihood=4, loss=4)
    given = msgspec.structs.replace(asked, approver="account:leader")
    assert state(asked) == "proposed"
    assert state(given) == "accepted"
    assert state(given, 5) == "ended"
    assert state(given, today="2027-01-02") == "ended"


@pytest.mark.parametrize(
    ("part", "missing"),
    [
        ({"owner": " "}, "an owner"),
        ({"measures": ""}, "what is done"),
        ({"due": "soon"}, "a day it is due"),
        ({"way": Way.ACCEPT, "until": "2029-01-01"}, "a last day between"),
        ({"way": Way.ACCEPT, "until": "2026-11-19"}, "a last day between"),
        ({"done": "2026-11-21"}, "that has come"),
        ({"likelihood": 5, "loss": 5}, "not above the present one"),
    ],
)
def test_an_incomplete_treatment_is_refused_by_name(part: dict[str, Any], missing: str) -> None:
    with pytest.raises(InputError, match=missing):
        check(treatment(**part), shipped(), TODAY)
