"""Answers to writes that carried an Idempotency-Key, kept in the transaction of the write for a day.

Because the answer commits with the change, there is no moment when one is there without the other: a client that lost the
connection repeats the request and gets the first answer, or the request is carried out for the first time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from model.times import DAY, Micros
from store.identity.policy import Policy
from store.identity.tables import AnswerRow
from store.rows import delete_rows, insert_rows
from store.scope import EVERYTHING
from store.scoping import scoped

KEPT: Micros = DAY


@dataclass(frozen=True, slots=True)
class Answer:
    """request: digest of method, address and body, so that a key is not taken for another request's."""

    request: bytes
    status: int
    headers: Sequence[tuple[str, str]]
    body: bytes


def find(tx: Session, account: str, key: str, policy: Policy, *, now: Micros) -> Answer | None:
    statement = select(AnswerRow).where(AnswerRow.account == account, AnswerRow.key == key)
    row = tx.execute(scoped(statement, EVERYTHING)).scalar()
    if row is None or row.created <= now - KEPT:
        return None
    body = policy.unseal(row.body, f"answer:{account}:{key}")
    return Answer(bytes(row.request), row.status, [(name, value) for name, value in row.headers], body)


def keep(tx: Session, account: str, key: str, answer: Answer, policy: Policy, *, now: Micros) -> None:
    expire(tx, now=now)
    row = {
        "account": account,
        "key": key,
        "request": answer.request,
        "status": answer.status,
        "headers": [list(pair) for pair in answer.headers],
        "body": policy.seal(answer.body, f"answer:{account}:{key}"),
        "created": now,
    }
    insert_rows(tx, AnswerRow, [row])


def expire(tx: Session, *, now: Micros) -> int:
    """Forget answers that are too old; how many there were."""
    return delete_rows(tx, AnswerRow, AnswerRow.created <= now - KEPT)
