"""An incident to look at: its attack graph with places, its story in sentences, and where it stands against the clock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Literal

from fastapi import Depends, Query, Request
from pydantic import Field
from sqlalchemy.orm import Session

from api.access import Caller, noun, require
from api.attack import TacticRead, TechniqueRead, tactic, tactics, techniques
from api.core import core_of
from api.entities.register import data_set_named
from api.entities.schemas import DataSetNamed
from api.transactions import Reading
from api.wire import Moment, Read, moment, moment_or_none
from correlator.drawing.aggregate import MOST, aggregated
from correlator.drawing.graph import EdgeKind, graph_of
from correlator.drawing.layout import places
from correlator.drawing.story import Part, story
from model import attack
from model.alert import Alert
from model.entity import Entity, EntityKind
from model.estate import DataSet
from model.incident import Incident, IncidentStatus
from model.severity import Level
from model.times import MINUTE
from store import alerts, entities, incidents, inventory
from store.scope import Scope

router = noun("incidents")

Reader = Annotated[Caller, Depends(require("incidents:read"))]
MAX_MEMBERS = 2_000
MAX_STANDING = 100
KEYS = 200
"""Entities a node of the graph names; its size counts all."""
AT_RISK = 20


class NodeRead(Read):
    id: str
    kind: EntityKind
    kind_zh: str
    label: str
    keys: Annotated[list[str], Field(description="Entities it stands for, at most two hundred")]
    size: Annotated[int, Field(description="How many were put together into it; 1 for one that stands for itself")]
    acts: bool
    suffers: bool
    level: Level
    first: Moment
    last: Moment
    alerts: int
    alert_ids: Annotated[list[str], Field(description="At most fifty")]
    tactics: list[TacticRead]
    x: float
    y: float


class EdgeRead(Read):
    id: str
    source: str
    target: str
    kind: Annotated[
        EdgeKind, Field(description="acts: a machine on another; uses: an account and a machine; about: seen there")
    ]
    level: Level
    first: Moment
    last: Moment
    alerts: int
    alert_ids: list[str]
    tactics: list[TacticRead]
    techniques: list[TechniqueRead]


class IncidentGraph(Read):
    nodes: Annotated[list[NodeRead], Field(description="In the order they appeared")]
    edges: Annotated[list[EdgeRead], Field(description="In the order of time")]
    entities: Annotated[int, Field(description="Nodes there are before any were put together")]
    aggregated: bool
    left_out: Annotated[int, Field(description="Alerts beyond the newest two thousand, which are not drawn")]


class PartRead(Read):
    kind: Annotated[
        Literal["text", "entity", "more"], Field(description="entity: a name from events; the others are ours")
    ]
    text: str
    key: str | None


class SentenceRead(Read):
    first: Moment
    last: Moment
    tactic: TacticRead | None
    techniques: list[TechniqueRead]
    level: Level
    alerts: Annotated[list[str], Field(description="Its evidence")]
    parts: list[PartRead]
    parts_zh: list[PartRead]


class TacticHit(Read):
    tactic: TacticRead
    domain: attack.Domain
    alerts: int


class IncidentStory(Read):
    strip: Annotated[
        list[TacticHit],
        Field(description="Every tactic of the Enterprise matrix in its order, those of ICS behind when there are any"),
    ]
    sentences: Annotated[list[SentenceRead], Field(description="In order of time")]


class StandingRead(Read):
    """Where an incident stands: how grave, what data is at risk, and whether somebody took it up in time."""

    id: str
    grade: Annotated[int, Field(description="Proposed by the level: 1 (extraordinary) to 4 (general), GB/T 20986-2023")]
    grade_name: str
    grade_zh: str
    due: Annotated[Moment | None, Field(description="By when somebody acknowledges it; null when there is no limit")]
    acknowledged: Annotated[Moment | None, Field(description="When somebody first decided about it")]
    clock: Annotated[
        Literal["waiting", "overdue", "met", "missed", "none"],
        Field(description="none: no limit, or not shown to anybody as an incident"),
    ]
    data_sets: Annotated[list[DataSetNamed], Field(description="Of the systems its machines belong to; at most twenty")]


class StandingPage(Read):
    items: list[StandingRead]


@router.get("/standing", operation_id="get_incident_standing", response_model=StandingPage)
def get_standing(
    caller: Reader,
    request: Request,
    tx: Reading,
    incident: Annotated[list[Annotated[str, Field(max_length=128)]], Query(min_length=1, max_length=MAX_STANDING)],
) -> StandingPage:
    """Grade, data at risk and time to acknowledge of several incidents; those the caller does not see are left out."""
    core, scope = core_of(request), caller.scope
    now, limits = core.clock(), core.settings.incidents.acknowledge_minutes
    found = [one.incident for one in incidents.by_ids(tx, list(dict.fromkeys(incident)), scope)]
    taken = entities.first_decisions(tx, [one.id for one in found], scope)
    at_risk = _data_at_risk(tx, found, scope)
    items = []
    for one in found:
        minutes = limits.get(one.level.value, 0)
        shown = one.escalated and one.status is not IncidentStatus.MERGED
        since = one.created if one.shown_since is None else one.shown_since
        due = since + minutes * MINUTE if minutes and shown else None
        done = taken.get(one.id)
        ended = one.status in (IncidentStatus.RESOLVED, IncidentStatus.CLOSED)
        clock: Literal["waiting", "overdue", "met", "missed", "none"] = "none"
        if due is not None and done is not None:
            clock = "met" if done <= due else "missed"
        elif due is not None and not ended:
            clock = "waiting" if now <= due else "overdue"
        grade = one.level.provisional_grade
        items.append(
            StandingRead(
                id=one.id,
                grade=grade.value,
                grade_name=grade.en,
                grade_zh=grade.zh,
                due=moment_or_none(due),
                acknowledged=moment_or_none(done),
                clock=clock,
                data_sets=at_risk.get(one.id, [])[:AT_RISK],
            )
        )
    return StandingPage(items=items)


@router.get("/{incident_id}/graph", operation_id="get_incident_graph", response_model=IncidentGraph)
def get_graph(incident_id: str, caller: Reader, tx: Reading) -> IncidentGraph:
    """Who acted on whom, and what was seen there, with a place to draw each at. At most 150 nodes: siblings become one."""
    stored = incidents.get(tx, incident_id, caller.scope)
    told = _members(tx, incident_id, caller.scope)
    whole = graph_of(told, _same(tx, stored.incident.entities, caller.scope))
    graph = aggregated(whole, MOST)
    at = places(graph)
    nodes = sorted(graph.nodes.values(), key=lambda node: (node.first, node.id))
    edges = sorted(graph.edges.values(), key=lambda edge: (edge.first, edge.source, edge.target, edge.kind))
    number = {node.id: f"n{place}" for place, node in enumerate(nodes)}
    return IncidentGraph(
        nodes=[
            NodeRead(
                id=number[node.id],
                kind=node.kind,
                kind_zh=node.kind.zh,
                label=node.label,
                keys=node.keys[:KEYS],
                size=node.size,
                acts=node.acts,
                suffers=node.suffers,
                level=node.level,
                first=moment(node.first),
                last=moment(node.last),
                alerts=node.alerts,
                alert_ids=node.alert_ids,
                tactics=tactics(node.tactics),
                x=at[node.id][0],
                y=at[node.id][1],
            )
            for node in nodes
        ],
        edges=[
            EdgeRead(
                id=f"e{place}",
                source=number[edge.source],
                target=number[edge.target],
                kind=edge.kind,
                level=edge.level,
                first=moment(edge.first),
                last=moment(edge.last),
                alerts=edge.alerts,
                alert_ids=edge.alert_ids,
                tactics=tactics(edge.tactics),
                techniques=techniques(edge.techniques),
            )
            for place, edge in enumerate(edges)
        ],
        entities=len(whole.nodes),
        aggregated=len(graph.nodes) < len(whole.nodes),
        left_out=max(0, len(stored.incident.members) - len(told)),
    )


@router.get("/{incident_id}/story", operation_id="get_incident_story", response_model=IncidentStory)
def get_story(incident_id: str, caller: Reader, tx: Reading) -> IncidentStory:
    """What happened, sentence by sentence, each with its evidence. Names from events are parts of their own."""
    stored = incidents.get(tx, incident_id, caller.scope)
    members = _members(tx, incident_id, caller.scope)
    told = story(members, _same(tx, stored.incident.entities, caller.scope))
    return IncidentStory(
        strip=_strip(members),
        sentences=[
            SentenceRead(
                first=moment(one.first),
                last=moment(one.last),
                tactic=tactic(one.tactic) if one.tactic else None,
                techniques=techniques(one.techniques),
                level=one.level,
                alerts=list(one.alerts),
                parts=[_part(part) for part in one.parts],
                parts_zh=[_part(part) for part in one.parts_zh],
            )
            for one in told
        ],
    )


def _strip(members: list[Alert]) -> list[TacticHit]:
    counted = Counter(name for alert in members for name in dict.fromkeys(alert.tactics))
    shown = [(one, attack.Domain.ENTERPRISE) for one in attack.tactics(attack.Domain.ENTERPRISE)]
    known = {one.shortname for one, _ in shown}
    own = [one for one in attack.tactics(attack.Domain.ICS) if one.shortname not in known]
    if any(counted[one.shortname] for one in own):
        shown += [(one, attack.Domain.ICS) for one in own]
    return [
        TacticHit(tactic=tactic(one.shortname), domain=domain, alerts=counted[one.shortname]) for one, domain in shown
    ]


def _part(part: Part) -> PartRead:
    return PartRead(kind=part.kind, text=part.text, key=part.key or None)  # type: ignore[arg-type]


def _members(tx: Session, incident_id: str, scope: Scope) -> list[Alert]:
    found = alerts.find(tx, scope, alerts.Filter(incident=incident_id), limit=MAX_MEMBERS)
    return [one.alert for one in found.items]


def _same(tx: Session, named: Iterable[Entity], scope: Scope) -> dict[str, str]:
    """Entity key → the key of the machine it is a name of: its register record's first host name, else its name."""
    machines = [one for one in named if one.kind in (EntityKind.HOST, EntityKind.IP, EntityKind.DEVICE) and one.value]
    records = entities.assets_named(tx, {one.value for one in machines}, scope)
    out = {}
    for one in machines:
        asset = records.get(one.value)
        if asset is not None:
            out[one.key] = f"{EntityKind.HOST}:{asset.hostnames[0] if asset.hostnames else asset.name}"
    return out


def _data_at_risk(tx: Session, found: list[Incident], scope: Scope) -> dict[str, list[DataSetNamed]]:
    """Data sets an incident names, and those of the systems its machines belong to, largest first."""
    machines = {
        one.value
        for incident in found
        for one in incident.entities
        if one.kind in (EntityKind.HOST, EntityKind.IP, EntityKind.DEVICE) and one.value
    }
    records = entities.assets_named(tx, machines, scope)
    systems = {asset.system for asset in records.values() if asset.system}
    held = inventory.find(tx, DataSet, scope, equals={"system": systems}) if systems else []
    out: dict[str, list[DataSetNamed]] = {}
    for incident in found:
        values = {one.value for one in incident.entities}
        own = {records[value].system for value in values if value in records}
        touched = [one for one in held if one.system in own or one.id in values]
        touched.sort(key=lambda one: (-_ORDER[one.data_class.value], -one.records, one.id))
        out[incident.id] = [data_set_named(one) for one in touched]
    return out


_ORDER = {"open": 0, "internal": 1, "sensitive": 2, "important_candidate": 3}
