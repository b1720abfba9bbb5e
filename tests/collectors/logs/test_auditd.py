"""Audit events: lines grouped, values decoded, fields united, ECS."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.contract import RawRecord
from collectors.logs.auditd import SOURCE
from collectors.logs.auditd.reader import cut
from model.times import to_iso
from tests.collectors.logs.reading import assert_resumable, ours, read


def hexed(text: str) -> str:
    return text.encode().hex().upper()


OPEN = [
    (
        "type=SYSCALL msg=audit(1364481363.243:1): arch=c000003e syscall=2 success=no exit=-13 a0=7ff a1=0 items=1 ppid=2686 pid=3538"
        ' auid=500 uid=500 gid=500 euid=500 tty=pts0 ses=1 comm="cat" exe="/bin/cat" key="sshd_config"'
    ),
    'type=CWD msg=audit(1364481363.243:1):  cwd="/home/shadowman"',
    'type=PATH msg=audit(1364481363.243:1): item=0 name="/etc/ssh" inode=1 nametype=PARENT',
    'type=PATH msg=audit(1364481363.243:1): item=1 name="/etc/ssh/sshd_config" inode=409248 mode=0100600 ouid=0 ogid=0 nametype=NORMAL',
    f"type=PROCTITLE msg=audit(1364481363.243:1): proctitle={hexed('cat')}00{hexed('/etc/ssh/sshd_config')}",
]
EXEC = [
    (
        "type=SYSCALL msg=audit(1364481364.1:2): arch=c000003e syscall=59 success=yes exit=0 a0=55 a1=66 ppid=1 pid=77 auid=1000 uid=0"
        ' comm="ls" exe="/usr/bin/ls" key=(null)\x1dARCH=x86_64 SYSCALL=execve AUID="alice" UID="root" EUID="root"'
    ),
    f'type=EXECVE msg=audit(1364481364.1:2): argc=3 a0="ls" a1="-la" a2={hexed("/tmp/a b 中")}',
    "type=EOE msg=audit(1364481364.1:2):",
]
LOGIN = [
    (
        'node=web1 type=USER_LOGIN msg=audit(1364481365.243:3): pid=812 uid=0 auid=4294967295 ses=4294967295 msg=\'op=login acct="root"'
        ' exe="/usr/sbin/sshd" hostname=? addr=10.1.2.3 terminal=ssh res=failed\'\x1dUID="root" AUID="unset"'
    )
]
CONNECT = [
    'type=SYSCALL msg=audit(1364481367.0:4): arch=c00000b7 syscall=203 success=yes pid=5 comm="curl" exe="/usr/bin/curl"',
    "type=SOCKADDR msg=audit(1364481367.0:4): saddr=020001BB0A0102030000000000000000",
    "type=EOE msg=audit(1364481367.0:4):",
]


def log(*lines: str) -> bytes:
    return "".join(line + "\n" for line in lines).encode()


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (OPEN, {"event.action": "opened_file", "event.outcome": "failure", "event.category": ["file"], "file.path": "/etc/ssh/sshd_config",
                "process.executable": "/bin/cat", "process.name": "cat", "process.pid": 3538, "process.parent.pid": 2686,
                "process.title": "cat /etc/ssh/sshd_config", "process.working_directory": "/home/shadowman", "user.id": "500",
                "SYSCALL": "open", "key": "sshd_config", "type": ["SYSCALL", "CWD", "PATH", "PATH", "PROCTITLE"],
                "name": ["/etc/ssh", "/etc/ssh/sshd_config"]}),
        (EXEC, {"event.action": "executed", "process.args": ["ls", "-la", "/tmp/a b 中"], "process.command_line": "ls -la /tmp/a b 中",
                "user.name": "root", "a0": ["55", "ls"], "a2": "/tmp/a b 中", "key": None, "AUID": "alice", "ARCH": "x86_64"}),
        (LOGIN, {"event.action": "logged_in", "event.category": ["authentication"], "event.outcome": "failure", "user.name": "root",
                 "source.ip": "10.1.2.3", "host.name": "web1", "type": ["USER_LOGIN"], "res": "failed"}),
        (CONNECT, {"event.action": "connected_to", "destination.ip": "10.1.2.3", "destination.port": 443, "SYSCALL": "connect"}),
        (["type=ADD_USER msg=audit(1.5:9): pid=8 uid=0 msg='op=add acct=\"bob\" exe=\"/usr/sbin/useradd\" res=success'\x1dUID=\"root\""],
         {"event.action": "added_user", "user.target.name": "bob", "user.name": "root", "event.outcome": "success"}),
        (["type=USER_CMD msg=audit(1.5:9): pid=8 uid=1000 msg='cwd=\"/\" cmd=" + hexed("cat /etc/shadow") + " terminal=pts/0 res=success'"],
         {"event.action": "ran_command", "process.command_line": "cat /etc/shadow"}),
        (["type=SERVICE_START msg=audit(1.5:9): pid=1 uid=0 msg='unit=nginx comm=\"systemd\" res=success'"],
         {"event.action": "started_service", "service.name": "nginx"}),
    ],
)  # fmt: skip
def test_an_event_is_read(lines: list[str], expected: dict[str, Any]) -> None:
    (event,) = read(SOURCE, log(*lines)).events
    assert {name: event.get(name) for name in expected} == expected
    assert event["event.dataset"] == "linux.auditd"
    assert ours(event) == set()


def test_the_time_is_the_stamp_of_the_event() -> None:
    (event,) = read(SOURCE, log(*OPEN)).events
    assert to_iso(event["@timestamp"]) == "2013-03-28T14:36:03.243000Z"


def test_a_long_argument_in_pieces_is_one_argument() -> None:
    lines = [
        'type=EXECVE msg=audit(1.5:9): argc=2 a0="sh" a1_len=6 a1[0]="abc"',
        'type=EXECVE msg=audit(1.5:9): a1[1]="def"',
    ]
    (event,) = read(SOURCE, log(*lines, "type=EOE msg=audit(1.5:9):")).events
    assert event["process.args"] == ["sh", "abcdef"]


def test_interleaved_events_are_told_apart_and_come_in_one_record() -> None:
    data = log(OPEN[0], EXEC[0], OPEN[1], LOGIN[0], EXEC[1], *OPEN[2:], EXEC[2], *CONNECT)
    got = read(SOURCE, data)
    assert [e["event.sequence"] for e in got.events] == [1, 2, 3, 4]
    assert len(got.records) == 2
    assert len({e["event.id"] for e in got.events}) == 4
    assert [e.get("exe") for e in got.events] == ["/bin/cat", "/usr/bin/ls", "/usr/sbin/sshd", "/usr/bin/curl"]
    assert_resumable(SOURCE, data)


def test_events_without_an_end_marker_end_where_the_log_moves_on() -> None:
    lines = [f'type=AVC msg=audit({i}.5:{i}): avc: denied {{ read }} for pid={i} comm="x"' for i in range(1, 1200)]
    got = read(SOURCE, log(*lines))
    assert [e["event.sequence"] for e in got.events] == list(range(1, 1200))
    assert len(got.records) > 1
    data = log(*lines)
    rest = list(SOURCE.records(io.BytesIO(data), got.records[0].end))
    assert rest == got.records[1:]


def test_a_strange_line_between_is_quarantined_and_the_event_is_whole() -> None:
    got = read(SOURCE, log(OPEN[0], "garbage", *OPEN[1:], "more garbage", *EXEC))
    assert [e["event.sequence"] for e in got.events] == [1, 2]
    assert [(q.reason, q.data) for q in got.quarantined] == [
        ("auditd.line", b"garbage"),
        ("auditd.line", b"more garbage"),
    ]


def test_a_message_cannot_speak_under_the_platforms_names() -> None:
    line = "type=USER_CMD msg=audit(1.5:9): pid=8 msg='cmd=6C73 fengsui.unit=x source.ip=x type=EXECVE tags=a node=other res=success'"
    (event,) = read(SOURCE, log(line)).events
    assert event["type"] == ["USER_CMD"]
    assert event["audit_type"] == "EXECVE"
    assert not {"source.ip", "tags", "node", "host.name"} & set(event)


def test_a_growing_log_is_cut_only_where_no_event_is_open() -> None:
    data = log(*EXEC, *CONNECT)
    seen: list[RawRecord] = []
    position = 0
    for end in range(1, len(data) + 1):
        found, used = cut(data[position:end], position, final=False)
        seen += [r for r in found if isinstance(r, RawRecord)]
        position += used
    assert seen == [r for r in SOURCE.records(io.BytesIO(data)) if isinstance(r, RawRecord)]


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=80), st.integers(0, 900), st.integers(0, 80))
def test_any_damage_gives_events_or_quarantine(noise: bytes, at: int, lost: int) -> None:
    data = log(*OPEN, *EXEC)
    read(SOURCE, data[:at] + noise + data[at + lost :])
    read(SOURCE, data[:at])


@settings(max_examples=100, deadline=None)
@given(st.permutations([*OPEN[:-1], *EXEC[:-1], *LOGIN]))
def test_reading_resumes_after_any_record_in_any_interleaving(lines: list[str]) -> None:
    assert_resumable(SOURCE, log(*lines, OPEN[-1], EXEC[-1], *CONNECT))
