"""Drills over the wire."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AwareDatetime, Field

from api.backups.schemas import BackupRestored
from api.wire import Moment, Page, Plain, Read, Write
from model.recovery import DrillKind, DrillMode, DrillStatus

DrillText = Annotated[str, Field(max_length=300, pattern=Plain)]


class DrillParticipant(Read):
    person: str
    role: str


class DrillPhase(Read):
    """took_s: measured from the run's own records; null when the drill never came to it. lost: of `points`."""

    id: str
    zh: str
    en: str
    took_s: float | None
    goal_s: float
    points: float
    lost: float


class DrillDeduction(Read):
    """count: how often; evidence: ids of what shows it."""

    rule: str
    zh: str
    en: str
    count: int
    lost: float
    evidence: list[str]


class DrillSheet(Read):
    """score: 0 to 100. table: version of the scoring table."""

    table: str
    score: float
    passed: bool
    pass_from: float
    phases: list[DrillPhase]
    deductions: list[DrillDeduction]


class DrillRead(Read):
    id: str
    title: str
    unit: str
    kind: DrillKind
    mode: DrillMode
    status: DrillStatus
    playbook: str
    playbook_name: str
    playbook_name_zh: str
    system: str
    plan: str
    scheduled: Moment | None
    began: Moment | None
    ended: Moment | None
    execution: str
    incident: str
    score: float | None
    created: Moment
    created_by: str
    participants: list[DrillParticipant]


class DrillPage(Page[DrillRead]):
    pass


class DrillLine(Read):
    """What the playbook would do, as a dry run told it."""

    path: str
    name: str
    kind: str
    text: str
    text_zh: str
    depth: int
    persons: int
    changes: bool


class DrillDetail(DrillRead):
    """sm3: of the record; documents: papers of the compliance ledger made of it."""

    inputs: dict[str, Any]
    findings: str
    would: list[DrillLine]
    sheet: DrillSheet | None
    restored: BackupRestored | None
    sm3: str
    documents: list[str]


class DrillRecord(Read):
    """The text whose SM3 digest the drill and its papers bear."""

    id: str
    sm3: str
    text: str


class ParticipantWrite(Write):
    person: Annotated[str, Field(min_length=1, max_length=300, pattern=Plain)]
    role: DrillText = ""


class DrillPlanWrite(Write):
    """A restore drill names its backup plan; a drill of a response its playbook, the system and the playbook's inputs."""

    title: Annotated[str, Field(min_length=1, max_length=300, pattern=Plain)]
    kind: DrillKind
    mode: DrillMode
    plan: DrillText = ""
    playbook: DrillText = ""
    system: DrillText = ""
    unit: Annotated[str, Field(max_length=128, pattern=Plain, description="The caller's when left out")] = ""
    inputs: Annotated[dict[str, Any], Field(max_length=100, default_factory=dict)]
    participants: Annotated[list[ParticipantWrite], Field(max_length=200, default_factory=list)]
    scheduled: AwareDatetime | None = None


class DrillNotes(Write):
    """incident: the one the exercise raised."""

    findings: Annotated[str, Field(max_length=10_000)] = ""
    incident: DrillText = ""


class DrillCancel(Write):
    reason: Annotated[str, Field(min_length=1, max_length=1_000, pattern=Plain)]


class DrillBegin(Write):
    pass
