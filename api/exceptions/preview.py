"""What an exception would have hidden of the alerts that are kept."""

from __future__ import annotations

from collections import Counter

from sqlalchemy.orm import Session

from api.core import Core
from api.exceptions.schemas import ExceptionPreview, PreviewedAlert
from api.rules.library import Library
from api.wire import moment
from detections.tuning.exceptions import Exceptions
from model.event import Event
from model.rule_exception import RuleException
from model.severity import Level
from store import alerts, units
from store.alerts import AlertVerdict, StoredAlert
from store.contract import EventStore, TimeRange
from store.scope import Scope

MOST = 2_000
"""Alerts of the rule that are looked at, the newest."""
SAMPLES = 20
AT_ONCE = 100
"""Events asked for in one search."""


def stored_alerts(
    tx: Session, scope: Scope, rules: tuple[str, ...], within: TimeRange
) -> tuple[list[StoredAlert], bool]:
    """The newest of each rule, and whether there are more."""
    out: list[StoredAlert] = []
    more = False
    for rule in rules:
        found = alerts.find(tx, scope, alerts.Filter(rule=rule, within=within), limit=MOST)
        out += found.items
        more |= found.cursor is not None
    return out, more


def events_of(store: EventStore, scope: Scope, found: list[StoredAlert]) -> dict[str, Event]:
    """The completing event of each alert, by its id; those deleted since are missing."""
    wanted = {one.alert.event_ids[-1]: one.alert.time for one in found if one.alert.event_ids}
    ids = sorted(wanted, key=lambda one: wanted[one])
    out: dict[str, Event] = {}
    for at in range(0, len(ids), AT_ONCE):
        chunk = ids[at : at + AT_ONCE]
        times = [wanted[one] for one in chunk]
        within = TimeRange(min(times), max(times) + 1)
        page = store.search(f"event.id:({' OR '.join(chunk)})", scope, within=within, limit=len(chunk))
        out.update((event["event.id"], event) for event in page.events)
    return out


def preview(
    wanted: RuleException, library: Library, core: Core, tx: Session, scope: Scope, within: TimeRange
) -> ExceptionPreview:
    found, more = stored_alerts(tx, scope, wanted.rules, within)
    acts_for = units.scope_of(tx, wanted.unit)
    judge = Exceptions(library.rules, [(wanted, acts_for.allows)])
    needed = [one for one in found if (rule := library.rule(one.alert.rule.id)) and not rule.correlation]
    events = events_of(core.kept.store, scope, needed)
    hidden: list[StoredAlert] = []
    unknown = critical = 0
    for one in found:
        rule = library.rule(one.alert.rule.id)
        event = events.get(one.alert.event_ids[-1]) if one.alert.event_ids else None
        if rule is None:
            continue
        if Level.CRITICAL in (one.alert.rule.level, rule.level):
            critical += judge.matches_stored(one.alert, rule, event, 0) is True
            continue
        verdict = judge.matches_stored(one.alert, rule, event, 0)
        unknown += verdict is None
        if verdict:
            hidden.append(one)
    confirmed = [one for one in hidden if one.verdict is AlertVerdict.TRUE_POSITIVE]
    return ExceptionPreview(
        filter=wanted.filter,
        alerts=len(found),
        more=more,
        hidden=len(hidden),
        critical=critical,
        unknown=unknown,
        confirmed=len(confirmed),
        by_level=dict(Counter(one.alert.rule.level.value for one in hidden)),
        by_verdict=dict(Counter(one.verdict.value if one.verdict else "open" for one in hidden)),
        samples=[_shown(one) for one in hidden[:SAMPLES]],
        confirmed_samples=[_shown(one) for one in confirmed[:SAMPLES]],
    )


def _shown(one: StoredAlert) -> PreviewedAlert:
    return PreviewedAlert(
        id=one.alert.id,
        time=moment(one.alert.time),
        unit=one.alert.unit,
        level=one.alert.rule.level,
        summary=one.alert.summary,
        verdict=one.verdict.value if one.verdict else None,
    )
