"""Redis: commands counted as tshark counts them; keys, values and passwords never kept."""

from __future__ import annotations

import subprocess
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.collectors.packets.craft import Talk, ends_in_events, events, faults, spoilt
from tests.collectors.packets.test_tshark import TSHARK, of
from tests.shared import shared


def command(*words: bytes) -> bytes:
    return b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(w), w) for w in words)


CONVERSATION = (
    (command(b"AUTH", b"wang", b"hunter2!"), b"+OK\r\n"),
    (command(b"SET", b"citizen:110101", b"value" * 4000), b"+OK\r\n"),
    (command(b"get", b"citizen:110101") + command(b"GET", b"y"), b"$5\r\nvalue\r\n$-1\r\n"),
    (command(b"CONFIG", b"SET", b"dir", b"/home/redis/.ssh"), b"-NOPERM no permission\r\n"),
    (command(b"HGETALL", b"h"), b"%1\r\n+k\r\n*2\r\n:1\r\n$2\r\nhi\r\n"),
    (command(b"PING"), b"+PONG\r\n"),
)


def talk(size: int = 1400, conversation: tuple[tuple[bytes, bytes], ...] = CONVERSATION) -> Talk:
    return Talk(dport=16379).syn().exchange(conversation, size).close()


@given(st.integers(2, 2000))
@settings(max_examples=20, deadline=None)
def test_commands_are_told_by_name_wherever_segments_end(size: int) -> None:
    found = events(talk(size).frames, "network.redis")
    told = {e["event.action"]: e for e in found}
    login, config = told["redis_login"], told["redis_config"]
    assert (login["user.name"], login["event.outcome"], login["fengsui.credentials.cleartext"]) == (
        "wang",
        "success",
        True,
    )
    assert (config["fengsui.database.subcommand"], config["fengsui.database.error"]) == ("set", "NOPERM")
    assert {k: e["fengsui.messages"] for k, e in told.items() if "fengsui.messages" in e} == {
        "redis_set": 1, "redis_get": 2, "redis_hgetall": 1, "redis_ping": 1,
    }  # fmt: skip
    for secret in ("hunter2", "citizen", "value", "/root"):
        assert secret not in str(found)


def test_commands_without_a_sign_in_say_so() -> None:
    (event,) = events(talk(conversation=((command(b"INFO"), b"$4\r\ninfo\r\n"),)).frames, "network.redis")
    assert (event["fengsui.database.signed_in"], event["event.outcome"]) == (False, "success")
    (event,) = events(talk(conversation=((command(b"INFO"), b"-NOAUTH x\r\n"),)).frames, "network.redis")
    assert (event["fengsui.database.error"], event["event.outcome"]) == ("NOAUTH", "failure")


def test_a_command_that_disagrees_with_itself_is_reported() -> None:
    assert faults(Talk(dport=6379).syn().say(command(b"PING") + b"*2\r\n+no\r\n").close().frames)[:1] == ["redis.size"]


@pytest.mark.skipif(TSHARK is None, reason="tshark is not installed: apt-get install tshark")
def test_redis_agrees_with_tshark() -> None:
    """The port is not Redis's own, so tshark is told."""
    name = "pcaps/redis/zeek--django-cloud.pcapng"
    made = [
        str(TSHARK),
        "-n",
        "-r",
        str(shared(name)),
        "-d",
        "tcp.port==10625,resp",
        "-Y",
        "resp && tcp.dstport==10625",
    ]
    made += ["-T", "fields", "-E", "aggregator=|", "-e", "resp.array.length", "-e", "resp.bulk_string.value"]
    done = subprocess.run(made, capture_output=True, text=True, check=True, timeout=60)
    theirs: Counter[str] = Counter()
    for line in done.stdout.splitlines():
        sizes, values = line.split("\t")
        at, words = 0, values.split("|")
        for size in filter(None, sizes.split("|")):
            theirs[bytes.fromhex(words[at]).decode().lower()] += 1
            at += int(size)
    mine: Counter[str] = Counter()
    for e in of(name, "redis"):
        mine[e["fengsui.database.statement"]] += e.get("fengsui.messages", 1)
    assert mine == theirs
    assert mine


@given(data=st.data())
@settings(max_examples=80, deadline=None)
def test_spoilt_commands_end_in_events(data: st.DataObject) -> None:
    said = Talk(dport=6379).syn()
    for asked, answer in CONVERSATION:
        for raw, send in ((asked, said.say), (answer, said.answer)):
            send(spoilt(data, raw, most=2, within=41))
    ends_in_events(said)
