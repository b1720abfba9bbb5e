"""`fengsui compliance` and `fengsui evidence` at the terminal."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner

from cli.main import app
from tests.pipeline.compliance.small import a_small_district


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("FENGSUI_DATA", str(tmp_path / "data"))
    (tmp_path / "data").mkdir()
    with a_small_district(tmp_path / "data") as small:
        small.flow()
    return CliRunner()


def test_posture_is_told_sealed_exported_and_verified_on_another_machine(
    run: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = run.invoke(app, ["compliance", "status", "--format", "json", "--at", "2026-11-20T09:00:00Z"])
    assert {one["system"] for one in orjson.loads(told.stdout)} == {"records", "pumps"}
    items = run.invoke(
        app, ["compliance", "items", "records", "--verdict", "met", "--format", "json", "--at", "2026-11-20T09:00:00Z"]
    )
    assert "L3-8.1.3.5-b" in {one["item"] for one in orjson.loads(items.stdout)}
    assert run.invoke(app, ["compliance", "seal"]).exit_code == 0
    bundle = tmp_path / "bundle.jsonl"
    assert run.invoke(app, ["evidence", "export", "records", str(bundle)]).exit_code == 0
    assert run.invoke(app, ["evidence", "verify"]).exit_code == 0
    monkeypatch.setenv("FENGSUI_DATA", str(tmp_path / "elsewhere"))
    held = run.invoke(app, ["evidence", "verify", str(bundle), "--format", "json"])
    assert held.exit_code == 0
    root = orjson.loads(held.stdout)["root"]
    assert run.invoke(app, ["evidence", "verify", str(bundle), "--root", root]).exit_code == 0
    raw = bytearray(bundle.read_bytes())
    raw[len(raw) // 2] ^= 1
    bundle.write_bytes(raw)
    assert run.invoke(app, ["evidence", "verify", str(bundle)]).exit_code == 1


def test_gates_say_what_is_missing(run: CliRunner) -> None:
    told = run.invoke(app, ["compliance", "gates", "records", "--format", "json"])
    assert {one["fault"] for one in orjson.loads(told.stdout)} == {"missing"}
