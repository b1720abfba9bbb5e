"""The same event fires the same rules, whatever shipped it."""

# Log lines stand whole.
# ruff: noqa: E501

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from functools import cache

import orjson
import pytest

from collectors.contract import RawRecord
from collectors.logs import evtx
from detections import sigma
from detections.sigma import RuleSet
from tests.detections.taxonomy.shapes import SHAPES, Original, nxlog, shaped
from tests.shared import SHARED, shared

RULES = "sigmahq/sigmahq-rules-2026-08-05.zip"
REGRESSION = "sigmahq/regression-dev.zip"

# NXLog's own name of the provider, `SourceName`, is also what Defender's `Source Name` becomes in it.
AMBIGUOUS = {("NXLog", "RedSun - TieringEngineService.exe Detected as EICAR Test File")}


@cache
def corpus() -> RuleSet:
    return sigma.load([SHARED / RULES])


def recorded() -> Iterator[bytes]:
    """Up to four events of each of SigmaHQ's recordings, as EVTX renders them."""
    with zipfile.ZipFile(SHARED / REGRESSION) as archive:
        for name in archive.namelist():
            if name.endswith(".evtx"):
                records = evtx.SOURCE.records(io.BytesIO(archive.read(name)))
                yield from [r.data for r in records if isinstance(r, RawRecord)][:4]


@pytest.mark.shared
@pytest.mark.slow
def test_an_event_fires_the_same_rules_in_every_shape() -> None:
    shared(RULES)
    shared(REGRESSION)
    rules = corpus()
    events = fired_in_all = 0
    different: Counter[tuple[str, str]] = Counter()
    for rendered in recorded():
        if not Original(rendered).plain:
            continue
        events += 1
        fired = {shape: {m.rule.title for m in rules.match(event)} for shape, event in shaped(rendered).items()}
        fired_in_all += bool(fired["evtx"])
        for shape, titles in fired.items():
            different.update((shape, title) for title in titles ^ fired["evtx"])
    assert set(different) <= AMBIGUOUS
    assert events > 100
    assert fired_in_all > 90


