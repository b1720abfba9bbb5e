"""Who may have public data: asked by one, decided by another, ended early or by the clock."""

from __future__ import annotations

import msgspec
import pytest

from model.data_approvals import DataRequest, DestructionRecord, RequestState
from model.errors import Conflict, InputError, NotFound, ScopeError
from model.estate import DataClass, DataSet, Unit, UnitKind
from model.public_data import Approval, CatalogueEntry, Place, PlaceKind
from model.times import DAY, Micros, parse_iso
from store import inventory, ledger, public_data, rules, units
from store.scope import EVERYTHING, Scope
from store.state import State

NOW = parse_iso("2026-11-20T08:00:00Z")
OWNER, ASKER, OTHER = (Scope(frozenset({one})) for one in ("health", "water", "education"))
TERMS = Approval(
    id="", data_set="patients", unit="", recipient="water", names=("water_app",), purposes=("flood aid",),
    fields=("district", "age"), valid_to=NOW + 30 * DAY, max_rows=500,
)  # fmt: skip
TABLE = Place(kind=PlaceKind.TABLE, name="clinic.patients")


@pytest.fixture(autouse=True)
def district(state: State) -> None:
    with state.transaction() as tx:
        for unit in ("health", "water", "education"):
            made = Unit(id=unit, name=unit, name_zh="单位", kind=UnitKind.DEPARTMENT, parent=units.ROOT)
            units.add(tx, made, actor="test")
        for name, personal in (("patients", True), ("wards", False)):
            data_set = DataSet(
                id=name, name=name, name_zh="数据", unit="health", data_class=DataClass.SENSITIVE,
                personal_information=personal,
            )  # fmt: skip
            inventory.put(tx, data_set, actor="test")


def ask(state: State, terms: Approval = TERMS, *, by: str = "li", scope: Scope = ASKER) -> DataRequest:
    with state.transaction() as tx:
        return public_data.request(tx, terms, reason="aid", by_unit="water", actor=by, scope=scope, now=NOW)


def decide(
    state: State,
    made: DataRequest,
    *,
    by: str = "wang",
    scope: Scope = OWNER,
    granted: bool = True,
    at: Micros = NOW + 1,
) -> DataRequest:
    with state.transaction() as tx:
        return public_data.decide(tx, made.id, granted=granted, note="ok", actor=by, scope=scope, now=at)


def test_what_one_person_asks_another_of_the_owning_unit_decides(state: State) -> None:
    made = ask(state)
    assert made.state is RequestState.REQUESTED
    assert made.terms.unit == "health"
    with pytest.raises(ScopeError, match="who asks does not decide"):
        decide(state, made, by="li")
    with pytest.raises(ScopeError, match="owns the data set"):
        decide(state, made, scope=ASKER)
    with pytest.raises(NotFound):
        decide(state, made, scope=OTHER)
    assert decide(state, made).state is RequestState.APPROVED
    with pytest.raises(Conflict, match="decided before"):
        decide(state, made)


def test_only_what_was_approved_reaches_the_detectors_and_a_revocation_ends_it_from_then_on(state: State) -> None:
    made = ask(state)
    with state.reading() as tx:
        assert public_data.take_register(tx).approvals == ()
    decide(state, made)
    with state.reading() as tx:
        assert public_data.take_register(tx).approvals_for("patients", ["WATER_APP"], NOW + 2)
    with state.transaction() as tx:
        public_data.revoke(tx, made.id, note="done", actor="wang", scope=OWNER, now=NOW + DAY)
    with state.reading() as tx:
        register = public_data.take_register(tx)
        assert register.approvals_for("patients", ["water_app"], NOW + 2), "what happened before was approved"
        assert not register.approvals_for("patients", ["water_app"], NOW + DAY)
    refused = ask(state)
    decide(state, refused, granted=False)
    with state.reading() as tx:
        assert [one.id for one in public_data.take_register(tx).approvals] == [made.id]


