"""Every operation of the OpenAPI document against every role and a foreign unit: allowed or refused as declared."""

from __future__ import annotations

import re
from typing import Any

import pytest

from api.access import PUBLIC
from api.app import describe
from store.identity import EVERYONE, PERMISSIONS, Role, permissions_of, tokens
from store.identity.permissions import ADMINISTRATIONS, NEVER_IN_TOKENS, ROLE_PERMISSIONS
from tests.api.site import Client, Site

DOCUMENT = describe().openapi()
OPERATIONS = [
    pytest.param(method, path, operation, id=operation["operationId"])
    for path, operations in sorted(DOCUMENT["paths"].items())
    for method, operation in sorted(operations.items())
]
# Signing out in the middle would spoil the rest of the matrix; its permission is `account:own`, tested by others.
ENDS_THE_SESSION = {"sign_out"}
# A body that is read only after the permission has been checked; refused by validation when it has.
NOTHING: dict[str, Any] = {"json": {}}

# What is valid for an operation, where that is not a name.
BODIES: dict[str, dict[str, Any]] = {
    "issue_notice": {"note": "x"},
    "withdraw_notice": {"note": "x"},
    "sign_notice": {"note": "x"},
    "handle_notice": {"note": "x"},
    "answer_notice": {"note": "x"},
    "archive_notice": {"note": "x"},
    "review_notice": {"accepted": True},
    "start_clocks": {"known_at": "2026-01-01T00:00:00Z"},
    "change_clocks": {},
    "confirm_grade": {"grade": 3},
    "add_report_schedule": {"kind": "monthly-situation", "cadence": "monthly"},
    "give_zero_report": {"due": "2026-01-01T00:00:00Z"},
    "record_report": {"rule": "R4", "channel": "x"},
    "put_compliance_record": {"owner": "x"},
    "add_compliance_document": {"title": "x", "dated": "2026-01-01", "sm3": "ab" * 32, "artefact": "closure"},
    "add_compliance_task": {"items": [], "title": "x", "owner": "x", "due": "2026-12-01"},
    "change_compliance_task": {"items": [], "title": "x", "owner": "x", "due": "2026-12-01"},
    "add_compliance_exception": {"artefact": "closure", "reason": "x", "approver": "y", "until": "2099-01-01"},
    "add_compliance_review": {"subject": "A-29", "verdict": "met", "note": "x"},
    "add_compliance_official": {"report": "x", "results": [{"item": "L3-8.1.1.2", "verdict": "met"}]},
    "draw_sample": {"title": "x"},
    "add_audit_note": {"system": "x", "item": "x", "judgement": "agreed", "text": "x"},
    "put_cii_file": {},
    "add_cii_assessment": {"kind": "own", "dated": "2026-01-01", "assessor": "x"},
    "change_cii_assessment": {"kind": "own", "dated": "2026-01-01", "assessor": "x"},
    "add_scan_permit": {
        "number": "x",
        "approved_by": "x",
        "tester": "x",
        "start": "2026-01-01",
        "until": "2099-01-01",
    },
    "put_supplier": {"name": "x"},
    "upload_components": {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "components": [{"type": "library", "name": "x"}],
    },
    "set_risk_treatment": {"owner": "x", "way": "reduce", "measures": "x", "due": "2026-12-01"},
    "pass_compliance_gate": {"day": "2026-01-01"},
    "decide_alert": {"status": "acknowledged"},
    "decide_incident": {"status": "in_progress"},
    "merge_incidents": {"other": "no-such-thing"},
    "split_incident": {"alerts": ["no-such-thing"]},
    "explain_rule": {"event": {}},
    "extend_exception": {"expires": "2027-01-01T00:00:00Z"},
    "change_playbook_draft": {"document": {}},
    "rehearse_playbook_draft": {"inputs": {}},
    "set_playbook_auto": {"auto": True},
    "rehearse_playbook": {"inputs": {}},
    "run_playbook": {"inputs": {}},
    "cancel_execution": {"reason": "x"},
    "decide_approval": {"granted": True},
    "decide_data_approval": {"granted": True},
    "revoke_data_approval": {"note": "x"},
    "put_data_catalogue": {"fields": ["x"]},
    "add_data_document": {"title": "x", "dated": "2026-01-01", "sm3": "ab" * 32, "controls": ["collect-ground"]},
    "add_data_review": {"control": "collect-ground", "verdict": "met", "note": "x"},
    "add_destruction_proof": {"reference": "x", "time": "2026-01-01T00:00:00Z", "sm3": "ab" * 32, "witness": "x"},
    "switch_rule_off": {"reason": "x"},
    "add_backup_plan": {"name": "x", "system": "x", "repository": "x"},
    "change_backup_plan": {"name": "x", "system": "x", "repository": "x"},
    "ask_backup_look": {"kind": "check"},
    "plan_drill": {"title": "x", "kind": "restore", "mode": "exercise", "plan": "x"},
    "begin_drill": {},
    "cancel_drill": {"reason": "x"},
    "note_drill": {"findings": "x"},
    "change_view": {"name": "x", "search": ""},
    "revoke_indicator": {"why": "x"},
    "restore_indicator": {"why": "x"},
    "override_warning": {"why": "x"},
    "change_source": {"kind": "jsonl", "settings": {"path": "/var/log/x"}},
    "change_indicator_feed": {"name": "x", "kind": "folder", "path": "x"},
}
QUERIES = {"upload_components": "?product=x"}


