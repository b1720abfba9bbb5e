"""The spool loses nothing that was appended and hands nothing out twice, whatever is killed when."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.contract import Quarantined, RawRecord
from pipeline.bus import Position, SpoolFull, SpoolReader, SpoolWriter

MIB = 1024 * 1024


def raw(*bodies: bytes) -> list[RawRecord]:
    meta: dict[str, str | int] = {"received_us": 7, "peer": "192.0.2.1:514", "transport": "udp"}
    return [RawRecord(body, 0, 0, meta) for body in bodies]


def drain(folder: Path, limit: int = 10) -> list[bytes]:
    reader, position, out = SpoolReader(folder), None, []
    while True:
        items, position = reader.read(position, limit, 4 * MIB)
        if not items:
            return out
        assert all(isinstance(item, RawRecord) for item in items)
        out += [item.data for item in items]


@given(
    bodies=st.lists(st.binary(max_size=300), max_size=60),
    limit=st.integers(1, 20),
    segment_bytes=st.integers(200, 4000),
    reopen_every=st.integers(1, 20),
)
@settings(max_examples=60, deadline=None)
def test_what_was_appended_is_read_once_in_order_across_segments_and_restarts(
    tmp_path_factory, bodies, limit, segment_bytes, reopen_every
):
    folder = tmp_path_factory.mktemp("spool")
    writer = SpoolWriter(folder, max_bytes=64 * MIB, segment_bytes=segment_bytes)
    for number, body in enumerate(bodies):
        if number % reopen_every == reopen_every - 1:
            writer.close()
            writer = SpoolWriter(folder, max_bytes=64 * MIB, segment_bytes=segment_bytes)
        writer.append(raw(body))
    assert drain(folder, limit) == bodies
    writer.close()


def test_facts_from_outside_the_bytes_survive(tmp_path):
    writer = SpoolWriter(tmp_path, max_bytes=MIB)
    writer.append(raw(b"hello"))
    [record], _ = SpoolReader(tmp_path).read(None, 10, MIB)
    assert isinstance(record, RawRecord)
    assert (record.data, record.meta["peer"], record.meta["received_us"]) == (b"hello", "192.0.2.1:514", 7)
    writer.close()


def test_a_full_spool_refuses_whole_batches_and_takes_more_after_the_reader_has_acknowledged(tmp_path):
    writer = SpoolWriter(tmp_path, max_bytes=3000, segment_bytes=1000)
    accepted = 0
    while accepted < 200:
        try:
            writer.append(raw(b"x" * 200, b"y" * 200))
        except SpoolFull:
            break
        accepted += 2
    with pytest.raises(SpoolFull, match="may hold 3000"):
        writer.append(raw(b"x" * 200, b"y" * 200))
    assert len(drain(tmp_path)) == accepted
    reader = SpoolReader(tmp_path)
    position = None
    for _ in range(accepted):
        _, position = reader.read(position, 1, MIB)
    reader.acknowledge(position)
    writer.append(raw(b"z"))
    items, _ = reader.read(position, 10, MIB)
    assert [item.data for item in items] == [b"z"]
    writer.close()


@given(cut=st.integers(0, 400))
@settings(max_examples=40, deadline=None)
def test_a_torn_tail_is_cut_off_and_the_whole_frames_before_it_stay(tmp_path_factory, cut):
    folder = tmp_path_factory.mktemp("torn")
    writer = SpoolWriter(folder, max_bytes=MIB)
    bodies = [bytes([n]) * 50 for n in range(5)]
    writer.append(raw(*bodies))
    writer.close()
    segment = next(folder.glob("*.seg"))
    size = segment.stat().st_size
    with segment.open("r+b") as file:
        file.truncate(max(0, size - cut))
    kept = drain(folder)
    assert kept == bodies[: len(kept)]
    frame = size // 5
    assert len(kept) == max(0, size - cut) // frame
    writer = SpoolWriter(folder, max_bytes=MIB)
    writer.append(raw(b"after"))
    assert drain(folder) == [*kept, b"after"]
    writer.close()


def test_a_damaged_frame_is_handed_out_as_quarantined_and_later_segments_are_still_read(tmp_path):
    writer = SpoolWriter(tmp_path, max_bytes=MIB, segment_bytes=100)
    for body in (b"a" * 60, b"b" * 60, b"c" * 60):
        writer.append(raw(body))
    writer.close()
    first = min(tmp_path.glob("*.seg"))
    data = bytearray(first.read_bytes())
    data[20] ^= 0xFF
    first.write_bytes(data)
    reader, position, seen = SpoolReader(tmp_path), None, []
    for _ in range(4):
        items, position = reader.read(position, 10, MIB)
        seen += items
    assert isinstance(seen[0], Quarantined)
    assert seen[0].reason == "spool.corrupt"
    assert [item.data for item in seen[1:]] == [b"b" * 60, b"c" * 60]


def test_segment_numbers_are_never_used_twice_even_when_all_is_read_and_removed(tmp_path):
    writer = SpoolWriter(tmp_path, max_bytes=MIB, segment_bytes=100)
    writer.append(raw(b"a" * 90))
    writer.append(raw(b"b" * 90))
    writer.close()
    SpoolReader(tmp_path).acknowledge(Position(3, 0))
    assert not list(tmp_path.glob("*.seg"))
    writer = SpoolWriter(tmp_path, max_bytes=MIB, segment_bytes=100)
    assert [path.name for path in tmp_path.glob("*.seg")] == ["00000002.seg"]
    writer.close()
