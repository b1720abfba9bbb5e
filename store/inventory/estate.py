"""All registers as one value."""

from __future__ import annotations

from sqlalchemy.orm import Session

from model.inventory import Estate
from store import units
from store.inventory.kinds import KINDS
from store.inventory.reading import find
from store.scope import Scope


def load_estate(tx: Session, scope: Scope) -> Estate:
    """What the scope may see. A record may point to one of another unit, which is then not in it."""
    records = {kind.plural: tuple(find(tx, kind.record, scope)) for kind in KINDS}
    return Estate(units=tuple(units.tree(tx, scope)), **records)
