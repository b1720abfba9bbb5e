"""Who is signed in, over the wire."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from api.wire import Moment, Plain, Read, Write
from store.identity import Role


class SignIn(Write):
    name: Annotated[str, Field(min_length=1, max_length=128, pattern=Plain, examples=["analyst"])]
    password: Annotated[str, Field(min_length=1, max_length=1024)]
    code: Annotated[
        str | None,
        Field(max_length=32, description="From the authenticator, or a recovery code; when the account asks for one"),
    ] = None


class SessionRead(Read):
    id: str
    account: str
    name: str
    display_name: str
    language: Literal["zh-CN", "en"]
    unit: str
    unit_name: str
    unit_name_zh: str
    roles: list[Role]
    permissions: list[str]
    must: Annotated[
        Literal["password", "totp"] | None,
        Field(
            description="What has to be done before anything else is allowed: choose a password, set up a second factor"
        ),
    ]
    csrf: Annotated[str, Field(description="To be sent in X-CSRF-Token with every write; empty for API tokens")]
    idle_seconds: Annotated[int, Field(description="Without use the session ends after so many seconds")]
    signed_in: Moment | None
    expires: Moment | None


class MethodsRead(Read):
    password: bool
    oidc: Annotated[
        str | None, Field(description="Text of the button that leads to the identity provider; null when off")
    ]
