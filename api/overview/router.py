"""GET /api/v1/overview."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.orm import Session

from api.access import Caller, noun, require
from api.alerts.counting import counts
from api.core import Core, core_of
from api.incidents import views
from api.overview.journey import SCOPES, Totals, Watch, stages
from api.overview.schemas import OverviewRead, SourcesTotal
from api.sources.listing import STATE_ZH, by_state, listing
from api.transactions import Reading
from api.wire import moment
from model.incident import IncidentStatus
from store import alerts, incidents, sources
from store.scope import Scope

router = noun("overview")

Reader = Annotated[Caller, Depends(require("overview:read"))]
OPEN = (IncidentStatus.NEW, IncidentStatus.IN_PROGRESS, IncidentStatus.ON_HOLD)
NEWEST = 5
FRESH_S = 2.0


@dataclass(slots=True)
class Stored:
    """How many events are searchable, by scope, counted at most once in FRESH_S: overviews stay open on many screens."""

    _lock: threading.Lock = field(default_factory=threading.Lock)
    _known: OrderedDict[tuple[frozenset[str], bool], tuple[float, int]] = field(default_factory=OrderedDict)

    def count(self, core: Core, scope: Scope) -> int:
        key = (scope.units, scope.everything)
        with self._lock:  # one counts, the others wait for its answer
            at, known = self._known.get(key, (-FRESH_S, 0))
            if time.monotonic() - at < FRESH_S:
                return known
            found = core.kept.store.count(None, scope)
            self._known[key] = (time.monotonic(), found)
            while len(self._known) > SCOPES:
                self._known.popitem(last=False)
            return found


@router.get("", operation_id="get_overview", response_model=OverviewRead)
def get_overview(caller: Reader, request: Request, tx: Reading) -> OverviewRead:
    """What there is now within the caller's units: counts, newest incidents, sources, and the journey's rates."""
    core, scope = core_of(request), caller.scope
    state = request.app.state
    if not hasattr(state, "watch"):
        state.watch, state.stored = Watch(), Stored()
    watch, stored = state.watch, state.stored
    assert isinstance(watch, Watch)
    assert isinstance(stored, Stored)
    totals = _totals(tx, scope)
    shown = incidents.Filter(escalated=True)
    by_status = incidents.count_by_status(tx, scope, shown)
    newest = incidents.find(tx, scope, incidents.Filter(escalated=True, statuses=OPEN), limit=NEWEST)
    found = listing(tx, core.settings, scope, now=core.clock())
    return OverviewRead(
        time=moment(core.clock()),
        events_stored=stored.count(core, scope),
        alerts=counts(tx, scope, alerts.Filter(), core),
        incidents=views.counts(by_status),
        open_incidents=sum(by_status[one] for one in OPEN),
        newest_incidents=[views.incident(one) for one in newest.items],
        sources=[SourcesTotal(state=one, state_zh=STATE_ZH[one], count=number) for one, number in by_state(found)],
        quarantined=totals.quarantined,
        dropped=totals.dropped,
        stages=stages(totals, watch.rates(scope, totals), everything=scope.everything),
    )


def _totals(tx: Session, scope: Scope) -> Totals:
    health = sources.health(tx, scope)
    events, duplicates = sum(h.events for h in health), sum(h.duplicates for h in health)
    quarantined = sum(h.quarantined for h in health)
    return Totals(
        records=events + duplicates + quarantined,
        events=events,
        duplicates=duplicates,
        quarantined=quarantined,
        dropped=sum(h.dropped for h in health),
        alerts=alerts.count(tx, scope),
        incidents=incidents.count(tx, scope),
    )
