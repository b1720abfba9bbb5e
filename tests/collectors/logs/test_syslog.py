"""Syslog messages: headers of every kind, facts of well-known programs, framing."""

from __future__ import annotations

import io
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.contract import Quarantined, RawRecord
from collectors.logs.programs import facts
from collectors.logs.syslog import SOURCE
from collectors.logs.syslog.reader import Framer
from model.errors import BadRecord
from model.times import DAY, parse_iso, to_iso
from tests.collectors.logs.reading import NOW, ORIGIN, assert_resumable, one, ours, read

CHINA = ORIGIN.of(timezone="Asia/Shanghai")
# NOW is 2026-11-18T11:06:40Z, so a stamp of 22 November without a year is last year's.


@pytest.mark.parametrize(
    ("text", "when", "expected"),
    [
        # RFC 5424 section 6.5, examples 1, 3 and 4
        ("<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su - ID47 - \ufeff'su root' failed for lonvick on /dev/pts/8",
         "2003-10-11T22:14:15.003000Z",
         {"host.name": "mymachine.example.com", "process.name": "su", "log.syslog.msgid": "ID47", "log.syslog.facility.name": "auth",
          "log.syslog.severity.name": "crit", "message": "'su root' failed for lonvick on /dev/pts/8"}),
        ('<165>1 2003-10-11T22:14:15.003Z m evntslog - ID47 [exampleSDID@32473 iut="3" eventSource="App\\"li\\]c" eventID="1011"] text',
         "2003-10-11T22:14:15.003000Z",
         {"log.syslog.structured_data.exampleSDID@32473.iut": "3", "message": "text",
          "log.syslog.structured_data.exampleSDID@32473.eventSource": 'App"li]c'}),
        ('<165>1 2003-10-11T22:14:15.003-07:00 m evntslog - - [a@1 x="1" x="2"][b@1 class="high"]', "2003-10-12T05:14:15.003000Z",
         {"log.syslog.structured_data.a@1.x": ["1", "2"], "log.syslog.structured_data.b@1.class": "high", "message": ""}),
        # RFC 3164 section 5.4
        ("<34>Oct 11 22:14:15 mymachine su: 'su root' failed", "2026-10-11T14:14:15.000000Z",
         {"host.name": "mymachine", "process.name": "su", "fengsui.year_assumed": True}),
        ("Nov 22 08:00:01 web sshd[812]: Server started", "2025-11-22T00:00:01.000000Z",
         {"host.name": "web", "process.pid": 812, "log.syslog.procid": "812"}),
        ("Nov  2 08:00:01 web systemd-logind[1]: x", "2026-11-02T00:00:01.000000Z", {"process.name": "systemd-logind"}),
        # rsyslog and systemd forms
        ("2026-11-22T08:00:01.123456+08:00 web kernel: [12.3] up", "2026-11-22T00:00:01.123456Z", {"process.name": "kernel"}),
        ("2026-11-22 08:00:01 web app: x", "2026-11-22T00:00:01.000000Z", {"host.name": "web", "message": "x"}),
        # devices
        ("<189>Nov 22 2026 08:00:00 HUAWEI %%01SHELL/5/CMDRECORD(s)[12]:Recorded.", "2026-11-22T00:00:00.000000Z",
         {"event.dataset": "huawei.usg", "host.name": "HUAWEI", "event.provider": "SHELL", "event.code": "CMDRECORD",
          "message": "Recorded."}),
        ("<190>Nov 22 08:00:00 2026 H3C %%10SHELL/6/SHELL_CMD: -User=admin", "2026-11-22T00:00:00.000000Z",
         {"event.dataset": "h3c.secpath", "host.name": "H3C", "event.provider": "SHELL", "event.code": "SHELL_CMD"}),
        ("<187>000123: *Mar  1 18:46:11.123 UTC: %SYS-5-CONFIG_I: Configured", "2026-03-01T18:46:11.123000Z",
         {"event.dataset": "cisco_ios.log", "event.provider": "SYS", "event.code": "CONFIG_I", "message": "Configured"}),
        # no host, no stamp
        ("Nov 22 08:00:01 dnsmasq[12]: started", "2025-11-22T00:00:01.000000Z", {"process.name": "dnsmasq", "host.name": None}),
        ("<13>hello world", to_iso(NOW), {"message": "hello world", "fengsui.time_from": "ingest"}),
        # mosquitto's own log
        ("1637596800: mosquitto version 2.0.11 starting", "2021-11-22T16:00:00.000000Z", {"process.name": "mosquitto"}),
        ("2026-11-22T08:00:00: New connection from 10.0.0.2:5000 on port 1883.", "2026-11-22T00:00:00.000000Z",
         {"source.ip": "10.0.0.2", "source.port": 5000, "destination.port": 1883}),
    ],
)  # fmt: skip
def test_a_header_is_read(text: str, when: str, expected: dict[str, Any]) -> None:
    event = one(SOURCE, text, CHINA)
    assert to_iso(event["@timestamp"]) == when
    assert {name: event.get(name) for name in expected} == expected
    assert event["event.dataset"] == expected.get("event.dataset", "syslog")
    assert {n for n in ours(event) if not n.startswith("log.syslog.structured_data.")} == set()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<999>x", "syslog.priority"),
        ("<1", "syslog.priority"),
        ("<\u0663>x", "syslog.priority"),
        ("<13>", "syslog.empty"),
        ("<13>1 yesterday host app - - - x", "syslog.rfc5424"),
        ("<13>1 2026-01-01T00:00:00Z host", "syslog.rfc5424"),
        ("plain text", "syslog.format"),
        ("Feb 30 10:00:00 host app: x", "syslog.format"),
    ],
)
def test_what_is_no_syslog_message_says_why(text: str, reason: str) -> None:
    with pytest.raises(BadRecord) as caught:
        one(SOURCE, text)
    assert caught.value.reason == reason


