import struct
from socket import AF_INET, inet_pton

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.packets.decode import LINKS, _ethernet, decode
from model.errors import BadRecord
from tests.collectors.packets.craft import CLIENT, SERVER, ether, events, ipv4, ipv6, pcap, read, tcp, udp

PING = ipv4(udp(b"payload!", 1111, 2222), 17)
PING6 = ipv6(udp(b"payload!", 1111, 2222), 17)


def flow(frame: bytes, link: int = 1) -> dict:
    found = events([frame], "network.flow", link=link)
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("link", "frame"),
    [
        (1, ether(PING)),
        (0, struct.pack("<I", 2) + PING),
        (0, struct.pack(">I", 2) + PING),
        (108, struct.pack(">I", 2) + PING),
        (101, PING),
        (12, PING),
        (228, PING),
        (113, struct.pack(">HHH8sH", 0, 1, 6, b"\2\0\0\0\0\5", 0x0800) + PING),
        (276, struct.pack(">HHIHBB8s", 0x0800, 0, 3, 1, 0, 6, b"\2\0\0\0\0\5") + PING),
        (9, b"\xff\x03\x00\x21" + PING),
    ],
)
def test_every_link_type_leads_to_the_same_conversation(link, frame):
    event = flow(frame, link)
    assert (event["source.ip"], event["source.port"]) == (CLIENT, 1111)
    assert (event["destination.ip"], event["destination.port"]) == (SERVER, 2222)
    assert event["network.transport"] == "udp"
    assert event["fengsui.flow.source_payload_bytes"] == 8
    assert event["source.bytes"] == len(frame)


@pytest.mark.parametrize("family", [10, 24, 28, 30])
def test_every_system_has_its_own_number_for_ipv6_on_loopback(family):
    assert flow(struct.pack("<I", family) + PING6, 0)["network.type"] == "ipv6"


def test_an_unknown_link_type_is_quarantined_once_with_its_count():
    found, refused = read(pcap([b"x" * 40] * 5, link=147))
    assert found == []
    assert [(q.reason, q.meta["packets"], q.meta["packet"]) for q in refused] == [("packet.link_type", 5, 1)]


def test_vlan_tags_separate_conversations_and_are_told():
    tagged = ether(PING, vlans=(100,))
    double = b"\0" * 12 + struct.pack(">HHHH", 0x88A8, 7, 0x8100, 100) + b"\x08\x00" + PING
    found = events([ether(PING), tagged, double], "network.flow")
    assert [(e.get("network.vlan.id"), e.get("network.inner.vlan.id")) for e in found] == [
        (None, None),
        ("100", None),
        ("7", "100"),
    ]
    assert len({e["network.community_id"] for e in found}) == 1


def outer(payload: bytes, protocol: int) -> bytes:
    return ether(ipv4(payload, protocol, "192.0.2.1", "192.0.2.2"))


@pytest.mark.parametrize(
    ("frame", "tunnel"),
    [
        (outer(struct.pack(">HH", 0, 0x0800) + PING, 47), ["gre"]),
        (outer(struct.pack(">HHI", 0x2000, 0x0800, 99) + PING, 47), ["gre:99"]),
        (outer(struct.pack(">HHHHI", 0xB000, 0x0800, 0, 0, 99) + b"\0" * 4 + PING, 47), ["gre:99"]),
        (outer(struct.pack(">HH", 0, 0x6558) + ether(PING), 47), ["gre"]),
        (outer(struct.pack(">HHI", 0x1000, 0x88BE, 1) + b"\0" * 8 + ether(PING), 47), ["gre"]),
        (outer(PING, 4), ["ipip"]),
        (outer(udp(b"\x08\0\0\0\0\0\x2a\0" + ether(PING), 5000, 4789), 17), ["vxlan:42"]),
        (outer(outer(PING, 4)[14:], 4), ["ipip", "ipip"]),
        (ether(b"\x11\0\0\x21" + struct.pack(">HH", len(PING) + 2, 0x21) + PING, 0x8864), ["pppoe:33"]),
        (ether(b"\0\x01\x00\x40" + b"\0\x02\x01\x40" + PING, 0x8847), None),
    ],
)
def test_tunnels_are_opened_and_told(frame, tunnel):
    event = flow(frame)
    assert (event["source.ip"], event["destination.port"]) == (CLIENT, 2222)
    assert event.get("fengsui.flow.tunnel") == tunnel
    assert event["network.bytes"] == len(frame)


