"""Traps as devices send them: what happened has a name, communities are not kept, broken messages are refused."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.contract import Quarantined, RawRecord
from collectors.snmp import SOURCE
from model.ecs import catalogue
from model.errors import BadRecord
from model.event import Event, Origin

NOW = 1_795_000_000_000_000
ORIGIN = Origin(source="switches", fingerprint="f" * 32)


def tlv(tag: int, body: bytes) -> bytes:
    size = len(body)
    return bytes([tag]) + (bytes([size]) if size < 128 else b"\x82" + size.to_bytes(2, "big")) + body


def oid(text: str) -> bytes:
    first, second, *rest = map(int, text.split("."))
    out = bytes([first * 40 + second])
    for arc in rest:
        digits = [arc & 127]
        while arc := arc >> 7:
            digits.append(arc & 127 | 128)
        out += bytes(reversed(digits))
    return tlv(6, out)


def number(value: int, tag: int = 2) -> bytes:
    return tlv(tag, value.to_bytes(max(1, (value.bit_length() + 8) // 8), "big", signed=True))


def variables(*pairs: tuple[str, bytes]) -> bytes:
    return tlv(0x30, b"".join(tlv(0x30, oid(name) + value) for name, value in pairs))


def v2c(what: str, *pairs: tuple[str, bytes], tag: int = 0xA7, community: bytes = b"s3cret") -> bytes:
    head = (("1.3.6.1.2.1.1.3.0", number(4200, 0x43)), ("1.3.6.1.6.3.1.1.4.1.0", oid(what)))
    pdu = tlv(tag, number(1) + number(0) + number(0) + variables(*head, *pairs))
    return tlv(0x30, number(1) + tlv(4, community) + pdu)


def v1(generic: int, specific: int = 0, *pairs: tuple[str, bytes]) -> bytes:
    body = oid("1.3.6.1.4.1.25506.1") + tlv(0x40, bytes((10, 0, 0, 8))) + number(generic) + number(specific)
    return tlv(0x30, number(0) + tlv(4, b"public") + tlv(0xA4, body + number(100, 0x43) + variables(*pairs)))


def read(data: bytes) -> Event:
    meta: dict[str, Any] = {"peer": "10.0.0.9", "transport": "udp", "received_us": NOW}
    [event] = SOURCE.normalise(RawRecord(data, 0, 1, meta), ORIGIN, NOW)
    return event


LINK = (("1.3.6.1.2.1.2.2.1.1.12", number(12)), ("1.3.6.1.2.1.2.2.1.2.12", tlv(4, b"GigabitEthernet1/0/12")))


def test_a_trap_says_what_happened_and_to_what() -> None:
    event = read(v2c("1.3.6.1.6.3.1.1.5.3", *LINK))
    assert (event["event.action"], event["event.provider"]) == ("link_down", "linkDown")
    assert (event["snmp.ifIndex"], event["snmp.ifDescr"]) == (12, "GigabitEthernet1/0/12")
    assert event["message"] == "linkDown ifIndex=12 ifDescr=GigabitEthernet1/0/12"
    assert (event["host.ip"], event["fengsui.snmp.uptime_s"], event["@timestamp"]) == (["10.0.0.9"], 42, NOW)
    assert "s3cret" not in str(event)
    assert not {name for name in event if not name.startswith("snmp.")} - catalogue().keys()


def test_version_1_is_told_in_the_words_of_version_2() -> None:
    event = read(v1(4))
    assert (event["event.code"], event["event.outcome"]) == ("1.3.6.1.6.3.1.1.5.5", "failure")
    assert event["host.ip"] == ["10.0.0.8"]
    assert event["fengsui.snmp.community_usual"] is True
    assert read(v1(6, 17))["event.code"] == "1.3.6.1.4.1.25506.1.0.17"


def test_objects_nobody_knows_are_kept_by_number() -> None:
    event = read(v2c("1.3.6.1.4.1.2011.5.1", ("1.3.6.1.4.1.2011.9.1", tlv(4, b"\xff\x00\x01")), tag=0xA6))
    assert event["fengsui.snmp.variables"] == ["1.3.6.1.4.1.2011.9.1=ff0001"]
    assert (event["event.action"], event["fengsui.snmp.pdu"]) == ("snmp_trap", "inform")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "ber.length"),
        (tlv(0x30, number(3) + tlv(0x30, b"") + tlv(4, b"")), "snmp.version_3"),
        (v2c("1.3.6.1.6.3.1.1.5.3", tag=0xA0), "snmp.pdu"),
        (v2c("1.3.6.1.6.3.1.1.5.3")[:-3], "ber.length"),
        (v1(9), "snmp.pdu"),
        (tlv(0x30, number(1) + tlv(4, b"x") + tlv(0xA7, number(1) + number(0) + number(0) + variables())), "snmp.pdu"),
    ],
)
def test_what_is_no_trap_that_can_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(BadRecord) as refused:
        read(data)
    assert refused.value.reason == reason


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 80), st.binary(max_size=8))
def test_no_bytes_make_it_fail_otherwise_than_by_refusing(junk: bytes, at: int, instead: bytes) -> None:
    good = v2c("1.3.6.1.6.3.1.1.5.3", *LINK)
    for data in (junk, good[:at] + instead + good[at + len(instead) :]):
        try:
            read(data)
        except BadRecord:
            continue


def test_a_file_of_traps_is_read_one_by_one() -> None:
    whole = v2c("1.3.6.1.6.3.1.1.5.3", *LINK) + v1(0) + b"\x30\xff"
    assert SOURCE.recognises(whole, "x") == 90
    first, second, last = SOURCE.records(io.BytesIO(whole))
    assert isinstance(second, RawRecord)
    assert isinstance(last, Quarantined)
    assert next(iter(SOURCE.records(io.BytesIO(whole), first.end))) == second
