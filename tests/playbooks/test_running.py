from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from model.errors import InputError, ScopeError
from model.execution import ExecutionStatus
from model.times import now_us
from store import approvals, executions, ledger
from store.playbook_tables import ApprovalRow
from store.scope import EVERYTHING
from tests.playbooks.documents import END, action, playbook, step_id, variable
from tests.playbooks.running import Site, Target, aimed, post, simple

pytestmark = pytest.mark.usefixtures("fresh")


def named(**more: Any) -> dict[str, Any]:
    """Each test's playbook has an id of its own."""
    return {"id": f"playbook--{step_id('x', str(more)).split('--')[1]}"}


def test_a_change_waits_for_somebody_other_than_who_asked(site: Site, target: Target) -> None:
    run = site.start(simple(target.port, "one", "two", **named(a=1)))
    asked = site.approval(run)
    assert (asked.needed, asked.requested_by) == (1, "asker")
    assert "POST" in asked.text
    assert site.get(run).status is ExecutionStatus.WAITING
    assert not target.effects
    with pytest.raises(ScopeError, match="cannot approve"):
        site.decide(run, "asker")
    site.decide(run, "boss")
    site.wait(lambda: target.effects["/one"], "the first effect")
    site.decide(run, "boss")
    assert site.ended(run).status is ExecutionStatus.SUCCEEDED
    assert target.effects == {"/one": 1, "/two": 1}
    assert [step.status for step in site.steps(run)] == ["succeeded"] * 4
    with site.state.reading() as tx:
        actions = [record.action for record in ledger.records(tx, EVERYTHING, limit=100).items if run in str(record)]
    assert {"execution.requested", "approval.asked", "approval.decided", "effect.done", "execution.ended"} <= set(
        actions
    )


def test_a_refusal_takes_the_way_of_failure(site: Site, target: Target) -> None:
    one = action("one", post("/one"), on_success=END, on_failure=action("plan b")[0])
    run = site.start(playbook(one, action("plan b"), target_definitions=aimed(target.port), **named(a=2)))
    site.decide(run, "boss", granted=False)
    site.decide(run, "anybody", answers={})
    assert site.ended(run).status is ExecutionStatus.SUCCEEDED
    assert not target.effects
    assert [step.status for step in site.steps(run) if step.name == "one"] == ["refused"]


def test_reading_asks_nobody_and_its_answer_becomes_a_variable(site: Site, target: Target) -> None:
    target.answers["/state"] = (200, b'{"load": {"cores": [7, 8]}}')
    read = {"type": "http-api", "command": "GET /state?of=__name__:value HTTP/1.1"}
    extension = {
        "type": "soarca-assignment",
        "step-result": "__all__",
        "variable": "__load__",
        "expression": {"type": "jq", "expression": ".load.cores[1]"},
    }
    one = action(
        "one",
        read,
        out_args=["__load__"],
        step_extensions={f"extension-definition--{step_id('x', 'e').split('--')[1]}": extension},
        on_completion=step_id("if-condition", "busy"),
    )
    busy = {"type": "if-condition", "condition": "[__load__:value > 7]", "on_true": action("tell", read)[0]}
    document = playbook(
        one,
        (step_id("if-condition", "busy"), {**busy, "on_completion": END}),
        action("tell", {"type": "http-api", "command": "GET /busy HTTP/1.1"}),
        target_definitions=aimed(target.port),
        playbook_variables={"__load__": variable(None, "integer"), "__name__": variable("a b&c", external=True)},
        **named(a=3),
    )
    run = site.start(document)
    ended = site.ended(run)
    assert (ended.status, ended.values["__load__"]) == (ExecutionStatus.SUCCEEDED, "8")
    assert [request[1] for request in target.requests] == ["/state?of=a%20b%26c", "/busy"]


def test_branches_run_at_the_same_time_and_come_together(site: Site, target: Target) -> None:
    left, right, after = action("left", out_args=["__l__"]), action("right", out_args=["__r__"]), action("after")
    fork = (
        step_id("parallel", "p"),
        {"type": "parallel", "next_steps": [left[0], right[0]], "on_completion": after[0]},
    )
    variables = {"__l__": variable(), "__r__": variable()}
    run = site.start(playbook(fork, left, right, after, playbook_variables=variables, **named(a=4)))
    both = site.wait(lambda: len(found := site.open_approvals(run)) == 2 and found, "both branches to ask")
    by_step = {one.step: one for one in both}
    for name in ("right", "left"):
        with site.state.transaction() as tx:
            approvals.decide(
                tx,
                by_step[name].id,
                EVERYTHING,
                granted=True,
                comment="",
                actor="worker",
                now=now_us(),
                answers={f"__{name[0]}__": name},
            )
    assert site.approval(run).step == "after"
    site.decide(run, "worker", answers={})
    assert site.ended(run).values == {"__l__": "left", "__r__": "right"}


