"""An auditor's working paper (检查抽样底稿): how the sample was drawn, every item with its evidence and the notes on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from compliance.mlps.posture import ItemPosture, Posture
from compliance.mlps.reasons import reason
from compliance.reports.document import Cell, Column, Facts, Mark, Paragraph, Report, Section, Table, Tone
from compliance.reports.frame import Frame
from compliance.reports.words import Say
from model.sampling import AuditNote, AuditSample, Judgement

KIND = "audit-sample"
_JUDGED: Mapping[Judgement, tuple[str, str, Tone]] = {
    Judgement.AGREED: ("认可", "Agreed", "good"),
    Judgement.QUESTION: ("存疑", "Question", "warn"),
    Judgement.FINDING: ("问题", "Finding", "bad"),
}


@dataclass(frozen=True, slots=True)
class WorkingPaper:
    """items: as they stand now, by (system, item); what a caller no longer sees is missing."""

    sample: AuditSample
    items: Mapping[tuple[str, str], tuple[Posture, ItemPosture]]
    notes: Sequence[AuditNote]


def build(held: WorkingPaper, frame: Frame) -> Report:
    say, sample = frame.say, held.sample
    return frame.report(
        KIND,
        sample.id,
        say("检查抽样底稿", "Working paper of a sample"),
        sample.title,
        (
            (say("抽样人", "Drawn by"), sample.made_by),
            (say("抽样时间", "Drawn at"), say.moment(sample.made)),
            (say("抽样数 / 总数", "Drawn / of"), f"{len(sample.drawn)} / {sample.of}"),
        ),
        _sections(held, frame),
    )


def _sections(held: WorkingPaper, frame: Frame) -> Iterator[Section]:
    say, sample = frame.say, held.sample
    yield Section(
        say("抽样方法", "How it was drawn"),
        (
            Paragraph(
                say(
                    "对每个控制项计算 SHA-256（种子、系统编号、控制项编号，各以零字节结尾），取摘要最小者；同一种子可复核。",
                    "The items with the lowest SHA-256 of seed, system and item, each ended by a zero byte; the same seed draws the same.",
                )
            ),
            Facts(
                (
                    (say("种子", "Seed"), sample.seed),
                    (say("单位", "Unit"), frame.unit(sample.within_unit) if sample.within_unit else "—"),
                    (say("系统", "System"), sample.within_system or "—"),
                    (say("结果", "Results"), ", ".join(say.verdict(one).text for one in sample.within_verdicts) or "—"),
                )
            ),
        ),
    )
    yield Section(say("样本与证据", "Items and evidence"), (_items(held, frame),))
    yield Section(say("检查记录", "Notes"), (_notes(held, say),))


def _items(held: WorkingPaper, frame: Frame) -> Table:
    say = frame.say
    columns = (
        Column(say("系统", "System"), 1.8),
        Column(say("控制项", "Item"), 1.5),
        Column(say("要求（平台释义）", "Requirement (own wording)"), 3),
        Column(say("抽样时", "When drawn"), 1.1),
        Column(say("现在", "Now"), 1.1),
        Column(say("依据", "Because"), 3.4),
        Column(say("证据摘要（SM3）", "Evidence (SM3)"), 2.2),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in held.sample.drawn:
        found = held.items.get((one.system, one.item))
        evidence = " ".join(digest[:16] for digest in one.evidence) or "—"
        if found is None:
            rows.append((one.system, one.item, "—", say.verdict(one.verdict), "—", "—", evidence))
            continue
        posture, item = found
        place = 0 if say.zh else 1
        because = "; ".join(reason(posture.answers[rule])[place] for rule in item.rules)
        rows.append(
            (
                frame.system(posture.system),
                one.item,
                say(item.place.item.zh, item.place.item.en),
                say.verdict(one.verdict),
                say.verdict(item.verdict),
                because or "—",
                evidence,
            )
        )
    return Table(say("抽样控制项", "Drawn items"), columns, tuple(rows), say("没有样本", "Nothing drawn"))


def _notes(held: WorkingPaper, say: Say) -> Table:
    columns = (
        Column(say("时间", "Time"), 2),
        Column(say("人员", "Person"), 1.5),
        Column(say("系统", "System"), 1.5),
        Column(say("控制项", "Item"), 1.5),
        Column(say("判断", "Judgement"), 1),
        Column(say("记录", "Note"), 4),
    )
    rows = tuple(
        (say.moment(one.time), one.person, one.system, one.item, _mark(one.judgement, say), one.text)
        for one in held.notes
    )
    return Table(say("检查记录", "Notes"), columns, rows, say("没有记录", "None"))


def _mark(one: Judgement, say: Say) -> Mark:
    zh, en, tone = _JUDGED[one]
    return Mark(say(zh, en), tone)
