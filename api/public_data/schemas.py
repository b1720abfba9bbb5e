"""Public data, over the wire."""

from __future__ import annotations

from typing import Annotated

from pydantic import AwareDatetime, Field

from api.compliance.schemas import AnswerRead, Counted, DayText, DocumentRead, ReviewRead
from api.wire import Moment, Page, Plain, Read, Write
from compliance.public_data.assessment import Domain
from compliance.public_data.lineage import Kind, Link, Standing
from model.estate import DataClass
from model.proof import Verdict
from model.public_data import DataFinding, LifePhase, PlaceKind

Short = Annotated[str, Field(min_length=1, max_length=300, pattern=Plain)]
Said = Annotated[str, Field(max_length=2_000, pattern=Plain)]


class PhaseState(Read):
    """seen: events that show the phase at work, within 400 days. verdict: the worst of its controls."""

    phase: LifePhase
    zh: str
    en: str
    verdict: Verdict
    seen: int
    last: Moment | None
    findings: int


class DataSetBriefing(Read):
    """approvals: that stand now; waiting: requests nobody decided. level: of its security assessment."""

    id: str
    name: str
    name_zh: str
    unit: str
    system: str
    data_class: DataClass
    data_class_zh: str
    personal_information: bool
    records: int
    phases: list[PhaseState]
    counted: Counted
    findings: int
    approvals: int
    waiting: int
    level: str
    level_zh: str
    level_en: str
    last: Moment | None


class DataSetList(Read):
    """verify: what nobody has confirmed about phases and controls."""

    at: Moment
    items: list[DataSetBriefing]
    verify: str
    verify_zh: str
    partial: list[str]


class PlaceRead(Read):
    kind: PlaceKind
    name: str


class DataCatalogueRead(Read):
    places: list[PlaceRead]
    fields: list[str]
    keepers: list[str]


class PlaceWrite(Write):
    kind: PlaceKind
    name: Annotated[str, Field(min_length=1, max_length=500, pattern=Plain)]


class DataCatalogueWrite(Write):
    """keepers: accounts that keep the data set for its owner, as audit trails name them."""

    places: list[PlaceWrite] = Field(default_factory=list, max_length=200)
    fields: list[Short] = Field(default_factory=list, max_length=2_000)
    keepers: list[Short] = Field(default_factory=list, max_length=200)


class DataControlRead(Read):
    """auto: what evidence says by itself. outdated: the review was given of another automatic result."""

    id: str
    zh: str
    en: str
    verdict: Verdict
    auto: Verdict | None
    outdated: bool
    measure_zh: str
    measure_en: str
    answers: list[AnswerRead]
    documents: list[str]
    reviewed: ReviewRead | None


class DataPhaseRead(Read):
    state: PhaseState
    basis: str
    basis_en: str
    controls: list[DataControlRead]


class DataFindingRead(Read):
    """alerts: the newest few, to open."""

    kind: DataFinding
    phase: LifePhase
    count: int
    last: Moment
    alerts: list[str]


class DestructionRead(Read):
    reference: str
    time: Moment
    sm3: str
    method: str
    witness: str
    copies: int
    added: Moment
    added_by: str


class DataSetDetail(Read):
    at: Moment
    brief: DataSetBriefing
    catalogue: DataCatalogueRead
    phases: list[DataPhaseRead]
    findings: list[DataFindingRead]
    proofs: list[DestructionRead]
    documents: list[DocumentRead]
    verify: str
    verify_zh: str


class LineageNode(Read):
    """name, name_zh: what the unit is called that is meant; else the label again."""

    id: str
    kind: Kind
    label: str
    name: str
    name_zh: str
    unit: str
    size: int
    x: float
    y: float


class LineageEdge(Read):
    """standing: whether an approval stood then; `registered` has no event behind it."""

    id: str
    source: str
    target: str
    link: Link
    standing: Standing
    actions: dict[str, int]
    count: int
    rows: int
    size_bytes: int
    identifiers: int
    first: Moment | None
    last: Moment | None
    fields: list[str]
    purposes: list[str]
    approvals: list[str]
    event_ids: list[str]


class LineageRead(Read):
    """cut: there were more events than a graph is made of. more: events on edges beyond the bound. query: finds the events."""

    start: Moment
    end: Moment
    query: str
    nodes: list[LineageNode]
    edges: list[LineageEdge]
    events: int
    more: int
    cut: bool
    aggregated: bool
    unapproved: int
    proofs: int


class DataAccessRead(Read):
    id: str
    time: Moment
    action: str
    actor: str
    recipient: str
    place: str
    object: str
    rows: int | None
    size_bytes: int | None
    fields: list[str]
    purpose: str
    approval: str
    identifiers: int
    source: str
    unit: str


class DataAccessPage(Page[DataAccessRead]):
    """query: finds the same in the event search."""

    query: str
    partial: list[str]


class AssessedFactor(Read):
    id: str
    value: str
    points: int


class AssessedRisk(Read):
    phase: LifePhase
    phase_zh: str
    control: str
    zh: str
    en: str
    domain: Domain
    verdict: Verdict
    harm: str
    harm_zh: str
    harm_en: str
    degree: int
    likelihood: int
    level: str
    level_zh: str
    level_en: str
    reasons_zh: list[str]
    reasons_en: list[str]
    measure_zh: str
    measure_en: str
    alerts: int
    alert_ids: list[str]


class OpenControl(Read):
    phase: LifePhase
    control: str
    zh: str
    en: str


class AssessedLevel(Read):
    id: str
    zh: str
    en: str
    risks: int


class DataAssessmentRead(Read):
    """assessed: percent of applicable controls that have an answer. verify: what nobody has confirmed about the method."""

    at: Moment
    level: str
    level_zh: str
    level_en: str
    degree: int
    factors: list[AssessedFactor]
    risks: list[AssessedRisk]
    open: list[OpenControl]
    met: int
    assessed: float
    levels: list[AssessedLevel]
    matrix: dict[str, list[str]]
    source: str
    verify: str
    verify_zh: str


class DataDocumentAdd(Write):
    """controls: of the life cycle, that it answers."""

    title: Short
    dated: DayText
    sm3: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    controls: Annotated[list[Annotated[str, Field(max_length=64)]], Field(min_length=1, max_length=60)]
    verdict: Verdict = Verdict.MET
    issuer: Annotated[str, Field(max_length=300, pattern=Plain)] = ""
    until: DayText = ""


class DataReviewAdd(Write):
    """What an interview said, or a person in charge confirms."""

    control: Annotated[str, Field(min_length=1, max_length=64, pattern=Plain)]
    verdict: Verdict
    note: Annotated[str, Field(min_length=1, max_length=2_000, pattern=Plain)]


class DestructionAdd(Write):
    reference: Annotated[str, Field(min_length=1, max_length=128, pattern=Plain)]
    time: AwareDatetime
    sm3: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    method: Annotated[str, Field(max_length=300, pattern=Plain)] = ""
    witness: Annotated[str, Field(min_length=1, max_length=100, pattern=Plain)]
    copies: Annotated[int, Field(ge=0, le=1_000_000)] = 0
