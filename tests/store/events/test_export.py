"""What leaves the platform in a file."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.event import Event
from model.spreadsheet import guarded
from model.times import SECOND
from store.contract import TimeRange
from store.events.export import export_csv, export_jsonl, write_csv, write_jsonl, write_parquet
from store.events.store import ParquetEventStore
from store.scope import Scope
from tests.store.event_store_contract import NOON, event, ids, stored

EVENT: Event = {
    "@timestamp": 1_795_003_200_000_001,
    "event.category": ["web", "=cmd"],
    "message": "登录",
    "destination.port": -5,
    "flag": True,
}


def rows(events: list[Event], fields: list[str]) -> list[list[str]]:
    out = io.StringIO(newline="")
    assert write_csv(iter(events), out, fields) == len(events)
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
    assert write_jsonl(iter([EVENT | {"odd": value}, EVENT]), out) == 2
    first, second = out.getvalue().splitlines()
    assert json.loads(first)["odd"] == shown
    assert json.loads(first)["@timestamp"] == json.loads(second)["@timestamp"] == "2026-11-18T12:00:00.000001Z"


def test_an_export_is_a_search_in_time_order_within_the_scope(store: ParquetEventStore, begin: Any) -> None:
    events = [event(n, unit=f"u{n % 2}", at=NOON + n * SECOND, message=f"=m{n}") for n in range(6)]
    stored(store, begin, events[::-1], "a")
    scope = Scope(frozenset({"u1"}))
    out = io.BytesIO()
    assert export_csv(store, out, "event.dataset:json", scope, fields=["message", "fengsui.unit"]) == 3
    assert out.getvalue().startswith(b"\xef\xbb\xbfmessage,")
    assert list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"))))[1:] == [
        ["'=m1", "u1"],
        ["'=m3", "u1"],
        ["'=m5", "u1"],
    ]
    out = io.BytesIO()
    assert export_jsonl(store, out, None, scope, within=TimeRange(NOON, NOON + 2 * SECOND)) == 1
    assert json.loads(out.getvalue())["event.id"] == events[1]["event.id"]


def test_a_parquet_file_has_one_column_per_field_whatever_types_it_met(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.events.parquet_file.CHUNK", 2)
    events = [
        event(0, destination_port=443, event_category=["web"], source_ip="10.0.0.1"),
        event(1, destination_port="https", odd="x"),
        event(2, source_ip="not an address"),
        event(3) | {"mixed": [1, "a"], "Odd": 1},
        event(4) | {"odd": 2**70},
    ]
    path = tmp_path / "out.parquet"
    assert write_parquet(iter(events), path) == 5
    table = pq.read_table(path)
    rows = table.to_pylist()
    assert [row["destination.port"] for row in rows] == ["443", '"https"', None, None, None]
    assert [row["source.ip"] for row in rows] == ["10.0.0.1", None, "not an address", None, None]
    assert rows[0]["event.category"] == ["web"]
    assert rows[0]["@timestamp"].isoformat() == "2026-11-18T12:00:00+00:00"
    assert [row["event.id"] for row in rows] == ids(events)
    assert rows[1]["odd"] == "x"
    assert json.loads(rows[3]["_rest"]) == {"mixed": [1, "a"]}
    assert rows[3]["Odd"] == 1
    assert list(tmp_path.iterdir()) == [path]


def test_a_parquet_file_of_nothing_is_a_parquet_file(tmp_path: Path) -> None:
    assert write_parquet(iter([]), tmp_path / "e.parquet") == 0
    assert pq.read_table(tmp_path / "e.parquet").num_rows == 0
