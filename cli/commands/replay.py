"""`fengsui replay`: read recordings through the whole journey, keep what they say, and tell the story they held."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli import context, replaying
from model.errors import InputError
from pipeline.lanes import Reading
from pipeline.platform import Platform
from pipeline.recordings import MANIFEST, load_recording


def register(app: typer.Typer) -> None:
    app.command(name="replay", help=_replay.__doc__)(_replay)


def _replay(
    inputs: Annotated[
        list[str] | None,
        typer.Argument(metavar="[INPUT...]", help=f"Files, archives, or folders with a {MANIFEST}"),
    ] = None,
    bundled: Annotated[bool, typer.Option("--bundled", help="The recordings that come with Fengsui")] = False,
    speed: Annotated[
        float,
        typer.Option(
            "--speed", min=0, help="1 replays at the recording's pace, 10 ten times as fast; 0 as fast as possible"
        ),
    ] = 0.0,
    kind: Annotated[
        str,
        typer.Option(
            "--kind",
            help="What the records are, when it cannot be recognised: jsonl, evtx, nginx, auditd, syslog, pcap",
        ),
    ] = "",
    unit: Annotated[str, typer.Option("--unit", help="Unit that owns the records of plain files")] = "district",
    timezone: Annotated[str, typer.Option("--timezone", help="Zone of times that state none")] = "UTC",
) -> None:
    """Read recordings through the whole journey: events, alerts, incidents, all kept.

    Stopped and started again it goes on where it was; run twice it adds nothing the second time.
    """
    recordings = replaying.bundled() if bundled else []
    readings: list[Reading] = []
    for given in inputs or []:
        path = Path(given)
        if path.is_dir():
            if not (path / MANIFEST).is_file():
                raise InputError(f"the folder has no {MANIFEST}", where=given, hint="name the files inside it")
            recordings.append(load_recording(path))
        else:
            readings.append(Reading(path=given, kind=kind, unit=unit, timezone=timezone))
    if not recordings and not readings:
        raise InputError("nothing to replay", hint="name files, or use --bundled")
    with Platform(context.settings()) as platform:
        replaying.tell(platform, replaying.play(platform, recordings, readings, speed))
        replaying.suggest(platform)
