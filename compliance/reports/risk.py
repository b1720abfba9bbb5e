"""Risk assessment of a unit and those below it (风险评估报告): matrix, register, causes of the highest, treatment, trend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from compliance.reports.document import Block, Cell, Column, Facts, Mark, Paragraph, Report, Section, Table, Tone
from compliance.reports.frame import Frame, unconfirmed
from compliance.reports.words import Say
from compliance.risk.assessing import matrix
from compliance.risk.method import Method, threats, told
from compliance.risk.standing import Standing
from model.estate import Asset, System
from model.risk import RiskDay, Way

KIND = "risk-assessment"
MOST_ROWS, MOST_DETAILS, MOST_DAYS = 300, 20, 24
_TONES: Mapping[int, Tone] = {1: "good", 2: "good", 3: "warn", 4: "bad", 5: "bad"}
_STATES: Mapping[str, tuple[str, str, Tone]] = {
    "untreated": ("未处置", "Untreated", "bad"),
    "tolerable": ("可容忍", "Tolerable", "good"),
    "planned": ("处置中", "In treatment", "warn"),
    "overdue": ("处置逾期", "Overdue", "bad"),
    "in_place": ("已落实", "In place", "good"),
    "not_effective": ("已落实未见效", "Not effective", "bad"),
    "proposed": ("接受待审批", "To approve", "warn"),
    "accepted": ("已接受", "Accepted", "mute"),
    "ended": ("接受已失效", "Acceptance ended", "bad"),
}
_WAYS = {
    Way.REDUCE: ("降低", "Reduce"),
    Way.TRANSFER: ("转移", "Transfer"),
    Way.AVOID: ("规避", "Avoid"),
    Way.ACCEPT: ("接受", "Accept"),
}
_FIGURES = {
    "value": ("资产价值", "Value"),
    "frequency": ("威胁频率", "Frequency"),
    "severity": ("漏洞严重度", "Severity"),
    "ease": ("易利用度", "Ease of use"),
}


@dataclass(frozen=True, slots=True)
class Register:
    """scope: the unit whose risks these are, or one system's id. days: oldest first."""

    scope: str
    method: Method
    standings: Sequence[Standing]
    systems: Mapping[str, System]
    assets: Mapping[str, Asset]
    days: Sequence[RiskDay] = ()


def build(held: Register, frame: Frame) -> Report:
    say = frame.say
    return frame.report(
        KIND,
        held.scope,
        say("网络安全风险评估报告", "Risk assessment"),
        frame.unit(held.scope),
        (
            (say("范围", "Scope"), frame.unit(held.scope)),
            (say("风险项数", "Risks"), str(len(held.standings))),
            (say("评估方法", "Method"), f"{held.method.name} v{held.method.version}"),
            (say("评估日期", "As of"), frame.today),
        ),
        _sections(held, frame),
    )


def _sections(held: Register, frame: Frame) -> Iterator[Section]:
    say = frame.say
    yield Section(say("评估结论", "Conclusion"), (_conclusion(held, say), _matrix(held, say)))
    yield Section(say("评估方法", "Method"), _method(held.method, say))
    yield Section(say("各系统风险", "By system"), (_systems(held, frame),))
    yield Section(say("风险清单", "Register"), (_register(held, frame),))
    yield Section(say("高风险成因", "Causes of the highest risks"), _details(held, frame))
    yield Section(say("风险处置与残余风险", "Treatment and residual risk"), (_treatments(held, frame),))
    yield Section(say("风险变化", "Over time"), (_trend(held, say),))


def _grade(held: Method, grade: int, say: Say) -> Mark:
    name = held.names[grade - 1]
    return Mark(f"{grade} {say(name.zh, name.en)}", _TONES[grade])


def _state(one: Standing, say: Say) -> Mark:
    zh, en, tone = _STATES[one.state]
    return Mark(say(zh, en), tone)


def _object(one: Standing, held: Register, frame: Frame) -> str:
    asset = held.assets.get(one.risk.asset)
    if asset is not None:
        return asset.name
    system = held.systems.get(one.risk.system)
    return frame.system(system) if system is not None else one.risk.system or one.risk.asset