def test_a_playbook_calls_another_with_values_in_and_out(site: Site, target: Target) -> None:
    inner = playbook(
        action("inner", {"type": "manual", "command": "look at __in__:value"}, out_args=["__out__"]),
        playbook_variables={"__in__": variable(external=True), "__out__": variable()},
        **named(a=5, inner=True),
    )
    site.bring(inner)
    call = {
        "type": "playbook-action",
        "playbook_id": inner["id"],
        "in_args": ["__in__"],
        "out_args": ["__out__"],
        "on_completion": END,
    }
    outer = playbook(
        (step_id("playbook-action", "c"), call),
        playbook_variables={"__in__": variable("the roof"), "__out__": variable()},
        **named(a=5),
    )
    run = site.start(outer)
    assert "the roof" in site.approval(run).text
    site.decide(run, "worker", answers={"__out__": "dry"})
    assert site.ended(run).values["__out__"] == "dry"
    assert [step.path for step in site.steps(run)] == ["1", "2", "2.1", "2.2", "2.3", "3"]


def test_a_loop_goes_on_until_a_person_says_enough(site: Site) -> None:
    ask = action("again", out_args=["__go__"], on_completion=step_id("while-condition", "w"))
    loop = {"type": "while-condition", "condition": "[__go__:value = true]", "on_true": ask[0], "on_completion": END}
    document = playbook(
        (step_id("while-condition", "w"), loop),
        ask,
        playbook_variables={"__go__": variable("true", "bool")},
        **named(a=6),
    )
    run = site.start(document)
    for answer in ("true", "false"):
        asked = site.approval(run)
        site.decide(run, "worker", answers={"__go__": answer})
        site.wait(
            lambda asked=asked: all(one.id != asked.id for one in site.open_approvals(run)), "the answer to count"
        )
    assert site.ended(run).status is ExecutionStatus.SUCCEEDED
    assert sum(step.name == "again" for step in site.steps(run)) == 2


def test_cancelling_ends_a_run_that_waits_and_nothing_more_happens(site: Site, target: Target) -> None:
    run = site.start(simple(target.port, "one", **named(a=7)))
    asked = site.approval(run)
    with site.state.transaction() as tx:
        executions.cancel(tx, run, EVERYTHING, reason="wrong host", actor="boss", now=now_us())
    assert site.ended(run).status is ExecutionStatus.CANCELLED
    assert not target.effects
    assert all(one.id != asked.id for one in site.open_approvals(run))


def test_a_target_that_is_away_is_tried_again_and_then_the_step_fails(site: Site, target: Target) -> None:
    target.answers["/gone"] = (503, b"")
    document = playbook(
        action("gone", {"type": "http-api", "command": "GET /gone HTTP/1.1"}),
        target_definitions=aimed(target.port),
        **named(a=8),
    )
    run = site.start(document)
    assert site.ended(run).status is ExecutionStatus.FAILED
    assert len(target.requests) == site.settings.attempts
    assert site.effects(run)[0].status == "failed"


def test_a_manual_step_that_nobody_does_in_time_fails(site: Site) -> None:
    run = site.start(playbook(action("slow", timeout=300), **named(a=9)))
    assert site.ended(run).status is ExecutionStatus.FAILED
    assert [step.status for step in site.steps(run)][-1] == "timed_out"


def test_an_input_that_does_not_fit_is_refused_before_anything_begins(site: Site) -> None:
    document = playbook(
        action("one"), playbook_variables={"__ip__": variable(None, "ipv4-addr", external=True)}, **named(a=10)
    )
    with pytest.raises(InputError, match="ipv4-addr"):
        site.start(document, {"__ip__": "all of them"})


def test_somebody_with_a_session_and_a_token_is_one_person(site: Site, target: Target) -> None:
    """Two persons for a protected asset: not one who signs in twice, nor whoever asked."""
    document = simple(target.port, "one", **named(a=12))
    run = site.ask(site.bring(document), actor="account:asker token:7")
    asked = site.approval(run)
    with site.state.transaction() as tx:
        tx.execute(update(ApprovalRow).where(ApprovalRow.id == asked.id).values(needed=2))
    with pytest.raises(ScopeError, match="cannot approve it"):
        site.decide(run, "account:asker")
    site.decide(run, "account:boss")
    for again in ("account:boss", "account:boss token:1", "account:boss token:2"):
        with pytest.raises(ScopeError, match="twice"):
            site.decide(run, again)
    assert not target.effects
    site.decide(run, "account:chief")
    assert site.ended(run).status is ExecutionStatus.SUCCEEDED
