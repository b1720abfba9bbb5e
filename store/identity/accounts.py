"""Accounts: making them, changing them, giving them roles. They are never deleted, because the audit trail names them.

Who may do which of this is asked twice: the API asks for the permission, this module for what no permission allows
(two administrations, one's own roles, an administrator's credentials).
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from model.errors import Conflict, InputError, NotFound, ScopeError, Stale
from model.times import Micros
from store import ledger, units
from store.encoding import chunks, plain
from store.identity import passwords
from store.identity.permissions import ADMINISTRATIONS, Role, check_roles
from store.identity.policy import Policy
from store.identity.tables import (
    AccountRoleRow,
    AccountRow,
    ExternalRow,
    PasswordRow,
    RecoveryCodeRow,
    SessionRow,
    TokenRow,
)
from store.identity.who import Account
from store.paging import Listing, after, cursor_of
from store.rows import delete_rows, insert_rows, table_of, update_rows
from store.scope import EVERYTHING, Scope
from store.scoping import scoped

NAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,62}", re.ASCII)
LANGUAGES = ("zh-CN", "en")
KEPT_PASSWORDS = 24
"""Earlier passwords kept, whatever number of them the settings refuse today."""
_ROLES = {role.value: role for role in Role}


def get(tx: Session, account_id: str, scope: Scope) -> Account:
    statement = scoped(select(AccountRow).where(AccountRow.id == account_id), scope, AccountRow.unit)
    row = tx.execute(statement).scalar()
    if row is None:
        raise NotFound(f"there is no account {account_id!r} within your units")
    return _accounts(tx, [row])[0]


def by_name(tx: Session, name: str) -> Account | None:
    """Whatever its unit: names are unique over the whole platform."""
    row = tx.execute(scoped(select(AccountRow).where(AccountRow.name == name.strip().lower()), EVERYTHING)).scalar()
    return None if row is None else _accounts(tx, [row])[0]


def display_names(tx: Session, references: Iterable[str], scope: Scope) -> dict[str, str]:
    """`account:<id or name>`, as the audit trail writes it → what the account is shown as; only accounts in scope."""
    wanted = sorted({one.removeprefix("account:") for one in references if one.startswith("account:")})
    found: dict[str, str] = {}
    for part in chunks(wanted):
        statement = select(AccountRow).where(or_(AccountRow.id.in_(part), AccountRow.name.in_(part)))
        for row in tx.scalars(scoped(statement, scope, AccountRow.unit)):
            found |= {f"account:{row.id}": row.display_name, f"account:{row.name}": row.display_name}
    return found


def find(
    tx: Session,
    scope: Scope,
    *,
    unit: str | None = None,
    role: Role | None = None,
    disabled: bool | None = None,
    limit: int = 100,
    cursor: str | None = None,
) -> Listing[Account]:
    """Newest first."""
    statement = scoped(select(AccountRow), scope, AccountRow.unit)
    if unit is not None:
        statement = statement.where(AccountRow.unit == unit)
    if role is not None:
        holders = select(AccountRoleRow.account).where(AccountRoleRow.role == role.value)
        statement = statement.where(AccountRow.id.in_(holders))
    if disabled is not None:
        statement = statement.where(AccountRow.disabled == disabled)
    if cursor is not None:
        statement = statement.where(after(cursor, AccountRow.created, AccountRow.id))
    rows = list(tx.scalars(statement.order_by(AccountRow.created.desc(), AccountRow.id.desc()).limit(limit + 1)))
    more = cursor_of(rows[limit - 1].created, rows[limit - 1].id) if len(rows) > limit else None
    return Listing(_accounts(tx, rows[:limit]), more)


def count(tx: Session) -> int:
    return tx.scalar(scoped(select(func.count()).select_from(AccountRow), EVERYTHING)) or 0


def add(
    tx: Session,
    *,
    name: str,
    display_name: str,
    unit: str,
    now: Micros,
    actor: str,
    scope: Scope = EVERYTHING,
    language: str = "zh-CN",
    password: str | None = None,
) -> Account:
    """A new account without any role. password: a first one its owner must change, None for an identity provider's.

    Raises Conflict when the name is taken, by whomever, and ScopeError or NotFound for a unit outside the scope.
    """
    if not NAME.fullmatch(name):
        raise InputError(
            f"{name[:80]!r} cannot be an account's name",
            hint="2 to 63 small letters, digits, dots, dashes and underscores, beginning with a letter or digit",
        )
    if not scope.allows(unit):
        raise ScopeError(f"unit {unit!r} is not within your units", where=f"account {name}")
    units.get(tx, unit, scope)
    _check_shown(display_name, language)
    if by_name(tx, name) is not None:
        raise Conflict(f"there is an account {name!r} already", hint="choose another name")
    account_id = secrets.token_hex(12)
    row = {
        "id": account_id,
        "name": name,
        "display_name": plain(display_name),
        "unit": unit,
        "language": language,
        "password": None if password is None else passwords.hash_password(password),
        "password_set": None if password is None else now,
        "must_change": password is not None,
        "disabled": False,
        "failures": 0,
        "version": 1,
        "created": now,
        "updated": now,
    }
    insert_rows(tx, AccountRow, [row])
    shown = {"name": name, "display_name": display_name, "unit": unit, "external": password is None}
    _audit(tx, actor, "account.added", account_id, unit, now, shown)
    return get(tx, account_id, EVERYTHING)


def change(
    tx: Session,
    account_id: str,
    scope: Scope,
    *,
    actor: str,
    now: Micros,
    version: int | None,
    by: str = "",
    display_name: str | None = None,
    unit: str | None = None,
    language: str | None = None,
    disabled: bool | None = None,
) -> Account:
    """Change what is given. version: the one the caller read, None not to check. by: the acting account's id.

    Raises Stale when somebody else was faster, ScopeError for a unit out of reach, Conflict for disabling oneself or the
    last holder of an administration.
    """
    before = get(tx, account_id, scope)
    _check_version(before, version)
    wanted: dict[str, Any] = {"display_name": display_name, "unit": unit, "language": language, "disabled": disabled}
    changed = {k: v for k, v in wanted.items() if v is not None and v != getattr(before, k)}
    if not changed:
        return before
    _check_shown(changed.get("display_name", before.display_name), changed.get("language", before.language))
    if "unit" in changed:
        if not scope.allows(changed["unit"]):
            raise ScopeError(f"unit {unit!r} is not within your units", where=f"account {before.name}")
        if by == account_id:
            raise Conflict("nobody moves their own account to another unit", where=f"account {before.name}")
        units.get(tx, changed["unit"], scope)
    if changed.get("disabled"):
        if by == account_id:
            raise Conflict("nobody disables their own account", where=f"account {before.name}")
        _not_the_last(tx, before, set(before.roles))
    if "display_name" in changed:
        changed["display_name"] = plain(changed["display_name"])
    _update(tx, before, now, **changed)
    if changed.get("disabled"):
        end_all(tx, account_id)
    was = {k: getattr(before, k) for k in changed}
    _audit(
        tx, actor, "account.changed", account_id, changed.get("unit", before.unit), now, {"from": was, "to": changed}
    )
    return get(tx, account_id, EVERYTHING)


def grant(
    tx: Session,
    account_id: str,
    roles: Iterable[Role],
    scope: Scope,
    *,
    actor: str,
    now: Micros,
    version: int | None = None,
    by: str = "",
) -> Account:
    """Make these the account's roles. Raises InputError for two administrations, Conflict for one's own roles."""
    before = get(tx, account_id, scope)
    _check_version(before, version)
    wanted = set(roles)
    check_roles(wanted, where=f"account {before.name}")
    had = set(before.roles)
    if wanted == had:
        return before
    if by == account_id:
        raise Conflict("nobody grants or withdraws their own roles", hint="ask another security administrator")
    _not_the_last(tx, before, had - wanted)
    gone, new = sorted(had - wanted), sorted(wanted - had)
    if gone:
        names = [role.value for role in gone]
        delete_rows(tx, AccountRoleRow, AccountRoleRow.account == account_id, AccountRoleRow.role.in_(names))
    insert_rows(
        tx,
        AccountRoleRow,
        [{"account": account_id, "role": role.value, "granted": now, "granted_by": actor} for role in new],
    )
    _update(tx, before, now)
    # Whoever is signed in signs in again: what was opened under the old rights does not go on under the new ones.
    end_sessions(tx, account_id)
    details = {"granted": [r.value for r in new], "withdrawn": [r.value for r in gone]}
    _audit(tx, actor, "account.roles", account_id, before.unit, now, details)
    return get(tx, account_id, EVERYTHING)


def reset_password(
    tx: Session, account_id: str, scope: Scope, *, actor: str, now: Micros, by: str = "", at_machine: bool = False
) -> str:
    """A new one-time password, returned once; also unlocks. Sessions and tokens end.

    Whoever may reset an administrator's password could sign in as that administrator, and so join two administrations.
    Therefore an administrator's is only reset at the machine itself (`at_machine`), by the command line.
    """
    before = get(tx, account_id, scope)
    _not_an_administrator(before, at_machine)
    if by == account_id:
        raise Conflict("one's own password is changed, not reset", where=f"account {before.name}")
    if before.external:
        raise Conflict("this account signs in at the identity provider", where=f"account {before.name}")
    password = passwords.random_password()
    # What was replaced stays among the earlier ones, so that a reset is no way back to an old password.
    insert_rows(tx, PasswordRow, [{"account": account_id, "password": row_of(tx, account_id).password}])
    _forget_old_passwords(tx, account_id, KEPT_PASSWORDS)
    _update(
        tx,
        before,
        now,
        password=passwords.hash_password(password),
        password_set=now,
        must_change=True,
        failures=0,
        locked_until=None,
    )
    end_all(tx, account_id, now=now)
    _audit(tx, actor, "account.password_reset", account_id, before.unit, now, {})
    return password


def unlock(tx: Session, account_id: str, scope: Scope, *, actor: str, now: Micros) -> Account:
    before = get(tx, account_id, scope)
    _update(tx, before, now, failures=0, locked_until=None)
    _audit(tx, actor, "account.unlocked", account_id, before.unit, now, {})
    return get(tx, account_id, EVERYTHING)


def reset_second_factor(
    tx: Session, account_id: str, scope: Scope, *, actor: str, now: Micros, by: str = "", at_machine: bool = False
) -> None:
    before = get(tx, account_id, scope)
    _not_an_administrator(before, at_machine)
    if by == account_id:
        raise Conflict("one's own second factor is turned off with a code, not reset", where=f"account {before.name}")
    _update(tx, before, now, totp_secret=None, totp_waiting=None, totp_step=None)
    delete_rows(tx, RecoveryCodeRow, RecoveryCodeRow.account == account_id)
    end_sessions(tx, account_id)
    _audit(tx, actor, "account.second_factor_reset", account_id, before.unit, now, {})


def set_own_password(
    tx: Session, account_id: str, new: str, policy: Policy, *, now: Micros, actor: str, keep_session: str = ""
) -> None:
    """Raises WeakPassword. The old password has been checked before (`sign_in.check_password`). Other sessions end."""
    row = row_of(tx, account_id)
    if row.password is None:
        raise Conflict("this account signs in at the identity provider and has no password here")
    older = earlier(tx, account_id)
    passwords.check(new, policy, names=names_of(row), earlier=[row.password, *older[: policy.password_history - 1]])
    insert_rows(tx, PasswordRow, [{"account": account_id, "password": row.password}])
    _forget_old_passwords(tx, account_id, KEPT_PASSWORDS)
    update_rows(
        tx,
        AccountRow,
        AccountRow.id == account_id,
        password=passwords.hash_password(new),
        password_set=now,
        must_change=False,
        updated=now,
        version=table_of(AccountRow).c.version + 1,
    )
    end_sessions(tx, account_id, but=keep_session)
    _audit(tx, actor, "account.password_changed", account_id, row.unit, now, {})


def end_sessions(tx: Session, account_id: str, *, but: str = "") -> int:
    return delete_rows(tx, SessionRow, SessionRow.account == account_id, SessionRow.id != but)


def end_all(tx: Session, account_id: str, *, now: Micros | None = None) -> None:
    """Sessions end; with `now`, API tokens are revoked too. A disabled account's tokens sleep until it is enabled."""
    end_sessions(tx, account_id)
    if now is not None:
        update_rows(tx, TokenRow, TokenRow.account == account_id, TokenRow.revoked.is_(None), revoked=now)


