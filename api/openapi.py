"""The OpenAPI document: what FastAPI writes, with permissions, problems, security and stable names put right."""

from __future__ import annotations

from typing import Any

import orjson
from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from api.access import PUBLIC
from api.live.schemas import STREAMED
from api.problems import MEDIA_TYPE, Problem

DESCRIPTION = """\
The HTTP interface of Fengsui 烽燧. Sign in with `POST /api/v1/session` (cookies, for the console) or send an API token as
`Authorization: Bearer fst_…`. Writes with a cookie also carry the session's CSRF token in `X-CSRF-Token`. Every operation
names the permission it needs in `x-permission`; errors are problem details with a stable `code`. A write with an
`Idempotency-Key` is carried out once however often it is sent within a day. Lists go on with `cursor`.
"""

# What can go wrong with any operation, and with those that need somebody signed in, an id, or a body.
_ANY = (400, 422, 429, 500, 503)
_SIGNED_IN = (401, 403)
_BODY = (408, 413, 415)
_SAID = {
    400: "The request cannot be read",
    401: "Nobody is signed in, or nobody is let in with this",
    403: "Not allowed",
    404: "There is no such thing within the caller's units",
    408: "The body took too long to arrive",
    409: "It cannot be done as things stand",
    412: "It was changed since the caller read it",
    413: "The body is too large",
    415: "The body must be application/json",
    422: "The request is not as described, or cannot be carried out as given",
    428: "If-Match is required",
    429: "Too many requests; Retry-After says when to come back",
    500: "Something went wrong here",
    503: "What is kept cannot be read or written now; Retry-After says when to come back",
}


def describe(app: FastAPI) -> dict[str, Any]:
    if app.openapi_schema:
        return app.openapi_schema
    document = get_openapi(
        title=app.title, version=app.version, description=DESCRIPTION, routes=app.routes, openapi_version="3.1.0"
    )
    schemas = document["components"]["schemas"]
    schemas.pop("HTTPValidationError", None)
    schemas.pop("ValidationError", None)
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(problem.pop("$defs"))
    schemas["Problem"] = problem
    for streamed in STREAMED.values():
        described = streamed.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")
        schemas.update(described.pop("$defs", {}))
        schemas[streamed.__name__] = described
    schemas["LiveEvents"] = {
        "title": "LiveEvents",
        "type": "object",
        "description": "The JSON in the `data` line of a server-sent event, by the event's name",
        "properties": {name: {"$ref": f"#/components/schemas/{it.__name__}"} for name, it in STREAMED.items()},
        "required": list(STREAMED),
        "additionalProperties": False,
    }
    _rename(document)
    schemas = document["components"]["schemas"]
    document["components"]["schemas"] = dict(sorted(schemas.items()))
    document["components"]["responses"] = {
        f"Problem{status}": {
            "description": said,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status, said in _SAID.items()
    }
    document["components"]["securitySchemes"] = {
        "session": {"type": "apiKey", "in": "cookie", "name": "fengsui"},
        "token": {"type": "http", "scheme": "bearer"},
    }
    document["security"] = [{"session": []}, {"token": []}]
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _complete(path, method, operation)
    app.openapi_schema = document
    return document


NAMES = {
    "model__entity__Role": "EntityRole",
    "store__identity__permissions__Role": "Role",
}
"""Where two classes have one name FastAPI joins module and name; clients get names that say what is meant."""


def _rename(document: dict[str, Any]) -> None:
    text = orjson.dumps(document).decode()
    for ours, theirs in NAMES.items():
        text = text.replace(f'"{ours}":', f'"{theirs}":').replace(
            f'"#/components/schemas/{ours}"', f'"#/components/schemas/{theirs}"'
        )
    document.clear()
    document.update(orjson.loads(text))


def _complete(path: str, method: str, operation: dict[str, Any]) -> None:
    public = operation["x-permission"] == PUBLIC
    statuses = {*_ANY, *(() if public else _SIGNED_IN)}
    statuses |= {int(status) for status in operation["responses"] if status.isdecimal() and int(status) >= 400}
    if public:
        operation["security"] = []
    if "{" in path:
        statuses.add(404)
    if method not in ("get", "head"):
        statuses |= {403, *_BODY}
        operation.setdefault("parameters", []).append(_IDEMPOTENCY) if not public else None
    names = {parameter["name"] for parameter in operation.get("parameters", ())}
    if "If-Match" in names:
        statuses |= {412, 428}
    kept = {status: said for status, said in operation["responses"].items() if int(status) < 400}
    refused = {str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in sorted(statuses)}
    operation["responses"] = kept | refused


_IDEMPOTENCY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Chosen by the client; the same key within a day gets the first answer again",
    "schema": {"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[\\x21-\\x7e]+$"},
}


def text(app: FastAPI) -> str:
    """The document as it is committed: sorted, two spaces, one line break at the end."""
    return orjson.dumps(describe(app), option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS).decode() + "\n"


def declares(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """For `responses=` of an operation: the problems it has besides the usual ones."""
    return {status: {"description": _SAID[status]} for status in statuses}
