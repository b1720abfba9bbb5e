"""What an event store must do, whoever implements it (embedded Parquet here, Elasticsearch later).

The contract tests in `tests/store/event_store_contract.py` are written against this module only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

from model.event import Event, EventId
from model.times import Micros
from store.scope import Scope


@dataclass(frozen=True, slots=True)
class TimeRange:
    """Half open: `start <= @timestamp < end`, microseconds."""

    start: Micros
    end: Micros


@dataclass(frozen=True, slots=True)
class Pending:
    """Events on disk, complete and synced, that no reader sees until `publish`. Small enough to send between processes.

    ids: the events' ids in the order they were written. `handle` belongs to the implementation.
    """

    batch: str
    ids: tuple[EventId, ...]
    handle: Any


@dataclass(frozen=True, slots=True)
class Published:
    """duplicates: ids that were already stored by another batch and were therefore not stored again."""

    stored: int
    duplicates: frozenset[EventId]


@dataclass(frozen=True, slots=True)
class Page:
    """cursor: opaque text that continues after the last event, None at the end. partial: why not everything could be
    searched (a damaged segment, a timeout), one line each; empty when the answer is whole. unknown: fields the query names
    that no event the scope sees has, each with names that are near."""

    events: list[Event]
    cursor: str | None
    partial: tuple[str, ...] = ()
    unknown: tuple[UnknownField, ...] = ()


@dataclass(frozen=True, slots=True)
class UnknownField:
    """position: 0-based character of the query where its condition stands. near: known names like it, the nearest first."""

    field: str
    position: int
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bucket:
    start: Micros
    count: int


@dataclass(frozen=True, slots=True)
class TopValue:
    value: Any
    count: int


@dataclass(frozen=True, slots=True)
class Tally:
    """Of one group: how many events, the first and last of their times, and the newest few of them, newest first."""

    count: int
    first: Micros
    last: Micros
    ids: tuple[EventId, ...]


Group: TypeAlias = tuple[str, ...]
"""Fields that events are grouped by."""
Tallies: TypeAlias = dict[Group, dict[str, dict[tuple[str, ...], Tally]]]
"""By grouping, query and values of its fields."""


class EventStore(Protocol):
    """Queries are Lucene text over ECS names; None or "" means all. Every read is limited to `scope`.

    partial: of questions that have it, a list to which is added why not everything could be counted, as in `Page.partial`.
    """

    def write(self, events: Sequence[Event], *, batch: str) -> Pending:
        """Make events durable but invisible. Callable from any process. Writing the same batch twice is harmless."""

    def publish(self, pending: Sequence[Pending], tx: Any) -> Published:
        """Make them visible as part of the caller's transaction `tx` (a `store.state` transaction)."""

    def search(
        self,
        query: str | None,
        scope: Scope,
        *,
        within: TimeRange | None = None,
        limit: int = 100,
        cursor: str | None = None,
        ascending: bool = False,
        fields: Sequence[str] | None = None,
    ) -> Page:
        """Newest first unless `ascending`; ties in time break by id, so that paging neither repeats nor skips."""

    def get(self, event_id: EventId, scope: Scope) -> Event:
        """Raises NotFound when absent or outside the scope, without telling which."""

    def count(
        self, query: str | None, scope: Scope, *, within: TimeRange | None = None, partial: list[str] | None = None
    ) -> int: ...

    def histogram(
        self,
        query: str | None,
        scope: Scope,
        *,
        within: TimeRange,
        interval: Micros,
        partial: list[str] | None = None,
    ) -> list[Bucket]:
        """Every interval in the range, empty ones too, aligned to multiples of `interval`."""

    def top_values(
        self,
        field: str,
        query: str | None,
        scope: Scope,
        *,
        within: TimeRange | None = None,
        limit: int = 10,
        partial: list[str] | None = None,
    ) -> list[TopValue]:
        """Most frequent first, ties by value; a list field counts each member."""

    def tally(
        self,
        questions: Sequence[str],
        by: Sequence[Group],
        scope: Scope,
        *,
        within: TimeRange | None = None,
        parts: Collection[str] | None = None,
        partial: list[str] | None = None,
        wanted: Mapping[Group, Collection[str]] | None = None,
    ) -> Tallies:
        """Several queries answered in one look for every group of events with the same values of some fields ('' for
        none, the first of a list). by: several such groupings. parts: only events of these, see `parts`. wanted: which of
        the questions each grouping is asked, all when left out; the others stay without an answer."""

    def parts(self, scope: Scope) -> dict[str, str]:
        """The parts the stored events lie in, each with its UTC day. The events of a part never change; merging and
        deleting replace parts by others, so that what was counted of a part holds as long as it is there."""

    def fields_by_dataset(self, scope: Scope, within: TimeRange | None = None) -> dict[str, frozenset[str]]:
        """The names the events of each data set carry."""

    def iterate(
        self, query: str | None, scope: Scope, *, within: TimeRange | None = None, fields: Sequence[str] | None = None
    ) -> Iterator[Event]:
        """All matching events in time order at constant memory; for exports and back-tests."""

    def field_names(self, scope: Scope) -> frozenset[str]:
        """Names of fields that events within the scope have; a name only a few events have may be missing."""
