"""How commands print: tables for people, JSON, JSON lines and CSV for programs. Untrusted text is shown as text."""

from __future__ import annotations

import csv
import io
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any

import orjson
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from model.spreadsheet import guarded
from model.times import to_iso


class Format(StrEnum):
    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


PIPE = 2_000
"""Columns of what is no terminal: rows are wrapped nowhere, so that `grep` and `less -S` see whole ones."""
console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)

# Control characters (also the bidirectional overrides) would let a log line rewrite the analyst's terminal.
_HARMLESS = {code: f"\\x{code:02x}" for code in [*range(32), *range(127, 160)]}
_HARMLESS |= {
    code: f"\\u{code:04x}" for code in [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF]
}
_HARMLESS |= {code: f"\\u{code:04x}" for code in range(0xD800, 0xE000)}


def plain(value: Any) -> str:
    """A value as one harmless line of text."""
    if isinstance(value, list | tuple):
        return ", ".join(plain(v) for v in value)
    return str(value).translate(_HARMLESS)


def cell(value: Any) -> str:
    """A value as a CSV cell no spreadsheet will run. Numbers stay numbers."""
    if isinstance(value, bool | int | float):
        return str(value)
    return guarded(
        "" if value is None else ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    )


def when(us: int) -> str:
    """A time for a table: to the second, UTC."""
    return to_iso(us)[:19].replace("T", " ") if us else "-"


def rows(
    items: Iterable[Mapping[str, Any]], columns: Sequence[str], fmt: Format, *, title: str = "", empty: str = ""
) -> None:
    """Print rows. In a table only `columns` are shown, with `empty` said when there is none; JSON has all keys."""
    if fmt is Format.table:
        table = Table(title=title or None, title_justify="left", box=None, pad_edge=False, header_style="bold")
        for column in columns:
            table.add_column(column, overflow="fold")
        shown = [[plain(item.get(column, "")) for column in columns] for item in items]
        for cells in shown:
            table.add_row(*map(escape, cells))
        if shown:
            # What a row is called stays in one piece, as long as others have room to give.
            table.columns[0].no_wrap = max(len(cells[0]) for cells in shown) <= console.width // 3
            wide = not console.is_terminal and "COLUMNS" not in os.environ
            (Console(highlight=False, width=PIPE) if wide else console).print(table)
        elif empty:
            console.print(escape(empty))
    elif fmt is Format.csv:
        text = io.TextIOWrapper(sys.stdout.buffer, "utf-8", errors="backslashreplace", newline="", write_through=True)
        writer = csv.writer(text)
        writer.writerow(columns)
        for item in items:
            writer.writerow([cell(item.get(column)) for column in columns])
        text.detach()
    elif fmt is Format.jsonl:
        for item in items:
            line(orjson.dumps(item, default=str))
    else:
        line(orjson.dumps(list(items), default=str, option=orjson.OPT_INDENT_2))
    sys.stdout.flush()


def line(data: bytes) -> None:
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.write(b"\n")


def say(text: str) -> None:
    """A sentence for the person at the terminal; goes to stderr so that output stays clean."""
    errors.print(escape(text), soft_wrap=True)
