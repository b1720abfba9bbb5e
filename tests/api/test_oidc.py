"""Signing in at an identity provider: a real one, on loopback, honest and otherwise."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from joserfc.jwk import RSAKey

from model.times import MINUTE
from pipeline.settings import OidcSettings
from store.identity import Role, accounts
from tests.api.provider import (
    CLIENT,
    SECRET,
    Provider,
    a_provider,
    signed_by_somebody_else,
    signed_with_the_secret,
    unsigned,
)
from tests.api.site import Client, Site, a_site

CALLBACK = "http://127.0.0.1/api/v1/oidc/callback"


@pytest.fixture
def provider() -> Iterator[Provider]:
    with a_provider() as running:
        running.redirect = CALLBACK
        yield running


@contextmanager
def joined(folder: Path, provider: Provider, **more: Any) -> Iterator[Site]:
    secret = folder / "secret"
    secret.write_text(SECRET + "\n")
    settings: dict[str, Any] = {
        "issuer": provider.address,
        "client_id": CLIENT,
        "client_secret_file": None if provider.public else secret,
        "redirect_url": CALLBACK,
        **more,
    }
    with a_site(folder, identity={"oidc": OidcSettings(**settings)}) as site:
        for unit in ("education", "health"):
            site.unit(unit)
        yield site


def _go(client: Client) -> httpx.Response:
    """What a browser does: to the provider and back."""
    begun = client.get("/api/v1/oidc/begin")
    assert begun.status_code == 303, begun.text
    with httpx.Client(trust_env=False, timeout=90) as browser:
        back = browser.get(begun.headers["location"]).headers["location"]
    assert back.startswith(CALLBACK)
    return client.get("/api/v1/oidc/callback" + back.removeprefix(CALLBACK))


def _me(client: Client) -> Any:
    return client.get("/api/v1/session").json()


def test_somebody_new_gets_an_account_without_any_right(tmp_path: Path, provider: Provider) -> None:
    with joined(tmp_path, provider) as site:
        client = site.client()
        back = _go(client)
        assert (back.status_code, back.headers["location"]) == (303, "/")
        me = _me(client)
        assert (me["name"], me["display_name"], me["roles"]) == ("li.na", "李娜", [])
        assert me["permissions"] == ["account:own"]
        assert client.get("/api/v1/units").status_code == 403
        assert site.actions()[-2:] == ["account.added", "sign_in.accepted"]


def test_coming_back_one_is_the_same_person_even_under_another_name(tmp_path: Path, provider: Provider) -> None:
    with joined(tmp_path, provider) as site:
        one, two = site.client(), site.client()
        _go(one)
        provider.person["preferred_username"] = "li.na2"
        _go(two)
        assert _me(one)["account"] == _me(two)["account"]
        provider.person["sub"] = "1002"
        three = site.client()
        _go(three)
        assert _me(three)["account"] != _me(one)["account"]


def test_a_provider_cannot_take_over_a_local_account_by_its_name(tmp_path: Path, provider: Provider) -> None:
    with joined(tmp_path, provider) as site:
        local = site.account(Role.SYSTEM_ADMIN, name="li.na")
        client = site.client()
        _go(client)
        assert _me(client)["name"] == "li.na-2"
        assert _me(client)["account"] != local.id
        assert _me(client)["roles"] == []


def test_claims_give_roles_and_a_unit_by_the_settings_table_and_are_followed(
    tmp_path: Path, provider: Provider
) -> None:
    tables = {
        "roles": {"soc": ["analyst"], "chief": ["leader", "duty_officer"]},
        "units": {"edu": "education", "hlt": "health"},
    }
    with joined(tmp_path, provider, **tables) as site:
        client = site.client()
        provider.person |= {"roles": ["soc", "unknown", 7], "unit": "edu"}
        _go(client)
        assert (_me(client)["roles"], _me(client)["unit"]) == (["analyst"], "education")
        provider.person |= {"roles": "chief", "unit": "hlt"}
        _go(client)
        assert (set(_me(client)["roles"]), _me(client)["unit"]) == ({"leader", "duty_officer"}, "health")
        provider.person |= {"roles": None}
        _go(client)
        assert _me(client)["roles"] == []


def test_claims_that_would_join_two_administrations_let_nobody_in(tmp_path: Path, provider: Provider) -> None:
    with joined(tmp_path, provider, roles={"a": ["system_admin"], "b": ["audit_admin"]}) as site:
        client = site.client()
        provider.person["roles"] = ["a", "b"]
        assert _go(client).status_code == 422
        assert client.get("/api/v1/session").status_code == 401
        with site.state.reading() as tx:
            assert accounts.by_name(tx, "li.na") is None


def test_without_a_mapping_roles_granted_here_stay(tmp_path: Path, provider: Provider) -> None:
    with joined(tmp_path, provider) as site:
        client, security = site.client(), site.signed_in(Role.SECURITY_ADMIN)
        _go(client)
        account_id = _me(client)["account"]
        security.put(f"/api/v1/accounts/{account_id}/roles", json={"roles": ["leader"]}, headers={"If-Match": "*"})
        _go(client)
        assert _me(client)["roles"] == ["leader"]


def test_a_disabled_account_stays_out(tmp_path: Path, provider: Provider) -> None:
    with joined(tmp_path, provider) as site:
        client, system = site.client(), site.signed_in(Role.SYSTEM_ADMIN)
        _go(client)
        account_id = _me(client)["account"]
        system.patch(f"/api/v1/accounts/{account_id}", json={"disabled": True}, headers={"If-Match": "*"})
        assert _go(client).json()["code"] == "sign_in.refused"
        assert client.get("/api/v1/session").status_code == 401


def test_a_provider_account_has_no_password_here(tmp_path: Path, provider: Provider) -> None:
    with joined(tmp_path, provider) as site:
        client = site.client()
        _go(client)
        for password in ("", " ", "None"):
            assert site.client().sign_in("li.na", password).status_code in (401, 422)
        body = {"current": "x", "password": "A new owl 8 towers"}
        assert client.put("/api/v1/account/password", json=body).status_code == 401


def test_a_public_client_needs_no_secret(tmp_path: Path, provider: Provider) -> None:
    provider.public = True
    with joined(tmp_path, provider) as site:
        client = site.client()
        assert _go(client).status_code == 303
        assert _me(client)["name"] == "li.na"


def _old(claims: dict[str, Any]) -> dict[str, Any]:
    return claims | {"iat": time.time() - 9_000, "exp": time.time() - 3_600}


@pytest.mark.parametrize(
    "twist",
    [
        lambda c: c | {"nonce": "another"},
        lambda c: {k: v for k, v in c.items() if k != "nonce"},
        lambda c: c | {"aud": "another"},
        lambda c: c | {"aud": [CLIENT, "another"]},
        lambda c: c | {"iss": "http://127.0.0.1:1"},
        _old,
        lambda c: c | {"iat": time.time() + 3_600},
        lambda c: {k: v for k, v in c.items() if k != "exp"},
        lambda c: c | {"sub": ""},
        lambda c: c | {"sub": 7},
        lambda c: c | {"exp": "soon"},
    ],
    ids=[
        "nonce",
        "no nonce",
        "audience",
        "audiences",
        "issuer",
        "expired",
        "future",
        "no end",
        "no one",
        "number",
        "text",
    ],
)
def test_an_id_token_that_is_not_for_this_sign_in_lets_nobody_in(
    tmp_path: Path, provider: Provider, twist: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    with joined(tmp_path, provider) as site:
        provider.twist = twist
        client = site.client()
        answer = _go(client)
        assert (answer.status_code, answer.json()["code"]) == (401, "sign_in.refused")
        assert client.get("/api/v1/session").status_code == 401


@pytest.mark.parametrize(
    "sign", [unsigned, signed_with_the_secret, signed_by_somebody_else, lambda _: "x", lambda _: ""]
)
def test_an_id_token_not_signed_with_the_providers_key_lets_nobody_in(
    tmp_path: Path, provider: Provider, sign: Callable[[dict[str, Any]], str]
) -> None:
    with joined(tmp_path, provider) as site:
        provider.sign = sign
        assert _go(site.client()).json()["code"] == "sign_in.refused"


def test_a_provider_may_change_its_key(tmp_path: Path, provider: Provider) -> None:
    with joined(tmp_path, provider) as site:
        assert _go(site.client()).status_code == 303
        provider.key = RSAKey.generate_key(2048, {"kid": "k2", "use": "sig"})
        assert _go(site.client()).status_code == 303


def test_an_answer_is_good_once_in_the_browser_that_asked_and_for_ten_minutes(
    tmp_path: Path, provider: Provider
) -> None:
    with joined(tmp_path, provider) as site:
        client, victim = site.client(), site.client()
        begun = client.get("/api/v1/oidc/begin")
        with httpx.Client(trust_env=False, timeout=90) as browser:
            back = browser.get(begun.headers["location"]).headers["location"].removeprefix(CALLBACK)
        assert victim.get("/api/v1/oidc/callback" + back).json()["code"] == "sign_in.refused", "another browser"
        site.clock.turn(10 * MINUTE)
        assert client.get("/api/v1/oidc/callback" + back).json()["code"] == "sign_in.refused", "too late"
        begun = client.get("/api/v1/oidc/begin")
        state = dict(part.split("=") for part in begun.headers["location"].split("?")[1].split("&"))["state"]
        assert client.get("/api/v1/oidc/callback", params={"state": state, "code": "made-up"}).status_code == 401
        assert client.get("/api/v1/oidc/callback", params={"state": state, "code": "made-up"}).status_code == 401
        assert client.get("/api/v1/oidc/callback", params={"state": state, "error": "access_denied"}).status_code == 401
        assert client.get("/api/v1/oidc/callback").status_code == 401


def test_every_attempt_has_its_own_state_nonce_and_challenge(tmp_path: Path, provider: Provider) -> None:
    with joined(tmp_path, provider) as site:
        for _ in range(3):
            _go(site.client())
    for name in ("state", "nonce", "code_challenge"):
        assert len({asked[name] for asked in provider.asked}) == 3


def test_a_provider_that_does_not_answer_is_a_passing_failure(tmp_path: Path) -> None:
    with a_provider() as gone:
        gone.redirect = CALLBACK
    with joined(tmp_path, gone) as site:
        answer = site.client().get("/api/v1/oidc/begin")
        assert (answer.status_code, answer.json()["code"]) == (503, "store.failed")
        assert gone.address not in answer.text


def test_without_settings_there_is_no_such_way_in(site: Site) -> None:
    client = site.client()
    assert client.get("/api/v1/session/methods").json() == {"password": True, "oidc": None}
    assert client.get("/api/v1/oidc/begin").status_code == 404
    assert client.get("/api/v1/oidc/callback?state=x&code=y").status_code == 404
