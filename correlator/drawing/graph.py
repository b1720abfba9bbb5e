"""The attack graph of an incident: who acted on whom, and what was seen there, made from its alerts.

A node is an entity, or one machine under all its names. An edge stands for all alerts that say the same of the same two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

import msgspec

from model.alert import Alert
from model.entity import Entity, EntityKind, Role
from model.severity import Level
from model.times import Micros

MACHINES = frozenset({EntityKind.HOST, EntityKind.IP, EntityKind.DEVICE, EntityKind.EXTERNAL})
MAX_ENTITIES = 32
"""Of one alert; the others are not drawn."""
MAX_ALERTS_TOLD = 50
"""Ids an edge or node carries; its number counts all."""


class EdgeKind(StrEnum):
    """acts: one machine on another; uses: an account on a machine, or a machine on an account; about: what was seen there."""

    ACTS = "acts"
    USES = "uses"
    ABOUT = "about"


class Drawn(msgspec.Struct, kw_only=True):
    """What alerts say of a node or an edge. tactics: in the order they were first seen."""

    level: Level
    first: Micros
    last: Micros
    alerts: int = 0
    alert_ids: list[str] = []
    tactics: list[str] = []


class Node(Drawn, kw_only=True):
    """keys: of the entities it stands for, several for a machine with several names or for a group. acts: whether it ever
    acted. size: how many entities were put together into it, 1 for one that stands for itself."""

    id: str
    kind: EntityKind
    label: str
    keys: list[str]
    acts: bool
    suffers: bool
    size: int = 1


class Edge(Drawn, kw_only=True):
    """techniques: in the order they were first seen."""

    source: str
    target: str
    kind: EdgeKind
    techniques: list[str] = []


class Graph(msgspec.Struct, kw_only=True):
    """nodes: by id; edges: by (source, target, kind)."""

    nodes: dict[str, Node]
    edges: dict[tuple[str, str, EdgeKind], Edge]


_NO_NAMES: Mapping[str, str] = {}


def graph_of(alerts: Iterable[Alert], same: Mapping[str, str] = _NO_NAMES) -> Graph:
    """same: entity key → key of the entity it is another name of."""
    graph = Graph(nodes={}, edges={})
    for alert in sorted(alerts, key=lambda one: (one.time, one.id)):
        parts: dict[tuple[str, Role], Entity] = {}
        for entity in alert.entities[:MAX_ENTITIES]:
            parts.setdefault((_node(graph, entity, alert, same), entity.role), entity)
        _connect(graph, parts, alert)
    return graph


def _node(graph: Graph, entity: Entity, alert: Alert, same: Mapping[str, str]) -> str:
    key = entity.key
    place = same.get(key, key)
    node = graph.nodes.get(place)
    if node is None:
        kind, _, value = place.partition(":")
        node = graph.nodes[place] = Node(
            id=place,
            kind=EntityKind(kind) if place != key else entity.kind,
            label=value if place != key else entity.value,
            keys=[],
            acts=False,
            suffers=False,
            **_begun(alert),
        )
    if key not in node.keys:
        node.keys.append(key)
    node.acts = node.acts or entity.role is Role.ACTOR
    node.suffers = node.suffers or entity.role is Role.TARGET
    _count(node, alert)
    return place


def _connect(graph: Graph, parts: Mapping[tuple[str, Role], Entity], alert: Alert) -> None:
    actors = _of(parts, Role.ACTOR, machines=True)
    targets = _of(parts, Role.TARGET, machines=True)
    here = targets or actors or _of(parts, Role.OBSERVED, machines=True)
    for actor in actors:
        for target in targets:
            _edge(graph, actor, target, EdgeKind.ACTS, alert)
    for (place, role), entity in parts.items():
        if entity.kind in MACHINES:
            continue
        if entity.kind is EntityKind.USER:
            for machine in here[:1]:
                if role is Role.TARGET:
                    _edge(graph, machine, place, EdgeKind.USES, alert)
                else:
                    _edge(graph, place, machine, EdgeKind.USES, alert)
        else:
            for machine in here[:1]:
                _edge(graph, machine, place, EdgeKind.ABOUT, alert)


def _of(parts: Mapping[tuple[str, Role], Entity], role: Role, *, machines: bool) -> list[str]:
    return [place for (place, had), entity in parts.items() if had is role and (entity.kind in MACHINES) is machines]


def _edge(graph: Graph, source: str, target: str, kind: EdgeKind, alert: Alert) -> None:
    if source == target:
        return
    edge = graph.edges.get((source, target, kind))
    if edge is None:
        edge = graph.edges[source, target, kind] = Edge(source=source, target=target, kind=kind, **_begun(alert))
    _count(edge, alert)
    edge.techniques += [one for one in alert.techniques if one not in edge.techniques]


def _begun(alert: Alert) -> dict[str, Any]:
    return {"level": alert.rule.level, "first": alert.time, "last": alert.time}


def _count(seen: Node | Edge, alert: Alert) -> None:
    if seen.alert_ids and seen.alert_ids[-1] == alert.id:
        return  # the alert names it twice
    seen.alerts += 1
    if len(seen.alert_ids) < MAX_ALERTS_TOLD:
        seen.alert_ids.append(alert.id)
    seen.first, seen.last = min(seen.first, alert.time), max(seen.last, alert.time)
    seen.level = max(seen.level, alert.rule.level, key=lambda level: level.rank)
    seen.tactics += [one for one in alert.tactics if one not in seen.tactics]
