"""What the correlator is told of the register: followed record by record, so that nothing waits for a restart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from correlator.known import Known, known
from model.estate import Asset, DataSet
from model.inventory import DataGrant, Service, Zone
from store import inventory
from store.inventory.changes import changed_since, position
from store.scope import EVERYTHING

MOST_CHANGES = 10_000
"""More than this at once and the register is read anew."""
FOLLOWED: Mapping[str, type[Any]] = {
    "asset": Asset,
    "zone": Zone,
    "service": Service,
    "data_set": DataSet,
    "data_grant": DataGrant,
}


class RegisteredNames:
    """Keeps the records it read, and reads only those that changed since."""

    def __init__(self) -> None:
        self._held: dict[str, dict[str, Any]] = {kind: {} for kind in FOLLOWED}
        self._seen = -1

    def now(self, tx: Session) -> Known | None:
        """What the register says now; None when nothing of it changed since it was asked last."""
        at = position(tx)
        if at == self._seen:
            return None
        changed = changed_since(tx, self._seen, MOST_CHANGES) if 0 <= self._seen < at else None
        self._seen = at
        if changed is None:
            for kind, record in FOLLOWED.items():
                self._held[kind] = {one.id: one for one in inventory.find(tx, record, EVERYTHING)}
            return self._known()
        moved = {kind: sorted(name for of, name in changed if of == kind) for kind in FOLLOWED}
        if not any(moved.values()):
            return None
        for kind, names in moved.items():
            self._replace(tx, kind, names)
        return self._known()

    def _replace(self, tx: Session, kind: str, names: Iterable[str]) -> None:
        held = self._held[kind]
        for name in (names := list(names)):
            held.pop(name, None)
        if names:
            held.update((one.id, one) for one in inventory.find(tx, FOLLOWED[kind], EVERYTHING, ids=names))

    def _known(self) -> Known:
        assets, zones, services, data_sets, grants = (
            [held[name] for name in sorted(held)] for held in self._held.values()
        )
        return known(assets, zones, services, data_sets, grants)
