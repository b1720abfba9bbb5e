import contextlib
import struct
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.packets.protocols import dns
from model.errors import BadRecord
from model.times import SECOND
from tests.collectors.packets.craft import CLIENT, SERVER, START, Talk, ether, events, faults, ipv4, ipv6, udp


def name(text: str) -> bytes:
    return b"".join(bytes((len(p),)) + p.encode() for p in text.split(".") if p) + b"\0"


def question(text: str, kind: int = 1, klass: int = 1) -> bytes:
    return name(text) + struct.pack(">HH", kind, klass)


def record(owner: bytes, kind: int, data: bytes, ttl: int = 60, klass: int = 1) -> bytes:
    return owner + struct.pack(">HHIH", kind, klass, ttl, len(data)) + data


def message(number: int = 5, flags: int = 0x0100, questions=(), answers=(), authorities=(), additional=()) -> bytes:
    sections = (questions, answers, authorities, additional)
    return struct.pack(">6H", number, flags, *(len(s) for s in sections)) + b"".join(b"".join(s) for s in sections)


ASK = message(questions=[question("www.Example.com")])
TELL = message(
    flags=0x8180,
    questions=[question("www.Example.com")],
    answers=[
        record(b"\xc0\x0c", 5, b"\x03cdn\xc0\x10"),
        record(b"\x03cdn\xc0\x10", 1, bytes((192, 0, 2, 7))),
        record(b"\xc0\x0c", 28, bytes(15) + b"\1", 9),
    ],
)


def ask(data: bytes, at: int = 0, sport: int = 5555, dport: int = 53) -> tuple[int, bytes]:
    return START + at, ether(ipv4(udp(data, sport, dport), 17))


def tell(data: bytes, at: int = 0, sport: int = 5555, dport: int = 53) -> tuple[int, bytes]:
    return START + at, ether(ipv4(udp(data, dport, sport), 17, SERVER, CLIENT))


def test_a_query_and_its_answer_are_one_event():
    found = events([ask(ASK), tell(TELL, 2500)], "network.dns")
    assert len(found) == 1
    event = found[0]
    assert event["dns.question.name"] == "www.Example.com"
    assert (event["dns.question.type"], event["dns.question.class"], event["dns.id"]) == ("A", "IN", "5")
    assert (event["dns.type"], event["dns.response_code"]) == ("answer", "NOERROR")
    assert event["dns.answers.type"] == ["CNAME", "A", "AAAA"]
    assert event["dns.answers.data"] == ["cdn.Example.com", "192.0.2.7", "::1"]
    assert event["dns.answers.name"] == ["www.Example.com", "cdn.Example.com", "www.Example.com"]
    assert event["dns.answers.ttl"] == [60, 60, 9]
    assert event["dns.resolved_ip"] == ["192.0.2.7", "::1"]
    assert event["dns.header_flags"] == ["RD", "RA"]
    assert event["event.duration"] == 2_500_000
    assert (event["source.ip"], event["destination.ip"], event["destination.port"]) == (CLIENT, SERVER, 53)
    assert (event["fengsui.packet.first"], event["fengsui.packet.last"]) == (1, 2)


def test_events_of_a_conversation_share_the_flows_community_id_and_protocol():
    found = events([ask(ASK), tell(TELL)])
    assert len({e["network.community_id"] for e in found}) == 1
    assert {e["network.protocol"] for e in found} == {"dns"}


def test_a_query_nobody_answers_is_told_after_the_time_out():
    second = message(9, questions=[question("b.example")])
    found = events(
        [ask(ASK), ask(second, 11 * SECOND), tell(message(9, 0x8183, [question("b.example")]), 11 * SECOND)],
        "network.dns",
    )
    assert [(e["dns.type"], e.get("dns.response_code")) for e in found] == [("query", None), ("answer", "NXDOMAIN")]


def test_an_answer_without_its_query_stands_alone_with_the_client_as_source():
    event = events([tell(TELL)], "network.dns")[0]
    assert (event["dns.type"], event["source.ip"], event["dns.question.name"]) == ("answer", CLIENT, "www.Example.com")


