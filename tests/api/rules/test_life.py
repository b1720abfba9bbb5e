"""What people do with rules over HTTP: switch them, except from them, tune them, try them, import them."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from typing import Any
from zipfile import ZipFile

import pytest

from store.identity import Role
from tests.api.district import TOWN, District, all_pages, code, read
from tests.api.site import Client

EVER = {"start": "2026-01-01T00:00:00Z", "end": "2027-01-01T00:00:00Z"}
SOON = "2027-06-01T00:00:00Z"


def send(client: Client, address: str, body: Any, expected: int = 200) -> Any:
    answer = client.post(f"/api/v1/{address}", json=body)
    assert answer.status_code == expected, answer.text
    return answer.json()


@pytest.fixture(scope="module")
def keeper(district: District) -> Client:
    return district.person(Role.SECURITY_ADMIN)


def finished(client: Client, address: str) -> Any:
    for _ in range(1_200):
        found = read(client, address)
        if found["state"] != "running":
            return found
        time.sleep(0.1)
    raise AssertionError("it never ended")


@pytest.fixture(scope="module")
def loud(district: District) -> dict[str, Any]:
    """The plain rule with the most alerts."""
    plain = [r for r in all_pages(district.analyst, "rules", limit=500) if r["kind"] == "rule" and r["hits"]]
    return max(plain, key=lambda r: r["hits"])


# Switches


def test_a_switched_off_rule_is_inactive_with_who_and_why_until_it_is_on_again(
    district: District, keeper: Client, loud: dict[str, Any]
) -> None:
    before = read(keeper, "rules/set")
    off = send(keeper, f"rules/{loud['key']}/off", {"reason": "floods the duty officer"})
    assert (off["state"], off["cause"]) == ("inactive", "switched_off")
    assert off["switched_off"]["reason"] == "floods the duty officer"
    assert "floods the duty officer" in off["reason"]
    assert read(keeper, "rules/set")["switched_off"] == before["switched_off"] + 1
    assert code(keeper.post(f"/api/v1/rules/{loud['key']}/off", json={"reason": "again"})) == (422, "input.unusable")
    listed = read(keeper, "rules", state="inactive", q=loud["title"])["items"]
    assert [rule["key"] for rule in listed] == [loud["key"]]
    on = send(keeper, f"rules/{loud['key']}/on", {})
    assert on["state"] == "active"
    assert [r.action for r in district.records() if r.action.startswith("rule.")][-2:] == [
        "rule.disabled",
        "rule.enabled",
    ]
    assert district.audited("rule.disabled")[-1].details["reason"] == "floods the duty officer"


def test_a_rule_is_not_switched_off_without_a_reason(keeper: Client, loud: dict[str, Any]) -> None:
    assert code(keeper.post(f"/api/v1/rules/{loud['key']}/off", json={"reason": "  "})) == (422, "request.invalid")


def test_what_rules_did_is_counted_within_the_units(district: District, loud: dict[str, Any]) -> None:
    done = read(district.analyst, f"rules/{loud['key']}")["activity"]
    assert done["alerts"] == loud["hits"] <= done["hits"]
    assert done["last"] is not None
    own = read(district.town, f"rules/{loud['key']}")["activity"]
    assert own["hits"] < done["hits"]
    by_hits = read(district.analyst, "rules", sort="hits", limit=5)["items"]
    assert [r["activity"]["month"] for r in by_hits] == sorted((r["activity"]["month"] for r in by_hits), reverse=True)
    fired = read(district.analyst, "rules", fired=True, limit=500)
    assert fired["total"] == len(fired["items"]) > 5
    assert all(rule["activity"]["hits"] for rule in fired["items"])


def test_an_alert_shows_the_text_its_rule_had(district: District, loud: dict[str, Any]) -> None:
    one = read(district.analyst, "alerts", rule=loud["id"], limit=1)["items"][0]
    alert = read(district.analyst, f"alerts/{one['id']}")
    assert alert["rule_changed"] is False
    assert alert["rule_set"] == read(district.analyst, "rules/set")["version"]
    assert f"id: {loud['id']}" in alert["rule_text"]
    text = read(district.analyst, f"rules/texts/{loud['version']}")
    assert text["text"] == alert["rule_text"]


# Exceptions


def given(rule: dict[str, Any], field: str, value: Any, **more: Any) -> dict[str, Any]:
    return {"rule": rule["id"], "conditions": [{"field": field, "values": [value]}], **more}


@pytest.fixture(scope="module")
def hideable(district: District, loud: dict[str, Any]) -> tuple[str, Any, int, int]:
    """A field and value that some but not all events of the loud rule have: field, value, how many alerts, of how many."""
    alerts = all_pages(district.analyst, "alerts", rule=loud["id"], limit=500)
    events = [read(district.analyst, f"alerts/{one['id']}")["event_ids"][0] for one in alerts[:60]]
    fields = [read(district.analyst, f"events/{event}")["fields"] for event in events]
    for name in ("source.ip", "destination.ip", "dns.question.name", "url.path", "destination.port", "user.name"):
        values = [f[name] for f in fields if isinstance(f.get(name), str | int)]
        if values and 0 < values.count(values[0]) < len(fields):
            return name, values[0], values.count(values[0]), len(fields)
    name = next(n for n in ("source.ip", "destination.ip", "host.name") if n in fields[0])
    return name, fields[0][name], sum(f.get(name) == fields[0][name] for f in fields), len(fields)


def test_a_preview_says_what_would_have_been_hidden_and_keeps_nothing(
    district: District, loud: dict[str, Any], hideable: tuple[str, Any, int, int]
) -> None:
    field, value, some, seen = hideable
    shown = send(district.analyst, "exceptions/preview", given(loud, field, value, **EVER))
    assert shown["alerts"] == loud["hits"]
    assert some <= shown["hidden"] <= loud["hits"] - (seen - some)
    assert sum(shown["by_level"].values()) == shown["hidden"] == sum(shown["by_verdict"].values())
    assert shown["unknown"] == 0
    assert "not selection" in shown["filter"]
    assert read(district.analyst, "exceptions")["items"] == []
    nothing = send(district.analyst, "exceptions/preview", given(loud, field, "198.51.100.199", **EVER))
    assert nothing["hidden"] == 0


def test_an_exception_has_an_owner_a_reason_an_end_and_is_ended_by_hand(
    district: District, loud: dict[str, Any], hideable: tuple[str, Any, int, int]
) -> None:
    field, value, *_ = hideable
    body = given(loud, field, value, title="The scanner", reason="it is ours", expires=SOON, owner="运维科")
    made = send(district.analyst, "exceptions", body, 201)
    assert (made["state"], made["owner"], made["hidden"], made["unit"]) == ("active", "运维科", 0, "district")
    assert read(district.analyst, "exceptions", rule=loud["id"])["items"] == [made]
    assert read(district.town, "exceptions")["items"] == [], "of a unit above"
    assert code(district.town.get(f"/api/v1/exceptions/{made['id']}")) == (404, "not_found")
    longer = send(district.analyst, f"exceptions/{made['id']}/extend", {"expires": "2027-07-01T00:00:00Z"})
    assert longer["expires"] > made["expires"]
    assert read(district.analyst, f"exceptions/{made['id']}/hidden")["items"] == []
    ended = send(district.analyst, f"exceptions/{made['id']}/end", {})
    assert ended["state"] == "ended"
    assert read(district.analyst, "exceptions", state="active")["items"] == []
    again = district.analyst.post(f"/api/v1/exceptions/{made['id']}/extend", json={"expires": SOON})
    assert code(again) == (422, "input.unusable")
    wanted = ["exception.added", "exception.extended", "exception.ended"]
    assert [r.action for r in district.records() if r.object == f"exception:{made['id']}"] == wanted


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"expires": "2020-01-01T00:00:00Z"}, "future"),
        ({"expires": "2035-01-01T00:00:00Z"}, "year"),
        ({"unit": "nowhere-at-all"}, "unit"),
        ({"conditions": None}, "either"),
        ({"conditions": None, "filter": "title: x\nlogsource: {category: y}\n"}, "filter"),
        ({"conditions": None, "filter": "a: ["}, "YAML"),
        ({"conditions": [{"field": "source.ip|nonsense", "values": ["x"]}]}, "nonsense"),
        ({"conditions": [{"field": "source.ip", "values": ["a"]}, {"field": "source.ip", "values": ["b"]}]}, "twice"),
        ({"rule": "no-such-rule"}, "rule"),
    ],
)
def test_what_cannot_be_an_exception_is_refused_with_its_reason(
    district: District, loud: dict[str, Any], change: dict[str, Any], said: str
) -> None:
    body = given(loud, "source.ip", "192.0.2.1", title="t", reason="r", expires=SOON) | change
    answer = district.analyst.post("/api/v1/exceptions", json=body)
    assert answer.status_code in (403, 404, 422), answer.text
    assert said in answer.text


def test_an_exception_for_a_correlation_looks_at_what_its_events_share(district: District) -> None:
    rules = all_pages(district.analyst, "rules", limit=500)
    many = max((r for r in rules if r["kind"] == "correlation" and r["hits"]), key=lambda r: r["hits"])
    alert = read(district.analyst, "alerts", rule=many["id"], limit=1)["items"][0]
    matched = read(district.analyst, f"alerts/{alert['id']}")["matched"]
    field, value = next((k, v) for k, v in matched.items() if isinstance(v, str))
    shown = send(district.analyst, "exceptions/preview", given(many, field, value, **EVER))
    assert shown["hidden"] + shown["critical"] >= 1
    foreign = district.analyst.post("/api/v1/exceptions/preview", json=given(many, "event.code", "1", **EVER))
    assert foreign.status_code == 422
    assert "may differ" in foreign.text


def test_an_officer_of_a_town_excepts_for_the_town_only(district: District, loud: dict[str, Any]) -> None:
    body = given(loud, "source.ip", "192.0.2.1", title="t", reason="r", expires=SOON)
    made = send(district.town, "exceptions", body, 201)
    assert made["unit"] == TOWN
    answer = district.town.post("/api/v1/exceptions", json=body | {"unit": "district"})
    assert code(answer) == (403, "scope.forbidden")
    send(district.town, f"exceptions/{made['id']}/end", {})


# Tuning


def test_a_filter_is_proposed_from_dismissed_alerts_and_keeps_every_confirmed_one(
    district: District, loud: dict[str, Any], hideable: tuple[str, Any, int, int]
) -> None:
    alerts = all_pages(district.analyst, "alerts", rule=loud["id"], limit=500)
    field, value, *_ = hideable
    dismissed, confirmed = [], []
    for one in alerts[:40]:
        event = read(district.analyst, f"alerts/{one['id']}")["event_ids"][0]
        (dismissed if read(district.analyst, f"events/{event}")["fields"].get(field) == value else confirmed).append(
            one
        )
    for one in dismissed:
        decide(district, one["id"], "benign")
    for one in confirmed[:3]:
        decide(district, one["id"], "true_positive")
    found = read(district.analyst, f"tuning/{loud['id']}/proposals")
    assert (found["dismissed"], found["confirmed"]) == (len(dismissed), len(confirmed[:3]))
    assert found["items"], found
    for proposal in found["items"]:
        assert proposal["dismissed_hidden"] >= len(dismissed) / 2
        assert proposal["confirmed_kept"] == len(confirmed[:3])
        shown = send(
            district.analyst,
            "exceptions/preview",
            {"rule": loud["id"], "conditions": proposal["conditions"], **EVER},
        )
        assert shown["confirmed"] == 0
        assert shown["hidden"] == proposal["dismissed_hidden"] + proposal["open_hidden"]
    noisy = read(district.analyst, "tuning/noisy", judged=True)["items"]
    assert noisy[0]["id"] == loud["id"]
    assert noisy[0]["activity"]["noise"] == pytest.approx(len(dismissed) / (len(dismissed) + len(confirmed[:3])))


def decide(district: District, alert: str, verdict: str) -> None:
    body = {"status": "closed", "verdict": verdict, "note": "tested"}
    answer = district.analyst.post(f"/api/v1/alerts/{alert}/decision", json=body, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text


# Back-tests


def test_a_loaded_rule_finds_in_stored_events_what_it_alerted_on(district: District, loud: dict[str, Any]) -> None:
    started = send(district.analyst, "backtests", {"rule": loud["key"], **EVER}, 202)
    done = finished(district.analyst, f"backtests/{started['id']}")
    assert done["state"] == "done", done
    assert done["matches"] == loud["hits"] == sum(day["matches"] for day in done["days"])
    assert done["events"] == read(district.analyst, "events/count", **EVER)["count"]
    assert done["stopped"] is None
    assert done["samples"][0]["matched"]
    own = send(district.town, "backtests", {"rule": loud["key"], **EVER}, 202)
    mine = finished(district.town, f"backtests/{own['id']}")
    assert mine["events"] < done["events"]
    assert code(district.town.get(f"/api/v1/backtests/{started['id']}")) == (404, "not_found")


def test_a_pasted_correlation_is_tried_with_its_rules(district: District) -> None:
    many = max(
        (r for r in all_pages(district.analyst, "rules", limit=500) if r["kind"] == "correlation" and r["hits"]),
        key=lambda r: r["hits"],
    )
    text = read(district.analyst, f"rules/texts/{many['version']}")["text"]
    started = send(district.analyst, "backtests", {"text": text, **EVER}, 202)
    done = finished(district.analyst, f"backtests/{started['id']}")
    assert done["state"] == "done", done
    assert done["matches"] >= 1


def test_a_back_test_is_bounded_and_says_so(district: District, loud: dict[str, Any]) -> None:
    started = send(district.analyst, "backtests", {"rule": loud["key"], "max_events": 100, **EVER}, 202)
    done = finished(district.analyst, f"backtests/{started['id']}")
    assert (done["events"], done["stopped"]) == (100, "events")


def test_a_wrong_rule_is_refused_with_its_line_before_anything_runs(district: District) -> None:
    text = (
        "title: x\nlogsource: {product: linux}\ndetection:\n  selection: {a: b}\n  condition: selection and nothing\n"
    )
    answer = district.analyst.post("/api/v1/backtests", json={"text": text, **EVER})
    assert code(answer) == (422, "rule.rejected")
    assert "line 5" in answer.text


# Coverage


def test_every_technique_of_the_matrix_says_how_far_it_is_covered(district: District) -> None:
    found = read(district.analyst, "coverage", **EVER)
    by_state: dict[str, list[Any]] = {}
    for one in found["techniques"]:
        by_state.setdefault(one["covered"], []).append(one)
    assert {"fired", "ready", "none"} <= by_state.keys()
    assert all(one["hits"] for one in by_state["fired"])
    assert all(one["fed"] and not one["hits"] for one in by_state["ready"])
    assert all(one["rules"] and not one["fed"] for one in by_state.get("unfed", []))
    assert sum(found["counts"].values()) == len(found["techniques"]) > 600
    assert all(tactic["name_zh"] != tactic["name"] for tactic in found["tactics"])
    layer = read(district.analyst, "coverage/navigator", **EVER)
    assert layer["versions"]["layer"] == "4.5"
    assert {t["techniqueID"] for t in layer["techniques"]} == {
        one["id"] for one in found["techniques"] if one["covered"] != "none"
    }


def test_rules_nothing_feeds_are_named_with_what_is_missing(district: District) -> None:
    found = read(district.analyst, "coverage/feeds", **EVER)
    assert found["fed"] + found["no_source"] + found["no_fields"] == found["active"]
    fired = {r["id"] for r in all_pages(district.analyst, "rules", fired=True, limit=500)}
    unfed = {rule["id"] for rule in found["rules"]}
    assert not fired & unfed, "what fired is fed"
    assert all(rule["missing"] for rule in found["rules"] if rule["feed"] == "no_fields")
    assert "network.dns" in found["datasets"]


# Content


def packed(**files: str) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"rules/{name}.yml", text)
    return out.getvalue()


RULE = """title: {title}
id: {id}
level: low
logsource: {{product: linux, service: sshd}}
detection:
  selection:
    message|contains: '{word}'
  condition: selection
