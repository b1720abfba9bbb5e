"""Which segments are visible. One SELECT is one snapshot: a batch is in it whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np
import orjson
from sqlalchemy import Connection, Engine, delete, insert, or_, select
from sqlalchemy.orm import Session

from model.errors import StoreError
from store.contract import Pending, Published, TimeRange
from store.events.ids import IdFiles, present, to_words
from store.events.tables import EventGarbageRow, EventSchemaRow, EventSegmentRow
from store.events.writer import SegmentWriter, Written
from store.scope import Scope

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


class Manifest:
    """Reads through `engine`. `Tx` arguments are the caller's Session or Connection."""

    def __init__(self, engine: Engine, writer: SegmentWriter) -> None:
        self._engine = engine
        self._writer = writer
        self._ids = IdFiles()
        self._schemas: dict[str, frozenset[str]] = {}

    def visible(self, within: TimeRange | None = None, scope: Scope | None = None) -> list[Segment]:
        """Segments that may hold events of the range and scope, oldest first."""
        with self._engine.connect() as connection:
            return self.read(connection, within, scope)

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
        stored = 0
        duplicates: set[str] = set()
        for batch in pending:
            if not all((self._writer.folder / written.path).exists() for written in batch.handle):
                self._must_be_stored(batch, tx)
                continue
            for written in batch.handle:
                count, repeated = self._publish_one(written, tx)
                stored += count
                duplicates |= repeated
        return Published(stored=stored, duplicates=frozenset(duplicates))

    def _publish_one(self, written: Written, tx: Session | Connection) -> tuple[int, set[str]]:
        path = self._writer.folder / written.path
        ids = self._ids.get(path, written.ids_crc)
        mine = np.zeros(written.rows, dtype=np.bool_)
        others = np.zeros(written.rows, dtype=np.bool_)
        for segment in self._possible_holders(written, tx):
            if segment.path == written.path:
                return 0, set()
            found = present(*ids, self._ids.get(self._writer.folder / segment.path, segment.ids_crc))
            if segment.batch == written.batch:
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
                return 0, repeated
            written = self._writer.without(written, gone)
        self.add(tx, written)
        return written.rows, repeated

    def _must_be_stored(self, batch: Pending, tx: Session | Connection) -> None:
        """Files of a batch published long ago may be merged and gone; then its events must be elsewhere."""
        ids = to_words(bytes.fromhex("".join(batch.ids)))
        found = np.zeros(len(batch.ids), dtype=np.bool_)
        for written in batch.handle:
            for segment in self._possible_holders(written, tx):
                found |= present(*ids, self._ids.get(self._writer.folder / segment.path, segment.ids_crc))
        if not found.all():
            raise StoreError(
                f"{int((~found).sum())} events of batch {batch.batch!r} are gone before they were published",
                where=str(self._writer.folder),
                hint="write the batch again",
            )

    def _possible_holders(self, written: Written, tx: Session | Connection) -> list[Segment]:
        """An id is made from content and place, so a record read again has its old time, unless its clock was at fault."""
        overlap = (_ROW.c.max_time >= written.min_time) & (_ROW.c.min_time <= written.max_time)
        return self.read(tx, None, None, or_(overlap, _ROW.c.faults > 0) if written.faults else overlap)

    def holders(self, event_id: str) -> list[Segment]:
        """The segments that hold an id: one, or none."""
        high, low = to_words(bytes.fromhex(event_id))
        return [
            segment
            for segment in self.visible()
            if present(high, low, self._ids.get(self._writer.folder / segment.path, segment.ids_crc)).any()
        ]

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
