"""LDAP: binds, searches and changes with their results, as tshark sees them; values and passwords never kept."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.packets.protocols import ldap_messages as messages
from model.errors import BadRecord
from tests.collectors.packets.craft import Talk, ends_in_events, events, faults, spoilt
from tests.collectors.packets.test_services import tlv
from tests.collectors.packets.test_tshark import TSHARK, of, tshark

needs_tshark = pytest.mark.skipif(TSHARK is None, reason="tshark is not installed: apt-get install tshark")
SECRET = b"hunter2!"


def text(value: str, tag: int = 0x04) -> bytes:
    return tlv(tag, value.encode())


def message(number: int, tag: int, body: bytes) -> bytes:
    return tlv(0x30, tlv(0x02, bytes((number,))) + tlv(tag, body))


def bind(number: int, dn: str, proof: bytes) -> bytes:
    return message(number, messages.BIND, b"\x02\x01\x03" + text(dn) + proof)


def search(number: int, base: str, condition: bytes, *wanted: str) -> bytes:
    head = text(base) + b"\x0a\x01\x02\x0a\x01\x00\x02\x01\x00\x02\x01\x00\x01\x01\x00"
    return message(number, messages.SEARCH, head + condition + tlv(0x30, b"".join(map(text, wanted))))


def equals(name: str, value: str) -> bytes:
    return tlv(0xA3, text(name) + text(value))


def done(number: int, tag: int, code: int = 0) -> bytes:
    return message(number, tag, bytes((0x0A, 1, code)) + text("") + text(""))


SIMPLE = bind(1, "uid=li,ou=staff,dc=district", tlv(0x80, SECRET))
WHO = tlv(0xA0, equals("objectClass", "user") + tlv(0xA2, tlv(0x87, b"servicePrincipalName")) + equals("cn", "隐私"))
SEARCH = search(2, "dc=district", WHO, "cn", "memberOf")
ENTRY = message(2, messages.ENTRY, text("cn=a") + tlv(0x30, b""))
CHANGE = tlv(0x30, b"\x0a\x01\x02" + tlv(0x30, text("userPassword") + tlv(0x31, tlv(0x04, SECRET))))
MODIFY = message(3, messages.MODIFY, text("uid=li,dc=district") + tlv(0x30, CHANGE))
CONVERSATION = (
    (SIMPLE, done(1, 0x61)), (SEARCH, ENTRY + ENTRY + done(2, 0x65)), (MODIFY, done(3, 0x67, 50)),
)  # fmt: skip


def talk(size: int = 1400) -> Talk:
    return Talk(dport=3890).syn().exchange(CONVERSATION, size).say(message(4, messages.UNBIND, b"")).close()


@given(st.integers(3, 300))
@settings(max_examples=20, deadline=None)
def test_binds_searches_and_changes_are_told_without_their_values(size: int) -> None:
    found = events(talk(size).frames, "network.ldap")
    signed, searched, changed = found
    assert (signed["event.action"], signed["fengsui.ldap.method"], signed["event.outcome"]) == (
        "ldap_bind",
        "simple",
        "success",
    )
    assert signed["fengsui.credentials.cleartext"] is True
    assert searched["fengsui.ldap.filter_attributes"] == ["objectClass", "servicePrincipalName", "cn"]
    assert (searched["fengsui.ldap.scope"], searched["fengsui.ldap.entries"]) == ("subtree", 2)
    assert searched["user.name"] == "uid=li,ou=staff,dc=district"
    assert (changed["fengsui.ldap.attributes"], changed["fengsui.ldap.result"]) == (
        ["userPassword"],
        "insufficient_access_rights",
    )
    assert SECRET.decode() not in str(found)
    assert "隐私" not in str(found)


@pytest.mark.parametrize(
    ("dn", "proof", "method"),
    [("", tlv(0x80, b""), "anonymous"), ("cn=x", tlv(0x80, b""), "unauthenticated"),
     ("", tlv(0xA3, text("PLAIN") + tlv(0x04, b"\0li\0" + SECRET)), "sasl")],
)  # fmt: skip
def test_how_a_client_binds_is_told(dn: str, proof: bytes, method: str) -> None:
    said = Talk(dport=389).syn().say(bind(1, dn, proof)).answer(done(1, 0x61, 49)).close()
    (event,) = events(said.frames, "network.ldap")
    assert (event["fengsui.ldap.method"], event["event.outcome"]) == (method, "failure")
    assert SECRET.decode() not in str(event)
    assert (event.get("user.name") == "li") == (method == "sasl")


def test_after_start_tls_the_stream_is_looked_at_anew() -> None:
    from tests.collectors.packets.test_tls import client_hello, record

    said = Talk(dport=389).syn().say(message(1, messages.EXTENDED, text(messages.START_TLS, 0x80)))
    said.answer(done(1, 0x78)).say(record(client_hello())).close()
    assert [e["event.dataset"] for e in events(said.frames)][:2] == ["network.ldap", "network.tls"]


def test_a_filter_as_deep_as_it_is_long_is_refused() -> None:
    condition = equals("cn", "x")
    for _ in range(200):
        condition = tlv(0xA2, condition)
    said = Talk(dport=389).syn().say(search(1, "", condition)).close()
    assert faults(said.frames)[:1] == ["ldap.filter"]


@needs_tshark
@pytest.mark.parametrize(
    "name", ["pcaps/ldap/arkime--ldap-simpleauth.pcap", "pcaps/ldap/zeek--missing_ldap_logs.pcapng"]
)
def test_ldap_agrees_with_tshark(name: str) -> None:
    """Binds with their names, searches with their bases, entries found, and results."""
    theirs: Counter[tuple[str, object]] = Counter()
    fields = ("ldap.protocolOp", "ldap.baseObject", "ldap.name", "ldap.resultCode")
    for operations, base, user, codes in tshark(name, {"ldap"}, *fields):
        kinds = operations.split("|")
        theirs[("entries", "")] += kinds.count("4")
        if "3" in kinds:
            theirs[("search", base)] += 1
        if "0" in kinds:
            theirs[("bind", user)] += 1
        theirs.update(("result", messages.RESULTS[int(code)]) for code in codes.split("|") if code)
    mine: Counter[tuple[str, object]] = Counter()
    for e in of(name, "ldap"):
        mine[(e["fengsui.ldap.operation"], e.get("fengsui.ldap.dn", ""))] += 1
        mine[("result", e["fengsui.ldap.result"])] += 1
        mine[("entries", "")] += e.get("fengsui.ldap.entries", 0)
    assert mine == theirs


@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_spoilt_messages_end_in_events(data: st.DataObject) -> None:
    said = Talk(dport=389).syn()
    for asked, answer in CONVERSATION:
        for raw, send in ((asked, said.say), (answer, said.answer)):
            send(spoilt(data, raw, most=3))
    ends_in_events(said)


@given(st.binary(max_size=300), st.sampled_from([SIMPLE, SEARCH, MODIFY, ENTRY]))
@settings(max_examples=200, deadline=None)
def test_any_bytes_end_in_facts_or_in_a_reason(raw: bytes, start: bytes) -> None:
    data = start[: len(raw) % len(start)] + raw
    with suppress(BadRecord):
        found = messages.message(data)
        (messages.request if found.operation in messages.ASKED else messages.result)(data, found)
