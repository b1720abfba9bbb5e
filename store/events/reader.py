# ruff: noqa: S608 - SQL is put together from our own column names; every value is a parameter
"""Events themselves: searched page by page, read one by one, walked through.

A search looks at slices of time in the order of its answer and stops when the page is full, so that the newest fifty of
ten million cost what fifty of forty thousand do. It first finds which events it wants and then reads those it has not
read before.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

import pyarrow as pa

from model.ecs import catalogue, field
from model.errors import NotFound, StoreError
from model.event import Event, EventId
from store.contract import Page, TimeRange, UnknownField
from store.events.asking import FAILURES, MAX_LITERALS, RETRIES, Asker, Question, Stale
from store.events.columns import to_events
from store.events.cursor import Position, read_cursor, write_cursor
from store.events.engine import QueryTimeout
from store.events.kept import ANSWER_BYTES, EVENT_BYTES, Kept, Once, weight_of
from store.events.layout import ID, TIME, field_of
from store.events.manifest import Segment
from store.events.plan import columns, marks, named, only, picked, slices, source, windows
from store.events.sql import quoted
from store.query.mistakes import mistake
from store.scope import Scope

MAX_LIMIT = 10_000
MAX_UNKNOWN = 5
NEAR = 3
_Row = tuple[int, bytes, str]


class Reader:
    """The questions for events of `store.contract.EventStore`."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self._events: Kept[bytes, Event] = Kept(EVENT_BYTES)
        self._pages: Kept[Hashable, Page] = Kept(ANSWER_BYTES)
        self._once: Once[Hashable, Page] = Once()

    def search(
        self,
        query: str | None,
        scope: Scope,
        *,
        within: TimeRange | None = None,
        limit: int = 100,
        cursor: str | None = None,
        ascending: bool = False,
        fields: Sequence[str] | None = None,
    ) -> Page:
        if not 1 <= limit <= MAX_LIMIT:
            raise mistake("limit", given=limit, most=MAX_LIMIT)
        question = self._asker.question(query, scope, within)
        question.ascending = ascending
        if cursor is not None:
            question.after = read_cursor(cursor, ascending)
        wanted = None if fields is None else tuple(fields)
        asked = (question.text, scope, question.within, limit, cursor, ascending, wanted)

        def work() -> Page:
            return self._asker.retried(lambda: self._page(question, asked, limit, wanted))

        return self._once(asked, work) if question.lasting else work()

    def get(self, event_id: EventId, scope: Scope) -> Event:
        missing = NotFound(f"no event {event_id[:40]!r}", hint="it may have been deleted, or belong to another unit")
        try:
            raw = bytes.fromhex(event_id)
        except ValueError:
            raise missing from None
        if len(raw) != 16 or raw.hex() != event_id:
            raise missing

        def read() -> Event:
            for segment in self._asker.manifest.holders(event_id):
                try:
                    found = to_events(self._rows([segment], f"{quoted(ID)} = ?", [raw], None, float("inf")))
                except FAILURES as error:
                    self._asker.blame(segment.path, error, {})
                    continue
                if found and scope.allows(found[0]["fengsui.unit"]):
                    return found[0]
            raise missing

        return self._asker.retried(read)

    def field_names(self, scope: Scope) -> frozenset[str]:
        names = (field_of(name) for name in columns(self._asker.manifest.visible(None, scope)))
        return frozenset(described[1] for described in names if described) | {"@timestamp", "event.id"}

    def iterate(
        self, query: str | None, scope: Scope, *, within: TimeRange | None = None, fields: Sequence[str] | None = None
    ) -> Iterator[Event]:
        """Window by window in time; what was published before the call is there, whatever is merged meanwhile."""
        question = self._asker.question(query, scope, within)
        question.ascending = True
        segments = self._asker.segments(question)
        return self._walk(question, segments, fields)

    # Walking

    def _walk(self, question: Question, segments: list[Segment], fields: Sequence[str] | None) -> Iterator[Event]:
        for window in windows(segments, question.within):
            part = replace(question, within=window, after=None, skipped={})
            for _ in range(RETRIES):
                try:
                    yield from self._window(part, fields)
                except Stale:
                    continue  # `part.after` says how far it came
                break
            else:
                raise StoreError("segments keep being replaced faster than they can be read", hint="try again")

    def _window(self, question: Question, fields: Sequence[str] | None) -> Iterator[Event]:
        segments = self._asker.segments(question)
        while segments:
            where, values = self._asker.where(question, segments)
            names = ", ".join(map(quoted, picked(fields, columns(segments))))
            sql = f"SELECT {names} FROM {source()} WHERE {where} ORDER BY {quoted(TIME)}, {quoted(ID)}"
            try:
                with self._asker.engine.stream(sql, [self._asker.paths(segments), *values]) as batches:
                    for batch in batches:
                        for event in to_events(pa.Table.from_batches([batch])):
                            question.after = Position(event["@timestamp"], bytes.fromhex(event["event.id"]))
                            yield only(event, fields)
            except FAILURES as error:
                segments = self._asker.without_damaged(question, segments, error)
                continue
            return

    # Paging

    def _page(self, question: Question, asked: Hashable, limit: int, fields: Sequence[str] | None) -> Page:
        question.skipped.clear()
        segments = self._asker.segments(question)
        key = (asked, tuple(segment.path for segment in segments))
        known = self._pages.get(key) if question.lasting else None
        if known is not None and not question.skipped:
            return known
        best, late = self._best(question, segments, limit + 1)
        chosen = best[:limit]
        events = self._whole(question, segments, chosen, fields)
        cursor = write_cursor(Position(*chosen[-1][:2]), question.ascending) if len(best) > limit else None
        page = Page(
            events=events,
            cursor=cursor,
            partial=(*late, *question.partial()),
            unknown=self._unknown(question, events),
        )
        if question.lasting and not page.partial:
            self._pages.put(key, page, sum(map(weight_of, events)) + 100 * len(segments) + 200)
        return page

    def _best(self, question: Question, segments: list[Segment], enough: int) -> tuple[list[_Row], list[str]]:
        """The first `enough` rows in the order of the answer, and why they may not be all."""
        best: list[_Row] = []
        start = question.within if question.after is None else _beyond(question)
        for window in slices(segments, start, question.ascending):
            part = replace(question, within=window)
            here = [s for s in segments if s.max_time >= window.start and s.min_time < window.end]
            here = [s for s in here if s.path not in question.skipped]
            missing = enough - len(best)
            try:
                for rows in self._asker.each(part, here, lambda s, p=part, n=missing: self._candidates(p, s, n)):  # type: ignore[misc]
                    best += rows
            except QueryTimeout as error:
                return best, [str(error)]
            if len(best) >= enough:
                break
        return best, []

    def _candidates(self, question: Question, segments: list[Segment], limit: int) -> list[_Row]:
        where, values = self._asker.where(question, segments)
        way = "ASC" if question.ascending else "DESC"
        sql = (
            f"SELECT {quoted(TIME)}, {quoted(ID)}, filename FROM {source(', filename = true')} WHERE {where}"
            f" ORDER BY {quoted(TIME)} {way}, {quoted(ID)} {way} LIMIT {int(limit)}"
        )
        return self._asker.fetch(sql, segments, values, question.until)

    def _whole(
        self, question: Question, segments: list[Segment], rows: list[_Row], fields: Sequence[str] | None
    ) -> list[Event]:
        """The events of chosen rows: those read before, and the others in one query, which DuckDB spreads over threads."""
        found: dict[bytes, Event] = {}
        for row in rows:
            kept = self._events.get(row[1])
            if kept is not None:
                found[row[1]] = kept
        wanted = [row for row in rows if row[1] not in found]
        if wanted:
            files = {row[2] for row in wanted}
            holding = [segment for segment in segments if self._asker.path(segment.path) in files]
            times, ids = sorted({row[0] for row in wanted}), [row[1] for row in wanted]
            if len(wanted) <= MAX_LITERALS:  # listed values reach the Parquet reader, which then skips what it can
                where = f"{quoted(TIME)} IN ({marks(times)}) AND {quoted(ID)} IN ({marks(ids)})"
                values: list[Any] = [*times, *ids]
            else:
                where = (
                    f"{quoted(TIME)} BETWEEN ? AND ? AND {quoted(TIME)} IN (SELECT unnest(?::BIGINT[]))"
                    f" AND {quoted(ID)} IN (SELECT unnest(?::BLOB[]))"
                )
                values = [times[0], times[-1], times, ids]
            for table in self._asker.each(
                question, holding, lambda s: self._rows(s, where, values, fields, question.until)
            ):
                for event in to_events(table):
                    raw = bytes.fromhex(event["event.id"])
                    found[raw] = event
                    if fields is None:
                        self._events.put(raw, event, weight_of(event))
        return [only(found[row[1]], fields) for row in rows if row[1] in found]

    def _rows(
        self, segments: list[Segment], where: str, values: list[Any], fields: Sequence[str] | None, until: float
    ) -> pa.Table:
        names = ", ".join(map(quoted, picked(fields, columns(segments))))
        sql = f"SELECT {names} FROM {source()} WHERE {where}"
        return self._asker.engine.table(sql, [self._asker.paths(segments), *values], until)

    def _unknown(self, question: Question, events: list[Event]) -> tuple[UnknownField, ...]:
        """Fields nobody knows: not the catalogue, not the columns of what is stored, not the events just found."""
        wanted = {name: at for name, at in named(question.node) if field(name) is None}
        if not wanted or any(not wanted.keys() - event.keys() for event in events):
            return ()
        here = self.field_names(question.scope)
        for event in events:
            here |= event.keys()
        unknown = [(name, at) for name, at in wanted.items() if name not in here][:MAX_UNKNOWN]
        known = [*here, *catalogue()] if unknown else []
        return tuple(UnknownField(name, at, tuple(_near(name, known))) for name, at in unknown)


def _near(name: str, known: list[str]) -> list[str]:
    """Names of another spelling first, then those a typing mistake away."""
    folded = name.casefold()
    same = [other for other in known if other.casefold() == folded]
    return list(dict.fromkeys((*same, *get_close_matches(name[:128], known, NEAR, 0.75))))[:NEAR]


def _beyond(question: Question) -> TimeRange:
    """The part of the range that comes after the cursor; events of the cursor's own time are in it."""
    assert question.after is not None
    within, at = question.within, question.after.time
    if question.ascending:
        return TimeRange(max(within.start, at), within.end)
    return TimeRange(within.start, min(within.end, at + 1))
