"""An auditor's sample: control items drawn by a seed anybody can repeat, and what the auditor notes about each."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec

from model.compliance import Name, Text
from model.proof import Verdict
from model.times import Micros


class Drawn(msgspec.Struct, frozen=True, kw_only=True):
    """verdict: the result that counted when it was drawn; evidence: digests of the sealed answers it rested on then."""

    system: str
    item: str
    verdict: Verdict
    evidence: tuple[str, ...] = ()


class AuditSample(msgspec.Struct, frozen=True, kw_only=True):
    """unit: of the auditor. within: unit, system and results the items were drawn from; of: how many there were."""

    id: str
    unit: str
    title: Name
    seed: Name
    of: Annotated[int, msgspec.Meta(ge=0)]
    drawn: tuple[Drawn, ...]
    within_unit: str = ""
    within_system: str = ""
    within_verdicts: tuple[Verdict, ...] = ()
    made: Micros = 0
    made_by: str = ""
    system: str = ""


class Judgement(StrEnum):
    AGREED = "agreed"
    QUESTION = "question"
    FINDING = "finding"


class AuditNote(msgspec.Struct, frozen=True, kw_only=True):
    """Of one drawn item; the newest counts, all are kept."""

    id: str
    sample: str
    unit: str
    system: str
    item: str
    judgement: Judgement
    text: Text
    time: Micros = 0
    person: str = ""
