"""`fengsui report`: make reports, sign and verify them."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from cli import context
from cli.commands.evidence import FileAsked, FormatAsked, KeyAsked, RootAsked, SignatureAsked, verify_file
from cli.commands.report_schedules import schedule
from cli.files import SpokenAsked, language_of, write_file
from cli.groups import group
from cli.output import Format, rows, say
from cli.scope import scope_of
from compliance.reports.registry import KINDS
from compliance.reports.signature import new_key
from model.errors import InputError
from model.times import now_us
from pipeline import reporting
from pipeline.compliance.desk import desk_of
from pipeline.platform import open_existing
from store import units
from store.scope import EVERYTHING

report = group("Reports: make, sign, verify")


class Form(StrEnum):
    pdf = "pdf"
    docx = "docx"
    xlsx = "xlsx"
    json = "json"
    oscal = "oscal"


_OUT = typer.Option("-o", "--output", help="File to write; the signature is written beside it as FILE.sig.json")
_SUBJECT = typer.Option(
    "--id",
    "--system",
    "--incident",
    "--month",
    "--year",
    "--hours",
    "--data-set",
    help="What it is about: a system, incident, data set, month (2026-11), year (2026) or hours (2026-11-23T08/PT4H, "
    "Beijing time)",
)
_UNIT = typer.Option("--unit", help="Only what this unit and those below it own")


def register(app: typer.Typer) -> None:
    report.add_typer(schedule, name="schedule")
    app.add_typer(report, name="report")


def _command(kind: str) -> None:
    told = KINDS[kind]

    def command(
        output: Annotated[Path, _OUT],
        subject: Annotated[str, _SUBJECT] = "",
        form: Annotated[Form, typer.Option("--format")] = Form.pdf,
        language: SpokenAsked = None,
        unit: Annotated[str, _UNIT] = "district",
    ) -> None:
        settings = context.settings()
        wanted = reporting.Wanted(kind, subject, form.value, language_of(language))
        reporting.check(wanted)
        state, store = open_existing(settings)
        with state:
            now = now_us()
            district = desk_of(state, store, settings).district(now)
            with state.reading() as tx:
                scope = EVERYTHING if unit == units.ROOT else scope_of(tx, unit)
                held = reporting.draft(tx, district, wanted, scope, actor=context.actor(), unit=unit, now=now)
            made = reporting.finish(held, settings)
            write_file(output, made.data)
            with state.transaction() as tx:
                reporting.record(tx, made)
        store.close()
        say(f"{len(made.data)} bytes written to {output}; SM3 {made.digest}; ledger root {held.proof.root}")
        if made.signature is not None:
            beside = output.with_name(output.name + ".sig.json")
            write_file(beside, made.signature)
            say(f"signed: {beside}; verify anywhere: fengsui evidence verify {output}")

    report.command(kind, help=f"{told.en} ({told.zh})")(command)


for _kind in KINDS:
    _command(_kind)


@report.command("kinds")
def _kinds(fmt: Annotated[Format, typer.Option("--format")] = Format.table) -> None:
    """The reports there are and what each is about."""
    shown = (
        {"report": one.id, "name": one.zh, "about": one.subject, "formats": "pdf docx xlsx json" + " oscal" * one.oscal}
        for one in KINDS.values()
    )
    rows(shown, ("report", "name", "about", "formats"), fmt)


@report.command("keygen")
def _keygen(file: Annotated[Path, typer.Argument(help="File to write the private key to; must not exist")]) -> None:
    """Make an SM2 key for signing reports; prints the public key, which verifiers are given."""
    key = new_key()
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(key.private + "\n")
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", where=str(file)) from error
    say(f"public key {key.public}")


@report.command("verify")
def _verify(
    file: FileAsked,
    root: RootAsked = "",
    signature: SignatureAsked = None,
    key: KeyAsked = "",
    fmt: FormatAsked = Format.table,
) -> None:
    """The same as `fengsui evidence verify FILE`."""
    verify_file(file, root, signature, key, fmt)
