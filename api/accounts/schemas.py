"""Accounts as administrators see them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from api.wire import Moment, Page, Plain, Read, Write
from store.identity import Role


class AccountRead(Read):
    """Its ETag is its version."""

    id: str
    name: str
    display_name: str
    unit: str
    language: Literal["zh-CN", "en"]
    roles: list[Role]
    disabled: bool
    must_change_password: bool
    locked_until: Moment | None
    second_factor: bool
    external: Annotated[bool, Field(description="Whether the account signs in at an identity provider")]
    version: int
    created: Moment
    updated: Moment
    last_sign_in: Moment | None
    password_set: Moment | None


class AccountPage(Page[AccountRead]):
    pass


class AccountAdd(Write):
    name: Annotated[
        str,
        Field(pattern=r"^[a-z0-9][a-z0-9._-]{1,62}$", description="To sign in with; never changes", examples=["li.na"]),
    ]
    display_name: Annotated[str, Field(min_length=1, max_length=128, pattern=Plain, examples=["李娜"])]
    unit: Annotated[str, Field(min_length=1, max_length=128, pattern=Plain, examples=["district"])]
    language: Literal["zh-CN", "en"] = "zh-CN"


class AccountAdded(Read):
    account: AccountRead
    password: Annotated[str, Field(description="One-time first password; shown only now")]


class AccountChange(Write):
    display_name: Annotated[str | None, Field(min_length=1, max_length=128, pattern=Plain)] = None
    unit: Annotated[str | None, Field(min_length=1, max_length=128, pattern=Plain)] = None
    language: Literal["zh-CN", "en"] | None = None
    disabled: bool | None = None


class NewPassword(Read):
    password: Annotated[str, Field(description="One-time password; shown only now")]


class RolesSet(Write):
    roles: Annotated[list[Role], Field(max_length=8, description="All roles the account shall have")]


class AccountTokenRead(Read):
    id: str
    name: str
    unit: str
    permissions: list[str]
    created: Moment
    expires: Moment
    last_used: Moment | None
    last_address: str
    revoked: Moment | None


class AccountTokens(Read):
    items: list[AccountTokenRead]
