"""What holds for every Event and every quarantined stretch, whatever the recording."""

import io
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.contract import Quarantined
from collectors.packets import SOURCE
from model.ecs import catalogue
from model.event import REQUIRED
from tests.collectors.packets.craft import ORIGIN, START, Talk, ether, events, ipv4, pcap, udp
from tests.collectors.packets.test_dns import ASK, TELL
from tests.collectors.packets.test_http import OK
from tests.collectors.packets.test_independent_count import FILES
from tests.collectors.packets.test_modbus import frame as modbus_frame
from tests.collectors.packets.test_modbus import read as modbus_read
from tests.collectors.packets.test_mqtt import connect, publish
from tests.collectors.packets.test_ssh_and_logins import CLIENT_HELLO, SERVER_HELLO
from tests.collectors.packets.test_tls import LEAF, chain, client_hello, handshake, record, server_hello
from tests.shared import shared

TYPES = {
    "keyword": str,
    "double": float,
    "text": str,
    "wildcard": str,
    "ip": str,
    "long": int,
    "date": int,
    "boolean": bool,
}


def mixed() -> list[tuple[int, bytes]]:
    """A little of everything, interleaved as on a real wire."""
    upload = b"--B\r\nContent-Disposition: form-data; name=f; filename=a.jsp\r\n\r\ncode\r\n--B--\r\n"
    post = (
        b"POST /u?x=1 HTTP/1.1\r\nHost: h\r\nContent-Type: multipart/form-data; boundary=B\r\nContent-Length: %d\r\n\r\n"
        % len(upload)
    )
    talks = [
        Talk(sport=1001).syn().say(post + upload).answer(OK).say(b"GET /2 HTTP/1.1\r\n\r\n").answer(OK).close(),
        Talk(sport=1002, dport=443)
        .syn()
        .say(record(client_hello()))
        .answer(record(server_hello() + chain(LEAF) + handshake(14, b"")))
        .close(),
        Talk(sport=1003, dport=22)
        .syn()
        .answer(b"SSH-2.0-a\r\n")
        .say(b"SSH-2.0-b\r\n")
        .say(CLIENT_HELLO)
        .answer(SERVER_HELLO)
        .close(),
        Talk(sport=1004, dport=1883).syn().say(connect()).answer(b"\x20\x02\0\0").say(publish()).close(),
        Talk(sport=1005, dport=502).syn().say(modbus_frame(modbus_read())).answer(modbus_frame(b"\x83\x02")).close(),
        Talk(sport=1006, dport=21)
        .syn()
        .answer(b"220 x\r\n")
        .say(b"USER u\r\n")
        .answer(b"331\r\n")
        .say(b"PASS p\r\n")
        .answer(b"530\r\n")
        .close(),
    ]
    packets = [f for talk in talks for f in talk.frames]
    packets += [
        (START + 1500, ether(ipv4(udp(ASK, 5555), 17))),
        (START + 2500, ether(ipv4(udp(TELL, 53, 5555), 17, "10.2.0.9", "10.1.0.5"))),
    ]
    packets.append((START + 2600, ether(b"\0\1\x08\0\6\4\0\1" + bytes(20), 0x0806)))
    return sorted(packets)


MIXED = pcap(mixed())


def all_of(data: bytes) -> list:
    return list(SOURCE.events(io.BytesIO(data), ORIGIN, START + 10**9))


def check(out: list) -> None:
    fields = catalogue()
    seen = set()
    for item in out:
        if isinstance(item, Quarantined):
            assert item.reason
            assert item.message
            assert isinstance(item.data, bytes)
            continue
        assert all(name in item for name in REQUIRED)
        assert item["event.id"] not in seen
        seen.add(item["event.id"])
        for name, value in item.items():
            assert name in fields, f"{name} is not in the catalogue"
            assert fields[name].array == isinstance(value, list), name
            for one in value if isinstance(value, list) else [value]:
                assert type(one) is TYPES[fields[name].type], (name, one)


