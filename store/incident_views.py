"""What a reader sees of an incident that concerns several units.

A reader whose scope holds all of its units sees it whole. Any other sees it `partial`: only the units, alerts, entities,
tactics and times of what is in scope, reasons only where both ends are, a neutral title, no notes. Status, level and
score stay those of the whole, so that a town knows how grave a thing it is part of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from model.alert import Alert
from model.entity import Entity
from model.incident import Incident, IncidentStatus, Member, Reason
from model.severity import Level
from model.times import Micros
from store.encoding import chunks
from store.scope import EVERYTHING, Scope
from store.scoping import scoped
from store.tables import AlertRow, IncidentMemberRow, IncidentRow, IncidentUnitRow

PARTIAL_TITLE = "Incident across several units (the part that concerns yours)"
PARTIAL_TITLE_ZH = "跨单位安全事件（仅显示涉及本单位的部分）"

_LEVELS = tuple(Level)
_ALERT = msgspec.json.Decoder(Alert)


class StoredIncident(msgspec.Struct, frozen=True, kw_only=True):
    """decided_by: the person whose status it carries and when; empty and None while it is the correlator's."""

    incident: Incident
    decided_by: str
    decided: Micros | None
    note: str
    partial: bool


def views(tx: Session, rows: Sequence[IncidentRow], scope: Scope) -> list[StoredIncident]:
    """The incidents as this scope sees them, in the order of `rows`, which must be visible to it."""
    units: dict[str, list[str]] = defaultdict(list)
    members: dict[str, list[Member]] = defaultdict(list)
    hidden: set[str] = set()
    for ids in chunks([row.id for row in rows], 100):
        belongs = select(IncidentUnitRow).where(IncidentUnitRow.incident.in_(ids)).order_by(IncidentUnitRow.unit)
        for unit in tx.scalars(scoped(belongs, EVERYTHING)):
            if scope.allows(unit.unit):
                units[unit.incident].append(unit.unit)
            else:
                hidden.add(unit.incident)
        joined = select(IncidentMemberRow).where(IncidentMemberRow.incident.in_(ids))
        for member in tx.scalars(scoped(joined.order_by(IncidentMemberRow.position), EVERYTHING)):
            if scope.allows(member.unit):
                reason = msgspec.convert(member.reason, Reason)
                members[member.incident].append(Member(alert_id=member.alert, reason=reason))
            else:
                hidden.add(member.incident)
    out = []
    for row in rows:
        whole = _whole(row, units[row.id], members[row.id])
        partial = row.id in hidden
        out.append(
            StoredIncident(
                incident=_reduced(tx, whole, scope) if partial else whole,
                decided_by=row.decided_by,
                decided=row.decided,
                note="" if partial else row.note,
                partial=partial,
            )
        )
    return out


def _whole(row: IncidentRow, units: list[str], members: list[Member]) -> Incident:
    return Incident(
        id=row.id,
        title=row.title,
        title_zh=row.title_zh,
        status=IncidentStatus(row.status),
        level=_LEVELS[row.level],
        created=row.created,
        updated=row.updated,
        first_event=row.first_event,
        last_event=row.last_event,
        score=row.score,
        escalated=row.escalated,
        units=tuple(units),
        members=tuple(members),
        entities=msgspec.convert(row.entities, tuple[Entity, ...]),
        tactics=tuple(row.tactics),
        techniques=tuple(row.techniques),
        merged_into=row.merged_into,
        confidence=row.facts.get("confidence"),
        because=tuple(row.facts.get("because", ())),
        related=tuple(row.facts.get("related", ())),
        shown_since=row.facts.get("shown_since"),
        evidence=row.facts.get("evidence"),
        scored=tuple(row.facts.get("scored", ())),
    )


def _reduced(tx: Session, incident: Incident, scope: Scope) -> Incident:
    alerts: list[Alert] = []
    for ids in chunks([member.alert_id for member in incident.members]):
        bodies = scoped(select(AlertRow.body).where(AlertRow.id.in_(ids)), scope, AlertRow.unit)
        alerts += [_ALERT.decode(body) for body in tx.scalars(bodies)]
    shown = {alert.id for alert in alerts}
    keys = {entity.key for alert in alerts for entity in alert.entities}
    tactics = {tactic for alert in alerts for tactic in alert.tactics}
    techniques = {technique for alert in alerts for technique in alert.techniques}
    return msgspec.structs.replace(
        incident,
        because=(),
        scored=(),
        related=(),
        title=PARTIAL_TITLE,
        title_zh=PARTIAL_TITLE_ZH,
        first_event=min((alert.first_time for alert in alerts), default=incident.created),
        last_event=max((alert.time for alert in alerts), default=incident.created),
        members=tuple(
            Member(alert_id=m.alert_id, reason=_reason(m.reason, shown, keys))
            for m in incident.members
            if m.alert_id in shown
        ),
        entities=tuple(entity for entity in incident.entities if entity.key in keys),
        tactics=tuple(tactic for tactic in incident.tactics if tactic in tactics),
        techniques=tuple(technique for technique in incident.techniques if technique in techniques),
    )


def _reason(reason: Reason, shown: set[str], keys: set[str]) -> Reason:
    if reason.other and reason.other not in shown:
        return Reason(kind=reason.kind, weight=reason.weight)
    return msgspec.structs.replace(reason, path=tuple(key for key in reason.path if key in keys))
