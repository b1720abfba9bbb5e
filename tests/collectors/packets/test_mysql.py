"""MySQL: sign-ins and kinds of statements as tshark sees them; texts, proofs and results never kept."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.packets.protocols import mysql, statements
from tests.collectors.packets.craft import Talk, ends_in_events, events, faults, spoilt
from tests.collectors.packets.test_tls import client_hello, record
from tests.collectors.packets.test_tshark import TSHARK, of, tshark

PROOF = b"proof-never-kept-20b"


def packet(number: int, body: bytes) -> bytes:
    return len(body).to_bytes(3, "little") + bytes((number,)) + body


def response(user: bytes = b"wang", database: bytes = b"population", plugin: bytes = b"mysql_native_password") -> bytes:
    can = (0x8 | 0x200 | 0x8000 | 0x80000).to_bytes(4, "little")
    proof = bytes((len(PROOF),)) + PROOF
    return packet(1, can + bytes(28) + user + b"\0" + proof + database + b"\0" + plugin + b"\0")


GREETING = packet(
    0, b"\x0a8.0.36\0" + b"\1\0\0\0" + b"saltsalt\0\xff\xf7\x21\2\0\xff\xc1\x15" + bytes(10) + b"moresaltsalt\0"
)
OK = packet(2, b"\0\0\0\2\0\0\0")
ERROR = packet(1, b"\xff\x15\x04#28000Access denied for 'wang'")
ROWS = packet(1, b"\1") + packet(2, b"\3def" + b"secret" * 2000) + packet(3, b"\xfe\0\0\2\0")


def query(text: bytes) -> bytes:
    return packet(0, b"\3" + text)


def talk(*statements_: tuple[bytes, bytes], size: int = 1400, answer: bytes = OK) -> Talk:
    said = Talk(dport=13306).syn().answer(GREETING, size).say(response(), size).answer(answer, size)
    return said.exchange(statements_, size).close()


@given(st.integers(3, 2000))
@settings(max_examples=20, deadline=None)
def test_who_signs_in_and_what_kinds_of_statements_follow_is_told(size: int) -> None:
    select = query(b"/* all */ SELECT name FROM citizens WHERE id='110101'"), ROWS
    grant = query(b"grant all on *.* to 'x'@'%' identified by 'hunter2!'"), ERROR
    found = events(talk(select, select, grant, (packet(0, b"\1"), b""), size=size).frames, "network.mysql")
    login, *rest = found
    assert (login["user.name"], login["event.outcome"], login["fengsui.database.version"]) == (
        "wang",
        "success",
        "8.0.36",
    )
    assert (login["fengsui.database.name"], login["fengsui.database.password_present"]) == ("population", True)
    kinds = {e["fengsui.database.statement"]: e for e in rest}
    assert kinds["select"]["fengsui.messages"] == 2
    assert (kinds["grant"]["fengsui.database.error"], kinds["grant"]["event.outcome"]) == ("1045", "failure")
    assert all(e["user.name"] == "wang" for e in rest)
    for secret in ("citizens", "110101", "hunter2", "secret", "never-kept"):
        assert secret not in str(found)


def test_a_refused_sign_in_is_a_failure_with_its_code() -> None:
    (event,) = events(talk(answer=packet(2, ERROR[4:])).frames, "network.mysql")
    assert (event["event.outcome"], event["fengsui.database.error"]) == ("failure", "1045")


def test_a_password_sent_in_the_clear_is_told() -> None:
    said = Talk(dport=3306).syn().answer(GREETING).say(response(plugin=b"mysql_clear_password")).answer(OK).close()
    assert events(said.frames, "network.mysql")[0]["fengsui.credentials.cleartext"] is True


def test_tls_after_its_request_is_read() -> None:
    request = packet(1, (0x200 | 0x800).to_bytes(4, "little") + bytes(28))
    said = Talk(dport=3306).syn().answer(GREETING).say(request).say(record(client_hello())).close()
    assert events(said.frames)[0]["event.dataset"] == "network.tls"


def test_a_handshake_that_disagrees_with_itself_is_reported() -> None:
    lying = bytearray(response())
    lying[4 + 32 + 5] = 240  # bytes of the proof
    said = Talk(dport=3306).syn().answer(GREETING).say(bytes(lying)).close()
    assert faults(said.frames)[:1] == ["mysql.handshake"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [(b"  (select 1)", "select"), (b"-- why\nDROP table x", "drop"), (b"#x\n/*y*/ with a as", "with"), (b"'; x", "other"), (b"", "other"),
     (b"/*" * 5000, "other"), (b" " * 5000, "other")],
)  # fmt: skip
def test_the_kind_of_a_statement_is_its_first_word(text: bytes, kind: str) -> None:
    assert statements.kind(text) == kind


@pytest.mark.skipif(TSHARK is None, reason="tshark is not installed: apt-get install tshark")
def test_mysql_agrees_with_tshark() -> None:
    name = "pcaps/mysql/arkime--mysql-allow.pcap"
    theirs: Counter[tuple[str, str]] = Counter()
    for user, version, command, text in tshark(
        name, {"mysql"}, "mysql.user", "mysql.version", "mysql.command", "mysql.query"
    ):
        if user:
            theirs[("user", user)] += 1
        if version:
            theirs[("version", version)] += 1
        if command:
            theirs[("command", statements.kind(text.encode()) if text else mysql.COMMANDS[int(command)])] += 1
    mine: Counter[tuple[str, str]] = Counter()
    for e in of(name, "mysql"):
        if e["event.action"] == "mysql_login":
            mine.update([("user", e["user.name"]), ("version", e["fengsui.database.version"])])
        else:
            mine[("command", e["fengsui.database.statement"])] += e.get("fengsui.messages", 1)
    assert mine == theirs


@given(data=st.data())
@settings(max_examples=80, deadline=None)
def test_spoilt_packets_end_in_events(data: st.DataObject) -> None:
    said = Talk(dport=3306).syn()
    for raw, send in (
        (GREETING, said.answer),
        (response(), said.say),
        (OK, said.answer),
        (query(b"select 1"), said.say),
        (ROWS, said.answer),
    ):
        send(spoilt(data, raw, most=3, within=100))
    ends_in_events(said)
