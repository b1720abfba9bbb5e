"""In which order machines come back after ransomware. Pure: an inventory and what is believed of it in, waves out.

What others stand on comes first: time, then names, then identity, whoever of them is reached over the conduits; then what a
service says it depends on. Machines believed compromised are held back until the incident says they are clean, and whatever
cannot work without them waits with them. A circle of dependencies is one step, named as such, to be started together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import rustworkx

from model.estate import Asset
from model.inventory import ANY_SERVICE, Estate, Service
from model.networks import Networks


@dataclass(frozen=True, slots=True)
class Foundation:
    """A kind of service everything else stands on. rank: the lower, the earlier."""

    id: str
    rank: int
    protocols: frozenset[str]
    ports: frozenset[int]


FOUNDATIONS: tuple[Foundation, ...] = (
    Foundation("time", 0, frozenset({"ntp", "ptp"}), frozenset({123})),
    Foundation("names", 1, frozenset({"dns"}), frozenset({53})),
    Foundation(
        "identity",
        2,
        frozenset({"ldap", "ldaps", "kerberos", "radius", "cas", "oidc"}),
        frozenset({88, 389, 636, 1812}),
    ),
)
"""Order: certificates and tickets need the right time, directories are found by name, everything else signs in
(Kerberos: RFC 4120, section 1.6; ports: IANA registry)."""
OTHER = len(FOUNDATIONS)


@dataclass(frozen=True, slots=True)
class Step:
    """Machines started together. after: machines of earlier waves it needs, by id. circle: they depend on one another.
    foundation: which, or empty."""

    assets: tuple[str, ...]
    after: tuple[str, ...] = ()
    circle: bool = False
    foundation: str = ""
    criticality: int = 0


@dataclass(frozen=True, slots=True)
class Blocked:
    """asset cannot come back; `by` names the held machines it needs, or the foundation of which none is clean."""

    asset: str
    by: tuple[str, ...]
    foundation: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """waves: each may begin when the one before works; steps of a wave go side by side, the most critical first."""

    waves: tuple[tuple[Step, ...], ...]
    held: tuple[str, ...]
    blocked: tuple[Blocked, ...]


def recovery_order(estate: Estate, compromised: Collection[str] = (), wanted: Collection[str] | None = None) -> Order:
    """compromised: ids of assets believed to be. wanted: only these assets, and what they need; all when left out."""
    plan = _Plan(estate, frozenset(compromised))
    return plan.order(None if wanted is None else frozenset(wanted))


class _Plan:
    def __init__(self, estate: Estate, compromised: frozenset[str]) -> None:
        self._assets = {one.id: one for one in sorted(estate.assets, key=lambda one: one.id)}
        self._held = compromised & self._assets.keys()
        services = {one.id: one for one in estate.services if one.asset in self._assets}
        self._needs: dict[str, set[str]] = {asset: set() for asset in self._assets}
        for one in services.values():
            for other in one.depends_on:
                found = services.get(other)
                if found is not None and found.asset != one.asset:
                    self._needs[one.asset].add(found.asset)
        self._provides: dict[str, set[Foundation]] = {}
        for one in services.values():
            for foundation in FOUNDATIONS:
                if _is(one, foundation):
                    self._provides.setdefault(one.asset, set()).add(foundation)
        self._rank = self._effective()
        self._reach = _Reach(estate)
        self._ports = {one.id: {f"{one.transport}/{one.port}", ANY_SERVICE} for one in services.values()}
        self._services_at: dict[str, list[Service]] = {}
        for one in services.values():
            self._services_at.setdefault(one.asset, []).append(one)

    def order(self, wanted: frozenset[str] | None) -> Order:
        chosen = set(self._assets) if wanted is None else self._closed(wanted & self._assets.keys())
        blocked = self._blocked(chosen)
        free = chosen - self._held - blocked.keys()
        return Order(
            waves=self._waves(free),
            held=tuple(sorted(self._held & chosen)),
            blocked=tuple(blocked[one] for one in sorted(blocked)),
        )

    def _closed(self, wanted: Iterable[str]) -> set[str]:
        """With everything they need, and the foundations those reach."""
        chosen: set[str] = set()
        waiting = list(wanted)
        while waiting:
            one = waiting.pop()
            if one in chosen:
                continue
            chosen.add(one)
            waiting += self._needs[one]
            waiting += [asset for providers in self._foundations(one).values() for asset in providers]
        return chosen

    def _effective(self) -> dict[str, int]:
        """The rank of the earliest foundation a machine is, or is needed by."""
        rank = {name: min((one.rank for one in self._provides.get(name, ())), default=OTHER) for name in self._assets}
        waiting = list(self._assets)
        while waiting:
            one = waiting.pop()
            for need in self._needs[one]:
                if rank[one] < rank[need]:
                    rank[need] = rank[one]
                    waiting.append(need)
        return rank

    def _foundations(self, asset: str) -> dict[Foundation, list[str]]:
        """Who gives it each foundation: those it reaches over the conduits. What a foundation of the same or an earlier
        rank is or stands on does not wait for it."""
        own = self._rank[asset]
        out: dict[Foundation, list[str]] = {}
        for provider in sorted(self._provides):
            if provider == asset:
                continue
            for foundation in self._provides[provider]:
                if foundation.rank < own and self._reaches(asset, provider, foundation):
                    out.setdefault(foundation, []).append(provider)
        return out

    def _reaches(self, asset: str, provider: str, foundation: Foundation) -> bool:
        services = [one for one in self._services_at[provider] if _is(one, foundation)]
        return any(
            self._reach.allows(self._assets[asset], self._assets[provider], self._ports[one.id]) for one in services
        )

    def _blocked(self, chosen: set[str]) -> dict[str, Blocked]:
        """What waits for a held machine, directly or through others."""
        out: dict[str, Blocked] = {}
        unusable = set(self._held)
        grown = True
        while grown:
            grown = False
            for one in sorted(chosen - unusable):
                by = sorted(self._needs[one] & unusable)
                if by:
                    out[one] = Blocked(one, tuple(by))
                else:
                    lacking = self._lacking(one, unusable)
                    if lacking is None:
                        continue
                    out[one] = lacking
                unusable.add(one)
                grown = True
        return out

    def _lacking(self, one: str, unusable: set[str]) -> Blocked | None:
        for foundation, providers in sorted(self._foundations(one).items(), key=lambda pair: pair[0].rank):
            if all(provider in unusable for provider in providers):
                return Blocked(one, tuple(providers), foundation.id)
        return None

    def _waves(self, free: set[str]) -> tuple[tuple[Step, ...], ...]:
        """By longest path over circles: foundations and their needs in ranks, then the rest."""
        names = sorted(free)
        place = {name: number for number, name in enumerate(names)}
        graph: rustworkx.PyDiGraph[str, None] = rustworkx.PyDiGraph()
        graph.add_nodes_from(names)
        graph.add_edges_from_no_data(
            [(place[need], place[name]) for name in names for need in self._needs[name] & free]
        )
        circles = [sorted(names[node] for node in part) for part in rustworkx.strongly_connected_components(graph)]
        of = {name: number for number, circle in enumerate(circles) for name in circle}
        needs = [
            {of[need] for name in circle for need in self._needs[name] & free if of[need] != number}
            for number, circle in enumerate(circles)
        ]
        rank = [min(self._rank[name] for name in circle) for circle in circles]
        depth: dict[int, int] = {}
        base = 0
        for level in sorted(set(rank)):
            members = [number for number in range(len(circles)) if rank[number] == level]
            for number in _sorted_by_need(members, needs):
                depth[number] = max([base, *(depth[need] + 1 for need in needs[number])])
            base = max(depth[number] for number in members) + 1
        waves: dict[int, list[Step]] = {}
        for number, circle in enumerate(circles):
            waves.setdefault(depth[number], []).append(self._step(circle, needs[number], circles))
        return tuple(
            tuple(sorted(waves[wave], key=lambda step: (-step.criticality, step.assets))) for wave in sorted(waves)
        )

    def _step(self, circle: list[str], needs: set[int], circles: list[list[str]]) -> Step:
        foundations = {one for name in circle for one in self._provides.get(name, ())}
        first = min(foundations, key=lambda one: one.rank, default=None)
        after = {need for name in circle for need in self._needs[name]}
        earlier = {name for need in needs for name in circles[need]}
        return Step(
            assets=tuple(circle),
            after=tuple(sorted(after & earlier)),
            circle=len(circle) > 1,
            foundation=first.id if first else "",
            criticality=max(self._assets[name].criticality for name in circle),
        )


def _sorted_by_need(members: Iterable[int], needs: Sequence[Collection[int]]) -> list[int]:
    """What is needed before what needs it; there are no circles among these."""
    chosen = set(members)
    left = {one: len(chosen & set(needs[one])) for one in chosen}
    needed_by: dict[int, list[int]] = {}
    for one in chosen:
        for need in chosen & set(needs[one]):
            needed_by.setdefault(need, []).append(one)
    ready = sorted(one for one, number in left.items() if number == 0)
    out = []
    while ready:
        one = ready.pop()
        out.append(one)
        for other in needed_by.get(one, ()):
            left[other] -= 1
            if left[other] == 0:
                ready.append(other)
    return out


def _is(service: Service, foundation: Foundation) -> bool:
    return service.protocol.lower() in foundation.protocols or (
        not service.protocol and service.port in foundation.ports
    )


class _Reach:
    """What may flow between machines, by their zones. Within a zone everything does unless it has a conduit to itself."""

    def __init__(self, estate: Estate) -> None:
        self._conduits: dict[tuple[str, str], set[str]] = {}
        for one in estate.conduits:
            self._conduits.setdefault((one.source, one.target), set()).update(one.services)
        self._networks = Networks(estate.zones)
        self._zones = {zone.id for zone in estate.zones}
        self._known: dict[str, str] = {}

    def allows(self, source: Asset, target: Asset, services: Collection[str]) -> bool:
        """Machines of unknown zones are taken to reach one another: nothing is left waiting for a gap of the register."""
        one, other = self._zone(source), self._zone(target)
        if not one or not other:
            return True
        allowed = self._conduits.get((one, other))
        if allowed is None:
            return one == other
        return ANY_SERVICE in allowed or bool(allowed & set(services))

    def _zone(self, asset: Asset) -> str:
        if asset.id not in self._known:
            own = asset.zone if asset.zone in self._zones else ""
            self._known[asset.id] = own or self._networks.zone_of_first(asset.addresses)
        return self._known[asset.id]
