"""Critical infrastructure and suppliers, over the wire."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from api.compliance.schemas import AnswerRead, Counted, DayText, DocumentRead, Short, Words
from api.wire import Moment, Plain, Read, Write
from model.cii import AssessmentKind
from model.compliance import CiiStatus
from model.proof import Verdict

Digest = Annotated[str, Field(pattern=r"^([0-9a-f]{64})?$")]
Wanted = Annotated[str, Field(min_length=1, max_length=300, pattern=Plain)]
DayGiven = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Number = Annotated[int, Field(ge=0, le=100_000)]


class ItemAnswer(Read):
    """An item of classified protection that answers too."""

    item: str
    zh: str
    en: str
    verdict: Verdict


class CiiControlRead(Read):
    """clause, topic: the sub-clause it stands under. evidence: what answers it. verify: whether that place is uncertain, or
    law or practice asks it rather than the standard. own: what the registers of critical infrastructure say."""

    id: str
    clause: str
    topic_zh: str
    topic_en: str
    zh: str
    en: str
    basis: str
    evidence: Literal["automated", "mixed", "manual"]
    verify: bool
    verdict: Verdict
    auto: Verdict | None
    reviewed: Verdict | None
    official: Verdict | None
    outdated: bool
    answers: list[AnswerRead]
    items: list[ItemAnswer]
    own: Verdict | None
    own_zh: str
    own_en: str
    documents: list[str]


class CiiActivityRead(Read):
    id: str
    zh: str
    en: str
    clause: str
    counted: Counted
    controls: list[CiiControlRead]


class CiiBrief(Read):
    """assessed: day of the last assessment; due: when the next one is due, empty when none was made."""

    system: str
    name: str
    name_zh: str
    unit: str
    status: CiiStatus
    department: str
    document: str
    counted: Counted
    assessed: str
    due: str
    permits: int
    suppliers: int


class CiiList(Read):
    """verify: what nobody has confirmed about the catalogue."""

    items: list[CiiBrief]
    catalogue: str
    source: str
    verify: str
    verify_zh: str


class KeyPostModel(Write):
    name: Wanted
    post: Short = ""
    checked: DayText = ""


class MajorChangeModel(Write):
    day: DayGiven
    what: Wanted
    reported: DayText = ""


class CiiFileModel(Write):
    sector: Short = ""
    department: Short = ""
    business: Words = ""
    depends: Words = ""
    outage: Words = ""
    head: Short = ""
    body: Short = ""
    posts: list[KeyPostModel] = Field(default_factory=list, max_length=200)
    changes: list[MajorChangeModel] = Field(default_factory=list, max_length=200)


class CiiAssessmentAdd(Write):
    kind: AssessmentKind
    dated: DayGiven
    assessor: Wanted
    sm3: Digest = ""
    findings: Number = 0
    mended: Number = 0
    due: DayText = ""
    submitted: DayText = ""


class CiiAssessmentRead(Read):
    id: str
    kind: AssessmentKind
    dated: str
    assessor: str
    sm3: str
    findings: int
    mended: int
    due: str
    submitted: str
    added: Moment
    added_by: str


class ScanPermitAdd(Write):
    """hosts: all of the system's when empty."""

    number: Wanted
    approved_by: Wanted
    tester: Wanted
    purpose: Words = ""
    hosts: list[Short] = Field(default_factory=list, max_length=200)
    start: DayGiven
    until: DayGiven


class ScanPermitRead(Read):
    """holds: whether it allows scanning today."""

    id: str
    number: str
    approved_by: str
    tester: str
    purpose: str
    hosts: list[str]
    start: str
    until: str
    holds: bool
    revoked: Moment | None
    added_by: str


class SupplierNamed(Read):
    id: str
    name: str


class CiiDetail(Read):
    brief: CiiBrief
    file: CiiFileModel
    activities: list[CiiActivityRead]
    assessments: list[CiiAssessmentRead]
    permits: list[ScanPermitRead]
    suppliers: list[SupplierNamed]
    documents: list[DocumentRead]
