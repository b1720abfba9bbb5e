"""Drawing samples, reading them with their evidence, noting, taking the working paper away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import Depends, Path, Query, Request, Response
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from api.access import Caller, noun, require
from api.compliance import views
from api.compliance.router import district_of
from api.core import core_of
from api.openapi import declares
from api.reports.router import FILE
from api.samples.schemas import (
    AuditNoteAdd,
    AuditNoteRead,
    DrawnSampleRead,
    SampleBrief,
    SampledItem,
    SampleDraw,
    SampleList,
)
from api.transactions import Reading, Writing
from api.wire import Plain, moment
from compliance.mlps.posture import ItemPosture, Posture
from compliance.mlps.reasons import reason
from compliance.reports.registry import FORMS, rendered
from compliance.reports.sample import WorkingPaper, build
from compliance.sampling import candidates, draw
from model.errors import InputError
from model.sampling import AuditNote, AuditSample, Drawn, Judgement
from pipeline.compliance.desk import District
from pipeline.reporting import frame_of
from store import compliance as ledgers
from store import ledger, units
from store.ledger.canonical import sm3
from store.scope import Scope

router = noun("samples")

Auditor = Annotated[Caller, Depends(require("compliance:review"))]
Exporter = Annotated[Caller, Depends(require("compliance:export"))]
SampleId = Annotated[str, Path(min_length=1, max_length=64, pattern=Plain)]
Found = dict[tuple[str, str], tuple[Posture, ItemPosture]]


@router.get("", operation_id="list_samples", response_model=SampleList)
def list_samples(caller: Auditor, tx: Reading) -> SampleList:
    """Samples drawn within the caller's units, newest first."""
    return SampleList(
        items=[_brief(one, ledgers.audit_notes(tx, one.id, caller.scope)) for one in ledgers.samples(tx, caller.scope)]
    )


@router.post("", status_code=201, operation_id="draw_sample", response_model=DrawnSampleRead)
def draw_sample(body: SampleDraw, request: Request, caller: Auditor, tx: Writing) -> DrawnSampleRead:
    """Draw items at random, by a seed that lets anybody draw them again."""
    district, scope = district_of(request), caller.scope
    if body.unit:
        units.get(tx, body.unit, scope)
        scope = units.scope_of(tx, body.unit)
    if body.system:
        district.one(body.system, scope)
    held = candidates(district.within(scope).values(), frozenset(body.verdicts), system=body.system)
    if not held:
        raise InputError("there is nothing to draw from", where="verdicts")
    seed = body.seed or ledger.current(tx).root
    evidence = ledgers.current_evidence(tx, caller.scope, system=body.system or None)
    drawn = tuple(
        Drawn(
            system=one.system.id,
            item=item.id,
            verdict=item.verdict,
            evidence=tuple(
                evidence[one.system.id, rule].digest for rule in item.rules if (one.system.id, rule) in evidence
            ),
        )
        for one, item in draw(held, body.size, seed)
    )
    wanted = AuditSample(
        id="",
        unit=caller.identity.account.unit,
        title=body.title,
        seed=seed,
        of=len(held),
        drawn=drawn,
        within_unit=body.unit,
        within_system=body.system,
        within_verdicts=tuple(body.verdicts),
    )
    made = ledgers.add_sample(tx, wanted, actor=caller.actor, scope=caller.scope, now=core_of(request).clock())
    return _view(tx, made, district, caller.scope)


@router.get("/{sample_id}", operation_id="get_sample", response_model=DrawnSampleRead, responses=declares(404))
def get_sample(sample_id: SampleId, request: Request, caller: Auditor, tx: Reading) -> DrawnSampleRead:
    """A sample with the evidence of every item as it stands now, and the notes."""
    return _view(tx, ledgers.get_sample(tx, sample_id, caller.scope), district_of(request), caller.scope)


@router.post(
    "/{sample_id}/notes",
    status_code=201,
    operation_id="add_audit_note",
    response_model=DrawnSampleRead,
    responses=declares(404),
)
def add_audit_note(
    sample_id: SampleId, body: AuditNoteAdd, request: Request, caller: Auditor, tx: Writing
) -> DrawnSampleRead:
    """Note what was found about a drawn item. Notes are never changed, only added."""
    note = AuditNote(
        id="",
        sample=sample_id,
        unit="",
        system=body.system,
        item=body.item,
        judgement=body.judgement,
        text=body.text,
    )
    ledgers.add_audit_note(tx, note, actor=caller.actor, scope=caller.scope, now=core_of(request).clock())
    return _view(tx, ledgers.get_sample(tx, sample_id, caller.scope), district_of(request), caller.scope)