def row_of(tx: Session, account_id: str) -> AccountRow:
    row = tx.execute(scoped(select(AccountRow).where(AccountRow.id == account_id), EVERYTHING)).scalar()
    if row is None:
        raise NotFound(f"there is no account {account_id!r}")
    return row


def earlier(tx: Session, account_id: str) -> list[str]:
    """Hashes of earlier passwords, latest first."""
    statement = select(PasswordRow.password).where(PasswordRow.account == account_id)
    return list(tx.scalars(scoped(statement, EVERYTHING).order_by(PasswordRow.number.desc())))


def names_of(row: AccountRow) -> Sequence[str]:
    return [row.name, *row.name.replace("-", ".").replace("_", ".").split("."), *row.display_name.split()]


def roles_of(tx: Session, ids: Sequence[str]) -> dict[str, tuple[Role, ...]]:
    out: dict[str, list[Role]] = {account_id: [] for account_id in ids}
    statement = select(AccountRoleRow.account, AccountRoleRow.role).where(AccountRoleRow.account.in_(ids))
    for account_id, role in tx.execute(scoped(statement, EVERYTHING)):
        if role in _ROLES:  # a role of another version of the program gives nothing
            out[account_id].append(_ROLES[role])
    order = list(Role)
    return {account_id: tuple(sorted(roles, key=order.index)) for account_id, roles in out.items()}


