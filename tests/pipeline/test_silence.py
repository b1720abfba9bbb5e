"""Time passes in a recording with every event, also with those no rule is about, and ends with its last."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import orjson

from model.times import LATEST, SECOND
from pipeline.detect import DetectRun
from pipeline.journey import _passed
from pipeline.stages import ARRIVES_WITHIN

RULES = """\
title: Beat
name: beat
logsource: {category: any}
detection: {s: {what: beat}, condition: s}
---
title: Silent
correlation: {type: event_count, rules: [beat], group-by: [host.name], timespan: 10s, condition: {lt: 1}}
"""


def test_a_recording_finds_the_silence_before_its_end(tmp_path: Path) -> None:
    (tmp_path / "rules.yml").write_text(RULES, "utf-8")
    lines = [("beat", "pump", 0), ("beat", "gate", 3), ("noise", "pump", 12), ("noise", "pump", 13)]
    events = [{"what": w, "host.name": h, "@timestamp": f"2026-01-01T00:00:{s:02}Z"} for w, h, s in lines]
    (tmp_path / "events.jsonl").write_bytes(b"\n".join(map(orjson.dumps, events)) + b"\n")
    run = DetectRun([tmp_path / "rules.yml"], [str(tmp_path / "events.jsonl")], pipelines=(), workers=1, kind="")
    found = list(run.matches())
    assert [(f.rule.title, f.correlation["group"]) for f in found] == [("Silent", {"host.name": "pump"})]
    assert found[0].event["host.name"] == "pump"
    assert run.stats()["correlation"]["groups"] == 1


def test_until_when_it_is_known_that_nothing_came() -> None:
    batch: Any = SimpleNamespace(watermark=7 * SECOND)
    assert _passed([batch], 5 * SECOND, 5 * SECOND) == 5 * SECOND, "a replay's watermark"
    assert _passed([batch], LATEST, 0) == 7 * SECOND, "the end of a recording"
    assert _passed([batch], LATEST, 900 * SECOND) == 900 * SECOND - ARRIVES_WITHIN, "live"
