"""Our own rules: every one fires on its cases, stays silent on its counter-cases, and says what an analyst needs."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import yaml

from detections.sigma import cases, load
from model import attack
from tests.shared import ROOT

RULES = ROOT / "detections" / "rules"
FILES = sorted(RULES.rglob("*.yml"))
PREFIXES = {
    "extranet": ("net_",),
    "web": ("web_",),
    "linux": ("lnx_", "proc_creation_lnx_"),
    "iot": ("iot_",),
    "ics": ("ics_",),
    "public_data": ("api_",),
    "medical": ("med_",),
    "platform": ("src_", "bkp_"),
}


def documents(path: Path) -> list[dict[str, Any]]:
    return list(yaml.safe_load_all(path.read_text("utf-8")))


ALL = [(path, document) for path in FILES for document in documents(path)]
FIRST = [(path, documents(path)[0]) for path in FILES]


@pytest.fixture(scope="module")
def results() -> cases.CaseResults:
    return cases.run([RULES])


def test_every_case_says_what_it_should(results: cases.CaseResults) -> None:
    assert [(f.file, f.message) for f in results.failures] == []
    assert results.problems == []
    assert len(results) >= 2 * len(FILES)


def test_every_rule_has_cases_that_fire_and_cases_that_stay_silent(results: cases.CaseResults) -> None:
    assert results.uncovered == []


def test_every_rule_is_active_alone_and_together() -> None:
    report = load([RULES]).report
    assert [(e.file, e.reason) for e in [*report.inactive, *report.rejected]] == []
    assert report.warnings == []
    assert report.duplicates == []


def test_ids_and_names_are_unique() -> None:
    for key in ("id", "name"):
        values = Counter(d[key] for _, d in ALL if key in d)
        assert [v for v, n in values.items() if n > 1] == []
    assert all(UUID(d["id"]).version == 4 for _, d in ALL)


@pytest.mark.parametrize(("path", "rule"), FIRST, ids=[p.stem for p in FILES])
def test_a_rule_tells_both_languages_what_it_sees_and_what_it_does_not(path: Path, rule: dict[str, Any]) -> None:
    for key in ("title", "description", "blind_spots", "author", "level", "status"):
        assert rule.get(key), key
    for key in ("title_zh", "description_zh"):
        assert re.search(r"[\u4e00-\u9fff]", rule.get(key, "")), key
    assert rule["falsepositives"]
    assert len(rule["title"]) <= 110
    assert path.stem.startswith(PREFIXES[path.parent.name])


@pytest.mark.parametrize(("path", "rule"), FIRST, ids=[p.stem for p in FILES])
def test_attack_tags_are_of_the_current_version_and_agree(path: Path, rule: dict[str, Any]) -> None:
    tags = rule["tags"]
    assert attack.unresolved_sigma_tags(tags) == ()
    words = [t.removeprefix("attack.") for t in tags if t.startswith("attack.")]
    numbers = [w for w in words if w[0] == "t" and w[1].isdigit()]
    techniques = [found for w in numbers if (found := attack.technique(w))]
    assert [t.id.lower() for t in techniques] == numbers, "a retired number"
    tactics = {w for w in words if w not in numbers}
    for technique in techniques:
        assert tactics & set(technique.tactics), f"{technique.id} has none of the tactics {sorted(tactics)}"
    for tactic in tactics:
        assert any(tactic in t.tactics for t in techniques), f"no technique of the rule belongs to {tactic}"


def test_rules_counted_by_a_correlation_raise_nothing_themselves() -> None:
    rules = load([RULES]).rules
    titles = {d["title"] for _, d in FIRST}
    assert {r.title for r in rules if r.reports} == titles
