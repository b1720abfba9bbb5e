"""Rule commands over what is kept: what rules did, back-tests, switches, what nothing feeds, packs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.journeys.platform_runs import ROOT, run

UPLOAD = "Script Runs In An Upload Folder"
PACKED = """title: Packed
id: 88888888-8888-4888-8888-000000000001
level: low
logsource: {product: nothing, service: knows}
detection:
  selection: {a: b}
  condition: selection
---
title: Wrong
logsource: {product: linux}
detection:
  selection: {a: b}
  condition: other
"""


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kept") / "data"
    run(folder, "replay", str(ROOT / "tests" / "captures" / "district-attack"))
    return folder


def rules(data: Path, *words: str) -> dict[str, dict[str, object]]:
    return {row["rule"]: row for row in json.loads(run(data, "rules", "list", "--format", "json", *words).stdout)}


def test_a_back_test_finds_what_the_rule_alerted_on_and_says_what_it_cost(data: Path, tmp_path: Path) -> None:
    alerts = rules(data, "--fired")[UPLOAD]["alerts"]
    done = run(data, "rules", "backtest", UPLOAD, "--from", "2026-01-01", "--format", "json")
    [found] = json.loads(done.stdout)
    assert found["matches"] == alerts > 0
    assert "µs an event" in run(data, "rules", "backtest", UPLOAD, "--from", "2026-01-01").stderr
    file = next((ROOT / "detections" / "rules" / "web").glob("web_script_in_upload_folder.yml"))
    pasted = json.loads(run(data, "rules", "backtest", str(file), "--from", "2026-01-01", "--format", "json").stdout)
    assert pasted[0]["matches"] == alerts
    bounded = run(data, "rules", "backtest", UPLOAD, "--from", "2026-01-01", "--max-events", "10")
    assert "--max-events" in bounded.stderr
    wrong = tmp_path / "wrong.yml"
    wrong.write_text(PACKED.split("---\n")[1])
    assert "line 5" in run(data, "rules", "backtest", str(wrong), expect=1).stderr


def test_a_rule_is_off_with_its_reason_until_it_is_on(data: Path) -> None:
    run(data, "rules", "off", UPLOAD, "--reason", "tried out")
    assert "tried out" in str(rules(data, "--inactive")[UPLOAD]["why"])
    run(data, "rules", "on", UPLOAD)
    assert UPLOAD not in rules(data, "--inactive")
    assert "no loaded rule" in run(data, "rules", "off", "nobody", "--reason", "x", expect=2).stderr


def test_rules_without_a_source_are_named(data: Path) -> None:
    done = run(data, "rules", "feeds", "--from", "2026-01-01", "--format", "json")
    unfed = {row["rule"] for row in json.loads(done.stdout)}
    assert unfed
    assert not unfed & rules(data, "--fired").keys()


def test_a_pack_is_looked_at_installed_and_removed(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "ours-2.0.yml"
    file.write_text(PACKED)
    looked = run(data, "content", "import", str(file), "--name", "ours", "--preview")
    assert "ours-2.0.yml:" in looked.stderr
    assert json.loads(run(data, "content", "list", "--format", "json").stdout) == []
    run(data, "content", "import", str(file), "--name", "ours")
    [pack] = json.loads(run(data, "content", "list", "--format", "json").stdout)
    assert (pack["name"], pack["version"], pack["rejected"]) == ("ours", "2.0", 1)
    assert rules(data, "--inactive")["Packed"]["state"] == "inactive"
    run(data, "content", "remove", "ours")
    assert json.loads(run(data, "content", "list", "--format", "json").stdout) == []
    assert "no content pack" in run(data, "content", "remove", "ours", expect=2).stderr
