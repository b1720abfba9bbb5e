"""The tree of units: who there is, who stands below whom, and which Scope somebody of a unit gets.

The tree has one root, `district`, made with the database. Moving a unit moves what it owns, because rows name their unit
and a Scope is worked out from the tree whenever it is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from model.errors import InputError, NotFound, ScopeError
from model.estate import Unit, UnitKind
from store import inventory_tables as inventory
from store import ledger
from store.scope import EVERYTHING, NOTHING, Scope
from store.scoping import scoped
from store.tables import AssetRow, DataSetRow, SystemRow, UnitRow

ROOT = "district"
MAX_DEPTH = 32
OWNED: tuple[Any, ...] = (
    SystemRow,
    AssetRow,
    DataSetRow,
    inventory.ZoneRow,
    inventory.ConduitRow,
    inventory.ServiceRow,
    inventory.DirectoryAccountRow,
    inventory.GroupRow,
    inventory.RightRow,
    inventory.ExposureRow,
    inventory.DataGrantRow,
    inventory.ControlRow,
)
"""What a unit may own in the register, which keeps it from being removed."""


def get(tx: Session, unit_id: str, scope: Scope) -> Unit:
    row = tx.execute(scoped(select(UnitRow).where(UnitRow.id == unit_id), scope, UnitRow.id)).scalar()
    if row is None:
        raise NotFound(f"there is no unit {unit_id!r} within your units")
    return _unit(row)


def tree(tx: Session, scope: Scope) -> list[Unit]:
    """Every unit in scope, parents before children, siblings by id."""
    units = [_unit(row) for row in tx.scalars(scoped(select(UnitRow), scope, UnitRow.id).order_by(UnitRow.id))]
    below: dict[str, list[Unit]] = {}
    known = {unit.id for unit in units}
    for unit in units:
        below.setdefault(unit.parent if unit.parent in known else "", []).append(unit)
    out: list[Unit] = []
    waiting = below.get("", [])[::-1]
    while waiting:
        unit = waiting.pop()
        out.append(unit)
        waiting.extend(below.get(unit.id, [])[::-1])
    return out


def named(tx: Session) -> dict[str, Unit]:
    """Every unit by id, whoever asks: what a unit owns is for its own people, what it is called is not."""
    return {unit.id: unit for unit in tree(tx, EVERYTHING)}


def scope_of(tx: Session, unit_id: str) -> Scope:
    """What people of this unit may see: the unit and everything below it; from the root, everything.

    An unknown unit sees nothing, so that an account whose unit was removed is locked out rather than let in.
    """
    if unit_id == ROOT:
        return EVERYTHING
    below = select(UnitRow.id).where(UnitRow.id == unit_id).cte("below", recursive=True)
    # UNION, not UNION ALL: it also ends on a cycle that a damaged database may hold.
    below = below.union(select(UnitRow.id).where(UnitRow.parent == below.c.id))
    units = frozenset(tx.scalars(scoped(select(below.c.id), EVERYTHING)))
    return Scope(units) if units else NOTHING


def ancestors(tx: Session, unit_id: str, scope: Scope) -> list[Unit]:
    """The units above, topmost first, as far up as the scope reaches."""
    out: list[Unit] = []
    unit = get(tx, unit_id, scope)
    while unit.parent and len(out) <= MAX_DEPTH:
        try:
            unit = get(tx, unit.parent, scope)
        except NotFound:
            break
        out.append(unit)
    return out[::-1]


def add(tx: Session, unit: Unit, *, actor: str, scope: Scope = EVERYTHING) -> None:
    """Register a unit below an existing one. Raises InputError when it cannot stand there."""
    _check(unit)
    if _registered(tx, unit.id):
        raise InputError(f"there is a unit {unit.id!r} already", hint="rename or move it, or choose another id")
    _writable(unit.parent, scope)
    _parent(tx, unit)
    tx.execute(insert(UnitRow).values(**_values(unit)))
    ledger.append(tx, actor=actor, action="unit.added", object=f"unit:{unit.id}", unit=unit.id, details=_values(unit))


def rename(tx: Session, unit_id: str, *, name: str, name_zh: str, actor: str, scope: Scope = EVERYTHING) -> None:
    before = get(tx, unit_id, scope)
    if not name or not name_zh:
        raise InputError("a unit needs a name in both languages", where=f"unit {unit_id}")
    tx.execute(update(UnitRow).where(UnitRow.id == unit_id).values(name=name, name_zh=name_zh))
    ledger.append(
        tx,
        actor=actor,
        action="unit.renamed",
        object=f"unit:{unit_id}",
        unit=unit_id,
        details={"from": [before.name, before.name_zh], "to": [name, name_zh]},
    )


def move(tx: Session, unit_id: str, parent: str, *, actor: str, scope: Scope = EVERYTHING) -> None:
    """Put a unit, with everything below it, under another one. Raises InputError for the root and for a cycle."""
    before = get(tx, unit_id, scope)
    _writable(parent, scope)
    if unit_id == ROOT:
        raise InputError("the root of the tree cannot be moved", where=f"unit {unit_id}")
    if parent in scope_of(tx, unit_id).units:
        raise InputError(f"{parent!r} stands below {unit_id!r}", where=f"unit {unit_id}", hint="move that one first")
    _parent(tx, Unit(id=unit_id, name="-", name_zh="-", kind=before.kind, parent=parent))
    tx.execute(update(UnitRow).where(UnitRow.id == unit_id).values(parent=parent))
    ledger.append(
        tx,
        actor=actor,
        action="unit.moved",
        object=f"unit:{unit_id}",
        unit=unit_id,
        details={"from": before.parent, "to": parent},
    )


def remove(tx: Session, unit_id: str, *, actor: str, scope: Scope = EVERYTHING) -> None:
    """Take a unit out of the register. What it recorded stays, visible from the root. Refused while it owns anything
    in the register or has units below it."""
    before = get(tx, unit_id, scope)
    if unit_id == ROOT:
        raise InputError("the root of the tree cannot be removed", where=f"unit {unit_id}")
    below = tx.scalar(scoped(select(UnitRow.id).where(UnitRow.parent == unit_id).limit(1), EVERYTHING))
    owned = [
        tx.scalar(scoped(select(row.id).where(row.unit == unit_id), EVERYTHING, row.unit).limit(1)) for row in OWNED
    ]
    holding = next((thing for thing in (below, *owned) if thing is not None), None)
    if holding is not None:
        raise InputError(
            f"{holding!r} still belongs to it", where=f"unit {unit_id}", hint="give that another unit first"
        )
    tx.execute(delete(UnitRow).where(UnitRow.id == unit_id))
    ledger.append(
        tx, actor=actor, action="unit.removed", object=f"unit:{unit_id}", unit=unit_id, details=_values(before)
    )


def import_list(tx: Session, units: Iterable[Unit], *, actor: str) -> int:
    """Add the units that are new and bring the others to what the list says; those not in the list stay. In any order.

    Returns how many changed. Raises InputError, changing nothing, naming every unit that cannot stand where the list
    puts it.
    """
    wanted = {unit.id: unit for unit in units}
    current = {unit.id: unit for unit in tree(tx, EVERYTHING)}
    after = {**current, **wanted}
    problems = [problem for unit in wanted.values() for problem in _problems(unit, after)]
    if problems:
        raise InputError("the list of units cannot be used:\n" + "\n".join(f"  - {p}" for p in problems))
    changed = [unit for unit in _parents_first(wanted, after) if current.get(unit.id) != unit]
    for unit in changed:
        if unit.id in current:
            tx.execute(update(UnitRow).where(UnitRow.id == unit.id).values(**_values(unit)))
        else:
            tx.execute(insert(UnitRow).values(**_values(unit)))
    ledger.extend(
        tx,
        [
            ledger.Entry(
                actor=actor, action="unit.imported", object=f"unit:{unit.id}", unit=unit.id, details=_values(unit)
            )
            for unit in changed
        ],
    )
    return len(changed)


def _problems(unit: Unit, units: dict[str, Unit]) -> list[str]:
    try:
        _check(unit)
    except InputError as error:
        return [str(error)]
    if unit.id != ROOT and unit.parent not in units:
        return [f"unit {unit.id}: its parent {unit.parent!r} is not in the list and not registered"]
    if _depth(unit, units) > MAX_DEPTH:
        return [f"unit {unit.id}: it stands below itself, or more than {MAX_DEPTH} levels deep"]
    return []


def _depth(unit: Unit, units: dict[str, Unit]) -> int:
    depth = 0
    while unit.parent in units and depth <= MAX_DEPTH:
        unit = units[unit.parent]
        depth += 1
    return depth


def _parents_first(wanted: dict[str, Unit], units: dict[str, Unit]) -> Sequence[Unit]:
    return sorted(wanted.values(), key=lambda unit: (_depth(unit, units), unit.id))


def _check(unit: Unit) -> None:
    if not unit.id or unit.id != unit.id.strip() or len(unit.id) > 128:
        raise InputError("a unit's id is 1 to 128 characters without spaces around", where=f"unit {unit.id!r}")
    if not unit.name or not unit.name_zh:
        raise InputError("a unit needs a name in both languages", where=f"unit {unit.id}")
    if (unit.id == ROOT) != (not unit.parent):
        raise InputError(f"every unit but {ROOT!r} has a parent, and {ROOT!r} has none", where=f"unit {unit.id}")


def _parent(tx: Session, unit: Unit) -> None:
    if not _registered(tx, unit.parent):
        raise InputError(f"its parent {unit.parent!r} is not registered", where=f"unit {unit.id}")
    if len(ancestors(tx, unit.parent, EVERYTHING)) + 2 > MAX_DEPTH:
        raise InputError(f"the tree is limited to {MAX_DEPTH} levels", where=f"unit {unit.id}")


def _registered(tx: Session, unit_id: str) -> bool:
    return tx.scalar(scoped(select(UnitRow.id).where(UnitRow.id == unit_id), EVERYTHING)) is not None


def _writable(unit_id: str, scope: Scope) -> None:
    if not scope.allows(unit_id):
        raise ScopeError(f"unit {unit_id!r} is not within your units")


def _values(unit: Unit) -> dict[str, str | None]:
    return {
        "id": unit.id,
        "name": unit.name,
        "name_zh": unit.name_zh,
        "kind": unit.kind.value,
        "parent": unit.parent or None,
    }


def _unit(row: UnitRow) -> Unit:
    return Unit(id=row.id, name=row.name, name_zh=row.name_zh, kind=UnitKind(row.kind), parent=row.parent or "")
