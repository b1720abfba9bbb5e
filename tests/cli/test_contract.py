"""What scripts rely on: output shapes and exit codes of detect, collect, correlate, rules. Real commands, real files."""

from __future__ import annotations

import gzip
import json
import subprocess
from pathlib import Path

import pytest

from tests.journeys.platform_runs import ROOT, command, environment

ATTACK = ROOT / "tests" / "captures" / "district-attack"

RULE = """
title: Whoami
id: 6f8d1a2e-0f0b-4b60-9c59-0d7f5b1f5a11
status: test
logsource:
  category: process_creation
  product: windows
detection:
  selection:
    CommandLine|contains: whoami
  condition: selection
level: high
tags: [attack.discovery, attack.t1033]
"""

BAD_RULE = """
title: Unknown modifier
id: 6f8d1a2e-0f0b-4b60-9c59-0d7f5b1f5a12
logsource: {product: windows, category: process_creation}
detection:
  selection:
    CommandLine|nosuch: x
  condition: selection
"""

SYSMON = {
    "EventID": 1,
    "Channel": "Microsoft-Windows-Sysmon/Operational",
    "UtcTime": "2026-03-01 08:00:00.123",
    "Hostname": "WS1.example",
    "Image": "C:\\Windows\\System32\\whoami.exe",
    "CommandLine": "whoami /all",
    "NobodyKnowsThisField": "kept",
    "Nested": {"deep": [1, 2]},
}


def fengsui(tmp_path: Path, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        command(*arguments),
        env=environment(tmp_path / "data"),
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        timeout=120,
        check=False,
    )


@pytest.fixture
def rule(tmp_path: Path) -> Path:
    path = tmp_path / "whoami.yml"
    path.write_text(RULE)
    return path


@pytest.fixture
def events(tmp_path: Path) -> Path:
    path = tmp_path / "events.jsonl"
    quiet = SYSMON | {"CommandLine": "notepad.exe"}
    path.write_text(
        "".join(json.dumps(event) + "\n" for event in (SYSMON, quiet, SYSMON | {"UtcTime": "2026-03-01 08:00:01.000"}))
    )
    return path


def test_detect_prints_one_match_a_line_with_every_field_of_the_record(tmp_path, rule, events):
    done = fengsui(tmp_path, "detect", "--rules", str(rule), str(events))
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) == 2
    first = found[0]
    assert {"rule", "timestamp", "event_id", "source", "matched", "event"} <= first.keys()
    assert first["rule"] == {
        "id": "6f8d1a2e-0f0b-4b60-9c59-0d7f5b1f5a11",
        "title": "Whoami",
        "level": "high",
        "tags": ["attack.discovery", "attack.t1033"],
    }
    assert first["timestamp"].startswith("2026-03-01T08:00:00.123")
    assert first["source"]["file"] == str(events)
    assert first["matched"]["CommandLine"] == "whoami /all"
    assert first["event"]["NobodyKnowsThisField"] == "kept"
    assert first["event"]["Nested.deep"] == [1, 2]
    assert first["event_id"] != found[1]["event_id"]


def test_the_same_records_from_stdin_gzip_and_several_workers_give_the_same_matches(tmp_path, rule, events):
    packed = tmp_path / "events.jsonl.gz"
    packed.write_bytes(gzip.compress(events.read_bytes()))
    answers = []
    for given, stdin in ((str(events), b""), ("-", events.read_bytes()), (str(packed), b"")):
        done = fengsui(tmp_path, "detect", "--rules", str(rule), "--workers", "2", given, stdin=stdin)
        assert done.returncode == 0, done.stderr
        answers.append(
            [(m["rule"]["id"], m["timestamp"], m["event_id"]) for m in map(json.loads, done.stdout.splitlines())]
        )
    assert answers[0] == answers[1] == answers[2]


