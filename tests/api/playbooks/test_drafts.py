"""Playbooks written over HTTP: drafts, two editors at once, versions that are never overwritten."""

from __future__ import annotations

from typing import Any

import pytest

from playbooks.cacao.commands import COMMAND_TYPES
from playbooks.cacao.steps import STEP_TYPES
from store.identity import Role
from tests.api.site import Client, Site
from tests.playbooks.documents import END, START, action, playbook, variable

BASE = "/api/v1/playbook-drafts"


@pytest.fixture(scope="module")
def editor(shared_site: Site) -> Client:
    return shared_site.signed_in(Role.SECURITY_ADMIN)


def begun(client: Client, **body: Any) -> tuple[dict[str, Any], str]:
    answer = client.post(BASE, json=body)
    assert answer.status_code == 201, answer.text
    return answer.json(), answer.headers["ETag"]


def saved(client: Client, draft: dict[str, Any], tag: str, document: dict[str, Any], **more: Any) -> Any:
    body = {"document": document, **more}
    return client.put(f"{BASE}/{draft['id']}", json=body, headers={"If-Match": tag})


def published(client: Client, draft: dict[str, Any], tag: str) -> Any:
    return client.post(f"{BASE}/{draft['id']}/publication", headers={"If-Match": tag})


def whole(document: dict[str, Any], name: str) -> dict[str, Any]:
    """The document with one manual step in it."""
    one = action(name)
    made = playbook(one)
    return {**document, **{key: made[key] for key in ("workflow", "workflow_start", "agent_definitions")}}


def test_a_playbook_is_written_from_nothing_and_published(editor: Client) -> None:
    draft, tag = begun(editor, name="核查主机")
    assert [one["type"] for one in draft["document"]["workflow"].values()] == ["start", "end"]
    assert not draft["runnable"]
    assert "workflow.no_action" in {one["code"] for one in draft["problems"]}
    assert published(editor, draft, tag).json()["code"] == "input.unusable"

    layout = {START: {"x": 10, "y": 20.5}}
    answer = saved(editor, draft, tag, whole(draft["document"], "look"), layout=layout)
    assert answer.json()["runnable"], answer.text
    assert answer.json()["layout"] == {START: {"x": 10, "y": 20.5}}
    stale = saved(editor, draft, tag, whole(draft["document"], "other"))
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    rehearsed = editor.post(f"{BASE}/{draft['id']}/rehearsals", json={"inputs": {}})
    assert [step["name"] for step in rehearsed.json()["steps"]] == ["look"]

    made = published(editor, draft, answer.headers["ETag"]).json()["playbook"]
    stored = editor.get(f"/api/v1/playbooks/{made}").json()
    assert stored["id"] == draft["playbook"] == stored["document"]["id"]
    assert stored["version"] == stored["document"]["modified"]
    assert editor.get(f"{BASE}/{draft['id']}").status_code == 404


def test_a_new_version_leaves_the_earlier_one_as_it_was(editor: Client) -> None:
    draft, tag = begun(editor, document=whole({**playbook(action("x")), "id": "playbook--" + START[-36:]}, "first"))
    first = published(editor, draft, tag).json()["playbook"]
    before = editor.get(f"/api/v1/playbooks/{first}").json()

    draft, tag = begun(editor, playbook=first)
    assert (draft["behind"], draft["stored"]["document"]) == (False, before["document"])
    tag = saved(editor, draft, tag, whole(draft["document"], "second")).headers["ETag"]
    assert published(editor, draft, tag).json()["playbook"] == first
    versions = editor.get(f"/api/v1/playbooks/{first}/versions").json()["items"]
    assert len(versions) == 2
    assert versions[0]["version"] > versions[1]["version"] == before["version"]
    kept = editor.get(f"/api/v1/playbooks/{first}/versions/{versions[1]['digest']}").json()
    assert kept["document"] == before["document"]
    assert editor.get(f"/api/v1/playbooks/{first}/versions/{'0' * 64}").status_code == 404


def test_of_two_drafts_of_one_playbook_the_second_is_not_published_unseen(editor: Client) -> None:
    draft, tag = begun(editor, name="two at once")
    tag = saved(editor, draft, tag, whole(draft["document"], "one")).headers["ETag"]
    made = published(editor, draft, tag).json()["playbook"]
    (left, left_tag), (right, right_tag) = begun(editor, playbook=made), begun(editor, playbook=made)
    left_tag = saved(editor, left, left_tag, whole(left["document"], "left")).headers["ETag"]
    right_tag = saved(editor, right, right_tag, whole(right["document"], "right")).headers["ETag"]
    assert published(editor, left, left_tag).status_code == 201
    refused = published(editor, right, right_tag)
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")

    now = editor.get(f"{BASE}/{right['id']}").json()
    assert now["behind"]
    assert {step.get("name") for step in now["document"]["workflow"].values()} >= {"right"}, "nothing is lost"
    wrong = saved(editor, right, right_tag, now["document"], onto="0" * 64)
    assert wrong.status_code == 409
    seen = saved(editor, right, right_tag, now["document"], onto=now["stored"]["digest"])
    assert not seen.json()["behind"]
    assert published(editor, right, seen.headers["ETag"]).status_code == 201
    assert len(editor.get(f"/api/v1/playbooks/{made}/versions").json()["items"]) == 3


def test_the_id_of_a_playbook_cannot_be_taken_by_another(editor: Client) -> None:
    draft, tag = begun(editor, name="thief")
    document = {**whole(draft["document"], "x"), "id": "playbook--" + END[-36:]}
    tag = saved(editor, draft, tag, document).headers["ETag"]
    refused = published(editor, draft, tag)
    assert (refused.status_code, refused.json()["where"]) == (422, "document.id")


