"""Threat intelligence over HTTP: what an analyst sees before importing, what is kept, who may do what."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from store.identity import Role
from tests.api.site import Client, Site, a_site

GOOD = "[ipv4-addr:value = '45.33.32.156']"
BUNDLE = {
    "type": "bundle",
    "id": "bundle--1",
    "objects": [
        {"type": "indicator", "id": f"indicator--{n}", "pattern": pattern, "pattern_type": "stix", "confidence": 90}
        for n, pattern in enumerate(
            [GOOD, "[ipv4-addr:value = '8.8.8.8']", "[process:command_line = 'x']", "[domain-name:value = '<b>x</b>']"]
        )
    ],
}


def document(content: bytes | dict[str, Any], **more: Any) -> dict[str, Any]:
    data = content if isinstance(content, bytes) else orjson.dumps(content)
    return {"content": b64encode(data).decode(), "file": "feed.json", **more}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with a_site(tmp_path_factory.mktemp("site")) as opened:
        yield opened


@pytest.fixture(scope="module")
def analyst(site: Site) -> Client:
    return site.signed_in(Role.ANALYST)


def test_a_preview_says_what_would_happen_and_keeps_nothing(site: Site, analyst: Client) -> None:
    answer = analyst.post("/api/v1/indicator-imports/preview", json=document(BUNDLE))
    assert answer.status_code == 200, answer.text
    seen = answer.json()
    assert (seen["format"], seen["items"], seen["usable"], seen["refused"], seen["rejected"]) == ("stix", 4, 1, 1, 2)
    assert [one["value"] for one in seen["sample"]] == ["45.33.32.156"]
    assert {one["reason"] for one in seen["problems"]} == {"pattern.path", "value.invalid", "warning-list"}
    assert analyst.get("/api/v1/indicators").json()["items"] == []


def test_an_import_is_kept_with_its_report_and_provenance_and_looks_back(site: Site, analyst: Client) -> None:
    done = analyst.post("/api/v1/indicator-imports", json=document(BUNDLE, source="cert"))
    assert done.status_code == 201, done.text
    report = done.json()
    assert (report["items"], report["added"], report["refused"], report["rejected"]) == (4, 2, 1, 2)
    assert analyst.post("/api/v1/indicator-imports", json=document(BUNDLE, source="cert")).json()["unchanged"] == 2
    listed = analyst.get("/api/v1/indicators?state=active").json()["items"]
    assert [(one["kind"], one["value"], one["level"]) for one in listed] == [("ip", "45.33.32.156", "high")]
    detail = analyst.get(f"/api/v1/indicators/{listed[0]['number']}").json()
    assert [(one["source"], one["external_id"], one["pattern"]) for one in detail["said"]] == [
        ("cert", "indicator--0", GOOD)
    ]
    assert detail["sightings"] == []
    assert "destination.ip" in detail["fields"]
    hunts = analyst.get("/api/v1/indicator-hunts").json()["items"]
    assert [(one["imported"], one["state"]) for one in hunts] == [(report["number"], "waiting")]
    assert analyst.get(f"/api/v1/indicator-imports/{report['number']}").json()["problems"] == report["problems"]
    assert any(r.action == "indicators.imported" for r in site.records())


def test_one_added_by_hand_is_revoked_and_restored_with_an_audit_record(site: Site, analyst: Client) -> None:
    made = analyst.post(
        "/api/v1/indicators", json={"value": "hxxp://evil-thing[.]com/a", "labels": ["c2"], "confidence": 90}
    )
    assert made.status_code == 201, made.text
    number = made.json()["number"]
    assert (made.json()["value"], made.json()["level"]) == ("http://evil-thing.com/a", "critical")
    gone = analyst.post(f"/api/v1/indicators/{number}/revoke", json={"why": "ours after all"}).json()
    assert gone["state"] == "revoked"
    assert analyst.post(f"/api/v1/indicators/{number}/restore", json={}).json()["state"] == "active"
    assert analyst.post("/api/v1/indicators", json={"value": "what is this"}).status_code == 422
    actions = [r.action for r in site.records()]
    assert {"indicators.revoked", "indicators.restored"} <= set(actions)


def test_only_the_security_administrator_overrules_a_list_and_must_say_why(site: Site, analyst: Client) -> None:
    (refused,) = analyst.get("/api/v1/indicators?state=refused").json()["items"]
    path = f"/api/v1/indicators/{refused['number']}/override"
    assert analyst.post(path, json={"why": "x"}).status_code == 403
    security = site.signed_in(Role.SECURITY_ADMIN)
    assert security.post(path, json={"why": " "}).status_code == 422
    allowed = security.post(path, json={"why": "test resolver"})
    assert allowed.json()["state"] == "active"
    assert "test resolver" in allowed.json()["override"]
    assert allowed.json()["sightings"] is None


def test_the_districts_own_values_leave_matching_and_come_back(site: Site, analyst: Client) -> None:
    security = site.signed_in(Role.SECURITY_ADMIN)
    body = {"kind": "network", "value": "45.33.32.0/24", "note": "ours"}
    assert security.post("/api/v1/indicators/own-values", json=body).json()["own"][0]["value"] == "45.33.32.0/24"
    assert "45.33.32.156" in [one["value"] for one in analyst.get("/api/v1/indicators?state=refused").json()["items"]]
    security.post("/api/v1/indicators/own-values/remove", json={"kind": "network", "value": "45.33.32.0/24"})
    assert "45.33.32.156" in [one["value"] for one in analyst.get("/api/v1/indicators?state=active").json()["items"]]
    assert security.post("/api/v1/indicators/own-values", json={**body, "value": "x y"}).status_code == 422


def test_a_feeds_secret_goes_in_and_never_comes_out(site: Site, analyst: Client) -> None:
    keeper = site.signed_in(Role.SYSTEM_ADMIN)
    body = {
        "id": "cert-taxii",
        "name": "CERT",
        "kind": "taxii",
        "url": "https://taxii.example/taxii2/",
        "secret": "s3cr3t-value",
    }
    assert analyst.post("/api/v1/indicator-feeds", json=body).status_code == 403
    made = keeper.post("/api/v1/indicator-feeds", json=body)
    assert made.status_code == 201, made.text
    assert made.json()["secret"] is True
    shown = keeper.get("/api/v1/indicator-feeds").text + "".join(str(r.details) for r in site.records())
    assert "s3cr3t-value" not in shown
    changed = keeper.put(
        "/api/v1/indicator-feeds/cert-taxii",
        json={k: v for k, v in body.items() if k not in ("id", "secret")} | {"name": "New"},
    )
    assert (changed.json()["name"], changed.json()["secret"]) == ("New", True)
    assert keeper.post("/api/v1/indicator-feeds/cert-taxii/pause").json()["health"] == "paused"
    assert keeper.post("/api/v1/indicator-feeds/cert-taxii/resume").json()["health"] == "waiting"
    assert keeper.post("/api/v1/indicator-feeds", json=body).status_code == 409
    assert keeper.post("/api/v1/indicator-feeds", json={**body, "id": "x", "url": "ftp://a.example"}).status_code == 422
    assert (
        keeper.post(
            "/api/v1/indicator-feeds", json={**body, "id": "y", "kind": "folder", "url": "", "path": "/etc"}
        ).status_code
        == 422
    )
    assert keeper.delete("/api/v1/indicator-feeds/cert-taxii").status_code == 204


def test_testing_a_feed_on_this_machine_is_refused_by_the_guard(site: Site) -> None:
    keeper = site.signed_in(Role.SYSTEM_ADMIN)
    body = {"id": "inward", "name": "x", "kind": "misp", "url": site.address}
    keeper.post("/api/v1/indicator-feeds", json=body)
    tested = keeper.post("/api/v1/indicator-feeds/inward/test").json()
    assert not tested["works"]
    assert "not an address feeds may be fetched from" in tested["error"]


@pytest.mark.parametrize(
    "content", ["!!", b64encode(b"").decode(), b64encode(b"{").decode(), b64encode(b"a,b\n1,2").decode()]
)
def test_a_document_that_is_none_is_refused_whole(analyst: Client, content: str) -> None:
    assert analyst.post("/api/v1/indicator-imports", json={"content": content}).status_code == 422


def test_only_documents_may_be_long(analyst: Client) -> None:
    long = {"value": "x" * 2_000_000}
    assert analyst.post("/api/v1/indicators", json=long).status_code == 413
    lines = b"value\n" + b"".join(b"h%d.evil-thing.com\n" % n for n in range(100))
    padded = document(lines + b"# nothing\n" * 200_000)
    assert analyst.post("/api/v1/indicator-imports/preview", json=padded).json()["usable"] == 100


def test_a_hunt_is_asked_for_and_cancelled(analyst: Client) -> None:
    body = {"start": "2026-11-01T00:00:00Z", "end": "2026-11-02T00:00:00Z"}
    made = analyst.post("/api/v1/indicator-hunts", json=body)
    assert made.status_code == 201, made.text
    number = made.json()["number"]
    assert analyst.post(f"/api/v1/indicator-hunts/{number}/cancel").json()["state"] == "cancelled"
    assert analyst.post(f"/api/v1/indicator-hunts/{number}/cancel").status_code == 409
    assert analyst.post("/api/v1/indicator-hunts", json={**body, "end": body["start"]}).status_code == 422
    assert analyst.post("/api/v1/indicator-hunts", json={**body, "imported": 999}).status_code == 404
