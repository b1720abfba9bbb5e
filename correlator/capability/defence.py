"""What defenders can do, which steps it takes out, what it costs and whom it touches.

Costs are those of the design: the work of doing it plus who depends on what goes. They order actions; they are no money.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from correlator.capability.facts import ACCESS, ADMIN, FOOTHOLD, PRINCIPAL, REACH, Fact
from correlator.capability.grounding import ANY, DEVICES, port_of
from correlator.capability.register import Register
from correlator.capability.telling import Named, named
from correlator.capability.words import ActionKind
from model.estate import Asset
from model.inventory import ANY_SERVICE, ZoneKind

_FIELD_ZONES = frozenset({ZoneKind.OT, ZoneKind.IOT})
PROTECTED_FROM = 5
"""Assets of this criticality (the district stops) are never offered for isolation."""


_BASE = {
    ActionKind.BLOCK_FLOW: 1,
    ActionKind.REVOKE_SESSION: 1,
    ActionKind.DISABLE_ACCOUNT: 2,
    ActionKind.ISOLATE_HOST: 0,
    ActionKind.REMOVE_RIGHT: 2,
    ActionKind.SUSPEND_SHARING: 3,
    ActionKind.CLOSE_WEAKNESS: 4,
    ActionKind.PULL_DEVICE: 5,
}


class Act(msgspec.Struct, frozen=True, order=True):
    """id: of the conduit, right, account, asset, grant, exposure or device. detail: the service of a flow."""

    kind: ActionKind
    id: str
    detail: str = ""


class SideEffects(msgspec.Struct, frozen=True, kw_only=True):
    """services: that stop or lose what they depend on. people: whose records the data sets of those services hold, as far
    as the register says; the most that can be touched, not a count of visitors."""

    services: tuple[Named, ...]
    units: tuple[str, ...]
    people: int


class Defence:
    """protected: assets never offered for isolation, beside those of criticality PROTECTED_FROM."""

    def __init__(self, register: Register, protected: Iterable[str] = ()) -> None:
        self.register = register
        self.protected = frozenset(protected)
        self._dependants: dict[str, list[str]] = {}
        self._runs: dict[str, int] = {}
        self._flows: dict[tuple[str, str, str], set[str]] = {}
        self._offers: dict[tuple[str, str], int] = {}
        self._steps: dict[Act, tuple[int, ...]] = {}
        self._costs: dict[Act, int] = {}
        for service in register.records("service"):
            if service.runs_as:
                self._runs[service.runs_as] = self._runs.get(service.runs_as, 0) + 1
            asset = register.record("asset", service.asset)
            for zone in register.zones(service.asset):
                place = (zone, port_of(service))
                self._offers[place] = max(self._offers.get(place, 0), asset.criticality if asset else 0)
            for needed in service.depends_on:
                self._dependants.setdefault(needed, []).append(service.id)
                behind = register.record("service", needed)
                for there in register.zones(behind.asset) if behind is not None else ():
                    for here in register.zones(service.asset):
                        self._flows.setdefault((here, there, port_of(behind)), set()).add(service.id)

    # -- which actions take out a step

    def against(self, step: int) -> tuple[Act, ...]:
        """Empty for what no action stops."""
        register, graph = self.register, self.register.graph
        rule, (kind, owner) = graph.rule_of(step).id, register.owner_of(step)
        gives = graph[int(graph.head[step])]
        premises = [graph[one] for one in graph.premises(step)]
        found: list[Act] = []
        if kind == "conduit":
            detail = gives.detail if gives.kind == REACH else ANY_SERVICE
            found.append(Act(ActionKind.BLOCK_FLOW, owner, detail))
        elif rule == "account.session":
            found.append(Act(ActionKind.REVOKE_SESSION, owner))
        elif kind == "right":
            found.append(Act(ActionKind.REMOVE_RIGHT, owner))
        elif kind == "exposure":
            found.append(Act(ActionKind.CLOSE_WEAKNESS, owner))
        elif rule in ("data.granted", "data.tampered_as"):
            found.append(Act(ActionKind.SUSPEND_SHARING, owner))
        elif rule in ("control.commands", "control.rogue", "control.program"):
            found.append(Act(ActionKind.PULL_DEVICE, gives.id))
        accounts = [fact.id for fact in premises if fact.kind == PRINCIPAL and register.record("account", fact.id)]
        found += [Act(ActionKind.DISABLE_ACCOUNT, one) for one in accounts]
        found += [Act(ActionKind.ISOLATE_HOST, host) for host in self._isolating(gives, premises)]
        return tuple(dict.fromkeys(found))

    def _isolating(self, gives: Fact, premises: list[Fact]) -> list[str]:
        """Hosts whose isolation takes out a step: it leaves what the host has, or comes to it over the network."""
        into = self._host_of(gives)
        out = {host for fact in premises if (host := self._host_of(fact)) and host != into}
        if into and any(fact.kind in (REACH, "lured") for fact in premises):
            out.add(into)
        return sorted(host for host in out if self.may_isolate(host))

    def _host_of(self, fact: Fact) -> str:
        if fact.kind in (FOOTHOLD, ADMIN):
            return fact.id
        if fact.kind == ACCESS:
            service = self.register.record("service", fact.id)
            return service.asset if service is not None else ""
        return ""

    def may_isolate(self, asset_id: str) -> bool:
        asset: Asset | None = self.register.record("asset", asset_id)
        if asset is None or asset_id in self.protected:
            return False
        return asset.criticality < PROTECTED_FROM and asset.kind not in DEVICES

    def steps_of(self, act: Act) -> tuple[int, ...]:
        """Every step the action takes out."""
        found = self._steps.get(act)
        if found is None:
            found = self._steps[act] = tuple(step for step in self._touched(act) if act in self.against(step))
        return found

    def _touched(self, act: Act) -> list[int]:
        register, graph = self.register, self.register.graph
        owners = {
            ActionKind.BLOCK_FLOW: "conduit",
            ActionKind.REVOKE_SESSION: "right",
            ActionKind.REMOVE_RIGHT: "right",
            ActionKind.CLOSE_WEAKNESS: "exposure",
            ActionKind.SUSPEND_SHARING: "data_grant",
        }
        if act.kind in owners:
            return [step for step in register.steps_of((owners[act.kind], act.id)) if graph.alive[step]]
        if act.kind is ActionKind.DISABLE_ACCOUNT:
            return graph.steps_using(graph.find((PRINCIPAL, act.id, "")))
        if act.kind is ActionKind.PULL_DEVICE:
            heads = [(kind, act.id, "") for kind in ("control", "program")]
            return [step for head in heads for step in graph.steps_giving(graph.find(head))]
        local = [(kind, act.id, "") for kind in (FOOTHOLD, ADMIN)]
        local += [(ACCESS, service.id, "") for service in register.services_on(act.id)]
        numbers = [number for key in local if (number := graph.find(key)) >= 0]
        steps = [step for number in numbers for step in (*graph.steps_using(number), *graph.steps_giving(number))]
        return sorted(set(steps))

    # -- what it costs and whom it touches

    def cost(self, act: Act) -> int:
        """At least 1."""
        found = self._costs.get(act)
        if found is None:
            found = self._costs[act] = max(1, _BASE[act.kind] + self._price(act))
        return found

    def _price(self, act: Act) -> int:
        register = self.register
        if act.kind is ActionKind.BLOCK_FLOW:
            conduit = register.record("conduit", act.id)
            price = len(self._using(conduit.source, conduit.target, act.detail))
            source = register.record("zone", conduit.source)
            if source is not None and source.kind is ZoneKind.INTERNET:  # whoever comes from there is in no register
                price += max(self._offered(conduit.target, act.detail), default=0)
            return price
        if act.kind is ActionKind.DISABLE_ACCOUNT:
            return 2 * max(0, self._runs.get(act.id, 0) - 1)
        if act.kind is ActionKind.ISOLATE_HOST:
            asset = register.record("asset", act.id)
            return int(asset.criticality) + len(self._leaning(self._services(act)))
        if act.kind is ActionKind.PULL_DEVICE:
            asset = register.record("asset", act.id)
            return int(asset.criticality) if asset is not None else 0
        return 0

    def _offered(self, zone: str, service: str) -> list[int]:
        return [
            criticality
            for (its, port), criticality in self._offers.items()
            if its == zone and (service in (ANY_SERVICE, ANY, port) or _covers(service, port))
        ]

    def _using(self, source: str, target: str, service: str) -> set[str]:
        """Services of one zone that need another zone's services by that flow."""
        return {
            user
            for (here, there, port), users in self._flows.items()
            if here == source and there == target and (service in (ANY_SERVICE, port) or _covers(service, port))
            for user in users
        }

    def _services(self, act: Act) -> set[str]:
        if act.kind is ActionKind.ISOLATE_HOST:
            return {service.id for service in self.register.services_on(act.id)}
        if act.kind is ActionKind.BLOCK_FLOW:
            conduit = self.register.record("conduit", act.id)
            return self._using(conduit.source, conduit.target, act.detail)
        if act.kind is ActionKind.DISABLE_ACCOUNT:
            return {service.id for service in self.register.records("service") if service.runs_as == act.id}
        return set()

    def _leaning(self, services: set[str]) -> set[str]:
        """Services elsewhere that stop with these."""
        seen, todo = set(services), sorted(services)
        while todo:
            for leaning in self._dependants.get(todo.pop(), ()):
                if leaning not in seen:
                    seen.add(leaning)
                    todo.append(leaning)
        return seen - services

    def side_effects(self, act: Act) -> SideEffects:
        register = self.register
        first = self._services(act)
        touched = sorted(first | self._leaning(first))
        units = {register.record("service", one).unit for one in touched}
        about = self.target(act)
        units |= {about.unit} if about.unit else set()
        held = (
            {grant.data_set for grant in register.records("data_grant") if grant.holder in set(touched)}
            if touched
            else set()
        )
        data = [found for one in held if (found := register.record("data_set", one)) is not None]
        people = sum(one.records for one in data if one.personal_information)
        return SideEffects(
            services=tuple(named(register, "service", one) for one in touched[:50]), units=tuple(sorted(units)), people=people
        )  # fmt: skip

    def target(self, act: Act) -> Named:
        kind = {
            ActionKind.BLOCK_FLOW: "conduit",
            ActionKind.REVOKE_SESSION: "right",
            ActionKind.DISABLE_ACCOUNT: "account",
            ActionKind.REMOVE_RIGHT: "right",
            ActionKind.SUSPEND_SHARING: "data_grant",
            ActionKind.CLOSE_WEAKNESS: "exposure",
        }.get(act.kind, "asset")
        found = named(self.register, kind, act.id)
        record = self.register.record(kind, act.id)
        if kind == "conduit" and record is not None:
            source, target = named(self.register, "zone", record.source), named(self.register, "zone", record.target)
            return found._replace(
                name=f"{source.name} → {target.name} {act.detail}", name_zh=f"{source.name_zh} → {target.name_zh} {act.detail}"
            )  # fmt: skip
        if kind == "right" and record is not None:
            subject, target = self._anything(record.subject), self._anything(record.target)
            verb = record.verb.value
            return found._replace(
                name=f"{subject.name} {verb} {target.name}", name_zh=f"{subject.name_zh} {verb} {target.name_zh}"
            )
        if kind == "data_grant" and record is not None:
            holder, data = self._anything(record.holder), named(self.register, "data_set", record.data_set)
            return found._replace(name=f"{holder.name} → {data.name}", name_zh=f"{holder.name_zh} → {data.name_zh}")
        return found

    def _anything(self, record_id: str) -> Named:
        kinds = ("account", "group", "asset", "service")
        kind = next((one for one in kinds if self.register.record(one, record_id) is not None), "")
        return named(self.register, kind, record_id) if kind else Named("", record_id, record_id, record_id, "")

    def is_proposal(self, act: Act) -> bool:
        """Whether it touches control or things, where a person of the process decides and nothing is done by itself."""
        register = self.register
        if act.kind is ActionKind.PULL_DEVICE:
            return True
        if act.kind is ActionKind.BLOCK_FLOW:
            conduit = register.record("conduit", act.id)
            return any(self._is_field(zone) for zone in (conduit.source, conduit.target))
        if act.kind is ActionKind.ISOLATE_HOST:
            return any(self._is_field(zone) for zone in register.zones(act.id))
        if act.kind is ActionKind.CLOSE_WEAKNESS:
            asset_id = register.record("exposure", act.id).asset
            asset = register.record("asset", asset_id)
            return (asset is not None and asset.kind in DEVICES) or any(map(self._is_field, register.zones(asset_id)))
        if act.kind in (ActionKind.REVOKE_SESSION, ActionKind.REMOVE_RIGHT):
            return any(map(self._is_field, register.zones(register.record("right", act.id).target)))
        return False

    def _is_field(self, zone_id: str) -> bool:
        zone = self.register.record("zone", zone_id)
        return zone is not None and zone.kind in _FIELD_ZONES


def _covers(wide: str, port: str) -> bool:
    transport, _, number = wide.partition("/")
    return number == ANY_SERVICE and port.startswith(f"{transport}/")
