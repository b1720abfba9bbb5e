"""Packets kept on disk: caps hold, a full disk is survived, and what is asked for is found again."""

from __future__ import annotations

import io
import shutil
import struct

import pytest

from collectors.contract import Quarantined
from collectors.packets import shelf
from collectors.packets.dissect import available, dissect
from collectors.packets.extract import Conversation, Found, conversation_of, extract
from collectors.packets.reader import packets
from collectors.packets.shelf import Shelf, ShelfSettings, segments
from model.errors import InputError
from model.times import SECOND, now_us
from tests.collectors.packets.craft import ether, ipv4, ipv6, tcp, udp


def block(time: int, frame: bytes) -> bytes:
    padded = frame + bytes(-len(frame) % 4)
    size = 32 + len(padded)
    head = struct.pack("<IIIIIII", 6, size, 0, time >> 32, time & 0xFFFFFFFF, len(frame), len(frame))
    return head + padded + struct.pack("<I", size)


def fill(where, count: int, **settings: int) -> Shelf:
    start = now_us() - count * 1000
    with Shelf(ShelfSettings(where, **{"min_free_bytes": 0, **settings}), link=1) as kept:
        for number in range(count):
            time = start + number * 1000
            kept.put(block(time, ether(ipv4(udp(b"%06d" % number + bytes(500)), 17))), 1, time, time)
            while kept._waiting.qsize() > 4:
                pass
    return kept


def test_the_ring_never_exceeds_its_bytes_and_keeps_the_newest(tmp_path):
    kept = fill(tmp_path, 600, max_bytes=60_000, segment_bytes=8_000)
    assert kept.lost == 0
    sizes = [path.stat().st_size for path in tmp_path.glob("*.pcapng")]
    assert sum(sizes) <= 60_000
    assert max(sizes) <= 8_000
    newest = list(segments(tmp_path))[-1].path.read_bytes()
    assert b"000599" in newest


def test_old_packets_go_before_new_ones_are_written(tmp_path):
    fill(tmp_path, 30, segment_bytes=4_000)
    before = {s.path for s in segments(tmp_path)}
    later = Shelf(ShelfSettings(tmp_path, max_age_us=0, min_free_bytes=0), link=1)
    later.put(block(now_us(), ether(ipv4(udp(b"new"), 17))), 1, now_us(), now_us())
    later.close()
    assert not before & {s.path for s in segments(tmp_path)}


def test_a_full_disk_costs_the_oldest_packets_and_is_counted_when_nothing_is_left(tmp_path, monkeypatch):
    fill(tmp_path, 100, segment_bytes=8_000)
    free = [0]
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 10, free[0]))
    later = Shelf(ShelfSettings(tmp_path, min_free_bytes=1000), link=1)
    later.put(block(now_us(), ether(ipv4(udp(b"new"), 17))), 1, now_us(), now_us())
    later.close()
    assert (later.kept, later.lost) == (0, 1)
    assert segments(tmp_path) == []


