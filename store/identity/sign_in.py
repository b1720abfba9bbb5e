"""Letting somebody in with a name and a password, and a code where the account asks for one.

Every refusal looks the same from outside: an unknown name, a wrong password, a locked or a disabled account. Verifying
the password takes the same time for all of them, and the audit trail says which it was.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from model.errors import FengsuiError, SecondFactorNeeded, SignInRefused
from model.times import Micros
from store import ledger
from store.identity import accounts, passwords, totp
from store.identity.policy import Policy
from store.identity.tables import AccountRow
from store.rows import update_rows
from store.scope import EVERYTHING
from store.scoping import scoped


@dataclass(frozen=True, slots=True)
class Shown:
    """The outcome of comparing a password, computed outside any transaction because it takes long."""

    account: str | None
    hashed: str | None
    right: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """Either an account let in, with what it must do first, or the error to answer; both are to be committed, because a
    refusal counts towards the lock and stands in the audit trail."""

    account: str = ""
    must: str = ""
    method: str = ""
    error: FengsuiError | None = None


def look_up(tx: Session, name: str) -> tuple[str | None, str | None]:
    """Id and password hash of the account, None for what there is not."""
    statement = select(AccountRow.id, AccountRow.password).where(AccountRow.name == name.strip().lower())
    found = tx.execute(scoped(statement, EVERYTHING)).first()
    return (None, None) if found is None else (found.id, found.password)


def compare(found: tuple[str | None, str | None], password: str) -> Shown:
    account, hashed = found
    return Shown(account, hashed, passwords.matches(password, hashed))


def decide(tx: Session, shown: Shown, code: str | None, policy: Policy, *, now: Micros, address: str) -> Outcome:
    """Count, lock, refuse or let in. In the writing transaction, so that parallel guesses are all counted."""
    if shown.account is None:
        _audit(tx, None, "sign_in.refused", now, address, "unknown")
        return Outcome(error=_refused())
    row = accounts.row_of(tx, shown.account)
    why = _refusal(row, shown, now)
    method = "password"
    if not why and row.totp_secret is not None:
        if not code:
            return Outcome(error=SecondFactorNeeded("this account also needs a code from its authenticator"))
        method = totp.use(tx, row, code, policy, now=now)
        why = "" if method else "code"
    if why:
        if why not in ("locked", "disabled"):
            _count_failure(tx, row, policy, now)
        _audit(tx, row, "sign_in.refused", now, address, why)
        return Outcome(error=_refused())
    values = {"failures": 0, "locked_until": None, "last_sign_in": now}
    expired = policy.password_age and row.password_set is not None and now - row.password_set > policy.password_age
    must_change = row.must_change or bool(expired)
    update_rows(tx, AccountRow, AccountRow.id == row.id, **values, must_change=must_change)
    _audit(tx, row, "sign_in.accepted", now, address, method)
    return Outcome(account=row.id, must=must_of(tx, row, must_change, policy), method=method)


def must_of(tx: Session, row: AccountRow, must_change: bool, policy: Policy) -> str:
    """What an account signed in with a password has to do first; the password before the second factor."""
    if must_change:
        return "password"
    roles = {role.value for role in accounts.roles_of(tx, [row.id])[row.id]}
    return "totp" if row.totp_secret is None and roles & policy.second_factor_for else ""


def confirm(tx: Session, account_id: str, shown: Shown, policy: Policy, *, now: Micros, address: str) -> bool:
    """Whether the person signed in shows their password again; a wrong one counts towards the lock. Commit either way."""
    row = accounts.row_of(tx, account_id)
    why = "other" if shown.account != account_id else _refusal(row, shown, now)
    if why:
        if why == "password":
            _count_failure(tx, row, policy, now)
        _audit(tx, row, "sign_in.not_confirmed", now, address, why)
    return not why


def _refusal(row: AccountRow, shown: Shown, now: Micros) -> str:
    if row.disabled:
        return "disabled"
    if row.locked_until is not None and row.locked_until > now:
        return "locked"
    # The hash is compared again, because the password may have been changed between `compare` and here.
    return "" if shown.right and shown.hashed == row.password else "password"


def _count_failure(tx: Session, row: AccountRow, policy: Policy, now: Micros) -> None:
    failures = row.failures + 1
    locked = row.locked_until
    if failures >= policy.lock_after:
        locked = now + min(policy.lock_longest, policy.lock_first << min(failures - policy.lock_after, 32))
        if failures == policy.lock_after:
            _audit(tx, row, "account.locked", now, "", "failures")
    update_rows(tx, AccountRow, AccountRow.id == row.id, failures=failures, locked_until=locked)


def _refused() -> SignInRefused:
    return SignInRefused("name, password or code is wrong, or the account is locked for the moment")


def _audit(tx: Session, row: AccountRow | None, action: str, now: Micros, address: str, how: str) -> None:
    """An unknown name is not written down: people type their password into the wrong field."""
    ledger.append(
        tx,
        actor=f"account:{row.name}" if row else "nobody",
        action=action,
        object=f"account:{row.id}" if row else "account:unknown",
        unit=row.unit if row else "district",
        details={"address": address, "how": how},
        time=now,
    )
