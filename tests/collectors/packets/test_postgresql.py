"""PostgreSQL: sign-ins and kinds of statements, as tshark reads the same conversation; texts, proofs and rows never kept."""

from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.packets.protocols import statements
from tests.collectors.packets.craft import Talk, ends_in_events, events, faults, pcap, spoilt
from tests.collectors.packets.test_tls import client_hello, record
from tests.collectors.packets.test_tshark import TSHARK

SECRET = b"hunter2!"


def message(kind: bytes, body: bytes) -> bytes:
    return kind + (4 + len(body)).to_bytes(4, "big") + body


def startup(**pairs: str) -> bytes:
    body = b"\0\3\0\0" + b"".join(f"{k}\0{v}\0".encode() for k, v in pairs.items()) + b"\0"
    return (4 + len(body)).to_bytes(4, "big") + body


def auth(method: int) -> bytes:
    return message(b"R", method.to_bytes(4, "big"))


START = startup(user="wang", database="housing", application_name="psql")
READY = auth(0) + message(b"S", b"server_version\x0015.6\0") + message(b"K", bytes(8)) + message(b"Z", b"I")
ROWS = (
    message(b"T", b"\0\0")
    + message(b"D", b"\0\1\0\0\x27\x10" + b"x" * 10_000)
    + message(b"C", b"SELECT 1\0")
    + message(b"Z", b"I")
)
REFUSED = message(b"E", b"SFATAL\0C28P01\0Mpassword authentication failed\0\0")
DENIED = message(b"E", b"SERROR\0C42501\0Mpermission denied\0\0") + message(b"Z", b"I")
TLS_ASKED = (8).to_bytes(4, "big") + (80877103).to_bytes(4, "big")
CONVERSATION = (
    (START, auth(3)),
    (message(b"p", SECRET + b"\0"), READY),
    (message(b"Q", b"SELECT name FROM tenants\0"), ROWS),
    (message(b"P", b"s1\0 select 2\0\0\0"), ROWS),
    (message(b"Q", b"COPY tenants TO PROGRAM 'sh'\0"), DENIED),
    (message(b"X", b""), b""),
)


def talk(size: int = 1400, port: int = 5432) -> Talk:
    return Talk(dport=port).syn().say(TLS_ASKED, size).answer(b"N").exchange(CONVERSATION, size).close()


@given(st.integers(2, 2000))
@settings(max_examples=20, deadline=None)
def test_who_signs_in_and_what_kinds_of_statements_follow_is_told(size: int) -> None:
    found = events(talk(size, 15432).frames, "network.postgresql")
    login, *rest = found
    assert (login["user.name"], login["fengsui.database.name"], login["event.outcome"]) == (
        "wang",
        "housing",
        "success",
    )
    assert (login["fengsui.database.method"], login["fengsui.credentials.cleartext"]) == ("password", True)
    assert login["fengsui.database.version"] == "15.6"
    kinds = {e["fengsui.database.statement"]: e for e in rest}
    assert kinds["select"]["fengsui.messages"] == 2
    assert kinds["copy"]["fengsui.database.error"] == "42501"
    for secret in (SECRET.decode(), "tenants", "xxx", "PROGRAM"):
        assert secret not in str(found)


def test_a_refused_sign_in_is_a_failure_with_its_code() -> None:
    said = Talk(dport=5432).syn().say(START).answer(auth(5)).say(message(b"p", b"md5abc\0")).answer(REFUSED).close()
    (event,) = events(said.frames, "network.postgresql")
    assert (event["event.outcome"], event["fengsui.database.error"], event["fengsui.database.method"]) == (
        "failure", "28P01", "md5",
    )  # fmt: skip


def test_tls_after_its_request_is_read() -> None:
    said = Talk(dport=5432).syn().say(TLS_ASKED).answer(b"S").say(record(client_hello())).close()
    assert events(said.frames)[0]["event.dataset"] == "network.tls"


def test_a_message_that_disagrees_with_itself_is_reported() -> None:
    said = Talk(dport=5432).syn().say(START).answer(READY).say(b"Q\0\0\0\1select").close()
    assert faults(said.frames)[:1] == ["postgresql.message"]


@pytest.mark.skipif(TSHARK is None, reason="tshark is not installed: apt-get install tshark")
def test_postgresql_agrees_with_tshark(tmp_path: Path) -> None:
    """There is no recording of it; tshark reads the conversation made here."""
    file = tmp_path / "postgresql.pcap"
    file.write_bytes(pcap(talk().frames))
    fields = ("pgsql.query", "pgsql.parameter_name", "pgsql.parameter_value")
    command = [str(TSHARK), "-n", "-r", str(file), "-Y", "pgsql", "-T", "fields", "-E", "aggregator=|"]
    for field in fields:
        command += ["-e", field]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    theirs: Counter[str] = Counter()
    for line in done.stdout.splitlines():
        text, names, values = line.split("\t")
        theirs.update(statements.kind(t.encode()) for t in text.split("|") if t)
        pairs = zip(names.split("|"), values.split("|"), strict=True)
        theirs.update(f"{name}={value}" for name, value in pairs if name in ("user", "database", "server_version"))
    mine: Counter[str] = Counter()
    for e in events(talk().frames, "network.postgresql"):
        if e["event.action"] == "postgresql_login":
            mine.update([f"user={e['user.name']}", f"database={e['fengsui.database.name']}"])
            mine[f"server_version={e['fengsui.database.version']}"] += 1
        else:
            mine[e["fengsui.database.statement"]] += e.get("fengsui.messages", 1)
    assert mine == theirs


@given(data=st.data())
@settings(max_examples=80, deadline=None)
def test_spoilt_messages_end_in_events(data: st.DataObject) -> None:
    said = Talk(dport=5432).syn()
    for asked, answer in CONVERSATION:
        for raw, send in ((asked, said.say), (answer, said.answer)):
            send(spoilt(data, raw, most=2, within=81))
    ends_in_events(said)
