"""From an incident to a notice a town signed for, handled, and that was closed; clocks, grades, duty; who may see what."""

from __future__ import annotations

from typing import Any

import pytest

from model.coordination import NoticeStatus
from model.times import DAY, HOUR, MINUTE, SECOND, to_iso
from pipeline.coordination import go_by_the_clock
from store import feed
from store.identity import Role
from store.scope import EVERYTHING, Scope
from tests.api.district import TOWN, District, code, read, refused_without
from tests.api.site import Client


@pytest.fixture
def duty_officer(district: District) -> Client:
    return district.person(Role.DUTY_OFFICER)


@pytest.fixture
def town(district: District) -> Client:
    return district.person(Role.UNIT_SECURITY_OFFICER, unit=TOWN)


def said(answer: Any, status: int = 200) -> Any:
    assert answer.status_code == status, answer.text
    return answer.json()


def an_incident(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = read(client, "incidents", limit=1)["items"][0]
    return found


def drafted(client: Client, **more: Any) -> str:
    body = {"units": [TOWN], "title": "排查弱口令", "body": "请于时限内排查并反馈", **more}
    identifier: str = said(client.post("/api/v1/notices", json=body), 201)["items"][0]["id"]
    return identifier


def started(client: Client, incident: str, known_at: str) -> Any:
    """The clocks of an incident, whoever started them."""
    answer = client.post(f"/api/v1/clocks/{incident}", json={"known_at": known_at})
    return said(answer, 201) if answer.status_code != 409 else read(client, f"clocks/{incident}")


def change(client: Client, address: str, method: str = "PUT", **body: Any) -> Any:
    """As somebody who has just read it."""
    tag = client.get(address).headers["ETag"]
    where = address if method == "PUT" else f"{address}/grade"
    return client.request(method, where, json=body, headers={"If-Match": tag})


def act(client: Client, notice: str, action: str, **body: Any) -> Any:
    return client.post(f"/api/v1/notices/{notice}/{action}", json=body)


def test_a_notice_about_an_incident_is_signed_handled_returned_and_closed(
    district: District, duty_officer: Client, town: Client
) -> None:
    notice = drafted(duty_officer, incident=an_incident(duty_officer)["id"])
    assert code(town.get(f"/api/v1/notices/{notice}")) == (404, "not_found")
    assert notice not in [one["id"] for one in read(town, "notices", limit=500)["items"]]
    assert said(act(duty_officer, notice, "issue"))["status"] == "issued"
    seen = read(town, f"notices/{notice}")
    assert seen["actions"] == ["sign"]
    assert [step["action"] for step in seen["steps"]] == ["issue"]
    said(act(town, notice, "sign"))
    said(act(town, notice, "handle"))
    assert code(act(town, notice, "feedback")) == (422, "input.unusable")
    said(act(town, notice, "feedback", note="已改 12 个口令"))
    assert said(act(duty_officer, notice, "review", accepted=False, note="请附清单"))["status"] == "returned"
    said(act(town, notice, "handle"))
    said(act(town, notice, "feedback", note="清单已附"))
    said(act(duty_officer, notice, "review", accepted=True))
    closed = said(act(duty_officer, notice, "archive"))
    assert closed["status"] == NoticeStatus.ARCHIVED
    assert [one["mark"] for one in closed["lost"]] == ["returned"]
    told = [one.action for one in district.records() if one.object == f"notice:{notice}"]
    assert told == [
        f"notice.{name}"
        for name in (
            "draft",
            "issue",
            "sign",
            "handle",
            "feedback",
            "return",
            "handle",
            "feedback",
            "accept",
            "archive",
        )
    ]
    assert code(act(duty_officer, notice, "archive")) == (409, "conflict")


def test_nobody_answers_for_a_unit_and_no_unit_reviews_itself(
    district: District, duty_officer: Client, town: Client
) -> None:
    notice = drafted(duty_officer)
    refused_without(district, "POST", f"notices/{notice}/issue", Role.ANALYST, Role.UNIT_SECURITY_OFFICER, json={})
    refused_without(district, "POST", f"notices/{notice}/sign", Role.DUTY_OFFICER, Role.LEADER, json={})
    said(act(duty_officer, notice, "issue"))
    above = district.person(Role.UNIT_SECURITY_OFFICER)
    assert code(act(above, notice, "sign")) == (403, "scope.forbidden")
    other = district.person(Role.UNIT_SECURITY_OFFICER, unit="data-centre")
    assert code(act(other, notice, "sign")) == (404, "not_found")
    inside = district.person(Role.LEADER, unit=TOWN)
    assert code(act(inside, notice, "withdraw", note="x")) == (403, "scope.forbidden")
    said(act(town, notice, "sign"))
    assert notice not in [one["id"] for one in read(other, "notices", limit=500)["items"]]


def test_a_notice_cannot_go_to_a_unit_outside_ones_own(district: District) -> None:
    inside = district.person(Role.DUTY_OFFICER, unit=TOWN)
    body = {"units": ["district"], "title": "x", "body": "x"}
    assert code(inside.post("/api/v1/notices", json=body)) == (404, "not_found")


def test_a_warning_has_a_colour_and_a_notice_has_none(duty_officer: Client) -> None:
    for kind, colour in (("warning", None), ("notice", "red")):
        body = {"units": [TOWN], "title": "x", "body": "x", "kind": kind, "colour": colour}
        assert code(duty_officer.post("/api/v1/notices", json=body)) == (422, "input.unusable")
    assert drafted(duty_officer, kind="warning", colour="orange")


def test_what_is_overdue_climbs_once_per_rung_is_told_live_and_costs_its_unit_marks(
    district: District, duty_officer: Client, town: Client
) -> None:
    notice = drafted(duty_officer, sign_minutes=10)
    said(act(duty_officer, notice, "issue"))
    with district.state.reading() as tx:
        before = feed.last(tx)
    later = district.clock() + 11 * MINUTE
    for _ in range(2):
        with district.state.transaction() as tx:
            go_by_the_clock(tx, later)
    seen = read(town, f"notices/{notice}")
    assert seen["escalated"] == 1
    assert [step["action"] for step in seen["steps"]] == ["issue", "escalated"]
    with district.state.reading() as tx:
        mine, others = (
            [one.object for one in feed.since(tx, before, scope, kinds=frozenset({"notice"}))]
            for scope in (Scope(frozenset({TOWN})), Scope(frozenset({"data-centre"})))
        )
    assert mine.count(notice) == 1
    assert others == []
    assert "escalated" in [one["mark"] for one in seen["lost"]]
    assert [one["unit"] for one in read(town, "notices/scores")["items"]] == [TOWN]


def test_grave_incidents_get_their_clocks_by_themselves(district: District, duty_officer: Client) -> None:
    with district.state.transaction() as tx:
        go_by_the_clock(tx, district.clock())
    items = read(duty_officer, "clocks")["items"]
    assert items
    assert all(one["level"] in ("high", "critical") for one in items if one["known_by"] is None)
    assert all(any(clock["rule"]["id"] == "R4" for clock in one["clocks"]) for one in items)
    assert "case.opened" in district.actions()


def test_a_grade_is_proposed_confirmed_with_a_reason_and_decides_what_is_reported(
    district: District, duty_officer: Client
) -> None:
    incident = an_incident(duty_officer)["id"]
    known = to_iso(district.clock() - HOUR)
    body = {"known_at": known, "category": "MPRANS", "measures": {"pi_people": 2_000_000}, "impact": "停诊"}
    started(duty_officer, incident, known)
    case = said(change(duty_officer, f"/api/v1/clocks/{incident}", "PUT", **body))
    assert case["known_at"] == known
    assert case["known_by"]
    assert (case["grade"], case["because"][0]["grade"]) == (None, case["proposed_grade"])
    address = f"/api/v1/clocks/{incident}"
    refused_without(district, "POST", f"clocks/{incident}/grade", Role.ANALYST, json={"grade": 3})
    assert code(change(duty_officer, address, "POST", grade=1)) == (422, "input.unusable")
    graded = said(change(duty_officer, address, "POST", grade=3, note="经研判"))
    assert graded["grade"] == 3
    text = read(duty_officer, f"clocks/{incident}/drafts/R4", language="zh")["text"]
    assert "停诊" in text
    assert "较大" in text
    assert "待确认" not in text
    sent = {"rule": "R4", "channel": "12387", "text": text}
    reported = said(duty_officer.post(f"/api/v1/clocks/{incident}/reports", json=sent), 201)
    assert {clock["rule"]["id"]: clock["state"] for clock in reported["clocks"]}["R4"] == "met"
    handled = {"handled_at": to_iso(district.clock()), "causes": "弱口令", "lessons": "已启用双因素"}
    done = said(change(duty_officer, address, "PUT", **handled))
    final = read(duty_officer, f"clocks/{incident}/drafts/R7", language="zh")["text"]
    assert "原因：弱口令" in final
    assert "已启用双因素" in final
    for language, chapter in (("zh-CN", "责任追究、整改情况和经验教训"), ("en", "Accountability and lessons")):
        told = read(duty_officer, "reports/incident-summary", id=incident, format="json", language=language)
        assert [one["title"] for one in told["sections"]][-1] == chapter
        assert "弱口令" in str(told)
        assert "12387" in str(told)
    assert duty_officer.get("/api/v1/reports/incident-summary", params={"id": incident}).content.startswith(b"%PDF-")
    summary = next(clock for clock in done["clocks"] if clock["rule"]["id"] == "R7")
    assert summary["due"] == to_iso(district.clock() + 30 * DAY)
    records = [one for one in district.records() if one.object == f"incident:{incident}"]
    assert {"case.changed", "case.graded", "case.reported"} <= {one.action for one in records}


def test_times_that_cannot_be_are_refused(district: District, duty_officer: Client) -> None:
    incident = an_incident(duty_officer)["id"]
    address = f"/api/v1/clocks/{incident}"
    started(duty_officer, incident, to_iso(district.clock()))
    assert code(change(duty_officer, address, known_at=to_iso(district.clock() + DAY))) == (422, "input.unusable")
    assert code(change(duty_officer, address, category="no-such")) == (422, "input.unusable")
    assert code(change(duty_officer, address, measures={"no-such": 1})) == (422, "input.unusable")


def test_clocks_are_started_once_and_nobody_changes_what_he_has_not_read(
    district: District, duty_officer: Client
) -> None:
    incident = next(
        one["id"]
        for one in read(duty_officer, "incidents", limit=100)["items"]
        if not read(duty_officer, "clocks", incident=one["id"])["items"]
    )
    address = f"/api/v1/clocks/{incident}"
    assert code(duty_officer.put(address, json={"impact": "x"})) == (404, "not_found")
    early = {"known_at": to_iso(district.clock() + DAY)}
    assert code(duty_officer.post(address, json=early)) == (422, "input.unusable")
    begun = duty_officer.post(address, json={"known_at": to_iso(district.clock() - HOUR)})
    assert said(begun, 201)["known_by"]
    assert code(duty_officer.post(address, json={"known_at": to_iso(district.clock())})) == (409, "conflict")
    assert [one["incident"] for one in read(duty_officer, "clocks", incident=incident)["items"]] == [incident]
    seen = begun.headers["ETag"]
    assert code(duty_officer.put(address, json={"impact": "x"})) == (428, "precondition.required")
    said(duty_officer.put(address, json={"impact": "停诊"}, headers={"If-Match": seen}))
    late = duty_officer.put(address, json={"impact": "y"}, headers={"If-Match": seen})
    assert late.status_code == 412, late.text


def test_a_town_does_not_see_the_districts_cases(district: District, duty_officer: Client, town: Client) -> None:
    for one in read(duty_officer, "incidents", limit=100)["items"]:
        started(duty_officer, one["id"], to_iso(district.clock()))
    assert {one["unit"] for one in read(town, "clocks", limit=200)["items"]} <= {TOWN}
    wide = [one for one in read(duty_officer, "clocks", limit=200)["items"] if one["unit"] != TOWN]
    assert wide
    assert code(town.get(f"/api/v1/clocks/{wide[0]['incident']}")) == (404, "not_found")


def test_a_mode_changes_deadlines_and_what_duty_needs_and_ends_by_itself(
    district: District, duty_officer: Client
) -> None:
    inside = district.person(Role.DUTY_OFFICER, unit=TOWN)
    guarded = {"mode": "guarded", "reason": "进博会保障", "until": to_iso(district.clock() + SECOND)}
    assert code(inside.put("/api/v1/duty/mode", json=guarded)) == (403, "scope.forbidden")
    held = said(duty_officer.put("/api/v1/duty/mode", json=guarded))
    assert (held["mode"]["mode"], held["mode"]["case_from_level"]) == ("guarded", "medium")
    notice = read(duty_officer, f"notices/{drafted(duty_officer)}")
    assert notice["sign_by"] == to_iso(district.clock() + HOUR)
    district.clock.turn(2 * SECOND)
    assert read(duty_officer, "duty")["mode"]["mode"] == "peacetime"


def test_a_unit_gives_its_zero_report_and_what_it_misses_costs_marks(
    district: District, duty_officer: Client, town: Client
) -> None:
    wartime = {"mode": "wartime", "reason": "演练"}
    said(duty_officer.put("/api/v1/duty/mode", json=wartime))
    with district.state.transaction() as tx:
        go_by_the_clock(tx, district.clock())
    (mine,) = read(town, "duty/zero-reports")["items"]
    assert (mine["unit"], mine["status"], mine["mine"]) == (TOWN, "expected", True)
    assert len(read(duty_officer, "duty/zero-reports")["items"]) > 1
    address = f"/api/v1/duty/zero-reports/{TOWN}"
    assert code(town.post(address, json={"due": mine["due"], "quiet": False})) == (422, "input.unusable")
    given = said(town.post(address, json={"due": mine["due"]}))
    assert (given["status"], given["quiet"], given["mine"]) == ("reported", True, False)
    assert code(town.post(address, json={"due": mine["due"]})) == (409, "conflict")
    other = district.person(Role.UNIT_SECURITY_OFFICER, unit="data-centre")
    assert code(other.post(address, json={"due": mine["due"]})) == (404, "not_found")
    later = district.clock() + 4 * HOUR + MINUTE
    for _ in range(2):
        with district.state.transaction() as tx:
            go_by_the_clock(tx, later)
    missed = [one for one in read(duty_officer, "duty/zero-reports")["items"] if one["status"] == "missed"]
    assert missed
    assert TOWN not in [one["unit"] for one in missed]
    marks = {
        one["unit"]: [lost["mark"] for lost in one["lost"]] for one in read(duty_officer, "notices/scores")["items"]
    }
    assert "zero_missed" in marks[missed[0]["unit"]]
    assert {"duty.zero_reported", "duty.zero_missed"} <= set(district.actions())
    said(duty_officer.put("/api/v1/duty/mode", json={"mode": "peacetime", "reason": "演练结束"}))


def test_a_shift_fills_a_gap_and_leaves_one_when_it_is_removed(district: District, duty_officer: Client) -> None:
    start, end = district.clock() - HOUR, district.clock() + 3 * DAY
    body = {"start": to_iso(start), "end": to_iso(end), "person": "王值班", "phone": "021-57180000"}
    before = read(duty_officer, "duty", days=3)["gaps"]
    shift = said(duty_officer.post("/api/v1/duty/shifts", json=body), 201)
    held = read(duty_officer, "duty", days=3)
    assert held["gaps"] == []
    assert "王值班" in [one["person"] for one in held["now"]]
    assert duty_officer.delete(f"/api/v1/duty/shifts/{shift['id']}").status_code == 204
    assert read(duty_officer, "duty", days=3)["gaps"] == before
    backwards = {**body, "start": to_iso(end), "end": to_iso(start)}
    assert code(duty_officer.post("/api/v1/duty/shifts", json=backwards)) == (422, "input.unusable")
    with district.state.reading() as tx:
        from store import duty

        assert duty.find(tx, EVERYTHING, start=start, end=end) == []
