"""The situation over HTTP, on the replayed attack."""

from __future__ import annotations

import pytest

from api.situation.schemas import AssessmentRead, FormulaRead, SituationHistory, SituationRead
from model.estate import System
from model.times import HOUR
from store import inventory, situation
from store.compliance_tables import ComplianceItemRow
from store.identity import Role
from store.rows import insert_rows
from store.situation import Reading
from tests.api.district import TOWN, District, code, read, refused_without
from tests.api.site import Site


@pytest.mark.parametrize("address", ["situation", "situation/formula", "situation/subjects/unit/x"])
def test_administrators_do_not_see_the_situation(district: District, address: str) -> None:
    refused_without(district, "GET", address, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)


def test_a_leader_sees_an_index_whose_every_point_goes_back_to_something(district: District) -> None:
    leader = district.person(Role.LEADER)
    told = SituationRead.model_validate(read(leader, "situation"))
    assert told.head is not None
    assert told.head.index < 100
    traced = sum(cost.points for cost in told.head.costs) + told.head.rest.points
    assert round(told.head.index + traced, 1) == 100
    for cost in told.head.costs:
        if cost.family == "incident":
            assert read(leader, f"incidents/{cost.id}")["title"] == cost.title
    assert told.head.families[0].count == sum(1 for cost in told.head.costs if cost.family == "incident")


def test_the_parts_of_the_district_have_an_index_of_their_own(district: District) -> None:
    told = SituationRead.model_validate(read(district.analyst, "situation"))
    town = next(one for one in told.subjects if one.key == f"unit:{TOWN}")
    whole = AssessmentRead.model_validate(read(district.analyst, f"situation/subjects/unit/{TOWN}"))
    assert whole.index == town.index
    assert all(TOWN in cost.units for cost in whole.costs)
    assert [one.index for one in told.subjects if one.kind == "unit"] == sorted(
        one.index for one in told.subjects if one.kind == "unit"
    )


def test_a_town_sees_its_own_situation_only(district: District) -> None:
    told = SituationRead.model_validate(read(district.town, "situation"))
    assert told.head is not None
    assert told.head.key == f"unit:{TOWN}"
    assert {unit for cost in told.head.costs for unit in cost.units} <= {TOWN}
    other = district.town.get("/api/v1/situation/subjects/unit/district")
    assert code(other) == (404, "not_found")
    assert code(district.town.get("/api/v1/situation/subjects/district/district")) == (404, "not_found")


def test_history_is_hourly_and_only_of_what_one_may_see(district: District) -> None:
    now = district.clock()
    with district.state.transaction() as tx:
        situation.note(
            tx,
            [
                Reading(subject="district:district", time=now - 30 * HOUR, unit="district", index=95.0, families={}),
                Reading(
                    subject="district:district", time=now, unit="district", index=60.0, families={"incident": 40.0}
                ),
                Reading(subject=f"unit:{TOWN}", time=now, unit=TOWN, index=80.0, families={}),
            ],
        )
        situation.note(
            tx,
            [Reading(subject="district:district", time=now, unit="district", index=62.0, families={"incident": 38.0})],
        )
    told = SituationHistory.model_validate(read(district.analyst, "situation/history", subject="district:district"))
    assert [one.index for one in told.items] == [95.0, 62.0]
    assert told.items[-1].families == {"incident": 38.0}
    assert len(read(district.analyst, "situation/history", subject="district:district", hours=2)["items"]) == 1
    assert read(district.town, "situation/history", subject="district:district")["items"] == []
    assert len(read(district.town, "situation/history", subject=f"unit:{TOWN}")["items"]) == 1
    head = SituationRead.model_validate(read(district.analyst, "situation")).head
    assert head is not None
    assert head.change == round(head.index - 95.0, 1)
    assert head.trend == "worsening"


def test_the_formula_is_shown_with_its_numbers(district: District) -> None:
    told = FormulaRead.model_validate(read(district.analyst, "situation/formula"))
    assert {one.path for one in told.numbers} > {"incident.critical", "source.at_most", "age.half_life_h"}
    assert not any(one.overruled for one in told.numbers)


def test_items_of_classified_protection_that_are_not_met_cost_points(site: Site) -> None:
    unit = site.unit("bureau")
    with site.state.transaction() as tx:
        inventory.put(tx, System(id="portal", name="Portal", name_zh="门户", unit=unit, mlps_level=3), actor="test")
        insert_rows(
            tx,
            ComplianceItemRow,
            [
                {"system": "portal", "item": f"i{n}", "unit": unit, "verdict": verdict}
                for n, verdict in enumerate(("not_met", "not_met", "met", "unknown", "partly_met"))
            ],
        )
    told = AssessmentRead.model_validate(read(site.signed_in(Role.ANALYST), "situation/subjects/system/portal"))
    assert {(cost.grade, cost.number) for cost in told.costs} == {("not_met", 2), ("partly_met", 1)}
    assert 90 < told.index < 100