_ACCOUNT = list(table_of(AccountRow).columns)
_SHOWN = {
    "account_roles": select(func.aggregate_strings(AccountRoleRow.role, " "))
    .where(AccountRoleRow.account == AccountRow.id)
    .scalar_subquery(),
    "account_external": exists().where(ExternalRow.account == AccountRow.id),
}


def acting(columns: Sequence[Any], account: InstrumentedAttribute[str], condition: ColumnElement[bool]) -> Any:
    """A statement for these columns of a credential and, in the same row, the account it is for; see `acts`. Whoever makes
    a request is looked up by one such, because four take longer than most requests."""
    found = [*columns, *(column.label(f"account_{column.name}") for column in _ACCOUNT)]
    found += [value.label(name) for name, value in _SHOWN.items()]
    return scoped(select(*found).join(AccountRow, AccountRow.id == account).where(condition), EVERYTHING)


def acts(row: Any) -> Account:
    roles = {_ROLES[role] for role in (row.account_roles or "").split() if role in _ROLES}
    return Account(
        id=row.account_id,
        name=row.account_name,
        display_name=row.account_display_name,
        unit=row.account_unit,
        language=row.account_language,
        roles=tuple(role for role in Role if role in roles),
        disabled=row.account_disabled,
        must_change=row.account_must_change,
        locked=row.account_locked_until,
        totp=row.account_totp_secret is not None,
        external=row.account_external or row.account_password is None,
        version=row.account_version,
        created=row.account_created,
        updated=row.account_updated,
        last_sign_in=row.account_last_sign_in,
        password_set=row.account_password_set,
    )


