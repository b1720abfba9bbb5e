"""Critical infrastructure of one system (关键信息基础设施安全保护报告): file, six activities, assessments, permits, suppliers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from compliance.cii.catalogue import Topic, activities
from compliance.cii.standing import ActivityStanding, ControlStanding, counted
from compliance.mlps.posture import Posture
from compliance.mlps.reasons import reason
from compliance.reports.document import Block, Cell, Column, Facts, Figure, Mark, Paragraph, Report, Section, Table
from compliance.reports.frame import Frame, bar, legend, unconfirmed
from compliance.reports.words import Say
from model.cii import AssessmentKind, CiiAssessment, CiiFile, ScanPermit, Supplier
from model.compliance import CiiStatus
from model.proof import Verdict

KIND = "cii"
_KINDS = {
    AssessmentKind.OWN: ("自行开展", "Own"),
    AssessmentKind.COMMISSIONED: ("委托机构", "Commissioned"),
    AssessmentKind.INSPECTION: ("主管部门检查", "Inspection"),
}
_STATUS = {
    CiiStatus.UNKNOWN: ("未明确", "Not known"),
    CiiStatus.NOT_IDENTIFIED: ("未认定", "Not identified"),
    CiiStatus.IDENTIFIED: ("已认定", "Identified"),
}


@dataclass(frozen=True, slots=True)
class Protected:
    """weaknesses: by supplier, what is known against its products."""

    posture: Posture
    file: CiiFile
    activities: Sequence[ActivityStanding]
    assessments: Sequence[CiiAssessment]
    permits: Sequence[ScanPermit]
    suppliers: Sequence[Supplier]
    weaknesses: Mapping[str, Mapping[str, Sequence[str]]]


def build(held: Protected, frame: Frame) -> Report:
    say, system = frame.say, held.posture.system
    status = _STATUS[held.posture.record.cii.status]
    return frame.report(
        KIND,
        system.id,
        say("关键信息基础设施安全保护报告", "Critical infrastructure: protection report"),
        frame.system(system),
        (
            (say("系统编号", "System"), system.id),
            (say("运营单位", "Operator"), frame.unit(system.unit)),
            (say("认定状态", "Status"), say(*status)),
            (say("数据截至", "As of"), say.moment(held.posture.at)),
        ),
        _sections(held, frame),
    )


def _sections(held: Protected, frame: Frame) -> Iterator[Section]:
    say = frame.say
    numbers = counted(held.activities)
    text = say(
        f"六项活动共 {sum(numbers.values())} 项：符合 {numbers[Verdict.MET]}，部分符合 {numbers[Verdict.PARTLY_MET]}，"
        f"不符合 {numbers[Verdict.NOT_MET]}，未知 {numbers[Verdict.UNKNOWN]}。",
        f"{sum(numbers.values())} controls: {numbers[Verdict.MET]} met, {numbers[Verdict.PARTLY_MET]} partly, "
        f"{numbers[Verdict.NOT_MET]} not, {numbers[Verdict.UNKNOWN]} unknown.",
    )
    yield Section(say("结论", "Conclusion"), (Paragraph(text), unconfirmed(say, activities().verify)))
    yield Section(say("认定与管理档案", "File"), _file(held, say))
    yield Section(say("六项活动", "Six activities"), (_by_activity(held, say),))
    for one in held.activities:
        title = say(
            f"{one.activity.zh}（第 {one.activity.clause} 章）", f"{one.activity.en} (chapter {one.activity.clause})"
        )
        yield Section(title, tuple(_topic(topic, controls, say) for topic, controls in one.topics), 2)
    yield Section(say("检测评估", "Assessments"), (_assessments(held, say),))
    yield Section(say("主动检测许可", "Permits to scan"), (_permits(held, frame),))
    yield Section(say("供应链", "Supply chain"), (_suppliers(held, say),))


def _by_activity(held: Protected, say: Say) -> Figure:
    bars = tuple(bar(say(one.activity.zh, one.activity.en), counted([one])) for one in held.activities)
    return Figure(say("各项活动的控制要求（项）", "Controls by activity"), legend(say), bars)


def _file(held: Protected, say: Say) -> tuple[Block, ...]:
    file, cii = held.file, held.posture.record.cii
    rows = (
        (say("认定文件", "Identified by"), f"{cii.document} {cii.identified}".strip() or "—"),
        (say("保护工作部门", "Protection department"), file.department or "—"),
        (say("行业领域", "Sector"), file.sector or "—"),
        (say("关键业务", "Key business"), file.business or "—"),
        (say("依赖", "Depends on"), file.depends or "—"),
        (say("中断后果", "An outage"), file.outage or "—"),
        (say("主要负责人", "Head"), file.head or "—"),
        (say("专门安全管理机构", "Body"), file.body or "—"),
    )
    people = (Column(say("姓名", "Name"), 2), Column(say("岗位", "Post"), 2), Column(say("背景审查", "Checked"), 1.4))
    changed = (
        Column(say("日期", "Day"), 1.4),
        Column(say("重大变更", "Change"), 4),
        Column(say("报告日期", "Reported"), 1.4),
    )
    return (
        Facts(rows),
        Table(
            say("关键岗位人员", "Key posts"),
            people,
            tuple((one.name, one.post, one.checked or "—") for one in file.posts),
            say("没有登记", "None registered"),
        ),
        Table(
            say("重大变更", "Major changes"),
            changed,
            tuple((one.day, one.what, one.reported or "—") for one in file.changes),
            say("没有登记", "None registered"),
        ),
    )


def _topic(topic: Topic, controls: Sequence[ControlStanding], say: Say) -> Table:
    columns = (
        Column(say("编号", "Control"), 1.7),
        Column(say("要求（平台释义）", "Requirement (own wording)"), 3.4),
        Column(say("结果", "Result"), 1.1),
        Column(say("依据", "Because"), 3.9),
    )
    rows = tuple(
        (_id(held, say), say(held.control.zh, held.control.en), say.verdict(held.verdict), _because(held, say))
        for held in controls
    )
    return Table(f"{topic.clause} {say(topic.zh, topic.en)}", columns, rows)


def _id(held: ControlStanding, say: Say) -> str:
    return held.control.id + (say("（待核）", " (to verify)") if held.control.verify else "")


def _because(held: ControlStanding, say: Say) -> str:
    place = 0 if say.zh else 1
    parts = [held.own.words[place]] if held.own is not None else []
    parts += [reason(answer)[place] for answer in held.answers]
    parts += [f"{item} {say.verdict(verdict).text}" for item, verdict in held.items]
    if held.weighed.reviewed is not None and not held.weighed.outdated:
        parts.append(say(f"人工确认：{held.weighed.reviewed.note}", f"Reviewed: {held.weighed.reviewed.note}"))
    parts += (
        [say("待材料或访谈证明", "Waits for a paper or an interview")]
        if not parts and not held.weighed.documents
        else []
    )
    parts += [say(f"材料 {len(held.weighed.documents)} 份", f"{len(held.weighed.documents)} papers")] * bool(
        held.weighed.documents
    )
    return say("；", "; ").join(dict.fromkeys(part for part in parts if part))


def _assessments(held: Protected, say: Say) -> Table:
    columns = (
        Column(say("日期", "Day"), 1.3),
        Column(say("方式", "Kind"), 1.3),
        Column(say("评估方", "Assessor"), 2.6),
        Column(say("问题", "Findings"), 0.9, number=True),
        Column(say("已整改", "Mended"), 0.9, number=True),
        Column(say("报送", "Handed in"), 1.3),
    )
    rows = tuple(
        (one.dated, say(*_KINDS[one.kind]), one.assessor, one.findings, one.mended, one.submitted or "—")
        for one in held.assessments
    )
    return Table(say("检测评估记录", "Recorded assessments"), columns, rows, say("没有记录", "None recorded"))


def _permits(held: Protected, frame: Frame) -> Table:
    say = frame.say
    columns = (
        Column(say("批准文号", "Document"), 1.8),
        Column(say("批准单位", "Approved by"), 2),
        Column(say("检测方", "Tester"), 2),
        Column(say("对象", "Hosts"), 2),
        Column(say("有效期", "In force"), 2),
        Column(say("状态", "State"), 1.1),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in held.permits:
        state = (
            Mark(say("已撤销", "Revoked"), "mute")
            if one.revoked
            else Mark(say("有效", "In force"), "good")
            if one.holds(frame.today)
            else Mark(say("不在有效期", "Not now"), "mute")
        )
        hosts = ", ".join(one.hosts) or say("系统全部资产", "All of the system")
        rows.append((one.number, one.approved_by, one.tester, hosts, f"{one.start} – {one.until}", state))
    return Table(
        say("许可", "Permits"), columns, tuple(rows), say("没有许可，平台拒绝主动扫描", "None; scans are refused")
    )


def _suppliers(held: Protected, say: Say) -> Table:
    columns = (
        Column(say("供应商", "Supplier"), 2),
        Column(say("产品", "Products"), 3),
        Column(say("远程接入", "Remote access"), 1, number=True),
        Column(say("合同", "Contracts"), 1.6),
        Column(say("人员（已审查）", "People (checked)"), 1.4),
        Column(say("已知漏洞", "Known weaknesses"), 2.4),
    )
    rows = tuple(
        (
            one.name,
            ", ".join(f"{product.name} {product.version}".strip() for product in one.products) or "—",
            len(one.access),
            ", ".join(contract.number for contract in one.contracts) or "—",
            f"{len(one.people)} ({sum(bool(person.checked) for person in one.people)})",
            ", ".join(sorted(held.weaknesses.get(one.id, ()))[:8]) or "—",
        )
        for one in held.suppliers
    )
    return Table(say("供应商与产品", "Suppliers and products"), columns, rows, say("没有登记", "None registered"))
