"""People merge, split and detach over HTTP, and take it back; incidents leave as Attack Flow; entities have a risk."""

from __future__ import annotations

from typing import Any

from store.identity import Role
from tests.api.district import District, code, read, refused_without

NOBODYS = "0" * 32
ONLOOKERS = (
    Role.SYSTEM_ADMIN,
    Role.SECURITY_ADMIN,
    Role.AUDIT_ADMIN,
    Role.UNIT_SECURITY_OFFICER,
    Role.COMPLIANCE_AUDITOR,
    Role.LEADER,
)


def _main(district: District) -> Any:
    live = read(district.analyst, "incidents", status=["new", "in_progress"], escalated=True, limit=200)["items"]
    return max(live, key=lambda incident: incident["score"])


def _arrange(district: District, incident: str, kind: str, **body: Any) -> Any:
    """What the console does: read, then decide over what was read."""
    seen = district.analyst.get(f"/api/v1/incidents/{incident}")
    headers = {"If-Match": seen.headers["ETag"]}
    return district.analyst.post(f"/api/v1/incidents/{incident}/{kind}", json=body, headers=headers)


def _alerts(district: District, incident: str) -> set[str]:
    return {a["id"] for a in read(district.analyst, "alerts", incident=incident, limit=500)["items"]}


def test_only_who_decides_over_incidents_arranges_them(district: District) -> None:
    refused_without(district, "POST", f"incidents/{NOBODYS}/merge", *ONLOOKERS, json={"other": NOBODYS})
    refused_without(district, "POST", f"incidents/{NOBODYS}/split", *ONLOOKERS, json={"alerts": [NOBODYS]})


def test_an_alert_is_detached_and_the_merge_that_takes_it_back_leaves_both_in_the_history(district: District) -> None:
    main = _main(district)
    before = _alerts(district, main["id"])
    chosen = max(before)
    answer = _arrange(district, main["id"], "split", alerts=[chosen], note="a test of the vendor")
    assert answer.status_code == 200, answer.text
    own = answer.json()
    assert own["alert_count"] == 1
    assert _alerts(district, own["id"]) == {chosen}
    assert _alerts(district, main["id"]) == before - {chosen}
    back = _arrange(district, main["id"], "merge", other=own["id"])
    assert back.status_code == 200, back.text
    assert _alerts(district, main["id"]) == before
    assert read(district.analyst, f"incidents/{own['id']}")["merged_into"] == main["id"]
    history = read(district.analyst, f"incidents/{main['id']}/history")["items"]
    assert [(h["kind"], h["note"]) for h in history[-2:]] == [("split", "a test of the vendor"), ("merged", "")]
    assert history[-1]["actor"] != "correlator"


def test_what_cannot_be_arranged_is_refused_and_changes_nothing(district: District) -> None:
    main = _main(district)
    before = _alerts(district, main["id"])
    for kind, body in (
        ("merge", {"other": main["id"]}),
        ("split", {"alerts": [NOBODYS]}),
        ("split", {"alerts": sorted(before)}),
    ):
        answer = _arrange(district, main["id"], kind, **body)
        assert answer.status_code in (400, 422), answer.text
        assert code(answer)
    assert _alerts(district, main["id"]) == before


def test_an_incident_leaves_as_a_bundle_and_entities_have_a_risk_with_its_reasons(district: District) -> None:
    main = _main(district)
    assert 0 < main["confidence"] <= 1
    assert 1 <= len(main["because"]) == len(main["because_zh"]) <= 3
    bundle = read(district.analyst, f"incidents/{main['id']}/attack-flow")
    assert [o["name"] for o in bundle["objects"] if o["type"] == "attack-flow"] == [main["title"]]
    found = read(district.analyst, "incidents/risks")["items"]
    assert [r["value"] for r in found] == sorted((r["value"] for r in found), reverse=True)
    assert all(r["because"] for r in found)
    hottest = found[0]
    page = read(district.analyst, "entities", key=f"{hottest['entity']['kind']}:{hottest['entity']['value']}")
    assert page["heat"] == hottest["value"] > 0
