"""Report of one security incident (网络安全事件报告): what happened when, on what evidence, to whom, and what was done.

Evidence is named by event ids, rules and digests; the values of fields are not copied, so that nothing personal leaves with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from compliance.reports.document import Block, Cell, Column, Facts, Mark, Note, Paragraph, Report, Section, Table
from compliance.reports.frame import Frame
from compliance.reports.words import Say
from model import attack
from model.alert import Alert
from model.execution import Effect, EffectStatus, Execution, ExecutionStatus
from model.incident import Incident, IncidentStatus
from model.times import Micros

KIND = "incident"
MOST_ALERTS, MOST_ENTITIES, MOST_IDS = 1_000, 500, 3


@dataclass(frozen=True, slots=True)
class Judged:
    """verdict: what a person said of the alert, empty while nobody has."""

    alert: Alert
    status: str
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """Of the incident's history."""

    time: Micros
    actor: str
    kind: str
    status: IncidentStatus
    note: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """partial: the reader's units do not cover the whole incident. data_sets: id → name of those whose system is touched."""

    incident: Incident
    alerts: Sequence[Judged]
    history: Sequence[Step] = ()
    executions: Sequence[Execution] = ()
    effects: Sequence[Effect] = ()
    partial: bool = False
    decided_by: str = ""
    note: str = ""
    more_alerts: int = 0
    sources: Mapping[str, str] = field(default_factory=dict)


_KINDS = {
    "opened": ("建立", "Opened"),
    "grew": ("新增告警", "Grew"),
    "merged": ("合并", "Merged"),
    "split": ("拆分", "Split"),
    "closed": ("关闭", "Closed"),
    "decided": ("人工处置", "Decided by a person"),
    "reopened": ("重新打开", "Opened again"),
}
_VERDICTS = {
    "true_positive": ("属实", "True positive"),
    "benign": ("正常行为", "Benign"),
    "false_positive": ("误报", "False positive"),
    "": ("未研判", "Not judged"),
}
_RUNS: Mapping[ExecutionStatus, tuple[str, str]] = {
    ExecutionStatus.REQUESTED: ("待启动", "Requested"),
    ExecutionStatus.RUNNING: ("执行中", "Running"),
    ExecutionStatus.WAITING: ("等待人工", "Waiting for a person"),
    ExecutionStatus.SUCCEEDED: ("成功", "Succeeded"),
    ExecutionStatus.FAILED: ("失败", "Failed"),
    ExecutionStatus.CANCELLED: ("已取消", "Cancelled"),
}
_EFFECTS: Mapping[EffectStatus, tuple[str, str]] = {
    EffectStatus.INTENDED: ("将执行", "Intended"),
    EffectStatus.DONE: ("已生效", "In effect"),
    EffectStatus.FAILED: ("失败", "Failed"),
    EffectStatus.UNCERTAIN: ("不确定", "Uncertain"),
    EffectStatus.UNDONE: ("已解除", "Taken back"),
}


def build(story: Story, frame: Frame) -> Report:
    say, one = frame.say, story.incident
    return frame.report(
        KIND,
        one.id,
        say("网络安全事件报告", "Security incident report"),
        say.name(one.title_zh, one.title),
        (
            (say("事件编号", "Incident"), one.id),
            (say("级别", "Level"), say.level(one.level).text),
            (say("状态", "Status"), _status(one.status, say)),
            (say("涉及单位", "Units"), "、".join(frame.unit(unit) for unit in one.units) or "—"),
            (
                say("首次 / 最近活动", "First / last activity"),
                f"{say.time(one.first_event)} / {say.time(one.last_event)}",
            ),
        ),
        _sections(story, frame),
    )


def _sections(story: Story, frame: Frame) -> Iterator[Section]:
    say = frame.say
    yield Section(say("概述", "Summary"), _summary(story, say))
    yield Section(say("时间线", "Timeline"), (_timeline(story, say),))
    yield Section(say("攻击手法", "Techniques"), (techniques(story, say),))
    yield Section(say("涉及对象", "Entities"), (_entities(story, say),))
    yield Section(say("证据", "Evidence"), (_evidence(story, say),))
    yield Section(say("处置措施", "Response"), response(story, say))
    yield Section(say("事件经过记录", "History"), (_history(story, say),))


def _summary(story: Story, say: Say) -> tuple[Block, ...]:
    one = story.incident
    judged = sum(bool(held.verdict) for held in story.alerts)
    hours = (one.last_event - one.first_event) / 3.6e9
    text = say(
        f"本事件由 {len(one.members)} 条告警构成，涉及 {len(one.entities)} 个对象，历时 {hours:.1f} 小时；"
        f"已研判 {judged} 条。风险评分 {one.score:.1f}。",
        f"{len(one.members)} alerts about {len(one.entities)} entities within {hours:.1f} hours; {judged} judged by people. "
        f"Risk score {one.score:.1f}.",
    )
    blocks: list[Block] = [Paragraph(text)]
    if story.note or story.decided_by:
        blocks.append(
            Facts(
                ((say("处置人", "Decided by"), story.decided_by or "—"), (say("处置意见", "Note"), story.note or "—"))
            )
        )
    if story.partial:
        blocks.append(
            Paragraph(
                say(
                    "本报告只含导出人所辖单位可见的部分。",
                    "Only what the exporting person's units may see is contained.",
                )
            )
        )
    grade = one.level.provisional_grade
    blocks.append(
        Note(
            say(
                f"按级别推算的事件等级建议为 {grade.value} 级；正式等级须依据系统重要性、损失和社会危害由人员判定"
                "（GB/T 20986-2023）。",
                f"Proposed grade by level: {grade.value}. People decide by importance, loss and harm (GB/T 20986-2023).",
            )
        )
    )
    return tuple(blocks)


