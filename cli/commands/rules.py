"""`fengsui rules`: check, test, explain and account for detection rules."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import orjson
import typer
from detections.sigma.cases import run as run_cases

from cli.output import Format, line, rows, say
from detections.sigma import check, load
from detections.sigma import coverage as covering
from model.errors import InputError
from pipeline.lanes import Reading, events_of
from pipeline.stages import SHIPPED_RULES

rules = typer.Typer(no_args_is_help=True, help="Check, test and explain detection rules", rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    app.add_typer(rules, name="rules")


@rules.command("check")
def _check(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Rule files, folders, or a release .zip")],
) -> None:
    """Say every error with file and line. Exit 1 when any rule is rejected."""
    report = check(paths)
    for problem in report.lines():
        print(problem)
    say(report.summary())
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
    failed = [result for result in results if not result.ok]
    for result in failed:
        print(result)
    say(f"{len(results) - len(failed)} of {len(results)} cases do as they should")
    if failed or not results:
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
    for problem in rule_set.report.lines():
        say(problem)
    found = next(
        (e for e in events_of(Reading(path=event, kind="jsonl" if event == "-" else "")) if isinstance(e, dict)), None
    )
    if found is None:
        raise InputError("holds no event", where=event)
    for compiled in rule_set.rules:
        explanation = rule_set.explain(compiled.id, found)
        if fmt is Format.table:
            print(explanation.render())
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
    rows(
        covering.by_technique(rule_set),
        ("technique", "name", "tactics", "rules"),
        fmt,
        empty="no rule names a technique",
    )
    sys.stdout.flush()
