"""Playbooks ranked for an incident: what is kept about them meets what is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from model.execution import Execution
from model.incident import Incident
from pipeline.response.triggers import extension_of, fits, inputs_from
from playbooks.cacao import read
from playbooks.ranking import Case, Offer, Ranked, rank, techniques_of
from store import executions, incidents
from store import playbooks as kept
from store.scope import Scope


def choose(tx: Session, incident_id: str, scope: Scope) -> list[tuple[Ranked, Execution | None]]:
    """Best first, each with its latest run for this incident. Raises NotFound."""
    incident = incidents.get(tx, incident_id, scope).incident
    outcomes = executions.outcomes(tx, scope)
    ran: dict[str, Execution] = {}
    for run in executions.find(tx, scope, incident=incident_id, limit=200).items:
        ran.setdefault(run.playbook, run)
    offers = []
    for playbook in kept.find(tx, scope):
        reading = read(kept.text_of(tx, playbook.digest))
        if reading.playbook is None or not reading.runnable or reading.playbook.revoked:
            continue
        about = extension_of(reading.document)
        succeeded, ended = outcomes.get(playbook.id, (0, 0))
        offers.append(
            Offer(
                id=playbook.id,
                name=playbook.name,
                fits=fits(incident, about.get("trigger") or {}),
                answers=techniques_of(about),
                severity=reading.playbook.severity or 0,
                lacking=_lacking(incident, about.get("bind") or {}),
                succeeded=succeeded,
                ended=ended,
            )
        )
    case = Case(incident.level.rank, incident.techniques)
    return [(one, ran.get(one.offer.id)) for one in rank(case, offers)]


def _lacking(incident: Incident, bind: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(name for name, place in bind.items() if inputs_from(incident, {name: place}) is None)
