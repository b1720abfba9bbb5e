"""What administrators may do to accounts, and what no permission allows."""

from __future__ import annotations

from typing import Any

from store.identity import Role
from tests.api.site import PASSWORD, Client, Site


def _set_roles(client: Client, account_id: str, *roles: Role) -> Any:
    return client.put(
        f"/api/v1/accounts/{account_id}/roles", json={"roles": [str(r) for r in roles]}, headers={"If-Match": "*"}
    )


def _change(client: Client, account_id: str, **values: object) -> Any:
    return client.patch(f"/api/v1/accounts/{account_id}", json=values, headers={"If-Match": "*"})


def test_making_an_account_takes_two_administrators(site: Site) -> None:
    system, security = site.signed_in(Role.SYSTEM_ADMIN), site.signed_in(Role.SECURITY_ADMIN)
    made = system.post("/api/v1/accounts", json={"name": "li.na", "display_name": "李娜", "unit": "district"})
    account_id, password = made.json()["account"]["id"], made.json()["password"]
    assert made.json()["account"]["roles"] == []
    assert _set_roles(system, account_id, Role.ANALYST).json()["code"] == "permission.missing"
    assert _set_roles(security, account_id, Role.ANALYST).status_code == 200
    new = site.client()
    assert new.sign_in("li.na", password).json()["must"] == "password"


def test_no_account_gets_two_of_the_three_administrations(site: Site) -> None:
    security = site.signed_in(Role.SECURITY_ADMIN)
    account = site.account()
    for one, two in ((0, 1), (1, 2), (0, 2)):
        three = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
        answer = _set_roles(security, account.id, three[one], three[two])
        assert (answer.status_code, answer.json()["code"]) == (422, "input.unusable")
    assert _set_roles(security, account.id, Role.SYSTEM_ADMIN, Role.ANALYST).status_code == 200


def test_nobody_changes_their_own_roles_unit_or_state(site: Site) -> None:
    security, system = site.signed_in(Role.SECURITY_ADMIN), site.signed_in(Role.SYSTEM_ADMIN)
    site.account(Role.SYSTEM_ADMIN)
    site.unit("education")
    me = security.get("/api/v1/account").json()["id"]
    assert _set_roles(security, me, Role.SECURITY_ADMIN, Role.ANALYST).json()["code"] == "conflict"
    me = system.get("/api/v1/account").json()["id"]
    assert _change(system, me, disabled=True).json()["code"] == "conflict"
    assert _change(system, me, unit="education").json()["code"] == "conflict"
    assert system.post(f"/api/v1/accounts/{me}/password-reset").json()["code"] == "scope.forbidden"


def test_the_last_holder_of_an_administration_stays(site: Site) -> None:
    security, system = site.signed_in(Role.SECURITY_ADMIN), site.signed_in(Role.SYSTEM_ADMIN)
    auditor = site.account(Role.AUDIT_ADMIN)
    assert _set_roles(security, auditor.id).json()["code"] == "conflict"
    assert _change(system, auditor.id, disabled=True).json()["code"] == "conflict"
    site.account(Role.AUDIT_ADMIN)
    assert _change(system, auditor.id, disabled=True).status_code == 200


def test_an_administrators_credentials_are_not_reset_over_http(site: Site) -> None:
    """Otherwise the system administrator could sign in as the audit administrator."""
    system = site.signed_in(Role.SYSTEM_ADMIN)
    for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
        other = site.account(role)
        assert system.post(f"/api/v1/accounts/{other.id}/password-reset").json()["code"] == "scope.forbidden"
        assert system.delete(f"/api/v1/accounts/{other.id}/second-factor").json()["code"] == "scope.forbidden"
        assert site.client().sign_in(other.name).status_code == 201


def test_a_reset_password_is_good_once_and_ends_sessions_and_tokens(site: Site) -> None:
    account = site.account(Role.ANALYST)
    client, system = site.client(), site.signed_in(Role.SYSTEM_ADMIN)
    client.sign_in(account.name)
    made = client.post(
        "/api/v1/tokens", json={"name": "t", "permissions": ["units:read"], "expires": "2027-01-01T00:00:00Z"}
    )
    bearer = site.client()
    bearer.headers["Authorization"] = f"Bearer {made.json()['secret']}"
    assert bearer.get("/api/v1/units").status_code == 200
    password = system.post(f"/api/v1/accounts/{account.id}/password-reset").json()["password"]
    assert client.get("/api/v1/session").status_code == 401
    assert bearer.get("/api/v1/units").status_code == 401
    assert site.client().sign_in(account.name).status_code == 401
    assert client.sign_in(account.name, password).json()["must"] == "password"
    assert (
        client.put("/api/v1/account/password", json={"current": password, "password": PASSWORD}).status_code == 422
    ), "one used before"


