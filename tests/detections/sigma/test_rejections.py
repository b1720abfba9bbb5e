"""Every mistake of a rule file is reported at its line and column, and stops nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from detections.sigma import check, load
from tests.detections.sigma.kit import rule

TEN = """\
title: Ten mistakes and two more
id: not-a-uuid
status: sometimes
level: terrible
date: yesterday
logsource:
  category: any
  produkt: windows
detection:
  first:
    a|nonsense: x
    b|re: '(('
    c|cidr: 10.0.0.1/8
    d|lt: many
  second:
    - e|exists: maybe
    - f|base64: 'a*'
  condition: first and thrid
"""
TEN_PLACES = [
    *((2, 1, "UUID"), (3, 1, "sometimes"), (4, 1, "terrible"), (5, 1, "yesterday"), (8, 3, "did you mean 'product'")),
    *((11, 5, "Unknown modifier"), (12, 5, "Regular expression"), (13, 5, "host bits"), (14, 5, "incompatible")),
    *((16, 7, "incompatible"), (17, 7, "wildcards"), (18, 24, "no detection is called 'thrid'")),
]

CORRELATION = """\
title: A correlation with ten mistakes
level: terrible
correlation:
  type: event_sum
  rules:
    - rule_1
    - missing
  group-by: {a: 1}
  timespan: 5 minutes
  generate: maybe
  groupby: x
  aliases: [a]
  condition:
    gte: many
    percentil: 5
"""
CORRELATION_PLACES = [
    *((2, 1, "terrible"), (4, 3, "no valid Sigma correlation type"), (7, 7, "refers to missing"), (8, 3, "group-by")),
    *((9, 3, "Timespan"), (10, 3, "true or false"), (11, 3, "did you mean 'group-by'"), (12, 3, "aliases")),
    *((14, 5, "not a number"), (15, 5, "did you mean 'percentile'")),
]


@pytest.mark.parametrize(("text", "places"), [(TEN, TEN_PLACES), (CORRELATION, CORRELATION_PLACES)])
def test_a_file_with_ten_different_mistakes_reports_all_ten(
    tmp_path: Path, text: str, places: list[tuple[int, int, str]]
) -> None:
    path = tmp_path / "ten.yml"
    path.write_text(text, "utf-8")
    (tmp_path / "good.yml").write_text(rule("{s: {a: x}, condition: s}"), "utf-8")
    found = check([tmp_path])
    assert [(p.line, p.column) for p in found] == [place[:2] for place in places]
    for problem, (*_, about) in zip(found, places, strict=True):
        assert about in problem.reason
    shown = CliRunner().invoke(app, ["rules", "check", str(tmp_path)])
    assert shown.exit_code == 1
    for line, column, _ in places:
        assert f"{path}:{line}:{column}: " in shown.output
    (entry,) = load([tmp_path]).report.to_dict()["rejected"]
    assert [(p["line"], p["column"]) for p in entry["problems"]] == [place[:2] for place in places]


@pytest.mark.parametrize(
    ("body", "about"),
    [
        ("type: event_count\n  timespan: 1m\n  condition: {gte: 1}", "refers to no rules"),
        ("type: event_count\n  rules: [1]\n  timespan: 1m\n  condition: {gte: 1}", "id or name of a rule"),
        ("type: event_count\n  rules: [rule_1]\n  timespan: 1m", "has no condition"),
        ("type: event_count\n  rules: [rule_1]\n  timespan: 1m\n  condition: rule_1", "only temporal"),
        ("type: event_count\n  rules: [rule_1]\n  timespan: 1m\n  condition: [1]", "must be a map, or text"),
        ("type: event_count\n  rules: [rule_1]\n  condition: {gte: 1}", "has no timespan"),
        ("type: value_sum\n  rules: [rule_1]\n  timespan: 1m\n  condition: {gte: 1, field: 3}", "field name"),
        ("type: temporal\n  timespan: 1m\n  condition: 'rule_1 and ('", "extended condition"),
        ("type: temporal\n  timespan: 1m\n  condition: '" + "(" * 300 + "rule_1" + ")" * 300 + "'", "60 brackets"),
        ("type: temporal\n  rules: [rule_1]\n  timespan: 1m\n  aliases: {a: {rule_1: 3}}", "which field it means"),
        ("type: temporal\n  timespan: 1m\n  condition: rule_1 and nobody", "refers to nobody"),
        ("type: temporal\n  rules: [a, itself]\n  timespan: 1m", "in a circle"),
    ],
)
def test_wrong_correlation_sections_are_said_at_their_key(tmp_path: Path, body: str, about: str) -> None:
    (tmp_path / "r.yml").write_text(rule("{s: {a: x}, condition: s}") + "name2: x\n", "utf-8")
    other = "title: O\nname: itself\ncorrelation:\n  type: temporal\n  rules: [a]\n  timespan: 1m\n"
    (tmp_path / "c.yml").write_text(f"title: C\nname: a\ncorrelation:\n  {body}\n---\n{other}", "utf-8")
    assert any(about in p.reason and p.line >= 3 for p in check([tmp_path])), check([tmp_path])


def test_one_bad_rule_in_a_folder_of_a_thousand_leaves_999_working(tmp_path: Path) -> None:
    for number in range(1000):
        body = "{s: {a|nonsense: x}, condition: s}" if number == 500 else f"{{s: {{a: v{number}}}, condition: s}}"
        (tmp_path / f"{number:04}.yml").write_text(rule(body, number=number + 1), "utf-8")
    rules = load([tmp_path])
    assert rules.report.counts["active"] == 999
    assert [e.file for e in rules.report.rejected] == [str(tmp_path / "0500.yml")]
    fired = {m.rule.title for number in range(1000) for m in rules.match({"a": f"v{number}", "@timestamp": 1})}
    assert len(fired) == 999


def test_mistyped_keys_that_only_describe_are_warnings_and_stop_nothing(tmp_path: Path) -> None:
    path = tmp_path / "r.yml"
    path.write_text(rule("{s: {a: x}, condition: s}", extra="falsepositive: [x]\nour_own_key: 1"), "utf-8")
    rules = load([path])
    assert len(rules.rules) == 1
    assert [w.reason for w in rules.report.warnings] == [
        "unknown key 'falsepositive' is not read: did you mean 'falsepositives'?"
    ]
    shown = CliRunner().invoke(app, ["rules", "check", str(path)])
    assert shown.exit_code == 0
    assert "warning: unknown key 'falsepositive'" in shown.output


def test_a_mistyped_key_that_decides_rejects_the_rule(tmp_path: Path) -> None:
    path = tmp_path / "r.yml"
    path.write_text(rule("{s: {a: x}, condition: s}").replace("logsource:", "logsorce:"), "utf-8")
    assert any(p.line == 4 and "did you mean 'logsource'" in p.reason for p in check([path]))


def test_tabs_and_quoted_conditions_are_said_where_they_stand(tmp_path: Path) -> None:
    path = tmp_path / "r.yml"
    path.write_text("title: x\ndetection:\n\ts: 1\n", "utf-8")
    (problem,) = check([path])
    assert (problem.line, "not YAML" in problem.reason) == (3, True)
    path.write_text(rule("\n  s: {a: x}\n  condition: 's and t'"), "utf-8")
    (problem,) = check([path])
    assert (problem.line, problem.column) == (7, 21)
