"""An account as it is seen, and an account that acts."""

from __future__ import annotations

from dataclasses import dataclass

from model.times import Micros
from store.identity.permissions import Role
from store.scope import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """locked: until when, None when not. version grows with every change an administrator could collide on."""

    id: str
    name: str
    display_name: str
    unit: str
    language: str
    roles: tuple[Role, ...]
    disabled: bool
    must_change: bool
    locked: Micros | None
    totp: bool
    external: bool
    version: int
    created: Micros
    updated: Micros
    last_sign_in: Micros | None
    password_set: Micros | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Somebody let in. session or token: which of their credentials acts, one of them empty.

    must: "password" or "totp" while that has to be done before anything else, else "". Permissions and scope are worked
    out from the database at every request, so that a withdrawn role ends at once.
    """

    account: Account
    scope: Scope
    permissions: frozenset[str]
    session: str = ""
    token: str = ""
    must: str = ""

    @property
    def actor(self) -> str:
        """For audit records."""
        name = f"account:{self.account.name}"
        return f"{name} token:{self.token}" if self.token else name
