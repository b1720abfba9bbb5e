"""The file of a project's three synchronizations (三同步项目档案): gates, papers and their days, exceptions, promises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from compliance.catalog import doubt_of
from compliance.mlps.posture import Posture
from compliance.reports.assessment import level
from compliance.reports.document import (
    Bar,
    Block,
    Cell,
    Column,
    Facts,
    Figure,
    Mark,
    Paragraph,
    Report,
    Section,
    Table,
)
from compliance.reports.frame import Frame, unconfirmed
from compliance.reports.words import Say
from compliance.three_sync.gates import Board, GateStanding, Standing, artefacts, needs
from model.compliance import GateException

KIND = "three-sync"
_STATES: Mapping[str, tuple[str, str]] = {
    "none": ("没有数据", "no data"),
    "ok": ("在线", "online"),
    "recorded": ("回放数据", "replayed"),
    "dropping": ("有丢弃", "drops records"),
    "paused": ("已暂停", "paused"),
    "silent": ("静默", "silent"),
    "failed": ("故障", "failed"),
    "gone": ("已移除", "removed"),
}
_FAULTS: Mapping[str, tuple[str, str]] = {
    "missing": ("缺少", "Missing"),
    "before_project": ("日期早于立项", "Dated before the project"),
    "before_its_ground": ("日期早于其依据", "Dated before what it rests on"),
    "after_its_gate": ("日期晚于所属关口", "Dated after its gate"),
    "registered_late": ("登记明显晚于落款日期", "Registered long after its day"),
    "in_the_future": ("日期在将来", "Dated in the future"),
    "expired": ("已失效", "Expired"),
    "no_digest": ("没有摘要值", "Without digest"),
}
_SYNC = {
    "plan": ("同步规划", "Plan"),
    "build": ("同步建设", "Build"),
    "use": ("同步使用", "Use"),
}


def build(one: Posture, board: Board, exceptions: Sequence[GateException], frame: Frame) -> Report:
    say, project = frame.say, one.record.project
    return frame.report(
        KIND,
        one.system.id,
        say("三同步项目档案", "Three synchronizations: project file"),
        frame.system(one.system),
        (
            (say("系统编号", "System"), one.system.id),
            (say("项目名称", "Project"), say.day(project.name)),
            (say("责任单位", "Unit"), frame.unit(one.system.unit)),
            (say("保护等级", "Level"), level(say, one)),
            (say("当前关口", "Current gate"), board.current or say("全部通过", "All passed")),
        ),
        _sections(one, board, exceptions, frame),
    )


def _sections(one: Posture, board: Board, exceptions: Sequence[GateException], frame: Frame) -> Iterator[Section]:
    say = frame.say
    yield Section(say("结论", "Conclusion"), _conclusion(one, board, say))
    yield Section(say("关口与材料", "Gates and papers"), (_figure(board, say),))
    for gate in board.gates:
        yield Section(f"{gate.gate.id} {say(gate.gate.zh, gate.gate.en)}", _gate(gate, frame), 2)
    yield Section(say("已采购安全措施的兑现情况", "Security controls bought"), (_promises(board, say),))
    yield Section(say("例外", "Exceptions"), (_exceptions(exceptions, say),))


def _conclusion(one: Posture, board: Board, say: Say) -> tuple[Block, ...]:
    project = one.record.project
    wanted = {need.id: say(need.zh, need.en) for need in needs()}
    missing = [wanted.get(code, code) for code in board.go_live]
    broken = sum(not promise.kept for promise in board.promises)
    share = (
        f"{100 * project.security_budget / project.budget:.1f}%" if project.budget else say("未登记", "not recorded")
    )
    text = (
        say(f"尚不具备上线条件，缺少：{'、'.join(missing)}。", f"Not ready to go live; missing: {', '.join(missing)}.")
        if missing
        else say("上线所需材料和接入均已具备。", "Everything needed for going live is there.")
    )
    return (
        Paragraph(text),
        Facts(
            (
                (say("立项日期", "Started"), say.day(project.started)),
                (
                    say("项目预算 / 安全预算（元）", "Budget / for security (CNY)"),
                    f"{project.budget:,} / {project.security_budget:,}",
                ),
                (say("安全预算占比", "Share of security"), share),
                (say("已采购未上线的安全措施", "Controls bought and not online"), str(broken)),
            )
        ),
        unconfirmed(say, doubt_of("gates.yml")),
    )


def _figure(board: Board, say: Say) -> Figure:
    series = (
        Mark(say("齐备", "In order"), "good"),
        Mark(say("按例外放行", "By exception"), "warn"),
        Mark(say("缺少或存疑", "Missing or doubtful"), "bad"),
    )
    bars = []
    for gate in board.gates:
        fine = sum(one.fault is None for one in gate.artefacts)
        excepted = sum(one.fault is not None and bool(one.excepted) for one in gate.artefacts)
        label = f"{gate.gate.id} {say(gate.gate.zh, gate.gate.en)}"
        bars.append(Bar(label, (fine, excepted, len(gate.artefacts) - fine - excepted)))
    return Figure(say("各关口材料（份）", "Papers by gate"), series, tuple(bars))


def _gate(gate: GateStanding, frame: Frame) -> tuple[Block, ...]:
    say = frame.say
    passed = f"{gate.passed.day} {gate.passed.person}" if gate.passed else say("未通过", "Not passed")
    columns = (
        Column(say("材料", "Paper"), 2.4),
        Column(say("登记名称", "Registered as"), 2.4),
        Column(say("日期", "Dated"), 1.3),
        Column(say("状态", "State"), 1.8),
        Column("SM3", 3.6),
    )
    rows = tuple(_paper(one, say) for one in gate.artefacts)
    empty = say("本关口没有要求的材料", "This gate asks for no papers")
    return (
        Facts(((say("环节", "Part"), say(*_SYNC[gate.gate.sync])), (say("通过", "Passed"), passed))),
        Table(say("材料", "Papers"), columns, rows, empty),
    )


def _paper(one: Standing, say: Say) -> tuple[Cell, ...]:
    paper = one.document
    fault = say(*_FAULTS[one.fault]) if one.fault else ""
    state = (
        Mark(say("齐备", "In order"), "good")
        if not fault
        else Mark(say(f"按例外放行：{fault}", f"By exception: {fault}"), "warn")
        if one.excepted
        else Mark(fault, "bad")
    )
    name = say(one.artefact.zh, one.artefact.en)
    return name, paper.title if paper else "—", paper.dated if paper else "—", state, paper.sm3 if paper else "—"


def _promises(board: Board, say: Say) -> Table:
    columns = (
        Column(say("安全措施", "Control"), 3),
        Column(say("数据源", "Source"), 2),
        Column(say("交付日期", "Delivered"), 1.4),
        Column(say("状态", "State"), 2),
    )
    rows = tuple(
        (
            one.name,
            one.source or "—",
            one.delivered or "—",
            Mark(say("在线", "Online"), "good")
            if one.kept
            else Mark(say(f"未兑现：{_state(one.state)[0]}", f"Not kept: {_state(one.state)[1]}"), "bad"),
        )
        for one in board.promises
    )
    return Table(say("以遥测证明", "Proven by telemetry"), columns, rows, say("没有登记", "None registered"))


def _exceptions(exceptions: Sequence[GateException], say: Say) -> Table:
    columns = (
        Column(say("材料", "Paper"), 2),
        Column(say("理由", "Reason"), 4),
        Column(say("批准人", "Approved by"), 1.5),
        Column(say("有效至", "Until"), 1.3),
    )
    rows = tuple((_name(one.artefact, say), one.reason, one.approver, one.until) for one in exceptions)
    return Table(say("经批准的例外", "Approved exceptions"), columns, rows, say("没有", "None"))


def _name(artefact: str, say: Say) -> str:
    found = artefacts().get(artefact)
    return say(found.zh, found.en) if found is not None else artefact


def _state(name: str) -> tuple[str, str]:
    return _STATES.get(name, (name, name))
