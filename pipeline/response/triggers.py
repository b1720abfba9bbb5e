"""Incidents begin playbooks: each playbook that is let to (`auto`) says which incidents it answers.

An incident begins a playbook once, however often it grows (`executions.marker`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import structlog

from model.errors import NotFound
from model.incident import Incident, IncidentStatus
from model.severity import Level
from model.times import Micros
from playbooks.cacao import read
from playbooks.library import EXTENSION
from store import checkpoints, executions, feed, incidents
from store import playbooks as kept
from store.scope import EVERYTHING
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


def inputs_from(incident: Incident, bind: Mapping[str, Any]) -> dict[str, str] | None:
    """Values of external variables; None when the incident lacks one. bind: `entity` and `role`, or `incident`: a property."""
    values: dict[str, str] = {}
    for name, place in bind.items():
        if "incident" in place:
            values[name] = str(getattr(incident, str(place["incident"]), ""))
            continue
        found = [
            entity.value
            for entity in incident.entities
            if entity.kind.value == place.get("entity") and place.get("role") in (None, entity.role.value)
        ]
        if found:
            values[name] = found[0]
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
            for identifier in dict.fromkeys(change.object for change in changes):
                try:
                    incident = incidents.get(tx, identifier, EVERYTHING).incident
                except NotFound:
                    continue
                for playbook in wanted:
                    about = self._about(playbook.digest)
                    if not fits(incident, about.get("trigger") or {}):
                        continue
                    inputs = inputs_from(incident, about.get("bind") or {})
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
