"""`fengsui evidence`: what proves something as one file, and verifying any such file, or a report, on any machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.markup import escape

from cli import context
from cli.files import read_file
from cli.groups import group
from cli.output import Format, errors, plain, say, when
from model.errors import InputError
from model.times import now_us
from pipeline import reporting
from pipeline.compliance import bundle
from pipeline.compliance.desk import desk_of
from pipeline.platform import open_existing
from store import ledger, units
from store.ledger.canonical import sm3
from store.scope import EVERYTHING

evidence = group("Sealed evidence: export and verify")
LARGEST = 512 * 1024 * 1024
SIGNATURE, PROOF = ".sig.json", ".proof.jsonl"
"""Endings of the files beside a report."""
BEGINNING = b'{"bundle":'
FileAsked = Annotated[Path, typer.Argument(help="A bundle, or a report with its signature or proof beside it")]
RootAsked = Annotated[str, typer.Option("--root", help="The root of a bundle as printed elsewhere")]
SignatureAsked = Annotated[
    Path | None, typer.Option("--signature", help=f"Signature of a report; default: FILE{SIGNATURE} beside it")
]
KeyAsked = Annotated[str, typer.Option("--key", help="The public key that must have signed a report")]
FormatAsked = Annotated[Format, typer.Option("--format")]


def register(app: typer.Typer) -> None:
    app.add_typer(evidence, name="evidence")


@evidence.command("export")
def _export(
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help=f"File to write; for a report default: REPORT{PROOF} beside it"),
    ] = None,
    system: Annotated[str, typer.Option("--system", help="Id of a system: all its sealed evidence")] = "",
    item: Annotated[str, typer.Option("--item", help="With --system: only this control item")] = "",
    incident: Annotated[str, typer.Option("--incident", help="Id of an incident: alerts, history, audit records")] = "",
    report: Annotated[
        Path | None, typer.Option("--report", help="A report file: the audit record that it was made so, signed or not")
    ] = None,
) -> None:
    """Write what proves a system, an item, an incident or a report, for anyone to verify without the platform."""
    if sum(map(bool, (system, incident, report))) != 1 or (item and not system):
        raise InputError("name one of --system, --incident and --report; --item goes with --system")
    if output is None:
        if report is None:
            raise InputError("say where to write it", where="--output")
        output = report.with_name(report.name + PROOF)
    settings = context.settings()
    digest = sm3(read_file(report, LARGEST)).hex() if report is not None else ""
    state, store = open_existing(settings)
    with state:
        now = now_us()
        unit, about = units.ROOT, f"incident:{incident}" if incident else "report"
        district = desk_of(state, store, settings).district(now) if system else None
        with state.transaction() as tx:
            held: Iterator[bytes]
            if district is not None:
                held = bundle.lines(tx, district, system, EVERYTHING, now, item=item)
                unit, about = district.one(system, EVERYTHING).system.unit, f"system:{system}"
            elif incident:
                held = bundle.lines_of_incident(tx, incident, EVERYTHING, now)
            else:
                held = bundle.lines_of_report(tx, digest, EVERYTHING, now)
            written = bundle.write(output, held)
            ledger.append(
                tx,
                actor=context.actor(),
                action="compliance.bundle_exported",
                object=about,
                unit=unit,
                details={"root": written.root} | ({"item": item} if item else {}) | ({"sm3": digest} if digest else {}),
            )
    store.close()
    say(f"{written.lines} lines, {written.evidence} answers, written to {output}; root {written.root}")
    say(f"verify anywhere: fengsui evidence verify {report or output} --root {written.root}")


@evidence.command("verify")
def _verify(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="[FILE]",
            help="A bundle, or a report with its signature or proof beside it; default: the platform's own evidence",
        ),
    ] = None,
    root: RootAsked = "",
    signature: SignatureAsked = None,
    key: KeyAsked = "",
    fmt: FormatAsked = Format.table,
) -> None:
    """Verify a bundle or a report on any machine, without platform or network.

    Exit 0 it holds, 1 it does not, 2 nothing to verify.
    """
    if file is not None:
        verify_file(file, root, signature, key, fmt)
        return
    state, store = open_existing(context.settings())
    with state, state.reading() as tx:
        found = bundle.verify_stored(tx)
    store.close()
    _tell(found, fmt)


def verify_file(file: Path, root: str, signature: Path | None, key: str, fmt: Format) -> None:
    """A bundle is known by its beginning; a report by what lies beside it, of which all must hold."""
    try:
        with file.open("rb") as opened:
            is_bundle = opened.read(len(BEGINNING)) == BEGINNING
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(file)) from error
    if is_bundle:
        _tell(bundle.verify(file, root), fmt)
        return
    signed, proof = signature or file.with_name(file.name + SIGNATURE), file.with_name(file.name + PROOF)
    if not signed.exists() and not proof.exists():
        raise InputError(
            "it is no bundle, and neither a signature nor a proof lies beside it",
            where=str(file),
            hint=f"a report is signed when reports.signing_key_file is set; its proof is written by "
            f"`fengsui evidence export --report {file.name}` where it was made",
        )
    data = read_file(file, LARGEST)
    if signed.exists():
        _tell_signed(reporting.verify(data, read_file(signed, 64 * 1024), key), key, fmt)
    elif key:
        raise InputError("there is no signature to check the key against", where=str(signed))
    if proof.exists():
        _tell(bundle.verify(proof, root, sm3(data).hex()), fmt)


def _tell(found: bundle.Verdicts, fmt: Format) -> None:
    if fmt is not Format.table:
        told = {
            "ok": found.ok,
            "about": found.about,
            "evidence": found.evidence,
            "seals": found.seals,
            "records": found.records,
            "root": found.root,
            "faults": found.faults,
        }
        typer.echo(orjson.dumps(told, option=orjson.OPT_INDENT_2).decode())
    else:
        _tell_faults(found.faults)
    if not found.ok:
        raise typer.Exit(1)
    if fmt is Format.table:
        what = " ".join(f"{name} {plain(value)}" for name, value in found.about.items())
        held = [f"{found.evidence} answers hold, sealed by {found.seals} records"] * bool(found.evidence)
        held += [f"{found.records} audit records are in the ledger"] * bool(found.records)
        say("✓ " + "; ".join(filter(None, (what, *held, f"root {found.root}" if found.root else ""))))


def _tell_signed(found: reporting.Verified, key: str, fmt: Format) -> None:
    told = found.statement
    if fmt is not Format.table:
        body = {
            "ok": not found.faults,
            "about": {"report": found.digest, "kind": told.kind, "subject": told.subject},
            "root": told.root,
            "signed_by": found.signed_by,
            "faults": found.faults,
        }
        typer.echo(orjson.dumps(body, option=orjson.OPT_INDENT_2).decode())
    else:
        _tell_faults(found.faults)
    if found.faults:
        raise typer.Exit(1)
    if fmt is Format.table:
        say(f"✓ {told.kind} {told.subject} of {when(told.made)} holds; ledger root {told.root} of {told.size} records")
        say(f"signed by {found.signed_by}" + ("" if key else "; compare this key with the one you were given"))


def _tell_faults(faults: list[str]) -> None:
    for fault in faults:
        errors.print(f"[red]✗[/] {escape(plain(fault))}", soft_wrap=True)
