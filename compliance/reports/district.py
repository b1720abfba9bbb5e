"""Posture of a district or of the units a person may see (全区合规态势报告), and its rectification tracker (整改跟踪表)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from compliance.catalog import catalog
from compliance.mlps.posture import Posture, Said
from compliance.reports.assessment import level
from compliance.reports.document import Bar, Cell, Column, Figure, Mark, Paragraph, Report, Section, Table
from compliance.reports.frame import Frame, bar, by_category, counted, legend, scoring_note, tasks_table
from compliance.reports.words import Say
from compliance.three_sync.gates import Board
from model.compliance import Task, TaskState
from model.proof import Verdict

KIND, TRACKER = "district-posture", "rectification"
MOST_ITEMS = 40


def build(postures: Mapping[str, Posture], boards: Mapping[str, Board], scope: str, frame: Frame) -> Report:
    """scope: the unit whose systems these are."""
    say = frame.say
    held = list(postures.values())
    return frame.report(
        KIND,
        scope,
        say("网络安全合规态势报告", "Compliance posture"),
        frame.unit(scope),
        (
            (say("范围", "Scope"), frame.unit(scope)),
            (say("系统数", "Systems"), str(len(held))),
            (say("数据截至", "As of"), say.moment(max((one.at for one in held), default=frame.made))),
        ),
        _sections(held, boards, frame),
    )


def _sections(held: Sequence[Posture], boards: Mapping[str, Board], frame: Frame) -> Iterator[Section]:
    say = frame.say
    major = [one for one in held if one.conclusions["template_2025"].major]
    codes = Counter(one.conclusions["template_2025"].code for one in held)
    automatic = sum(one.automatic for one in held)
    text = say(
        f"共 {len(held)} 个系统：符合 {codes['conformant']} 个，基本符合 {codes['basic']} 个，不符合 {codes['not_conformant']} 个；"
        f"{len(major)} 个系统存在重大风险隐患；{automatic} 项次由平台自动判定。",
        f"{len(held)} systems: {codes['conformant']} conformant, {codes['basic']} basically, {codes['not_conformant']} not; "
        f"{len(major)} with major risks; {automatic} results come from telemetry or registers.",
    )
    figure = by_category(say, held, say("各类控制项结果（项次）", "Results by category"))
    yield Section(say("总体情况", "Overview"), (Paragraph(text), figure, scoring_note(say)))
    yield Section(say("各单位情况", "Units"), (_units(held, frame),))
    yield Section(say("各系统情况", "Systems"), (_systems(held, boards, frame),))
    yield Section(say("共性问题", "Frequent findings"), (_frequent(held, say),))
    yield Section(say("法定义务", "Duties by law"), (_duties(held, frame),))
    yield Section(say("三同步", "Three synchronizations"), (_gates(held, boards, frame),))


def _units(held: Sequence[Posture], frame: Frame) -> Figure:
    sums: dict[str, dict[Verdict, int]] = {}
    for one in held:
        into = sums.setdefault(one.system.unit, dict.fromkeys(Verdict, 0))
        for verdict, number in counted(one.items).items():
            into[verdict] += number
    bars = tuple(bar(frame.unit(unit), figures) for unit, figures in sorted(sums.items()))
    return Figure(frame.say("按责任单位（项次）", "By unit"), legend(frame.say), bars)


def _systems(held: Sequence[Posture], boards: Mapping[str, Board], frame: Frame) -> Table:
    say = frame.say
    columns = (
        Column(say("系统", "System"), 3),
        Column(say("责任单位", "Unit"), 2.4),
        Column(say("等级", "Level"), 2),
        Column(say("符合率 %", "Rate %"), 1.2, number=True),
        Column(say("结论", "Conclusion"), 1.6),
        Column(say("2021 版得分", "Score 2021"), 1.2, number=True),
        Column(say("不符合", "Not met"), 1.2, number=True),
        Column(say("未知", "Unknown"), 1.4, number=True),
        Column(say("重大隐患", "Major"), 1.2, number=True),
        Column(say("三同步关口", "Gate"), 1),
    )
    rows: list[tuple[Cell, ...]] = []
    tones = {"conformant": "good", "basic": "warn"}
    for one in sorted(held, key=lambda posture: (posture.conclusions["template_2025"].value, posture.system.id)):
        new, old = one.conclusions["template_2025"], one.conclusions["template_2021"]
        board = boards.get(one.system.id)
        rows.append(
            (
                frame.system(one.system),
                frame.unit(one.system.unit),
                level(say, one, short=True),
                new.value,
                Mark(say(new.zh, new.en), tones.get(new.code, "bad")),  # type: ignore[arg-type]
                old.value,
                new.not_met,
                new.unknown,
                len(new.major),
                board.current if board and board.current else "—",
            )
        )
    return Table(
        say("各系统（符合率由低到高）", "Systems, lowest rate first"),
        columns,
        tuple(rows),
        say("没有系统", "No systems"),
    )


def _frequent(held: Sequence[Posture], say: Say) -> Table:
    found: Counter[str] = Counter()
    for one in held:
        found.update(item.id for item in one.items if item.verdict is Verdict.NOT_MET)
    columns = (
        Column(say("编号", "Item"), 1.6),
        Column(say("要求（平台释义）", "Requirement (our wording)"), 5),
        Column(say("不符合系统数", "Systems not meeting it"), 1.2, number=True),
    )
    rows: list[tuple[Cell, ...]] = []
    for item_id, number in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_ITEMS]:
        item = catalog().places[item_id].item
        rows.append((item_id, say(item.zh, item.en), number))
    title = say(f"不符合最多的控制项（前 {MOST_ITEMS}）", f"Items most often not met (first {MOST_ITEMS})")
    return Table(title, columns, tuple(rows), say("没有", "None"))


def _duties(held: Sequence[Posture], frame: Frame) -> Table:
    say = frame.say
    columns = (
        Column(say("系统", "System"), 3),
        Column(say("事项", "Duty"), 3),
        Column(say("依据", "Basis"), 3),
        Column(say("期限", "Due"), 1.3),
        Column(say("状态", "State"), 1.2),
    )
    words = {"overdue": Mark(say("已逾期", "Overdue"), "bad"), "soon": Mark(say("即将到期", "Due soon"), "warn")}
    rows = tuple(
        (
            frame.system(one.system),
            say(duty.deadline.zh, duty.deadline.en),
            say(duty.deadline.basis, duty.deadline.basis_en),
            duty.due or "—",
            words[duty.state],
        )
        for one in held
        for duty in one.obligations
        if duty.state in words
    )
    return Table(say("已逾期和即将到期", "Overdue and due soon"), columns, rows, say("没有", "None"))


def _gates(held: Sequence[Posture], boards: Mapping[str, Board], frame: Frame) -> Table:
    say = frame.say
    columns = (
        Column(say("系统", "System"), 3),
        Column(say("当前关口", "Gate"), 1),
        Column(say("上线缺少", "Missing for going live"), 1.2, number=True),
        Column(say("未兑现的安全措施", "Controls bought and not online"), 4),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in held:
        board = boards.get(one.system.id)
        if board is None or not (board.current or board.promises):
            continue
        broken = [promise.name for promise in board.promises if not promise.kept]
        shown: Cell = Mark("、".join(broken), "bad") if broken else "—"
        rows.append((frame.system(one.system), board.current or "—", len(board.go_live), shown))
    return Table(say("项目关口与承诺", "Gates and promises"), columns, tuple(rows), say("没有", "None"))


def tracker(postures: Mapping[str, Posture], said: Mapping[str, Said], scope: str, frame: Frame) -> Report:
    """Every task of these systems, and what nobody has taken on yet."""
    say = frame.say
    tasks = [task for name in postures for task in said[name].tasks]
    overdue = sum(_late(task, frame.today) for task in tasks)
    names = {name: frame.system(one.system) for name, one in postures.items()}
    return frame.report(
        TRACKER,
        scope,
        say("网络安全整改跟踪表", "Rectification tracker"),
        names[scope] if scope in names else frame.unit(scope),
        (
            (say("系统数", "Systems"), str(len(postures))),
            (say("整改任务", "Tasks"), str(len(tasks))),
            (say("已逾期", "Overdue"), str(overdue)),
        ),
        (
            Section(say("进展", "Progress"), (_progress(postures, said, frame),)),
            Section(say("整改计划", "Plan"), (tasks_table(say, tasks, frame.today, names),)),
            Section(say("尚未列入计划的问题", "Findings without a task"), (_without(postures, frame),)),
        ),
    )


def _late(task: Task, today: str) -> bool:
    return task.state is TaskState.OPEN and bool(task.due) and task.due < today


def _progress(postures: Mapping[str, Posture], said: Mapping[str, Said], frame: Frame) -> Figure:
    say = frame.say
    series = (
        Mark(say("已完成或已验收", "Done or accepted"), "good"),
        Mark(say("整改中", "Open"), "warn"),
        Mark(say("已逾期", "Overdue"), "bad"),
    )
    bars = []
    for name, one in postures.items():
        tasks = [task for task in said[name].tasks if task.state is not TaskState.DROPPED]
        late = sum(_late(task, frame.today) for task in tasks)
        unfinished = sum(task.state is TaskState.OPEN for task in tasks)
        if tasks:
            values = (len(tasks) - unfinished, unfinished - late, late)
            bars.append(Bar(frame.system(one.system), values))
    return Figure(say("各系统整改任务", "Tasks by system"), series, tuple(bars))


def _without(postures: Mapping[str, Posture], frame: Frame) -> Table:
    say = frame.say
    columns = (
        Column(say("系统", "System"), 2.4),
        Column(say("编号", "Item"), 1.8),
        Column(say("要求（平台释义）", "Requirement (our wording)"), 5),
        Column(say("结果", "Result"), 1.2),
        Column(say("风险", "Risk"), 0.8),
    )
    risks = {
        "high": Mark(say("高", "High"), "bad"),
        "medium": Mark(say("中", "Medium"), "warn"),
        "low": Mark(say("低", "Low"), "mute"),
    }
    order = ("high", "medium", "low")
    rows = tuple(
        (
            frame.system(one.system),
            item.id,
            say(item.place.item.zh, item.place.item.en),
            say.verdict(item.verdict),
            risks[item.risk],
        )
        for one in postures.values()
        for item in sorted(one.items, key=lambda held: (order.index(held.risk), held.id))
        if item.verdict is Verdict.NOT_MET and not item.task
    )
    return Table(say("不符合且没有整改任务", "Not met and without a task"), columns, rows, say("没有", "None"))
