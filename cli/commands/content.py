"""`fengsui content`: rule packs from files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli import context
from cli.groups import group
from cli.output import Format, plain, rows, say, when
from model.errors import InputError
from pipeline import content as contents
from pipeline.platform import open_state_for_change
from pipeline.rulebook import spec_of
from pipeline.stages import rules_of
from store import content as packs

content = group("Imported rule packs")


def register(app: typer.Typer) -> None:
    app.add_typer(content, name="content")


@content.command("import")
def _import(
    file: Annotated[Path, typer.Argument(help="A Sigma rule file (YAML), or a SigmaHQ release .zip")],
    name: Annotated[
        str, typer.Option("--name", help="What the pack is called; replaces the one of this name")
    ] = "sigma",
    version: Annotated[str, typer.Option("--version", help="Its version; default: what the file's name says")] = "",
    dry: Annotated[bool, typer.Option("--preview", help="Only say what is in it")] = False,
) -> None:
    """Install rules from a file; a running platform takes them in by itself. Nothing is fetched from anywhere."""
    settings = context.settings()
    if not file.is_file():
        raise InputError("there is no such file", where=str(file))
    contents.check_file(file)
    with open_state_for_change(settings) as state:
        report = rules_of(spec_of(settings, state)).report
        job = contents.preview_job(settings, state, file, name, report, shown=file.name)
        found = contents.preview(job, lambda _: None)
        for wrong in found["wrong"]:
            say(f"{wrong['state']}: {plain(wrong['file'])}:{wrong['line']}: {plain(wrong['reason'])}")
        counts = found["counts"]
        shown = ("documents", "active", "inactive", "rejected", "new", "changed", "same", "removed", "taken")
        rows([{name: counts.get(name, 0) for name in shown}], shown, Format.table)
        if dry:
            return
        pack = contents.install(settings, state, file, name=name, version=version, counts=counts, actor=context.actor())
    say(f"installed {pack.name} {pack.version}".rstrip())


@content.command("list")
def _list(fmt: Annotated[Format, typer.Option("--format")] = Format.table) -> None:
    """The packs that are installed."""
    with open_state_for_change(context.settings()) as state, state.reading() as tx:
        found = packs.find(tx)
    shown = (
        {
            "name": pack.name,
            "version": pack.version,
            "active": pack.counts.get("active", 0),
            "inactive": pack.counts.get("inactive", 0),
            "rejected": pack.counts.get("rejected", 0),
            "bytes": pack.size,
            "imported (UTC)": when(pack.imported),
            "by": pack.imported_by,
        }
        for pack in found
    )
    columns = ("name", "version", "active", "inactive", "rejected", "bytes", "imported (UTC)", "by")
    rows(shown, columns, fmt, empty="no pack is installed; `fengsui content import FILE`")


@content.command("remove")
def _remove(name: Annotated[str, typer.Argument(help="Name of an installed pack")]) -> None:
    """Take a pack and its rules out."""
    settings = context.settings()
    with open_state_for_change(settings) as state:
        contents.uninstall(settings, state, name, actor=context.actor())
    say(f"removed {name}")
