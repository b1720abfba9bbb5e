"""What the state knows of entities: in which alerts they were, since when, beside whom, and which register record they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from model.alert import Alert
from model.estate import Asset
from model.severity import Level
from model.times import HOUR, Micros
from store import inventory
from store.alerts import AlertStatus, AlertVerdict
from store.encoding import chunks, plain
from store.paging import Listing, after, checked, cursor_of
from store.scope import Scope
from store.scoping import scoped, within_scope
from store.tables import AlertEntityRow, AlertRow, AssetNameRow, IncidentChangeRow, IncidentUnitRow

_LEVELS = tuple(Level)
_ALERT = msgspec.json.Decoder(Alert)
_DISMISSED = (AlertVerdict.BENIGN.value, AlertVerdict.FALSE_POSITIVE.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Of an entity's alerts. levels: every level, worst last. first and last: event times, None when there are no alerts."""

    alerts: int
    open: int
    levels: Mapping[Level, int]
    first: Micros | None
    last: Micros | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    key: str
    alerts: int
    level: Level
    last: Micros


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """How often a rule spoke of an entity. sample: one of the alerts."""

    key: str
    rule: str
    level: Level
    alerts: int
    last: Micros
    sample: str


@dataclass(slots=True)
class Hour:
    """Alerts of an hour by level."""

    time: Micros
    levels: dict[Level, int] = field(default_factory=dict)


def assets_named(tx: Session, names: Iterable[str], scope: Scope) -> dict[str, Asset]:
    """Name or address → the asset that goes by it, upper or lower case; a full name also finds its first label."""
    wanted: dict[str, set[str]] = {}
    for name in names:
        low = name.lower()
        for text in {name, low, *([low.partition(".")[0]] if not low.replace(".", "").isdigit() else [])}:
            if text:
                wanted.setdefault(text, set()).add(name)
    found: dict[str, str] = {}
    for some in chunks(sorted(wanted)):
        named = select(AssetNameRow.value, AssetNameRow.asset).where(AssetNameRow.value.in_(some))
        for value, asset in tx.execute(scoped(named, scope, AssetNameRow.unit).order_by(AssetNameRow.asset)):
            for name in wanted[value]:
                if name not in found or value == name:
                    found[name] = asset
    ids = {one.id: one for one in inventory.find(tx, Asset, scope, ids=sorted({*wanted, *found.values()}))}
    out = {name: ids[asset] for name, asset in found.items() if asset in ids}
    for text, asked in wanted.items():
        for name in asked:
            if name not in out and text in ids:
                out[name] = ids[text]
    return out


def seen(tx: Session, keys: Sequence[str], scope: Scope) -> Seen:
    statement = (
        select(AlertRow.level, AlertRow.status, func.count(), func.min(AlertRow.time), func.max(AlertRow.time))
        .where(_about(keys))
        .group_by(AlertRow.level, AlertRow.status)
    )
    rows = tx.execute(scoped(statement, scope, AlertRow.unit)).all()
    levels = dict.fromkeys(Level, 0)
    for level, _, number, _, _ in rows:
        levels[_LEVELS[level]] += number
    return Seen(
        alerts=sum(levels.values()),
        open=sum(number for _, status, number, _, _ in rows if status == AlertStatus.OPEN.value),
        levels=levels,
        first=min((first for *_, first, _ in rows), default=None),
        last=max((last for *_, last in rows), default=None),
    )


def alerts_of(
    tx: Session, keys: Sequence[str], scope: Scope, *, limit: int = 100, cursor: str | None = None
) -> Listing[tuple[Alert, str]]:
    """Alert and status, newest first."""
    statement = select(AlertRow.body, AlertRow.status, AlertRow.time, AlertRow.id).where(_about(keys))
    if cursor is not None:
        statement = statement.where(after(cursor, AlertRow.time, AlertRow.id))
    ordered = statement.order_by(AlertRow.time.desc(), AlertRow.id.desc()).limit(checked(limit) + 1)
    rows = tx.execute(scoped(ordered, scope, AlertRow.unit)).all()
    more = cursor_of(rows[limit - 1].time, rows[limit - 1].id) if len(rows) > limit else None
    return Listing([(_ALERT.decode(row.body), row.status) for row in rows[:limit]], more)


def hours_of(tx: Session, keys: Sequence[str], scope: Scope, *, start: Micros) -> list[Hour]:
    """Oldest first; hours without alerts are not there."""
    hour = AlertRow.time // HOUR
    statement = (
        select(hour.label("hour"), AlertRow.level, func.count())
        .where(_about(keys), AlertRow.time >= start)
        .group_by("hour", AlertRow.level)
    )
    out: dict[int, Hour] = {}
    for at, level, number in tx.execute(scoped(statement, scope, AlertRow.unit)):
        found = out.setdefault(int(at), Hour(int(at) * HOUR))
        found.levels[_LEVELS[level]] = found.levels.get(_LEVELS[level], 0) + number
    return [out[at] for at in sorted(out)]


