"""Cells of a spreadsheet (ECMA-376, SpreadsheetML) as texts, read without executing, resolving or unpacking anything else.

An own reader, because the file is hostile: libraries at hand follow entities and unpack before they look at sizes.
Formulas give the value the spreadsheet last kept for them.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from typing import Final

from collectors.inventory.archives import members
from collectors.inventory.xml_tree import Node, subtrees
from model.errors import InputError

MAX_COLUMNS: Final = 200
_CELL = re.compile(r"([A-Z]{1,3})[0-9]{1,7}")


def sheets(data: bytes, where: str) -> Iterator[tuple[str, Iterator[tuple[int, Sequence[str]]]]]:
    """Title and rows (number and cells) of each sheet. Raises InputError."""
    parts = {name.lstrip("/"): content for name, content in members(data, where, wanted=(".xml", ".rels"))}
    if "xl/workbook.xml" not in parts:
        raise InputError("no XLSX workbook", where=where)
    shared = [_rich(item) for item in _in(parts, "xl/sharedStrings.xml", {"si"}, where)]
    targets = {
        one.get("Id"): posixpath.normpath(posixpath.join("xl", one.get("Target"))).removeprefix("/")
        for one in _in(parts, "xl/_rels/workbook.xml.rels", {"Relationship"}, where)
    }
    for sheet in _in(parts, "xl/workbook.xml", {"sheet"}, where):
        path = targets.get(sheet.get("id"), "")
        yield sheet.get("name"), _rows(_in(parts, path, {"row"}, where), shared)


def _in(parts: dict[str, bytes], path: str, wanted: set[str], where: str) -> Iterator[Node]:
    return subtrees(parts[path], wanted, f"{where}: {path}") if path in parts else iter(())


def _rows(nodes: Iterator[Node], shared: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
    for count, row in enumerate(nodes, 1):
        cells: list[str] = []
        for cell in row.all("c"):
            column = _column(cell.get("r"), len(cells))
            if column >= MAX_COLUMNS:
                break
            cells += [""] * (column + 1 - len(cells))
            cells[column] = _value(cell, shared)
        number = row.get("r")
        yield int(number) if number.isascii() and number.isdigit() and len(number) < 9 else count, cells


def _value(cell: Node, shared: Sequence[str]) -> str:
    kind, value = cell.get("t"), cell.said("v")
    if kind == "s":
        position = int(value) if value.isascii() and value.isdigit() and len(value) < 9 else -1
        return shared[position] if 0 <= position < len(shared) else ""
    if kind == "inlineStr":
        return _rich(cell.first("is"))
    if kind == "b":
        return "yes" if value == "1" else "no"
    return "" if kind == "e" else value


def _rich(item: Node) -> str:
    """Text of a string item: plain, or runs; phonetic hints are left out."""
    return item.first("t").text + "".join(run.first("t").text for run in item.all("r"))


def _column(reference: str, expected: int) -> int:
    """0-based, from `B7`; the next one when the file gives none."""
    found = _CELL.fullmatch(reference)
    if found is None:
        return expected
    number = 0
    for letter in found.group(1):
        number = number * 26 + ord(letter) - 64
    return number - 1
