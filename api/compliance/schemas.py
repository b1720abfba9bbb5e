"""Compliance, over the wire."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from api.wire import Moment, Plain, Read, Write
from compliance.three_sync.gates import Fault
from model.compliance import Basis, CiiStatus, Degree, DocumentKind, Extension, Harmed, TaskState
from model.proof import Verdict

Risk = Literal["high", "medium", "low"]
DayText = Annotated[str, Field(pattern=r"^(\d{4}-\d{2}-\d{2})?$", examples=["2026-11-23"])]
Words = Annotated[str, Field(max_length=2_000, pattern=Plain)]
Short = Annotated[str, Field(max_length=300, pattern=Plain)]
Ident = Annotated[str, Field(min_length=1, max_length=128, pattern=Plain)]


class Named(Read):
    """A name in both languages. verify, verify_zh: what nobody has confirmed about it, empty when nothing."""

    id: str
    zh: str
    en: str
    verify: str = ""
    verify_zh: str = ""


class Counted(Read):
    met: int
    partly_met: int
    not_met: int
    unknown: int
    not_applicable: int


class ConclusionRead(Read):
    """value: score (2021) or rate (2025), 0 to 100. major: triggers of major risk that count."""

    template: str
    code: str
    zh: str
    en: str
    value: float
    applicable: int
    counted: Counted
    high: list[str]
    medium: int
    major: list[str]


class SystemBrief(Read):
    """current_gate: the first gate of its project not passed; lacking: what is missing for going live."""

    id: str
    name: str
    name_zh: str
    unit: str
    level: int
    level_is_proposal: bool
    plan_task: int
    extensions: list[Extension]
    cii: CiiStatus
    filed: str
    counted: Counted
    automatic: int
    conclusion: ConclusionRead
    current_gate: str
    lacking: list[str]
    broken_promises: int
    overdue: int


class Cell(Read):
    """Of the heat map: items of a category over the systems of a unit."""

    unit: str
    category: str
    counted: Counted


class DistrictRead(Read):
    at: Moment
    categories: list[Named]
    systems: list[SystemBrief]
    cells: list[Cell]
    partial: list[str]


class AnswerRead(Read):
    """reason: in both languages. lost: sources that no longer deliver. A query with start and end opens the events."""

    rule: str
    zh: str
    en: str
    verdict: Verdict
    reason_zh: str
    reason_en: str
    query: str
    start: Moment
    end: Moment
    count: int
    event_ids: list[str]
    sources: list[str]
    lost: list[str]
    threshold: str
    basis: str


class ItemBrief(Read):
    id: str
    clause: str
    category: str
    control_zh: str
    control_en: str
    zh: str
    en: str
    extension: Extension
    verdict: Verdict
    auto: Verdict | None
    reviewed: Verdict | None
    official: Verdict | None
    outdated: bool
    risk: Risk
    case: str
    trigger: str
    verify: str
    verify_zh: str
    task: str


class ObligationRead(Read):
    id: str
    zh: str
    en: str
    basis: str
    verify: str
    verify_zh: str
    due: str
    done: str
    state: Literal["done", "open", "soon", "overdue"]


class GradingModel(Write):
    s_harmed: Harmed | None = None
    s_degree: Degree | None = None
    a_harmed: Harmed | None = None
    a_degree: Degree | None = None
    reason: Words = ""
    reviewed: DayText = ""
    approved: DayText = ""


class FilingModel(Write):
    certificate: Short = ""
    filed: DayText = ""
    level: Annotated[int, Field(ge=0, le=5)] = 0
    refiled: DayText = ""
    survey: DayText = ""


class CiiModel(Write):
    status: CiiStatus = CiiStatus.UNKNOWN
    document: Short = ""
    identified: DayText = ""
    assessed: DayText = ""
    permit: Short = ""
    permit_until: DayText = ""


class BoughtModel(Write):
    name: Short
    source: Short = ""
    delivered: DayText = ""


class ProjectModel(Write):
    name: Short = ""
    started: DayText = ""
    budget: Annotated[int, Field(ge=0, le=2**53)] = 0
    security_budget: Annotated[int, Field(ge=0, le=2**53)] = 0
    bought: list[BoughtModel] = Field(default_factory=list, max_length=100)


class RecordWrite(Write):
    owner: Short = ""
    contact: Short = ""
    plan_task: Annotated[int, Field(ge=0, le=999)] = 0
    role: Literal["owner", "coordinate", "notify"] = "owner"
    extensions: list[Extension] = Field(default_factory=lambda: [Extension.GENERAL], max_length=6)
    exposure: list[Short] = Field(default_factory=list, max_length=20)
    central: bool = False
    high_continuity: bool = False
    bastions: list[Short] = Field(default_factory=list, max_length=50)
    grading: GradingModel = GradingModel()
    filing: FilingModel = FilingModel()
    cii: CiiModel = CiiModel()
    project: ProjectModel = ProjectModel()
    not_applicable: dict[Ident, Words] = Field(default_factory=dict, max_length=300)
    assessed: DayText = ""
    assessor: Short = ""


class RecordRead(Read):
    """The five ledgers of one system. worksheet_level: what the grading worksheet leads to, 0 while it is empty; matrix: by
    whom is harmed and how badly, with what nobody has confirmed about it."""

    body: dict[str, Any]
    worksheet_level: int
    matrix: dict[Harmed, dict[Degree, int]]
    verify: str
    verify_zh: str


class AssetBrief(Read):
    id: str
    name: str
    kind: str


class DataSetBrief(Read):
    id: str
    name: str
    name_zh: str
    data_class: str
    personal_information: bool


class SystemPosture(Read):
    at: Moment
    brief: SystemBrief
    record: RecordRead
    assets: list[AssetBrief]
    data_sets: list[DataSetBrief]
    open_exposures: int
    conclusions: list[ConclusionRead]
    items: list[ItemBrief]
    obligations: list[ObligationRead]
    suggested: list[Named]
    major: list[Named]
    documents: list[DocumentRead]
    tasks: list[TaskRead]


class DocumentRead(Read):
    id: str
    title: str
    dated: str
    sm3: str
    artefact: str
    items: list[str]
    verdict: Verdict
    issuer: str
    until: str
    kind: DocumentKind
    person: str
    added: Moment
    added_by: str
    withdrawn: Moment | None


class DocumentAdd(Write):
    title: Annotated[str, Field(min_length=1, max_length=300, pattern=Plain)]
    dated: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    sm3: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    artefact: Short = ""
    items: list[Ident] = Field(default_factory=list, max_length=300)
    verdict: Verdict = Verdict.MET
    issuer: Short = ""
    until: DayText = ""
    kind: DocumentKind = DocumentKind.PAPER
    person: Short = ""


class TaskRead(Read):
    id: str
    items: list[str]
    title: str
    owner: str
    due: str
    state: TaskState
    proof: str
    note: str
    changed: Moment
    changed_by: str


class TaskWrite(Write):
    items: Annotated[list[Ident], Field(max_length=300)]
    title: Annotated[str, Field(min_length=1, max_length=300, pattern=Plain)]
    owner: Annotated[str, Field(min_length=1, max_length=300, pattern=Plain)]
    due: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    state: TaskState = TaskState.OPEN
    proof: Short = ""
    note: Words = ""


class ReviewRead(Read):
    subject: str
    basis: Basis
    verdict: Verdict
    note: str
    person: str
    time: Moment
    report: str


class ReviewAdd(Write):
    """subject: an item, a trigger of major risk, or a high-risk case (met: lowered, with the reason in `note`)."""

    subject: Ident
    verdict: Verdict
    note: Annotated[str, Field(min_length=1, max_length=2_000, pattern=Plain)]


class OfficialLine(Write):
    item: Ident
    verdict: Verdict
    note: Words = ""


class OfficialAdd(Write):
    """Results of an assessor's report."""

    report: Annotated[str, Field(min_length=1, max_length=300, pattern=Plain)]
    results: Annotated[list[OfficialLine], Field(min_length=1, max_length=600)]


