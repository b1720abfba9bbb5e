"""Detection rules: which are loaded and what each did, switching them off and on, and asking why one matches."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import Annotated, Any, cast

import orjson
from fastapi import Depends, Path, Query, Request

from api.access import Caller, noun, require
from api.core import Core, core_of
from api.openapi import declares
from api.problems import Refusal
from api.rules.library import Document, library_of
from api.rules.listing import Wanted, known_of, ordered, view
from api.rules.schemas import (
    CaseRead,
    ExplainRule,
    ExplanationRead,
    Reloading,
    RuleCases,
    RuleDetail,
    RulePage,
    RuleProblem,
    RuleRead,
    RuleSetRead,
    RuleSort,
    RuleTextRead,
    Step,
    SwitchOff,
)
from api.transactions import Reading, Writing
from api.wire import Cursor, Key, Limit, moment, moment_or_none
from collectors import registry
from collectors.contract import RawRecord, RecordSource
from detections.sigma import State, cases
from detections.sigma.explain import Step as Explained
from model.errors import InputError, NotFound, QueryError
from model.event import Event, Origin, digest
from model.severity import Level
from pipeline.rulebook import Rulebook
from store import rules

router = noun("rules")

Reader = Annotated[Caller, Depends(require("rules:read"))]
Changer = Annotated[Caller, Depends(require("rules:change"))]
Version = Annotated[str, Path(max_length=64)]


@router.get("", operation_id="list_rules", response_model=RulePage)
def list_rules(
    caller: Reader,
    request: Request,
    tx: Reading,
    q: Annotated[Key | None, Query(description="Part of a title, id or file name")] = None,
    state: Annotated[list[State] | None, Query(max_length=3)] = None,
    level: Annotated[list[Level] | None, Query(max_length=5)] = None,
    status: Annotated[list[Key] | None, Query(max_length=8, description="Sigma's maturity: `stable`, `test` …")] = None,
    technique: Annotated[Key | None, Query(description="`T1110`, with its sub-techniques, or `T1110.001`")] = None,
    logsource: Annotated[Key | None, Query(description="Part of a log source: `product: windows`")] = None,
    pack: Annotated[Key | None, Query(description="Of this content pack; empty for own rules")] = None,
    fired: Annotated[bool | None, Query(description="Whether it has hits in the caller's units")] = None,
    sort: RuleSort = RuleSort.LOADED,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> RulePage:
    """Every document of the loaded rule files."""
    known = known_of(core_of(request), tx, caller)
    wanted = Wanted(q, state or (), level or (), status or (), technique, logsource, pack, fired)
    found = ordered([d for d in known.library.documents if wanted.holds(d, known)], known, sort)
    rest = _after(found, cursor)
    more = rest[limit - 1].key if len(rest) > limit else None
    return RulePage(items=[view(document, known) for document in rest[:limit]], cursor=more, total=len(found))


def _after(documents: list[Document], cursor: str | None) -> list[Document]:
    if cursor is None:
        return documents
    at = next((number for number, document in enumerate(documents) if document.key == cursor), None)
    if at is None:
        raise QueryError("this is not a cursor of this list", hint="leave it out to begin at the start")
    return documents[at + 1 :]


@router.get("/set", operation_id="get_rule_set", response_model=RuleSetRead)
def get_rule_set(caller: Reader, request: Request, tx: Reading) -> RuleSetRead:
    """The rules in use together: how many, in which version, and whether changed files are being taken in."""
    core = core_of(request)
    known = known_of(core, tx, caller)
    report = known.library.rules.report
    states = [known.state_of(document) for document in known.library.documents]
    book = getattr(core.kept, "rulebook", None)
    status = book.status if isinstance(book, Rulebook) else None
    return RuleSetRead(
        version=report.version,
        active=states.count(State.ACTIVE),
        inactive=states.count(State.INACTIVE),
        rejected=states.count(State.REJECTED),
        switched_off=sum(d.rule is not None and d.rule.id in known.switches for d in known.library.documents),
        loaded=moment_or_none(status.loaded if status else None),
        loading=status.loading if status else None,
        problem=status.problem or None if status else None,
        warnings=[f"{known.library.shown(w.file)}:{w.line}: {w.reason}" for w in report.warnings[:100]],
    )


@router.post("/reload", status_code=202, operation_id="reload_rules", response_model=Reloading)
def reload_rules(caller: Changer, tx: Writing) -> Reloading:
    """Ask the running platform to read the rule files again, now."""
    rules.request_reload(tx, actor=caller.actor)
    return Reloading(requested=rules.reload_requests(tx))


@router.get("/texts/{version}", operation_id="get_rule_text", response_model=RuleTextRead)
def get_rule_text(version: Version, _: Reader, tx: Reading) -> RuleTextRead:
    """The text a rule had when an alert was made, by the version the alert carries."""
    found = rules.text_of(tx, version)
    return RuleTextRead(
        version=found.version, rule=found.rule, text=found.text, first_loaded=moment(found.first_loaded)
    )


@router.get("/{key}", operation_id="get_rule", response_model=RuleDetail)
def get_rule(key: str, caller: Reader, request: Request, tx: Reading) -> RuleDetail:
    """One rule with its text and, when it is not active, everything that is wrong with it."""
    core = core_of(request)
    document = _document(core, key)
    rule = document.rule
    return RuleDetail(
        **view(document, known_of(core, tx, caller)).model_dump(),
        description=rule.description or None if rule else None,
        description_zh=rule.description_zh or None if rule else None,
        falsepositives=list(rule.falsepositives) if rule else [],
        tags=list(rule.tags) if rule else [],
        fields=list(rule.fields) if rule else [],
        kinds=list(rule.kinds) if rule else [],
        problems=[RuleProblem(line=p.line, reason=p.reason) for p in document.entry.problems],
        text=document.text(),
    )


@router.get("/{key}/cases", operation_id="run_rule_cases", response_model=RuleCases)
def run_rule_cases(key: str, _: Reader, request: Request) -> RuleCases:
    """Run the cases that lie beside the rule's file, now."""
    document = _document(core_of(request), key)
    file = FilePath(document.entry.file)
    if document.entry.kind == "behaviour" or file.suffix.lower() not in (".yml", ".yaml") or not file.is_file():
        return RuleCases(items=[], uncovered=[])
    found = cases.run([file])
    mine = [one for one in found.results if not one.rule or one.rule == document.entry.id]
    return RuleCases(
        items=[
            CaseRead(
                file=FilePath(one.file).name,
                fires=FilePath(one.file).parent.name == "fires",
                expected=one.expected,
                found=one.found,
                passed=one.passed,
                message=one.message,
            )
            for one in mine
        ],
        uncovered=[one.reason for one in found.uncovered],
    )


