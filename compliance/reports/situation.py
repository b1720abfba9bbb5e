"""Situation reports (网络安全态势月报, 年报, 简报): alerts, incidents, duties, notices, sources and posture of a span of time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from compliance.mlps.posture import Posture
from compliance.reports.document import Bar, Block, Cell, Column, Figure, Mark, Paragraph, Report, Section, Table
from compliance.reports.frame import Frame, by_category
from compliance.reports.summary import NOTICES
from compliance.reports.words import Say
from model.coordination import ModeChange, Notice
from model.incident import Incident, IncidentStatus
from model.severity import Grade, Level
from model.times import Micros

KIND, YEARLY, BRIEF = "monthly-situation", "yearly-situation", "situation-brief"


@dataclass(frozen=True, slots=True)
class SourceState:
    """Totals since the source is known, not of the span."""

    name: str
    unit: str
    events: int
    rejected: int
    last: int


@dataclass(frozen=True, slots=True)
class Known:
    """An incident statutory clocks run for. overdue: reports the law wants that are late."""

    title: str
    title_zh: str
    unit: str
    known_at: Micros
    grade: Grade
    confirmed: bool
    sent: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Score:
    """Of a unit, over its notices of the span."""

    unit: str
    score: float
    notices: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Period:
    """kind: KIND, YEARLY or BRIEF. name: `2026-11`, `2026`, or the hours as people read them. before: alerts of the span before,
    by level. rules: (title, Chinese title, alerts), most first. parts: alerts by month, of a year. days: (day or month, mean rate of the
    systems) as posture was kept. more_incidents: how many are not listed. effects: what playbooks did."""

    kind: str
    name: str
    subject: str
    scope: str
    alerts: Mapping[Level, int]
    before: Mapping[Level, int]
    rules: Sequence[tuple[str, str, int]]
    statuses: Mapping[IncidentStatus, int]
    incidents: Sequence[Incident]
    more_incidents: int
    sources: Sequence[SourceState]
    days: Sequence[tuple[str, float]]
    postures: Mapping[str, Posture]
    parts: Sequence[tuple[str, Mapping[Level, int]]] = ()
    known: Sequence[Known] = ()
    notices: Sequence[Notice] = ()
    scores: Sequence[Score] = ()
    modes: Sequence[ModeChange] = ()
    executions: int = 0


_TITLES = {
    KIND: ("网络安全态势月报", "Monthly situation report"),
    YEARLY: ("网络安全态势年报", "Yearly situation report"),
    BRIEF: ("网络安全态势简报", "Situation brief"),
}
_SPANS = {
    KIND: ("月份（北京时间）", "Month (Beijing time)"),
    YEARLY: ("年份（北京时间）", "Year (Beijing time)"),
    BRIEF: ("时段（北京时间）", "Hours (Beijing time)"),
}
_NOW = {KIND: ("本月", "This month"), YEARLY: ("本年", "This year"), BRIEF: ("本时段", "These hours")}
_BEFORE = {KIND: ("上月", "Month before"), YEARLY: ("上年", "Year before"), BRIEF: ("前一时段", "Hours before")}
_MODES = {"peacetime": ("平时", "Peacetime"), "guarded": ("重保", "Major event"), "wartime": ("战时", "Wartime")}


def build(period: Period, frame: Frame) -> Report:
    say = frame.say
    return frame.report(
        period.kind,
        period.subject,
        say(*_TITLES[period.kind]),
        f"{frame.unit(period.scope)} {period.name}",
        (
            (say("范围", "Scope"), frame.unit(period.scope)),
            (say(*_SPANS[period.kind]), period.name),
            (say("系统数", "Systems"), str(len(period.postures))),
        ),
        _sections(period, frame),
    )


def _sections(period: Period, frame: Frame) -> Iterator[Section]:
    say = frame.say
    overview: tuple[Block, ...] = (Paragraph(_told(period, say)), _levels(period, say))
    if period.parts:
        overview = (*overview, _months(period, say))
    yield Section(say("概况", "Overview"), overview)
    yield Section(say("安全事件", "Incidents"), (_incidents(period, frame),))
    yield Section(say("法定报告", "Reports the law asks for"), (_known(period, frame),))
    yield Section(say("主要告警", "Most frequent alerts"), (_rules(period, say),))
    yield Section(say("通报预警与应急值守", "Notices and duty"), tuple(_coordination(period, frame)))
    if period.kind != BRIEF:
        held = list(period.postures.values())
        title = say("各类控制项结果（项次，截至导出时）", "Results by category, at the time of export")
        yield Section(say("合规态势", "Compliance"), (by_category(say, held, title), _days(period, say)))
    yield Section(say("数据源", "Sources"), (_sources(period, frame),))


def _told(period: Period, say: Say) -> str:
    total, before = sum(period.alerts.values()), sum(period.before.values())
    active = sum(period.statuses.values())
    done = period.statuses.get(IncidentStatus.RESOLVED, 0) + period.statuses.get(IncidentStatus.CLOSED, 0)
    late = sum(one.overdue for one in period.known)
    zh, en = _NOW[period.kind][0], _BEFORE[period.kind][1].lower()
    return say(
        f"{zh}产生告警 {total} 条（{_BEFORE[period.kind][0]} {before} 条），活动的安全事件 {active} 起，其中已处置或关闭 {done} 起；"
        f"启动法定时限 {len(period.known)} 起，超时未报 {late} 项；下发通报预警 {len(period.notices)} 份；"
        f"执行处置剧本 {period.executions} 次。",
        f"{total} alerts ({before} the {en}), {active} incidents active, {done} resolved or closed; statutory clocks for "
        f"{len(period.known)}, {late} reports overdue; {len(period.notices)} notices and warnings issued; {period.executions} "
        f"playbook runs.",
    )


def _ordered() -> tuple[Level, ...]:
    return tuple(reversed(Level))


def _levels(period: Period, say: Say) -> Figure:
    series = tuple(say.level(level) for level in _ordered())
    bars = (
        Bar(say(*_NOW[period.kind]), tuple(period.alerts.get(level, 0) for level in _ordered())),
        Bar(say(*_BEFORE[period.kind]), tuple(period.before.get(level, 0) for level in _ordered())),
    )
    return Figure(say("告警级别分布（条）", "Alerts by level"), series, bars)


def _months(period: Period, say: Say) -> Figure:
    series = tuple(say.level(level) for level in _ordered())
    bars = tuple(Bar(name, tuple(held.get(level, 0) for level in _ordered())) for name, held in period.parts)
    return Figure(say("逐月告警（条）", "Alerts by month"), series, bars)


def _known(period: Period, frame: Frame) -> Table:
    say = frame.say
    columns = (
        Column(say("事件", "Incident"), 4),
        Column(say("单位", "Unit"), 2),
        Column(say("获知时间", "Known"), 2),
        Column(say("级别", "Grade"), 1.6),
        Column(say("已报送", "Sent"), 0.9, number=True),
        Column(say("超时", "Overdue"), 0.9, number=True),
    )
    rows: list[tuple[Cell, ...]] = [
        (
            say.name(one.title_zh, one.title),
            frame.unit(one.unit),
            say.time(one.known_at),
            say(one.grade.zh, one.grade.en)
            if one.confirmed
            else Mark(say(f"{one.grade.zh}（待确认）", f"{one.grade.en} (proposed)"), "warn"),
            one.sent,
            one.overdue,
        )
        for one in period.known
    ]
    title = say("启动法定时限的安全事件", "Incidents with statutory clocks")
    return Table(title, columns, tuple(rows), say("没有", "None"))


def _coordination(period: Period, frame: Frame) -> Iterator[Block]:
    say = frame.say
    rows: list[tuple[Cell, ...]] = []
    for one in period.notices:
        zh, en, tone = NOTICES[one.status]
        rows.append((one.title, frame.unit(one.unit), say.time(one.issued), Mark(say(zh, en), tone), one.returns))
    yield Table(
        say("通报与预警", "Notices and early warnings"),
        (
            Column(say("标题", "Title"), 4),
            Column(say("单位", "Unit"), 2),
            Column(say("签发", "Issued"), 2),
            Column(say("状态", "Status"), 1.1),
            Column(say("退回", "Returned"), 0.9, number=True),
        ),
        tuple(rows),
        say("没有签发通报", "None issued"),
    )
    yield Table(
        say("单位评分（由低到高）", "Scores of units, lowest first"),
        (
            Column(say("单位", "Unit"), 4),
            Column(say("得分", "Score"), 1, number=True),
            Column(say("通报数", "Notices"), 1, number=True),
            Column(say("逾期未办结", "Overdue"), 1, number=True),
        ),
        tuple((frame.unit(one.unit), one.score, one.notices, one.overdue) for one in period.scores),
        say("没有可评分的单位", "No unit to score"),
    )
    yield Table(
        say("工作模式变化", "Changes of mode"),
        (
            Column(say("起始", "Since"), 2),
            Column(say("模式", "Mode"), 1),
            Column(say("自动结束", "Until"), 2),
            Column(say("操作人", "By"), 1.4),
            Column(say("原因", "Reason"), 4),
        ),
        tuple(
            (
                say.time(one.since),
                say(*_MODES[one.mode.value]),
                say.time(one.until) if one.until else "—",
                one.by,
                one.reason,
            )
            for one in period.modes
        ),
        say("没有变化", "None"),
    )


def _incidents(period: Period, frame: Frame) -> Table:
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
            say.time(one.first_event),
            len(one.members),
        )
        for one in period.incidents
    ]
    title = say("活动的安全事件（已升级展示）", "Incidents active in this time, as shown to people")
    if period.more_incidents:
        title += say(f"（另有 {period.more_incidents} 起未列出）", f" ({period.more_incidents} more)")
    return Table(title, columns, tuple(rows), say("没有安全事件", "None"))


def _rules(period: Period, say: Say) -> Table:
    columns = (Column(say("规则", "Rule"), 5), Column(say("告警数", "Alerts"), 1, number=True))
    rows = tuple((say.name(zh, en), number) for en, zh, number in period.rules)
    return Table(say("告警最多的规则", "Rules with most alerts"), columns, rows, say("没有告警", "No alerts"))


def _days(period: Period, say: Say) -> Table:
    columns = (Column(say("日期", "Day"), 1), Column(say("平均符合率 %", "Mean rate %"), 1, number=True))
    empty = say("没有记录", "Nothing was kept")
    return Table(say("符合率变化", "Rate over time"), columns, tuple(period.days), empty)


def _sources(period: Period, frame: Frame) -> Table:
    say = frame.say
    columns = (
        Column(say("数据源", "Source"), 2.4),
        Column(say("单位", "Unit"), 2),
        Column(say("累计事件", "Events so far"), 1.2, number=True),
        Column(say("累计隔离", "Quarantined so far"), 1.2, number=True),
        Column(say("最近事件", "Last event"), 2.2),
    )
    rows = tuple(
        (one.name, frame.unit(one.unit), one.events, one.rejected, say.time(one.last) if one.last else "—")
        for one in period.sources
    )
    return Table(say("接入情况", "What delivers"), columns, rows, say("没有数据源", "No sources"))
