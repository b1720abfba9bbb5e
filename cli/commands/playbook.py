"""`fengsui playbook`: CACAO playbooks checked, listed, rehearsed, run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli import context
from cli.groups import group
from cli.output import Format, plain, rows, say, when
from model.errors import InputError
from model.times import now_us
from pipeline.platform import open_existing, open_state_for_change
from pipeline.response import desk
from playbooks import library
from playbooks.cacao import Reading, read, read_document
from playbooks.cacao.reading import MAX_BYTES
from playbooks.variables import VariableError
from store import executions, playbooks
from store.scope import EVERYTHING
from store.units import ROOT

playbook = group("CACAO 2.0 playbooks")
Set = Annotated[
    list[str] | None, typer.Option("--set", help="Value of an external variable, NAME=VALUE; may be repeated")
]


def register(app: typer.Typer) -> None:
    app.add_typer(playbook, name="playbook")


@playbook.command("validate")
def _validate(
    files: Annotated[list[Path] | None, typer.Argument(help="CACAO 2.0 JSON files; none checks the library")] = None,
    fmt: Annotated[Format, typer.Option("--format")] = Format.table,
) -> None:
    """Every mistake with its place. Exit 1 when a playbook cannot be run as it is."""
    readings: list[tuple[str, Reading]] = [(str(file), read(_content(file))) for file in files or []]
    if not files:
        readings = [(name, read_document(document)) for name, document in library.documents()]
    found = [
        {
            "file": name,
            "severity": problem.severity,
            "place": problem.place,
            "code": problem.code,
            "message": problem.message,
        }
        for name, reading in readings
        for problem in reading.problems
    ]
    rows(found, ("file", "severity", "place", "message"), fmt, empty="nothing is wrong")
    wrong = sum(not reading.runnable for _, reading in readings)
    say(f"{len(readings) - wrong} of {len(readings)} playbooks can be run")
    if wrong:
        raise typer.Exit(1)


@playbook.command("list")
def _list(fmt: Annotated[Format, typer.Option("--format")] = Format.table) -> None:
    """The playbooks in force."""
    settings = context.settings()
    with open_state_for_change(settings) as state:
        desk.bring_library(state)
        with state.reading() as tx:
            found = playbooks.find(tx, EVERYTHING)
    zh = settings.language == "zh-CN"
    rows(
        (
            {
                "id": one.id,
                "name": one.name_zh if zh else one.name,
                "source": one.source,
                "trust": one.trust,
                "auto": one.auto,
                "version": one.version,
            }
            for one in found
        ),
        ("id", "name", "source", "trust", "auto", "version"),
        fmt,
    )


@playbook.command("for")
def _for(
    incident: Annotated[str, typer.Argument(metavar="INCIDENT")],
    fmt: Annotated[Format, typer.Option("--format")] = Format.table,
) -> None:
    """Playbooks that answer an incident, the most fitting first, with the reasons."""
    from pipeline.response.choosing import choose

    settings = context.settings()
    with open_state_for_change(settings) as state:
        desk.bring_library(state)
        with state.reading() as tx:
            names = {one.id: one.name_zh for one in playbooks.find(tx, EVERYTHING)}
            found = choose(tx, incident, EVERYTHING)
    zh = settings.language == "zh-CN"
    rows(
        (
            {
                "score": one.score,
                "name": names[one.offer.id] if zh else one.offer.name,
                "why": [f"{why.points:+d} {why.text_zh if zh else why.text}" for why in one.because],
                "run": run.status.value if run else "",
                "id": one.offer.id,
            }
            for one, run in found
        ),
        ("score", "name", "why", "run", "id"),
        fmt,
        empty="no playbook answers this incident",
    )


@playbook.command("import")
def _import(
    file: Annotated[Path, typer.Argument(help="A CACAO 2.0 JSON file")],
    unit: Annotated[str, typer.Option("--unit", help="Whose it is")] = ROOT,
) -> None:
    """Keep a playbook. Refused with every mistake it has."""
    settings = context.settings()
    content = _content(file)
    with open_state_for_change(settings) as state, state.transaction() as tx:
        made = desk.bring_in(tx, content, settings.playbooks, unit=unit, actor=context.actor(), now=now_us())
    say(f"{file}: kept as {made}")


@playbook.command("dry-run")
def _dry_run(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="Of a kept playbook, or the library's short name")],
    values: Set = None,
    fmt: Annotated[Format, typer.Option("--format")] = Format.table,
) -> None:
    """Exactly what would happen, with whose agreement. Nothing happens."""
    from pipeline.response.equipped import performing_with
    from pipeline.response.rehearsal import rehearse

    settings = context.settings()
    zh = settings.language == "zh-CN"
    with open_state_for_change(settings) as state:
        desk.bring_library(state)
        with state.reading() as tx:
            known = playbooks.get(tx, _id(identifier), EVERYTHING)
        performing = performing_with(state, settings.playbooks, settings.data, settings.recovery)
        try:
            steps = rehearse(performing, known.digest, _values(values or []))
        except VariableError as error:
            raise InputError(error.message, where=error.name, hint="give it with --set") from None
    rows(
        (
            {
                "step": "  " * one.depth + one.name,
                "kind": one.kind,
                "what": " · ".join((one.text_zh if zh else one.text).splitlines()),
                "persons": one.persons or "",
                "lasts": f"{one.lasts_s} s" if one.lasts_s else "",
                "why": [reason["text_zh" if zh else "text"] for reason in one.why],
            }
            for one in steps
        ),
        ("step", "kind", "what", "persons", "lasts", "why"),
        fmt,
    )


@playbook.command("run")
def _run(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="Of a kept playbook, or the library's short name")],
    values: Set = None,
    incident: Annotated[str, typer.Option("--incident", help="The incident it answers")] = "",
) -> None:
    """Ask for a run; the running platform (`fengsui serve`) carries it out. Prints the run's id."""
    settings = context.settings()
    with open_state_for_change(settings) as state:
        desk.bring_library(state)
        with state.transaction() as tx:
            made = desk.ask_for(
                tx,
                _id(identifier),
                EVERYTHING,
                inputs=_values(values or []),
                actor=context.actor(),
                now=now_us(),
                incident=incident,
                foreign=settings.playbooks.foreign_commands,
            )
    typer.echo(made)


@playbook.command("runs")
def _runs(
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000)] = 50,
    fmt: Annotated[Format, typer.Option("--format")] = Format.table,
) -> None:
    """Runs, newest first."""
    settings = context.settings()
    state, store = open_existing(settings)
    with state, state.reading() as tx:
        found = executions.find(tx, EVERYTHING, limit=limit).items
    store.close()
    zh = settings.language == "zh-CN"
    rows(
        (
            {
                "id": one.id,
                "playbook": one.name_zh if zh else one.name,
                "status": one.status.value,
                "asked by": one.requested_by,
                "began": when(one.created),
                "ended": when(one.ended or 0),
                "reason": plain(one.stuck or one.reason),
            }
            for one in found
        ),
        ("id", "playbook", "status", "asked by", "began", "ended", "reason"),
        fmt,
        empty="no playbook was run yet",
    )


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(file)) from None


def _id(text: str) -> str:
    return library.playbook_id(text) if text in library.names() else text


def _values(given: list[str]) -> dict[str, str]:
    out = {}
    for one in given:
        name, separator, value = one.partition("=")
        if not separator:
            raise InputError(f"--set {one!r}: expected NAME=VALUE", hint="for instance --set source=203.0.113.7")
        out[f"__{name.strip('_')}__"] = value
    return out
