"""What statements and gateways say of access to data is one vocabulary, whoever says it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from collectors.logs.access import statement
from collectors.logs.jsonl import SOURCE as JSONL
from collectors.logs.postgresql import SOURCE as POSTGRESQL
from model.public_data import DataAction
from tests.collectors.logs.reading import one


@pytest.mark.parametrize(
    ("text", "action", "table", "fields"),
    [
        ("select name, id_card from people.residents where town = 'a'", "read", "people.residents", ("name", "id_card")),
        ('SELECT r."Name" AS n, upper(r.town) FROM "people"."residents" r', "read", "people.residents", ("name", "town")),
        ("select count(*) from residents", "read", "residents", ()),
        ("select * from residents", "read", "residents", ("*",)),
        ("COPY people.residents TO STDOUT", "export", "people.residents", ("*",)),
        ("copy residents (name, mobile) to '/tmp/a.csv' csv", "export", "residents", ("name", "mobile")),
        ("COPY (SELECT name FROM residents) TO STDOUT", "export", "residents", ("name",)),
        ("COPY residents FROM STDIN", "write", "residents", ("*",)),
        ("select a into outfile '/tmp/x' from t", "export", "t", ("a",)),
        ("delete from residents where id = 1", "write", "residents", ()),
        ("delete from residents", "destroy", "residents", ()),
        ("truncate table residents", "destroy", "residents", ()),
        ("drop table if exists people.residents", "destroy", "people.residents", ()),
        ("insert into residents values (1)", "write", "residents", ()),
        ("update residents set name = 'x'", "write", "residents", ()),
        ("with x as (select name from residents) select * from x", "read", "residents", ("name",)),
        ("begin", None, "", ()),
        ("select 1", "read", "", ()),
        ("set search_path to x", None, "", ()),
    ],
)  # fmt: skip
def test_a_statement_says_what_it_does_to_what(
    text: str, action: str | None, table: str, fields: tuple[str, ...]
) -> None:
    found = statement.read(text)
    assert (found.action, found.table, found.fields) == (action and DataAction(action), table, fields)


def test_a_comment_may_say_why() -> None:
    found = statement.read("select a from t /*approval='SQ-1',purpose='health%20survey'*/")
    assert found.tags == {"approval": "SQ-1", "purpose": "health survey"}
    assert found.table == "t"


PIECES = [
    "select ",
    "copy ",
    "(",
    ")",
    ",",
    "from ",
    "/*",
    "*/",
    "'",
    '"',
    "a.b",
    " as ",
    "\n",
    "--",
    "*",
    "x" * 70,
    "delete from ",
]


@settings(deadline=None, max_examples=100)
@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_any_text_is_read_as_some_statement(text: str) -> None:
    found = statement.read(text)
    assert len(found.fields) <= statement.MOST_FIELDS + 1
    assert all(field == field.lower() for field in found.fields)


@pytest.mark.parametrize("piece", ["/*", "select ", "a,", "(", '"', " as ", "copy(", "from a.", "\\"])
def test_a_long_statement_is_read_as_far_as_is_bounded(piece: str) -> None:
    statement.read("select " + piece * 200_000)


def test_pgaudit_tells_rows_and_the_relation() -> None:
    event = one(
        POSTGRESQL,
        '2026-11-22 08:00:00.123 UTC,"app","gov",4242,"10.1.1.5:5000",6743b2c1.1a2b,1,"SELECT",2026-11-22 07:00:00 UTC,3/4,0,LOG,00000,'
        '"AUDIT: SESSION,1,1,READ,SELECT,TABLE,people.residents,""select name from residents /*purpose=\'survey\'*/"",<not logged>,17",'
        ',,,,,,,,"psql","client backend",,0',
    )
    wanted = {
        "fengsui.data.place": "table", "fengsui.data.object": "people.residents", "fengsui.data.action": "read", "fengsui.data.rows": 17,
        "fengsui.data.fields": ["name"], "fengsui.data.purpose": "survey", "fengsui.data.actor": "app", "source.ip": "10.1.1.5",
    }  # fmt: skip
    assert {name: event.get(name) for name in wanted} == wanted


def test_tables_of_the_database_itself_are_no_data() -> None:
    event = one(
        POSTGRESQL,
        '2026-11-22 08:00:00.123 UTC,"app","gov",4242,"[local]",6743b2c1.1a2b,1,"SELECT",2026-11-22 07:00:00 UTC,3/4,0,LOG,00000,'
        '"AUDIT: SESSION,1,1,READ,SELECT,TABLE,pg_catalog.pg_class,select relname from pg_class,<not logged>"'
        ',,,,,,,,,"psql","client backend",,0',
    )
    assert not [name for name in event if name.startswith("fengsui.data.")]


def test_nginx_as_a_data_gateway_tells_who_got_what() -> None:
    event = one(
        JSONL,
        '{"time_iso8601":"2026-11-22T08:00:00+00:00","remote_addr":"10.1.1.5","request_method":"GET","request_uri":"/data/residents?page=2",'
        '"status":200,"body_bytes_sent":5120,"app_key":"app-health",'
        '"data_rows":"50","data_fields":"name, Town","data_purpose":"survey","data_approval":"-"}',
    )
    assert event["event.dataset"] == "gateway.access"
    wanted = {
        "fengsui.data.place": "api", "fengsui.data.object": "/data/residents", "fengsui.data.action": "share",
        "fengsui.data.rows": 50, "fengsui.data.fields": ["name", "town"], "fengsui.data.actor": "app-health",
        "fengsui.data.bytes": 5120, "fengsui.data.approval": None,
    }  # fmt: skip
    assert {name: event.get(name) for name in wanted} == wanted


def test_plain_nginx_stays_a_web_server() -> None:
    event = one(
        JSONL, '{"time_iso8601":"2026-11-22T08:00:00+00:00","remote_addr":"10.1.1.5","request_uri":"/","status":200}'
    )
    assert event["event.dataset"] == "nginx.access"
    assert "fengsui.data.place" not in event