def test_two_queries_under_one_number_are_told_apart_by_their_names():
    other = message(questions=[question("other.example", 28)])
    found = events(
        [ask(ASK), ask(other), tell(message(5, 0x8182, [question("other.example", 28)])), tell(TELL)], "network.dns"
    )
    assert [(e["dns.question.name"], e["dns.response_code"]) for e in found] == [
        ("other.example", "SERVFAIL"),
        ("www.Example.com", "NOERROR"),
    ]


def test_edns_tells_its_size_flags_and_client_subnet():
    subnet = struct.pack(">HHHBB", 8, 7, 1, 24, 0) + bytes((203, 0, 113))
    option = b"\0" + struct.pack(">HHIH", 41, 1232, 0x00008000, len(subnet)) + subnet
    event = events([ask(message(questions=[question("a.example")], additional=[option]))], "network.dns")[0]
    assert event["fengsui.dns.edns.udp_size"] == 1232
    assert event["fengsui.dns.edns.client_subnet"] == "203.0.113.0/24"
    assert event["dns.header_flags"] == ["RD", "DO"]


def test_an_extended_response_code_is_put_together():
    option = b"\0" + struct.pack(">HHIH", 41, 1232, 0x01000000, 0)
    event = events(
        [tell(message(flags=0x8180, questions=[question("a.example")], additional=[option]))], "network.dns"
    )[0]
    assert event["dns.response_code"] == "BADVERS"


def test_a_dynamic_update_says_what_it_changes():
    changes = [
        record(name("h.example.org"), 1, b"", 0, 255),
        record(name("h.example.org"), 1, bytes((10, 0, 0, 9)), 0, 254),
        record(name("h.example.org"), 1, bytes((10, 0, 0, 8)), 300),
    ]
    event = events(
        [ask(message(flags=0x2800, questions=[question("example.org", 6)], authorities=changes))], "network.dns"
    )[0]
    assert event["dns.op_code"] == "UPDATE"
    assert event["fengsui.dns.updates"] == [
        "delete h.example.org A",
        "delete h.example.org A 10.0.0.9",
        "add h.example.org A 10.0.0.8",
    ]


@pytest.mark.parametrize(
    ("kind", "data", "text"),
    [
        (15, b"\0\x0a" + name("mx.example"), "10 mx.example"),
        (33, struct.pack(">HHH", 1, 2, 389) + name("dc.example"), "1 2 389 dc.example"),
        (16, b"\x05v=spf\x03all", "v=spf all"),
        (6, name("ns.x") + name("admin.x") + struct.pack(">5I", 1, 2, 3, 4, 5), "ns.x admin.x 1 2 3 4 5"),
        (257, b"\0\x05issueca.example", "0 issue ca.example"),
        (65, b"\0\x01\0", "1 ."),
        (1, b"short", "\\# 5 73686f7274"),
        (4711, b"\1\2", "\\# 2 0102"),
    ],
)
def test_record_data_reads_as_its_rfc_writes_it(kind, data, text):
    parsed = dns.parse(message(flags=0x8000, questions=[question("x")], answers=[record(b"\xc0\x0c", kind, data)]))
    assert parsed.answers[0].data == text


def test_labels_that_do_not_print_are_escaped():
    assert dns.read_name(b"\x04a.b\\\x02\x00\xff\0", 0)[0] == "a\\.b\\\\.\\000\\255"
    assert dns.read_name("\x06幽州\0".encode(), 0)[0] == "幽州"


@pytest.mark.parametrize(
    "loop", [b"\xc0\x0c", b"\x01a\xc0\x0c", b"\xc0\x0e\xc0\x0c", b"\x3f" + b"a" * 63 + b"\xc0\x0c"]
)
def test_compression_loops_end(loop):
    with pytest.raises(BadRecord):
        dns.parse(message()[:4] + b"\0\1" + bytes(6) + loop + b"\0\1\0\1")


