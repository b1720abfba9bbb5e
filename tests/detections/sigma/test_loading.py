"""Loading accounts for every rule: active, inactive with its reason, or rejected with file and line."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detections.sigma import RuleSet, State, check
from detections.sigma.rules import Match
from model.errors import InputError
from model.severity import Level
from tests.detections.sigma.kit import load, problems, rule

SELECT = "{s: {a: x}, condition: s}"
EVENT = {"a": "x", "@timestamp": 1, "event.id": "e1"}


def titles(matches: list[Match]) -> list[str]:
    return [m.rule.title for m in matches]


def test_a_loaded_rule_carries_what_alerts_need(tmp_path: Path) -> None:
    rules = load(tmp_path, rule(SELECT, extra="title_zh: 规则\nlevel: high\ntags: [attack.t1110]\nstatus: test"))
    (one,) = rules.rules
    assert (one.title_zh, one.level, one.tags, one.status) == ("规则", Level.HIGH, ("attack.t1110",), "test")
    assert one.ref.title_zh == "规则"
    assert one.line == 1


def test_a_rule_without_level_is_medium_and_without_id_has_one_from_its_content(tmp_path: Path) -> None:
    text = "title: T\nlogsource: {category: any}\ndetection: {s: {a: x}, condition: s}\n"
    (first,) = load(tmp_path, text).rules
    (again,) = load(tmp_path, text + "\n# moved\n").rules
    assert first.level is Level.MEDIUM
    assert first.id.startswith("auto-")
    assert first.id == again.id


@pytest.mark.parametrize(
    ("text", "cause", "about"),
    [
        (rule(SELECT, logsource="product: vax, service: console"), "unmapped_logsource", "product: vax"),
        (rule(SELECT, extra="status: deprecated"), "deprecated", "deprecated"),
        (rule(SELECT, extra="status: unsupported"), "unsupported", "unsupported"),
        (rule(SELECT, extra="enabled: false"), "disabled", "disabled"),
        (rule(SELECT, extra="taxonomy: other"), "taxonomy", "'other'"),
        (rule("{s: {a|expand: '%admins%'}, condition: s}"), "unresolved", "%admins%"),
        (rule("{s: {a|re|expand: 'x%admins%'}, condition: s}"), "unresolved", "%admins%"),
    ],
)
def test_rules_that_cannot_run_here_are_inactive_with_the_reason(
    tmp_path: Path, text: str, cause: str, about: str
) -> None:
    rules = load(tmp_path, text)
    (entry,) = rules.report.inactive
    assert entry.cause == cause
    assert about in entry.reason
    assert rules.match(EVENT) == []


@pytest.mark.parametrize(
    ("text", "line", "about"),
    [
        (rule("{s: {a|nonsense: x}, condition: s}"), 5, "Unknown modifier"),
        (rule("{s: {a|re: '('}, condition: s}"), 5, "Regular expression"),
        (rule("{s: {a: x}, condition: s | count() > 5}"), 5, "write a correlation rule"),
        (rule("{s: {a: x}, condition: other}"), 5, "no detection is called"),
        (rule("{s: {a: x}}"), 5, "condition"),
        (rule(SELECT).replace("logsource: {category: any}", "logsource: {}"), 4, "can't be empty"),
        (rule(SELECT).replace("logsource: {category: any}\n", ""), 1, "must have a log source"),
        (rule(SELECT, extra="level: terrible"), 6, "level"),
        (rule(SELECT).replace("00000000-0000-4000-8000-000000000001", "no-uuid"), 2, "UUID"),
        (rule(SELECT, extra="action: global"), 6, "Sigma 1"),
        ("id: 00000000-0000-4000-8000-000000000001\n", 1, "title"),
    ],
)
def test_wrong_rules_are_rejected_with_their_line(tmp_path: Path, text: str, line: int, about: str) -> None:
    (entry,) = load(tmp_path, text).report.rejected
    assert any(p.line == line and about in p.reason for p in entry.problems), entry.problems


def test_every_mistake_of_a_file_is_reported_at_once(tmp_path: Path) -> None:
    path = tmp_path / "r.yml"
    path.write_text(
        "title: T\nlevel: bad\nlogsource: {category: any}\ndetection:\n  s:\n    a|nonsense: x\n    b|re: '('\n  condition: t\n"
    )
    assert [p.line for p in check([path])] == [2, 6, 7, 8]


def test_a_bad_rule_does_not_take_the_others_down(tmp_path: Path) -> None:
    rules = load(tmp_path, rule("{s: {a|x: 1}, condition: s}"), rule(SELECT, number=2))
    assert titles(rules.match(EVENT)) == ["Rule 2"]


def test_an_id_used_twice_is_reported_and_the_first_stays(tmp_path: Path) -> None:
    rules = load(tmp_path, rule(SELECT), rule(SELECT))
    assert rules.report.duplicates == ["00000000-0000-4000-8000-000000000001"]
    assert len(rules.match(EVENT)) == 1
    assert "already used in" in problems(rules)[0]


def test_every_document_is_accounted_for(tmp_path: Path) -> None:
    rules = load(tmp_path, rule(SELECT), rule(SELECT, number=2, extra="status: deprecated"), "a: [")
    assert rules.report.counts == {
        "active": 1,
        "documents": 3,
        "inactive": 1,
        "inactive.deprecated": 1,
        "rejected": 1,
        "rejected.unreadable": 1,
    }
    assert {e.state for e in rules.report.entries} == set(State)
    assert rules.report.to_dict()["counts"]["documents"] == 3


def test_a_list_of_conditions_means_any_of_them(tmp_path: Path) -> None:
    rules = load(tmp_path, rule("{s: {a: y}, t: {a: x}, condition: [s, t]}"))
    assert len(rules.match(EVENT)) == 1


def test_a_star_that_is_itself_and_a_wildcard_are_different_keywords(tmp_path: Path) -> None:
    rules = load(tmp_path, rule("{k: ['a*b'], condition: k}"), rule("{k: ['a\\*b'], condition: k}", number=2))
    assert titles(rules.match({"m": "axb"})) == ["Rule 1"]
    assert titles(rules.match({"m": "a*b"})) == ["Rule 1", "Rule 2"]


def test_matches_and_rule_sets_pickle(tmp_path: Path) -> None:
    rules = load(tmp_path, rule("{s: {a: x, b|contains: [y, z], c|re: '(q+)+'}, k: [word], condition: s or k}"))
    again = pickle.loads(pickle.dumps(rules))
    event = {**EVENT, "m": "a word"}
    assert again.match(event) == rules.match(event) != []
    assert pickle.loads(pickle.dumps(rules.match(event))) == rules.match(event)


def test_matched_fields_are_those_that_made_the_match(tmp_path: Path) -> None:
    rules = load(
        tmp_path,
        rule("{s: {a: x, b|contains: [y, z]}, t: {c: 1}, not_there: {d: q}, condition: (s or t) and not not_there}"),
    )
    (match,) = rules.match({"a": "X", "b": ["yy", "zz", "no"], "c": 2, "@timestamp": 1})
    assert match.matched == {"a": "X", "b": ["yy", "zz"]}


def test_pipelines_by_file_rename_fields_and_resolve_placeholders(tmp_path: Path) -> None:
    pipeline = tmp_path / "pipeline.txt"
    pipeline.write_text(
        "name: t\npriority: 10\nvars: {admins: [root, wheel]}\ntransformations:\n"
        "  - {id: p, type: value_placeholders}\n"
        "  - {id: m, type: field_name_mapping, mapping: {a: account}}\n"
    )
    rules = load(tmp_path, rule("{s: {a|expand: '%admins%'}, condition: s}"), pipelines=[str(pipeline)])
    assert len(rules.match({"account": "wheel"})) == 1
    assert rules.match({"account": "alice"}) == []


def test_an_unknown_pipeline_is_an_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="processing pipeline"):
        load(tmp_path, rule(SELECT), pipelines=["no_such_pipeline"])


def filter_text(rules: str, body: str, condition: str, logsource: str = "category: any") -> str:
    return (
        f"title: F\nid: 00000000-0000-4000-8000-00000000000f\nlogsource: {{{logsource}}}\n"
        f"filter: {{rules: {rules}, {body}, condition: {condition}}}\n"
    )


@pytest.mark.parametrize(
    ("rules", "applies"),
    [
        ("any", True),
        ("[]", True),
        ("rule_1", True),
        ("[other, rule_1]", True),
        ("00000000-0000-4000-8000-000000000001", True),
        ("[rule_2]", False),
    ],
)
def test_filters_apply_by_id_name_list_or_any(tmp_path: Path, rules: str, applies: bool) -> None:
    loaded = load(tmp_path, rule(SELECT), filter_text(rules, "known: {b: ok}", "not known"))
    assert bool(loaded.match({**EVENT, "b": "ok"})) is not applies
    assert loaded.match({**EVENT, "b": "else"})


@pytest.mark.parametrize(
    ("logsource", "applies"),
    [
        ("product: linux", True),
        ("product: linux, service: sshd", True),
        ("service: sshd", True),
        ("product: linux, service: sudo", False),
        ("product: linux, service: sshd, category: x", False),
        ("product: windows", False),
    ],
)
def test_filters_apply_to_log_sources_they_contain(tmp_path: Path, logsource: str, applies: bool) -> None:
    event = {"event.dataset": "syslog", "process.name": "sshd", "a": "x", "b": "ok"}
    loaded = load(
        tmp_path,
        rule(SELECT, logsource="product: linux, service: sshd"),
        filter_text("any", "known: {b: ok}", "not known", logsource),
    )
    assert bool(loaded.match(event)) is not applies


def test_a_filter_s_selectors_read_its_own_selections_only(tmp_path: Path) -> None:
    loaded = load(
        tmp_path,
        rule("{selection_a: {a: x}, condition: 1 of selection_*}"),
        filter_text("any", "selection_b: {b: ok}, selection_c: {b: fine}", "not 1 of selection_*"),
        filter_text("any", "s: {c: ok}", "not 1 of them").replace("0000f", "0000e"),
    )
    assert loaded.match(EVENT)
    assert not loaded.match({**EVENT, "b": "fine"})
    assert not loaded.match({**EVENT, "c": "ok"})


def test_the_specification_s_own_filter_example_is_warned_about(tmp_path: Path) -> None:
    loaded = load(tmp_path, rule(SELECT), filter_text("any", "s: {User|startswith: adm_}", "s"))
    (warning,) = loaded.report.warnings
    assert "write `not selection`" in warning.reason
    assert not loaded.match(EVENT), "a filter is joined by AND, as pySigma does"
    assert loaded.match({**EVENT, "User": "adm_1"})


def test_loading_and_matching_open_no_connection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr("socket.socket.connect", refuse)
    rules = load(tmp_path, rule(SELECT, extra="tags: [attack.t1110]"))
    with pytest.raises(InputError):
        load(tmp_path, rule(SELECT), pipelines=["none_such"])
    assert rules.match(EVENT)


def test_pipelines_add_conditions_and_map_one_field_to_many(tmp_path: Path) -> None:
    pipeline = tmp_path / "pipeline.txt"
    pipeline.write_text(
        "name: t\npriority: 10\ntransformations:\n"
        "  - {id: c, type: add_condition, conditions: {tenant: town}}\n"
        "  - {id: m, type: field_name_mapping, mapping: {a: [one, two]}}\n"
    )
    extra = filter_text("any", "known: {a: hidden}", "not known")
    rules = load(tmp_path, rule("{s: {a|contains: x}, condition: s}"), extra, pipelines=[str(pipeline)])
    assert problems(rules) == []
    assert rules.match({"two": "x", "tenant": "town"})
    assert rules.match({"one": "x", "tenant": "town"})
    assert not rules.match({"two": "x"})
    assert not rules.match({"a": "x", "tenant": "town"})


def test_a_pipeline_changes_the_log_source(tmp_path: Path) -> None:
    pipeline = tmp_path / "pipeline.txt"
    pipeline.write_text(
        "name: t\npriority: 10\ntransformations:\n  - {id: l, type: change_logsource, product: linux, service: sshd}\n"
    )
    rules = load(tmp_path, rule(SELECT, logsource="product: vax"), pipelines=[str(pipeline)])
    assert rules.match({"event.dataset": "syslog", "process.name": "sshd", "a": "x"})


ODD = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.binary(max_size=4)),
    lambda v: st.one_of(st.lists(v, max_size=3), st.dictionaries(st.text(max_size=3), v, max_size=2)),
    max_leaves=4,
)
FIELDS = st.sampled_from(
    ["a", "b", "c", "a b", "Channel", "EventID", "event.dataset", "type", "@timestamp", "source.ip"]
)


@settings(deadline=None, max_examples=300)
@given(st.dictionaries(FIELDS, ODD, max_size=6))
def test_no_event_makes_matching_fail(odd_rules: RuleSet, event: dict[str, object]) -> None:
    odd_rules.match(event)
    for one in odd_rules.rules:
        odd_rules.explain(one.id, event).to_text()


@pytest.fixture(scope="module")
def odd_rules(tmp_path_factory: pytest.TempPathFactory) -> RuleSet:
    kinds = [
        "a: x",
        "a: 1",
        "a|re: 'x+'",
        "a|cidr: 10.0.0.0/8",
        "a|gt: 3",
        "a|hour: 3",
        "a|fieldref: b",
        "a: null",
        "a|exists: true",
        "a: true",
        "'|re': 'q'",
        "'|all': [k, l]",
        "EventID: 1",
    ]
    texts = [rule(f"{{s: {{{kind}}}, condition: s}}", number=i + 1) for i, kind in enumerate(kinds)]
    rules = load(tmp_path_factory.mktemp("odd"), *texts)
    assert problems(rules) == []
    return rules
