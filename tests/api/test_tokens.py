"""API tokens: less than their owner, for a while, and never more."""

from __future__ import annotations

from model.times import DAY, to_iso
from store.identity import Role
from store.identity.permissions import NEVER_IN_TOKENS, PERMISSIONS
from tests.api.site import Client, Site


def _token(site: Site, client: Client, *permissions: str, days: int = 30, **more: object) -> Client:
    body = {"name": "t", "permissions": list(permissions), "expires": to_iso(site.clock() + days * DAY), **more}
    made = client.post("/api/v1/tokens", json=body)
    assert made.status_code == 201, made.text
    bearer = site.client()
    bearer.headers["Authorization"] = f"Bearer {made.json()['secret']}"
    return bearer


def test_a_token_does_what_it_was_given_and_nothing_else(site: Site) -> None:
    bearer = _token(site, site.signed_in(Role.SYSTEM_ADMIN), "units:read")
    assert bearer.get("/api/v1/units").status_code == 200
    assert bearer.get("/api/v1/accounts").json()["code"] == "permission.missing"
    unit = {"id": "u", "name": "U", "name_zh": "单位", "kind": "department", "parent": "district"}
    assert bearer.post("/api/v1/units", json=unit).json()["code"] == "permission.missing"


def test_a_token_writes_without_a_csrf_token(site: Site) -> None:
    bearer = _token(site, site.signed_in(Role.SYSTEM_ADMIN), "units:change")
    unit = {"id": "u", "name": "U", "name_zh": "单位", "kind": "department", "parent": "district"}
    assert bearer.post("/api/v1/units", json=unit).status_code == 201
    record = site.records()[-1]
    assert record.action == "unit.added"
    assert " token:" in record.actor, "the audit trail tells the token from the person"


def test_no_token_reaches_the_account_or_makes_tokens(site: Site) -> None:
    client = site.signed_in(Role.SYSTEM_ADMIN)
    for permission in NEVER_IN_TOKENS:
        body = {"name": "t", "permissions": [permission], "expires": to_iso(site.clock() + DAY)}
        assert client.post("/api/v1/tokens", json=body).status_code == 422, permission
    bearer = _token(site, client, "units:read")
    for path in ("/api/v1/account", "/api/v1/tokens", "/api/v1/account/sessions"):
        assert bearer.get(path).status_code == 403


def test_nobody_gives_a_token_what_they_do_not_have(site: Site) -> None:
    leader = site.signed_in(Role.LEADER)
    own = set(leader.get("/api/v1/session").json()["permissions"])
    for permission in sorted(PERMISSIONS.keys() - own - NEVER_IN_TOKENS):
        body = {"name": "t", "permissions": [permission], "expires": to_iso(site.clock() + DAY)}
        assert leader.post("/api/v1/tokens", json=body).json()["code"] == "scope.forbidden", permission


def test_a_token_ends_on_its_day(site: Site) -> None:
    bearer = _token(site, site.signed_in(Role.LEADER), "units:read", days=1)
    site.clock.turn(DAY - 1)
    assert bearer.get("/api/v1/units").status_code == 200
    site.clock.turn(1)
    assert bearer.get("/api/v1/units").json()["code"] == "auth.required"


def test_a_token_cannot_be_for_ever(site: Site) -> None:
    client = site.signed_in(Role.LEADER)
    for expires in (site.clock() - 1, site.clock() + 400 * DAY):
        body = {"name": "t", "permissions": ["units:read"], "expires": to_iso(expires)}
        assert client.post("/api/v1/tokens", json=body).status_code == 422


def test_a_revoked_token_is_out_at_once(site: Site) -> None:
    client = site.signed_in(Role.LEADER)
    bearer = _token(site, client, "units:read")
    token_id = client.get("/api/v1/tokens").json()["items"][0]["id"]
    assert client.delete(f"/api/v1/tokens/{token_id}").status_code == 204
    assert bearer.get("/api/v1/units").status_code == 401
    assert client.get("/api/v1/tokens").json()["items"][0]["revoked"] is not None


