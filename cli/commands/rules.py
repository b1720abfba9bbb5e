"""`fengsui rules`: check, test, explain and account for detection rules."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import orjson
import typer

from cli.groups import group
from cli.output import Format, line, rows, say
from detections.sigma import coverage as covering
from detections.sigma import load
from detections.sigma.cases import run as run_cases
from model import attack
from model.errors import InputError
from pipeline.lanes import Reading, events_of
from pipeline.stages import SHIPPED_RULES

rules = group("Check, test and explain detection rules")


@rules.command("check")
def _check(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Rule files, folders, or a release .zip")],
) -> None:
    """Say every error and warning with file, line and column. Exit 1 when any rule is rejected."""
    report = load(paths).report
    for entry in report.rejected:
        for problem in entry.problems:
            typer.echo(str(problem))
    for warning in report.warnings:
        typer.echo(str(replace(warning, reason=f"warning: {warning.reason}")))
    counts = report.counts
    say(
        f"{counts['documents']} documents: {counts['active']} active, {counts['inactive']} inactive, {counts['rejected']} rejected"
    )
    if not counts["documents"]:
        raise InputError("no rule is there", where=", ".join(map(str, paths)))
    if report.rejected:
        raise typer.Exit(1)


@rules.command("test")
def _test(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH...]", help="Folders of rules; default: the rules that ship with Fengsui"),
    ] = None,
) -> None:
    """Run the cases beside the rules: `fires/` must fire, `silent/` must not. Exit 1 when one does not do as it should."""
    results = run_cases(paths or [SHIPPED_RULES])
    for problem in results.problems:
        typer.echo(str(problem))
    for result in results.failures:
        typer.echo(f"{result.file}: {result.title}: {result.message}")
    for missing in results.uncovered:
        say(str(missing))
    say(f"{len(results) - len(results.failures)} of {len(results)} cases do as they should")
    if not results.passed or not len(results):
        raise typer.Exit(1)


@rules.command("explain")
def _explain(
    rule: Annotated[Path, typer.Argument(help="A rule file")],
    event: Annotated[
        str, typer.Argument(help="A file with one event (JSON, or any input; its first event is taken), or -")
    ],
    fmt: Annotated[Format, typer.Option("--format")] = Format.table,
) -> None:
    """Why a rule matches an event, or what failed first."""
    rule_set = load([rule])
    report = rule_set.report
    for entry in (*report.rejected, *report.inactive):
        for problem in entry.problems:
            say(f"{entry.state}: {problem}")
    found = next(
        (e for e in events_of(Reading(path=event, kind="jsonl" if event == "-" else "")) if isinstance(e, dict)), None
    )
    if found is None:
        raise InputError("holds no event", where=event)
    for compiled in rule_set.rules:
        if compiled.correlation:
            say(f"{compiled.title} is a correlation: it looks at many events; the rules it refers to are explained")
            continue
        explanation = rule_set.explain(compiled.id, found)
        if fmt is Format.table:
            typer.echo(explanation.to_text())
        else:
            line(orjson.dumps(explanation.to_dict(), default=str))


@rules.command("coverage")
def _coverage(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH...]", help="Rules; default: those that ship with Fengsui")
    ] = None,
    navigator: Annotated[
        Path | None, typer.Option("--navigator", help="Write an ATT&CK Navigator layer to this file")
    ] = None,
    fmt: Annotated[Format, typer.Option("--format")] = Format.table,
) -> None:
    """Which ATT&CK techniques the rules speak about."""
    rule_set = load(paths or [SHIPPED_RULES])
    if navigator is not None:
        navigator.write_bytes(orjson.dumps(covering.navigator_layer(rule_set), option=orjson.OPT_INDENT_2))
        say(f"wrote {navigator}")
    covered = covering.coverage(rule_set)
    if fmt in (Format.table, Format.csv):
        rows(
            map(_technique, sorted(covered.techniques.items())),
            ("technique", "name", "rules"),
            fmt,
            empty="no rule names a technique",
        )
    else:
        line(orjson.dumps(covered.to_dict(), default=str))


def _technique(counted: tuple[str, int]) -> dict[str, object]:
    known = attack.technique(counted[0])
    return {"technique": counted[0], "name": known.name if known else "", "rules": counted[1]}
