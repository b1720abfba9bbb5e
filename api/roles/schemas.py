"""Roles and permissions, over the wire."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.wire import Read
from store.identity import Role


class RoleRead(Read):
    role: Role
    name: str
    name_zh: str
    administration: Annotated[bool, Field(description="One of the three that no account joins")]
    permissions: list[str]


class PermissionRead(Read):
    permission: str
    name: str
    name_zh: str


class RolesRead(Read):
    roles: list[RoleRead]
    permissions: list[PermissionRead]
    everyone: Annotated[list[str], Field(description="Permissions of everybody signed in")]
    never_in_tokens: list[str]
