"""The whole content of one report as DOCX and XLSX, kept beside the test: what changes shows in the difference.

After a wanted change: `python -m tests.compliance.reports.test_golden` writes both anew.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from docx.table import Table as DocxTable

from compliance.reports.document import Bar, Column, Facts, Figure, Mark, Note, Paragraph, Proof, Report, Section, Table
from compliance.reports.registry import rendered
from compliance.reports.words import Say, labels

HERE = Path(__file__).parent / "golden"
EVIL = '=HYPERLINK("http://evil.example","x")'


def the_report() -> Report:
    say = Say("zh-CN")
    rows = (
        ("L3-8.1.4.1-a", Mark("不符合", "bad"), 3),
        (EVIL, Mark("符合", "good"), 0),
        ("+1", Mark("未知", "mute"), -2),
    )
    columns = (Column("控制项", 2), Column("结果", 1), Column("事件数", 1, number=True))
    return Report(
        kind="self-assessment",
        subject="portal",
        language="zh-CN",
        title="等级保护自查报告",
        subtitle="门户网站",
        cover=(("单位", "@数据中心"), ("导出人", "auditor")),
        sections=(
            Section(
                "概况", (Paragraph("共 3 项。"), Note("权重为平台建议值。"), Facts((("等级", "3"), ("备案", EVIL))))
            ),
            Section(
                "分布",
                (Figure("各类结果", (Mark("符合", "good"), Mark("不符合", "bad")), (Bar("安全通信网络", (5, 1)),)),),
            ),
            Section(
                "逐项结果", (Table("控制项", columns, rows), Table("整改", (Column("任务"),), (), "没有整改任务")), 2
            ),
        ),
        proof=Proof("ab" * 32, 7, "5a" * 32),
        made=1_795_000_000_000_000,
        moment=say.moment(1_795_000_000_000_000),
        labels=labels(say),
    )


def of_docx(data: bytes) -> list[str]:
    """Every paragraph with its style and every row of every table, in order."""
    out = []
    for part in Document(BytesIO(data)).iter_inner_content():
        if isinstance(part, DocxTable):
            out += ["| " + " | ".join(cell.text for cell in row.cells) for row in part.rows]
        elif part.text.strip():
            assert part.style is not None
            out.append(f"{part.style.name}: {part.text}")
    return out


def of_xlsx(data: bytes) -> list[str]:
    """Every cell that holds something: sheet, place, type, value."""
    book = openpyxl.load_workbook(BytesIO(data))
    return [
        f"{sheet.title}!{cell.coordinate} {cell.data_type}: {cell.value}"
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]


SHOWN = {"docx": of_docx, "xlsx": of_xlsx}


@pytest.mark.parametrize("form", SHOWN)
def test_the_content_is_what_it_was(form: str) -> None:
    found = SHOWN[form](rendered(the_report(), form))
    assert found == (HERE / f"{form}.txt").read_text("utf-8").splitlines()


def test_the_kept_content_holds_what_the_report_says_and_no_formula() -> None:
    for form in SHOWN:
        kept = (HERE / f"{form}.txt").read_text("utf-8")
        for said in (EVIL, "@数据中心", "没有整改任务", "5a" * 32, "L3-8.1.4.1-a", "权重为平台建议值。"):
            assert said in kept, (form, said)
    assert " f: " not in (HERE / "xlsx.txt").read_text("utf-8")


if __name__ == "__main__":
    for name, show in SHOWN.items():
        (HERE / f"{name}.txt").write_text("\n".join(show(rendered(the_report(), name))) + "\n", "utf-8")
