"""Tables of records: CSV (one kind per file) and XLSX (one kind per sheet), with headers in English or Chinese.

An empty cell says nothing: the register keeps what it has. Lists are separated by `;`, `；`, `、` or line breaks;
`none` (无) is a list of nothing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, Final

import msgspec
import xlsxwriter

from collectors.inventory.contract import FIELDS, RECORDS, Reading, check_size, shorten
from collectors.inventory.words import (
    NOTHING,
    cell_text,
    cell_value,
    column_field,
    column_title,
    kind_of_columns,
    sheet_kind,
    sheet_title,
)
from collectors.inventory.xlsx import sheets
from model.errors import InputError
from model.inventory import Estate

MAX_CELL: Final = 32_767
"""Characters in a cell; also a spreadsheet's own limit."""
ENCODINGS: Final = ("utf-8-sig", "gb18030")


def read_csv(data: bytes, where: str, *, kind: str = "", unit: str = "") -> Reading:
    """kind: of its rows, else told from the header."""
    check_size(data, where)
    reading = Reading(form="csv")
    text = _decoded(data, where)
    sample = text[:4_096].partition("\n")[0]
    delimiter = max(",;\t", key=sample.count)
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        _rows(reading, kind, ((rows.line_num, row) for row in rows), where, unit)
    except csv.Error as error:
        raise InputError(f"no table: {error}", where=where) from error
    return reading


def read_xlsx(data: bytes, where: str, *, unit: str = "") -> Reading:
    reading = Reading(form="xlsx")
    found = False
    for title, rows in sheets(data, where):
        kind = sheet_kind(title)
        if not kind:
            reading.reject(
                f"{where}: sheet {shorten(title, 40)}", "its name is no kind of record: " + ", ".join(RECORDS)
            )
            continue
        found = True
        _rows(reading, kind, rows, f"{where}: sheet {shorten(title, 40)}", unit)
    if not found:
        raise InputError("no sheet is named for a kind of record", where=where, hint="take the template")
    return reading


def write_csv(kind: str, records: Iterable[msgspec.Struct], *, zh: bool) -> bytes:
    """With a byte order mark, without which a spreadsheet takes UTF-8 for something else."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    names = _columns(kind)
    writer.writerow([column_title(name, zh=zh) for name in names])
    for record in records:
        values = msgspec.to_builtins(record)
        writer.writerow([_cell(kind, name, values[name]) for name in names])
    return out.getvalue().encode("utf-8-sig", "backslashreplace")


def write_xlsx(estate: Estate, *, zh: bool) -> bytes:
    """A sheet per kind, also for those without records: an empty estate is the template."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    bold = book.add_format({"bold": True})
    for kind in RECORDS:
        sheet = book.add_worksheet(sheet_title(kind, zh=zh))
        names = _columns(kind)
        for column, name in enumerate(names):
            sheet.write_string(0, column, column_title(name, zh=zh), bold)
            sheet.set_column(column, column, 18)
        sheet.freeze_panes(1, 1)
        for number, record in enumerate(getattr(estate, kind), 1):
            values = msgspec.to_builtins(record)
            for column, name in enumerate(names):
                _write_cell(sheet, number, column, _cell(kind, name, values[name]))
    book.close()
    return out.getvalue()


def _cell(kind: str, name: str, value: Any) -> str | float:
    """As `cell_text`; a list of nothing says so where leaving it out would stand for something, as `*` for a conduit."""
    return NOTHING[0] if value in ((), []) and _defaults(kind)[name] else cell_text(name, value)


@cache
def _defaults(kind: str) -> dict[str, Any]:
    return {f.name: () if f.default is msgspec.NODEFAULT else f.default for f in msgspec.structs.fields(RECORDS[kind])}


def _write_cell(sheet: Any, row: int, column: int, value: str | float) -> None:
    if isinstance(value, str):
        if value:
            sheet.write_string(row, column, value[:MAX_CELL])
    else:
        sheet.write_number(row, column, value)


def _columns(kind: str) -> list[str]:
    """`id` and what is always needed first, in the order of the record's fields."""
    return [field.name for field in msgspec.structs.fields(RECORDS[kind])]


def _decoded(data: bytes, where: str) -> str:
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError("neither UTF-8 nor GB 18030", where=where, hint="save the table as CSV UTF-8")


def _rows(reading: Reading, kind: str, rows: Iterable[tuple[int, Sequence[str]]], where: str, unit: str) -> None:
    given: Iterator[tuple[int, Sequence[str]]] = iter(rows)
    header: list[str] = []
    for _, row in given:
        if any(cell.strip() for cell in row):
            header = [cell.strip() for cell in row]
            break
    kind = kind or kind_of_columns(header)
    if not kind:
        raise InputError(
            "its columns fit no kind of record",
            where=where,
            hint="say which kind it holds, or take the template",
        )
    if kind not in RECORDS:
        raise InputError(f"{kind!r} is no kind of record; expected {', '.join(RECORDS)}", where=where)
    fields = [column_field(kind, title) for title in header]
    unknown = [shorten(title, 40) for title, name in zip(header, fields, strict=True) if title and not name]
    if "id" not in fields or unknown:
        missing = ["id (编号) is missing"] if "id" not in fields else []
        raise InputError(
            "; ".join(missing + [f"column {title!r} is unknown" for title in unknown]),
            where=where,
            hint="expected " + ", ".join(sorted(FIELDS[kind])),
        )
    for line, row in given:
        _row(reading, kind, fields, row, f"{where}:{line}", unit)


def _row(reading: Reading, kind: str, fields: list[str], row: Sequence[str], where: str, unit: str) -> None:
    if not any(cell.strip() for cell in row):
        return
    values: dict[str, Any] = {}
    for name, cell in zip(fields, row, strict=False):
        if not name or not cell.strip():
            continue
        try:
            values[name] = cell_value(kind, name, cell[:MAX_CELL])
        except ValueError as error:
            reading.reject(where, str(error))
            return
    if not values.get("id"):
        reading.reject(where, "the id (编号) is empty")
        return
    if unit and kind != "units":
        values.setdefault("unit", unit)
    for one, other in (("name", "name_zh"), ("name_zh", "name")):
        if one in FIELDS[kind] and one not in values and values.get(other):
            values[one] = values[other]
    reading.add(kind, where, **values)
