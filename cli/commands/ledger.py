"""`fengsui ledger`: read, export and verify the audit trail."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.markup import escape

from cli import context
from cli.groups import group
from cli.output import Format, errors, plain, rows, say, when
from model.errors import InputError
from pipeline.platform import open_existing, open_state_for_change
from store import ledger as trail
from store.scope import EVERYTHING

ledger = group("The audit trail: read, export, verify")


def register(app: typer.Typer) -> None:
    app.add_typer(ledger, name="ledger")


@ledger.command("verify")
def _verify(
    file: Annotated[
        Path | None,
        typer.Option("--file", help="An export to verify, on any machine; default: the platform's own ledger"),
    ] = None,
    against: Annotated[
        list[Path] | None,
        typer.Option(
            "--against", help="A checkpoint kept elsewhere; may be repeated. Shows a ledger rewritten as a whole"
        ),
    ] = None,
    fmt: Annotated[Format, typer.Option("--format", help="table or json")] = Format.table,
) -> None:
    """Verify that no record was altered, removed, inserted or reordered. Needs no platform and no network for an export.

    Exit 0 it holds, 1 it does not (each fault with its record), 2 nothing to verify.
    """
    known = [trail.read_checkpoint(path) for path in against or []]
    if file is not None:
        report = trail.verify_file(file, known)
    else:
        state_file = context.settings().state_file
        if not state_file.is_file():
            raise InputError(
                "nothing has been recorded there yet",
                where=str(state_file.parent),
                hint="run the platform first, or verify an export with --file",
            )
        report = trail.verify_database(state_file, known)
    if fmt is Format.table:
        for fault in report.faults:
            errors.print(f"[red]✗[/] {escape(plain(str(fault)))}", soft_wrap=True)
        if report.ok:
            say(
                f"✓ {report.records} records hold, {report.checkpoints} checkpoints among them, {report.known} given checkpoints match"
            )
            say(f"root {report.root}")
    else:
        verdict = {
            "ok": report.ok,
            "records": report.records,
            "origin": report.origin,
            "root": report.root,
            "checkpoints": report.checkpoints,
            "faults": [
                {"kind": f.kind, "record": f.sequence, "where": f.where, "message": f.message} for f in report.faults
            ],
        }
        typer.echo(orjson.dumps(verdict, option=orjson.OPT_INDENT_2).decode())
    if not report.ok:
        raise typer.Exit(1)


@ledger.command("export")
def _export(
    file: Annotated[Path, typer.Argument(help="File to write, JSON lines")],
    checkpoint: Annotated[
        Path | None, typer.Option("--checkpoint", help="Also write the checkpoint to this file; keep it elsewhere")
    ] = None,
) -> None:
    """Write the whole audit trail so that anyone can verify it without the platform."""
    with open_state_for_change(context.settings()) as state, state.transaction() as tx:
        trail.append(tx, actor=context.actor(), action="ledger.exported", object=f"file:{file.name}")
        held = trail.export(tx, file, EVERYTHING)
    if checkpoint is not None:
        trail.write_checkpoint(checkpoint, held)
    say(f"{held.size} records written to {file}; root {held.root}")
    say(f"verify anywhere: fengsui ledger verify --file {file}")


@ledger.command("show")
def _show(
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000)] = 20,
    action: Annotated[
        str, typer.Option("--action", help="Only this action, or a family ending in a dot: `unit.`")
    ] = "",
    fmt: Annotated[Format, typer.Option("--format")] = Format.table,
) -> None:
    """The newest records of the audit trail."""
    state, _ = open_existing(context.settings())
    with state, state.reading() as tx:
        listing = trail.records(tx, EVERYTHING, action=action or None, limit=limit)
    shown = (
        {
            "record": r.sequence,
            "time": when(r.time),
            "actor": r.actor,
            "action": r.action,
            "object": r.object,
            "unit": r.unit,
            "details": orjson.dumps(r.details, default=str).decode(),
        }
        for r in listing.items
    )
    rows(shown, ("record", "time", "actor", "action", "object", "unit", "details"), fmt, empty="no records")