def test_a_recording_of_everything_gives_events_of_every_kind():
    datasets = {e["event.dataset"] for e in events(mixed())}
    kinds = ("flow", "arp", "dns", "http", "tls", "ssh", "mqtt", "modbus", "ftp")
    assert datasets == {f"network.{kind}" for kind in kinds}


def test_every_field_is_in_the_catalogue_with_its_type():
    check(all_of(MIXED))


@pytest.mark.parametrize("name", FILES)
def test_every_field_of_every_recording_is_in_the_catalogue_and_every_packet_is_counted_once(name):
    out = all_of(shared(name).read_bytes())
    check(out)
    assert not any(isinstance(item, Quarantined) for item in out)


def test_reading_twice_gives_the_same_events_in_the_same_order():
    assert all_of(MIXED) == all_of(MIXED)


class _Trickle(io.BytesIO):
    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(size or 0, 977))


def test_how_the_bytes_arrive_changes_nothing():
    assert list(SOURCE.events(_Trickle(MIXED), ORIGIN, START + 10**9)) == all_of(MIXED)


def test_protocol_events_lead_to_their_flow():
    found = events(mixed())
    flows = {e["network.community_id"]: e for e in found if e["event.dataset"] == "network.flow"}
    for event in found:
        if event["event.dataset"] in ("network.flow", "network.arp"):
            continue
        flow = flows[event["network.community_id"]]
        assert flow["network.protocol"] == event["network.protocol"]
        assert (
            flow["fengsui.packet.first"]
            <= event["fengsui.packet.first"]
            <= event["fengsui.packet.last"]
            <= flow["fengsui.packet.last"]
        )
        assert flow["event.start"] <= event["@timestamp"] <= flow["event.end"]


def test_metering_alone_counts_the_same_flows():
    from collectors.packets.source import PcapSource

    def counts(source: PcapSource) -> list[tuple]:
        out = [e for e in source.events(io.BytesIO(MIXED), ORIGIN, 0) if isinstance(e, dict)]
        return [(e["network.packets"], e["network.bytes"]) for e in out if e["event.dataset"] == "network.flow"]

    assert counts(PcapSource(deep=False)) == counts(PcapSource())


@settings(max_examples=250, deadline=None)
@given(st.data())
def test_flipped_bytes_and_cuts_end_in_events_or_quarantine_in_bounded_time(data):
    spoilt = bytearray(MIXED)
    for _ in range(data.draw(st.integers(1, 25))):
        spoilt[data.draw(st.integers(24, len(spoilt) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.one_of(st.just(len(spoilt)), st.integers(0, len(spoilt))))
    began = time.process_time()
    check(all_of(bytes(spoilt[:cut])))
    assert time.process_time() - began < 5


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_spoilt_payloads_end_in_events_or_faults(data):
    """Only application bytes are touched, so that every change reaches a parser."""
    frames = [(t, bytearray(f)) for t, f in mixed()]
    for _ in range(data.draw(st.integers(1, 40))):
        _, frame = data.draw(st.sampled_from([f for f in frames if len(f[1]) > 54]))
        frame[data.draw(st.integers(54, len(frame) - 1))] = data.draw(st.integers(0, 255))
    check(all_of(pcap([(t, bytes(f)) for t, f in frames])))


@pytest.mark.parametrize("name", FILES)
def test_the_recordings_spoilt_end_in_events_or_quarantine(name):
    import random

    rng = random.Random(name)
    whole = shared(name).read_bytes()[:120_000]
    for _ in range(4):
        spoilt = bytearray(whole)
        for _ in range(rng.randrange(1, 60)):
            spoilt[rng.randrange(24, len(spoilt))] = rng.randrange(256)
        check(all_of(bytes(spoilt[: rng.randrange(len(spoilt) // 2, len(spoilt))])))
