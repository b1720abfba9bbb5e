"""Runs of playbooks: asked for, followed step by step, ended."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from model.errors import Conflict, InputError, NotFound
from model.execution import Execution, ExecutionStatus, ExecutionStep, StoredPlaybook
from model.times import Micros
from store import ledger
from store.encoding import plain, to_plain
from store.paging import Listing, after, checked, cursor_of
from store.playbook_tables import ExecutionRow, ExecutionStepRow
from store.rows import insert_rows, update_rows
from store.scope import EVERYTHING, Scope
from store.scoping import scoped

OPEN = (ExecutionStatus.REQUESTED, ExecutionStatus.RUNNING, ExecutionStatus.WAITING)
MAX_SAID = 4_000


def request(
    tx: Session,
    playbook: StoredPlaybook,
    *,
    unit: str,
    inputs: Mapping[str, Any],
    actor: str,
    now: Micros,
    incident: str = "",
    marker: str | None = None,
) -> str | None:
    """Ask for a run; whoever carries runs out begins it. None when one with this marker was asked for before."""
    if marker is not None and tx.scalar(
        scoped(select(ExecutionRow.id).where(ExecutionRow.marker == marker), EVERYTHING)
    ):
        return None
    identifier = f"run-{secrets.token_hex(8)}"
    given = to_plain(dict(inputs))
    row = {
        "id": identifier,
        "unit": unit,
        "playbook": playbook.id,
        "digest": playbook.digest,
        "name": playbook.name,
        "name_zh": playbook.name_zh,
        "status": ExecutionStatus.REQUESTED.value,
        "reason": "",
        "stuck": "",
        "requested_by": actor,
        "incident": plain(incident),
        "marker": marker,
        "inputs": given,
        "values": {},
        "cancel": False,
        "created": now,
        "updated": now,
        "ended": None,
    }
    insert_rows(tx, ExecutionRow, [row])
    details = {"playbook": playbook.id, "name": playbook.name, "digest": playbook.digest, "incident": incident}
    _note(tx, "execution.requested", identifier, unit, actor, now, {**details, "inputs": given})
    return identifier


def get(tx: Session, identifier: str, scope: Scope) -> Execution:
    row = tx.scalar(scoped(select(ExecutionRow).where(ExecutionRow.id == identifier), scope, ExecutionRow.unit))
    if row is None:
        raise NotFound(f"there is no execution {identifier!r} within your units")
    return _execution(row)


def by_marker(tx: Session, marker: str, scope: Scope) -> Execution:
    row = tx.scalar(scoped(select(ExecutionRow).where(ExecutionRow.marker == marker), scope, ExecutionRow.unit))
    if row is None:
        raise NotFound("there is no such execution within your units")
    return _execution(row)


def get_any(tx: Session, identifier: str) -> Execution:
    """For whoever carries it out."""
    return get(tx, identifier, EVERYTHING)


def find(
    tx: Session,
    scope: Scope,
    *,
    status: Sequence[ExecutionStatus] = (),
    playbook: str | None = None,
    incident: str | None = None,
    limit: int = 50,
    cursor: str | None = None,
) -> Listing[Execution]:
    """Newest first."""
    limit = checked(limit)
    statement = scoped(select(ExecutionRow), scope, ExecutionRow.unit)
    if status:
        statement = statement.where(ExecutionRow.status.in_([one.value for one in status]))
    if playbook is not None:
        statement = statement.where(ExecutionRow.playbook == playbook)
    if incident is not None:
        statement = statement.where(ExecutionRow.incident == incident)
    if cursor:
        statement = statement.where(after(cursor, ExecutionRow.created, ExecutionRow.id))
    rows = list(tx.scalars(statement.order_by(ExecutionRow.created.desc(), ExecutionRow.id.desc()).limit(limit + 1)))
    items = [_execution(row) for row in rows[:limit]]
    more = len(rows) > limit
    return Listing(items, cursor_of(items[-1].created, items[-1].id) if more else None)


def open_ones(tx: Session) -> list[Execution]:
    """Of all units, oldest first; for whoever carries them out."""
    wanted = [one.value for one in OPEN]
    statement = scoped(select(ExecutionRow).where(ExecutionRow.status.in_(wanted)), EVERYTHING)
    return [_execution(row) for row in tx.scalars(statement.order_by(ExecutionRow.created))]


def count_by_status(tx: Session, scope: Scope) -> dict[str, int]:
    statement = select(ExecutionRow.status, func.count()).group_by(ExecutionRow.status)
    return {status: int(number) for status, number in tx.execute(scoped(statement, scope, ExecutionRow.unit))}


def count_between(tx: Session, scope: Scope, start: Micros, end: Micros) -> int:
    """Runs asked for within a time."""
    counted = select(func.count()).select_from(ExecutionRow)
    counted = counted.where(ExecutionRow.created >= start, ExecutionRow.created < end)
    return tx.scalar(scoped(counted, scope, ExecutionRow.unit)) or 0


def outcomes(tx: Session, scope: Scope) -> dict[str, tuple[int, int]]:
    """By playbook: how many of its runs for incidents succeeded, and how many succeeded or failed."""
    ends = (ExecutionStatus.SUCCEEDED.value, ExecutionStatus.FAILED.value)
    wanted = (
        select(ExecutionRow.playbook, ExecutionRow.status, func.count())
        .where(ExecutionRow.incident != "", ExecutionRow.status.in_(ends))
        .group_by(ExecutionRow.playbook, ExecutionRow.status)
    )
    found: dict[str, tuple[int, int]] = {}
    for playbook, status, number in tx.execute(scoped(wanted, scope, ExecutionRow.unit)):
        succeeded, ended = found.get(playbook, (0, 0))
        found[playbook] = (succeeded + (number if status == ends[0] else 0), ended + number)
    return found


def progress(tx: Session, identifier: str, now: Micros, **changes: Any) -> None:
    """status, values, stuck; says that it gets on."""
    update_rows(tx, ExecutionRow, ExecutionRow.id == identifier, updated=now, **to_plain(changes))


def set_stuck(tx: Session, identifier: str, why: str) -> None:
    update_rows(tx, ExecutionRow, ExecutionRow.id == identifier, stuck=plain(why))


def end(tx: Session, identifier: str, status: ExecutionStatus, reason: str, now: Micros, **changes: Any) -> None:
    """Ending one that has ended changes nothing."""
    known = get(tx, identifier, EVERYTHING)
    if known.status.over:
        return
    ended = {"status": status.value, "reason": plain(reason)[:MAX_SAID], "stuck": "", "ended": now, "updated": now}
    update_rows(tx, ExecutionRow, ExecutionRow.id == identifier, **ended, **to_plain(changes))
    details = {"status": status.value, "reason": ended["reason"]}
    _note(tx, "execution.ended", identifier, known.unit, "playbooks", now, details)


def cancel(tx: Session, identifier: str, scope: Scope, *, reason: str, actor: str, now: Micros) -> None:
    """Ask it to stop before its next step. Raises Conflict when it is over."""
    known = get(tx, identifier, scope)
    if known.status.over:
        raise Conflict("the execution is over", where=f"execution {identifier}")
    if not reason.strip():
        raise InputError("cancelling needs a reason", where="reason")
    update_rows(tx, ExecutionRow, ExecutionRow.id == identifier, cancel=True, updated=now)
    _note(tx, "execution.cancelled", identifier, known.unit, actor, now, {"reason": plain(reason)})


def steps(tx: Session, identifier: str, scope: Scope) -> list[ExecutionStep]:
    """In the order they were come to."""
    statement = select(ExecutionStepRow).where(ExecutionStepRow.execution == identifier)
    ordered = scoped(statement, scope, ExecutionStepRow.unit).order_by(ExecutionStepRow.began, ExecutionStepRow.id)
    names = ExecutionStep.__struct_fields__
    return [ExecutionStep(**{name: getattr(row, name) for name in names}) for row in tx.scalars(ordered)]


def step_began(
    tx: Session, execution: str, unit: str, path: str, *, step: str, kind: str, name: str, now: Micros
) -> Micros:
    """Keeps the first time when told again."""
    identifier = f"{execution}/{path}"
    known = tx.scalar(scoped(select(ExecutionStepRow.began).where(ExecutionStepRow.id == identifier), EVERYTHING))
    if known is not None:
        return known
    row = {"id": identifier, "execution": execution, "unit": unit, "path": path, "step": step, "kind": kind}
    more = {"name": plain(name), "status": "running", "began": now, "ended": None, "said": ""}
    insert_rows(tx, ExecutionStepRow, [{**row, **more}])
    return now


def step_ended(tx: Session, execution: str, path: str, *, status: str, said: str, now: Micros | None) -> None:
    changes = {"status": status, "said": plain(said)[:MAX_SAID], "ended": now}
    update_rows(tx, ExecutionStepRow, ExecutionStepRow.id == f"{execution}/{path}", **changes)


def _note(
    tx: Session, action: str, identifier: str, unit: str, actor: str, now: Micros, details: Mapping[str, Any]
) -> None:
    ledger.append(
        tx, actor=actor, action=action, object=f"execution:{identifier}", unit=unit, details=details, time=now
    )


def _execution(row: ExecutionRow) -> Execution:
    values = {name: getattr(row, name) for name in Execution.__struct_fields__}
    return Execution(**{**values, "status": ExecutionStatus(row.status)})
