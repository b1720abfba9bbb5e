from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbooks.conditions import ConditionError, Values, compile_condition

VALUES: Values = {
    "__ip__": "10.1.2.3",
    "__count__": 70,
    "__score__": "7.5",
    "__yes__": True,
    "__name__": "O'Brien",
    "__unknown__": None,
    "__empty__": "",
}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("[__ip__:value = '10.1.2.3']", True),
        ("__ip__:value = 10.1.2.3", True),
        ("__ip__:value != 10.1.2.3", False),
        ("[__count__:value >= 70 AND __count__:value < 71]", True),
        ("[__score__:value > 10]", False),
        ("[__count__:value > __score__:value]", True),
        ("[__yes__:value = true]", True),
        ("[__yes__:value = 'TRUE']", False),
        (r"[__name__:value = 'O\'Brien']", True),
        ("[__ip__:value IN ('10.0.0.1', '10.1.2.3')]", True),
        ("[__ip__:value NOT IN ('10.0.0.1')]", True),
        ("[__ip__:value ISSUBSET '10.0.0.0/8']", True),
        ("[__ip__:value NOT ISSUBSET '10.0.0.0/8']", False),
        ("['10.0.0.0/8' ISSUPERSET __ip__:value]", True),
        ("[__ip__:value ISSUBSET '::/0']", False),
        ("[__name__:value LIKE 'O%n']", True),
        ("[__name__:value LIKE '_Brien']", False),
        ("[__ip__:value MATCHES '^10\\\\.']", True),
        ("[__name__:value MATCHES 'b']", False),
        ("[__ip__:value = 'x'] OR [__count__:value = 70]", True),
        ("([__ip__:value = 'x'] OR [__count__:value = 70]) AND [__yes__:value = false]", False),
        ("NOT [__ip__:value = 'x']", True),
        ("[__unknown__:value = 'x']", False),
        ("[__unknown__:value != 'x']", False),
        ("[__unknown__:value NOT = 'x']", False),
        ("[__missing__:value = 'x']", False),
        ("[__empty__:value = '']", True),
        ("[1 = 1.0]", True),
        ("__yes__:value", True),
        ("(__name__:value) OR NOT __yes__:value", False),
        ("__unknown__:value", False),
        ("__count__ = 70 AND __yes__", True),
    ],
)
def test_conditions_hold_as_stix_patterns_say(text: str, holds: bool) -> None:
    assert compile_condition(text).holds(VALUES) is holds


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[",
        "['x']",
        "[__a__:value =]",
        "[__a__:value = 'x'] FOLLOWEDBY [__b__:value = 'y']",
        "[__a__:value = 'x'] WITHIN 5 SECONDS",
        "[__a__:value ~ 'x']",
        "[__a__:value MATCHES '(']",
        "[__a__:value MATCHES 'a' = 'b']",
        "[__a__:value IN ()]",
        "[__a__:value = 'x",
        "(" * 60 + "1=1" + ")" * 60,
        "1=1 AND " * 600 + "1=1",
    ],
)
def test_what_is_no_condition_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(ConditionError, match="character"):
        compile_condition(text)


def test_a_pattern_that_would_run_forever_elsewhere_is_answered_at_once() -> None:
    evil = compile_condition("[__a__:value MATCHES '^(a+)+$'] OR [__a__:value LIKE '%a%a%a%a%a%a%a%a%a%a%b']")
    assert not evil.holds({"__a__": "a" * 60_000 + "!"})


def test_the_names_asked_for_are_known() -> None:
    assert compile_condition("[__a__:value = __b__:value AND 'c' = 'd']").variables == {"__a__", "__b__"}


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="_a:value=<>()[]' ANDORNTILKE,0123.\\%", max_size=60))
def test_any_text_either_compiles_or_is_refused(text: str) -> None:
    position = 0
    try:
        condition = compile_condition(text)
    except ConditionError as refused:
        position = refused.position
    else:
        assert condition.holds(VALUES) in (True, False)
    assert 0 <= position <= len(text)
