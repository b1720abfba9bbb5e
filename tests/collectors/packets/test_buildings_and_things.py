"""BACnet/IP, CoAP and WS-Discovery over UDP: counted as tshark counts them, joined with their answers, bounded on rubbish."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.packets.protocols import bacnet, coap, discovery
from model.errors import BadRecord
from tests.collectors.packets.craft import CLIENT, SERVER, ether, events, ipv4, pcap, read, udp
from tests.collectors.packets.test_tshark import TSHARK, of, tshark

# RFC 7252 figure 16: a confirmable GET of /temperature and its piggybacked answer.
GET = b"\x41\x01\x7d\x34\x20\xbbtemperature"
CONTENT = b"\x61\x45\x7d\x34\x20\xff22.3 C"
WRITE = bytes.fromhex("810a0018010402755a0f0c0080000119553e44429600003f49 08".replace(" ", ""))
WRITE = WRITE[:2] + len(WRITE).to_bytes(2, "big") + WRITE[4:]
WRITTEN = bytes.fromhex("810a00090100205a0f")
PROBE = (
    b'<?xml version="1.0"?><s:Envelope xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery"><s:Body><d:Probe>'
    b'<d:Types xmlns:n="http://www.onvif.org/ver10/network/wsdl">n:NetworkVideoTransmitter</d:Types></d:Probe></s:Body></s:Envelope>'
)


def datagrams(said: list[tuple[int, bytes]], port: int) -> list[Any]:
    frames = []
    for side, data in said:
        ends = (CLIENT, SERVER) if side == 0 else (SERVER, CLIENT)
        ports = (40000, port) if side == 0 else (port, 40000)
        frames.append(ether(ipv4(udp(data, *ports), 17, *ends), back=side == 1))
    return frames


def test_a_request_of_a_thing_is_joined_with_its_answer() -> None:
    (event,) = events(datagrams([(0, GET), (0, GET), (1, CONTENT)], coap.PORT), "network.coap")
    assert (event["fengsui.coap.method"], event["url.path"]) == ("GET", "/temperature")
    assert (event["fengsui.coap.response_code"], event["fengsui.coap.response_bytes"]) == ("2.05", 6)
    assert (event["event.outcome"], event["fengsui.ics.operation"]) == ("success", "read")


def test_coap_is_known_on_another_port_by_its_path_and_never_by_less() -> None:
    assert len(events(datagrams([(0, GET), (1, CONTENT)], 40001), "network.coap")) == 1
    assert events(datagrams([(0, b"\x40\x01\x7d\x34")], 40001), "network.coap") == []


def test_a_registration_of_a_device_manager_is_told_with_its_endpoint() -> None:
    register = b"\x44\x02\x12\x34abcd\xb2rd\x11\x28\x38ep=dev-7"
    (event,) = events(datagrams([(0, register)], coap.PORT), "network.coap")
    assert (event["network.application"], event["device.id"], event["fengsui.ics.operation"]) == (
        "lwm2m",
        "dev-7",
        "write",
    )


def test_a_written_property_is_told_with_its_object_and_its_answer() -> None:
    (event,) = events(datagrams([(0, WRITE), (1, WRITTEN)], bacnet.PORT), "network.bacnet")
    assert event["fengsui.bacnet.service"] == "write_property"
    assert (event["fengsui.bacnet.object"], event["fengsui.bacnet.property"]) == ("analog-value:1", 85)
    assert (event["fengsui.ics.operation"], event["event.outcome"]) == ("write", "success")


def test_a_search_for_cameras_is_told() -> None:
    (event,) = events(datagrams([(0, PROBE)], 3702), "network.ws_discovery")
    assert (event["fengsui.ws_discovery.kind"], event["network.application"]) == ("probe", "onvif")
    assert event["fengsui.ws_discovery.types"] == ["n:NetworkVideoTransmitter"]


@pytest.mark.skipif(TSHARK is None, reason="tshark is not installed: apt-get install tshark")
@pytest.mark.parametrize("name", ["icsnpp-bacnet--bacnet_example.pcap", "icsnpp-bacnet--bacnet_services.pcap"])
def test_requests_are_counted_as_tshark_counts_them(name: str) -> None:
    path = f"pcaps/bacnet/{name}"
    rows = tshark(
        path, {"bacapp"}, "bacapp.type", "bacapp.confirmed_service", "bacapp.unconfirmed_service", "frame.protocols"
    )
    theirs: Counter[str] = Counter()
    for kind, confirmed, unconfirmed, layers in rows:
        if kind == "0":
            theirs[bacnet.CONFIRMED[int(confirmed)]] += 1
        elif kind == "1" and "udp" in layers:  # what stands in Ethernet with LLC, without UDP, is not read
            theirs[bacnet.UNCONFIRMED[int(unconfirmed)]] += 1
    mine: Counter[str] = Counter()
    for event in of(path, "bacnet"):
        mine[event["fengsui.bacnet.service"]] += event.get("fengsui.messages", 1)
    mine = Counter(
        {
            service: n
            for service, n in mine.items()
            if service in theirs or service not in ("who_is_router", "i_am_router")
        }
    )
    assert mine == theirs


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_bytes_end_in_facts_or_in_a_reason(raw: bytes) -> None:
    with suppress(BadRecord):
        coap.request_facts(coap.parse(raw))
    head = b"\x81\x0a" + (len(raw) + 4).to_bytes(2, "big") + raw
    if bacnet.looks_like(head):
        with suppress(BadRecord):
            bacnet.parse(head)
    discovery.read(raw)


@pytest.mark.parametrize(
    ("vector", "port"), [(GET, 5683), (WRITE, 47808), (PROBE, 3702)], ids=["coap", "bacnet", "ws_discovery"]
)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_spoilt_datagrams_end_in_events(vector: bytes, port: int, data: st.DataObject) -> None:
    raw = bytearray(vector)
    for _ in range(data.draw(st.integers(0, 5))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    found, refused = read(pcap(datagrams([(0, vector), (0, bytes(raw)), (1, bytes(raw))], port)))
    assert refused == []
    assert found