def test_an_approval_ends_by_the_clock_and_can_then_neither_be_granted_nor_revoked(state: State) -> None:
    made, late = ask(state), ask(state)
    decide(state, made)
    with state.transaction() as tx:
        with pytest.raises(InputError, match="ended already"):
            public_data.decide(tx, late.id, granted=True, note="", actor="wang", scope=OWNER, now=NOW + 31 * DAY)
        with pytest.raises(Conflict, match="expired"):
            public_data.revoke(tx, made.id, note="x", actor="wang", scope=OWNER, now=NOW + 31 * DAY)
    with state.reading() as tx:
        for state_, found in ((RequestState.EXPIRED, [made.id]), (RequestState.APPROVED, [])):
            listed = public_data.find(tx, EVERYTHING, state=state_, now=NOW + 31 * DAY)
            assert [one.id for one in listed.items] == found


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"valid_to": 0}, "no end"),
        ({"valid_to": NOW - 1}, "over before it begins"),
        ({"valid_to": NOW + 3_000 * DAY}, "five years"),
        ({"purposes": ()}, "no purpose"),
        ({"recipient": " "}, "no recipient"),
    ],
)
def test_a_request_that_cannot_hold_is_refused_with_its_reason(
    state: State, change: dict[str, object], told: str
) -> None:
    with pytest.raises(InputError, match=told):
        ask(state, msgspec.structs.replace(TERMS, **change))


def test_owner_and_asker_see_a_request_and_nobody_else(state: State) -> None:
    made = ask(state)
    with state.reading() as tx:
        for scope, sees in ((OWNER, True), (ASKER, True), (OTHER, False)):
            assert bool(public_data.find(tx, scope).items) is sees
        assert public_data.count_waiting(tx, OWNER) == 1
        assert public_data.count_waiting(tx, ASKER) == 0
        with pytest.raises(NotFound):
            public_data.get(tx, made.id, OTHER)


def test_a_number_of_another_register_is_kept_and_taken_once(state: State) -> None:
    numbered = msgspec.structs.replace(TERMS, id="SQ-2026-0007")
    assert ask(state, numbered).id == "SQ-2026-0007"
    with pytest.raises(Conflict, match="taken"):
        ask(state, numbered)


def test_pages_hold_every_request_once(state: State) -> None:
    made = {ask(state).id for _ in range(7)}
    found: list[str] = []
    cursor = None
    with state.reading() as tx:
        while True:
            page = public_data.find(tx, EVERYTHING, limit=3, cursor=cursor)
            found += [one.id for one in page.items]
            if (cursor := page.cursor) is None:
                break
    assert len(found) == 7
    assert set(found) == made


def test_a_place_belongs_to_one_data_set(state: State) -> None:
    with state.transaction() as tx:
        entry = CatalogueEntry(data_set="patients", unit="", places=(TABLE,), fields=("age",), keepers=("clinic",))
        assert public_data.put_entry(tx, entry, actor="wang", scope=OWNER, now=NOW).personal
        taken = CatalogueEntry(data_set="wards", unit="", places=(TABLE,))
        with pytest.raises(InputError, match="another data set"):
            public_data.put_entry(tx, taken, actor="wang", scope=OWNER, now=NOW)
        with pytest.raises(NotFound):
            public_data.put_entry(tx, entry, actor="li", scope=ASKER, now=NOW)
    with state.reading() as tx:
        found = public_data.take_register(tx).entry_at("table", "CLINIC.patients")
    assert found is not None
    assert found.data_set == "patients"


def test_destruction_is_proved_by_a_witnessed_paper_with_a_digest(state: State) -> None:
    proof = DestructionRecord(
        reference="XH-1", data_set="patients", unit="", time=NOW - DAY, sm3="ab" * 32, witness="zhao", copies=2
    )
    with state.transaction() as tx:
        for change in ({"sm3": ""}, {"witness": "wang"}, {"time": NOW + 1}):
            wrong = msgspec.structs.replace(proof, **change)
            with pytest.raises(InputError):
                public_data.put_proof(tx, wrong, actor="account:wang", scope=OWNER, now=NOW)
        public_data.put_proof(tx, proof, actor="account:wang", scope=OWNER, now=NOW)
        with pytest.raises(Conflict):
            public_data.put_proof(tx, proof, actor="account:wang", scope=OWNER, now=NOW)
    with state.reading() as tx:
        assert public_data.take_register(tx).proof("XH-1", "patients") is not None
        assert public_data.proofs(tx, OTHER) == []


def test_every_step_is_an_audit_record_and_tells_the_committing_process(state: State) -> None:
    with state.reading() as tx:
        before = rules.generation(tx)
    decide(state, ask(state))
    with state.reading() as tx:
        assert rules.generation(tx) > before
        actions = [one.action for one in ledger.records(tx, EVERYTHING).items]
    assert [one for one in actions if one.startswith("data.")] == ["data.approval_approved", "data.approval_requested"]
