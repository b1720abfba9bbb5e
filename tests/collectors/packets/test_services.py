"""SNMP, NTP, DHCP and RADIUS: counted as tshark counts them, secrets never kept, any bytes end in facts or in a reason."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.packets.protocols import ber, dhcp, ntp, radius, snmp
from model.errors import BadRecord
from tests.collectors.packets.craft import events, pcap, read
from tests.collectors.packets.test_buildings_and_things import datagrams
from tests.collectors.packets.test_tshark import TSHARK, of, tshark

needs_tshark = pytest.mark.skipif(TSHARK is None, reason="tshark is not installed: apt-get install tshark")


def tlv(tag: int, content: bytes) -> bytes:
    size = bytes((len(content),)) if len(content) < 128 else b"\x82" + len(content).to_bytes(2, "big")
    return bytes((tag,)) + size + content


def snmp_message(pdu: int = 0xA3, community: bytes = b"S3cret-c0mmunity", version: int = 1) -> bytes:
    name = tlv(0x06, bytes.fromhex("2b06010201010500"))
    variables = tlv(0x30, tlv(0x30, name + tlv(0x04, b"new name")))
    body = tlv(0x02, b"\x07") + tlv(0x02, b"\0") + tlv(0x02, b"\0") + variables
    return tlv(0x30, tlv(0x02, bytes((version,))) + tlv(0x04, community) + tlv(pdu, body))


def radius_message(code: int, identity: int, *attributes: tuple[int, bytes]) -> bytes:
    body = b"".join(bytes((kind, len(value) + 2)) + value for kind, value in attributes)
    return bytes((code, identity)) + (20 + len(body)).to_bytes(2, "big") + bytes(range(16)) + body


LOGIN = radius_message(
    1, 9, (1, b"wang.fang"), (2, b"0123456789abcdef"), (4, bytes((10, 1, 0, 5))), (31, b"02-00-00-00-00-05")
)
REFUSED = radius_message(3, 9)
DISCOVER = bytearray(240)
DISCOVER[0:4] = b"\x01\x01\x06\x00"
DISCOVER[28:34] = bytes.fromhex("020000000005")
DISCOVER[236:240] = dhcp.COOKIE
DISCOVER += b"\x35\x01\x01\x0c\x06kiosk7\x3c\x08MSFT 5.0\x37\x04\x01\x03\x06\x0f\xff"
MONLIST = b"\x17\x00\x03\x2a" + bytes(4)
CLOCK = b"\x23\x02" + bytes(46)


def test_a_set_is_told_with_what_it_sets_and_without_its_community() -> None:
    (event,) = events(datagrams([(0, snmp_message())], 161), "network.snmp")
    assert (event["fengsui.snmp.pdu"], event["fengsui.snmp.version"], event["fengsui.ics.operation"]) == (
        "set",
        "2c",
        "write",
    )
    assert event["fengsui.snmp.oids"] == ["1.3.6.1.2.1.1.5.0"]
    assert event["fengsui.credentials.cleartext"] is True
    assert "fengsui.snmp.community_usual" not in event
    assert "S3cret" not in str(event)
    (usual,) = events(datagrams([(0, snmp_message(community=b"public"))], 161), "network.snmp")
    assert usual["fengsui.snmp.community_usual"] is True
    assert usual["event.hash"] == event["event.hash"], "what identifies the event does not hold the community"


def test_a_refused_login_is_one_event_with_its_user_and_no_password() -> None:
    (event,) = events(datagrams([(0, LOGIN), (0, LOGIN), (1, REFUSED)], 1812), "network.radius")
    assert (event["user.name"], event["event.outcome"], event["fengsui.radius.method"]) == (
        "wang.fang",
        "failure",
        "pap",
    )
    assert event["event.category"] == ["network", "authentication"]
    assert event["fengsui.radius.calling_station"] == "02-00-00-00-00-05"
    assert "0123456789abcdef" not in str(event)


def test_a_client_that_looks_for_an_address_says_what_it_is() -> None:
    (event,) = events(datagrams([(0, bytes(DISCOVER))], 67), "network.dhcp")
    assert (event["fengsui.dhcp.type"], event["fengsui.dhcp.host_name"]) == ("discover", "kiosk7")
    assert (event["fengsui.dhcp.client_mac"], event["fengsui.dhcp.wanted_options"]) == ("02:00:00:00:00:05", "1,3,6,15")


def test_a_request_for_the_list_of_clients_stands_out_of_the_clocks() -> None:
    found = events(datagrams([(0, CLOCK), (0, MONLIST), (0, CLOCK)], ntp.PORT), "network.ntp")
    clocks, asked = sorted(found, key=lambda e: e["fengsui.ntp.mode"])
    assert (clocks["fengsui.messages"], asked["fengsui.ntp.monlist"], asked["fengsui.ntp.answer"]) == (2, True, False)
    assert events(datagrams([(0, CLOCK)], 40001), "network.ntp") == []


def counted(name: str, dataset: str, field: str) -> Counter[Any]:
    mine: Counter[Any] = Counter()
    for event in of(name, dataset):
        if field in event:
            mine[event[field]] += event.get("fengsui.messages", 1)
    return mine


@needs_tshark
def test_snmp_is_counted_as_tshark_counts_it() -> None:
    name = "pcaps/snmp/zeek--snmpwalk-short.pcap"
    names = {
        "0": "get",
        "1": "get_next",
        "2": "response",
        "3": "set",
        "5": "get_bulk",
        "6": "inform",
        "7": "trap",
        "8": "report",
    }
    theirs = Counter(names[kind] for (kind,) in tshark(name, {"snmp"}, "snmp.data") if kind)
    assert counted(name, "snmp", "fengsui.snmp.pdu") == theirs


@needs_tshark
def test_dhcp_is_counted_as_tshark_counts_it() -> None:
    name = "pcaps/dhcp/zeek--dhcp.pcap"
    theirs = Counter(dhcp.TYPES[int(kind)] for (kind,) in tshark(name, {"dhcp"}, "dhcp.option.dhcp") if kind)
    assert counted(name, "dhcp", "fengsui.dhcp.type") == theirs


@needs_tshark
def test_radius_is_counted_as_tshark_counts_it() -> None:
    """Requests, one sent again once; answers stand on the request's event."""
    name = "pcaps/radius/zeek--radius_localhost.pcap"
    theirs: Counter[str] = Counter()
    seen = set()
    for code, identity, authenticator in tshark(name, {"radius"}, "radius.code", "radius.id", "radius.authenticator"):
        if (code, identity, authenticator) not in seen:
            seen.add((code, identity, authenticator))
            theirs[radius.CODES[int(code)]] += 1
    mine = counted(name, "radius", "fengsui.radius.code") + counted(name, "radius", "fengsui.radius.answer")
    assert mine == theirs


VECTORS = {
    "snmp": (snmp_message(), 161),
    "radius": (LOGIN, 1812),
    "dhcp": (bytes(DISCOVER), 67),
    "ntp": (MONLIST, 123),
}


@pytest.mark.parametrize("name", VECTORS)
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_spoilt_datagrams_end_in_events(name: str, data: st.DataObject) -> None:
    vector, port = VECTORS[name]
    raw = bytearray(vector)
    for _ in range(data.draw(st.integers(0, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    found, refused = read(pcap(datagrams([(0, vector), (0, bytes(raw)), (1, bytes(raw))], port)))
    assert refused == []
    assert found


@given(st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_bytes_end_in_facts_or_in_a_reason(raw: bytes) -> None:
    for parse in (snmp.parse, radius.attributes):
        with suppress(BadRecord):
            parse(raw)
    with suppress(BadRecord):
        dhcp.parse(bytes(DISCOVER[:240]) + raw)
    with suppress(BadRecord):
        for value in ber.values(raw, ber.value(raw, 0, len(raw))):
            ber.oid(raw, value)