"""
ONE, TWO = "77777777-7777-4777-8777-000000000001", "77777777-7777-4777-8777-000000000002"


def upload(client: Client, data: bytes, name: str = "mine", file: str = "rules-1.2.zip") -> Any:
    answer = client.post(
        "/api/v1/content/previews",
        params={"name": name, "file": file},
        content=data,
        headers={"Content-Type": "application/octet-stream"},
    )
    assert answer.status_code == 202, answer.text
    return finished(client, f"content/previews/{answer.json()['id']}")


@pytest.fixture
def without_packs(keeper: Client) -> Iterator[None]:
    yield
    for pack in read(keeper, "content")["items"]:
        assert keeper.delete(f"/api/v1/content/{pack['name']}").status_code == 204


@pytest.mark.usefixtures("without_packs")
def test_an_import_is_looked_at_then_installed_then_replaced_then_removed(district: District, keeper: Client) -> None:
    first = packed(
        a=RULE.format(title="A", id=ONE, word="x"), bad="title: [", b=RULE.format(title="B", id=TWO, word="y")
    )
    looked = upload(keeper, first)
    assert looked["state"] == "done", looked
    assert (looked["counts"]["new"], looked["counts"]["rejected"], looked["version"]) == (2, 1, "1.2")
    assert looked["wrong"][0]["file"] == "rules/bad.yml"
    assert looked["wrong"][0]["line"] >= 1
    assert read(keeper, "content")["items"] == [], "looking installs nothing"
    installed = send(keeper, "content", {"preview": looked["id"]}, 201)
    assert (installed["name"], installed["version"]) == ("mine", "1.2")
    mine = read(district.analyst, "rules", pack="mine", limit=500)["items"]
    assert {rule["title"] for rule in mine if rule["state"] == "active"} == {"A", "B"}
    assert {rule["file"] for rule in mine} == {"rules/a.yml", "rules/b.yml", "rules/bad.yml"}
    second = upload(keeper, packed(a=RULE.format(title="A", id=ONE, word="changed")), file="rules-1.3.zip")
    counts = second["counts"]
    assert (counts["changed"], counts["same"], counts["removed"], counts["new"]) == (1, 0, 1, 0)
    send(keeper, "content", {"preview": second["id"]}, 201)
    assert [pack["version"] for pack in read(keeper, "content")["items"]] == ["1.3"]
    assert keeper.delete("/api/v1/content/mine").status_code == 204
    assert read(district.analyst, "rules", pack="mine")["items"] == []
    assert [r.action for r in district.records() if r.action.startswith("content.")] == [
        "content.imported",
        "content.imported",
        "content.removed",
    ]


@pytest.mark.usefixtures("without_packs")
def test_imported_rules_never_replace_our_own(district: District, keeper: Client, loud: dict[str, Any]) -> None:
    looked = upload(keeper, packed(a=RULE.format(title="Stolen", id=loud["id"], word="x")))
    assert (looked["counts"]["taken"], looked["taken"]) == (1, ["Stolen"])
    send(keeper, "content", {"preview": looked["id"]}, 201)
    assert read(district.analyst, f"rules/{loud['key']}")["title"] == loud["title"]
    [copy] = read(district.analyst, "rules", pack="mine")["items"]
    assert copy["state"] == "rejected"
    assert "already used" in copy["reason"]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04nonsense", b"\0\1\2\3", packed()])
def test_what_is_no_content_is_refused(keeper: Client, data: bytes) -> None:
    answer = keeper.post("/api/v1/content/previews", content=data)
    assert code(answer) == (422, "input.unusable")


def test_an_archive_that_claims_to_unpack_to_too_much_is_refused(keeper: Client) -> None:
    out = io.BytesIO()
    with ZipFile(out, "w", compression=8) as archive:
        for number in range(300):
            archive.writestr(f"{number}.yml", b"#" * 1_000_000)
    answer = keeper.post("/api/v1/content/previews", content=out.getvalue())
    assert code(answer) == (422, "input.unusable")


def test_only_who_may_change_rules_imports_and_switches(district: District, loud: dict[str, Any]) -> None:
    assert code(district.analyst.post("/api/v1/content/previews", content=b"x")) == (403, "permission.missing")
    answer = district.analyst.post(f"/api/v1/rules/{loud['key']}/off", json={"reason": "x"})
    assert code(answer) == (403, "permission.missing")


def test_the_cases_beside_a_rule_are_run_and_told(district: District, loud: dict[str, Any]) -> None:
    found = read(district.analyst, f"rules/{loud['key']}/cases")
    assert {case["fires"] for case in found["items"]} == {True, False}
    assert all(case["passed"] for case in found["items"])
    assert found["uncovered"] == []
