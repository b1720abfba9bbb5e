"""Summary of a handled incident (网络安全事件处置总结报告), due 30 days after handling ended.

Chapters after 国家网络安全事件报告管理办法, article 8: causes, measures, harm, accountability, rectification, lessons. What nobody has
written yet is named as missing in the text and counted on the first page, so that nobody sends it by mistake.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compliance.reports.document import Block, Cell, Column, Facts, Mark, Note, Paragraph, Report, Section, Table, Tone
from compliance.reports.frame import Frame
from compliance.reports.incident import Judged, Story, response, techniques
from compliance.reports.words import Say
from model.coordination import Case, ClockState, Notice, NoticeStatus, ReportRecord
from model.severity import Grade
from model.times import Micros

KIND = "incident-summary"


@dataclass(frozen=True, slots=True)
class Duty:
    """A report the law asks for, in the language of the report. due: None is timely; met: when it went out. verify: what nobody
    has checked against the law's text yet."""

    rule: str
    to: str
    basis: str
    due: Micros | None
    met: Micros | None
    state: ClockState
    verify: str


@dataclass(frozen=True, slots=True)
class Handling:
    """told: the incident's course in words. category, measures: in the language of the report."""

    story: Story
    case: Case
    proposed: Grade
    told: str
    category: str
    measures: Sequence[str]
    duties: Sequence[Duty]
    reports: Sequence[ReportRecord]
    notices: Sequence[Notice]


_CLOCKS: dict[ClockState, tuple[str, str, Tone]] = {
    ClockState.CONDITIONAL: ("定级后起效", "Once graded", "mute"),
    ClockState.RUNNING: ("计时中", "Running", "warn"),
    ClockState.OVERDUE: ("已超时", "Overdue", "bad"),
    ClockState.MET: ("按时报送", "In time", "good"),
    ClockState.MET_LATE: ("超时报送", "Late", "bad"),
}
NOTICES: dict[NoticeStatus, tuple[str, str, Tone]] = {
    NoticeStatus.DRAFTED: ("草稿", "Draft", "mute"),
    NoticeStatus.ISSUED: ("待签收", "Issued", "warn"),
    NoticeStatus.SIGNED: ("已签收", "Signed", "warn"),
    NoticeStatus.HANDLING: ("处置中", "Being handled", "warn"),
    NoticeStatus.FEEDBACK: ("已反馈", "Answered", "warn"),
    NoticeStatus.RETURNED: ("退回重办", "Returned", "bad"),
    NoticeStatus.ACCEPTED: ("已办结", "Accepted", "good"),
    NoticeStatus.ARCHIVED: ("已归档", "Archived", "good"),
    NoticeStatus.WITHDRAWN: ("已撤回", "Withdrawn", "mute"),
}


def build(held: Handling, frame: Frame) -> Report:
    say, one, case = frame.say, held.story.incident, held.case
    grade = case.grade or held.proposed
    word = grade.zh if say.zh else grade.en
    confirmed = word if case.grade else say(f"{word}（建议，待确认）", f"{word} (proposed, not confirmed)")
    return frame.report(
        KIND,
        one.id,
        say("网络安全事件处置总结报告", "Summary of a handled incident"),
        say.name(one.title_zh, one.title),
        (
            (say("事件编号", "Incident"), one.id),
            (say("事件级别", "Grade"), confirmed),
            (say("涉及单位", "Units"), "、".join(frame.unit(unit) for unit in one.units) or "—"),
            (say("获知时间", "Known"), say.time(case.known_at)),
            (say("处置结束", "Handling ended"), _handled(case, say)),
            (say("待补充事项", "Still to be written"), say("、", ", ").join(_missing(case, say)) or say("无", "None")),
        ),
        _sections(held, frame),
    )


def _handled(case: Case, say: Say) -> str:
    return say.time(case.handled_at) if case.handled_at else say("未结束", "Not yet")


def _missing(case: Case, say: Say) -> list[str]:
    wanted = (
        (bool(case.handled_at), say("处置结束时间", "When handling ended")),
        (bool(case.grade), say("级别确认", "Confirmed grade")),
        (bool(case.known_by), say("获知时间确认", "Confirmed time of knowing")),
        (bool(case.impact.strip()), say("影响与危害", "Impact")),
        (bool(case.causes.strip()), say("原因", "Causes")),
        (bool(case.lessons.strip()), say("整改与经验教训", "Lessons")),
    )
    return [name for there, name in wanted if not there]


def _written(text: str, say: Say) -> Block:
    return Paragraph(text) if text.strip() else Paragraph(say("【待补充】", "[to be supplemented]"))


def _sections(held: Handling, frame: Frame) -> Iterator[Section]:
    say, case = frame.say, held.case
    yield Section(say("事件概述", "In short"), _overview(held, frame))
    yield Section(say("原因", "Causes"), (_written(case.causes, say),))
    yield Section(
        say("经过", "Course"), (_written(held.told, say), _steps(held.story, say), techniques(held.story, say))
    )
    yield Section(say("影响和危害", "Impact and harm"), (_written(case.impact, say), _measures(held, say)))
    taken = (Paragraph(case.actions),) if case.actions.strip() else ()
    yield Section(say("应对措施", "Measures taken"), (*taken, *response(held.story, say)))
    yield Section(say("报告和通报情况", "Reports and notices"), tuple(_told(held, frame)))
    yield Section(say("责任追究、整改情况和经验教训", "Accountability and lessons"), (_written(case.lessons, say),))


