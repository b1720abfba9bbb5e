"""Words of the compliance ledgers: what a district says about a system, proves about it and has to do about it.

Days are ISO texts (`2026-11-23`), empty when unknown; they are legal dates without a clock. Times are `Micros`.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Any

import msgspec

from model.event import EventId
from model.proof import Verdict
from model.times import Micros

Day = Annotated[str, msgspec.Meta(pattern=r"^(\d{4}-\d{2}-\d{2})?$")]
Sm3 = Annotated[str, msgspec.Meta(pattern=r"^([0-9a-f]{64})?$")]
Text = Annotated[str, msgspec.Meta(max_length=2_000)]
Name = Annotated[str, msgspec.Meta(max_length=300)]


class Extension(StrEnum):
    """The parts of GB/T 22239-2019 beside the general one; bigdata is its informative annex H."""

    GENERAL = "general"
    CLOUD = "cloud"
    MOBILE = "mobile"
    IOT = "iot"
    ICS = "ics"
    BIGDATA = "bigdata"


class Harmed(StrEnum):
    """Whom the damage would reach (GB/T 22240-2020, grading matrix)."""

    CITIZENS = "citizens"
    SOCIETY = "society"
    NATION = "nation"


class Degree(StrEnum):
    GENERAL = "general"
    SERIOUS = "serious"
    ESPECIALLY_SERIOUS = "especially_serious"


class CiiStatus(StrEnum):
    """Only the protection department of the sector identifies critical infrastructure; until it has, `unknown`."""

    UNKNOWN = "unknown"
    NOT_IDENTIFIED = "not_identified"
    IDENTIFIED = "identified"


class Grading(msgspec.Struct, frozen=True, kw_only=True):
    """The worksheet: damage to business information (S) and to system service (A). reviewed: when experts did, approved:
    when the competent department did."""

    s_harmed: Harmed | None = None
    s_degree: Degree | None = None
    a_harmed: Harmed | None = None
    a_degree: Degree | None = None
    reason: Text = ""
    reviewed: Day = ""
    approved: Day = ""


class Filing(msgspec.Struct, frozen=True, kw_only=True):
    """With the police. refiled: on the templates of 2025. survey: when the data survey sheet was handed in."""

    certificate: Name = ""
    filed: Day = ""
    level: Annotated[int, msgspec.Meta(ge=0, le=5)] = 0
    refiled: Day = ""
    survey: Day = ""


class Cii(msgspec.Struct, frozen=True, kw_only=True):
    """document: of the identification. permit: allows active scanning (Regulation art. 31) until `permit_until`."""

    status: CiiStatus = CiiStatus.UNKNOWN
    document: Name = ""
    identified: Day = ""
    assessed: Day = ""
    permit: Name = ""
    permit_until: Day = ""


class BoughtControl(msgspec.Struct, frozen=True, kw_only=True):
    """A security control a project paid for. source: the source its telemetry comes by; without any, nothing proves it."""

    name: Name
    source: Name = ""
    delivered: Day = ""


class Project(msgspec.Struct, frozen=True, kw_only=True):
    """`started` is the first day an artefact of it can bear."""

    name: Name = ""
    started: Day = ""
    budget: Annotated[int, msgspec.Meta(ge=0)] = 0
    security_budget: Annotated[int, msgspec.Meta(ge=0)] = 0
    bought: tuple[BoughtControl, ...] = ()


class SystemRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What the ledgers say of one system beyond the register of systems. role: owner, coordinate (boundary only) or notify.
    not_applicable: item → why. bastions: asset ids administrators must come through. central: concentrates powers over
    others. assessed: day of the last level assessment."""

    system: str
    unit: str
    owner: Name = ""
    contact: Name = ""
    plan_task: Annotated[int, msgspec.Meta(ge=0, le=999)] = 0
    role: Name = "owner"
    extensions: tuple[Extension, ...] = (Extension.GENERAL,)
    exposure: tuple[Name, ...] = ()
    central: bool = False
    high_continuity: bool = False
    bastions: tuple[Name, ...] = ()
    grading: Grading = Grading()
    filing: Filing = Filing()
    cii: Cii = Cii()
    project: Project = Project()
    not_applicable: dict[str, Text] = {}
    assessed: Day = ""
    assessor: Name = ""