def test_nobody_sees_or_revokes_anothers_token_except_an_administrator(site: Site) -> None:
    owner = site.signed_in(Role.LEADER)
    bearer = _token(site, owner, "units:read")
    token_id = owner.get("/api/v1/tokens").json()["items"][0]["id"]
    other, admin = site.signed_in(Role.LEADER), site.signed_in(Role.SYSTEM_ADMIN)
    assert other.get("/api/v1/tokens").json()["items"] == []
    assert other.delete(f"/api/v1/tokens/{token_id}").status_code == 404
    assert bearer.get("/api/v1/units").status_code == 200
    account_id = owner.get("/api/v1/account").json()["id"]
    assert admin.get(f"/api/v1/accounts/{account_id}/tokens").json()["items"][0]["id"] == token_id
    assert admin.delete(f"/api/v1/accounts/{account_id}/tokens/{token_id}").status_code == 204
    assert bearer.get("/api/v1/units").status_code == 401


def test_a_token_loses_what_its_owner_loses(site: Site) -> None:
    owner, security = site.signed_in(Role.SYSTEM_ADMIN), site.signed_in(Role.SECURITY_ADMIN)
    site.account(Role.SYSTEM_ADMIN)
    bearer = _token(site, owner, "units:read", "accounts:read")
    account_id = owner.get("/api/v1/account").json()["id"]
    assert bearer.get("/api/v1/accounts").status_code == 200
    security.put(f"/api/v1/accounts/{account_id}/roles", json={"roles": ["leader"]}, headers={"If-Match": "*"})
    assert bearer.get("/api/v1/accounts").status_code == 403
    assert bearer.get("/api/v1/units").status_code == 200


def test_a_token_for_a_unit_sees_that_unit_alone_and_nothing_once_its_owner_is_moved_away(site: Site) -> None:
    site.unit("education")
    site.unit("health")
    owner, admin = site.signed_in(Role.LEADER), site.signed_in(Role.SYSTEM_ADMIN)
    bearer = _token(site, owner, "units:read", unit="education")
    assert [u["id"] for u in bearer.get("/api/v1/units").json()["items"]] == ["education"]
    account_id = owner.get("/api/v1/account").json()["id"]
    admin.patch(f"/api/v1/accounts/{account_id}", json={"unit": "health"}, headers={"If-Match": "*"})
    assert bearer.get("/api/v1/units").json()["items"] == []


def test_a_token_cannot_be_for_a_unit_its_owner_does_not_see(site: Site) -> None:
    site.unit("education")
    owner = site.signed_in(Role.LEADER, unit="education")
    body = {"name": "t", "permissions": ["units:read"], "expires": to_iso(site.clock() + DAY), "unit": "district"}
    assert owner.post("/api/v1/tokens", json=body).json()["code"] == "scope.forbidden"


def test_a_token_says_when_and_from_where_it_was_used(site: Site) -> None:
    client = site.signed_in(Role.LEADER)
    bearer = _token(site, client, "units:read")
    assert client.get("/api/v1/tokens").json()["items"][0]["last_used"] is None
    bearer.get("/api/v1/units")
    seen = client.get("/api/v1/tokens").json()["items"][0]
    assert seen["last_used"] == to_iso(site.clock())
    assert seen["last_address"] == "127.0.0.1"


def test_a_wrong_bearer_is_not_helped_by_a_cookie(site: Site) -> None:
    client = site.signed_in(Role.LEADER)
    for header in ("Bearer x", "Bearer", "Basic eDp5", "Bearer fst_0000000000000000_" + "A" * 43, "nonsense"):
        answer = client.get("/api/v1/units", headers={"Authorization": header})
        assert answer.json()["code"] == "auth.required"
        assert answer.headers["www-authenticate"] == "Bearer"
