"""The risks of the whole district as one value, worked out from posture, register, alerts and attack paths."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import select
from sqlalchemy.orm import Session

from compliance.risk import method as methods
from compliance.risk.assessing import RiskFacts, assess
from compliance.risk.method import Method
from compliance.risk.standing import Standing, stand
from compliance.risk.valuing import Reach
from model.entity import EntityKind
from model.errors import NotFound
from model.estate import Asset, System
from model.inventory import Estate
from model.risk import Risk
from model.times import DAY, Micros, day_of
from pipeline.compliance.desk import Desk, District, desk_of
from pipeline.outlook import outlooks_of
from pipeline.settings import Settings
from store import compliance as ledgers
from store.compliance.evidence import SEALED
from store.compliance.risks import added_up
from store.contract import EventStore
from store.ledger.tables import LedgerRow
from store.scope import EVERYTHING, Scope
from store.scoping import scoped
from store.state import State

FRESH: Micros = 20_000_000
"""Risks rest on counts over months: while events stream in they are not worked out anew more often than this."""
MOST_REACHED = 300_000
"""Assets beyond which attack paths are not searched beside the work; the risks then say that reach was not analysed."""


@dataclass(frozen=True)
class Risks:
    """As of a moment, highest first. reach_analysed: whether attack paths were searched."""

    at: Micros
    method: Method
    district: District
    risks: tuple[Risk, ...]
    reach_analysed: bool = False

    @cached_property
    def systems(self) -> Mapping[str, System]:
        return {one.id: one for one in self.district.facts.estate.systems}

    @cached_property
    def assets(self) -> Mapping[str, Asset]:
        wanted = {one.asset for one in self.risks}
        return {one.id: one for one in self.district.facts.estate.assets if one.id in wanted}

    def standings(self, tx: Session, scope: Scope, now: Micros) -> list[Standing]:
        """Those within a scope, each with its treatment."""
        held, today = ledgers.treatments(tx, scope), day_of(now)
        return [stand(one, held.get(one.id), self.method, today) for one in self.risks if scope.allows(one.unit)]

    def one(self, risk_id: str, scope: Scope) -> Risk:
        found = next((one for one in self.risks if one.id == risk_id and scope.allows(one.unit)), None)
        if found is None:
            raise NotFound(f"there is no risk {risk_id[:40]!r} within your units", hint="its cause may be gone by now")
        return found


class RiskDesk:
    """Of one process; safe in several threads."""

    def __init__(self, desk: Desk) -> None:
        self._state, self._settings, self._desk = desk.state, desk.settings, desk
        self._lock = threading.Lock()
        self._held: Risks | None = None
        self._changed = 0

    @property
    def method(self) -> Method:
        own = self._settings.compliance.risk_method_file
        return methods.read(own) if own is not None else methods.shipped()

    def risks(self, at: Micros) -> Risks:
        """As of a moment. What people change counts at once, what streams in within FRESH."""
        return self.of(self._desk.district(at), at)

    def of(self, district: District, at: Micros) -> Risks:
        with self._lock, self._state.reading() as tx:
            changed, held = _last_change(tx), self._held
            if held is not None and (
                held.district is district or (changed == self._changed and 0 <= at - held.at < FRESH)
            ):
                return held
            method = self.method
            facts = self._facts(tx, district, method, at)
            self._changed = changed
            self._held = Risks(at, method, district, tuple(assess(facts, method)), bool(facts.reach.origins))
            return self._held

    def _facts(self, tx: Session, district: District, method: Method, at: Micros) -> RiskFacts:
        estate, since = district.facts.estate, at - method.frequency.window_days * DAY
        by_unit = ledgers.sightings(tx, EVERYTHING, since=since)
        return RiskFacts(
            estate=estate,
            postures=district.postures,
            by_system=ledgers.sightings_about(tx, EVERYTHING, names_of(estate), since=since),
            by_unit=by_unit,
            district=added_up(by_unit.values()),
            reach=self._reach(tx, estate, at),
        )

    def _reach(self, tx: Session, estate: Estate, at: Micros) -> Reach:
        exposed = {one.asset for one in estate.exposures if not one.closed}
        if not exposed or not estate.zones or len(estate.assets) > MOST_REACHED:
            return Reach()
        found = outlooks_of(self._state, self._settings).reached(tx, exposed, at)
        origins = tuple(origin.value for origin in found)
        places: dict[str, set[str]] = {}
        for origin, assets in found.items():
            for asset in assets:
                places.setdefault(asset, set()).add(origin.value)
        return Reach(origins, {asset: frozenset(some) for asset, some in places.items()})


def names_of(estate: Estate) -> Mapping[str, str]:
    """Keys of entities by which alerts speak of an asset → its system."""
    out: dict[str, str] = {}
    for asset in estate.assets:
        if asset.system:
            out |= {f"{EntityKind.IP}:{address}": asset.system for address in asset.addresses}
            for name in asset.hostnames:
                out |= {f"{EntityKind.HOST}:{name}": asset.system, f"{EntityKind.HOST}:{name.lower()}": asset.system}
    return out


def _last_change(tx: Session) -> int:
    others = select(LedgerRow.sequence).where(LedgerRow.action != SEALED).order_by(LedgerRow.sequence.desc()).limit(1)
    return tx.scalar(scoped(others, EVERYTHING, LedgerRow.unit)) or 0


_making = threading.Lock()


def risk_desk_of(state: State, store: EventStore, settings: Settings) -> RiskDesk:
    """The one of a process for a state."""
    return _beside(desk_of(state, store, settings))


def risks_of(district: District) -> Risks:
    """The risks that belong to a posture."""
    assert district.desk is not None
    return _beside(district.desk).of(district, district.at)


def _beside(desk: Desk) -> RiskDesk:
    with _making:
        if desk.beside is None:
            desk.beside = RiskDesk(desk)
        assert isinstance(desk.beside, RiskDesk)
        return desk.beside
