from __future__ import annotations

import copy
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbooks.cacao import read, read_document, write
from playbooks.cacao.commands import COMMAND_TYPES
from playbooks.cacao.problems import TEXTS
from playbooks.cacao.reading import MAX_BYTES, MAX_DEPTH
from playbooks.cacao.steps import STEP_TYPES
from tests.playbooks.documents import AGENT, END, START, TARGET, action, playbook, step_id, variable


def codes(document: Any) -> list[str]:
    return sorted({problem.code for problem in read_document(document).problems})


def everything() -> dict[str, Any]:
    """A playbook with every step type, every kind of definition and a variable of every scope."""
    one, two, three = action("one"), action("two"), action("three")
    loop = step_id("while-condition", "w")
    choice = step_id("switch-condition", "s")
    fork = step_id("parallel", "p")
    test = step_id("if-condition", "i")
    call = step_id("playbook-action", "c")
    marking = "marking-tlp--" + step_id("x", "m").split("--")[1]
    extension = "extension-definition--" + step_id("x", "e").split("--")[1]
    return playbook(
        (
            fork,
            {
                "type": "parallel",
                "next_steps": [one[0], two[0]],
                "on_success": test,
                "on_failure": END,
                "timeout": 1000,
            },
        ),
        one,
        two,
        (
            test,
            {"type": "if-condition", "condition": "[__n__:value > 3]", "on_true": three[0], "on_completion": loop},
        ),
        three,
        (loop, {"type": "while-condition", "condition": "__n__:value < 3", "on_true": call, "on_completion": choice}),
        (
            call,
            {
                "type": "playbook-action",
                "playbook_id": "playbook--" + step_id("x", "other").split("--")[1],
                "in_args": ["__n__"],
                "out_args": ["__n__"],
                "on_completion": END,
            },
        ),
        (
            choice,
            {"type": "switch-condition", "switch": "__n__:value", "cases": {"1": END, "default": END}, "delay": 5},
        ),
        playbook_variables={"__n__": variable("4", "integer", external=True)},
        markings=[marking],
        data_marking_definitions={
            marking: {
                "type": "marking-tlp",
                "id": marking,
                "tlpv2_level": "TLP:AMBER",
                "created": "2026-11-22T08:00:00.000Z",
            }
        },
        playbook_extensions={extension: {"any": ["thing"]}},
        extension_definitions={
            extension: {"type": "extension-definition", "name": "ours", "schema": "{}", "version": "1"}
        },
        playbook_types=["mitigation"],
        playbook_activities=["restrict-access"],
        external_references=[{"name": "a reference"}],
        workflow_exception=END,
    )


def test_a_playbook_with_every_step_type_has_no_problem() -> None:
    reading = read_document(everything())
    assert [str(problem) for problem in reading.problems] == []
    assert reading.playbook is not None
    assert {step.type for step in reading.playbook.workflow.values()} == set(STEP_TYPES)


@pytest.mark.parametrize("kind", COMMAND_TYPES)
def test_every_command_type_of_the_specification_is_read(kind: str) -> None:
    command: dict[str, Any] = {"type": kind, "command": "GET /x HTTP/1.1", "description": "d", "version": "1"}
    if kind == "openc2-http":
        command["content_b64"] = "e30="
    step = action("a", command)
    if kind == "ssh":
        step[1]["targets"] = [ssh := "ssh--" + AGENT.split("--")[1]]
        reading = read_document(
            playbook(step, target_definitions={ssh: {"type": "ssh", "address": {"ipv4": ["192.0.2.1"]}}})
        )
    else:
        reading = read_document(playbook(step))
    assert reading.errors == ()
    assert reading.playbook is not None
    assert reading.playbook.document()["workflow"][step[0]]["commands"] == [command]


def test_export_gives_back_what_was_imported_also_what_nobody_knows() -> None:
    document = everything()
    document["x_other_product"] = {"kept": [1, 2.5, None, "是"]}
    reading = read(orjson.dumps(document))
    assert reading.playbook is not None
    assert orjson.loads(write(reading.playbook)) == document
    assert [problem.code for problem in reading.problems] == ["property.unknown"]
    assert read(write(reading.playbook)).playbook == reading.playbook


