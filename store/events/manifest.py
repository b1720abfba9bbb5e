"""Which segments are visible. One SELECT is one snapshot: a batch is in it whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, NamedTuple

import numpy as np
import orjson
import pyarrow as pa
import structlog
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, delete, insert, or_, select
from sqlalchemy.orm import Session

from model.errors import StoreError
from store.contract import Pending, Published, TimeRange
from store.events.ids import IdFiles, Words, present, to_words
from store.events.tables import EventGarbageRow, EventSchemaRow, EventSegmentRow
from store.events.writer import SegmentWriter, Written
from store.scope import Scope

_log = structlog.get_logger("store.events")
_ROW = EventSegmentRow.__table__
_WANTED = [
    _ROW.c.id, _ROW.c.path, _ROW.c.dataset, _ROW.c.day, _ROW.c.rows, _ROW.c.bytes, _ROW.c.min_time, _ROW.c.max_time,
    _ROW.c.min_ingested, _ROW.c.max_ingested, _ROW.c.batch, _ROW.c.faults, _ROW.c.units, _ROW.c.schema, _ROW.c.ids_crc,
]  # fmt: skip


_PLAIN = [column.name for column in _WANTED if column.name != "schema"]


@dataclass(frozen=True, slots=True)
class Segment:
    """A visible segment; see `tables.EventSegmentRow`."""

    id: int
    path: str
    dataset: str
    day: str
    rows: int
    bytes: int
    min_time: int
    max_time: int
    min_ingested: int
    max_ingested: int
    batch: str
    faults: int
    units: dict[str, int]
    columns: frozenset[str]
    ids_crc: int


class Holder(NamedTuple):
    """What is needed to ask a segment for ids; a subset of `Segment`."""

    path: str
    rows: int
    min_time: int
    max_time: int
    batch: str
    faults: int
    ids_crc: int


def _may_share(written: Written, holder: Holder) -> bool:
    overlaps = holder.max_time >= written.min_time and holder.min_time <= written.max_time
    return overlaps or bool(written.faults and holder.faults)


class Manifest:
    """Reads through `engine`. `Tx` arguments are the caller's Session or Connection."""

    def __init__(self, engine: Engine, writer: SegmentWriter) -> None:
        self._engine = engine
        self._writer = writer
        self._ids = IdFiles(writer.folder)
        self._schemas: dict[str, frozenset[str]] = {}

    def visible(self, within: TimeRange | None = None, scope: Scope | None = None) -> list[Segment]:
        """Segments that may hold events of the range and scope, oldest first."""
        with self._engine.connect() as connection:
            return self.read(connection, within, scope)

    def smaller(self, rows: int) -> list[Segment]:
        """Segments with fewer rows."""
        with self._engine.connect() as connection:
            return self.read(connection, None, None, _ROW.c.rows < rows)

    def read(
        self, tx: Session | Connection, within: TimeRange | None = None, scope: Scope | None = None, *extra: Any
    ) -> list[Segment]:
        query = select(*_WANTED).order_by(_ROW.c.min_time, _ROW.c.id)
        if within is not None:
            query = query.where(_ROW.c.max_time >= _sql_int(within.start), _ROW.c.min_time < _sql_int(within.end))
        rows = tx.execute(query.where(*extra)).all()
        self._learn(tx, {row.schema for row in rows})
        segments = []
        for row in rows:
            if scope is None or scope.everything or not scope.units.isdisjoint(row.units):
                values = {name: getattr(row, name) for name in _PLAIN}
                segments.append(Segment(**values, columns=self._schemas[row.schema]))
        return segments

    def _learn(self, tx: Session | Connection, digests: set[str]) -> None:
        unknown = sorted(digests - self._schemas.keys())
        for start in range(0, len(unknown), 500):
            wanted = select(EventSchemaRow.digest, EventSchemaRow.columns).where(
                EventSchemaRow.digest.in_(unknown[start : start + 500])
            )
            for digest, columns in tx.execute(wanted):
                self._schemas[digest] = frozenset(columns)

    def publish(self, pending: Sequence[Pending], tx: Session | Connection) -> Published:
        # Taking the write lock before reading makes what is read here still true when it commits.
        tx.execute(delete(EventGarbageRow).where(EventGarbageRow.path == ""))
        holders = self._possible_holders([written for batch in pending for written in batch.handle], tx)
        stored = 0
        duplicates: set[str] = set()
        for batch in pending:
            if not all((self._writer.folder / written.path).exists() for written in batch.handle):
                self._must_be_stored(batch, holders)
                continue
            for written in batch.handle:
                published, repeated = self._publish_one(written, holders, tx)
                duplicates |= repeated
                if published is not None:
                    stored += published.rows
                    holders.append(Holder(**{name: getattr(published, name) for name in Holder._fields}))
        return Published(stored=stored, duplicates=frozenset(duplicates))

    def _publish_one(
        self, written: Written, holders: Sequence[Holder], tx: Session | Connection
    ) -> tuple[Written | None, set[str]]:
        """The segment that became visible, if any, and the ids other batches had stored."""
        if any(holder.path == written.path for holder in holders):
            return None, set()
        ids = self._ids.get(written.path, written.ids_crc)
        mine = np.zeros(written.rows, dtype=np.bool_)
        others = np.zeros(written.rows, dtype=np.bool_)
        for holder, found in self._held(ids, [holder for holder in holders if _may_share(written, holder)]):
            if holder.batch == written.batch:
                mine |= found
            else:
                others |= found
        repeated = {f"{high:016x}{low:016x}" for high, low in zip(ids[0][others], ids[1][others], strict=True)}
        again = mine | others
        if again.any():
            gone = {
                int(high).to_bytes(8, "big") + int(low).to_bytes(8, "big")
                for high, low in zip(ids[0][again], ids[1][again], strict=True)
            }
            self.retire(tx, [written.path], retired=written.max_ingested)
            if len(gone) == written.rows:
                return None, repeated
            written = self._writer.without(written, gone)
        self.add(tx, written)
        return written, repeated

    def _held(self, ids: tuple[Words, Words], holders: Sequence[Holder]) -> Iterator[tuple[Holder, NDArray[np.bool_]]]:
        """The segments that hold some of the ids (sorted), and which. Small segments are searched all at once."""
        small: list[tuple[Holder, tuple[Words, Words]]] = []
        for holder in holders:
            try:
                stored = self._ids.get(holder.path, holder.ids_crc)
            except (OSError, pa.ArrowException) as error:
                _log.error("a damaged segment is not searched for duplicates", segment=holder.path, reason=str(error))
                continue
            if holder.rows <= 4 * len(ids[0]):
                small.append((holder, stored))
            elif (found := present(*ids, stored)).any():
                yield holder, found
        if not small:
            return
        highs = np.concatenate([stored[0] for _, stored in small])
        at = np.minimum(np.searchsorted(ids[0], highs), len(ids[0]) - 1)
        ends = np.cumsum([len(stored[0]) for _, stored in small])
        for index in np.unique(np.searchsorted(ends, np.flatnonzero(ids[0][at] == highs), "right")).tolist():
            holder, stored = small[index]
            if (found := present(*ids, stored)).any():
                yield holder, found

    def _must_be_stored(self, batch: Pending, holders: Sequence[Holder]) -> None:
        """Files of a batch published long ago may be merged and gone; then its events must be elsewhere."""
        high, low = to_words(bytes.fromhex("".join(batch.ids)))
        order = np.lexsort((low, high))
        found = np.zeros(len(batch.ids), dtype=np.bool_)
        for _, some in self._held((high[order], low[order]), holders):
            found |= some
        if not found.all():
            raise StoreError(
                f"{int((~found).sum())} events of batch {batch.batch!r} are gone before they were published",
                where=str(self._writer.folder),
                hint="write the batch again",
            )

    def _possible_holders(self, pending: Sequence[Written], tx: Session | Connection) -> list[Holder]:
        """An id is made from content and place, so a record read again has its old time, unless its clock was at fault."""
        if not pending:
            return []
        wanted: Any = (_ROW.c.max_time >= min(w.min_time for w in pending)) & (
            _ROW.c.min_time <= max(w.max_time for w in pending)
        )
        if any(written.faults for written in pending):
            wanted = or_(wanted, _ROW.c.faults > 0)
        columns = [_ROW.c[name] for name in Holder._fields]
        return [Holder(*row) for row in tx.execute(select(*columns).where(wanted))]

    def holders(self, event_id: str) -> list[Segment]:
        """The segments that hold an id: one, or none."""
        high, low = to_words(bytes.fromhex(event_id))
        with self._engine.connect() as connection:
            everything = [
                Holder(*row) for row in connection.execute(select(*(_ROW.c[name] for name in Holder._fields)))
            ]
            found = [holder.path for holder, _ in self._held((high, low), everything)]
            return self.read(connection, None, None, _ROW.c.path.in_(found)) if found else []

    def add(self, tx: Session | Connection, written: Written) -> None:
        columns = sorted(written.columns)
        schema = blake2b(orjson.dumps(columns), digest_size=12).hexdigest()
        known = tx.execute(select(EventSchemaRow.digest).where(EventSchemaRow.digest == schema)).first()
        if known is None:
            tx.execute(insert(EventSchemaRow).values(digest=schema, columns=columns))
        names = [column.name for column in _WANTED if column.name not in ("id", "schema")]
        tx.execute(insert(EventSegmentRow).values(schema=schema, **{name: getattr(written, name) for name in names}))

    def retire(self, tx: Session | Connection, paths: Iterable[str], retired: int) -> None:
        """Note files for `Housekeeping.sweep`. They may still be open in readers, and the transaction may yet fail."""
        rows = [{"path": path, "retired": retired} for path in paths]
        known = set(
            tx.execute(
                select(EventGarbageRow.path).where(EventGarbageRow.path.in_([r["path"] for r in rows]))
            ).scalars()
        )
        fresh = [row for row in rows if row["path"] not in known]
        if fresh:
            tx.execute(insert(EventGarbageRow), fresh)


def _sql_int(value: int) -> int:
    return max(-(2**63), min(2**63 - 1, value))
