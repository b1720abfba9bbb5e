import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.packets.community import community_id
from collectors.packets.meter import FlowMeter, Limits, reverse
from model.times import MINUTE, SECOND
from tests.collectors.packets.craft import (
    ACK,
    CLIENT,
    FIN,
    RST,
    SERVER,
    START,
    SYN,
    Talk,
    ether,
    events,
    ipv4,
    ipv6,
    pcap,
    read,
    udp,
)


def states(*talks: Talk) -> list[str]:
    return [e["fengsui.flow.state"] for talk in talks for e in events(talk.frames, "network.flow")]


@pytest.mark.parametrize(
    ("state", "talk"),
    [
        ("S0", Talk().send(0, flags=SYN)),
        ("S0", Talk().send(0, flags=SYN, seq=5).send(0, flags=SYN, seq=5)),
        ("S1", Talk().syn().say(b"x")),
        ("SF", Talk().syn().say(b"x").close()),
        ("REJ", Talk().send(0, flags=SYN).send(1, flags=RST | ACK)),
        ("S2", Talk().syn().send(0, flags=FIN | ACK)),
        ("S3", Talk().syn().send(1, flags=FIN | ACK)),
        ("RSTO", Talk().syn().say(b"x").send(0, flags=RST)),
        ("RSTR", Talk().syn().say(b"x").send(1, flags=RST)),
        ("RSTOS0", Talk().send(0, flags=SYN).send(0, flags=RST)),
        ("RSTRH", Talk().send(1, flags=SYN | ACK).send(1, flags=RST)),
        ("SH", Talk().send(0, flags=SYN).send(0, flags=FIN)),
        ("SHR", Talk().send(1, flags=SYN | ACK).send(1, flags=FIN)),
        ("OTH", Talk().say(b"x").answer(b"y").close()),
    ],
)
def test_the_state_word_is_zeeks(state, talk):
    assert states(talk) == [state]


def test_the_sender_of_a_syn_ack_is_the_destination():
    event = events(Talk().send(1, flags=SYN | ACK).send(0).frames, "network.flow")[0]
    assert (event["source.ip"], event["destination.port"]) == (CLIENT, 80)
    assert (event["source.packets"], event["destination.packets"]) == (1, 1)


def test_a_syn_after_its_own_answer_is_still_the_same_flow():
    talk = Talk().syn()
    frames = [talk.frames[1], talk.frames[0], talk.frames[2]]
    found = events(frames, "network.flow")
    assert [(e["source.ip"], e["network.packets"], e["fengsui.flow.state"]) for e in found] == [(CLIENT, 3, "S1")]


def test_ports_used_again_after_a_close_are_another_flow():
    first, second = Talk().syn().close(), Talk(time=START + SECOND)
    second.seq[0] = 777_777
    frames = first.frames + second.syn().frames
    assert [(e["fengsui.flow.state"], e["network.packets"]) for e in events(frames, "network.flow")] == [
        ("SF", 6),
        ("S1", 3),
    ]


def test_a_refused_syn_sent_again_stays_one_flow():
    talk = Talk()
    for _ in range(3):
        talk.send(0, flags=SYN, seq=5).send(1, flags=RST | ACK, seq=0)
    assert states(talk) == ["REJ"]


def test_silence_longer_than_the_idle_time_ends_a_flow():
    frame = ether(ipv4(udp(b"x", 9, 9), 17))
    found = events([(START, frame), (START + MINUTE - 1, frame), (START + 3 * MINUTE, frame)], "network.flow")
    assert [(e["network.packets"], e["fengsui.flow.end_reason"]) for e in found] == [
        (2, "idle_timeout"),
        (1, "forced_end"),
    ]
    assert found[0]["event.duration"] == (MINUTE - 1) * 1000
    assert (found[0]["event.start"], found[0]["event.end"]) == (START, START + MINUTE - 1)


def test_a_long_flow_is_reported_in_parts_that_add_up():
    talk = Talk(step=20 * SECOND).syn()
    for _ in range(300):
        talk.say(b"still here")
    talk.step = 1000
    found = events(talk.close().frames, "network.flow")
    assert [e.get("fengsui.flow.part", 0) for e in found] == list(range(len(found)))
    assert len(found) > 3
    assert sum(e["network.packets"] for e in found) == len(talk.frames)
    assert {e["source.ip"] for e in found} == {CLIENT}
    assert next(e["fengsui.flow.end_reason"] for e in found) == "active_timeout"
    assert found[-1]["fengsui.flow.state"] == "SF"


def test_a_full_table_reports_early_and_says_so():
    frames = [ether(ipv4(udp(b"x", 1000 + n, 9), 17)) for n in range(50)]
    found, _ = read(pcap(frames), Limits(flows=10))
    flows = [e for e in found if e["event.kind"] == "event"]
    assert len(flows) == 50
    assert sum(e["fengsui.flow.end_reason"] == "lack_of_resources" for e in flows) == 40
    assert [e["source.port"] for e in flows[:40]] == list(range(1000, 1040))  # the longest silent first
    assert "flows.evicted 40" in found[-1]["error.message"]


def test_a_clock_that_jumps_and_returns_costs_no_packet():
    frame = ether(ipv4(udp(b"x", 9, 9), 17))
    times = [START, START + 10**15, START + 1, START + 2, 0, START + 3]
    found = events([(t, frame) for t in times], "network.flow")
    assert sum(e["network.packets"] for e in found) == len(times)
    assert all(e["event.duration"] >= 0 for e in found)