class DocumentKind(StrEnum):
    """What kind of proof: a paper, the minutes of an interview, the record of a look on site (GB/T 28448: examine,
    interview, test)."""

    PAPER = "paper"
    INTERVIEW = "interview"
    INSPECTION = "inspection"


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A dated paper, known by its digest; the paper itself stays where papers are kept. artefact: of a gate; items: control
    items it answers, with `verdict`. until: when it stops proving anything. person: who was interviewed, or showed round."""

    id: str
    system: str
    unit: str
    title: Name
    dated: Day
    sm3: Sm3
    artefact: str = ""
    items: tuple[str, ...] = ()
    verdict: Verdict = Verdict.MET
    issuer: Name = ""
    until: Day = ""
    kind: DocumentKind = DocumentKind.PAPER
    person: Name = ""
    added: Micros = 0
    added_by: str = ""
    withdrawn: Micros = 0


class Basis(StrEnum):
    """Who says it: the person in charge, or the assessor's report."""

    REVIEWED = "reviewed"
    OFFICIAL = "official"


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """A result a person answers for. subject: a control item, or a trigger of major risk (`A-29`), or a high-risk case.
    verdict for the latter two: met = lowered by what `note` says, not_met = confirmed. evidence: digest of the automatic
    answer that was seen when it was given."""

    number: int
    system: str
    unit: str
    subject: str
    basis: Basis
    verdict: Verdict
    note: Text
    person: str
    time: Micros
    evidence: str = ""
    report: Name = ""


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What one evidence rule found for one system. reason: a key of `catalogs/reasons.yml`, filled with `params`. query,
    start and end find the events again; count is how many there were, event_ids the newest of them. sources: by which
    sources they came; lost: those of them that no longer deliver."""

    rule: str
    system: str
    unit: str
    verdict: Verdict
    reason: str
    params: dict[str, Any] = {}
    query: str = ""
    start: Micros = 0
    end: Micros = 0
    count: int = 0
    event_ids: tuple[EventId, ...] = ()
    sources: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()

    @property
    def sense(self) -> tuple[Any, ...]:
        """What makes it another answer; counts that grow do not."""
        return self.verdict, self.reason, self.sources, self.lost


class Passage(msgspec.Struct, frozen=True, kw_only=True):
    """A project went through a gate on a day."""

    system: str
    unit: str
    gate: str
    day: Day
    person: str
    time: Micros
    note: Text = ""


class GateException(msgspec.Struct, frozen=True, kw_only=True):
    """An artefact may be missing, or bear a day it should not, until `until`. approver: who signed it, never who asked."""

    id: str
    system: str
    unit: str
    artefact: str
    reason: Text
    approver: Name
    until: Day
    added: Micros = 0
    added_by: str = ""


class TaskState(StrEnum):
    OPEN = "open"
    DONE = "done"
    ACCEPTED = "accepted"
    DROPPED = "dropped"


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the rectification plan. proof: the document that shows it is done; needed before `done`."""

    id: str
    system: str
    unit: str
    items: tuple[str, ...]
    title: Name
    owner: Name
    due: Day
    state: TaskState = TaskState.OPEN
    proof: str = ""
    note: Text = ""
    changed: Micros = 0
    changed_by: str = ""


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """The automatic result of an item became another. evidence: digest of the answer that did it."""

    number: int
    system: str
    unit: str
    item: str
    time: Micros
    before: Verdict
    after: Verdict
    rule: str = ""
    evidence: str = ""


def is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def days_between(earlier: str, later: str) -> int:
    return (date.fromisoformat(later) - date.fromisoformat(earlier)).days


def years_after(day: str, years: int) -> str:
    """The same day `years` later; 29 February becomes 28 February."""
    found = date.fromisoformat(day)
    try:
        return found.replace(year=found.year + years).isoformat()
    except ValueError:
        return found.replace(year=found.year + years, day=28).isoformat()
