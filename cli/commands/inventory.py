"""`fengsui inventory`: the register of the estate, from files and to files."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from cli import context
from cli.groups import group
from cli.output import Format as Output
from cli.output import plain, rows, say
from collectors.inventory import write_estate
from collectors.inventory.contract import MAX_BYTES
from collectors.inventory.files import FORMS, read_file
from collectors.inventory.tables import write_csv, write_xlsx
from model.errors import InputError
from model.inventory import Estate
from model.times import now_us
from pipeline.inventory import Action, Plan, apply, preview
from pipeline.platform import open_existing, open_state_for_change
from store import inventory as register_
from store.scope import EVERYTHING
from store.units import ROOT

inventory = group("Systems, assets, services, rights, exposures, data sets")
SHOWN = {
    "system": ("id", "name_zh", "unit", "mlps_level"),
    "zone": ("id", "name", "kind", "trust", "networks"),
    "conduit": ("id", "source", "target", "services"),
    "asset": ("id", "name", "kind", "unit", "system", "zone", "addresses", "hostnames", "criticality"),
    "service": ("id", "name", "asset", "port", "protocol", "product", "version"),
    "account": ("id", "name", "kind", "asset", "tier", "member_of"),
    "group": ("id", "name", "member_of"),
    "right": ("subject", "verb", "target"),
    "exposure": ("weakness", "title", "asset", "service", "cvss", "source", "closed"),
    "data_set": ("id", "name_zh", "unit", "data_class", "records", "personal_information"),
    "data_grant": ("holder", "access", "data_set", "through", "approval"),
    "control": ("controller", "device", "protocol", "authenticated", "safety"),
}


class ExportFormat(StrEnum):
    yaml = "yaml"
    json = "json"
    xlsx = "xlsx"
    csv = "csv"


def register(app: typer.Typer) -> None:
    app.add_typer(inventory, name="inventory")


@inventory.command("import")
def _import(
    file: Annotated[Path, typer.Argument(help="Recognised by content: " + ", ".join(FORMS))],
    form: Annotated[str, typer.Option("--as", help="Read it as this form instead")] = "",
    unit: Annotated[str, typer.Option("--unit", help="Answers for records that name no unit")] = ROOT,
    kind: Annotated[str, typer.Option("--kind", help="What the rows of a CSV are, when its header does not tell")] = "",
    asset: Annotated[str, typer.Option("--asset", help="What an SBOM or an image's report runs on")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, change nothing")] = False,
    shown: Annotated[int, typer.Option("--show", min=0, help="Changes and rejections to list")] = 20,
) -> None:
    """Take an inventory file into the register. Doing it again changes nothing. Exit 3 when some records were rejected."""
    data = _read(file)
    reading = read_file(data, file.name, form=form, kind=kind, unit="", asset=asset)
    now = now_us()
    with open_state_for_change(context.settings()) as state:
        if dry_run:
            with state.reading() as tx:
                plan = preview(tx, reading, EVERYTHING, unit=unit, now=now)
        else:
            with state.transaction() as tx:
                plan = apply(
                    tx,
                    reading,
                    EVERYTHING,
                    unit=unit,
                    now=now,
                    actor=context.actor(),
                    file=file.name,
                    data=data,
                )
    _tell(plan, shown, dry_run=dry_run)
    if plan.rejected:
        raise typer.Exit(3)


@inventory.command("export")
def _export(
    fmt: Annotated[ExportFormat, typer.Option("--format")] = ExportFormat.yaml,
    kind: Annotated[str, typer.Option("--kind", help="The kind of record of a CSV")] = "",
    out: Annotated[Path | None, typer.Option("--out", help="Write here instead of to standard output")] = None,
    template: Annotated[bool, typer.Option("--template", help="Headers only, to fill in")] = False,
    english: Annotated[bool, typer.Option("--english", help="English headers and sheets")] = False,
) -> None:
    """The whole register as one file that `fengsui inventory import` takes back."""
    estate = Estate()
    if not template:
        kept, _ = open_existing(context.settings())
        with kept, kept.reading() as tx:
            estate = register_.load_estate(tx, EVERYTHING)
    data = _written(estate, fmt, kind, zh=not english)
    if out is None:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
    else:
        out.write_bytes(data)
        say(f"{len(data)} bytes written to {out}")


@inventory.command("show")
def _show(
    kind: Annotated[str, typer.Argument(metavar="[KIND]", help=", ".join(k.plural for k in register_.KINDS))] = "",
    text: Annotated[str, typer.Option("--text", help="Part of an id, a name or an address")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=100_000)] = 100,
    fmt: Annotated[Output, typer.Option("--format")] = Output.table,
) -> None:
    """How much the register holds; with a kind, its records."""
    kept, _ = open_existing(context.settings())
    with kept, kept.reading() as tx:
        if not kind:
            counts = [{"kind": k.plural, "records": register_.count(tx, k.record, EVERYTHING)} for k in register_.KINDS]
            rows(counts, ("kind", "records"), fmt)
            return
        wanted = register_.kind_named(kind)
        found = register_.find(tx, wanted.record, EVERYTHING, text=text, limit=limit)
    rows((msgspec.to_builtins(one) for one in found), SHOWN[wanted.name], fmt, empty="none registered")


def _written(estate: Estate, fmt: ExportFormat, kind: str, *, zh: bool) -> bytes:
    if fmt is ExportFormat.yaml:
        return write_estate(estate)
    if fmt is ExportFormat.json:
        return msgspec.json.format(
            msgspec.json.encode({"fengsui": "estate", "version": 1, **msgspec.to_builtins(estate)})
        )
    if fmt is ExportFormat.xlsx:
        return write_xlsx(estate, zh=zh)
    if not kind:
        raise InputError("a CSV holds one kind of record", where="--kind", hint="for instance --kind assets")
    plural = "units" if kind in ("unit", "units") else register_.kind_named(kind).plural
    return write_csv(plural, getattr(estate, plural), zh=zh)


def _tell(plan: Plan, shown: int, *, dry_run: bool) -> None:
    written = [change for change in plan.changes if change.action is not Action.UNCHANGED]
    for change in written[:shown]:
        what = ", ".join(change.fields) if change.action is Action.CHANGED else ""
        say(f"{change.action.value}: {change.kind} {plain(change.id)}" + (f" ({what})" if what else ""))
    if len(written) > shown:
        say(f"and {len(written) - shown} more")
    for one in plan.rejected[:shown]:
        say(f"rejected: {plain(one.where)}: {plain(one.reason)}")
    counts = ", ".join(f"{number} {name}" for name, number in plan.counts.items() if number)
    say(f"{plan.form}: {'would be ' if dry_run else ''}{counts or 'nothing'}")
    if plan.passed_over:
        say(f"{plan.passed_over} items of the file have no place in a register")


def _read(file: Path) -> bytes:
    try:
        if file.stat().st_size > MAX_BYTES:
            raise InputError(f"larger than {MAX_BYTES} bytes", where=str(file), hint="import it in parts")
        return file.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(file)) from None