def test_a_stamp_without_a_year_is_the_latest_that_is_not_in_the_future_of_its_reference() -> None:
    line = "Dec 31 23:59:59 host app: x"
    for reference, year in (
        ("2027-01-01T00:00:10Z", 2026),
        ("2026-12-31T10:00:00Z", 2026),
        ("2026-06-01T00:00:00Z", 2025),
    ):
        event = one(SOURCE, line, received_us=parse_iso(reference))
        assert to_iso(event["@timestamp"])[:10] == f"{year}-12-31"
        assert event["@timestamp"] <= parse_iso(reference) + DAY
        assert one(SOURCE, line, reference_us=parse_iso(reference))["@timestamp"] == event["@timestamp"]
    leap = one(SOURCE, "Feb 29 10:00:00 host app: x", received_us=parse_iso("2026-01-01T00:00:00Z"))
    assert to_iso(leap["@timestamp"])[:10] == "2024-02-29"


def test_a_network_message_knows_its_sender_and_when_it_came() -> None:
    event = one(SOURCE, "<13>x", peer="10.1.1.1", transport="udp", received_us=NOW - 5)
    assert (event["log.source.address"], event["fengsui.transport"], event["host.name"]) == (
        "10.1.1.1",
        "udp",
        "10.1.1.1",
    )
    assert (event["@timestamp"], event["fengsui.time_from"]) == (NOW - 5, "received")


def test_gb18030_text_is_read_and_said_to_be() -> None:
    event = one(SOURCE, "<13>Nov 22 08:00:01 fw app: 登录失败".encode("gb18030"))
    assert (event["message"], event["fengsui.charset"]) == ("登录失败", "gb18030")
    assert one(SOURCE, b"<13>Nov 22 08:00:01 fw app: \xff\xff\xff")["fengsui.charset"] == "unknown"


def test_control_bytes_do_not_stop_a_message() -> None:
    event = one(SOURCE, b"<13>Nov 22 08:00:01 fw app: a\0b\x1b[31m\r\n\0")
    assert event["message"] == "a\u2400b\x1b[31m"
    assert event["event.original"].startswith("<13>")


SSH = {"network.protocol": "ssh", "event.category": ["authentication"]}


