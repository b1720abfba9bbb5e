"""Reading entities: one with all that hangs on it, its alerts, whom it is seen with, and the hottest of all."""

from __future__ import annotations

from collections import defaultdict
from typing import Annotated

from fastapi import Depends, Query, Request
from sqlalchemy.orm import Session

from api.access import Caller, noun, require
from api.alerts.schemas import LevelCount
from api.attack import tactics, techniques
from api.core import core_of
from api.entities.heat import heat_by_keys, said_of
from api.entities.register import names_of, register_of
from api.entities.schemas import (
    Activity,
    ActivityHour,
    EntityDetail,
    EntityName,
    HeatReason,
    HotEntities,
    HotEntity,
    PeerRead,
    Peers,
    Timeline,
    TimelineItem,
)
from api.incidents import views
from api.transactions import Reading
from api.wire import Cursor, Limit, Plain, moment, moment_or_none
from correlator.situation.heat import WINDOW, Heat, Said, heat_of
from model.entity import EntityKind
from model.errors import InputError
from model.times import HOUR, Micros
from store import entities, incidents
from store.alerts import AlertStatus
from store.entities import Spoken
from store.incident_views import StoredIncident
from store.scope import Scope

router = noun("entities")

Reader = Annotated[Caller, Depends(require("alerts:read"))]
Key = Annotated[
    str, Query(min_length=1, max_length=600, pattern=Plain, description="An entity's key, such as `ip:203.0.113.5`")
]
HOT_KINDS = (EntityKind.HOST, EntityKind.IP, EntityKind.USER, EntityKind.DEVICE, EntityKind.DATA_SET)
REASONS = 5
BESIDE = 8
INCIDENTS = 50
MOST_HOURS = 24 * 92


def _read(key: str) -> tuple[EntityKind, str]:
    kind, colon, value = key.partition(":")
    if not colon or not value or kind not in set(EntityKind):
        known = ", ".join(EntityKind)
        raise InputError(
            f"{key[:80]!r} is no key of an entity", hint=f"write kind:value, the kind being one of {known}"
        )
    return EntityKind(kind), value


def _named(key: str) -> EntityName:
    kind, value = _read(key)
    return EntityName(key=key, kind=kind, kind_zh=kind.zh, value=value)


@router.get("", operation_id="get_entity", response_model=EntityDetail)
def get_entity(caller: Reader, key: Key, request: Request, tx: Reading) -> EntityDetail:
    """One entity under all its names: its alerts in numbers, how hot it is and why, its register record, its incidents.

    An entity nobody has heard of is not an error: there is nothing about it.
    """
    kind, value = _read(key)
    scope, now = caller.scope, core_of(request).clock()
    keys, asset = names_of(tx, kind, value, scope)
    seen = entities.seen(tx, keys, scope)
    heat = heat_by_keys(tx, keys, scope, now)
    found: dict[str, StoredIncident] = {}
    for one in keys:
        listed = incidents.find(tx, scope, incidents.Filter(entity=one), limit=INCIDENTS).items
        found |= {stored.incident.id: stored for stored in listed}
    newest = sorted(found.values(), key=lambda stored: -stored.incident.updated)[:INCIDENTS]
    return EntityDetail(
        key=key,
        kind=kind,
        kind_zh=kind.zh,
        value=value,
        names=[_named(one) for one in keys],
        alerts=seen.alerts,
        open_alerts=seen.open,
        levels=[LevelCount(level=level, level_zh=level.zh, count=count) for level, count in seen.levels.items()],
        first_seen=moment_or_none(seen.first),
        last_seen=moment_or_none(seen.last),
        heat=heat.heat,
        reasons=_reasons(tx, heat, scope),
        record=register_of(tx, kind, value, asset, scope) if caller.may("registers:read") else None,
        incidents=[views.incident(stored) for stored in newest] if caller.may("incidents:read") else [],
    )


@router.get("/timeline", operation_id="get_entity_timeline", response_model=Timeline)
def get_timeline(caller: Reader, key: Key, tx: Reading, limit: Limit = 100, cursor: Cursor = None) -> Timeline:
    """Its alerts under all its names, newest first."""
    keys, _ = names_of(tx, *_read(key), caller.scope)
    found = entities.alerts_of(tx, keys, caller.scope, limit=limit, cursor=cursor)
    return Timeline(
        items=[
            TimelineItem(
                alert=alert.id,
                time=moment(alert.time),
                rule=alert.rule.id,
                title=alert.rule.title,
                title_zh=alert.rule.title_zh or alert.rule.title,
                level=alert.rule.level,
                status=AlertStatus(status),
                unit=alert.unit,
                source=alert.source,
                techniques=techniques(alert.techniques),
                tactics=tactics(alert.tactics),
                beside=[
                    _named(one)
                    for one in dict.fromkeys(entity.key for entity in alert.entities if entity.value)
                    if one not in keys
                ][:BESIDE],
            )
            for alert, status in found.items
        ],
        cursor=found.cursor,
    )


