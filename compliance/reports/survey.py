"""The data survey sheet of the filing of 2025 (数据摸底调查表): a line for each data set of graded systems.

What no register knows (kind of personal information, growth, room) stays empty for the person who hands it in.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from compliance.reports.document import Cell, Column, Note, Paragraph, Report, Section, Table, visible
from compliance.reports.frame import Frame
from model.compliance import SystemRecord
from model.estate import DataSet, System
from model.spreadsheet import guarded

KIND = "data-survey"
LEAST_LEVEL = 2
_COLUMNS: tuple[tuple[str, str, float], ...] = (
    ("所属系统", "System", 2.2),
    ("备案证明编号", "Certificate", 1.6),
    ("数据名称", "Data", 2.2),
    ("数据级别", "Class", 1.2),
    ("责任部门", "Department", 2),
    ("责任人", "Person", 1.3),
    ("个人信息类型", "Personal information", 1.6),
    ("数据总量（条）", "Records", 1.3),
    ("涉及人数", "Persons", 1),
    ("月增长量", "Monthly growth", 1),
    ("数据来源", "Source", 1.2),
    ("去向单位", "Given to", 2),
    ("交互方式", "How", 1),
    ("存储位置", "Stored", 1),
    ("机房", "Room", 0.9),
    ("地域", "Region", 0.9),
)


@dataclass(frozen=True, slots=True)
class Survey:
    """given_to: by data set, whom approvals in force let have it. records: by system."""

    scope: str
    systems: Mapping[str, System]
    records: Mapping[str, SystemRecord]
    data: Sequence[DataSet]
    given_to: Mapping[str, Sequence[str]]


def build(held: Survey, frame: Frame) -> Report:
    say = frame.say
    rows = tuple(lines(held, frame))
    return frame.report(
        KIND,
        held.scope,
        say("数据摸底调查表", "Data survey sheet"),
        frame.unit(held.scope),
        ((say("范围", "Scope"), frame.unit(held.scope)), (say("数据项", "Lines"), str(len(rows)))),
        (
            Section(
                say("调查表", "Sheet"),
                (
                    Paragraph(
                        say(
                            "第二级及以上系统按最小数据类别逐项填报；空白栏由填报人补充。",
                            "A line for each data set of systems of level 2 and above; empty fields are filled in by hand.",
                        )
                    ),
                    Table(
                        say("数据摸底", "Data survey"),
                        tuple(Column(say(zh, en), width) for zh, en, width in _COLUMNS),
                        rows,
                        say("没有需填报的数据", "Nothing to report"),
                    ),
                    Note(
                        say(
                            "栏目依据公开资料整理（公网安〔2025〕1001号、1846号相关答复的转述），以备案机关下发的表样为准。",
                            "Columns follow public accounts of the letters of 2025; the form of the filing office decides.",
                        )
                    ),
                ),
            ),
        ),
    )


def lines(held: Survey, frame: Frame) -> Iterator[tuple[Cell, ...]]:
    say = frame.say
    for one in sorted(held.data, key=lambda data: (data.system, data.id)):
        system = held.systems.get(one.system)
        if system is None or system.mlps_level < LEAST_LEVEL:
            continue
        record = held.records.get(one.system)
        given = held.given_to.get(one.id, ())
        yield (
            frame.system(system),
            record.filing.certificate if record else "",
            say.name(one.name_zh, one.name),
            say(one.data_class.zh, one.data_class.value.replace("_", " ")),
            frame.unit(one.unit),
            record.owner if record else "",
            say("含个人信息", "Yes") if one.personal_information else say("不含", "No"),
            one.records,
            "",
            "",
            "",
            "; ".join(frame.unit(name) for name in given),
            say("提供", "Provided") if given else "",
            "",
            "",
            "",
        )


def to_csv(held: Survey, frame: Frame) -> bytes:
    """UTF-8 with a byte order mark; no cell is a formula."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([frame.say(zh, en) for zh, en, _ in _COLUMNS])
    for row in lines(held, frame):
        writer.writerow([guarded(visible(cell)) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig")
