"""Incidents: what the correlator made of the alerts, and what people decided.

An incident may concern several units. Whoever may see one of them sees the incident; whoever may not see all of them
sees it in part (see `store.incident_views`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from model.errors import NotFound, ScopeError, StoreError
from model.event import digest
from model.incident import Incident, IncidentChange, IncidentStatus
from model.severity import Level
from model.times import Micros, now_us
from store import ledger
from store.contract import TimeRange
from store.encoding import chunks, plain, to_plain
from store.incident_views import StoredIncident, views
from store.paging import Listing, after, checked, cursor_of
from store.rows import delete_rows, insert_rows, table_of, update_rows
from store.scope import EVERYTHING, Scope
from store.scoping import S, scoped, within_scope
from store.tables import AlertEntityRow, AlertRow, IncidentChangeRow, IncidentMemberRow, IncidentRow, IncidentUnitRow
from store.units import ROOT

CORRELATOR = "correlator"
_ENDED = frozenset({IncidentStatus.RESOLVED, IncidentStatus.CLOSED})
_LEVELS = tuple(Level)


class HistoryItem(msgspec.Struct, frozen=True, kw_only=True):
    """kind: of `IncidentChange`, or `decided` (a person), or `reopened` (it grew after a person ended it).

    alert and note are empty where the reader's scope does not reach.
    """

    time: Micros
    actor: str
    kind: str
    alert: str
    status: IncidentStatus
    level: Level
    score: float
    note: str


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """What to list; an empty member does not limit. within: incidents whose events touch the range. entity: a key."""

    within: TimeRange | None = None
    statuses: tuple[IncidentStatus, ...] = ()
    levels: tuple[Level, ...] = ()
    escalated: bool | None = None
    alert: str = ""
    entity: str = ""


def apply(tx: Session, changes: Iterable[IncidentChange], *, actor: str = CORRELATOR, note: str = "") -> int:
    """Store what the correlator, or the person `actor`, did to incidents, in order, and return how many changes were new.
    Applying them twice changes nothing.

    Their alerts must be stored already (`store.alerts.add`, in the same transaction). A status set by a person stays,
    except that a merge is always kept and growth reopens what a person ended: an attack that goes on must not stay
    hidden behind an old decision.
    """
    keyed = {_change_id(change): change for change in changes}
    for ids in chunks(list(keyed)):
        for known in tx.scalars(scoped(select(IncidentChangeRow.id).where(IncidentChangeRow.id.in_(ids)), EVERYTHING)):
            del keyed[known]
    if not keyed:
        return 0
    rows = _current(tx, {change.incident.id for change in keyed.values()})
    latest: dict[str, Incident] = {}
    items: list[dict[str, Any]] = []
    for change_id, change in keyed.items():
        incident = change.incident
        before = rows.get(incident.id)
        status, decided_by, kinds = _status(change, before)
        if before is None or incident.updated >= before["updated"]:
            decision = {
                "status": status.value,
                "decided_by": decided_by,
                "decided": before["decided"] if before and decided_by else None,
                "note": before["note"] if before else "",
            }
            rows[incident.id] = _row(incident) | decision
            latest[incident.id] = incident
        for kind in kinds:
            item_id = change_id if kind == change.kind else digest(change_id, kind)
            time = incident.updated if actor == CORRELATOR else now_us()
            item = _history_row(item_id, incident, kind, actor, time, status, change.alert_id)
            items.append({**item, "note": plain(note)})
    _write(tx, [rows[incident_id] for incident_id in latest])
    _write_units(tx, latest)
    _write_members(tx, latest)
    insert_rows(tx, IncidentChangeRow, items)
    return len(keyed)


def get(tx: Session, incident_id: str, scope: Scope) -> StoredIncident:
    """Raises NotFound when absent or outside the scope, without telling which. Members carry their reasons."""
    row = tx.execute(_visible(select(IncidentRow), scope).where(IncidentRow.id == incident_id)).scalar()
    if row is None:
        raise NotFound(f"there is no incident {incident_id!r} within your units")
    return views(tx, [row], scope)[0]


def by_ids(tx: Session, incident_ids: Sequence[str], scope: Scope) -> list[StoredIncident]:
    """In the order given; those absent or outside the scope are left out."""
    rows: dict[str, IncidentRow] = {}
    for ids in chunks(list(incident_ids)):
        rows.update(
            (row.id, row) for row in tx.scalars(_visible(select(IncidentRow), scope).where(IncidentRow.id.in_(ids)))
        )
    return views(tx, [rows[one] for one in incident_ids if one in rows], scope)


def find(
    tx: Session, scope: Scope, where: Filter | None = None, *, limit: int = 50, cursor: str | None = None
) -> Listing[StoredIncident]:
    """Most recently changed first, ties by id."""
    statement = _filtered(select(IncidentRow), scope, where)
    if cursor is not None:
        statement = statement.where(after(cursor, IncidentRow.updated, IncidentRow.id))
    rows = list(
        tx.scalars(statement.order_by(IncidentRow.updated.desc(), IncidentRow.id.desc()).limit(checked(limit) + 1))
    )
    more = cursor_of(rows[limit - 1].updated, rows[limit - 1].id) if len(rows) > limit else None
    return Listing(views(tx, rows[:limit], scope), more)


def count(tx: Session, scope: Scope, where: Filter | None = None) -> int:
    return tx.scalar(_filtered(select(func.count()).select_from(IncidentRow), scope, where)) or 0


def count_by_status(tx: Session, scope: Scope, where: Filter | None = None) -> dict[IncidentStatus, int]:
    """Every status, zero where there is none."""
    statement = _filtered(select(IncidentRow.status, func.count()), scope, where).group_by(IncidentRow.status)
    found = {IncidentStatus(status): number for status, number in tx.execute(statement)}
    return {status: found.get(status, 0) for status in IncidentStatus}


def of_alert(tx: Session, alert_id: str, scope: Scope) -> list[str]:
    """Ids of the incidents an alert belongs to; none for an alert outside the scope."""
    statement = scoped(
        select(IncidentMemberRow.incident).where(IncidentMemberRow.alert == alert_id), scope, IncidentMemberRow.unit
    )
    return list(tx.scalars(statement.order_by(IncidentMemberRow.incident)))


def history(tx: Session, incident_id: str, scope: Scope) -> list[HistoryItem]:
    """Everything that happened to it, oldest first."""
    seen = get(tx, incident_id, scope)
    shown = {member.alert_id for member in seen.incident.members}
    statement = scoped(select(IncidentChangeRow).where(IncidentChangeRow.incident == incident_id), scope)
    return [
        HistoryItem(
            time=row.time,
            actor=row.actor,
            kind=row.kind,
            alert=row.alert if not seen.partial or row.alert in shown else "",
            status=IncidentStatus(row.status),
            level=_LEVELS[row.level],
            score=row.score,
            note="" if seen.partial else row.note,
        )
        for row in tx.scalars(statement.order_by(IncidentChangeRow.number))
    ]


def decide(
    tx: Session,
    incident_id: str,
    scope: Scope,
    *,
    actor: str,
    status: IncidentStatus,
    note: str = "",
    time: Micros | None = None,
) -> None:
    """Record the status a person gives an incident. Raises ScopeError when it also concerns units outside the scope:
    deciding over it belongs to somebody above all of them."""
    seen = get(tx, incident_id, scope)
    if seen.partial:
        raise ScopeError(f"incident {incident_id} also concerns units outside yours")
    if status is IncidentStatus.MERGED:
        raise StoreError("only the correlator merges incidents", where=f"incident {incident_id}")
    at = now_us() if time is None else time
    note = plain(note)
    decision = {"status": status.value, "decided_by": actor, "decided": at, "note": note}
    update_rows(tx, IncidentRow, IncidentRow.id == incident_id, **decision)
    sequence = ledger.append(
        tx,
        actor=actor,
        action="incident.decided",
        object=f"incident:{incident_id}",
        unit=seen.incident.units[0]
        if len(seen.incident.units) == 1
        else ROOT,  # a note over several is for none of them
        details={"from": seen.incident.status.value, "to": status.value, "note": note},
        time=at,
    )
    item_id = digest("decided", incident_id, sequence)
    item = _history_row(item_id, seen.incident, "decided", actor, at, status)
    insert_rows(tx, IncidentChangeRow, [{**item, "note": note}])


def _status(change: IncidentChange, before: dict[str, Any] | None) -> tuple[IncidentStatus, str, tuple[str, ...]]:
    """The status after a change, who decided it, and what the history says happened."""
    said = change.incident.status
    if before is None or not before["decided_by"] or said is IncidentStatus.MERGED:
        return said, "", (change.kind,)
    had = IncidentStatus(before["status"])
    if change.kind == "grew" and had in _ENDED:
        return IncidentStatus.IN_PROGRESS, "", (change.kind, "reopened")
    return had, before["decided_by"], (change.kind,)


def _history_row(
    item_id: str,
    incident: Incident,
    kind: str,
    actor: str,
    time: Micros,
    status: IncidentStatus,
    alert: str = "",
) -> dict[str, Any]:
    return {
        "id": item_id,
        "incident": incident.id,
        "time": time,
        "actor": actor,
        "kind": plain(kind),
        "alert": alert,
        "status": status.value,
        "level": incident.level.rank,
        "score": incident.score,
        "note": "",
    }


def _visible(statement: S, scope: Scope) -> S:
    if not scope.everything:
        mine = select(IncidentUnitRow.incident).where(within_scope(IncidentUnitRow.unit, scope))
        statement = statement.where(IncidentRow.id.in_(mine))
    return scoped(statement, scope)


def _filtered(statement: S, scope: Scope, where: Filter | None) -> S:
    """Filters by alert or entity look only at alerts within the scope, so that a filter is no oracle for the others."""
    statement = _visible(statement, scope)
    where = where or Filter()
    if where.within is not None:
        statement = statement.where(
            IncidentRow.first_event < where.within.end, IncidentRow.last_event >= where.within.start
        )
    if where.statuses:
        statement = statement.where(IncidentRow.status.in_([status.value for status in where.statuses]))
    if where.levels:
        statement = statement.where(IncidentRow.level.in_([level.rank for level in where.levels]))
    if where.escalated is not None:
        statement = statement.where(IncidentRow.escalated == where.escalated)
    if where.alert or where.entity:
        member = select(IncidentMemberRow.incident).where(within_scope(IncidentMemberRow.unit, scope))
        if where.alert:
            member = member.where(IncidentMemberRow.alert == where.alert)
        if where.entity:
            about = select(AlertEntityRow.alert).where(AlertEntityRow.key == plain(where.entity))
            member = member.where(IncidentMemberRow.alert.in_(about))
        statement = statement.where(IncidentRow.id.in_(member))
    return statement


def _change_id(change: IncidentChange) -> str:
    incident = change.incident
    return digest(
        incident.id, change.kind, change.alert_id, incident.updated, incident.status.value, len(incident.members)
    )


def _current(tx: Session, ids: set[str]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    table = table_of(IncidentRow)
    for some in chunks(sorted(ids)):
        for row in tx.execute(scoped(select(table).where(table.c.id.in_(some)), EVERYTHING)):
            found[row.id] = dict(row._mapping)
    return found


def _row(incident: Incident) -> dict[str, Any]:
    return {
        "id": incident.id,
        "title": plain(incident.title),
        "title_zh": plain(incident.title_zh),
        "level": incident.level.rank,
        "created": incident.created,
        "updated": incident.updated,
        "first_event": incident.first_event,
        "last_event": incident.last_event,
        "score": incident.score,
        "escalated": incident.escalated,
        "entities": to_plain(incident.entities),
        "tactics": to_plain(incident.tactics),
        "techniques": to_plain(incident.techniques),
        "merged_into": incident.merged_into,
        "facts": {
            "confidence": incident.confidence,
            "because": to_plain(incident.because),
            "related": to_plain(incident.related),
            "shown_since": incident.shown_since,
            "evidence": incident.evidence,
            "scored": to_plain(incident.scored),
        },
    }


def _write(tx: Session, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        values = {name: value for name, value in row.items() if name != "id"}
        if update_rows(tx, IncidentRow, IncidentRow.id == row["id"], **values) == 0:
            insert_rows(tx, IncidentRow, [row])


def _write_units(tx: Session, latest: dict[str, Incident]) -> None:
    had: dict[str, set[str]] = {incident_id: set() for incident_id in latest}
    for ids in chunks(list(latest)):
        statement = select(IncidentUnitRow.incident, IncidentUnitRow.unit).where(IncidentUnitRow.incident.in_(ids))
        for row in tx.execute(scoped(statement, EVERYTHING)):
            had[row.incident].add(row.unit)
    new = []
    for incident in latest.values():
        units = {plain(unit) for unit in incident.units}
        new += [{"incident": incident.id, "unit": unit} for unit in sorted(units - had[incident.id])]
        gone = had[incident.id] - units
        if gone:
            of_it = IncidentUnitRow.incident == incident.id
            delete_rows(tx, IncidentUnitRow, of_it, IncidentUnitRow.unit.in_(sorted(gone)))
    insert_rows(tx, IncidentUnitRow, new)


def _write_members(tx: Session, latest: dict[str, Incident]) -> None:
    """Add who joined, remove who left (a split, a merge); what stands is not written again."""
    new: list[dict[str, Any]] = []
    for incident in latest.values():
        of_it = IncidentMemberRow.incident == incident.id
        statement = scoped(select(IncidentMemberRow.alert).where(of_it), EVERYTHING)
        had = set(tx.scalars(statement))
        now = {member.alert_id for member in incident.members}
        for ids in chunks(sorted(had - now)):
            delete_rows(tx, IncidentMemberRow, of_it, IncidentMemberRow.alert.in_(ids))
        new += [
            {"incident": incident.id, "alert": m.alert_id, "position": n, "reason": to_plain(m.reason)}
            for n, m in enumerate(incident.members)
            if m.alert_id not in had
        ]
    if not new:
        return
    units: dict[str, str] = {}
    for ids in chunks(sorted({row["alert"] for row in new})):
        owners = scoped(select(AlertRow.id, AlertRow.unit).where(AlertRow.id.in_(ids)), EVERYTHING)
        units.update((row.id, row.unit) for row in tx.execute(owners))
    for row in new:
        if row["alert"] not in units:
            raise StoreError(
                f"its alert {row['alert']} is not stored",
                where=f"incident {row['incident']}",
                hint="store the alerts first, in the same transaction",
            )
        row["unit"] = units[row["alert"]]
    insert_rows(tx, IncidentMemberRow, new)
