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

Key = tuple[str, ...]
_NONE: tuple[Any, ...] = ()


@dataclass(slots=True)
class Input:
    """One occurrence of a rule (or of an inner correlation) at the current event. group: the inner correlation's."""

    fields: FieldMap
    group: Mapping[str, str]
    event_ids: tuple[str, ...]
    first_time: Micros


_Reader = Callable[[Event], tuple[Any, ...]]


def _reader(fields: FieldMap, name: str) -> _Reader:
    """`fields.read` for one name. Nearly every field stands under its first plain name; the rest takes the long way."""
    first = fields.alternates(name)[0]
    if first.conversion:
        return lambda event: fields.read(event, name)
    plain = first.names[0]

    def read(event: Event) -> tuple[Any, ...]:
        value = event.get(plain)
        if value is None or isinstance(value, list | tuple):
            return fields.read(event, name)
        return (value,)

    return read


class Reading:
    """How one correlation reads events of one of its rules under one field map."""

    __slots__ = ("_groups", "_measured", "_numeric", "_one", "_readers")

    def __init__(self, correlation: CorrelationRule, rule: int, fields: FieldMap) -> None:
        self._groups = [correlation.field_for(name, rule) for name in correlation.group_by]
        self._measured = [correlation.field_for(name, rule) for name in correlation.fields]
        self._numeric = correlation.type in NUMERIC
        self._readers = {name: _reader(fields, name) for name in (*self._groups, *self._measured)}
        self._one = self._readers[self._groups[0]] if len(self._groups) == 1 else None

    def keys(self, one: Input, event: Event) -> Sequence[Key]:
        """The groups an event belongs to: one, or one per member of a list; none when a field is absent."""
        if self._one is not None and not one.group:
            values = self._one(event)
            if len(values) == 1:
                value = values[0]
                return ((value if type(value) is str else text_of(value),),)
        elif not self._groups:
            return (_NONE,)
        key = []
        choices = []
        for name in self._groups:
            inner = one.group.get(name)
            texts = (inner,) if inner is not None else tuple(map(text_of, self._readers[name](event)))
            if len(texts) == 1:
                key.append(texts[0])
            choices.append(texts)
        if len(key) == len(choices):
            return (tuple(key),)
        return tuple(islice(dict.fromkeys(product(*choices)), MAX_COMBINATIONS))

    def values(self, one: Input, event: Event) -> tuple[Value, ...] | None:
        """What the event adds to the measure; None when its field is absent or (for numbers) holds none."""
        if not self._measured:
            return ()
        read = [(one.group[n],) if n in one.group else self._readers[n](event) for n in self._measured]
        values: tuple[Value, ...]
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


def _kept(number: float) -> float:
    """A number that a snapshot can hold: integers beyond 64 bits become doubles."""
    if isinstance(number, int) and not -(2**63) <= number < 2**63:
        return float(number)
    return number


class Readings:
    """The readings of one correlation, made when first needed."""

    __slots__ = ("_correlation", "_known")

    def __init__(self, correlation: CorrelationRule) -> None:
        self._correlation = correlation
        self._known: dict[tuple[int, str], Reading] = {}

    def of(self, rule: int, fields: FieldMap) -> Reading:
        known = self._known.get((rule, fields.name))
        if known is None:
            known = self._known[rule, fields.name] = Reading(self._correlation, rule, fields)
        return known

    def names(self, rule: int, fields: FieldMap) -> set[str]:
        """The names in events that such a reading may look at."""
        wanted = {
            self._correlation.field_for(n, rule) for n in (*self._correlation.group_by, *self._correlation.fields)
        }
        return {name for field in wanted for a in fields.alternates(field) for name in a.names}
