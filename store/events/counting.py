# ruff: noqa: S608 - SQL is put together from our own column names; every value is a parameter
"""Counts, histograms and top values.

A segment wholly inside the range is counted once per query and interval and then remembered, so that a histogram whose
range slides with the clock asks again only for what is new and for the two ends.
"""

from __future__ import annotations

import heapq
from collections.abc import Hashable
from typing import TypeAlias

from model.times import Micros
from store.contract import Bucket, TimeRange, TopValue
from store.events.asking import Asker, Question
from store.events.engine import QueryTimeout
from store.events.kept import ANSWER_BYTES, COUNT_BUCKETS, Kept, Once
from store.events.layout import REST, TIME, columns_of
from store.events.manifest import Segment
from store.events.plan import columns, members, order, source, value, waves
from store.events.sql import quoted
from store.query.mistakes import mistake
from store.query.nodes import All
from store.scope import Scope

MAX_LIMIT = 10_000
MAX_BUCKETS = 50_000
EVER: Micros = 2**62
"""An interval that holds every time: a count is a histogram of one bar, or two around 1970."""

Bars: TypeAlias = dict[int, int]


class Counting:
    """The counting questions of `store.contract.EventStore`."""

    def __init__(self, asker: Asker) -> None:
        self._asker = asker
        self._bars: Kept[Hashable, Bars] = Kept(COUNT_BUCKETS)
        self._wholes: Kept[Hashable, Bars] = Kept(COUNT_BUCKETS)
        self._tops: Kept[Hashable, list[TopValue]] = Kept(ANSWER_BYTES)
        self._once: Once[Hashable, tuple[Bars, list[str]]] = Once()

    def count(self, query: str | None, scope: Scope, within: TimeRange | None, partial: list[str] | None) -> int:
        bars, notes = self._histogram(query, scope, within, EVER)
        if partial is not None:
            partial += notes
        return sum(bars.values())

    def histogram(
        self, query: str | None, scope: Scope, within: TimeRange, interval: Micros, partial: list[str] | None
    ) -> list[Bucket]:
        if interval < 1 or within.end < within.start:
            raise mistake("interval")
        first = within.start // interval
        size = -(-within.end // interval) - first if within.end > within.start else 0
        if size > MAX_BUCKETS:
            raise mistake("too_many_buckets", given=size, most=MAX_BUCKETS)
        bars, notes = self._histogram(query, scope, within, interval)
        if partial is not None:
            partial += notes
        return [Bucket((first + index) * interval, bars.get(first + index, 0)) for index in range(size)]

    def _histogram(
        self, query: str | None, scope: Scope, within: TimeRange | None, interval: Micros
    ) -> tuple[Bars, list[str]]:
        question = self._asker.question(query, scope, within)
        key = (question.text, scope, question.within, interval)

        def work() -> tuple[Bars, list[str]]:
            return self._asker.retried(lambda: self._counted(question, interval))

        return self._once(key, work) if question.lasting else work()

    def _counted(self, question: Question, interval: Micros) -> tuple[Bars, list[str]]:
        """What is not remembered is asked for, newest first; a timeout leaves out the oldest."""
        question.skipped.clear()
        total: Bars = {}
        asked: list[Segment] = []
        segments = self._asker.segments(question)
        key = (question.text, question.scope, question.within, interval, tuple(segment.path for segment in segments))
        whole = self._wholes.get(key) if question.lasting else None
        if whole is not None and not question.skipped and all(map(self._asker.is_there, segments)):
            return whole, []
        for segment in segments:
            known = self._known(question, segment, interval)
            if known is None:
                asked.append(segment)
            else:
                _add(total, known)
        late: list[str] = []
        for wave in waves(asked):
            try:
                for found in self._asker.each(question, wave, lambda s: self._ask(question, s, interval)):
                    for segment in wave:
                        bars = found.get(segment.path, {})
                        _add(total, bars)
                        if _inside(question, segment) and question.lasting and segment.path not in question.skipped:
                            self._bars.put(_key(question, segment, interval), bars, len(bars) + 1)
            except QueryTimeout as error:
                late.append(str(error))
                break
        if question.lasting and not late and not question.skipped:
            self._wholes.put(key, total, len(total) + len(segments) + 1)
        return total, late + question.partial()

    def _known(self, question: Question, segment: Segment, interval: Micros) -> Bars | None:
        if not _inside(question, segment):
            return None
        one_bar = segment.min_time // interval == segment.max_time // interval
        if isinstance(question.node, All) and one_bar and self._asker.is_there(segment):
            units = segment.units
            if question.scope.everything:
                return {segment.min_time // interval: segment.rows}
            return {
                segment.min_time // interval: sum(units.get(unit, 0) for unit in question.scope.units & units.keys())
            }
        return self._bars.get(_key(question, segment, interval)) if question.lasting else None

    def _ask(self, question: Question, segments: list[Segment], interval: Micros) -> dict[str, Bars]:
        where, values = self._asker.where(question, segments)
        sql = (
            f"SELECT filename, {quoted(TIME)} // {int(interval)} AS bucket, count(*)"
            f" FROM {source(', filename = true')} WHERE {where} GROUP BY 1, 2"
        )
        names = {self._asker.path(segment.path): segment.path for segment in segments}
        found: dict[str, Bars] = {}
        for filename, bucket, number in self._asker.fetch(sql, segments, values, question.until):
            found.setdefault(names[filename], {})[bucket] = number
        return found

    def top_values(
        self,
        field: str,
        query: str | None,
        scope: Scope,
        within: TimeRange | None,
        limit: int,
        partial: list[str] | None,
    ) -> list[TopValue]:
        if not 1 <= limit <= MAX_LIMIT:
            raise mistake("limit", given=limit, most=MAX_LIMIT)
        question = self._asker.question(query, scope, within)

        def whole() -> list[TopValue]:
            question.skipped.clear()
            segments = self._asker.segments(question)
            key = (field, question.text, scope, question.within, limit, tuple(segment.path for segment in segments))
            known = self._tops.get(key) if question.lasting else None
            if known is not None and not question.skipped:
                return known
            found, late = self._top(question, field, segments, limit)
            if partial is not None:
                partial.extend((*late, *question.partial()))
            if question.lasting and not late and not question.skipped:
                self._tops.put(key, found, 200 * len(found) + 100 * len(segments))
            return found

        return self._asker.retried(whole)

    def _top(
        self, question: Question, field: str, segments: list[Segment], limit: int
    ) -> tuple[list[TopValue], list[str]]:
        def ask(some: list[Segment]) -> list[tuple[str, str, int]]:
            where, values = self._asker.where(question, some)
            selections = members(field, columns(some))
            sql = (
                f"WITH matching AS (SELECT * FROM {source()} WHERE {where}),"
                f" vals(kind, v) AS ({' UNION ALL '.join(sql for sql, _ in selections)})"
                " SELECT kind, v, count(*) AS n FROM vals WHERE v IS NOT NULL GROUP BY 1, 2"
                " ORDER BY n DESC, kind, CASE WHEN kind IN ('l', 'd') THEN TRY_CAST(v AS DOUBLE) END, v LIMIT ?"
            )
            more = [value for _, some_values in selections for value in some_values]
            return self._asker.fetch(sql, some, [*values, *more, limit], question.until)

        carrying = [s for s in segments if columns_of(field, s.columns) or REST in s.columns]
        totals: dict[tuple[str, str], int] = {}
        late: list[str] = []
        try:
            for rows in self._asker.each(question, carrying, ask):
                for kind, text, count in rows:
                    totals[kind, text] = totals.get((kind, text), 0) + count
        except QueryTimeout as error:
            late.append(str(error))
        best = heapq.nsmallest(limit, totals.items(), key=lambda item: (-item[1], *order(*item[0])))
        return [TopValue(value(kind, text), count) for (kind, text), count in best], late


def _inside(question: Question, segment: Segment) -> bool:
    return question.within.start <= segment.min_time and segment.max_time < question.within.end


def _key(question: Question, segment: Segment, interval: Micros) -> Hashable:
    return (segment.path, question.text, question.scope, interval)


def _add(total: Bars, more: Bars) -> None:
    for bucket, number in more.items():
        total[bucket] = total.get(bucket, 0) + number
