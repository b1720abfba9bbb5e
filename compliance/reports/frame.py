"""What the reports share: who made it when for whom, and the parts several of them have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from compliance.catalog import Doubt, catalog, doubt_of
from compliance.mlps.posture import ItemPosture, Posture
from compliance.reports.document import Bar, Cell, Column, Figure, Mark, Note, Proof, Report, Section, Table
from compliance.reports.words import Say, labels
from model.compliance import Task, TaskState
from model.estate import System
from model.proof import Verdict
from model.times import Micros, day_of

ORDER = (Verdict.MET, Verdict.PARTLY_MET, Verdict.NOT_MET, Verdict.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Frame:
    """units: id → (zh, en). author: who asked for the report."""

    say: Say
    made: Micros
    proof: Proof
    author: str
    units: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def unit(self, unit_id: str) -> str:
        zh, en = self.units.get(unit_id, (unit_id, unit_id))
        return self.say.name(zh, en)

    def system(self, system: System) -> str:
        return self.say.name(system.name_zh, system.name) or system.id

    @property
    def today(self) -> str:
        return day_of(self.made)

    def report(
        self,
        kind: str,
        subject: str,
        title: str,
        subtitle: str,
        cover: Iterable[tuple[str, str]],
        sections: Iterable[Section],
    ) -> Report:
        say = self.say
        return Report(
            kind=kind,
            subject=subject,
            language=say.language,
            title=title,
            subtitle=subtitle,
            cover=(*cover, (say("导出人", "Exported by"), self.author)),
            sections=tuple(sections),
            proof=self.proof,
            made=self.made,
            moment=say.moment(self.made),
            labels=labels(say),
        )


def scoring_note(say: Say) -> Note:
    return Note(
        say(
            "2021 版计分公式与 2025 版符合率口径依据公开资料整理，权重为平台建议值；90/60 界限、符合率算法可在设置中调整，"
            "正式结论以测评机构报告为准。结果未知的项按未满足计入。",
            "Formula of 2021 and rate of 2025 follow public sources, weights are proposals of the platform; the limits 90 and 60 and "
            "the way of counting are settings. The assessor's report decides. Items whose result is unknown count as not met.",
        )
    )


def unconfirmed(say: Say, doubt: Doubt) -> Note:
    return Note(say(doubt.zh, doubt.en))


def legend(say: Say) -> tuple[Mark, ...]:
    return tuple(say.verdict(one) for one in ORDER)


def counted(items: Iterable[ItemPosture]) -> dict[Verdict, int]:
    out = dict.fromkeys(Verdict, 0)
    for item in items:
        out[item.verdict] += 1
    return out


def bar(label: str, figures: Mapping[Verdict, int]) -> Bar:
    return Bar(label, tuple(figures[one] for one in ORDER))


def by_category(say: Say, postures: Sequence[Posture], title: str) -> Figure:
    sums: dict[str, dict[Verdict, int]] = {}
    for one in postures:
        for code, figures in one.by_category().items():
            held = sums.setdefault(code, dict.fromkeys(Verdict, 0))
            for verdict, number in figures.items():
                held[verdict] += number
    names = [(one.code, say(one.zh, one.en)) for one in catalog().categories]
    return Figure(title, legend(say), tuple(bar(name, sums[code]) for code, name in names if code in sums))


def triggers(say: Say, codes: Sequence[str], title: str, empty: str) -> tuple[Table | Note, ...]:
    rows: list[tuple[Cell, ...]] = []
    for code in codes:
        one = catalog().triggers[code]
        rows.append((Mark(code, "bad"), say(one.zh, one.en)))
    columns = (Column(say("编号", "Code"), 1), Column(say("重大风险隐患", "Major risk"), 6))
    table = Table(title, columns, tuple(rows), empty)
    return (table, unconfirmed(say, doubt_of("major-risk-triggers.yml"))) if rows else (table,)


_STATES = {
    TaskState.OPEN: ("整改中", "Open"),
    TaskState.DONE: ("已完成，待验收", "Done, to be accepted"),
    TaskState.ACCEPTED: ("已验收", "Accepted"),
    TaskState.DROPPED: ("已撤销", "Dropped"),
}


def task_state(say: Say, task: Task, today: str) -> Mark:
    if task.state is TaskState.OPEN and task.due and task.due < today:
        return Mark(say("已逾期", "Overdue"), "bad")
    tones: Mapping[TaskState, Mark] = {
        TaskState.OPEN: Mark("", "warn"),
        TaskState.DONE: Mark("", "good"),
        TaskState.ACCEPTED: Mark("", "good"),
        TaskState.DROPPED: Mark("", "mute"),
    }
    return Mark(say(*_STATES[task.state]), tones[task.state].tone)


def tasks_table(say: Say, tasks: Iterable[Task], today: str, names: Mapping[str, str] | None = None) -> Table:
    """names: of systems, when the table is about several."""
    columns = [
        Column(say("整改任务", "Task"), 4),
        Column(say("控制项", "Items"), 2.4),
        Column(say("责任人", "Owner"), 1.5),
        Column(say("期限", "Due"), 1.5),
        Column(say("状态", "State"), 1.4),
        Column(say("佐证材料", "Proof"), 1.8),
    ]
    rows: list[tuple[Cell, ...]] = []
    for one in sorted(tasks, key=lambda task: (task.state is not TaskState.OPEN, task.due, task.id)):
        cells: tuple[Cell, ...] = (
            one.title,
            ", ".join(one.items),
            one.owner,
            one.due,
            task_state(say, one, today),
            one.proof or "—",
        )
        rows.append((names.get(one.system, one.system), *cells) if names is not None else cells)
    if names is not None:
        columns.insert(0, Column(say("系统", "System"), 2))
    return Table(
        say("整改计划", "Rectification plan"), tuple(columns), tuple(rows), say("没有整改任务", "There are no tasks")
    )
