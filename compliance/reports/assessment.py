"""Self-assessment of one system (等级保护自查报告): conclusions, risks, every item with why, the evidence, duties, plan, papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from compliance.catalog import catalog
from compliance.mlps.posture import ItemPosture, Posture, Said
from compliance.mlps.reasons import reason
from compliance.mlps.rules import rule_of
from compliance.mlps.scoring import Conclusion
from compliance.reports.document import Block, Cell, Column, Facts, Mark, Note, Paragraph, Report, Section, Table, Tone
from compliance.reports.frame import Frame, by_category, counted, scoring_note, tasks_table, triggers
from compliance.reports.words import Say
from compliance.three_sync.gates import artefacts
from model.compliance import CiiStatus
from model.proof import Verdict

KIND = "self-assessment"
_TEMPLATES = {
    "template_2021": ("2021 版模板得分", "Score, template of 2021"),
    "template_2025": ("2025 版模板符合率", "Rate, template of 2025"),
}
_CONCLUSIONS: Mapping[str, Tone] = {
    "conformant": "good",
    "excellent": "good",
    "good": "good",
    "basic": "warn",
    "fair": "warn",
}
_CII = {
    CiiStatus.UNKNOWN: ("未明确", "Not known"),
    CiiStatus.NOT_IDENTIFIED: ("未认定", "Not identified"),
    CiiStatus.IDENTIFIED: ("已认定", "Identified"),
}
_OBLIGATION = {
    "done": ("已完成", "Done"),
    "open": ("待办", "Open"),
    "soon": ("即将到期", "Due soon"),
    "overdue": ("已逾期", "Overdue"),
}
_EXPOSURE = {
    "internet": ("互联网", "Internet"),
    "extranet": ("政务外网", "government extranet"),
    "edu-net": ("教育网", "education network"),
    "health-net": ("卫生专网", "health network"),
    "police-net": ("公安网", "police network"),
    "video-net": ("视频专网", "video network"),
    "iot-net": ("物联网", "IoT network"),
    "ics-net": ("工控网", "control network"),
    "management": ("管理网", "management network"),
    "enterprise": ("企业网络", "enterprise network"),
    "operator": ("运营商网络", "operator network"),
    "public-space": ("公共场所", "public places"),
}
_EXTENSIONS = {
    "general": ("通用要求", "General"),
    "cloud": ("云计算", "Cloud"),
    "mobile": ("移动互联", "Mobile"),
    "iot": ("物联网", "IoT"),
    "ics": ("工业控制", "ICS"),
    "bigdata": ("大数据", "Big data"),
}


def build(one: Posture, said: Said, frame: Frame) -> Report:
    say, system = frame.say, one.system
    return frame.report(
        KIND,
        system.id,
        say("网络安全等级保护自查报告", "Classified protection: self-assessment"),
        frame.system(system),
        (
            (say("系统编号", "System"), system.id),
            (say("责任单位", "Unit"), frame.unit(system.unit)),
            (say("保护等级", "Level"), level(say, one)),
            (say("数据截至", "As of"), say.moment(one.at)),
        ),
        _sections(one, said, frame),
    )


def level(say: Say, one: Posture, *, short: bool = False) -> str:
    number = one.system.mlps_level
    if not number:
        return say("未定级", "Not graded")
    text = say(f"第{'一二三四五'[number - 1]}级", f"Level {number}")
    if not one.system.level_is_proposal:
        return text
    return text + say("（拟）" if short else "（建议，待确认）", " (proposed)")


def _sections(one: Posture, said: Said, frame: Frame) -> Iterator[Section]:
    say = frame.say
    failed = [item for item in one.items if item.verdict in (Verdict.NOT_MET, Verdict.PARTLY_MET)]
    yield Section(say("自查结论", "Conclusion"), _conclusion(one, say))
    yield Section(say("系统情况", "The system"), (_about(one, frame),))
    figure = by_category(say, [one], say("各类控制项结果（项）", "Items by category"))
    yield Section(say("总体情况", "Overview"), (figure,))
    yield Section(
        say("问题清单", "Findings"),
        (_items(say, one, failed, say("不符合与部分符合项", "Items not or partly met"), findings=True),),
    )
    yield Section(say("逐项结果", "Every item"), (Paragraph(_three(say)),))
    for category in catalog().categories:
        held = [item for item in one.items if item.place.control.category == category.code]
        if held:
            name = say(category.zh, category.en)
            yield Section(name, (_items(say, one, held, name), *_unverified(say, held)), 2)
    yield Section(say("自动取证", "Automatic evidence"), (_answers(say, one),))
    yield Section(say("法定义务", "Duties by law"), _duties(say, one))
    yield Section(say("整改计划", "Rectification plan"), (tasks_table(say, said.tasks, frame.today),))
    yield Section(say("佐证材料", "Papers"), (_papers(say, said),))


def _conclusion(one: Posture, say: Say) -> tuple[Block, ...]:
    figures = counted(one.items)
    new = one.conclusions["template_2025"]
    text = say(
        f"共 {len(one.items)} 项，适用 {new.applicable} 项：符合 {new.met}，部分符合 {new.partly}，不符合 {new.not_met}，"
        f"未知 {new.unknown}；不适用 {figures[Verdict.NOT_APPLICABLE]}。其中 {one.automatic} 项由平台依据日志、流量和台账自动判定。",
        f"{len(one.items)} items, {new.applicable} applicable: {new.met} met, {new.partly} partly, {new.not_met} not, "
        f"{new.unknown} unknown; {figures[Verdict.NOT_APPLICABLE]} not applicable. {one.automatic} were answered by telemetry "
        "or registers.",
    )
    rows = tuple(
        (
            say(*_TEMPLATES[name]),
            held.value,
            Mark(say(held.zh, held.en), _tone(held)),
            len(held.high),
            len(held.medium),
            len(held.major),
        )
        for name, held in one.conclusions.items()
    )
    columns = (
        Column(say("口径", "By"), 3),
        Column(say("数值", "Value"), 1, number=True),
        Column(say("结论", "Conclusion"), 2),
        Column(say("高风险项", "High risk"), 1, number=True),
        Column(say("中风险项", "Medium risk"), 1, number=True),
        Column(say("重大风险隐患", "Major risks"), 1.3, number=True),
    )
    return (
        Paragraph(text),
        Table(say("结论", "Conclusions"), columns, rows),
        scoring_note(say),
        *triggers(say, new.major, say("重大风险隐患", "Major risks"), say("未发现", "None found")),
        *(
            triggers(say, one.suggested, say("建议人工判定的隐患", "To be judged by people"), "")
            if one.suggested
            else ()
        ),
    )


def _tone(one: Conclusion) -> Tone:
    return _CONCLUSIONS.get(one.code, "bad")


def _about(one: Posture, frame: Frame) -> Facts:
    say, record, day = frame.say, one.record, frame.say.day
    return Facts(
        (
            (say("责任人", "Owner"), day(record.owner)),
            (say("联系方式", "Contact"), day(record.contact)),
            (
                say("适用扩展要求", "Extensions"),
                say("、", ", ").join(say(*_EXTENSIONS[name.value]) for name in record.extensions),
            ),
            (
                say("暴露面", "Exposure"),
                day(say("、", ", ").join(say(*_EXPOSURE.get(name, (name, name))) for name in record.exposure)),
            ),
            (say("定级理由", "Reason of the level"), day(record.grading.reason)),
            (
                say("专家评审 / 主管部门审核", "Expert review / approval"),
                f"{day(record.grading.reviewed)} / {day(record.grading.approved)}",
            ),
            (say("备案证明编号", "Filing certificate"), day(record.filing.certificate)),
            (
                say("备案日期 / 重新备案", "Filed / filed anew"),
                f"{day(record.filing.filed)} / {day(record.filing.refiled)}",
            ),
            (say("数据摸底调查表", "Data survey sheet"), day(record.filing.survey)),
            (say("关键信息基础设施", "Critical infrastructure"), say(*_CII[record.cii.status])),
            (say("最近一次测评", "Last assessment"), " ".join(filter(None, (day(record.assessed), record.assessor)))),
        )
    )


def _three(say: Say) -> str:
    return say(
        "每项分列三个结果：平台自动判定、责任人复核、测评机构结论；复核后自动判定发生变化的，以自动判定为准并标明“复核已过期”。",
        "Three results are kept apart: what evidence says, what the person in charge says, and the assessor's. When the automatic "
        "result turns after a review, it counts again and the review is marked as outdated.",
    )


def why(say: Say, one: Posture, item: ItemPosture) -> str:
    parts = [reason(one.answers[rule])[0 if say.zh else 1] for rule in item.rules]
    if item.reviewed is not None:
        outdated = say("（复核已过期）", " (outdated)") if item.outdated else ""
        parts.append(f"{say('复核', 'Reviewed')}{outdated}: {item.reviewed.note or item.reviewed.person}")
    if item.documents:
        parts.append(say(f"材料 {len(item.documents)} 份", f"{len(item.documents)} papers"))
    if item.not_applicable:
        parts.append(f"{say('不适用理由', 'Not applicable')}: {item.not_applicable}")
    return "；".join(parts) if say.zh else "; ".join(parts)


_RISKS: Mapping[str, tuple[str, str, str]] = {
    "high": ("高", "High", "bad"),
    "medium": ("中", "Medium", "warn"),
    "low": ("低", "Low", "mute"),
}


def _items(say: Say, one: Posture, items: list[ItemPosture], title: str, *, findings: bool = False) -> Table:
    columns = [
        Column(say("编号", "Item"), 2.1),
        Column(say("要求（平台释义）", "Requirement (our wording)"), 4.4),
        Column(say("结果", "Result"), 1.3),
        Column(say("依据", "Because"), 4),
    ]
    columns += (
        [Column(say("风险", "Risk"), 0.9), Column(say("整改任务", "Task"), 1.3)]
        if findings
        else [Column(say("测评结论", "Assessor"), 1.3)]
    )
    rows: list[tuple[Cell, ...]] = []
    for item in items:
        text = say(item.place.item.zh, item.place.item.en)
        row: tuple[Cell, ...] = (item.id, text, say.verdict(item.verdict), why(say, one, item) or "—")
        if findings:
            zh, en, tone = _RISKS[item.risk]
            row = (*row, Mark(say(zh, en), tone), item.task or "—")  # type: ignore[arg-type]
        else:
            row = (*row, say.verdict(item.official.verdict) if item.official else "—")
        rows.append(row)
    return Table(title, tuple(columns), tuple(rows), say("没有", "None"))


def _unverified(say: Say, items: list[ItemPosture]) -> Iterator[Note]:
    marks = {item.place.control.clause: item.place.control.verify for item in items if item.place.control.verify}
    for clause, text in marks.items():
        yield Note(f"{clause} {say(text.zh, text.en)}")
    units = sum(item.place.item.unit_verify for item in items)
    if units:
        yield Note(say(f"{units} 项的测评单元编号尚未确认", f"The unit numbers of {units} items are not confirmed"))


def _answers(say: Say, one: Posture) -> Table:
    columns = (
        Column(say("取证规则", "Evidence rule"), 2.4),
        Column(say("结果", "Result"), 1.2),
        Column(say("说明", "Because"), 3),
        Column(say("事件数", "Events"), 1, number=True),
        Column(say("查询（可在平台复现）", "Query (finds them again)"), 3.4),
        Column(say("期间", "Period"), 2),
    )
    rows: list[tuple[Cell, ...]] = []
    for name, held in sorted(one.answers.items()):
        rule = rule_of(name)
        period = f"{say.moment(held.start)[:10]} – {say.moment(held.end)[:10]}" if held.end else "—"
        text = reason(held)[0 if say.zh else 1]
        rows.append((say(rule.zh, rule.en), say.verdict(held.verdict), text, held.count, held.query or "—", period))
    return Table(say("取证规则与结果", "Evidence rules and what they found"), columns, tuple(rows), say("没有", "None"))


def _duties(say: Say, one: Posture) -> tuple[Block, ...]:
    columns = (
        Column(say("事项", "Duty"), 3),
        Column(say("依据", "Basis"), 3.4),
        Column(say("期限", "Due"), 1.4),
        Column(say("最近完成", "Done"), 1.4),
        Column(say("状态", "State"), 1.2),
    )
    tones = {"done": "good", "open": "warn", "soon": "warn", "overdue": "bad"}
    rows = tuple(
        (
            say(held.deadline.zh, held.deadline.en),
            say(held.deadline.basis, held.deadline.basis_en),
            held.due or "—",
            held.done or "—",
            Mark(say(*_OBLIGATION[held.state]), tones[held.state]),  # type: ignore[arg-type]
        )
        for held in one.obligations
    )
    notes = (
        Note(say(f"{held.deadline.zh}：{held.deadline.verify.zh}", f"{held.deadline.en}: {held.deadline.verify.en}"))
        for held in one.obligations
        if held.deadline.verify
    )
    return Table(say("法定义务", "Duties by law"), columns, rows, say("没有", "None")), *notes


def _papers(say: Say, said: Said) -> Table:
    columns = (
        Column(say("材料", "Paper"), 3.4),
        Column(say("日期", "Dated"), 1.3),
        Column(say("用于", "For"), 2.4),
        Column("SM3", 4),
    )
    rows = tuple(
        (held.title, held.dated, ", ".join(filter(None, (_paper(held.artefact, say), *held.items))), held.sm3 or "—")
        for held in said.documents
        if not held.withdrawn
    )
    return Table(say("登记材料", "Registered papers"), columns, rows, say("没有", "None"))


def _paper(artefact: str, say: Say) -> str:
    found = artefacts().get(artefact)
    return say(found.zh, found.en) if found is not None else artefact
