"""What every recording promises: readable, complete, bounded, honest about its times."""

from __future__ import annotations

import gzip
import re
import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from collectors import registry
from collectors.contract import Quarantined
from collectors.inputs import open_input
from model import attack
from model.event import Origin
from model.times import SECOND, parse_iso
from pipeline.recordings import load_recording

HERE = Path(__file__).resolve().parent
RECORDINGS = sorted(path.parent.name for path in HERE.glob("*/recording.yml"))
KINDS = {"pcap", "nginx", "syslog", "auditd", "evtx", "jsonl", "postgresql"}
UNIT_KINDS = {"district", "department", "town", "village"}
MOST_BYTES = 4 << 20
SLACK = 60 * SECOND  # services start before the capture does, and their first lines are kept


def load(name: str) -> dict[str, Any]:
    return yaml.safe_load((HERE / name / "recording.yml").read_text(encoding="utf-8"))


def window(recording: dict[str, Any]) -> tuple[int, int]:
    return parse_iso(recording["recorded"]["start"]), parse_iso(recording["recorded"]["end"])


def packet_times(path: Path) -> Iterator[int]:
    """Time stamps of a classic little-endian pcap, in microseconds."""
    with gzip.open(path) as stream:
        head = stream.read(24)
        magic, _, _, _, _, _, link = struct.unpack("<IHHiIII", head)
        assert magic == 0xA1B2C3D4, "classic pcap with microseconds"
        assert link == 1, "Ethernet"
        while record := stream.read(16):
            seconds, micros, kept, original = struct.unpack("<IIII", record)
            assert kept == original, "no packet is cut"
            stream.read(kept)
            yield seconds * SECOND + micros


@pytest.mark.parametrize("name", RECORDINGS)
def test_the_platform_takes_every_manifest(name: str) -> None:
    recording = load_recording(HERE / name)
    assert recording.readings
    assert recording.assets


def test_the_two_recordings_are_there() -> None:
    assert {"district-attack", "district-normal-day"} <= set(RECORDINGS)


@pytest.mark.parametrize("name", RECORDINGS)
def test_recording_yml_says_what_it_must(name: str) -> None:
    recording = load(name)
    for key in ("title", "title_zh", "label", "licence", "recorded", "compression", "units", "inputs", "truth"):
        assert key in recording, key
    assert re.search("[\u4e00-\u9fff]", recording["title_zh"])
    assert "synthetic" in recording["label"].lower()
    start, end = window(recording)
    assert start < end
    units = {unit["id"]: unit for unit in recording["units"]}
    for unit in units.values():
        assert set(unit) == {"id", "name", "name_zh", "kind", "parent"}
        assert unit["kind"] in UNIT_KINDS
        assert unit["parent"] == "" or unit["parent"] in units
    for entry in recording["inputs"]:
        assert set(entry) == {"file", "kind", "source", "unit", "observer", "timezone"}
        assert entry["kind"] in KINDS
        assert entry["unit"] in units
    sources = [entry["source"] for entry in recording["inputs"]]
    assert len(sources) == len(set(sources))


@pytest.mark.parametrize("name", RECORDINGS)
def test_every_listed_file_is_there_and_no_other(name: str) -> None:
    listed = {entry["file"] for entry in load(name)["inputs"]}
    present = {
        path.relative_to(HERE / name).as_posix()
        for path in (HERE / name).rglob("*")
        if path.is_file() and path.name not in {"recording.yml", "README.md"}
    }
    assert listed == present
    for file in listed:
        assert (HERE / name / file).stat().st_size > 0, file
    assert (HERE / name / "README.md").read_text(encoding="utf-8").startswith("# ")


@pytest.mark.parametrize("name", RECORDINGS)
def test_a_recording_stays_below_four_megabytes(name: str) -> None:
    size = sum(path.stat().st_size for path in (HERE / name).rglob("*") if path.is_file())
    assert size <= MOST_BYTES


