"""Formats with readers of their own: recordings of the real programs, damage, resuming."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.contract import RecordSource
from collectors.inputs import open_input
from collectors.logs.journald import SOURCE as JOURNALD
from collectors.logs.jsonl import SOURCE as JSONL
from collectors.logs.postgresql import SOURCE as POSTGRESQL
from collectors.logs.text import SOURCE as TEXT
from collectors.logs.w3c import SOURCE as W3C
from collectors.logs.wef import SOURCE as WEF
from collectors.registry import recognise
from model.errors import BadRecord
from model.times import to_iso
from tests.collectors.logs.reading import assert_resumable, one, ours, read

SAMPLES = Path(__file__).with_name("samples")
KINDS = {
    "apache-2.4-error.log": ("text", 7),
    "apache-2.4-access.log": ("nginx", 4),
    "squid-5-access.log": ("text", 3),
    "bind-9.18-query.log": ("text", 4),
    "unbound-1.17.log": ("text", 11),
    "postgresql-15.log": ("text", 0),
    "postgresql-15.csv": ("postgresql", 0),
    "postgresql-15.json": ("jsonl", 0),
    "mariadb-10.11-audit.log": ("text", 24),
    "journal-252.export": ("journald", 3),
    "journal-252.json": ("jsonl", 3),
    "iis-10.log": ("w3c", 3),
}


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


@pytest.mark.parametrize("name", KINDS)
def test_a_programs_own_log_is_recognised_and_wholly_read(name: str) -> None:
    (found,) = open_input(SAMPLES / name)
    source = recognise(found.head, found.name)
    kind, count = KINDS[name]
    assert source.name == kind
    got = read(source, sample(name))  # type: ignore[arg-type]
    assert got.quarantined == []
    assert len(got.events) == (count or len(got.events))
    assert len(got.events) > 2
    for event in got.events:
        assert to_iso(event["@timestamp"]).startswith("2026-11-2")
        assert "fengsui.time_from" not in event or event["fengsui.time_from"] != "ingest"
    assert {n for event in got.events for n in ours(event)} <= {"cs(User-Agent)"}


@pytest.mark.parametrize("name", KINDS)
def test_reading_resumes_after_any_record(name: str) -> None:
    (found,) = open_input(SAMPLES / name)
    assert_resumable(recognise(found.head, found.name), sample(name))  # type: ignore[arg-type]


def test_postgresql_says_the_same_by_text_csv_and_json() -> None:
    told = []
    for source, name in ((TEXT, "postgresql-15.log"), (POSTGRESQL, "postgresql-15.csv"), (JSONL, "postgresql-15.json")):
        events = read(source, sample(name)).events
        said = Counter[tuple[object, ...]]()
        for event in events:
            assert event["event.dataset"] == "postgresql.log"
            statement = event.get("fengsui.database.query")
            if event.get("event.category") != ["database"] or event.get("event.type") in (["access"], ["change"]):
                said[
                    event["event.action"],
                    event.get("user.name"),
                    event.get("fengsui.database.name"),
                    statement.replace("\n\t", "\n") if isinstance(statement, str) else None,
                    event.get("event.outcome"),
                ] += 1
        told.append(said)
    assert told[0] == told[1] == told[2]
    assert ("read", "postgres", "postgres", "select name,\n  id from citizens where name = 'a\"b';", "success") in told[
        0
    ]
    assert any(action == "login" and outcome == "failure" and user == "app" for action, user, _, _, outcome in told[0])
    assert any(action == "role" for action, *_ in told[0])


def test_postgresql_clients_and_errors_are_facts_of_the_csv_log() -> None:
    events = read(POSTGRESQL, sample("postgresql-15.csv")).events
    failed = next(e for e in events if e.get("sql_state_code") == "28P01")
    assert (failed["source.ip"], failed["user.name"], failed["event.outcome"]) == ("127.0.0.1", "app", "failure")
    broken = next(e for e in events if e.get("sql_state_code") == "42P01")
    assert broken["fengsui.database.query"] == "select broken from nowhere;"
    assert broken["log.level"] == "error"


def test_a_cut_csv_entry_is_quarantined_and_the_next_one_read() -> None:
    lines = sample("postgresql-15.csv").split(b"\n")
    at = next(i for i, line in enumerate(lines) if line.count(b'"') % 2)
    damaged = b"\n".join([*lines[: at + 1], *lines[at + 2 :]])
    got = read(POSTGRESQL, damaged)
    assert set(got.reasons) <= {"postgresql.line", "postgresql.columns"}
    assert 1 <= len(got.quarantined) <= 3
    assert got.events[-1]["error_message"] == "database system is shut down"
    huge = (
        b'2026-11-23 01:46:27.165 UTC,"p","p",1,"x",6b039af3.7111,6,"'
        + b"x" * 1000
        + b"\n"
        + b"y" * 900_000
        + b"\n"
        + b"z" * 900_000
    )
    got = read(POSTGRESQL, huge + b"\n" + lines[0])
    assert "postgresql.too_long" in got.reasons
    assert len(got.events) == 1


def test_mariadb_audit_lines_name_account_statement_and_outcome() -> None:
    events = read(TEXT, sample("mariadb-10.11-audit.log")).events
    assert any(
        e.get("fengsui.database.query") == r"select name, id from gov.citizens where name='O''Brien, x'" for e in events
    )
    failed = next(e for e in events if e["event.action"] == "failed_connect")
    assert (failed["user.name"], failed["event.outcome"]) == ("app", "failure")


def test_dns_servers_say_who_asked_for_what() -> None:
    bind = read(TEXT, sample("bind-9.18-query.log")).events
    assert [e.get("dns.question.name") for e in bind] == [
        "www.district.example",
        "outside.example",
        "district.example",
        "district.example",
    ]
    assert bind[-1]["event.outcome"] == "failure"
    unbound = read(TEXT, sample("unbound-1.17.log")).events
    assert [e["dns.response_code"] for e in unbound if "dns.response_code" in e] == ["NOERROR", "NXDOMAIN"]


def test_the_journal_says_the_same_by_export_and_json_and_what_syslog_would() -> None:
    export, json = read(JOURNALD, sample("journal-252.export")).events, read(JSONL, sample("journal-252.json")).events
    for one_, other in zip(export, json, strict=True):
        assert one_["message"] == other["message"]
        for name in (
            "event.dataset",
            "process.name",
            "user.name",
            "source.ip",
            "event.action",
            "log.syslog.facility.name",
            "@timestamp",
        ):
            assert one_.get(name) == other.get(name), name
    assert (export[0]["event.action"], export[0]["source.ip"], export[0]["event.dataset"]) == (
        "ssh_login",
        "203.0.113.9",
        "syslog",
    )
    assert export[1]["process.command_line"] == "/bin/cat /etc/shadow"
    assert export[2]["message"].startswith("plain ")


def test_iis_columns_change_with_their_header() -> None:
    first, second, third = read(W3C, sample("iis-10.log")).events
    assert first["user_agent.original"] == "Mozilla/5.0 (Windows NT 10.0)"
    assert (second["url.original"], second["user.name"], second["event.outcome"]) == (
        "/news.aspx?id=1%27%20UNION%20SELECT%201", "GOV\\li.si", "failure",
    )  # fmt: skip
    assert (third["http.request.method"], third["source.ip"], third["event.dataset"]) == (
        "POST",
        "203.0.113.9",
        "iis.access",
    )
    assert read(W3C, b"#Version: 1.0\n1 2 3\n").reasons == ["w3c.header"]
    assert read(W3C, b"#Fields: date time c-ip\n1 2\n").reasons == ["w3c.columns"]


XML = (
    "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='Microsoft-Windows-Sysmon'/>"
    "<EventID>1</EventID><TimeCreated SystemTime='2026-11-22T08:00:00.1234567Z'/><Channel>Microsoft-Windows-Sysmon/Operational</Channel>"
    "<Computer>pc-1</Computer></System><EventData><Data Name='Image'>C:\\Windows\\cmd.exe</Data>"
    "<Data Name='CommandLine'>cmd /c &quot;whoami &amp; 中&quot;</Data></EventData></Event>"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "shape",
    [
        "{0}{0}",
        "{0}\n{0}\n",
        "<Events>\n{0}\n  {0}</Events>",
        '<?xml version="1.0"?><s:Body><w:Events><w:Event>{0}</w:Event>{0}</w:Events>',
    ],
)
def test_windows_xml_is_found_within_anything_around_it(shape: str, encoding: str) -> None:
    mark = "\ufeff" if encoding != "utf-8" else ""
    data = (mark + shape.format(XML)).encode(encoding)
    assert WEF.recognises(data, "events.xml") > 90
    got = read(WEF, data)
    assert (len(got.events), got.reasons) == (2, [])
    assert got.events[0]["process.command_line"] == 'cmd /c "whoami & 中"'
    assert got.events[0]["EventID"] == 1
    assert to_iso(got.events[0]["@timestamp"]) == "2026-11-22T08:00:00.123456Z"
    assert_resumable(WEF, data)


def test_xml_with_definitions_of_its_own_is_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
    with pytest.raises(BadRecord) as refused:
        one(WEF, bomb + XML)
    assert refused.value.reason == "wef.entities"
    with pytest.raises(BadRecord) as refused:
        one(WEF, XML.replace("whoami", "&undefined;"))
    assert refused.value.reason == "wef.xml"
    deep = XML.replace("<EventData>", "<UserData>" + "<a>" * 500 + "</a>" * 500 + "</UserData><EventData>")
    with pytest.raises(BadRecord) as refused:
        one(WEF, deep)
    assert refused.value.reason == "wef.depth"


def test_an_endless_event_is_given_up_and_the_next_one_read() -> None:
    got = read(WEF, b"<Event >" + b"x" * 3_000_000 + b"\n" + XML.encode())
    assert got.reasons[0] in ("wef.too_long", "wef.xml")
    assert read(WEF, XML.encode() + b"<Event >cut").reasons == ["wef.truncated"]


def test_cloud_records_delivered_together_become_events_one_by_one() -> None:
    record = (
        '{"eventVersion":"1.08","eventTime":"2026-11-22T08:00:0%d","eventSource":"s3.amazonaws.com",'
        '"eventName":"GetObject","awsRegion":"x"}'
    )
    got = read(JSONL, ('{"Records":[' + ",".join(record % i for i in range(3)) + "]}").encode())
    assert [to_iso(e["@timestamp"])[18] for e in got.events] == ["0", "1", "2"]
    assert len({e["event.id"] for e in got.events}) == 3
    assert {e["event.dataset"] for e in got.events} == {"aws.cloudtrail"}


@pytest.mark.parametrize("source", [WEF, W3C, POSTGRESQL, JOURNALD, TEXT])
@settings(deadline=None, max_examples=40)
@given(data=st.one_of(st.binary(max_size=300), st.lists(st.sampled_from([
    b"<Event >", b"</Event>", b"<System>", b"#Fields: a b\n", b"1 2\n", b"__CURSOR=x\n",
    b"A\n\x03\0\0\0\0\0\0\0", b"\n\n", b'"', b"\xff\xfe",
    b"2026-11-23 01:46:27.041 UTC,,,1,,6b.7,1,", b"CEF:0|a|b|", b"\0",
]), max_size=12).map(b"".join)))  # fmt: skip
def test_any_bytes_are_events_or_quarantine(source: RecordSource, data: bytes) -> None:
    got = read(source, data)
    assert all(q.reason for q in got.quarantined)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    ("source", "text"),
    [
        (JSONL, '{"@timestamp":"2026-11-22T08:00:00Z","who":"李四"}\n' * 3),
        (JSONL, '[\n  {\n    "time": "2026-11-22T08:00:00Z",\n    "who": "李四"\n  },\n  {"who": "李四"}\n]'),
        (W3C, "#Fields: date time c-ip cs-username\n2026-11-22 08:00:00 10.0.0.1 李四\n"),
        (TEXT, "CEF:0|a|b|1|x|n|5|suser=李四\n"),
    ],
)
def test_text_in_utf16_is_read_as_the_same_in_utf8(source: RecordSource, text: str, encoding: str) -> None:
    plain, coded = text.encode(), ("\ufeff" + text).encode(encoding)
    assert source.recognises(coded, "x") == source.recognises(plain, "x") > 50
    ignored = ("event.ingested",)
    one_, other = read(source, plain), read(source, coded)
    assert other.reasons == []
    assert [{k: v for k, v in e.items() if k not in ignored} for e in other.events] == [
        {k: v for k, v in e.items() if k not in ignored} for e in one_.events
    ]
    assert "李四" in str(other.events[0])
    assert_resumable(source, coded)
    assert_resumable(source, coded[:-1])
