"""Backup plans, drills and the order of recovery over HTTP: what is kept, who sees it, what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from model.estate import Asset, AssetKind, System
from model.inventory import Service
from model.recovery import Look, LookKind, LookOutcome, Snapshot
from model.times import HOUR, MINUTE
from pipeline.recovery.drilling import RESTORE_DRILL
from pipeline.response import desk
from store import backups, registers
from store.identity import Role
from store.ledger.canonical import sm3
from tests.api.district import code, read
from tests.api.site import Client, Site, a_site

RECOVERY = {
    "repositories": {
        "nightly": {"location": "sftp:backup@nas.example.org:/district", "password_file": "/etc/fengsui/nightly"}
    },
    "probes": {"opens": {"command": ["true"]}},
}
PLAN = {"name": "Portal data", "system": "portal", "repository": "nightly", "host": "app-1", "rpo_minutes": 60}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with a_site(tmp_path_factory.mktemp("recovery"), recovery=RECOVERY) as site:
        site.unit("town")
        desk.bring_library(site.state)
        with site.state.transaction() as tx:
            for system, unit in (("portal", "district"), ("town-hall", "town")):
                made = System(id=system, name=system, name_zh="系统", unit=unit, mlps_level=2)
                registers.put_system(tx, made, actor="test")
            for name, unit in (("dc", "district"), ("web", "district"), ("desk", "town")):
                asset = Asset(id=name, name=name, kind=AssetKind.SERVER, unit=unit, addresses=(f"10.0.0.{len(name)}",))
                registers.put_asset(tx, asset, actor="test")
            inventory_put(tx, Service(id="ldap", name="ldap", asset="dc", unit="district", port=389, protocol="ldap"))
            inventory_put(tx, Service(id="app", name="app", asset="web", unit="district", depends_on=("ldap",)))
        yield site


def inventory_put(tx: Any, record: Any) -> None:
    from store import inventory

    inventory.put(tx, record, actor="test")


@pytest.fixture(scope="module")
def officer(site: Site) -> Client:
    return site.signed_in(Role.DUTY_OFFICER)


@pytest.fixture(scope="module")
def town(site: Site) -> Client:
    return site.signed_in(Role.UNIT_SECURITY_OFFICER, unit="town")


def added(client: Client, **more: Any) -> dict[str, Any]:
    answer = client.post("/api/v1/backups", json={**PLAN, **more})
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def looked(site: Site, age: int, outcome: LookOutcome = LookOutcome.OK) -> None:
    """As if the platform had looked; the real thing is tested where it is."""
    site.clock.turn(MINUTE)  # a look is newer than those before it
    now = site.clock()
    snapshot = Snapshot(id="ab" * 32, time=now - age, host="app-1", paths=("/data",))
    for kind in LookKind:
        look = Look(
            id=backups.new_look_id(), repository="nightly", unit="district", kind=kind, outcome=outcome, said="words of restic",
            began=now, ended=now, snapshots=1, newest=snapshot.time, size_bytes=5,
        )  # fmt: skip
        with site.state.transaction() as tx:
            backups.add_look(tx, look, [snapshot])


def test_a_plan_is_kept_judged_changed_by_one_at_a_time_and_removed(site: Site, officer: Client) -> None:
    plan = added(officer, probe="opens", required=["/data/app.db"])
    assert (plan["unit"], plan["lamp"]) == ("district", "amber")
    looked(site, 2 * HOUR)
    address = f"/api/v1/backups/{plan['id']}"
    shown = officer.get(address)
    codes = [one["code"] for one in shown.json()["reasons"]]
    assert set(codes) == {"rpo_missed", "never_restored"}
    assert shown.json()["age_s"] == 7200
    assert code(officer.put(address, json=PLAN)) == (428, "precondition.required")
    assert code(officer.put(address, json=PLAN, headers={"If-Match": '"1"'})) == (412, "stale")
    changed = officer.put(address, json={**PLAN, "rpo_minutes": 600}, headers={"If-Match": shown.headers["ETag"]})
    assert {one["code"] for one in changed.json()["reasons"]} == {"never_restored"}
    assert officer.delete(address).status_code == 204
    assert code(officer.get(address)) == (404, "not_found")
    assert [one for one in site.actions() if one.startswith("backup.plan")] == [
        "backup.plan_added", "backup.plan_changed", "backup.plan_removed"
    ]  # fmt: skip


def test_what_the_settings_do_not_know_is_refused_with_what_they_know(officer: Client) -> None:
    for more in ({"repository": "elsewhere"}, {"probe": "elsewhere"}, {"system": "elsewhere"}, {"assets": ["x"]}):
        answer = officer.post("/api/v1/backups", json={**PLAN, **more})
        assert answer.status_code in (404, 422), answer.text


def test_a_town_sees_its_own_systems_and_of_the_districts_repository_only_how_it_stands(
    site: Site, officer: Client, town: Client
) -> None:
    ours = added(officer)
    theirs = added(town, name="Hall", system="town-hall")
    looked(site, HOUR, LookOutcome.CORRUPT)
    board = read(town, "recovery")
    assert [one["id"] for one in board["systems"]] == ["town-hall"]
    assert [one["id"] for one in board["systems"][0]["plans"]] == [theirs["id"]]
    assert board["systems"][0]["lamp"] == "red"
    repository = board["repositories"][0]
    assert (repository["state"], repository["location"], repository["checked"]) == ("corrupt", None, None)
    assert "words of restic" not in town.get("/api/v1/recovery").text
    whole = read(officer, "recovery")
    assert whole["repositories"][0]["location"].startswith("sftp:")
    assert whole["probes"] == ["opens"]
    assert code(town.get(f"/api/v1/backups/{ours['id']}")) == (404, "not_found")
    assert code(town.get("/api/v1/backups/repositories/nightly/looks")) == (404, "not_found")
    assert code(town.post("/api/v1/backups/repositories/nightly/looks", json={"kind": "check"})) == (404, "not_found")
    assert read(officer, "backups/repositories/nightly/looks", limit=1)["items"][0]["outcome"] == "corrupt"


def test_a_look_is_asked_for_once_and_stands_in_the_audit_trail(site: Site, officer: Client) -> None:
    for _ in range(2):
        answer = officer.post("/api/v1/backups/repositories/nightly/looks", json={"kind": "check"})
        assert answer.status_code == 202
    with site.state.reading() as tx:
        assert [(one.repository, one.kind) for one in backups.requests(tx)] == [("nightly", LookKind.CHECK)]
    assert "backup.look_requested" in site.actions()


def test_a_rehearsal_is_scored_at_once_and_its_record_bears_its_digest(officer: Client, town: Client) -> None:
    plan = added(officer)
    body = {
        "title": "Portal on paper", "kind": "restore", "mode": "rehearsal", "plan": plan["id"],
        "participants": [{"person": "李", "role": "指挥"}], "scheduled": "2026-12-01T09:00:00Z",
    }  # fmt: skip
    drill = officer.post("/api/v1/drills", json=body).json()
    assert (drill["status"], drill["playbook"], drill["system"]) == ("planned", RESTORE_DRILL, "portal")
    assert drill["id"] in [one["id"] for one in read(officer, "recovery")["drills"]]
    assert drill["id"] not in [one["id"] for one in read(town, "recovery")["drills"]]
    address = f"/api/v1/drills/{drill['id']}"
    assert code(officer.get(f"{address}/record")) == (409, "conflict")
    noted = officer.put(f"{address}/notes", json={"findings": "everybody came"})
    assert noted.json()["findings"] == "everybody came"
    begun = officer.post(f"{address}/begin", json={}).json()
    assert (begun["status"], begun["score"], len(begun["would"])) == ("passed", 100, 3)
    record = read(officer, f"drills/{drill['id']}/record")
    assert sm3(record["text"].encode()).hex() == record["sm3"] == begun["sm3"]
    assert code(officer.post(f"{address}/begin", json={})) == (409, "conflict")
    assert code(town.get(address)) == (404, "not_found")
    assert drill["id"] not in [one["id"] for one in read(town, "drills")["items"]]
    assert drill["id"] in [one["id"] for one in read(officer, "drills", status="passed")["items"]]


def test_an_exercise_asks_for_a_run_and_can_be_called_off(site: Site, officer: Client) -> None:
    plan = added(officer)
    body = {"title": "Portal for real", "kind": "restore", "mode": "exercise", "plan": plan["id"]}
    drill = officer.post("/api/v1/drills", json=body).json()
    begun = officer.post(f"/api/v1/drills/{drill['id']}/begin", json={}).json()
    assert begun["status"] == "running"
    assert begun["execution"].startswith("run-")
    cancelled = officer.post(f"/api/v1/drills/{drill['id']}/cancel", json={"reason": "rain"})
    assert cancelled.status_code == 200
    assert {"drill.planned", "drill.begun", "drill.cancelling", "execution.cancelled"} <= set(site.actions())


def test_the_order_begins_with_the_directory_holds_the_infected_and_counts_other_units(
    officer: Client, town: Client
) -> None:
    order = read(officer, "recovery/order")
    names = [[machine["id"] for step in wave["steps"] for machine in step["machines"]] for wave in order["waves"]]
    assert names[0] == ["dc"]
    assert order["waves"][0]["steps"][0]["foundation"] == "identity"
    held = read(officer, "recovery/order", infected="dc")
    assert [one["machine"]["id"] for one in held["held"]] == ["dc"]
    assert {one["machine"]["id"] for one in held["blocked"]} == {"web", "desk"}
    supposed = read(officer, "recovery/order", suppose_clean=True)
    assert supposed["waves"] == order["waves"]
    seen = read(town, "recovery/order")
    assert [machine["id"] for wave in seen["waves"] for step in wave["steps"] for machine in step["machines"]] == [
        "desk"
    ]
    assert code(town.get("/api/v1/recovery/order", params={"infected": "dc"})) == (404, "not_found")