@pytest.mark.parametrize("name", RECORDINGS)
def test_packets_lie_within_the_recorded_time_and_in_order(name: str) -> None:
    recording = load(name)
    start, end = window(recording)
    for entry in recording["inputs"]:
        if entry["kind"] != "pcap":
            continue
        times = list(packet_times(HERE / name / entry["file"]))
        assert times == sorted(times)
        assert times[0] >= start - 5 * SECOND
        assert times[-1] <= end + 5 * SECOND
        assert times[-1] - times[0] > (end - start) / 2, "the capture covers the recording"


STAMPS = {
    "nginx": re.compile(r"\[(\d\d/\w{3}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4})\]"),
    "jsonl": re.compile(r'"(?:ts|time|time_iso8601)": ?"([^"]+)"'),
    "postgresql": re.compile(r"^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}) UTC,", re.MULTILINE),
    "auditd": re.compile(r"msg=audit\((\d+\.\d+):"),
    "syslog": re.compile(r"^<\d+>1 (\S+) "),
}


def log_times(kind: str, text: str) -> list[int]:
    """Times of the lines that carry a full date and offset; other lines (RFC 3164, nginx's error log) are left out."""
    found = STAMPS[kind].findall if kind != "syslog" else re.compile(STAMPS[kind].pattern, re.MULTILINE).findall
    stamps = found(text)
    if kind == "nginx":
        return [int(datetime.strptime(s, "%d/%b/%Y:%H:%M:%S %z").timestamp()) * SECOND for s in stamps]
    if kind == "auditd":
        return [round(float(s) * SECOND) for s in stamps]
    if kind == "postgresql":
        stamps = [f"{stamp.replace(' ', 'T')}Z" for stamp in stamps]
    return [parse_iso(s) for s in stamps]


@pytest.mark.parametrize(
    "name", [name for name in RECORDINGS if any(e["kind"] != "pcap" for e in load(name)["inputs"])]
)
def test_log_lines_lie_within_the_recorded_time(name: str) -> None:
    recording = load(name)
    start, end = window(recording)
    seen = 0
    for entry in recording["inputs"]:
        if entry["kind"] == "pcap":
            continue
        times = log_times(entry["kind"], (HERE / name / entry["file"]).read_text(encoding="utf-8"))
        seen += len(times)
        assert all(start - SLACK <= time <= end + SLACK for time in times), entry["file"]
    assert seen > (500 if any(entry["kind"] == "pcap" for entry in recording["inputs"]) else 200)


INPUTS = [(name, entry["file"]) for name in RECORDINGS for entry in load(name)["inputs"]]


@cache
def events(name: str, file: str) -> tuple[dict[str, Any] | Quarantined, ...]:
    """What the platform's own collectors make of an input."""
    recording = load(name)
    entry = next(entry for entry in recording["inputs"] if entry["file"] == file)
    origin = Origin(entry["source"], "0" * 32, entry["unit"], entry["observer"], file, entry["timezone"])
    made: list[dict[str, Any] | Quarantined] = []
    for opened in open_input(HERE / name / file):
        source = registry.recognise(opened.head, opened.name)
        assert source.name == entry["kind"]
        made.extend(read(source, opened.stream, origin, window(recording)[1]))
    return tuple(made)


@pytest.mark.parametrize(("name", "file"), INPUTS, ids=[f"{name}/{file}" for name, file in INPUTS])
def test_every_input_is_recognised_and_read_without_quarantine(name: str, file: str) -> None:
    start, end = window(load(name))
    made = events(name, file)
    assert made
    for event in made:
        assert not isinstance(event, Quarantined), event
        assert start - SLACK <= event["@timestamp"] <= end + SLACK


def read(source: Any, stream: Any, origin: Origin, ingested: int) -> Iterator[dict[str, Any] | Quarantined]:
    if not registry.is_record_source(source):
        yield from source.events(stream, origin, ingested)
        return
    for record in source.records(stream):
        if isinstance(record, Quarantined):
            yield record
        else:
            yield from source.normalise(record, origin, ingested)


