"""Who gave what to whom: the graph says what events, approvals and grants say, and no more than can be drawn."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.public_data.lineage import MOST_EDGES, MOST_NODES, Kind, Link, Standing, trace
from model.data_approvals import DestructionRecord, as_proof
from model.estate import DataClass, DataSet
from model.inventory import DataAccess, DataGrant
from model.public_data import Approval, CatalogueEntry, DataRegister, Place, PlaceKind

DATA = DataSet(id="patients", name="patients", name_zh="患者", unit="health", data_class=DataClass.SENSITIVE)
PLACES = (Place(kind=PlaceKind.TABLE, name="clinic.patients"), Place(kind=PlaceKind.API, name="/api/patients"))
ENTRY = CatalogueEntry(data_set="patients", unit="health", places=PLACES, keepers=("clinic_app",))
APPROVAL = Approval(
    id="A-1",
    data_set="patients",
    unit="health",
    recipient="water",
    names=("water_app",),
    valid_from=100,
    valid_to=1_000,
)
REGISTER = DataRegister((ENTRY,), (APPROVAL,))


def event(actor: str, action: str = "read", at: int = 500, **more: Any) -> dict[str, Any]:
    given = {"@timestamp": at, "event.id": f"{actor}{at}", "fengsui.data.place": "table"}
    named = {"fengsui.data.object": "clinic.patients", "fengsui.data.actor": actor, "fengsui.data.action": action}
    return given | named | {f"fengsui.data.{name}": value for name, value in more.items()}


def standings(*events: dict[str, Any], register: DataRegister = REGISTER) -> list[tuple[str, str, Standing]]:
    made = trace(events, DATA, register)
    return [(one.source, one.target, one.standing) for one in made.edges if one.count]


def test_what_an_approval_covers_is_told_from_what_none_does() -> None:
    assert standings(event("water_app"), event("nobody"), event("clinic_app")) == [
        ("data_set:patients", "actor:clinic_app", Standing.KEEPER),
        ("data_set:patients", "actor:nobody", Standing.UNAPPROVED),
        ("data_set:patients", "actor:water_app", Standing.APPROVED),
    ]


def test_an_approval_that_has_ended_or_not_begun_is_told_as_such_when_it_is_named() -> None:
    late, early = event("water_app", at=1_000, approval="A-1"), event("water_app", at=99, approval="A-1")
    assert standings(late) == standings(early) == [("data_set:patients", "actor:water_app", Standing.ENDED)]
    assert standings(event("water_app", at=1_000)) == [("data_set:patients", "actor:water_app", Standing.UNAPPROVED)]


def test_naming_somebody_elses_approval_helps_nobody() -> None:
    assert standings(event("thief", approval="A-1")) == [("data_set:patients", "actor:thief", Standing.UNAPPROVED)]


def test_passing_on_is_marked_unless_the_approval_allows_it() -> None:
    onward = event("water_app", "forward", recipient="firm")
    assert standings(onward) == [("actor:water_app", "recipient:firm", Standing.UNAPPROVED)]
    allowed = Approval(**{**{name: getattr(APPROVAL, name) for name in APPROVAL.__struct_fields__}, "onward": True})
    assert standings(onward, register=DataRegister((ENTRY,), (allowed,)))[0][2] is Standing.APPROVED


def test_rows_bytes_and_times_are_added_up_by_edge() -> None:
    made = trace([event("x", at=at, rows=10, bytes=100) for at in (3, 1, 2)], DATA, REGISTER)
    (edge,) = [one for one in made.edges if one.count]
    assert (edge.count, edge.rows, edge.size_bytes, edge.first, edge.last) == (3, 30, 300, 1, 3)
    assert made.unapproved == 3


def test_the_chain_ends_in_a_certificate_or_shows_that_there_is_none() -> None:
    record = DestructionRecord(reference="XH-1", data_set="patients", unit="health", time=900, sm3="ab" * 32)
    register = DataRegister((ENTRY,), (), (as_proof(record),))
    made = trace([event("clinic_app", "destroy", proof="XH-1")], DATA, register, proofs=[record])
    assert [(one.target, one.standing) for one in made.edges if one.link is Link.DESTROYED] == [
        ("proof:XH-1", Standing.APPROVED)
    ]
    unproved = standings(event("clinic_app", "destroy"), event("clinic_app", "destroy", proof="made-up"))
    assert [one[2] for one in unproved] == [Standing.UNAPPROVED] * 2


def test_events_of_other_data_sets_are_passed_over_and_paths_below_a_place_belong_to_it() -> None:
    other = event("a") | {"fengsui.data.object": "clinic.staff"}
    below = event("b") | {"fengsui.data.place": "api", "fengsui.data.object": "/api/patients/17"}
    beside = event("c") | {"fengsui.data.place": "api", "fengsui.data.object": "/api/patients-list"}
    named = event("d") | {"fengsui.data.set": "staff"}
    assert [one[1] for one in standings(other, below, beside, named)] == ["actor:b"]


def test_grants_and_approvals_nobody_used_are_drawn_as_registered() -> None:
    grant = DataGrant(id="g", holder="db:tcp/5432", access=DataAccess.STORES, data_set="patients", unit="health")
    made = trace([], DATA, REGISTER, grants=[grant])
    assert {(one.kind, one.label) for one in made.nodes} == {
        (Kind.OWNER, "health"), (Kind.DATA_SET, "patients"), (Kind.SERVICE, "db:tcp/5432"), (Kind.UNIT, "water"),
    }  # fmt: skip
    assert {one.standing for one in made.edges} == {Standing.REGISTERED}


def test_a_crowd_is_put_together_and_what_nobody_approved_stays_to_be_seen() -> None:
    crowd = DataRegister((ENTRY,), (Approval(**{**_fields(APPROVAL), "names": tuple(f"app{n}" for n in range(500))}),))
    made = trace([*(event(f"app{n}") for n in range(500)), event("thief", rows=1)], DATA, crowd)
    assert made.aggregated
    assert len(made.nodes) <= MOST_NODES
    assert any(one.label == "thief" for one in made.nodes)
    assert sum(one.count for one in made.edges) == 501


def _fields(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in value.__struct_fields__}


ANYTHING = st.one_of(
    st.none(), st.integers(), st.text(max_size=20), st.lists(st.text(max_size=5), max_size=3), st.booleans()
)
FIELDS = (
    "@timestamp",
    "event.id",
    *(f"fengsui.data.{name}" for name in ("actor", "recipient", "rows", "fields", "proof")),
)


@given(st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(FIELDS[1:], ANYTHING)), max_size=20))
@settings(max_examples=60, deadline=None)
def test_whatever_a_record_says_the_graph_holds_together(records: list[dict[str, Any]]) -> None:
    events = [event("x", "share") | record for record in records]
    made = trace(events, DATA, REGISTER)
    names = {one.id for one in made.nodes}
    assert all(one.source in names and one.target in names for one in made.edges)
    assert made.events == len(events)


def test_what_does_not_fit_any_more_is_counted() -> None:
    made = trace((event(f"x{n}") for n in range(MOST_EDGES + 50)), DATA, REGISTER)
    assert made.more >= 50
    assert made.events == MOST_EDGES + 50
