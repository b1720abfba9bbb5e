"""Which segments a query can touch at all, decided from the manifest before any file is opened."""

from __future__ import annotations

from model.times import Micros
from store.contract import TimeRange
from store.events.layout import REST, columns_of
from store.events.manifest import Segment
from store.events.sql import date_span
from store.query.nodes import All, And, Node, Not, Or, Pattern, Range, Regex, Term


def may_match(node: Node, segment: Segment) -> bool:
    """False only when no event of the segment can match."""
    match node:
        case All() | Not():
            return True
        case And(parts):
            return all(may_match(part, segment) for part in parts)
        case Or(parts):
            return any(may_match(part, segment) for part in parts)
    if node.field is None:
        return True
    if isinstance(node, Term):
        if node.field == "event.dataset":
            return node.text.lower() == segment.dataset.lower()
        if node.field == "fengsui.unit":
            return any(node.text.lower() == unit.lower() for unit in segment.units)
    return REST in segment.columns or bool(columns_of(node.field, segment.columns))


def times_of(node: Node, now: Micros) -> TimeRange:
    """The time range a query itself demands by conditions on @timestamp that all matches must meet."""
    low, high = -(2**63), 2**63 - 1
    for part in node.parts if isinstance(node, And) else (node,):
        if isinstance(part, And):
            inner = times_of(part, now)
            low, high = max(low, inner.start), min(high, inner.end)
        elif isinstance(part, Term | Range | Pattern | Regex) and part.field == "@timestamp":
            try:
                start, end = date_span(part, now)
            except ValueError:
                continue  # the compiler explains it
            low = low if start is None else max(low, start)
            high = high if end is None else min(high, end)
    return TimeRange(low, high)
