"""Every step and command type of CACAO 2.0, as the specification describes it (sections 4 and 5), and playbooks in the shape of
the published examples: what can be run is run against real servers, what cannot is said before the start."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from model.errors import Conflict
from model.execution import ApprovalKind, ExecutionStatus
from playbooks.cacao import read_document
from playbooks.cacao.checks import RUN_HERE
from playbooks.cacao.commands import COMMAND_TYPES
from tests.playbooks.documents import AGENT, END, SPACE, START, action, playbook, step_id, variable
from tests.playbooks.running import Site, Target, aimed, post, settings

BY_HAND = sorted({*COMMAND_TYPES} - RUN_HERE)


pytestmark = pytest.mark.usefixtures("fresh")


def named(name: str) -> dict[str, Any]:
    return {"id": f"playbook--{step_id('x', name).split('--')[1]}"}


def get(path: str) -> dict[str, Any]:
    """A command that only reads, so that nobody is asked."""
    return {"type": "http-api", "command": f"GET {path} HTTP/1.1"}


def paths(target: Target) -> list[str]:
    return [request[1] for request in target.requests]


def look(name: str, **more: Any) -> tuple[str, dict[str, Any]]:
    return action(name, get(f"/{name}"), **more)


def run(site: Site, target: Target, *steps: tuple[str, dict[str, Any]], name: str, **more: Any) -> ExecutionStatus:
    document = playbook(*steps, target_definitions=aimed(target.port), **named(name), **more)
    assert [str(one) for one in read_document(document).errors] == []
    status: ExecutionStatus = site.ended(site.start(document)).status
    return status


def test_start_and_end_enclose_the_workflow(site: Site, target: Target) -> None:
    """4.3, 4.4."""
    assert run(site, target, look("one"), name="start") is ExecutionStatus.SUCCEEDED
    assert paths(target) == ["/one"]


def test_an_action_runs_its_commands_in_order_each_against_every_target(site: Site, target: Target) -> None:
    """4.5."""
    other = "http-api--" + step_id("x", "second target").split("--")[1]
    known = aimed(target.port)
    first = next(iter(known))
    second = {**known[first], "address": {"url": [f"http://127.0.0.1:{target.port}/second"]}}
    step = action("both", commands=[get("/a"), get("/b")], targets=[first, other])
    document = playbook(step, target_definitions={**known, other: second}, **named("targets"))
    assert site.ended(site.start(document)).status is ExecutionStatus.SUCCEEDED
    assert paths(target) == ["/a", "/second/a", "/b", "/second/b"]


def test_success_and_failure_lead_different_ways(site: Site, target: Target) -> None:
    """4.1: on_success, on_failure; a step with on_failure that fails does not fail the playbook."""
    target.answers["/broken"] = (400, b"no")
    steps = (
        look("good", on_success=look("broken")[0], on_failure=END),
        look("broken", on_success=END, on_failure=look("repair")[0]),
        look("repair"),
    )
    assert run(site, target, *steps, name="ways") is ExecutionStatus.SUCCEEDED
    assert paths(target) == ["/good", "/broken", "/repair"]


def test_what_fails_without_a_way_goes_to_the_exception_step_and_the_playbook_has_failed(
    site: Site, target: Target
) -> None:
    """3.1: workflow_exception."""
    target.answers["/broken"] = (400, b"no")
    steps = (look("broken"), look("rescue"))
    assert run(site, target, *steps, name="exception", workflow_exception=look("rescue")[0]) is ExecutionStatus.FAILED
    assert paths(target) == ["/broken", "/rescue"]


@pytest.mark.parametrize(("value", "expected"), [("5", ["/yes", "/after"]), ("1", ["/no", "/after"])])
def test_an_if_condition_takes_one_branch_and_goes_on(
    site: Site, target: Target, value: str, expected: list[str]
) -> None:
    """4.8."""
    test = step_id("if-condition", "t")
    branch = {
        "type": "if-condition",
        "condition": "__n__:value > 3",
        "on_true": look("yes")[0],
        "on_false": look("no")[0],
    }
    steps = ((test, {**branch, "on_completion": look("after")[0]}), look("yes"), look("no"), look("after"))
    variables = {"__n__": variable(value, "integer")}
    assert run(site, target, *steps, name=f"if {value}", playbook_variables=variables) is ExecutionStatus.SUCCEEDED
    assert paths(target) == expected


def test_a_while_condition_walks_its_branch_until_it_no_longer_holds(site: Site, target: Target) -> None:
    """4.9."""
    loop = step_id("while-condition", "w")
    target.answers["/state"] = (200, b"done")
    steps = (
        (loop, {"type": "while-condition", "condition": "__s__:value != 'done'", "on_true": look("state")[0],
                "on_completion": look("after")[0]}),
        look("state", out_args=["__s__"]),
        look("after"),
    )  # fmt: skip
    variables = {"__s__": variable("busy")}
    assert run(site, target, *steps, name="while", playbook_variables=variables) is ExecutionStatus.SUCCEEDED
    assert paths(target) == ["/state", "/after"]


@pytest.mark.parametrize(("value", "expected"), [("red", "/stop"), ("green", "/go"), ("blue", "/else")])
def test_a_switch_condition_takes_the_case_or_the_default(
    site: Site, target: Target, value: str, expected: str
) -> None:
    """4.10."""
    choice = step_id("switch-condition", "s")
    cases = {"red": look("stop")[0], "green": look("go")[0], "default": look("else")[0]}
    steps = (
        (choice, {"type": "switch-condition", "switch": "__c__:value", "cases": cases}),
        look("stop"),
        look("go"),
        look("else"),
    )
    variables = {"__c__": variable(value)}
    assert run(site, target, *steps, name=f"switch {value}", playbook_variables=variables) is ExecutionStatus.SUCCEEDED
    assert paths(target) == [expected]


def test_parallel_branches_all_end_before_it_goes_on(site: Site, target: Target) -> None:
    """4.7."""
    fork = (step_id("parallel", "p"), {"type": "parallel", "next_steps": [look("l")[0], look("r")[0]],
                                       "on_completion": look("after")[0]})  # fmt: skip
    assert run(site, target, fork, look("l"), look("r"), look("after"), name="parallel") is ExecutionStatus.SUCCEEDED
    assert (set(paths(target)[:2]), paths(target)[2:]) == ({"/l", "/r"}, ["/after"])


def test_a_playbook_action_hands_values_in_and_takes_them_back(site: Site, target: Target) -> None:
    """4.6."""
    target.answers["/inner"] = (200, b"answer")
    inner = playbook(
        action("inner", get("/inner?of=__in__:value"), out_args=["__out__"]),
        target_definitions=aimed(target.port),
        playbook_variables={"__in__": variable(external=True), "__out__": variable()},
        **named("inner"),
    )
    site.bring(inner)
    call = {"type": "playbook-action", "playbook_id": inner["id"], "in_args": ["__in__"], "out_args": ["__out__"]}
    steps = (
        (step_id("playbook-action", "c"), {**call, "on_completion": look("after")[0]}),
        action("after", get("/after?got=__out__:value")),
    )
    variables = {"__in__": variable("x y"), "__out__": variable()}
    assert run(site, target, *steps, name="call", playbook_variables=variables) is ExecutionStatus.SUCCEEDED
    assert paths(target) == ["/inner?of=x%20y", "/after?got=answer"]


def test_an_http_command_sends_its_headers_and_its_content_in_base64(site: Site, target: Target) -> None:
    """5.6."""
    body = {"host": "__h__:value"}
    command = {
        **post("/block"),
        "headers": {"Content-Type": ["application/json"], "X-Reason": ["test"]},
        "content_b64": base64.b64encode(json.dumps(body).encode()).decode(),
    }
    del command["content"]
    variables = {"__h__": variable('a"b', external=True)}
    document = playbook(
        action("one", command), target_definitions=aimed(target.port), playbook_variables=variables, **named("http")
    )
    asked = site.start(document)
    site.decide(asked, "boss")
    assert site.ended(asked).status is ExecutionStatus.SUCCEEDED
    _, path, content, headers = target.requests[0]
    assert (path, json.loads(content), headers["X-Reason"]) == ("/block", {"host": 'a"b'}, "test")


def test_an_openc2_command_goes_out_as_openc2(site: Site, target: Target) -> None:
    """5.9."""
    content = {"action": "deny", "target": {"ipv4_net": "198.51.100.7"}}
    command = {"type": "openc2-http", "command": "POST /.well-known/openc2 HTTP/1.1",
               "content_b64": base64.b64encode(json.dumps(content).encode()).decode()}  # fmt: skip
    document = playbook(action("one", command), target_definitions=aimed(target.port), **named("openc2"))
    asked = site.start(document)
    assert "198.51.100.7" in str(site.approval(asked).touches)
    site.decide(asked, "boss")
    assert site.ended(asked).status is ExecutionStatus.SUCCEEDED
    _, path, sent, headers = target.requests[0]
    assert (path, json.loads(sent)) == ("/.well-known/openc2", content)
    assert headers["Content-Type"].startswith("application/openc2+json")


@pytest.mark.parametrize("kind", ["manual", *BY_HAND])
def test_what_no_actuator_runs_is_said_beforehand_and_becomes_a_persons_task(site: Site, kind: str) -> None:
    """5.1: bash, powershell, caldera-cmd, elastic, jupyter, kestrel, sigma, yara; and manual, which is meant so."""
    command = {"type": kind, "command": "Get-Process | Where-Object CPU -gt 100"}
    document = playbook(action("one", command), **named(f"by hand {kind}"))
    told = [one for one in read_document(document).warnings if one.code == "command.unsupported"]
    assert bool(told) is (kind != "manual")
    asked = site.start(document)
    task = site.approval(asked)
    assert (task.kind, "Get-Process" in task.text) == (ApprovalKind.MANUAL, True)
    site.decide(asked, "worker", answers={})
    assert site.ended(asked).status is ExecutionStatus.SUCCEEDED


@pytest.mark.parametrize("kind", BY_HAND)
def test_where_no_person_may_stand_in_it_is_refused_before_the_start_naming_step_and_type(
    tmp_path: Path, kind: str
) -> None:
    from model.times import now_us
    from pipeline.response import desk
    from store.scope import EVERYTHING

    site = Site(tmp_path, settings(foreign_commands="refuse"))
    try:
        made = site.bring(playbook(action("odd one", {"type": kind, "command": "x"})))
        with site.state.transaction() as tx, pytest.raises(Conflict, match=rf"odd one.*{kind}"):
            desk.ask_for(
                tx, made, EVERYTHING, inputs={}, actor="asker", now=now_us(), foreign=site.settings.foreign_commands
            )
    finally:
        site.state.close()


def test_an_example_of_the_shape_soarca_publishes_runs_whole(site: Site, target: Target) -> None:
    """Agents of a product's own type, one target by `dname`-less URL, an `end` per branch, start lines without HTTP version."""
    target.answers["/anything/one"] = (200, b'{"verdict": "malicious"}')
    agent = "soarca--" + step_id("x", "soarca agent").split("--")[1]
    finish = step_id("end", "second")
    test = step_id("if-condition", "verdict")
    steps = (
        action("fetch", {"type": "http-api", "command": "GET /anything/one"}, agent=agent, out_args=["__verdict__"],
               on_completion=test),
        (test, {"type": "if-condition", "condition": "__verdict__:value LIKE '%malicious%'", "on_true": look("alarm")[0],
                "on_false": finish}),
        look("alarm", agent=agent),
        (finish, {"type": "end"}),
    )  # fmt: skip
    agents = {
        agent: {"type": "soarca", "name": "soarca-http-api"},
        AGENT: {"type": "fengsui", "name": "test"},
    }
    variables = {"__verdict__": variable()}
    assert START in playbook(*steps)["workflow"]
    done = run(site, target, *steps, name=f"soarca {SPACE}", agent_definitions=agents, playbook_variables=variables)
    assert done is ExecutionStatus.SUCCEEDED
    assert paths(target) == ["/anything/one", "/alarm"]


