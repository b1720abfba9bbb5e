"""Exports over HTTP: who may, what is recorded, what is in them, and what a spreadsheet makes of them."""

from __future__ import annotations

import csv
import io
import re

import httpx
import orjson

from model.spreadsheet import guarded
from store.identity import Role
from tests.api.district import HOSTILE, LONG, TOWN, District, code, read, refused_without


def _rows(answer: httpx.Response) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def test_only_analysts_export(district: District) -> None:
    refused_without(district, "GET", "events/export", *(role for role in Role if role is not Role.ANALYST))


def test_an_export_is_recorded_with_what_was_asked(district: District) -> None:
    before = len(district.audited("events.exported"))
    params = {"q": "kind:html", "format": "jsonl", "start": "2026-11-22T22:00:00Z"}
    assert district.analyst.get("/api/v1/events/export", params=params).status_code == 200
    (record,) = district.audited("events.exported")[before:]
    assert record.details["query"] == "kind:html"
    assert record.details["format"] == "jsonl"
    assert record.details["start"] == "2026-11-22T22:00:00.000000Z"


def test_a_refused_query_exports_nothing_and_records_nothing(district: District) -> None:
    before = len(district.audited("events.exported"))
    assert code(district.analyst.get("/api/v1/events/export?q=a:b:c")) == (422, "query.invalid")
    assert len(district.audited("events.exported")) == before


def test_json_lines_hold_every_event_once_in_order_of_time(district: District) -> None:
    answer = district.analyst.get("/api/v1/events/export", params={"format": "jsonl", "q": "event.dataset:syslog"})
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert re.fullmatch(r'attachment; filename="events-\d{8}T\d{6}Z\.jsonl"', answer.headers["content-disposition"])
    events = [orjson.loads(line) for line in answer.content.splitlines()]
    assert len({event["event.id"] for event in events}) == len(events)
    assert len(events) == read(district.analyst, "events/count", q="event.dataset:syslog")["count"]
    times = [event["@timestamp"] for event in events]
    assert times == sorted(times)


def test_csv_holds_the_columns_asked_for(district: District) -> None:
    answer = district.analyst.get(
        "/api/v1/events/export", params={"q": "event.dataset:network.dns", "field": ["@timestamp", "dns.question.name"]}
    )
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = _rows(answer)
    assert list(rows[0]) == ["@timestamp", "dns.question.name"]
    assert len(rows) == read(district.analyst, "events/count", q="event.dataset:network.dns")["count"]


def test_no_cell_and_no_heading_is_a_formula(district: District) -> None:
    params = {"q": 'fengsui.source:"town/hostile" AND NOT kind:long', "field": ["kind", "message", "=1+1"]}
    rows = _rows(district.analyst.get("/api/v1/events/export", params=params))
    assert {row["kind"] for row in rows} == HOSTILE.keys() - {"long"}
    assert list(rows[0])[-1] == "'=1+1"
    for row in rows:
        assert row["message"] == guarded(HOSTILE[row["kind"]])
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())


def test_a_field_of_a_megabyte_is_exported_whole(district: District) -> None:
    answer = district.analyst.get("/api/v1/events/export", params={"q": "kind:long", "field": ["message"]})
    assert answer.content.decode("utf-8-sig") == f"message\r\n{LONG}\r\n"


def test_a_town_exports_its_own_events_only(district: District) -> None:
    rows = _rows(district.town.get("/api/v1/events/export", params={"field": ["fengsui.unit"]}))
    assert {row["fengsui.unit"] for row in rows} == {TOWN}
    assert len(rows) == read(district.town, "events/count")["count"]


def test_exports_left_half_read_give_their_place_back(district: District) -> None:
    for _ in range(12):
        with district.analyst.stream("GET", "/api/v1/events/export?format=jsonl") as answer:
            assert answer.status_code == 200
            next(answer.iter_raw())
    assert district.analyst.get("/api/v1/events/export", params={"q": "kind:html"}).status_code == 200
