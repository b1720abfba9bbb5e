"""POST signs in, GET says who is signed in, DELETE signs out."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, Response
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from api.access import Caller, address_of, noun, public, require
from api.cookies import csrf_of, drop_session, session_token, set_session
from api.core import Core, core_of
from api.openapi import declares
from api.problems import Refusal
from api.session.schemas import MethodsRead, SessionRead, SignIn
from api.transactions import Reading, Writing
from api.wire import moment
from store import units
from store.identity import Identity, sessions, sign_in
from store.scope import EVERYTHING

router = noun("session")

Early = Annotated[Caller, Depends(require("account:own", before=("password", "totp")))]


def view(tx: Session, identity: Identity, core: Core, token: str) -> SessionRead:
    account = identity.account
    unit = units.get(tx, account.unit, EVERYTHING)
    living = [s for s in sessions.of_account(tx, account.id, core.policy, now=core.clock()) if s.id == identity.session]
    return SessionRead(
        id=identity.session,
        account=account.id,
        name=account.name,
        display_name=account.display_name,
        language="en" if account.language == "en" else "zh-CN",
        unit=unit.id,
        unit_name=unit.name,
        unit_name_zh=unit.name_zh,
        roles=list(account.roles),
        permissions=sorted(identity.permissions),
        must=None if not identity.must else "password" if identity.must == "password" else "totp",
        csrf=csrf_of(token) if token else "",
        idle_seconds=core.policy.idle // 1_000_000,
        signed_in=moment(living[0].created) if living else None,
        expires=moment(living[0].expires) if living else None,
    )


@router.post("", status_code=201, operation_id="sign_in", response_model=SessionRead, responses=declares(401))
async def create_session(
    body: SignIn, request: Request, response: Response, _: Annotated[None, Depends(public)]
) -> SessionRead:
    """Sign in with name and password, and a code where the account has a second factor.

    `sign_in.code_needed` means the password is right and a code is needed: ask for it and send all three.
    """
    core, address = core_of(request), address_of(request)
    wait = core.by_address.take(address)
    if wait:
        raise Refusal("rate.exceeded", headers={"Retry-After": str(wait)})
    shown = await run_in_threadpool(_compare, core, body.name, body.password)
    now = core.clock()

    def let_in(tx: Session) -> tuple[sign_in.Outcome, str]:
        outcome = sign_in.decide(tx, shown, body.code, core.policy, now=now, address=address)
        token = ""
        if outcome.error is None:
            agent = request.headers.get("user-agent", "")
            token = sessions.open_session(
                tx,
                outcome.account,
                core.policy,
                now=now,
                method=outcome.method,
                must=outcome.must,
                address=address,
                agent=agent,
            )
        return outcome, token

    outcome, token = await core.write(let_in)
    if outcome.error is not None:
        raise outcome.error
    set_session(response, request, token)
    return await run_in_threadpool(_seen, core, token)


def _compare(core: Core, name: str, password: str) -> sign_in.Shown:
    with core.state.reading() as tx:
        found = sign_in.look_up(tx, name)
    with core.hashing:
        return sign_in.compare(found, password)


def _seen(core: Core, token: str) -> SessionRead:
    with core.state.reading() as tx:
        found = sessions.identify(tx, token, core.policy, now=core.clock())
        if found is None:
            raise Refusal("auth.required")
        return view(tx, found[0], core, token)


@router.get("", operation_id="get_session", response_model=SessionRead)
def get_session(caller: Early, request: Request, tx: Reading) -> SessionRead:
    """Who is signed in, with what rights, and what they must do first."""
    core = core_of(request)
    token = session_token(request) if caller.identity.session else ""
    return view(tx, caller.identity, core, token)


@router.delete("", status_code=204, operation_id="sign_out", response_model=None)
def delete_session(caller: Early, request: Request, response: Response, tx: Writing) -> None:
    """Sign out. Called with an API token it does nothing."""
    core = core_of(request)
    if caller.identity.session:
        sessions.end(tx, caller.identity.session, account_id=caller.id, actor=caller.actor, now=core.clock())
        drop_session(response, request)


@router.get("/methods", operation_id="get_sign_in_methods", response_model=MethodsRead)
def get_methods(request: Request, _: Annotated[None, Depends(public)]) -> MethodsRead:
    """How one can sign in here."""
    oidc = core_of(request).settings.identity.oidc
    return MethodsRead(password=True, oidc=oidc.label if oidc.issuer else None)