@router.post("/{key}/off", operation_id="switch_rule_off", response_model=RuleRead)
def switch_rule_off(key: str, body: SwitchOff, caller: Changer, request: Request, tx: Writing) -> RuleRead:
    """Switch an active rule off, with a reason; it gives no more alerts and feeds no correlation."""
    core = core_of(request)
    document = _document(core, key)
    if document.rule is None:
        raise InputError(f"the rule is {document.entry.state} already", hint="only a loaded rule can be switched off")
    rules.switch_off(tx, document.rule.id, reason=body.reason, actor=caller.actor, title=document.rule.title)
    return view(document, known_of(core, tx, caller))


@router.post("/{key}/on", operation_id="switch_rule_on", response_model=RuleRead)
def switch_rule_on(key: str, caller: Changer, request: Request, tx: Writing) -> RuleRead:
    """Switch a rule on again."""
    core = core_of(request)
    document = _document(core, key)
    if document.rule is None:
        raise InputError(f"the rule is {document.entry.state}", hint="mend its file, then reload")
    rules.switch_on(tx, document.rule.id, actor=caller.actor, title=document.rule.title)
    return view(document, known_of(core, tx, caller))


@router.post("/{key}/explain", operation_id="explain_rule", response_model=ExplanationRead, responses=declares(403))
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