def test_a_rejected_rule_is_named_and_stops_nothing_unless_strict(tmp_path, rule, events):
    bad = tmp_path / "bad.yml"
    bad.write_text(BAD_RULE)
    stats = tmp_path / "stats.json"
    done = fengsui(tmp_path, "detect", "--rules", str(rule), "--rules", str(bad), "--stats", str(stats), str(events))
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 2
    assert b"bad.yml" in done.stderr
    assert b"nosuch" in done.stderr
    counted = json.loads(stats.read_text())
    assert counted["events"] == 3
    assert counted["matches"] == 2
    assert counted["rules"]["counts"]["rejected"] == 1
    strict = fengsui(tmp_path, "detect", "--strict", "--rules", str(bad), str(events))
    assert strict.returncode == 1


def test_unusable_input_is_exit_2_before_any_work_and_quarantine_is_exit_3(tmp_path, rule, events):
    missing = fengsui(tmp_path, "detect", "--rules", str(rule), str(events), str(tmp_path / "nowhere.jsonl"))
    assert missing.returncode == 2
    assert b"nowhere.jsonl" in missing.stderr
    assert not missing.stdout
    no_rules = fengsui(tmp_path, "detect", "--rules", str(tmp_path / "none"), str(events))
    assert no_rules.returncode == 2
    broken = tmp_path / "broken.jsonl"
    broken.write_bytes(events.read_bytes() + b'{"cut": "off\n' + b"\xff\xfe\x00 not json\n")
    partly = fengsui(tmp_path, "detect", "--rules", str(rule), str(broken))
    assert partly.returncode == 3, partly.stderr
    assert len(partly.stdout.splitlines()) == 2
    assert b"quarantined" in partly.stderr


def test_a_correlation_says_group_value_and_events(tmp_path, events):
    rules = tmp_path / "brute.yml"
    rules.write_text(
        RULE.replace("title: Whoami", "title: Whoami\nname: whoami")
        + """---
title: Whoami twice
id: 6f8d1a2e-0f0b-4b60-9c59-0d7f5b1f5a13
correlation:
  type: event_count
  rules: [whoami]
  group-by: [Hostname]
  timespan: 1m
  condition: {gte: 2}
level: critical
"""
    )
    done = fengsui(tmp_path, "detect", "--rules", str(rules), str(events))
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    [correlated] = [m for m in found if m["rule"]["title"] == "Whoami twice"]
    assert correlated["correlation"]["value"] == 2
    assert len(correlated["correlation"]["event_ids"]) == 2


def test_collect_prints_ecs_events_and_flows_carry_what_the_contract_names(tmp_path):
    stats = tmp_path / "stats.json"
    done = fengsui(tmp_path, "collect", "--stats", str(stats), str(ATTACK / "iot.pcap.gz"))
    assert done.returncode == 0, done.stderr
    events = [json.loads(line) for line in done.stdout.splitlines()]
    counted = json.loads(stats.read_text())
    assert counted["events"] == len(events)
    flows = [event for event in events if event["event.dataset"] == "network.flow"]
    flow = next(f for f in flows if f["network.transport"] == "tcp")
    for name in (
        "source.ip", "destination.ip", "network.community_id", "source.packets", "source.bytes", "destination.packets",
        "destination.bytes", "event.duration", "event.start", "event.end", "fengsui.flow.state",
    ):  # fmt: skip
        assert name in flow, name
    assert flow["event.category"] == ["network"]
    communities = {f["network.community_id"] for f in flows if "network.community_id" in f}
    mqtt = [event for event in events if event["event.dataset"] == "network.mqtt"]
    assert mqtt
    assert all(event["network.community_id"] in communities for event in mqtt)
    assert all(event["@timestamp"].endswith("Z") for event in events)


def test_collect_writes_parquet_that_duckdb_reads(tmp_path):
    import duckdb

    out = tmp_path / "events.parquet"
    done = fengsui(
        tmp_path, "collect", "--format", "parquet", "--out", str(out), str(ATTACK / "portal" / "nginx-access.log")
    )
    assert done.returncode == 0, done.stderr
    lines = (ATTACK / "portal" / "nginx-access.log").read_bytes().count(b"\n")
    with duckdb.connect() as connection:
        [(count,)] = connection.execute("SELECT count(*) FROM read_parquet(?)", [str(out)]).fetchall()
    assert count == lines


