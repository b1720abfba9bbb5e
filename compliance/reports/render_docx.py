"""DOCX: the same sections with Word's own headings, contents and repeated table headers, so that people can write on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from compliance.reports.document import Cell, Column, Facts, Figure, Mark, Note, Paragraph, Report, Section, Table
from compliance.reports.packing import packed

LATIN, CHINESE = "Arial", "微软雅黑"
ACCENT, FAINT = RGBColor(0x0B, 0x4F, 0x8A), RGBColor(0x66, 0x72, 0x7F)
TONES = {
    "good": RGBColor(0x1A, 0x7F, 0x4B),
    "warn": RGBColor(0xA1, 0x5C, 0x00),
    "bad": RGBColor(0xB4, 0x23, 0x18),
    "grave": RGBColor(0x7A, 0x17, 0x10),
    "low": RGBColor(0x2B, 0x67, 0x8F),
    "mute": FAINT,
}
LINE_CM = 17.0
"""Width of the text on A4 with the margins below."""


def to_docx(report: Report) -> bytes:
    document = Document()
    _styles(document)
    _properties(document, report)
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    page.top_margin, page.bottom_margin = Cm(2.4), Cm(2.2)
    page.different_first_page_header_footer = True
    _frame(page, report)
    _cover(document, report)
    _contents(document, report)
    for number, section in _numbered(report.sections):
        document.add_heading(f"{number} {section.title}", section.level)
        for block in section.blocks:
            _block(document, block, report.labels)
    out = BytesIO()
    document.save(out)
    return packed(out.getvalue(), report.made)


def _numbered(sections: tuple[Section, ...]) -> Iterator[tuple[str, Section]]:
    first = second = 0
    for section in sections:
        if section.level == 1:
            first, second = first + 1, 0
            yield str(first), section
        else:
            second += 1
            yield f"{first}.{second}", section


def _styles(document: Any) -> None:
    for name in ("Normal", "Title", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name = LATIN
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for place in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(place), None)
        fonts.set(qn("w:eastAsia"), CHINESE)
        fonts.set(qn("w:hAnsi"), LATIN)
    document.styles["Normal"].font.size = Pt(10)
    for name, size in (("Heading 1", 16), ("Heading 2", 12)):
        document.styles[name].font.color.rgb = ACCENT
        document.styles[name].font.size = Pt(size)


def _properties(document: Any, report: Report) -> None:
    held = document.core_properties
    moment = datetime.fromtimestamp(report.made // 1_000_000, UTC).replace(tzinfo=None)
    held.title, held.author, held.comments = report.title[:255], report.labels["platform"], ""
    held.created = held.modified = moment
    held.last_modified_by = report.labels["platform"]


def _frame(page: Any, report: Report) -> None:
    head = page.header.paragraphs[0]
    _run(head, " · ".join(filter(None, (report.title, report.subtitle))), 8, FAINT)
    foot = page.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _run(foot, f"{report.moment}   Merkle {report.proof.root[:16]}…   {report.labels['page']} ", 8, FAINT)
    _field(foot, "PAGE")
    _run(foot, f" {report.labels['of']} ", 8, FAINT)
    _field(foot, "NUMPAGES")
    _run(foot, f" {report.labels['pages']}", 8, FAINT)


def _cover(document: Any, report: Report) -> None:
    for _ in range(4):
        document.add_paragraph()
    _run(document.add_paragraph(), report.labels["platform"], 12, FAINT)
    _run(document.add_paragraph(), report.title, 28, ACCENT)
    _run(document.add_paragraph(), report.subtitle, 14)
    document.add_paragraph()
    _facts(document, report.cover)
    document.add_paragraph()
    _run(document.add_paragraph(), report.labels["proof"], 10, ACCENT)
    proof, labels = report.proof, report.labels
    _facts(
        document,
        (
            (labels["origin"], proof.origin),
            (labels["size"], str(proof.size)),
            (labels["root"], proof.root),
            (labels["made"], report.moment),
        ),
    )
    _run(document.add_paragraph(), labels["verify"], 8, FAINT)
    document.add_page_break()


def _contents(document: Any, report: Report) -> None:
    """A field Word brings up to date; until then it shows the headings without pages."""
    _run(document.add_paragraph(), report.labels["contents"], 16, ACCENT)
    entries = [
        f"{'    ' * (section.level - 1)}{number} {section.title}" for number, section in _numbered(report.sections)
    ]
    first = document.add_paragraph()
    _mark(first, "begin")
    _instruction(first, 'TOC \\o "1-2" \\h \\z \\u')
    _mark(first, "separate")
    last = first
    for index, entry in enumerate(entries):
        last = first if index == 0 else document.add_paragraph()
        _run(last, entry, 10)
    _mark(last, "end")
    document.add_page_break()


def _block(document: Any, block: Any, labels: dict[str, str]) -> None:
    match block:
        case Paragraph(text):
            document.add_paragraph(text)
        case Note(text):
            line = document.add_paragraph()
            _run(line, labels["note"] + "  ", 9, TONES["warn"])
            _run(line, text, 9, FAINT)
        case Facts(rows):
            _facts(document, rows)
        case Table():
            _caption(document, block.title)
            if block.rows:
                _table(document, block.columns, block.rows)
            else:
                _run(document.add_paragraph(), block.empty, 9, FAINT)
        case Figure():
            _caption(document, block.title)
            columns = (Column("", 3), *(Column(one.text, 1, number=True) for one in block.series))
            _table(document, columns, tuple((bar.label, *bar.values) for bar in block.bars))


def _caption(document: Any, text: str) -> None:
    line = document.add_paragraph()
    line.paragraph_format.keep_with_next = True
    line.paragraph_format.space_before = Pt(8)
    _run(line, text, 10, ACCENT)


def _facts(document: Any, rows: tuple[tuple[str, str], ...]) -> None:
    if not rows:
        return
    table = document.add_table(rows=0, cols=2)
    table.style = "Table Grid"
    table.autofit = False
    for name, value in rows:
        cells = table.add_row().cells
        for cell, width in zip(cells, (0.3, 0.7), strict=True):
            cell.width = Cm(LINE_CM * width)
        _run(cells[0].paragraphs[0], name, 9, FAINT)
        _run(cells[1].paragraphs[0], value, 9)
    document.add_paragraph()


def _table(document: Any, columns: tuple[Column, ...], rows: tuple[tuple[Cell, ...], ...]) -> None:
    """Rows stay whole, the header comes again on every page. Built row by row as XML: the library's cells are too slow."""
    table = document.add_table(rows=1, cols=len(columns))
    table.style = "Table Grid"
    table.autofit = False
    total = sum(one.width for one in columns)
    widths = [int(Cm(LINE_CM * one.width / total).twips) for one in columns]
    for column, grid in zip(widths, table._tbl.tblGrid.gridCol_lst, strict=True):
        grid.w = column * 635
    head = table.rows[0]._tr
    table._tbl.remove(head)
    table._tbl.append(_row([Mark(one.title, "mute") for one in columns], columns, widths, header=True))
    for row in rows:
        table._tbl.append(_row(row, columns, widths))
    document.add_paragraph()


