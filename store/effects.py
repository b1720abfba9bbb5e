"""What playbooks did to the world: intended before, done after, taken back in time. Each turn is an audit record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from model.errors import Conflict, NotFound
from model.execution import Effect, EffectStatus
from model.times import Micros
from store import ledger
from store.encoding import plain, to_plain
from store.paging import Listing, after, checked, cursor_of
from store.playbook_tables import EffectRow
from store.rows import insert_rows, update_rows
from store.scope import EVERYTHING, Scope
from store.scoping import scoped

MAX_SAID = 4_000


def intend(tx: Session, wanted: Effect) -> Effect | None:
    """Write down what is about to happen. None when this is the first time, else what is known of the earlier attempt."""
    known = find_one(tx, wanted.key)
    if known is not None:
        return known
    row = {name: getattr(wanted, name) for name in Effect.__struct_fields__}
    row |= {"status": EffectStatus.INTENDED.value, "text": plain(wanted.text), "text_zh": plain(wanted.text_zh)}
    row |= {name: to_plain(row[name]) for name in ("touches", "outputs", "undo")}
    insert_rows(tx, EffectRow, [row])
    return None


def settle(
    tx: Session,
    key: str,
    status: EffectStatus,
    *,
    said: str,
    now: Micros,
    outputs: Mapping[str, str] | None = None,
    undo: Mapping[str, Any] | None = None,
    until: Micros | None = None,
    actor: str = "playbooks",
) -> None:
    """How it came out. Settling the same again adds no record."""
    known = _known(tx, key)
    if known.status is status and known.said == plain(said)[:MAX_SAID]:
        return
    changes: dict[str, Any] = {"status": status.value, "said": plain(said)[:MAX_SAID], "changed": now}
    if status is EffectStatus.DONE:
        changes |= {"outputs": to_plain(dict(outputs or {})), "undo": None if undo is None else to_plain(dict(undo))}
        changes["until"] = until
    update_rows(tx, EffectRow, EffectRow.key == key, **changes)
    _note(tx, known, f"effect.{status.value}", actor, now, {"said": changes["said"], "until": changes.get("until")})


def due(tx: Session, now: Micros, limit: int = 50) -> list[Effect]:
    """Done, and to be taken back by now."""
    statement = select(EffectRow).where(EffectRow.status == EffectStatus.DONE.value, EffectRow.until <= now)
    return [_effect(row) for row in tx.scalars(scoped(statement.order_by(EffectRow.until).limit(limit), EVERYTHING))]


def end_now(tx: Session, key: str, scope: Scope, *, actor: str, now: Micros) -> None:
    """Have it taken back at once. Raises Conflict when there is nothing to take back."""
    row = tx.scalar(scoped(select(EffectRow).where(EffectRow.key == key), scope, EffectRow.unit))
    if row is None:
        raise NotFound(f"there is no effect {key!r} within your units")
    if row.status != EffectStatus.DONE.value or row.undo is None:
        raise Conflict("there is nothing to take back", where=f"effect {key}")
    update_rows(tx, EffectRow, EffectRow.key == key, until=now)
    _note(tx, _effect(row), "effect.ending", actor, now, {})


def postpone(tx: Session, key: str, until: Micros, why: str) -> None:
    """It cannot be taken back now: try again later. A reason is recorded when it is a new one."""
    known = _known(tx, key)
    said = f"cannot be taken back: {plain(why)}"[:MAX_SAID]
    update_rows(tx, EffectRow, EffectRow.key == key, until=until, said=said)
    if known.said != said:
        _note(tx, known, "effect.stays", "playbooks", until, {"said": said})


def of_execution(tx: Session, execution: str, scope: Scope) -> list[Effect]:
    statement = scoped(select(EffectRow).where(EffectRow.execution == execution), scope, EffectRow.unit)
    return [_effect(row) for row in tx.scalars(statement.order_by(EffectRow.created, EffectRow.key))]


def find(
    tx: Session, scope: Scope, *, in_force: bool = False, limit: int = 50, cursor: str | None = None
) -> Listing[Effect]:
    """Newest first. in_force: only those that can still be taken back."""
    limit = checked(limit)
    statement = scoped(select(EffectRow).where(EffectRow.changes.is_(True)), scope, EffectRow.unit)
    if in_force:
        statement = statement.where(EffectRow.status == EffectStatus.DONE.value, EffectRow.until.is_not(None))
    if cursor:
        statement = statement.where(after(cursor, EffectRow.created, EffectRow.key))
    rows = list(tx.scalars(statement.order_by(EffectRow.created.desc(), EffectRow.key.desc()).limit(limit + 1)))
    items = [_effect(row) for row in rows[:limit]]
    return Listing(items, cursor_of(items[-1].created, items[-1].key) if len(rows) > limit else None)


def listed(tx: Session, actuator: str, now: Micros) -> list[str]:
    """Values in force on a block list, oldest first."""
    statement = select(EffectRow).where(
        EffectRow.capability == "blocklist",
        EffectRow.actuator == actuator,
        EffectRow.status == EffectStatus.DONE.value,
        EffectRow.until > now,
    )
    rows = tx.scalars(scoped(statement.order_by(EffectRow.created, EffectRow.key), EVERYTHING))
    return list(dict.fromkeys(str(row.undo["value"]) for row in rows if row.undo))


def find_one(tx: Session, key: str) -> Effect | None:
    row = tx.scalar(scoped(select(EffectRow).where(EffectRow.key == key), EVERYTHING))
    return None if row is None else _effect(row)


def _known(tx: Session, key: str) -> Effect:
    found = find_one(tx, key)
    if found is None:
        raise NotFound(f"there is no effect {key!r}")
    return found


def _note(tx: Session, effect: Effect, action: str, actor: str, now: Micros, details: Mapping[str, Any]) -> None:
    about: dict[str, Any] = {
        "execution": effect.execution,
        "capability": effect.capability,
        "actuator": effect.actuator,
    }
    about |= {"text": effect.text, "touches": effect.touches, **details}
    ledger.append(
        tx, actor=actor, action=action, object=f"effect:{effect.key}", unit=effect.unit, details=about, time=now
    )


def _effect(row: EffectRow) -> Effect:
    values = {name: getattr(row, name) for name in Effect.__struct_fields__}
    return Effect(**{**values, "status": EffectStatus(row.status)})
