"""Small valid objects for the state's tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from model.alert import Alert, RuleRef
from model.entity import Entity, EntityKind, Role
from model.incident import Incident, IncidentStatus, Member, Reason
from model.severity import Level

IP = Entity(kind=EntityKind.IP, value="203.0.113.9", role=Role.ACTOR)


def an_alert(
    alert_id: str,
    *,
    unit: str = "district",
    time: int = 1_000,
    level: Level = Level.HIGH,
    rule: str = "rule-1",
    entities: tuple[Entity, ...] = (IP,),
    tactics: tuple[str, ...] = ("initial-access",),
) -> Alert:
    return Alert(
        id=alert_id,
        rule=RuleRef(id=rule, title="Rule", title_zh="规则", level=level),
        time=time,
        first_time=time - 10,
        created=time + 10,
        unit=unit,
        source="test",
        event_ids=(f"event-{alert_id}",),
        entities=entities,
        tactics=tactics,
    )


def an_incident(
    incident_id: str,
    alerts: tuple[str, ...],
    *,
    units: tuple[str, ...] = ("district",),
    updated: int = 1_000,
    status: IncidentStatus = IncidentStatus.NEW,
    level: Level = Level.HIGH,
    entities: tuple[Entity, ...] = (IP,),
    **more: object,
) -> Incident:
    members = tuple(
        Member(
            alert_id=alert,
            reason=Reason(kind="entity", other=alerts[n - 1], path=(IP.key,), weight=0.5)
            if n
            else Reason(kind="first"),
        )
        for n, alert in enumerate(alerts)
    )
    values: dict[str, object] = {
        "title": f"Attack on {'; '.join(units)}",
        "title_zh": f"针对 {'；'.join(units)} 的攻击",
        "created": 500,
        "first_event": 400,
        "last_event": updated,
        "score": 2.5,
        "escalated": True,
        "tactics": ("initial-access", "exfiltration"),
    }
    return Incident(
        id=incident_id,
        status=status,
        level=level,
        updated=updated,
        units=units,
        members=members,
        entities=entities,
        **(values | more),
    )


@dataclass(frozen=True)
class Bad:
    """A quarantined record as collectors hand it over."""

    reason: str = "json.syntax"
    message: str = "expected a value"
    position: int | str = 0
    data: bytes = b"{"
    meta: Mapping[str, str | int] = field(default_factory=dict)
