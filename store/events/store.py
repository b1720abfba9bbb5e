"""The embedded `EventStore` of store/contract.py."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine as StateEngine
from sqlalchemy.orm import Session, sessionmaker

from model.event import Event, EventId
from model.times import Micros, now_us
from store.contract import Bucket, Group, Page, Pending, Published, Tallies, TimeRange, TopValue
from store.events.asking import Asker
from store.events.counting import Counting
from store.events.engine import Engine, Limits
from store.events.housekeeping import Housekeeping
from store.events.layout import REST, field_of
from store.events.manifest import Manifest
from store.events.reader import Reader
from store.events.seek import Seeker
from store.events.tallying import Tallying
from store.events.writer import SegmentWriter
from store.scope import Scope


class ParquetEventStore:
    """folder: where segments live. engine: reads of the state database. transaction: how housekeeping changes it,
    normally `State.transaction`; by default a plain transaction on `engine`.

    Safe to use from several threads; after a fork each process opens its own DuckDB.
    """

    def __init__(
        self,
        folder: Path | str,
        engine: StateEngine,
        *,
        limits: Limits | None = None,
        transaction: Callable[[], AbstractContextManager[Session]] | None = None,
        clock: Callable[[], Micros] = now_us,
    ) -> None:
        self._writer = SegmentWriter(folder)
        self._manifest = Manifest(engine, self._writer)
        self._engine = Engine(self._writer.folder, limits or Limits())
        self._asker = Asker(self._writer.folder, self._manifest, self._engine, clock)
        self._reader, self._counting = Reader(self._asker), Counting(self._asker)
        self._tallying = Tallying(self._asker)
        self.seek = Seeker(self._asker)
        self.housekeeping = Housekeeping(
            self._writer, self._manifest, self._engine, transaction or sessionmaker(engine).begin, clock
        )

    @property
    def folder(self) -> Path:
        return self._writer.folder

    def write(self, events: Sequence[Event], *, batch: str) -> Pending:
        return self._writer.write(events, batch)

    def publish(self, pending: Sequence[Pending], tx: Any) -> Published:
        return self._manifest.publish(pending, tx)

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
        return self._reader.search(
            query, scope, within=within, limit=limit, cursor=cursor, ascending=ascending, fields=fields
        )

    def get(self, event_id: EventId, scope: Scope) -> Event:
        return self._reader.get(event_id, scope)

    def count(
        self, query: str | None, scope: Scope, *, within: TimeRange | None = None, partial: list[str] | None = None
    ) -> int:
        return self._counting.count(query, scope, within, partial)

    def histogram(
        self,
        query: str | None,
        scope: Scope,
        *,
        within: TimeRange,
        interval: Micros,
        partial: list[str] | None = None,
    ) -> list[Bucket]:
        return self._counting.histogram(query, scope, within, interval, partial)

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
        return self._counting.top_values(field, query, scope, within, limit, partial)

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
        return self._tallying.tally(questions, by, self._asker.question(None, scope, within), parts, partial, wanted)

    def parts(self, scope: Scope) -> dict[str, str]:
        """Segments, which never cross a day."""
        return {segment.path: segment.day for segment in self._manifest.visible(None, scope)}

    def field_names(self, scope: Scope) -> frozenset[str]:
        return self._reader.field_names(scope)

    def iterate(
        self, query: str | None, scope: Scope, *, within: TimeRange | None = None, fields: Sequence[str] | None = None
    ) -> Iterator[Event]:
        return self._reader.iterate(query, scope, within=within, fields=fields)

    def fields_by_dataset(self, scope: Scope, within: TimeRange | None = None) -> dict[str, frozenset[str]]:
        """Every name the events of each data set carry, as the segments' columns say; names too rare for a column only as
        far as the newest events have them."""
        names: dict[str, set[str]] = {}
        sampled: set[str] = set()
        for segment in self._manifest.visible(within, scope):
            known = names.setdefault(segment.dataset, {"@timestamp", "event.id"})
            known.update(found[1] for column in segment.columns if (found := field_of(column)) is not None)
            if REST in segment.columns:
                sampled.add(segment.dataset)
        for dataset in sampled:
            escaped = dataset.replace("\\", "\\\\").replace('"', '\\"')
            for event in self.search(f'event.dataset:"{escaped}"', scope, within=within, limit=200).events:
                names[dataset].update(event)
        return {dataset: frozenset(known) for dataset, known in names.items()}

    def damaged(self) -> dict[str, str]:
        """Segments this process found unreadable, with the reason; for the health page."""
        return dict(self._asker.damaged)

    def close(self) -> None:
        self._engine.close()
        self._writer.close()
