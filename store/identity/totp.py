"""The second factor: six digits from an authenticator (TOTP, RFC 6238), or one of ten recovery codes.

A code is good for its own half minute and the one before and after (RFC 6238, 5.2), and only once.
"""

from __future__ import annotations

import base64
import secrets

import pyotp
from sqlalchemy import select
from sqlalchemy.orm import Session

from model.errors import Conflict, InputError
from model.times import SECOND, Micros
from store import ledger
from store.identity import accounts
from store.identity.policy import Policy, digest
from store.identity.tables import AccountRow, RecoveryCodeRow
from store.rows import delete_rows, insert_rows, table_of, update_rows
from store.scope import EVERYTHING
from store.scoping import scoped

STEP_S = 30
RECOVERY_CODES = 10
ISSUER = "Fengsui"


def begin(tx: Session, account_id: str, policy: Policy) -> tuple[str, str]:
    """A new secret in base 32 and its otpauth:// address for a QR code. Nothing asks for it until `finish`."""
    row = accounts.row_of(tx, account_id)
    if row.totp_secret is not None:
        raise Conflict("the account has a second factor already", hint="turn it off first, with a code of it")
    if row.password is None:
        raise Conflict("this account signs in at the identity provider, which asks for a second factor itself")
    secret = pyotp.random_base32()
    update_rows(
        tx, AccountRow, AccountRow.id == account_id, totp_waiting=policy.seal(secret.encode(), f"totp:{account_id}")
    )
    return secret, pyotp.TOTP(secret).provisioning_uri(name=row.name, issuer_name=ISSUER)


def finish(tx: Session, account_id: str, code: str, policy: Policy, *, now: Micros, actor: str) -> list[str]:
    """Turn it on after the first right code; returns the recovery codes, shown once. Raises InputError."""
    row = accounts.row_of(tx, account_id)
    if row.totp_waiting is None:
        raise Conflict("no second factor is being set up", hint="begin first")
    step = _step(policy.unseal(row.totp_waiting, f"totp:{account_id}").decode(), code, now, None)
    if step is None:
        raise InputError("the code is not right", where="code", hint="check that the device's clock is right")
    codes = _new_codes(tx, account_id)
    version = table_of(AccountRow).c.version + 1
    update_rows(
        tx,
        AccountRow,
        AccountRow.id == account_id,
        totp_secret=row.totp_waiting,
        totp_waiting=None,
        totp_step=step,
        version=version,
    )
    _audit(tx, row, actor, "account.second_factor_on", now)
    return codes


def turn_off(tx: Session, account_id: str, *, now: Micros, actor: str) -> None:
    """By its owner, who has just shown the password again."""
    row = accounts.row_of(tx, account_id)
    if row.totp_secret is None:
        raise Conflict("the account has no second factor")
    version = table_of(AccountRow).c.version + 1
    update_rows(tx, AccountRow, AccountRow.id == account_id, totp_secret=None, totp_step=None, version=version)
    delete_rows(tx, RecoveryCodeRow, RecoveryCodeRow.account == account_id)
    _audit(tx, row, actor, "account.second_factor_off", now)


def use(tx: Session, row: AccountRow, code: str, policy: Policy, *, now: Micros) -> str:
    """Spend a code: "totp", "recovery", or "" when it is neither."""
    assert row.totp_secret is not None
    secret = policy.unseal(row.totp_secret, f"totp:{row.id}").decode()
    step = _step(secret, code, now, row.totp_step)
    if step is not None:
        update_rows(tx, AccountRow, AccountRow.id == row.id, totp_step=step)
        return "totp"
    of_it = RecoveryCodeRow.account == row.id
    if delete_rows(tx, RecoveryCodeRow, of_it, RecoveryCodeRow.digest == digest(_tidy(code))):
        return "recovery"
    return ""


def recovery_codes_left(tx: Session, account_id: str) -> int:
    statement = select(RecoveryCodeRow.digest).where(RecoveryCodeRow.account == account_id)
    return len(list(tx.scalars(scoped(statement, EVERYTHING))))


def _step(secret: str, code: str, now: Micros, last: int | None) -> int | None:
    """The half minute the code belongs to, when it is right and later than the last one used."""
    current = now // (STEP_S * SECOND)
    digits = code.replace(" ", "")
    if len(digits) != 6 or not (digits.isascii() and digits.isdecimal()):
        return None
    totp = pyotp.TOTP(secret)
    for step in (current, current - 1, current + 1):
        if (last is None or step > last) and secrets.compare_digest(totp.generate_otp(step), digits):
            return step
    return None


def _new_codes(tx: Session, account_id: str) -> list[str]:
    delete_rows(tx, RecoveryCodeRow, RecoveryCodeRow.account == account_id)
    plain = [base64.b32encode(secrets.token_bytes(10)).decode().lower() for _ in range(RECOVERY_CODES)]
    insert_rows(tx, RecoveryCodeRow, [{"account": account_id, "digest": digest(code)} for code in plain])
    return ["-".join(code[n : n + 4] for n in range(0, 16, 4)) for code in plain]


def _tidy(code: str) -> str:
    return code.replace("-", "").replace(" ", "").lower()


def _audit(tx: Session, row: AccountRow, actor: str, action: str, now: Micros) -> None:
    ledger.append(tx, actor=actor, action=action, object=f"account:{row.id}", unit=row.unit, time=now)