def _send(client: Client, method: str, path: str, object_id: str) -> Any:
    address = re.sub(r"\{[^}]+\}", object_id, path)
    rest = NOTHING if method in ("post", "put", "patch") else {}
    if path == "/api/v1/stream":
        with client.stream("GET", address) as answer:
            return answer
    return client.request(method.upper(), address, **rest)


@pytest.fixture(scope="module")
def people(shared_site: Site) -> dict[Role, Client]:
    return {role: shared_site.signed_in(role) for role in Role}


@pytest.fixture(scope="module")
def foreign(shared_site: Site) -> dict[Role, Client]:
    """The same roles in a unit that has nothing to do with what is asked for."""
    shared_site.unit("elsewhere")
    return {role: shared_site.signed_in(role, unit="elsewhere") for role in Role}


@pytest.fixture(scope="module")
def nobody_yet(shared_site: Site) -> Client:
    """Signed in, but without any role."""
    return shared_site.signed_in()


def test_every_operation_declares_a_known_permission_and_a_stable_name() -> None:
    names = []
    for param in OPERATIONS:
        _, path, operation = param.values
        assert operation["x-permission"] in {*PERMISSIONS, PUBLIC}, path
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", operation["operationId"]), path
        names.append(operation["operationId"])
    assert len(names) == len(set(names))


def test_what_is_public_is_this_and_nothing_else() -> None:
    public = {p.values[2]["operationId"] for p in OPERATIONS if p.values[2]["x-permission"] == PUBLIC}
    assert public == {
        "sign_in", "get_sign_in_methods", "begin_oidc", "finish_oidc", "get_health", "get_readiness"
    }  # fmt: skip


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS)
def test_without_an_account_nothing_that_is_not_public_is_answered(
    shared_site: Site, method: str, path: str, operation: dict[str, Any]
) -> None:
    if operation["x-permission"] == PUBLIC:
        return
    client = shared_site.client()
    answer = _send(client, method, path, "district")
    assert answer.status_code == 401, answer.status_code
    client.cookies.set("fengsui", "x" * 43)
    client.headers["Authorization"] = "Bearer fst_0123456789abcdef_" + "x" * 43
    assert _send(client, method, path, "district").status_code == 401


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS)
def test_a_role_may_do_exactly_what_is_declared(
    people: dict[Role, Client], method: str, path: str, operation: dict[str, Any], role: Role
) -> None:
    if operation["x-permission"] == PUBLIC or operation["operationId"] in ENDS_THE_SESSION:
        return
    answer = _send(people[role], method, path, "no-such-thing")
    allowed = operation["x-permission"] in permissions_of([role])
    if path == "/api/v1/stream":
        assert (answer.status_code == 200) == allowed
        return
    refused = answer.status_code == 403 and answer.json()["code"] == "permission.missing"
    assert refused != allowed, answer.text
    assert answer.status_code < 500
    assert str(answer.status_code) in operation["responses"], f"{answer.status_code} is not declared"


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS)
def test_an_account_without_roles_reaches_only_its_own(
    nobody_yet: Client, method: str, path: str, operation: dict[str, Any]
) -> None:
    permission = operation["x-permission"]
    if permission == PUBLIC or operation["operationId"] in ENDS_THE_SESSION:
        return
    answer = _send(nobody_yet, method, path, "district")
    assert (answer.status_code != 403) == (permission in EVERYONE)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(("method", "path", "operation"), [p for p in OPERATIONS if "{" in p.values[1]])
