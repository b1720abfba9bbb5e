"""With a whole estate as inventory, `fengsui correlate` says what comes next, what is at risk and what would stop it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.test_contract import fengsui
from tests.journeys.platform_runs import ROOT


def test_an_estate_fills_next_blast_and_containment(tmp_path: Path) -> None:
    alert = {
        "id": "a1",
        "timestamp": "2026-11-22T22:01:00Z",
        "rule": {
            "id": "x",
            "title": "Web shell",
            "level": "critical",
            "tags": ["attack.t1505.003", "attack.persistence"],
        },
        "entities": {"host": "portal"},
    }
    estate = ROOT / "pipeline" / "inventory" / "example.yml"
    done = fengsui(
        tmp_path,
        "correlate",
        "-",
        "--format",
        "jsonl",
        "--inventory",
        str(estate),
        stdin=json.dumps(alert).encode() + b"\n",
    )
    assert done.returncode == 0, done.stderr
    incident = json.loads(done.stdout)
    assert "residents" in {one["asset"] for one in incident["blast"]}
    assert incident["next"][0]["why"]
    assert all(one["cost"] >= 1 for one in incident["containment"])
    assert {one["action"] for one in incident["containment"]}
