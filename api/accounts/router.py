"""Making, changing, disabling and resetting accounts (system administrator); granting roles (security administrator)."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, Response

from api.access import Caller, noun, require
from api.accounts.schemas import (
    AccountAdd,
    AccountAdded,
    AccountChange,
    AccountPage,
    AccountRead,
    AccountTokenRead,
    AccountTokens,
    NewPassword,
    RolesSet,
)
from api.core import core_of
from api.etags import IfMatch, check, etag
from api.openapi import declares
from api.transactions import Reading, Writing
from api.wire import Cursor, Key, Limit, moment, moment_or_none
from store.identity import Role, accounts, sessions, tokens
from store.identity.passwords import random_password
from store.identity.who import Account

router = noun("accounts")

Reader = Annotated[Caller, Depends(require("accounts:read"))]
Changer = Annotated[Caller, Depends(require("accounts:change"))]
Granter = Annotated[Caller, Depends(require("roles:grant"))]


def _view(account: Account) -> AccountRead:
    return AccountRead(
        id=account.id,
        name=account.name,
        display_name=account.display_name,
        unit=account.unit,
        language="en" if account.language == "en" else "zh-CN",
        roles=list(account.roles),
        disabled=account.disabled,
        must_change_password=account.must_change,
        locked_until=moment_or_none(account.locked),
        second_factor=account.totp,
        external=account.external,
        version=account.version,
        created=moment(account.created),
        updated=moment(account.updated),
        last_sign_in=moment_or_none(account.last_sign_in),
        password_set=moment_or_none(account.password_set),
    )


def _tagged(response: Response, account: Account) -> AccountRead:
    response.headers["ETag"] = etag(account.version)
    return _view(account)


@router.get("", operation_id="list_accounts", response_model=AccountPage)
def list_accounts(
    caller: Reader,
    tx: Reading,
    unit: Key | None = None,
    role: Role | None = None,
    disabled: bool | None = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> AccountPage:
    """Accounts of the caller's units, newest first."""
    found = accounts.find(tx, caller.scope, unit=unit, role=role, disabled=disabled, limit=limit, cursor=cursor)
    return AccountPage(items=[_view(account) for account in found.items], cursor=found.cursor)


@router.post("", status_code=201, operation_id="add_account", response_model=AccountAdded, responses=declares(404, 409))
def add_account(body: AccountAdd, caller: Changer, request: Request, response: Response, tx: Writing) -> AccountAdded:
    """A new account without any role, with a one-time password. A security administrator grants its roles."""
    password = random_password()
    account = accounts.add(
        tx,
        name=body.name,
        display_name=body.display_name,
        unit=body.unit,
        language=body.language,
        now=core_of(request).clock(),
        actor=caller.actor,
        scope=caller.scope,
        password=password,
    )
    response.headers["Location"] = f"/api/v1/accounts/{account.id}"
    return AccountAdded(account=_tagged(response, account), password=password)


@router.get("/{account_id}", operation_id="get_account", response_model=AccountRead)
def get_account(account_id: str, caller: Reader, response: Response, tx: Reading) -> AccountRead:
    """One account."""
    return _tagged(response, accounts.get(tx, account_id, caller.scope))


@router.patch("/{account_id}", operation_id="change_account", response_model=AccountRead, responses=declares(409))
def change_account(
    account_id: str,
    body: AccountChange,
    caller: Changer,
    request: Request,
    response: Response,
    tx: Writing,
    if_match: IfMatch = None,
) -> AccountRead:
    """Change names, unit or language; disable or enable."""
    before = accounts.get(tx, account_id, caller.scope)
    check(if_match, before.version)
    account = accounts.change(
        tx,
        account_id,
        caller.scope,
        actor=caller.actor,
        now=core_of(request).clock(),
        version=before.version,
        by=caller.id,
        display_name=body.display_name,
        unit=body.unit,
        language=body.language,
        disabled=body.disabled,
    )
    return _tagged(response, account)


@router.put("/{account_id}/roles", operation_id="set_roles", response_model=AccountRead, responses=declares(409))
def set_roles(
    account_id: str,
    body: RolesSet,
    caller: Granter,
    request: Request,
    response: Response,
    tx: Writing,
    if_match: IfMatch = None,
) -> AccountRead:
    """Grant and withdraw roles. Two administrations in one account are refused, and so are one's own roles."""
    before = accounts.get(tx, account_id, caller.scope)
    check(if_match, before.version)
    account = accounts.grant(
        tx,
        account_id,
        body.roles,
        caller.scope,
        actor=caller.actor,
        now=core_of(request).clock(),
        version=before.version,
        by=caller.id,
    )
    return _tagged(response, account)


@router.post(
    "/{account_id}/password-reset", operation_id="reset_password", response_model=NewPassword, responses=declares(409)
)
def reset_password(account_id: str, caller: Changer, request: Request, tx: Writing) -> NewPassword:
    """A new one-time password. Sessions end and API tokens are revoked. Not for administrators' accounts."""
    now = core_of(request).clock()
    password = accounts.reset_password(tx, account_id, caller.scope, actor=caller.actor, now=now, by=caller.id)
    return NewPassword(password=password)


@router.post("/{account_id}/unlock", operation_id="unlock_account", response_model=AccountRead)
def unlock_account(account_id: str, caller: Changer, request: Request, response: Response, tx: Writing) -> AccountRead:
    """End a lock after failed sign-ins."""
    now = core_of(request).clock()
    return _tagged(response, accounts.unlock(tx, account_id, caller.scope, actor=caller.actor, now=now))


@router.delete(
    "/{account_id}/second-factor",
    status_code=204,
    operation_id="reset_second_factor",
    response_model=None,
    responses=declares(409),
)
def reset_second_factor(account_id: str, caller: Changer, request: Request, tx: Writing) -> None:
    """Turn off the second factor of somebody who lost it. Not for administrators' accounts."""
    now = core_of(request).clock()
    accounts.reset_second_factor(tx, account_id, caller.scope, actor=caller.actor, now=now, by=caller.id)


@router.delete("/{account_id}/sessions", status_code=204, operation_id="end_sessions", response_model=None)
def end_sessions(account_id: str, caller: Changer, request: Request, tx: Writing) -> None:
    """Sign the account out everywhere."""
    account = accounts.get(tx, account_id, caller.scope)
    sessions.end_others(tx, account.id, but="", actor=caller.actor, now=core_of(request).clock())


@router.get("/{account_id}/tokens", operation_id="list_tokens_of_account", response_model=AccountTokens)
def list_tokens(account_id: str, caller: Reader, tx: Reading) -> AccountTokens:
    """The account's API tokens, ended ones too."""
    account = accounts.get(tx, account_id, caller.scope)
    return AccountTokens(items=[token_view(token) for token in tokens.of_account(tx, account.id)])


@router.delete(
    "/{account_id}/tokens/{token_id}", status_code=204, operation_id="revoke_token_of_account", response_model=None
)
def revoke_token(account_id: str, token_id: str, caller: Changer, request: Request, tx: Writing) -> None:
    """Revoke somebody's API token."""
    now = core_of(request).clock()
    tokens.revoke_of(tx, account_id, token_id, caller.scope, actor=caller.actor, now=now)


def token_view(token: tokens.ApiToken) -> AccountTokenRead:
    return AccountTokenRead(
        id=token.id,
        name=token.name,
        unit=token.unit,
        permissions=list(token.permissions),
        created=moment(token.created),
        expires=moment(token.expires),
        last_used=moment_or_none(token.last_used),
        last_address=token.last_address,
        revoked=moment_or_none(token.revoked),
    )
