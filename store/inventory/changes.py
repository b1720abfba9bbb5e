"""What changed in the register since a point of the audit trail, so that who keeps something made of it follows by deltas."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from store import ledger
from store.inventory.kinds import KINDS
from store.ledger.tables import LedgerRow
from store.scope import EVERYTHING
from store.scoping import scoped

_ACTIONS = tuple(f"{kind.name}.{word}" for kind in KINDS for word in ("added", "changed", "removed"))


def position(tx: Session) -> int:
    """How many records the audit trail has. Every change of the register adds some."""
    return ledger.head(tx).sequence


def changed_since(tx: Session, seen: int, most: int) -> set[tuple[str, str]] | None:
    """Kind and id of what was added, changed or removed after the first `seen` records; None for more than `most`."""
    wanted = select(LedgerRow.object).where(LedgerRow.action.in_(_ACTIONS), LedgerRow.sequence > seen)
    objects = list(tx.scalars(scoped(wanted.limit(most + 1), EVERYTHING, LedgerRow.unit)))
    if len(objects) > most:
        return None
    return {(kind, record_id) for kind, _, record_id in (one.partition(":") for one in objects)}
