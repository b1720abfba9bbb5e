"""The risk register over HTTP: what is seen, who decides, who approves."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from model.estate import Asset, AssetKind, System
from model.inventory import Effect, Exposure, Zone, ZoneKind
from model.times import DAY, MINUTE, day_of
from pipeline.compliance.risks import risk_desk_of
from pipeline.platform import open_events
from store import compliance as ledgers
from store import inventory, registers
from store.identity import Role
from store.scope import EVERYTHING
from tests.api.site import Site, a_site


def _put(site: Site, *records: Any) -> None:
    with site.state.transaction() as tx:
        inventory.put_all(tx, records, actor="test")


def hole(asset: str, unit: str, **more: Any) -> Exposure:
    given = {
        "id": f"hole-{asset}",
        "weakness": "CVE-2026-1",
        "title": "hole",
        "asset": asset,
        "unit": unit,
        "cvss": 9.8,
    }
    return Exposure(**{**given, "effect": Effect.CODE_EXECUTION, **more})


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with a_site(tmp_path_factory.mktemp("risks")) as site:
        for unit in ("health", "water"):
            site.unit(unit)
            with site.state.transaction() as tx:
                system = System(id=f"s-{unit}", name=unit, name_zh="系统", unit=unit, mlps_level=3)
                registers.put_system(tx, system, actor="test")
            host = Asset(
                id=f"a-{unit}", name=f"a-{unit}", kind=AssetKind.SERVER, unit=unit, system=f"s-{unit}", criticality=4,
                zone="dmz", addresses=("10.9.0.1",),
            )  # fmt: skip
            _put(site, host, hole(host.id, unit))
        zone = Zone(
            id="dmz", name="dmz", name_zh="隔离区", unit="district", kind=ZoneKind.DMZ, networks=("10.9.0.0/16",)
        )
        _put(site, zone)
        yield site


def board(site: Site, client: Any, **where: Any) -> Any:
    answer = client.get("/api/v1/risks", params=where)
    assert answer.status_code == 200, answer.text
    return answer.json()


def one_of(site: Site, client: Any, asset: str) -> Any:
    return next(one for one in board(site, client)["items"] if one["asset"] == asset and one["threat"] == "intrusion")


def reduce(**more: Any) -> dict[str, Any]:
    return {
        "owner": "Li",
        "way": "reduce",
        "measures": "patch",
        "due": "2099-01-01",
        "likelihood": 1,
        "loss": 2,
        **more,
    }


def test_the_matrix_adds_up_to_the_register_and_a_cell_narrows_it(site: Site) -> None:
    auditor = site.signed_in(Role.COMPLIANCE_AUDITOR)
    found = board(site, auditor)
    assert sum(cell["risks"] for cell in found["cells"]) == found["total"] > 0
    cell = next(cell for cell in found["cells"] if cell["risks"])
    narrowed = board(site, auditor, likelihood=cell["likelihood"], loss=cell["loss"])
    assert narrowed["total"] == cell["risks"]
    assert [one["risks"] for one in narrowed["cells"]] == [one["risks"] for one in found["cells"]]


def test_a_unit_sees_and_treats_its_own_risks_only(site: Site) -> None:
    officer = site.signed_in(Role.UNIT_SECURITY_OFFICER, unit="water")
    assert {one["unit"] for one in board(site, officer)["items"]} == {"water"}
    foreign = one_of(site, site.signed_in(Role.COMPLIANCE_AUDITOR), "a-health")
    assert officer.get(f"/api/v1/risks/{foreign['id']}").status_code == 404
    assert officer.put(f"/api/v1/risks/{foreign['id']}/treatment", json=reduce()).status_code == 404


def test_every_figure_of_a_risk_leads_to_a_record(site: Site) -> None:
    auditor = site.signed_in(Role.COMPLIANCE_AUDITOR)
    risk = one_of(site, auditor, "a-health")
    detail = auditor.get(f"/api/v1/risks/{risk['id']}").json()
    assert {one["figure"] for one in detail["causes"]} == {"value", "frequency", "severity", "ease"}
    told = {(one["kind"], one["ref"]) for one in detail["causes"]}
    assert {("assets", "a-health"), ("systems", "s-health"), ("exposures", "hole-a-health")} <= told
    assert detail["weaknesses"][0]["id"] == "hole-a-health"


def test_a_treatment_has_owner_and_day_and_is_in_the_audit_trail(site: Site) -> None:
    officer = site.signed_in(Role.UNIT_SECURITY_OFFICER, unit="health")
    risk = one_of(site, officer, "a-health")
    refused = officer.put(f"/api/v1/risks/{risk['id']}/treatment", json=reduce(due=""))
    assert refused.status_code == 422
    made = officer.put(f"/api/v1/risks/{risk['id']}/treatment", json=reduce())
    assert made.status_code == 200, made.text
    assert made.json()["risk"]["state"] == "planned"
    assert made.json()["risk"]["residual"] < risk["level"]
    assert "risk.treatment_set" in site.actions()


def test_an_acceptance_counts_only_when_somebody_else_approves_it(site: Site) -> None:
    officer = site.signed_in(Role.UNIT_SECURITY_OFFICER, unit="water")
    risk = one_of(site, officer, "a-water")
    until = day_of(site.clock() + 30 * DAY)
    address = f"/api/v1/risks/{risk['id']}"
    asked = officer.put(f"{address}/treatment", json=reduce(way="accept", measures="no spare part", until=until))
    assert asked.json()["risk"]["state"] == "proposed"
    assert officer.post(f"{address}/approval").status_code == 403
    leader = site.signed_in(Role.LEADER)
    approved = leader.post(f"{address}/approval")
    assert approved.status_code == 200, approved.text
    assert approved.json()["risk"]["state"] == "accepted"
    assert approved.json()["risk"]["treatment"]["approver"]
    assert leader.post(f"{address}/approval").status_code == 422
    again = officer.put(f"{address}/treatment", json=reduce(way="accept", measures="other", until=until))
    assert again.json()["risk"]["state"] == "proposed"
    too_long = officer.put(f"{address}/treatment", json=reduce(way="accept", until="2099-01-01"))
    assert too_long.status_code == 422


def test_closing_the_exposure_takes_the_risk_away_and_its_history_stays(site: Site) -> None:
    auditor = site.signed_in(Role.COMPLIANCE_AUDITOR)
    _put(
        site,
        *(Asset(id="old", name="old", kind=AssetKind.SERVER, unit="water", system="s-water"), hole("old", "water")),
    )
    risk = one_of(site, auditor, "old")
    with closing(open_events(site.settings, site.state)) as store:
        desk = risk_desk_of(site.state, store, site.settings)
    now = site.clock()
    with site.state.transaction() as tx:
        ledgers.record_risks(tx, desk.risks(now).risks, now)
    _put(site, hole("old", "water", closed=now))
    assert auditor.get(f"/api/v1/risks/{risk['id']}").status_code == 404
    with site.state.transaction() as tx:
        ledgers.record_risks(tx, desk.risks(now + MINUTE).risks, now + MINUTE)
        levels = [one.level for one in ledgers.points(tx, risk["id"], EVERYTHING)]
    assert levels == [0, risk["level"]]
    trend = auditor.get("/api/v1/risks/trend").json()["items"]
    assert len(trend) == 1
    assert sum(trend[0]["grades"]) == board(site, auditor)["total"]
