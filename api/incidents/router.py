"""Listing, reading and deciding over incidents."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request, Response

from api.access import Caller, noun, require
from api.core import core_of
from api.entities.heat import heat_now
from api.etags import IfMatch, check, etag
from api.incidents import views
from api.incidents.schemas import (
    AttackFlow,
    CalibrationRead,
    EntityRisks,
    IncidentCounts,
    IncidentDecision,
    IncidentDetail,
    IncidentHistory,
    IncidentMerge,
    IncidentPage,
    IncidentRead,
    IncidentSplit,
)
from api.ranges import End, Start, time_range
from api.transactions import Reading, Writing
from api.wire import Cursor, Key
from correlator.attack_flow import attack_flow
from correlator.risk import risks
from model.entity import Entity
from model.incident import IncidentStatus
from model.severity import Level
from model.times import DAY
from pipeline import regrouping
from pipeline.calibrating import in_use
from store import alerts, incidents
from store.contract import TimeRange
from store.incident_views import StoredIncident
from store.incidents import Filter

router = noun("incidents")

Reader = Annotated[Caller, Depends(require("incidents:read"))]
Decider = Annotated[Caller, Depends(require("incidents:decide"))]
MAX_MEMBERS = 1_000
MAX_RISKY = 200
RISK_SPAN = 7 * DAY


def _filter(
    start: Start = None,
    end: End = None,
    status: Annotated[list[IncidentStatus] | None, Query(max_length=6)] = None,
    level: Annotated[list[Level] | None, Query(max_length=5)] = None,
    escalated: Annotated[bool | None, Query(description="true leaves out candidates")] = None,
    alert: Key | None = None,
    entity: Annotated[
        str | None, Query(max_length=600, description="An entity's key, such as `ip:203.0.113.5`")
    ] = None,
) -> Filter:
    return Filter(
        within=time_range(start, end),
        statuses=tuple(status or ()),
        levels=tuple(level or ()),
        escalated=escalated,
        alert=alert or "",
        entity=entity or "",
    )


Where = Annotated[Filter, Depends(_filter)]


def _tagged(response: Response, stored: StoredIncident) -> StoredIncident:
    response.headers["ETag"] = etag(views.state(stored))
    return stored


@router.get("", operation_id="list_incidents", response_model=IncidentPage)
def list_incidents(
    caller: Reader,
    tx: Reading,
    where: Where,
    limit: Annotated[int, Query(ge=1, le=200, description="Items of a page at most")] = 50,
    cursor: Cursor = None,
) -> IncidentPage:
    """Incidents that concern the caller's units, most recently changed first. Times limit by when their events were."""
    found = incidents.find(tx, caller.scope, where, limit=limit, cursor=cursor)
    return IncidentPage(items=[views.incident(stored) for stored in found.items], cursor=found.cursor)


@router.get("/counts", operation_id="count_incidents", response_model=IncidentCounts)
def count_incidents(caller: Reader, tx: Reading, where: Where) -> IncidentCounts:
    """How many incidents there are in each status."""
    return views.counts(incidents.count_by_status(tx, caller.scope, where))


