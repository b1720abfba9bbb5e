"""The first accounts: one for each administration, and one analyst so that somebody may look at events.

Each gets a one-time password that is printed where the platform was started. As long as nobody has signed in with it, it
is renewed and printed at every start: whoever starts the program holds the machine anyway.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from model.times import Micros
from store import units
from store.identity import accounts
from store.identity.passwords import random_password
from store.identity.permissions import ROLE_NAMES, Role
from store.scope import EVERYTHING

FIRST = ((Role.SYSTEM_ADMIN, "sysadmin"), (Role.SECURITY_ADMIN, "secadmin"), (Role.AUDIT_ADMIN, "auditadmin"))
FIRST_ANALYST = (Role.ANALYST, "analyst")
ACTOR = "first-start"


@dataclass(frozen=True, slots=True)
class FirstPassword:
    name: str
    role: Role
    password: str


def ensure(tx: Session, *, now: Micros, analyst: bool = True) -> list[FirstPassword]:
    """Make the first accounts when there is none at all; renew unused one-time passwords of those made so. The passwords
    are returned to be shown once, and are not kept."""
    wanted = (*FIRST, FIRST_ANALYST) if analyst else FIRST
    fresh = accounts.count(tx) == 0
    out = []
    for role, name in wanted:
        if fresh:
            out.append(FirstPassword(name, role, _add(tx, role, name, now)))
        elif _unused(tx, role, name):
            account = accounts.by_name(tx, name)
            assert account is not None
            password = accounts.reset_password(tx, account.id, EVERYTHING, actor=ACTOR, now=now, at_machine=True)
            out.append(FirstPassword(name, role, password))
    return out


def _add(tx: Session, role: Role, name: str, now: Micros) -> str:
    password = random_password()
    account = accounts.add(
        tx, name=name, display_name=ROLE_NAMES[role][1], unit=units.ROOT, now=now, actor=ACTOR, password=password
    )
    accounts.grant(tx, account.id, [role], EVERYTHING, actor=ACTOR, now=now)
    return password


def _unused(tx: Session, role: Role, name: str) -> bool:
    account = accounts.by_name(tx, name)
    return (
        account is not None
        and account.last_sign_in is None
        and account.must_change
        and not account.disabled
        and account.roles == (role,)
        and not account.external
    )
