"""`fengsui report schedule`: reports that make themselves while the platform serves."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from cli import context
from cli.files import SpokenAsked, language_of
from cli.groups import group
from cli.output import Format, rows, say, when
from model.errors import InputError
from model.reporting import Cadence, ReportSchedule
from model.times import now_us
from pipeline.platform import open_existing, open_state_for_change
from pipeline.scheduling import planned
from store import report_schedules, units
from store.scope import EVERYTHING

schedule = group("Reports that make themselves")


class Form(StrEnum):
    pdf = "pdf"
    docx = "docx"
    xlsx = "xlsx"
    json = "json"


@schedule.command("list")
def _list(fmt: Annotated[Format, typer.Option("--format")] = Format.table) -> None:
    """Schedules in the order they come, and why one could not be made the last time."""
    state, store = open_existing(context.settings())
    with state, state.reading() as tx:
        held = report_schedules.find(tx, EVERYTHING)
    store.close()
    shown = (
        {
            "id": one.id,
            "report": one.kind,
            "about": one.subject or one.unit,
            "cadence": one.cadence.value,
            "format": one.form,
            "language": one.language,
            "next": when(one.next_at),
            "last": when(one.last_at) if one.last_at else "",
            "problem": one.problem,
        }
        for one in held
    )
    rows(shown, ("id", "report", "about", "cadence", "format", "next", "problem"), fmt, empty="nothing is scheduled")


@schedule.command("add")
def _add(
    kind: Annotated[str, typer.Argument(help="Kind of the report, see `fengsui report kinds`")],
    cadence: Annotated[Cadence, typer.Option("--every", help="brief: as often as the mode asks for one")],
    subject: Annotated[
        str, typer.Option("--id", "--system", "--data-set", help="System, data set or unit it is about")
    ] = "",
    month: Annotated[int, typer.Option("--month", help="Of a yearly one, 1 to 12")] = 1,
    day: Annotated[int, typer.Option("--day", help="Of the week (1 is Monday) or of the month, at most 28")] = 1,
    at: Annotated[str, typer.Option("--at", help="Hour and minute, Beijing time")] = "08:00",
    form: Annotated[Form, typer.Option("--format")] = Form.pdf,
    language: SpokenAsked = None,
    unit: Annotated[str, typer.Option("--unit", help="Whose part of the district it tells of")] = units.ROOT,
) -> None:
    """Let a report make itself from now on; `fengsui serve` makes what is due."""
    hour, minute = _clock(at)
    with open_state_for_change(context.settings()) as state, state.transaction() as tx:
        now = now_us()
        wanted = ReportSchedule(
            id=report_schedules.new_id(),
            unit=unit,
            kind=kind,
            subject=subject,
            form=form.value,
            language=language_of(language),
            cadence=cadence,
            month=month,
            day=day,
            hour=hour,
            minute=minute,
            next_at=0,
            created=now,
            created_by=context.actor(),
        )
        one = planned(tx, wanted, EVERYTHING, now)
        report_schedules.add(tx, one, actor=context.actor(), scope=EVERYTHING)
    say(f"{one.id}: {one.kind} comes first at {when(one.next_at)}")


def _clock(text: str) -> tuple[int, int]:
    hour, colon, minute = text.partition(":")
    if not (colon and hour.isascii() and hour.isdigit() and minute.isascii() and minute.isdigit()):
        raise InputError(f"{text[:20]!r} is no time of day", where="--at", hint="write 08:30")
    return int(hour), int(minute)


@schedule.command("remove")
def _remove(identifier: Annotated[str, typer.Argument(help="Id of the schedule")]) -> None:
    """Stop it; what it made stays."""
    with open_state_for_change(context.settings()) as state, state.transaction() as tx:
        report_schedules.remove(tx, identifier, actor=context.actor(), scope=EVERYTHING, now=now_us())
    say(f"{identifier} makes itself no more")
