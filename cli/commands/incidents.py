"""`fengsui incidents` and `fengsui alerts`: what was found, and why it belongs together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

import orjson
import typer
from rich.markup import escape
from rich.panel import Panel
from rich.table import Table

from cli import context
from cli.output import Format, console, line, plain, rows, say, when
from cli.scope import scope_of
from correlator.calibration import Calibration
from correlator.export import incident_object, summary
from correlator.scoring import words
from model import attack
from model.alert import Alert
from model.errors import InputError
from model.incident import Incident, Reason
from model.severity import Level
from model.times import now_us
from pipeline.calibrating import in_use, measured
from pipeline.platform import open_existing
from store import alerts as alert_rows
from store import incidents as incident_rows

DAYS = 28
"""Looked at when the settings calibrate nothing."""
LEVEL_STYLE = {
    Level.CRITICAL: "bold red",
    Level.HIGH: "red",
    Level.MEDIUM: "yellow",
    Level.LOW: "cyan",
    Level.INFORMATIONAL: "dim",
}
LEVEL_MARK = {Level.CRITICAL: "◆", Level.HIGH: "▲", Level.MEDIUM: "■", Level.LOW: "●", Level.INFORMATIONAL: "○"}


def register(app: typer.Typer) -> None:
    app.command(name="incidents", help=_incidents.__doc__)(_incidents)
    app.command(name="alerts", help=_alerts.__doc__)(_alerts)


def _incidents(
    incident: Annotated[
        str, typer.Argument(metavar="[ID]", help="An incident's id or the beginning of it, for its whole story")
    ] = "",
    candidates: Annotated[bool, typer.Option("--candidates", help="Also those not escalated")] = False,
    fmt: Annotated[Format, typer.Option("--format")] = Format.table,
    unit: Annotated[str, typer.Option("--unit", help="Only what this unit and those below it own")] = "district",
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000)] = 50,
    calibration: Annotated[
        bool,
        typer.Option(
            "--calibration", help="Instead, from which score incidents are shown, and what the days up to now say"
        ),
    ] = False,
) -> None:
    """List incidents, or tell one: when, who, what, and the reason each alert belongs."""
    settings = context.settings()
    zh = settings.language == "zh-CN"
    state, _ = open_existing(settings)
    with state, state.reading() as tx:
        scope = scope_of(tx, unit)
        if calibration:
            days = settings.incidents.calibrate_days or DAYS
            _calibration(in_use(tx), measured(tx, days, now_us()), fmt, zh=zh)
            return
        listing = [i.incident for i in incident_rows.find(tx, scope, limit=10_000).items]
        if not incident:
            shown = [i for i in listing if (candidates or i.escalated) and not i.merged_into][:limit]
            if fmt is Format.table:
                incident_table(shown, zh)
            else:
                rows(
                    (incident_object(i) for i in shown),
                    ("id", "title", "score", "first_event", "last_event", "state"),
                    fmt,
                )
            return
        chosen = [i for i in listing if i.id.startswith(incident)]
        if len(chosen) != 1:
            what = "several incidents begin so" if chosen else "no incident begins so"
            raise InputError(f"{what}: {incident!r}", hint="`fengsui incidents --candidates` lists them")
        members = {m.alert_id: alert_rows.get(tx, m.alert_id, scope).alert for m in chosen[0].members}
    if fmt is Format.table:
        _story(chosen[0], members, zh)
    else:
        line(
            orjson.dumps(
                incident_object(chosen[0], members),
                option=orjson.OPT_INDENT_2 if fmt is Format.json else 0,
                default=str,
            )
        )


def _calibration(used: Calibration | None, now: Calibration, fmt: Format, *, zh: bool) -> None:
    """Three rows: as shipped, in use, and what would be measured now."""
    told = zh and fmt is Format.table
    shipped = Calibration(made=0, start=0)
    columns = (
        ("参数", "升级阈值", "均势分值", "平静天数", "误报事件", "确认事件", "曲线已拟合")
        if told
        else ("what", "escalate", "even", "quiet_days", "shown", "confirmed", "fitted")
    )
    names = ("出厂", "现用", "此刻测得") if told else ("shipped", "in use", "measured now")
    made = [
        (name, said.escalate, said.middle, said.quiet_days, said.shown, said.attacks, said.fitted)
        for name, said in zip(names, (shipped, used or shipped, now), strict=True)
    ]
    rows((dict(zip(columns, one, strict=True)) for one in made), columns, fmt)


def _alerts(
    incident: Annotated[str, typer.Option("--incident", help="Only those of the incident whose id begins so")] = "",
    level: Annotated[Level | None, typer.Option("--level", help="Only this level")] = None,
    entity: Annotated[str, typer.Option("--entity", help="Only about this entity, e.g. ip:203.0.113.5")] = "",
    rule: Annotated[str, typer.Option("--rule", help="Only of the rule with this id")] = "",
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000)] = 50,
    fmt: Annotated[Format, typer.Option("--format")] = Format.table,
    unit: Annotated[str, typer.Option("--unit", help="Only what this unit and those below it own")] = "district",
) -> None:
    """List alerts, newest first."""
    settings = context.settings()
    zh = settings.language == "zh-CN"
    state, _ = open_existing(settings)
    with state, state.reading() as tx:
        scope = scope_of(tx, unit)
        if incident:
            known = [i.incident.id for i in incident_rows.find(tx, scope, limit=10_000).items]
            chosen = [i for i in known if i.startswith(incident)]
            if len(chosen) != 1:
                raise InputError(f"{len(chosen)} incidents begin with {incident!r}", hint="give more of the id")
            incident = chosen[0]
        if entity and not all(entity.partition(":")):
            raise InputError(
                f"{entity!r} names no entity", hint="write KIND:VALUE, such as ip:203.0.113.5 or host:portal"
            )
        where = alert_rows.Filter(levels=(level,) if level else (), rule=rule, entity=entity, incident=incident)
        found = alert_rows.find(tx, scope, where, limit=limit)
    columns = (
        ("time", "level", "rule", "who", "unit", "source")
        if fmt is Format.table
        else ("time", "level", "rule", "rule_id", "who", "unit", "source", "id")
    )
    rows(
        (_alert_row(stored.alert, zh) for stored in found.items), columns, fmt, empty="没有告警" if zh else "no alerts"
    )
    if found.cursor and fmt is Format.table:
        say(f"… more; raise --limit (showing {len(found.items)})")


def _alert_row(alert: Alert, zh: bool) -> dict[str, object]:
    return {
        "id": alert.id,
        "time": when(alert.time),
        "level": alert.rule.level.zh if zh else alert.rule.level.value,
        "rule": title_of(alert, zh),
        "rule_id": alert.rule.id,
        "who": [entity.key for entity in alert.entities[:4]],
        "unit": alert.unit,
        "source": alert.source,
        "event_ids": list(alert.event_ids[:20]),
    }


def title_of(alert: Alert, zh: bool) -> str:
    return (alert.rule.title_zh if zh else "") or alert.rule.title


def incident_table(incidents: Sequence[Incident], zh: bool) -> None:
    table = Table(
        title="安全事件" if zh else "Incidents", title_justify="left", box=None, pad_edge=False, header_style="bold"
    )
    for name in (
        ("编号", "级别", "经过", "首末时间 (UTC)", "告警", "分值")
        if zh
        else ("id", "level", "what", "from – to (UTC)", "alerts", "score")
    ):
        table.add_column(name, overflow="fold")
    for incident in incidents:
        table.add_row(
            incident.id[:12],
            level_text(incident.level, zh),
            escape(plain(incident.title_zh if zh else incident.title)),
            f"{when(incident.first_event)} – {when(incident.last_event)[11:]}",
            str(len(incident.members)),
            f"{incident.score:.1f}",
        )
    console.print(table if incidents else ("没有安全事件" if zh else "no incidents"))


def level_text(level: Level, zh: bool) -> str:
    return f"[{LEVEL_STYLE[level]}]{LEVEL_MARK[level]} {level.zh if zh else level.value}[/]"


def _story(incident: Incident, alerts: dict[str, Alert], zh: bool) -> None:
    english, chinese = summary(incident, alerts)
    known = [found for name in incident.tactics if (found := attack.tactic(name))]
    tactics = [tactic.name_zh if zh else tactic.name for tactic in known]
    head = [escape(plain(chinese if zh else english)), ""]
    head.append(("战术: " if zh else "tactics: ") + " → ".join(tactics or ["-"]))
    head.append(("涉及: " if zh else "about: ") + escape(", ".join(plain(e.key) for e in incident.entities[:12])))
    made = (
        "；".join(words(part)[1] for part in incident.scored) if zh else "; ".join(words(p)[0] for p in incident.scored)
    )
    head.append(f"评分: {incident.score:.1f}（{made}）" if zh else f"score: {incident.score:.1f} ({made})")
    console.print(
        Panel("\n".join(head), title=escape(plain(incident.title_zh if zh else incident.title)), title_align="left")
    )
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in (
        ("时间 (UTC)", "级别", "告警", "为何属于此事件") if zh else ("time (UTC)", "level", "alert", "why it belongs")
    ):
        table.add_column(name, overflow="fold")
    for time, level, title, why, times in _collapsed(incident, alerts, zh):
        repeat = f" ×{times}" if times > 1 else ""
        table.add_row(when(time), level_text(level, zh), escape(plain(title)) + repeat, escape(plain(why)))
    console.print(table)


def _collapsed(incident: Incident, alerts: dict[str, Alert], zh: bool) -> Iterable[tuple[int, Level, str, str, int]]:
    """Members in order of time; neighbours with the same rule and reason stand on one line with their number."""
    out: list[tuple[int, Level, str, str, int]] = []
    for member in sorted(incident.members, key=lambda m: (alerts[m.alert_id].time, m.alert_id)):
        alert = alerts[member.alert_id]
        title, why = title_of(alert, zh), _why(member.reason, zh)
        if out and out[-1][2] == title:
            last = out.pop()
            out.append((*last[:4], last[4] + 1))
        else:
            out.append((alert.time, alert.rule.level, title, why, 1))
    return out


def _why(reason: Reason, zh: bool) -> str:
    if reason.kind == "first":
        return "本事件的第一条告警" if zh else "opened the incident"
    if any(key.startswith("event:") for key in reason.path):
        return "与前一告警源自同一条原始记录" if zh else "speaks of the same record as an alert in it"
    shared = " → ".join(reason.path)
    return f"共同实体 {shared}（权重 {reason.weight:.2f}）" if zh else f"shares {shared} (weight {reason.weight:.2f})"