def test_icmp_echo_and_its_answer_are_one_flow_and_an_error_is_its_own():
    ask, tell = b"\x08\0\0\0" + b"\0" * 8, b"\0\0\0\0" + b"\0" * 8
    frames = [
        ether(ipv4(ask, 1)),
        ether(ipv4(tell, 1, SERVER, CLIENT)),
        ether(ipv4(b"\x03\x01\0\0", 1, SERVER, CLIENT)),
    ]
    found = events(frames, "network.flow")
    assert [
        (e["fengsui.icmp.type"], e.get("fengsui.icmp.code"), e["network.packets"], e["fengsui.flow.state"])
        for e in found
    ] == [
        (8, None, 2, "SF"),
        (3, 1, 1, "S0"),
    ]
    assert "source.port" not in found[0]


# corelight/community-id-spec, baseline/baseline_deflt.json; icmp6 ports are type and counterpart or code, as there.
VECTORS = [
    (6, "128.232.110.120", "66.35.250.204", 34855, 80, "1:LQU9qZlK+B5F3KDmev6m5PMibrg="),
    (17, "192.168.1.52", "8.8.8.8", 54585, 53, "1:d/FP5EW3wiY1vCndhwleRRKHowQ="),
    (132, "192.168.170.8", "192.168.170.56", 7, 7, "1:MP2EtRCAUIZvTw6MxJHLV7N7JDs="),
    (1, "192.168.0.89", "192.168.0.1", 8, 0, "1:X0snYXpgwiv9TZtqg64sgzUn6Dk="),
    (1, "10.0.0.1", "10.0.0.2", 11, 0, "1:YHxtAirCG//0OzkcVAukqKQN9xM="),
    (
        6,
        "2001:470:e5bf:dead:4957:2174:e82c:4887",
        "2607:f8b0:400c:c03::1a",
        63943,
        25,
        "1:/qFaeAR+gFe1KYjMzVDsMv+wgU4=",
    ),
    (58, "fe80::200:86ff:fe05:80da", "fe80::260:97ff:fe07:69ea", 135, 136, "1:dGHyGvjMfljg6Bppwm3bg0LO8TY="),
    (58, "fe80::260:97ff:fe07:69ea", "fe80::200:86ff:fe05:80da", 135, 136, "1:zavyT/cezQr1fmImYCwYnMXbgck="),
    (58, "3ffe:501:1800:2345::2", "3ffe:507:0:1:200:86ff:fe05:80da", 3, 0, "1:2ObVBgIn28oZvibYZhZMBgh7WdQ="),
    (58, "3ffe:501:410:0:2c0:dfff:fe47:33e", "3ffe:507:0:1:200:86ff:fe05:80da", 1, 4, "1:hLZd0XGWojozrvxqE0dWB1iM6R0="),
    (58, "3ffe:507:0:1:200:86ff:fe05:80da", "3ffe:501:0:1001::2", 128, 129, "1:+TW+HtLHvV1xnGhV1lv7XoJrqQg="),
    (58, "fe80::200:86ff:fe05:80da", "ff02::2", 133, 134, "1:hO+sN4H+MG5MY/8hIrXPqc4ZQz0="),
    (46, "10.1.12.1", "10.1.12.2", None, None, "1:KHlLkgoJW7ifUTyTSgyVfkFHzKw="),
]


@pytest.mark.parametrize(("protocol", "source", "destination", "sport", "dport", "expected"), VECTORS)
def test_the_community_id_of_a_whole_packet_is_the_published_one(protocol, source, destination, sport, dport, expected):
    if protocol in (1, 58):
        code = dport if (protocol, sport) in ((1, 11), (58, 3), (58, 1)) else 0
        payload = bytes((sport, code, 0, 0))
    else:
        payload = (sport or 0).to_bytes(2, "big") + (dport or 0).to_bytes(2, "big")
        payload += b"\0\x0c\0\0xxxx" if protocol == 17 else b"\0" * 8 + b"\x50\x10" + b"\0" * 6
    six = ":" in source
    packet = ipv6(payload, protocol, source, destination) if six else ipv4(payload, protocol, source, destination)
    event = events([ether(packet, 0x86DD if six else 0x0800)], "network.flow")[0]
    assert event["network.community_id"] == expected


@settings(max_examples=100, deadline=None)
@given(
    st.binary(min_size=4, max_size=4), st.binary(min_size=4, max_size=4), st.integers(0, 65535), st.integers(0, 65535)
)
def test_the_community_id_has_no_direction(a, b, p, q):
    assert community_id(a, b, 6, p, q) == community_id(b, a, 6, q, p)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 3), st.booleans(), st.integers(0, 400 * SECOND), st.integers(0, 31)), max_size=60)
)
def test_every_packet_is_in_exactly_one_flow(steps):
    meter, time = FlowMeter(Limits(flows=3)), START
    for number, (port, back, wait, flags) in enumerate(steps, 1):
        time += wait
        ends = bytes((10, 0, 0, 1, 10, 0, 0, 2, 0, port, 0, 80))
        headers = (4, reverse(4, ends) if back else ends, 6, ((), ()), 0, 0, 0, flags, number, 0, None)
        meter.add(headers, number, time, 60)
        assert len(meter) <= 3
    meter.finish()
    assert sum(f.packets0 + f.packets1 for f in meter.ended) == len(steps)
    assert sum(f.bytes0 + f.bytes1 for f in meter.ended) == 60 * len(steps)
    assert len({f.serial for f in meter.ended}) == len(meter.ended)
    assert len(meter) == 0
