"""The register as a graph of steps, kept up to date by deltas: a change costs the steps of the records it touches."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from correlator.capability import grounding
from correlator.capability.facts import INSIDE, REACH, Key
from correlator.capability.graph import Graph
from correlator.capability.table import numbers, table
from model.estate import Asset
from model.inventory import (
    ANY_SERVICE,
    DirectoryAccount,
    Estate,
    Group,
    Right,
    Service,
    Verb,
    Zone,
    ZoneKind,
)
from model.networks import Networks
from model.times import Micros

Name = tuple[str, str]
"""Kind and id of a record, e.g. ("asset", "portal")."""

KINDS: dict[str, str] = {
    "unit": "units",
    "system": "systems",
    "zone": "zones",
    "conduit": "conduits",
    "asset": "assets",
    "service": "services",
    "account": "accounts",
    "group": "groups",
    "right": "rights",
    "exposure": "exposures",
    "data_set": "data_sets",
    "data_grant": "data_grants",
    "control": "controls",
}
"""Kind of record to its field of `Estate`."""

_BETWEEN = "\x1f"
_WITHIN, _STRUCTURE = "within", "structure"
_FIELDS = frozenset({ZoneKind.OT, ZoneKind.IOT})
_EDGES = frozenset({ZoneKind.DMZ, ZoneKind.INTERNET})
UNZONED = ""
"""The zone of what the register puts nowhere: one flat network. Worst case on purpose; zones make it better."""


class Delta(msgspec.Struct, kw_only=True):
    """added, removed: ranges of numbers of steps. records: how many were put, changed or taken out."""

    added: list[tuple[int, int]] = []
    removed: list[tuple[int, int]] = []
    records: int = 0


class Register:
    """now: rights that have ended by then do not count."""

    def __init__(self, estate: Estate | None = None, now: Micros = 0) -> None:
        self.now = now
        self.graph = Graph()
        self.owners: list[Name] = []
        self._owner: dict[Name, int] = {}
        self._held: dict[str, dict[str, Any]] = {kind: {} for kind in KINDS}
        self._stirred: list[Name] = []
        self._spans: dict[Name, tuple[int, int]] = {}
        self._readers: dict[Name, list[Name]] = {}
        self._services: dict[str, set[str]] = {}
        self._sessions: dict[str, set[str]] = {}
        self._own_conduits: dict[str, set[str]] = {}
        self._zones: dict[str, tuple[str, ...]] = {}
        self._networks = Networks()
        self._pending: list[Name] = []
        self._now_grounding: Name = (_STRUCTURE, "")
        self._grounding_owner = 0
        self._numbers = numbers()
        self._p = [rule.p for rule in table().rules]
        if estate is not None:
            self.update(estate)

    # -- change

    def update(self, estate: Estate, now: Micros | None = None) -> Delta:
        """Hold this estate from now on."""
        changed: dict[Name, Any] = {}
        gone: list[Name] = []
        for kind, field in KINDS.items():
            known = self._held[kind]
            wanted = {record.id: record for record in getattr(estate, field)}
            for record_id, record in wanted.items():
                old = known.get(record_id)
                if old is not record and old != record:
                    changed[kind, record_id] = record
            gone += [(kind, record_id) for record_id in known if record_id not in wanted]
        ended: list[Name] = []
        if now is not None and now != self.now:
            low, high = sorted((self.now, now))
            ended = [("right", one.id) for one in self.records("right") if one.expires and low < one.expires <= high]
            self.now = now
        return self._apply(changed, gone, ended)

    def put(self, kind: str, record: Any) -> Delta:
        return self._apply({(kind, record.id): record}, [], [])

    def remove(self, kind: str, record_id: str) -> Delta:
        return self._apply({}, [(kind, record_id)], [])

    def apply(self, changed: Mapping[Name, Any], gone: Iterable[Name]) -> Delta:
        """Put and take out records, by kind and id."""
        return self._apply(changed, gone, ())

    def _apply(self, changed: Mapping[Name, Any], gone: Iterable[Name], also: Iterable[Name]) -> Delta:
        dirty: dict[Name, None] = dict.fromkeys([*changed, *also])
        moved = False
        for name in gone:
            old = self._held[name[0]].pop(name[1], None)
            if old is not None:
                dirty[name] = None
                self._index(name[0], old, keep=False)
                moved |= name[0] == "zone" and bool(old.networks)
        for name, record in changed.items():
            old = self._held[name[0]].get(name[1])
            if old is not None:
                self._index(name[0], old, keep=False)
            self._held[name[0]][name[1]] = record
            self._index(name[0], record, keep=True)
            moved |= name[0] == "zone" and record.networks != (old.networks if old is not None else ())
        if moved:
            self._networks = Networks(self.records("zone"))
            dirty.update(dict.fromkeys(self._moved()))
        for name in list(dirty):
            if name[0] == "asset":
                self._zones.pop(name[1], None)
            dirty.update(dict.fromkeys(self._readers.pop(name, ())))
        for name in self._stirred:
            dirty.update(dict.fromkeys(self._readers.pop(name, ())))
            if name in self._spans:
                dirty[name] = None
        self._stirred.clear()
        return self._replace(dirty)

    def _replace(self, dirty: Iterable[Name]) -> Delta:
        """Without looking for garbage meanwhile: nothing made here is any, and looking through millions of names takes longer
        than making them."""
        collecting = gc.isenabled()
        gc.disable()
        try:
            return self._reground(dirty)
        finally:
            if collecting:
                gc.enable()

    def _reground(self, dirty: Iterable[Name]) -> Delta:
        delta = Delta()
        for name in dirty:
            delta.records += 1
            span = self._spans.pop(name, None)
            if span is not None and span[0] < span[1]:
                self.graph.kill(*span)
                delta.removed.append(span)
        for name in dirty:
            if name not in self._spans:  # else grounded already, because another one needed it
                self._ground_one(name)
                while self._pending:
                    self._ground_one(self._pending.pop())
        start, stop = self.graph.flush()
        if start < stop:
            delta.added.append((start, stop))
        return delta

    def _moved(self) -> Iterator[Name]:
        """Assets that other networks put elsewhere."""
        for asset_id, zones in self._zones.items():
            record = self._held["asset"].get(asset_id)
            if record is not None and self._place(record) != zones:
                yield "asset", asset_id

    def _index(self, kind: str, record: Any, *, keep: bool) -> None:
        if kind == "service":
            found = self._services.setdefault(record.asset, set())
            self._stirred.append(("services", record.asset))
        elif kind == "right" and record.verb is Verb.HAS_SESSION:
            found = self._sessions.setdefault(record.target, set())
            self._stirred.append(("sessions", record.target))
        elif kind == "conduit" and record.source == record.target:
            found = self._own_conduits.setdefault(record.source, set())
            self._stirred.append((_WITHIN, record.source))
        else:
            return
        found.add(record.id) if keep else found.discard(record.id)

    # -- grounding

    def _ground_one(self, name: Name) -> None:
        start = self.graph.next_number
        owner = self._owner.get(name)
        if owner is None:
            owner = self._owner[name] = len(self.owners)
            self.owners.append(name)
        self._now_grounding, self._grounding_owner = name, owner
        kind, record_id = name
        if kind == _WITHIN:
            grounding.within(self, record_id, bool(self._own_conduits.get(record_id)))
        elif kind == _STRUCTURE:
            self._structure(record_id)
        elif kind == "zone":
            self._meet(record_id)
        elif (record := self.record(kind, record_id)) is not None and (
            how := grounding.GROUNDING.get(kind)
        ) is not None:
            how(self, record)
        self._spans[name] = (start, self.graph.next_number)

    def _structure(self, place: str) -> None:
        """How one service of a zone follows from what is wider than it, or makes up a profile."""
        zone, _, service = place.rpartition(_BETWEEN)
        here = (REACH, zone, service)
        transport, _, port = service.partition("/")
        if service not in (ANY_SERVICE, grounding.ANY):
            self.step("network.any_service", here, [self.reach(zone, ANY_SERVICE)])
            if port and port != ANY_SERVICE:
                self.step("network.any_service", here, [self.reach(zone, f"{transport}/{ANY_SERVICE}")])
        if service != grounding.ANY and not service.startswith("@"):
            self.step("network.profile", self.reach(zone, grounding.ANY), [here])
        for part in table().profiles.get(service, ()):
            self.step("network.profile", here, [self.reach(zone, part)])

    def _meet(self, zone_id: str) -> None:
        self._once((_WITHIN, zone_id))

    def _once(self, name: Name) -> None:
        if name not in self._spans:
            self._spans[name] = (0, 0)
            self._pending.append(name)

    # -- what grounding sees (`grounding.Sight`)

    def _look(self, kind: str, record_id: str) -> Any:
        name = (kind, record_id)
        readers = self._readers.setdefault(name, [])
        if not readers or readers[-1] != self._now_grounding:
            readers.append(self._now_grounding)
            if len(readers) >= 64 and not len(readers) & (len(readers) - 1):
                readers[:] = dict.fromkeys(readers)
        return self._held[kind].get(record_id) if kind in KINDS else None

    def asset(self, asset_id: str) -> Asset | None:
        found: Asset | None = self._look("asset", asset_id)
        return found

    def service(self, service_id: str) -> Service | None:
        found: Service | None = self._look("service", service_id)
        return found

    def account(self, account_id: str) -> DirectoryAccount | None:
        found: DirectoryAccount | None = self._look("account", account_id)
        return found

    def group(self, group_id: str) -> Group | None:
        found: Group | None = self._look("group", group_id)
        return found

    def zone_kind(self, zone_id: str) -> ZoneKind | None:
        found: Zone | None = self._look("zone", zone_id)
        return found.kind if found else None

    def zones_of(self, asset_id: str) -> tuple[str, ...]:
        """Its own zone first, then those other addresses of it are in; never empty."""
        if self._now_grounding != ("asset", asset_id):
            self._look("asset", asset_id)
        found = self._zones.get(asset_id)
        if found is None:
            record = self._held["asset"].get(asset_id)
            found = self._zones[asset_id] = self._place(record) if record is not None else (UNZONED,)
        for zone in found:
            self._meet(zone)
        return found

    def _place(self, record: Asset) -> tuple[str, ...]:
        zones = [record.zone] if record.zone else []
        zones += [zone for address in record.addresses if (zone := self._networks.zone_of(address))]
        return tuple(dict.fromkeys(zones)) or (UNZONED,)

    def services_of(self, asset_id: str) -> tuple[Service, ...]:
        self._look("services", asset_id)
        ids = sorted(self._services.get(asset_id, ()))
        return tuple(found for one in ids if (found := self.service(one)) is not None)

    def sessions_on(self, asset_id: str) -> tuple[Right, ...]:
        self._look("sessions", asset_id)
        return tuple(self._held["right"][one] for one in sorted(self._sessions.get(asset_id, ())))

    def reach(self, zone_id: str, service: str) -> Key:
        self._once((_STRUCTURE, f"{zone_id}{_BETWEEN}{service}"))
        self._meet(zone_id)
        return (REACH, zone_id, service)

    def step(self, rule: str, gives: Key, premises: Iterable[Key], *, p: float | None = None, zone: str = "") -> None:
        graph, number = self.graph, self._numbers[rule]
        if gives[0] == INSIDE:
            self._meet(gives[1])
        place = self.place_of(zone) if zone else 0
        chance = self._p[number] if p is None else p
        graph.add(
            number, graph.fact(gives), [graph.fact(one) for one in premises], chance, self._grounding_owner, place
        )

    def place_of(self, zone: str) -> int:
        kind = self.zone_kind(zone)
        if kind in _FIELDS:
            return grounding.FIELD
        return grounding.EDGE if kind in _EDGES else 0

    # -- read

    def record(self, kind: str, record_id: str) -> Any:
        """None when the register does not hold it."""
        found = self._held.get(kind)
        return found.get(record_id) if found is not None else None

    def records(self, kind: str) -> Iterator[Any]:
        return iter(self._held[kind].values())

    def owner_of(self, step: int) -> Name:
        """The record a step comes from."""
        return self.owners[int(self.graph.owner[step])]

    def steps_of(self, name: Name) -> range:
        return range(*self._spans.get(name, (0, 0)))

    def zones(self, asset_id: str) -> tuple[str, ...]:
        return self._zones.get(asset_id, (UNZONED,))

    def services_on(self, asset_id: str) -> list[Service]:
        return [self._held["service"][one] for one in sorted(self._services.get(asset_id, ()))]

    def zone_of_address(self, address: str) -> str:
        """Empty when no network holds it."""
        return self._networks.zone_of(address)
