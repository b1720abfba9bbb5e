"""Routing, taxonomy, explanation, alerts, coverage: what stands around matching."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detections.sigma.alerts import alert_of
from detections.sigma.coverage import coverage, navigator_layer
from detections.sigma.entities import entities_of
from detections.sigma.taxonomy import Taxonomy, shipped
from model.entity import EntityKind, Role
from model.errors import NotFound, RuleError
from tests.detections.sigma.kit import load, rule

SYSMON = {"Channel": "Microsoft-Windows-Sysmon/Operational", "EventID": 1}
PROCESS = "product: windows, category: process_creation"


def fires(tmp_path: Path, logsource: str, detection: str, event: dict[str, Any]) -> bool:
    return bool(load(tmp_path, rule(detection, logsource=logsource)).match(event))


@pytest.mark.parametrize(
    "event",
    [
        {**SYSMON, "Image": "C:\\Windows\\cmd.exe"},
        {**SYSMON, "EventID": "1", "Image": "C:\\Windows\\cmd.exe"},
        {"winlog.channel": SYSMON["Channel"], "winlog.event_id": "1", "winlog.event_data.Image": "C:\\x\\cmd.exe"},
        {"winlog.channel": SYSMON["Channel"], "event.code": "1", "process.executable": "C:\\x\\cmd.exe"},
        {"Channel": "Security", "EventID": 4688, "NewProcessName": "C:\\x\\cmd.exe"},
        {"winlog.channel": "Security", "winlog.event_id": 4688, "winlog.event_data.NewProcessName": "C:\\x\\cmd.exe"},
        {
            "Event.System.Channel": "Security",
            "Event.System.EventID": 4688,
            "Event.EventData.NewProcessName": "C:\\x\\cmd.exe",
        },
        {
            "host.os.type": "windows",
            "event.category": ["process"],
            "event.type": ["start"],
            "process.executable": "C:\\cmd.exe",
        },
    ],
)
def test_process_creation_is_read_from_sysmon_and_security_in_every_schema(
    tmp_path: Path, event: dict[str, Any]
) -> None:
    assert fires(tmp_path, PROCESS, "{s: {Image|endswith: '\\cmd.exe'}, condition: s}", event)


@pytest.mark.parametrize(
    ("detection", "facts"),
    [
        ("ProcessId: 500", {"NewProcessId": "0x1f4"}),
        ("ParentProcessId: 876", {"ProcessId": "0x36c"}),
        ("IntegrityLevel: High", {"MandatoryLabel": "S-1-16-12288"}),
        ("IntegrityLevel: S-1-16-12288", {"MandatoryLabel": "S-1-16-12288"}),
        ("User: 'CORP\\alice'", {"SubjectDomainName": "CORP", "SubjectUserName": "alice"}),
        ("User|endswith: alice", {"SubjectDomainName": "-", "SubjectUserName": "alice"}),
        ("LogonId: '0x3e7'", {"SubjectLogonId": "0x3e7"}),
        ("ParentImage|endswith: '\\x.exe'", {"ParentProcessName": "C:\\x.exe"}),
    ],
)
def test_4688_values_are_converted_to_what_rules_expect(tmp_path: Path, detection: str, facts: dict[str, Any]) -> None:
    event = {"Channel": "Security", "EventID": 4688, **facts}
    assert fires(tmp_path, PROCESS, f"{{s: {{{detection}}}, condition: s}}", event)


def test_sysmon_integrity_levels_match_by_sid_too(tmp_path: Path) -> None:
    event = {**SYSMON, "IntegrityLevel": "System"}
    assert fires(tmp_path, PROCESS, "{s: {IntegrityLevel: S-1-16-16384}, condition: s}", event)


def test_registry_and_connection_audits_read_as_sysmon_does(tmp_path: Path) -> None:
    audit = {
        "Channel": "Security",
        "EventID": 4657,
        "OperationType": "%%1904",
        "ObjectName": "\\REGISTRY\\MACHINE\\SOFTWARE\\Run",
        "ObjectValueName": "evil",
        "NewValue": "c:\\evil.exe",
    }
    detection = "{s: {TargetObject: 'HKLM\\SOFTWARE\\Run\\evil', Details|endswith: evil.exe}, condition: s}"
    assert fires(tmp_path, "product: windows, category: registry_set", detection, audit)
    assert not fires(tmp_path, "product: windows, category: registry_delete", detection, audit)
    connection = {"Channel": "Security", "EventID": 5156, "Direction": "%%14593", "DestPort": "445", "Protocol": "6"}
    detection = "{s: {Initiated: 'true', DestinationPort: 445, Protocol: tcp}, condition: s}"
    assert fires(tmp_path, "product: windows, category: network_connection", detection, connection)


@pytest.mark.parametrize("channel", ["Microsoft-Windows-PowerShell/Operational", "PowerShellCore/Operational"])
def test_script_blocks_come_on_two_channels(tmp_path: Path, channel: str) -> None:
    event = {"Channel": channel, "EventID": 4104, "ScriptBlockText": "IEX x"}
    assert fires(
        tmp_path, "product: windows, category: ps_script", "{s: {ScriptBlockText|contains: iex}, condition: s}", event
    )


@pytest.mark.parametrize(
    ("logsource", "event"),
    [
        ("product: linux, service: sshd", {"event.dataset": "syslog", "process.name": "sshd"}),
        ("product: linux, service: auth", {"event.dataset": "syslog", "log.syslog.facility.name": "authpriv"}),
        ("product: linux, service: cron", {"event.dataset": "syslog", "process.name": "CRON"}),
        ("product: linux, service: auditd", {"event.dataset": "linux.auditd", "type": ["SYSCALL", "PATH"]}),
        ("product: linux", {"event.dataset": "syslog"}),
        ("category: webserver", {"event.dataset": "nginx.access"}),
        ("category: webserver", {"event.dataset": "network.http"}),
        ("category: dns", {"event.dataset": "network.dns"}),
        ("product: network, service: flow", {"event.dataset": "network.flow"}),
        ("product: iot, service: mqtt", {"event.dataset": "network.mqtt"}),
        ("product: ics, service: modbus", {"event.dataset": "network.modbus"}),
        ("product: zeek, service: dns", {"event.dataset": "zeek.dns"}),
        (
            "product: aws, service: cloudtrail",
            {"event.dataset": "json", "eventSource": "s3.amazonaws.com", "eventName": "x"},
        ),
        (
            "product: linux, category: process_creation",
            {"event.dataset": "json", "host.os.type": "linux", "event.category": ["process"], "event.type": ["start"]},
        ),
        ("product: okta, service: okta", {"event.dataset": "okta.system"}),
        ("product: windows", {"Channel": "Anything", "EventID": 5}),
        ("product: windows, service: sysmon, category: process_creation", SYSMON),
        ("service: sysmon", SYSMON),
        ("category: any", {"message": "x"}),
    ],
)
def test_log_sources_mean_the_events_they_should(tmp_path: Path, logsource: str, event: dict[str, Any]) -> None:
    detection = "{s: {mark: here}, condition: s}"
    assert fires(tmp_path, logsource, detection, {**event, "mark": "here"})
    if logsource != "category: any":
        assert not fires(tmp_path, logsource, detection, {"event.dataset": "json", "mark": "here"}), (
            "no mark, no log source"
        )


def test_execve_arguments_are_a_command_line(tmp_path: Path) -> None:
    event = {
        "event.dataset": "linux.auditd",
        "type": ["SYSCALL", "EXECVE"],
        "a0": "curl",
        "a1": "-o",
        "a2": "/tmp/x",
        "exe": "/usr/bin/curl",
    }
    detection = "{s: {CommandLine: 'curl -o /tmp/x', Image|endswith: /curl}, condition: s}"
    assert fires(tmp_path, "product: linux, category: process_creation", detection, event)


def test_routing_memory_tells_one_from_true(tmp_path: Path) -> None:
    rules = load(tmp_path, rule("{s: {a: x}, condition: s}", logsource=PROCESS))
    assert rules.match({**SYSMON, "EventID": True, "a": "x"}) == []
    assert rules.match({**SYSMON, "EventID": 1, "a": "x"}) != []


VALUES = st.sampled_from(["x", "y", "C:\\x", "C:\\y", "/x", 1, "1", 0, True, ["x", 1], ""])
EVENTS = st.fixed_dictionaries({}, optional=dict.fromkeys("abc", VALUES))
TESTS = st.builds(
    lambda f, m, v: (f"{f}{m}", v),
    st.sampled_from("abc"),
    st.sampled_from(["", "", "|contains", "|endswith", "|startswith", "|neq", "|cased"]),
    st.sampled_from(["x", "\\x", "/x", "1", "C:\\x"]),
)
DETECTIONS = st.lists(st.lists(TESTS, min_size=1, max_size=3), min_size=1, max_size=4)
CONDITIONS = ["1 of them", "all of them", "s0", "not s0", "s0 and not 1 of s*", "1 of s* or not s0"]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(DETECTIONS, st.sampled_from(CONDITIONS)), min_size=1, max_size=5),
    st.lists(EVENTS, min_size=1, max_size=12),
)
def test_the_index_leaves_out_only_rules_that_cannot_match(
    tmp_path_factory: pytest.TempPathFactory, written: list[tuple[Any, str]], events: list[dict[str, Any]]
) -> None:
    import yaml

    texts = []
    for i, (detections, condition) in enumerate(written):
        body = {f"s{j}": dict(tests) for j, tests in enumerate(detections)} | {"condition": condition}
        texts.append(rule(yaml.safe_dump(body, default_flow_style=True, width=10_000).strip(), number=i + 1))
    rules = load(tmp_path_factory.mktemp("r"), *texts)
    assert rules.report.rejected == []
    for event in events:
        assert rules.match(event) == rules.scan(event)


def test_explanations_say_what_failed_first(tmp_path: Path) -> None:
    rules = load(
        tmp_path,
        rule("{sel: {a: x, b: y}, other: {c: z}, known: {d: ok}, condition: (sel or other) and not known}"),
    )
    failed = rules.explain("rule_1", {"a": "x", "b": "n"})
    assert not failed.matched
    assert failed.failures == ("b: 'y' — the event has 'n'", "c: 'z' — the event has no such field")
    excluded = rules.explain("Rule 1", {"a": "x", "b": "y", "d": "ok"})
    assert "excludes it" in excluded.failures[0]
    matched = rules.explain("00000000-0000-4000-8000-000000000001", {"c": "z"})
    assert matched.matched
    assert matched.fields == {"c": "z"}
    assert "matches, because of: c = 'z'" in matched.to_text()
    assert matched.to_dict()["tree"]["holds"] is True


def test_explanations_name_the_log_source_an_event_is_not_of(tmp_path: Path) -> None:
    rules = load(tmp_path, rule("{s: {a: x}, condition: s}", logsource=PROCESS))
    assert "not of this rule's log source" in rules.explain("rule_1", {"a": "x"}).to_text()


def test_explaining_a_rule_that_is_not_active_says_why(tmp_path: Path) -> None:
    rules = load(tmp_path, rule("{s: {a|x: 1}, condition: s}"))
    with pytest.raises(NotFound, match=r"rejected: .*Unknown modifier"):
        rules.explain("Rule 1", {})
    with pytest.raises(NotFound, match="no loaded rule"):
        rules.explain("nothing", {})


EVENT = {
    "@timestamp": 5,
    "event.id": "e1",
    "fengsui.unit": "town",
    "fengsui.source": "sshd",
    "a": "x",
    "host.name": "WEB01.District.gov",
    "source.ip": "10.0.0.1",
    "destination.ip": ["10.0.0.2", "127.0.0.1"],
    "user.name": "alice",
    "user.domain": "CORP",
}


def test_alerts_are_deterministic_and_carry_words_and_entities(tmp_path: Path) -> None:
    rules = load(
        tmp_path, rule("{s: {a: x}, condition: s}", extra="tags: [attack.credential-access, attack.t1110]\nlevel: high")
    )
    (match,) = rules.match(EVENT)
    alert = alert_of(match, EVENT, 9)
    assert alert.id == alert_of(match, EVENT, 10).id
    assert (alert.time, alert.created, alert.unit, alert.source) == (5, 9, "town", "sshd")
    assert alert.techniques == ("T1110",)
    assert alert.tactics == ("credential-access",)
    assert alert.matched == {"a": "x"}
    assert alert.event_ids == ("e1",)
    found = {(e.kind, e.value, e.role) for e in alert.entities}
    assert found == {
        (EntityKind.HOST, "web01.district.gov", Role.TARGET),
        (EntityKind.IP, "10.0.0.1", Role.ACTOR),
        (EntityKind.IP, "10.0.0.2", Role.TARGET),
        (EntityKind.USER, "corp\\alice", Role.ACTOR),
    }


def test_entities_of_hostile_values_are_bounded() -> None:
    found = entities_of({"source.ip": ["x" * 10_000, "not an ip"], "url.original": [f"/{i}" for i in range(500)]})
    assert len(found) == 32
    assert all(e.kind is EntityKind.URL for e in found)


def test_coverage_counts_techniques_sources_and_fields(tmp_path: Path) -> None:
    rules = load(
        tmp_path,
        rule("{s: {a: x}, condition: s}", extra="tags: [attack.t1110.001]", logsource="product: linux, service: sshd"),
        rule("{s: {b: x}, condition: s}", number=2),
    )
    found = coverage(rules)
    assert found.techniques == {"T1110.001": 1}
    assert found.untagged == ("00000000-0000-4000-8000-000000000002",)
    assert found.fields == {"a": 1, "b": 1}
    assert found.sources["product: linux, service: sshd"]["kinds"] == ["sshd"]
    layer = navigator_layer(rules)
    assert layer["versions"]["layer"] == "4.5"
    assert [(t["techniqueID"], t["score"]) for t in layer["techniques"]] == [("T1110.001", 1)]


def test_the_shipped_taxonomy_has_no_entry_without_a_kind() -> None:
    assert len(shipped().entries) > 150
    assert all(shipped().entries.values())


@pytest.mark.parametrize(
    ("document", "about"),
    [
        ({"fields": {"m": {"extends": "none"}}}, "not defined before"),
        ({"fields": {"m": {"names": {"a": [{"from": ["b"], "as": "nothing"}]}}}}, "no conversion"),
        (
            {"logsources": [{"product": "p", "events": [{"name": "n", "fields": "none", "when": {"a": 1}}]}]},
            "field map",
        ),
        (
            {
                "fields": {"m": {}},
                "logsources": [{"product": "p", "events": [{"name": "n", "fields": "m", "when": {"a|q": 1}}]}],
            },
            "Unknown modifier",
        ),
    ],
)
def test_a_wrong_taxonomy_is_refused(document: dict[str, Any], about: str) -> None:
    with pytest.raises(RuleError, match=about):
        Taxonomy([("t.yml", document)])
