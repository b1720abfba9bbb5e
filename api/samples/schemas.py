"""Samples of auditors, over the wire."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.compliance.schemas import ItemBrief, Short
from api.wire import Moment, Plain, Read, Write
from compliance.sampling import MOST
from model.proof import Verdict
from model.sampling import Judgement


class SampleDraw(Write):
    """seed: any text; the root of the audit trail when empty, which nobody can choose."""

    title: Annotated[str, Field(min_length=1, max_length=300, pattern=Plain)]
    size: Annotated[int, Field(ge=1, le=MOST)] = 25
    seed: Short = ""
    unit: Short = ""
    system: Short = ""
    verdicts: list[Verdict] = Field(default_factory=list, max_length=5)


class SampleBrief(Read):
    id: str
    title: str
    seed: str
    of: int
    size: int
    noted: int
    findings: int
    made: Moment
    made_by: str


class SampleList(Read):
    items: list[SampleBrief]


class AuditNoteRead(Read):
    judgement: Judgement
    text: str
    time: Moment
    person: str


class SampledItem(Read):
    """now: the item as it stands, null when it is no longer seen. reasons: of its automatic answers. evidence: digests of
    the sealed answers when it was drawn; changed: whether another answer was sealed since."""

    system: str
    system_name: str
    system_name_zh: str
    item: str
    drawn: Verdict
    now: ItemBrief | None
    reasons_zh: list[str]
    reasons_en: list[str]
    evidence: list[str]
    changed: bool
    documents: int
    notes: list[AuditNoteRead]


class DrawnSampleRead(Read):
    brief: SampleBrief
    unit: str
    system: str
    verdicts: list[Verdict]
    items: list[SampledItem]


class AuditNoteAdd(Write):
    system: Annotated[str, Field(min_length=1, max_length=128, pattern=Plain)]
    item: Annotated[str, Field(min_length=1, max_length=64, pattern=Plain)]
    judgement: Judgement
    text: Annotated[str, Field(min_length=1, max_length=2_000, pattern=Plain)]
