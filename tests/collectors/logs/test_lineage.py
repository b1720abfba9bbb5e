"""What lineage says decides a normalised name is all that decides it."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from collectors.contract import RawRecord
from collectors.logs.jsonl.lineage import lineage
from collectors.logs.jsonl.normalise import normalise
from model.event import Event, Origin

ORIGIN = Origin("test", "test")
SYSMON = "Microsoft-Windows-Sysmon/Operational"
DATA: dict[str, Any] = {
    "Image": "C:\\Windows\\cmd.exe",
    "CommandLine": "cmd /c dir",
    "User": "CORP\\alice",
    "Hashes": "SHA1=AA,MD5=BB,SHA256=CC,IMPHASH=DD",
    "ParentImage": "C:\\Windows\\explorer.exe",
    "ProcessId": "77",
    "SubjectUserName": "bob",
    "SubjectDomainName": "CORP",
    "TargetUserName": "carol",
    "TargetObject": "HKLM\\x",
    "Details": "y",
    "TargetFilename": "C:\\t\\f.txt",
    "DestinationIp": "10.0.0.1",
    "SourceIp": "::ffff:10.0.0.2",
    "QueryName": "a.example",
    "NewProcessName": "C:\\n.exe",
    "ProcessName": "C:\\p.exe",
    "IpAddress": "10.0.0.3",
    "Application": "\\device\\x.exe",
    "Level": "2",
    "Keywords": "0x8020000000000000",
}
FLAT = [
    {"Channel": channel, "EventID": code, "SourceName": "S", "Hostname": "h", **DATA}
    for channel, code in [(SYSMON, c) for c in (1, 2, 3, 7, 10, 11, 12, 13, 22)]
    + [("Security", c) for c in (4624, 4625, 4656, 4657, 4663, 4688, 4689, 5156)]
    + [("System", 7045), ("Elsewhere", 1), ("security", 4688)]
]
BEATS = [
    {
        "log_name": record["Channel"],
        "event_id": record["EventID"],
        "computer_name": "h",
        "source_name": "S",
        "process_id": 4,
        "event_data": DATA,
    }
    for record in FLAT
]


def event_of(document: dict[str, Any]) -> Event:
    (event,) = normalise(RawRecord(orjson.dumps(document), 0, 1), ORIGIN, 1)
    return event


def restricted(document: dict[str, Any], names: set[str]) -> dict[str, Any]:
    kept = {name: value for name, value in document.items() if name in names}
    inner = {k: v for k, v in document.get("event_data", {}).items() if f"event_data.{k}" in names}
    return kept | ({"event_data": inner} if inner else {})


@pytest.mark.parametrize("document", FLAT + BEATS, ids=lambda d: f"{d.get('Channel', d.get('log_name'))} {len(d)}")
def test_a_record_cut_down_to_what_decides_a_name_says_the_same_under_it(document: dict[str, Any]) -> None:
    known = lineage(document)
    assert known is not None
    event = event_of(document)
    derived = 0
    for name, value in event.items():
        natives = known.natives(name)
        if natives is None:
            assert name.startswith(("@", "event.", "log.", "fengsui.", "observer.")), name
            continue
        derived += name not in natives or len(natives) > 1
        cut = restricted(document, set(natives) | set(known.heads) | set(known.needed))
        assert event_of(cut).get(name) == value, name
    assert derived > 5


def test_only_schemas_that_are_plans_have_a_lineage() -> None:
    assert lineage({"Event": {"System": {"EventID": 1, "Channel": "Security"}}}) is None
    assert lineage({"winlog": {"channel": "Security"}, "EventID": 1, "Channel": "Security"}) is None
    assert lineage({"Channel": "Security", "EventID": "4688"}) is None
    assert lineage({"a": 1}) is None
