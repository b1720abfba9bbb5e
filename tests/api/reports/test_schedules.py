"""Reports that make themselves: planned by whoever may, made by the clock, kept, and what was changed afterwards is noticed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from pipeline.platform import open_events
from pipeline.scheduling import folder_of, turn
from store.events.store import ParquetEventStore
from store.identity import Role
from store.ledger.canonical import sm3
from tests.api.site import Client, Site, a_site

PLAN = {"kind": "situation-brief", "format": "json", "cadence": "brief"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with a_site(tmp_path_factory.mktemp("schedules")) as site:
        site.unit("health")
        yield site


@pytest.fixture(scope="module")
def leader(site: Site) -> Client:
    return site.signed_in(Role.LEADER, Role.COMPLIANCE_AUDITOR)


@pytest.fixture(scope="module")
def store(site: Site) -> Iterator[ParquetEventStore]:
    with closing(open_events(site.settings, site.state)) as opened:
        yield opened


def run(site: Site, store: ParquetEventStore) -> int:
    return turn(site.state, store, site.settings, site.clock())


def planned(client: Client, **more: Any) -> Any:
    answer = client.post("/api/v1/report-schedules", json={**PLAN, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_planned_report_is_made_kept_and_downloaded_as_it_was_made(
    site: Site, store: ParquetEventStore, leader: Client
) -> None:
    one = planned(leader)
    assert run(site, store) == 0
    assert leader.post(f"/api/v1/report-schedules/{one['id']}/run").status_code == 202
    assert run(site, store) == 1
    assert run(site, store) == 0
    (kept,) = leader.get("/api/v1/kept-reports", params={"schedule": one["id"]}).json()["items"]
    answer = leader.get(f"/api/v1/kept-reports/{kept['id']}")
    assert answer.status_code == 200, answer.text
    assert sm3(answer.content).hex() == kept["sm3"] == answer.headers["x-fengsui-sm3"]
    assert answer.json()["kind"] == "situation-brief"
    assert answer.json()["subject"].endswith("/PT24H")
    told = [record.action for record in site.records()]
    assert {"report.schedule_added", "report.exported", "report.downloaded"} <= set(told)
    path = folder_of(site.settings) / kept["id"]
    path.write_bytes(path.read_bytes() + b" ")
    assert leader.get(f"/api/v1/kept-reports/{kept['id']}").status_code >= 500


def test_what_cannot_be_made_says_why_and_comes_again(site: Site, store: ParquetEventStore, leader: Client) -> None:
    one = planned(leader, kind="self-assessment", subject="no-such-system", cadence="daily")
    asked = leader.post(f"/api/v1/report-schedules/{one['id']}/run")
    assert asked.status_code == 202, asked.text
    run(site, store)
    (found,) = [each for each in leader.get("/api/v1/report-schedules").json()["items"] if each["id"] == one["id"]]
    assert "no-such-system" in found["problem"]
    assert found["next_at"] > asked.json()["next_at"]
    assert leader.delete(f"/api/v1/report-schedules/{one['id']}").status_code == 204


def test_units_see_their_own_and_plan_for_nobody_else(site: Site, leader: Client) -> None:
    inside = site.signed_in(Role.LEADER, unit="health")
    one = planned(leader)
    assert one["id"] not in [each["id"] for each in inside.get("/api/v1/report-schedules").json()["items"]]
    assert inside.get("/api/v1/kept-reports").json()["items"] == []
    assert inside.delete(f"/api/v1/report-schedules/{one['id']}").status_code == 404
    outside = inside.post("/api/v1/report-schedules", json={**PLAN, "unit": "district"})
    assert outside.status_code in (403, 404), outside.text
    assert planned(inside)["unit"] == "health"


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "incident"},
        {"kind": "no-such-kind"},
        {"kind": "self-assessment"},
        {"cadence": "weekly", "day": 8},
        {"hour": 24},
    ],
)
def test_what_cannot_be_planned_is_refused(leader: Client, wrong: dict[str, Any]) -> None:
    assert leader.post("/api/v1/report-schedules", json={**PLAN, **wrong}).status_code == 422


def test_whoever_may_not_see_a_report_does_not_plan_it(site: Site) -> None:
    officer = site.signed_in(Role.DUTY_OFFICER)
    answer = officer.post("/api/v1/report-schedules", json={**PLAN, "kind": "district-posture"})
    assert (answer.status_code, answer.json()["code"]) == (403, "permission.missing")
