"""No read without a Scope: refused when it runs, and noticed in review by these tests."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import FunctionType

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

import store
import store.ledger
from model.errors import ScopeError
from store.base import Base
from store.scope import EVERYTHING, Scope
from store.scoping import Guarded, guarded_tables, scoped
from store.state import State
from store.tables import AlertRow, IncidentMemberRow, IncidentRow, UnitRow

UNSCOPED = {
    "store.regrouped.since": "what people rearranged anywhere, for the correlator; never shown",
    "store.regrouped.bodies": "members of an incident the caller was allowed to change, for the correlator; never shown",
    "store.regrouped.verdicts_since": "how often each rule was right anywhere, for the correlator; never shown",
    "store.judged.outcomes": "scores of incidents anywhere, for the calibration; never shown",
    "store.judged.kept_calibration": "figures of the whole platform; they show no incident",
    "store.feed.first": "a number; it shows no change",
    "store.feed.last": "a number; it shows no change",
    "store.checkpoints.get": "how far a source was read; bookkeeping of the machine, nobody's rows",
    "store.checkpoints.positions": "the same",
    "store.checkpoints.get_snapshot": "the engines' memory; never shown",
    "store.checkpoints.snapshots": "the same",
    "store.content.find": "which rule packs are installed; they belong to the whole platform",
    "store.cases.without_case": "ids for whoever opens cases of all units; never shown",
    "store.backups.requests": "what the platform is asked to look at, for whoever looks; never shown",
    "store.report_schedules.due": "what the platform makes by itself, each within its own unit",
    "store.drills.is_drill": "yes or no, for whoever carries a run out",
    "store.drills.running": "as executions.open_ones",
    "store.duty.mode_changes": "the whole district has one mode",
    "store.notices.open_ones": "what is overdue anywhere, for whoever escalates it; never shown",
    "store.approvals.open_of": "what the carrying process waits for; never shown",
    "store.approvals.undelivered": "the same",
    "store.effects.due": "what the carrying process takes back, wherever it is",
    "store.effects.find_one": "as due",
    "store.effects.listed": "what firewalls fetch: one list for the whole district, without whose effect it is",
    "store.executions.get_any": "as open_ones",
    "store.executions.open_ones": "what the carrying process carries out, each run within its own unit",
    "store.playbooks.text_of": "a text by its digest, which only those know who may see what points at it",
    "store.public_data.take_approvals": "what detectors judge by, each approval of its own data set; never shown",
    "store.public_data.take_proofs": "the same",
    "store.public_data.take_register": "the same",
    "store.exceptions.active": "what the committing process applies, each exception within its own unit",
    "store.rules.find_text": "rules belong to the whole platform, and so do their texts",
    "store.rules.generation": "a number",
    "store.rules.reload_requests": "a number",
    "store.rules.switches": "which rules are off; rules belong to the whole platform",
    "store.rules.text_of": "as find_text",
    "store.replays.due": "what the committing process reads again, each record within its own unit",
    "store.replays.kinds": "which readers held records wait for; names of software",
    "store.sources.known": "says whether a name is taken, and nothing of whose it is",
    "store.units.named": "what units are called, for who reads their requests; it shows no more than the names",
    "store.units.scope_of": "this is where a Scope comes from",
    "store.ledger.head": "the ledger's length and last hash; they show no record",
    "store.ledger.current": "a root hash; it shows no record",
    "store.ledger.at_size": "a root hash; it shows no record",
    "store.ledger.prove_consistency": "hashes; they show no record",
    "store.ledger.verify": "says whether and where the ledger broke, and shows no record's content",
}
"""Functions with a session and without a Scope that only read, each with the reason why that is right."""

WRITES = {
    "store.compliance.record_changes",
    "store.compliance.record_days",
    "store.compliance.record_risks",
    "store.compliance.seal",
    "store.alerts.add",
    "store.backups.add_look",
    "store.backups.note_states",
    "store.backups.settle_request",
    "store.checkpoints.forget",
    "store.content.put",
    "store.content.remove",
    "store.cases.put",
    "store.cases.reported",
    "store.duty.expect",
    "store.duty.put_zero",
    "store.duty.set_mode",
    "store.report_schedules.done",
    "store.report_schedules.forget",
    "store.report_schedules.keep",
    "store.notices.add",
    "store.notices.record",
    "store.approvals.ask",
    "store.approvals.close",
    "store.approvals.delivered",
    "store.effects.intend",
    "store.effects.postpone",
    "store.effects.settle",
    "store.executions.end",
    "store.executions.progress",
    "store.executions.request",
    "store.executions.set_stuck",
    "store.executions.step_began",
    "store.executions.step_ended",
    "store.playbooks.put",
    "store.exceptions.record_hidden",
    "store.discovery.forget_seen",
    "store.discovery.see",
    "store.feed.prune",
    "store.checkpoints.put",
    "store.checkpoints.put_snapshot",
    "store.checkpoints.drop_snapshots",
    "store.quarantine.add_to_counts",
    "store.replays.settle",
    "store.incidents.apply",
    "store.judged.keep_calibration",
    "store.ledger.append",
    "store.ledger.checkpoint",
    "store.ledger.extend",
    "store.quarantine.add",
    "store.rules.add_hours",
    "store.rules.changed",
    "store.rules.forget_hours",
    "store.rules.keep_set",
    "store.rules.request_reload",
    "store.rules.switch_off",
    "store.rules.switch_on",
    "store.situation.announce",
    "store.situation.forget",
    "store.situation.note",
    "store.source_watch.add",
    "store.source_watch.forget",
    "store.source_watch.note",
    "store.source_watch.unwatch",
    "store.sources.record",
    "store.sources.switch",
    "store.units.import_list",
}
"""What the pipeline, the settings and the other stores write; people's changes take a Scope."""

