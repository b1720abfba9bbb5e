# ruff: noqa: S608 - SQL is put together from our own column names; every value is a parameter
"""Which values the stored events carry, and which events carry given ones: what a retro-hunt asks.

A hunt for a million observables does not ask a million questions, nor does it carry them into SQL: it reads the distinct
values of the fields that can carry them, lets the matcher that live events go through decide, and fetches the events of
the few that matched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import orjson
import pyarrow as pa

from model.errors import StoreError
from model.event import Event
from store.contract import TimeRange
from store.events.asking import FAILURES, RETRIES, Asker, Question, Stale
from store.events.columns import to_events
from store.events.layout import REST, columns_of
from store.events.manifest import Segment
from store.events.plan import columns, picked, source
from store.events.sql import quoted
from store.scope import EVERYTHING

T = TypeVar("T")
_TEXT = frozenset("siSI")


class Seeker:
    def __init__(self, asker: Asker) -> None:
        self._asker = asker

    def span(self, within: TimeRange) -> TimeRange | None:
        """The stretch of a range in which there are events."""
        segments = self._asker.manifest.visible(within)
        if not segments:
            return None
        start = max(within.start, min(s.min_time for s in segments))
        return TimeRange(start, max(start + 1, min(within.end, max(s.max_time for s in segments) + 1)))

    def values(self, fields: Iterable[str], within: TimeRange) -> Iterator[tuple[str, str]]:
        """(field, value) of the texts the events of a range carry in these fields, mostly once each."""
        wanted = list(fields)
        for field in wanted:
            yield from self._again(within, lambda q, s, f=field: self._values(q, s, f))  # type: ignore[misc]
        yield from self._again(within, lambda q, s: self._rest_values(q, s, wanted))

    def rows(self, fields: Sequence[str], within: TimeRange) -> Iterator[Event]:
        """Distinct combinations of these fields, as far as each has a column; events that lack the first are left out."""
        yield from self._again(within, lambda q, s: self._combinations(q, s, fields))

    def holding(self, wanted: Mapping[str, Sequence[str]], within: TimeRange) -> Iterator[Event]:
        """Whole events that carry one of the values in its field. A few more may come: who asks looks again."""
        yield from self._again(within, lambda q, s: self._holding(q, s, wanted))

    def _again(self, within: TimeRange, ask: Callable[[Question, list[Segment]], Iterator[T]]) -> Iterator[T]:
        """Ask; once more from the start when files were replaced meanwhile. What was given may be given again."""
        for _ in range(RETRIES):
            question = self._asker.question(None, EVERYTHING, within)
            segments = self._asker.segments(question)
            try:
                while segments:
                    try:
                        yield from ask(question, segments)
                    except FAILURES as error:
                        segments = self._asker.without_damaged(question, segments, error)
                        continue
                    return
            except Stale:
                continue
            return
        raise StoreError("segments keep being replaced faster than they can be read", hint="try again")

    def _values(self, question: Question, segments: list[Segment], field: str) -> Iterator[tuple[str, str]]:
        for kind, name in columns_of(field, columns(segments)):
            if kind not in _TEXT:
                continue
            having = [segment for segment in segments if name in segment.columns]
            where, parameters = self._asker.where(question, having)
            value = f"unnest({quoted(name)})" if kind.isupper() else quoted(name)
            sql = f"SELECT DISTINCT v FROM (SELECT {value} AS v FROM {source()} WHERE {where} AND {quoted(name)} IS NOT NULL)"
            with self._asker.engine.stream(sql, [self._asker.paths(having), *parameters]) as batches:
                for batch in batches:
                    for text in batch.column(0).to_pylist():
                        if text:
                            yield field, text

    def _rest_values(
        self, question: Question, segments: list[Segment], fields: Sequence[str]
    ) -> Iterator[tuple[str, str]]:
        """Fields too rare for a column of their own."""
        names = frozenset(fields)
        for text in self._rest(question, segments, fields):
            for name, value in text.items():
                if name in names:
                    for one in value if isinstance(value, list) else [value]:
                        if isinstance(one, str) and one:
                            yield name, one

    def _rest(self, question: Question, segments: list[Segment], fields: Sequence[str]) -> Iterator[dict[str, Any]]:
        having = [segment for segment in segments if REST in segment.columns]
        if not having or not fields:
            return
        where, parameters = self._asker.where(question, having)
        sql = f"SELECT DISTINCT {quoted(REST)} FROM {source()} WHERE {where} AND regexp_matches({quoted(REST)}, ?)"
        with self._asker.engine.stream(sql, [self._asker.paths(having), *parameters, _any_key(fields)]) as batches:
            for batch in batches:
                for text in batch.column(0).to_pylist():
                    yield orjson.loads(text)

    def _combinations(self, question: Question, segments: list[Segment], fields: Sequence[str]) -> Iterator[Event]:
        present = columns(segments)
        chosen = [(field, name) for field in fields for kind, name in columns_of(field, present) if kind in "sil"]
        if not chosen or chosen[0][0] != fields[0]:
            return
        where, parameters = self._asker.where(question, segments)
        names = ", ".join(quoted(name) for _, name in chosen)
        sql = f"SELECT DISTINCT {names} FROM {source()} WHERE {where} AND {quoted(chosen[0][1])} IS NOT NULL"
        with self._asker.engine.stream(sql, [self._asker.paths(segments), *parameters]) as batches:
            for batch in batches:
                for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    yield {field: value for (field, _), value in zip(chosen, row, strict=True) if value is not None}

    def _holding(
        self, question: Question, segments: list[Segment], wanted: Mapping[str, Sequence[str]]
    ) -> Iterator[Event]:
        present = columns(segments)
        parts: list[str] = []
        values: list[Any] = []
        for field, texts in wanted.items():
            for kind, name in columns_of(field, present):
                if kind in "si":
                    parts.append(f"{quoted(name)} IN (SELECT unnest(?::VARCHAR[]))")
                    values.append(list(texts))
                elif kind in "SI":
                    parts.append(f"list_has_any({quoted(name)}, ?::VARCHAR[])")
                    values.append(list(texts))
        if REST in present:
            parts.append(f"regexp_matches({quoted(REST)}, ?)")
            values.append(_any_key(list(wanted)))
        if not parts:
            return
        where, parameters = self._asker.where(question, segments)
        names = ", ".join(map(quoted, picked(None, present)))
        sql = f"SELECT {names} FROM {source()} WHERE {where} AND ({' OR '.join(parts)})"
        with self._asker.engine.stream(sql, [self._asker.paths(segments), *parameters, *values]) as batches:
            for batch in batches:
                yield from to_events(pa.Table.from_batches([batch]))


def _any_key(fields: Sequence[str]) -> str:
    """A regular expression (RE2) for a JSON object that has one of these names."""
    quoted_names = "|".join("".join(c if c.isalnum() or c == "_" else f"\\{c}" for c in field) for field in fields)
    return f'"(?:{quoted_names})":'
