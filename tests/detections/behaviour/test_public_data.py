"""Detectors of public data on accesses made up for one behaviour each, and on what is allowed."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detections.behaviour import Config, Engine, Finding
from detections.behaviour.alerts import alert_of
from detections.behaviour.observed import Access, access
from detections.behaviour.public_data import DataDetector
from detections.behaviour.registry import DETECTORS
from model.entity import EntityKind
from model.public_data import (
    Approval,
    CatalogueEntry,
    DataFinding,
    DataRegister,
    DestructionProof,
    Place,
    PlaceKind,
)
from model.severity import Level
from model.times import DAY, HOUR, LATEST, MINUTE, parse_iso
from tests.detections.behaviour.kit import only

NOON = parse_iso("2026-11-23T04:00:00Z")  # a Monday, 12:00 in Beijing
FOR_HEALTH = Approval(
    id="A-1", data_set="residents", unit="data-centre", recipient="health-bureau", names=("app-health",), purposes=("health survey",),
    fields=("name", "town"), valid_from=NOON - DAY, valid_to=NOON + DAY, max_rows=100,
)  # fmt: skip
REGISTER = DataRegister(
    catalogue=(
        CatalogueEntry(
            data_set="residents",
            unit="data-centre",
            places=(
                Place(kind=PlaceKind.TABLE, name="people.residents"),
                Place(kind=PlaceKind.API, name="/data/residents"),
                Place(kind=PlaceKind.FILE, name="/outgoing/residents"),
            ),
            fields=("name", "town", "id_card", "mobile"),
            keepers=("keeper",),
            personal=True,
        ),
    ),
    approvals=(FOR_HEALTH,),
    proofs=(DestructionProof(reference="XH-1", data_set="residents", time=NOON - 3 * DAY),),
)


def seen(number: int = 0, **given: Any) -> Access:
    facts: dict[str, Any] = {
        "time": NOON + number * MINUTE, "id": f"{number:032x}", "unit": "data-centre", "source": "gateway", "place": "api",
        "thing": "/data/residents", "data_set": "", "action": "share", "actor": "app-health", "recipient": "", "client": "10.1.1.5",
        "rows": 20, "size": 900, "fields": ("name", "town"), "purpose": "health survey", "approval": "A-1", "proof": "", "leaving": 0,
        "kinds": (), "digest": "",
    }  # fmt: skip
    return Access(**facts | given)


def found(*accesses: Access, register: DataRegister = REGISTER, config: Config | None = None) -> list[Finding]:
    engine = Engine(config or Config())
    engine.know(register)
    engine.hold(accesses)
    return engine.advance(LATEST)


def names(findings: list[Finding]) -> list[str]:
    return [finding.rule.name for finding in findings]


def test_every_kind_of_finding_has_its_detector() -> None:
    data = {detector.name for detector in DETECTORS if issubclass(detector, DataDetector)}
    assert data == {kind.value for kind in DataFinding}


def test_what_is_approved_is_silent() -> None:
    assert found(*(seen(n) for n in range(30))) == []


def test_nothing_is_said_of_data_no_catalogue_knows() -> None:
    assert found(seen(thing="/data/weather", actor="nobody", leaving=5, rows=10**6)) == []
    assert found(seen(actor="nobody"), register=DataRegister()) == []


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        (DataFinding.WITHOUT_APPROVAL, {"actor": "app-water", "approval": ""}),
        (DataFinding.WITHOUT_APPROVAL, {"actor": "app-water"}),
        (DataFinding.WITHOUT_APPROVAL, {"place": "table", "thing": "PEOPLE.residents", "action": "read", "actor": "zhang"}),
        (DataFinding.WITHOUT_APPROVAL, {"actor": "keeper", "action": "export"}),
        (DataFinding.OUTSIDE_PURPOSE, {"purpose": "marketing"}),
        (DataFinding.OUTSIDE_PURPOSE, {"purpose": ""}),
        (DataFinding.BEYOND_CATALOGUE, {"fields": ("name", "id_card")}),
        (DataFinding.BEYOND_CATALOGUE, {"fields": ("*",)}),
        (DataFinding.BEYOND_CATALOGUE, {"fields": ("name", "shoe_size")}),
        (DataFinding.BULK_EXPORT, {"rows": 101}),
        (DataFinding.OFF_HOURS_EXPORT, {"time": NOON + 14 * HOUR, "rows": 60}),
        (DataFinding.UNMASKED_IDENTIFIERS, {"leaving": 3, "kinds": ("resident_id",)}),
        (DataFinding.ONWARD_TRANSFER, {"action": "forward", "recipient": "some-firm"}),
        (DataFinding.ONWARD_TRANSFER, {"recipient": "some-firm"}),
        (DataFinding.DESTROYED_WITHOUT_PROOF, {"action": "destroy", "place": "file", "thing": "/outgoing/residents/a.csv"}),
        (DataFinding.DESTROYED_WITHOUT_PROOF, {"action": "destroy", "proof": "XH-9"}),
    ],
)  # fmt: skip
def test_one_behaviour_is_one_finding(kind: DataFinding, changed: dict[str, Any]) -> None:
    findings = found(seen(**changed))
    assert names(findings) == [kind.value]
    told = findings[0]
    assert told.group["fengsui.data.set"] == "residents"
    assert told.why.isascii() or "“" in told.why
    assert "residents" in told.why_zh
    alert = alert_of(told, NOON)
    assert (EntityKind.DATA_SET, "residents") in {(one.kind, one.value) for one in alert.entities}


@pytest.mark.parametrize(
    "changed",
    [
        {
            "actor": "keeper",
            "place": "table",
            "thing": "people.residents",
            "action": "read",
            "fields": ("*",),
            "rows": 10**6,
        },
        {"actor": "keeper", "action": "destroy", "proof": "XH-1"},
        {"actor": "health-bureau", "approval": ""},
        {"actor": "APP-Health"},
        {"leaving": 0, "kinds": ("credit_code",)},
        {"purpose": "", "place": "table", "thing": "people.residents", "action": "read"},
        {"time": NOON + 14 * HOUR, "rows": 10},
        {"fields": ()},
    ],
)
def test_what_comes_near_is_silent(changed: dict[str, Any]) -> None:
    assert found(seen(**changed)) == []


def test_an_approval_counts_only_while_it_stands() -> None:
    ended = msgspec.structs.replace(FOR_HEALTH, valid_to=NOON)
    revoked = msgspec.structs.replace(FOR_HEALTH, revoked=NOON)
    for approval in (ended, revoked, msgspec.structs.replace(FOR_HEALTH, valid_from=NOON + 1)):
        register = DataRegister(REGISTER.catalogue, (approval,))
        told = found(seen(), register=register)
        assert names(told) == ["data_without_approval"]
        assert "A-1 does not stand" in told[0].why


def test_a_register_handed_in_counts_from_then_on() -> None:
    engine = Engine(only("data_without_approval"))
    engine.know(DataRegister(REGISTER.catalogue))
    engine.hold([seen(0)])
    assert names(engine.advance(NOON + HOUR)) == ["data_without_approval"]
    engine.know(REGISTER)
    engine.hold([seen(120)])
    assert engine.advance(LATEST) == []


def test_many_small_pages_are_one_large_export() -> None:
    accesses = [seen(n // 10, id=f"{n:032x}", rows=100) for n in range(250)]
    findings = found(*accesses)
    assert names(findings) == ["data_bulk_export"]
    assert findings[0].measured["rows_together"] == 20_100
    assert findings[0].first_time == NOON
    spread = [seen(n * 60, rows=100, time=NOON + n * HOUR) for n in range(200)]
    assert found(*spread, config=only("data_bulk_export")) == []


def test_a_file_that_comes_in_again_was_passed_on() -> None:
    given_out = seen(1, place="file", thing="/outgoing/residents/a.csv", action="export", digest="ab" * 32)
    back = seen(
        9, place="file", thing="/incoming/firm/x.csv", action="write", actor="some-firm", digest="ab" * 32, approval=""
    )
    findings = found(given_out, back)
    assert names(findings) == ["data_onward_transfer"]
    assert findings[0].event_ids == (given_out.id, back.id)
    allowed = DataRegister(REGISTER.catalogue, (msgspec.structs.replace(FOR_HEALTH, onward=True),))
    assert found(given_out, back, register=allowed) == []
    assert found(given_out, msgspec.structs.replace(back, digest="cd" * 32)) == []


def test_a_keeper_sends_to_whom_it_is_approved_and_to_nobody_else() -> None:
    backup = Approval(id="A-9", data_set="residents", unit="data-centre", recipient="keeper", masked=False)
    register = DataRegister(REGISTER.catalogue, (FOR_HEALTH, backup))
    sent = seen(
        place="file", thing="/outgoing/residents/a.csv", action="export", actor="keeper", recipient="health-bureau"
    )
    assert found(sent, register=register) == []
    assert names(found(msgspec.structs.replace(sent, recipient="some-firm"), register=register)) == [
        "data_onward_transfer"
    ]


def test_the_same_is_told_once_an_hour() -> None:
    accesses = [seen(n, actor="app-water") for n in range(0, 130, 5)]
    assert names(found(*accesses)) == ["data_without_approval"] * 3


def test_reading_data_that_is_not_personal_without_approval_is_less_grave() -> None:
    entry = msgspec.structs.replace(REGISTER.catalogue[0], personal=False)
    read = seen(place="table", thing="people.residents", action="read", actor="zhang", approval="")
    assert found(read, register=DataRegister((entry,)))[0].level is Level.MEDIUM


def test_memory_survives_and_is_bounded() -> None:
    engine = Engine(Config(entries=50))
    engine.know(REGISTER)
    engine.hold([seen(0, id=f"{n:032x}", actor=f"a{n}", rows=5, digest=f"{n:064x}") for n in range(500)])
    engine.advance(NOON + HOUR)
    assert all(state.entries <= 150 for state in engine.states().values())
    again = Engine(Config(entries=50))
    again.know(REGISTER)
    assert again.restore(engine.snapshot()) == []
    later = [seen(61, actor="a499")]
    for one in (engine, again):
        one.hold(later)
    assert [f.why for f in engine.advance(LATEST)] == [f.why for f in again.advance(LATEST)]


texts = st.one_of(st.text(max_size=8), st.integers(), st.lists(st.text(max_size=4), max_size=3), st.floats(), st.none())
FIELDS = ("object", "set", "action", "actor", "recipient", "rows", "bytes", "fields", "purpose", "approval", "proof")
NAMES = st.sampled_from([*FIELDS, "identifier.kind", "identifier.count", "identifier.field"])


@settings(deadline=None, max_examples=80)
@given(
    st.dictionaries(NAMES, texts),
    st.sampled_from(["api", "table", "x", ""]),
    st.sampled_from(["share", "destroy", "forward"]),
)
def test_any_event_gives_an_observation_or_none(values: dict[str, Any], place: str, action: str) -> None:
    event: dict[str, Any] = {f"fengsui.data.{name}": value for name, value in values.items() if value is not None}
    event |= {"@timestamp": NOON, "event.id": "0" * 32, "fengsui.data.place": place, "fengsui.data.action": action}
    event.setdefault("fengsui.data.object", "/data/residents")
    made = access(event)
    assert (made is None) == (place == "")
    if made is not None:
        found(made)
