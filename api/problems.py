"""Errors as they go over the wire: problem details (RFC 9457) with a code that is part of the contract.

Clients branch on `code`, which is `model.errors`' code or one of WIRE below. Input is never repeated in an answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Annotated

import orjson
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError, ResponseValidationError
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.responses import Response

from model import errors
from store.query.mistakes import in_chinese

log = structlog.get_logger("api")

MEDIA_TYPE = "application/problem+json"


class Reason(BaseModel):
    """One thing that is wrong with a request."""

    model_config = ConfigDict(extra="forbid")

    field: Annotated[str, Field(description="Where, as a path into the request: `body.name`; empty for the whole")]
    reason: Annotated[str, Field(description="Stable slug", examples=["missing", "too_short"])]
    message: Annotated[str, Field(description="For people, in English")]


class QueryMistake(BaseModel):
    """What is wrong with a query, and what to do, in both languages."""

    model_config = ConfigDict(extra="forbid")

    slug: Annotated[str, Field(description="Stable; see the page on error codes", examples=["quote_open"])]
    parameters: dict[str, str | int]
    position: Annotated[int | None, Field(description="0-based character of the query; null when it has no place")]
    message: str
    message_zh: str
    hint: str
    hint_zh: str


def mistake_of(error: errors.QueryError) -> QueryMistake | None:
    """None for an error that is not about a query."""
    chinese = in_chinese(error)
    if chinese is None:
        return None
    return QueryMistake(
        slug=error.mistake,
        parameters={
            name: value if isinstance(value, int) else _clean(value) for name, value in error.parameters.items()
        },
        position=error.position,
        message=_clean(error.message),
        message_zh=_clean(chinese[0]),
        hint=_clean(error.hint),
        hint_zh=_clean(chinese[1]),
    )


class Problem(BaseModel):
    """RFC 9457 problem details."""

    model_config = ConfigDict(extra="forbid")

    type: Annotated[str, Field(examples=["urn:fengsui:problem:not_found"])]
    title: str
    status: int
    detail: str
    code: Annotated[str, Field(description="Stable; see the page on error codes", examples=["not_found"])]
    request_id: Annotated[str, Field(description="Names this request in the log")]
    where: str | None
    hint: str | None
    reasons: list[Reason]
    mistake: Annotated[QueryMistake | None, Field(description="With `query.invalid`, what is wrong with the query")]


# Codes that only HTTP knows: status and title.
WIRE: Mapping[str, tuple[int, str]] = MappingProxyType(
    {
        "request.malformed": (400, "The request cannot be read"),
        "auth.required": (401, "Sign in first"),
        "permission.missing": (403, "The permission for this is missing"),
        "csrf.missing": (403, "The request does not come from the console"),
        "account.password_change_needed": (403, "A new password has to be chosen first"),
        "account.second_factor_needed": (403, "A second factor has to be set up first"),
        "method.not_allowed": (405, "There is no such operation here"),
        "body.too_slow": (408, "The request took too long to arrive"),
        "body.too_large": (413, "The request is too large"),
        "media_type.unsupported": (415, "The body must be application/json"),
        "request.invalid": (422, "The request is not as described"),
        "idempotency.mismatch": (422, "The idempotency key belongs to another request"),
        "precondition.required": (428, "If-Match is required"),
        "rate.exceeded": (429, "Too many requests"),
        "internal": (500, "Something went wrong here"),
        "overloaded": (503, "Too much at the same time"),
    }
)

_OF_MODEL: tuple[tuple[type[errors.FengsuiError], int, str], ...] = (
    (errors.InputError, 422, "The request cannot be carried out as given"),
    (errors.BadRecord, 422, "The record cannot be used"),
    (errors.RuleError, 422, "The rule is rejected"),
    (errors.QueryError, 422, "The search text is wrong"),
    (errors.WeakPassword, 422, "The password is not good enough"),
    (errors.ScopeError, 403, "That is outside your units or rights"),
    (errors.NotFound, 404, "There is no such thing within your units"),
    (errors.Conflict, 409, "It cannot be done as things stand"),
    (errors.Stale, 412, "It was changed meanwhile"),
    (errors.SignInRefused, 401, "Nobody is let in with this"),
    (errors.SecondFactorNeeded, 401, "A code is needed too"),
    (errors.StoreError, 503, "What is kept cannot be read or written now"),
    (errors.LedgerBroken, 500, "The audit trail does not verify"),
    (errors.SettingsError, 500, "The settings are wrong"),
    (errors.FengsuiError, 500, "Something went wrong here"),
)
_BY_STATUS = {404: "not_found", 405: "method.not_allowed", 413: "body.too_large", 415: "media_type.unsupported"}


class Refusal(Exception):
    """A request refused for a reason only HTTP knows. code: of WIRE."""

    def __init__(
        self,
        code: str,
        detail: str = "",
        *,
        hint: str = "",
        headers: Mapping[str, str] | None = None,
        reasons: Sequence[Reason] = (),
    ) -> None:
        super().__init__(detail or code)
        self.code, self.detail, self.hint = code, detail, hint
        self.headers = dict(headers or {})
        self.reasons = list(reasons)


def status_of(error: errors.FengsuiError) -> tuple[int, str]:
    return next((status, title) for kind, status, title in _OF_MODEL if isinstance(error, kind))


def codes() -> dict[str, tuple[int, str]]:
    """Every code an answer can carry, with its status and title."""
    return {kind.code: (status, title) for kind, status, title in _OF_MODEL} | dict(WIRE)


def install(app: FastAPI) -> None:
    app.add_exception_handler(Refusal, _refusal)
    app.add_exception_handler(errors.FengsuiError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(ResponseValidationError, _unexpected)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def refusal_response(refusal: Refusal, request_id: str) -> Response:
    status, title = WIRE[refusal.code]
    return _respond(
        request_id,
        status,
        title,
        refusal.code,
        refusal.detail or title,
        hint=refusal.hint,
        reasons=refusal.reasons,
        headers=refusal.headers,
    )


async def _refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    return refusal_response(error, _request_id(request))


async def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.FengsuiError)
    status, title = status_of(error)
    detail, where, hint = error.message, error.where, error.hint
    reasons: list[Reason] = []
    if isinstance(error, errors.WeakPassword):
        reasons = [Reason(field="body.password", reason=reason, message=reason) for reason in error.reasons]
    if status >= 500:
        log.error("request failed", code=error.code, message=str(error))
        # Paths of files and words of drivers are for the log, not for whoever asks.
        detail, where, hint = title, "", ""
    headers = {"Retry-After": "5"} if status == 503 else {}
    return _respond(
        _request_id(request),
        status,
        title,
        error.code,
        detail,
        where=where,
        hint=hint,
        reasons=reasons,
        headers=headers,
        mistake=mistake_of(error) if isinstance(error, errors.QueryError) else None,
    )


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    reasons = [
        Reason(
            field=".".join(str(part) for part in item["loc"])[:200],
            reason=item["type"],
            message=str(item["msg"])[:300],
        )
        for item in error.errors()[:20]
    ]
    refusal = Refusal("request.invalid", "; ".join(f"{r.field}: {r.message}" for r in reasons[:5]), reasons=reasons)
    return refusal_response(refusal, _request_id(request))


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    if error.status_code == 404:
        return _respond(
            _request_id(request), 404, "There is nothing here", "not_found", "no operation has this address"
        )
    code = _BY_STATUS.get(error.status_code, "request.malformed" if error.status_code < 500 else "internal")
    return refusal_response(Refusal(code, headers=headers), _request_id(request))


async def _unexpected(request: Request, error: Exception) -> Response:
    log.error("request failed unexpectedly", exc_info=error)
    return refusal_response(Refusal("internal"), _request_id(request))


def _request_id(request: Request) -> str:
    return str(request.scope.get("fengsui.request_id", ""))


def _respond(
    request_id: str,
    status: int,
    title: str,
    code: str,
    detail: str,
    *,
    where: str = "",
    hint: str = "",
    reasons: Sequence[Reason] = (),
    headers: Mapping[str, str] | None = None,
    mistake: QueryMistake | None = None,
) -> Response:
    problem = Problem(
        type=f"urn:fengsui:problem:{code}",
        title=title,
        status=status,
        detail=_clean(detail),
        code=code,
        request_id=request_id,
        where=_clean(where) or None,
        hint=_clean(hint) or None,
        reasons=list(reasons),
        mistake=mistake,
    )
    headers = {"Cache-Control": "no-store", **(headers or {})}
    if status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(orjson.dumps(problem.model_dump()), status, headers, MEDIA_TYPE)


def _clean(text: str) -> str:
    return text[:2_000].encode("utf-8", "backslashreplace").decode()
