"""Searching, counting, charting and reading stored events."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import orjson
from fastapi import Depends, Query, Request, Response
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from api.access import Caller, noun, require
from api.core import core_of
from api.events import fields as names
from api.events.export import EXPORTED, Exports
from api.events.interval import interval_of
from api.events.schemas import (
    BucketRead,
    EventCount,
    EventDetail,
    EventPage,
    FieldNames,
    HistogramRead,
    QueryChecked,
    RawRead,
    UnknownFieldRead,
    ValueRead,
    ValuesRead,
)
from api.events.shown import ALWAYS, RAW, dated, listed, whole
from api.events.turns import Turn
from api.problems import mistake_of
from api.ranges import End, Start, time_range
from api.wire import Cursor, Key, Limit, Plain, moment
from model.errors import InputError, QueryError
from model.times import SECOND
from store.contract import EventStore, Page, TimeRange, UnknownField
from store.scope import Scope

router = noun("events")

Reader = Annotated[Caller, Depends(require("events:read"))]
Exporter = Annotated[Caller, Depends(require("events:export"))]
Text = Annotated[str, Query(max_length=8_192, description="Lucene query over ECS names; empty finds all")]
Names = Annotated[
    list[Annotated[str, Query(min_length=1, max_length=256, pattern=Plain)]] | None,
    Query(alias="field", max_length=100, description="Fields to give, each once; none means all"),
]


def _json(content: dict[str, Any]) -> Response:
    """Without a second validation: pages of events are the largest answers there are, and `shown` makes their shape."""
    return Response(orjson.dumps(content), media_type="application/json")


def _store(request: Request) -> EventStore:
    return core_of(request).kept.store


@router.get("", operation_id="search_events", response_model=EventPage)
def search_events(
    caller: Reader,
    request: Request,
    _: Turn,
    q: Text = "",
    start: Start = None,
    end: End = None,
    limit: Limit = 100,
    cursor: Cursor = None,
    order: Literal["newest", "oldest"] = "newest",
    field: Names = None,
) -> Response:
    """Events that match, newest first unless asked otherwise. Long values are cut; raw records are read one by one."""
    page = _store(request).search(
        q,
        caller.scope,
        within=time_range(start, end),
        limit=limit,
        cursor=cursor,
        ascending=order == "oldest",
        fields=None if field is None else list(dict.fromkeys((*ALWAYS, *field))),
    )
    wanted = None if field is None else frozenset(field)
    items = [listed(event, wanted) for event in page.events]
    unknown = [_unknown(one).model_dump() for one in page.unknown]
    return _json({"items": items, "cursor": page.cursor, "partial": list(page.partial), "unknown_fields": unknown})


def _unknown(found: UnknownField) -> UnknownFieldRead:
    return UnknownFieldRead(field=found.field, position=found.position, near=list(found.near))


@router.get("/count", operation_id="count_events", response_model=EventCount)
def count_events(
    caller: Reader, request: Request, _: Turn, q: Text = "", start: Start = None, end: End = None
) -> EventCount:
    """How many events match."""
    partial: list[str] = []
    count = _store(request).count(q, caller.scope, within=time_range(start, end), partial=partial)
    return EventCount(count=count, partial=partial)


@router.get("/histogram", operation_id="chart_events", response_model=HistogramRead)
def chart_events(
    caller: Reader,
    request: Request,
    _: Turn,
    q: Text = "",
    start: Start = None,
    end: End = None,
    interval_s: Annotated[
        int | None, Query(ge=1, le=366 * 86_400, description="Seconds; by default one that gives 60 to 200 intervals")
    ] = None,
) -> HistogramRead:
    """How many events match in each interval. Without a time the range is that of the matching events."""
    store = _store(request)
    asked = time_range(start, end)
    within = _span(store, q, caller.scope, asked, missing=(start is None, end is None))
    if within is None or within.end <= within.start:
        return HistogramRead(start=None, end=None, interval_s=interval_s or 1, total=0, buckets=[], partial=[])
    interval = interval_of(within, interval_s)
    partial: list[str] = []
    found = store.histogram(q, caller.scope, within=within, interval=interval, partial=partial)
    return HistogramRead(
        start=moment(within.start),
        end=moment(within.end),
        interval_s=interval // SECOND,
        total=sum(bucket.count for bucket in found),
        buckets=[BucketRead(start=moment(bucket.start), count=bucket.count) for bucket in found],
        partial=partial,
    )


def _span(
    store: EventStore, q: str, scope: Scope, asked: TimeRange | None, missing: tuple[bool, bool]
) -> TimeRange | None:
    """The range asked for, an end that was left open drawn to the matching events; None when there are none."""
    if asked is not None and not any(missing):
        return asked
    oldest = store.search(q, scope, within=asked, limit=1, ascending=True, fields=["@timestamp"])
    newest = store.search(q, scope, within=asked, limit=1, fields=["@timestamp"])
    if not oldest.events or not newest.events:
        return None
    first, last = oldest.events[0]["@timestamp"], newest.events[0]["@timestamp"] + 1
    if asked is None:
        return TimeRange(first, last)
    return TimeRange(first if missing[0] else asked.start, last if missing[1] else asked.end)


@router.get("/top-values", operation_id="get_top_values", response_model=ValuesRead)
def get_top_values(
    caller: Reader,
    request: Request,
    _: Turn,
    field: Annotated[str, Query(min_length=1, max_length=256, pattern=Plain)],
    q: Text = "",
    start: Start = None,
    end: End = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 10,
) -> ValuesRead:
    """The most frequent values of a field among the events that match; a list counts each member."""
    if field == RAW:
        raise InputError("raw records are read one by one", hint="use GET /api/v1/events/{event_id}/raw")
    partial: list[str] = []
    found = _store(request).top_values(
        field, q, caller.scope, within=time_range(start, end), limit=limit, partial=partial
    )
    items = [ValueRead(value=_brief(dated(field, top.value)), count=top.count) for top in found]
    return ValuesRead(field=field, items=items, partial=partial)


def _brief(value: Any) -> Any:
    return value[:1_024] if isinstance(value, str) else value


@router.get("/check", operation_id="check_query", response_model=QueryChecked)
def check_query(caller: Reader, request: Request, q: Text = "") -> QueryChecked:
    """Whether a query can be understood and, when not, at which character and what to do. Searches nothing."""
    try:
        page = _checked(_store(request), q, caller.scope)
    except QueryError as error:
        return QueryChecked(
            valid=False,
            message=error.message[:1_000],
            position=error.position,
            hint=error.hint[:1_000] or None,
            mistake=mistake_of(error),
            unknown_fields=[],
        )
    unknown = [_unknown(one) for one in page.unknown]
    return QueryChecked(valid=True, message=None, position=None, hint=None, mistake=None, unknown_fields=unknown)


def _checked(store: EventStore, q: str, scope: Scope) -> Page:
    """Raises QueryError. An empty range is refused or found empty before anything is read."""
    return store.search(q, scope, within=TimeRange(0, 0), limit=1)


@router.get("/fields", operation_id="list_fields", response_model=FieldNames)
def list_fields(caller: Reader, request: Request, _: Turn, prefix: Key | None = None) -> FieldNames:
    """Field names for completion: the catalogue's, and those recent events within the caller's units carry."""
    seen = names.seen(request.app, core_of(request), caller.scope)
    return FieldNames(items=names.listing(seen, prefix or ""))


@router.get("/export", operation_id="export_events", response_class=Response, responses=EXPORTED)
async def export_events(
    caller: Exporter,
    request: Request,
    q: Text = "",
    start: Start = None,
    end: End = None,
    format: Literal["csv", "jsonl"] = "csv",  # noqa: A002 - the word clients expect
    field: Names = None,
) -> Response:
    """All events that match, in order of time, streamed. Text that a spreadsheet would run is defused in CSV.

    The export is an audit record. When it breaks off, the connection is closed without the end of the stream.
    """
    core = core_of(request)
    within = time_range(start, end)
    await run_in_threadpool(_checked, core.kept.store, q, caller.scope)
    details = {"query": q, "format": format, "fields": ", ".join(field or ())}
    if within is not None:
        details |= {"start": moment(within.start), "end": moment(within.end)}

    def record(tx: Session) -> None:
        caller.audit_read(tx, "events.exported", "events", details, core.clock())

    await core.write(record)
    exports = Exports.of(request.app)
    return exports.answer(core.kept.store, q, caller.scope, within, format, field, core.clock())


@router.get("/{event_id}", operation_id="get_event", response_model=EventDetail)
def get_event(event_id: str, caller: Reader, request: Request) -> Response:
    """One event, with every field whole."""
    return _json(whole(_store(request).get(event_id, caller.scope)))


@router.get("/{event_id}/raw", operation_id="get_raw_record", response_model=RawRead)
async def get_raw_record(event_id: str, caller: Reader, request: Request) -> RawRead:
    """The raw record an event was made from. Every read is an audit record."""
    core = core_of(request)
    event = await run_in_threadpool(core.kept.store.get, event_id, caller.scope)
    position = event.get("log.offset", event.get("fengsui.position"))

    def record(tx: Session) -> None:
        details = {"unit": event["fengsui.unit"]}
        caller.audit_read(tx, "event.raw_read", f"event:{event_id}", details, core.clock())

    await core.write(record)
    return RawRead(
        id=event_id,
        text=event.get(RAW),
        digest=event.get("event.hash"),
        source=event.get("fengsui.source"),
        file=event.get("log.file.path"),
        position=None if position is None else str(position),
    )
