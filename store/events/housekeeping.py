# ruff: noqa: S608 - SQL is put together from our own column names; every value is a parameter
"""What keeps the store small and tidy: merging, retention, and the removal of files nobody needs.

Each step is safe to stop at any moment. Rows change in one transaction; files are made before it and removed after it,
once no reader that took its snapshot before can still be inside them.
"""

from __future__ import annotations

import fcntl
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, CursorResult, delete, insert, select
from sqlalchemy.orm import Session

from model.errors import StoreError
from model.times import DAY, HOUR, MINUTE, Micros
from store.events.engine import Engine
from store.events.ids import ids_of_segment, write_ids
from store.events.layout import ID, TIME, ids_path
from store.events.manifest import Manifest, Segment
from store.events.sql import quoted
from store.events.tables import EventDeletionRow, EventGarbageRow, EventSegmentRow
from store.events.writer import COMPRESSION_LEVEL, LOCK, ROW_GROUP, SegmentWriter, Written, make_folders, sync

TARGET_ROWS = 1_000_000
"""A segment this large is left alone."""
MIN_INPUTS = 4
"""Merging fewer small files than this rewrites too much for too little."""
SMALL_ROWS = 2_500
"""Files below this are merged whatever there is beside them: opening one costs as much as looking at so many rows."""
GROWTH = 2
"""A segment is not rewritten for less than one part in so many of its rows."""
QUIET: Micros = MINUTE
"""What has not grown for so long is merged from two files on, since no third may ever come."""
MAX_INPUTS = 500
GRACE: Micros = 10 * MINUTE
"""How long a replaced file stays for readers whose snapshot still names it; they ask again when it is gone."""
ORPHAN_AGE: Micros = 24 * HOUR
"""How old an unnamed file must be before it is removed while other processes may still be about to publish theirs."""
LEGAL_DAYS = 180
"""Cybersecurity Law of the PRC, Article on network logs: not less than six months."""


@dataclass(frozen=True, slots=True)
class Retention:
    """days: events ingested longer ago are deleted, None keeps all. max_bytes: beyond it the oldest go first, None for
    no limit; min_days: not even for space is anything younger deleted."""

    days: int | None = LEGAL_DAYS
    max_bytes: int | None = None
    min_days: int = LEGAL_DAYS


@dataclass(frozen=True, slots=True)
class Deletion:
    """What retention deleted; the fields of `tables.EventDeletionRow`. why: `age` or `size`."""

    at: Micros
    why: str
    dataset: str
    day: str
    events: int
    bytes: int
    min_time: Micros
    max_time: Micros
    min_ingested: Micros
    max_ingested: Micros
    units: dict[str, int]
    path: str


@dataclass(slots=True)
class Usage:
    """What is stored now."""

    segments: int = 0
    events: int = 0
    bytes: int = 0
    oldest: Micros | None = None
    newest: Micros | None = None
    by_unit: dict[str, int] = field(default_factory=dict)
    by_dataset: dict[str, int] = field(default_factory=dict)
    by_day: dict[str, int] = field(default_factory=dict)


