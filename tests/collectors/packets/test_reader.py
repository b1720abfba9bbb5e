import io
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.contract import Quarantined
from collectors.packets.reader import packets, recognises
from collectors.packets.source import SOURCE
from tests.collectors.packets.craft import START, ether, ipv4, pcap, udp

FRAME = ether(ipv4(udp(b"hello world, hello"), 17))


def block(kind: int, body: bytes, order: str = "<") -> bytes:
    total = 12 + (len(body) + 3) // 4 * 4
    return struct.pack(order + "II", kind, total) + body.ljust(total - 12, b"\0") + struct.pack(order + "I", total)


def section(order: str = "<") -> bytes:
    return block(0x0A0D0D0A, struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1), order)


def interface(link: int = 1, options: bytes = b"", order: str = "<") -> bytes:
    return block(1, struct.pack(order + "HHI", link, 0, 262144) + options, order)


def option(code: int, value: bytes, order: str = "<") -> bytes:
    return struct.pack(order + "HH", code, len(value)) + value.ljust((len(value) + 3) // 4 * 4, b"\0")


def enhanced(ticks: int, data: bytes = FRAME, index: int = 0, order: str = "<") -> bytes:
    return block(
        6, struct.pack(order + "IIIII", index, ticks >> 32, ticks & 0xFFFFFFFF, len(data), len(data)) + data, order
    )


def read(data: bytes) -> tuple[list, list[Quarantined]]:
    out = list(packets(io.BytesIO(data)))
    return [p for p in out if not isinstance(p, Quarantined)], [q for q in out if isinstance(q, Quarantined)]


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("magic", [0xA1B2C3D4, 0xA1B23C4D])
def test_pcap_of_either_byte_order_and_resolution_gives_microseconds(order, magic):
    got, refused = read(pcap([(START + 5, FRAME), (START + 7, FRAME, 900)], order=order, magic=magic))
    assert refused == []
    assert got[0] == (1, START + 5, 1, len(FRAME), FRAME, 24)
    assert got[1] == (2, START + 7, 1, 900, FRAME, 24 + 16 + len(FRAME))


def test_the_patched_pcap_with_longer_record_headers_is_read():
    header = struct.pack("<IHHiIII", 0xA1B2CD34, 2, 4, 0, 0, 65535, 1)
    record = struct.pack("<IIIIIHBB", START // 10**6, 3, len(FRAME), len(FRAME), 0, 0, 0, 0) + FRAME
    got, refused = read(header + record * 2)
    assert [p[4] for p in got] == [FRAME, FRAME]
    assert refused == []


def test_recognition_is_by_content_and_not_by_name():
    assert SOURCE.recognises(pcap([]), "notes.txt") == 100
    assert SOURCE.recognises(section(), "x") == 100
    assert SOURCE.recognises(b"\x0a\x0d\x0d\x0aJunk junk junk", "x.pcapng") == 0
    assert recognises(b"") == 0


@pytest.mark.parametrize("order", ["<", ">"])
def test_pcapng_sections_interfaces_and_clock_options_are_each_their_own(order):
    nano, binary = option(9, b"\x09", order), option(9, b"\x94", order)
    offset = option(14, struct.pack(order + "q", 1000), order)
    data = (
        section(order)
        + interface(order=order)
        + interface(101, nano, order)
        + interface(113, binary + offset, order)
        + enhanced(START, order=order)
        + enhanced(START * 1000 + 999, index=1, order=order)
        + enhanced(5 << 20 | 1 << 19, index=2, order=order)
        + section("<")
        + interface(228, order="<")
        + enhanced(77, order="<")
    )
    got, refused = read(data)
    assert refused == []
    assert [(p[0], p[1], p[2]) for p in got] == [
        (1, START, 1),
        (2, START, 101),
        (3, 5_500_000 + 1_000_000_000, 113),
        (4, 77, 228),
    ]


def test_simple_and_obsolete_packet_blocks_are_read():
    simple = block(3, struct.pack("<I", len(FRAME)) + FRAME)
    obsolete = block(2, struct.pack("<HHIIII", 0, 3, START >> 32, START & 0xFFFFFFFF, len(FRAME), 2000) + FRAME)
    got, refused = read(section() + interface() + obsolete + simple)
    assert refused == []
    assert [(p[1], p[3], p[4]) for p in got] == [(START, 2000, FRAME), (START, len(FRAME), FRAME)]


def test_blocks_without_packets_are_stepped_over():
    names, statistics, unknown = block(4, b"names"), block(5, b"\0" * 12), block(0xBAD, b"custom!!")
    got, refused = read(section() + interface() + names + enhanced(START) + statistics + unknown + enhanced(START))
    assert len(got) == 2
    assert refused == []


def test_a_file_cut_anywhere_gives_what_was_whole_and_quarantines_the_rest():
    whole = pcap([FRAME] * 3)
    for cut in range(25, len(whole)):
        got, refused = read(whole[:cut])
        used = 24 + len(got) * (16 + len(FRAME))
        assert all(p[4] == FRAME for p in got)
        assert b"".join(q.data for q in refused) == whole[used:cut]
        assert all(q.position == used for q in refused)


def test_a_pcapng_file_cut_anywhere_gives_what_was_whole_and_quarantines_the_rest():
    whole = section() + interface() + enhanced(START) * 3
    for cut in range(4, len(whole)):
        got, refused = read(whole[:cut])
        assert len(got) == max(0, (cut - len(section() + interface())) // len(enhanced(START)))
        assert bool(refused) == (
            cut not in {len(section() + interface() + enhanced(START) * n) for n in range(4)} | {28, 48}
        )


def test_a_lying_length_costs_one_stretch_and_the_records_after_it_are_found():
    good = pcap([FRAME] * 6)
    size = 16 + len(FRAME)
    at = 24 + 2 * size
    bad = good[: at + 8] + struct.pack("<I", 0xFFFFFFF0) + good[at + 12 :]
    got, refused = read(bad)
    assert len(got) == 5
    assert [(q.reason, q.position, q.meta["bytes"]) for q in refused] == [("pcap.length", at, size)]
    assert refused[0].data == bad[at : at + size]


def test_a_lying_block_length_costs_one_stretch_and_the_blocks_after_it_are_found():
    lying = bytearray(enhanced(START))
    lying[4:8] = struct.pack("<I", 0x7FFFFFF0)
    got, refused = read(section() + interface() + enhanced(START) + bytes(lying) + enhanced(START) * 2)
    assert len(got) == 3
    assert [(q.reason, q.data) for q in refused] == [("pcapng.length", bytes(lying))]


def test_what_is_no_capture_is_quarantined_whole():
    got, refused = read(b"GIF89a, not a capture")
    assert got == []
    assert [(q.reason, q.data) for q in refused] == [("pcap.magic", b"GIF89a, not a capture")]


def test_a_packet_of_an_interface_nobody_described_is_quarantined():
    got, refused = read(section() + interface() + enhanced(START, index=4) + enhanced(START))
    assert [p[0] for p in got] == [2]
    assert [q.reason for q in refused] == ["pcapng.interface"]


class _Endless(io.BufferedIOBase):
    """A capture of `count` packets that exists nowhere as a whole."""

    def __init__(self, count: int) -> None:
        record = pcap([FRAME])[24:]
        self.head, self.chunk, self.left = pcap([]), record * 8000, count // 8000
        self.largest = 0

    def read(self, size: int = -1) -> bytes:
        self.largest = max(self.largest, size)
        if self.head:
            head, self.head = self.head, b""
            return head
        if not self.left:
            return b""
        self.left -= 1
        return self.chunk


def test_memory_does_not_grow_with_the_file():
    import tracemalloc

    tracemalloc.start()
    count = sum(1 for _ in packets(_Endless(160_000)))  # type: ignore[arg-type]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 160_000
    assert peak < 8 << 20


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_bytes_make_the_reader_raise_and_none_are_lost(data):
    start = data.draw(st.sampled_from([pcap([FRAME] * 4), section() + interface() + enhanced(START) * 4]))
    spoilt = bytearray(start)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(4, len(spoilt) - 1))
        spoilt[at] = data.draw(st.integers(0, 255))
    got, refused = read(bytes(spoilt))
    assert len(got) <= 4 + len(spoilt) // 12
    assert all(q.reason and q.message for q in refused)
    if start[:4] == b"\xd4\xc3\xb2\xa1":
        assert 24 + sum(16 + len(p[4]) for p in got) + sum(int(q.meta["bytes"]) for q in refused) == len(spoilt)
