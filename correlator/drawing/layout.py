"""Where each node is drawn: layers from left to right in the order the attack moved, few crossings, no two on one place.

Sugiyama, Tagawa, Toda, "Methods for visual understanding of hierarchical system structures", 1981: break cycles (here the
later edge of a cycle), layer by the longest path, order within layers by barycentres. Deterministic.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import networkx as nx

from correlator.drawing.graph import EdgeKind, Graph
from model.times import Micros

X_STEP = 190.0
Y_STEP = 74.0
ROWS = 12
"""Nodes below each other in one column; a fuller layer takes several columns."""
SWEEPS = 6


def places(graph: Graph) -> dict[str, tuple[float, float]]:
    """Node id → (x, y), centred vertically on 0. Who acts on whom says more of the order than what was seen there."""
    rank = {EdgeKind.ACTS: 0, EdgeKind.USES: 1, EdgeKind.ABOUT: 2}
    edges = sorted(graph.edges.values(), key=lambda e: (rank[e.kind], e.first, e.source, e.target))
    first = {node: graph.nodes[node].first for node in graph.nodes}
    return arranged(first, [(edge.source, edge.target) for edge in edges])


def arranged(first: Mapping[str, Micros], edges: Sequence[tuple[str, str]]) -> dict[str, tuple[float, float]]:
    """As `places`. first: nodes with when each appeared; edges: of two that make a cycle the earlier one counts."""
    layers = _layers(first, edges)
    order = _ordered(first, edges, layers)
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


def _layers(first: Mapping[str, Micros], edges: Sequence[tuple[str, str]]) -> dict[str, int]:
    flow = nx.DiGraph()
    flow.add_nodes_from(sorted(first, key=lambda one: (first[one], one)))
    for source, target in edges:
        if not flow.has_edge(source, target) and not nx.has_path(flow, target, source):
            flow.add_edge(source, target)
    out: dict[str, int] = {}
    for generation, nodes in enumerate(nx.topological_generations(flow)):
        out.update(dict.fromkeys(nodes, generation))
    for node in out:
        # What only leads on stands right before what it leads to, not at the far left.
        after = [out[other] for other in flow.successors(node)]
        if after and not flow.pred[node]:
            out[node] = max(out[node], min(after) - 1)
    return out


def _ordered(
    first: Mapping[str, Micros], edges: Sequence[tuple[str, str]], layers: Mapping[str, int]
) -> list[list[str]]:
    rows: dict[int, list[str]] = defaultdict(list)
    for node, layer in layers.items():
        rows[layer].append(node)
    order = [sorted(rows[layer], key=lambda one: (first[one], one)) for layer in sorted(rows)]
    around: dict[str, list[str]] = defaultdict(list)
    for source, target in edges:
        around[source].append(target)
        around[target].append(source)
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