def _row(cells: Any, columns: tuple[Column, ...], widths: list[int], *, header: bool = False) -> Any:
    row = OxmlElement("w:tr")
    about = OxmlElement("w:trPr")
    about.append(OxmlElement("w:cantSplit"))
    if header:
        about.append(OxmlElement("w:tblHeader"))
    row.append(about)
    for cell, column, width in zip(cells, columns, widths, strict=True):
        row.append(_cell(cell, width, right=column.number, header=header))
    return row


def _cell(value: Cell, width: int, *, right: bool, header: bool) -> Any:
    text, colour = (value.text, TONES[value.tone]) if isinstance(value, Mark) else (str(value), None)
    cell = OxmlElement("w:tc")
    about = OxmlElement("w:tcPr")
    _with(about, "w:tcW", {"w:w": str(width), "w:type": "dxa"})
    if header:
        _with(about, "w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": "E8EEF4"})
    cell.append(about)
    line = OxmlElement("w:p")
    layout = OxmlElement("w:pPr")
    _with(layout, "w:spacing", {"w:before": "20", "w:after": "20"})
    if right:
        _with(layout, "w:jc", {"w:val": "right"})
    line.append(layout)
    run = OxmlElement("w:r")
    look = OxmlElement("w:rPr")
    if colour is not None:
        _with(look, "w:color", {"w:val": str(colour)})
    _with(look, "w:sz", {"w:val": "16"})
    run.append(look)
    words = OxmlElement("w:t")
    words.text = text
    words.set(qn("xml:space"), "preserve")
    run.append(words)
    line.append(run)
    cell.append(line)
    return cell


def _with(parent: Any, name: str, values: dict[str, str]) -> None:
    element = OxmlElement(name)
    for key, value in values.items():
        element.set(qn(key), value)
    parent.append(element)


def _run(paragraph: Any, text: str, size: float, colour: RGBColor | None = None) -> None:
    run = paragraph.add_run(text)
    run.font.size = Pt(size)
    if colour is not None:
        run.font.color.rgb = colour


def _field(paragraph: Any, code: str) -> None:
    _mark(paragraph, "begin")
    _instruction(paragraph, code)
    _mark(paragraph, "separate")
    _run(paragraph, "1", 8, FAINT)
    _mark(paragraph, "end")


def _mark(paragraph: Any, kind: str) -> None:
    mark = OxmlElement("w:fldChar")
    mark.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(mark)


def _instruction(paragraph: Any, code: str) -> None:
    text = OxmlElement("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = code
    paragraph.add_run()._r.append(text)
