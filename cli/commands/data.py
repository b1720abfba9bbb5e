"""`fengsui data`: public data at the terminal: how data sets stand, where they went, who may have them, what that risks."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.orm import Session

from cli import context
from cli.groups import group
from cli.output import Format, rows, say, when
from cli.scope import scope_of
from compliance.mlps.reasons import reason
from compliance.public_data.assessment import assess, by_concern, method
from compliance.public_data.lineage import BAD
from model.data_approvals import DataRequest, RequestState
from model.errors import InputError
from model.proof import Verdict
from model.public_data import Approval
from model.times import DAY, Micros, now_us, parse_iso
from pipeline.platform import open_existing
from pipeline.public_data import exporting
from pipeline.public_data.desk import DataSets, data_desk_of
from pipeline.public_data.tracing import Traced, traced
from store import ledger, public_data
from store.contract import EventStore, TimeRange
from store.scope import EVERYTHING

data = group("Public data: data sets, lineage, approvals, assessment")
_FORMAT = typer.Option("--format")
_UNIT = typer.Option("--unit", help="Only what this unit and those below it own")
_SET = typer.Argument(metavar="DATA_SET", help="Id of the data set")
_NUMBER = typer.Argument(metavar="APPROVAL", help="Number of the approval")


class File(StrEnum):
    csv = "csv"
    json = "json"


@dataclass(frozen=True, slots=True)
class Opened:
    tx: Session
    store: EventStore
    held: DataSets
    now: Micros


def register(app: typer.Typer) -> None:
    app.add_typer(data, name="data")


@contextmanager
def _opened(*, change: bool = False) -> Iterator[Opened]:
    settings, now = context.settings(), now_us()
    state, store = open_existing(settings)
    with state:
        held = data_desk_of(state, store, settings).data_sets(now)
        with state.transaction() if change else state.reading() as tx:
            yield Opened(tx, store, held, now)
    store.close()


def _zh() -> bool:
    return context.settings().language == "zh-CN"


@data.command("list")
def _list(fmt: Annotated[Format, _FORMAT] = Format.table, unit: Annotated[str, _UNIT] = "district") -> None:
    """Every data set: class, controls by result, alerts of the detectors, approvals, level of its assessment."""
    zh = _zh()
    with _opened() as opened:
        found = opened.held.within(scope_of(opened.tx, unit))
    out = []
    for name, one in by_concern(found).items():
        counted, made = one.counted(), assess(one)
        level = method().level(made.level)
        states = [request.state_at(opened.now) for request in one.data.requests]
        out.append(
            {
                "data set": name,
                "name": one.data.data_set.name_zh if zh else one.data.data_set.name,
                "unit": one.data.data_set.unit,
                "class": one.data.data_set.data_class.value,
                "met": counted[Verdict.MET],
                "partly": counted[Verdict.PARTLY_MET],
                "not met": counted[Verdict.NOT_MET],
                "unknown": counted[Verdict.UNKNOWN],
                "alerts": sum(held.count for held in one.data.findings.values()),
                "approvals": states.count(RequestState.APPROVED),
                "waiting": states.count(RequestState.REQUESTED),
                "risk": level.zh if zh else level.en,
                "last seen": when(one.last) if one.last else "",
            }
        )
    columns = (
        "data set",
        "name",
        "unit",
        "class",
        "met",
        "not met",
        "unknown",
        "alerts",
        "approvals",
        "waiting",
        "risk",
    )
    rows(out, columns, fmt, empty="no data set is registered; see `fengsui inventory import`")


@data.command("show")
def _show(data_set: Annotated[str, _SET], fmt: Annotated[Format, _FORMAT] = Format.table) -> None:
    """The controls of a data set's ten phases, each with what answers it."""
    zh = _zh()
    with _opened() as opened:
        one = opened.held.one(data_set, EVERYTHING)
    out = [
        {
            "phase": phase.phase.id.zh if zh else phase.phase.en,
            "control": control.control.id,
            "text": control.control.zh if zh else control.control.en,
            "result": control.verdict.value,
            "why": "; ".join(reason(one.answers[rule])[0 if zh else 1] for rule in control.answers),
        }
        for phase in one.phases
        for control in phase.controls
    ]
    rows(out, ("phase", "control", "text", "result", "why"), fmt)


