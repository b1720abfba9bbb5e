"""What everybody may do with their own account, from a session only: no API token reaches these."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, Response
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from api.access import Caller, address_of, noun, require
from api.account.schemas import (
    Code,
    Confirmation,
    OwnAccountChange,
    OwnAccountRead,
    OwnSessionRead,
    OwnSessions,
    PasswordChange,
    RecoveryCodes,
    SecondFactorBegun,
)
from api.cookies import set_session
from api.core import Core, core_of
from api.openapi import declares
from api.problems import Refusal
from api.transactions import Reading, Writing
from api.wire import moment, moment_or_none
from model.errors import InputError, SignInRefused
from store.identity import accounts, sessions, sign_in, totp
from store.scope import EVERYTHING

router = noun("account")

Own = Annotated[Caller, Depends(require("account:own"))]
BeforePassword = Annotated[Caller, Depends(require("account:own", before=("password",)))]
BeforeSecondFactor = Annotated[Caller, Depends(require("account:own", before=("totp",)))]
Early = Annotated[Caller, Depends(require("account:own", before=("password", "totp")))]


def _view(tx: Session, caller: Caller) -> OwnAccountRead:
    account = accounts.get(tx, caller.id, EVERYTHING)
    return OwnAccountRead(
        id=account.id,
        name=account.name,
        display_name=account.display_name,
        language="en" if account.language == "en" else "zh-CN",
        unit=account.unit,
        external=account.external,
        second_factor=account.totp,
        recovery_codes_left=totp.recovery_codes_left(tx, caller.id),
        password_set=moment_or_none(account.password_set),
        last_sign_in=moment_or_none(account.last_sign_in),
    )


@router.get("", operation_id="get_own_account", response_model=OwnAccountRead)
def get_own(caller: Early, tx: Reading) -> OwnAccountRead:
    """One's own account."""
    return _view(tx, caller)


@router.patch("", operation_id="change_own_account", response_model=OwnAccountRead)
def change_own(body: OwnAccountChange, caller: Early, request: Request, tx: Writing) -> OwnAccountRead:
    """Change one's own display name or language."""
    accounts.change(
        tx,
        caller.id,
        EVERYTHING,
        actor=caller.actor,
        now=core_of(request).clock(),
        version=None,
        by=caller.id,
        display_name=body.display_name,
        language=body.language,
    )
    return _view(tx, caller)


async def _confirm(request: Request, caller: Caller, password: str) -> None:
    """Ask for the password again. Wrong ones count towards the lock, so that a stolen session cannot try them all."""
    core, address = core_of(request), address_of(request)
    wait = core.by_address.take(address)
    if wait:
        raise Refusal("rate.exceeded", headers={"Retry-After": str(wait)})
    name = caller.identity.account.name
    shown = await run_in_threadpool(_compare, core, name, password)
    now = core.clock()
    right = await core.write(lambda tx: sign_in.confirm(tx, caller.id, shown, core.policy, now=now, address=address))
    if not right:
        raise SignInRefused("the current password is wrong, or the account is locked for the moment")


def _compare(core: Core, name: str, password: str) -> sign_in.Shown:
    with core.state.reading() as tx:
        found = sign_in.look_up(tx, name)
    with core.hashing:
        return sign_in.compare(found, password)


def _rotate(tx: Session, caller: Caller, core: Core) -> str:
    """What the session stands for changed, so its token changes with it."""
    row = accounts.row_of(tx, caller.id)
    must = sign_in.must_of(tx, row, row.must_change, core.policy) if row.password is not None else ""
    return sessions.rotate(tx, caller.identity.session, must=must)


@router.put(
    "/password", status_code=204, operation_id="change_own_password", response_model=None, responses=declares(409)
)
async def change_password(body: PasswordChange, caller: BeforePassword, request: Request, response: Response) -> None:
    """Choose a new password. Other sessions end; this one goes on with new cookies.

    `password.weak` lists every reason: too_short, too_long, too_few_kinds, too_few_different, contains_name, common,
    used_before.
    """
    core = core_of(request)
    await _confirm(request, caller, body.current)

    def work(tx: Session) -> str:
        accounts.set_own_password(
            tx,
            caller.id,
            body.password,
            core.policy,
            now=core.clock(),
            actor=caller.actor,
            keep_session=caller.identity.session,
        )
        return _rotate(tx, caller, core)

    set_session(response, request, await core.write(work))


@router.post(
    "/second-factor",
    status_code=201,
    operation_id="begin_second_factor",
    response_model=SecondFactorBegun,
    responses=declares(409),
)
async def begin_second_factor(body: Confirmation, caller: BeforeSecondFactor, request: Request) -> SecondFactorBegun:
    """Begin to set up a second factor: a new secret for an authenticator. It is asked for once a first code was right."""
    core = core_of(request)
    await _confirm(request, caller, body.password)
    secret, address = await core.write(lambda tx: totp.begin(tx, caller.id, core.policy))
    return SecondFactorBegun(secret=secret, address=address)


@router.put(
    "/second-factor", operation_id="finish_second_factor", response_model=RecoveryCodes, responses=declares(409)
)
def finish_second_factor(
    body: Code, caller: BeforeSecondFactor, request: Request, response: Response, tx: Writing
) -> RecoveryCodes:
    """Turn the second factor on with a first code."""
    core = core_of(request)
    codes = totp.finish(tx, caller.id, body.code, core.policy, now=core.clock(), actor=caller.actor)
    set_session(response, request, _rotate(tx, caller, core))
    return RecoveryCodes(codes=codes)


@router.post(
    "/second-factor/off",
    status_code=204,
    operation_id="turn_off_second_factor",
    response_model=None,
    responses=declares(409),
)
async def turn_off_second_factor(body: Confirmation, caller: Own, request: Request, response: Response) -> None:
    """Turn the second factor off, with the password. Where the settings demand one, it has to be set up again at once."""
    core = core_of(request)
    await _confirm(request, caller, body.password)

    def work(tx: Session) -> str:
        totp.turn_off(tx, caller.id, now=core.clock(), actor=caller.actor)
        return _rotate(tx, caller, core)

    set_session(response, request, await core.write(work))


@router.get("/sessions", operation_id="list_own_sessions", response_model=OwnSessions)
def list_sessions(caller: Own, request: Request, tx: Reading) -> OwnSessions:
    """Where one is signed in, latest used first."""
    core = core_of(request)
    found = sessions.of_account(tx, caller.id, core.policy, now=core.clock())
    return OwnSessions(
        items=[
            OwnSessionRead(
                id=s.id,
                current=s.id == caller.identity.session,
                method=s.method,
                address=s.address,
                agent=s.agent,
                created=moment(s.created),
                last_seen=moment(s.last_seen),
                expires=moment(s.expires),
            )
            for s in found
        ]
    )


@router.delete("/sessions", status_code=204, operation_id="end_other_sessions", response_model=None)
def end_other_sessions(caller: Own, request: Request, tx: Writing) -> None:
    """Sign out everywhere else."""
    now = core_of(request).clock()
    sessions.end_others(tx, caller.id, but=caller.identity.session, actor=caller.actor, now=now)


@router.delete("/sessions/{session_id}", status_code=204, operation_id="end_own_session", response_model=None)
def end_session(session_id: str, caller: Own, request: Request, tx: Writing) -> None:
    """Sign out in one place. The session in use ends with DELETE /api/v1/session."""
    if session_id == caller.identity.session:
        raise InputError("this is the session in use", hint="sign out instead")
    sessions.end(tx, session_id, account_id=caller.id, actor=caller.actor, now=core_of(request).clock())
