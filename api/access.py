"""Who may do what over HTTP. Every operation declares its permission, and what it declares is what is enforced.

    @router.get("/{unit_id}")
    def get_unit(unit_id: str, caller: Annotated[Caller, Depends(require("units:read"))], tx: Reading) -> UnitRead: ...

`Route` finds the `require` among an operation's dependencies, writes it into OpenAPI as `x-permission`, and checks it
before the body is read, so that nobody learns anything from how a request they may not make is refused. An operation
that declares nothing stops the program from starting.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine, Iterable, Iterator
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256
from inspect import iscoroutinefunction
from typing import Any, TypeVar
from urllib.parse import urlsplit

from fastapi import APIRouter, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from pydantic import BaseModel
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.bodies import CheckedRequest, is_json
from api.cookies import CSRF_HEADER, csrf_matches, session_token
from api.core import Core, core_of
from api.problems import Refusal
from api.transactions import Repeated
from model.errors import StoreError
from model.times import Micros
from store import ledger
from store.identity import PERMISSIONS, Identity, answers, sessions, tokens
from store.scope import Scope

T = TypeVar("T")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
PUBLIC = "public"
MAX_KEY = 128
_KEY = re.compile(r"[\x21-\x7e]{1,128}")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who makes the request. address: where from, as far as proxies are trusted."""

    identity: Identity
    address: str

    @property
    def scope(self) -> Scope:
        return self.identity.scope

    @property
    def permissions(self) -> frozenset[str]:
        return self.identity.permissions

    @property
    def actor(self) -> str:
        return self.identity.actor

    @property
    def id(self) -> str:
        return self.identity.account.id

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    def audit_read(self, tx: Session, action: str, what: str, details: dict[str, Any], now: Micros) -> None:
        """Record that something sensitive was read. Needs a writing transaction."""
        unit = self.identity.account.unit
        ledger.append(
            tx,
            actor=self.actor,
            action=action,
            object=what,
            unit=unit,
            details={**details, "address": self.address},
            time=now,
        )


class Require:
    """permission: of `store.identity.PERMISSIONS`, or PUBLIC. before: what the account may still have to do first
    ("password", "totp") and yet use this operation."""

    def __init__(self, permission: str, before: Iterable[str] = ()) -> None:
        self.permission = permission
        self.before = frozenset(before)

    async def __call__(self, request: Request) -> Caller:  # async: a thread for this would cost more than it does
        caller = request.state.caller
        assert isinstance(caller, Caller)
        return caller


class Public(Require):
    def __init__(self) -> None:
        super().__init__(PUBLIC)

    async def __call__(self) -> None:  # type: ignore[override]
        return None


def require(permission: str, before: Iterable[str] = ()) -> Require:
    if permission not in PERMISSIONS:
        raise ValueError(f"{permission!r} is no permission; they stand in store/identity/permissions.py")
    return Require(permission, before)


public = Public()


class Route(APIRoute):
    """Authenticates, authorises and limits before FastAPI sees the body."""

    def __init__(self, path: str, endpoint: Callable[..., Any], **rest: Any) -> None:
        super().__init__(path, endpoint, **rest)
        found = list(_requirements(self.dependant))
        if len(found) != 1:
            raise RuntimeError(f"{path}: declare exactly one permission with require(…), or public; found {len(found)}")
        self.requires = found[0]
        self.openapi_extra = {**(self.openapi_extra or {}), "x-permission": self.requires.permission}
        if self.dependant.response_param_name is None and not iscoroutinefunction(endpoint):
            self.dependant.call = _written_out(endpoint, self.response_model, self.status_code or 200)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        original = super().get_route_handler()

        async def handle(request: Request) -> Response:
            core = core_of(request)
            request = CheckedRequest(request.scope, request.receive)
            caller = await self._admit(request, core)
            if request.method not in SAFE:
                await _check_body(request, has_body=self.body_field is not None)
                request.state.idempotency = await _idempotency(request, caller)
            try:
                response = await original(request)
            except Repeated as repeated:
                return _again(repeated.answer)
            await _keep_answer(request, response, core)
            return response

        return handle

    async def _admit(self, request: Request, core: Core) -> Caller | None:
        if request.method not in SAFE:
            _check_origin(request)
        if isinstance(self.requires, Public):
            return None
        caller = await authenticate(request, core)
        request.state.caller = caller
        wait = core.by_account.take(caller.id)
        if wait:
            raise Refusal("rate.exceeded", headers={"Retry-After": str(wait)})
        if caller.identity.session and request.method not in SAFE:
            _check_csrf(request)
        must = caller.identity.must
        if must and must not in self.requires.before:
            needed = {"password": "account.password_change_needed", "totp": "account.second_factor_needed"}
            raise Refusal(needed[must])
        if not caller.may(self.requires.permission):
            raise Refusal("permission.missing", f"this needs the permission {self.requires.permission}")
        return caller


