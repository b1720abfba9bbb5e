# ruff: noqa: S608 - SQL is put together from our own column names; every value is a parameter
"""Questions to the visible segments, while others write, merge and delete.

Every question starts from one snapshot of the manifest. When a file of the snapshot is gone, compaction or retention
replaced it meanwhile and the question is asked again from a fresh snapshot; when a file is there and cannot be read,
it is left out, remembered, and named in the answer.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import structlog

from model.errors import NotFound, QueryError, StoreError
from model.event import Event, EventId
from model.times import Micros
from store.contract import Bucket, Page, TimeRange, TopValue
from store.events.columns import to_events
from store.events.cursor import Position, read_cursor, write_cursor
from store.events.engine import Engine, QueryTimeout
from store.events.layout import ID, REST, TIME, columns_of
from store.events.manifest import Manifest, Segment
from store.events.plan import (
    columns,
    marks,
    members,
    only,
    order,
    picked,
    regexes,
    settled,
    source,
    value,
    waves,
    windows,
)
from store.events.prune import may_match, times_of
from store.events.sql import Compiler, Sql, quoted
from store.query import parse
from store.query.nodes import Node
from store.scope import Scope

MAX_LIMIT = 10_000
MAX_BUCKETS = 50_000
RETRIES = 8
MAX_LITERALS = 1_000

_UNIT = quoted("s.fengsui.unit")
_FAILURES = (duckdb.Error, OSError, pa.ArrowException)
_log = structlog.get_logger("store.events")

T = TypeVar("T")


class _Stale(Exception):
    """A file of the snapshot was replaced meanwhile."""


@dataclass(slots=True)
class _Question:
    """A parsed query with its limits; `skipped` collects what could not be read."""

    node: Node
    scope: Scope
    within: TimeRange
    now: Micros
    skipped: dict[str, str] = field(default_factory=dict)
    after: Position | None = None
    ascending: bool = False


class Reader:
    def __init__(self, folder: Path, manifest: Manifest, engine: Engine, clock: Callable[[], Micros]) -> None:
        self._folder = folder
        self._manifest = manifest
        self._engine = engine
        self._clock = clock
        self.damaged: dict[str, str] = {}
        """Segments found unreadable, with the reason."""

    # The questions of store.contract.EventStore

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
            raise QueryError(
                f"limit is {limit}, expected 1 to {MAX_LIMIT}", hint="page with the cursor, or use iterate"
            )
        question = self._question(query, scope, within)
        question.ascending = ascending
        if cursor is not None:
            question.after = read_cursor(cursor, ascending)
        return self._retried(lambda: self._page(question, limit, fields))

    def get(self, event_id: EventId, scope: Scope) -> Event:
        missing = NotFound(f"no event {event_id[:40]!r}", hint="it may have been deleted, or belong to another unit")
        try:
            raw = bytes.fromhex(event_id)
        except ValueError:
            raise missing from None
        if len(raw) != 16 or raw.hex() != event_id:
            raise missing

        def read() -> Event:
            for segment in self._manifest.holders(event_id):
                try:
                    found = to_events(self._rows([segment], f"{quoted(ID)} = ?", [raw], None))
                except _FAILURES as error:
                    self._blame(segment, error, {})
                    continue
                if found and scope.allows(found[0]["fengsui.unit"]):
                    return found[0]
            raise missing

        return self._retried(read)

    def count(self, query: str | None, scope: Scope, *, within: TimeRange | None = None) -> int:
        question = self._question(query, scope, within)

        def merge(segments: list[Segment]) -> int:
            where, values = self._where(question, segments)
            return int(self._fetch(f"SELECT count(*) FROM {source()} WHERE {where}", segments, values)[0][0])

        return self._retried(lambda: sum(self._each(question, self._segments(question), merge)))

    def histogram(self, query: str | None, scope: Scope, *, within: TimeRange, interval: Micros) -> list[Bucket]:
        if interval < 1 or within.end < within.start:
            raise QueryError("a histogram needs a positive interval and a range that does not end before it starts")
        first = within.start // interval
        size = -(-within.end // interval) - first if within.end > within.start else 0
        if size > MAX_BUCKETS:
            raise QueryError(f"{size} intervals, at most {MAX_BUCKETS} are counted", hint="use a longer interval")
        question = self._question(query, scope, within)

        def ask(segments: list[Segment]) -> list[tuple[int, int]]:
            where, values = self._where(question, segments)
            sql = (
                f"SELECT {quoted(TIME)} // {int(interval)} AS bucket, count(*) FROM {source()} WHERE {where} GROUP BY 1"
            )
            return self._fetch(sql, segments, values)

        def whole() -> list[Bucket]:
            counts = [0] * size
            for rows in self._each(question, self._segments(question), ask):
                for bucket, count in rows:
                    counts[bucket - first] += count
            return [Bucket((first + index) * interval, count) for index, count in enumerate(counts)]

        return self._retried(whole)

    def top_values(
        self, field: str, query: str | None, scope: Scope, *, within: TimeRange | None = None, limit: int = 10
    ) -> list[TopValue]:
        if not 1 <= limit <= MAX_LIMIT:
            raise QueryError(f"limit is {limit}, expected 1 to {MAX_LIMIT}")
        question = self._question(query, scope, within)

        def ask(segments: list[Segment]) -> list[tuple[str, str, int]]:
            where, values = self._where(question, segments)
            selections = members(field, columns(segments))
            sql = (
                f"WITH matching AS (SELECT * FROM {source()} WHERE {where}),"
                f" vals(kind, v) AS ({' UNION ALL '.join(sql for sql, _ in selections)})"
                " SELECT kind, v, count(*) AS n FROM vals WHERE v IS NOT NULL GROUP BY 1, 2"
                " ORDER BY n DESC, kind, CASE WHEN kind IN ('l', 'd') THEN TRY_CAST(v AS DOUBLE) END, v LIMIT ?"
            )
            return self._fetch(sql, segments, [*values, *(value for _, more in selections for value in more), limit])

        def whole() -> list[TopValue]:
            segments = [s for s in self._segments(question) if columns_of(field, s.columns) or REST in s.columns]
            totals: dict[tuple[str, str], int] = {}
            for rows in self._each(question, segments, ask):
                for kind, text, count in rows:
                    totals[kind, text] = totals.get((kind, text), 0) + count
            best = heapq.nsmallest(limit, totals.items(), key=lambda item: (-item[1], *order(*item[0])))
            return [TopValue(value(kind, text), count) for (kind, text), count in best]

        return self._retried(whole)

    def iterate(
        self, query: str | None, scope: Scope, *, within: TimeRange | None = None, fields: Sequence[str] | None = None
    ) -> Iterator[Event]:
        """Window by window in time; what was published before the call is there, whatever is merged meanwhile."""
        question = self._question(query, scope, within)
        question.ascending = True
        segments = self._segments(question)
        return self._walk(question, segments, fields)

    # Walking

    def _walk(self, question: _Question, segments: list[Segment], fields: Sequence[str] | None) -> Iterator[Event]:
        for window in windows(segments, question.within):
            part = replace(question, within=window, after=None, skipped={})
            for _ in range(RETRIES):
                try:
                    yield from self._window(part, fields)
                except _Stale:
                    continue  # `part.after` says how far it came
                break
            else:
                raise StoreError("segments keep being replaced faster than they can be read", hint="try again")

    def _window(self, question: _Question, fields: Sequence[str] | None) -> Iterator[Event]:
        segments = self._segments(question)
        while segments:
            where, values = self._where(question, segments)
            names = ", ".join(map(quoted, picked(fields, columns(segments))))
            sql = f"SELECT {names} FROM {source()} WHERE {where} ORDER BY {quoted(TIME)}, {quoted(ID)}"
            try:
                with self._engine.stream(sql, [self._paths(segments), *values]) as batches:
                    for batch in batches:
                        for event in to_events(pa.Table.from_batches([batch])):
                            question.after = Position(event["@timestamp"], bytes.fromhex(event["event.id"]))
                            yield only(event, fields)
            except _FAILURES as error:
                segments = self._without_damaged(question, segments, error)
                continue
            return

    # Paging

    def _page(self, question: _Question, limit: int, fields: Sequence[str] | None) -> Page:
        question.skipped.clear()
        best: list[tuple[int, bytes, str]] = []
        partial: list[str] = []
        for wave, rest in waves(self._segments(question), question.ascending):
            try:
                for rows in self._each(question, wave, lambda s: self._candidates(question, s, limit + 1)):
                    best.extend(rows)
            except QueryTimeout as error:
                partial.append(str(error))
                break
            best.sort(key=lambda row: row[:2], reverse=not question.ascending)
            del best[limit + 1 :]
            if len(best) > limit and settled(best[-1][0], rest, question.ascending):
                break
        more = len(best) > limit
        chosen = best[:limit]
        events = self._fetch_events(question, chosen, fields)
        partial += [f"{path}: {reason}" for path, reason in sorted(question.skipped.items())]
        cursor = write_cursor(Position(*chosen[-1][:2]), question.ascending) if more else None
        return Page(events=events, cursor=cursor, partial=tuple(partial))

    def _candidates(self, question: _Question, segments: list[Segment], limit: int) -> list[tuple[int, bytes, str]]:
        where, values = self._where(question, segments)
        way = "ASC" if question.ascending else "DESC"
        sql = (
            f"SELECT {quoted(TIME)}, {quoted(ID)}, filename FROM {source(', filename = true')} WHERE {where}"
            f" ORDER BY {quoted(TIME)} {way}, {quoted(ID)} {way} LIMIT {int(limit)}"
        )
        return self._fetch(sql, segments, values)

    def _fetch_events(
        self, question: _Question, rows: list[tuple[int, bytes, str]], fields: Sequence[str] | None
    ) -> list[Event]:
        """The whole events of chosen rows. One query, so that DuckDB spreads the row groups over its threads."""
        names = {str(Path(row[2]).relative_to(self._folder.absolute())) for row in rows}
        segments = [segment for segment in self._segments(question) if segment.path in names]
        if len(segments) + len(names & self.damaged.keys()) < len(names):
            raise _Stale
        times, ids = sorted({row[0] for row in rows}), [row[1] for row in rows]
        if len(rows) <= MAX_LITERALS:  # listed values reach the Parquet reader, which then skips what it can
            where = f"{quoted(TIME)} IN ({marks(times)}) AND {quoted(ID)} IN ({marks(ids)})"
            values: list[Any] = [*times, *ids]
        else:
            where = (
                f"{quoted(TIME)} BETWEEN ? AND ? AND {quoted(TIME)} IN (SELECT unnest(?::BIGINT[]))"
                f" AND {quoted(ID)} IN (SELECT unnest(?::BLOB[]))"
            )
            values = [times[0], times[-1], times, ids]
        found: dict[str, Event] = {}
        for table in self._each(question, segments, lambda s: self._rows(s, where, values, fields)) if rows else ():
            for event in to_events(table):
                found[event["event.id"]] = event
        return [only(found[row[1].hex()], fields) for row in rows if row[1].hex() in found]

    def _rows(self, segments: list[Segment], where: str, values: list[Any], fields: Sequence[str] | None) -> pa.Table:
        names = ", ".join(map(quoted, picked(fields, columns(segments))))
        return self._engine.table(f"SELECT {names} FROM {source()} WHERE {where}", [self._paths(segments), *values])

    # What all questions share

    def _question(self, query: str | None, scope: Scope, within: TimeRange | None) -> _Question:
        node, now = parse(query), self._clock()
        asked = within or TimeRange(-(2**63), 2**63 - 1)
        own = times_of(node, now)
        question = _Question(node, scope, TimeRange(max(asked.start, own.start), min(asked.end, own.end)), now)
        self._check(node, now)
        return question

    def _check(self, node: Node, now: Micros) -> None:
        """Raise QueryError for what only the compiler or DuckDB can see, also when there is nothing to search."""
        Compiler(frozenset({TIME, ID, REST}), now).where(node)
        for pattern in regexes(node):
            try:
                self._engine.rows("SELECT regexp_full_match('', ?)", [pattern.pattern])
            except duckdb.Error as error:
                reason = str(error).split(": ", 1)[-1]
                raise QueryError(
                    f"this regular expression cannot be used: {reason}",
                    position=pattern.position,
                    hint="the syntax is RE2, without look-around and back-references",
                ) from None

    def _segments(self, question: _Question) -> list[Segment]:
        within, scope = question.within, question.scope
        if within.start >= within.end or not (scope.everything or scope.units):
            return []
        kept = []
        for segment in self._manifest.visible(within, scope):
            if segment.path in self.damaged:
                question.skipped[segment.path] = self.damaged[segment.path]
            elif may_match(question.node, segment):
                kept.append(segment)
        return kept

    def _where(self, question: _Question, segments: list[Segment]) -> Sql:
        parts: list[str] = []
        values: list[Any] = []
        within = question.within
        if any(s.min_time < within.start for s in segments):
            parts.append(f"{quoted(TIME)} >= ?")
            values.append(within.start)
        if any(s.max_time >= within.end for s in segments):
            parts.append(f"{quoted(TIME)} < ?")
            values.append(within.end)
        if not question.scope.everything:
            units = sorted(question.scope.units)
            if len(units) <= MAX_LITERALS:  # a list is pushed down to the Parquet reader, a subquery is a join
                parts.append(f"{_UNIT} IN ({marks(units)})")
                values += units
            else:
                parts.append(f"{_UNIT} IN (SELECT unnest(?::VARCHAR[]))")
                values.append(units)
        if question.after is not None:
            sign = ">" if question.ascending else "<"
            time, event_id = question.after.time, question.after.id
            parts.append(f"({quoted(TIME)} {sign}= ? AND ({quoted(TIME)} {sign} ? OR {quoted(ID)} {sign} ?))")
            values += [time, time, event_id]
        sql, more = Compiler(columns(segments), question.now).where(question.node)
        if sql != "TRUE":
            parts.append(sql)
            values += more
        return " AND ".join(parts) or "TRUE", values

    def _fetch(self, sql: str, segments: list[Segment], values: list[Any]) -> list[Any]:
        return self._engine.rows(sql, [self._paths(segments), *values])

    def _each(self, question: _Question, segments: list[Segment], ask: Callable[[list[Segment]], T]) -> Iterator[T]:
        """The answers for all readable segments: normally one; more when a damaged one had to be left out."""
        while segments:
            try:
                answer = ask(segments)
            except QueryTimeout:
                raise
            except _FAILURES as error:
                segments = self._without_damaged(question, segments, error)
                continue
            yield answer
            return

    def _without_damaged(self, question: _Question, segments: list[Segment], error: Exception) -> list[Segment]:
        """The segments that can be read. Raises _Stale when one is gone for a good reason, StoreError when all can."""
        if isinstance(error, duckdb.BinderException | duckdb.ParserException | duckdb.CatalogException):
            raise error
        if isinstance(error, duckdb.OutOfMemoryException):
            raise StoreError(
                "the search needs more memory than it may use", hint="narrow it, or raise the store's memory limit"
            ) from error
        good = []
        for segment in segments:
            try:
                pq.ParquetFile(self._path(segment.path), page_checksum_verification=True).read(use_threads=False)
            except (OSError, pa.ArrowException) as reason:
                self._blame(segment, reason, question.skipped)
            else:
                good.append(segment)
        if len(good) == len(segments):
            raise StoreError(f"the search failed: {str(error)[:500]}", hint="see the log") from error
        return good

    def _blame(self, segment: Segment, error: Exception, skipped: dict[str, str]) -> None:
        self._blame_path(segment.path, error, skipped)

    def _blame_path(self, path: str, error: Exception, skipped: dict[str, str]) -> None:
        if not Path(self._path(path)).exists() and path not in {s.path for s in self._manifest.visible()}:
            raise _Stale from error
        reason = "the file is missing" if not Path(self._path(path)).exists() else f"damaged: {str(error)[:200]}"
        skipped[path] = self.damaged[path] = reason
        _log.error("segment left out of searches", segment=path, reason=reason)

    def _retried(self, ask: Callable[[], T]) -> T:
        for _ in range(RETRIES):
            try:
                return ask()
            except _Stale:
                continue
        raise StoreError("segments keep being replaced faster than they can be read", hint="try again")

    def _path(self, path: str) -> str:
        return str(self._folder.absolute() / path)

    def _paths(self, segments: list[Segment]) -> list[str]:
        return [self._path(segment.path) for segment in segments]
