"""Requests, look-ups, connections and commands reach the rules for them from every source that tells them."""

# Log lines stand whole.
# ruff: noqa: E501

from __future__ import annotations

import io
from pathlib import Path

import orjson
import pytest

from collectors.contract import RawRecord, RecordSource
from collectors.logs import auditd, journald, jsonl, nginx, syslog, text, w3c, wef, zeek
from collectors.logs.profiles import profiles
from collectors.registry import recognise
from detections import sigma
from detections.sigma import RuleSet
from model.event import Event, Origin

ORIGIN = Origin("sources", "sources")
SAMPLES = Path(__file__).resolve().parent.parent.parent / "collectors/logs/samples"

RULES = {
    "web": "logsource: {category: webserver}\ndetection: {s: {cs-uri-query|contains: 'union%20select', sc-status: 404, c-ip: 203.0.113.9}, condition: s}",
    "proxy": "logsource: {category: proxy}\ndetection: {s: {c-uri|endswith: '/a.exe', cs-host: evil.example, cs-method: GET}, condition: s}",
    "dns": "logsource: {category: dns}\ndetection: {s: {query|endswith: '.evil.example', record_type: TXT, src_ip: 203.0.113.9}, condition: s}",
    "firewall": "logsource: {category: firewall}\ndetection: {s: {dst_port: 443, src_ip: 10.1.1.5, dst_ip: 203.0.113.9}, condition: s}",
    "exec": "logsource: {product: linux, category: process_creation}\ndetection: {s: {CommandLine|contains: 'cat /etc/shadow', Image|endswith: /cat}, condition: s}",
    "audit": "logsource: {product: linux, service: auditd}\ndetection: {s: {type: EXECVE, a0: cat, a1: /etc/shadow}, condition: s}",
    "sshd": "logsource: {product: linux, service: sshd}\ndetection: {keywords: ['Failed password for invalid user'], condition: keywords}",
    "cloudtrail": "logsource: {product: aws, service: cloudtrail}\ndetection: {s: {eventSource: iam.amazonaws.com, eventName: CreateUser}, condition: s}",
    "database": "logsource: {category: database}\ndetection: {keywords: ['citizens'], condition: keywords}",
    "tls": "logsource: {product: network, service: tls}\ndetection: {s: {event.dataset: network.tls}, condition: s}",
    "zeek": "logsource: {product: zeek, service: dns}\ndetection: {s: {qtype_name: TXT, id.orig_h: 203.0.113.9}, condition: s}",
}


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> RuleSet:
    folder = tmp_path_factory.mktemp("rules")
    for i, (name, body) in enumerate(RULES.items()):
        head = f"title: {name}\nid: 11111111-1111-4111-8111-{i:012}\nstatus: test\nlevel: low\n"
        (folder / f"{name}.yml").write_text(head + body + "\n", "utf-8")
    found = sigma.load([folder])
    assert found.report.counts["active"] == len(RULES)
    return found


def events(source: RecordSource, data: str | bytes) -> list[Event]:
    raw = data.encode() if isinstance(data, str) else data
    records = [r for r in source.records(io.BytesIO(raw)) if isinstance(r, RawRecord)]
    return [event for record in records for event in source.normalise(record, ORIGIN, 0)]


def fired(rules: RuleSet, source: RecordSource, data: str | bytes) -> set[str]:
    return {m.rule.title for event in events(source, data) for m in rules.match(event)}


