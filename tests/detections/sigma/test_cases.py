"""Cases beside rules decide whether a rule does what it says."""

from __future__ import annotations

from pathlib import Path

import pytest

from detections.sigma import cases
from model.errors import InputError
from tests.detections.sigma.kit import rule

SIMPLE = rule("{s: {a: x}, condition: s}")
COUNT = (
    SIMPLE + "---\ntitle: Many\nid: 00000000-0000-4000-8000-000000000099\n"
    "correlation: {type: event_count, rules: [rule_1], group-by: [u], timespan: 10s, condition: {gte: 3}}\n"
)


def write(folder: Path, text: str, **files: str) -> Path:
    """files: `fires_a="…"` becomes rule/fires/a.jsonl."""
    (folder / "rule.yml").write_text(text, "utf-8")
    for name, body in files.items():
        verdict, _, stem = name.partition("_")
        (folder / "rule" / verdict).mkdir(parents=True, exist_ok=True)
        (folder / "rule" / verdict / f"{stem}.jsonl").write_text(body, "utf-8")
    return folder


def test_every_line_of_a_firing_case_must_fire_and_none_of_a_silent_one(tmp_path: Path) -> None:
    folder = write(tmp_path, SIMPLE, fires_good='{"a": "x"}\n{"a": "X"}\n', silent_good='{"a": "y"}\n')
    results = cases.run([folder])
    assert results.passed
    assert len(results) == 2
    assert results.uncovered == []


def test_a_failing_case_says_which_line_and_why(tmp_path: Path) -> None:
    folder = write(tmp_path, SIMPLE, fires_bad='# a note\n{"a": "x"}\n{"a": "y"}\n', silent_bad='{"a": "x"}\n')
    fires, silent = cases.run([folder]).results
    assert not fires.passed
    assert "line 3: a: 'x' — the event has 'y'" in fires.message
    assert not silent.passed
    assert "fired on line 1" in silent.message


def test_a_correlation_s_case_is_one_stream(tmp_path: Path) -> None:
    three = '{"a": "x", "u": "p"}\n' * 3
    folder = write(tmp_path, COUNT, fires_three=three, silent_two='{"a": "x", "u": "p"}\n' * 2)
    assert cases.run([folder]).passed


def test_expected_counts_and_chosen_rules(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        COUNT,
        fires_once="# expect: 1\n" + '{"a": "x", "u": "p"}\n' * 5,
        fires_base="# rule: rule_1\n# expect: 2\n" + '{"a": "x"}\n' * 2 + '{"a": "z"}\n',
        silent_none='{"a": "x", "u": "p"}\n',
    )
    assert [r.passed for r in cases.run([folder]).results] == [True, True, True]


def test_events_state_their_own_times(tmp_path: Path) -> None:
    lines = "".join(f'{{"a": "x", "u": "p", "@timestamp": "2026-01-01T00:{m:02}:00Z"}}\n' for m in range(3))
    assert cases.run([write(tmp_path, COUNT, silent_slow=lines)]).passed


def test_nested_events_are_flattened(tmp_path: Path) -> None:
    text = rule("{s: {user.name: root}, condition: s}")
    assert cases.run([write(tmp_path, text, fires_nested='{"user": {"name": "root"}}\n')]).passed


@pytest.mark.parametrize("body", ["not json\n", "[1]\n", "", '{"@timestamp": "yesterday"}\n', "# rule: unknown\n{}\n"])
def test_an_unreadable_case_fails(tmp_path: Path, body: str) -> None:
    results = cases.run([write(tmp_path, SIMPLE, fires_bad=body)])
    assert not results.passed
    assert results.failures[0].message


def test_missing_cases_and_wrong_rules_are_named(tmp_path: Path) -> None:
    results = cases.run([write(tmp_path, SIMPLE)])
    assert [p.reason.split(":")[0] for p in results.uncovered] == ["has no fires case", "has no silent case"]
    assert not cases.run([write(tmp_path, SIMPLE.replace("a: x", "a|q: x"))]).passed
    with pytest.raises(InputError):
        cases.run([tmp_path / "missing"])


def test_time_goes_on_after_the_last_line_until_it_is_told_to_stop(tmp_path: Path) -> None:
    silence = COUNT.replace("{gte: 3}", "{lt: 1}")
    line = '{"a": "x", "u": "p", "@timestamp": "2026-01-01T00:00:00Z"}\n'
    folder = write(tmp_path, silence, fires_alone=line, silent_yet="# until: 2026-01-01T00:00:10Z\n" + line)
    assert cases.run([folder]).passed
