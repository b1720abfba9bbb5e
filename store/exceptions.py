"""Exceptions, and the alerts they keep back."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Sequence

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from model.alert import Alert
from model.errors import InputError, NotFound, ScopeError
from model.rule_exception import ExceptionState, RuleException
from model.times import DAY, Micros
from store import ledger, rules
from store.detection_tables import HiddenAlertRow, RuleExceptionRow
from store.encoding import chunks, plain, to_json_text
from store.paging import Listing, after, checked, cursor_of
from store.rows import insert_rows, update_rows
from store.scope import EVERYTHING, Scope
from store.scoping import scoped

LONGEST = 366 * DAY
"""An exception nobody looks at again for longer than a year is forgotten, not decided."""

_ALERT = msgspec.json.Decoder(Alert)


class Kept(msgspec.Struct, frozen=True, kw_only=True):
    """An exception and what it hid so far."""

    exception: RuleException
    hidden: int
    last_hidden: Micros | None


class Hidden(msgspec.Struct, frozen=True, kw_only=True):
    """An alert, and the exception that kept it back."""

    alert: Alert
    exception: str


def add(tx: Session, wanted: RuleException, scope: Scope, *, actor: str, now: Micros) -> RuleException:
    """Keep a new exception under a fresh id. Its unit must be within the scope."""
    if not scope.allows(wanted.unit):
        raise ScopeError(f"unit {wanted.unit!r} is not within your units")
    if not wanted.reason.strip():
        raise InputError("an exception needs a reason", hint="say why what it hides is harmless")
    check_expiry(wanted.expires, now)
    made = msgspec.structs.replace(wanted, id=secrets.token_hex(8), created=now, created_by=actor)
    columns = {name: getattr(made, name) for name in made.__struct_fields__}
    columns |= {"rules": list(made.rules), "entities": [plain(key) for key in made.entities]}
    columns |= {name: plain(columns[name]) for name in ("title", "filter", "reason", "owner")}
    insert_rows(tx, RuleExceptionRow, [{**columns, "hidden": 0, "last_hidden": None}])
    details = {name: columns[name] for name in ("title", "rules", "filter", "entities", "reason", "owner", "expires")}
    ledger.append(
        tx,
        actor=actor,
        action="exception.added",
        object=f"exception:{made.id}",
        unit=made.unit,
        details=details,
        time=now,
    )
    rules.changed(tx)
    return made


def check_expiry(expires: Micros, now: Micros) -> None:
    if not now < expires <= now + LONGEST:
        raise InputError("an exception expires in the future and within a year", where="expires")


def extend(tx: Session, exception_id: str, scope: Scope, *, expires: Micros, actor: str, now: Micros) -> None:
    """Give it another end, also when it had expired; ended ones stay ended."""
    known = get(tx, exception_id, scope).exception
    if known.ended is not None:
        raise InputError("the exception was ended", hint="make a new one")
    check_expiry(expires, now)
    update_rows(tx, RuleExceptionRow, RuleExceptionRow.id == exception_id, expires=expires)
    details = {"from": known.expires, "to": expires}
    ledger.append(
        tx,
        actor=actor,
        action="exception.extended",
        object=f"exception:{exception_id}",
        unit=known.unit,
        details=details,
        time=now,
    )
    rules.changed(tx)


def end(tx: Session, exception_id: str, scope: Scope, *, actor: str, now: Micros) -> None:
    """Stop it from acting. What it hid stays listed."""
    known = get(tx, exception_id, scope).exception
    if known.ended is not None:
        return
    update_rows(tx, RuleExceptionRow, RuleExceptionRow.id == exception_id, ended=now, ended_by=actor)
    ledger.append(
        tx, actor=actor, action="exception.ended", object=f"exception:{exception_id}", unit=known.unit, time=now
    )
    rules.changed(tx)


def get(tx: Session, exception_id: str, scope: Scope) -> Kept:
    row = tx.scalar(
        scoped(select(RuleExceptionRow).where(RuleExceptionRow.id == exception_id), scope, RuleExceptionRow.unit)
    )
    if row is None:
        raise NotFound(f"there is no exception {exception_id!r} within your units")
    return _kept(row)


def find(
    tx: Session, scope: Scope, *, now: Micros, state: ExceptionState | None = None, rule: str | None = None
) -> list[Kept]:
    """Newest first. There are as many as people made by hand, so they are not paged."""
    rows = tx.scalars(
        scoped(select(RuleExceptionRow), scope, RuleExceptionRow.unit).order_by(
            RuleExceptionRow.created.desc(), RuleExceptionRow.id
        )
    )
    kept = [_kept(row) for row in rows]
    return [
        one
        for one in kept
        if (state is None or one.exception.state(now) is state) and (rule is None or rule in one.exception.rules)
    ]


def active(tx: Session, now: Micros) -> list[RuleException]:
    """Those in force anywhere, oldest first: the first that hides an alert is the one it is counted for."""
    statement = select(RuleExceptionRow).where(RuleExceptionRow.ended.is_(None), RuleExceptionRow.expires > now)
    ordered = statement.order_by(RuleExceptionRow.created, RuleExceptionRow.id)
    return [_kept(row).exception for row in tx.scalars(scoped(ordered, EVERYTHING))]


def record_hidden(tx: Session, hidden: Sequence[tuple[Alert, str]]) -> list[Alert]:
    """Keep alerts that were held back, with the exception's id; those not known before are returned and counted."""
    wanted: dict[str, tuple[Alert, str]] = {}
    for alert, exception in hidden:
        wanted.setdefault(alert.id, (alert, exception))
    known: set[str] = set()
    for ids in chunks(list(wanted)):
        known.update(tx.scalars(scoped(select(HiddenAlertRow.id).where(HiddenAlertRow.id.in_(ids)), EVERYTHING)))
    new = [pair for alert_id, pair in wanted.items() if alert_id not in known]
    insert_rows(
        tx,
        HiddenAlertRow,
        [
            {
                "id": alert.id,
                "unit": plain(alert.unit),
                "time": alert.time,
                "rule": plain(alert.rule.id),
                "exception": exception,
                "level": alert.rule.level.rank,
                "body": to_json_text(alert),
            }
            for alert, exception in new
        ],
    )
    last: dict[str, Micros] = {}
    for alert, exception in new:
        last[exception] = max(last.get(exception, alert.time), alert.time)
    for exception, count in Counter(exception for _, exception in new).items():
        row = RuleExceptionRow
        before = func.coalesce(row.last_hidden, last[exception])
        update_rows(
            tx,
            row,
            row.id == exception,
            hidden=row.hidden + count,
            last_hidden=func.max(before, last[exception])
            if tx.connection().dialect.name == "sqlite"
            else func.greatest(before, last[exception]),
        )
    return [alert for alert, _ in new]


