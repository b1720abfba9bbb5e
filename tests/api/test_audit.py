"""Every change and every sensitive read is a record, and only the audit administrator reads them."""

from __future__ import annotations

from model.times import DAY, to_iso
from store import ledger
from store.identity import Role
from tests.api.site import PASSWORD, Client, Site


def _new_actions(site: Site, before: int) -> list[str]:
    return [record.action for record in site.records()[before:]]


def test_every_change_over_http_leaves_its_record(site: Site) -> None:
    system, security = site.signed_in(Role.SYSTEM_ADMIN), site.signed_in(Role.SECURITY_ADMIN)
    site.account(Role.SYSTEM_ADMIN)
    anybody = {"If-Match": "*"}

    def expect(*actions: str, answer: object) -> None:
        nonlocal before
        assert answer.status_code < 300, answer.text  # type: ignore[attr-defined]
        found = _new_actions(site, before)
        assert found == list(actions)
        before += len(found)

    before = len(site.records())
    made = system.post("/api/v1/accounts", json={"name": "li.na", "display_name": "李娜", "unit": "district"})
    expect("account.added", answer=made)
    account = f"/api/v1/accounts/{made.json()['account']['id']}"
    expect("account.roles", answer=security.put(f"{account}/roles", json={"roles": ["analyst"]}, headers=anybody))
    expect("account.changed", answer=system.patch(account, json={"display_name": "李"}, headers=anybody))
    expect("account.unlocked", answer=system.post(f"{account}/unlock"))
    expect("account.second_factor_reset", answer=system.delete(f"{account}/second-factor"))
    reset = system.post(f"{account}/password-reset")
    expect("account.password_reset", answer=reset)
    client = site.client()
    expect("sign_in.accepted", answer=client.sign_in("li.na", reset.json()["password"]))
    body = {"current": reset.json()["password"], "password": PASSWORD}
    expect("account.password_changed", answer=client.put("/api/v1/account/password", json=body))
    token = {"name": "t", "permissions": ["units:read"], "expires": to_iso(site.clock() + DAY)}
    added = client.post("/api/v1/tokens", json=token)
    expect("token.added", answer=added)
    expect("token.revoked", answer=client.delete(f"/api/v1/tokens/{added.json()['token']['id']}"))
    expect("account.changed", answer=client.patch("/api/v1/account", json={"language": "en"}))
    expect("session.ended", answer=client.delete("/api/v1/session"))
    client.sign_in("li.na")
    before += 1
    expect("session.ended", answer=system.delete(f"{account}/sessions"))
    unit = {"id": "u", "name": "U", "name_zh": "单位", "kind": "department", "parent": "district"}
    expect("unit.added", answer=system.post("/api/v1/units", json=unit))
    expect("unit.renamed", answer=system.patch("/api/v1/units/u", json={"name": "V"}, headers=anybody))
    expect("unit.removed", answer=system.delete("/api/v1/units/u"))


def test_a_refused_change_leaves_no_trace_of_a_change(site: Site) -> None:
    system = site.signed_in(Role.SYSTEM_ADMIN)
    before = site.actions()
    assert system.post("/api/v1/units", json={"id": "district"}).status_code == 422
    assert system.delete("/api/v1/units/district").status_code == 422
    assert site.actions() == before


def test_refused_sign_ins_say_why_in_the_trail_and_never_hold_what_was_typed(site: Site) -> None:
    account = site.account(Role.ANALYST)
    site.client().sign_in(account.name, "a-wrong-password")
    site.client().sign_in("my-password-in-the-wrong-field", "x")
    wrong, unknown = site.records()[-2:]
    assert (wrong.action, wrong.details["how"]) == ("sign_in.refused", "password")
    assert (unknown.object, unknown.details["how"]) == ("account:unknown", "unknown")
    text = str(site.records())
    assert "a-wrong-password" not in text
    assert "my-password" not in text


def test_no_secret_stands_in_the_trail(site: Site) -> None:
    system = site.signed_in(Role.SYSTEM_ADMIN)
    made = system.post("/api/v1/accounts", json={"name": "li.na", "display_name": "李娜", "unit": "district"}).json()
    body = {"name": "t", "permissions": ["units:read"], "expires": to_iso(site.clock() + DAY)}
    secret = system.post("/api/v1/tokens", json=body).json()["secret"]
    text = str(site.records())
    for hidden in (made["password"], secret, secret[-43:], PASSWORD, system.cookies["fengsui"], system.csrf):
        assert hidden not in text


def test_reading_the_trail_is_in_the_trail(site: Site) -> None:
    auditor = site.signed_in(Role.AUDIT_ADMIN)
    page = auditor.get("/api/v1/audit", params={"action": "sign_in.", "limit": 5}).json()
    assert {record["action"] for record in page["items"]} == {"sign_in.accepted"}
    last = site.records()[-1]
    assert (last.action, last.details["action"]) == ("audit.read", "sign_in.")
    assert auditor.get("/api/v1/audit/1").json()["action"] == "ledger.opened"
    assert site.records()[-1].object == "ledger:1"


def test_the_trail_is_read_by_time_actor_and_object_and_page_by_page(site: Site) -> None:
    auditor = site.signed_in(Role.AUDIT_ADMIN)
    start = to_iso(site.clock())
    account = site.account(Role.ANALYST)
    site.wait_a_minute()
    end = to_iso(site.clock())
    site.account(Role.ANALYST)
    found = auditor.get("/api/v1/audit", params={"start": start, "end": end, "actor": "test"}).json()["items"]
    assert {record["object"] for record in found} >= {f"account:{account.id}"}
    of_it = auditor.get("/api/v1/audit", params={"object": f"account:{account.id}", "limit": 1}).json()
    rest = auditor.get("/api/v1/audit", params={"object": f"account:{account.id}", "cursor": of_it["cursor"]}).json()
    assert [r["action"] for r in (*of_it["items"], *rest["items"])] == ["account.roles", "account.added"]


def test_accounts_stand_in_the_trail_with_the_name_they_are_shown_as(site: Site) -> None:
    auditor, system = site.signed_in(Role.AUDIT_ADMIN), site.signed_in(Role.SYSTEM_ADMIN)
    made = system.post("/api/v1/accounts", json={"name": "li.na", "display_name": "李娜", "unit": "district"}).json()
    of_it = {"object": f"account:{made['account']['id']}"}
    site.client().sign_in("li.na", made["password"])
    signed_in, added = auditor.get("/api/v1/audit", params=of_it).json()["items"]
    assert (signed_in["actor"], signed_in["actor_name"]) == ("account:li.na", "李娜")
    assert (added["object"], added["object_name"]) == (of_it["object"], "李娜")
    first = auditor.get("/api/v1/audit/1").json()
    assert (first["actor_name"], first["object_name"]) == (None, None)


def test_what_was_done_over_http_verifies(site: Site) -> None:
    client: Client = site.signed_in(Role.SYSTEM_ADMIN)
    for n in range(5):
        client.post("/api/v1/accounts", json={"name": f"p{n}", "display_name": "人", "unit": "district"})
    report = ledger.verify_database(site.settings.state_file)
    assert report.ok, report
    assert report.records == len(site.records())
