"""The compiled meter gives what the plain path gives: the same Events in the same order, and the same refusals."""

from __future__ import annotations

import io
import random
import struct
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collectors.packets.meter import Limits
from collectors.packets.source import Engine, PcapSource
from tests.collectors.packets.craft import ORIGIN, START, Talk, ether, ipv4, ipv6, pcap, tcp, udp
from tests.shared import SHARED, shared

FILES = sorted(p.relative_to(SHARED).as_posix() for p in (SHARED / "pcaps").glob("*/*.pcap*")) or ["pcaps"]
SMALL = Limits(tcp_idle_us=3_000_000, other_idle_us=2_000_000, active_us=9_000_000, close_us=500_000, flows=4)
QUICK = settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])


def both(data: bytes, limits: Limits | None = None, **options: object) -> list[object]:
    plain = list(PcapSource(limits, engine=Engine.PLAIN, **options).events(io.BytesIO(data), ORIGIN, START))
    compiled = list(PcapSource(limits, engine=Engine.COMPILED, **options).events(io.BytesIO(data), ORIGIN, START))
    assert compiled == plain
    return plain


def pcapng(frames: list[tuple[int, bytes]], order: str = "<", resolution: int = 6, link: int = 1) -> bytes:
    def block(kind: int, body: bytes) -> bytes:
        body += bytes(-len(body) % 4)
        return struct.pack(order + "II", kind, len(body) + 12) + body + struct.pack(order + "I", len(body) + 12)

    option = struct.pack(order + "HHB3xHH", 9, 1, resolution, 0, 0)
    out = [
        block(0x0A0D0D0A, struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1)),
        block(1, struct.pack(order + "HHI", link, 0, 0) + option),
    ]
    base = 2 if resolution & 0x80 else 10
    for time, frame in frames:
        ticks = time * base ** (resolution & 0x7F) // 10**6 & (1 << 64) - 1
        head = struct.pack(order + "IIIII", 0, ticks >> 32, ticks & 0xFFFFFFFF, len(frame), len(frame))
        out.append(block(6, head + frame))
    return b"".join(out)


@pytest.mark.parametrize("name", FILES)
def test_every_recording_gives_the_same_events_either_way(name):
    both(shared(name).read_bytes())


addresses = st.sampled_from(["10.0.0.1", "10.0.0.2", "10.0.0.3"])
ports = st.sampled_from([53, 80, 4789, 6081, 502])
payloads = st.sampled_from([b"", b"x", b"GET / HTTP/1.1\r\n\r\n", b"SSH-2.0-a\r\n", bytes(40)])


