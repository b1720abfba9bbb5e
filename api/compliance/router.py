"""Reading posture, and what people put into the ledgers."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Annotated, Any

import msgspec
from fastapi import Depends, Path, Query, Request
from fastapi.responses import StreamingResponse
from sqlalchemy.orm import Session

from api.access import Caller, noun, require
from api.compliance import views
from api.compliance.schemas import (
    AssetBrief,
    BoardRead,
    Cell,
    DataSetBrief,
    DayFigures,
    DistrictRead,
    DocumentAdd,
    DocumentRead,
    EvidenceEvents,
    GateExceptionAdd,
    ItemChange,
    ItemDetail,
    Named,
    OfficialAdd,
    OfficialTaken,
    PassageAdd,
    PostureTrend,
    RecordRead,
    RecordWrite,
    ReviewAdd,
    ReviewRead,
    SealRead,
    SystemPosture,
    TaskRead,
    TaskWrite,
    WayStep,
    WhatIf,
)
from api.core import core_of
from api.openapi import declares
from api.transactions import Reading, Writing
from api.wire import Plain, moment
from compliance.catalog import catalog, doubt_of, raw
from compliance.cii.catalogue import control_ids
from compliance.mlps.grading import level_of
from compliance.mlps.posture import Posture
from compliance.mlps.reasons import reason
from compliance.mlps.scoring import settings_of, way_up, what_if
from compliance.three_sync.gates import artefacts, board, check_passage
from model.compliance import Basis, Document, GateException, Passage, Review, SystemRecord, Task
from model.errors import InputError, NotFound
from model.proof import Verdict
from model.times import day_of
from pipeline.compliance import bundle
from pipeline.compliance.critical import critical_systems
from pipeline.compliance.desk import Desk, District, desk_of
from store import compliance as ledgers
from store.encoding import to_plain
from store.scope import EVERYTHING

router = noun("compliance")

Reader = Annotated[Caller, Depends(require("compliance:read"))]
Changer = Annotated[Caller, Depends(require("compliance:change"))]
Reviewer = Annotated[Caller, Depends(require("compliance:review"))]
Exporter = Annotated[Caller, Depends(require("compliance:export"))]
SystemId = Annotated[str, Path(min_length=1, max_length=128, pattern=Plain)]
ItemId = Annotated[str, Path(min_length=1, max_length=64, pattern=Plain)]
_TEMPLATE = Query(description="Report template")


def _desk(request: Request) -> Desk:
    core = core_of(request)
    return desk_of(core.state, core.kept.store, core.settings)


def district_of(request: Request) -> District:
    return _desk(request).district(core_of(request).clock())


@router.get("", operation_id="get_compliance", response_model=DistrictRead)
def get_compliance(request: Request, caller: Reader) -> DistrictRead:
    """Every system within the caller's units, and the heat map of unit and category."""
    district = district_of(request)
    held = district.within(caller.scope)
    cells: dict[tuple[str, str], dict[Verdict, int]] = {}
    for one in held.values():
        for category, figures in one.by_category().items():
            cell = cells.setdefault((one.system.unit, category), dict.fromkeys(Verdict, 0))
            for verdict, number in figures.items():
                cell[verdict] += number
    return DistrictRead(
        at=moment(district.at),
        categories=[Named(id=one.code, zh=one.zh, en=one.en) for one in catalog().categories],
        systems=[views.brief(one, district.boards[name]) for name, one in held.items()],
        cells=[Cell(unit=unit, category=code, counted=views.counted(f)) for (unit, code), f in sorted(cells.items())],
        partial=list(district.partial),
    )


@router.get("/trend", operation_id="get_compliance_trend", response_model=PostureTrend)
def get_compliance_trend(
    caller: Reader, tx: Reading, system: Annotated[str | None, Query(max_length=128, pattern=Plain)] = None
) -> PostureTrend:
    """Posture over time, a figure a day, added up over the systems seen; the rate is their mean."""
    days: dict[str, list[tuple[int, int, int, int, float]]] = {}
    for day, _, met, partly, not_met, unknown, rate in ledgers.days(tx, caller.scope, system=system):
        days.setdefault(day, []).append((met, partly, not_met, unknown, rate))
    return PostureTrend(
        items=[
            DayFigures(
                day=day,
                met=sum(one[0] for one in held),
                partly_met=sum(one[1] for one in held),
                not_met=sum(one[2] for one in held),
                unknown=sum(one[3] for one in held),
                rate=round(sum(one[4] for one in held) / len(held), 2),
            )
            for day, held in sorted(days.items())
        ]
    )


