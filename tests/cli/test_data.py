"""`fengsui data` at the terminal."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import orjson
import pytest
from typer.testing import CliRunner

from cli import context
from cli.main import app
from model.estate import DataClass, DataSet
from model.times import DAY, now_us, to_iso
from store import inventory
from tests.pipeline.compliance.small import a_small_district


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("FENGSUI_DATA", str(tmp_path / "data"))
    (tmp_path / "data").mkdir()
    with a_small_district(tmp_path / "data") as small:
        small.now = now_us() - DAY
        record: dict[str, Any] = {
            "event.dataset": "postgresql.log", "fengsui.data.set": "patients", "fengsui.data.place": "table",
            "fengsui.data.object": "clinic.patients", "fengsui.data.actor": "=thief", "fengsui.data.action": "export",
            "fengsui.data.rows": 70,
        }  # fmt: skip
        small.event("database", **record)
        with small.state.transaction() as tx:
            data_set = DataSet(
                id="patients", name="patients", name_zh="患者", unit="health", data_class=DataClass.SENSITIVE
            )
            inventory.put(tx, data_set, actor="test")
    return CliRunner()


def test_a_data_set_is_listed_shown_traced_and_assessed(run: CliRunner) -> None:
    listed = orjson.loads(run.invoke(app, ["data", "list", "--format", "json"]).stdout)
    assert [(one["data set"], one["class"]) for one in listed] == [("patients", "sensitive")]
    shown = orjson.loads(run.invoke(app, ["data", "show", "patients", "--format", "json"]).stdout)
    assert len({one["phase"] for one in shown}) == 10
    edges = orjson.loads(run.invoke(app, ["data", "lineage", "patients", "--format", "json"]).stdout)
    assert ("=thief", "unapproved", 70) in {(one["to"], one["standing"], one["rows"]) for one in edges}
    assert run.invoke(app, ["data", "assess", "patients"]).exit_code == 0
    assert run.invoke(app, ["data", "show", "nothing"]).exit_code != 0


def test_the_graph_leaves_as_a_file_no_spreadsheet_runs(run: CliRunner, tmp_path: Path) -> None:
    file = tmp_path / "lineage.csv"
    assert run.invoke(app, ["data", "lineage", "patients", "--export", "csv", "-o", str(file)]).exit_code == 0
    cells = [cell for row in csv.reader(io.StringIO(file.read_text("utf-8-sig"))) for cell in row]
    assert "'=thief" in cells
    assert not any(cell.startswith("=") for cell in cells)


def test_what_one_person_asks_another_approves(run: CliRunner, monkeypatch: pytest.MonkeyPatch) -> None:
    until = to_iso(now_us() + 30 * DAY)
    asked = ["data", "request", "patients", "--recipient", "water", "--purpose", "aid", "--until", until]
    assert run.invoke(app, [*asked, "--reason", "aid", "--number", "SQ-1", "--unit", "water"]).exit_code == 0
    assert run.invoke(app, ["data", "approve", "SQ-1"]).exit_code != 0, "who asks does not decide"
    monkeypatch.setattr(context, "actor", lambda: "cli:another")
    assert run.invoke(app, ["data", "approve", "SQ-1"]).exit_code == 0
    found = orjson.loads(run.invoke(app, ["data", "approvals", "--state", "approved", "--format", "json"]).stdout)
    assert [(one["number"], one["decided by"]) for one in found] == [("SQ-1", "cli:another")]
    assert run.invoke(app, ["data", "revoke", "SQ-1", "--note", "over"]).exit_code == 0
