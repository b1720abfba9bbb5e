"""The attack graph: who acted on whom, never too many nodes, nothing lost, no two nodes on one place."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from correlator.drawing.aggregate import aggregated
from correlator.drawing.graph import EdgeKind, graph_of
from correlator.drawing.layout import places
from model.alert import Alert
from model.entity import Entity, EntityKind, Role
from model.severity import Level
from model.times import MINUTE
from tests.correlator.builders import alert


def entity(kind: EntityKind, value: str, role: Role = Role.OBSERVED) -> Entity:
    return Entity(kind=kind, value=value, role=role)


ENTITIES = st.builds(
    entity,
    st.sampled_from(list(EntityKind)),
    st.sampled_from([f"v{n}" for n in range(40)] + ["<b>x</b>", "a:b:c", "\u202e", ""]),
    st.sampled_from(list(Role)),
)
ALERTS = st.lists(
    st.builds(
        lambda at, rule, level, tactics, more: alert(
            at * MINUTE, f"r{rule}", level=level, tactics=tuple(tactics), more=tuple(more)
        ),
        st.integers(0, 500),
        st.integers(0, 6),
        st.sampled_from(list(Level)),
        st.lists(st.sampled_from(["discovery", "execution", "impact", "odd"]), max_size=3, unique=True),
        st.lists(ENTITIES, max_size=40),
    ),
    max_size=30,
)


def test_who_acts_on_whom_in_the_order_of_time() -> None:
    graph = graph_of(
        [
            alert(2 * MINUTE, "login", actor="10.0.0.1", target="10.0.0.2", tactics=("lateral-movement",)),
            alert(1 * MINUTE, "scan", actor="9.9.9.9", target="10.0.0.1", tactics=("discovery",)),
        ]
    )
    found = {(e.source, e.target): e.tactics for e in graph.edges.values() if e.kind is EdgeKind.ACTS}
    assert found == {
        ("ip:9.9.9.9", "ip:10.0.0.1"): ["discovery"],
        ("ip:10.0.0.1", "ip:10.0.0.2"): ["lateral-movement"],
    }
    at = places(graph)
    assert at["ip:9.9.9.9"][0] < at["ip:10.0.0.1"][0] < at["ip:10.0.0.2"][0]


def test_a_machine_is_one_node_under_all_its_names() -> None:
    graph = graph_of(
        [alert(0, actor="9.9.9.9", target="10.0.0.2"), alert(1, actor="9.9.9.9", host="portal")],
        {"ip:10.0.0.2": "host:portal"},
    )
    assert set(graph.nodes) == {"ip:9.9.9.9", "host:portal"}
    assert graph.nodes["host:portal"].keys == ["ip:10.0.0.2", "host:portal"]
    assert graph.edges["ip:9.9.9.9", "host:portal", EdgeKind.ACTS].alerts == 2


def test_many_pages_of_one_server_are_one_node() -> None:
    pages = [alert(n, actor="9.9.9.9", host="portal", more=(entity(EntityKind.URL, f"/{n}"),)) for n in range(60)]
    small = aggregated(graph_of(pages))
    group = next(node for node in small.nodes.values() if node.kind is EntityKind.URL)
    assert (group.size, len(small.nodes)) == (60, 3)
    assert small.edges["host:portal", group.id, EdgeKind.ABOUT].alerts == 60


@settings(deadline=None, max_examples=60)
@given(ALERTS, st.sampled_from([12, 20, 150]))
def test_however_large_it_stays_readable_and_nothing_is_lost(found: list[Alert], most: int) -> None:
    whole = graph_of(found)
    small = aggregated(graph_of(found), most)
    assert len(small.nodes) <= max(most, len({node.kind for node in whole.nodes.values()}))
    assert sorted(key for node in small.nodes.values() for key in node.keys) == sorted(
        key for node in whole.nodes.values() for key in node.keys
    )
    assert sum(node.size for node in small.nodes.values()) == len(whole.nodes)
    for edge in small.edges.values():
        assert {edge.source, edge.target} <= small.nodes.keys()
        assert edge.source != edge.target


@settings(deadline=None, max_examples=60)
@given(ALERTS)
def test_no_two_nodes_stand_on_one_place_and_the_same_alerts_give_the_same_drawing(found: list[Alert]) -> None:
    at = places(aggregated(graph_of(found)))
    assert len(set(at.values())) == len(at)
    assert places(aggregated(graph_of(list(reversed(found))))) == at
