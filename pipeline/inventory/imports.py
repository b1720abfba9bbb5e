"""A file into the register: first what it would change, then exactly that, in one transaction."""

from __future__ import annotations

import hashlib

from sqlalchemy.orm import Session

from collectors.inventory import Reading
from model.errors import Stale
from model.times import Micros
from pipeline.inventory.plans import Plan, plan_of, records_of
from store import inventory, ledger, units
from store.scope import EVERYTHING, Scope


def preview(tx: Session, reading: Reading, scope: Scope, *, unit: str, now: Micros) -> Plan:
    """What the file would change of what the scope sees. Nothing is written."""
    return plan_of(
        reading,
        inventory.load_estate(tx, scope),
        scope,
        taken=_taken(tx, reading, scope),
        unit=unit,
        now=now,
    )


def apply(
    tx: Session,
    reading: Reading,
    scope: Scope,
    *,
    unit: str,
    now: Micros,
    actor: str,
    file: str,
    data: bytes,
    expect: str = "",
) -> Plan:
    """Do it; what is rejected is left out. expect: digest of the plan that was looked at, when it must still hold (see
    `Plan.digest`; times of seeing aside). Raises Stale when the register moved on."""
    plan = preview(tx, reading, scope, unit=unit, now=now)
    if expect and plan.digest != expect:
        raise Stale("the register changed since the preview", where=file, hint="look at the preview again")
    new_units, records = records_of(plan.changes)
    if new_units:
        units.import_list(tx, new_units, actor=actor)
    inventory.put_all(tx, records, actor=actor, scope=scope)
    ledger.append(
        tx,
        actor=actor,
        action="inventory.imported",
        object=f"file:{file[:200]}",
        unit=unit or "district",
        details={"form": plan.form, "sha256": hashlib.sha256(data).hexdigest(), **plan.counts},
    )
    return plan


def _taken(tx: Session, reading: Reading, scope: Scope) -> dict[str, frozenset[str]]:
    if scope.everything:
        return {}
    wanted: dict[str, set[str]] = {}
    for entry in reading.entries:
        wanted.setdefault(entry.kind, set()).add(str(entry.values.get("id", "")))
    taken = {}
    for kind in inventory.KINDS:
        found = inventory.find(tx, kind.record, EVERYTHING, ids=list(wanted.get(kind.plural, ())))
        taken[kind.plural] = frozenset(one.id for one in found if not scope.allows(one.unit))
    return taken
