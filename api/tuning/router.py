"""The tuning loop: which rules cost most for nothing, and what filter would help."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Query, Request

from api.access import Caller, noun, require
from api.core import core_of
from api.exceptions.preview import events_of
from api.exceptions.schemas import Condition
from api.rules.library import library_of
from api.rules.listing import activity_view
from api.transactions import Reading
from api.tuning.schemas import NoisyRule, NoisyRules, Proposals, ProposedFilter
from api.wire import Limit
from detections.sigma import CompiledRule, RuleSet
from detections.sigma.taxonomy import LogSource
from detections.tuning.exceptions import Exceptions, literal, write_filter
from detections.tuning.proposals import Proposal, Sample, propose, telling_fields
from model.errors import NotFound, RuleError
from model.event import Event
from model.rule_exception import ExceptionState, RuleException
from model.times import LATEST
from store import alerts, exceptions, rules
from store.alerts import AlertStatus, AlertVerdict, StoredAlert
from store.rules import Activity

router = noun("tuning")

Reader = Annotated[Caller, Depends(require("exceptions:read"))]
Changer = Annotated[Caller, Depends(require("exceptions:change"))]
MOST = 500
"""Alerts of each verdict a proposal is made from, the newest."""
DISMISSED = (AlertVerdict.FALSE_POSITIVE, AlertVerdict.BENIGN)


@router.get("/noisy", operation_id="list_noisy_rules", response_model=NoisyRules)
def list_noisy_rules(
    caller: Reader,
    request: Request,
    tx: Reading,
    limit: Limit = 50,
    judged: Annotated[bool, Query(description="Only rules somebody judged an alert of")] = False,
) -> NoisyRules:
    """Rules by what they cost: those with the most alerts that were dismissed, or that nobody has had time for, first."""
    core = core_of(request)
    library = library_of(core)
    done = rules.activity(tx, caller.scope, now=core.clock())
    opened = alerts.count_by_rule(tx, caller.scope, alerts.Filter(statuses=(AlertStatus.OPEN,)), limit=1_000_000)
    acting = exceptions.find(tx, caller.scope, now=core.clock(), state=ExceptionState.ACTIVE)
    items = []
    for rule_id, activity in done.items():
        rule = library.rule(rule_id)
        if rule is None or not activity.alerts or (judged and not activity.decided):
            continue
        items.append(
            NoisyRule(
                key=document.key if (document := library.of_rule(rule_id)) else rule_id,
                id=rule_id,
                title=rule.title,
                title_zh=rule.title_zh or None,
                level=rule.level,
                activity=activity_view(activity),
                open_alerts=opened.get(rule_id, 0),
                exceptions=sum(rule_id in kept.exception.rules for kept in acting),
                worth=_worth(activity),
            )
        )
    items.sort(key=lambda one: (-one.worth, one.id))
    return NoisyRules(items=items[:limit])


def _worth(done: Activity) -> float:
    """Alerts, weighted by how many of those judged were for nothing. Laplace's rule stands in where few were judged."""
    return round(done.alerts * (done.dismissed + 1) / (done.decided + 2), 2)


@router.get("/{rule_id}/proposals", operation_id="propose_filters", response_model=Proposals)
def propose_filters(rule_id: str, caller: Changer, request: Request, tx: Reading) -> Proposals:
    """Filters that hide what was dismissed, found in what those alerts have in common, and tried on those confirmed."""
    core = core_of(request)
    library = library_of(core)
    rule = library.rule(rule_id)
    if rule is None:
        raise NotFound("no active rule has this id")
    judged = {
        True: _found(tx, caller, alerts.Filter(rule=rule_id, verdicts=DISMISSED)),
        False: _found(tx, caller, alerts.Filter(rule=rule_id, verdicts=(AlertVerdict.TRUE_POSITIVE,))),
        None: _found(tx, caller, alerts.Filter(rule=rule_id, statuses=(AlertStatus.OPEN,))),
    }
    everything = [one for found in judged.values() for one in found]
    events = {} if rule.correlation else events_of(core.kept.store, caller.scope, everything)
    samples: list[Sample] = []
    missing = 0
    for dismissed, found in judged.items():
        for one in found:
            fields = _fields(library.rules, rule, one, events)
            missing += fields is None
            if fields is not None:
                samples.append(Sample(one.alert.id, fields, dismissed))
    by_id = {one.alert.id: one for one in everything}
    tried = [
        shown
        for proposal in propose(samples)
        if (shown := _tried(proposal, library.rules, rule, samples, by_id, events)) is not None
    ]
    return Proposals(
        rule=rule_id,
        dismissed=len(judged[True]),
        confirmed=len(judged[False]),
        open=len(judged[None]),
        missing=missing,
        items=tried,
    )


def _found(tx: Reading, caller: Caller, where: alerts.Filter) -> list[StoredAlert]:
    return alerts.find(tx, caller.scope, where, limit=MOST).items


def _fields(
    rules_: RuleSet, rule: CompiledRule, one: StoredAlert, events: dict[str, Event]
) -> dict[str, object] | None:
    """What a filter may look at: the event's fields; of a correlation only what it groups by."""
    if rule.correlation:
        groups = next((c.group_by for c in rules_.correlations if c.rule.id == rule.id), None)
        named = groups if groups is not None else tuple(_grouping(one.alert.matched))
        return {name: one.alert.matched[name] for name in named if name in one.alert.matched}
    event = events.get(one.alert.event_ids[-1]) if one.alert.event_ids else None
    return None if event is None else telling_fields(event)


def _grouping(matched: dict[str, object]) -> list[str]:
    """Of a detector's evidence, the names that group: neither words nor measures."""
    return [name for name, value in matched.items() if isinstance(value, str) and not name.startswith(("why", "thres"))]


def _tried(
    proposal: Proposal,
    rules_: RuleSet,
    rule: CompiledRule,
    samples: list[Sample],
    by_id: dict[str, StoredAlert],
    events: dict[str, Event],
) -> ProposedFilter | None:
    """The proposal as a filter that really ran over the alerts; None when it would hide a confirmed one."""
    source = LogSource() if rule.correlation else rule.logsource
    selection: dict[str, list[str | int | bool]]
    selection = {name: [literal(value) for value in values] for name, values in proposal.selection.items()}
    text = write_filter(rule.title, [rule], selection, source)
    wanted = RuleException(
        id="", title=rule.title, rules=(rule.id,), filter=text, unit="", entities=(), reason="", owner="", created=0,
        created_by="", expires=LATEST,
    )  # fmt: skip
    try:
        judge = Exceptions(rules_, [(wanted, lambda _: True)])
    except RuleError:
        return None
    hidden = {True: 0, False: 0, None: 0}
    for sample in samples:
        alert = by_id[sample.alert].alert
        event = events.get(alert.event_ids[-1]) if alert.event_ids else None
        hidden[sample.dismissed] += judge.matches_stored(alert, rule, event, 0) is True
    if hidden[False] or not hidden[True]:
        return None
    return ProposedFilter(
        conditions=[Condition(field=name, values=values) for name, values in selection.items()],
        filter=text,
        dismissed_hidden=hidden[True],
        confirmed_kept=sum(sample.dismissed is False for sample in samples),
        open_hidden=hidden[None],
    )