@router.get("/activity", operation_id="get_entity_activity", response_model=Activity)
def get_activity(
    caller: Reader,
    key: Key,
    request: Request,
    tx: Reading,
    hours: Annotated[int, Query(ge=1, le=MOST_HOURS, description="How far back")] = 168,
) -> Activity:
    """How many alerts it had, hour by hour and by level."""
    keys, _ = names_of(tx, *_read(key), caller.scope)
    start = core_of(request).clock() - hours * HOUR
    found = entities.hours_of(tx, keys, caller.scope, start=start)
    return Activity(items=[ActivityHour(time=moment(one.time), levels=one.levels) for one in found])


@router.get("/peers", operation_id="get_entity_peers", response_model=Peers)
def get_peers(caller: Reader, key: Key, tx: Reading) -> Peers:
    """Whom it is seen with: what is in the same alerts."""
    keys, _ = names_of(tx, *_read(key), caller.scope)
    return Peers(
        items=[
            PeerRead(**_named(one.key).model_dump(), alerts=one.alerts, level=one.level, last=moment(one.last))
            for one in entities.peers(tx, keys, caller.scope)
            if one.key.partition(":")[2]
        ]
    )


@router.get("/hot", operation_id="list_hot_entities", response_model=HotEntities)
def list_hot(
    caller: Annotated[Caller, Depends(require("overview:read"))],
    request: Request,
    tx: Reading,
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> HotEntities:
    """Hosts, addresses, accounts, devices and data sets that are hottest now."""
    now = core_of(request).clock()
    said: defaultdict[str, list[Spoken]] = defaultdict(list)
    for one in entities.spoken(tx, caller.scope, start=now - WINDOW, kinds=HOT_KINDS):
        if one.key.partition(":")[2]:
            said[one.key].append(one)
    heats = {key: heat_of(said_of(spoken), now) for key, spoken in said.items()}
    near = sorted(heats, key=lambda key: (-heats[key].heat, key))[: limit * 3]
    names = [key.partition(":")[2] for key in near if not key.startswith(f"{EntityKind.USER}:")]
    records = entities.assets_named(tx, names, caller.scope)
    together: defaultdict[str, list[str]] = defaultdict(list)  # a machine is one under all its names
    for key in near:
        kind, _, value = key.partition(":")
        asset = records.get(value) if kind != EntityKind.USER else None
        together[f"asset:{asset.id}" if asset else key].append(key)
    heats = {
        min(keys, key=_by_name): heat_of(said_of(one for key in keys for one in said[key]), now)
        for keys in together.values()
    }
    said |= {min(keys, key=_by_name): [one for key in keys for one in said[key]] for keys in together.values()}
    hottest = sorted(heats.items(), key=lambda item: (-item[1].heat, item[0]))[:limit]
    items = []
    for key, heat in hottest:
        name = _named(key)
        record = records.get(name.value) if name.kind is not EntityKind.USER else None
        items.append(
            HotEntity(
                **name.model_dump(),
                heat=heat.heat,
                reasons=_reasons(tx, heat, caller.scope),
                last=moment(max(one.last for one in said[key])),
                unit=record.unit if record else None,
                name=record.name if record else None,
            )
        )
    return HotEntities(items=items)


def _by_name(key: str) -> tuple[bool, str]:
    """A machine is best told by a name."""
    return not key.startswith(f"{EntityKind.HOST}:"), key


def _reasons(tx: Session, heat: Heat, scope: Scope) -> list[HeatReason]:
    shown = heat.reasons[:REASONS]
    titles = entities.titles(tx, [one.said.sample for one in shown], scope)
    return [_reason(one.said, one.share, titles.get(one.said.sample, (one.said.rule, one.said.rule))) for one in shown]


def _reason(said: Said, share: float, titles: tuple[str, str]) -> HeatReason:
    last: Micros = said.last
    return HeatReason(
        rule=said.rule,
        title=titles[0],
        title_zh=titles[1],
        level=said.level,
        alerts=said.alerts,
        last=moment(last),
        sample=said.sample,
        share=share,
    )