@router.get("/{sample_id}/file", operation_id="take_sample", response_class=Response, responses=FILE | declares(404))
async def take_sample(
    sample_id: SampleId,
    request: Request,
    caller: Exporter,
    format: Annotated[Literal["pdf", "docx", "xlsx", "json"], Query()] = "xlsx",  # noqa: A002 - the word clients expect
    language: Literal["zh-CN", "en"] = "zh-CN",
) -> Response:
    """The working paper as a file. Taking it is an audit record with its digest."""
    core = core_of(request)

    def work() -> bytes:
        district = district_of(request)
        with core.state.reading() as tx:
            sample = ledgers.get_sample(tx, sample_id, caller.scope)
            notes = ledgers.audit_notes(tx, sample_id, caller.scope)
            frame = frame_of(tx, caller.scope, language, caller.actor, core.clock())
        return rendered(build(WorkingPaper(sample, _items(sample, district, caller.scope), notes), frame), format)

    data = await run_in_threadpool(work)
    digest = sm3(data).hex()

    def told(tx: Session) -> None:
        about = {"form": format, "language": language, "sm3": digest}
        caller.audit_read(tx, "audit.sample_exported", f"sample:{sample_id}", about, core.clock())

    await core.write(told)
    return Response(
        data,
        media_type=FORMS[format].media,
        headers={
            "Content-Disposition": f'attachment; filename="sample-{sample_id}.{format}"',
            "X-Fengsui-SM3": digest,
        },
    )


def _items(sample: AuditSample, district: District, scope: Scope) -> Found:
    seen = district.within(scope)
    by_system = {name: {item.id: item for item in one.items} for name, one in seen.items()}
    return {
        (one.system, one.item): (seen[one.system], by_system[one.system][one.item])
        for one in sample.drawn
        if one.item in by_system.get(one.system, {})
    }


def _brief(one: AuditSample, notes: Sequence[AuditNote]) -> SampleBrief:
    latest = {(note.system, note.item): note for note in notes}
    return SampleBrief(
        id=one.id,
        title=one.title,
        seed=one.seed,
        of=one.of,
        size=len(one.drawn),
        noted=len(latest),
        findings=sum(note.judgement is Judgement.FINDING for note in latest.values()),
        made=moment(one.made),
        made_by=one.made_by,
    )


def _view(tx: Session, sample: AuditSample, district: District, scope: Scope) -> DrawnSampleRead:
    notes = ledgers.audit_notes(tx, sample.id, scope)
    found = _items(sample, district, scope)
    evidence = ledgers.current_evidence(tx, scope, system=sample.within_system or None)
    return DrawnSampleRead(
        brief=_brief(sample, notes),
        unit=sample.within_unit,
        system=sample.within_system,
        verdicts=list(sample.within_verdicts),
        items=[
            _item(
                one,
                found.get((one.system, one.item)),
                [note for note in notes if (note.system, note.item) == (one.system, one.item)],
                evidence,
            )
            for one in sample.drawn
        ],
    )


def _item(
    one: Drawn,
    held: tuple[Posture, ItemPosture] | None,
    notes: Sequence[AuditNote],
    evidence: dict[tuple[str, str], ledgers.Sealed],
) -> SampledItem:
    rules = held[1].rules if held else ()
    reasons = [reason(held[0].answers[rule]) for rule in rules] if held else []
    now = {evidence[one.system, rule].digest for rule in rules if (one.system, rule) in evidence}
    return SampledItem(
        system=one.system,
        system_name=held[0].system.name if held else "",
        system_name_zh=held[0].system.name_zh if held else "",
        item=one.item,
        drawn=one.verdict,
        now=views.item_view(held[1]) if held else None,
        reasons_zh=[zh for zh, _ in reasons],
        reasons_en=[en for _, en in reasons],
        evidence=list(one.evidence),
        changed=bool(now) and now != set(one.evidence),
        documents=len(held[1].documents) if held else 0,
        notes=[
            AuditNoteRead(judgement=note.judgement, text=note.text, time=moment(note.time), person=note.person)
            for note in notes
        ],
    )
