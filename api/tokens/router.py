"""Making, listing and revoking one's own API tokens."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request, Response

from api.access import Caller, noun, require
from api.accounts.router import token_view
from api.core import core_of
from api.openapi import declares
from api.tokens.schemas import TokenAdd, TokenAdded, TokenRead, Tokens
from api.transactions import Reading, Writing
from model.errors import InputError
from model.times import from_datetime
from store.identity import tokens

router = noun("tokens")

Own = Annotated[Caller, Depends(require("tokens:own"))]


def _view(token: tokens.ApiToken) -> TokenRead:
    return TokenRead(**token_view(token).model_dump())


@router.get("", operation_id="list_own_tokens", response_model=Tokens)
def list_tokens(caller: Own, tx: Reading) -> Tokens:
    """One's own tokens, newest first, ended ones too."""
    return Tokens(items=[_view(token) for token in tokens.of_account(tx, caller.id)])


@router.post("", status_code=201, operation_id="add_token", response_model=TokenAdded, responses=declares(404, 409))
def add_token(body: TokenAdd, caller: Own, request: Request, response: Response, tx: Writing) -> TokenAdded:
    """A token with some of one's own permissions, for a program, until a day."""
    core = core_of(request)
    try:
        expires = from_datetime(body.expires)
    except OverflowError as error:
        raise InputError("there is no such time", where="expires") from error
    token, secret = tokens.add(
        tx,
        caller.identity,
        name=body.name,
        permissions=body.permissions,
        unit=body.unit or caller.identity.account.unit,
        expires=expires,
        policy=core.policy,
        now=core.clock(),
    )
    response.headers["Location"] = f"/api/v1/tokens/{token.id}"
    return TokenAdded(token=_view(token), secret=secret)


@router.delete("/{token_id}", status_code=204, operation_id="revoke_token", response_model=None)
def revoke_token(token_id: str, caller: Own, request: Request, tx: Writing) -> None:
    """Revoke one's own token; twice is harmless."""
    tokens.revoke(tx, token_id, actor=caller.actor, now=core_of(request).clock(), account_id=caller.id)