def test_all_mistakes_are_told_at_once_each_with_its_place() -> None:
    document = playbook(action("one"))
    document["priority"] = 101
    del document["name"]
    document["workflow"][action("one")[0]]["commands"][0]["command"] = 7
    reading = read_document(document)
    assert reading.playbook is None
    assert [problem.place for problem in reading.errors] == [
        "name",
        "priority",
        f"workflow.{action('one')[0]}.commands[0].command",
    ]


def mutated(change: Any, *steps: tuple[str, dict[str, Any]], **more: Any) -> list[str]:
    document = playbook(*(steps or (action("one"),)), **more)
    change(document)
    return codes(document)


ONE = action("one")[0]


@pytest.mark.parametrize(
    ("code", "change"),
    [
        ("reference.missing", lambda d: d["workflow"][ONE].update(on_completion=step_id("end", "nowhere"))),
        ("reference.kind", lambda d: d["workflow"][ONE].update(on_completion=START)),
        ("workflow.start", lambda d: d.update(workflow_start=ONE)),
        ("step.no_next", lambda d: d["workflow"][ONE].pop("on_completion")),
        ("step.next_of_end", lambda d: d["workflow"][END].update(on_completion=ONE)),
        ("step.completion_and_success", lambda d: d["workflow"][ONE].update(on_success=END)),
        ("step.outcome_of_start", lambda d: d["workflow"][START].update(on_failure=END)),
        ("step.loops", lambda d: d["workflow"][ONE].update(on_completion=ONE)),
        ("step.unreachable", lambda d: d["workflow"].update([action("lonely")])),
        ("variable.undefined", lambda d: d["workflow"][ONE]["commands"][0].update(command="x __gone__:value")),
        ("variable.undefined", lambda d: d["workflow"][ONE].update(out_args=["__gone__"])),
        ("variable.constant_assigned", lambda d: d["workflow"][ONE].update(out_args=["__fixed__"])),
        ("variable.unbound", lambda d: d["workflow"][ONE]["commands"][0].update(command="x __empty__:value")),
        ("variable.type", lambda d: d["playbook_variables"]["__fixed__"].update(type="ipv4-addr")),
        ("variable.shadowed", lambda d: d["workflow"][ONE].update(step_variables={"__fixed__": variable("x")})),
        ("vocabulary.unknown", lambda d: d["playbook_variables"]["__fixed__"].update(type="colour")),
        ("command.empty", lambda d: d["workflow"][ONE].update(commands=[{"type": "manual"}])),
        ("command.base64", lambda d: d["workflow"][ONE].update(commands=[{"type": "manual", "command_b64": "A"}])),
        ("command.unsupported", lambda d: d["workflow"][ONE].update(commands=[{"type": "bash", "command": "ls"}])),
        (
            "command.start_line",
            lambda d: d["workflow"][ONE].update(commands=[{"type": "http-api", "command": "hello"}]),
        ),
        ("command.no_target", lambda d: d["workflow"][ONE].update(commands=[{"type": "ssh", "command": "ls"}])),
        (
            "command.target",
            lambda d: d["workflow"][ONE].update(commands=[{"type": "ssh", "command": "ls"}], targets=[TARGET]),
        ),
        ("agent.none", lambda d: d["agent_definitions"].clear()),
        ("agent.missing", lambda d: d["workflow"][ONE].pop("agent")),
        ("time.modified", lambda d: d.update(modified="2020-01-01T00:00:00.000Z")),
        (
            "time.order",
            lambda d: d.update(valid_from="2027-01-01T00:00:00.000Z", valid_until="2026-12-31T00:00:00.000Z"),
        ),
        ("extension.malformed", lambda d: d["workflow"][ONE].update(step_extensions={"": "left behind"})),
        ("time.precision", lambda d: d.update(created="2020-01-01T00:00:00.123456Z")),
        ("reference.unnamed", lambda d: d.update(external_references=[{"description": "no name"}])),
        ("playbook.revoked", lambda d: d.update(revoked=True)),
        ("playbook.summary", lambda d: d.update(playbook_processing_summary={"if_logic": True})),
        ("marking.missing", lambda d: d.update(markings=[step_id("marking-tlp", "gone")])),
        (
            "secret.inside",
            lambda d: d.update(
                authentication_info_definitions={step_id("user-auth", "u"): {"type": "user-auth", "password": "p"}}
            ),
        ),
    ],
)
def test_each_mistake_is_named(code: str, change: Any) -> None:
    variables = {"__fixed__": variable("word", constant=True), "__empty__": variable()}
    before = mutated(lambda _: None, playbook_variables=variables)
    found = mutated(change, playbook_variables=variables)
    assert code in set(found) - set(before)


