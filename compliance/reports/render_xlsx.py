"""XLSX: a sheet with cover and contents, then a sheet a section. Texts are written as texts; no cell can be a formula or a link."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from compliance.reports.document import Cell, Facts, Figure, Mark, Note, Paragraph, Report, Table
from compliance.reports.packing import packed

COLOURS = {
    "good": "#1A7F4B",
    "warn": "#A15C00",
    "bad": "#B42318",
    "grave": "#7A1710",
    "low": "#2B678F",
    "mute": "#66727F",
}
FILLS = {
    "good": "#3FA675",
    "warn": "#E0A030",
    "bad": "#D1493F",
    "grave": "#8A1F16",
    "low": "#86B3D1",
    "mute": "#B8C0C8",
}
MOST_CELL = 32_767
MOST_NAME = 31
"""Letters of a sheet's name (ECMA-376, what Excel accepts)."""
WIDE = 110.0


def to_xlsx(report: Report) -> bytes:
    out = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties(
        {
            "title": report.title[:255],
            "author": report.labels["platform"],
            "created": datetime.fromtimestamp(report.made // 1_000_000, UTC).replace(tzinfo=None),
        }
    )
    formats = _formats(book)
    cover = book.add_worksheet(_name(report.labels["contents"], {}))
    names: dict[str, str] = {report.labels["contents"].lower(): ""}
    sheets = []
    for section in report.sections:
        name = _name(section.title, names)
        names[name.lower()] = section.title
        sheets.append((section, name, book.add_worksheet(name)))
    _cover(cover, report, [name for _, name, _ in sheets], formats)
    for section, name, sheet in sheets:
        _sheet(book, sheet, name, section.blocks, report, formats)
    book.close()
    return packed(out.getvalue(), report.made)


def _name(title: str, taken: Mapping[str, str]) -> str:
    plain = "".join(" " if letter in "[]:*?/\\'" else letter for letter in title).strip()[:MOST_NAME] or "-"
    name, number = plain, 2
    while name.lower() in taken:
        ending = f" {number}"
        name, number = plain[: MOST_NAME - len(ending)] + ending, number + 1
    return name


def _formats(book: Any) -> dict[str, Any]:
    top = {"valign": "top", "text_wrap": True}
    made = {
        tone: book.add_format({**top, "font_color": colour, "border": 1, "border_color": "#C9D1D9"})
        for tone, colour in COLOURS.items()
    }
    made["text"] = book.add_format({**top, "border": 1, "border_color": "#C9D1D9"})
    made["plain"] = book.add_format(top)
    made["faint"] = book.add_format({**top, "font_color": COLOURS["mute"]})
    made["title"] = book.add_format({"font_size": 16, "font_color": "#0B4F8A"})
    made["caption"] = book.add_format({"font_size": 11, "font_color": "#0B4F8A"})
    made["head"] = book.add_format({**top, "bold": True, "bg_color": "#E8EEF4", "border": 1, "border_color": "#C9D1D9"})
    return made


def _cover(sheet: Any, report: Report, names: list[str], formats: Mapping[str, Any]) -> None:
    sheet.set_column(0, 0, 28)
    sheet.set_column(1, 1, 90)
    _text(sheet, 0, 0, report.title, formats["title"])
    _text(sheet, 1, 0, report.subtitle, formats["caption"])
    labels, proof = report.labels, report.proof
    rows = (
        *report.cover,
        (labels["made"], report.moment),
        (labels["origin"], proof.origin),
        (labels["size"], str(proof.size)),
        (labels["root"], proof.root),
    )
    at = 3
    for name, value in rows:
        _text(sheet, at, 0, name, formats["faint"])
        _text(sheet, at, 1, value, formats["plain"])
        at += 1
    sheet.merge_range(at + 1, 0, at + 1, 1, "", formats["faint"])
    _text(sheet, at + 1, 0, labels["verify"], formats["faint"])
    sheet.set_row(at + 1, 32)
    _text(sheet, at + 3, 0, labels["contents"], formats["caption"])
    for index, name in enumerate(names):
        _text(sheet, at + 4 + index, 0, str(index + 1), formats["faint"])
        _text(sheet, at + 4 + index, 1, name, formats["plain"])


def _sheet(book: Any, sheet: Any, name: str, blocks: Any, report: Report, formats: Mapping[str, Any]) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer(f"&R&P / &N &L{report.proof.root[:16]}")
    tables = [block for block in blocks if isinstance(block, Table)]
    _widths(sheet, tables)
    at = 0
    for block in blocks:
        match block:
            case Paragraph(text):
                _line(sheet, at, text, formats["plain"])
                at += 1
            case Note(text):
                _line(sheet, at, f"{report.labels['note']}: {text}", formats["warn"])
                at += 1
            case Facts(rows):
                for label, value in rows:
                    _text(sheet, at, 0, label, formats["faint"])
                    _text(sheet, at, 1, value, formats["plain"])
                    at += 1
            case Table():
                at = _table(sheet, at, block, formats, only=len(blocks) == 1)
            case Figure():
                at = _figure(book, sheet, name, at, block, formats)
        at += 1


def _widths(sheet: Any, tables: list[Table]) -> None:
    if not tables:
        sheet.set_column(0, 0, 30)
        sheet.set_column(1, 1, 60)
        return
    widest = max(tables, key=lambda table: len(table.columns))
    total = sum(column.width for column in widest.columns)
    for index, column in enumerate(widest.columns):
        sheet.set_column(index, index, max(8.0, WIDE * column.width / total))


def _line(sheet: Any, at: int, text: str, style: Any) -> None:
    """Across the sheet, as high as the text needs."""
    sheet.merge_range(at, 0, at, 7, "", style)
    _text(sheet, at, 0, text, style)
    sheet.set_row(at, 15 * (1 + len(text) // 60))


def _table(sheet: Any, at: int, table: Table, formats: Mapping[str, Any], *, only: bool) -> int:
    _text(sheet, at, 0, table.title, formats["caption"])
    if not table.rows:
        _text(sheet, at + 1, 0, table.empty, formats["faint"])
        return at + 2
    for index, column in enumerate(table.columns):
        _text(sheet, at + 1, index, column.title, formats["head"])
    for offset, row in enumerate(table.rows, at + 2):
        for index, cell in enumerate(row):
            _cell(sheet, offset, index, cell, formats)
    end = at + 1 + len(table.rows)
    if only:
        sheet.freeze_panes(at + 2, 0)
        sheet.repeat_rows(at + 1)
        sheet.autofilter(at + 1, 0, end, len(table.columns) - 1)
    return end + 1


def _figure(book: Any, sheet: Any, name: str, at: int, figure: Figure, formats: Mapping[str, Any]) -> int:
    _text(sheet, at, 0, figure.title, formats["caption"])
    for index, series in enumerate(figure.series, 1):
        _text(sheet, at + 1, index, series.text, formats["head"])
    for offset, bar in enumerate(figure.bars, at + 2):
        _text(sheet, offset, 0, bar.label, formats["text"])
        for index, value in enumerate(bar.values, 1):
            sheet.write_number(offset, index, value, formats["text"])
    end = at + 1 + len(figure.bars)
    if not figure.bars:
        return end + 1
    chart = book.add_chart({"type": "bar", "subtype": "percent_stacked"})
    for index, series in enumerate(figure.series, 1):
        chart.add_series(
            {
                "name": [name, at + 1, index],
                "categories": [name, at + 2, 0, end, 0],
                "values": [name, at + 2, index, end, index],
                "fill": {"color": FILLS[series.tone]},
                "gap": 40,
            }
        )
    chart.set_y_axis({"reverse": True})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 720, "height": 120 + 26 * min(len(figure.bars), 40)})
    sheet.insert_chart(end + 2, 0, chart)
    return end + 4 + (120 + 26 * min(len(figure.bars), 40)) // 20


def _cell(sheet: Any, row: int, column: int, cell: Cell, formats: Mapping[str, Any]) -> None:
    if isinstance(cell, Mark):
        _text(sheet, row, column, cell.text, formats[cell.tone])
    elif isinstance(cell, str):
        _text(sheet, row, column, cell, formats["text"])
    else:
        sheet.write_number(row, column, cell, formats["text"])


def _text(sheet: Any, row: int, column: int, text: str, style: Any) -> None:
    """As a string, whatever it begins with."""
    sheet.write_string(row, column, text[:MOST_CELL], style)
