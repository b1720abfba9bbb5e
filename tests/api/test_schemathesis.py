"""The OpenAPI document against the running interface: generated requests never break it, and every answer is as declared."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.app import describe
from store.identity import Role
from tests.api.site import Client, Site

# What would take away the sign-in the test goes on with, or never ends.
LEFT_OUT = {"sign_out", "follow_changes", "end_other_sessions", "change_own_password", "finish_oidc", "begin_oidc"}

schema = schemathesis.openapi.from_dict(describe().openapi())
schema = schema.exclude(operation_id=sorted(LEFT_OUT))
ADMINISTRATIONS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)


@pytest.fixture(scope="module")
def administrators(shared_site: Site) -> dict[str, Client]:
    """Somebody for every operation: by permission, an account that has it. Each administration has a spare holder."""
    found: dict[str, Client] = {}
    for role in (*Role, *ADMINISTRATIONS):
        client = shared_site.signed_in(role)
        for permission in client.get("/api/v1/session").json()["permissions"]:
            found.setdefault(permission, client)
    return found


@schema.parametrize()
@settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_generated_requests_get_declared_answers(
    case: schemathesis.Case, shared_site: Site, administrators: dict[str, Client]
) -> None:
    permission = case.operation.definition.raw["x-permission"]
    client = administrators.get(permission) or shared_site.client()
    if permission != "public" and client.get("/api/v1/session").status_code != 200:
        pytest.fail("the account that makes the requests was signed out by one of them")
    headers = {"X-CSRF-Token": client.csrf, "Cookie": f"fengsui={client.cookies.get('fengsui', '')}"}
    answer = case.call(base_url=shared_site.address, headers=headers, timeout=90)
    case.validate_response(
        answer,
        checks=(
            not_a_server_error,
            status_code_conformance,
            content_type_conformance,
            response_headers_conformance,
            response_schema_conformance,
        ),
    )
