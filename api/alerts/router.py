"""Listing, reading and judging alerts."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request, Response
from sqlalchemy.orm import Session

from api.access import Caller, noun, require
from api.alerts import views
from api.alerts.counting import counts, grouped
from api.alerts.schemas import (
    AlertCounts,
    AlertDecision,
    AlertDecisions,
    AlertDetail,
    AlertGroups,
    AlertHistory,
    AlertIncident,
    AlertPage,
    AlertRead,
    AlertsDecided,
)
from api.core import Core, core_of
from api.etags import IfMatch, check, etag
from api.openapi import declares
from api.ranges import End, Start, time_range
from api.rules.library import library_of
from api.transactions import Reading, Writing
from api.wire import Cursor, Key, Limit, exact
from model.errors import Stale
from model.severity import Level
from store import alerts, incidents, rules
from store.alerts import AlertStatus, AlertVerdict, Filter

router = noun("alerts")

Reader = Annotated[Caller, Depends(require("alerts:read"))]
Decider = Annotated[Caller, Depends(require("alerts:decide"))]
MAX_EVENT_IDS = 1_000


def _filter(
    start: Start = None,
    end: End = None,
    level: Annotated[list[Level] | None, Query(max_length=5)] = None,
    status: Annotated[list[AlertStatus] | None, Query(max_length=3)] = None,
    verdict: Annotated[list[AlertVerdict] | None, Query(max_length=3)] = None,
    rule: Annotated[Key | None, Query(description="A rule's id")] = None,
    entity: Annotated[
        str | None, Query(max_length=600, description="An entity's key, such as `ip:203.0.113.5`")
    ] = None,
    principal: Annotated[
        str | None, Query(max_length=600, description="Key of the entity a group is about; `-` for none")
    ] = None,
    incident: Key | None = None,
    source: Key | None = None,
) -> Filter:
    return Filter(
        within=time_range(start, end),
        levels=tuple(level or ()),
        statuses=tuple(status or ()),
        verdicts=tuple(verdict or ()),
        rule=rule or "",
        entity=entity or "",
        principal=principal or "",
        incident=incident or "",
        source=source or "",
    )


Where = Annotated[Filter, Depends(_filter)]


def _tagged(response: Response, stored: alerts.StoredAlert) -> AlertRead:
    response.headers["ETag"] = etag(views.state(stored))
    return views.alert(stored)


@router.get("", operation_id="list_alerts", response_model=AlertPage)
def list_alerts(caller: Reader, tx: Reading, where: Where, limit: Limit = 100, cursor: Cursor = None) -> AlertPage:
    """Alerts of the caller's units, newest first by event time."""
    found = alerts.find(tx, caller.scope, where, limit=limit, cursor=cursor)
    return AlertPage(items=[views.alert(stored) for stored in found.items], cursor=found.cursor)


@router.get("/counts", operation_id="count_alerts", response_model=AlertCounts)
def count_alerts(caller: Reader, request: Request, tx: Reading, where: Where) -> AlertCounts:
    """How many alerts there are, by level, status and rule."""
    return counts(tx, caller.scope, where, core_of(request))


@router.get("/groups", operation_id="group_alerts", response_model=AlertGroups)
def group_alerts(caller: Reader, request: Request, tx: Reading, where: Where, limit: Limit = 100) -> AlertGroups:
    """Alerts by rule and the entity they are about, so that a flood is one line."""
    return grouped(tx, caller.scope, where, core_of(request), limit)


@router.post("/decisions", operation_id="decide_alerts", response_model=AlertsDecided, responses=declares(404, 412))
def decide_alerts(body: AlertDecisions, caller: Decider, request: Request, tx: Writing) -> AlertsDecided:
    """One decision about several alerts: all of them, or none when one is not the caller's or has another status."""
    chosen = list(dict.fromkeys(body.alerts))
    changed = [one for one in chosen if alerts.get(tx, one, caller.scope).status is not body.expected]
    if changed:
        raise Stale(f"{len(changed)} of them are not {body.expected.value} any more", hint="read the list again")
    _decide(tx, chosen, body, caller, core_of(request))
    return AlertsDecided(decided=len(chosen))


@router.get("/{alert_id}", operation_id="get_alert", response_model=AlertDetail)
def get_alert(alert_id: str, caller: Reader, request: Request, response: Response, tx: Reading) -> AlertDetail:
    """One alert: why it fired, on which events, by which rule."""
    stored = alerts.get(tx, alert_id, caller.scope)
    said = stored.alert
    sees_rules = caller.may("rules:read")
    document = library_of(core_of(request)).of_rule(said.rule.id) if sees_rules else None
    version = said.rule.version
    kept = rules.find_text(tx, version) if sees_rules and version else None
    current = document.rule.version if document and document.rule else ""
    return AlertDetail(
        **_tagged(response, stored).model_dump(),
        event_ids=list(said.event_ids[:MAX_EVENT_IDS]),
        matched=exact(said.matched),
        tags=list(said.rule.tags),
        rule_key=document.key if document else None,
        rule_text=kept.text if kept else document.text() if document else None,
        rule_set=said.rule_set or None,
        rule_changed=current != version if document and version else None,
        incidents=_incidents(tx, alert_id, caller) if caller.may("incidents:read") else [],
    )


def _incidents(tx: Session, alert_id: str, caller: Caller) -> list[AlertIncident]:
    found = incidents.by_ids(tx, incidents.of_alert(tx, alert_id, caller.scope), caller.scope)
    return [
        AlertIncident(id=one.incident.id, title=one.incident.title, title_zh=one.incident.title_zh) for one in found
    ]


@router.get("/{alert_id}/history", operation_id="get_alert_history", response_model=AlertHistory)
def get_history(alert_id: str, caller: Reader, tx: Reading) -> AlertHistory:
    """What people decided about it."""
    return AlertHistory(items=[views.change(made) for made in alerts.history(tx, alert_id, caller.scope)])


@router.post("/{alert_id}/decision", operation_id="decide_alert", response_model=AlertRead)
def decide_alert(
    alert_id: str,
    body: AlertDecision,
    caller: Decider,
    request: Request,
    response: Response,
    tx: Writing,
    if_match: IfMatch = None,
) -> AlertRead:
    """Say what became of an alert. Closing needs a verdict; a false positive needs a note."""
    check(if_match, views.state(alerts.get(tx, alert_id, caller.scope)))
    _decide(tx, [alert_id], body, caller, core_of(request))
    return _tagged(response, alerts.get(tx, alert_id, caller.scope))


def _decide(tx: Writing, chosen: list[str], body: AlertDecision, caller: Caller, core: Core) -> None:
    alerts.decide(
        tx,
        chosen,
        caller.scope,
        actor=caller.actor,
        status=body.status,
        verdict=body.verdict,
        note=body.note,
        time=core.clock(),
    )
