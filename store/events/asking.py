"""What all questions to the visible segments share, while others write, merge and delete.

Every question starts from one snapshot of the manifest. When a file of the snapshot is gone, compaction or retention
replaced it meanwhile and the question is asked again from a fresh snapshot; when a file is there and cannot be read,
it is left out, remembered, and named in the answer.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import structlog

from model.errors import StoreError
from model.times import Micros
from store.contract import TimeRange
from store.events.cursor import Position
from store.events.engine import Engine, QueryTimeout
from store.events.layout import ID, REST, TIME
from store.events.manifest import Manifest, Segment
from store.events.plan import columns, marks, regexes
from store.events.prune import may_match, times_of
from store.events.sql import Compiler, Sql, quoted
from store.query import parse
from store.query.mistakes import mistake
from store.query.nodes import Node
from store.scope import Scope

RETRIES = 8
MAX_LITERALS = 1_000

_UNIT = quoted("s.fengsui.unit")
FAILURES = (duckdb.Error, OSError, pa.ArrowException)
_log = structlog.get_logger("store.events")

T = TypeVar("T")


class Stale(Exception):
    """A file of the snapshot was replaced meanwhile."""


@dataclass(slots=True)
class Question:
    """A parsed query with its limits. lasting: whether the clock has no part in it. until: of `time.monotonic`, when to
    give up. `skipped` collects what could not be read, by path."""

    text: str
    node: Node
    scope: Scope
    within: TimeRange
    now: Micros
    lasting: bool
    until: float
    skipped: dict[str, str] = field(default_factory=dict)
    after: Position | None = None
    ascending: bool = False

    def partial(self) -> list[str]:
        return [f"{path}: {reason}" for path, reason in sorted(self.skipped.items())]


class Asker:
    def __init__(self, folder: Path, manifest: Manifest, engine: Engine, clock: Callable[[], Micros]) -> None:
        self.folder = folder.absolute()
        self.manifest = manifest
        self.engine = engine
        self._clock = clock
        self.damaged: dict[str, str] = {}
        """Segments found unreadable, with the reason."""

    def question(self, query: str | None, scope: Scope, within: TimeRange | None) -> Question:
        """Raises QueryError."""
        node, now = parse(query), self._clock()
        asked = within or TimeRange(-(2**63), 2**63 - 1)
        own = times_of(node, now)
        limit = self.engine.limits.timeout_s
        question = Question(
            text=query or "",
            node=node,
            scope=scope,
            within=TimeRange(max(asked.start, own.start), min(asked.end, own.end)),
            now=now,
            lasting="now" not in (query or "").lower(),
            until=time.monotonic() + limit if limit else float("inf"),
        )
        self._check(node, now)
        return question

    def _check(self, node: Node, now: Micros) -> None:
        """Raise QueryError for what only the compiler or DuckDB can see, also when there is nothing to search."""
        Compiler(frozenset({TIME, ID, REST}), now).where(node)
        for pattern in regexes(node):
            try:
                self.engine.rows("SELECT regexp_full_match('', ?)", [pattern.pattern])
            except duckdb.Error as error:
                reason = str(error).split(": ", 1)[-1]
                raise mistake("regex_unusable", pattern.position, reason=reason) from None

    def segments(self, question: Question) -> list[Segment]:
        within, scope = question.within, question.scope
        if within.start >= within.end or not (scope.everything or scope.units):
            return []
        kept = []
        for segment in self.manifest.visible(within, scope):
            if segment.path in self.damaged:
                question.skipped[segment.path] = self.damaged[segment.path]
            elif may_match(question.node, segment):
                kept.append(segment)
        return kept

    def where(self, question: Question, segments: list[Segment]) -> Sql:
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
            at, event_id = question.after.time, question.after.id
            parts.append(f"({quoted(TIME)} {sign}= ? AND ({quoted(TIME)} {sign} ? OR {quoted(ID)} {sign} ?))")
            values += [at, at, event_id]
        sql, more = Compiler(columns(segments), question.now).where(question.node)
        if sql != "TRUE":
            parts.append(sql)
            values += more
        return " AND ".join(parts) or "TRUE", values

    def fetch(self, sql: str, segments: list[Segment], values: list[Any], until: float) -> list[Any]:
        return self.engine.rows(sql, [self.paths(segments), *values], until)

    def each(self, question: Question, segments: list[Segment], ask: Callable[[list[Segment]], T]) -> Iterator[T]:
        """The answers for all readable segments: normally one; more when a damaged one had to be left out."""
        while segments:
            try:
                answer = ask(segments)
            except QueryTimeout:
                raise
            except FAILURES as error:
                segments = self.without_damaged(question, segments, error)
                continue
            yield answer
            return

    def without_damaged(self, question: Question, segments: list[Segment], error: Exception) -> list[Segment]:
        """The segments that can be read. Raises Stale when one is gone for a good reason, StoreError when all can."""
        if isinstance(error, duckdb.BinderException | duckdb.ParserException | duckdb.CatalogException):
            raise error
        if isinstance(error, duckdb.OutOfMemoryException):
            raise StoreError(
                "the search needs more memory than it may use", hint="narrow it, or raise the store's memory limit"
            ) from error
        good = []
        for segment in segments:
            try:
                pq.ParquetFile(self.path(segment.path), page_checksum_verification=True).read(use_threads=False)
            except (OSError, pa.ArrowException) as reason:
                self.blame(segment.path, reason, question.skipped)
            else:
                good.append(segment)
        if len(good) == len(segments):
            raise StoreError(f"the search failed: {str(error)[:500]}", hint="see the log") from error
        return good

    def blame(self, path: str, error: Exception, skipped: dict[str, str]) -> None:
        if not Path(self.path(path)).exists() and path not in {s.path for s in self.manifest.visible()}:
            raise Stale from error
        reason = "the file is missing" if not Path(self.path(path)).exists() else f"damaged: {str(error)[:200]}"
        skipped[path] = self.damaged[path] = reason
        _log.error("segment left out of searches", segment=path, reason=reason)

    def retried(self, ask: Callable[[], T]) -> T:
        for _ in range(RETRIES):
            try:
                return ask()
            except Stale:
                continue
        raise StoreError("segments keep being replaced faster than they can be read", hint="try again")

    def is_there(self, segment: Segment) -> bool:
        """Whether the file has the size it was written with, which is as much as counting its rows would notice."""
        try:
            return (self.folder / segment.path).stat().st_size == segment.bytes
        except OSError:
            return False

    def path(self, path: str) -> str:
        return str(self.folder / path)

    def paths(self, segments: list[Segment]) -> list[str]:
        return [self.path(segment.path) for segment in segments]
