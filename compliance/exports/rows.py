"""Posture as CSV, a row for every item of every system: for whoever counts in a spreadsheet or imports it elsewhere.

UTF-8 with a byte order mark, without which a spreadsheet takes it for something else. No cell is a formula.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from io import StringIO

from compliance.mlps.posture import ItemPosture, Posture
from compliance.mlps.reasons import reason
from compliance.reports.document import visible
from compliance.reports.frame import Frame
from model.compliance import Review
from model.proof import Verdict
from model.spreadsheet import guarded

_COLUMNS = (
    ("系统编号", "System"),
    ("系统名称", "System name"),
    ("单位", "Unit"),
    ("等级", "Level"),
    ("安全类", "Category"),
    ("条款", "Clause"),
    ("控制点", "Control point"),
    ("控制项", "Item"),
    ("要求（平台释义）", "Requirement (own wording)"),
    ("结果", "Result"),
    ("自动判定", "Automatic result"),
    ("复核结果", "Reviewed result"),
    ("复核人", "Reviewed by"),
    ("测评结果", "Official result"),
    ("依据", "Because"),
    ("风险", "Risk"),
    ("重大风险隐患", "Major risk"),
    ("整改任务", "Task"),
    ("不适用原因", "Not applicable because"),
    ("待核实", "To verify"),
    ("时点", "As of"),
)


def to_csv(postures: Iterable[Posture], frame: Frame) -> bytes:
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([frame.say(zh, en) for zh, en in _COLUMNS])
    for one in sorted(postures, key=lambda held: held.system.id):
        for item in one.items:
            writer.writerow([_text(cell) for cell in _row(one, item, frame)])
    return out.getvalue().encode("utf-8-sig")


def _row(one: Posture, item: ItemPosture, frame: Frame) -> tuple[str | int, ...]:
    say, place = frame.say, item.place
    because = [reason(one.answers[rule])[0 if say.zh else 1] for rule in item.rules]
    return (
        one.system.id,
        frame.system(one.system),
        frame.unit(one.system.unit),
        one.system.mlps_level,
        place.control.category,
        place.control.clause,
        say(place.control.zh, place.control.en),
        item.id,
        say(place.item.zh, place.item.en),
        say.verdict(item.verdict).text,
        say.verdict(item.auto).text if item.auto is not None else "",
        _reviewed(item, frame),
        item.reviewed.person if item.reviewed is not None else "",
        _verdict(item.official, frame),
        "; ".join(because),
        item.risk if item.verdict is Verdict.NOT_MET else "",
        item.trigger,
        item.task,
        item.not_applicable,
        "; ".join(
            filter(
                None,
                (
                    say(place.control.verify.zh, place.control.verify.en),
                    say("测评单元编号", "unit number") if place.item.unit_verify else "",
                ),
            )
        ),
        say.moment(one.at),
    )


def _reviewed(item: ItemPosture, frame: Frame) -> str:
    told = _verdict(item.reviewed, frame)
    return told + frame.say("（已过时）", " (outdated)") if told and item.outdated else told


def _verdict(review: Review | None, frame: Frame) -> str:
    return frame.say.verdict(review.verdict).text if review is not None else ""


def _text(cell: str | int) -> str | int:
    return guarded(visible(cell)) if isinstance(cell, str) else cell
