from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbooks.cacao import read_document
from playbooks.cacao.steps import ActionStep
from playbooks.walking import MAX_TURNS, MAX_VISITS, Outcome, Walk
from tests.playbooks.documents import END, action, playbook, step_id, variable

IF, WHILE, SWITCH = step_id("if-condition", "i"), step_id("while-condition", "w"), step_id("switch-condition", "s")


def walk(
    document: dict[str, Any],
    values: Mapping[str, Any] | None = None,
    outcomes: Mapping[str, Outcome] | None = None,
    sets: Mapping[str, list[Any]] | None = None,
) -> tuple[list[str], Walk]:
    """Names of the actions in the order they were come to. sets: values an action gives `__n__`, one per visit."""
    book = read_document(document).playbook
    assert book is not None
    values = values or {name: one.value for name, one in book.playbook_variables.items()}
    on = Walk.begin(book, dict(values))
    given_values = {name: iter(ones) for name, ones in (sets or {}).items()}
    seen = []
    while on.visit is not None:
        step = on.visit.step
        if not isinstance(step, ActionStep):
            on.decide()
            continue
        seen.append(step.name)
        if step.name in given_values:
            on.assign("__n__", next(given_values[step.name]))
        on.leave((outcomes or {}).get(step.name, Outcome.SUCCEEDED), "because")
    return seen, on


N = {"__n__": variable("0", "integer")}


def test_steps_follow_one_another_to_the_end() -> None:
    two = action("two")
    seen, on = walk(playbook(action("one", on_completion=two[0]), two))
    assert (seen, on.outcome) == (["one", "two"], Outcome.SUCCEEDED)


@pytest.mark.parametrize(("value", "expected"), [("5", ["yes", "after"]), ("1", ["no", "after"])])
def test_a_condition_calls_its_branch_and_goes_on_after_it(value: str, expected: list[str]) -> None:
    yes, no, after = action("yes"), action("no"), action("after")
    test = {"type": "if-condition", "condition": "[__n__:value > 3]", "on_true": yes[0], "on_false": no[0]}
    document = playbook((IF, {**test, "on_completion": after[0]}), yes, no, after, playbook_variables=N)
    assert walk(document, {"__n__": int(value)})[0] == expected


def test_a_branch_that_leads_to_the_common_step_itself_takes_it_once() -> None:
    after = action("after")
    yes = action("yes", on_completion=after[0])
    test = {"type": "if-condition", "condition": "[1 = 1]", "on_true": yes[0], "on_completion": after[0]}
    assert walk(playbook((IF, test), yes, after))[0] == ["yes", "after"]


def test_without_a_common_step_the_branch_is_the_rest() -> None:
    yes = action("yes")
    seen, on = walk(playbook((IF, {"type": "if-condition", "condition": "[1 = 2]", "on_true": yes[0]}), yes))
    assert (seen, on.outcome) == ([], Outcome.SUCCEEDED)


@pytest.mark.parametrize("back", [WHILE, END])
def test_a_loop_goes_round_as_long_as_its_condition_holds(back: str) -> None:
    turn, after = action("turn", on_completion=back), action("after")
    loop = {"type": "while-condition", "condition": "[__n__:value < 3]", "on_true": turn[0], "on_completion": after[0]}
    seen, on = walk(playbook((WHILE, loop), turn, after, playbook_variables=N), sets={"turn": ["1", "2", "3"]})
    assert (seen, on.outcome) == (["turn", "turn", "turn", "after"], Outcome.SUCCEEDED)


def test_a_loop_inside_a_loop_begins_anew_each_time() -> None:
    inner_id = step_id("while-condition", "inner")
    inner_turn = action("inner", on_completion=inner_id)
    outer_turn = action("outer", on_completion=inner_id)
    outer = {"type": "while-condition", "condition": "[__n__:value < 10]", "on_true": outer_turn[0]}
    inner = {"type": "while-condition", "condition": "[__n__:value NOT IN (5, 10)]", "on_true": inner_turn[0]}
    document = playbook(
        (WHILE, {**outer, "on_completion": END}),
        outer_turn,
        (inner_id, {**inner, "on_completion": WHILE}),
        inner_turn,
        playbook_variables=N,
    )
    seen, on = walk(document, sets={"outer": ["4", "9"], "inner": ["5", "10"]})
    assert (seen, on.outcome) == (["outer", "inner", "outer", "inner"], Outcome.SUCCEEDED)