def test_a_withdrawn_role_ends_at_once(site: Site) -> None:
    security, account = site.signed_in(Role.SECURITY_ADMIN), site.account(Role.SYSTEM_ADMIN)
    site.account(Role.SYSTEM_ADMIN)
    client = site.client()
    client.sign_in(account.name)
    assert client.get("/api/v1/accounts").status_code == 200
    assert _set_roles(security, account.id, Role.LEADER).status_code == 200
    assert client.get("/api/v1/accounts").status_code == 401
    client.sign_in(account.name)
    assert client.get("/api/v1/accounts").json()["code"] == "permission.missing"


def test_a_disabled_account_is_out_at_once_and_back_when_enabled(site: Site) -> None:
    account, system = site.account(Role.ANALYST), site.signed_in(Role.SYSTEM_ADMIN)
    client = site.client()
    client.sign_in(account.name)
    assert _change(system, account.id, disabled=True).status_code == 200
    assert client.get("/api/v1/session").status_code == 401
    assert client.sign_in(account.name).status_code == 401
    assert _change(system, account.id, disabled=False).status_code == 200
    assert client.sign_in(account.name).status_code == 201


def test_administrators_of_a_unit_reach_only_its_accounts(site: Site) -> None:
    site.unit("education")
    site.unit("school", "education")
    site.unit("health")
    system = site.signed_in(Role.SYSTEM_ADMIN, unit="education")
    security = site.signed_in(Role.SECURITY_ADMIN, unit="education")
    below, beside, above = site.account(unit="school"), site.account(unit="health"), site.account()
    ids = {account["id"] for account in system.get("/api/v1/accounts?limit=500").json()["items"]}
    assert below.id in ids
    assert not ids & {beside.id, above.id}
    for other in (beside, above):
        assert system.get(f"/api/v1/accounts/{other.id}").status_code == 404
        assert _change(system, other.id, display_name="x").status_code == 404
        assert _set_roles(security, other.id, Role.ANALYST).status_code == 404
        assert system.post(f"/api/v1/accounts/{other.id}/password-reset").status_code == 404
    assert _change(system, below.id, unit="health").json()["code"] == "scope.forbidden"
    added = system.post("/api/v1/accounts", json={"name": "spy", "display_name": "x", "unit": "health"})
    assert added.json()["code"] == "scope.forbidden"
    assert _set_roles(security, below.id, Role.ANALYST).status_code == 200


def test_a_moved_account_sees_what_its_new_unit_sees(site: Site) -> None:
    site.unit("education")
    site.unit("health")
    account, system = site.account(Role.LEADER, unit="education"), site.signed_in(Role.SYSTEM_ADMIN)
    client = site.client()
    client.sign_in(account.name)
    assert [u["id"] for u in client.get("/api/v1/units").json()["items"]] == ["education"]
    assert _change(system, account.id, unit="health").status_code == 200
    assert [u["id"] for u in client.get("/api/v1/units").json()["items"]] == ["health"]


def test_pages_neither_repeat_nor_skip(site: Site) -> None:
    for _ in range(12):
        site.account()
    system = site.signed_in(Role.SYSTEM_ADMIN)
    everybody = [a["id"] for a in system.get("/api/v1/accounts?limit=500").json()["items"]]
    seen, cursor = [], ""
    while True:
        page = system.get("/api/v1/accounts", params={"limit": 5, **({"cursor": cursor} if cursor else {})}).json()
        seen += [a["id"] for a in page["items"]]
        cursor = page["cursor"]
        if cursor is None:
            break
    assert seen == everybody
    assert len(seen) == 13


def test_a_made_up_cursor_is_refused(shared_site: Site) -> None:
    system = shared_site.signed_in(Role.SYSTEM_ADMIN)
    for cursor in ("x", "W10", "WzEsIDJd", "🦉", "A" * 513):
        answer = system.get("/api/v1/accounts", params={"cursor": cursor})
        assert answer.status_code == 422, cursor


def test_hostile_names_come_back_as_they_were_given(site: Site) -> None:
    system = site.signed_in(Role.SYSTEM_ADMIN)
    for n, name in enumerate(
        ("<script>alert(1)</script>", "=cmd|' /C calc'!A0", "\u202egnp.exe", "'; DROP TABLE accounts; --")
    ):
        made = system.post("/api/v1/accounts", json={"name": f"p{n}x", "display_name": name, "unit": "district"})
        assert made.status_code == 201, made.text
        assert made.headers["content-type"] == "application/json"
        assert made.json()["account"]["display_name"] == name
