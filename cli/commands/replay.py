"""`fengsui replay`: read recordings through the whole journey, keep what they say, and tell the story they held."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.panel import Panel
from rich.progress import BarColumn, Progress, SpinnerColumn, TimeElapsedColumn

from cli import context
from cli.commands.incidents import incident_table
from cli.output import console, errors, plain, say
from model.errors import InputError
from model.times import to_iso
from pipeline.batch import Followed
from pipeline.lanes import Reading
from pipeline.platform import Platform, ReplayResult
from pipeline.recordings import MANIFEST, Recording, load_recording
from pipeline.settings import Settings
from store import incidents
from store.scope import EVERYTHING

BUNDLED = Path(__file__).resolve().parents[2] / "tests" / "captures"


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
    recordings = [
        load_recording(folder)
        for folder in sorted(BUNDLED.glob(f"*/{MANIFEST}"), key=lambda p: p.parent)
        if bundled
        for folder in [folder.parent]
    ]
    if bundled and not recordings:
        raise InputError("no bundled recordings are here", where=str(BUNDLED), hint="they come with the source tree")
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
    run(context.settings(), recordings, readings, speed)


def run(settings: Settings, recordings: list[Recording], readings: list[Reading], speed: float) -> None:
    zh = settings.language == "zh-CN"
    every = readings + [reading for recording in recordings for reading in recording.readings]
    with Platform(settings) as platform:
        for recording in recordings:
            platform.add_units(recording.units)
            platform.add_assets(recording.assets)
            title, label = (recording.title_zh, recording.label_zh) if zh else (recording.title, recording.label)
            say(f"{title} — {label}")
        with Progress(
            SpinnerColumn(),
            "{task.description}",
            BarColumn(),
            "{task.completed}/{task.total} inputs, {task.fields[events]} events",
            TimeElapsedColumn(),
            console=errors,
            transient=True,
        ) as bar:
            task = bar.add_task("replaying", total=len(every), events=0)
            seen = 0

            def progress(followed: Followed) -> None:
                nonlocal seen
                seen += followed.events
                bar.update(task, events=seen)

            result = platform.replay(every, speed=speed, progress=progress, finished=lambda _lane: bar.advance(task))
        platform.maintain()
        _tell(platform, result, zh)


def _tell(platform: Platform, result: ReplayResult, zh: bool) -> None:
    if result.events - result.duplicates > 0:
        rate = result.events / result.seconds if result.seconds else 0
        say(
            f"{result.events - result.duplicates} events stored, {result.alerts} alerts, "
            f"{len(result.incidents)} incidents touched, in {result.seconds:.1f} s ({rate:,.0f} events/s); "
            f"recorded {to_iso(result.first_time)[:19]}Z to {to_iso(result.last_time)[:19]}Z"
        )
    if result.already_read:
        say(f"{result.already_read} inputs had been read before and were not read again")
    for reason, count in sorted(result.quarantined.items()):
        say(f"quarantined: {count} × {reason}")
    with platform.state.reading() as tx:
        found = incidents.find(tx, EVERYTHING, limit=200).items
    live = [i.incident for i in found if i.incident.escalated and not i.incident.merged_into]
    shown = sorted(live, key=lambda incident: -incident.score)
    if not shown:
        console.print("没有升级的安全事件。" if zh else "No incident was escalated.")
        return
    incident_table(shown, zh)
    first = shown[0]
    next_steps = [
        (
            f"fengsui incidents {first.id[:12]}",
            "这起事件的经过和每条告警的归并理由" if zh else "its story, with the reason each alert belongs",
        ),
        (f"fengsui alerts --incident {first.id[:12]}", "它的告警" if zh else "its alerts"),
        (
            'fengsui search "source.ip:203.0.113.0/24" --limit 20',
            "检索原始事件" if zh else "search the events behind them",
        ),
        ("fengsui ledger verify", "验证审计链" if zh else "verify the audit trail"),
        ("fengsui doctor", "环境自检" if zh else "what is missing or reduced on this machine"),
    ]
    width = max(len(command) for command, _ in next_steps)
    text = "\n".join(f"{escape(plain(command)).ljust(width)}   [dim]{meaning}[/]" for command, meaning in next_steps)
    console.print(Panel(text, title="接下来可以" if zh else "What to type next", title_align="left", expand=False))
