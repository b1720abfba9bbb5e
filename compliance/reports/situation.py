"""Monthly situation report (月度安全态势报告): alerts, incidents, sources and posture of a month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from compliance.mlps.posture import Posture
from compliance.reports.document import Bar, Cell, Column, Figure, Paragraph, Report, Section, Table
from compliance.reports.frame import Frame, by_category
from compliance.reports.words import Say
from model.incident import Incident, IncidentStatus
from model.severity import Level

KIND = "monthly-situation"


@dataclass(frozen=True, slots=True)
class SourceState:
    """Totals since the source is known, not of the month."""

    name: str
    unit: str
    events: int
    rejected: int
    last: int


@dataclass(frozen=True, slots=True)
class Month:
    """name: `2026-11`. before: alerts of the month before, by level. rules: (title, alerts), most first. days: (day, mean rate of
    the systems) as posture was kept. more_incidents: how many are not listed."""

    name: str
    scope: str
    alerts: Mapping[Level, int]
    before: Mapping[Level, int]
    rules: Sequence[tuple[str, int]]
    statuses: Mapping[IncidentStatus, int]
    incidents: Sequence[Incident]
    more_incidents: int
    sources: Sequence[SourceState]
    days: Sequence[tuple[str, float]]
    postures: Mapping[str, Posture]


def build(month: Month, frame: Frame) -> Report:
    say = frame.say
    return frame.report(
        KIND,
        month.name,
        say("网络安全态势月报", "Monthly situation report"),
        f"{frame.unit(month.scope)} {month.name}",
        (
            (say("范围", "Scope"), frame.unit(month.scope)),
            (say("月份（北京时间）", "Month (Beijing time)"), month.name),
            (say("系统数", "Systems"), str(len(month.postures))),
        ),
        _sections(month, frame),
    )


def _sections(month: Month, frame: Frame) -> Iterator[Section]:
    say = frame.say
    total, before = sum(month.alerts.values()), sum(month.before.values())
    text = say(
        f"本月产生告警 {total} 条（上月 {before} 条），活动的安全事件 {sum(month.statuses.values())} 起，"
        f"其中已处置或关闭 {month.statuses.get(IncidentStatus.RESOLVED, 0) + month.statuses.get(IncidentStatus.CLOSED, 0)} 起。",
        f"{total} alerts ({before} the month before), {sum(month.statuses.values())} incidents active, "
        f"{month.statuses.get(IncidentStatus.RESOLVED, 0) + month.statuses.get(IncidentStatus.CLOSED, 0)} resolved or closed.",
    )
    yield Section(say("概况", "Overview"), (Paragraph(text), _levels(month, say)))
    yield Section(say("安全事件", "Incidents"), (_incidents(month, frame),))
    yield Section(say("主要告警", "Most frequent alerts"), (_rules(month, say),))
    held = list(month.postures.values())
    title = say("各类控制项结果（项次，截至导出时）", "Results by category, at the time of export")
    yield Section(say("合规态势", "Compliance"), (by_category(say, held, title), _days(month, say)))
    yield Section(say("数据源", "Sources"), (_sources(month, frame),))


def _levels(month: Month, say: Say) -> Figure:
    order = tuple(reversed(Level))
    series = tuple(say.level(level) for level in order)
    bars = (
        Bar(say("本月", "This month"), tuple(month.alerts.get(level, 0) for level in order)),
        Bar(say("上月", "Month before"), tuple(month.before.get(level, 0) for level in order)),
    )
    return Figure(say("告警级别分布（条）", "Alerts by level"), series, bars)


def _incidents(month: Month, frame: Frame) -> Table:
    say = frame.say
    columns = (
        Column(say("事件", "Incident"), 4),
        Column(say("级别", "Level"), 1),
        Column(say("状态", "Status"), 1.2),
        Column(say("涉及单位", "Units"), 2.4),
        Column(say("首次活动", "First activity"), 2),
        Column(say("告警数", "Alerts"), 0.8, number=True),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            say.name(one.title_zh, one.title),
            say.level(one.level),
            one.status.zh if say.zh else one.status.value.replace("_", " "),
            "、".join(frame.unit(unit) for unit in one.units),
            say.moment(one.first_event),
            len(one.members),
        )
        for one in month.incidents
    ]
    title = say("本月活动的安全事件", "Incidents active in the month")
    if month.more_incidents:
        title += say(f"（另有 {month.more_incidents} 起未列出）", f" ({month.more_incidents} more)")
    return Table(title, columns, tuple(rows), say("没有安全事件", "None"))


def _rules(month: Month, say: Say) -> Table:
    columns = (Column(say("规则", "Rule"), 5), Column(say("告警数", "Alerts"), 1, number=True))
    return Table(
        say("告警最多的规则", "Rules with most alerts"), columns, tuple(month.rules), say("没有告警", "No alerts")
    )


def _days(month: Month, say: Say) -> Table:
    columns = (Column(say("日期", "Day"), 1), Column(say("平均符合率 %", "Mean rate %"), 1, number=True))
    empty = say("本月没有记录", "Nothing was kept in the month")
    return Table(say("符合率变化", "Rate over the month"), columns, tuple(month.days), empty)


def _sources(month: Month, frame: Frame) -> Table:
    say = frame.say
    columns = (
        Column(say("数据源", "Source"), 2.4),
        Column(say("单位", "Unit"), 2),
        Column(say("累计事件", "Events so far"), 1.2, number=True),
        Column(say("累计隔离", "Quarantined so far"), 1.2, number=True),
        Column(say("最近事件", "Last event"), 2.2),
    )
    rows = tuple(
        (one.name, frame.unit(one.unit), one.events, one.rejected, say.moment(one.last) if one.last else "—")
        for one in month.sources
    )
    return Table(say("接入情况", "What delivers"), columns, rows, say("没有数据源", "No sources"))