_QUERY = "id=1%27%20UNION%20SELECT%201"


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (nginx.SOURCE, f'203.0.113.9 - - [22/Nov/2026:08:00:00 +0800] "GET /a.php?{_QUERY} HTTP/1.1" 404 397 "-" "sqlmap/1.7"'),
        (syslog.SOURCE, f'<190>Nov 22 08:00:00 web nginx: {{"remote_addr":"203.0.113.9","request":"GET /a.php?{_QUERY} HTTP/1.1","status":404}}'),
        (jsonl.SOURCE, f'{{"remote_addr":"203.0.113.9","request_uri":"/a.php?{_QUERY}","request_method":"GET","status":404}}'),
        (w3c.SOURCE, f"#Software: Microsoft Internet Information Services 10.0\n#Fields: date time cs-method cs-uri-stem cs-uri-query c-ip sc-status\n2026-11-22 00:00:00 GET /a.php {_QUERY} 203.0.113.9 404\n"),
        (jsonl.SOURCE, f'{{"request":{{"method":"GET","uri":"/a.php?{_QUERY}"}},"response":{{"status":404}},"latencies":{{"request":1}},"client_ip":"203.0.113.9","started_at":1795334400123}}'),
        (jsonl.SOURCE, f'{{"ts":1795334400.1,"uid":"C1","_path":"http","id.orig_h":"203.0.113.9","id.resp_h":"10.0.0.1","method":"GET","uri":"/a.php?{_QUERY}","status_code":404}}'),
    ],
    ids=["nginx", "nginx JSON in syslog", "nginx JSON", "IIS", "Kong", "Zeek"],
)  # fmt: skip
def test_a_web_request_reaches_web_server_rules(rules: RuleSet, source: RecordSource, line: str) -> None:
    assert "web" in fired(rules, source, line)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (text.SOURCE, "1795334400.123     45 10.1.1.5 TCP_MISS/200 5120 GET http://evil.example/a.exe - HIER_DIRECT/203.0.113.9 application/x"),
        (syslog.SOURCE, "<134>Nov 22 08:00:00 gw squid[9]: 1795334400.123     45 10.1.1.5 TCP_MISS/200 5120 GET http://evil.example/a.exe - HIER_DIRECT/203.0.113.9 application/x"),
        (w3c.SOURCE, "#Software: SGOS 7.3\n#Fields: date time c-ip cs-method cs-uri cs-host sc-status sc-filter-result\n2026-11-22 00:00:00 10.1.1.5 GET http://evil.example/a.exe evil.example 200 OBSERVED\n"),
        (jsonl.SOURCE, '{"timestamp":"2026-11-22T08:00:00.1+0000","flow_id":1,"event_type":"http","src_ip":"10.0.0.1","http":{"hostname":"evil.example","url":"/a.exe","http_method":"GET","status":200}}'),
        (jsonl.SOURCE, '{"ts":1795334400.1,"uid":"C1","_path":"http","id.orig_h":"203.0.113.9","id.resp_h":"10.0.0.1","method":"GET","uri":"/a.exe","host":"evil.example"}'),
    ],
    ids=["Squid", "Squid by syslog", "ProxySG", "Suricata", "Zeek"],
)  # fmt: skip
def test_a_download_reaches_proxy_rules(rules: RuleSet, source: RecordSource, line: str) -> None:
    assert "proxy" in fired(rules, source, line)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        (text.SOURCE, "22-Nov-2026 08:00:00.123 queries: info: client @0x7f2c 203.0.113.9#53411 (x.evil.example): query: x.evil.example IN TXT +E(0)K (10.1.1.53)"),
        (syslog.SOURCE, "<30>Nov 22 08:00:00 ns named[9]: client @0x7f2c 203.0.113.9#53411 (x.evil.example): query: x.evil.example IN TXT + (10.1.1.53)"),
        (text.SOURCE, "[1795334400] unbound[123:0] info: 203.0.113.9 x.evil.example. TXT IN"),
        (syslog.SOURCE, "<30>Nov 22 08:00:00 ns unbound[123]: [123:0] info: 203.0.113.9 x.evil.example. TXT IN"),
        (syslog.SOURCE, "<30>Nov 22 08:00:00 ns dnsmasq[9]: query[TXT] x.evil.example from 203.0.113.9"),
        (jsonl.SOURCE, '{"timestamp":"2026-11-22T08:00:00.1+0000","flow_id":1,"event_type":"dns","src_ip":"203.0.113.9","dns":{"type":"query","rrname":"x.evil.example","rrtype":"TXT"}}'),
        (zeek.SOURCE, "#separator \\x09\n#path\tdns\n#fields\tts\tuid\tid.orig_h\tquery\tqtype_name\n#types\ttime\tstring\taddr\tstring\tstring\n1795334400.1\tC1\t203.0.113.9\tx.evil.example\tTXT\n"),
        (jsonl.SOURCE, '{"ts":1795334400.1,"uid":"C1","_path":"dns","id.orig_h":"203.0.113.9","query":"x.evil.example","qtype_name":"TXT"}'),
    ],
    ids=["BIND", "BIND by syslog", "Unbound", "Unbound by syslog", "dnsmasq", "Suricata", "Zeek TSV", "Zeek JSON"],
)  # fmt: skip
def test_a_look_up_reaches_dns_rules(rules: RuleSet, source: RecordSource, line: str) -> None:
    found = fired(rules, source, line)
    assert "dns" in found
    assert ("zeek" in found) == (source is zeek.SOURCE or "_path" in line)


FIREWALLS = ("Cisco", "Fortinet", "H3C", "Hillstone", "Huawei", "Palo Alto Networks", "QiAnXin", "Topsec", "Venustech")


@pytest.mark.parametrize("vendor", FIREWALLS)
def test_a_connection_reaches_firewall_rules_from_every_vendor(rules: RuleSet, vendor: str) -> None:
    devices = [p for p in profiles().all if p.vendor == vendor and p.document.get("kind") == "firewall"]
    texts = [sample["text"] for device in devices for sample in device.document["samples"]]
    assert any("firewall" in fired(rules, syslog.SOURCE, f"<134>Nov 22 08:00:00 gw {line}") for line in texts)


