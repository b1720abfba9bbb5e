"""`fengsui compliance` and `fengsui evidence` at the terminal."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest
from typer.testing import CliRunner

from cli.main import app
from compliance.reports.signature import read_key
from model.errors import InputError
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
    assert run.invoke(app, ["evidence", "export", "--system", "records", "-o", str(bundle)]).exit_code == 0
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


def test_one_command_verifies_a_bundle_a_signed_report_and_an_unsigned_one(
    run: CliRunner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run.invoke(app, ["report", "keygen", str(tmp_path / "key")]).exit_code == 0
    key = read_key((tmp_path / "key").read_text("ascii")).public
    plain, signed = tmp_path / "plain.json", tmp_path / "signed.json"
    made = ["report", "self-assessment", "--system", "records", "--format", "json", "-o"]
    assert run.invoke(app, [*made, str(plain)]).exit_code == 0
    assert isinstance(run.invoke(app, ["evidence", "verify", str(plain)]).exception, InputError)
    assert run.invoke(app, ["evidence", "export", "--report", str(plain)]).exit_code == 0
    monkeypatch.setenv("FENGSUI_REPORTS__SIGNING_KEY_FILE", str(tmp_path / "key"))
    assert run.invoke(app, [*made, str(signed)]).exit_code == 0
    monkeypatch.setenv("FENGSUI_DATA", str(tmp_path / "elsewhere"))
    for command in ("evidence", "report"):
        assert run.invoke(app, [command, "verify", str(plain)]).exit_code == 0
        assert run.invoke(app, [command, "verify", str(signed), "--key", key]).exit_code == 0
        assert run.invoke(app, [command, "verify", str(signed), "--key", "0" * 128]).exit_code == 1
    for file in (plain, signed):
        file.write_bytes(file.read_bytes().replace(b"records", b"recordz"))
        assert run.invoke(app, ["evidence", "verify", str(file)]).exit_code == 1


def test_evidence_is_exported_of_exactly_one_thing(run: CliRunner, tmp_path: Path) -> None:
    out = ["-o", str(tmp_path / "x")]
    for wrong in ([], ["--item", "L3-8.1.3.5-b"], ["--system", "records", "--incident", "i"], ["--incident", "none"]):
        assert run.invoke(app, ["evidence", "export", *wrong, *out]).exit_code != 0
    assert not (tmp_path / "x").exists()


def test_a_schedule_is_added_listed_and_removed(run: CliRunner) -> None:
    added = run.invoke(
        app, ["report", "schedule", "add", "monthly-situation", "--every", "monthly", "--day", "2", "--at", "07:30"]
    )
    assert added.exit_code == 0, added.output
    (one,) = orjson.loads(run.invoke(app, ["report", "schedule", "list", "--format", "json"]).stdout)
    assert (one["report"], one["cadence"], one["format"]) == ("monthly-situation", "monthly", "pdf")
    for wrong in (
        ["--every", "monthly", "--day", "29"],
        ["--every", "daily", "--at", "7.30"],
        ["--every", "daily", "--unit", "x"],
    ):
        assert run.invoke(app, ["report", "schedule", "add", "monthly-situation", *wrong]).exit_code != 0
    assert run.invoke(app, ["report", "schedule", "remove", one["id"]]).exit_code == 0
    assert orjson.loads(run.invoke(app, ["report", "schedule", "list", "--format", "json"]).stdout) == []
