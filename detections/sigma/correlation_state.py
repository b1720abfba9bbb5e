"""Correlation state as bytes: what a snapshot holds and how it is read back."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Any

import msgspec

from detections.sigma.correlation_rule import NUMERIC, CorrelationRule
from detections.sigma.entities import context_names
from detections.sigma.windows import Item, Value, Window, window_of
from model.errors import InputError
from model.event import Event

_FORMAT = 2


class LastEvent(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    """The part of an event that an alert about its group, or a correlation of correlations, reads. via: its field map."""

    event: dict[str, Any]
    via: str

    @classmethod
    def of(cls, event: Event, via: str, names: Collection[str]) -> LastEvent:
        kept = {k: v for k, v in event.items() if k in names or k in context_names()}
        return cls({k: str(v) if isinstance(v, int) and not -(2**63) <= v < 2**63 else v for k, v in kept.items()}, via)


class Group(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    fingerprint: str
    key: list[str]
    newest: int
    fired: int | None
    absent: int | None
    last: LastEvent | None
    items: list[tuple[int, int, list[int], list[Any], list[str], int]]

    @classmethod
    def of(cls, fingerprint: str, key: list[str], window: Window, last: LastEvent | None) -> Group:
        items = [(t, n, list(rules), list(values), list(ids), f) for t, n, rules, values, ids, f in window.items]
        return cls(fingerprint, key, window.newest, window.fired, window.absent, last, items)

    def fits(self, rule: CorrelationRule) -> bool:
        return len(self.key) == len(rule.group_by) and (self.last is not None) is rule.waits and bool(self.items)

    def window(self, rule: CorrelationRule) -> Window:
        window = window_of(rule)
        window.newest, window.fired, window.absent = self.newest, self.fired, self.absent
        window.load(sorted(_item(rule, item) for item in self.items))
        return window


def _item(rule: CorrelationRule, item: tuple[int, int, list[int], list[Any], list[str], int]) -> Item:
    time, sequence, positions, values, event_ids, first_time = item
    known = tuple(p for p in positions if 0 <= p < len(rule.rules))
    kept: tuple[Value, ...] = tuple(tuple(v) if isinstance(v, list) else v for v in values)
    if rule.type in NUMERIC:
        kept = tuple(v for v in kept if isinstance(v, int | float))
    return time, sequence, known, kept, tuple(event_ids), first_time


class State(msgspec.Struct, array_like=True, forbid_unknown_fields=True):
    format: int
    sequence: int
    swept: int | None
    counters: dict[str, int]
    groups: list[Group]

    @classmethod
    def of(cls, sequence: int, swept: int | None, counters: dict[str, int], groups: list[Group]) -> State:
        return cls(_FORMAT, sequence, swept, counters, groups)

    def encode(self) -> bytes:
        return msgspec.msgpack.encode(self, enc_hook=str)


@cache
def _decoder() -> msgspec.msgpack.Decoder[State]:
    return msgspec.msgpack.Decoder(State)


def decode(data: bytes) -> State:
    """Raises InputError when the bytes are no snapshot of this format."""
    try:
        state = _decoder().decode(data)
    except (msgspec.DecodeError, RecursionError) as error:
        raise InputError(f"not a snapshot of correlation state: {error}") from error
    if state.format != _FORMAT:
        raise InputError(f"correlation state of format {state.format}, expected {_FORMAT}")
    return state