def hidden_alerts(
    tx: Session, exception_id: str, scope: Scope, *, limit: int = 100, cursor: str | None = None
) -> Listing[Hidden]:
    """What an exception kept back, newest first, as far as it is within the scope."""
    row = HiddenAlertRow
    statement = scoped(select(row).where(row.exception == exception_id), scope, row.unit)
    if cursor is not None:
        statement = statement.where(after(cursor, row.time, row.id))
    rows = list(tx.scalars(statement.order_by(row.time.desc(), row.id.desc()).limit(checked(limit) + 1)))
    more = cursor_of(rows[limit - 1].time, rows[limit - 1].id) if len(rows) > limit else None
    return Listing([Hidden(alert=_ALERT.decode(one.body), exception=one.exception) for one in rows[:limit]], more)


def _kept(row: RuleExceptionRow) -> Kept:
    return Kept(
        exception=RuleException(
            id=row.id,
            title=row.title,
            rules=tuple(row.rules),
            filter=row.filter,
            unit=row.unit,
            entities=tuple(row.entities),
            reason=row.reason,
            owner=row.owner,
            created=row.created,
            created_by=row.created_by,
            expires=row.expires,
            ended=row.ended,
            ended_by=row.ended_by,
        ),
        hidden=row.hidden,
        last_hidden=row.last_hidden,
    )
