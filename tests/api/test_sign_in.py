"""Signing in and out, passwords, locks, second factors."""

from __future__ import annotations

import pyotp
import pytest

from api.server import first_accounts
from model.times import DAY, HOUR, MINUTE, SECOND
from store.identity import Role
from tests.api.site import PASSWORD, Site, a_site


def test_the_first_accounts_hold_one_role_each_and_their_passwords_must_be_changed(site: Site) -> None:
    first = first_accounts(site.state, site.settings, now=site.clock())
    assert {p.role for p in first} == {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.ANALYST}
    assert len({p.password for p in first}) == 4
    for account in first:
        client = site.client()
        assert client.sign_in(account.name, account.password).json()["must"] == "password"
        assert client.get("/api/v1/units").json()["code"] == "account.password_change_needed"
        change = client.put("/api/v1/account/password", json={"current": account.password, "password": PASSWORD})
        assert change.status_code == 204, change.text
        assert client.get("/api/v1/units").status_code == 200
        assert client.get("/api/v1/session").json()["must"] is None
    assert first_accounts(site.state, site.settings, now=site.clock()) == [], "used ones are not renewed"


def test_an_unused_one_time_password_is_replaced_at_the_next_start(site: Site) -> None:
    before = {p.name: p.password for p in first_accounts(site.state, site.settings, now=site.clock())}
    after = {p.name: p.password for p in first_accounts(site.state, site.settings, now=site.clock())}
    assert before.keys() == after.keys()
    assert site.client().sign_in("sysadmin", before["sysadmin"]).status_code == 401
    assert site.client().sign_in("sysadmin", after["sysadmin"]).status_code == 201


def test_there_are_no_default_accounts_or_passwords(site: Site) -> None:
    for name, password in (("admin", "admin"), ("sysadmin", "sysadmin"), ("root", "password")):
        assert site.client().sign_in(name, password).json()["code"] == "sign_in.refused"


def test_unknown_names_wrong_passwords_locked_and_disabled_accounts_are_refused_alike(site: Site) -> None:
    right, disabled = site.account(Role.ANALYST), site.account(Role.ANALYST)
    admin = site.signed_in(Role.SYSTEM_ADMIN)
    tag = admin.get(f"/api/v1/accounts/{disabled.id}").headers["etag"]
    assert (
        admin.patch(f"/api/v1/accounts/{disabled.id}", json={"disabled": True}, headers={"If-Match": tag}).status_code
        == 200
    )
    answers = [
        site.client().sign_in("nobody-here"),
        site.client().sign_in(right.name, "wrong"),
        site.client().sign_in(disabled.name),
    ]
    for _ in range(5):
        site.client().sign_in(right.name, "wrong")
    answers.append(site.client().sign_in(right.name))
    said = [{k: v for k, v in answer.json().items() if k != "request_id"} for answer in answers]
    assert all(one == said[0] for one in said)
    assert said[0]["code"] == "sign_in.refused"
    assert not any(answer.cookies for answer in answers)


def test_an_account_locks_after_five_failures_and_the_lock_doubles(site: Site) -> None:
    account = site.account(Role.ANALYST)
    for _ in range(5):
        site.client().sign_in(account.name, "wrong")
    assert site.client().sign_in(account.name).status_code == 401
    site.clock.turn(MINUTE - SECOND)
    assert site.client().sign_in(account.name).status_code == 401
    site.clock.turn(SECOND)
    site.client().sign_in(account.name, "wrong")
    site.clock.turn(MINUTE)
    assert site.client().sign_in(account.name).status_code == 401, "two minutes now"
    site.clock.turn(MINUTE)
    assert site.client().sign_in(account.name).status_code == 201
    assert "account.locked" in site.actions()


def test_a_lock_never_lasts_longer_than_the_settings_say(site: Site) -> None:
    account = site.account(Role.ANALYST)
    for _ in range(40):
        site.client().sign_in(account.name, "wrong")
        site.clock.turn(30 * MINUTE)
    assert site.client().sign_in(account.name).status_code == 201