def test_detect_feeds_correlate_and_every_alert_belongs_to_one_incident_with_a_reason(tmp_path):
    rules = ROOT / "detections" / "rules"
    inputs = [str(ATTACK / name) for name in ("iot.pcap.gz", "portal/audit.log", "portal/nginx-access.log")]
    detected = fengsui(tmp_path, "detect", "--rules", str(rules), *inputs)
    assert detected.returncode == 0, detected.stderr
    assert detected.stdout
    trace = tmp_path / "trace.jsonl"
    done = fengsui(tmp_path, "correlate", "-", "--format", "jsonl", "--trace", str(trace), stdin=detected.stdout)
    assert done.returncode == 0, done.stderr
    incidents = [json.loads(line) for line in done.stdout.splitlines()]
    for name in (
        "id", "created", "updated", "first_event", "last_event", "score", "confidence", "state", "escalated", "title", "summary",
        "units", "alerts", "entities", "steps", "edges", "next", "blast", "containment",
    ):  # fmt: skip
        assert name in incidents[0], name
    members = [alert["id"] for incident in incidents for alert in incident["alerts"]]
    assert len(members) == len(set(members))
    assert all(alert["reason"]["kind"] for incident in incidents for alert in incident["alerts"])
    assert trace.read_text().count("\n") >= len(incidents)
    again = fengsui(tmp_path, "correlate", "-", "--format", "jsonl", stdin=detected.stdout)
    assert again.stdout == done.stdout, "the same input gave another output"


def test_foreign_alerts_keep_the_id_they_came_with(tmp_path):
    alerts = "".join(
        json.dumps(
            {
                "id": f"theirs-{n}",
                "timestamp": f"2026-03-01T08:0{n}:00Z",
                "rule": {"id": "r", "title": "Scan", "level": "high", "tags": []},
                "entities": {"host": "web1", "ip": "203.0.113.7"},
                "event": {},
            }
        )
        + "\n"
        for n in range(3)
    )
    done = fengsui(tmp_path, "correlate", "-", "--format", "jsonl", stdin=alerts.encode() + b"no alert\n")
    assert done.returncode == 3
    [incident] = [json.loads(line) for line in done.stdout.splitlines()]
    assert {alert["id"] for alert in incident["alerts"]} == {"theirs-0", "theirs-1", "theirs-2"}


def test_rules_check_names_file_and_line_and_exits_1(tmp_path, rule):
    bad = tmp_path / "rules"
    bad.mkdir()
    (bad / "bad.yml").write_text(BAD_RULE)
    done = fengsui(tmp_path, "rules", "check", str(bad))
    assert done.returncode == 1
    assert b"bad.yml:" in done.stdout
    assert fengsui(tmp_path, "rules", "check", str(rule)).returncode == 0


def test_rules_explain_says_what_failed_first(tmp_path, rule, events):
    quiet = tmp_path / "quiet.jsonl"
    quiet.write_text(json.dumps(SYSMON | {"CommandLine": "notepad.exe"}) + "\n")
    done = fengsui(tmp_path, "rules", "explain", str(rule), str(quiet))
    assert done.returncode == 0, done.stderr
    assert b"CommandLine" in done.stdout
    assert b"notepad.exe" in done.stdout
    matched = fengsui(tmp_path, "rules", "explain", "--format", "json", str(rule), str(events))
    assert json.loads(matched.stdout)


def test_coverage_is_a_navigator_layer(tmp_path):
    layer = tmp_path / "layer.json"
    assert fengsui(tmp_path, "rules", "coverage", "--navigator", str(layer)).returncode == 0
    written = json.loads(layer.read_text())
    assert written["versions"]["layer"] == "4.5"
    assert written["techniques"]
