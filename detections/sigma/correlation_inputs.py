"""What a correlation reads of an event: the groups it belongs to and what it adds to the measure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Any

from detections.sigma.correlation_rule import NUMERIC, CorrelationRule
from detections.sigma.fields import FieldMap
from detections.sigma.values import number_of, text_of
from detections.sigma.windows import Value
from model.event import Event
from model.times import Micros

MAX_COMBINATIONS = 64  # of list values in group-by fields or value tuples, per event

Place = tuple[Any, ...]  # number of the correlation, then the group-by values as text
NO_GROUP: Mapping[str, str] = {}


@dataclass(slots=True)
class Input:
    """One occurrence of a rule (or of an inner correlation) at the current event. group: the inner correlation's."""

    fields: FieldMap
    group: Mapping[str, str]
    event_ids: tuple[str, ...]
    first_time: Micros


_Reader = Callable[[Event], tuple[Any, ...]]


def _plain(fields: FieldMap, name: str) -> str | None:
    """The name nearly every event carries the field under; None when it has to be converted."""
    first = fields.alternates(name)[0]
    return None if first.conversion else first.names[0]


def _reader(fields: FieldMap, name: str) -> _Reader:
    """`fields.read` for one name, with the short way first."""
    plain = _plain(fields, name)
    if plain is None:
        return lambda event: fields.read(event, name)

    def read(event: Event) -> tuple[Any, ...]:
        value = event.get(plain)
        if value is None or isinstance(value, list | tuple):
            return fields.read(event, name)
        return (value,)

    return read


class Reading:
    """How one correlation reads events of one of its rules under one field map. number: the correlation's, which its groups
    begin with."""

    __slots__ = ("_groups", "_measured", "_number", "_numeric", "_one", "_readers", "_sole", "fields", "measures")

    def __init__(self, correlation: CorrelationRule, number: int, rule: int, fields: FieldMap) -> None:
        self.fields = fields
        self.measures = bool(correlation.fields)
        self._number = number
        self._groups = [correlation.field_for(name, rule) for name in correlation.group_by]
        self._measured = [correlation.field_for(name, rule) for name in correlation.fields]
        self._numeric = correlation.type in NUMERIC
        self._readers = {name: _reader(fields, name) for name in (*self._groups, *self._measured)}
        self._one = _plain(fields, self._groups[0]) if len(self._groups) == 1 else None
        self._sole = _plain(fields, self._measured[0]) if len(self._measured) == 1 else None

    def places(self, event: Event, group: Mapping[str, str] = NO_GROUP) -> Sequence[Place]:
        """The groups an event belongs to: one, or one per member of a list; none when a field is absent.

        group: of the inner correlation, whose values go before the event's.
        """
        if self._one is not None and not group:
            value = event.get(self._one)
            if type(value) is str:
                return ((self._number, value),)
        choices: list[tuple[Any, ...]] = [(self._number,)]
        for name in self._groups:
            inner = group.get(name)
            choices.append((inner,) if inner is not None else tuple(map(text_of, self._readers[name](event))))
        return tuple(islice(dict.fromkeys(product(*choices)), MAX_COMBINATIONS))

    def values(self, event: Event, group: Mapping[str, str] = NO_GROUP) -> tuple[Value, ...] | None:
        """What the event adds to the measure; None when its field is absent or (for numbers) holds none."""
        if self._sole is not None and not group:
            value: Any = event.get(self._sole)
            kind = type(value)
            if self._numeric:
                if kind is int and -(2**63) <= value < 2**63:
                    return (value,)
            elif kind is str:
                return (value,)
            elif kind is int:
                return (str(value),)
        read = [(group[n],) if n in group else self._readers[n](event) for n in self._measured]
        values: tuple[Value, ...]
        if not read:
            return ()
        if self._numeric:
            values = tuple(_kept(n) for n in map(number_of, read[0]) if n is not None)
        elif len(read) == 1:
            values = tuple(map(text_of, read[0]))
            if len(values) > 1:
                values = tuple(dict.fromkeys(values))
        else:
            texts = [[text_of(v) for v in field_values] for field_values in read]
            values = tuple(islice(dict.fromkeys(product(*texts)), MAX_COMBINATIONS))
        return values or None

    def names(self) -> set[str]:
        """The names in events it may look at."""
        return {n for field in self._readers for a in self.fields.alternates(field) for n in a.names}


def _kept(number: float) -> float:
    """A number that a snapshot can hold: integers beyond 64 bits become doubles."""
    if isinstance(number, int) and not -(2**63) <= number < 2**63:
        return float(number)
    return number