@router.get("/systems/{system_id}", operation_id="get_compliance_system", response_model=SystemPosture)
def get_compliance_system(system_id: SystemId, request: Request, caller: Reader) -> SystemPosture:
    """The whole posture of a system: its ledgers, items, conclusions, obligations, papers and plan."""
    district = district_of(request)
    one = district.one(system_id, caller.scope)
    estate, said = district.facts.estate, district.said[system_id]
    own = {asset.id for asset in estate.assets if asset.system == system_id}
    return SystemPosture(
        at=moment(district.at),
        brief=views.brief(one, district.boards[system_id]),
        record=_record(one.record),
        assets=[
            AssetBrief(id=asset.id, name=asset.name, kind=asset.kind) for asset in estate.assets if asset.id in own
        ],
        data_sets=[
            DataSetBrief(
                id=data.id,
                name=data.name,
                name_zh=data.name_zh,
                data_class=data.data_class,
                personal_information=data.personal_information,
            )
            for data in estate.data_sets
            if data.system == system_id
        ],
        open_exposures=sum(exposure.asset in own and not exposure.closed for exposure in estate.exposures),
        conclusions=[views.conclusion_view(held, one.items) for held in one.conclusions.values()],
        items=[views.item_view(item) for item in one.items],
        obligations=[views.obligation_view(duty) for duty in one.obligations],
        suggested=[views.trigger_view(code) for code in one.suggested],
        major=[views.trigger_view(code) for code in one.conclusions["template_2025"].major],
        documents=[views.document_view(paper) for paper in said.documents],
        tasks=[views.task_view(task) for task in said.tasks],
    )


def _record(record: SystemRecord) -> RecordRead:
    body, doubt = to_plain(record), doubt_of("grading.yml")
    return RecordRead(
        body={name: value for name, value in body.items() if name not in ("system", "unit")},
        worksheet_level=level_of(record.grading),
        matrix=raw("grading.yml")["matrix"],
        verify=doubt.en,
        verify_zh=doubt.zh,
    )


@router.put("/systems/{system_id}/record", operation_id="put_compliance_record", response_model=RecordRead)
def put_compliance_record(
    system_id: SystemId, body: RecordWrite, request: Request, caller: Changer, tx: Writing
) -> RecordRead:
    """Replace what the ledgers say of a system."""
    unknown = sorted(set(body.not_applicable) - catalog().places.keys())
    if unknown:
        raise InputError(f"there is no item {', '.join(unknown)[:300]}", where="not_applicable")
    held = ledgers.get_record(tx, system_id, caller.scope)
    record = msgspec.convert({**body.model_dump(mode="json"), "system": system_id, "unit": held.unit}, SystemRecord)
    ledgers.put_record(tx, record, actor=caller.actor, scope=caller.scope, now=core_of(request).clock())
    return _record(ledgers.get_record(tx, system_id, caller.scope))


@router.get("/systems/{system_id}/items/{item_id}", operation_id="get_compliance_item", response_model=ItemDetail)
def get_compliance_item(
    system_id: SystemId, item_id: ItemId, request: Request, caller: Reader, tx: Reading
) -> ItemDetail:
    """An item with its evidence, what people say about it, and its history."""
    district = district_of(request)
    one = district.one(system_id, caller.scope)
    item = next((held for held in one.items if held.id == item_id), None)
    if item is None:
        raise NotFound(f"the system has no item {item_id!r}")
    said = district.said[system_id]
    subjects = {item_id, item.place.item.case, item.place.item.trigger} - {""}
    sealed = ledgers.evidence_of(tx, system_id, item.rules, caller.scope) if item.rules else []
    return ItemDetail(
        item=views.item_view(item),
        hint=item.place.item.hint,
        evidence=item.place.item.evidence,
        unit_id=item.place.item.unit,
        not_applicable=item.not_applicable,
        answers=[views.answer_view(one.answers[rule]) for rule in item.rules],
        documents=[views.document_view(paper) for paper in said.documents if item_id in paper.items],
        reviews=[views.review_view(held) for held in said.reviews if held.subject in subjects],
        history=[
            ItemChange(
                time=moment(held.time),
                before=held.before,
                after=held.after,
                rule=held.rule,
                evidence=held.evidence,
            )
            for held in ledgers.changes(tx, caller.scope, system=system_id, item=item_id)
        ],
        sealed=[
            SealRead(
                rule=held.rule,
                taken=moment(held.taken),
                verdict=held.verdict,
                digest=held.digest,
                record=held.seal,
                reason_zh=reason(held.answer)[0],
                reason_en=reason(held.answer)[1],
            )
            for held in sealed
        ],
    )