@router.get("/risks", operation_id="list_entity_risks", response_model=EntityRisks)
def list_entity_risks(
    caller: Reader,
    request: Request,
    tx: Reading,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> EntityRisks:
    """The hottest entities of incidents now (the figure of their own page), with what each incident has to do with it."""
    now = core_of(request).clock()
    where = Filter(within=TimeRange(now - RISK_SPAN, now + DAY), escalated=True)
    found = incidents.find(tx, caller.scope, where, limit=MAX_RISKY)

    def heat(entity: Entity) -> float:
        return heat_now(tx, entity.kind, entity.value, caller.scope, now).heat

    return views.entity_risks(risks((stored.incident for stored in found.items), now, heat, limit), now)


@router.get("/calibration", operation_id="get_incident_calibration", response_model=CalibrationRead)
def get_calibration(_: Reader, tx: Reading) -> CalibrationRead:
    """From which score incidents are shown, and which days said so."""
    return views.calibration(in_use(tx))


@router.get("/{incident_id}", operation_id="get_incident", response_model=IncidentDetail)
def get_incident(incident_id: str, caller: Reader, response: Response, tx: Reading) -> IncidentDetail:
    """One incident: its story, its steps, and every alert with the reason it belongs."""
    stored = _tagged(response, incidents.get(tx, incident_id, caller.scope))
    members = alerts.find(tx, caller.scope, alerts.Filter(incident=incident_id), limit=MAX_MEMBERS).items
    return views.detail(stored, {found.alert.id: found for found in members})


@router.get("/{incident_id}/history", operation_id="get_incident_history", response_model=IncidentHistory)
def get_history(incident_id: str, caller: Reader, tx: Reading) -> IncidentHistory:
    """Everything that happened to it: what the correlator did, and what people decided."""
    return IncidentHistory(items=[views.change(item) for item in incidents.history(tx, incident_id, caller.scope)])


@router.get("/{incident_id}/attack-flow", operation_id="get_incident_attack_flow", response_model=AttackFlow)
def get_attack_flow(incident_id: str, caller: Reader, tx: Reading) -> AttackFlow:
    """The incident as a STIX 2.1 bundle with the Attack Flow extension; accounts are pseudonyms."""
    said = incidents.get(tx, incident_id, caller.scope).incident
    members = alerts.find(tx, caller.scope, alerts.Filter(incident=incident_id), limit=MAX_MEMBERS).items
    return AttackFlow(**attack_flow(said, {found.alert.id: found.alert for found in members}))


@router.post("/{incident_id}/decision", operation_id="decide_incident", response_model=IncidentRead)
def decide_incident(
    incident_id: str,
    body: IncidentDecision,
    caller: Decider,
    request: Request,
    response: Response,
    tx: Writing,
    if_match: IfMatch = None,
) -> IncidentRead:
    """Give an incident a status. Over one that also concerns other units, somebody above all of them decides."""
    check(if_match, views.state(incidents.get(tx, incident_id, caller.scope)))
    incidents.decide(
        tx,
        incident_id,
        caller.scope,
        actor=caller.actor,
        status=IncidentStatus(body.status),
        note=body.note,
        time=core_of(request).clock(),
    )
    return views.incident(_tagged(response, incidents.get(tx, incident_id, caller.scope)))


@router.post("/{incident_id}/merge", operation_id="merge_incidents", response_model=IncidentRead)
def merge_incidents(
    incident_id: str,
    body: IncidentMerge,
    caller: Decider,
    request: Request,
    response: Response,
    tx: Writing,
    if_match: IfMatch = None,
) -> IncidentRead:
    """Make another incident part of this one. Taken back by splitting the same alerts off again."""
    check(if_match, views.state(incidents.get(tx, incident_id, caller.scope)))
    now = core_of(request).clock()
    regrouping.merge(tx, incident_id, body.other, caller.scope, actor=caller.actor, note=body.note, time=now)
    return views.incident(_tagged(response, incidents.get(tx, incident_id, caller.scope)))


@router.post("/{incident_id}/split", operation_id="split_incident", response_model=IncidentRead)
def split_incident(
    incident_id: str,
    body: IncidentSplit,
    caller: Decider,
    request: Request,
    response: Response,
    tx: Writing,
    if_match: IfMatch = None,
) -> IncidentRead:
    """Make some of its alerts (one, to detach it) an incident of their own, and answer with that one. Taken back by
    merging the two again."""
    check(if_match, views.state(incidents.get(tx, incident_id, caller.scope)))
    now = core_of(request).clock()
    own = regrouping.split(tx, incident_id, body.alerts, caller.scope, actor=caller.actor, note=body.note, time=now)
    return views.incident(_tagged(response, incidents.get(tx, own.id, caller.scope)))
