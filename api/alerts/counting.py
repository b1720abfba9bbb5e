"""Numbers of alerts by level, status and rule."""

from __future__ import annotations

import msgspec
from sqlalchemy.orm import Session

from api.alerts.schemas import AlertCounts, LevelCount, RuleCount, StatusCount
from api.core import Core
from api.rules.library import Library, library_of
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
