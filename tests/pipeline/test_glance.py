"""A glance at raw records finds what normalising and matching each of them finds, whatever the records say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.contract import RawRecord
from collectors.logs import jsonl
from detections.sigma import RuleSet
from model.errors import BadRecord
from model.event import Event, Origin
from pipeline.glance import Glance
from tests.detections.sigma.kit import load, rule

ORIGIN = Origin("test", "test")
SYSMON = "product: windows, category: process_creation"
RULES = [
    rule("{s: {Image|endswith: '\\\\cmd.exe'}, condition: s}", logsource=SYSMON),
    rule("{s: {CommandLine|contains: ['/c', ' -enc']}, n: {User: 'CORP\\\\adm'}, condition: s and not n}", number=2, logsource=SYSMON),
    rule("{s: {ParentImage: null, Image|contains: 'svc'}, condition: s}", number=3, logsource=SYSMON),
    rule("{k: ['mimikatz', 'sekurlsa::'], condition: k}", number=4, logsource="product: windows"),
    rule("{s: {Image|fieldref: ParentImage}, condition: s}", number=5, logsource=SYSMON),
    rule("{s: {EventID: 4688, NewProcessName|endswith: 'x.exe'}, condition: s}", number=6, logsource="product: windows, service: security"),
    rule("{s: {IntegrityLevel: High}, condition: s}", number=7, logsource=SYSMON),
    rule("{s: {DestinationIp|cidr: 10.0.0.0/8}, condition: s}", number=8, logsource="product: windows, category: network_connection"),
]  # fmt: skip


def normalise(record: RawRecord) -> list[Event]:
    return jsonl.SOURCE.normalise(record, ORIGIN, 1)


def records_of(lines: list[bytes]) -> list[RawRecord]:
    return [RawRecord(line, i * 10_000, i * 10_000 + len(line)) for i, line in enumerate(lines)]


def whole(rules: RuleSet, records: list[RawRecord]) -> tuple[int, list[Any], list[tuple[str, int]]]:
    events, fired, refused = 0, [], []
    for record in records:
        try:
            found = normalise(record)
        except BadRecord as error:
            refused.append((error.reason, record.position))
            continue
        events += len(found)
        fired += [(event, matches) for event in found if (matches := rules.match(event))]
    return events, fired, refused


def glanced(glance: Glance, records: list[RawRecord]) -> tuple[int, list[Any], list[tuple[str, int]]]:
    found = glance.look(records, normalise)
    return found.events, found.fired, sorted(((q.reason, q.position) for q in found.quarantined), key=lambda q: q[1])


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> RuleSet:
    loaded = load(tmp_path_factory.mktemp("rules"), *RULES)
    assert len(loaded) == len(RULES)
    return loaded


HEADS: st.SearchStrategy[dict[str, Any]] = st.sampled_from(
    [
        {"Channel": "Microsoft-Windows-Sysmon/Operational", "EventID": 1, "SourceName": "Microsoft-Windows-Sysmon"},
        {"Channel": "Microsoft-Windows-Sysmon/Operational", "EventID": 3},
        {"Channel": "Security", "EventID": 4688, "SourceName": "Microsoft-Windows-Security-Auditing"},
        {"Channel": "Security", "EventID": "4688"},
        {"Channel": "Security", "EventID": 4688.0},
        {"log_name": "Microsoft-Windows-Sysmon/Operational", "event_id": 1, "computer_name": "h", "source_name": "s"},
        {"log_name": "Security", "event_id": 4688, "computer_name": "h"},
        {"winlog": {"channel": "Security", "event_id": 4688, "event_data": {"NewProcessName": "C:\\x.exe"}}},
        {"Event": {"System": {"Channel": "Security", "EventID": 4688}, "EventData": {"NewProcessName": "x.exe"}}},
        {"event.dataset": "nginx.access"},
        {},
    ]
)
NAMES = [
    "Image", "CommandLine", "ParentImage", "User", "IntegrityLevel", "NewProcessName", "DestinationIp", "MandatoryLabel",
    "SubjectUserName", "SubjectDomainName", "Message", "message", "tags", "Im age", " Image", "Image.x", "process", "user",
    "process.executable", "winlog.event_data.Image", "event_data.Image", "EventData", "event_data", "winlog", "Event", "event",
    "event.category", "host", "host.os.type", "Provider_Name", "EventID", "Channel", "log_name", "computer_name", "OperationType",
    "中文", "a\\b", "x\"y",
]  # fmt: skip
TEXTS = st.sampled_from(
    [
        "C:\\Windows\\cmd.exe", "cmd.exe /c dir", "svc", "CORP\\adm", "CORP", "adm", "High", "S-1-16-12288", "10.1.2.3", "::1",
        "x.exe", "sekurlsa::logon", "MIMIKATZ", "mimiKatz", "MIMI\u212aATZ", "sekurl\u017fa::", "", "-", "文件", "\u0000", "windows",
        '{"Image":"cmd.exe"}', "y" * 1500, "<&>",
    ]
)  # fmt: skip
SCALARS = st.one_of(TEXTS, st.sampled_from([1, 0, 4688, True, False, None, 1.5, 2**63, -(2**63) - 1]))
NESTED = st.one_of(
    SCALARS,
    st.lists(SCALARS, max_size=2),
    st.dictionaries(st.sampled_from([*NAMES, "executable", "name", "domain", "Image.y"]), SCALARS, max_size=3),
    st.lists(st.dictionaries(st.sampled_from(NAMES), SCALARS, max_size=2), max_size=2),
    st.fixed_dictionaries({"event_data": st.dictionaries(st.sampled_from(NAMES), SCALARS, max_size=3)}),
)
FILLED = st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES[:9], TEXTS))


@st.composite
def lines(draw: st.DrawFn) -> bytes:
    filled = draw(FILLED)
    head = draw(HEADS)
    record: dict[str, Any] = {**head}
    if "log_name" in head and draw(st.booleans()):
        record["event_data"] = filled
    else:
        record.update(filled)
    if draw(st.integers(0, 3)) == 0:
        record.update(draw(st.dictionaries(st.sampled_from(NAMES), NESTED, max_size=3)))
    form = draw(st.integers(0, 9))
    if form == 0:
        return json.dumps(record, ensure_ascii=True, separators=(" ,", " : ")).encode()
    if form == 1:  # every ASCII letter of names and values as an escape
        text = json.dumps(record)
        return text.replace("I", "\\u0049").replace("k", "\\u006b").encode()
    try:
        line = orjson.dumps(record)
    except TypeError:
        line = json.dumps(record).encode()
    if form == 2:
        line = line[: draw(st.integers(0, len(line)))]
    elif form == 3:
        line = line.replace(b"cmd", b"c\xffd")
    elif form == 4:
        line = line[:-1] + b',"Image":"twice","Image":null,"CommandLine":"/c"}' if record else line
    return line


@settings(deadline=None, max_examples=150)
@given(batches=st.lists(st.lists(lines(), min_size=1, max_size=12), min_size=1, max_size=3))
def test_a_glance_finds_what_looking_whole_finds(rules: RuleSet, batches: list[list[bytes]]) -> None:
    glance = Glance(rules, lambda matches: matches)
    for batch in batches + batches:
        records = records_of(batch)
        assert glanced(glance, records) == whole(rules, records)


def record(**more: Any) -> bytes:
    head = {"Channel": "Microsoft-Windows-Sysmon/Operational", "EventID": 1, "SourceName": "Microsoft-Windows-Sysmon"}
    usual = {"Image": "C:\\a.exe", "CommandLine": "a", "ParentImage": "C:\\b.exe", "User": "CORP\\u"}
    return orjson.dumps(head | usual | more)


def test_records_that_fire_nothing_never_become_events(rules: RuleSet) -> None:
    glance = Glance(rules, lambda matches: matches)
    records = records_of([record(RecordNumber=i, Image=f"C:\\{i % 5}.exe") for i in range(200)])
    assert glanced(glance, records) == (200, [], [])
    assert glance.meters["whole"] <= 3
    assert glance.meters["glanced"] >= 197


@pytest.mark.parametrize(
    "hidden",
    [
        record().replace(b'"C:\\\\a.exe"', b'"C:\\\\cmd.exe"'),
        record(Note="run MimiKatz now"),
        record(Note="MIMI\u212aATZ"),
        record(Note="x").replace(b'"x"', b'"mimi\\u006batz"'),
        record(Image=None, process={"executable": "C:\\cmd.exe"}),
        record(Image=None, **{"process.executable": "C:\\cmd.exe"}),
        record(Image=None, winlog={"event_data": {"Image": "C:\\cmd.exe"}}),
        record(Image=None, **{"Im age": "C:\\cmd.exe"}),
        record(Image=["C:\\x.exe", "C:\\cmd.exe"]),
        record().replace(b'"Image":"C:\\\\a.exe"', b'"I\\u006dage":"C:\\\\cmd.exe"'),
        record(ParentImage=None, Image="svc"),
        record(ParentImage="C:\\a.exe"),
        record(User="-", CommandLine="x /c y"),
    ],
)
def test_nothing_hides_from_a_glance(rules: RuleSet, hidden: bytes) -> None:
    """After the glance has got used to harmless records of the same sort."""
    glance = Glance(rules, lambda matches: matches)
    glance.look(records_of([record(RecordNumber=i) for i in range(100)]), normalise)
    found = glanced(glance, records_of([record(), hidden, record()]))
    assert found == whole(rules, records_of([record(), hidden, record()]))
    assert len(found[1]) == 1


def test_workers_reading_their_own_stretches_find_what_one_reader_finds(tmp_path: Path) -> None:
    from pipeline import spans
    from pipeline.detect import DetectRun

    file = tmp_path / "events.jsonl"
    many = [
        record(RecordNumber=i, Image="C:\\cmd.exe" if i % 50 == 0 else "C:\\a.exe", Pad="z" * 200) for i in range(2000)
    ]
    file.write_bytes(b"\n".join([*many[:1000], b"{not json", *many[1000:]]))
    folder = tmp_path / "rules"
    folder.mkdir()
    for i, text in enumerate(RULES):
        (folder / f"{i}.yml").write_text(text, "utf-8")
    before, spans.SPAN_BYTES = spans.SPAN_BYTES, 100_000
    try:
        found = {}
        for workers in (1, 2):
            run = DetectRun([folder], [str(file)], pipelines=(), workers=workers, kind="")
            keys = sorted((f.event["event.id"], f.rule.id, f.record) for f in run.matches())
            found[workers] = keys, run.events, dict(run.quarantined)
    finally:
        spans.SPAN_BYTES = before
    assert found[1] == found[2]
    assert len(found[1][0]) == 40
    assert found[1][1:] == (2000, {"json.syntax": 1})


def test_what_each_record_was_read_as_is_counted_however_it_was_looked_at(tmp_path: Path) -> None:
    glance = Glance(load(tmp_path, *RULES), lambda found: found)
    channel = "Microsoft-Windows-Sysmon/Operational"
    data = {"Image": "C:\\a.exe", "CommandLine": "a", "User": "CORP\\li"}
    shapes = [
        {
            "EventID": 1,
            "Channel": channel,
            "SourceName": "Microsoft-Windows-Sysmon",
            "@timestamp": "2026-11-22T08:00:00Z",
        }
        | data,
        {
            "event_id": 1,
            "log_name": channel,
            "computer_name": "pc",
            "@timestamp": "2026-11-22T08:00:00Z",
            "event_data": data,
        },
        {"winlog": {"channel": channel, "event_id": 1, "event_data": data}, "@timestamp": "2026-11-22T08:00:00Z"},
        {"timestamp": "2026-11-22T08:00:00Z", "event_type": "dns", "flow_id": 1},
        {"anything": "else"},
    ]
    found = glance.look(records_of([orjson.dumps(shape) for shape in shapes * 40]), normalise)
    assert found.events == 200
    assert found.schemas == {
        "windows.flat": 40, "windows.winlogbeat6": 40, "windows.winlogbeat": 40, "suricata.eve": 40, "json": 40,
    }  # fmt: skip
    assert glance.meters["glanced"] > 40
