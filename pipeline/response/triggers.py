"""Incidents begin playbooks: each playbook that is let to (`auto`) says which incidents it answers.

An incident begins a playbook once, however often it grows (`executions.marker`).
"""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

import structlog
from sqlalchemy.orm import Session

from model.entity import Entity, EntityKind, Role
from model.errors import NotFound
from model.estate import Asset
from model.incident import Incident, IncidentStatus
from model.inventory import Zone, ZoneKind
from model.severity import Level
from model.times import Micros
from playbooks.cacao import read
from playbooks.library import EXTENSION
from store import checkpoints, executions, feed, incidents, inventory
from store import playbooks as kept
from store.scope import EVERYTHING, Scope
from store.state import State

PLACE = "playbooks:feed"
BY = "trigger"
ENDED = (IncidentStatus.RESOLVED, IncidentStatus.CLOSED, IncidentStatus.MERGED)

log = structlog.get_logger("fengsui.playbooks")


def fits(incident: Incident, trigger: Mapping[str, Any]) -> bool:
    """level: at least. techniques, tactics: one of them; a technique stands for its sub-techniques. An empty one fits none."""
    if not trigger or incident.status in ENDED:
        return False
    if "level" in trigger and incident.level.rank < Level(str(trigger["level"])).rank:
        return False
    techniques = [str(one) for one in trigger.get("techniques", ())]
    if techniques and not any(
        have == want or have.startswith(f"{want}.") for want in techniques for have in incident.techniques
    ):
        return False
    tactics = {str(one) for one in trigger.get("tactics", ())}
    return not tactics or bool(tactics & set(incident.tactics))


class Ours:
    """How much a thing is ours: an address nobody registered is more likely an attacker's than a machine of the register that
    acted because it was taken over."""

    def __init__(self, tx: Session, scope: Scope) -> None:
        self._names = {
            name for one in inventory.find(tx, Asset, scope) for name in (one.id, *one.addresses, *one.hostnames)
        }
        self._networks = [
            network
            for zone in inventory.find(tx, Zone, scope)
            if zone.kind is not ZoneKind.INTERNET
            for network in map(network_or_none, zone.networks)
            if network is not None
        ]

    def rank(self, entity: Entity) -> int:
        """2 when it is registered, 1 when it lies in a network of ours, 0 when neither is known."""
        if entity.value in self._names:
            return 2
        address = address_or_none(entity.value) if entity.kind is EntityKind.IP else None
        return int(address is not None and any(address in network for network in self._networks))


def address_or_none(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None


def network_or_none(text: str) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


def inputs_from(incident: Incident, bind: Mapping[str, Any], ours: Ours | None = None) -> dict[str, str] | None:
    """Values of external variables; None when the incident lacks one. bind: `entity` and `role`, or `incident`: a property.

    Of several that acted, one that is not ours comes first, in the order of the incident.
    """
    values: dict[str, str] = {}
    for name, place in bind.items():
        if "incident" in place:
            values[name] = str(getattr(incident, str(place["incident"]), ""))
            continue
        found = [
            entity
            for entity in incident.entities
            if entity.kind.value == place.get("entity") and place.get("role") in (None, entity.role.value)
        ]
        if ours is not None and place.get("role") == Role.ACTOR.value:
            found.sort(key=ours.rank)
        if found:
            values[name] = found[0].value
        elif not place.get("optional"):
            return None
    return values


def extension_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """What a playbook says in the platform's own extension; empty for playbooks of others."""
    return dict((document.get("playbook_extensions") or {}).get(EXTENSION) or {})


class Triggers:
    def __init__(self, state: State) -> None:
        self._state = state
        self._extensions: dict[str, dict[str, Any]] = {}

    def turn(self, now: Micros) -> int:
        """Ask for the runs that changed incidents call for; how many."""
        with self._state.reading() as tx:
            place = checkpoints.get(tx, PLACE)
            last = feed.last(tx)
            if place is None or place["number"] >= last:
                changes = []
            else:
                changes = feed.since(tx, int(place["number"]), EVERYTHING, kinds=frozenset({"incident"}), limit=500)
            wanted = [one for one in kept.find(tx, EVERYTHING) if one.auto] if changes else []
        if place is not None and not changes and place["number"] >= last:
            return 0
        asked = 0
        with self._state.transaction() as tx:
            ours = Ours(tx, EVERYTHING) if wanted else None
            for identifier in dict.fromkeys(change.object for change in changes):
                try:
                    incident = incidents.get(tx, identifier, EVERYTHING).incident
                except NotFound:
                    continue
                for playbook in wanted:
                    about = self._about(playbook.digest)
                    if not fits(incident, about.get("trigger") or {}):
                        continue
                    inputs = inputs_from(incident, about.get("bind") or {}, ours)
                    if inputs is None:
                        continue
                    marker = f"{playbook.id}/{incident.id}"
                    unit = incident.units[0] if incident.units else playbook.unit
                    asked += bool(
                        executions.request(
                            tx,
                            playbook,
                            unit=unit,
                            inputs=inputs,
                            actor=BY,
                            now=now,
                            incident=incident.id,
                            marker=marker,
                        )
                    )
            done = changes[-1].number if len(changes) >= 500 else last
            checkpoints.put(tx, PLACE, {"number": done})
        return asked

    def _about(self, digest: str) -> dict[str, Any]:
        if digest not in self._extensions:
            with self._state.reading() as tx:
                self._extensions[digest] = extension_of(read(kept.text_of(tx, digest)).document)
        return self._extensions[digest]
