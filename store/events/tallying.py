# ruff: noqa: S608 - SQL is put together from our own column names; every value is a parameter
"""Many questions in one look: how many events of each group answer each of them, when, and which did last.

Compliance asks some fifty questions of the same day; asked one by one each would read it again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from store.contract import Tally
from store.events.asking import Asker, Question
from store.events.engine import QueryTimeout
from store.events.layout import ID, REST, TIME, columns_of
from store.events.manifest import Segment
from store.events.plan import columns, source
from store.events.sql import Compiler, quoted, rest_key
from store.query import parse

GROUPS = 50_000
"""Of one look at most, the largest first."""
NEWEST = 3
"""Events of a group that are named."""


class Tallying:
    def __init__(self, asker: Asker) -> None:
        self._asker = asker

    def tally(
        self, questions: Mapping[str, str], by: Sequence[str], question: Question, partial: list[str] | None
    ) -> dict[str, dict[tuple[str, ...], Tally]]:
        """As `store.contract.EventStore.tally`; question: everything, within scope and time."""

        def whole() -> dict[str, dict[tuple[str, ...], Tally]]:
            question.skipped.clear()
            found: dict[str, dict[tuple[str, ...], Tally]] = {name: {} for name in questions}
            late: list[str] = []
            try:
                for rows in self._asker.each(
                    question, self._asker.segments(question), lambda some: self._ask(questions, by, question, some)
                ):
                    _gather(rows, list(questions), len(by), found)
            except QueryTimeout as error:
                late.append(str(error))
            if partial is not None:
                partial.extend((*late, *question.partial()))
            return found

        return self._asker.retried(whole)

    def _ask(
        self, questions: Mapping[str, str], by: Sequence[str], question: Question, segments: list[Segment]
    ) -> list[Any]:
        present = columns(segments)
        compiler = Compiler(present, question.now)
        inner, values = [], []
        for index, field in enumerate(by):
            sql, more = _key(field, present)
            inner.append(f"{sql} AS k{index}")
            values += more
        for index, text in enumerate(questions.values()):
            sql, more = compiler.where(parse(text))
            inner.append(f"({sql}) AS q{index}")
            values += more
        where, more = self._asker.where(question, segments)
        keys = ", ".join(f"k{index}" for index in range(len(by)))
        outer = ", ".join(
            f"count(*) FILTER (q{n}), min({quoted(TIME)}) FILTER (q{n}), max({quoted(TIME)}) FILTER (q{n}),"
            f" max_by(lower(hex({quoted(ID)})), {quoted(TIME)}, {NEWEST}) FILTER (q{n})"
            for n in range(len(questions))
        )
        sql = (
            f"SELECT {keys}, {outer} FROM (SELECT {quoted(TIME)}, {quoted(ID)}, {', '.join(inner)}"
            f" FROM {source()} WHERE {where}) GROUP BY {keys} ORDER BY count(*) DESC LIMIT {GROUPS}"
        )
        return self._asker.engine.rows(sql, [*values, self._asker.paths(segments), *more], question.until)


def _key(field: str, present: frozenset[str]) -> tuple[str, list[Any]]:
    """The field's value as text, of a list its first; '' where there is none."""
    parts, values = [], []
    for kind, name in columns_of(field, present):
        parts.append(f"CAST({quoted(name)}[1] AS VARCHAR)" if kind.isupper() else f"CAST({quoted(name)} AS VARCHAR)")
    if REST in present:
        _, pointer = rest_key(field)
        parts.append(f"json_extract_string({quoted(REST)}, ?)")
        values.append(pointer)
    return f"coalesce({', '.join([*parts, chr(39) * 2])})", values


def _gather(
    rows: Sequence[Any], names: Sequence[str], keys: int, found: dict[str, dict[tuple[str, ...], Tally]]
) -> None:
    for row in rows:
        key = tuple(row[:keys])
        for index, name in enumerate(names):
            count, first, last, ids = row[keys + 4 * index : keys + 4 * index + 4]
            if count:
                found[name][key] = Tally(count, first, last, tuple(ids))
