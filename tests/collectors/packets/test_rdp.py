"""RDP: what is said before encryption, as tshark sees it; after it the stream is looked at anew."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.packets.protocols import rdp
from tests.collectors.packets.craft import Talk, ends_in_events, events, faults, spoilt
from tests.collectors.packets.test_tls import client_hello, record
from tests.collectors.packets.test_tshark import TSHARK, of, tshark


def frame(code: int, body: bytes) -> bytes:
    inner = bytes((6 + len(body), code)) + bytes(5) + body
    return b"\x03\0" + (4 + len(inner)).to_bytes(2, "big") + inner


def request(wanted: int, cookie: bytes = b"Cookie: mstshash=wang.fa\r\n") -> bytes:
    return frame(0xE0, cookie + b"\x01\0\x08\0" + wanted.to_bytes(4, "little"))


def confirm(kind: int, value: int) -> bytes:
    return frame(0xD0, bytes((kind, 0, 8, 0)) + value.to_bytes(4, "little"))


def data(body: bytes) -> bytes:
    return b"\x03\0" + (7 + len(body)).to_bytes(2, "big") + b"\x02\xf0\x80" + body


def block(kind: int, body: bytes) -> bytes:
    return kind.to_bytes(2, "little") + (4 + len(body)).to_bytes(2, "little") + body


CORE = (
    bytes(12)
    + (0x0804).to_bytes(4, "little")
    + (19041).to_bytes(4, "little")
    + "DESK-17".encode("utf-16-le").ljust(32, b"\0")
)
CHANNELS = b"\x02\0\0\0" + b"rdpdr\0\0\0\0\0\0\0" + b"cliprdr\0\0\0\0\0"
SETTINGS = block(0xC001, CORE + bytes(100)) + block(0xC003, CHANNELS)
INITIAL = data(b"\x7f\x65\x82\x01\x00" + b"Duca" + (0x8000 | len(SETTINGS)).to_bytes(2, "big") + SETTINGS)
ANSWER = data(b"\x7f\x66\x40" + b"McDn\x0c" + block(0x0C02, (2).to_bytes(4, "little") + (3).to_bytes(4, "little")))


@given(st.integers(2, 300))
@settings(max_examples=20, deadline=None)
def test_a_connection_without_tls_tells_who_the_client_is(size: int) -> None:
    said = (
        Talk(dport=13389)
        .syn()
        .say(request(1), size)
        .answer(confirm(2, 0), size)
        .say(INITIAL, size)
        .answer(ANSWER, size)
    )
    (event,) = events(said.close().frames, "network.rdp")
    assert (event["fengsui.rdp.cookie"], event["fengsui.rdp.protection"]) == ("wang.fa", "rdp")
    assert (event["fengsui.rdp.client_name"], event["fengsui.rdp.client_build"]) == ("DESK-17", 19041)
    assert event["fengsui.rdp.channels"] == ["rdpdr", "cliprdr"]
    assert (event["fengsui.rdp.encryption"], event["fengsui.rdp.encryption_level"]) == ("rc4_128", "high")


@pytest.mark.parametrize(("chosen", "name"), [(1, "tls"), (2, "nla")])
def test_tls_after_the_negotiation_is_read(chosen: int, name: str) -> None:
    said = Talk(dport=13389).syn().say(request(3)).answer(confirm(2, chosen)).say(record(client_hello())).close()
    first, second = events(said.frames)[:2]
    assert (first["event.dataset"], first["fengsui.rdp.protection"]) == ("network.rdp", name)
    assert first["fengsui.rdp.offered"] == ["tls", "nla"]
    assert second["event.dataset"] == "network.tls"


def test_a_refusal_is_a_failure_with_its_reason() -> None:
    said = Talk(dport=3389).syn().say(request(0, b"")).answer(confirm(3, 5)).close()
    (event,) = events(said.frames, "network.rdp")
    assert (event["event.outcome"], event["fengsui.rdp.refused"]) == ("failure", "nla_required")


def test_settings_that_disagree_with_themselves_are_reported() -> None:
    at = INITIAL.index(b"Duca") + 8
    broken = INITIAL[:at] + b"\xff\xff" + INITIAL[at + 2 :]
    said = Talk(dport=3389).syn().say(request(0)).answer(confirm(2, 0)).say(broken).close()
    assert faults(said.frames)[:1] == ["rdp.settings"]


@pytest.mark.skipif(TSHARK is None, reason="tshark is not installed: apt-get install tshark")
@pytest.mark.parametrize("name", ["pcaps/rdp/zeek--rdp-to-ssl.pcap", "pcaps/rdp/zeek--rdp-proprietary-encryption.pcap"])
def test_rdp_agrees_with_tshark(name: str) -> None:
    theirs: Counter[tuple[str, object]] = Counter()
    fields = ("rdp.rt_cookie", "rdp.negReq.selectedProtocol", "rdp.negFailure.failureCode", "rdp.client.name",
              "rdp.encryptionLevel")  # fmt: skip
    for cookie, chosen, refused, client, level in tshark(name, {"rdp", "t125"}, *fields):
        if cookie:
            theirs[("cookie", cookie.partition("mstshash=")[2].rstrip())] += 1
        if chosen:
            theirs[("protection", rdp.PROTOCOLS[int(chosen, 0)])] += 1
        if refused:
            theirs[("refused", rdp.FAILURES[int(refused, 0)])] += 1
        if client:
            theirs[("client_name", client)] += 1
        if level:
            theirs[("encryption_level", {3: "high"}[int(level, 0)])] += 1
    mine: Counter[tuple[str, object]] = Counter()
    for e in of(name, "rdp"):
        for key in ("cookie", "protection", "refused", "client_name", "encryption_level"):
            if f"fengsui.rdp.{key}" in e:
                mine[(key, e[f"fengsui.rdp.{key}"])] += 1
    assert mine == theirs


@given(data=st.data())
@settings(max_examples=100, deadline=None)
def test_spoilt_frames_end_in_events(data: st.DataObject) -> None:
    said = Talk(dport=3389).syn()
    for raw, send in ((request(1), said.say), (confirm(2, 0), said.answer), (INITIAL, said.say), (ANSWER, said.answer)):
        send(spoilt(data, raw, most=3))
    ends_in_events(said)
