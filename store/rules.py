"""What is kept about rules: which are switched off, the texts they had, and what each did hour by hour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import msgspec
from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from model.errors import InputError, NotFound
from model.times import DAY, HOUR, Micros, now_us
from store import checkpoints, ledger, units
from store.alerts import AlertVerdict
from store.detection_tables import RuleHourRow, RuleSetRow, RuleSwitchRow, RuleTextRow
from store.encoding import chunks, plain
from store.rows import delete_rows, insert_rows, table_of
from store.scope import Scope
from store.scoping import scoped
from store.tables import AlertRow

_GENERATION = "rules:generation"
_RELOADS = "rules:reloads"


class Switch(msgspec.Struct, frozen=True, kw_only=True):
    """A rule switched off, by whom and why."""

    rule: str
    reason: str
    actor: str
    time: Micros


class RuleText(msgspec.Struct, frozen=True, kw_only=True):
    version: str
    rule: str
    text: str
    first_loaded: Micros


class Activity(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule did, in event time. hits: matches; some give no alert (they feed a correlation, or were hidden).

    decided, dismissed: alerts somebody judged, and those of them judged false positive or benign.
    """

    day: int = 0
    week: int = 0
    month: int = 0
    hits: int = 0
    alerts: int = 0
    hidden: int = 0
    decided: int = 0
    dismissed: int = 0
    last: Micros | None = None

    @property
    def noise(self) -> float | None:
        """Share of judged alerts that were dismissed, 0 to 1; None before anybody judged one."""
        return self.dismissed / self.decided if self.decided else None


@dataclass(slots=True)
class Tally:
    """Hits of one rule on the events of one unit in one hour, to be added up."""

    hits: int = 0
    alerts: int = 0
    hidden: int = 0
    last: Micros = 0


# Changes: whatever decides which rules run, and how, raises the generation, which running processes look at.


def generation(tx: Session) -> int:
    return int((checkpoints.get(tx, _GENERATION) or {"number": 0})["number"])


def changed(tx: Session) -> None:
    checkpoints.put(tx, _GENERATION, {"number": generation(tx) + 1})


def reload_requests(tx: Session) -> int:
    """How often somebody asked for the rule files to be read again."""
    return int((checkpoints.get(tx, _RELOADS) or {"number": 0})["number"])


def request_reload(tx: Session, *, actor: str) -> None:
    checkpoints.put(tx, _RELOADS, {"number": reload_requests(tx) + 1})
    ledger.append(tx, actor=actor, action="rules.reload_requested", object="rules", unit=units.ROOT)
    changed(tx)


def switch_off(tx: Session, rule: str, *, reason: str, actor: str, title: str = "") -> None:
    """Raises InputError without a reason, or when it is off already."""
    if not reason.strip():
        raise InputError("switching a rule off needs a reason", hint="say what it costs and who decided")
    if rule in switches(tx):
        raise InputError("the rule is switched off already", where=f"rule {rule}")
    now = now_us()
    insert_rows(tx, RuleSwitchRow, [{"rule": plain(rule), "reason": plain(reason), "actor": actor, "time": now}])
    details = {"reason": plain(reason), "title": plain(title)}
    ledger.append(
        tx, actor=actor, action="rule.disabled", object=f"rule:{plain(rule)}", unit=units.ROOT, details=details
    )
    changed(tx)


def switch_on(tx: Session, rule: str, *, actor: str, title: str = "") -> None:
    """Raises NotFound when it is not switched off."""
    if not delete_rows(tx, RuleSwitchRow, RuleSwitchRow.rule == plain(rule)):
        raise NotFound(f"the rule {rule!r} is not switched off")
    ledger.append(
        tx,
        actor=actor,
        action="rule.enabled",
        object=f"rule:{plain(rule)}",
        unit=units.ROOT,
        details={"title": plain(title)},
    )
    changed(tx)


def switches(tx: Session) -> dict[str, Switch]:
    """By rule."""
    return {
        row.rule: Switch(rule=row.rule, reason=row.reason, actor=row.actor, time=row.time)
        for row in tx.scalars(select(RuleSwitchRow).order_by(RuleSwitchRow.rule))
    }


# Texts