class OfficialTaken(Read):
    results: int


class ItemChange(Read):
    time: Moment
    before: Verdict
    after: Verdict
    rule: str
    evidence: str


class SealRead(Read):
    """digest: SM3 of the sealed answer; record: of the audit trail that seals it."""

    rule: str
    taken: Moment
    verdict: Verdict
    digest: str
    record: int
    reason_zh: str
    reason_en: str


class ItemDetail(Read):
    item: ItemBrief
    hint: str
    evidence: Literal["automated", "mixed", "manual"]
    unit_id: str
    not_applicable: str
    answers: list[AnswerRead]
    documents: list[DocumentRead]
    reviews: list[ReviewRead]
    history: list[ItemChange]
    sealed: list[SealRead]


class EvidenceEvents(Read):
    """gone: ids of events that retention has deleted, or that belong to a unit the caller does not see."""

    items: list[dict[str, Any]]
    gone: list[str]


class ArtefactRead(Read):
    id: str
    zh: str
    en: str
    document: str | None
    dated: str | None
    fault: Fault | None
    excepted: str


class GateRead(Read):
    id: str
    zh: str
    en: str
    sync: Literal["plan", "build", "use"]
    go_live: bool
    passed: str | None
    passed_by: str | None
    blocked: list[str]
    artefacts: list[ArtefactRead]


class PromiseRead(Read):
    name: str
    source: str
    delivered: str
    kept: bool
    state: str


class GateExceptionRead(Read):
    id: str
    artefact: str
    reason: str
    approver: str
    until: str


class BoardRead(Read):
    system: str
    current: str
    go_live: list[Named]
    lacking: list[str]
    gates: list[GateRead]
    promises: list[PromiseRead]
    exceptions: list[GateExceptionRead]
    verify: str
    verify_zh: str


class PassageAdd(Write):
    day: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    note: Words = ""


class GateExceptionAdd(Write):
    artefact: Ident
    reason: Annotated[str, Field(min_length=1, max_length=2_000, pattern=Plain)]
    approver: Annotated[str, Field(min_length=1, max_length=300, pattern=Plain)]
    until: Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


class WayStep(Read):
    item: str
    zh: str
    en: str
    code: str
    value: float
    gain: float


class WhatIf(Read):
    """chosen: the conclusion if the asked items were met. way: the fewest items to the next better conclusion."""

    now: ConclusionRead
    chosen: ConclusionRead
    way: list[WayStep]


class DayFigures(Read):
    day: str
    met: int
    partly_met: int
    not_met: int
    unknown: int
    rate: float


class PostureTrend(Read):
    items: list[DayFigures]
