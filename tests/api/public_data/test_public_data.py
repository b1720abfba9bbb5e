"""Public data over HTTP: asked by one, decided by another, seen within one's units; where it went, and what that risks."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest

from model.estate import DataClass, DataSet, System
from model.event import Origin, digest, seal
from model.times import DAY, HOUR, to_iso
from pipeline.platform import open_events
from store import inventory, registers, units
from store.identity import Role
from tests.api.site import Client, Site, a_site

DIGEST = "ab" * 32


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with a_site(tmp_path_factory.mktemp("public-data")) as site:
        site.unit("health")
        site.unit("water")
        with site.state.transaction() as tx:
            system = System(id="records", name="records", name_zh="系统", unit="health", mlps_level=3)
            registers.put_system(tx, system, actor="test")
            for name in ("patients", "wards"):
                data_set = DataSet(
                    id=name, name=name, name_zh="患者信息", unit="health", data_class=DataClass.SENSITIVE,
                    system="records", records=2_000_000, personal_information=True,
                )  # fmt: skip
                inventory.put(tx, data_set, actor="test")
        yield site


@pytest.fixture(scope="module")
def steward(site: Site) -> Client:
    return site.signed_in(Role.DATA_STEWARD, unit="health")


@pytest.fixture(scope="module")
def asker(site: Site) -> Client:
    return site.signed_in(Role.UNIT_SECURITY_OFFICER, unit="water")


@pytest.fixture(scope="module")
def described(site: Site, steward: Client) -> None:
    body = {"places": [{"kind": "table", "name": "clinic.patients"}], "fields": ["name"], "keepers": ["clinic"]}
    assert steward.put("/api/v1/public-data/patients/catalogue", json=body).status_code == 200
    store = open_events(site.settings, site.state)
    for actor, action, more in (
        ("water_app", "read", {"fengsui.data.rows": 40}),
        ("=cmd|'/c calc'!A1", "export", {"fengsui.data.rows": 9_000}),
        ("clinic", "read", {}),
    ):
        event = {
            "@timestamp": site.clock() - HOUR, "event.kind": "event", "event.category": ["database"],
            "event.dataset": "postgresql.log", "fengsui.data.place": "table", "fengsui.data.object": "clinic.patients",
            "fengsui.data.actor": actor, "fengsui.data.action": action, **more,
        }  # fmt: skip
        origin = Origin(source="database", fingerprint=digest("database"), unit="health", observer="test")
        sealed = seal(event, origin, position=actor, content=actor.encode(), ingested=site.clock())
        with site.state.transaction() as tx:
            store.publish([store.write([sealed], batch=f"b-{len(actor)}")], tx)
    store.close()


def ask(client: Client, site: Site, **changed: Any) -> Any:
    body = {
        "data_set": "patients", "recipient": "water", "names": ["water_app"], "purposes": ["flood aid"],
        "fields": ["name"], "valid_to": to_iso(site.clock() + 30 * DAY), "max_rows": 500, "reason": "aid", **changed,
    }  # fmt: skip
    return client.post("/api/v1/data-approvals", json=body)


def test_what_one_asks_another_person_of_the_owning_unit_decides(site: Site, steward: Client, asker: Client) -> None:
    made = ask(asker, site).json()
    assert (made["state"], made["unit"], made["mine"], made["may_decide"]) == ("requested", "health", True, False)
    place = f"/api/v1/data-approvals/{made['id']}"
    assert asker.post(f"{place}/decision", json={"granted": True}).status_code == 403
    listed = steward.get("/api/v1/data-approvals?state=requested").json()
    assert [one["may_decide"] for one in listed["items"] if one["id"] == made["id"]] == [True]
    assert listed["waiting"] >= 1
    approved = steward.post(f"{place}/decision", json={"granted": True}).json()
    assert approved["state"] == "approved"
    assert steward.post(f"{place}/decision", json={"granted": False, "note": "x"}).status_code == 409
    assert steward.post(f"{place}/revocation", json={"note": "over"}).json()["state"] == "revoked"
    assert asker.get(place).json()["ended_note"] == "over"


def test_who_decides_reads_what_units_of_others_are_called(site: Site, steward: Client, asker: Client) -> None:
    made = ask(asker, site).json()
    place = f"/api/v1/data-approvals/{made['id']}"
    with site.state.reading() as tx:
        water = units.named(tx)["water"]
    assert steward.get("/api/v1/units/water").status_code == 404
    shown = steward.post(f"{place}/decision", json={"granted": True}).json()
    assert (shown["recipient_name"], shown["recipient_name_zh"]) == (water.name, water.name_zh)
    assert (shown["by_unit_name"], shown["by_unit_name_zh"]) == (water.name, water.name_zh)
    nodes = steward.get("/api/v1/public-data/patients/lineage").json()["nodes"]
    assert {(one["name"], one["name_zh"]) for one in nodes if one["label"] == "water"} == {(water.name, water.name_zh)}


def test_who_asks_does_not_decide_even_as_a_steward(site: Site, steward: Client) -> None:
    made = ask(steward, site, by_unit="health").json()
    answer = steward.post(f"/api/v1/data-approvals/{made['id']}/decision", json={"granted": True})
    assert (answer.status_code, answer.json()["code"]) == (403, "scope.forbidden")


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"purposes": []}, 422),
        ({"valid_to": "2020-01-01T00:00:00Z"}, 422),
        ({"data_set": "no-such"}, 404),
        ({"by_unit": "health"}, 403),
        ({"number": "../x"}, 422),
    ],
)
def test_a_request_that_cannot_hold_is_refused(site: Site, asker: Client, change: dict[str, Any], status: int) -> None:
    assert ask(asker, site, **change).status_code == status


def test_a_data_set_shows_ten_phases_and_is_nobodys_elses(site: Site, steward: Client, asker: Client) -> None:
    listed = steward.get("/api/v1/public-data").json()
    assert {one["id"] for one in listed["items"]} == {"patients", "wards"}
    assert all(len(one["phases"]) == 10 for one in listed["items"])
    assert asker.get("/api/v1/public-data").json()["items"] == []
    for path in ("", "/lineage", "/accesses", "/assessment"):
        assert asker.get(f"/api/v1/public-data/patients{path}").status_code == 404


@pytest.mark.usefixtures("described")
def test_lineage_tells_what_nobody_approved_and_leaves_as_a_harmless_file(steward: Client) -> None:
    graph = steward.get("/api/v1/public-data/patients/lineage").json()
    assert graph["events"] == 3
    standing = {edge["standing"] for edge in graph["edges"] if edge["count"]}
    assert standing == {"unapproved", "keeper"}
    assert len({(node["x"], node["y"]) for node in graph["nodes"]}) == len(graph["nodes"])
    answer = steward.post("/api/v1/public-data/patients/lineage/export?format=csv")
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert len(rows) == 1 + len(graph["edges"])
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)
    told = steward.post("/api/v1/public-data/patients/lineage/export?format=json").json()
    assert told["unapproved"] == graph["unapproved"] == 2


@pytest.mark.usefixtures("described")
def test_who_got_at_it_is_listed_newest_first_with_a_query_for_the_same(steward: Client) -> None:
    page = steward.get("/api/v1/public-data/patients/accesses?limit=2").json()
    assert len(page["items"]) == 2
    rest = steward.get(f"/api/v1/public-data/patients/accesses?cursor={page['cursor']}").json()
    assert len(rest["items"]) == 1
    assert "clinic.patients" in page["query"]


def test_papers_interviews_and_proofs_answer_controls(site: Site, steward: Client) -> None:
    place = "/api/v1/public-data/wards"
    paper = {"title": "ground", "dated": "2026-01-01", "sm3": DIGEST, "controls": ["collect-ground"]}
    assert steward.post(f"{place}/documents", json=paper).status_code == 201
    assert steward.post(f"{place}/documents", json=paper | {"controls": ["nothing"]}).status_code == 422
    said = {"control": "collect-least", "verdict": "partly_met", "note": "asked Zhang"}
    assert steward.post(f"{place}/reviews", json=said).status_code == 201
    proof = {"reference": "XH-1", "time": to_iso(site.clock() - DAY), "sm3": DIGEST, "witness": "Zhao"}
    assert steward.post(f"{place}/proofs", json=proof).status_code == 201
    assert steward.post(f"{place}/proofs", json=proof).status_code == 409
    held = steward.get(place).json()
    verdicts = {control["id"]: control["verdict"] for phase in held["phases"] for control in phase["controls"]}
    assert verdicts["collect-ground"] == "met"
    assert verdicts["collect-least"] == "partly_met"
    assert held["proofs"][0]["reference"] == "XH-1"
    assert held["documents"][0]["items"] == ["collect-ground"]


@pytest.mark.usefixtures("described")
def test_an_assessment_names_risks_measures_and_what_was_not_looked_at(steward: Client) -> None:
    made = steward.get("/api/v1/public-data/patients/assessment").json()
    assert made["degree"] == 5
    assert made["open"]
    assert 0 < made["assessed"] < 100
    assert all(one["measure_zh"] and one["reasons_zh"] for one in made["risks"])
    assert sum(one["risks"] for one in made["levels"]) == len(made["risks"])
    assert made["verify"]
