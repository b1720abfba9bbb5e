"""The order of recovery as things stand: who is believed compromised by open incidents, and in which order the rest returns."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from correlator.capability.compromise import Names, compromised
from correlator.capability.facts import ADMIN, CONTROL, FOOTHOLD
from model.errors import NotFound
from model.incident import IncidentStatus
from model.inventory import Estate
from model.times import Micros
from pipeline.outlook import outlooks_of
from pipeline.settings import Settings
from playbooks.recovery.ordering import Order, recovery_order
from store import alerts, incidents
from store.inventory import load_estate
from store.scope import EVERYTHING
from store.state import State

HOLD_FROM = 0.3
"""Certainty from which a machine is held back. Ours: below `LIKELY` of the capability graph, because a machine held back by
mistake costs hours, and one let back by mistake costs everything again."""
OPEN = (IncidentStatus.NEW, IncidentStatus.IN_PROGRESS, IncidentStatus.ON_HOLD)
MOST_INCIDENTS = 500
MOST_ALERTS = 2_000
_MACHINES = frozenset({FOOTHOLD, ADMIN, CONTROL})


@dataclass(frozen=True, slots=True)
class Suspicion:
    """incidents: open ones that say so; empty when a person did. certainty: 0 to 1."""

    incidents: tuple[str, ...]
    certainty: float


@dataclass(frozen=True, slots=True)
class Return:
    estate: Estate
    order: Order
    suspicions: Mapping[str, Suspicion]


def suspicions(tx: Session, state: State, settings: Settings, now: Micros) -> dict[str, Suspicion]:
    """By asset. An incident that is resolved or closed says its machines are clean."""
    register = outlooks_of(state, settings).refresh(tx, now)
    names = Names(register)
    out: dict[str, Suspicion] = {}
    found = incidents.find(tx, EVERYTHING, incidents.Filter(statuses=OPEN, escalated=True), limit=MOST_INCIDENTS).items
    for stored in sorted(found, key=lambda one: one.incident.id):
        members = alerts.find(tx, EVERYTHING, alerts.Filter(incident=stored.incident.id), limit=MOST_ALERTS).items
        held = compromised([one.alert for one in members], register, names).held
        for fact, certainty in held.items():
            if fact.kind not in _MACHINES or certainty < HOLD_FROM or register.record("asset", fact.id) is None:
                continue
            known = out.get(fact.id, Suspicion((), 0.0))
            named = tuple(dict.fromkeys((*known.incidents, stored.incident.id)))
            out[fact.id] = Suspicion(named, max(known.certainty, certainty))
    return out


def returning(
    tx: Session,
    state: State,
    settings: Settings,
    now: Micros,
    *,
    infected: Collection[str] = (),
    suppose_clean: bool = False,
) -> Return:
    """Of the whole estate. infected: machines a person knows to be, beside those incidents speak of. suppose_clean: what
    would follow if incidents spoke of none. Raises NotFound."""
    estate = load_estate(tx, EVERYTHING)
    known = {one.id for one in estate.assets}
    for one in infected:
        if one not in known:
            raise NotFound(f"there is no asset {one[:80]!r}")
    spoken = {} if suppose_clean else suspicions(tx, state, settings, now)
    told = {asset: found for asset, found in spoken.items() if asset in known}
    told |= {one: Suspicion((), 1.0) for one in infected if one not in told}
    return Return(estate, recovery_order(estate, told.keys()), told)