def _threat(one: Standing, say: Say) -> str:
    found = threats()[one.risk.threat]
    return say(found.zh, found.en)


def _conclusion(held: Register, say: Say) -> Paragraph:
    counted = Counter(one.risk.level for one in held.standings)
    names = held.method.names
    parts_zh = "，".join(f"{names[g - 1].zh}风险 {counted[g]} 项" for g in (5, 4, 3, 2, 1))
    parts_en = ", ".join(f"{counted[g]} {names[g - 1].en.lower()}" for g in (5, 4, 3, 2, 1))
    waiting = sum(one.open for one in held.standings)
    return Paragraph(
        say(
            f"共识别风险 {len(held.standings)} 项：{parts_zh}。其中 {waiting} 项待处理。",
            f"{len(held.standings)} risks: {parts_en}. {waiting} wait for somebody to act.",
        )
    )


def _matrix(held: Register, say: Say) -> Table:
    counted = matrix(one.risk for one in held.standings)
    columns = (
        Column(say("可能性 \\ 损失", "Likelihood \\ loss"), 1.6),
        *(Column(str(loss), 1, number=True) for loss in range(1, 6)),
    )
    rows = tuple(
        (str(likelihood), *(_cell(held.method, likelihood, loss, counted) for loss in range(1, 6)))
        for likelihood in range(5, 0, -1)
    )
    return Table(say("风险矩阵（项数）", "Risk matrix (number of risks)"), columns, rows)


def _cell(method: Method, likelihood: int, loss: int, counted: Mapping[tuple[int, int], int]) -> Cell:
    number = counted.get((likelihood, loss), 0)
    return Mark(str(number), _TONES[method.level_of(likelihood, loss)]) if number else "—"


def _method(method: Method, say: Say) -> tuple[Block, ...]:
    days = method.frequency.window_days
    return (
        Paragraph(
            say(
                "风险 = 可能性 × 损失。可能性由威胁频率与漏洞易利用度查表得出，损失由资产价值与漏洞严重度查表得出。"
                f"威胁频率取近 {days} 天内未被判为误报的告警；漏洞取自台账中未关闭的暴露和未满足的控制项；"
                "可达性取自攻击路径分析。每一数值均可在平台中追溯到对应记录。",
                "A risk is likelihood and loss. Likelihood follows from how often the threat is seen and how easily the vulnerability is "
                f"used, loss from the value of the asset and the severity. Frequency counts alerts of {days} days nobody judged false; "
                "vulnerabilities are open exposures and control items that are not met; reach comes from attack paths. Every figure can be "
                "traced to its records in the platform.",
            )
        ),
        Facts(
            (
                (say("依据", "Source"), say(method.source_zh, method.source)),
                (say("需处置的最低等级", "Treated from"), str(method.treat_from)),
                (say("风险接受最长期限（天）", "Longest acceptance (days)"), str(method.longest_acceptance_days)),
            )
        ),
        unconfirmed(say, method.verify),
    )


def _systems(held: Register, frame: Frame) -> Table:
    say = frame.say
    sums: dict[str, Counter[int]] = {}
    for one in held.standings:
        sums.setdefault(one.risk.system, Counter())[one.risk.level] += 1
    columns = (
        Column(say("系统", "System"), 3.4),
        Column(say("责任单位", "Unit"), 2.4),
        *(
            Column(say(held.method.names[g - 1].zh, held.method.names[g - 1].en), 1, number=True)
            for g in (5, 4, 3, 2, 1)
        ),
    )
    rows: list[tuple[Cell, ...]] = []
    for name, counted in sorted(sums.items(), key=lambda pair: ([-pair[1][g] for g in (5, 4, 3)], pair[0])):
        system = held.systems.get(name)
        called = frame.system(system) if system else say("（未归属系统的资产）", "(assets without a system)")
        rows.append((called, frame.unit(system.unit) if system else "—", *(counted[g] for g in (5, 4, 3, 2, 1))))
    return Table(say("按系统统计（项）", "Risks by system"), columns, tuple(rows), say("没有风险", "No risks"))