def test_an_administrator_ends_a_lock(site: Site) -> None:
    account = site.account(Role.ANALYST)
    for _ in range(5):
        site.client().sign_in(account.name, "wrong")
    admin = site.signed_in(Role.SYSTEM_ADMIN)
    assert admin.get(f"/api/v1/accounts/{account.id}").json()["locked_until"] is not None
    assert admin.post(f"/api/v1/accounts/{account.id}/unlock").status_code == 200
    assert site.client().sign_in(account.name).status_code == 201


@pytest.mark.parametrize(
    ("password", "reasons"),
    [
        ("short1A!", {"too_short"}),
        ("onlysmallletters", {"too_few_kinds"}),
        ("Password123!", {"common"}),
        ("P@ssw0rd2024!", {"common"}),
        ("AAAAaaaa1111", {"too_few_different"}),
        ("x" * 300, {"too_long"}),
        (PASSWORD, {"used_before"}),
    ],
)
def test_a_weak_password_is_refused_with_every_reason(shared_site: Site, password: str, reasons: set[str]) -> None:
    client = shared_site.signed_in(Role.ANALYST)
    answer = client.put("/api/v1/account/password", json={"current": PASSWORD, "password": password})
    assert answer.status_code == 422
    assert answer.json()["code"] == "password.weak"
    assert {reason["reason"] for reason in answer.json()["reasons"]} >= reasons


def test_a_password_may_not_hold_the_name(site: Site) -> None:
    account = site.account(Role.ANALYST, name="wang.xiaoming")
    client = site.client()
    client.sign_in(account.name)
    answer = client.put("/api/v1/account/password", json={"current": PASSWORD, "password": "Xiaoming-2026-aB"})
    assert {reason["reason"] for reason in answer.json()["reasons"]} == {"contains_name"}


def test_earlier_passwords_are_not_accepted_again(site: Site) -> None:
    client = site.signed_in(Role.ANALYST)
    current = PASSWORD
    for n in range(4):
        new = f"Another-owl at {n} towers"
        answer = client.put("/api/v1/account/password", json={"current": current, "password": new})
        assert answer.status_code == 204, answer.text
        current = new
    again = client.put("/api/v1/account/password", json={"current": current, "password": PASSWORD})
    assert [reason["reason"] for reason in again.json()["reasons"]] == ["used_before"]


def test_a_new_password_needs_the_old_one_and_ends_the_other_sessions(site: Site) -> None:
    account = site.account(Role.ANALYST)
    one, other = site.client(), site.client()
    one.sign_in(account.name)
    other.sign_in(account.name)
    before = one.cookies["fengsui"]
    refused = one.put("/api/v1/account/password", json={"current": "no", "password": "A new owl 8 towers"})
    assert refused.json()["code"] == "sign_in.refused"
    assert (
        one.put("/api/v1/account/password", json={"current": PASSWORD, "password": "A new owl 8 towers"}).status_code
        == 204
    )
    assert one.get("/api/v1/session").status_code == 200
    assert one.cookies["fengsui"] != before, "the token is exchanged"
    assert other.get("/api/v1/session").status_code == 401
    stale = site.client()
    stale.cookies.set("fengsui", before)
    assert stale.get("/api/v1/session").status_code == 401


def test_guessing_the_current_password_in_a_session_locks_too(site: Site) -> None:
    client = site.signed_in(Role.ANALYST)
    for _ in range(5):
        client.put("/api/v1/account/password", json={"current": "no", "password": "A new owl 8 towers"})
    answer = client.put("/api/v1/account/password", json={"current": PASSWORD, "password": "A new owl 8 towers"})
    assert answer.status_code == 401


def test_an_old_password_must_be_renewed(site: Site) -> None:
    account = site.account(Role.ANALYST)
    site.clock.turn(91 * DAY)
    assert site.client().sign_in(account.name).json()["must"] == "password"


