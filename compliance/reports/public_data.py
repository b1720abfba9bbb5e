"""Public data of one data set: the audit of its life cycle (数据全生命周期审计报告) and its security assessment
(数据安全评估报告)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compliance.mlps.reasons import reason
from compliance.public_data.assessment import Assessment, DataRisk, method
from compliance.public_data.lineage import BAD, Arrow, Lineage, Link, Standing
from compliance.public_data.phases import finding_named, life_cycle
from compliance.public_data.standing import ControlStanding, DataStanding, PhaseStanding
from compliance.reports.document import (
    Bar,
    Block,
    Cell,
    Column,
    Facts,
    Figure,
    Mark,
    Note,
    Paragraph,
    Report,
    Section,
    Table,
    Tone,
)
from compliance.reports.frame import ORDER, Frame, unconfirmed
from compliance.reports.words import Say
from model.data_approvals import DataRequest, RequestState
from model.proof import Verdict
from model.public_data import DataAction

LIFE = "data-lifecycle"
ASSESSMENT = "data-assessment"
MOST_EDGES = 200
_STANDINGS: dict[Standing, tuple[str, str, Tone]] = {
    Standing.APPROVED: ("已批准", "Approved", "good"),
    Standing.KEEPER: ("保管账号", "Keeper", "mute"),
    Standing.ENDED: ("批准已失效", "Approval ended", "bad"),
    Standing.UNAPPROVED: ("未批准", "Not approved", "bad"),
    Standing.REGISTERED: ("台账登记", "Registered", "mute"),
}
_STATES: dict[RequestState, Tone] = {
    RequestState.REQUESTED: "warn",
    RequestState.APPROVED: "good",
    RequestState.REFUSED: "mute",
    RequestState.REVOKED: "bad",
    RequestState.EXPIRED: "mute",
}
_TONES: dict[str, Tone] = {"slight": "good", "low": "good", "medium": "warn", "high": "bad", "major": "bad"}
_DOMAINS = {one.id: one for one in method().domains}
_FACTORS = {
    "class": ("分级", "Class"),
    "personal": ("含个人信息", "Personal information"),
    "records": ("记录数", "Records"),
    "exposed": ("所在系统面向互联网", "Its system faces the Internet"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """lineage: of the period the report names. cut: there were more events than it is made of."""

    standing: DataStanding
    assessment: Assessment
    lineage: Lineage
    days: int
    cut: bool = False


def life_cycle_audit(told: Told, frame: Frame) -> Report:
    say = frame.say
    title = say("数据全生命周期审计报告", "Data life-cycle audit")
    return _report(LIFE, title, told, frame, _audit(told, frame))


def security_assessment(told: Told, frame: Frame) -> Report:
    say = frame.say
    title = say("数据安全评估报告", "Data security assessment")
    return _report(ASSESSMENT, title, told, frame, _assessed(told, frame))


def _report(kind: str, title: str, told: Told, frame: Frame, sections: Iterator[Section]) -> Report:
    say, data = frame.say, told.standing.data.data_set
    level = method().level(told.assessment.level)
    return frame.report(
        kind,
        data.id,
        title,
        say.name(data.name_zh, data.name) or data.id,
        (
            (say("数据集编号", "Data set"), data.id),
            (say("责任单位", "Unit"), frame.unit(data.unit)),
            (say("分级", "Class"), say(data.data_class.zh, data.data_class.value)),
            (say("风险等级", "Level of risk"), say(level.zh, level.en)),
            (say("数据截至", "As of"), say.moment(told.standing.at)),
        ),
        sections,
    )


def _audit(told: Told, frame: Frame) -> Iterator[Section]:
    say, held = frame.say, told.standing
    yield Section(say("概况", "Overview"), (*_summary(told, frame), unconfirmed(say, life_cycle().verify)))
    yield Section(say("十个阶段", "Ten phases"), (_figure(held, say), _phases(held, say)))
    for phase in held.phases:
        if phase.verdict is not Verdict.NOT_APPLICABLE:
            yield Section(say(phase.phase.id.zh, phase.phase.en), (_controls(phase, held, say),), 2)
    yield Section(say("检测发现", "What detectors found"), (_findings(held, say),))
    yield Section(say("流转", "Lineage"), tuple(_lineage(told, say)))
    yield Section(say("审批", "Approvals"), (_approvals(held, frame),))
    yield Section(say("销毁", "Destruction"), (_proofs(held, say),))


def _summary(told: Told, frame: Frame) -> tuple[Block, ...]:
    say, held, lineage = frame.say, told.standing, told.lineage
    data, entry, counted = held.data.data_set, held.data.entry, held.counted()
    alerts = sum(one.count for one in held.data.findings.values())
    text = say(
        f"适用控制项 {sum(counted.values()) - counted[Verdict.NOT_APPLICABLE]} 项：符合 {counted[Verdict.MET]}，"
        f"部分符合 {counted[Verdict.PARTLY_MET]}，不符合 {counted[Verdict.NOT_MET]}，尚未证明 {counted[Verdict.UNKNOWN]}。"
        f"近 {told.days} 天访问 {lineage.events} 次，其中 {lineage.unapproved} 次没有有效批准；检测告警 {alerts} 条。",
        f"{sum(counted.values()) - counted[Verdict.NOT_APPLICABLE]} controls apply: {counted[Verdict.MET]} met, "
        f"{counted[Verdict.PARTLY_MET]} in part, {counted[Verdict.NOT_MET]} not met, {counted[Verdict.UNKNOWN]} without an "
        f"answer. {lineage.events} accesses within {told.days} days, {lineage.unapproved} of them without a valid approval; "
        f"{alerts} alerts of detectors.",
    )
    none = say("未登记", "not recorded")
    return (
        Paragraph(text),
        Facts(
            (
                (say("所在系统", "System"), data.system or none),
                (say("个人信息", "Personal information"), say(*(("含", "yes") if data.personal_information else ("不含", "no")))),
                (say("记录数", "Records"), f"{data.records:,}"),
                (say("存放位置", "Places"), "; ".join(one.name for one in entry.places) or none),
                (say("目录字段", "Fields"), ", ".join(entry.fields) or none),
                (say("保管账号", "Keepers"), ", ".join(entry.keepers) or none),
            )
        ),
    )  # fmt: skip


def _figure(held: DataStanding, say: Say) -> Figure:
    bars = []
    for phase in held.phases:
        counted = [sum(control.verdict is verdict for control in phase.controls) for verdict in ORDER]
        if any(counted):
            bars.append(Bar(say(phase.phase.id.zh, phase.phase.en), tuple(counted)))
    return Figure(say("控制项（项）", "Controls"), tuple(say.verdict(one) for one in ORDER), tuple(bars))


def _phases(held: DataStanding, say: Say) -> Table:
    columns = (
        Column(say("阶段", "Phase"), 2),
        Column(say("结果", "Result"), 1.3),
        Column(say("日志数", "Events"), 1, number=True),
        Column(say("最近", "Last seen"), 2.2),
        Column(say("告警", "Alerts"), 0.8, number=True),
        Column(say("依据", "Basis"), 4),
    )
    rows = tuple(
        (
            say(one.phase.id.zh, one.phase.en),
            say.verdict(one.verdict),
            one.seen.count,
            say.moment(one.seen.last) if one.seen.last else "—",
            sum(found.count for found in one.findings.values()),
            say(one.phase.basis, one.phase.basis_en),
        )
        for one in held.phases
    )
    return Table(say("各阶段", "By phase"), columns, rows)


def _controls(phase: PhaseStanding, held: DataStanding, say: Say) -> Table:
    columns = (
        Column(say("控制项", "Control"), 3),
        Column(say("结果", "Result"), 1.2),
        Column(say("证明", "Answered by"), 4),
        Column(say("整改措施", "Measure"), 3),
    )
    rows = tuple(_control(one, held, say) for one in phase.controls if one.verdict is not Verdict.NOT_APPLICABLE)
    return Table(say("控制项", "Controls"), columns, rows)


def _control(one: ControlStanding, held: DataStanding, say: Say) -> tuple[Cell, ...]:
    told = [say(*reason(held.answers[rule])) for rule in one.answers]
    papers = {paper.id: paper for paper in held.data.documents}
    told += [f"{papers[name].dated} {papers[name].title}" for name in one.weighed.documents if name in papers]
    if one.weighed.reviewed is not None:
        told.append(f"{one.weighed.reviewed.person}: {one.weighed.reviewed.note}")
    failed = one.verdict in (Verdict.NOT_MET, Verdict.PARTLY_MET)
    measure = say(one.control.measure_zh, one.control.measure_en) if failed else "—"
    return (
        say(one.control.zh, one.control.en),
        say.verdict(one.verdict),
        "; ".join(dict.fromkeys(told)) or say("由材料或访谈证明，尚未登记", "By paper or interview; none recorded"),
        measure,
    )


def _findings(held: DataStanding, say: Say) -> Table:
    columns = (
        Column(say("发现", "Finding"), 3),
        Column(say("阶段", "Phase"), 2),
        Column(say("告警数", "Alerts"), 1, number=True),
        Column(say("最近", "Last"), 2.4),
    )
    rows = tuple(
        (
            say(finding_named(kind).zh, finding_named(kind).en),
            say(kind.phase.zh, kind.phase.value),
            one.count,
            say.moment(one.last),
        )
        for kind, one in sorted(held.data.findings.items())
    )
    empty = say("90 天内没有未排除的告警", "No alert within 90 days that nobody called false")
    return Table(say("未排除的告警", "Alerts nobody called false"), columns, rows, empty)


def _lineage(told: Told, say: Say) -> Iterator[Block]:
    held = told.lineage
    named = {node.id: node.label if node.size == 1 else f"{node.label} × {node.size}" for node in held.nodes}
    seen = sorted((one for one in held.edges if one.count), key=lambda one: (one.standing not in BAD, one.first))
    columns = (
        Column(say("提供方", "From"), 2),
        Column(say("取得方", "To"), 2),
        Column(say("批准情况", "Approval"), 1.5),
        Column(say("操作", "Actions"), 1.6),
        Column(say("行数", "Rows"), 1, number=True),
        Column(say("标识符", "Identifiers"), 1, number=True),
        Column(say("起止", "Between"), 2.6),
        Column(say("批准编号", "Number"), 1.8),
    )
    rows = tuple(_edge(one, named, say) for one in seen[:MOST_EDGES])
    empty = say("期间没有访问记录", "No access in the period")
    yield Table(say("谁把什么给了谁", "Who gave what to whom"), columns, rows, empty)
    if told.cut or held.more or len(seen) > MOST_EDGES:
        yield Note(
            say(
                "记录超出篇幅，完整流转请导出 CSV 或 JSON。",
                "There is more than fits; export CSV or JSON for all of it.",
            )
        )
    if held.aggregated:
        yield Note(say("用量小的取用方已合并。", "Small takers were put together."))


def _edge(one: Arrow, named: dict[str, str], say: Say) -> tuple[Cell, ...]:
    zh, en, tone = _STANDINGS[one.standing]
    if one.link is Link.DESTROYED and one.standing in BAD:
        zh, en = "无有效证明", "No valid proof"
    actions = ", ".join(f"{_action(name, say)} {number}" for name, number in sorted(one.actions.items()))
    return (
        named[one.source],
        named[one.target],
        Mark(say(zh, en), tone),
        actions,
        one.rows,
        one.identifiers,
        f"{say.moment(one.first)[:16]} – {say.moment(one.last)[:16]}",
        ", ".join(one.approvals) or "—",
    )


_ACTIONS = {
    DataAction.READ: "查询",
    DataAction.WRITE: "写入",
    DataAction.EXPORT: "导出",
    DataAction.SHARE: "共享",
    DataAction.FORWARD: "转移",
    DataAction.DESTROY: "销毁",
}


def _action(name: str, say: Say) -> str:
    return say(next((zh for action, zh in _ACTIONS.items() if action.value == name), name), name)


def _approvals(held: DataStanding, frame: Frame) -> Table:
    say = frame.say
    columns = (
        Column(say("编号", "Number"), 1.8),
        Column(say("接收方", "Recipient"), 2),
        Column(say("目的", "Purpose"), 2),
        Column(say("字段", "Fields"), 2.4),
        Column(say("有效期", "Valid"), 2.4),
        Column(say("状态", "State"), 1.1),
        Column(say("申请 / 审批", "Asked / decided by"), 2.4),
    )
    rows = tuple(_approval(one, held, frame) for one in held.data.requests)
    return Table(say("申请与审批", "Requests and decisions"), columns, rows, say("没有申请", "Nothing was asked for"))


def _approval(one: DataRequest, held: DataStanding, frame: Frame) -> tuple[Cell, ...]:
    say, terms, state = frame.say, one.terms, one.state_at(held.at)
    span = f"{say.moment(terms.valid_from)[:10]} – {say.moment(terms.revoked or terms.valid_to)[:10]}"
    return (
        terms.id,
        frame.unit(terms.recipient),
        ", ".join(terms.purposes),
        ", ".join(terms.fields) or say("目录全部", "all of the catalogue"),
        span,
        Mark(say(state.zh, state.value), _STATES[state]),
        f"{one.requested_by} / {one.decided_by or '—'}",
    )


def _proofs(held: DataStanding, say: Say) -> Table:
    columns = (
        Column(say("证明编号", "Number"), 2),
        Column(say("时间", "Time"), 2.2),
        Column(say("方式", "Method"), 2),
        Column(say("见证人", "Witness"), 1.4),
        Column(say("副本", "Copies"), 0.8, number=True),
        Column("SM3", 2.6),
    )
    rows = tuple(
        (one.reference, say.moment(one.time), one.method or "—", one.witness, one.copies, one.sm3)
        for one in held.data.proofs
    )
    return Table(say("登记的销毁证明", "Registered certificates"), columns, rows, say("没有登记", "None registered"))


def _assessed(told: Told, frame: Frame) -> Iterator[Section]:
    say, made, how = frame.say, told.assessment, method()
    level = how.level(made.level)
    counted = say("、", ", ").join(f"{say(one.zh, one.en)} {made.by_level()[one.id]}" for one in reversed(how.levels))
    conclusion = say(
        f"综合风险等级为{level.zh}。识别风险 {len(made.risks)} 项（{counted}）；已评估控制项占 {made.assessed:.0f}%，"
        f"尚未评估 {len(made.open)} 项。",
        f"Overall: {level.en}. {len(made.risks)} risks ({counted}); {made.assessed:.0f} % of the controls assessed, "
        f"{len(made.open)} open.",
    )
    yield Section(
        say("结论", "Conclusion"),
        (Paragraph(conclusion), *_summary(told, frame)[1:], unconfirmed(say, how.verify)),
    )
    yield Section(say("评估因素", "Factors"), (_factors(made, say),))
    yield Section(say("风险清单", "Risks"), (_risks(made.risks, say),))
    yield Section(say("处置措施", "Measures"), (_measures(made.risks, say),))
    yield Section(say("尚未评估", "Not assessed"), (_open(made, say),))
    yield Section(say("评估方法", "Method"), (Paragraph(say(how.source_zh, how.source)), _matrix(say)))


def _factors(made: Assessment, say: Say) -> Table:
    columns = (
        Column(say("因素", "Factor"), 3),
        Column(say("取值", "Value"), 3),
        Column(say("加分", "Points"), 1, number=True),
    )
    data = made.standing.data.data_set
    values = {"class": say(data.data_class.zh, data.data_class.value)}
    rows: list[tuple[Cell, ...]] = [
        (say(*_FACTORS[one.id]), values.get(one.id, one.value) or "—", one.points) for one in made.factors
    ]
    total = say(f"危害程度（1–5）：{made.degree}", f"Degree of harm (1 to 5): {made.degree}")
    return Table(total, columns, tuple(rows))


def _risks(risks: Sequence[DataRisk], say: Say) -> Table:
    how = method()
    columns = (
        Column(say("等级", "Level"), 1.2),
        Column(say("控制项", "Control"), 3),
        Column(say("方面", "Domain"), 1.6),
        Column(say("危害", "Harm"), 1.2),
        Column(say("危害×可能性", "Harm × chance"), 1.2),
        Column(say("依据", "Why"), 4),
    )
    rows = tuple(
        (
            Mark(say(how.level(one.level).zh, how.level(one.level).en), _TONES[one.level]),
            say(one.control.zh, one.control.en),
            say(_DOMAINS[one.domain].zh, _DOMAINS[one.domain].en),
            say(how.harm(one.control.harm).zh, how.harm(one.control.harm).en),
            f"{one.degree} × {one.likelihood}",
            "; ".join(dict.fromkeys(say(*reason(answer)) for answer in one.answers)) or "—",
        )
        for one in risks
    )
    return Table(say("按等级", "By level"), columns, rows, say("未发现风险", "No risk was found"))


def _measures(risks: Sequence[DataRisk], say: Say) -> Table:
    how = method()
    columns = (
        Column(say("顺序", "Order"), 0.7, number=True),
        Column(say("措施", "Measure"), 5),
        Column(say("针对", "Against"), 4),
        Column(say("等级", "Level"), 1.3),
    )
    rows = tuple(
        (
            place,
            say(one.control.measure_zh, one.control.measure_en),
            say(one.control.zh, one.control.en),
            Mark(say(how.level(one.level).zh, how.level(one.level).en), _TONES[one.level]),
        )
        for place, one in enumerate(risks, 1)
    )
    return Table(say("先做等级高的", "Gravest first"), columns, rows, say("无", "None"))


def _open(made: Assessment, say: Say) -> Table:
    names = {phase.id: say(phase.id.zh, phase.en) for phase in life_cycle().phases}
    columns = (Column(say("阶段", "Phase"), 2), Column(say("控制项", "Control"), 6))
    rows = tuple((names[phase], say(one.zh, one.en)) for phase, one in made.open)
    title = say("缺少材料、访谈或日志", "Without paper, interview or events")
    return Table(title, columns, rows, say("全部已评估", "All are assessed"))


def _matrix(say: Say) -> Table:
    how = method()
    chances = (say("低", "Low"), say("中", "Medium"), say("高", "High"))
    columns = (Column(say("危害程度 \\ 可能性", "Harm \\ chance"), 1.4), *(Column(one, 2) for one in chances))
    rows: list[tuple[Cell, ...]] = [
        (str(degree), *(Mark(say(how.level(one).zh, how.level(one).en), _TONES[one]) for one in row))
        for degree, row in sorted(how.matrix.items(), reverse=True)
    ]
    return Table(say("风险等级矩阵", "Matrix of levels"), columns, tuple(rows))