def _written_out(endpoint: Callable[..., Any], model: object, status: int) -> Callable[..., Any]:
    """The endpoint, giving its model as JSON text. FastAPI would look at the model again in another thread and write it out
    on the event loop, where everybody waits."""

    @wraps(endpoint)
    def call(*args: Any, **given: Any) -> Any:
        answer = endpoint(*args, **given)
        if type(answer) is model and isinstance(answer, BaseModel):
            return Response(answer.__pydantic_serializer__.to_json(answer), status, media_type="application/json")
        return answer

    return call


def noun(name: str, *, prefix: str | None = None) -> APIRouter:
    """The router of one noun, below /api/v1."""
    return APIRouter(prefix=f"/api/v1/{name}" if prefix is None else prefix, tags=[name], route_class=Route)


def _requirements(dependant: Dependant) -> Iterator[Require]:
    for part in dependant.dependencies:
        if isinstance(part.call, Require):
            yield part.call
        yield from _requirements(part)


def address_of(request: Request) -> str:
    return request.client.host if request.client else ""


async def authenticate(request: Request, core: Core, *, counts_as_use: bool = True) -> Caller:
    """Raises Refusal `auth.required` for nobody. A bearer token wins over a cookie, which then does not count.

    counts_as_use: whether the session stays awake for it; what a browser does by itself must not.
    """
    now, address = core.clock(), address_of(request)
    header = request.headers.get("authorization")
    token = "" if header is not None else session_token(request)
    if header is not None:
        scheme, _, text = header.partition(" ")
        found = await _looked_up(_by_token, core, text.strip(), now) if scheme.lower() == "bearer" else None
    else:
        found = await _looked_up(_by_session, core, token, now) if token else None
    if found is None:
        raise Refusal("auth.required", "the session or token is missing or has ended")
    identity, due = found
    if due and counts_as_use:
        await _touch(core, identity, now, address)
    return Caller(identity, address)


async def _looked_up(look: Callable[[Core, str, Micros], T], core: Core, text: str, now: Micros) -> T:
    """SQLite answers within 0.2 ms and never waits for the writer, less than handing it to a thread and back takes. Asked
    anew for every request, so that what was withdrawn is gone at once, whoever withdrew it in which process."""
    if core.state.engine.dialect.name == "sqlite":
        return look(core, text, now)
    return await run_in_threadpool(look, core, text, now)


def _by_token(core: Core, text: str, now: Micros) -> tuple[Identity, bool] | None:
    with core.state.reading() as tx:
        return tokens.identify(tx, text, now=now)


def _by_session(core: Core, token: str, now: Micros) -> tuple[Identity, bool] | None:
    with core.state.reading() as tx:
        return sessions.identify(tx, token, core.policy, now=now)


async def _touch(core: Core, identity: Identity, now: Micros, address: str) -> None:
    def work(tx: Session) -> None:
        if identity.session:
            sessions.touch(tx, identity.session, now=now)
        else:
            tokens.touch(tx, identity.token, now=now, address=address)

    try:
        await core.write_together(work)  # fifty people who begin at nine are due in the same second
    except StoreError:
        return  # the request itself may well succeed; the next one tries again


def _check_origin(request: Request) -> None:
    """Browsers say where a request comes from; other clients say nothing and carry no cookies of ours by accident."""
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site")
    foreign = site in ("cross-site", "same-site")
    if origin is not None and urlsplit(origin).netloc.lower() != request.headers.get("host", "").lower():
        foreign = True
    if foreign:
        raise Refusal("csrf.missing", "requests from other origins are not accepted")


def _check_csrf(request: Request) -> None:
    if not csrf_matches(session_token(request), request.headers.get(CSRF_HEADER, "")):
        raise Refusal("csrf.missing", f"send the session's CSRF token in {CSRF_HEADER}")


async def _check_body(request: Request, *, has_body: bool) -> None:
    body = await request.body()
    if has_body and body and not is_json(request.headers.get("content-type", "")):
        raise Refusal("media_type.unsupported")


async def _idempotency(request: Request, caller: Caller | None) -> tuple[str, str, bytes] | None:
    """(account, key, digest of the request) when the client wants the answer kept."""
    key = request.headers.get("idempotency-key")
    if key is None or caller is None:
        return None
    if not _KEY.fullmatch(key):
        raise Refusal("request.malformed", f"an Idempotency-Key is 1 to {MAX_KEY} visible ASCII characters")
    # If-Match belongs to the request: repeated with another one it is another request.
    parts = (request.method, request.url.path, request.url.query, request.headers.get("if-match", ""))
    digest = sha256("\0".join(parts).encode("utf-8", "backslashreplace") + b"\0" + await request.body())
    return caller.id, key, digest.digest()


async def _keep_answer(request: Request, response: Response, core: Core) -> None:
    wanted = getattr(request.state, "idempotency", None)
    tx = getattr(request.state, "tx", None)
    if wanted is None or tx is None:
        return
    account, key, digest = wanted
    shown = {"content-type", "etag", "location"}
    headers = [(name, value) for name, value in response.headers.items() if name in shown]
    answer = answers.Answer(digest, response.status_code, headers, bytes(response.body))
    await run_in_threadpool(answers.keep, tx, account, key, answer, core.policy, now=core.clock())


def _again(answer: answers.Answer) -> Response:
    return Response(answer.body, answer.status, {**dict(answer.headers), "Idempotency-Replayed": "true"})
