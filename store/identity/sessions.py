"""Server-side sessions: the browser holds 256 random bits, the database their digest.

A session ends when it idles too long, when it is too old, when its account is disabled or loses a role, and when anybody
entitled ends it. Its token is exchanged whenever what it stands for changes (a new password, a second factor).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from model.errors import NotFound
from model.times import MINUTE, Micros
from store import ledger, units
from store.encoding import plain
from store.identity import accounts
from store.identity.permissions import permissions_of
from store.identity.policy import Policy, digest
from store.identity.tables import SessionRow
from store.identity.who import Identity
from store.rows import delete_rows, insert_rows, update_rows
from store.scope import EVERYTHING
from store.scoping import scoped

TOUCH_EVERY: Micros = MINUTE
"""A session's last use is written down this often, so that reading does not become writing."""

_HELD = accounts.acting(
    [SessionRow.id, SessionRow.must, SessionRow.expires, SessionRow.last_seen],
    SessionRow.account,
    SessionRow.digest == bindparam("token"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenSession:
    id: str
    method: str
    address: str
    agent: str
    created: Micros
    last_seen: Micros
    expires: Micros


def open_session(
    tx: Session, account_id: str, policy: Policy, *, now: Micros, method: str, must: str, address: str, agent: str
) -> str:
    """Returns the token. The account's oldest sessions end when it has too many."""
    token, session_id = secrets.token_urlsafe(32), secrets.token_hex(8)
    row = {
        "id": session_id,
        "digest": digest(token),
        "account": account_id,
        "method": method,
        "must": must,
        "address": plain(address)[:64],
        "agent": plain(agent)[:256],
        "created": now,
        "last_seen": now,
        "expires": now + policy.absolute,
    }
    insert_rows(tx, SessionRow, [row])
    expire(tx, policy, now=now)
    statement = select(SessionRow.id).where(SessionRow.account == account_id)
    ids = list(tx.scalars(scoped(statement, EVERYTHING).order_by(SessionRow.created.desc(), SessionRow.id.desc())))
    ids.remove(session_id)
    surplus = ids[policy.sessions_per_account - 1 :]
    if surplus:
        delete_rows(tx, SessionRow, SessionRow.id.in_(surplus))
    return token


def identify(tx: Session, token: str, policy: Policy, *, now: Micros) -> tuple[Identity, bool] | None:
    """Who holds this token, and whether `touch` is due; None when nobody does (any more)."""
    row = tx.execute(_HELD, {"token": digest(token)}).first()
    if row is None or row.expires <= now or row.last_seen + policy.idle <= now or row.account_disabled:
        return None
    account = accounts.acts(row)
    identity = Identity(
        account=account,
        scope=units.scope_of(tx, account.unit),
        permissions=permissions_of(account.roles),
        session=row.id,
        must=row.must,
    )
    return identity, now - row.last_seen >= min(TOUCH_EVERY, policy.idle // 4)


def touch(tx: Session, session_id: str, *, now: Micros) -> None:
    update_rows(tx, SessionRow, SessionRow.id == session_id, last_seen=now)


def rotate(tx: Session, session_id: str, *, must: str) -> str:
    """A new token for the same session; the old one is worthless at once."""
    token = secrets.token_urlsafe(32)
    if not update_rows(tx, SessionRow, SessionRow.id == session_id, digest=digest(token), must=must):
        raise NotFound("the session has ended")
    return token


def of_account(tx: Session, account_id: str, policy: Policy, *, now: Micros) -> list[SeenSession]:
    """Latest used first."""
    statement = select(SessionRow).where(
        SessionRow.account == account_id, SessionRow.expires > now, SessionRow.last_seen > now - policy.idle
    )
    return [
        SeenSession(
            id=row.id,
            method=row.method,
            address=row.address,
            agent=row.agent,
            created=row.created,
            last_seen=row.last_seen,
            expires=row.expires,
        )
        for row in tx.scalars(scoped(statement, EVERYTHING).order_by(SessionRow.last_seen.desc(), SessionRow.id))
    ]


def end(tx: Session, session_id: str, *, account_id: str, actor: str, now: Micros) -> None:
    """Raises NotFound when the account has no such session."""
    if not delete_rows(tx, SessionRow, SessionRow.id == session_id, SessionRow.account == account_id):
        raise NotFound("there is no such session")
    unit = accounts.row_of(tx, account_id).unit
    details = {"session": session_id}
    ledger.append(
        tx, actor=actor, action="session.ended", object=f"account:{account_id}", unit=unit, details=details, time=now
    )


def end_others(tx: Session, account_id: str, *, but: str, actor: str, now: Micros) -> int:
    """End every session of the account except one ("" for none); how many ended."""
    ended = accounts.end_sessions(tx, account_id, but=but)
    if ended:
        unit = accounts.row_of(tx, account_id).unit
        ledger.append(
            tx,
            actor=actor,
            action="session.ended",
            object=f"account:{account_id}",
            unit=unit,
            details={"sessions": ended},
            time=now,
        )
    return ended


def expire(tx: Session, policy: Policy, *, now: Micros) -> int:
    """Forget sessions that have ended by themselves; how many there were."""
    return delete_rows(tx, SessionRow, (SessionRow.expires <= now) | (SessionRow.last_seen <= now - policy.idle))