def test_a_wrong_condition_says_at_which_character() -> None:
    test = step_id("if-condition", "i")
    document = playbook((test, {"type": "if-condition", "condition": "[__n__:value = ]", "on_true": END}), action("a"))
    wrong = [problem for problem in read_document(document).problems if problem.code == "condition.wrong"]
    assert wrong[0].place == f"workflow.{test}.condition"
    assert "character 16" in wrong[0].message


def test_branches_that_set_the_same_variable_are_noticed() -> None:
    one, two = action("one", out_args=["__n__"]), action("two", out_args=["__n__"])
    fork = (step_id("parallel", "p"), {"type": "parallel", "next_steps": [one[0], two[0]], "on_completion": END})
    assert "variable.raced" in codes(playbook(fork, one, two, playbook_variables={"__n__": variable()}))


def test_every_problem_has_a_text_in_both_languages() -> None:
    for code, (_, english, chinese) in TEXTS.items():
        assert english, code
        assert any("\u4e00" <= character <= "\u9fff" for character in chinese), code


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"null", b"\xff\xfe", b"{" * 100_000, b'{"type": "playbook"}', "字".encode()]
)
def test_what_is_no_playbook_is_refused_without_an_exception(content: bytes) -> None:
    reading = read(content)
    assert reading.playbook is None
    assert reading.errors


def test_too_large_and_too_deep_documents_are_refused() -> None:
    assert read(b" " * (MAX_BYTES + 1)).problems[0].code == "document.too_large"
    deep: Any = []
    for _ in range(MAX_DEPTH + 2):
        deep = [deep]
    assert codes({"type": "playbook", "x": deep}) == ["document.too_deep"]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_change_to_a_document_makes_reading_fail(data: st.DataObject) -> None:
    document = copy.deepcopy(everything())
    at: Any = document
    for _ in range(data.draw(st.integers(0, 4))):
        keys = sorted(at) if isinstance(at, dict) else list(range(len(at)))
        if not keys:
            break
        key = data.draw(st.sampled_from(keys))
        if isinstance(at[key], dict | list) and at[key]:
            at = at[key]
    if isinstance(at, dict) and at:
        key = data.draw(st.sampled_from(sorted(at)))
        at[key] = data.draw(json_values)
    elif isinstance(at, list):
        at.append(data.draw(json_values))
    reading = read_document(document)
    for problem in reading.problems:
        assert problem.message
        assert problem.message_zh
    if reading.playbook is not None:
        assert reading.playbook.document() == document


COMMUNITY = {
    # The shapes other products write: agents of their own types, `openc2`, a start line without a slash, times with six
    # digits, references without names.
    "agent_definitions": {AGENT: {"type": "soarca-http-api", "name": "soarca-http-api"}},
    "created": "2023-11-20T15:56:00.123456Z",
    "modified": "2023-11-20T15:56:00.123456Z",
    "external_references": [{"description": "somebody"}],
}


def test_playbooks_as_other_products_write_them_can_be_run() -> None:
    step = action("a", {"type": "openc2", "command": "POST post HTTP1.1", "content_b64": "e30="}, targets=[TARGET])
    reading = read_document(playbook(step, **COMMUNITY))
    assert reading.runnable
    assert {"time.precision", "reference.unnamed", "identifier.type"} <= {p.code for p in reading.warnings}
