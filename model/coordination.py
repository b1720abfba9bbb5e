"""Words of coordinated response: grades of incidents, statutory reports, notices to units (通报), duty and modes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

import msgspec

from model.severity import Grade
from model.times import Micros


class Colour(StrEnum):
    """Of an early warning (国家网络安全事件应急预案, 中网办发〔2017〕4号, 3.1)."""

    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"
    BLUE = "blue"


class Operator(StrEnum):
    """Who has to report, in the words of 国家网络安全事件报告管理办法, article 4."""

    NETWORK = "network_operator"
    CII = "cii_operator"
    PROTECTION = "protection_department"
    CENTRAL = "central_organ"
    PROVINCIAL = "provincial_cac"


class ClockState(StrEnum):
    """conditional: it runs only if the incident is graded high enough, which nobody has confirmed or refused yet."""

    CONDITIONAL = "conditional"
    RUNNING = "running"
    OVERDUE = "overdue"
    MET = "met"
    MET_LATE = "met_late"


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """An incident as the law sees it. known_at: discovered or told of (发现或获知), where clocks start; occurred_at: its first
    event; handled_at: when handling ended, which starts the summary; 0 is not yet. category: GB/T 20986-2023, annex B.
    flags: `suspected_crime`, `personal_information`, `network_data`, `public_security_case`, `product_defect`.
    measures: of `incident-grades.yml`, by name. grade: as a person confirmed it, None until then. known_by: who said when it
    became known; empty while that is the platform's guess. causes, lessons: for the summary."""

    incident: str
    unit: str
    known_at: Micros
    occurred_at: Micros
    handled_at: Micros = 0
    operator: Operator = Operator.NETWORK
    category: str = ""
    flags: Sequence[str] = ()
    measures: Mapping[str, float] = {}
    impact: str = ""
    actions: str = ""
    grade: Grade | None = None
    grade_by: str = ""
    grade_at: Micros = 0
    grade_note: str = ""
    known_by: str = ""
    causes: str = ""
    lessons: str = ""
    changed: Micros = 0


class ReportRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A report that went out. rule: of `report-rules.yml`; sent: when it reached the recipient, as the reporter says."""

    id: str
    incident: str
    unit: str
    rule: str
    channel: str
    text: str
    sent: Micros
    recorded: Micros
    recorded_by: str


class NoticeKind(StrEnum):
    NOTICE = "notice"
    WARNING = "warning"


class NoticeStatus(StrEnum):
    DRAFTED = "drafted"
    ISSUED = "issued"
    SIGNED = "signed"
    HANDLING = "handling"
    FEEDBACK = "feedback"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """A notice to one unit. issuer: the unit it comes from; sign_by, due: deadlines; answer: the unit's last feedback;
    returns: how often it was sent back; escalated: rungs of the ladder climbed, 0 is none. Times of 0: not yet."""

    id: str
    unit: str
    issuer: str
    kind: NoticeKind
    colour: Colour | None
    title: str
    body: str
    incident: str
    status: NoticeStatus
    sign_by: Micros
    due: Micros
    created: Micros
    created_by: str
    issued: Micros = 0
    signed: Micros = 0
    signed_by: str = ""
    answered: Micros = 0
    answer: str = ""
    reviewed: Micros = 0
    review: str = ""
    returns: int = 0
    escalated: int = 0
    changed: Micros = 0


class NoticeStep(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody did with a notice; action: of `playbooks.coordination.notices.NoticeAction`, or `escalated`."""

    time: Micros
    actor: str
    action: str
    status: NoticeStatus
    note: str


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """A person on duty. lead: 带班领导, otherwise 值班员."""

    id: str
    unit: str
    start: Micros
    end: Micros
    person: str
    phone: str
    lead: bool
    note: str


class Mode(StrEnum):
    """平时, 重保, 战时."""

    PEACETIME = "peacetime"
    GUARDED = "guarded"
    WARTIME = "wartime"


class ModeChange(msgspec.Struct, frozen=True, kw_only=True):
    """until: when it ends by itself and peacetime returns; 0 is when somebody says so."""

    mode: Mode
    since: Micros
    until: Micros
    by: str
    reason: str


class ZeroStatus(StrEnum):
    """Of a report that is due even when nothing happened (零报告). dropped: the mode that asked for it was over first."""

    EXPECTED = "expected"
    REPORTED = "reported"
    MISSED = "missed"
    LATE = "late"
    DROPPED = "dropped"


class ZeroReport(msgspec.Struct, frozen=True, kw_only=True):
    """What a unit has to say by `due` about the time since `start`. quiet: nothing happened. reminded: how often the unit was
    reminded; told: who was on duty there then."""

    unit: str
    start: Micros
    due: Micros
    status: ZeroStatus
    quiet: bool = True
    text: str = ""
    reported: Micros = 0
    reported_by: str = ""
    reminded: int = 0
    told: str = ""
