# ruff: noqa: S608 - SQL is put together from our own column names; every value is a parameter
"""Many questions in one look: how many events of each group answer each of them, when, and which did last.

Compliance asks some seventy questions of the same events; asked one by one each would plan and read again. Each event gets a
mask of the questions it answers, and events are counted by group and mask.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from store.contract import Group, Tallies, Tally
from store.events.asking import Asker, Question
from store.events.engine import QueryTimeout
from store.events.layout import ID, REST, TIME, columns_of
from store.events.manifest import Segment
from store.events.plan import columns, source
from store.events.sql import Compiler, quoted, rest_key
from store.query import parse

GROUPS = 100_000
"""Of one look at most, the largest first."""
NEWEST = 3
"""Events of a group that are named."""
BITS = 62
"""Questions of one mask."""


class Tallying:
    def __init__(self, asker: Asker) -> None:
        self._asker = asker

    def tally(
        self,
        questions: Sequence[str],
        by: Sequence[Group],
        question: Question,
        parts: Collection[str] | None,
        partial: list[str] | None,
    ) -> Tallies:
        """As `store.contract.EventStore.tally`; question: everything, within scope and time."""

        def whole() -> Tallies:
            question.skipped.clear()
            found: Tallies = {group: {text: {} for text in questions} for group in by}
            late: list[str] = []
            segments = [one for one in self._asker.segments(question) if parts is None or one.path in parts]
            try:
                for rows in self._asker.each(question, segments, lambda some: self._ask(questions, by, question, some)):
                    _gather(rows, questions, by, found)
            except QueryTimeout as error:
                late.append(str(error))
            if partial is not None:
                partial.extend((*late, *question.partial()))
            return found

        return self._asker.retried(whole)

    def _ask(
        self, questions: Sequence[str], by: Sequence[Group], question: Question, segments: list[Segment]
    ) -> list[Any]:
        present = columns(segments)
        compiler = Compiler(present, question.now)
        inner, values = [], []
        fields = sorted({field for group in by for field in group})
        for index, field in enumerate(fields):
            sql, more = _key(field, present)
            inner.append(f"{sql} AS k{index}")
            values += more
        masks = range(0, len(questions), BITS)
        for number, start in enumerate(masks):
            bits = []
            for bit, text in enumerate(questions[start : start + BITS]):
                sql, more = compiler.where(parse(text))
                if sql != "FALSE":
                    bits.append(f"CASE WHEN {sql} THEN {1 << bit} ELSE 0 END")
                    values += more
            inner.append(f"({' | '.join(bits) or '0'})::BIGINT AS m{number}")
        where, more = self._asker.where(question, segments)
        mask = ", ".join(f"m{number}" for number in range(len(masks)))
        keys = [", ".join(f"k{fields.index(field)}" for field in group) for group in by]
        sets = ", ".join(f"({key}, {mask})" for key in keys)
        names = ", ".join(f"k{index}" for index in range(len(fields)))
        chosen = ", ".join(f"grouping({key})" for key in keys)
        sql = (
            f"SELECT {names}, {mask}, {chosen}, count(*), min({quoted(TIME)}), max({quoted(TIME)}),"
            f" max_by({quoted(ID)}, {quoted(TIME)}, {NEWEST})"
            f" FROM (SELECT {quoted(TIME)}, {quoted(ID)}, {', '.join(inner)} FROM {source()} WHERE {where})"
            f" GROUP BY GROUPING SETS ({sets}) ORDER BY count(*) DESC LIMIT {GROUPS}"
        )
        return self._asker.engine.rows(sql, [*values, self._asker.paths(segments), *more], question.until)


def _key(field: str, present: frozenset[str]) -> tuple[str, list[Any]]:
    """The field's value as text, of a list its first; '' where there is none."""
    parts, values = [], []
    for kind, name in columns_of(field, present):
        parts.append(f"CAST({quoted(name)}[1] AS VARCHAR)" if kind.isupper() else f"CAST({quoted(name)} AS VARCHAR)")
    if REST in present and not parts:
        key, pointer = rest_key(field)
        parts.append(f"CASE WHEN contains({quoted(REST)}, ?) THEN json_extract_string({quoted(REST)}, ?) END")
        values += [key, pointer]
    return f"coalesce({', '.join([*parts, chr(39) * 2])})", values


def _gather(rows: Sequence[Any], questions: Sequence[str], by: Sequence[Group], found: Tallies) -> None:
    fields = sorted({field for group in by for field in group})
    masks = -(-len(questions) // BITS)
    for row in rows:
        values, rest = dict(zip(fields, row, strict=False)), row[len(fields) :]
        said, chosen, (count, first, last, raw) = rest[:masks], rest[masks:-4], rest[-4:]
        group = by[chosen.index(0)]
        key = tuple(values[field] for field in group)
        one = Tally(count, first, last, tuple(item.hex() for item in raw))
        for number, mask in enumerate(said):
            while mask:
                bit = mask & -mask
                mask ^= bit
                held = found[group][questions[number * BITS + bit.bit_length() - 1]]
                held[key] = _added(held[key], one) if key in held else one


def _added(held: Tally, more: Tally) -> Tally:
    newer, older = (held, more) if held.last >= more.last else (more, held)
    ids = (*newer.ids, *older.ids)[:NEWEST]
    return Tally(held.count + more.count, min(held.first, more.first), newer.last, ids)
