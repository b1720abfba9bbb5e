"""What leaves the platform in a file."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.event import Event
from store.events.export import export_csv, export_jsonl, guarded

EVENT: Event = {
    "@timestamp": 1_795_003_200_000_001,
    "event.category": ["web", "=cmd"],
    "message": "登录",
    "destination.port": -5,
    "flag": True,
}


def rows(events: list[Event], fields: list[str]) -> list[list[str]]:
    out = io.StringIO(newline="")
    assert export_csv(iter(events), out, fields) == len(events)
    return list(csv.reader(io.StringIO(out.getvalue(), newline="")))


def test_csv_has_a_header_iso_dates_joined_lists_and_empty_cells() -> None:
    assert rows([EVENT], ["@timestamp", "event.category", "message", "destination.port", "flag", "no.such"]) == [
        ["@timestamp", "event.category", "message", "destination.port", "flag", "no.such"],
        ["2026-11-18T12:00:00.000001Z", "web; '=cmd", "登录", "-5", "true", ""],
    ]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "=", " =1", '"=1', "\n=1", "＝1", "\0=1", "\ufeff=1", "'=1", "-2+3"],
)
def test_text_a_spreadsheet_would_run_is_made_text(text: str) -> None:
    assert rows([{"message": text}], ["message"])[1][0].startswith("'")


@settings(deadline=None)
@given(st.text(), st.text())
def test_no_cell_begins_a_formula_and_rows_stay_rows(value: str, name: str) -> None:
    table = rows([{name: value}, {name: [value, value]}], [name, "x"])
    assert [len(row) for row in table] == [2, 2, 2]
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in table for cell in row)


def test_ordinary_text_is_left_alone() -> None:
    for text in ("a=b", "x", "", "10.0.0.1", "登录", "a-b", "' x"):
        assert guarded(text) == text


@pytest.mark.parametrize(
    ("value", "shown"),
    [(2**70, str(2**70)), ("a\ud800", "a\\ud800"), ([1, "a"], [1, "a"]), ("登录", "登录"), (0.5, 0.5)],
)
def test_json_lines_carry_every_value(value: Any, shown: Any) -> None:
    out = io.BytesIO()
    assert export_jsonl(iter([EVENT | {"odd": value}, EVENT]), out) == 2
    first, second = out.getvalue().splitlines()
    assert json.loads(first)["odd"] == shown
    assert json.loads(first)["@timestamp"] == json.loads(second)["@timestamp"] == "2026-11-18T12:00:00.000001Z"