def test_iptables_reaches_firewall_rules(rules: RuleSet) -> None:
    line = "<4>Nov 22 08:00:00 gw kernel: [1.2] DROP IN=eth0 OUT= MAC=aa SRC=10.1.1.5 DST=203.0.113.9 LEN=60 PROTO=TCP SPT=51000 DPT=443"
    assert "firewall" in fired(rules, syslog.SOURCE, line)


EXECUTION = (
    'type=SYSCALL msg=audit(1795334400.100:2): arch=c000003e syscall=59 success=yes exit=0 pid=9 uid=0 comm="cat" exe="/usr/bin/cat" key="e"\n'
    'type=EXECVE msg=audit(1795334400.100:2): argc=2 a0="cat" a1="/etc/shadow"\n'
    "type=EOE msg=audit(1795334400.100:2):\n"
)
SYSMON_LINUX = (
    '<Event><System><Provider Name="Linux-Sysmon" Guid="{ff032593-a8d3-4f13-b0d6-01fc615a0f97}"/><EventID>1</EventID>'
    '<TimeCreated SystemTime="2026-11-22T08:00:00.000000000Z"/><Channel>Linux-Sysmon/Operational</Channel><Computer>jump</Computer></System>'
    '<EventData><Data Name="Image">/usr/bin/cat</Data><Data Name="CommandLine">cat /etc/shadow</Data></EventData></Event>'
)


@pytest.mark.parametrize(
    ("source", "data"),
    [
        (auditd.SOURCE, EXECUTION),
        (wef.SOURCE, SYSMON_LINUX),
        (syslog.SOURCE, f"<14>Nov 22 08:00:00 jump sysmon: {SYSMON_LINUX}"),
        (jsonl.SOURCE, orjson.dumps({"@timestamp": "2026-11-22T08:00:00Z", "event": {"module": "auditd", "action": "executed", "dataset": "auditd.log"}, "process": {"executable": "/usr/bin/cat", "args": ["cat", "/etc/shadow"], "command_line": "cat /etc/shadow"}})),
        (jsonl.SOURCE, orjson.dumps({"@timestamp": "2026-11-22T08:00:00Z", "winlog": {"channel": "Linux-Sysmon/Operational", "event_id": "1", "event_data": {"Image": "/usr/bin/cat", "CommandLine": "cat /etc/shadow"}}})),
    ],
    ids=["auditd", "Sysmon for Linux", "Sysmon for Linux by syslog", "auditd module", "Sysmon by an agent"],
)  # fmt: skip
def test_a_command_reaches_linux_process_rules(rules: RuleSet, source: RecordSource, data: str | bytes) -> None:
    assert "exec" in fired(rules, source, data)


def test_audit_records_reach_audit_rules_also_through_syslog(rules: RuleSet) -> None:
    assert "audit" in fired(rules, auditd.SOURCE, EXECUTION)
    line = EXECUTION.split("\n")[1]
    assert "audit" in fired(rules, syslog.SOURCE, f"<14>Nov 22 08:00:00 jump audispd: {line}")


def test_sshd_reaches_its_rules_by_syslog_and_by_the_journal(rules: RuleSet) -> None:
    line = "<38>Nov 22 08:00:00 jump sshd[9]: Failed password for invalid user admin from 203.0.113.9 port 51000 ssh2"
    assert "sshd" in fired(rules, syslog.SOURCE, line)
    assert "sshd" in fired(rules, journald.SOURCE, (SAMPLES / "journal-252.export").read_bytes())
    assert "sshd" in fired(rules, jsonl.SOURCE, (SAMPLES / "journal-252.json").read_bytes())


def test_cloud_records_reach_their_rules_alone_and_together(rules: RuleSet) -> None:
    record = '{"eventVersion":"1.08","eventTime":"2026-11-22T08:00:00Z","eventSource":"iam.amazonaws.com","eventName":"CreateUser","awsRegion":"x"}'
    assert "cloudtrail" in fired(rules, jsonl.SOURCE, record)
    assert "cloudtrail" in fired(rules, jsonl.SOURCE, f'{{"Records":[{record}]}}')


@pytest.mark.parametrize(
    "name", ["postgresql-15.log", "postgresql-15.csv", "postgresql-15.json", "mariadb-10.11-audit.log"]
)
def test_statements_reach_database_rules(rules: RuleSet, name: str) -> None:
    data = (SAMPLES / name).read_bytes()
    source = recognise(data, name)
    assert "database" in fired(rules, source, data)  # type: ignore[arg-type]


def test_records_a_parser_gave_up_on_fire_no_rule_of_their_protocol(rules: RuleSet) -> None:
    event = {"event.dataset": "network.tls", "event.kind": "event"}
    assert [m.rule.title for m in rules.match(event)] == ["tls"]
    assert rules.match(event | {"event.kind": "pipeline_error"}) == []
