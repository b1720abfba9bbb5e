"""Surveys of the situation, made at most once in FRESH_S for each Scope: many screens show it all day."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field

from fastapi import Request
from sqlalchemy.orm import Session

from api.core import core_of
from pipeline.situation import Survey, survey
from store.scope import Scope

FRESH_S = 3.0
SCOPES = 64


@dataclass(slots=True)
class Surveys:
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _known: OrderedDict[Scope, tuple[float, Survey]] = field(default_factory=OrderedDict)

    def of(self, request: Request, tx: Session, scope: Scope) -> Survey:
        core = core_of(request)
        with self._lock:  # one looks, the others wait for what it finds
            at, known = self._known.get(scope, (-FRESH_S, None))
            if known is not None and time.monotonic() - at < FRESH_S:
                return known
            found = survey(tx, core.settings, scope, core.clock())
            self._known[scope] = (time.monotonic(), found)
            self._known.move_to_end(scope)
            while len(self._known) > SCOPES:
                self._known.popitem(last=False)
            return found


def surveyed(request: Request, tx: Session, scope: Scope) -> Survey:
    state = request.app.state
    if not hasattr(state, "surveys"):
        state.surveys = Surveys()
    surveys = state.surveys
    assert isinstance(surveys, Surveys)
    return surveys.of(request, tx, scope)
