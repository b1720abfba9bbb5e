"""Beside the journey while it serves: reports that make themselves, kept as files whose digests stand in the ledger."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import structlog
from sqlalchemy.orm import Session

from compliance.reports import registry, schedule
from model.errors import FengsuiError, InputError, StoreError
from model.reporting import KeptReport, ReportSchedule
from model.times import Micros, now_us
from pipeline import periods, reporting
from pipeline.beside import Beside
from pipeline.compliance.desk import desk_of
from pipeline.coordination import current
from pipeline.settings import Settings
from store import ledger, report_schedules, units
from store.ledger.canonical import sm3
from store.scope import EVERYTHING, Scope
from store.state import State

if TYPE_CHECKING:
    from pipeline.platform import Platform
    from store.contract import EventStore

ACTOR = "schedule"
LOOK_S = 5.0
CLOSE_S = 60.0
KEPT = 100
"""Of one schedule; older ones are deleted, which the ledger says."""
_ID = re.compile(r"[a-z]+-[0-9a-f]{16}", re.ASCII)

log = structlog.get_logger("fengsui.schedules")


def folder_of(settings: Settings) -> Path:
    return settings.data / "reports"


def planned(tx: Session, one: ReportSchedule, scope: Scope, now: Micros) -> ReportSchedule:
    """A schedule as it is to be kept, with when it comes first. Raises InputError for what cannot be, NotFound for a unit or
    system outside the scope."""
    kind = registry.kind_of(one.kind)
    if kind.subject == "incident":
        raise InputError("reports of an incident are made when it is over, not by the calendar", where="kind")
    schedule.check(one)
    units.get(tx, one.unit, scope)
    reporting.check(reporting.Wanted(one.kind, subject_of(tx, one, now), one.form))
    return msgspec.structs.replace(one, next_at=schedule.next_after(one, now, current(tx, now)[1].brief_hours))


def subject_of(tx: Session, one: ReportSchedule, now: Micros) -> str:
    """What it is about when it is made now: of a span of time the one that has just ended."""
    about = registry.kind_of(one.kind).subject
    if about not in periods.FORMS:
        return one.subject
    return periods.name_of(about, now, schedule.hours(one.cadence, current(tx, now)[1].brief_hours))


class Scheduling(Beside):
    """Use as a context manager while the platform is open."""

    name = "fengsui-schedules"
    close_s = CLOSE_S

    def __init__(self, platform: Platform) -> None:
        super().__init__()
        self._state, self._store, self._settings = platform.state, platform.store, platform.settings

    def run(self) -> None:
        while not self.stop.wait(LOOK_S):
            try:
                turn(self._state, self._store, self._settings, now_us())
            except Exception:  # the edge of a thread: it must go on, and somebody must hear of it
                log.exception("scheduled reports failed unexpectedly")
                self.stop.wait(60)


def turn(state: State, store: EventStore, settings: Settings, now: Micros) -> int:
    """Make what is due; how many were made. One that cannot be made says why, and comes again as planned."""
    with state.reading() as tx:
        waiting = report_schedules.due(tx, now)
        brief_hours = current(tx, now)[1].brief_hours
    made = 0
    for one in waiting:
        problem = ""
        try:
            _make(state, store, settings, one, now)
            made += 1
        except (FengsuiError, OSError) as error:
            problem = str(error)
            log.warning("a scheduled report was not made", schedule=one.id, reason=problem)
        with state.transaction() as tx:
            next_at = schedule.next_after(one, now, brief_hours)
            report_schedules.done(tx, one.id, next_at=next_at, last_at=now, problem=problem)
    return made


def _make(state: State, store: EventStore, settings: Settings, one: ReportSchedule, now: Micros) -> None:
    district = desk_of(state, store, settings).district(now)
    with state.reading() as tx:
        scope = EVERYTHING if one.unit == units.ROOT else units.scope_of(tx, one.unit)
        wanted = msgspec.convert(
            {"kind": one.kind, "subject": subject_of(tx, one, now), "form": one.form, "language": one.language},
            reporting.Wanted,
        )
        held = reporting.draft(tx, district, wanted, scope, actor=f"{ACTOR} {one.id}", unit=one.unit, now=now)
    report = reporting.finish(held, settings)
    kept = KeptReport(
        id=report_schedules.new_id().replace("schedule-", "report-"),
        unit=one.unit,
        schedule=one.id,
        kind=one.kind,
        subject=wanted.subject,
        form=one.form,
        language=one.language,
        file=report.file,
        size=len(report.data),
        sm3=report.digest,
        signed=report.signature is not None,
        made=now,
    )
    folder = folder_of(settings)
    folder.mkdir(mode=0o700, exist_ok=True)
    _write(folder / kept.id, report.data)
    if report.signature is not None:
        _write(folder / f"{kept.id}.sig", report.signature)
    with state.transaction() as tx:
        report_schedules.keep(tx, kept)
        reporting.record(tx, report, {"schedule": one.id, "report": kept.id})
        gone = _forget_old(tx, one.id, now)
    for old in gone:
        (folder / old).unlink(missing_ok=True)
        (folder / f"{old}.sig").unlink(missing_ok=True)


def _forget_old(tx: Session, schedule_id: str, now: Micros) -> list[str]:
    every = report_schedules.kept(tx, EVERYTHING, schedule=schedule_id, limit=KEPT + 50).items
    for old in every[KEPT:]:
        report_schedules.forget(tx, old.id)
        ledger.append(
            tx,
            actor="retention",
            action="report.forgotten",
            object=f"report:{old.kind}",
            unit=old.unit,
            details={"report": old.id, "sm3": old.sm3, "made": old.made},
            time=now,
        )
    return [old.id for old in every[KEPT:]]


def read_kept(settings: Settings, one: KeptReport) -> tuple[bytes, bytes | None]:
    """The file as it was made, and its signature. Raises StoreError when it is gone or another one."""
    if not _ID.fullmatch(one.id):
        raise StoreError("no name of a kept report", where=one.id)
    path = folder_of(settings) / one.id
    try:
        data = path.read_bytes()
        signed = path.with_suffix(".sig").read_bytes() if one.signed else None
    except OSError as error:
        raise StoreError("the file of a kept report cannot be read", where=one.id) from error
    if sm3(data).hex() != one.sm3:
        raise StoreError("the file of a kept report is not the one that was made", where=one.id)
    return data, signed


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all."""
    part = path.with_suffix(".part")
    with part.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    part.replace(path)