class Housekeeping:
    def __init__(
        self,
        writer: SegmentWriter,
        manifest: Manifest,
        engine: Engine,
        transaction: Callable[[], AbstractContextManager[Session]],
        clock: Callable[[], Micros],
    ) -> None:
        self._writer = writer
        self._folder = writer.folder
        self._manifest = manifest
        self._engine = engine
        self._transaction = transaction
        self._clock = clock
        self._merging = threading.Lock()

    # Merging

    def compact(self, *, min_inputs: int = MIN_INPUTS, target_rows: int = TARGET_ROWS, most: int = 1_000) -> int:
        """Merge small segments of one data set and day, at most `most` merges. Returns how many files became fewer.

        Safe to call from several threads; they take turns.
        """
        saved = 0
        with self._merging:
            for group in _groups(self._manifest.smaller(target_rows // 2), min_inputs, target_rows, self._clock())[
                :most
            ]:
                saved += self._merge(group)
        return saved

    def _merge(self, group: Sequence[Segment]) -> int:
        self._writer.announce()
        paths = [self._folder / segment.path for segment in group]
        try:
            merged = self._merged_file(group, paths)
        except OSError as error:
            raise StoreError(f"cannot merge segments: {error}", where=str(paths[0].parent)) from error
        with self._transaction() as tx:
            removed: CursorResult[Any] = tx.connection().execute(
                delete(EventSegmentRow).where(EventSegmentRow.id.in_([segment.id for segment in group]))
            )
            if removed.rowcount != len(group):  # retention or another merge was faster
                tx.rollback()
                self._remove(merged.path)
                return 0
            self._manifest.add(tx, merged)
            self._manifest.retire(tx, [segment.path for segment in group], self._clock())
        return len(group) - 1

    def _merged_file(self, group: Sequence[Segment], paths: list[Path]) -> Written:
        target = self._writer.new_path(group[0].dataset, group[0].day, "merged")
        folders = make_folders(target.parent)
        temporary = target.with_suffix(".tmp")
        name = str(temporary.absolute()).replace("'", "''")
        sql = (
            f"COPY (SELECT * FROM read_parquet(?, union_by_name = true, hive_partitioning = false)"
            f" ORDER BY {quoted(TIME)}, {quoted(ID)}) TO '{name}'"
            f" (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL {COMPRESSION_LEVEL}, ROW_GROUP_SIZE {ROW_GROUP})"
        )
        self._engine.run(sql, [[str(path.absolute()) for path in paths]])
        size = sync(temporary)
        ids = ids_of_segment(temporary)
        rows = sum(segment.rows for segment in group)
        if len(ids) != 16 * rows:
            temporary.unlink(missing_ok=True)
            raise StoreError(f"merging {rows} events gave {len(ids) // 16}", where=str(paths[0].parent))
        crc = write_ids(target, ids)
        temporary.replace(target)
        for folder in (target.parent, *folders):
            sync(folder)
        return Written(
            path=str(target.relative_to(self._folder)),
            dataset=group[0].dataset,
            day=group[0].day,
            rows=rows,
            bytes=size,
            min_time=min(segment.min_time for segment in group),
            max_time=max(segment.max_time for segment in group),
            min_ingested=min(segment.min_ingested for segment in group),
            max_ingested=max(segment.max_ingested for segment in group),
            batch="",
            faults=sum(segment.faults for segment in group),
            units=_sum_units(group),
            columns=tuple(frozenset().union(*(segment.columns for segment in group))),
            ids_crc=crc,
        )

    # Retention

    def expire(self, tx: Session | Connection, policy: Retention) -> list[Deletion]:
        """Delete in the caller's transaction what the policy no longer keeps, with a deletion record each.

        The caller notes the records in the audit ledger in the same transaction. Files go later, with `sweep`.
        """
        now = self._clock()
        segments = self._manifest.read(tx)
        doomed: dict[int, str] = {}
        if policy.days is not None:
            doomed = {s.id: "age" for s in segments if s.max_ingested < now - policy.days * DAY}
        if policy.max_bytes is not None:
            kept = sorted((s for s in segments if s.id not in doomed), key=lambda s: (s.max_ingested, s.max_time, s.id))
            excess = sum(s.bytes for s in kept) - policy.max_bytes
            for segment in kept:
                if excess <= 0:
                    break
                if segment.max_ingested < now - policy.min_days * DAY:
                    doomed[segment.id] = "size"
                    excess -= segment.bytes
        records = [_deletion(segment, doomed[segment.id], now) for segment in segments if segment.id in doomed]
        if records:
            ids = sorted(doomed)
            for start in range(0, len(ids), 500):
                tx.execute(delete(EventSegmentRow).where(EventSegmentRow.id.in_(ids[start : start + 500])))
            rows = [{name: getattr(record, name) for name in Deletion.__slots__} for record in records]
            tx.execute(insert(EventDeletionRow), rows)
            self._manifest.retire(tx, [record.path for record in records], now)
        return records

    def usage(self) -> Usage:
        total = Usage()
        for segment in self._manifest.visible():
            total.segments += 1
            total.events += segment.rows
            total.bytes += segment.bytes
            total.oldest = min(segment.min_time, segment.min_time if total.oldest is None else total.oldest)
            total.newest = max(segment.max_time, segment.max_time if total.newest is None else total.newest)
            total.by_dataset[segment.dataset] = total.by_dataset.get(segment.dataset, 0) + segment.rows
            total.by_day[segment.day] = total.by_day.get(segment.day, 0) + segment.rows
            for unit, rows in segment.units.items():
                total.by_unit[unit] = total.by_unit.get(unit, 0) + rows
        return total

    # Files

    def sweep(self, *, grace: Micros = GRACE) -> int:
        """Remove files retired longer ago than `grace`. Returns how many segments went."""
        limit = self._clock() - grace
        with self._transaction() as tx:
            paths = tx.execute(select(EventGarbageRow.path).where(EventGarbageRow.retired <= limit)).scalars().all()
            for path in paths:
                self._remove(path)
            for start in range(0, len(paths), 500):
                tx.execute(delete(EventGarbageRow).where(EventGarbageRow.path.in_(paths[start : start + 500])))
        return len(paths)

    def recover(self) -> list[str]:
        """Remove what a crash left behind: files no row names. Call at start, before writers.

        While any other process has a writer, only files older than ORPHAN_AGE go, since younger ones may be about to
        be published. Returns the removed paths, relative to the folder.
        """
        removed = []
        with self._alone() as alone:
            # Files first, rows second: what is published in between is then known.
            found = [
                path for pattern in ("*.parquet", "*.tmp", "*.ids") for path in self._folder.glob(f"*/*/{pattern}")
            ]
            with self._transaction() as tx:
                known = set(tx.execute(select(EventSegmentRow.path)).scalars())
                known |= set(tx.execute(select(EventGarbageRow.path)).scalars())
            youngest = self._clock() - ORPHAN_AGE
            for path in found:
                name = str(path.relative_to(self._folder))
                if str(Path(name).with_suffix(".parquet")) in known and not path.name.endswith(".tmp"):
                    continue
                try:
                    if alone or path.stat().st_mtime_ns // 1_000 < youngest:
                        path.unlink()
                        removed.append(name)
                except FileNotFoundError:
                    continue
        return sorted(removed)

    @contextmanager
    def _alone(self) -> Iterator[bool]:
        """Whether no writer lives in any process; none can announce itself while this lasts."""
        descriptor = os.open(self._folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True
        finally:
            os.close(descriptor)

    def _remove(self, path: str) -> None:
        segment = self._folder / path
        segment.unlink(missing_ok=True)
        ids_path(segment).unlink(missing_ok=True)


def _groups(segments: list[Segment], min_inputs: int, target_rows: int, now: Micros) -> list[list[Segment]]:
    """What to merge, of one data set and day each and at most the target together, most files first.

    A segment takes part when smaller ones together hold half of what it does. So every rewriting makes the segment an
    event lies in half as large again at least: an event is written log1.5(n) times at most until it lies among n others,
    and only a logarithm of n segments stand side by side.
    """
    by_day: dict[tuple[str, str], list[Segment]] = {}
    for segment in segments:
        by_day.setdefault((segment.dataset, segment.day), []).append(segment)
    groups = []
    for members in by_day.values():
        quiet = max(segment.max_ingested for segment in members) < now - QUIET
        enough = 2 if quiet else max(2, min_inputs)
        groups += [group for run in _runs(members) for group in _cut(run, target_rows) if len(group) >= enough]
    return sorted(groups, key=len, reverse=True)


def _runs(members: list[Segment]) -> list[list[Segment]]:
    """Ascending by size; a segment that outweighs all of its run before it begins another."""
    runs: list[list[Segment]] = []
    rows = 0
    for segment in sorted(members, key=lambda s: (s.rows, s.id)):
        if not runs or segment.rows > max(GROWTH * rows, SMALL_ROWS):
            runs.append([])
            rows = 0
        runs[-1].append(segment)
        rows += segment.rows
    return runs


def _cut(run: list[Segment], target_rows: int) -> list[list[Segment]]:
    """Neighbours in time whose sum is at most the target."""
    groups: list[list[Segment]] = [[]]
    for segment in sorted(run, key=lambda s: (s.min_time, s.id)):
        group = groups[-1]
        if group and (sum(s.rows for s in group) + segment.rows > target_rows or len(group) == MAX_INPUTS):
            groups.append([])
        groups[-1].append(segment)
    return groups


def _sum_units(group: Sequence[Segment]) -> dict[str, int]:
    units: dict[str, int] = {}
    for segment in group:
        for unit, rows in segment.units.items():
            units[unit] = units.get(unit, 0) + rows
    return units


def _deletion(segment: Segment, why: str, now: Micros) -> Deletion:
    return Deletion(
        at=now,
        why=why,
        dataset=segment.dataset,
        day=segment.day,
        events=segment.rows,
        bytes=segment.bytes,
        min_time=segment.min_time,
        max_time=segment.max_time,
        min_ingested=segment.min_ingested,
        max_ingested=segment.max_ingested,
        units=segment.units,
        path=segment.path,
    )
