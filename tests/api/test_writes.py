"""What protects writes: CSRF, origins, idempotency keys, ETags."""

from __future__ import annotations

import threading

import httpx

from store.identity import Role
from tests.api.site import Site

NEW = {"name": "li.na", "display_name": "李娜", "unit": "district"}


def test_a_write_without_the_csrf_token_is_refused(site: Site) -> None:
    client = site.signed_in(Role.SYSTEM_ADMIN)
    for given in ("", "wrong", client.csrf[:-1], site.signed_in(Role.SYSTEM_ADMIN).csrf):
        answer = client.post("/api/v1/accounts", json=NEW, headers={"X-CSRF-Token": given})
        assert (answer.status_code, answer.json()["code"]) == (403, "csrf.missing")
    assert client.post("/api/v1/accounts", json=NEW).status_code == 201


def test_a_write_from_another_origin_is_refused_even_with_the_token(site: Site) -> None:
    client = site.signed_in(Role.SYSTEM_ADMIN)
    foreign = (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    )
    for headers in foreign:
        assert client.post("/api/v1/accounts", json=NEW, headers=headers).json()["code"] == "csrf.missing"
        signing_in = site.client().post("/api/v1/session", json={"name": "a", "password": "b"}, headers=headers)
        assert signing_in.json()["code"] == "csrf.missing", "a foreign page cannot sign a victim in as somebody else"
    own = {"Origin": site.address, "Sec-Fetch-Site": "same-origin"}
    assert client.post("/api/v1/accounts", json=NEW, headers=own).status_code == 201


def test_no_answer_allows_another_origin(shared_site: Site) -> None:
    answer = httpx.options(
        f"{shared_site.address}/api/v1/units", headers={"Origin": "https://evil.example"}, timeout=90
    )
    assert answer.status_code == 405
    read = httpx.get(f"{shared_site.address}/api/v1/health", headers={"Origin": "https://evil.example"}, timeout=90)
    assert not [name for name in (*answer.headers, *read.headers) if name.startswith("access-control")]


def test_the_same_key_carries_a_write_out_once(site: Site) -> None:
    client = site.signed_in(Role.SYSTEM_ADMIN)
    first = client.post("/api/v1/accounts", json=NEW, headers={"Idempotency-Key": "k-1"})
    again = client.post("/api/v1/accounts", json=NEW, headers={"Idempotency-Key": "k-1"})
    assert first.status_code == again.status_code == 201
    assert first.json() == again.json(), "the one-time password too: the first answer may have been lost"
    assert again.headers["idempotency-replayed"] == "true"
    assert again.headers["location"] == first.headers["location"]
    assert site.actions().count("account.added") == 2, "the administrator and this one"
    assert client.post("/api/v1/accounts", json=NEW).json()["code"] == "conflict", "without the key it is a new request"


def test_a_key_of_another_request_is_refused(site: Site) -> None:
    client = site.signed_in(Role.SYSTEM_ADMIN)
    client.post("/api/v1/accounts", json=NEW, headers={"Idempotency-Key": "k-1"})
    other = client.post("/api/v1/accounts", json={**NEW, "name": "wang"}, headers={"Idempotency-Key": "k-1"})
    assert (other.status_code, other.json()["code"]) == (422, "idempotency.mismatch")


def test_a_key_belongs_to_its_account_and_lasts_a_day(site: Site) -> None:
    one, two = site.signed_in(Role.SYSTEM_ADMIN), site.signed_in(Role.SYSTEM_ADMIN)
    token = one.post(
        "/api/v1/tokens",
        json={"name": "t", "permissions": ["units:read", "units:change"], "expires": "2027-01-01T00:00:00Z"},
    ).json()["secret"]
    bearer = site.client()
    bearer.headers["Authorization"] = f"Bearer {token}"
    unit = {"id": "u-1", "name": "U", "name_zh": "单位", "kind": "department", "parent": "district"}
    assert bearer.post("/api/v1/units", json=unit, headers={"Idempotency-Key": "k"}).status_code == 201
    assert two.post("/api/v1/units", json=unit, headers={"Idempotency-Key": "k"}).status_code == 422
    site.clock.turn(24 * 3600 * 1_000_000)
    assert bearer.post("/api/v1/units", json=unit, headers={"Idempotency-Key": "k"}).status_code == 422


def test_a_failed_write_keeps_no_answer(site: Site) -> None:
    client = site.signed_in(Role.SYSTEM_ADMIN)
    lost = {**NEW, "unit": "later"}
    assert client.post("/api/v1/accounts", json=lost, headers={"Idempotency-Key": "k"}).status_code == 404
    site.unit("later")
    assert client.post("/api/v1/accounts", json=lost, headers={"Idempotency-Key": "k"}).status_code == 201


def test_sent_twenty_times_at_once_it_happens_once(site: Site) -> None:
    account = site.account(Role.SYSTEM_ADMIN)
    clients = [site.client() for _ in range(4)]
    for client in clients:
        client.sign_in(account.name)
    answers: list[httpx.Response] = []

    def send(client: httpx.Client) -> None:
        answers.extend(client.post("/api/v1/accounts", json=NEW, headers={"Idempotency-Key": "same"}) for _ in range(5))

    threads = [threading.Thread(target=send, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert len([a for a in answers if "idempotency-replayed" not in a.headers]) == 1


def test_of_two_people_editing_the_same_account_the_second_is_told(site: Site) -> None:
    target = site.account(Role.ANALYST)
    one, two = site.signed_in(Role.SYSTEM_ADMIN), site.signed_in(Role.SYSTEM_ADMIN)
    path = f"/api/v1/accounts/{target.id}"
    tag = one.get(path).headers["etag"]
    assert two.get(path).headers["etag"] == tag
    assert one.patch(path, json={"display_name": "甲"}, headers={"If-Match": tag}).status_code == 200
    late = two.patch(path, json={"display_name": "乙"}, headers={"If-Match": tag})
    assert (late.status_code, late.json()["code"]) == (412, "stale")
    assert two.get(path).json()["display_name"] == "甲"


def test_edits_that_can_collide_need_if_match(site: Site) -> None:
    target = site.account(Role.ANALYST)
    admin, security = site.signed_in(Role.SYSTEM_ADMIN), site.signed_in(Role.SECURITY_ADMIN)
    site.unit("education")
    refused = [
        admin.patch(f"/api/v1/accounts/{target.id}", json={"display_name": "甲"}),
        security.put(f"/api/v1/accounts/{target.id}/roles", json={"roles": []}),
        admin.patch("/api/v1/units/education", json={"name": "E"}),
    ]
    assert [(a.status_code, a.json()["code"]) for a in refused] == [(428, "precondition.required")] * 3


def test_an_edited_unit_has_another_etag(site: Site) -> None:
    site.unit("education")
    admin = site.signed_in(Role.SYSTEM_ADMIN)
    tag = admin.get("/api/v1/units/education").headers["etag"]
    changed = admin.patch("/api/v1/units/education", json={"name": "Education"}, headers={"If-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["etag"] not in ("", tag)
    assert admin.patch("/api/v1/units/education", json={"name": "E"}, headers={"If-Match": tag}).status_code == 412