def _register(held: Register, frame: Frame) -> Table:
    say = frame.say
    columns = (
        Column(say("等级", "Risk"), 1.1),
        Column(say("威胁", "Threat"), 2.6),
        Column(say("对象", "To"), 2.6),
        Column(say("漏洞或缺项", "Vulnerability or gap"), 2.2),
        Column(say("可能性", "Likelihood"), 0.9, number=True),
        Column(say("损失", "Loss"), 0.8, number=True),
        Column(say("状态", "State"), 1.4),
        Column(say("残余", "Residual"), 1.1),
    )
    wanted = [one for one in held.standings if one.risk.level >= held.method.treat_from][:MOST_ROWS]
    rows = tuple(
        (
            _grade(held.method, one.risk.level, say),
            _threat(one, say),
            _object(one, held, frame),
            one.risk.weaknesses[0].id + (f" +{_others(one)}" if _others(one) else ""),
            one.risk.likelihood,
            one.risk.loss,
            _state(one, say),
            _grade(held.method, one.residual, say),
        )
        for one in wanted
    )
    title = say(
        f"需处置的风险（由高到低，至多 {MOST_ROWS} 项）", f"Risks to treat, highest first (at most {MOST_ROWS})"
    )
    return Table(title, columns, rows, say("没有需处置的风险", "None to treat"))


def _others(one: Standing) -> int:
    return len(one.risk.weaknesses) + one.risk.more - 1


def _details(held: Register, frame: Frame) -> tuple[Block, ...]:
    say = frame.say
    columns = (
        Column(say("数值", "Figure"), 1.6),
        Column(say("赋值", "Grade"), 0.8, number=True),
        Column(say("依据", "Because"), 5),
        Column(say("记录", "Record"), 2.4),
    )
    out: list[Block] = []
    for one in [one for one in held.standings if one.risk.level >= 4][:MOST_DETAILS]:
        title = f"{_object(one, held, frame)} · {_threat(one, say)}（{one.risk.level}）"
        rows = tuple(
            (say(*_FIGURES[cause.figure]), cause.grade, told(cause)[0 if say.zh else 1], cause.ref)
            for cause in one.risk.causes
        )
        out.append(Table(title, columns, rows))
    return tuple(out) or (Paragraph(say("没有高风险。", "There are no high risks.")),)


def _treatments(held: Register, frame: Frame) -> Table:
    say = frame.say
    columns = (
        Column(say("对象与威胁", "Object and threat"), 3.2),
        Column(say("方式", "Way"), 0.9),
        Column(say("措施或理由", "Measures or reason"), 3.4),
        Column(say("责任人", "Owner"), 1.4),
        Column(say("期限", "Until"), 1.3),
        Column(say("批准人", "Approved by"), 1.5),
        Column(say("处置前", "Before"), 1),
        Column(say("残余", "Residual"), 1),
        Column(say("状态", "State"), 1.4),
    )
    rows = tuple(
        (
            f"{_object(one, held, frame)} · {_threat(one, say)}",
            say(*_WAYS[one.treatment.way]),
            one.treatment.measures,
            one.treatment.owner,
            one.treatment.until or one.treatment.due,
            one.treatment.approver or "—",
            _grade(held.method, one.treatment.inherent, say),
            _grade(held.method, one.residual, say),
            _state(one, say),
        )
        for one in held.standings
        if one.treatment is not None
    )
    return Table(say("已确定的处置", "Decided treatments"), columns, rows, say("尚未确定处置", "None decided yet"))


def _trend(held: Register, say: Say) -> Table:
    sums: dict[str, list[int]] = {}
    for one in held.days:
        into = sums.setdefault(one.day, [0] * 5)
        for place, number in enumerate(one.grades):
            into[place] += number
    columns = (
        Column(say("日期", "Day"), 1.6),
        *(
            Column(say(held.method.names[g - 1].zh, held.method.names[g - 1].en), 1, number=True)
            for g in (5, 4, 3, 2, 1)
        ),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (day, *(grades[g - 1] for g in (5, 4, 3, 2, 1))) for day, grades in sorted(sums.items())[-MOST_DAYS:]
    )
    return Table(say("每日风险项数", "Risks by day"), columns, rows, say("尚无记录", "Nothing recorded yet"))