@data.command("lineage")
def _lineage(
    data_set: Annotated[str, _SET],
    days: Annotated[int, typer.Option("--days", min=1, max=4_000, help="How far back events are looked at")] = 90,
    export: Annotated[File | None, typer.Option("--export", help="Write the graph as a file; it is recorded")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Write here instead of to standard output")] = None,
    fmt: Annotated[Format, _FORMAT] = Format.table,
) -> None:
    """Who gave what to whom, when, how much and under which approval; what nobody approved comes first."""
    with _opened(change=export is not None) as opened:
        one = opened.held.one(data_set, EVERYTHING)
        within = TimeRange(opened.now - days * DAY, opened.now + 1)
        found = traced(opened.tx, opened.store, one.data, EVERYTHING, within)
        if export is not None:
            written = exporting.written(found.lineage, export.value)
            ledger.append(
                opened.tx,
                actor=context.actor(),
                action="data.lineage_exported",
                object=f"data_set:{data_set}",
                unit=one.data.data_set.unit,
                details={"form": export.value, "events": found.lineage.events, "bytes": len(written)},
            )
    if export is not None:
        _write(written, out)
        return
    _tell(found, fmt)


def _write(written: bytes, out: Path | None) -> None:
    if out is None:
        sys.stdout.buffer.write(written)
        return
    try:
        out.write_bytes(written)
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", where=str(out)) from error
    say(f"written to {out}")


def _tell(found: Traced, fmt: Format) -> None:
    held = found.lineage
    named = {node.id: node.label + (f" (+{node.size - 1})" if node.size > 1 else "") for node in held.nodes}
    shown = [
        {
            "from": named[edge.source],
            "to": named[edge.target],
            "link": edge.link.value,
            "standing": edge.standing.value,
            "actions": " ".join(f"{name}×{number}" for name, number in sorted(edge.actions.items())),
            "rows": edge.rows,
            "bytes": edge.size_bytes,
            "first": when(edge.first) if edge.first else "",
            "last": when(edge.last) if edge.last else "",
            "approvals": edge.approvals,
        }
        for edge in sorted(held.edges, key=lambda one: (one.standing not in BAD, one.first))
    ]
    columns = ("from", "to", "link", "standing", "actions", "rows", "last", "approvals")
    rows(shown, columns, fmt, empty="nothing is registered and nothing was seen")
    if fmt is Format.table:
        more = "; there were more, choose fewer days" if found.cut or held.more else ""
        say(f"{held.events} events, {held.unapproved} of them without an approval, {held.proofs} proofs{more}")


@data.command("approvals")
def _approvals(
    data_set: Annotated[str, typer.Option("--data-set", help="Only of this data set")] = "",
    state: Annotated[RequestState | None, typer.Option("--state", help="Only in this state")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000)] = 100,
    fmt: Annotated[Format, _FORMAT] = Format.table,
) -> None:
    """The register of approvals, newest first."""
    zh = _zh()
    with _opened() as opened:
        found = public_data.find(
            opened.tx, EVERYTHING, state=state, data_set=data_set or None, now=opened.now, limit=limit
        ).items
    out = [
        {
            "number": one.id,
            "data set": one.terms.data_set,
            "recipient": one.terms.recipient,
            "purposes": list(one.terms.purposes),
            "fields": list(one.terms.fields) or "*",
            "until": when(one.terms.valid_to),
            "masked": one.terms.masked,
            "onward": one.terms.onward,
            "max rows": one.terms.max_rows,
            "state": one.state_at(opened.now).zh if zh else one.state_at(opened.now).value,
            "asked by": one.requested_by,
            "decided by": one.decided_by,
        }
        for one in found
    ]
    columns = ("number", "data set", "recipient", "purposes", "until", "state", "asked by", "decided by")
    rows(out, columns, fmt, empty="nobody asked for anything")