@st.composite
def packets(draw: st.DrawFn, depth: int = 0) -> bytes:
    """An IP packet: TCP, UDP, ICMP or something carrying another one; whole or a fragment."""
    kind = draw(st.sampled_from(["tcp"] * 6 + ["udp"] * 3 + ["icmp", "other", "gre", "ipip", "vxlan", "geneve"]))
    ends = draw(addresses), draw(addresses)
    if kind in ("gre", "ipip", "vxlan", "geneve") and depth > 5:
        kind = "udp"
    if kind == "tcp":
        flags = draw(st.sampled_from([2, 18, 16, 16, 24, 17, 4, 20, 1, 0, 3]))
        seq = draw(st.sampled_from([1, 2, 19, 100, 0xFFFFFFFF, 0]))
        body, number = (
            tcp(draw(payloads), draw(ports), draw(ports), seq=seq, ack=draw(st.integers(0, 40)), flags=flags),
            6,
        )
    elif kind == "udp":
        body, number = udp(draw(payloads), draw(ports), draw(ports)), 17
    elif kind == "icmp":
        body = bytes([draw(st.sampled_from([0, 8, 3, 13, 128, 129])), draw(st.integers(0, 2)), 0, 0]) + draw(payloads)
        number = draw(st.sampled_from([1, 58]))
    elif kind == "other":
        body, number = draw(st.binary(max_size=20)), draw(st.sampled_from([50, 2, 132, 89, 51]))
    elif kind == "gre":
        carried, inner = draw(st.sampled_from([(0x0800, 0), (0x6558, 1), (0x88BE, 1), (0x22EB, 1), (0x880B, 0)]))
        packet = draw(packets(depth + 1))
        flags = draw(st.sampled_from([0, 0x2000, 0x1000, 0x8000, 0xB000, 1]))
        extra = bytes(4 * (bool(flags & 0x8000) + bool(flags & 0x2000) + bool(flags & 0x1000)))
        body, number = struct.pack(">HH", flags, carried) + extra + (ether(packet) if inner else packet), 47
    elif kind == "ipip":
        body, number = draw(packets(depth + 1)), 4
    else:
        packet = ether(draw(packets(depth + 1)))
        if kind == "vxlan":
            body = udp(b"\x08\0\0\0\0\0" + bytes([draw(st.integers(0, 3))]) + b"\0" + packet, 5000, 4789)
        else:
            body = udp(bytes([0, 0]) + b"\x65\x58" + b"\0\0\x07\0" + packet, 5000, 6081)
        number = 17
    if draw(st.integers(0, 9)) == 0 and len(body) > 16:
        more = draw(st.booleans())
        offset = draw(st.sampled_from([0, 8, 16]))
        return ipv4(body[offset : offset + (8 if more else 999)], number, *ends, offset=offset, more=more)
    if draw(st.booleans()):
        return ipv4(body, number, *ends)
    extension = draw(st.sampled_from([b"", bytes([number, 0]) + bytes(6), bytes([number, 0]) + bytes(6)]))
    return ipv6(body, 60 if extension else number, f"fd00::{ends[0][-1]}", f"fd00::{ends[1][-1]}", extensions=extension)


@st.composite
def frames(draw: st.DrawFn) -> list[tuple[int, bytes]]:
    out, time = [], START
    for _ in range(draw(st.integers(1, 40))):
        time += draw(st.sampled_from([0, 1000, 400_000, 1_000_000, 5_000_000, 31_000_000, -1_000_000, -60_000_000]))
        packet = draw(packets())
        vlans = draw(st.sampled_from([(), (), (), (5,), (5, 6), (1, 2, 3, 4, 5)]))
        frame = ether(packet, 0x0800 if packet[0] >> 4 == 4 else 0x86DD, vlans)
        if draw(st.integers(0, 7)) == 0:
            frame = frame[: draw(st.integers(0, len(frame)))]
        out.append((time, frame))
    return out


@QUICK
@given(frames(), st.sampled_from(["<", ">"]), st.booleans())
def test_crafted_traffic_with_short_time_outs_and_a_full_table_gives_the_same(made, order, nano):
    both(pcap(made, order=order, magic=0xA1B23C4D if nano else 0xA1B2C3D4), SMALL)


@QUICK
@given(frames(), st.sampled_from(["<", ">"]), st.sampled_from([6, 9, 3, 0, 0x8A, 0x80 | 40, 30]))
def test_pcapng_of_every_byte_order_and_clock_gives_the_same(made, order, resolution):
    both(pcapng(made, order, resolution), SMALL)


@QUICK
@given(st.data(), st.sampled_from(["pcap", "pcapng"]))
def test_damaged_captures_give_the_same(data, kind):
    made = data.draw(frames())
    capture = bytearray(pcap(made) if kind == "pcap" else pcapng(made))
    for _ in range(data.draw(st.integers(1, 12))):
        at = data.draw(st.integers(0, len(capture) - 1))
        capture[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(capture)))
    both(bytes(capture[: max(cut, 40)]))


@QUICK
@given(st.lists(st.binary(max_size=120), max_size=12), st.sampled_from([0, 1, 9, 50, 101, 108, 113, 228, 276, 147]))
def test_bytes_of_no_meaning_give_the_same_on_every_link_type(made, link):
    both(pcap([(START + i, frame) for i, frame in enumerate(made)], link=link))


