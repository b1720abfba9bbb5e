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
        sql = (
            f"SELECT {names}, {mask}, grouping({names}), count(*), min({quoted(TIME)}), max({quoted(TIME)}),"
            f" max_by({{'t': {quoted(TIME)}, 'i': {quoted(ID)}}}, {quoted(TIME)}, {NEWEST})"
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
    # GROUPING has a bit per field, the last field's lowest, set where the row is not grouped by it.
    groups = {sum((field not in group) << bit for bit, field in enumerate(reversed(fields))): group for group in by}
    newest: dict[tuple[Group, str, tuple[str, ...]], list[tuple[int, str]]] = {}
    for row in rows:
        values, rest = dict(zip(fields, row, strict=False)), row[len(fields) :]
        said, (chosen, count, first, last, raw) = rest[:masks], rest[masks:]
        group = groups[chosen]
        key = tuple(values[field] for field in group)
        named = [(one["t"], one["i"].hex()) for one in raw]
        for number, mask in enumerate(said):
            while mask:
                bit = mask & -mask
                mask ^= bit
                text = questions[number * BITS + bit.bit_length() - 1]
                held = found[group][text].get(key)
                known = newest[group, text, key] = sorted([*newest.get((group, text, key), []), *named], reverse=True)[
                    :NEWEST
                ]
                found[group][text][key] = Tally(
                    count + (held.count if held else 0),
                    min(first, held.first) if held else first,
                    max(last, held.last) if held else last,
                    tuple(event_id for _, event_id in known),
                )