def _enrol(site: Site, client: object) -> tuple[str, list[str]]:
    begun = client.post("/api/v1/account/second-factor", json={"password": PASSWORD})  # type: ignore[attr-defined]
    assert begun.status_code == 201, begun.text
    secret = begun.json()["secret"]
    code = pyotp.TOTP(secret).at(site.clock() // SECOND)
    done = client.put("/api/v1/account/second-factor", json={"code": code})  # type: ignore[attr-defined]
    assert done.status_code == 200, done.text
    return secret, done.json()["codes"]


def test_with_a_second_factor_the_password_alone_lets_nobody_in(site: Site) -> None:
    account = site.account(Role.ANALYST)
    client = site.client()
    client.sign_in(account.name)
    secret, _ = _enrol(site, client)
    assert site.client().sign_in(account.name).json()["code"] == "sign_in.code_needed"
    assert site.client().sign_in(account.name, "wrong").json()["code"] == "sign_in.refused"
    assert site.client().sign_in(account.name, code="000000").json()["code"] == "sign_in.refused"
    site.clock.turn(30 * SECOND)
    code = pyotp.TOTP(secret).at(site.clock() // SECOND)
    assert site.client().sign_in(account.name, code=code).status_code == 201
    assert site.client().sign_in(account.name, code=code).status_code == 401, "a code is good once"


def test_an_old_or_early_code_is_not_accepted(site: Site) -> None:
    account = site.account(Role.ANALYST)
    client = site.client()
    client.sign_in(account.name)
    secret, _ = _enrol(site, client)
    site.clock.turn(10 * MINUTE)
    for distance in (-90, 90):
        code = pyotp.TOTP(secret).at(site.clock() // SECOND + distance)
        assert site.client().sign_in(account.name, code=code).status_code == 401


def test_wrong_codes_lock_the_account(site: Site) -> None:
    account = site.account(Role.ANALYST)
    client = site.client()
    client.sign_in(account.name)
    secret, _ = _enrol(site, client)
    for _ in range(5):
        site.client().sign_in(account.name, code="123456")
    site.clock.turn(30 * SECOND)
    assert site.client().sign_in(account.name, code=pyotp.TOTP(secret).at(site.clock() // SECOND)).status_code == 401


def test_a_recovery_code_replaces_a_code_once(site: Site) -> None:
    account = site.account(Role.ANALYST)
    client = site.client()
    client.sign_in(account.name)
    _, codes = _enrol(site, client)
    assert len(set(codes)) == 10
    assert site.client().sign_in(account.name, code=codes[0].upper()).status_code == 201
    assert site.client().sign_in(account.name, code=codes[0]).status_code == 401
    assert client.get("/api/v1/account").json()["recovery_codes_left"] == 9


def test_secrets_of_second_factors_and_tokens_do_not_stand_in_the_database(site: Site) -> None:
    client = site.signed_in(Role.ANALYST)
    secret, codes = _enrol(site, client)
    cookie = client.cookies["fengsui"]
    kept = b"".join(path.read_bytes() for path in site.settings.data.glob("state.db*"))
    for text in (secret, codes[0], codes[0].replace("-", ""), cookie, PASSWORD):
        assert text.encode() not in kept


def test_the_second_factor_is_turned_off_with_the_password_only(site: Site) -> None:
    account = site.account(Role.ANALYST)
    client = site.client()
    client.sign_in(account.name)
    _enrol(site, client)
    assert client.post("/api/v1/account/second-factor/off", json={"password": "no"}).status_code == 401
    assert client.post("/api/v1/account/second-factor/off", json={"password": PASSWORD}).status_code == 204
    assert site.client().sign_in(account.name).status_code == 201


def test_where_the_settings_demand_it_an_administrator_sets_up_a_second_factor_first(tmp_path: object) -> None:
    with a_site(tmp_path, identity={"second_factor": "administrators"}) as site:  # type: ignore[arg-type]
        assert site.signed_in(Role.ANALYST).get("/api/v1/units").status_code == 200
        admin = site.signed_in(Role.SYSTEM_ADMIN)
        assert admin.get("/api/v1/session").json()["must"] == "totp"
        assert admin.get("/api/v1/accounts").json()["code"] == "account.second_factor_needed"
        _enrol(site, admin)
        assert admin.get("/api/v1/accounts").status_code == 200
        assert admin.post("/api/v1/account/second-factor/off", json={"password": PASSWORD}).status_code == 204
        assert admin.get("/api/v1/accounts").json()["code"] == "account.second_factor_needed"


def test_a_session_ends_when_it_idles(site: Site) -> None:
    client = site.signed_in(Role.ANALYST)
    for _ in range(4):
        site.clock.turn(29 * MINUTE)
        assert client.get("/api/v1/session").status_code == 200
    site.clock.turn(30 * MINUTE)
    assert client.get("/api/v1/session").json()["code"] == "auth.required"


def test_a_session_ends_after_twelve_hours_however_busy(site: Site) -> None:
    client = site.signed_in(Role.ANALYST)
    for _ in range(47):
        site.clock.turn(15 * MINUTE)
        assert client.get("/api/v1/session").status_code == 200
    site.clock.turn(12 * HOUR - 47 * 15 * MINUTE)
    assert client.get("/api/v1/session").status_code == 401


def test_signing_out_ends_the_session_for_whoever_copied_the_cookie(site: Site) -> None:
    client, thief = site.signed_in(Role.ANALYST), site.client()
    thief.cookies.set("fengsui", client.cookies["fengsui"])
    assert thief.get("/api/v1/session").status_code == 200
    assert client.delete("/api/v1/session").status_code == 204
    assert "fengsui" not in client.cookies
    assert thief.get("/api/v1/session").status_code == 401


def test_people_see_their_sessions_and_end_them(site: Site) -> None:
    account = site.account(Role.ANALYST)
    one, two, three = site.client(), site.client(), site.client()
    for client in (one, two, three):
        client.sign_in(account.name)
    seen = one.get("/api/v1/account/sessions").json()["items"]
    assert len(seen) == 3
    assert [s["current"] for s in seen].count(True) == 1
    other = two.get("/api/v1/session").json()["id"]
    assert one.delete(f"/api/v1/account/sessions/{other}").status_code == 204
    assert two.get("/api/v1/session").status_code == 401
    assert one.delete("/api/v1/account/sessions").status_code == 204
    assert three.get("/api/v1/session").status_code == 401
    assert one.get("/api/v1/session").status_code == 200


def test_nobody_ends_somebody_elses_session(site: Site) -> None:
    mine, theirs = site.signed_in(Role.ANALYST), site.signed_in(Role.ANALYST)
    session_id = theirs.get("/api/v1/session").json()["id"]
    assert mine.delete(f"/api/v1/account/sessions/{session_id}").status_code == 404
    assert theirs.get("/api/v1/session").status_code == 200


def test_an_administrator_signs_somebody_out(site: Site) -> None:
    account = site.account(Role.ANALYST)
    client, admin = site.client(), site.signed_in(Role.SYSTEM_ADMIN)
    client.sign_in(account.name)
    assert admin.delete(f"/api/v1/accounts/{account.id}/sessions").status_code == 204
    assert client.get("/api/v1/session").status_code == 401


def test_too_many_sessions_end_the_oldest(site: Site) -> None:
    account = site.account(Role.ANALYST)
    clients = []
    for _ in range(11):
        site.clock.turn(SECOND)
        clients.append(site.client())
        clients[-1].sign_in(account.name)
    assert [client.get("/api/v1/session").status_code for client in clients] == [401, *[200] * 10]


def test_sign_in_is_limited_per_address(tmp_path: object) -> None:
    with a_site(tmp_path, api={"sign_ins_per_minute": 3}) as site:  # type: ignore[arg-type]
        answers = [site.client().sign_in("nobody") for _ in range(5)]
        assert [a.status_code for a in answers] == [401, 401, 401, 429, 429]
        assert int(answers[-1].headers["retry-after"]) > 0


def test_cookies_are_for_this_site_alone(site: Site) -> None:
    answer = site.client().sign_in(site.account(Role.ANALYST).name)
    session, csrf = (c.lower() for c in answer.headers.get_list("set-cookie"))
    assert "httponly" in session
    assert "samesite=strict" in session
    assert "samesite=strict" in csrf
    assert "httponly" not in csrf
    assert "domain" not in session