@router.post(
    "/systems/{system_id}/evidence/{rule_id}/events",
    operation_id="open_compliance_evidence",
    response_model=EvidenceEvents,
)
def open_compliance_evidence(
    system_id: SystemId, rule_id: ItemId, request: Request, caller: Reader, tx: Writing
) -> EvidenceEvents:
    """The sampled events an answer rests on. Reading them is an audit record."""
    core = core_of(request)
    one = district_of(request).one(system_id, caller.scope)
    if rule_id not in one.answers:
        raise NotFound(f"the system has no evidence by a rule {rule_id!r}")
    found: list[dict[str, Any]] = []
    gone: list[str] = []
    for event_id in one.answers[rule_id].event_ids:
        try:
            found.append(_shown(core.kept.store.get(event_id, caller.scope)))
        except NotFound:
            gone.append(event_id)
    caller.audit_read(
        tx, "compliance.evidence_read", f"system:{system_id}", {"rule": rule_id, "events": len(found)}, core.clock()
    )
    return EvidenceEvents(items=found, gone=gone)


def seen_of(tx: Session, request: Request, subject: str, one: Posture) -> str:
    """What the evidence says by itself of a control of critical infrastructure; nothing of triggers and cases."""
    if subject not in control_ids():
        return ""
    (found,) = critical_systems(tx, district_of(request), EVERYTHING, named=one.system.id)
    autos = {held.control.id: held.weighed.auto for activity in found.activities for held in activity.controls}
    auto = autos[subject]
    return auto.value if auto else ""


def _shown(event: dict[str, Any]) -> dict[str, Any]:
    """Integers a browser cannot hold are texts, times are moments."""
    out: dict[str, Any] = {}
    for name, value in event.items():
        if name == "@timestamp" or name == "event.ingested":
            out[name] = moment(value)
        elif isinstance(value, int) and not isinstance(value, bool) and abs(value) > 2**53:
            out[name] = str(value)
        else:
            out[name] = value if isinstance(value, str | int | float | bool | list) else str(value)
    return out


@router.post(
    "/systems/{system_id}/reviews",
    status_code=201,
    operation_id="add_compliance_review",
    response_model=ReviewRead,
)
def add_compliance_review(
    system_id: SystemId, body: ReviewAdd, request: Request, caller: Reviewer, tx: Writing
) -> ReviewRead:
    """Confirm or correct the result of an item, or judge a trigger of major risk or a high-risk case."""
    one = district_of(request).one(system_id, caller.scope)
    item = next((held for held in one.items if held.id == body.subject), None)
    others = catalog().triggers.keys() | catalog().cases.keys() | control_ids()
    if item is None and body.subject not in others:
        raise InputError(f"{body.subject!r} is no item of the system, trigger or case", where="subject")
    case = catalog().cases.get(body.subject)
    if case is not None and body.verdict is Verdict.MET and not case.can_be_lowered:
        raise InputError("nothing lowers this case", where="verdict")
    review = Review(
        number=0,
        system=system_id,
        unit=one.system.unit,
        subject=body.subject,
        basis=Basis.REVIEWED,
        verdict=body.verdict,
        note=body.note,
        person=caller.actor,
        time=0,
        evidence=(item.auto.value if item.auto else "")
        if item is not None
        else seen_of(tx, request, body.subject, one),
    )
    made = ledgers.put_review(tx, review, actor=caller.actor, scope=caller.scope, now=core_of(request).clock())
    return views.review_view(made)


