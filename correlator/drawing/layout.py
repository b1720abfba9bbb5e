"""Where each node is drawn: layers from left to right in the order the attack moved, few crossings, no two on one place.

Sugiyama, Tagawa, Toda, "Methods for visual understanding of hierarchical system structures", 1981: break cycles (here the
later edge of a cycle), layer by the longest path, order within layers by barycentres. Deterministic.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import networkx as nx

from correlator.drawing.graph import EdgeKind, Graph

X_STEP = 190.0
Y_STEP = 74.0
ROWS = 12
"""Nodes below each other in one column; a fuller layer takes several columns."""
SWEEPS = 6


def places(graph: Graph) -> dict[str, tuple[float, float]]:
    """Node id → (x, y), centred vertically on 0."""
    layers = _layers(graph)
    order = _ordered(graph, layers)
    out: dict[str, tuple[float, float]] = {}
    x = 0.0
    for layer in order:
        columns = -(-len(layer) // ROWS)
        rows = -(-len(layer) // columns)
        for at, node in enumerate(layer):
            column, row = divmod(at, rows)
            height = min(rows, len(layer) - column * rows)
            out[node] = x + column * X_STEP, (row - (height - 1) / 2) * Y_STEP
        x += columns * X_STEP
    return out


def _layers(graph: Graph) -> dict[str, int]:
    flow = nx.DiGraph()
    flow.add_nodes_from(sorted(graph.nodes, key=lambda one: (graph.nodes[one].first, one)))
    rank = {EdgeKind.ACTS: 0, EdgeKind.USES: 1, EdgeKind.ABOUT: 2}
    edges = sorted(graph.edges.values(), key=lambda e: (rank[e.kind], e.first, e.source, e.target))
    for edge in edges:
        if not flow.has_edge(edge.source, edge.target) and not nx.has_path(flow, edge.target, edge.source):
            flow.add_edge(edge.source, edge.target)
    out: dict[str, int] = {}
    for generation, nodes in enumerate(nx.topological_generations(flow)):
        out.update(dict.fromkeys(nodes, generation))
    for node in out:
        # What only leads on stands right before what it leads to, not at the far left.
        after = [out[other] for other in flow.successors(node)]
        if after and not flow.pred[node]:
            out[node] = max(out[node], min(after) - 1)
    return out


def _ordered(graph: Graph, layers: Mapping[str, int]) -> list[list[str]]:
    rows: dict[int, list[str]] = defaultdict(list)
    for node, layer in layers.items():
        rows[layer].append(node)
    order = [sorted(rows[layer], key=lambda one: (graph.nodes[one].first, one)) for layer in sorted(rows)]
    around: dict[str, list[str]] = defaultdict(list)
    for edge in graph.edges.values():
        around[edge.source].append(edge.target)
        around[edge.target].append(edge.source)
    for sweep in range(SWEEPS):
        down = sweep % 2 == 0
        steps = range(1, len(order)) if down else range(len(order) - 2, -1, -1)
        for at in steps:
            fixed = order[at - 1 if down else at + 1]
            place = {node: number - len(fixed) / 2 for number, node in enumerate(fixed)}
            own = {node: number - len(order[at]) / 2 for number, node in enumerate(order[at])}
            centre = {}
            for node in order[at]:
                near = [place[other] for other in around[node] if other in place]
                centre[node] = sum(near) / len(near) if near else own[node]
            order[at] = sorted(order[at], key=lambda node: (centre[node], own[node]))
    return order
