"""Exceptions: read strictly, hiding what they say and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detections.sigma import RuleSet, load
from detections.sigma.alerts import alert_of
from detections.sigma.fields import PLAIN
from detections.sigma.taxonomy import LogSource
from detections.sigma.values import View
from detections.tuning.exceptions import Exceptions, check_against, compile_filter, literal, write_filter
from model.errors import RuleError
from model.rule_exception import ExceptionState, RuleException
from model.times import DAY
from pipeline.backtest import rules_from

ID = "44444444-4444-4444-8444-000000000001"
MANY = "44444444-4444-4444-8444-000000000002"
RULES = f"""
title: Word
id: {ID}
name: word
logsource: {{product: linux, service: sshd}}
detection:
  selection: {{message|contains: word}}
  condition: selection
level: LEVEL
---
title: Many words
id: {MANY}
correlation:
  type: event_count
  rules: [word]
  group-by: [source.ip]
  timespan: 1h
  condition: {{gte: 2}}
  generate: true
"""
FILTER = """
title: Ours
logsource: {product: linux, service: sshd}
filter:
  rules: [RULE]
  selection: {source.ip|cidr: 10.0.0.0/8, user.name: [root, ops]}
  condition: not selection
"""


def rule_set(tmp_path: Path, level: str = "high") -> RuleSet:
    (tmp_path / "r.yml").write_text(RULES.replace("LEVEL", level))
    return load([tmp_path / "r.yml"])


def event(**fields: Any) -> dict[str, Any]:
    names = {"source_ip": "source.ip", "user_name": "user.name", "unit": "fengsui.unit"}
    return {
        "@timestamp": 0,
        "event.id": "e1",
        "event.dataset": "system.auth",
        "process.name": "sshd",
        "message": "a word",
        "source.ip": "10.1.2.3",
        "user.name": "root",
        "fengsui.unit": "a",
    } | {names[k]: v for k, v in fields.items()}


def an_exception(rule: str = ID, text: str = FILTER, **more: Any) -> RuleException:
    wanted: dict[str, Any] = {
        "id": "x", "title": "Ours", "rules": (rule,), "filter": text.replace("RULE", rule), "unit": "a", "entities": (),
        "reason": "ours", "owner": "me", "created": 0, "created_by": "me", "expires": DAY,
    }  # fmt: skip
    return RuleException(**(wanted | more))


def hides(rules: RuleSet, exception: RuleException, one: dict[str, Any], now: int = 1) -> bool:
    [match] = [m for m in rules.match(one) if m.rule.id == ID]
    judge = Exceptions(rules, [(exception, lambda unit: unit == exception.unit)])
    return judge.hides(alert_of(match, one, 0), match, one, now) is not None


def test_it_hides_what_its_selection_matches_and_nothing_else(tmp_path: Path) -> None:
    rules = rule_set(tmp_path)
    assert hides(rules, an_exception(), event())
    assert hides(rules, an_exception(), event(user_name="OPS")), "as Sigma compares"
    assert not hides(rules, an_exception(), event(user_name="guest"))
    assert not hides(rules, an_exception(), event(source_ip="11.0.0.1"))
    assert not hides(rules, an_exception(), event(unit="b")), "of another unit"
    assert not hides(rules, an_exception(), event(), now=DAY), "expired"


def test_it_may_be_limited_to_entities(tmp_path: Path) -> None:
    rules = rule_set(tmp_path)
    [match] = [m for m in rules.match(event()) if m.rule.id == ID]
    keys = [entity.key for entity in alert_of(match, event(), 0).entities]
    assert hides(rules, an_exception(entities=(keys[0],)), event())
    assert not hides(rules, an_exception(entities=("ip:192.0.2.99",)), event())


def test_a_critical_alert_is_not_hidden(tmp_path: Path) -> None:
    assert not hides(rule_set(tmp_path, "critical"), an_exception(), event())


def test_a_correlation_is_seen_by_what_its_events_share(tmp_path: Path) -> None:
    rules = rule_set(tmp_path)
    text = write_filter("t", [r for r in rules.rules if r.id == MANY], {"source.ip": ["10.1.2.3"]}, LogSource())
    assert [rule.id for rule in check_against(compile_filter(text), rules)] == [MANY]
    judge = Exceptions(rules, [(an_exception(MANY, text), lambda _: True)])
    state = rules.correlator()
    found = [m for n in range(2) for m in state.feed(event() | {"event.id": f"e{n}"}, rules.match(event()))]
    [match] = found
    assert judge.hides(alert_of(match, event(), 0), match, event(), 1)
    with pytest.raises(RuleError, match="may differ"):
        check_against(compile_filter(FILTER.replace("RULE", MANY)), rules)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "one YAML document"),
        ("a: [", "YAML"),
        (FILTER + "---\n" + FILTER, "one YAML document"),
        (FILTER.replace("[RULE]", "any"), "not `any`"),
        (FILTER.replace("not selection", "not other"), "other"),
        (FILTER.replace("source.ip|cidr: 10.0.0.0/8", "source.ip|cidr: nonsense"), "nonsense"),
        (RULES.split("---")[0], "filter"),
        (FILTER.replace("{source.ip|cidr: 10.0.0.0/8, user.name: [root, ops]}", "[word]"), "keywords"),
        ("x" * 100_000, "bytes"),
    ],
)
def test_what_is_no_exception_is_refused_with_its_reason(text: str, said: str) -> None:
    with pytest.raises(RuleError, match=said):
        compile_filter(text)


def test_an_exception_for_another_log_source_or_an_unknown_rule_is_refused(tmp_path: Path) -> None:
    rules = rule_set(tmp_path)
    with pytest.raises(RuleError, match="log source"):
        check_against(compile_filter(FILTER.replace("RULE", ID).replace("sshd", "auditd")), rules)
    with pytest.raises(RuleError, match="no active rule"):
        check_against(compile_filter(FILTER.replace("RULE", "nobody")), rules)


def test_one_that_no_longer_compiles_hides_nothing(tmp_path: Path) -> None:
    assert not hides(rule_set(tmp_path), an_exception(text="a: ["), event())


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["source.ip", "user.name", "file.path"]),
        st.lists(
            st.text(st.sampled_from("ab\\*? '\"#:-é"), min_size=1, max_size=8) | st.integers(-9, 9),
            min_size=1,
            max_size=3,
        ),
        min_size=1,
        max_size=3,
    )
)
def test_a_written_filter_hides_its_values_whatever_signs_they_hold(selection: dict[str, list[Any]]) -> None:
    rules = rules_from(RULES.replace("LEVEL", "low").split("---")[0])
    literally = {name: [literal(value) for value in values] for name, values in selection.items()}
    compiled = compile_filter(write_filter("t", rules.rules, literally, LogSource("linux")))
    assert check_against(compiled, rules) == rules.rules
    fields = {name: values[-1] for name, values in selection.items()}
    assert not compiled.keeps.evaluate(View(event() | fields, PLAIN))
    other = dict.fromkeys(fields, "something else")
    assert compiled.keeps.evaluate(View(event() | other, PLAIN))


def test_its_state_goes_by_the_clock_and_by_hand() -> None:
    one = an_exception()
    assert (one.state(0), one.state(DAY)) == (ExceptionState.ACTIVE, ExceptionState.EXPIRED)
    assert an_exception(ended=5).state(0) is ExceptionState.ENDED
