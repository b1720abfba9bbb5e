"""Fewer nodes to look at: siblings become one, step by step, until no more than can be read are left. Nothing is lost: a
group names every entity it stands for, and an edge of a group counts all alerts of the edges it replaces.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable

from correlator.drawing.graph import MACHINES, MAX_ALERTS_TOLD, Edge, Graph, Node

MOST = 150
"""Above so many nodes graphs of this kind are no longer read."""
SIBLINGS = 4
"""So many things of one kind seen at one machine are shown as one, however small the graph is."""


def aggregated(graph: Graph, most: int = MOST) -> Graph:
    """The same graph with at most `most` nodes (at least one for each kind there is)."""
    graph = _grouped(graph, _at_one_machine(graph), SIBLINGS)
    for signature in (_same_neighbours, _same_kind_and_part):
        if len(graph.nodes) > most:
            graph = _grouped(graph, signature(graph), 2)
    if len(graph.nodes) > most:
        kept = sorted(graph.nodes.values(), key=lambda node: (-node.level.rank, -node.alerts, node.first, node.id))
        kinds = {node.kind for node in kept}
        stay = {node.id for node in kept[: max(0, most - len(kinds))]}
        graph = _grouped(graph, lambda node: None if node.id in stay else ("rest", node.kind), 1)
    return graph


Signature = Callable[[Node], Hashable | None]


def _neighbours(graph: Graph) -> dict[str, set[tuple[str, str, bool]]]:
    out: dict[str, set[tuple[str, str, bool]]] = defaultdict(set)
    for source, target, kind in graph.edges:
        out[source].add((target, kind, True))
        out[target].add((source, kind, False))
    return out


def _at_one_machine(graph: Graph) -> Signature:
    """What is no machine, acts nowhere else and hangs on one machine."""
    around = _neighbours(graph)

    def signature(node: Node) -> Hashable | None:
        near = around[node.id]
        return None if node.kind in MACHINES or len(near) != 1 else (node.kind, *near)

    return signature


def _same_neighbours(graph: Graph) -> Signature:
    around = _neighbours(graph)
    return lambda node: (node.kind, node.acts, frozenset(around[node.id]))


def _same_kind_and_part(graph: Graph) -> Signature:
    """Alike in kind and part, next to the same most important neighbour."""
    around = _neighbours(graph)
    weight = {node.id: (node.alerts, node.id) for node in graph.nodes.values()}

    def signature(node: Node) -> Hashable | None:
        chief = max((other for other, _, _ in around[node.id]), key=lambda other: weight[other], default="")
        return node.kind, node.acts, node.suffers, chief

    return signature


def _grouped(graph: Graph, signature: Signature, least: int) -> Graph:
    groups: dict[Hashable, list[Node]] = defaultdict(list)
    for node in graph.nodes.values():
        key = signature(node)
        if key is not None:
            groups[key].append(node)
    place = {node.id: node.id for node in graph.nodes.values()}
    nodes = dict(graph.nodes)
    for members in groups.values():
        if len(members) < max(2, least):
            continue
        group = _together(members)
        for node in members:
            place[node.id] = group.id
            del nodes[node.id]
        nodes[group.id] = group
    edges: dict[tuple[str, str, str], Edge] = {}
    for edge in graph.edges.values():
        source, target = place[edge.source], place[edge.target]
        if source == target:
            continue
        had = edges.get((source, target, edge.kind))
        edges[source, target, edge.kind] = _moved(edge, source, target) if had is None else _joined(had, edge)
    return Graph(nodes=nodes, edges=edges)  # type: ignore[arg-type]


def _together(members: list[Node]) -> Node:
    first = min(members, key=lambda node: (node.first, node.id))
    keys = [key for node in sorted(members, key=lambda node: (node.first, node.id)) for key in node.keys]
    return Node(
        id=f"group:{first.id}",
        kind=first.kind,
        label=first.label,
        keys=keys,
        acts=any(node.acts for node in members),
        suffers=any(node.suffers for node in members),
        level=max((node.level for node in members), key=lambda level: level.rank),
        first=first.first,
        last=max(node.last for node in members),
        alerts=sum(node.alerts for node in members),
        alert_ids=_some([one for node in members for one in node.alert_ids]),
        tactics=list(dict.fromkeys(one for node in members for one in node.tactics)),
        size=sum(node.size for node in members),
    )


def _moved(edge: Edge, source: str, target: str) -> Edge:
    return Edge(
        source=source,
        target=target,
        kind=edge.kind,
        level=edge.level,
        first=edge.first,
        last=edge.last,
        alerts=edge.alerts,
        alert_ids=list(edge.alert_ids),
        tactics=list(edge.tactics),
        techniques=list(edge.techniques),
    )


def _joined(into: Edge, other: Edge) -> Edge:
    into.level = max(into.level, other.level, key=lambda level: level.rank)
    into.first, into.last = min(into.first, other.first), max(into.last, other.last)
    into.alerts += other.alerts
    into.alert_ids = _some(into.alert_ids + other.alert_ids)
    into.tactics = list(dict.fromkeys(into.tactics + other.tactics))
    into.techniques = list(dict.fromkeys(into.techniques + other.techniques))
    return into


def _some(ids: list[str]) -> list[str]:
    return list(dict.fromkeys(ids))[:MAX_ALERTS_TOLD]
