"""One's own account, over the wire."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from api.wire import Moment, Plain, Read, Write


class OwnAccountRead(Read):
    id: str
    name: str
    display_name: str
    language: Literal["zh-CN", "en"]
    unit: str
    external: Annotated[bool, Field(description="Whether the account signs in at an identity provider")]
    second_factor: bool
    recovery_codes_left: int
    password_set: Moment | None
    last_sign_in: Moment | None


class OwnAccountChange(Write):
    display_name: Annotated[str | None, Field(min_length=1, max_length=128, pattern=Plain)] = None
    language: Literal["zh-CN", "en"] | None = None


class PasswordChange(Write):
    current: Annotated[str, Field(min_length=1, max_length=1024)]
    password: Annotated[str, Field(min_length=1, max_length=1024, description="The new one")]


class Confirmation(Write):
    password: Annotated[str, Field(min_length=1, max_length=1024)]


class Code(Write):
    code: Annotated[str, Field(min_length=1, max_length=32)]


class SecondFactorBegun(Read):
    secret: Annotated[str, Field(description="Base 32, for typing in")]
    address: Annotated[str, Field(description="otpauth:// address, for a QR code")]


class RecoveryCodes(Read):
    codes: Annotated[list[str], Field(description="Each is good once, in place of a code; shown only now")]


class OwnSessionRead(Read):
    id: str
    current: bool
    method: str
    address: str
    agent: str
    created: Moment
    last_seen: Moment
    expires: Moment


class OwnSessions(Read):
    items: list[OwnSessionRead]