@pytest.mark.shared
@pytest.mark.slow
def test_recordings_that_nxlog_made_fire_the_same_rules_as_windows_would_have_given_them() -> None:
    """OTRF recorded through NXLog: each event is put back into Windows' shape, and from there into all others."""
    shared("otrf")
    shared(RULES)
    rules = corpus()
    events = fired_in_all = 0
    for path in sorted((SHARED / "otrf").glob("*/host/*.zip"))[:30]:
        with zipfile.ZipFile(path) as archive:
            name = next((n for n in archive.namelist() if n.endswith(".json") and not n.startswith("__MACOSX")), None)
            lines = archive.read(name).splitlines() if name else []
        for line in lines[:: max(1, len(lines) // 12)]:
            document = orjson.loads(line)
            if "Channel" not in document or "EventID" not in document:
                continue
            rendered = back_to_windows(document)
            fired = {shape: {m.rule.title for m in rules.match(event)} for shape, event in shaped(rendered).items()}
            assert all(titles == fired["evtx"] for titles in fired.values()), (path.name, fired)
            events += 1
            fired_in_all += bool(fired["evtx"])
    assert events > 200
    assert fired_in_all > 10


# What im_msvistalog adds to an event's own data.
_HEADER = frozenset(
    "EventTime Hostname Keywords EventType SeverityValue Severity EventID SourceName ProviderGuid Version Task OpcodeValue RecordNumber ExecutionProcessID "  # noqa: SIM905
    "ThreadID Channel Domain AccountName UserID AccountType Message Category Opcode EventReceivedTime SourceModuleName SourceModuleType @timestamp @version "
    "host port tags ActivityID RelatedActivityID".split()
)


def back_to_windows(document: dict[str, object]) -> bytes:
    data = {k: str(v) for k, v in document.items() if k not in _HEADER and isinstance(v, str | int | float)}
    system = {
        "Provider": {"#attributes": {"Name": document.get("SourceName")}},
        "EventID": document["EventID"],
        "Level": 4,
        "Keywords": "0x8020000000000000",
        "TimeCreated": {"#attributes": {"SystemTime": "2026-11-22T08:00:00.000000Z"}},
        "EventRecordID": document.get("RecordNumber", 1),
        "Channel": document["Channel"],
        "Computer": document.get("Hostname", "pc"),
    }
    return orjson.dumps({"Event": {"System": system, "EventData": data}})


SYSMON_1 = {
    "Event": {
        "System": {
            "Provider": {"#attributes": {"Name": "Microsoft-Windows-Sysmon"}},
            "EventID": 1, "Level": 4, "TimeCreated": {"#attributes": {"SystemTime": "2026-11-22T08:00:00.000000Z"}},
            "EventRecordID": 7, "Channel": "Microsoft-Windows-Sysmon/Operational", "Computer": "pc-1",
        },
        "EventData": {
            "UtcTime": "2026-11-22 08:00:00.000", "ProcessId": 4242, "Image": "C:\\Windows\\System32\\whoami.exe",
            "CommandLine": "whoami /all", "User": "GOV\\zhang", "IntegrityLevel": "High", "ParentProcessId": 500,
            "ParentImage": "C:\\Windows\\System32\\cmd.exe",
            "Hashes": "MD5=0CC175B9C0F1B6A831C399E269772661,SHA256=CA978112CA1BBDCAFAC231B39A23DC4DA786EFF8147C4E72B9807785AFEE48BB",
        },
    }
}  # fmt: skip
SECURITY_4688 = {
    "Event": {
        "System": {
            "Provider": {"#attributes": {"Name": "Microsoft-Windows-Security-Auditing"}},
            "EventID": 4688, "Level": 0, "TimeCreated": {"#attributes": {"SystemTime": "2026-11-22T08:00:00.000000Z"}},
            "EventRecordID": 8, "Channel": "Security", "Computer": "pc-1", "Keywords": "0x8020000000000000",
        },
        "EventData": {
            "SubjectUserName": "zhang", "SubjectDomainName": "GOV", "NewProcessId": "0x1092", "ProcessId": "0x1f4",
            "NewProcessName": "C:\\Windows\\System32\\whoami.exe", "ParentProcessName": "C:\\Windows\\System32\\cmd.exe",
            "CommandLine": "whoami /all", "MandatoryLabel": "S-1-16-12288",
        },
    }
}  # fmt: skip

PROCESS_RULES = """
title: Who am I
id: 11111111-1111-4111-8111-111111111111
status: test
level: low
logsource: {product: windows, category: process_creation}
detection:
  program: {Image|endswith: '\\whoami.exe', CommandLine|contains: '/all', ParentImage|endswith: '\\cmd.exe'}
  who: {User: 'GOV\\zhang', IntegrityLevel: High, ProcessId: 4242, ParentProcessId: 500}
  level: {IntegrityLevel: S-1-16-12288}
  condition: program and who and level
"""


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("event", [SYSMON_1, SECURITY_4688], ids=["Sysmon 1", "Security 4688"])
def test_process_creation_is_sysmon_and_security_audit_alike(
    shape: str, event: dict[str, object], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """With values converted: hexadecimal process ids, integrity levels as names and SIDs, DOMAIN\\user."""
    rules = _inline(tmp_path_factory, PROCESS_RULES)
    found = shaped(orjson.dumps(event))[shape]
    assert [m.rule.title for m in rules.match(found)] == ["Who am I"], shape


def test_a_hash_is_found_whether_listed_together_or_apart(tmp_path_factory: pytest.TempPathFactory) -> None:
    rules = _inline(
        tmp_path_factory,
        PROCESS_RULES.split("detection:")[0]
        + "detection:\n  a: {Hashes|contains: 'MD5=0CC175B9C0F1B6A831C399E269772661'}\n  b: {md5: 0cc175b9c0f1b6a831c399e269772661}\n  condition: a and b\n",
    )
    for shape, event in shaped(orjson.dumps(SYSMON_1)).items():
        assert len(rules.match(event)) == 1, shape


def test_a_shape_is_told_on_each_event() -> None:
    assert nxlog(Original(orjson.dumps(SYSMON_1)))
    schemas = {shape: event.get("fengsui.schema") for shape, event in shaped(orjson.dumps(SYSMON_1)).items()}
    assert schemas == {
        "evtx": None, "xml": "windows.xml", "xml in UTF-16": "windows.xml", "xml in syslog": "windows.xml", "NXLog": "windows.flat",
        "winlogbeat": "windows.winlogbeat", "winlogbeat 6": "windows.winlogbeat6",
    }  # fmt: skip


def _inline(folder: pytest.TempPathFactory, text: str) -> RuleSet:
    path = folder.mktemp("rules") / "rule.yml"
    path.write_text(text, "utf-8")
    return sigma.load([path])
