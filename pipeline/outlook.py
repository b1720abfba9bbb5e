"""What could happen next, asked of the register as it stands: keeps the compiled capability graph and follows changes.

One per process. The graph is made at the first question; later ones read from the audit trail which records changed and
take in only those. One question at a time: a closure reads arrays a change would grow.
"""

from __future__ import annotations

import threading
import weakref
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network

from sqlalchemy.orm import Session

from correlator.capability.blast import Blast, Outlook, blast
from correlator.capability.closure import Closure
from correlator.capability.compromise import Compromise, Names, compromised
from correlator.capability.containment import Containment, contain
from correlator.capability.defence import Defence
from correlator.capability.facts import FOOTHOLD, READ, Fact
from correlator.capability.following import NextStep, next_steps
from correlator.capability.graph import nats
from correlator.capability.paths import ChokePoints, cheapest_paths, choke_points, sources
from correlator.capability.printed import printed
from correlator.capability.register import KINDS, Register
from correlator.capability.telling import Path
from correlator.capability.words import Origin, Watch
from model.alert import Alert
from model.attack import from_sigma_tags
from model.estate import Asset
from model.inventory import Estate
from model.times import Micros
from pipeline.settings import Settings
from store import inventory
from store.inventory.changes import changed_since, position
from store.scope import EVERYTHING
from store.state import State

MOST_CHANGES = 50_000
"""More than this at once and the graph is made anew."""
DEAD_SHARE = 0.5
MOST_STEPS = 20
ONE_IN = 100
"""A way to an asset counts as reach when it succeeds at least once in so many tries."""


@dataclass(frozen=True, slots=True)
class IncidentOutlook:
    register: Register
    compromise: Compromise
    following: tuple[NextStep, ...]
    blast: Blast
    containment: tuple[Containment, ...]


@dataclass(frozen=True, slots=True)
class Exposure:
    """The likeliest ways from one kind of place to a data set. zones: where they begin; none when the register has none."""

    origin: Origin
    zones: tuple[Fact, ...]
    paths: tuple[Path, ...]


class Outlooks:
    """never: addresses, networks and names never offered for isolation, critical: systems whose assets are not, beside
    assets of the highest criticality."""

    def __init__(self, never: Sequence[str] = (), critical: Iterable[str] = ()) -> None:
        self.lock = threading.RLock()
        self.register: Register | None = None
        self._never = frozenset(one.casefold() for one in never)
        self._ranges = [found for one in never if (found := _network(one)) is not None]
        self._critical = frozenset(critical)
        self._seen = 0
        self._defence: Defence | None = None
        self._names: Names | None = None
        self._origins: dict[tuple[Origin, tuple[Fact, ...]], Closure] = {}
        self._choke: ChokePoints | None = None

    def refresh(self, tx: Session, now: Micros) -> Register:
        """Follow the register to where it stands now."""
        with self.lock:
            at = position(tx)
            register = self.register
            if register is not None and register.graph.dead > DEAD_SHARE * max(1_000, register.graph.steps):
                register = None
            changed = None if register is None or at < self._seen else changed_since(tx, self._seen, MOST_CHANGES)
            if register is None or changed is None:
                self.register = Register(inventory.load_estate(tx, EVERYTHING), now)
                self._forget()
                self._origins.clear()
            elif changed:
                self._take_in(register, tx, changed)
            self._seen = at
            assert self.register is not None
            return self.register

    def _take_in(self, register: Register, tx: Session, changed: set[tuple[str, str]]) -> None:
        put: dict[tuple[str, str], object] = {}
        gone: list[tuple[str, str]] = []
        for kind in sorted({kind for kind, _ in changed}):
            ids = sorted(record_id for its, record_id in changed if its == kind)
            there = inventory.find(tx, inventory.kind_named(kind).record, EVERYTHING, ids=ids)
            put.update({(kind, one.id): one for one in there})
            gone += [(kind, record_id) for record_id in ids if (kind, record_id) not in put]
        delta = register.apply(put, gone)
        for closure in self._origins.values():
            closure.update(delta.added, delta.removed)
        self._forget()

    def _forget(self) -> None:
        self._defence = self._names = self._choke = None

    def _defend(self, register: Register) -> Defence:
        if self._defence is None:
            protected = [asset.id for asset in register.records("asset") if self._is_protected(asset)]
            self._defence = Defence(register, protected)
        return self._defence

    def _is_protected(self, asset: Asset) -> bool:
        if asset.system in self._critical and asset.system:
            return True
        if not self._never:
            return False
        names = {name.casefold() for name in (asset.id, asset.name, *asset.hostnames, *asset.addresses)}
        if names & self._never:
            return True
        addresses = [found for one in asset.addresses if (found := _network(one)) is not None]
        return any(
            one.version == wide.version and one.subnet_of(wide)  # type: ignore[arg-type] # the versions are the same
            for one in addresses
            for wide in self._ranges
        )

    # -- questions

    def incident(
        self, tx: Session, alerts: Sequence[Alert], watches: Mapping[str, Sequence[Watch]], now: Micros
    ) -> IncidentOutlook:
        """alerts: the members of the incident the asker may see. now: what recency counts from."""
        with self.lock:
            register = self.refresh(tx, now)
            if self._names is None:
                self._names = Names(register)
            return look(register, self._defend(register), self._names, alerts, watches, now)

    def exposure(self, tx: Session, data_set: str, origins: Sequence[Origin], most: int, now: Micros) -> list[Exposure]:
        with self.lock:
            register = self.refresh(tx, now)
            out = []
            for origin in origins:
                zones = sources(register, origin)
                paths: tuple[Path, ...] = ()
                if zones:
                    paths = cheapest_paths(register, self._from(register, origin, zones), Fact(READ, data_set), most)
                out.append(Exposure(origin, zones, paths))
            return out

    def _from(self, register: Register, origin: Origin, zones: tuple[Fact, ...]) -> Closure:
        key = (origin, zones)
        if key not in self._origins:
            self._origins = {other: closure for other, closure in self._origins.items() if other[0] is not origin}
            self._origins[key] = Closure(register.graph, dict.fromkeys(zones, 1.0))
        return self._origins[key]

    def reached(self, tx: Session, assets: Iterable[str], now: Micros) -> dict[Origin, frozenset[str]]:
        """Which of these assets an attack could run code on, by where it begins. Origins the register has no zone of are
        left out; ways less likely than ONE_IN are none."""
        with self.lock:
            register = self.refresh(tx, now)
            out: dict[Origin, frozenset[str]] = {}
            for origin in Origin:
                zones = sources(register, origin)
                if zones:
                    closure = self._from(register, origin, zones)
                    numbers = {asset: register.graph.find(Fact(FOOTHOLD, asset)) for asset in assets}
                    out[origin] = frozenset(
                        asset
                        for asset, number in numbers.items()
                        if number >= 0 and closure.cost(number) <= nats(1 / ONE_IN)
                    )
            return out

    def choke_points(self, tx: Session, now: Micros) -> ChokePoints:
        with self.lock:
            register = self.refresh(tx, now)
            if self._choke is None:
                self._choke = choke_points(self._defend(register))
            return self._choke


