"""Reading the loaded detection rules, and asking why one matches."""

from __future__ import annotations

from typing import Annotated, Any, cast

import orjson
from fastapi import Depends, Query, Request
from sqlalchemy.orm import Session

from api import attack as words
from api.access import Caller, noun, require
from api.core import Core, core_of
from api.problems import Refusal
from api.rules.library import Document, Library, library_of
from api.rules.schemas import (
    CoverageRead,
    ExplainRule,
    ExplanationRead,
    LogSourceCovered,
    RuleDetail,
    RulePage,
    RuleProblem,
    RuleRead,
    Step,
    TacticCovered,
    TechniqueCovered,
)
from api.transactions import Reading
from api.wire import Cursor, Key, Limit
from collectors import registry
from collectors.contract import RawRecord, RecordSource
from detections.sigma import State
from detections.sigma import coverage as covering
from detections.sigma.explain import Step as Explained
from model import attack
from model.errors import InputError, NotFound, QueryError
from model.event import Event, Origin, digest
from model.severity import Level
from store import alerts

router = noun("rules")

Reader = Annotated[Caller, Depends(require("rules:read"))]
MOST = 1_000_000


def _hits(tx: Session, caller: Caller) -> dict[str, int] | None:
    return alerts.count_by_rule(tx, caller.scope, limit=MOST) if caller.may("alerts:read") else None


def _view(document: Document, hits: dict[str, int] | None) -> RuleRead:
    entry, rule = document.entry, document.rule
    numbers, names = attack.from_sigma_tags(rule.tags) if rule else ((), ())
    return RuleRead(
        key=document.key,
        id=entry.id or None,
        title=(rule.title if rule else entry.title) or None,
        title_zh=rule.title_zh or None if rule else None,
        kind=entry.kind,
        state=entry.state,
        cause=entry.cause or None,
        reason=entry.reason or None,
        level=rule.level if rule else None,
        level_zh=rule.level.zh if rule else None,
        status=rule.status or None if rule else None,
        logsource=str(rule.logsource) if rule and not rule.correlation else None,
        techniques=words.techniques(numbers),
        tactics=words.tactics(names),
        reports=rule.reports if rule else None,
        hits=None if hits is None or rule is None else hits.get(rule.id, 0),
        file=document.file,
        line=entry.line,
    )


