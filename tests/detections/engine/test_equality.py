"""The engine says what asking every rule says: random rules with every modifier on random events."""

from __future__ import annotations

import random
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from detections.sigma.engine import memo
from tests.detections.sigma.kit import load, rule

WORDS = [
    "a",
    "cmd",
    "\\cmd.exe",
    "C:\\Windows\\cmd.exe",
    "/bin/sh",
    "-enc",
    "/enc",
    "K",
    "ß",
    "ẞ",
    "Σ",
    "ς",
    "É",
    "文件",
    "x*y",
    "",
    " ",
]
TEXTS = st.one_of(
    st.sampled_from(
        [
            *WORDS,
            "CMD",
            "c:\\windows\\CMD.EXE",
            "K",
            "k",
            "ss",
            "σ",
            "文件.doc",
            "x\ny",
            "a\0b",
            "x1y",
            "tool -enc QQ==",
        ]
    ),
    st.text(alphabet="acmdKkßΣ文\\/.- *?1\x1c\n", max_size=12),
)
VALUES = st.one_of(
    TEXTS,
    st.sampled_from([0, 1, 7, -1, 4624, 1.0, 1.5, True, False, 2**63, 1e16]),
    st.sampled_from(["1", "4624", " 7 ", "1.0", "true", "True", "0x1", "10.0.0.7", "fe80::1%eth0", "::ffff:10.0.0.7"]),
    st.sampled_from(["2024-02-29T23:59:58Z", "1709251198"]),
    st.lists(TEXTS, max_size=3),
)
FIELDS = ["f", "g", "h.i"]
EVENTS = st.dictionaries(st.sampled_from([*FIELDS, "F g", " f", "other"]), VALUES, max_size=5)

TEXT_KEYS = [
    "{f}", "{f}|contains", "{f}|startswith", "{f}|endswith", "{f}|cased", "{f}|contains|cased", "{f}|startswith|cased",
    "{f}|windash", "{f}|contains|windash", "{f}|base64", "{f}|base64offset|contains", "{f}|wide|base64offset|contains",
    "{f}|utf16be|base64", "{f}|utf16|base64", "{f}|neq", "{f}|contains|neq",
]  # fmt: skip
WILD = ["*", "?", "a?", "*md*", "c*d", "?:\\\\*.exe", "\\*", "\\\\*", "*\\?*", "x\\*y", "*文*", "*k*", "*ß", "σ*"]
PLAIN_WORDS = [w for w in WORDS if "*" not in w]
TESTS = st.one_of(
    st.tuples(st.sampled_from(TEXT_KEYS), st.sampled_from(PLAIN_WORDS)),
    st.tuples(st.sampled_from(TEXT_KEYS[:3]), st.lists(st.sampled_from([*WORDS, *WILD]), min_size=1, max_size=4)),
    st.tuples(st.sampled_from(["{f}|contains|all", "{f}|all"]), st.lists(st.sampled_from(["a", "c", "m", "*d*"]), min_size=2, max_size=3)),
    st.tuples(st.just("{f}"), st.sampled_from([1, 1.5, 4624, True, False, None, "1", [1, "a", None]])),
    st.tuples(st.sampled_from(["{f}|lt", "{f}|lte", "{f}|gt", "{f}|gte", "{f}|gt|neq"]), st.sampled_from([0, 1, 7.5])),
    st.tuples(st.just("{f}|exists"), st.booleans()),
    st.tuples(st.just("{f}|cidr"), st.sampled_from(["10.0.0.0/8", "10.0.0.7/32", "fe80::/10", "0.0.0.0/0", "::/0"])),
    st.tuples(
        st.sampled_from(["{f}|re", "{f}|re|i", "{f}|re|m", "{f}|re|s", "{f}|re|i|m|s"]),
        st.sampled_from(["cmd", "^a", "d$", "a.b", "x\\sy", "(?i)CMD", "[a-c]+m", "\\w{2}", "\\d+$", "k|ß", "(a|b)c?", "^$", "^\\S+$"]),
    ),
    st.tuples(st.sampled_from(["{f}|fieldref", "{f}|fieldref|contains"]), st.sampled_from(FIELDS)),
    st.tuples(st.sampled_from(["{f}|fieldref|startswith", "{f}|fieldref|endswith"]), st.sampled_from(FIELDS)),
    st.tuples(
        st.sampled_from([f"{{f}}|{part}" for part in ("minute", "hour", "day", "week", "month", "year")] + ["{f}|hour|gt"]),
        st.sampled_from([2, 9, 23, 29, 59, 2024]),
    ),
)  # fmt: skip
KEYWORDS = st.sampled_from(
    [["cmd"], ["k"], ["文件"], ["'a' or"], ["x*y", "enc"], ["\\\\cmd.exe"], ["1"], ["true"], ["c:\\\\windows\\\\cmd"]]
)
ITEMS = st.tuples(TESTS, st.sampled_from(FIELDS)).map(lambda t: (t[0][0].replace("{f}", t[1]), t[0][1]))
DETECTION = st.one_of(st.lists(ITEMS, min_size=1, max_size=3).map(dict), KEYWORDS)
CONDITIONS = [
    "1 of them",
    "all of them",
    "s0",
    "not s0",
    "s0 and not 1 of s*",
    "1 of s* or not s0",
    "not (s0 or not 1 of s*)",
]
RULES = st.tuples(st.lists(DETECTION, min_size=1, max_size=3), st.sampled_from(CONDITIONS))


