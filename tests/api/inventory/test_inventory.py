"""The register and discoveries over HTTP."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from model.discovery import Seen, SeenKind
from model.times import HOUR
from pipeline.inventory.deciding import compare
from store import discovery
from store.identity import Role
from tests.api.site import Client, Site
from tests.collectors.inventory.shared_samples import sample

API = "/api/v1"
ZONE = {"name": "DMZ", "name_zh": "隔离区", "unit": "north", "kind": "dmz", "networks": ["10.20.1.0/24"]}
HOST = {"name": "web", "kind": "server", "unit": "north", "addresses": ["10.20.1.10"], "zone": "dmz"}


def put(client: Client, kind: str, key: str, /, **values: Any) -> httpx.Response:
    return client.put(f"{API}/inventory/record", params={"kind": kind, "id": key}, json={"values": values})


def upload(client: Client, where: str, data: bytes, **query: str) -> httpx.Response:
    kind = {"Content-Type": "application/octet-stream"}
    return client.post(f"{API}/inventory/{where}", params=query, content=data, headers=kind)


@pytest.fixture
def runner(site: Site) -> Client:
    site.unit("north")
    site.unit("south")
    return site.signed_in(Role.SYSTEM_ADMIN)


def test_an_analyst_reads_the_register_and_changes_nothing(site: Site, runner: Client) -> None:
    analyst = site.signed_in(Role.ANALYST)
    assert put(runner, "zones", "dmz", **ZONE).status_code == 200
    assert analyst.get(f"{API}/inventory/records", params={"kind": "zones"}).json()["total"] == 1
    assert put(analyst, "zones", "x", **ZONE).status_code == 403
    assert upload(analyst, "preview", b"x").status_code == 403
    assert analyst.delete(f"{API}/inventory/record", params={"kind": "zones", "id": "dmz"}).status_code == 403
    assert site.signed_in(Role.LEADER).get(f"{API}/inventory").status_code == 403
    south = site.signed_in(Role.SYSTEM_ADMIN, unit="south")
    query = {"kind": "zones", "id": "dmz"}
    assert south.get(f"{API}/inventory/record", params=query).status_code == 404
    assert south.delete(f"{API}/inventory/record", params=query).status_code == 404
    assert "another unit has" in put(south, "zones", "dmz", **ZONE | {"unit": "south"}).text


def test_kinds_say_their_fields_so_that_a_form_can_be_drawn(runner: Client) -> None:
    told = runner.get(f"{API}/inventory").json()
    kinds = {kind["kind"]: {field["name"]: field for field in kind["fields"]} for kind in told["kinds"]}
    assert kinds["assets"]["criticality"] | {"title_zh": ""} == {
        "name": "criticality",
        "title_zh": "",
        "type": "integer",
        "choices": [],
        "least": 0,
        "most": 5,
        "required": False,
        "points_to": [],
    }
    assert kinds["services"]["asset"]["points_to"] == ["assets"]
    assert {"value": "dmz", "title_zh": "隔离区"} in kinds["zones"]["kind"]["choices"]
    assert {form["form"] for form in told["forms"]} >= {"xlsx", "nessus", "bloodhound"}


def test_records_are_added_changed_found_and_removed_with_what_hangs_on_them(site: Site, runner: Client) -> None:
    assert put(runner, "zones", "dmz", **ZONE).status_code == 200
    assert put(runner, "assets", "web", **HOST).status_code == 200
    key = "web:tcp/443"
    assert put(runner, "services", key, name="portal", asset="web", unit="north", port=443).status_code == 200
    assert put(runner, "services", key, product="nginx").json()["values"]["port"] == 443
    detail = runner.get(f"{API}/inventory/record", params={"kind": "assets", "id": "web"}).json()
    assert [(one["field"], one["record"]["id"]) for one in detail["related"]] == [("asset", key)]
    found = runner.get(
        f"{API}/inventory/records", params={"kind": "assets", "text": "20.1.1", "field": "zone", "value": "dmz"}
    )
    assert [one["id"] for one in found.json()["items"]] == ["web"]
    for bad, says in (
        ({"criticality": 9}, "<= 5"),
        ({"zone": "nowhere"}, "no zone 'nowhere'"),
        ({"unit": "nowhere"}, "'nowhere' is not registered"),
        ({"colour": "red"}, "unknown fields 'colour'"),
    ):
        answer = put(runner, "assets", "web", **bad)
        assert answer.status_code == 422, answer.text
        assert says in answer.text
    assert runner.delete(f"{API}/inventory/record", params={"kind": "assets", "id": "web"}).status_code == 204
    assert runner.get(f"{API}/inventory/record", params={"kind": "services", "id": key}).status_code == 404
    assert {"asset.added", "service.changed", "asset.removed", "service.removed"} <= set(site.actions())


def test_pages_follow_each_other(runner: Client) -> None:
    for n in range(5):
        put(runner, "zones", f"z{n}", **ZONE)
    seen, cursor = [], None
    for _ in range(5):
        query = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
        page = runner.get(f"{API}/inventory/records", params={"kind": "zones"} | query).json()
        seen += [one["id"] for one in page["items"]]
        cursor = page["cursor"]
        if cursor is None:
            break
    assert seen == [f"z{n}" for n in range(5)]


def test_a_file_is_previewed_and_then_exactly_that_is_imported(site: Site, runner: Client) -> None:
    report = sample("nessus.xml")
    plan = upload(runner, "preview", report, file="scan.nessus", unit="north").json()
    assert (plan["form"], plan["counts"]["added"], plan["counts"]["rejected"]) == ("nessus", 5, 0)
    assert runner.get(f"{API}/inventory/records", params={"kind": "assets"}).json()["total"] == 0
    done = upload(runner, "imports", report, file="scan.nessus", unit="north", expect=plan["digest"])
    assert done.status_code == 200, done.text
    assert runner.get(f"{API}/inventory/records", params={"kind": "exposures"}).json()["total"] == 2
    again = upload(runner, "imports", report, file="scan.nessus", unit="north", expect=plan["digest"])
    assert again.status_code in (409, 412), again.text
    assert "inventory.imported" in site.actions()
    refused = upload(runner, "preview", b"<!DOCTYPE a [<!ENTITY b 'c'>]><nmaprun/>", form="nmap")
    assert (refused.status_code, "entities" in refused.text) == (422, True)


def test_what_is_exported_is_imported_again_unchanged(runner: Client) -> None:
    upload(runner, "imports", sample("openvas.xml"), unit="north")
    for query in ({"format": "yaml"}, {"format": "xlsx"}, {"format": "csv", "kind": "assets", "english": "true"}):
        file = runner.get(f"{API}/inventory/export", params=query)
        assert file.headers["content-disposition"].startswith("attachment")
        counts = upload(runner, "preview", file.content, file="x").json()["counts"]
        assert counts["added"] + counts["changed"] + counts["rejected"] == 0, (query, counts)
        assert counts["unchanged"] > 0
    assert runner.get(f"{API}/inventory/export", params={"format": "xlsx", "template": "true"}).status_code == 200
    assert runner.get(f"{API}/inventory/export", params={"format": "csv"}).status_code == 422


def test_discoveries_are_accepted_ignored_and_opened_again_within_ones_units(site: Site, runner: Client) -> None:
    now = site.clock()
    rows = [
        Seen(unit, SeenKind.HOST, address, "", "", now - HOUR, now - HOUR, "e1")
        for unit, address in (("north", "10.0.0.1"), ("north", "10.0.0.2"), ("south", "10.0.0.3"))
    ]
    with site.state.transaction() as tx:
        discovery.see(tx, rows)
        compare(tx, now)
    first, second, third = (f"unregistered_host:10.0.0.{n}" for n in (1, 2, 3))
    page = runner.get(f"{API}/discoveries", params={"state": "open"}).json()
    assert {one["id"] for one in page["items"]} == {first, second, third}
    assert page["counts"] == [{"state": "open", "kind": "unregistered_host", "number": 3}]
    officer = site.signed_in(Role.UNIT_SECURITY_OFFICER, unit="south")
    assert [one["id"] for one in officer.get(f"{API}/discoveries").json()["items"]] == [third]
    north = site.signed_in(Role.SYSTEM_ADMIN, unit="north")
    assert north.post(f"{API}/discoveries/accept", json={"ids": [third]}).status_code == 404
    accepted = north.post(f"{API}/discoveries/accept", json={"ids": [first]})
    assert accepted.json()["items"][0]["state"] == "accepted"
    assert north.get(f"{API}/inventory/records", params={"kind": "assets"}).json()["items"][0]["id"] == "10.0.0.1"
    assert north.post(f"{API}/discoveries/ignore", json={"ids": [second], "reason": " "}).status_code == 422
    ignored = north.post(f"{API}/discoveries/ignore", json={"ids": [second], "reason": "a test bench"}).json()
    assert (ignored["items"][0]["state"], ignored["items"][0]["reason"]) == ("ignored", "a test bench")
    assert north.post(f"{API}/discoveries/reopen", json={"ids": [second]}).json()["items"][0]["state"] == "open"
    assert north.post(f"{API}/discoveries/reopen", json={"ids": [first]}).status_code == 409
    assert {"discovery.accepted", "discovery.ignored", "discovery.reopened"} <= set(site.actions())