MODULES = (
    "alerts", "checkpoints", "incidents", "quarantine", "registers", "sources", "source_watch", "units", "feed", "ledger",
    "rules", "exceptions", "content", "replays", "inventory", "discovery", "situation", "compliance", "entities",
    "playbooks", "playbook_drafts", "executions", "approvals", "effects", "cases", "duty", "notices", "regrouped", "judged",
    "backups", "drills", "report_schedules",
    "public_data",
)  # fmt: skip


def offered() -> Iterator[tuple[str, FunctionType]]:
    """Every public function of the state and the ledger that is given a session."""
    for name in MODULES:
        module = importlib.import_module(f"store.{name}")
        names = getattr(module, "__all__", None) or [n for n in vars(module) if not n.startswith("_")]
        for function in (getattr(module, n) for n in names):
            if not isinstance(function, FunctionType) or not function.__module__.startswith(f"store.{name}"):
                continue
            if any(p.annotation in ("Session", Session) for p in inspect.signature(function).parameters.values()):
                yield f"store.{name}.{function.__name__}", function


def test_every_function_that_is_given_a_session_takes_a_scope_or_is_listed_with_a_reason() -> None:
    without = {
        name
        for name, function in offered()
        if not any(p.annotation in ("Scope", Scope) for p in inspect.signature(function).parameters.values())
    }
    assert without == UNSCOPED.keys() | WRITES


def test_no_read_has_a_scope_by_default() -> None:
    """A forgotten argument must be an error, not everything. Only changes may default to the root's Scope."""
    changes = ("add", "rename", "move", "remove", "put_system", "put_asset", "put_data_set", "put", "put_all")
    for name, function in offered():
        scope = inspect.signature(function).parameters.get("scope")
        if scope is not None and name.rsplit(".", 1)[1] not in changes:
            assert scope.default is inspect.Parameter.empty, name


def test_no_other_module_of_the_state_reads_through_a_session() -> None:
    """A new store module must join MODULES, or it escapes the tests above."""
    inner = {
        "base",
        "compliance_tables",
        "contract",
        "coordination_tables",
        "detection_tables",
        "encoding",
        "incident_views",
        "inventory_tables",
        "paging",
        "playbook_tables",
        "public_data_tables",
        "recovery_tables",
        "rows",
        "scope",
        "scoping",
        "state",
        "tables",
    }
    others = {"events", "feed", "identity", "query", "migrations", "retention", "backup"}  # held by tests of their own
    # Threat intelligence belongs to the whole platform; only what was seen where is of a unit, and that function takes a Scope.
    others |= {"indicators"}
    found = {module.name for module in pkgutil.iter_modules(store.__path__)}
    assert found <= inner | others | set(MODULES)


def test_every_table_with_a_unit_is_guarded() -> None:
    events = {table for table in Base.metadata.tables.values() if table.name.startswith("event_")}
    guarded = guarded_tables()
    for table in set(Base.metadata.tables.values()) - events:
        if "unit" in table.c:
            assert table in guarded, f"{table.name} has a unit, so its row class must inherit Owned"


GUARDED = sorted(
    (m.class_ for m in Base.registry.mappers if issubclass(m.class_, Guarded)), key=lambda row: row.__name__
)


@pytest.mark.parametrize("row", GUARDED, ids=lambda row: row.__name__)
def test_reading_owned_rows_without_a_scope_is_refused_in_every_form(state: State, row: type) -> None:
    first = next(iter(row.__table__.primary_key))
    forms = [
        select(row),
        select(first),
        select(func.count()).select_from(row),
        select(func.count()).select_from(select(row).subquery()),
        select(aliased(row)),
        select(1).where(select(first).exists()),
        select(select(first).limit(1).scalar_subquery()),
        select(row).union(select(row)),
        select(select(row).cte()),
    ]
    with state.reading() as tx:
        for form in forms:
            with pytest.raises(ScopeError, match="without a Scope"):
                tx.execute(form)
        with pytest.raises(ScopeError, match="without a Scope"):
            tx.get(row, tuple(0 for _ in row.__table__.primary_key))


def test_a_scoped_read_returns_the_scopes_rows_and_no_others(state: State) -> None:
    statement = select(UnitRow.id)
    with state.reading() as tx:
        assert list(tx.scalars(scoped(statement, EVERYTHING, UnitRow.id))) == ["district"]
        assert list(tx.scalars(scoped(statement, Scope(frozenset({"district"})), UnitRow.id))) == ["district"]
        assert list(tx.scalars(scoped(statement, Scope(frozenset({"other"})), UnitRow.id))) == []
        assert list(tx.scalars(scoped(statement, Scope(frozenset()), UnitRow.id))) == []


def test_a_unit_whose_name_looks_like_sql_limits_nothing_but_itself(state: State) -> None:
    scope = Scope(frozenset({"' OR 1=1 --", "%", "district' --"}))
    with state.reading() as tx:
        assert list(tx.scalars(scoped(select(UnitRow.id), scope, UnitRow.id))) == []


def test_joined_tables_are_each_limited(state: State) -> None:
    joined = select(AlertRow.id).join(IncidentMemberRow, IncidentMemberRow.alert == AlertRow.id)
    limited = str(scoped(joined, Scope(frozenset({"x"})), AlertRow.unit, IncidentMemberRow.unit))
    assert limited.count(" IN ") == 2
    assert IncidentRow.__tablename__ not in limited
