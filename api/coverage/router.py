"""The matrix of what is covered, what arrives against what rules look at, and the same as a Navigator layer."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import orjson
from fastapi import Depends, Query, Request, Response

from api.access import Caller, noun, require
from api.attack import TacticRead
from api.core import core_of
from api.coverage.schemas import CoverageRead, FeedsRead, LogSourceFed, UnfedRule
from api.coverage.telling import layer, remembered, rules_covered, techniques
from api.events.turns import Turn
from api.ranges import End, Start, time_range
from api.rules.listing import Known, known_of
from api.transactions import Reading
from api.wire import moment
from detections.sigma.feeds import Feed, RuleFeed, place_of
from model import attack
from model.attack import Domain
from model.errors import InputError
from model.times import DAY, Micros
from pipeline.delivered import Delivered
from store import sources
from store.contract import TimeRange

router = noun("coverage")

Reader = Annotated[Caller, Depends(require("rules:read"))]
DomainAsked = Annotated[Domain, Query(description="`enterprise` or `ics`")]
MOST = 1_000
DAYS = 30


def _range(start: datetime | None, end: datetime | None, now: Micros) -> TimeRange:
    """The last DAYS when nothing is said."""
    asked = time_range(start, end)
    if asked is None:
        return TimeRange(now - DAYS * DAY, now)
    found = TimeRange(asked.start, now if end is None else asked.end)
    if found.start >= found.end:
        raise InputError("the range ends before it starts")
    return found


@router.get("", operation_id="get_coverage", response_model=CoverageRead)
def get_coverage(
    caller: Reader,
    request: Request,
    tx: Reading,
    _: Turn,
    domain: DomainAsked = Domain.ENTERPRISE,
    start: Start = None,
    end: End = None,
) -> CoverageRead:
    """Every ATT&CK technique: whether a rule fired for it, could fire, is not fed by any source, or does not exist."""
    core = core_of(request)
    within = _range(start, end, core.clock())
    known = known_of(core, tx, caller)
    fed = remembered(request.app).ask(core, known, caller.scope, within)
    covered = rules_covered(known, fed, tx, caller, within)
    found = techniques(known, covered, domain)
    counts: dict[str, int] = {}
    for one in found:
        counts[one.covered] = counts.get(one.covered, 0) + 1
    return CoverageRead(
        attack_version=attack.version(),
        attack_notice=attack.notice(),
        domain=domain,
        start=moment(within.start),
        end=moment(within.end),
        tactics=[
            TacticRead(id=tactic.id, shortname=tactic.shortname, name=tactic.name, name_zh=tactic.name_zh)
            for tactic in attack.tactics(domain)
        ],
        techniques=found,
        untagged=sum(not attack.from_sigma_tags(one.rule.tags)[0] for one in covered),
        counts=counts,
    )


@router.get("/feeds", operation_id="get_feeds", response_model=FeedsRead)
def get_feeds(
    caller: Reader, request: Request, tx: Reading, _: Turn, start: Start = None, end: End = None
) -> FeedsRead:
    """Which rules can never fire, because nothing delivers their log source or a field they need."""
    core = core_of(request)
    within = _range(start, end, core.clock())
    known = known_of(core, tx, caller)
    fed = remembered(request.app).ask(core, known, caller.scope, within)
    covered = [one for one in rules_covered(known, fed, tx, caller, within) if one.rule.id not in _detectors(known)]
    feeds = [one.feed.feed for one in covered]
    unfed = sorted((one for one in covered if one.feed.feed is not Feed.FED), key=lambda one: -one.rule.level.rank)
    silent = [
        health.source
        for health in sources.health(tx, caller.scope)
        if health.last_event is None or health.last_event < within.start
    ]
    return FeedsRead(
        start=moment(within.start),
        end=moment(within.end),
        active=len(covered),
        fed=feeds.count(Feed.FED),
        no_source=feeds.count(Feed.NO_SOURCE),
        no_fields=feeds.count(Feed.NO_FIELDS),
        logsources=_logsources(known, fed),
        rules=[
            UnfedRule(
                key=document.key if (document := known.library.of_rule(one.rule.id)) else one.rule.id,
                id=one.rule.id,
                title=one.rule.title,
                title_zh=one.rule.title_zh or None,
                level=one.rule.level,
                logsource=None if one.rule.correlation else str(one.rule.logsource),
                feed=one.feed.feed,
                missing=list(one.feed.missing),
            )
            for one in unfed[:MOST]
        ],
        datasets={name: len(fields) for name, fields in sorted(fed.fields.items())},
        silent_sources=sorted(set(silent)),
    )


def _detectors(known: Known) -> frozenset[str]:
    return frozenset(rule.id for rule in known.library.detectors)


def _logsources(known: Known, fed: Delivered) -> list[LogSourceFed]:
    rules_by: dict[str, list[Any]] = {}
    for program in known.library.rules.programs:
        rules_by.setdefault(str(program.rule.logsource), []).append(program)
    nothing = RuleFeed(Feed.NO_SOURCE)
    out = []
    for name, programs in sorted(rules_by.items()):
        kinds = {kind.name: place_of(kind) for program in programs for kind in program.kinds}
        datasets = {d for place in kinds.values() for d in fed.kinds.get(place, ())}
        ready = sum(fed.feeds.get(p.rule.id, nothing).feed is Feed.FED for p in programs)
        out.append(
            LogSourceFed(logsource=name, rules=len(programs), fed=ready, kinds=sorted(kinds), datasets=sorted(datasets))
        )
    return out


@router.get(
    "/navigator",
    operation_id="export_navigator_layer",
    response_class=Response,
    responses={200: {"content": {"application/json": {"schema": {"type": "object"}}}, "description": "The layer"}},
)
def export_navigator_layer(
    caller: Reader,
    request: Request,
    tx: Reading,
    _: Turn,
    domain: DomainAsked = Domain.ENTERPRISE,
    start: Start = None,
    end: End = None,
) -> Response:
    """The coverage as an ATT&CK Navigator layer, format 4.5."""
    core = core_of(request)
    within = _range(start, end, core.clock())
    known = known_of(core, tx, caller)
    fed = remembered(request.app).ask(core, known, caller.scope, within)
    found = techniques(known, rules_covered(known, fed, tx, caller, within), domain)
    document = layer("Fengsui", domain, found, f"{moment(within.start)} – {moment(within.end)}")
    body = orjson.dumps(document, option=orjson.OPT_INDENT_2)
    name = f"fengsui-coverage-{domain.value}.json"
    return Response(
        body, media_type="application/json", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
