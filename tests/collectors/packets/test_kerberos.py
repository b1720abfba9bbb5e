"""Kerberos: requests joined with their answers, over UDP and TCP, as tshark counts them; spoilt messages end in events."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.packets.protocols import kerberos_messages as messages
from model.errors import BadRecord
from tests.collectors.packets.craft import Talk, events, faults, pcap, read
from tests.collectors.packets.test_buildings_and_things import datagrams
from tests.collectors.packets.test_services import tlv
from tests.collectors.packets.test_tshark import TSHARK, of, tshark

needs_tshark = pytest.mark.skipif(TSHARK is None, reason="tshark is not installed: apt-get install tshark")


def number(value: int) -> bytes:
    return tlv(0x02, value.to_bytes(1 if value < 128 else 2, "big"))


def principal(*parts: str) -> bytes:
    return tlv(0x30, tlv(0xA0, number(2)) + tlv(0xA1, tlv(0x30, b"".join(tlv(0x1B, p.encode()) for p in parts))))


def realm(name: str = "DISTRICT.LAN") -> bytes:
    return tlv(0x1B, name.encode())


def encrypted(etype: int) -> bytes:
    return tlv(0x30, tlv(0xA0, number(etype)) + tlv(0xA2, tlv(0x04, b"never kept")))


def ticket(etype: int, *service: str) -> bytes:
    members = tlv(0xA0, number(5)) + tlv(0xA1, realm()) + tlv(0xA2, principal(*service)) + tlv(0xA3, encrypted(etype))
    return tlv(0x61, tlv(0x30, members))


def asked(
    kind: int,
    service: tuple[str, ...],
    user: str = "",
    preauth: tuple[int, ...] = (),
    etypes: tuple[int, ...] = (18, 23),
) -> bytes:
    data = b"".join(tlv(0x30, tlv(0xA1, number(p)) + tlv(0xA2, tlv(0x04, b"proof"))) for p in preauth)
    body = tlv(0xA0, tlv(0x03, b"\0\x40\0\0\0"))
    body += tlv(0xA1, principal(user)) if user else b""
    body += tlv(0xA2, realm()) + tlv(0xA3, principal(*service)) + tlv(0xA8, tlv(0x30, b"".join(map(number, etypes))))
    members = tlv(0xA1, number(5)) + tlv(0xA2, number(kind)) + (tlv(0xA3, tlv(0x30, data)) if data else b"")
    return tlv(0x60 | kind, tlv(0x30, members + tlv(0xA4, tlv(0x30, body))))


def given_back(kind: int, user: str, etype: int, *service: str) -> bytes:
    members = tlv(0xA0, number(5)) + tlv(0xA1, number(kind)) + tlv(0xA3, realm()) + tlv(0xA4, principal(user))
    return tlv(0x60 | kind, tlv(0x30, members + tlv(0xA5, ticket(etype, *service)) + tlv(0xA6, encrypted(18))))


def refused(code: int) -> bytes:
    members = tlv(0xA0, number(5)) + tlv(0xA1, number(30)) + tlv(0xA6, number(code)) + tlv(0xA9, realm())
    return tlv(0x7E, tlv(0x30, members + tlv(0xAA, principal("krbtgt", "DISTRICT.LAN"))))


FIRST = asked(10, ("krbtgt", "DISTRICT.LAN"), "wang.fang", (2, 128))
GIVEN = given_back(11, "wang.fang", 18, "krbtgt", "DISTRICT.LAN")
SERVICE = asked(12, ("MSSQLSvc", "db1:1433"), preauth=(1,), etypes=(23,))
WEAK = given_back(13, "wang.fang", 23, "MSSQLSvc", "db1:1433")


def test_a_ticket_for_a_service_is_told_with_how_it_is_encrypted() -> None:
    found = events(datagrams([(0, FIRST), (1, GIVEN), (0, SERVICE), (1, WEAK)], 88), "network.kerberos")
    first, second = found
    assert (first["event.action"], first["user.name"], first["event.outcome"]) == (
        "kerberos_as",
        "wang.fang",
        "success",
    )
    assert first["fengsui.kerberos.preauthentication"] == ["encrypted_timestamp", "pac_request"]
    assert (second["fengsui.kerberos.service"], second["fengsui.kerberos.ticket_cipher"]) == (
        "MSSQLSvc/db1:1433",
        "rc4-hmac",
    )
    assert (second["user.name"], second["fengsui.kerberos.ciphers"]) == ("wang.fang", ["rc4-hmac"])
    assert "never kept" not in str(found)
    assert "proof" not in str(found)


def test_a_wrong_password_is_a_failure_and_being_asked_for_one_is_not() -> None:
    bare = asked(10, ("krbtgt", "DISTRICT.LAN"), "li")
    said = [(0, bare), (1, refused(25)), (0, asked(10, ("krbtgt", "DISTRICT.LAN"), "li", (2,))), (1, refused(24))]
    found = events(datagrams(said, 8800), "network.kerberos")
    assert [(e["fengsui.kerberos.error"], e["event.outcome"]) for e in found] == [
        ("preauth_required", "unknown"),
        ("preauth_failed", "failure"),
    ]


@given(st.integers(5, 400))
@settings(max_examples=15, deadline=None)
def test_the_same_is_told_over_tcp_wherever_segments_end(size: int) -> None:
    said = Talk(dport=8800).syn()
    for question, answer in ((FIRST, GIVEN), (SERVICE, WEAK)):
        said.say(len(question).to_bytes(4, "big") + question, size).answer(
            len(answer).to_bytes(4, "big") + answer, size
        )
    found = events(said.close().frames, "network.kerberos")
    assert [e["event.action"] for e in found] == ["kerberos_as", "kerberos_tgs"]
    assert found[1]["fengsui.kerberos.ticket_cipher"] == "rc4-hmac"


def test_a_message_that_disagrees_with_itself_is_reported() -> None:
    wrong = bytearray(GIVEN)
    wrong[wrong.index(b"\xa1\x03\x02\x01\x0b") + 4] = 13
    assert faults(datagrams([(0, FIRST), (1, bytes(wrong))], 88))[:1] == ["kerberos.type"]


def test_a_ticket_inside_a_sign_in_to_something_else_is_found() -> None:
    request = tlv(0x30, tlv(0xA0, number(5)) + tlv(0xA1, number(14)) + tlv(0xA3, ticket(18, "cifs", "files")))
    token = b"\x60\x40" + bytes.fromhex("06092a864886f7120102020100") + tlv(0x6E, request)
    assert messages.in_token(token)["fengsui.kerberos.service"] == "cifs/files"


@needs_tshark
def test_kerberos_agrees_with_tshark() -> None:
    name = "pcaps/kerberos/zeek--kinit.pcap"
    theirs: Counter[tuple[str, str, str]] = Counter()
    rows = tshark(name, {"kerberos"}, "kerberos.msg_type", "kerberos.CNameString", "kerberos.SNameString")
    for kinds, client, service in rows:
        kind = kinds.split("|")[0]
        if kind in ("10", "11", "12", "13"):
            parts = service.split("|")
            user = client.replace("|", "/")
            if kind in ("10", "12"):
                theirs[({"10": "as", "12": "tgs"}[kind], user if kind == "10" else "", "/".join(parts[:2]))] += 1
            else:
                theirs[("ticket", user, "/".join(parts[:2]))] += 1
    mine: Counter[tuple[str, str, str]] = Counter()
    for e in of(name, "kerberos"):
        kind, user, service = e["fengsui.kerberos.request"], e["user.name"], e["fengsui.kerberos.service"]
        # The user of a service's ticket stands in the answer only.
        mine[(kind, user if kind == "as" else "", service)] += 1
        if e.get("event.outcome") == "success":
            mine[("ticket", user, service)] += 1
    assert mine == theirs


@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_spoilt_messages_end_in_events(data: st.DataObject) -> None:
    said = []
    for side, raw in ((0, FIRST), (1, GIVEN), (0, SERVICE), (1, WEAK), (1, refused(24))):
        spoilt = bytearray(raw)
        for _ in range(data.draw(st.integers(0, 3))):
            spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(st.integers(0, 255))
        said.append((side, bytes(spoilt)))
    started = process_time()
    found, quarantined = read(pcap(datagrams(said, 88)))
    talk = Talk(dport=88).syn()
    for side, raw in said:
        (talk.answer if side else talk.say)(len(raw).to_bytes(4, "big") + raw)
    found += read(pcap(talk.close().frames))[0]
    assert process_time() - started < 5
    assert quarantined == []
    assert found


@given(st.binary(max_size=300), st.sampled_from([FIRST, GIVEN, refused(6)]))
@settings(max_examples=200, deadline=None)
def test_any_bytes_end_in_facts_or_in_a_reason(raw: bytes, start: bytes) -> None:
    for data in (raw, start[: len(raw) % len(start)] + raw):
        with suppress(BadRecord):
            messages.read(data)
        with suppress(BadRecord):
            messages.in_token(bytes.fromhex("06092a864886f7120102020100") + data)