@pytest.mark.parametrize(
    ("program", "message", "expected"),
    [
        ("sshd", "Accepted publickey for alice from 10.9.8.7 port 51022 ssh2: ED25519 SHA256:x",
         SSH | {"event.outcome": "success", "user.name": "alice", "source.ip": "10.9.8.7", "source.port": 51022}),
        ("sshd", "Failed password for root from 10.9.8.7 port 1 ssh2",
         SSH | {"event.outcome": "failure", "user.name": "root", "event.reason": None}),
        ("sshd-session", "Failed password for invalid user admin from fe80::1%eth0 port 1 ssh2",
         SSH | {"event.outcome": "failure", "user.name": "admin", "source.ip": "fe80::1", "event.reason": "invalid user"}),
        # a user name made to look like an address: the last one is the real one
        ("sshd", "Failed password for invalid user x from 6.6.6.6 port 22 from 10.9.8.7 port 9 ssh2",
         {"user.name": "x from 6.6.6.6 port 22", "source.ip": "10.9.8.7", "source.port": 9}),
        ("sshd", "Invalid user  from 10.9.8.7 port 4", {"source.ip": "10.9.8.7", "event.action": "ssh_invalid_user"}),
        ("sshd", "Disconnected from authenticating user root 10.9.8.7 port 4 [preauth]", {"user.name": "root", "source.port": 4}),
        ("sshd", "Received disconnect from 10.9.8.7 port 4:11: bye", {"source.ip": "10.9.8.7", "source.port": 4}),
        ("sudo", "  alice : TTY=pts/0 ; PWD=/home/a b ; USER=root ; COMMAND=/bin/sh -c 'x ; y'",
         {"user.name": "alice", "user.effective.name": "root", "process.command_line": "/bin/sh -c 'x ; y'",
          "process.working_directory": "/home/a b", "event.outcome": "success"}),
        ("sudo", "bob : command not allowed ; TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/sh",
         {"user.name": "bob", "event.outcome": "failure", "event.reason": "command not allowed"}),
        ("sudo", "pam_unix(sudo:session): session opened for user root(uid=0) by alice(uid=1000)",
         {"event.category": ["session"], "user.name": "root", "user.id": "0"}),
        ("su", "(to root) alice on pts/0", {"user.name": "alice", "user.effective.name": "root", "event.outcome": "success"}),
        ("su", "FAILED SU (to root) alice on pts/0", {"event.outcome": "failure"}),
        ("useradd", "new user: name=bob, UID=1001, GID=1001, home=/home/bob, shell=/bin/bash",
         {"event.category": ["iam"], "user.target.name": "bob", "user.target.id": "1001"}),
        ("userdel", "delete user 'bob'", {"event.type": ["user", "deletion"], "user.target.name": "bob"}),
        ("usermod", "add 'bob' to group 'sudo'", {"group.name": "sudo", "user.target.name": "bob"}),
        ("groupadd", "new group: name=ops, GID=1005", {"group.name": "ops"}),
        ("passwd", "pam_unix(passwd:chauthtok): password changed for bob", {"event.action": "password_changed"}),
        ("CRON", "(root) CMD (/usr/bin/backup --all)", {"event.action": "cron_job", "process.command_line": "/usr/bin/backup --all"}),
        ("crontab", "(bob) REPLACE (root)", {"event.action": "crontab_changed", "user.name": "bob", "user.target.name": "root"}),
        ("systemd", "Started nginx.service - A web server.", {"service.name": "nginx.service"}),
        ("systemd", "nginx.service: Failed with result 'exit-code'.", {"service.name": "nginx.service", "event.outcome": "failure"}),
        ("systemd-logind", "New session 3 of user alice.", {"user.name": "alice", "event.category": ["session"]}),
        ("sshd", "pam_unix(sshd:auth): authentication failure; logname= uid=0 euid=0 tty=ssh ruser= rhost=10.9.8.7  user=root",
         {"source.ip": "10.9.8.7", "user.name": "root", "event.outcome": "failure"}),
        ("kernel", "[ 1.5] UFW BLOCK IN=eth0 OUT= MAC=aa:bb SRC=1.2.3.4 DST=10.0.0.1 LEN=60 PROTO=TCP SPT=1234 DPT=22 SYN",
         {"event.action": "firewall_denied", "source.ip": "1.2.3.4", "destination.port": 22, "network.transport": "tcp",
          "rule.name": "UFW BLOCK", "observer.ingress.interface.name": "eth0"}),
        ("dnsmasq", "query[AAAA] A.Example.com from 10.0.0.5", {"dns.question.name": "a.example.com", "dns.question.type": "AAAA"}),
        ("dnsmasq", "config data.qinghe.example is 10.20.2.20", {"event.action": "dns_local_reply", "dns.resolved_ip": ["10.20.2.20"]}),
        ("dnsmasq", "/etc/hosts a.example.com is 10.0.0.9", {"dns.question.name": "a.example.com", "dns.resolved_ip": ["10.0.0.9"]}),
        ("dnsmasq", "reply a.example.com is 10.0.0.9", {"dns.resolved_ip": ["10.0.0.9"], "dns.answers.data": ["10.0.0.9"]}),
        ("mosquitto", "New client connected from 10.0.0.2:51234 as dev1 (p2, c1, k60, u'meter').",
         {"source.ip": "10.0.0.2", "user.name": "meter", "event.outcome": "success"}),
        ("mosquitto", "Client dev9 disconnected, not authorised.", {"event.outcome": "failure"}),
        ("unknown-program", "whatever it says", {"event.category": ["host"], "event.action": None}),
    ],
)  # fmt: skip
def test_a_program_states_its_facts(program: str, message: str, expected: dict[str, Any]) -> None:
    event = one(
        SOURCE,
        f"Nov 22 08:00:01 web {program}[5]: {message}"
        if program != "kernel"
        else f"Nov 22 08:00:01 web kernel: {message}",
    )
    assert {name: event.get(name) for name in expected} == expected
    assert ours(event) == set()