def test_a_loop_that_does_not_end_is_ended() -> None:
    turn = action("turn", on_completion=WHILE)
    loop = {"type": "while-condition", "condition": "[1 = 1]", "on_true": turn[0], "on_completion": END}
    seen, on = walk(playbook((WHILE, loop), turn))
    assert len(seen) == MAX_TURNS
    assert (on.outcome, "turns" in on.reason) == (Outcome.FAILED, True)


@pytest.mark.parametrize(("value", "expected"), [("7", "seven"), ("8", "other")])
def test_a_switch_takes_the_case_of_the_value_or_the_default(value: str, expected: str) -> None:
    seven, other = action("seven"), action("other")
    switch = {"type": "switch-condition", "switch": "__n__:value", "cases": {"7": seven[0], "default": other[0]}}
    assert walk(playbook((SWITCH, switch), seven, other, playbook_variables=N), {"__n__": int(value)})[0] == [expected]


def test_a_failure_takes_its_own_way_when_there_is_one() -> None:
    worse, better = action("worse"), action("better")
    one = action("one", on_success=better[0], on_failure=worse[0])
    seen, on = walk(playbook(one, better, worse), outcomes={"one": Outcome.TIMED_OUT})
    assert (seen, on.outcome) == (["one", "worse"], Outcome.SUCCEEDED)


def test_a_failure_without_a_way_is_an_exception_and_the_playbook_has_failed() -> None:
    two, rescue = action("two"), action("rescue")
    document = playbook(action("one", on_completion=two[0]), two, rescue, workflow_exception=rescue[0])
    seen, on = walk(document, outcomes={"one": Outcome.FAILED})
    assert (seen, on.outcome, on.reason) == (["one", "rescue"], Outcome.FAILED, "because")


def test_a_failure_while_handling_an_exception_ends_it() -> None:
    rescue = action("rescue")
    document = playbook(action("one"), rescue, workflow_exception=rescue[0])
    seen, on = walk(document, outcomes={"one": Outcome.FAILED, "rescue": Outcome.FAILED})
    assert (seen, on.outcome) == (["one", "rescue"], Outcome.FAILED)


def test_cancelling_ends_the_walk_at_once() -> None:
    two = action("two")
    seen, on = walk(playbook(action("one", on_completion=two[0]), two), outcomes={"one": Outcome.CANCELLED})
    assert (seen, on.outcome) == (["one"], Outcome.CANCELLED)


kinds = st.sampled_from(["action", "if", "while", "switch"])


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_every_walk_through_any_workflow_ends(data: st.DataObject) -> None:
    names = [str(number) for number in range(data.draw(st.integers(1, 6)))]
    kind_of = {name: data.draw(kinds) for name in names}
    words = {"action": "action", "if": "if-condition", "while": "while-condition", "switch": "switch-condition"}
    ids = {name: step_id(words[kind_of[name]], name) for name in names}
    to = st.sampled_from([*ids.values(), END])
    steps = []
    for name in names:
        body: dict[str, Any] = {"on_completion": data.draw(to)}
        condition = data.draw(st.sampled_from(["[1 = 1]", "[1 = 2]", "[__n__:value > 0]"]))
        if kind_of[name] == "action":
            body |= action(name)[1] | body
        elif kind_of[name] == "switch":
            body |= {"switch": "__n__:value", "cases": {"0": data.draw(to), "default": data.draw(to)}}
        else:
            body |= {"condition": condition, "on_true": data.draw(to)}
        steps.append((ids[name], {"type": words[kind_of[name]], **body}))
    document = playbook(*steps, action("extra"), playbook_variables=N)
    seen, on = walk(document, {"__n__": data.draw(st.sampled_from([0, 1, None]))})
    assert on.outcome in (Outcome.SUCCEEDED, Outcome.FAILED)
    assert len(seen) <= MAX_VISITS
