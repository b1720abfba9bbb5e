# ruff: noqa: S608 - SQL is put together from our own column names; every value is a parameter
"""Many questions in one look: how many events of each group answer each of them, when, and which did last.

Compliance asks some seventy questions of the same events; asked one by one each would plan and read again. Each event gets a
mask of the questions it answers, and events are counted by group and mask.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

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
Key: TypeAlias = tuple[str, ...]
Sums: TypeAlias = dict[Group, dict[str, dict[Key, list[Any]]]]
"""Count, first and last time, the newest as (time, id) of what answers a question, by group."""
Wanted: TypeAlias = Mapping[Group, Collection[str]] | None


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
        wanted: Wanted = None,
    ) -> Tallies:
        """As `store.contract.EventStore.tally`; question: everything, within scope and time."""

        def whole() -> Tallies:
            question.skipped.clear()
            sums: Sums = {group: {text: {} for text in questions} for group in by}
            late: list[str] = []
            segments = [one for one in self._asker.segments(question) if parts is None or one.path in parts]
            try:
                for rows in self._asker.each(
                    question, segments, lambda some: self._ask(questions, by, wanted, question, some)
                ):
                    _gather(rows, questions, by, sums)
            except QueryTimeout as error:
                late.append(str(error))
            if partial is not None:
                partial.extend((*late, *question.partial()))
            return _told(sums)

        return self._asker.retried(whole)

    def _ask(
        self,
        questions: Sequence[str],
        by: Sequence[Group],
        wanted: Wanted,
        question: Question,
        segments: list[Segment],
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
                sql, more = compiler.where(_parsed(text))
                if sql != "FALSE":
                    bits.append(f"CASE WHEN {sql} THEN {1 << bit} ELSE 0 END")
                    values += more
            inner.append(f"({' | '.join(bits) or '0'})::BIGINT AS m{number}")
        where, more = self._asker.where(question, segments)
        # A group is split by the answers it was asked for only: by all of them it would fall into far more rows.
        own = [
            [
                f"m{n} & {_chosen(group, questions[start : start + BITS], wanted)} AS g{at}m{n}"
                for n, start in enumerate(masks)
            ]
            for at, group in enumerate(by)
        ]
        mask = ", ".join(f"coalesce({', '.join(f'g{at}m{n}' for at in range(len(by)))})" for n in range(len(masks)))
        keys = [", ".join(f"k{fields.index(field)}" for field in group) for group in by]
        sets = ", ".join(
            f"({key}, {', '.join(f'g{at}m{n}' for n in range(len(masks)))})" for at, key in enumerate(keys)
        )
        names = ", ".join(f"k{index}" for index in range(len(fields)))
        sql = (
            f"SELECT {names}, {mask}, grouping({names}), count(*), min({quoted(TIME)}), max({quoted(TIME)}),"
            f" max_by({{'t': {quoted(TIME)}, 'i': {quoted(ID)}}}, {quoted(TIME)}, {NEWEST})"
            f" FROM (SELECT {quoted(TIME)}, {quoted(ID)}, {names}, {', '.join(one for some in own for one in some)}"
            f" FROM (SELECT {quoted(TIME)}, {quoted(ID)}, {', '.join(inner)} FROM {source()} WHERE {where}))"
            f" GROUP BY GROUPING SETS ({sets}) ORDER BY count(*) DESC LIMIT {GROUPS}"
        )
        return self._asker.engine.rows(sql, [*values, self._asker.paths(segments), *more], question.until)


def _chosen(group: Group, questions: Sequence[str], wanted: Wanted) -> int:
    """The bits of the questions a group was asked."""
    return sum(1 << bit for bit, text in enumerate(questions) if wanted is None or text in wanted[group])


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


def _gather(rows: Sequence[Any], questions: Sequence[str], by: Sequence[Group], sums: Sums) -> None:
    """Add what one look found. Plain loops over plain lists: a look at a month brings a million rows."""
    fields = sorted({field for group in by for field in group})
    masks, width = -(-len(questions) // BITS), len(fields)
    # GROUPING has a bit per field, the last field's lowest, set where the row is not grouped by it.
    groups = {
        sum((field not in group) << bit for bit, field in enumerate(reversed(fields))): (
            group,
            tuple(fields.index(field) for field in group),
        )
        for group in by
    }
    known: dict[tuple[Any, ...], list[dict[Key, list[Any]]]] = {}
    for row in rows:
        chosen, count, first, last, raw = row[width + masks :]
        said = (chosen, *row[width : width + masks])
        group, places = groups[chosen]
        tables = known.get(said)
        if tables is None:
            tables = known[said] = [sums[group][text] for text in _answered(said[1:], questions)]
        key = tuple(row[place] for place in places)
        newest = sorted(((one["t"], one["i"]) for one in raw), reverse=True)
        for table in tables:
            held = table.get(key)
            if held is None:
                table[key] = [count, first, last, newest]
            else:
                held[0] += count
                held[1] = min(first, held[1])
                held[2] = max(last, held[2])
                held[3] = sorted((*held[3], *newest), reverse=True)[:NEWEST]


def _answered(said: Sequence[int], questions: Sequence[str]) -> list[str]:
    out = []
    for number, mask in enumerate(said):
        while mask:
            bit = mask & -mask
            mask ^= bit
            out.append(questions[number * BITS + bit.bit_length() - 1])
    return out


def _told(sums: Sums) -> Tallies:
    return {
        group: {
            text: {
                key: Tally(count, first, last, tuple(event_id.hex() for _, event_id in newest))
                for key, (count, first, last, newest) in table.items()
            }
            for text, table in tables.items()
        }
        for group, tables in sums.items()
    }


_parsed = lru_cache(maxsize=1_024)(parse)
"""The same questions are asked of every day."""