def test_no_pattern_takes_long_on_a_hostile_message() -> None:
    hostile = [
        "a" * 8192,
        " " * 8192,
        "' " * 4096,
        "x from 1.1.1.1 port " * 400,
        "=; " * 2700,
        "0" * 8192,
        ") (" * 2700,
    ]
    for name, known in facts().items():
        for fact in known:
            for body in hostile:
                begun = time.process_time()
                fact.pattern.match((fact.starts + fact.holds + body)[:8192])
                fact.pattern.match((fact.starts + body + fact.holds)[:8192])
                assert time.process_time() - begun < 5, (name, fact.pattern.pattern)


def test_octet_counted_files_are_cut_by_their_lengths() -> None:
    messages = [b"<13>one\nwith a line end", b"<14>two", "<15>三".encode()]
    data = b"".join(b"%d %s" % (len(m), m) for m in messages)
    got = read(SOURCE, data)
    assert [r.data for r in got.records] == messages
    assert_resumable(SOURCE, data)
    assert read(SOURCE, data[:-1]).reasons == ["syslog.truncated"]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.booleans(), st.binary(min_size=1, max_size=40)), min_size=1, max_size=8),
    st.lists(st.integers(1, 30), min_size=1, max_size=20),
)
def test_a_stream_gives_the_same_messages_however_it_is_chopped(
    frames: list[tuple[bool, bytes]], steps: list[int]
) -> None:
    wanted, stream = [], b""
    for counted, body in frames:
        message = b"<13>" + (body if counted else body.replace(b"\n", b" "))
        stream += b"%d %s" % (len(message), message) if counted else message + b"\n"
        wanted.append(message.rstrip(b"\r\n\0"))
    framer, got, at, turn = Framer(), [], 0, 0
    while at < len(stream):
        step = steps[turn % len(steps)]
        got += framer.feed(stream[at : at + step])
        at, turn = at + step, turn + 1
    got += framer.finish()
    assert [r.data for r in got] == wanted


def test_an_oversized_frame_is_quarantined_and_the_next_is_read() -> None:
    framer = Framer(max_bytes=100)
    stream = b"500 <13>" + b"x" * 496 + b"7 <13>two" + b"<13>" + b"y" * 300 + b"\n<13>four\n"
    got = [r for i in range(0, len(stream), 37) for r in framer.feed(stream[i : i + 37])] + framer.finish()
    assert [r.reason if isinstance(r, Quarantined) else r.data for r in got] == [
        "syslog.too_long", b"<13>two", "syslog.too_long", b"<13>four",
    ]  # fmt: skip
    assert framer.held == 0


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=200),
    st.sampled_from(
        [b"", b"<13>", b"<13>1 ", b"<13>Nov 22 08:00:01 ", b"5 <13>", b"Nov 22 08:00:01 h sshd[1]: Failed "]
    ),
)
def test_any_bytes_are_events_or_quarantine(data: bytes, prefix: bytes) -> None:
    read(SOURCE, prefix + data)
    for record in SOURCE.records(io.BytesIO(prefix + data)):
        assert isinstance(record, RawRecord | Quarantined)