def keep_set(
    tx: Session, version: str, texts: Mapping[str, tuple[str, str]], *, active: int, inactive: int, rejected: int
) -> bool:
    """Keep a rule set's texts (version of a rule to its id and text); False when this very set is known already."""
    if tx.scalar(select(RuleSetRow.version).where(RuleSetRow.version == version)) is not None:
        return False
    now = now_us()
    known: set[str] = set()
    for versions in chunks(list(texts)):
        known.update(tx.scalars(select(RuleTextRow.version).where(RuleTextRow.version.in_(versions))))
    new = [
        {"version": one, "rule": plain(rule), "text": plain(text), "first_loaded": now}
        for one, (rule, text) in texts.items()
        if one not in known
    ]
    insert_rows(tx, RuleTextRow, new)
    counts = {"active": active, "inactive": inactive, "rejected": rejected}
    insert_rows(tx, RuleSetRow, [{"version": version, "loaded": now, **counts}])
    return True


def find_text(tx: Session, version: str) -> RuleText | None:
    row = tx.scalar(select(RuleTextRow).where(RuleTextRow.version == version))
    if row is None:
        return None
    return RuleText(version=row.version, rule=row.rule, text=row.text, first_loaded=row.first_loaded)


def text_of(tx: Session, version: str) -> RuleText:
    found = find_text(tx, version)
    if found is None:
        raise NotFound(f"no rule text of the version {version!r} is kept")
    return found


# What rules did


def add_hours(tx: Session, tallies: Mapping[tuple[str, str, int], Tally]) -> None:
    """Add to the counts of (rule, unit, hour), in the transaction that makes the alerts."""
    if not tallies:
        return
    connection = tx.connection()
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    table = table_of(RuleHourRow)
    statement = dialect.insert(table)
    new = statement.excluded
    statement = statement.on_conflict_do_update(
        index_elements=["rule", "unit", "hour"],
        set_={
            "hits": table.c.hits + new.hits,
            "alerts": table.c.alerts + new.alerts,
            "hidden": table.c.hidden + new.hidden,
            "last": case((new.last > table.c.last, new.last), else_=table.c.last),
        },
    )
    rows = [
        {
            "rule": plain(rule),
            "unit": plain(unit),
            "hour": hour,
            "hits": tally.hits,
            "alerts": tally.alerts,
            "hidden": tally.hidden,
            "last": tally.last,
        }
        for (rule, unit, hour), tally in tallies.items()
    ]
    connection.execute(statement, rows)


def forget_hours(tx: Session, before: Micros) -> int:
    return delete_rows(tx, RuleHourRow, RuleHourRow.hour < before // HOUR)


def activity(tx: Session, scope: Scope, *, now: Micros, rules: Iterable[str] | None = None) -> dict[str, Activity]:
    """What each rule did on the events of these units; rules that did nothing are left out."""
    wanted = None if rules is None else list(rules)
    hours = RuleHourRow.hour

    def since(span: Micros) -> ColumnElement[int]:
        return func.sum(case((hours >= (now - span) // HOUR, RuleHourRow.hits), else_=0))

    statement = scoped(
        select(
            RuleHourRow.rule,
            since(DAY).label("day"),
            since(7 * DAY).label("week"),
            since(30 * DAY).label("month"),
            func.sum(RuleHourRow.hits).label("hits"),
            func.sum(RuleHourRow.alerts).label("alerts"),
            func.sum(RuleHourRow.hidden).label("hidden"),
            func.max(RuleHourRow.last).label("last"),
        ).group_by(RuleHourRow.rule),
        scope,
        RuleHourRow.unit,
    )
    if wanted is not None:
        statement = statement.where(RuleHourRow.rule.in_(wanted))
    judged = _judged(tx, scope, wanted)
    out = {}
    for row in tx.execute(statement):
        decided, dismissed = judged.get(row.rule, (0, 0))
        out[row.rule] = Activity(
            day=int(row.day),
            week=int(row.week),
            month=int(row.month),
            hits=int(row.hits),
            alerts=int(row.alerts),
            hidden=int(row.hidden),
            decided=decided,
            dismissed=dismissed,
            last=row.last,
        )
    return out


def _judged(tx: Session, scope: Scope, wanted: list[str] | None) -> dict[str, tuple[int, int]]:
    dismissed = (AlertVerdict.FALSE_POSITIVE.value, AlertVerdict.BENIGN.value)
    statement = scoped(
        select(
            AlertRow.rule,
            func.count().label("decided"),
            func.sum(case((AlertRow.verdict.in_(dismissed), 1), else_=0)).label("dismissed"),
        )
        .where(AlertRow.verdict.is_not(None))
        .group_by(AlertRow.rule),
        scope,
        AlertRow.unit,
    )
    if wanted is not None:
        statement = statement.where(AlertRow.rule.in_(wanted))
    return {row.rule: (row.decided, int(row.dismissed)) for row in tx.execute(statement)}