def test_the_attack_has_its_steps_in_order_each_seen_in_listed_files() -> None:
    recording = load("district-attack")
    start, end = window(recording)
    files = {entry["file"] for entry in recording["inputs"]}
    truth = recording["truth"]
    assert [step["step"] for step in truth] == list(range(1, len(truth) + 1))
    assert len(truth) >= 9
    before = start
    for step in truth:
        begun, over = parse_iso(step["start"]), parse_iso(step["end"])
        assert before <= begun < over <= end
        before = over
        assert attack.technique(step["technique"]) is not None, step["technique"]
        assert step["seen_in"], step["name"]
        assert set(step["seen_in"]) <= files
        assert step["hosts"]
        assert re.search("[\u4e00-\u9fff]", step["description_zh"])


TRUTH = load("district-attack")["truth"] if "district-attack" in RECORDINGS else []
SEEN = [(step["step"], file) for step in TRUTH for file in step["seen_in"]]


@pytest.mark.parametrize(("number", "file"), SEEN, ids=[f"{number}-{file}" for number, file in SEEN])
def test_each_step_is_seen_where_the_truth_says(number: int, file: str) -> None:
    """Some event of the step's time, in the named input, names one of its hosts (or, in a host's own audit, is there)."""
    step = TRUTH[number - 1]
    start, end = parse_iso(step["start"]) - SECOND, parse_iso(step["end"]) + SECOND
    during = [event for event in events("district-attack", file) if start <= event["@timestamp"] <= end]
    if file.endswith("audit.log"):
        assert any(
            "31001" in str(e.get("auid")) or "31033" in str(e.get("uid")) or "32001" in str(e.get("auid"))
            for e in during
        )
    else:
        assert any(host in str(event) for event in during for host in step["hosts"])


def test_the_attack_leaves_its_marks_in_the_logs() -> None:
    folder = HERE / "district-attack"

    def read(file: str) -> str:
        return (folder / file).read_text(encoding="utf-8")

    assert len(re.findall("Failed password for", read("portal/syslog.log"))) >= 20
    assert re.search(r"Accepted password for weihu from 203\.0\.113\.66", read("portal/syslog.log"))
    assert re.search(r"GET /uploads/\w+\.cgi\?cmd=id HTTP/1\.1\" 200", read("portal/nginx-access.log"))
    assert len(re.findall(r"query\[TXT\] \S{60,}", read("dns/syslog.log"))) >= 300
    assert "new user: name=sysupd" in read("data-host/syslog.log")
    assert '(root) CMD (/bin/sh -c "date >> /var/tmp/.sysupd")' in read("data-host/syslog.log")
    assert "not authorised" in read("broker/syslog.log")
    assert '"function": 5' in read("pump/modbus-gateway.jsonl")
    assert read("data-host/data-api.jsonl").count('"dataset": "resident-services", "grade": "L3"') >= 60


def test_the_normal_day_has_mistakes_and_oddities_but_no_attack() -> None:
    recording = load("district-normal-day")
    assert recording["truth"] == []
    assert "24 h" in recording["compression"]
    folder = HERE / "district-normal-day"
    syslog = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*/syslog.log"))
    assert "Failed password for" in syslog
    assert "203.0.113.66" not in syslog
    access = (folder / "portal/nginx-access.log").read_text(encoding="utf-8")
    assert access.count("LinkChecker") >= 20
    assert "203.0.113.66" not in access


@pytest.mark.parametrize("name", RECORDINGS)
def test_nobody_in_a_recording_could_be_real(name: str) -> None:
    """18-digit ID numbers are of the unassigned region 999999, mobiles of the block 1990000xxxx."""
    for file in (HERE / name).rglob("*"):
        if not file.is_file():
            continue
        data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        for number in set(re.findall(rb"['\",](\d{17}[\dX])['\",]", data)):
            assert number.startswith(b"999999"), file
        for mobile in set(re.findall(rb"['\",](1[3-9]\d{9})['\",]", data)):
            assert mobile.startswith(b"1990000"), file


def test_recorded_times_are_not_in_the_future() -> None:
    later = datetime.now(UTC) + timedelta(days=1)
    for name in RECORDINGS:
        assert window(load(name))[1] < later.timestamp() * SECOND