@data.command("request")
def _request(
    data_set: Annotated[str, _SET],
    recipient: Annotated[str, typer.Option("--recipient", help="Unit, account or system that gets it")],
    purpose: Annotated[list[str], typer.Option("--purpose", help="A word of the purpose; may be repeated")],
    until: Annotated[str, typer.Option("--until", help="End, ISO 8601")],
    reason_: Annotated[str, typer.Option("--reason", help="What it is needed for")],
    name: Annotated[list[str], typer.Option("--name", help="What audit trails call the recipient")] = [],  # noqa: B006
    field: Annotated[list[str], typer.Option("--field", help="A field it may get; none means all")] = [],  # noqa: B006
    unit: Annotated[str, typer.Option("--unit", help="The unit that asks")] = "district",
    max_rows: Annotated[int, typer.Option("--max-rows", min=0, help="Of one access, 0 for no bound")] = 0,
    unmasked: Annotated[bool, typer.Option("--unmasked", help="Identifiers may leave in clear")] = False,
    onward: Annotated[bool, typer.Option("--onward", help="The recipient may pass it on")] = False,
    number: Annotated[str, typer.Option("--number", help="Number of another register")] = "",
) -> None:
    """Ask for a data set; another person decides."""
    try:
        end = parse_iso(until)
    except ValueError as error:
        raise InputError(str(error), where="--until") from error
    with _opened(change=True) as opened:
        terms = Approval(
            id=number,
            data_set=data_set,
            unit="",
            recipient=recipient,
            names=tuple(name),
            purposes=tuple(purpose),
            fields=tuple(field),
            valid_from=opened.now,
            valid_to=end,
            masked=not unmasked,
            max_rows=max_rows,
            onward=onward,
        )
        made = public_data.request(
            opened.tx,
            terms,
            reason=reason_,
            by_unit=unit,
            actor=context.actor(),
            scope=EVERYTHING,
            now=opened.now,
        )
    say(f"{made.id} asked for; another person approves it with `fengsui data approve {made.id}`")


@data.command("approve")
def _approve(number: Annotated[str, _NUMBER], note: Annotated[str, typer.Option("--note")] = "") -> None:
    """Approve what somebody else asked for; the running platform judges by it within a second."""
    _told(_decided(number, note, granted=True))


@data.command("refuse")
def _refuse(number: Annotated[str, _NUMBER], note: Annotated[str, typer.Option("--note", help="Why")]) -> None:
    """Refuse what somebody else asked for."""
    _told(_decided(number, note, granted=False))


@data.command("revoke")
def _revoke(number: Annotated[str, _NUMBER], note: Annotated[str, typer.Option("--note", help="Why")]) -> None:
    """End an approval before its time."""
    with _opened(change=True) as opened:
        made = public_data.revoke(opened.tx, number, note=note, actor=context.actor(), scope=EVERYTHING, now=opened.now)
    _told(made)


def _decided(number: str, note: str, *, granted: bool) -> DataRequest:
    with _opened(change=True) as opened:
        return public_data.decide(
            opened.tx, number, granted=granted, note=note, actor=context.actor(), scope=EVERYTHING, now=opened.now
        )


def _told(made: DataRequest) -> None:
    say(f"{made.id}: {made.state.value}")


@data.command("assess")
def _assess(data_set: Annotated[str, _SET], fmt: Annotated[Format, _FORMAT] = Format.table) -> None:
    """The security assessment of a data set: risks with their reasons and measures, gravest first."""
    zh = _zh()
    with _opened() as opened:
        made = assess(opened.held.one(data_set, EVERYTHING))
    how = method()
    out = [
        {
            "level": how.level(one.level).zh if zh else how.level(one.level).en,
            "control": one.control.zh if zh else one.control.en,
            "harm": how.harm(one.control.harm).zh if zh else how.harm(one.control.harm).en,
            "degree": one.degree,
            "likelihood": one.likelihood,
            "why": "; ".join(reason(answer)[0 if zh else 1] for answer in one.answers),
            "measure": one.control.measure_zh if zh else one.control.measure_en,
        }
        for one in made.risks
    ]
    rows(out, ("level", "control", "harm", "degree", "likelihood", "why", "measure"), fmt, empty="no risk was found")
    if fmt is Format.table:
        level = how.level(made.level)
        say(f"{level.zh if zh else level.en}; {made.assessed:.0f} % of the controls assessed, {len(made.open)} open")
        say(how.verify.zh if zh else how.verify.en)
