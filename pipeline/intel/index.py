"""The index file kept equal to the state: built again when what is matched has changed."""

from __future__ import annotations

from pathlib import Path

from detections.indicators.index import Index, build
from model.errors import StoreError
from model.times import DAY, Micros
from store.indicators import observables, version
from store.state import State

FILE = "index.bin"
KEPT_AFTER_END: Micros = 190 * DAY
"""Ended indicators stay in the index as long as events of their time may still be read."""


def index_path(data: Path) -> Path:
    return data / "indicators" / FILE


def refresh(state: State, path: Path, now: Micros, *, force: bool = False) -> bool:
    """Build the index when it is older than the state, or by force; whether it was. Nothing is built before there are any."""
    with state.reading() as tx:
        wanted = version.current(tx)
        if not wanted or (wanted == built(path) and not force):
            return False
        build(path, observables.active(tx, since=now - KEPT_AFTER_END), version=wanted, built=now)
    return True


def built(path: Path) -> int:
    """Version of the index in place; 0 when there is none that can be read."""
    try:
        return Index(path).version
    except (OSError, StoreError, ValueError):
        return 0
