"""Other people's recordings, whole: every record is an event or in quarantine, every field survives."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import orjson
import pytest

from collectors.contract import RawRecord
from collectors.inputs import open_input
from collectors.logs.jsonl import SOURCE as JSONL
from collectors.logs.keys import INPUT
from collectors.registry import recognise
from model.errors import InputError
from model.event import Origin, flatten
from tests.collectors.logs.reading import NOW, ORIGIN, ours, read_stream
from tests.shared import shared

pytestmark = pytest.mark.shared
LARGE = 20_000_000  # bytes; of larger recordings the first part is read


def _otrf() -> list[Path]:
    root = shared("otrf")
    return sorted(
        p
        for p in root.rglob("*")
        if p.name.endswith((".zip", ".tar.gz")) and "pcap" not in p.name and "zeek" not in p.name
    )


@pytest.mark.slow
def test_every_line_of_the_windows_recordings_is_an_event_and_every_field_survives() -> None:
    schemas: Counter[str] = Counter()
    for path in _otrf():
        for found in open_input(path):
            head = found.stream.read(LARGE)
            data = head[: head.rfind(b"\n") + 1] if len(head) == LARGE else head
            lines = [line for line in data.split(b"\n") if line.strip()][:1500]
            got = read_stream(JSONL, io.BytesIO(b"\n".join(lines)), origin=ORIGIN.of(fingerprint=found.fingerprint))
            assert (len(got.events), got.quarantined) == (len(lines), []), found.path
            for line, event in zip(lines[::10], got.events[::10], strict=True):
                for name, value in flatten(orjson.loads(line)).items():
                    kept = event.get(INPUT + name, event.get(name))
                    assert kept == value or str(kept) == str(value) or name == "@timestamp" or kept == [value], (
                        name,
                        kept,
                        value,
                    )
            schemas.update(e["fengsui.schema"] for e in got.events)
            named = {n for e in got.events[::25] for n in ours(e)}
            native = {n for line in lines[::25] for n in flatten(orjson.loads(line))}
            assert {n for n in named - native if not n.startswith(INPUT)} == set(), found.path
    assert set(schemas) == {"windows.flat", "windows.winlogbeat6"}
    assert schemas["windows.flat"] > 30_000


def test_zeek_logs_become_events_with_their_names_and_ecs() -> None:
    kinds: Counter[str] = Counter()
    for folder in ("lsass_campaign_01", "lsass_campaign_02"):
        for path in shared(f"otrf/{folder}").glob("*zeek_logs.zip"):
            for found in open_input(path):
                source = recognise(found.head, found.name)
                assert source.name == "zeek"
                lines = [line for line in found.head.split(b"\n") if line and not line.startswith(b"#")]
                got = read_stream(source, found.stream)  # type: ignore[arg-type]
                assert (len(got.events), got.quarantined) == (len(lines), [])
                assert all(e["@timestamp"] == round(e["ts"] * 1e6) for e in got.events)
                kinds.update(e["event.dataset"] for e in got.events)
                for event in got.events:
                    if "id.orig_h" in event:
                        assert event["source.ip"] == event["id.orig_h"]
    assert kinds["zeek.conn"] == 231
    assert kinds["zeek.dns"] == 243
    assert "zeek.other" not in kinds


def test_a_zeek_log_resumes_after_any_record() -> None:
    (path,) = shared("otrf/lsass_campaign_01").glob("*zeek_logs.zip")
    for found in open_input(path):
        data = found.stream.read()
        source = recognise(found.head, found.name)
        whole = [r for r in source.records(io.BytesIO(data)) if isinstance(r, RawRecord)]  # type: ignore[union-attr]
        for index in range(0, len(whole), 7):
            assert list(source.records(io.BytesIO(data), whole[index].end)) == whole[index + 1 :]  # type: ignore[union-attr]


def test_a_renamed_copy_gives_the_same_event_ids(tmp_path: Path) -> None:
    path = shared("otrf/credential_access/host/cmd_lsass_memory_dumpert_syscalls.zip")
    ids = []
    (first,) = [i.stream.read() for i in open_input(path)]
    (tmp_path / "copy.log").write_bytes(first)
    for place in (path, tmp_path / "copy.log"):
        for found in open_input(place):
            origin = Origin(source="s", fingerprint=found.fingerprint, path=found.path)
            ids.append([e["event.id"] for r in JSONL.records(found.stream) for e in JSONL.normalise(r, origin, NOW)])  # type: ignore[arg-type]
    assert len(ids[0]) == 118
    assert ids[0] == ids[1]


def test_sigma_regression_json_and_evtx_of_one_case_carry_the_same_native_fields() -> None:
    cases: dict[str, dict[str, list[dict[str, object]]]] = {}
    for found in open_input(shared("sigmahq/regression-dev.zip")):
        stem, _, suffix = found.name.rpartition(".")
        if suffix not in ("evtx", "json"):
            continue
        try:
            source = recognise(found.head, found.name)
        except InputError:
            continue
        got = read_stream(source, found.stream)  # type: ignore[arg-type]
        assert got.quarantined == [], found.path
        cases.setdefault(stem, {})[suffix] = got.events
    both = [c for c in cases.values() if "json" in c and "evtx" in c]
    assert len(both) > 50
    same = 0
    for case in both:
        told = {(e["EventID"], e.get("EventRecordID")): e for e in case["evtx"] if "EventID" in e}
        for event in case["json"]:
            twin = told.get((event.get("EventID"), event.get("EventRecordID")))
            if twin is not None:
                same += 1
                assert event["event.dataset"] == twin["event.dataset"]
                assert event.get("process.executable") == twin.get("process.executable")
    assert same > 50