def peers(tx: Session, keys: Sequence[str], scope: Scope, *, limit: int = 30) -> list[Peer]:
    """Whoever is in the same alerts, most often first."""
    shared = select(AlertRow.id).where(_about(keys), within_scope(AlertRow.unit, scope))
    statement = (
        select(
            AlertEntityRow.key,
            func.count(func.distinct(AlertEntityRow.alert)).label("alerts"),
            func.max(AlertRow.level).label("level"),
            func.max(AlertRow.time).label("last"),
        )
        .join(AlertRow, AlertRow.id == AlertEntityRow.alert)
        .where(AlertEntityRow.alert.in_(shared), AlertEntityRow.key.not_in(list(keys)))
        .group_by(AlertEntityRow.key)
        .order_by(func.count(func.distinct(AlertEntityRow.alert)).desc(), AlertEntityRow.key)
        .limit(limit)
    )
    rows = tx.execute(scoped(statement, scope, AlertEntityRow.unit, AlertRow.unit))
    return [Peer(key=row.key, alerts=row.alerts, level=_LEVELS[row.level], last=row.last) for row in rows]


def spoken(tx: Session, scope: Scope, *, start: Micros, kinds: Sequence[str], limit: int = 20_000) -> list[Spoken]:
    """What rules said of entities of these kinds since a time, loudest first, without what people dismissed."""
    return _spoken(
        tx,
        scope,
        _spoken_rows()
        .where(AlertEntityRow.time >= start, or_(*(AlertEntityRow.key.startswith(f"{kind}:") for kind in kinds)))
        .limit(limit),
    )


def spoken_of(tx: Session, keys: Sequence[str], scope: Scope, *, start: Micros) -> list[Spoken]:
    """The same of these entities."""
    return _spoken(tx, scope, _spoken_rows().where(AlertEntityRow.time >= start, AlertEntityRow.key.in_(list(keys))))


def _spoken_rows() -> Select[str, str, int, int, int, str]:
    return (
        select(
            AlertEntityRow.key,
            AlertRow.rule,
            func.max(AlertRow.level).label("level"),
            func.count(func.distinct(AlertRow.id)).label("alerts"),
            func.max(AlertRow.time).label("last"),
            func.max(AlertRow.id).label("sample"),
        )
        .join(AlertRow, AlertRow.id == AlertEntityRow.alert)
        .where(or_(AlertRow.verdict.is_(None), AlertRow.verdict.not_in(_DISMISSED)))
        .group_by(AlertEntityRow.key, AlertRow.rule)
        .order_by(func.max(AlertRow.level).desc(), func.max(AlertRow.time).desc(), AlertEntityRow.key, AlertRow.rule)
    )


def _spoken(tx: Session, scope: Scope, statement: Select[str, str, int, int, int, str]) -> list[Spoken]:
    return [
        Spoken(
            key=row.key,
            rule=row.rule,
            level=_LEVELS[row.level],
            alerts=row.alerts,
            last=row.last,
            sample=row.sample,
        )
        for row in tx.execute(scoped(statement, scope, AlertEntityRow.unit, AlertRow.unit))
    ]


def titles(tx: Session, alert_ids: Iterable[str], scope: Scope) -> dict[str, tuple[str, str]]:
    """Alert → title of its rule, English and Chinese (the English one where there is no other)."""
    out: dict[str, tuple[str, str]] = {}
    for ids in chunks(sorted(set(alert_ids))):
        bodies = scoped(select(AlertRow.id, AlertRow.body).where(AlertRow.id.in_(ids)), scope, AlertRow.unit)
        for alert_id, body in tx.execute(bodies):
            rule = _ALERT.decode(body).rule
            out[alert_id] = rule.title, rule.title_zh or rule.title
    return out


def first_decisions(tx: Session, incident_ids: Sequence[str], scope: Scope) -> dict[str, Micros]:
    """Incident → when a person first decided about it."""
    out: dict[str, Micros] = {}
    mine = select(IncidentUnitRow.incident).where(within_scope(IncidentUnitRow.unit, scope))
    for ids in chunks(list(incident_ids)):
        statement = (
            select(IncidentChangeRow.incident, func.min(IncidentChangeRow.time))
            .where(
                IncidentChangeRow.incident.in_(ids),
                IncidentChangeRow.incident.in_(mine),
                IncidentChangeRow.kind == "decided",
            )
            .group_by(IncidentChangeRow.incident)
        )
        out.update((incident, time) for incident, time in tx.execute(scoped(statement, scope)))
    return out


def _about(keys: Sequence[str]) -> ColumnElement[bool]:
    return AlertRow.id.in_(select(AlertEntityRow.alert).where(AlertEntityRow.key.in_([plain(key) for key in keys])))
