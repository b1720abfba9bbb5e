"""GET /api/v1/incidents/{id}/outlook: next steps, blast radius and containment of one incident."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from api.access import Caller, noun, require
from api.core import core_of
from api.exposure import views
from api.exposure.keeping import outlooks, watches
from api.incidents.outlook_schemas import (
    AttackerHolds,
    BlastRead,
    ChosenRead,
    ContainmentRead,
    DataAtRiskRead,
    IncidentOutlook,
    NextStepRead,
    OrderRead,
    RingCount,
    StoppedRead,
    WatchRead,
)
from api.transactions import Reading
from api.wire import moment
from correlator.capability.blast import Blast, DataAtRisk, Stopped
from correlator.capability.compromise import Compromise
from correlator.capability.containment import Chosen, Containment
from correlator.capability.facts import WORDS, Fact
from correlator.capability.following import NextStep
from correlator.capability.register import Register
from correlator.capability.telling import about_fact
from correlator.capability.words import Ring
from pipeline.response.containing import orders, units_told
from store import alerts, incidents
from store.scope import Scope

router = noun("incidents")

Reader = Annotated[Caller, Depends(require("incidents:read"))]
MAX_ALERTS = 2_000


@router.get("/{incident_id}/outlook", operation_id="get_incident_outlook", response_model=IncidentOutlook)
def get_outlook(incident_id: str, caller: Reader, request: Request, tx: Reading) -> IncidentOutlook:
    """What the attacker holds by the alerts of this incident, what could be done next with it, which data, services and
    devices are within reach, and the cheapest verified set of actions that keeps them out of reach."""
    incidents.get(tx, incident_id, caller.scope)
    core = core_of(request)
    found = alerts.find(tx, caller.scope, alerts.Filter(incident=incident_id), limit=MAX_ALERTS).items
    members = [one.alert for one in found]
    newest = max((one.time for one in members), default=core.clock())
    keeper = outlooks(request.app)
    with keeper.lock:
        told = keeper.incident(tx, members, watches(core, tx), newest)
        scope, register = caller.scope, told.register
        return IncidentOutlook(
            as_of=moment(newest),
            held=_held(register, told.compromise, scope),
            unplaced=list(told.compromise.unplaced),
            next=[_next(register, one, scope) for one in told.following],
            blast=_blast(told.blast, scope),
            containment=[_containment(register, one, scope) for one in told.containment],
        )


def _held(register: Register, known: Compromise, scope: Scope) -> list[AttackerHolds]:
    ordered = sorted(known.held.items(), key=lambda item: (-item[1], item[0]))
    return [
        AttackerHolds(
            kind=fact.kind,
            text=WORDS[fact.kind][0],
            text_zh=WORDS[fact.kind][1],
            target=views.about(about_fact(register, fact), scope),
            belief=belief,
            alert_count=len(known.evidence[fact]),
            alerts=list(known.evidence[fact][-20:]),
        )
        for fact, belief in ordered
    ]


def _next(register: Register, one: NextStep, scope: Scope) -> NextStepRead:
    told = [_words(register, fact, scope) for fact in one.step.premises]
    return NextStepRead(
        step=views.step(one.step, scope),
        p=one.p,
        feasibility=one.feasibility,
        prior=one.prior,
        value=one.value,
        recency=one.recency,
        why="The attacker " + " and ".join(text for text, _ in told),
        why_zh="攻击者" + "，并".join(text for _, text in told),
        alerts=list(one.alerts),
        seen_by=[WatchRead(id=w.id, title=w.title, title_zh=w.title_zh or None) for w in one.seen_by],
    )


def _words(register: Register, fact: Fact, scope: Scope) -> tuple[str, str]:
    text, text_zh = WORDS[fact.kind]
    if fact.kind == "outside":
        return text, text_zh
    target = views.about(about_fact(register, fact), scope)
    return f"{text} {target.name}", f"{text_zh}（{target.name_zh}）"


def _blast(found: Blast, scope: Scope) -> BlastRead:
    data = [one for one in found.data if views.sees(one.data_set, scope)]
    stopped = [one for one in found.stopped if views.sees(one.target, scope)]
    return BlastRead(
        data=[_data(one, scope) for one in data],
        stopped=[_stopped(one, scope) for one in stopped],
        data_count=found.data_count,
        stopped_count=found.stopped_count,
        records=found.records,
        rings=[RingCount(ring=ring, ring_zh=ring.zh, count=found.rings[ring]) for ring in Ring],
        hidden=len(found.data) - len(data) + len(found.stopped) - len(stopped),
    )


def _data(one: DataAtRisk, scope: Scope) -> DataAtRiskRead:
    return DataAtRiskRead(
        data_set=views.about(one.data_set, scope),
        data_class=one.data_class,
        data_class_zh=one.data_class.zh,
        records=one.records,
        personal_information=one.personal_information,
        ring=one.ring,
        ring_zh=one.ring.zh,
        p=one.p,
        p_changed=one.p_changed,
        p_out=one.p_out,
        actions=one.actions,
        path=views.path(one.path, scope),
    )


def _stopped(one: Stopped, scope: Scope) -> StoppedRead:
    return StoppedRead(
        target=views.about(one.target, scope),
        criticality=one.criticality,
        safety=one.safety,
        ring=one.ring,
        ring_zh=one.ring.zh,
        p=one.p,
        actions=one.actions,
    )


def _containment(register: Register, found: Containment, scope: Scope) -> ContainmentRead:
    return ContainmentRead(
        actions=[_chosen(register, one, scope) for one in found.actions],
        cost=found.cost,
        bound=found.bound,
        verified=found.verified,
        goals=[views.about(one, scope) for one in found.goals],
        open=[views.about(one, scope) for one in found.open],
    )


def _chosen(register: Register, one: Chosen, scope: Scope) -> ChosenRead:
    visible = views.sees(one.target, scope) and all(map(scope.allows, units_told(one.act, register)))
    return ChosenRead(
        action=views.act(one.act, one.target, one.cost, one.side_effects, scope, proposal=one.proposal),
        orders=[
            OrderRead(verb=order.verb, arguments=dict(order.arguments))
            for order in (orders(one.act, register) if visible else ())
        ],
        cuts=[views.about(goal, scope) for goal in one.cuts],
        takes_out=[views.step(step, scope) for step in one.takes_out],
    )
