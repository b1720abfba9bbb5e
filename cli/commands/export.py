"""`fengsui export`: what other tools read, as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli import context
from cli.files import SpokenAsked, language_of, write_file
from cli.groups import group
from cli.output import Format, rows, say
from cli.scope import scope_of
from compliance.exports.registry import EXPORTS
from model.times import now_us
from pipeline import exporting
from pipeline.compliance.desk import desk_of
from pipeline.platform import open_existing
from store import units
from store.scope import EVERYTHING

export = group("Exports for other tools")


def register(app: typer.Typer) -> None:
    app.add_typer(export, name="export")


def _command(kind: str) -> None:
    told = EXPORTS[kind]

    def command(
        output: Annotated[Path, typer.Option("-o", "--output", help="File to write")],
        language: SpokenAsked = None,
        unit: Annotated[str, typer.Option("--unit", help="Only what this unit and those below it own")] = units.ROOT,
    ) -> None:
        settings = context.settings()
        state, store = open_existing(settings)
        with state:
            now = now_us()
            district = desk_of(state, store, settings).district(now)
            with state.reading() as tx:
                scope = EVERYTHING if unit == units.ROOT else scope_of(tx, unit)
                held = exporting.hold(
                    tx, district, kind, language_of(language), scope, actor=context.actor(), unit=unit, now=now
                )
            taken = exporting.take(held)
            write_file(output, taken.data)
            with state.transaction() as tx:
                exporting.record(tx, taken)
        store.close()
        say(f"{len(taken.data)} bytes written to {output}; SM3 {taken.digest}")

    export.command(kind, help=f"{told.en}: {told.about_en} ({told.zh})")(command)


for _kind in EXPORTS:
    _command(_kind)


@export.command("kinds")
def _kinds(fmt: Annotated[Format, typer.Option("--format")] = Format.table) -> None:
    """The exports there are and what is in them."""
    shown = ({"export": one.id, "name": one.zh, "file": one.ending, "holds": one.about_en} for one in EXPORTS.values())
    rows(shown, ("export", "name", "file", "holds"), fmt)