def test_what_editors_and_other_products_leave_out_or_behind_does_not_stop_a_playbook(
    site: Site, target: Target
) -> None:
    """No agent, an agent nobody defined, one hyphen before its UUID, a command of a fin without text, strays among extensions,
    a condition that is one boolean variable, a variable without `:value`, modified before created."""
    fin = "product-fin-echo-" + step_id("x", "fin").split("--")[1]
    test, loop, last = step_id("if-condition", "b"), step_id("while-condition", "b"), look("last")
    unnamed = look("unnamed", on_completion=test, step_extensions={"": "extension", "0": ["extension"]})
    del unnamed[1]["agent"]
    steps = (
        unnamed,
        (test, {"type": "if-condition", "condition": "__go__:value AND __seen__ = 'no'", "on_true": look("undefined")[0],
                "on_completion": loop}),
        look("undefined", agent="caldera--" + step_id("x", "gone").split("--")[1]),
        (loop, {"type": "while-condition", "condition": "NOT __go__", "on_true": last[0],
                "on_completion": action("echo", {"type": "echo"})[0]}),
        action("echo", {"type": "echo"}, agent=fin, on_completion=END),
        last,
    )  # fmt: skip
    variables = {"__go__": variable("true", "bool"), "__seen__": variable("no")}
    document = playbook(
        *steps,
        target_definitions=aimed(target.port),
        agent_definitions={AGENT: {"type": "fengsui", "name": "test"}, fin: {"type": "net-address", "name": fin}},
        playbook_variables=variables,
        modified="2020-01-01T00:00:00.000Z",
        **named("left out"),
    )
    assert [str(one) for one in read_document(document).errors] == []
    begun = site.start(document)
    assert "echo" in site.approval(begun).text
    site.decide(begun, "boss")
    assert site.ended(begun).status is ExecutionStatus.SUCCEEDED
    assert paths(target) == ["/unnamed", "/undefined"]


