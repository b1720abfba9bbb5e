"""Tables of coordinated response. Times as in `store/tables.py`; 0 is not yet."""

from __future__ import annotations

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from store.base import Base
from store.scoping import Owned
from store.tables import Big, Json, Key


class CaseRow(Owned, Base):
    """unit: of the incident, the root's when it concerns several. body: the rest of `model.coordination.Case`."""

    __tablename__ = "report_cases"
    __table_args__ = (Index("ix_report_cases_known", "known_at", "incident"),)

    incident: Mapped[Key]
    unit: Mapped[str] = mapped_column(index=True)
    known_at: Mapped[Big]
    body: Mapped[Json]


class ReportRow(Owned, Base):
    """A report that went out."""

    __tablename__ = "report_records"

    id: Mapped[Key]
    incident: Mapped[str] = mapped_column(index=True)
    unit: Mapped[str]
    rule: Mapped[str]
    channel: Mapped[str]
    text: Mapped[str] = mapped_column(Text)
    sent: Mapped[Big]
    recorded: Mapped[Big]
    recorded_by: Mapped[str]


class NoticeRow(Owned, Base):
    """unit: whom it is for; issuer: whom it comes from, who alone sees it while it is a draft."""

    __tablename__ = "notices"
    __table_args__ = (Index("ix_notices_created", "created", "id"), Index("ix_notices_status", "status"))

    id: Mapped[Key]
    unit: Mapped[str] = mapped_column(index=True)
    issuer: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    colour: Mapped[str | None]
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    incident: Mapped[str] = mapped_column(index=True)
    status: Mapped[str]
    sign_by: Mapped[Big]
    due: Mapped[Big]
    created: Mapped[Big]
    created_by: Mapped[str]
    issued: Mapped[Big]
    signed: Mapped[Big]
    signed_by: Mapped[str]
    answered: Mapped[Big]
    answer: Mapped[str] = mapped_column(Text)
    reviewed: Mapped[Big]
    review: Mapped[str] = mapped_column(Text)
    returns: Mapped[int]
    escalated: Mapped[int]
    changed: Mapped[Big]


class NoticeStepRow(Owned, Base):
    """What somebody did with a notice. number: its place in the notice's history, from 0."""

    __tablename__ = "notice_steps"

    notice: Mapped[Key]
    number: Mapped[int] = mapped_column(primary_key=True)
    unit: Mapped[str]
    time: Mapped[Big]
    actor: Mapped[str]
    action: Mapped[str]
    status: Mapped[str]
    note: Mapped[str] = mapped_column(Text)


class ShiftRow(Owned, Base):
    __tablename__ = "duty_shifts"
    __table_args__ = (Index("ix_duty_shifts_end", "end"),)

    id: Mapped[Key]
    unit: Mapped[str] = mapped_column(index=True)
    start: Mapped[Big]
    end: Mapped[Big]
    person: Mapped[str]
    phone: Mapped[str]
    lead: Mapped[bool]
    note: Mapped[str] = mapped_column(Text)


class ModeRow(Base):
    """Every change of mode; the newest holds. The whole district has one mode."""

    __tablename__ = "duty_modes"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    mode: Mapped[str]
    since: Mapped[Big]
    until: Mapped[Big]
    by: Mapped[str]
    reason: Mapped[str] = mapped_column(Text)


class ZeroReportRow(Owned, Base):
    """A report that is due even when nothing happened."""

    __tablename__ = "zero_reports"
    __table_args__ = (Index("ix_zero_reports_due", "due"),)

    unit: Mapped[Key]
    due: Mapped[Big] = mapped_column(primary_key=True)
    start: Mapped[Big]
    status: Mapped[str]
    quiet: Mapped[bool]
    text: Mapped[str] = mapped_column(Text)
    reported: Mapped[Big]
    reported_by: Mapped[str]
    reminded: Mapped[int]
    told: Mapped[str] = mapped_column(Text)


class ReportScheduleRow(Owned, Base):
    """When reports make themselves."""

    __tablename__ = "report_schedules"
    __table_args__ = (Index("ix_report_schedules_next_at", "next_at"),)

    id: Mapped[Key]
    kind: Mapped[str]
    subject: Mapped[str]
    form: Mapped[str]
    language: Mapped[str]
    cadence: Mapped[str]
    month: Mapped[int]
    day: Mapped[int]
    hour: Mapped[int]
    minute: Mapped[int]
    next_at: Mapped[Big]
    created: Mapped[Big]
    created_by: Mapped[str]
    last_at: Mapped[Big]
    problem: Mapped[str] = mapped_column(Text)


class KeptReportRow(Owned, Base):
    """A report a schedule made; its bytes are a file of the data folder."""

    __tablename__ = "kept_reports"
    __table_args__ = (Index("ix_kept_reports_made", "made", "id"), Index("ix_kept_reports_schedule", "schedule"))

    id: Mapped[Key]
    schedule: Mapped[str]
    kind: Mapped[str]
    subject: Mapped[str]
    form: Mapped[str]
    language: Mapped[str]
    file: Mapped[str]
    size: Mapped[Big]
    sm3: Mapped[str]
    signed: Mapped[bool]
    made: Mapped[Big]