_held: weakref.WeakKeyDictionary[State, Outlooks] = weakref.WeakKeyDictionary()
_making = threading.Lock()


def outlooks_of(state: State, settings: Settings) -> Outlooks:
    """The one of a process for a state, made at the first question. What playbooks may block with two persons only is not
    offered for isolation either."""
    with _making:
        found = _held.get(state)
        if found is None:
            ours = settings.playbooks
            found = _held[state] = Outlooks(ours.never_block, ours.cii_systems)
        return found


def _network(text: str) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


def look(
    register: Register,
    defence: Defence,
    names: Names,
    alerts: Sequence[Alert],
    watches: Mapping[str, Sequence[Watch]],
    now: Micros,
) -> IncidentOutlook:
    known = compromised(alerts, register, names)
    outlook = Outlook.of(register.graph, known.held)
    return IncidentOutlook(
        register=register,
        compromise=known,
        following=next_steps(register, outlook, known, watches, now=now, most=MOST_STEPS),
        blast=blast(register, outlook),
        containment=contain(defence, known.held),
    )


class EstateOutlook:
    """The same for an estate that stands in a file: what `fengsui correlate --inventory` asks."""

    def __init__(self, estate: Estate, watches: Mapping[str, Sequence[Watch]], now: Micros = 0) -> None:
        self._register = Register(estate, now)
        self._defence = Defence(self._register)
        self._names = Names(self._register)
        self._watches = watches

    def look(self, alerts: Sequence[Alert]) -> IncidentOutlook:
        """Recency counts from the newest of the alerts."""
        now = max((alert.time for alert in alerts), default=0)
        return look(self._register, self._defence, self._names, alerts, self._watches, now)

    def fields(self, alerts: Sequence[Alert]) -> dict[str, list[dict[str, object]]]:
        """`next`, `blast` and `containment` of a printed incident."""
        found = self.look(alerts)
        return printed(found.register, found.following, found.blast, found.containment)


def watches_of(rules: Iterable[tuple[str, str, str, Sequence[str]]]) -> dict[str, tuple[Watch, ...]]:
    """By technique, from (id, title, Chinese title, tags) of each rule that is on."""
    found: dict[str, list[Watch]] = {}
    for rule_id, title, title_zh, tags in rules:
        for number in from_sigma_tags(tags)[0]:
            found.setdefault(number, []).append(Watch(id=rule_id, title=title, title_zh=title_zh))
    return {number: tuple(some) for number, some in found.items()}


assert set(KINDS) >= {kind.name for kind in inventory.KINDS}
