from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playbooks.openc2.language import PAIRS, RULE, Command, OpenC2Error, Status, Wanted, opened, parse, response

NOW = 1_795_000_000_000


def deny(target: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return {"action": "deny", "target": target or {"ipv4_net": "198.51.100.7"}, **more}


def status(command: Any) -> Status:
    with pytest.raises(OpenC2Error) as refused:
        parse(command, NOW)
    assert refused.value.text
    return refused.value.status


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (deny(), Command("deny", Wanted.COMPLETE, address="198.51.100.7")),
        (deny({"ipv4_net": "198.51.100.7/24"}), Command("deny", Wanted.COMPLETE, address="198.51.100.0/24")),
        (deny({"ipv6_net": "2001:DB8::7/128"}), Command("deny", Wanted.COMPLETE, address="2001:db8::7")),
        (
            deny({"ipv4_connection": {"src_addr": "198.51.100.7"}}),
            Command("deny", Wanted.COMPLETE, address="198.51.100.7"),
        ),
        (
            deny(
                args={"duration": 1_500, "response_requested": "ack", "slpf": {"drop_process": "none"}}, command_id="c"
            ),
            Command("deny", Wanted.ACK, address="198.51.100.7", duration_s=2, command_id="c"),
        ),
        (
            deny(args={"stop_time": NOW + 60_000}),
            Command("deny", Wanted.COMPLETE, address="198.51.100.7", duration_s=60),
        ),
        (
            deny(args={"start_time": NOW - 10_000, "duration": 30_000}, actuator={"slpf": {"asset_id": "30"}}),
            Command("deny", Wanted.COMPLETE, address="198.51.100.7", duration_s=20),
        ),
        ({"action": "query", "target": {"features": []}}, Command("query", Wanted.COMPLETE)),
        ({"action": "delete", "target": {RULE: 1234}}, Command("delete", Wanted.COMPLETE, rule=1234)),
        (
            {"action": "update", "target": {"file": {"path": "lists", "name": "a.txt", "hashes": {"sha256": "AB"}}}},
            Command("update", Wanted.COMPLETE, file=("a.txt", "lists", "ab")),
        ),
    ],
)
def test_commands_of_the_profile_are_read(command: Any, expected: Command) -> None:
    assert parse(command, NOW) == expected


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ([], Status.BAD_REQUEST),
        ({}, Status.BAD_REQUEST),
        ({"action": "deny"}, Status.BAD_REQUEST),
        (deny({"ipv4_net": "a", "ipv6_net": "b"}), Status.BAD_REQUEST),
        (deny({"ipv4_net": "2001:db8::1"}), Status.BAD_REQUEST),
        (deny({"ipv4_net": 7}), Status.BAD_REQUEST),
        (deny(extra=1), Status.BAD_REQUEST),
        (deny(command_id="x" * 37), Status.BAD_REQUEST),
        (deny({"domain_name": "example.com"}), Status.NOT_IMPLEMENTED),
        ({"action": "scan", "target": {"ipv4_net": "198.51.100.7"}}, Status.NOT_IMPLEMENTED),
        ({"action": "delete", "target": {RULE: True}}, Status.BAD_REQUEST),
        ({"action": "delete", "target": {RULE: 2**60}}, Status.BAD_REQUEST),
        (deny({"ipv4_connection": {"src_addr": "198.51.100.7", "dst_port": 22}}), Status.NOT_IMPLEMENTED),
        (deny({"ipv4_connection": {}}), Status.BAD_REQUEST),
        (deny(actuator={"x-other": {}}), Status.NOT_FOUND),
        (deny(args={"slpf": {"drop_process": "reject"}}), Status.NOT_IMPLEMENTED),
        (deny(args={"slpf": {"insert_rule": 1}}), Status.NOT_IMPLEMENTED),
        (deny(args={"slpf": {"running": False}}), Status.NOT_IMPLEMENTED),
        (deny(args={"colour": 1}), Status.NOT_IMPLEMENTED),
        (deny(args={"response_requested": "later"}), Status.BAD_REQUEST),
        (deny(args={"duration": -1}), Status.BAD_REQUEST),
        (deny(args={"start_time": NOW, "stop_time": NOW, "duration": 1}), Status.BAD_REQUEST),
        (deny(args={"start_time": NOW + 60_000}), Status.NOT_IMPLEMENTED),
        (deny(args={"stop_time": NOW - 1}), Status.BAD_REQUEST),
        ({"action": "query", "target": {"features": ["versions", "versions"]}}, Status.BAD_REQUEST),
        ({"action": "query", "target": {"features": ["colours"]}}, Status.NOT_IMPLEMENTED),
        ({"action": "query", "target": {"features": []}, "args": {"response_requested": "ack"}}, Status.BAD_REQUEST),
    ],
)
def test_what_cannot_be_done_as_asked_is_answered_with_the_specifications_status(
    command: Any, expected: Status
) -> None:
    assert status(command) is expected


def test_an_answer_has_the_form_of_its_question() -> None:
    message = {"headers": {"request_id": "r-1", "created": NOW, "from": "p"}, "body": {"openc2": {"request": deny()}}}
    envelope = opened(message)
    told = response(envelope, Status.OK, "done", {"slpf": {"rule_number": 1}}, us="c", now_ms=NOW)
    assert told["headers"] == {"request_id": "r-1", "created": NOW, "from": "c", "to": "p"}
    assert told["body"]["openc2"]["response"] == {
        "status": 200, "status_text": "done", "results": {"slpf": {"rule_number": 1}}
    }  # fmt: skip
    assert response(opened(deny()), Status.OK, "", None, us="c", now_ms=NOW) == {"status": 200}
    for wrong in ([], {"body": {}}, {"headers": 7, "body": {"openc2": {"request": {}}}}, {"headers": {}}):
        with pytest.raises(OpenC2Error):
            opened(wrong)


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=12)
    | st.sampled_from(["198.51.100.0/24", "slpf", RULE]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["action", "target", "args", "slpf", "duration", "ipv4_net", "file", "features", "x"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=10,
)


@settings(max_examples=200, deadline=None)
@given(action=st.sampled_from([*PAIRS, "x"]), target=json_values, args=json_values, actuator=json_values)
def test_no_command_breaks_the_reader(action: str, target: Any, args: Any, actuator: Any) -> None:
    command = {"action": action, "target": target, "args": args, "actuator": actuator}
    for read in (lambda: parse(command, NOW), lambda: opened({"headers": args, "body": target})):
        with suppress(OpenC2Error):
            read()