@router.get("", operation_id="list_rules", response_model=RulePage)
def list_rules(
    caller: Reader,
    request: Request,
    tx: Reading,
    q: Annotated[Key | None, Query(description="Part of a title, id or file name")] = None,
    state: Annotated[list[State] | None, Query(max_length=3)] = None,
    level: Annotated[list[Level] | None, Query(max_length=5)] = None,
    technique: Annotated[Key | None, Query(description="`T1110`, with its sub-techniques, or `T1110.001`")] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> RulePage:
    """Every document of the loaded rule files, in the order they were loaded."""
    library = library_of(core_of(request))
    documents = [d for d in _after(library, cursor) if _wanted(d, q, state, level, technique)]
    hits = _hits(tx, caller)
    page = documents[:limit]
    more = page[-1].key if len(documents) > limit else None
    return RulePage(items=[_view(document, hits) for document in page], cursor=more)


def _after(library: Library, cursor: str | None) -> tuple[Document, ...]:
    if cursor is None:
        return library.documents
    last = library.get(cursor)
    if last is None:
        raise QueryError("this is not a cursor of this list", hint="leave it out to begin at the start")
    return library.documents[library.documents.index(last) + 1 :]


def _wanted(
    document: Document, q: str | None, states: list[State] | None, levels: list[Level] | None, technique: str | None
) -> bool:
    entry, rule = document.entry, document.rule
    if states and entry.state not in states:
        return False
    if levels and (rule is None or rule.level not in levels):
        return False
    if technique:
        wanted = technique.upper()
        found = attack.from_sigma_tags(rule.tags)[0] if rule else ()
        if not any(number == wanted or number.startswith(f"{wanted}.") for number in found):
            return False
    if q:
        said = (entry.title, entry.id, document.file, rule.title_zh if rule else "")
        return any(q.casefold() in text.casefold() for text in said)
    return True


@router.get("/coverage", operation_id="get_rule_coverage", response_model=CoverageRead)
def get_coverage(caller: Reader, request: Request, tx: Reading) -> CoverageRead:
    """Which ATT&CK techniques and log sources the active rules speak about, and how many rules are not active."""
    library = library_of(core_of(request))
    rules = library.rules
    covered = covering.coverage(rules, library.detectors)
    report = rules.report
    hits = _hits(tx, caller)
    heard: dict[str, int] = {}
    for rule in (*rules.rules, *library.detectors) if hits is not None else ():
        for number in attack.from_sigma_tags(rule.tags)[0]:
            heard[number] = heard.get(number, 0) + (hits or {}).get(rule.id, 0)
    order = [t.shortname for domain in attack.Domain for t in attack.tactics(domain)]
    return CoverageRead(
        attack_version=attack.version(),
        attack_notice=attack.notice(),
        active=len(report.active) + len(library.detectors),
        inactive=len(report.inactive) + library.detectors_off,
        rejected=len(report.rejected),
        untagged=len(covered.untagged),
        techniques=[
            TechniqueCovered(
                **words.technique(number).model_dump(),
                rules=count,
                hits=None if hits is None else heard.get(number, 0),
            )
            for number, count in covered.techniques.items()
        ],
        tactics=[
            TacticCovered(**words.tactic(name).model_dump(), rules=count)
            for name, count in sorted(covered.tactics.items(), key=lambda item: order.index(item[0]))
        ],
        logsources=[
            LogSourceCovered(logsource=name, rules=len(found["rules"]), kinds=list(found["kinds"]))
            for name, found in covered.sources.items()
        ],
        warnings=[f"{library.shown(w.file)}:{w.line}: {w.reason}" for w in report.warnings[:100]],
    )


@router.get("/{key}", operation_id="get_rule", response_model=RuleDetail)
def get_rule(key: str, caller: Reader, request: Request, tx: Reading) -> RuleDetail:
    """One rule with its text and, when it is not active, everything that is wrong with it."""
    document = _document(core_of(request), key)
    rule = document.rule
    return RuleDetail(
        **_view(document, _hits(tx, caller)).model_dump(),
        description=rule.description or None if rule else None,
        falsepositives=list(rule.falsepositives) if rule else [],
        tags=list(rule.tags) if rule else [],
        fields=list(rule.fields) if rule else [],
        kinds=list(rule.kinds) if rule else [],
        problems=[RuleProblem(line=p.line, reason=p.reason) for p in document.entry.problems],
        text=document.text(),
    )


@router.post("/{key}/explain", operation_id="explain_rule", response_model=ExplanationRead)
def explain_rule(key: str, body: ExplainRule, caller: Reader, request: Request) -> ExplanationRead:
    """Why a rule matches an event, or which test failed first. Stores nothing."""
    core = core_of(request)
    document = _document(core, key)
    if document.rule is None:
        raise InputError(f"the rule is {document.entry.state}: {document.entry.reason}")
    if document.rule.correlation:
        raise InputError("a correlation looks at many events", hint="explain the rules it refers to")
    event = _event(core, body, caller)
    found = library_of(core).rules.explain(document.rule.id, event)
    return ExplanationRead(
        matched=found.matched,
        kind=found.kind or None,
        expected_kinds=list(found.rule.kinds),
        fields=found.fields,
        failures=list(found.failures),
        tree=None if found.tree is None else _step(found.tree),
    )


def _document(core: Core, key: str) -> Document:
    found = library_of(core).get(key)
    if found is None:
        raise NotFound("no loaded rule has this key")
    return found


def _event(core: Core, body: ExplainRule, caller: Caller) -> Event:
    if (body.event is None) == (body.event_id is None):
        raise InputError("give either `event` or `event_id`")
    if body.event_id is not None:
        if not caller.may("events:read"):
            raise Refusal("permission.missing", "explaining a stored event needs the permission events:read")
        return core.kept.store.get(body.event_id, caller.scope)
    data = orjson.dumps(body.event)
    origin = Origin(source="pasted", fingerprint=digest(data), unit=caller.identity.account.unit)
    source = cast("RecordSource", registry.source("jsonl"))
    return source.normalise(RawRecord(data, 0, len(data)), origin, core.clock())[0]


def _step(step: Explained) -> Step:
    values: list[Any] | None = None if step.values is None else list(step.values)
    return Step(text=step.text, holds=step.holds, values=values, parts=[_step(part) for part in step.parts])
