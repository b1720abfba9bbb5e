"""`fengsui compliance`: posture at the terminal, filling the register."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli import context
from cli.groups import group
from cli.output import Format, rows, say, when
from cli.scope import scope_of
from compliance.mlps.reasons import reason
from model.errors import InputError, NotFound
from model.proof import Verdict
from model.times import Micros, now_us, parse_iso
from pipeline.compliance import register as registering
from pipeline.compliance.desk import District, desk_of
from pipeline.compliance.keeping import keep
from pipeline.platform import open_existing, open_state_for_change
from store import compliance as ledgers
from store.scope import EVERYTHING

compliance = group("Compliance: posture, items, gates, register")
_FORMAT = typer.Option("--format")
_AT = typer.Option("--at", help="Judge as of this time (ISO 8601); default: now")
_UNIT = typer.Option("--unit", help="Only what this unit and those below it own")
MAX_FILE = registering.MAX_BYTES


def register(app: typer.Typer) -> None:
    app.add_typer(compliance, name="compliance")


def _moment(text: str) -> Micros:
    try:
        return parse_iso(text) if text else now_us()
    except ValueError as error:
        raise InputError(str(error), where="--at") from error


def _district(at: str) -> District:
    settings = context.settings()
    state, store = open_existing(settings)
    with state:
        found = desk_of(state, store, settings).district(_moment(at))
    store.close()
    return found


@compliance.command("status")
def _status(
    fmt: Annotated[Format, _FORMAT] = Format.table,
    unit: Annotated[str, _UNIT] = "district",
    at: Annotated[str, _AT] = "",
) -> None:
    """Every system: how its items stand, both conclusions, where its project is."""
    settings = context.settings()
    state, store = open_existing(settings)
    with state:
        district = desk_of(state, store, settings).district(_moment(at))
        with state.reading() as tx:
            scope = scope_of(tx, unit)
    store.close()
    out = []
    for name, one in district.within(scope).items():
        new, old = one.conclusions["template_2025"], one.conclusions["template_2021"]
        out.append(
            {
                "system": name,
                "name": one.system.name_zh,
                "unit": one.system.unit,
                "level": one.system.mlps_level,
                "met": new.met,
                "partly": new.partly,
                "not met": new.not_met,
                "unknown": new.unknown,
                "automatic": one.automatic,
                "rate": f"{new.value:.1f} {new.zh}",
                "score 2021": f"{old.value:.1f} {old.zh}",
                "major risks": list(new.major),
                "gate": district.boards[name].current,
            }
        )
    columns = ("system", "name", "level", "met", "partly", "not met", "unknown", "rate", "gate")
    rows(out, columns, fmt, empty="no system is registered; see `fengsui compliance proposals`")


@compliance.command("items")
def _items(
    system: Annotated[str, typer.Argument(help="Id of the system")],
    verdict: Annotated[Verdict | None, typer.Option("--verdict", help="Only items of this result")] = None,
    fmt: Annotated[Format, _FORMAT] = Format.table,
    at: Annotated[str, _AT] = "",
) -> None:
    """The items of a system, each with what the evidence says."""
    zh = context.settings().language == "zh-CN"
    one = _district(at).one(system, EVERYTHING)
    out = [
        {
            "item": item.id,
            "text": item.place.item.zh if zh else item.place.item.en,
            "result": item.verdict.value,
            "auto": item.auto.value if item.auto else "",
            "why": "; ".join(reason(one.answers[rule])[0 if zh else 1] for rule in item.rules),
            "risk": item.risk if item.verdict is Verdict.NOT_MET else "",
        }
        for item in one.items
        if verdict is None or item.verdict is verdict
    ]
    rows(out, ("item", "text", "result", "why"), fmt, empty="no such item")


@compliance.command("gates")
def _gates(
    system: Annotated[str, typer.Argument(help="Id of the system")],
    fmt: Annotated[Format, _FORMAT] = Format.table,
    at: Annotated[str, _AT] = "",
) -> None:
    """The gates of a system's project: papers, days, what blocks."""
    district = _district(at)
    district.one(system, EVERYTHING)
    out = [
        {
            "gate": gate.gate.id,
            "name": gate.gate.zh,
            "passed": gate.passed.day if gate.passed else "",
            "artefact": held.artefact.id,
            "dated": held.document.dated if held.document else "",
            "fault": ("excepted" if held.excepted else held.fault) or "",
        }
        for gate in district.boards[system].gates
        for held in gate.artefacts
    ]
    rows(out, ("gate", "name", "passed", "artefact", "dated", "fault"), fmt)
    missing = district.boards[system].go_live
    if fmt is Format.table:
        say(f"missing for going live: {', '.join(missing)}" if missing else "nothing is missing for going live")


@compliance.command("import")
def _import(file: Annotated[Path, typer.Argument(help="YAML with systems, their records and assets")]) -> None:
    """Register systems with what the ledgers say of them; all of the file or nothing."""
    try:
        with file.open("rb") as opened:
            data = opened.read(MAX_FILE + 1)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(file)) from error
    read = registering.read_file(data)
    with open_state_for_change(context.settings()) as state, state.transaction() as tx:
        filled = registering.fill(tx, read, actor=context.actor(), scope=EVERYTHING, now=now_us())
    say(f"{filled.systems} systems registered")


@compliance.command("proposals")
def _proposals() -> None:
    """Register the systems and lead units a district plan names, with proposed levels; what is there stays as it is."""
    with open_state_for_change(context.settings()) as state, state.transaction() as tx:
        filled = registering.fill_proposals(tx, actor=context.actor(), now=now_us())
    say(
        f"{filled.systems} systems and {filled.units} units registered; levels are proposals until somebody confirms them"
    )


@compliance.command("seal")
def _seal() -> None:
    """Judge now and seal what has changed; the running platform does this by itself."""
    settings = context.settings()
    state, store = open_existing(settings)
    with state:
        now = now_us()
        district = desk_of(state, store, settings).district(now)
        with state.transaction() as tx:
            kept = keep(tx, district, now)
    store.close()
    say(f"{kept.sealed} answers sealed, {kept.changed} items changed")


@compliance.command("history")
def _history(
    system: Annotated[str, typer.Argument(help="Id of the system")],
    item: Annotated[str, typer.Option("--item", help="Only this item")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000)] = 50,
    fmt: Annotated[Format, _FORMAT] = Format.table,
) -> None:
    """When automatic results became others, newest first."""
    state, store = open_existing(context.settings())
    with state, state.reading() as tx:
        held = ledgers.changes(tx, EVERYTHING, system=system, item=item or None, limit=limit)
    store.close()
    if not held:
        raise NotFound(f"nothing is recorded of {system!r}", hint="the platform records while it runs")
    shown = (
        {
            "time": when(one.time),
            "item": one.item,
            "before": one.before.value,
            "after": one.after.value,
            "rule": one.rule,
        }
        for one in held
    )
    rows(shown, ("time", "item", "before", "after", "rule"), fmt)