def test_what_belongs_to_another_unit_does_not_exist(
    shared_site: Site,
    foreign: dict[Role, Client],
    method: str,
    path: str,
    operation: dict[str, Any],
    role: Role,
) -> None:
    """The object is there, and its owner's unit may use the operation; from elsewhere it is as if it were not."""
    if operation["x-permission"] not in permissions_of([role]):
        return
    owner = shared_site.account(Role.LEADER)
    with shared_site.state.reading() as tx:
        own_tokens = tokens.of_account(tx, owner.id)
    ids = {
        "account_id": owner.id,
        "unit_id": "district",
        "sequence": "1",
        "session_id": "0123456789abcdef",
        "held_id": "1",
        "number": "1",
        "kind": "unit" if "/situation/" in path else "no-such-thing",
        "token_id": own_tokens[0].id if own_tokens else "0123456789abcdef",
    }
    address = re.sub(r"\{([^}]+)\}", lambda found: ids.get(found[1], "no-such-thing"), path)
    body = {"roles": ["analyst"]} if path.endswith("/roles") else {"display_name": "x"}
    body = {"name": "x"} if "unit_id" in path else body
    body = BODIES.get(operation["operationId"], body)
    rest: dict[str, Any] = {"json": body} if method in ("post", "put", "patch") else {}
    address += QUERIES.get(operation["operationId"], "")
    answer = foreign[role].request(method.upper(), address, headers={"If-Match": "*"}, **rest)
    assert answer.status_code in (403, 404), answer.text
    assert answer.json()["code"] in ("not_found", "scope.forbidden")
    assert owner.id not in answer.text.replace(address, "").replace(f"{owner.id!r}", "")


def test_lists_hold_only_what_is_within_the_units(shared_site: Site, foreign: dict[Role, Client]) -> None:
    assert [u["id"] for u in foreign[Role.LEADER].get("/api/v1/units").json()["items"]] == ["elsewhere"]
    accounts = foreign[Role.SYSTEM_ADMIN].get("/api/v1/accounts?limit=500").json()["items"]
    assert {a["unit"] for a in accounts} == {"elsewhere"}
    records = foreign[Role.AUDIT_ADMIN].get("/api/v1/audit?limit=500").json()["items"]
    assert {r["unit"] for r in records} == {"elsewhere"}


def test_only_the_audit_administrator_reads_the_audit_trail() -> None:
    assert {role for role in Role if "audit:read" in ROLE_PERMISSIONS[role]} == {Role.AUDIT_ADMIN}


def test_no_administrator_holds_what_is_another_administrators() -> None:
    telling = {Role.SYSTEM_ADMIN: "accounts:change", Role.SECURITY_ADMIN: "roles:grant", Role.AUDIT_ADMIN: "audit:read"}
    assert telling.keys() == ADMINISTRATIONS
    for role in Role:
        held = [owner for owner, permission in telling.items() if permission in ROLE_PERMISSIONS[role]]
        assert len(held) == (role in ADMINISTRATIONS), role


def test_every_permission_is_somebodys_and_every_role_has_some() -> None:
    given = EVERYONE.union(*ROLE_PERMISSIONS.values())
    assert given == PERMISSIONS.keys()
    assert ROLE_PERMISSIONS.keys() == set(Role)
    assert PERMISSIONS.keys() > NEVER_IN_TOKENS
