"""Numbers of alerts by level, status and rule, and alerts by rule and entity."""

from __future__ import annotations

import msgspec
from sqlalchemy.orm import Session

from api.alerts.schemas import (
    AlertCounts,
    AlertGroup,
    AlertGroups,
    LevelCount,
    PrincipalRead,
    RuleCount,
    StatusCount,
)
from api.core import Core
from api.rules.library import Library, library_of
from api.wire import moment
from model.entity import EntityKind
from store import alerts
from store.alerts import AlertStatus, Filter
from store.scope import Scope


def counts(tx: Session, scope: Scope, where: Filter, core: Core) -> AlertCounts:
    levels = alerts.count_by_level(tx, scope, where)
    known = library_of(core)
    rules = []
    for rule, number in alerts.count_by_rule(tx, scope, where).items():
        title, title_zh = _titles(tx, rule, scope, known)
        rules.append(RuleCount(rule=rule, title=title, title_zh=title_zh, count=number))
    return AlertCounts(
        total=sum(levels.values()),
        levels=[LevelCount(level=level, level_zh=level.zh, count=number) for level, number in levels.items()],
        statuses=[StatusCount(status=status, count=_of_status(tx, scope, where, status)) for status in AlertStatus],
        rules=rules,
    )


def grouped(tx: Session, scope: Scope, where: Filter, core: Core, limit: int) -> AlertGroups:
    known = library_of(core)
    found = alerts.groups(tx, scope, where, limit=limit + 1)
    titles = {rule: _titles(tx, rule, scope, known) for rule in {group.rule for group in found}}
    items = [
        AlertGroup(
            rule=group.rule,
            title=titles[group.rule][0],
            title_zh=titles[group.rule][1],
            level=group.level,
            level_zh=group.level.zh,
            principal=None if group.principal is None else _principal(group.principal),
            alerts=group.alerts,
            open=group.open,
            first_time=moment(group.first),
            last_time=moment(group.last),
        )
        for group in found[:limit]
    ]
    return AlertGroups(items=items, more=len(found) > limit)


def _principal(key: str) -> PrincipalRead:
    kind, _, value = key.partition(":")
    known = EntityKind(kind)
    return PrincipalRead(key=key, kind=known, kind_zh=known.zh, value=value)


def _of_status(tx: Session, scope: Scope, where: Filter, status: AlertStatus) -> int:
    if where.statuses and status not in where.statuses:
        return 0
    return alerts.count(tx, scope, msgspec.structs.replace(where, statuses=(status,)))


def _titles(tx: Session, rule: str, scope: Scope, known: Library) -> tuple[str | None, str | None]:
    """As loaded, or as the newest alert of it says."""
    loaded = known.rule(rule)
    if loaded is not None:
        return loaded.title, loaded.title_zh or None
    newest = alerts.find(tx, scope, Filter(rule=rule), limit=1).items
    return (newest[0].alert.rule.title, newest[0].alert.rule.title_zh or None) if newest else (None, None)