def test_values_taken_out_of_an_answer_and_given_out_by_a_step_reach_the_steps_behind(
    site: Site, target: Target
) -> None:
    """A chat message out of two answers: extensions set variables no out_args name, a step gives out a variable of its own, and
    the whole address of the message, path and query, is a variable."""
    target.answers["/reputation"] = (200, b'{"data": {"score": 97, "by": "a \\"b\\"", "last": null}}')
    target.answers["/place"] = (200, b"Suzhou")
    extensions = {
        "extension-definition--" + step_id("x", path).split("--")[1]: {
            "type": "soarca-assignment",
            "step-result": "__soarca_http_api_result__",
            "variable": name,
            "expression": {"type": "jq", "expression": path},
        }
        for name, path in (("__score__", ".data.score"), ("__by__", ".data.by"), ("__last__", ".data.last"))
    }
    told = {
        "type": "http-api",
        "command": "POST __room__:value HTTP/1.1",
        "content": '{"text": "__score__:value__by__:value, last __last__:value, __place__:value"}',
        "headers": {"Content-Type": ["application/json"]},
    }
    steps = (
        look("reputation", step_extensions=extensions, on_completion=look("place")[0]),
        look("place", step_variables={"__place__": {"type": "string"}}, out_args=["__place__"],
             on_completion=action("tell", told)[0]),
        action("tell", told),
    )  # fmt: skip
    variables = {name: variable() for name in ("__score__", "__by__", "__last__")}
    variables["__room__"] = variable("/rooms/a b?thread=1", external=True)
    document = playbook(*steps, target_definitions=aimed(target.port), playbook_variables=variables, **named("chat"))
    begun = site.start(document)
    site.decide(begun, "boss")
    assert site.ended(begun).status is ExecutionStatus.SUCCEEDED
    assert paths(target) == ["/reputation", "/place", "/rooms/a%20b?thread=1"]
    assert json.loads(target.requests[-1][2]) == {"text": '97a "b", last null, Suzhou'}