@router.post(
    "/systems/{system_id}/official",
    status_code=201,
    operation_id="add_compliance_official",
    response_model=OfficialTaken,
)
def add_compliance_official(
    system_id: SystemId, body: OfficialAdd, request: Request, caller: Reviewer, tx: Writing
) -> OfficialTaken:
    """Enter the results of an assessor's report; they stand beside ours and change none."""
    one = district_of(request).one(system_id, caller.scope)
    known = {item.id for item in one.items}
    unknown = sorted({line.item for line in body.results} - known)
    if unknown:
        raise InputError(f"no items of the system: {', '.join(unknown)[:300]}", where="results")
    for line in body.results:
        review = Review(
            number=0,
            system=system_id,
            unit=one.system.unit,
            subject=line.item,
            basis=Basis.OFFICIAL,
            verdict=line.verdict,
            note=line.note,
            person=caller.actor,
            time=0,
            report=body.report,
        )
        ledgers.put_review(tx, review, actor=caller.actor, scope=caller.scope, now=core_of(request).clock())
    return OfficialTaken(results=len(body.results))


@router.post(
    "/systems/{system_id}/documents",
    status_code=201,
    operation_id="add_compliance_document",
    response_model=DocumentRead,
)
def add_compliance_document(
    system_id: SystemId, body: DocumentAdd, request: Request, caller: Changer, tx: Writing
) -> DocumentRead:
    """Register a dated paper by its digest, for artefacts of gates or for items."""
    if body.artefact and body.artefact not in artefacts():
        raise InputError(f"no gate asks for {body.artefact!r}", where="artefact")
    unknown = sorted(set(body.items) - catalog().places.keys() - control_ids())
    if unknown or not (body.artefact or body.items):
        raise InputError(
            f"no such items: {', '.join(unknown)[:300]}" if unknown else "it proves nothing", where="items"
        )
    paper = Document(
        id="",
        system=system_id,
        unit="",
        title=body.title,
        dated=body.dated,
        sm3=body.sm3,
        artefact=body.artefact,
        items=tuple(body.items),
        verdict=body.verdict,
        issuer=body.issuer,
        until=body.until,
        kind=body.kind,
        person=body.person,
    )
    made = ledgers.put_document(tx, paper, actor=caller.actor, scope=caller.scope, now=core_of(request).clock())
    return views.document_view(made)


@router.delete("/documents/{document_id}", operation_id="withdraw_compliance_document", response_model=DocumentRead)
def withdraw_compliance_document(document_id: ItemId, request: Request, caller: Changer, tx: Writing) -> DocumentRead:
    """It proves nothing any more; it stays readable."""
    made = ledgers.withdraw_document(
        tx, document_id, actor=caller.actor, scope=caller.scope, now=core_of(request).clock()
    )
    return views.document_view(made)


@router.post("/systems/{system_id}/tasks", status_code=201, operation_id="add_compliance_task", response_model=TaskRead)
def add_compliance_task(
    system_id: SystemId, body: TaskWrite, request: Request, caller: Changer, tx: Writing
) -> TaskRead:
    """A line of the rectification plan."""
    return _put_task(system_id, "", body, request, caller, tx)


@router.put("/systems/{system_id}/tasks/{task_id}", operation_id="change_compliance_task", response_model=TaskRead)
def change_compliance_task(
    system_id: SystemId, task_id: ItemId, body: TaskWrite, request: Request, caller: Changer, tx: Writing
) -> TaskRead:
    """Change a line; done needs the paper that proves it."""
    return _put_task(system_id, task_id, body, request, caller, tx)


def _put_task(system: str, task: str, body: TaskWrite, request: Request, caller: Caller, tx: Session) -> TaskRead:
    unknown = sorted(set(body.items) - catalog().places.keys())
    if unknown:
        raise InputError(f"no such items: {', '.join(unknown)[:300]}", where="items")
    line = Task(
        id=task,
        system=system,
        unit="",
        items=tuple(body.items),
        title=body.title,
        owner=body.owner,
        due=body.due,
        state=body.state,
        proof=body.proof,
        note=body.note,
    )
    made = ledgers.put_task(tx, line, actor=caller.actor, scope=caller.scope, now=core_of(request).clock())
    return views.task_view(made)


