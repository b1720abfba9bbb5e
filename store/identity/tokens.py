"""API tokens: `fst_<id>_<secret>`, shown once, kept as a digest, with a subset of their owner's permissions and an end.

The prefix lets secret scanners find a leaked one, and lets us find its row without the secret.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from model.errors import Conflict, InputError, NotFound, ScopeError
from model.times import MINUTE, Micros
from store import ledger, units
from store.encoding import plain
from store.identity import accounts
from store.identity.permissions import NEVER_IN_TOKENS, PERMISSIONS, permissions_of
from store.identity.policy import Policy, digest
from store.identity.tables import TokenRow
from store.identity.who import Identity
from store.rows import insert_rows, table_of, update_rows
from store.scope import EVERYTHING, NOTHING, Scope
from store.scoping import scoped

PREFIX = "fst_"
_TOKEN = re.compile(r"fst_([0-9a-f]{16})_([A-Za-z0-9_-]{43})", re.ASCII)
TOUCH_EVERY: Micros = MINUTE
_HELD = accounts.acting(list(table_of(TokenRow).columns), TokenRow.account, TokenRow.id == bindparam("token"))


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiToken:
    id: str
    account: str
    name: str
    unit: str
    permissions: tuple[str, ...]
    created: Micros
    expires: Micros
    last_used: Micros | None
    last_address: str
    revoked: Micros | None


def add(
    tx: Session,
    owner: Identity,
    *,
    name: str,
    permissions: Iterable[str],
    unit: str,
    expires: Micros,
    policy: Policy,
    now: Micros,
) -> tuple[ApiToken, str]:
    """A token and its text, which is shown once. Raises InputError or ScopeError for more than its owner has."""
    wanted = set(permissions)
    unknown = wanted - PERMISSIONS.keys()
    if unknown or not wanted:
        named = ", ".join(sorted(unknown)) or "none given"
        raise InputError(f"a token needs known permissions: {named[:200]}", where="permissions")
    if wanted & NEVER_IN_TOKENS:
        raise InputError(f"no token carries {', '.join(sorted(wanted & NEVER_IN_TOKENS))}", where="permissions")
    if not wanted <= owner.permissions:
        raise ScopeError(f"you do not have {', '.join(sorted(wanted - owner.permissions))} yourself")
    if not owner.scope.allows(unit):
        raise ScopeError(f"unit {unit!r} is not within your units")
    units.get(tx, unit, owner.scope)
    if not name.strip() or len(name) > 128:
        raise InputError("a token's name is 1 to 128 characters", where="name")
    if not now < expires <= now + policy.token_longest:
        raise InputError("a token ends in the future, and not later than the settings allow", where="expires")
    living = [t for t in of_account(tx, owner.account.id) if t.revoked is None and t.expires > now]
    if len(living) >= policy.tokens_per_account:
        raise Conflict(f"the account has {len(living)} tokens already", hint="revoke one that is not used")
    token_id, secret = secrets.token_hex(8), secrets.token_urlsafe(32)
    row = {
        "id": token_id,
        "digest": digest(secret),
        "account": owner.account.id,
        "unit": unit,
        "name": plain(name),
        "permissions": sorted(wanted),
        "created": now,
        "expires": expires,
        "last_address": "",
    }
    insert_rows(tx, TokenRow, [row])
    details = {"name": name, "permissions": sorted(wanted), "expires": expires}
    _audit(tx, owner.actor, "token.added", token_id, unit, now, details)
    return _token(_row(tx, token_id)), f"{PREFIX}{token_id}_{secret}"


def identify(tx: Session, text: str, *, now: Micros) -> tuple[Identity, bool] | None:
    """Whose token this is, and whether `touch` is due; None when it is nobody's (any more)."""
    found = _TOKEN.fullmatch(text)
    if found is None:
        return None
    row = tx.execute(_HELD, {"token": found[1]}).first()
    if row is None or not secrets.compare_digest(row.digest, digest(found[2])):
        return None
    if row.revoked is not None or row.expires <= now or row.account_disabled:
        return None
    account = accounts.acts(row)
    # The owner may have lost rights, or moved to another unit, since the token was made.
    reach = units.scope_of(tx, account.unit)
    identity = Identity(
        account=account,
        scope=units.scope_of(tx, row.unit) if reach.allows(row.unit) else NOTHING,
        permissions=permissions_of(account.roles).intersection(row.permissions) - NEVER_IN_TOKENS,
        token=row.id,
    )
    return identity, row.last_used is None or now - row.last_used >= TOUCH_EVERY


def touch(tx: Session, token_id: str, *, now: Micros, address: str) -> None:
    update_rows(tx, TokenRow, TokenRow.id == token_id, last_used=now, last_address=plain(address)[:64])


def of_account(tx: Session, account_id: str) -> list[ApiToken]:
    """Newest first, ended ones too."""
    statement = select(TokenRow).where(TokenRow.account == account_id)
    rows = tx.scalars(scoped(statement, EVERYTHING).order_by(TokenRow.created.desc(), TokenRow.id))
    return [_token(row) for row in rows]


def revoke(tx: Session, token_id: str, *, actor: str, now: Micros, account_id: str) -> None:
    """Raises NotFound when the account has no such token. Revoking twice is harmless."""
    row = tx.execute(
        scoped(select(TokenRow).where(TokenRow.id == token_id, TokenRow.account == account_id), EVERYTHING)
    ).scalar()
    if row is None:
        raise NotFound(f"there is no token {token_id!r}")
    if row.revoked is None:
        update_rows(tx, TokenRow, TokenRow.id == token_id, revoked=now)
        _audit(tx, actor, "token.revoked", token_id, row.unit, now, {"name": row.name})


def revoke_of(tx: Session, account_id: str, token_id: str, scope: Scope, *, actor: str, now: Micros) -> None:
    """By an administrator, of an account within the scope."""
    accounts.get(tx, account_id, scope)
    revoke(tx, token_id, actor=actor, now=now, account_id=account_id)


def _row(tx: Session, token_id: str) -> TokenRow:
    return tx.execute(scoped(select(TokenRow).where(TokenRow.id == token_id), EVERYTHING)).scalar_one()


def _token(row: TokenRow) -> ApiToken:
    return ApiToken(
        id=row.id,
        account=row.account,
        name=row.name,
        unit=row.unit,
        permissions=tuple(row.permissions),
        created=row.created,
        expires=row.expires,
        last_used=row.last_used,
        last_address=row.last_address,
        revoked=row.revoked,
    )


def _audit(
    tx: Session, actor: str, action: str, token_id: str, unit: str, now: Micros, details: dict[str, object]
) -> None:
    ledger.append(tx, actor=actor, action=action, object=f"token:{token_id}", unit=unit, details=details, time=now)