def test_a_name_longer_than_names_may_be_is_refused():
    with pytest.raises(BadRecord, match="longer than 255"):
        dns.read_name((b"\x3f" + b"a" * 63) * 5 + b"\0", 0)


def test_thousands_of_compressed_records_are_stepped_over_not_read():
    long = b"\x01a" * 126 + b"\0"
    flood = struct.pack(">6H", 1, 0x8000, 1, 5000, 0, 0) + long + b"\0\1\0\1" + record(b"\xc0\x0c", 1, bytes(4)) * 5000
    began = time.process_time()
    parsed = dns.parse(flood)
    assert time.process_time() - began < 5
    assert len(parsed.answers) == dns.MAX_RECORDS
    assert parsed.end == len(flood)


def test_mdns_messages_are_events_of_their_own():
    sport = ether(
        ipv4(udp(message(0, 0, [question("_ipp._tcp.local", 12, 0x8001)]), 5353, 5353), 17, CLIENT, "224.0.0.251")
    )
    reply = message(0, 0x8400, answers=[record(name("_ipp._tcp.local"), 12, b"\x02pr\xc0\x0c", klass=0x8001)])
    found = events([sport, ether(ipv4(udp(reply, 5353, 5353), 17, CLIENT, "224.0.0.251"))], "network.dns")
    assert [(e["dns.type"], e["network.protocol"]) for e in found] == [("query", "mdns"), ("answer", "mdns")]
    assert found[0]["dns.question.class"] == "IN"


def test_llmnr_is_told_as_such():
    frame = ether(
        ipv6(udp(message(questions=[question("wpad")], flags=0), 60000, 5355), 17, "fe80::1", "ff02::1:3"), 0x86DD
    )
    assert events([frame], "network.dns")[0]["network.protocol"] == "llmnr"


def test_dns_is_known_on_any_port_and_noise_on_port_53_is_said():
    assert len(events([ask(ASK, dport=9953), tell(TELL, dport=9953)], "network.dns")) == 1
    assert faults([ask(b"\x00tunnel without any dns in it" * 3)]) == ["dns.not_dns", "packets.summary"]


@pytest.mark.parametrize("noise", [b"\0" * 60, b"GET / HTTP/1.1\r\n\r\n" * 3, bytes(range(256)), b"\xff" * 100])
def test_other_protocols_are_not_taken_for_dns(noise):
    assert not dns.looks_like(noise, expected=False)


def test_netbios_names_are_not_dns():
    encoded = b"\x20" + b"CK" * 16 + b"\0"
    assert not dns.looks_like(message(flags=0x0110, questions=[encoded + b"\0\x20\0\1"]), expected=False)


def test_dns_over_tcp_is_cut_at_its_lengths():
    def framed(data: bytes) -> bytes:
        return len(data).to_bytes(2, "big") + data

    two = framed(ASK) + framed(message(6, questions=[question("second.example")]))
    talk = Talk(dport=53).syn().say(two, 17).answer(framed(TELL), 11).close()
    found = events(talk.frames, "network.dns")
    assert [(e["dns.question.name"], e["dns.type"]) for e in found] == [
        ("www.Example.com", "answer"),
        ("second.example", "query"),
    ]
    assert found[0]["network.transport"] == "tcp"


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_spoilt_message_is_read_or_refused_in_bounded_work(data):
    spoilt = bytearray(TELL)
    for _ in range(data.draw(st.integers(1, 8))):
        spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(st.integers(0, 255))
    try:
        parsed = dns.parse(bytes(spoilt[: data.draw(st.integers(0, len(spoilt)))]))
    except BadRecord as bad:
        assert bad.reason.startswith("dns.")  # noqa: PT017 - refusing is one of two right outcomes
        return
    assert parsed.end <= len(spoilt)
    assert sum(len(a.data) for a in parsed.answers) < 20_000
    assert dns.facts(parsed, None)["dns.id"]


@given(st.binary(min_size=12, max_size=200))
@settings(max_examples=300, deadline=None)
def test_noise_never_raises_anything_but_a_refusal(noise):
    with contextlib.suppress(BadRecord):
        dns.parse(noise)