@router.get("/systems/{system_id}/what-if", operation_id="get_compliance_what_if", response_model=WhatIf)
def get_compliance_what_if(
    system_id: SystemId,
    request: Request,
    caller: Reader,
    template: Annotated[str, Query(pattern=r"^template_20(21|25)$")] = "template_2025",
    items: Annotated[list[str] | None, Query(max_length=600)] = None,
) -> WhatIf:
    """What the conclusion would be with some items met, and the fewest items that lead to the next better one."""
    one = district_of(request).one(system_id, caller.scope)
    ours = core_of(request).settings.compliance
    settings = settings_of(template, **(ours.changed if template == ours.template else {}))
    places = catalog().places
    return WhatIf(
        now=views.conclusion_view(one.conclusions[template], one.items),
        chosen=views.conclusion_view(what_if(one.results, settings, items or []), one.items),
        way=[
            WayStep(
                item=step.item,
                zh=places[step.item].item.zh,
                en=places[step.item].item.en,
                code=step.code,
                value=step.value,
                gain=step.gain,
            )
            for step in way_up(one.results, settings)
        ],
    )


@router.get("/systems/{system_id}/gates", operation_id="get_compliance_gates", response_model=BoardRead)
def get_compliance_gates(system_id: SystemId, request: Request, caller: Reader) -> BoardRead:
    """The gates of a system's project: what is there, what is missing, what was promised and is not online."""
    district = district_of(request)
    district.one(system_id, caller.scope)
    return views.board_view(system_id, district.boards[system_id], district.exceptions.get(system_id, ()))


@router.post(
    "/systems/{system_id}/gates/{gate_id}/passage",
    status_code=201,
    operation_id="pass_compliance_gate",
    response_model=BoardRead,
    responses=declares(409),
)
def pass_compliance_gate(
    system_id: SystemId, gate_id: ItemId, body: PassageAdd, request: Request, caller: Reviewer, tx: Writing
) -> BoardRead:
    """Let a project through a gate. Refused, naming everything in the way, while something is."""
    core, desk = core_of(request), _desk(request)
    now = core.clock()
    district = desk.district(now)
    project = desk.project(district, system_id, caller.scope)
    check_passage(project, gate_id, body.day, day_of(now))
    passage = Passage(
        system=system_id, unit="", gate=gate_id, day=body.day, person=caller.actor, time=now, note=body.note
    )
    made = ledgers.put_passage(tx, passage, actor=caller.actor, scope=caller.scope, now=now)
    after = dataclasses.replace(project, passages=(*project.passages, made))
    return views.board_view(system_id, board(after, day_of(now)), after.exceptions)


@router.post(
    "/systems/{system_id}/exceptions",
    status_code=201,
    operation_id="add_compliance_exception",
    response_model=BoardRead,
)
def add_compliance_exception(
    system_id: SystemId, body: GateExceptionAdd, request: Request, caller: Changer, tx: Writing
) -> BoardRead:
    """Let an artefact be missing or doubtful until a day, signed by somebody else."""
    now = core_of(request).clock()
    if body.artefact not in artefacts():
        raise InputError(f"no gate asks for {body.artefact!r}", where="artefact")
    made = ledgers.put_exception(
        tx,
        GateException(
            id="",
            system=system_id,
            unit="",
            artefact=body.artefact,
            reason=body.reason,
            approver=body.approver,
            until=body.until,
        ),
        actor=caller.actor,
        scope=caller.scope,
        now=now,
    )
    desk = _desk(request)
    project = desk.project(desk.district(now), system_id, caller.scope)
    after = dataclasses.replace(project, exceptions=(*project.exceptions, made))
    return views.board_view(system_id, board(after, day_of(now)), after.exceptions)


@router.post("/systems/{system_id}/bundle", operation_id="export_compliance_bundle", response_model=None)
def export_compliance_bundle(system_id: SystemId, request: Request, caller: Exporter, tx: Writing) -> StreamingResponse:
    """The sealed evidence of a system as one file; `fengsui evidence verify` checks it anywhere."""
    now = core_of(request).clock()
    district = district_of(request)
    district.one(system_id, caller.scope)
    caller.audit_read(tx, "compliance.bundle_exported", f"system:{system_id}", {}, now)
    # Put together within the transaction: the answer is sent after it has ended.
    parts = [line + b"\n" for line in bundle.lines(tx, district, system_id, caller.scope, now)]

    def body() -> Iterator[bytes]:
        yield from parts

    return StreamingResponse(
        body(),
        media_type="application/jsonl",
        headers={"Content-Disposition": f'attachment; filename="evidence-{file_name(system_id)}.jsonl"'},
    )


def file_name(text: str) -> str:
    """A system's id as part of a file name."""
    return "".join(letter if letter.isascii() and (letter.isalnum() or letter in "._-") else "_" for letter in text)