def _overview(held: Handling, frame: Frame) -> tuple[Block, ...]:
    say, case, one = frame.say, held.case, held.story.incident
    grade = case.grade or held.proposed
    rows = (
        (say("发生时间", "Occurred"), say.time(case.occurred_at)),
        (say("获知时间", "Known"), say.time(case.known_at)),
        (say("获知时间确认人", "Known at, confirmed by"), case.known_by or say("待确认", "Nobody yet")),
        (say("处置结束", "Handling ended"), _handled(case, say)),
        (say("类别（GB/T 20986-2023）", "Category (GB/T 20986-2023)"), held.category or say("待补充", "Missing")),
        (say("级别", "Grade"), grade.zh if say.zh else grade.en),
        (say("级别确认人", "Grade confirmed by"), case.grade_by or say("待确认", "Nobody yet")),
        (say("告警等级", "Level of the alerts"), say.level(one.level).text),
        (say("告警数 / 对象数", "Alerts / entities"), f"{len(one.members)} / {len(one.entities)}"),
    )
    blocks: tuple[Block, ...] = (Facts(rows),)
    return (*blocks, _written(case.grade_note, say)) if case.grade_note.strip() else blocks


def _steps(story: Story, say: Say) -> Table:
    """Each rule once, where it spoke first; the incident report lists every alert."""
    found: dict[str, list[Judged]] = {}
    for held in sorted(story.alerts, key=lambda one: (one.alert.time, one.alert.id)):
        found.setdefault(held.alert.rule.id, []).append(held)
    rows: list[tuple[Cell, ...]] = []
    for same in found.values():
        first, last = same[0].alert, same[-1].alert
        rows.append(
            (
                say.time(first.time),
                say.time(last.time),
                say.name(first.rule.title_zh, first.rule.title),
                say.level(first.rule.level),
                len(same),
                ", ".join(first.techniques) or "—",
            )
        )
    columns = (
        Column(say("首次", "First"), 2),
        Column(say("最近", "Last"), 2),
        Column(say("告警", "Alert"), 4),
        Column(say("级别", "Level"), 1),
        Column(say("次数", "Times"), 0.8, number=True),
        Column(say("手法", "Techniques"), 1.8),
    )
    return Table(say("过程（按首次出现）", "Steps, as each came first"), columns, tuple(rows), say("没有", "None"))


def _measures(held: Handling, say: Say) -> Table:
    rows = tuple((one,) for one in held.measures)
    empty = say("没有填报量化指标", "No figures were given")
    return Table(say("量化指标", "Figures"), (Column(say("指标", "Measure"), 1),), rows, empty)


def _told(held: Handling, frame: Frame) -> Iterator[Block]:
    say = frame.say
    duties: list[tuple[Cell, ...]] = []
    for one in held.duties:
        zh, en, tone = _CLOCKS[one.state]
        due = say.time(one.due) if one.due is not None else say("及时", "Timely")
        duties.append(
            (one.rule, one.to, one.basis, due, say.time(one.met) if one.met else "—", Mark(say(zh, en), tone))
        )
    yield Table(
        say("法定报告", "Reports the law asks for"),
        (
            Column(say("规则", "Rule"), 0.7),
            Column(say("报送", "To"), 2.6),
            Column(say("依据", "Basis"), 3),
            Column(say("截止", "Due"), 1.7),
            Column(say("报送时间", "Sent"), 1.7),
            Column(say("状态", "State"), 1.1),
        ),
        tuple(duties),
        say("没有报告义务", "None"),
    )
    doubts = [f"{one.rule}: {one.verify}" for one in held.duties if one.verify]
    if doubts:
        yield Note("；".join(doubts) if say.zh else "; ".join(doubts))
    yield Table(
        say("已登记的报送", "Reports sent"),
        (
            Column(say("规则", "Rule"), 0.7),
            Column(say("渠道", "Channel"), 2),
            Column(say("报送时间", "Sent"), 1.7),
            Column(say("登记人", "Recorded by"), 1.4),
        ),
        tuple((one.rule, one.channel, say.time(one.sent), one.recorded_by) for one in held.reports),
        say("没有登记报送", "None recorded"),
    )
    yield Table(
        say("通报", "Notices"),
        (
            Column(say("通报", "Notice"), 2.6),
            Column(say("单位", "Unit"), 1.6),
            Column(say("签收", "Signed"), 1.7),
            Column(say("状态", "Status"), 1),
            Column(say("反馈", "Answer"), 3),
        ),
        tuple(_notice(one, frame) for one in held.notices),
        say("没有下发通报", "None issued"),
    )


def _notice(one: Notice, frame: Frame) -> tuple[Cell, ...]:
    say = frame.say
    zh, en, tone = NOTICES[one.status]
    signed = say.time(one.signed) if one.signed else "—"
    return one.title, frame.unit(one.unit), signed, Mark(say(zh, en), tone), one.answer or "—"