def test_a_draft_is_kept_in_any_state_and_says_what_is_wrong_where(editor: Client) -> None:
    broken = playbook(action("one", out_args=["__gone__"]))
    broken["priority"] = 101
    draft, tag = begun(editor, document=broken)
    assert draft["document"]["priority"] == 101
    assert [(one["place"], one["code"]) for one in draft["problems"]] == [("priority", "property.invalid")]
    del broken["priority"]
    found = saved(editor, draft, tag, broken).json()["problems"]
    assert (f"workflow.{action('one')[0]}.out_args[0]", "variable.undefined") in {
        (one["place"], one["code"]) for one in found
    }


def test_a_signature_does_not_outlive_a_change(editor: Client) -> None:
    signed = {**playbook(action("one")), "signatures": [{"type": "jss"}]}
    signed["playbook_processing_summary"] = {"digital_signatures": True}
    draft, _ = begun(editor, document=signed)
    assert "signatures" not in draft["document"]
    assert draft["document"]["playbook_processing_summary"] == {}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ('{"type": "playbook", "created": "2026-11-22T08:00:00.000Z"}', 200),
        ("type: playbook\ncreated: 2026-11-22T08:00:00.000Z\n", 200),
        ("a: &x [1]\nb: *x\n", 422),
        ("- 1\n", 422),
        ("{", 422),
        ("a: !!python/object:os.system {}", 422),
        ("a: .nan\n? [1, 2]\n: 3", 422),
        ("[" * 20_000, 422),
    ],
)
def test_json_and_yaml_become_documents_and_nothing_else_does(editor: Client, text: str, status: int) -> None:
    answer = editor.post(f"{BASE}/text", json={"text": text})
    assert answer.status_code == status, answer.text
    if status == 200:
        assert answer.json()["document"] == {"type": "playbook", "created": "2026-11-22T08:00:00.000Z"}


def test_forms_know_every_type_and_what_the_actuators_can_be_told(editor: Client) -> None:
    forms = editor.get(f"{BASE}/forms").json()
    assert [one["type"] for one in forms["steps"]] == list(STEP_TYPES)
    assert {one["type"] for one in forms["commands"]} == {*COMMAND_TYPES, "fengsui-cmd"}
    assert {one["type"] for one in forms["commands"] if one["runs_here"]} == {
        "fengsui-cmd", "manual", "http-api", "openc2-http", "ssh"
    }  # fmt: skip
    for form in (*forms["steps"], *forms["commands"], *forms["agents"], *forms["authentication"]):
        assert all((form["label"], form["label_zh"]))
        for field in form["fields"]:
            assert all((field["label"], field["label_zh"])), field["name"]
    by_type = {one["type"]: {field["name"]: field for field in one["fields"]} for one in forms["steps"]}
    assert by_type["switch-condition"]["cases"]["required"]
    assert "on_success" not in by_type["start"]
    assert {"verb": "firewall.deny", "arguments": ["address", "duration_s"], "actuators": []} in forms["verbs"]


def test_drafts_are_seen_within_their_unit_and_every_change_is_audited(site: Site) -> None:
    editor = site.signed_in(Role.SECURITY_ADMIN)
    site.unit("elsewhere")
    stranger = site.signed_in(Role.SECURITY_ADMIN, unit="elsewhere")
    draft, tag = begun(editor, name="ours")
    saved(editor, draft, tag, {**draft["document"], "playbook_variables": {"__a__": variable("1")}})
    assert stranger.get(BASE).json()["items"] == []
    assert stranger.get(f"{BASE}/{draft['id']}").status_code == 404
    assert editor.delete(f"{BASE}/{draft['id']}", headers={"If-Match": tag}).status_code == 412
    assert editor.delete(f"{BASE}/{draft['id']}", headers={"If-Match": '"2"'}).status_code == 204
    assert [one for one in site.actions() if one.startswith("playbook_draft")] == [
        "playbook_draft.added", "playbook_draft.changed", "playbook_draft.removed"
    ]  # fmt: skip
    assert site.signed_in(Role.LEADER).get(BASE).status_code == 403


def test_an_analyst_writes_and_somebody_who_may_change_playbooks_publishes(site: Site) -> None:
    analyst, chief = site.signed_in(Role.ANALYST), site.signed_in(Role.SECURITY_ADMIN)
    draft, tag = begun(analyst, name="by an analyst")
    tag = saved(analyst, draft, tag, whole(draft["document"], "look")).headers["ETag"]
    assert published(analyst, draft, tag).json()["code"] == "permission.missing"
    assert published(chief, draft, tag).status_code == 201


def test_a_draft_of_the_library_becomes_a_playbook_of_ones_own(site: Site) -> None:
    from pipeline.response import desk

    desk.bring_library(site.state)
    editor = site.signed_in(Role.SECURITY_ADMIN)
    library = next(one for one in editor.get("/api/v1/playbooks").json()["items"] if one["name"].startswith("Brute"))
    draft, tag = begun(editor, playbook=library["id"])
    assert draft["playbook"] != library["id"]
    assert draft["document"]["derived_from"] == [library["id"]]
    made = published(editor, draft, tag)
    assert made.status_code == 201, made.text
    own = editor.get(f"/api/v1/playbooks/{made.json()['playbook']}").json()
    assert (own["source"], own["trigger"]) == ("imported", {"level": "medium", "techniques": ["T1110"]})
    assert editor.get(f"/api/v1/playbooks/{library['id']}").json()["version"] == library["version"]