def test_a_tunnel_whose_content_cannot_be_read_counts_as_itself():
    event = flow(outer(struct.pack(">HH", 0, 0x0800) + b"\x45", 47))
    assert (event["source.ip"], event["network.transport"]) == ("192.0.2.1", "gre")
    vxlan_port_only = flow(outer(udp(b"\x08\0\0\0\0\0\x2a\0short", 5000, 4789), 17))
    assert vxlan_port_only["destination.port"] == 4789


def test_a_tunnel_in_a_tunnel_in_a_tunnel_ends():
    frame = PING
    for _ in range(60):
        frame = ipv4(frame, 4, "192.0.2.1", "192.0.2.2")
    assert len(events([ether(frame)], "network.flow")) == 1


def test_ipv6_extension_headers_are_stepped_over():
    hop, routing = b"\x2b\0" + b"\0" * 6, b"\x3c\x01" + b"\0" * 14
    options = b"\x11\0" + b"\0" * 6
    event = flow(ether(ipv6(udp(b"12345678", 1, 2), 0, extensions=hop + routing + options), 0x86DD))
    assert (event["network.transport"], event["destination.port"]) == ("udp", 2)
    assert event["source.ip"] == "fd00::5"


def test_padding_behind_the_packet_is_no_payload():
    event = flow(ether(ipv4(tcp(), 6)) + b"\0" * 6)
    assert event["fengsui.flow.source_payload_bytes"] == 0


def test_bytes_cut_off_by_the_snapshot_length_still_count():
    whole = ether(ipv4(tcp(b"x" * 1000), 6))
    found, _ = read(pcap([(1_700_000_000_000_000, whole[:100], len(whole))]))
    event = next(e for e in found if e["event.dataset"] == "network.flow" and e["event.kind"] == "event")
    assert event["network.bytes"] == len(whole)
    assert event["fengsui.flow.source_payload_bytes"] == 1000


def test_arp_tells_which_hardware_address_claims_which_address():
    def arp(operation: int, mac: bytes, sender: str, target: str) -> bytes:
        ends = inet_pton(AF_INET, sender), inet_pton(AF_INET, target)
        return ether(struct.pack(">HHBBH", 1, 0x800, 6, 4, operation) + mac + ends[0] + b"\0" * 6 + ends[1], 0x0806)

    one, two = b"\2\0\0\0\0\x01", b"\2\0\0\0\0\x02"
    found = events([arp(1, one, "10.0.0.1", "10.0.0.2")] * 3 + [arp(2, two, "10.0.0.2", "10.0.0.1")], "network.arp")
    assert [
        (e["event.action"], e["source.mac"], e["source.ip"], e["destination.ip"], e["network.packets"]) for e in found
    ] == [
        ("arp_request", "02-00-00-00-00-01", "10.0.0.1", "10.0.0.2", 3),
        ("arp_reply", "02-00-00-00-00-02", "10.0.0.2", "10.0.0.1", 1),
    ]


def test_frames_that_are_not_ip_are_flows_between_hardware_addresses():
    found = events([ether(b"goose", 0x88B8), ether(b"goose", 0x88B8, back=True), ether(b"?", 0x1234)], "network.flow")
    assert [(e["network.type"], e["source.packets"], e["destination.packets"]) for e in found] == [
        ("goose", 1, 1),
        ("0x1234", 1, 0),
    ]


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        (b"\0" * 13, "packet.short"),
        (ether(b""), "packet.short"),
        (ether(b"\x45\0\0"), "packet.short"),
        (ether(b"\x55" + b"\0" * 40), "packet.ip_version"),
        (ether(b"\x41\0\0\x28" + b"\0" * 40), "packet.ipv4_length"),
        (ether(ipv4(b"\0" * 10, 6)), "packet.tcp_header"),
        (ether(ipv4(tcp()[:12] + b"\x20" + tcp()[13:], 6)), "packet.tcp_header"),
        (ether(ipv4(b"\0" * 4, 17)), "packet.udp_header"),
        (ether(ipv4(b"\x08", 1)), "packet.icmp_header"),
        (ether(ipv6(b"", 0, extensions=b"\0\xff"), 0x86DD), "packet.ipv6_extensions"),
    ],
)
def test_headers_that_contradict_the_frame_are_quarantined_with_their_place(frame, reason):
    found, refused = read(pcap([ether(PING), frame, ether(PING)]))
    assert [(q.reason, q.position, q.data, q.meta["packet"]) for q in refused] == [
        (reason, 24 + 16 + len(ether(PING)), frame, 2)
    ]
    assert [e["network.packets"] for e in found] == [2]


