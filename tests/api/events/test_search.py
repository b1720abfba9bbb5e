"""Searching, counting and charting events over HTTP, on the replayed attack."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from api.events.schemas import EventDetail, EventPage, FieldNames, HistogramRead, QueryChecked, RawRead, ValuesRead
from api.events.shown import MAX_EVENT, MAX_VALUE
from model.times import parse_iso, to_datetime
from store.identity import Role
from tests.api.district import HOSTILE, LONG, TOWN, District, all_pages, code, read, refused_without

BLIND = (
    Role.SYSTEM_ADMIN,
    Role.SECURITY_ADMIN,
    Role.AUDIT_ADMIN,
    Role.UNIT_SECURITY_OFFICER,
    Role.COMPLIANCE_AUDITOR,
    Role.LEADER,
)
READS = (
    "events",
    "events/count",
    "events/histogram",
    "events/top-values?field=host.name",
    "events/check",
    "events/fields",
)


@pytest.mark.parametrize("address", [*READS, "events/" + "0" * 32, "events/" + "0" * 32 + "/raw"])
def test_administrators_and_onlookers_do_not_read_events(district: District, address: str) -> None:
    refused_without(district, "GET", address, *BLIND)


def test_a_duty_officer_searches_but_does_not_export(district: District) -> None:
    officer = district.person(Role.DUTY_OFFICER)
    assert read(officer, "events", limit=1)["items"]
    assert code(officer.get("/api/v1/events/export")) == (403, "permission.missing")


def test_a_town_sees_its_own_events_only_whatever_it_asks(district: District) -> None:
    all_, own = read(district.analyst, "events/count")["count"], read(district.town, "events/count")["count"]
    assert 0 < own < all_
    assert {e["unit"] for e in all_pages(district.town, "events", limit=500, q="")} == {TOWN}
    asked = read(district.town, "events/count", q="fengsui.unit:data-centre OR fengsui.unit:water-bureau")
    assert asked["count"] == 0
    units = read(district.town, "events/top-values", field="fengsui.unit")["items"]
    assert units == [{"value": TOWN, "count": own}]
    assert read(district.town, "events/histogram")["total"] == own
    names = {f["name"] for f in read(district.town, "events/fields")["items"] if f["seen"]}
    assert "mqtt" in " ".join(names)
    assert "nginx" not in " ".join(names), "nor are the names of other units' fields told"


def test_an_event_of_another_unit_does_not_exist(district: District) -> None:
    foreign = read(district.analyst, "events", q="fengsui.unit:data-centre", limit=1)["items"][0]["id"]
    for address in (f"events/{foreign}", f"events/{foreign}/raw", "events/" + "0" * 32, "events/nonsense"):
        assert code(district.town.get(f"/api/v1/{address}")) == (404, "not_found")


@pytest.mark.parametrize("order", ["newest", "oldest"])
def test_paging_neither_repeats_nor_skips(district: District, order: str) -> None:
    query = "event.dataset:network.modbus OR event.dataset:linux.auditd"
    found = all_pages(district.analyst, "events", q=query, limit=97, order=order)
    ids = [event["id"] for event in found]
    assert len(ids) == len(set(ids)) == read(district.analyst, "events/count", q=query)["count"] > 1_000
    times = [event["time"] for event in found]
    assert times == sorted(times, reverse=order == "newest")


def test_a_cursor_of_the_other_direction_or_of_nothing_is_refused(district: District) -> None:
    cursor = read(district.analyst, "events", limit=1)["cursor"]
    for params in ({"cursor": cursor, "order": "oldest"}, {"cursor": "nonsense"}):
        assert code(district.analyst.get("/api/v1/events", params=params)) == (422, "query.invalid")


def test_answers_are_as_described(district: District) -> None:
    page = EventPage.model_validate(read(district.analyst, "events", limit=50))
    assert len(page.items) == 50
    assert page.partial == []
    event = EventDetail.model_validate(read(district.analyst, f"events/{page.items[0].id}"))
    assert event.fields["event.id"] == page.items[0].id
    assert event.fields["@timestamp"] == page.items[0].time


def test_only_the_fields_asked_for_are_given(district: District) -> None:
    found = read(district.analyst, "events", q="event.dataset:network.dns", field=["dns.question.name", "nothing"])
    assert all(set(event["fields"]) <= {"dns.question.name"} for event in found["items"])
    assert any(event["fields"] for event in found["items"])


def test_times_limit_a_search_half_open(district: District) -> None:
    first = read(district.analyst, "events", limit=1, order="oldest")["items"][0]["time"]
    just_after = to_datetime(parse_iso(first) + 1).isoformat()
    assert read(district.analyst, "events/count", start=first, end=just_after)["count"] >= 1
    assert read(district.analyst, "events/count", end=first)["count"] == 0
    assert code(district.analyst.get("/api/v1/events?start=2026-11-22T22:00:00")) == (422, "request.invalid")
    assert read(district.analyst, "events/count", start="0001-01-01T00:00:00Z", end="9999-12-31T23:59:59Z")["count"]


def test_a_histogram_counts_every_event_once(district: District) -> None:
    chart = HistogramRead.model_validate(read(district.analyst, "events/histogram"))
    assert chart.total == read(district.analyst, "events/count")["count"]
    assert 60 <= len(chart.buckets) <= 201
    starts = [parse_iso(bucket.start) for bucket in chart.buckets]
    assert {b - a for a, b in pairwise(starts)} == {chart.interval_s * 1_000_000}
    assert sum(bucket.count for bucket in chart.buckets) == chart.total


def test_a_histogram_zooms(district: District) -> None:
    whole = read(district.analyst, "events/histogram", interval_s=60)
    bar = max(whole["buckets"], key=lambda b: b["count"])
    end = (to_datetime(parse_iso(bar["start"])) + timedelta(seconds=60)).isoformat()
    part = read(district.analyst, "events/histogram", start=bar["start"], end=end)
    assert part["total"] == bar["count"]
    assert part["interval_s"] < 60


@pytest.mark.parametrize("years", [("0001-01-01T00:00:00Z", "9999-12-31T00:00:00Z"), ("1970-01-01T00:00:00Z", None)])
def test_a_histogram_of_all_time_is_bounded(district: District, years: tuple[str, str | None]) -> None:
    params = {"start": years[0]} | ({"end": years[1]} if years[1] else {})
    assert len(read(district.analyst, "events/histogram", **params)["buckets"]) <= 201
    answer = district.analyst.get("/api/v1/events/histogram", params={**params, "interval_s": 1})
    assert code(answer) == (422, "input.unusable")


def test_a_histogram_of_nothing_is_empty(district: District) -> None:
    empty = read(district.analyst, "events/histogram", q="no.such.field:x")
    assert (empty["start"], empty["total"], empty["buckets"]) == (None, 0, [])


def test_top_values_add_up(district: District) -> None:
    found = ValuesRead.model_validate(read(district.analyst, "events/top-values", field="event.dataset", limit=200))
    assert sum(item.count for item in found.items) == read(district.analyst, "events/count")["count"]
    counts = [item.count for item in found.items]
    assert counts == sorted(counts, reverse=True)
    value = found.items[0].value
    assert read(district.analyst, "events/count", q=f"event.dataset:{value}")["count"] == found.items[0].count


def test_dates_among_top_values_are_text(district: District) -> None:
    found = read(district.analyst, "events/top-values", field="event.ingested", limit=1)
    parse_iso(found["items"][0]["value"])


@pytest.mark.parametrize(
    ("query", "position"),
    [("a:b:c", 2), ("(user.name:x", 0), ('"open', 0), ("message:/a(?=b)/", 8), ("user.name:alice~2", None)],
)
def test_a_wrong_query_is_told_where_it_is_wrong(district: District, query: str, position: int | None) -> None:
    checked = QueryChecked.model_validate(read(district.analyst, "events/check", q=query))
    assert not checked.valid
    assert checked.message
    if position is not None and query != "(user.name:x":
        assert checked.position == position
    for address in ("events", "events/count", "events/histogram", "events/top-values?field=host.name", "events/export"):
        answer = district.analyst.get(f"/api/v1/{address}", params={"q": query, "field": "host.name"})
        assert code(answer) == (422, "query.invalid"), address


def test_a_right_query_is_valid_and_searches_nothing(district: District) -> None:
    checked = read(district.analyst, "events/check", q="source.ip:10.0.0.0/8 AND NOT user.name:root")
    nothing = {"message": None, "position": None, "hint": None, "mistake": None}
    assert checked == {"valid": True, "unknown_fields": [], **nothing}


def test_field_names_are_the_catalogues_and_those_events_carry(district: District) -> None:
    found = FieldNames.model_validate(read(district.analyst, "events/fields")).items
    by_name = {field.name: field for field in found}
    assert by_name["source.ip"].type == "ip"
    assert by_name["source.ip"].seen
    assert by_name["words"].type is None, "a name of the portal's own"
    assert [field.seen for field in found] == sorted((field.seen for field in found), reverse=True)
    some = read(district.analyst, "events/fields", prefix="dns.")["items"]
    assert some
    assert all(field["name"].startswith("dns.") for field in some)


def _hostile(district: District, kind: str) -> dict[str, Any]:
    found = read(district.analyst, "events", q=f'kind:{kind} AND fengsui.source:"town/hostile"')["items"]
    assert len(found) == 1
    event: dict[str, Any] = found[0]
    return event


@pytest.mark.parametrize("kind", [kind for kind in HOSTILE if kind != "long"])
def test_hostile_text_comes_back_as_the_data_it_is(district: District, kind: str) -> None:
    event = _hostile(district, kind)
    assert event["fields"]["message"] == HOSTILE[kind]
    answer = district.analyst.get(f"/api/v1/events/{event['id']}")
    assert answer.json()["fields"]["message"] == HOSTILE[kind]
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert not any(ord(character) < 32 for character in answer.text), "control characters are escaped"


def test_a_field_of_a_megabyte_is_cut_in_lists_and_whole_in_the_event(district: District) -> None:
    event = _hostile(district, "long")
    assert event["cut"] == ["message"]
    assert event["fields"]["message"] == LONG[:MAX_VALUE]
    assert len(str(event)) < MAX_EVENT + 10_000
    assert read(district.analyst, f"events/{event['id']}")["fields"]["message"] == LONG
    values = read(district.analyst, "events/top-values", field="message", q="kind:long")
    assert len(values["items"][0]["value"]) == 1_024


def test_the_raw_record_of_a_log_is_its_text_and_reading_it_is_recorded(district: District) -> None:
    event = read(district.analyst, "events", q="event.dataset:nginx.access", limit=1)["items"][0]
    assert "event.original" not in event["fields"]
    whole = read(district.analyst, f"events/{event['id']}")
    assert whole["raw"]
    assert "event.original" not in whole["fields"]
    before = len(district.audited("event.raw_read"))
    raw = RawRead.model_validate(read(district.analyst, f"events/{event['id']}/raw"))
    assert raw.text is not None
    assert raw.text.startswith(event["fields"]["source.ip"])
    (record,) = district.audited("event.raw_read")[before:]
    assert record.object == f"event:{event['id']}"


def test_the_raw_record_of_a_packet_is_its_place_and_digest(district: District) -> None:
    event = read(district.analyst, "events", q="event.dataset:network.dns", limit=1)["items"][0]
    raw = read(district.analyst, f"events/{event['id']}/raw")
    assert raw["text"] is None
    assert raw["file"].endswith("extranet.pcap.gz")
    assert raw["digest"]
    assert raw["position"]


def test_raw_records_are_not_read_in_bulk_by_way_of_lists(district: District) -> None:
    query = "event.dataset:nginx.access"
    listed = read(district.analyst, "events", q=query, field=["event.original"])["items"]
    assert all(event["fields"] == {} for event in listed)
    answer = district.analyst.get("/api/v1/events/top-values?field=event.original")
    assert code(answer) == (422, "input.unusable")


def test_a_wrong_query_is_explained_in_both_languages_with_a_stable_slug(district: District) -> None:
    answer = district.analyst.get("/api/v1/events", params={"q": 'message:"never closed'})
    assert answer.status_code == 422
    mistake = answer.json()["mistake"]
    assert (mistake["slug"], mistake["position"]) == ("quote_open", 8)
    assert "引号" in mistake["message_zh"]
    checked = read(district.analyst, "events/check", q='message:"never closed')
    assert checked["mistake"] == mistake
    checked = read(district.analyst, "events/check", q="source.port:[abc TO 5]")
    assert checked["mistake"]["parameters"] == {"field": "source.port", "text": "'abc'"}
    assert "source.port" in checked["mistake"]["message_zh"]


def test_a_misspelt_field_is_named_with_names_that_are_near(district: District) -> None:
    page = read(district.analyst, "events", q="source.ipp:10.0.0.1 OR user.name:root", limit=1)
    (unknown,) = page["unknown_fields"]
    assert (unknown["field"], unknown["position"]) == ("source.ipp", len("source.ipp:"))
    assert unknown["near"][0] == "source.ip"
    assert read(district.analyst, "events/check", q="Source.IP:10.0.0.1")["unknown_fields"][0]["near"][0] == "source.ip"
    for known in ("source.ip:10.0.0.1", "kind:formula", "_exists_:event.id", "winlog.event_data.Anything:1"):
        assert read(district.town, "events", q=known)["unknown_fields"] == [], known
    many = " OR ".join(f"no_such_{n}:1" for n in range(200))
    assert len(read(district.analyst, "events", q=many)["unknown_fields"]) == 5
