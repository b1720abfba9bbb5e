"""Accounts that sign in at an identity provider (OpenID Connect), and sign-ins on their way there and back."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from model.errors import SignInRefused
from model.times import MINUTE, Micros
from store import ledger, units
from store.identity import accounts
from store.identity.permissions import Role, check_roles
from store.identity.policy import digest
from store.identity.tables import AccountRow, AttemptRow, ExternalRow
from store.identity.who import Account
from store.rows import delete_rows, insert_rows, update_rows
from store.scope import EVERYTHING
from store.scoping import scoped

ATTEMPT_LASTS: Micros = 10 * MINUTE
MAX_ATTEMPTS = 10_000
ACTOR = "identity-provider"


@dataclass(frozen=True, slots=True)
class Attempt:
    """state and nonce go to the provider; verifier stays here (PKCE, RFC 7636)."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What the provider says about a person. roles and unit: what the settings map its claims to; None leaves an
    account's as they are, so that without a mapping they are granted here. first_unit: of an account that is new and maps to
    none."""

    issuer: str
    subject: str
    name: str
    display_name: str
    roles: Sequence[Role] | None
    unit: str | None
    first_unit: str = units.ROOT


def begin(tx: Session, *, now: Micros) -> Attempt:
    delete_rows(tx, AttemptRow, AttemptRow.created <= now - ATTEMPT_LASTS)
    statement = select(AttemptRow.digest).order_by(AttemptRow.created.desc()).offset(MAX_ATTEMPTS)
    surplus = list(tx.scalars(statement.limit(500)))
    if surplus:
        delete_rows(tx, AttemptRow, AttemptRow.digest.in_(surplus))
    attempt = Attempt(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))
    row = {
        "digest": digest(attempt.state),
        "nonce": attempt.nonce,
        "verifier": attempt.verifier,
        "created": now,
    }
    insert_rows(tx, AttemptRow, [row])
    return attempt


def take(tx: Session, state: str, *, now: Micros) -> Attempt | None:
    """The attempt of this state, which is spent with it; None when there is none (any more)."""
    row = tx.execute(select(AttemptRow).where(AttemptRow.digest == digest(state))).scalar()
    if row is None:
        return None
    delete_rows(tx, AttemptRow, AttemptRow.digest == row.digest)
    return Attempt(state, row.nonce, row.verifier) if row.created > now - ATTEMPT_LASTS else None


def admit(tx: Session, claims: Claims, *, now: Micros, address: str) -> Account:
    """The account of this person, made on the first sign-in without any right unless the claims map to some.

    Raises SignInRefused when it is disabled. Roles that would join two administrations are refused by InputError.
    """
    known = tx.execute(
        scoped(
            select(ExternalRow.account).where(
                ExternalRow.issuer == claims.issuer, ExternalRow.subject == claims.subject
            ),
            EVERYTHING,
        )
    ).scalar()
    account = _add(tx, claims, now) if known is None else accounts.get(tx, known, EVERYTHING)
    if account.disabled:
        raise SignInRefused("this account is disabled", hint="ask the system administrator")
    account = _follow(tx, account, claims, now)
    update_rows(tx, AccountRow, AccountRow.id == account.id, last_sign_in=now)
    ledger.append(
        tx,
        actor=f"account:{account.name}",
        action="sign_in.accepted",
        object=f"account:{account.id}",
        unit=account.unit,
        details={"address": address, "how": "oidc", "issuer": claims.issuer},
        time=now,
    )
    return account


def _add(tx: Session, claims: Claims, now: Micros) -> Account:
    unit = claims.unit if claims.unit is not None else claims.first_unit
    account = accounts.add(
        tx,
        name=_free_name(tx, claims.name),
        display_name=(claims.display_name.strip() or claims.name or claims.subject)[:128],
        unit=unit,
        now=now,
        actor=ACTOR,
    )
    insert_rows(tx, ExternalRow, [{"issuer": claims.issuer, "subject": claims.subject, "account": account.id}])
    return account


def _follow(tx: Session, account: Account, claims: Claims, now: Micros) -> Account:
    if claims.unit is not None and claims.unit != account.unit:
        account = accounts.change(tx, account.id, EVERYTHING, actor=ACTOR, now=now, version=None, unit=claims.unit)
    if claims.roles is not None and set(claims.roles) != set(account.roles):
        check_roles(claims.roles, where=f"account {account.name}")
        account = accounts.grant(tx, account.id, claims.roles, EVERYTHING, actor=ACTOR, now=now)
    return account


def _free_name(tx: Session, wanted: str) -> str:
    """A name nobody has: an account made here must never be taken over by a provider that uses the same name."""
    base = re.sub(r"[^a-z0-9._-]+", "-", wanted.strip().lower()).strip("-._")[:48] or "person"
    if len(base) < 2:
        base = f"{base}-oidc"
    name, number = base, 2
    while accounts.by_name(tx, name) is not None:
        name, number = f"{base}-{number}", number + 1
    return name