def written(detections: list[Any], condition: str, number: int) -> str:
    body = {f"s{j}": one for j, one in enumerate(detections)} | {"condition": condition}
    return rule(yaml.safe_dump(body, default_flow_style=True, width=10_000, allow_unicode=True).strip(), number=number)


@settings(deadline=None, max_examples=150)
@given(rules=st.lists(RULES, min_size=1, max_size=6), events=st.lists(EVENTS, min_size=1, max_size=10))
def test_random_rules_on_random_events_match_as_when_every_rule_is_asked(
    tmp_path_factory: pytest.TempPathFactory, rules: list[tuple[list[Any], str]], events: list[dict[str, Any]]
) -> None:
    loaded = load(tmp_path_factory.mktemp("r"), *(written(d, c, i + 1) for i, (d, c) in enumerate(rules)))
    for event in events + events:
        assert loaded.match(event) == loaded.scan(event), event


def test_many_patterns_on_a_field_are_found_by_one_scan_as_by_many_tests(tmp_path: Any) -> None:
    """Enough of them that the native scanner is used, also for regular expressions."""
    words = [f"w{i:02d}" for i in range(40)]
    texts = [rule(f"{{s: {{f|contains: '{word}'}}, condition: s}}", number=i + 1) for i, word in enumerate(words[:15])]
    texts += [rule(f"{{s: {{f|endswith: '{w}'}}, condition: s}}", number=100 + i) for i, w in enumerate(words[15:])]
    texts += [
        rule(f"{{s: {{f|re|i: '{w[0]}{w[1]}+[{w[2]}x]\\b'}}, condition: s}}", number=200 + i)
        for i, w in enumerate(words)
    ]
    texts += [rule("{s: {f: ['ß*', '*K', 'a?c*']}, condition: s}", number=300)]
    rules = load(tmp_path, *texts)
    assert rules.report.rejected == []
    random.seed(7)
    alphabet = [*words, "W01", "ß", "ẞ", "K", "K", " ", "\\", "x", "é", "\x1c", "文"]
    matched = 0
    for _ in range(300):
        event = {"f": "".join(random.choices(alphabet, k=random.randint(0, 6)))}
        found = rules.match(event)
        assert found == rules.scan(event)
        matched += len(found)
    assert matched > 300


def test_one_and_true_and_text_are_never_taken_for_each_other(tmp_path: Any) -> None:
    rules = load(tmp_path, rule("{s: {f: 1}, condition: s}"), rule("{s: {f: true}, condition: s}", number=2))
    shown = [[m.rule.title for m in rules.match({"f": value})] for value in (1, True, "1", 1.0, "true", False, 0) * 2]
    assert shown == [["Rule 1"], ["Rule 2"], ["Rule 1"], ["Rule 1"], ["Rule 2"], [], []] * 2


def test_a_memo_is_bounded_and_keeps_what_is_asked_for() -> None:
    held: memo.Memo[int] = memo.Memo(10)
    for i in range(1000):
        held.put(f"key {i}", i)
        assert held.get("key 0") == 0
    assert len(held) <= 20
    assert held.get("key 0") == 0
    assert held.evictions > 900


def test_a_memo_of_long_texts_is_bounded_in_characters() -> None:
    held: memo.Memo[int] = memo.Memo(100_000)
    for i in range(1000):
        held.put(f"{i}" + "x" * 10_000, i)
    assert sum(map(len, held.young)) <= memo.MAX_CHARACTERS + 20_000


def test_what_is_learned_changes_no_verdict(tmp_path: Any) -> None:
    """Gates are chosen anew from what was seen; more different events than the first reviews need."""
    texts = [
        rule(
            f"{{s: {{f|contains: 'a{i}', g|contains: ['b{i}', 'c']}}, n: {{h: 'z'}}, condition: s and not n}}",
            number=i + 1,
        )
        for i in range(20)
    ]
    rules = load(tmp_path, *texts)
    random.seed(3)
    for i in range(400):
        event = {"f": f"a{i % 23}a{i % 7}", "g": random.choice(["c", f"b{i % 23}", "q"]), "h": random.choice("zy")}
        assert rules.match(event) == rules.scan(event)
