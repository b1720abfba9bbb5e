"""GET begin sends the browser to the identity provider, GET callback receives it back."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse

from api.access import address_of, noun, public
from api.cookies import secure, set_session
from api.core import Core, core_of
from api.oidc.provider import Provider, check_enabled
from api.openapi import declares
from api.problems import Refusal
from model.errors import SignInRefused
from store.identity import external, sessions

router = noun("oidc")

Public = Annotated[None, Depends(public)]
Short = Annotated[str | None, Query(max_length=4096)]
COOKIE = "fengsui_oidc"


@router.get(
    "/begin",
    status_code=303,
    operation_id="begin_oidc",
    response_class=RedirectResponse,
    response_model=None,
    responses=declares(401, 404),
)
async def begin(request: Request, _: Public) -> RedirectResponse:
    """Go to the identity provider. 404 when none is configured."""
    core = core_of(request)
    provider = _provider(request, core)
    _limit(request, core)
    address = await run_in_threadpool(provider.authorization_endpoint)
    attempt = await core.write(lambda tx: external.begin(tx, now=core.clock()))
    response = RedirectResponse(provider.authorization_url(address, attempt), 303)
    # Lax, because the way back is a navigation from the provider's site; it only says which attempt this browser began.
    response.set_cookie(
        COOKIE,
        attempt.state,
        max_age=external.ATTEMPT_LASTS // 1_000_000,
        path="/api/v1/oidc",
        secure=secure(request),
        httponly=True,
        samesite="lax",
    )
    return response


@router.get(
    "/callback",
    status_code=303,
    operation_id="finish_oidc",
    response_class=RedirectResponse,
    response_model=None,
    responses=declares(401, 404, 409),
)
async def callback(
    request: Request, _: Public, state: Short = None, code: Short = None, error: Short = None
) -> RedirectResponse:
    """Come back from the identity provider; leads on to the console, signed in."""
    core, address = core_of(request), address_of(request)
    provider = _provider(request, core)
    _limit(request, core)
    if state is None or request.cookies.get(COOKIE) != state:
        raise SignInRefused("this browser did not begin this sign-in", hint="begin again")
    attempt = await core.write(lambda tx: external.take(tx, state, now=core.clock()))
    if attempt is None:
        raise SignInRefused("this sign-in took too long or was used already", hint="begin again")
    if error is not None or code is None:
        raise SignInRefused("the identity provider did not let you in")
    claims = await run_in_threadpool(provider.claims, code, attempt, core.clock())
    now = core.clock()
    agent = request.headers.get("user-agent", "")

    def let_in(tx: Session) -> str:
        account = external.admit(tx, claims, now=now, address=address)
        return sessions.open_session(
            tx, account.id, core.policy, now=now, method="oidc", must="", address=address, agent=agent
        )

    response = RedirectResponse("/", 303)
    set_session(response, request, await core.write(let_in))
    response.delete_cookie(COOKIE, path="/api/v1/oidc", secure=secure(request), httponly=True, samesite="lax")
    return response


def _limit(request: Request, core: Core) -> None:
    wait = core.by_address.take(address_of(request))
    if wait:
        raise Refusal("rate.exceeded", headers={"Retry-After": str(wait)})


def _provider(request: Request, core: Core) -> Provider:
    """Raises NotFound when none is configured."""
    state = request.app.state
    if not hasattr(state, "oidc"):
        check_enabled(core.settings.identity.oidc)
        state.oidc = Provider(core.settings.identity.oidc)
    provider = state.oidc
    assert isinstance(provider, Provider)
    return provider
