"""API tokens, over the wire."""

from __future__ import annotations

from typing import Annotated

from pydantic import AwareDatetime, Field

from api.accounts.schemas import AccountTokenRead
from api.wire import Plain, Read, Write


class TokenRead(AccountTokenRead):
    pass


class Tokens(Read):
    items: list[TokenRead]


class TokenAdd(Write):
    name: Annotated[str, Field(min_length=1, max_length=128, pattern=Plain, examples=["nightly export"])]
    permissions: Annotated[list[str], Field(min_length=1, max_length=64, examples=[["events:read"]])]
    unit: Annotated[
        str | None,
        Field(max_length=128, pattern=Plain, description="What it may see; null means the account's own unit"),
    ] = None
    expires: AwareDatetime


class TokenAdded(Read):
    token: TokenRead
    secret: Annotated[str, Field(description="To be sent as `Authorization: Bearer …`; shown only now")]
