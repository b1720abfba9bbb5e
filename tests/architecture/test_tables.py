"""Whoever writes a table for a spreadsheet keeps formulas out of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = ("api", "cli", "collectors", "compliance", "correlator", "detections", "model", "pipeline", "playbooks", "store")
FILES = {
    str(file.relative_to(ROOT)): text
    for folder in CODE
    for file in sorted((ROOT / folder).rglob("*.py"))
    if re.search(r"\bcsv\.(writer|DictWriter)\(|\bxlsxwriter\b", text := file.read_text("utf-8"))
}
GUARDS = re.compile(r"\bfrom model\.spreadsheet import .*\bguarded\b|\bcell_text\b")
"""`model.spreadsheet.guarded`, or `collectors.inventory.words.cell_text`, which calls it."""


def test_tables_are_written_where_this_test_looks() -> None:
    assert {
        "cli/output.py",
        "store/events/export.py",
        "compliance/exports/rows.py",
        "collectors/inventory/tables.py",
    } <= set(FILES)


@pytest.mark.parametrize("file", [name for name, text in FILES.items() if "csv." in text])
def test_whoever_writes_csv_guards_its_cells(file: str) -> None:
    assert GUARDS.search(FILES[file]), f"{file}: cells of a CSV go through model.spreadsheet.guarded"


@pytest.mark.parametrize("file", [name for name, text in FILES.items() if "xlsxwriter" in text])
def test_whoever_writes_xlsx_says_of_every_cell_that_it_is_text_or_a_number(file: str) -> None:
    text = FILES[file]
    assert '"strings_to_formulas": False' in text
    assert '"strings_to_urls": False' in text
    guessing = re.findall(
        r"\.(write|write_row|write_column|write_formula|write_array_formula|write_url|write_rich_string)\(", text
    )
    assert guessing == [], f"{file}: write_string or write_number, which guess nothing"
