"""Playing recordings through a running platform and telling what they held; used by `replay` and by `serve --bundled`."""

from __future__ import annotations

from pathlib import Path

from rich.markup import escape
from rich.panel import Panel
from rich.progress import BarColumn, Progress, SpinnerColumn, TimeElapsedColumn

from cli.commands.incidents import incident_table
from cli.output import console, errors, plain, say
from model.errors import InputError
from model.incident import Incident
from model.times import to_iso
from pipeline.batch import Followed
from pipeline.inventory.example import load_example
from pipeline.lanes import Reading
from pipeline.platform import Platform, ReplayResult
from pipeline.public_data.recorded import enter
from pipeline.recordings import MANIFEST, Recording, load_recording
from store import incidents
from store.scope import EVERYTHING

BUNDLED = Path(__file__).resolve().parents[1] / "tests" / "captures"


def bundled() -> list[Recording]:
    """The recordings that come with the source tree. Raises InputError when they are not there."""
    found = [load_recording(path.parent) for path in sorted(BUNDLED.glob(f"*/{MANIFEST}"))]
    if not found:
        raise InputError("no bundled recordings are here", where=str(BUNDLED), hint="they come with the source tree")
    return found


def play(platform: Platform, recordings: list[Recording], readings: list[Reading], speed: float = 0.0) -> ReplayResult:
    """Replay with a progress bar on standard error."""
    zh = platform.settings.language == "zh-CN"
    if any(
        BUNDLED in Path(reading.path).resolve().parents for recording in recordings for reading in recording.readings
    ):
        load_example(platform)
    every = readings + [reading for recording in recordings for reading in recording.readings]
    for recording in recordings:
        platform.add_units(recording.units)
        platform.add_assets(recording.assets)
        enter(platform, recording.public_data)
        title, label = (recording.title_zh, recording.label_zh) if zh else (recording.title, recording.label)
        say(f"{title} — {label}")
    counted = "{task.completed}/{task.total} " + (
        "个输入，{task.fields[events]} 个事件" if zh else "inputs, {task.fields[events]} events"
    )
    with Progress(
        SpinnerColumn(), "{task.description}", BarColumn(), counted, TimeElapsedColumn(), console=errors, transient=True
    ) as bar:
        task = bar.add_task("回放" if zh else "replaying", total=len(every), events=0)
        seen = 0

        def progress(followed: Followed) -> None:
            nonlocal seen
            seen += followed.events
            bar.update(task, events=seen)

        result = platform.replay(every, speed=speed, progress=progress, finished=lambda _lane: bar.advance(task))
    platform.maintain()
    return result


def tell(platform: Platform, result: ReplayResult) -> None:
    """What was added, and the escalated incidents."""
    zh = platform.settings.language == "zh-CN"
    added = result.events - result.duplicates
    if added > 0:
        rate = f"{result.events / result.seconds:,.0f}" if result.seconds else "-"
        span = f"{to_iso(result.first_time)[:19]}Z – {to_iso(result.last_time)[:19]}Z"
        say(
            f"入库 {added} 个事件，产生 {result.alerts} 条告警，涉及 {len(result.incidents)} 起安全事件，"
            f"用时 {result.seconds:.1f} 秒（每秒 {rate} 个事件）；录制时间 {span}"
            if zh
            else f"{added} events stored, {result.alerts} alerts, {len(result.incidents)} incidents touched, "
            f"in {result.seconds:.1f} s ({rate} events/s); recorded {span}"
        )
    if result.already_read:
        number = result.already_read
        say(
            f"{number} 个输入此前已读完，未重复读取"
            if zh
            else f"{number} inputs had been read before and were not read again"
        )
    for reason, count in sorted(result.quarantined.items()):
        say(f"{'隔离' if zh else 'quarantined'}: {count} × {reason}")
    shown = escalated(platform)
    if shown:
        incident_table(shown, zh)
    else:
        console.print("没有升级的安全事件。" if zh else "No incident was escalated.")


def escalated(platform: Platform) -> list[Incident]:
    """The highest score first."""
    with platform.state.reading() as tx:
        found = incidents.find(tx, EVERYTHING, limit=200).items
    live = [i.incident for i in found if i.incident.escalated and not i.incident.merged_into]
    return sorted(live, key=lambda incident: -incident.score)


def suggest(platform: Platform) -> None:
    """What to type next."""
    zh = platform.settings.language == "zh-CN"
    shown = escalated(platform)
    steps = [
        ('fengsui search "source.ip:203.0.113.0/24"', "检索原始事件", "search the events"),
        ("fengsui sources list", "数据源状态", "how every source fares"),
        ("fengsui ledger verify", "验证审计记录", "verify the audit trail"),
        ("fengsui doctor", "环境自检", "what is missing or reduced on this machine"),
    ]
    if shown:
        first = shown[0].id[:12]
        steps = [
            (
                f"fengsui incidents {first}",
                "这起事件的经过，逐条告警的归并理由",
                "its story, with the reason each alert belongs",
            ),
            (f"fengsui alerts --incident {first}", "它的告警", "its alerts"),
            *steps,
        ]
    width = max(len(command) for command, _, _ in steps)
    text = "\n".join(
        f"{escape(plain(command)).ljust(width)}   [dim]{chinese if zh else english}[/]"
        for command, chinese, english in steps
    )
    console.print(Panel(text, title="接下来可以输入" if zh else "What to type next", title_align="left", expand=False))
