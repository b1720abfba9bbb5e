"""AMQP: sign-in, what is declared, counted messages, and bounds on damage."""

from __future__ import annotations

import subprocess
from contextlib import suppress
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.packets.protocols import amqp
from model.errors import BadRecord
from tests.collectors.packets.craft import Talk, events, pcap, read
from tests.collectors.packets.test_tshark import TSHARK

HEADER = b"AMQP\0\0\x09\x01"


def text(value: bytes) -> bytes:
    return bytes((len(value),)) + value


def frame(code: tuple[int, int], arguments: bytes = b"", kind: int = 1) -> bytes:
    body = code[0].to_bytes(2, "big") + code[1].to_bytes(2, "big") + arguments
    return bytes((kind, 0, 1)) + len(body).to_bytes(4, "big") + body + b"\xce"


START = frame((10, 10), b"\x00\x09\0\0\0\0\0\0\0\x05PLAIN\0\0\0\x05en_US")
SIGN_IN = frame((10, 11), b"\0\0\0\0" + text(b"PLAIN") + b"\0\0\0\x0c\0guest\0secre" + text(b"en_US"))
OPEN = frame((10, 40), text(b"/city") + b"\0\0")
DECLARE = frame((50, 10), b"\0\0" + text(b"alarms") + b"\0\0\0\0\0")
PUBLISH = frame((60, 40), b"\0\0" + text(b"telemetry") + text(b"env.01") + b"\0")
REFUSE = frame((10, 50), b"\x01\x93" + text(b"ACCESS_REFUSED") + b"\0\0\0\0")
SASL = b"AMQP\x03\x01\0\0"
INIT = b"\0\0\0\x25\x02\x01\0\0\x00\x53\x41\xc0\x18\x02\xa3\x05PLAIN\xa0\x0e\0device\0S3cret"


def test_a_sign_in_and_what_follows_are_told_and_messages_counted() -> None:
    t = Talk(dport=9999).syn().say(HEADER).answer(START).say(SIGN_IN).say(OPEN).say(DECLARE)
    for _ in range(30):
        t = t.say(PUBLISH)
    found = {e["fengsui.amqp.method"]: e for e in events(t.answer(REFUSE).close().frames, "network.amqp")}
    signed = found["connection.start_ok"]
    assert (signed["user.name"], signed["fengsui.amqp.mechanism"]) == ("guest", "PLAIN")
    assert signed["fengsui.credentials.cleartext"]
    assert found["connection.open"]["fengsui.amqp.virtual_host"] == "/city"
    assert (found["queue.declare"]["fengsui.amqp.queue"], found["queue.declare"]["user.name"]) == ("alarms", "guest")
    published = found["basic.publish"]
    assert (published["fengsui.messages"], published["fengsui.amqp.routing_key"]) == (30, "env.01")
    refused = found["connection.close"]
    assert (refused["fengsui.amqp.reply_code"], refused["event.outcome"]) == (403, "failure")
    assert "secre" not in str(found)


def test_version_1_says_who_signs_in() -> None:
    (told,) = events(Talk(dport=5672).syn().say(SASL).answer(SASL).say(INIT).close().frames, "network.amqp")
    assert (told["user.name"], told["fengsui.amqp.method"]) == ("device", "sasl_init")
    assert told["fengsui.amqp.version"] == "1.0"


@pytest.mark.skipif(TSHARK is None, reason="tshark is not installed: apt-get install tshark")
def test_methods_are_read_as_tshark_reads_them(tmp_path: Path) -> None:
    """No public recording here holds any, so the frames are our own; tshark is the other reader."""
    assert TSHARK is not None
    path = tmp_path / "amqp.pcap"
    t = Talk(dport=5672).syn().say(HEADER).answer(START).say(SIGN_IN).say(OPEN).say(DECLARE).say(PUBLISH).answer(REFUSE)
    path.write_bytes(pcap(t.close().frames))
    command = [TSHARK, "-n", "-r", str(path), "-Y", "amqp.type==1", "-T", "fields", "-e", "amqp.method.class"]
    command += ["-e", "amqp.method.arguments.queue", "-e", "amqp.method.arguments.routing_key"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    theirs = [line.split("\t") for line in done.stdout.splitlines()]
    mine = []
    for raw in (START, SIGN_IN, OPEN, DECLARE, PUBLISH, REFUSE):
        code, facts = amqp.method(raw[7:-1])
        mine.append([str(code[0]), facts.get("fengsui.amqp.queue", ""), facts.get("fengsui.amqp.routing_key", "")])
    assert theirs == mine


@given(data=st.data(), raw=st.binary(max_size=120))
@settings(max_examples=80, deadline=None)
def test_spoilt_conversations_end_in_events_within_bounds(data: st.DataObject, raw: bytes) -> None:
    for parse in (amqp.method, lambda b: amqp.performative(b.ljust(8, b"\x02"))):
        with suppress(BadRecord):
            parse(raw)
    t = Talk().syn().say(data.draw(st.sampled_from((HEADER, SASL))))
    for whole in (SIGN_IN, INIT, DECLARE, PUBLISH, REFUSE):
        spoilt = bytearray(whole)
        for _ in range(data.draw(st.integers(0, 2))):
            spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(st.integers(0, 255))
        t = t.say(bytes(spoilt))
    began = process_time()
    found, refused = read(pcap(t.close().frames))
    assert refused == []
    assert found
    assert process_time() - began < 5
