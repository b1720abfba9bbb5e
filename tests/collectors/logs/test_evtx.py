"""EVTX files as recorded, damaged, truncated."""

from __future__ import annotations

import io
import zipfile
from functools import cache
from typing import Any

import orjson
import pytest
from evtx import PyEvtxParser
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.logs.evtx import SOURCE
from collectors.logs.evtx.reader import CHUNK_BYTES, HEADER_BYTES
from model.ecs import catalogue
from tests.collectors.logs.reading import assert_resumable, ours, read
from tests.shared import shared

pytestmark = pytest.mark.shared


@cache
def _files() -> dict[str, bytes]:
    with zipfile.ZipFile(shared("evtx/evtx-to-mitre-dev.zip")) as archive:
        return {n: archive.read(n) for n in archive.namelist() if n.endswith(".evtx")}


def small() -> bytes:
    """One used chunk with a few dozen records."""
    return next(d for n, d in sorted(_files().items()) if len(d) == 69632 and d.count(b"\x2a\x2a\0\0") > 10)


def test_every_record_of_every_recording_becomes_an_event() -> None:
    total = 0
    for name, data in _files().items():
        expected = sum(1 for _ in PyEvtxParser(io.BytesIO(data)).records_json())
        got = read(SOURCE, data)
        assert (len(got.events), got.quarantined) == (expected, []), name
        assert len({e["event.id"] for e in got.events}) == expected
        total += expected
    assert total > 6000


def _leaves(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [leaf for k, v in value.items() if k != "xmlns" for leaf in _leaves(v)]
    if isinstance(value, list):
        return [leaf for v in value for leaf in _leaves(v)]
    return [] if value is None or value == "" else [str(value)]


def test_every_native_value_survives() -> None:
    for name, data in _files().items():
        got = read(SOURCE, data)
        for record, event in zip(got.records, got.events, strict=True):
            kept = {str(v) for value in event.values() for v in (value if isinstance(value, list) else [value])}
            lost = [leaf for leaf in _leaves(orjson.loads(record.data)["Event"]) if leaf not in kept]
            assert lost == [], (name, event["EventID"])


def test_names_with_a_dot_are_catalogued_or_event_data() -> None:
    strange = {name for data in _files().values() for e in read(SOURCE, data).events for name in ours(e)}
    assert {name for name in strange if "#attributes" not in name and not name.startswith("EventData")} == set()


def test_ecs_names_come_with_the_native_ones() -> None:
    known = catalogue()
    seen: dict[int, dict[str, Any]] = {}
    for data in _files().values():
        for event in read(SOURCE, data).events:
            seen.setdefault(event["EventID"], event)
    create, access, logon = seen[4688], seen[1], seen[4624]
    assert create["process.executable"] == create["NewProcessName"]
    assert create["process.pid"] == int(create["NewProcessId"], 16)
    assert access["process.command_line"] == access["CommandLine"]
    assert logon["user.name"] == logon["TargetUserName"]
    assert logon["event.outcome"] == "success"
    assert all(name in known for name in ("process.executable", "user.name"))


def test_reading_resumes_after_any_record() -> None:
    assert_resumable(SOURCE, small())


def test_one_bad_record_costs_only_itself() -> None:
    data = bytearray(small())
    records = read(SOURCE, bytes(data)).records
    victim = records[len(records) // 2]
    for at in range(victim.position + 40, victim.position + 120):
        data[at] ^= 0x55
    got = read(SOURCE, bytes(data))
    assert [r.position for r in got.records] == [r.position for r in records if r is not victim]
    assert got.reasons == ["evtx.record"]
    assert got.quarantined[0].data == bytes(data[victim.position : victim.end])


def test_a_bad_record_header_costs_only_its_record() -> None:
    data = bytearray(small())
    records = read(SOURCE, bytes(data)).records
    victim = records[len(records) // 2]
    data[victim.position : victim.position + 8] = b"\xff" * 8
    got = read(SOURCE, bytes(data))
    assert [r.position for r in got.records] == [r.position for r in records if r is not victim]
    assert len(got.quarantined) == 1


def test_a_bad_chunk_costs_only_itself() -> None:
    one = small()
    chunk = one[HEADER_BYTES : HEADER_BYTES + CHUNK_BYTES]
    count = len(read(SOURCE, one).events)
    got = read(SOURCE, one[:HEADER_BYTES] + chunk + b"\xee" * CHUNK_BYTES + bytes(CHUNK_BYTES) + chunk)
    assert len(got.events) == 2 * count
    assert got.reasons == ["evtx.chunk"]


def test_a_file_without_its_header_is_still_read() -> None:
    data = small()
    got = read(SOURCE, bytes(HEADER_BYTES) + data[HEADER_BYTES:])
    assert len(got.events) == len(read(SOURCE, data).events)
    assert got.reasons == ["evtx.header"]


def test_a_truncated_file_gives_the_records_before_the_cut() -> None:
    data = small()
    records = read(SOURCE, data).records
    cut = records[len(records) // 2].position + 100
    got = read(SOURCE, data[:cut])
    assert [r.position for r in got.records] == [r.position for r in records if r.end <= cut]
    assert set(got.reasons) <= {"evtx.truncated", "evtx.record"}
    assert "evtx.truncated" in got.reasons


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 69631), st.integers(1, 255)), min_size=1, max_size=30))
def test_any_bit_flips_give_events_or_quarantine(flips: list[tuple[int, int]]) -> None:
    data = bytearray(small())
    for at, mask in flips:
        data[at] ^= mask
    read(SOURCE, bytes(data))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", b"ElfFile\0", b"ElfFile\0".ljust(4096, b"\0") + b"ElfChnk\0"]))
def test_any_bytes_give_events_or_quarantine(data: bytes, prefix: bytes) -> None:
    read(SOURCE, prefix + data)
