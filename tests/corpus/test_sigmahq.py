"""The SigmaHQ corpus as oracle: every rule accounted for, every regression case found, the index equal to a full scan."""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from collectors.contract import RawRecord
from collectors.logs import evtx, jsonl
from detections.sigma import RuleSet, load
from model.event import Event, Origin
from pipeline.glance import Glance
from tests.shared import SHARED, shared

RULES = "sigmahq/sigmahq-rules-2026-08-05.zip"
REGRESSION = "sigmahq/regression-dev.zip"
ORIGIN = Origin("corpus", "corpus")

pytestmark = [pytest.mark.shared, pytest.mark.slow]


@cache
def corpus() -> RuleSet:
    return load([SHARED / RULES])


@pytest.fixture
def rules() -> RuleSet:
    shared(RULES)
    return corpus()


def test_all_rules_are_accounted_for(rules: RuleSet) -> None:
    counts = rules.report.counts
    assert counts["documents"] == 3780
    assert counts["rejected"] == 0
    # The rules of rules-placeholder and a few others name lists only an organisation can fill.
    assert counts["inactive"] == counts["inactive.unresolved"] == 25
    assert counts["active"] == 3755
    assert rules.report.duplicates == []


def test_loading_twice_gives_the_same_rules_in_the_same_order(rules: RuleSet) -> None:
    again = load([SHARED / RULES])
    assert again.rules == rules.rules


def events_of(data: bytes, source: Any) -> list[Event]:
    records = [r for r in source.records(io.BytesIO(data)) if isinstance(r, RawRecord)]
    return [event for record in records for event in source.normalise(record, ORIGIN, 0)]


def regression() -> Iterator[tuple[str, str, int, dict[str, list[Event]]]]:
    """(rule id, title, least matches, events by file type) of every case."""
    with zipfile.ZipFile(SHARED / REGRESSION) as archive:
        names = set(archive.namelist())
        for name in sorted(n for n in names if n.endswith("info.yml")):
            info = yaml.safe_load(archive.read(name))
            rule = info["rule_metadata"][0]
            stem = f"{name.rpartition('/')[0]}/{rule['id']}"
            sources = {".json": jsonl.SOURCE, ".evtx": evtx.SOURCE}
            found = {e: events_of(archive.read(stem + e), s) for e, s in sources.items() if stem + e in names}
            yield rule["id"], rule["title"], info["regression_tests_info"][0].get("match_count", 1), found


def test_every_regression_case_is_found_in_json_and_in_evtx(rules: RuleSet) -> None:
    shared(REGRESSION)
    cases = 0
    more: dict[str, int] = {}
    for rule_id, title, least, by_type in regression():
        for kind, events in by_type.items():
            cases += 1
            found = sum(any(m.rule.id == rule_id for m in rules.match(event)) for event in events)
            assert found >= least, f"{title} ({rule_id}) in {kind}: {found} of {least} in {len(events)} events"
            if found > least:
                more[title] = found - least
    assert cases == 198
    # Its recording holds six file creations, three of tools the rule names; its count says "at least one".
    assert more == {"Cred Dump Tools Dropped Files": 2}


def otrf(per_file: int, files: int) -> list[Event]:
    events: list[Event] = []
    for path in sorted((SHARED / "otrf").glob("*/host/*.zip"))[:files]:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith(".json") and not name.startswith("__MACOSX"):
                    lines = archive.read(name).splitlines()
                    events += events_of(b"\n".join(lines[:: max(1, len(lines) // per_file)]), jsonl.SOURCE)
    return events


def test_the_engine_equals_asking_every_rule_over_real_attacks(rules: RuleSet) -> None:
    shared("otrf")
    events = otrf(per_file=30, files=25)
    assert len(events) > 600
    fired: Counter[str] = Counter()
    for event in events:
        matches = rules.match(event)
        assert matches == rules.scan(event)
        fired.update(m.rule.title for m in matches)
    assert len(fired) > 10


def test_a_glance_at_real_attacks_finds_what_looking_whole_finds(rules: RuleSet) -> None:
    shared("otrf")
    glance = Glance(rules, lambda matches: matches)
    fired = 0
    for path in sorted((SHARED / "otrf").glob("*/host/*.zip"))[::4]:
        with zipfile.ZipFile(path) as archive:
            name = next(n for n in archive.namelist() if n.endswith(".json") and not n.startswith("__MACOSX"))
            lines = archive.read(name).splitlines()[:400]
        records = [RawRecord(line, i, i + 1) for i, line in enumerate(lines)]
        whole = [event for record in records for event in jsonl.SOURCE.normalise(record, ORIGIN, 0)]
        found = glance.look(records, lambda record: jsonl.SOURCE.normalise(record, ORIGIN, 0))
        assert found.events == len(whole)
        assert found.fired == [(event, matches) for event in whole if (matches := rules.match(event))]
        fired += len(found.fired)
    assert fired > 20
    assert glance.meters["glanced"] > 20 * fired


def test_events_without_marks_fire_no_windows_rule(rules: RuleSet) -> None:
    plain = {
        "event.dataset": "json",
        "CommandLine": "vssadmin delete shadows",
        "Image": "C:\\Windows\\System32\\vssadmin.exe",
    }
    assert rules.match(plain) == []
    marked = {**plain, "Channel": "Microsoft-Windows-Sysmon/Operational", "EventID": 1}
    assert rules.match(marked) != []


EVTX_TO_MITRE = "evtx/evtx-to-mitre-dev.zip"


def test_recordings_of_techniques_raise_alerts(rules: RuleSet) -> None:
    """How many of the CC0 technique recordings any rule speaks on; the rest are techniques SigmaHQ has no rule for."""
    path = shared(EVTX_TO_MITRE)
    seen = alerted = 0
    with zipfile.ZipFile(path) as archive:
        for name in sorted(n for n in archive.namelist() if n.endswith(".evtx")):
            events = events_of(archive.read(name), evtx.SOURCE)
            seen += bool(events)
            alerted += any(rules.match(event) for event in events)
    assert seen > 10
    assert alerted / seen > 0.5, f"{alerted} of {seen} recordings"


def test_a_compromise_recorded_with_a_12_hour_clock_is_still_matched(rules: RuleSet) -> None:
    path = shared("otrf/lateral_movement")
    archives = sorted(path.rglob("*.tar.gz"))
    if not archives:
        archives = sorted((SHARED / "otrf").rglob("*.tar.gz"))
    with tarfile.open(archives[0]) as archive:
        member = next(m for m in archive.getmembers() if m.name.endswith(".json"))
        stream = archive.extractfile(member)
        assert stream is not None
        lines = [line for line, _ in zip(stream, range(3000), strict=False)]
    assert all(isinstance(json.loads(line), dict) for line in lines[:5])
    events = events_of(b"".join(lines), jsonl.SOURCE)
    assert any(rules.match(event) for event in events)


def test_the_corpus_covers_what_its_tags_say(rules: RuleSet) -> None:
    from detections.sigma.coverage import coverage

    found = coverage(rules)
    assert len(found.techniques) > 300
    assert len(found.sources) > 100
    assert all(entry["kinds"] for entry in found.sources.values())


def test_everything_in_the_archive_that_is_not_a_rule_is_left_alone() -> None:
    with zipfile.ZipFile(shared(RULES)) as archive:
        others = [n for n in archive.namelist() if Path(n).suffix != ".yml"]
    assert others == ["LICENSE"]