def fragments(datagram: bytes, size: int, identification: int = 9) -> list[bytes]:
    pieces = [(at, datagram[at : at + size]) for at in range(0, len(datagram), size)]
    return [
        ether(ipv4(part, 17, offset=at, more=at + size < len(datagram), identification=identification))
        for at, part in pieces
    ]


def query(name: bytes = b"\x07example\x03com\0") -> bytes:
    return struct.pack(">6H", 5, 0x100, 1, 0, 0, 0) + name + b"\0\1\0\1"


@settings(max_examples=60, deadline=None)
@given(st.permutations(range(3)), st.data())
def test_fragments_in_any_order_make_one_datagram_in_one_flow(order, data):
    pieces = fragments(udp(query()), 16)
    assert len(pieces) == 3
    frames = [pieces[i] for i in order]
    frames.insert(data.draw(st.integers(0, 2)), pieces[order[0]])  # and one of them twice
    assert [e["dns.question.name"] for e in events(frames, "network.dns")] == ["example.com"]
    found = events(frames, "network.flow")
    assert sum(e["network.packets"] for e in found) == 4
    assert len([e for e in found if e["destination.port"] == 53]) == 1


def test_ipv6_fragments_make_one_datagram():
    datagram = udp(query())
    frames = []
    for at in range(0, len(datagram), 16):
        more = at + 16 < len(datagram)
        header = struct.pack(">BBHI", 17, 0, at | more, 77)
        frames.append(ether(ipv6(datagram[at : at + 16], 44, extensions=header), 0x86DD))
    assert [e["dns.question.name"] for e in events(frames, "network.dns")] == ["example.com"]
    assert [e["network.packets"] for e in events(frames, "network.flow")] == [3]


def test_fragments_that_never_become_whole_are_counted_and_said():
    frames = [(1_700_000_000_000_000 + n * 1000, f) for n, f in enumerate(fragments(udp(query()), 8)[1:])]
    found, refused = read(pcap([*frames, (1_700_000_060_000_000, ether(PING))]))
    assert refused == []
    flows = [e for e in found if e["event.dataset"] == "network.flow" and e["event.kind"] == "event"]
    assert sorted(e["network.packets"] for e in flows) == [1, len(frames)]
    assert "fragments.incomplete 1" in found[-1]["error.message"]


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(LINKS)), st.binary(max_size=120))
def test_noise_is_decoded_or_refused_and_nothing_else(link, noise):
    try:
        headers = decode(noise, link)
    except BadRecord as bad:
        assert bad.reason.startswith("packet.")  # noqa: PT017 - refusing is one of two right outcomes
        return
    assert 0 <= headers[4] <= headers[5] <= len(noise)
    assert headers[6] >= 0
    assert len(headers[1]) == {4: 12, 6: 36, 0: 16}[headers[0]]


@settings(max_examples=300, deadline=None)
@given(
    st.booleans(),
    st.binary(max_size=40),
    st.binary(max_size=10),
    st.dictionaries(st.integers(14, 53), st.integers(0, 255), max_size=3),
)
def test_the_short_way_for_ordinary_frames_says_what_the_long_way_says(is_tcp, payload, padding, changes):
    frame = bytearray(ether(ipv4(tcp(payload) if is_tcp else udp(payload), 6 if is_tcp else 17)) + padding)
    for at, value in changes.items():
        if at < len(frame):
            frame[at] = value

    def told(way):
        try:
            return way(bytes(frame))
        except BadRecord as bad:
            return bad.reason

    assert told(lambda data: decode(data, 1)) == told(lambda data: _ethernet(data, 0, (), ()))
