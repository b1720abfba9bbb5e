"""Names for completion: what the catalogue knows, and what recent events really carry."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from typing import TypeAlias

from fastapi import FastAPI

from api.core import Core
from api.events.schemas import FieldRead
from model.ecs import catalogue, field
from store.contract import EventStore
from store.scope import Scope

FRESH_S = 60.0
SCOPES = 256
"""Scopes whose names are remembered; the one asked for longest ago goes."""
EVENTS = 50
MAX_NAMES = 5_000

_Key: TypeAlias = tuple[frozenset[str], bool]


class Seen:
    """Names by scope, looked up at most once in FRESH_S."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[_Key, tuple[float, frozenset[str]]] = OrderedDict()

    def names(self, store: EventStore, scope: Scope) -> frozenset[str]:
        key = (scope.units, scope.everything)
        with self._lock:
            at, known = self._known.get(key, (-FRESH_S, frozenset()))
        if time.monotonic() - at < FRESH_S:
            return known
        found = _look(store, scope)
        with self._lock:
            self._known[key] = (time.monotonic(), found)
            self._known.move_to_end(key)
            while len(self._known) > SCOPES:
                self._known.popitem(last=False)
        return found


def seen(app: FastAPI, core: Core, scope: Scope) -> frozenset[str]:
    if not hasattr(app.state, "fields_seen"):
        app.state.fields_seen = Seen()
    known: Seen = app.state.fields_seen
    return known.names(core.kept.store, scope)


def listing(names: frozenset[str], prefix: str) -> list[FieldRead]:
    wanted = sorted(
        (name for name in {*catalogue(), *names} if name.startswith(prefix)), key=lambda name: (name not in names, name)
    )
    return [_view(name, name in names) for name in wanted[:MAX_NAMES]]


def _view(name: str, is_seen: bool) -> FieldRead:
    known = field(name)
    return FieldRead(
        name=name,
        type=known.type if known else None,
        meaning=known.meaning if known else None,
        array=known.array if known else False,
        seen=is_seen,
    )


def _look(store: EventStore, scope: Scope) -> frozenset[str]:
    """What the columns hold, and the rarer names of the newest events."""
    found = set(store.field_names(scope))
    for event in store.search(None, scope, limit=EVENTS).events:
        found.update(event)
    return frozenset(name for name in found if len(name) <= 256)
