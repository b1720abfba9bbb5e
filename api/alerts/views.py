"""Stored alerts as they go over the wire."""

from __future__ import annotations

from api.alerts.schemas import AlertChangeRead, AlertRead, EntityRead, RuleNamed
from api.attack import tactics, techniques
from api.wire import moment, moment_or_none
from model.alert import RuleRef
from model.entity import Entity
from store import alerts


def entity(found: Entity) -> EntityRead:
    return EntityRead(
        key=found.key,
        kind=found.kind,
        kind_zh=found.kind.zh,
        value=found.value,
        role=found.role,
        role_zh=found.role.zh,
    )


def rule(ref: RuleRef) -> RuleNamed:
    return RuleNamed(
        id=ref.id,
        title=ref.title,
        title_zh=ref.title_zh or None,
        level=ref.level,
        level_zh=ref.level.zh,
        correlation=ref.correlation,
    )


def alert(stored: alerts.StoredAlert) -> AlertRead:
    said = stored.alert
    return AlertRead(
        id=said.id,
        rule=rule(said.rule),
        time=moment(said.time),
        first_time=moment(said.first_time),
        created=moment(said.created),
        unit=said.unit,
        source=said.source,
        summary=said.summary,
        entities=[entity(one) for one in said.entities],
        techniques=techniques(said.techniques),
        tactics=tactics(said.tactics),
        event_count=len(said.event_ids),
        status=stored.status,
        verdict=stored.verdict,
        note=stored.note,
        changed=moment_or_none(stored.changed),
        changed_by=stored.changed_by,
    )


def change(made: alerts.AlertChange) -> AlertChangeRead:
    return AlertChangeRead(
        time=moment(made.time), actor=made.actor, status=made.status, verdict=made.verdict, note=made.note
    )


def state(stored: alerts.StoredAlert) -> str:
    """For ETag: differs after every decision."""
    return f"{stored.status.value}.{stored.changed or 0}"