def _accounts(tx: Session, rows: Sequence[AccountRow]) -> list[Account]:
    ids = [row.id for row in rows]
    roles = roles_of(tx, ids)
    external = set(tx.scalars(scoped(select(ExternalRow.account).where(ExternalRow.account.in_(ids)), EVERYTHING)))
    return [
        Account(
            id=row.id,
            name=row.name,
            display_name=row.display_name,
            unit=row.unit,
            language=row.language,
            roles=roles[row.id],
            disabled=row.disabled,
            must_change=row.must_change,
            locked=row.locked_until,
            totp=row.totp_secret is not None,
            external=row.id in external or row.password is None,
            version=row.version,
            created=row.created,
            updated=row.updated,
            last_sign_in=row.last_sign_in,
            password_set=row.password_set,
        )
        for row in rows
    ]


def _update(tx: Session, before: Account, now: Micros, **values: Any) -> None:
    update_rows(tx, AccountRow, AccountRow.id == before.id, updated=now, version=before.version + 1, **values)


def _check_version(account: Account, version: int | None) -> None:
    if version is not None and version != account.version:
        raise Stale("somebody changed the account meanwhile", where=f"account {account.name}", hint="read it again")


def _check_shown(display_name: str, language: str) -> None:
    if not display_name.strip() or len(display_name) > 128:
        raise InputError("a display name is 1 to 128 characters", where="display_name")
    if language not in LANGUAGES:
        raise InputError(
            f"no such language: {language[:20]!r}", where="language", hint=f"one of {', '.join(LANGUAGES)}"
        )


def _not_an_administrator(account: Account, at_machine: bool) -> None:
    held = ADMINISTRATIONS.intersection(account.roles)
    if held and not at_machine:
        raise ScopeError(
            f"the credentials of {next(iter(held))} {account.name!r} cannot be reset from here",
            hint="run `fengsui accounts reset` on the machine, or withdraw the role first",
        )


def _not_the_last(tx: Session, account: Account, losing: set[Role]) -> None:
    """Without anybody left in an administration nobody could put it right from the console."""
    for role in sorted(losing & ADMINISTRATIONS):
        others = (
            select(func.count())
            .select_from(AccountRow)
            .join(AccountRoleRow, AccountRoleRow.account == AccountRow.id)
            .where(AccountRoleRow.role == role.value, AccountRow.disabled.is_(False), AccountRow.id != account.id)
        )
        if not tx.scalar(scoped(others, EVERYTHING)):
            raise Conflict(
                f"{account.name!r} is the last {role}", hint="give the role to another account first, then withdraw it"
            )


def _forget_old_passwords(tx: Session, account_id: str, keep: int) -> None:
    statement = select(PasswordRow.number).where(PasswordRow.account == account_id).order_by(PasswordRow.number.desc())
    old = list(tx.scalars(scoped(statement, EVERYTHING)))[keep:]
    if old:
        delete_rows(tx, PasswordRow, PasswordRow.number.in_(old))


def _audit(
    tx: Session, actor: str, action: str, account_id: str, unit: str, now: Micros, details: Mapping[str, Any]
) -> None:
    ledger.append(tx, actor=actor, action=action, object=f"account:{account_id}", unit=unit, details=details, time=now)
