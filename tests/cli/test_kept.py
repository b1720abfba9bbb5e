"""Commands over what is kept: search, sources, incidents, ledger, doctor. One replay, many questions."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.journeys.platform_runs import ROOT, run

ATTACK = ROOT / "tests" / "captures" / "district-attack"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kept") / "data"
    run(folder, "replay", str(ATTACK))
    return folder


def test_a_replay_tells_its_incidents_and_what_to_type_next_and_adds_nothing_the_second_time(data):
    before = int(run(data, "search", "--count").stdout)
    again = run(data, "replay", str(ATTACK))
    assert "had been read before" in again.stderr
    assert "fengsui incidents" in again.stdout
    assert int(run(data, "search", "--count").stdout) == before


def test_lines_of_every_log_are_events_or_quarantine(data):
    for file, source in (("portal/nginx-access.log", "portal-nginx-access"), ("dns/syslog.log", "dns-syslog")):
        lines = (ATTACK / file).read_bytes().count(b"\n")
        health = {row["source"]: row for row in json.loads(run(data, "sources", "list", "--format", "json").stdout)}
        assert health[source]["events"] + health[source]["quarantined"] == lines


def test_search_finds_by_network_wildcard_phrase_and_range(data):
    found = json.loads(run(data, "search", "source.ip:203.0.113.0/24 AND url.path:*upload*", "--format", "json").stdout)
    assert found
    assert all("upload" in event["url.path"] for event in found)
    assert all(event["source.ip"].startswith("203.0.113.") for event in found)
    assert int(run(data, "search", "http.response.status_code:[400 TO 499]", "--count").stdout) > 0
    assert run(data, "search", "source.ip:(", expect=2).stderr.count("character") == 1


def test_top_values_and_histogram_add_up(data):
    flows = "event.dataset:network.flow"
    total = int(run(data, "search", flows, "--count").stdout)
    with_transport = int(run(data, "search", f"{flows} AND network.transport:*", "--count").stdout)
    top = json.loads(run(data, "search", flows, "--top", "network.transport", "--format", "json").stdout)
    assert sum(row["count"] for row in top) == with_transport > 0
    buckets = json.loads(run(data, "search", flows, "--histogram", "1m", "--format", "json").stdout)
    assert sum(row["count"] for row in buckets) == total


def test_exports_are_complete_and_no_spreadsheet_runs_them(data, tmp_path):
    for suffix in (".csv", ".jsonl"):
        out = tmp_path / f"events{suffix}"
        run(
            data,
            "search",
            "event.dataset:nginx.access",
            "--export",
            str(out),
            "--fields",
            "@timestamp,source.ip,user_agent.original,url.original",
        )
        total = int(run(data, "search", "event.dataset:nginx.access", "--count").stdout)
        text = out.read_text("utf-8-sig")
        if suffix == ".csv":
            rows = list(csv.reader(io.StringIO(text)))
            assert len(rows) == total + 1
            assert not [cell for row in rows[1:] for cell in row if cell[:1] in ("=", "+", "-", "@")]
        else:
            assert len(text.splitlines()) == total


def test_a_town_sees_its_own_and_nothing_else(data):
    whole = int(run(data, "search", "--count").stdout)
    town = json.loads(run(data, "search", "--unit", "nanqiao-town", "--top", "fengsui.unit", "--format", "json").stdout)
    assert [row["value"] for row in town] == ["nanqiao-town"]
    assert 0 < town[0]["count"] < whole
    listed = json.loads(run(data, "alerts", "--unit", "nanqiao-town", "--format", "json", "--limit", "1000").stdout)
    assert {alert["unit"] for alert in listed} == {"nanqiao-town"}
    sources = json.loads(run(data, "sources", "list", "--unit", "nanqiao-town", "--format", "json").stdout)
    assert {row["unit"] for row in sources} == {"nanqiao-town"}
    assert "no-such-unit" in run(data, "search", "--unit", "no-such-unit", "--count", expect=2).stderr


def test_an_incident_tells_its_story_with_a_reason_for_every_alert(data):
    listed = json.loads(run(data, "incidents", "--format", "json").stdout)
    assert listed
    story = run(data, "incidents", listed[0]["id"][:12])
    assert "why it belongs" in story.stdout
    assert "opened the incident" in story.stdout
    whole = json.loads(run(data, "incidents", listed[0]["id"][:12], "--format", "json").stdout)
    assert all(alert["reason"]["kind"] for alert in whole["alerts"])
    assert run(data, "incidents", "zzzz", expect=2).stderr


def test_the_ledger_verifies_exports_and_betrays_a_changed_record(data, tmp_path):
    assert "records hold" in run(data, "ledger", "verify").stderr
    out, checkpoint = tmp_path / "ledger.jsonl", tmp_path / "checkpoint.json"
    run(data, "ledger", "export", str(out), "--checkpoint", str(checkpoint))
    assert "records hold" in run(data, "ledger", "verify", "--file", str(out), "--against", str(checkpoint)).stderr
    changed = tmp_path / "changed.jsonl"
    changed.write_text(out.read_text("utf-8").replace("data-centre", "data-center", 1), "utf-8")
    assert changed.read_text("utf-8") != out.read_text("utf-8")
    broken = run(data, "ledger", "verify", "--file", str(changed), expect=1)
    assert "altered" in broken.stderr
    copy = tmp_path / "copy.db"
    with closing(sqlite3.connect(data / "state.db")) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        for (name,) in target.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            target.execute(f"DROP TRIGGER {name}")
        target.execute("UPDATE ledger_records SET actor = 'nobody' WHERE sequence = 2")
        target.commit()
    (tmp_path / "data").mkdir()
    copy.rename(tmp_path / "data" / "state.db")
    assert "record 2" in run(tmp_path / "data", "ledger", "verify", expect=1).stderr


def test_sources_test_shows_events_and_every_problem(data, tmp_path):
    log = tmp_path / "access.log"
    log.write_bytes((ATTACK / "portal" / "nginx-access.log").read_bytes()[:2000].rpartition(b"\n")[0] + b"\nnonsense\n")
    shown = run(data, "sources", "test", str(log), "--kind", "nginx", expect=3)
    assert "url.original" in shown.stdout
    assert "nonsense" in shown.stderr
    assert run(data, "sources", "test", "no-such-source", expect=2).stderr


def test_a_source_added_is_listed_audited_and_can_be_disabled(data, tmp_path):
    log = tmp_path / "app.jsonl"
    log.touch()
    run(data, "sources", "add", "new-app", "--kind", "jsonl", "--path", str(log))
    row = next(
        r for r in json.loads(run(data, "sources", "list", "--format", "json").stdout) if r["source"] == "new-app"
    )
    assert row["kind"] == "jsonl"
    run(data, "sources", "disable", "new-app")
    row = next(
        r for r in json.loads(run(data, "sources", "list", "--format", "json").stdout) if r["source"] == "new-app"
    )
    assert row["state"] == "disabled"
    actions = [r["action"] for r in json.loads(run(data, "ledger", "show", "--format", "json").stdout)]
    assert "source.added" in actions
    assert "source.paused" in actions
    assert run(data, "sources", "add", "Bad Name", "--kind", "tape", expect=2).stderr.count("  - ") >= 1


def test_hostile_text_cannot_drive_the_terminal(data, tmp_path):
    log = tmp_path / "hostile.jsonl"
    log.write_text(
        json.dumps({"@timestamp": "2026-11-22T00:00:00Z", "message": "\x1b[2J\x1b]0;owned\x07 \u202egnp.exe [red]x[/]"})
        + "\n"
    )
    run(data, "replay", str(log), "--kind", "jsonl")
    shown = run(data, "search", "message:owned").stdout
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert "[red]x[/]" in shown


def test_doctor_finds_nothing_failed_here_and_names_a_broken_setting(data, tmp_path):
    assert "failed" not in run(data, "doctor").stdout
    wrong = run(data, "doctor", expect=1, FENGSUI_STORE__RETENTION_DAYS="never")
    assert "store.retention_days" in wrong.stdout


def test_asking_before_anything_is_kept_says_what_to_do(tmp_path):
    (tmp_path / "empty").mkdir()
    answer = run(tmp_path / "empty" / "data", "search", "x", expect=2)
    assert "fengsui replay --bundled" in answer.stderr
