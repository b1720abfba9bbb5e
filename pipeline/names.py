"""What the correlator is told of the register: followed record by record, so that nothing waits for a restart."""

from __future__ import annotations

from sqlalchemy.orm import Session

from correlator.known import Known, known
from model.estate import Asset
from model.inventory import Zone
from store import inventory
from store.inventory.changes import changed_since, position
from store.scope import EVERYTHING

MOST_CHANGES = 10_000
"""More than this at once and the register is read anew."""


class RegisteredNames:
    """Keeps the assets and zones it read, and reads only those that changed since."""

    def __init__(self) -> None:
        self._assets: dict[str, Asset] = {}
        self._zones: dict[str, Zone] = {}
        self._seen = -1

    def now(self, tx: Session) -> Known | None:
        """What the register says now; None when nothing of it changed since it was asked last."""
        at = position(tx)
        if at == self._seen:
            return None
        changed = changed_since(tx, self._seen, MOST_CHANGES) if 0 <= self._seen < at else None
        self._seen = at
        if changed is None:
            self._assets = {one.id: one for one in inventory.find(tx, Asset, EVERYTHING)}
            self._zones = {one.id: one for one in inventory.find(tx, Zone, EVERYTHING)}
            return self._known()
        assets = sorted(record_id for kind, record_id in changed if kind == "asset")
        zones = sorted(record_id for kind, record_id in changed if kind == "zone")
        if not assets and not zones:
            return None
        for record_id in assets:
            self._assets.pop(record_id, None)
        for record_id in zones:
            self._zones.pop(record_id, None)
        self._assets.update((one.id, one) for one in inventory.find(tx, Asset, EVERYTHING, ids=assets))
        self._zones.update((one.id, one) for one in inventory.find(tx, Zone, EVERYTHING, ids=zones))
        return self._known()

    def _known(self) -> Known:
        return known((self._assets[key] for key in sorted(self._assets)), self._zones.values())
