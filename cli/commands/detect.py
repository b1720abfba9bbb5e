"""`fengsui detect`: run rules over files or standard input, storing nothing. The contract is in docs/reference/cli.md."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import orjson
import typer

from cli.output import Format, errors, line, rows, say
from model.times import to_iso
from pipeline import detect as engine
from pipeline.pool import cores

COLUMNS = ("timestamp", "level", "rule", "file", "record", "matched")


def register(app: typer.Typer) -> None:
    app.command(name="detect", help=_detect.__doc__)(_detect)


def _detect(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...",
            help="Files (.evtx, JSON lines, .pcap, logs; also .gz/.zip) or - for JSON lines on stdin",
        ),
    ],
    rules: Annotated[
        list[Path], typer.Option("--rules", help="A rule file, a folder, or a SigmaHQ release .zip; may be repeated")
    ],
    fmt: Annotated[Format, typer.Option("--format", help="How to print matches")] = Format.jsonl,
    pipeline: Annotated[
        list[str] | None,
        typer.Option("--pipeline", help="pySigma processing pipeline, by name or file; may be repeated"),
    ] = None,
    workers: Annotated[int, typer.Option("--workers", min=0, help="Worker processes; 0 means one per core")] = 0,
    stats: Annotated[
        Path | None, typer.Option("--stats", help="Write counts, the load report and timings to this JSON file")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 when any rule is rejected or inactive")] = False,
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            help="What the records are, when it cannot be recognised: jsonl, evtx, nginx, auditd, syslog, pcap",
        ),
    ] = "",
) -> None:
    """Apply Sigma rules to recordings and print every match.

    Exit 0 ran, 1 --strict and a rule is not active, 2 bad usage or unreadable input, 3 ran but some input was quarantined.
    """
    run = engine.DetectRun(rules, inputs, pipelines=pipeline or [], workers=workers or cores(), kind=kind)
    report = run.rules.report
    for entry in (*report.rejected, *report.inactive):
        for problem in entry.problems:
            say(f"{entry.state}: {problem}")
    if fmt is Format.table:
        rows(map(_row, run.matches()), COLUMNS, fmt, empty="no rule matched")
    elif fmt is Format.csv:
        rows(map(_row, run.matches()), COLUMNS, fmt)
    elif fmt is Format.json:
        rows((orjson.loads(found) for found in run.matches_json()), (), fmt)
    else:
        for found in run.matches_json():
            line(found)
    say(run.summary())
    if stats is not None:
        stats.write_bytes(orjson.dumps(run.stats(), option=orjson.OPT_INDENT_2, default=str))
    if strict and (report.rejected or report.inactive):
        raise typer.Exit(1)
    if run.quarantined:
        for reason, count in sorted(run.quarantined.items()):
            errors.print(f"quarantined: {count} × {reason}")
        raise typer.Exit(3)


def _row(found: Any) -> dict[str, Any]:
    return {
        "timestamp": to_iso(found.timestamp),
        "level": found.rule.level,
        "rule": found.rule.title,
        "file": found.file,
        "record": found.record,
        "matched": [f"{name}={value}" for name, value in found.matched.items()],
    }