def test_conversations_with_losses_and_late_segments_give_the_same():
    draw = random.Random(5)
    talk = Talk().syn()
    for _ in range(30):
        talk.say(b"GET /a HTTP/1.1\r\nHost: h\r\n\r\n", 9).answer(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", 7)
    made = talk.close().frames
    for _ in range(25):
        some = [frame for frame in made if draw.random() > 0.05]
        for _ in range(20):
            at = draw.randrange(len(some) - 1)
            some[at], some[at + 1] = some[at + 1], some[at]
        both(pcap(some))


def test_more_flows_ending_at_once_than_fit_into_one_parcel_are_all_reported():
    made = [(START + i, ether(ipv4(udp(b"x", i % 60_000 + 1, 53 + i // 60_000), 17))) for i in range(20_000)]
    found = both(pcap([*made, (START + 10**9, ether(ipv4(udp(b"x", 9, 9), 17)))]), deep=False)
    assert len(found) == 20_001


@pytest.mark.parametrize(
    "expression", ["udp", "host 10.0.0.1 and tcp", "ip6", "vlan 5", "len > 100", "tcp[13] & 2 != 0"]
)
def test_a_capture_filter_counts_the_packets_tcpdump_would_show(expression):
    pytest.importorskip("ctypes")
    from collectors.packets.bpf import compile_filter
    from model.errors import InputError

    try:
        compile_filter("ip", 1)
    except InputError:
        pytest.skip("needs libpcap")
    made = frames_of_all_kinds()
    events = both(pcap(made), capture_filter=expression)
    counted = sum(
        e["network.packets"]
        for e in events
        if isinstance(e, dict) and e["event.dataset"] == "network.flow" and "network.packets" in e
    )
    wanted = {
        "udp": lambda f: (f[12:14] == b"\x08\0" and f[23] == 17) or (f[12:14] == b"\x86\xdd" and f[20] == 17),
        "host 10.0.0.1 and tcp": lambda f: (
            f[12:14] == b"\x08\0" and f[23] == 6 and b"\x0a\0\0\x01" in (f[26:30], f[30:34])
        ),
        "ip6": lambda f: f[12:14] == b"\x86\xdd",
        "vlan 5": lambda f: f[12:16] == b"\x81\0\0\x05",
        "len > 100": lambda f: len(f) > 100,
        "tcp[13] & 2 != 0": lambda f: f[12:14] == b"\x08\0" and f[23] == 6 and f[47] & 2 != 0,
    }[expression]
    expected = sum(1 for _, frame in made if wanted(frame))
    assert 0 < expected < len(made)
    assert counted == expected


def frames_of_all_kinds() -> list[tuple[int, bytes]]:
    out = []
    for i in range(40):
        source = f"10.0.0.{1 + i % 3}"
        flags = 2 if i % 5 == 0 else 16
        out += [
            (START + i, ether(ipv4(tcp(b"x" * i, flags=flags), 6, source))),
            (START + i, ether(ipv4(udp(b"y" * i), 17, source), vlans=(5 + i % 2,) if i % 4 else ())),
            (START + i, ether(ipv6(udp(b"z" * i), 17), 0x86DD)),
        ]
    return out


def test_compiled_code_is_kept_in_a_folder_closed_to_others_and_compiled_anew_elsewhere(tmp_path):
    """Where nothing can be written the sensor still runs, and compiles for itself."""
    from collectors.packets.kernel import compiled

    (tmp_path / "open").mkdir(mode=0o777)
    (tmp_path / "open").chmod(0o777)
    folder = compiled._own(tmp_path / "base", "x")
    assert folder is not None
    assert folder.stat().st_mode & 0o077 == 0
    (tmp_path / "base" / "shared").mkdir()
    (tmp_path / "base" / "shared").chmod(0o777)
    assert compiled._own(tmp_path / "base", "shared") is None


def test_a_short_capture_does_not_load_the_compiler(tmp_path):
    capture = tmp_path / "short.pcap"
    capture.write_bytes(pcap(Talk().syn().close().frames))
    script = (
        "import sys; from pathlib import Path; from collectors.packets import SOURCE; from model.event import Origin\n"
        f"with Path({str(capture)!r}).open('rb') as f: assert list(SOURCE.events(f, Origin('a', 'b'), 0))\n"
        "assert 'numba' not in sys.modules, 'numba was loaded'"
    )
    root = Path(__file__).resolve().parents[3]
    subprocess.run([sys.executable, "-c", script], check=True, cwd=root)
