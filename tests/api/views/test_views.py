"""Saved views: kept on the server, seen by their owner only, named once on a page, and in the audit trail."""

from __future__ import annotations

from store.identity import Role
from store.identity.views import MOST
from tests.api.site import Client, Site

SSH = {"page": "events", "name": "SSH 登录", "search": "q=destination.port%3A22&from=now-7d&to=now"}


def _add(client: Client, **more: str) -> str:
    made = client.post("/api/v1/views", json={**SSH, **more})
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


def test_a_view_comes_back_as_it_was_kept_also_in_another_session(site: Site) -> None:
    account = site.account(Role.ANALYST)
    first, second = site.client(), site.client()
    first.sign_in(account.name)
    second.sign_in(account.name)
    view_id = _add(first)
    (found,) = second.get("/api/v1/views").json()["items"]
    assert {**SSH, "id": view_id}.items() <= found.items()
    changed = second.put(f"/api/v1/views/{view_id}", json={"name": "SSH", "search": ""})
    assert changed.json()["name"] == "SSH"
    assert second.delete(f"/api/v1/views/{view_id}").status_code == 204
    assert first.get("/api/v1/views").json()["items"] == []
    assert [a for a in site.actions() if a.startswith("view.")] == ["view.added", "view.changed", "view.removed"]


def test_nobody_else_sees_changes_or_removes_it(site: Site) -> None:
    owner, neighbour = site.signed_in(Role.ANALYST), site.signed_in(Role.ANALYST)
    view_id = _add(owner)
    assert neighbour.get("/api/v1/views").json()["items"] == []
    path = f"/api/v1/views/{view_id}"
    assert neighbour.put(path, json={"name": "x", "search": ""}).json()["code"] == "not_found"
    assert neighbour.delete(path).status_code == 404
    assert len(owner.get("/api/v1/views").json()["items"]) == 1


def test_a_name_stands_once_on_a_page(site: Site) -> None:
    client = site.signed_in(Role.ANALYST)
    _add(client)
    other = _add(client, page="alerts")
    again = client.post("/api/v1/views", json={**SSH, "name": f" {SSH['name']} "})
    assert (again.status_code, again.json()["code"]) == (409, "conflict")
    renamed = client.put(f"/api/v1/views/{other}", json={"name": SSH["name"], "search": "status=closed"})
    assert renamed.status_code == 200, "the same name on another page is no conflict, nor with itself"


def test_what_is_no_view_is_refused(site: Site) -> None:
    client = site.signed_in(Role.ANALYST)
    for body in (
        {**SSH, "page": "accounts"},
        {**SSH, "name": "   "},
        {**SSH, "name": "a\nb"},
        {**SSH, "search": "q" * 16_385},
        {**SSH, "owner": "sysadmin"},
    ):
        assert client.post("/api/v1/views", json=body).status_code == 422, body


def test_there_is_an_end_to_them(site: Site) -> None:
    client = site.signed_in(Role.LEADER)
    for number in range(MOST):
        _add(client, name=f"v{number}")
    assert client.post("/api/v1/views", json=SSH).json()["code"] == "conflict"
