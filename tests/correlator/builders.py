"""A small language for alerts: `alert(3 * MINUTE, "scan", actor="10.0.0.66", host="web1")`."""

from __future__ import annotations

from model.alert import Alert, RuleRef
from model.entity import Entity, EntityKind, Role
from model.event import digest
from model.severity import Level
from model.times import Micros

START: Micros = 1_795_000_000_000_000


def alert(
    at: Micros,
    rule: str = "rule",
    *,
    id: str = "",  # noqa: A002
    actor: str = "",
    target: str = "",
    host: str = "",
    user: str = "",
    domain: str = "",
    more: tuple[Entity, ...] = (),
    level: Level = Level.MEDIUM,
    tactics: tuple[str, ...] = (),
    events: tuple[str, ...] = (),
) -> Alert:
    time = START + at
    entities = [
        Entity(kind=kind, value=value, role=role)
        for kind, value, role in (
            (EntityKind.IP, actor, Role.ACTOR),
            (EntityKind.IP, target, Role.TARGET),
            (EntityKind.HOST, host, Role.TARGET),
            (EntityKind.USER, user, Role.OBSERVED),
            (EntityKind.DOMAIN, domain, Role.OBSERVED),
        )
        if value
    ]
    return Alert(
        id=id or digest(rule, at, actor, target, host, user, domain),
        rule=RuleRef(id=rule, title=f"Title of {rule}", level=level, title_zh=f"{rule} 标题"),
        time=time,
        first_time=time,
        created=time,
        unit="district",
        source="test",
        event_ids=events,
        entities=(*entities, *more),
        tactics=tactics,
        techniques=tuple(f"T{1000 + i}" for i, _ in enumerate(tactics)),
    )