def test_a_write_that_fails_leaves_a_segment_that_reads_to_its_end(tmp_path, monkeypatch):
    real = Shelf._begin
    failed = []

    def begin(self, first):
        real(self, first)
        file = self._file
        write = file.write

        class Once:
            def write(self, data):
                if len(failed) < 1:
                    failed.append(write(data[: len(data) // 2]))
                    raise OSError(28, "No space left on device")
                return write(data)

            def __getattr__(self, name):
                return getattr(file, name)

        self._file = Once()

    monkeypatch.setattr(Shelf, "_begin", begin)
    kept = fill(tmp_path, 20, segment_bytes=100_000)
    assert failed
    assert kept.kept == 20
    found = [list(packets(io.BytesIO(s.path.read_bytes()))) for s in segments(tmp_path)]
    assert sum(map(len, found)) == 20
    assert not any(isinstance(item, Quarantined) for items in found for item in items)


def conversations(tmp_path) -> int:
    start = now_us() - 100 * SECOND
    made = []
    for second in range(100):
        time = start + second * SECOND
        for side in (0, 1):
            ends = ("10.1.0.5", "10.2.0.9")[:: 1 if side == 0 else -1]
            ports = (40000, 502)[:: 1 if side == 0 else -1]
            made.append((time + side, ether(ipv4(tcp(b"%03d" % second, *ports), 6, *ends), vlans=(7,))))
        made.append((time + 2, ether(ipv4(tcp(b"other", 40001, 502), 6, "10.1.0.5", "10.2.0.9"))))
        made.append((time + 3, ether(ipv4(udp(b"else", 5, 6), 17, "10.3.0.1", "10.1.0.5"))))
        made.append((time + 4, ether(ipv6(udp(b"six", 5, 6), 17), 0x86DD)))
    with Shelf(ShelfSettings(tmp_path, segment_bytes=8_000, min_free_bytes=0), link=1) as kept:
        for time, frame in made:
            kept.put(block(time, frame), 1, time, time)
            while kept._waiting.qsize() > 4:
                pass
    return start


def taken(tmp_path, begin, end, what):
    found = Found()
    data = b"".join(extract(tmp_path, begin, end, what, found))
    items = list(packets(io.BytesIO(data)))
    assert not any(isinstance(item, Quarantined) for item in items)
    assert len(items) == found.packets
    return items


def test_the_packets_of_a_conversation_around_a_moment_are_found_again_in_both_directions(tmp_path):
    start = conversations(tmp_path)
    event = {
        "source.ip": "10.1.0.5", "destination.ip": "10.2.0.9", "source.port": 40000, "destination.port": 502,
        "network.transport": "tcp",
    }  # fmt: skip
    items = taken(tmp_path, start + 40 * SECOND, start + 50 * SECOND, conversation_of(event))
    assert len(items) == 20
    assert items[0][4].endswith(b"040")
    assert len(taken(tmp_path, start, start + 10 * SECOND, Conversation(("10.1.0.5",)))) == 40
    assert len(taken(tmp_path, start, start + 10 * SECOND, Conversation())) == 50
    assert len(taken(tmp_path, start, start + 10 * SECOND, Conversation(("fd00::5", "fd00::9")))) == 10
    assert taken(tmp_path, start - 90 * SECOND, start, Conversation()) == []


def test_an_extraction_stops_at_its_limit_and_says_so(tmp_path):
    start = conversations(tmp_path)
    found = Found()
    data = b"".join(extract(tmp_path, start, start + 90 * SECOND, Conversation(), found, most_bytes=2000))
    assert found.cut
    assert found.bytes <= 2000
    assert len(data) <= 2048


def test_an_event_without_addresses_has_no_packets_to_look_for():
    with pytest.raises(InputError, match="no address"):
        conversation_of({"event.id": "x"})


def test_damaged_segments_are_stepped_over(tmp_path):
    start = conversations(tmp_path)
    for number, segment in enumerate(segments(tmp_path)):
        data = bytearray(segment.path.read_bytes())
        for at in range(48 + number * 7, len(data), 211):
            data[at] ^= 0xFF
        segment.path.write_bytes(bytes(data))
    found = Found()
    list(extract(tmp_path, start, start + 100 * SECOND, Conversation(), found))
    assert found.packets < 500
    assert shelf.segments(tmp_path)


@pytest.mark.skipif(not available(), reason="needs tshark")
def test_tshark_dissects_extracted_packets_within_limits(tmp_path):
    start = conversations(tmp_path)
    what = Conversation(("10.1.0.5", "10.2.0.9"), (40000, 502), 6)
    data = b"".join(extract(tmp_path, start, start + 5 * SECOND, what, Found()))
    text, cut = dissect(data, "text", 3)
    assert text.count(b"Transmission Control Protocol") == 3
    assert not cut
    found, _ = dissect(data, "json", 2)
    assert found.count(b'"_index"') == 2
    with pytest.raises(InputError):
        dissect(b"no capture at all")