def _timeline(story: Story, say: Say) -> Table:
    columns = (
        Column(say("时间", "Time"), 2.2),
        Column(say("告警", "Alert"), 3.6),
        Column(say("级别", "Level"), 0.9),
        Column(say("对象", "About"), 3.4),
        Column(say("手法", "Techniques"), 1.4),
        Column(say("研判", "Verdict"), 1.2),
    )
    rows: list[tuple[Cell, ...]] = []
    for held in sorted(story.alerts, key=lambda one: (one.alert.time, one.alert.id))[:MOST_ALERTS]:
        alert = held.alert
        about = ", ".join(f"{entity.value}" for entity in alert.entities[:4])
        verdict = Mark(say(*_VERDICTS[held.verdict]), "bad" if held.verdict == "true_positive" else "mute")
        rows.append(
            (
                say.time(alert.time),
                say.name(alert.rule.title_zh, alert.rule.title),
                say.level(alert.rule.level),
                about or "—",
                ", ".join(alert.techniques) or "—",
                verdict,
            )
        )
    shown = say(f"告警时间线（另有 {story.more_alerts} 条未列出）", f"Alerts ({story.more_alerts} more)")
    title = shown if story.more_alerts else say("告警时间线", "Alerts in order of time")
    return Table(title, columns, tuple(rows), say("没有可见告警", "No alert can be shown"))


def techniques(story: Story, say: Say) -> Table:
    columns = (
        Column(say("编号", "Technique"), 1.2),
        Column(say("名称", "Name"), 4),
        Column(say("告警数", "Alerts"), 1, number=True),
    )
    rows: list[tuple[Cell, ...]] = []
    for number in story.incident.techniques:
        found = attack.technique(number)
        name = say.name(getattr(found, "name_zh", ""), found.name) if found else "—"
        rows.append((number, name, sum(number in held.alert.techniques for held in story.alerts)))
    return Table(f"MITRE ATT&CK {attack.version()}", columns, tuple(rows), say("没有", "None"))


def _entities(story: Story, say: Say) -> Table:
    columns = (
        Column(say("类型", "Kind"), 1),
        Column(say("对象", "Entity"), 5),
        Column(say("角色", "Role"), 1),
    )
    rows = tuple(
        (
            one.kind.zh if say.zh else one.kind.value.replace("_", " "),
            one.value,
            one.role.zh if say.zh else one.role.value,
        )
        for one in story.incident.entities[:MOST_ENTITIES]
    )
    return Table(say("对象清单", "Entities"), columns, rows, say("没有", "None"))


def _evidence(story: Story, say: Say) -> Table:
    columns = (
        Column(say("告警", "Alert"), 3),
        Column(say("规则", "Rule"), 2.6),
        Column(say("数据源", "Source"), 1.4),
        Column(say("事件数", "Events"), 0.8, number=True),
        Column(say("事件编号（前三）", "Event ids (first three)"), 4),
    )
    rows = tuple(
        (
            held.alert.id,
            held.alert.rule.id,
            held.alert.source or "—",
            len(held.alert.event_ids),
            ", ".join(held.alert.event_ids[:MOST_IDS]),
        )
        for held in sorted(story.alerts, key=lambda one: (one.alert.time, one.alert.id))[:MOST_ALERTS]
    )
    return Table(say("告警与事件日志", "Alerts and the events they rest on"), columns, rows, say("没有", "None"))


def response(story: Story, say: Say) -> tuple[Block, ...]:
    names = {one.id: say.name(one.name_zh, one.name) for one in story.executions}
    runs = tuple(
        (
            say.time(one.created),
            names[one.id],
            say(*_RUNS[one.status]),
            one.requested_by,
            one.stuck or one.reason or "—",
        )
        for one in sorted(story.executions, key=lambda one: one.created)
    )
    effects = tuple(
        (
            say.time(one.created),
            say.name(one.text_zh, one.text),
            Mark(say(*_EFFECTS[one.status]), "good" if one.status is EffectStatus.DONE else "mute"),
            say.time(one.until) if one.until else "—",
        )
        for one in sorted(story.effects, key=lambda one: one.created)
    )
    return (
        Table(
            say("剧本执行", "Playbooks"),
            (
                Column(say("时间", "Time"), 2),
                Column(say("剧本", "Playbook"), 3),
                Column(say("状态", "Status"), 1.2),
                Column(say("发起人", "By"), 1.6),
                Column(say("说明", "Because"), 3),
            ),
            runs,
            say("没有执行剧本", "No playbook was run"),
        ),
        Table(
            say("处置动作", "Effects"),
            (
                Column(say("时间", "Time"), 2),
                Column(say("动作", "What"), 5),
                Column(say("状态", "Status"), 1.2),
                Column(say("有效至", "Until"), 2),
            ),
            effects,
            say("没有处置动作", "Nothing was changed"),
        ),
    )


def _history(story: Story, say: Say) -> Table:
    columns = (
        Column(say("时间", "Time"), 2),
        Column(say("操作人", "By"), 1.6),
        Column(say("经过", "What"), 1.4),
        Column(say("状态", "Status"), 1.2),
        Column(say("说明", "Note"), 4),
    )
    rows = tuple(
        (
            say.time(one.time),
            one.actor,
            say(*_KINDS.get(one.kind, (one.kind, one.kind))),
            _status(one.status, say),
            one.note or "—",
        )
        for one in story.history[:MOST_ALERTS]
    )
    return Table(say("状态变化", "Changes"), columns, rows, say("没有", "None"))


def _status(status: IncidentStatus, say: Say) -> str:
    return status.zh if say.zh else status.value.replace("_", " ")
