"""Batches to segments: durable when `write` returns, seen by nobody until `publish`.

A segment is written under a temporary name, synced, renamed and its folder synced, so whatever stands under a final
name is complete. Names are unique per write: writing a batch again never touches what an earlier write made.
"""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any, NoReturn

import pyarrow as pa
import pyarrow.parquet as pq

from model.ecs import catalogue
from model.errors import StoreError
from model.event import Event, EventId
from model.times import EARLIEST, LATEST
from store.contract import Pending
from store.events.columns import to_events, to_table
from store.events.ids import write_ids
from store.events.layout import ID, TIME, day_start, day_text, field_of, folder_name

ROW_GROUP = 32_768
"""Rows per row group: the unit DuckDB skips by its statistics, and one thread's share of a scan."""
COMPRESSION_LEVEL = 3
_HEX = re.compile(r"[0-9a-f]*")
_UNLIKE = frozenset({"s.event.hash"})
"""No two values are alike, so that a dictionary of them saves nothing."""
_DELTA = frozenset({TIME, "l.event.ingested", "l.log.offset", "l.event.start", "l.event.end", "l.event.duration"})
_LONG_TEXT = frozenset({"text", "wildcard"})


@dataclass(frozen=True, slots=True)
class Written:
    """A segment on disk; the fields of `tables.EventSegmentRow`. `columns` are the file's."""

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
    columns: tuple[str, ...]
    ids_crc: int


class SegmentWriter:
    """Needs only the folder, so any process can have one. Holds a shared lock while it lives (see `recovery`)."""

    def __init__(self, folder: Path | str) -> None:
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self._lock: tuple[int, int] | None = None

    def write(self, events: Sequence[Event], batch: str) -> Pending:
        self.announce()
        checked = _checked(events)
        groups: dict[tuple[str, int], list[int]] = {}
        for index, group in enumerate(zip(checked.datasets, map(day_start, checked.times), strict=True)):
            groups.setdefault(group, []).append(index)
        segments = []
        for (dataset, day), members in sorted(groups.items()):
            members.sort(key=checked.times.__getitem__)
            chosen = checked.of(members)
            if len(set(chosen.times)) < len(members):
                members.sort(key=lambda index: (checked.times[index], checked.ids[index]))
                chosen = checked.of(members)
            segments.append(self._segment(chosen, dataset, day_text(day), batch))
        return Pending(batch=batch, ids=tuple(map(bytes.hex, checked.ids)), handle=tuple(segments))

    def _segment(self, chosen: _Checked, dataset: str, day: str, batch: str) -> Written:
        table = to_table(chosen.events, chosen.times, chosen.ids)
        path = self.new_path(dataset, day, batch)
        size, crc = self.store(table, path, b"".join(chosen.ids))
        return Written(
            path=str(path.relative_to(self.folder)),
            dataset=dataset,
            day=day,
            rows=len(chosen.events),
            bytes=size,
            min_time=chosen.times[0],
            max_time=chosen.times[-1],
            min_ingested=min(chosen.ingested),
            max_ingested=max(chosen.ingested),
            batch=batch,
            faults=sum("fengsui.clock_fault" in event for event in chosen.events),
            units=dict(Counter(chosen.units)),
            columns=tuple(table.column_names),
            ids_crc=crc,
        )

    def without(self, written: Written, ids: set[bytes]) -> Written:
        """The same segment without some events, as a new file; the old one is left to the housekeeping."""
        table = pq.read_table(self.folder / written.path, use_threads=False)
        keep = [event_id not in ids for event_id in table.column(ID).to_pylist()]
        kept = _checked(to_events(table.filter(pa.array(keep))))
        return self._segment(kept, written.dataset, written.day, written.batch)

    def new_path(self, dataset: str, day: str, batch: str) -> Path:
        name = f"{zlib.crc32(batch.encode('utf-8', 'surrogatepass')):08x}-{secrets.token_hex(8)}.parquet"
        return self.folder / folder_name(dataset) / day / name

    def store(self, table: pa.Table, path: Path, ids: bytes) -> tuple[int, int]:
        """Write a sorted table durably. Returns the file's size and the id file's CRC."""
        new_folders = make_folders(path.parent)
        temporary = path.with_suffix(".tmp")
        try:
            pq.write_table(table, temporary, **_options(table))
            size = sync(temporary)
            crc = write_ids(path, ids)
            temporary.replace(path)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise StoreError(f"cannot write events: {error}", where=str(path), hint="free disk space") from error
        for folder in (path.parent, *new_folders):
            sync(folder)
        return size, crc

    def announce(self) -> None:
        """Tell `recovery` that this process may own files no manifest row names yet."""
        if self._lock is None or self._lock[0] != os.getpid():
            descriptor = os.open(self.folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(descriptor, fcntl.LOCK_SH)
            self._lock = (os.getpid(), descriptor)

    def close(self) -> None:
        if self._lock is not None and self._lock[0] == os.getpid():
            os.close(self._lock[1])
        self._lock = None


LOCK = "writers.lock"


def make_folders(folder: Path) -> list[Path]:
    """Create a folder with its parents; returns those whose own listing changed and must be synced."""
    changed = []
    missing = folder
    while not missing.exists():
        missing = missing.parent
        changed.append(missing)
    folder.mkdir(parents=True, exist_ok=True)
    return changed


def sync(path: Path) -> int:
    """fsync a file or folder and return its size."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
        return os.fstat(descriptor).st_size
    finally:
        os.close(descriptor)


def _options(table: pa.Table) -> dict[str, Any]:
    known = catalogue()
    dictionary, delta = [], {}
    for name in table.column_names:
        described = field_of(name)
        if name in _DELTA:
            delta[name] = "DELTA_BINARY_PACKED"
        elif (
            name not in _UNLIKE
            and described is not None
            and not (described[1] in known and known[described[1]].type in _LONG_TEXT)
        ):
            dictionary.append(_leaf(name, described[0]))
    return {
        "compression": "zstd",
        "compression_level": COMPRESSION_LEVEL,
        "row_group_size": ROW_GROUP,
        "use_dictionary": dictionary,
        "column_encoding": delta,
        "write_page_checksum": True,
        "store_schema": False,
    }


def _leaf(name: str, kind: str) -> str:
    """The path of a column's leaf, by which Parquet options are given."""
    return f"{name}.list.element" if kind.isupper() else name


@dataclass(frozen=True, slots=True)
class _Checked:
    """Events with what every one of them was found to carry. ids: binary."""

    events: Sequence[Event]
    ids: Sequence[bytes]
    times: Sequence[int]
    ingested: Sequence[int]
    datasets: Sequence[str]
    units: Sequence[str]

    def of(self, members: Sequence[int]) -> _Checked:
        """These of them, in this order."""
        return _Checked(
            [self.events[index] for index in members],
            [self.ids[index] for index in members],
            [self.times[index] for index in members],
            [self.ingested[index] for index in members],
            [self.datasets[index] for index in members],
            [self.units[index] for index in members],
        )


_SEALED = itemgetter("event.id", "@timestamp", "event.ingested", "event.dataset", "fengsui.unit")


def _checked(events: Sequence[Event]) -> _Checked:
    """The events with repeated ids dropped (the first stays). Raises StoreError for unsealed ones."""
    found: list[tuple[Any, ...]] = []
    try:
        found.extend(map(_SEALED, events))
    except KeyError as error:
        raise _unsealed(len(found), f"it lacks {error}") from None
    columns: list[tuple[Any, ...]] = list(zip(*found, strict=True)) or [()] * 5
    texts = [set(map(type, columns[at])) <= {str} for at in (0, 3, 4)]
    numbers = [set(map(type, columns[at])) <= {int} for at in (1, 2)]
    lengths = texts[0] and set(map(len, columns[0])) <= {32}
    if not (lengths and all(texts) and all(numbers) and all(map(_within, columns[1:3]))):
        _refuse(found)
    ids, times, ingested, datasets, units = columns
    for text in {*datasets, *units}:
        try:
            text.encode()
        except UnicodeEncodeError as error:
            raise StoreError(f"event.dataset or fengsui.unit is not text: {error}") from None
    joined = "".join(ids)
    if not _HEX.fullmatch(joined):
        raise StoreError("an event.id is not 32 lower-case hex digits", hint="seal events with model.event.seal")
    data = bytes.fromhex(joined)
    whole = _Checked(events, [data[at : at + 16] for at in range(0, len(data), 16)], times, ingested, datasets, units)
    first: dict[EventId, int] = dict.fromkeys(ids, 0)
    if len(first) == len(ids):
        return whole
    for index in reversed(range(len(ids))):
        first[ids[index]] = index
    return whole.of(list(first.values()))


def _within(times: Sequence[int]) -> bool:
    return not times or (min(times) >= EARLIEST and max(times) < LATEST)


def _refuse(found: Iterable[tuple[Any, ...]]) -> NoReturn:
    """Raises StoreError for the first of these that is not sealed as it should be."""
    for index, (event_id, time, ingested, dataset, unit) in enumerate(found):
        if type(time) is not int or not EARLIEST <= time < LATEST:
            raise _unsealed(index, f"@timestamp is {time!r:.60}, expected microseconds between 1970 and 2100")
        if type(ingested) is not int or not EARLIEST <= ingested < LATEST:
            raise _unsealed(index, f"event.ingested is {ingested!r:.60}, expected microseconds")
        if type(dataset) is not str or type(unit) is not str:
            raise _unsealed(index, "event.dataset and fengsui.unit must be text")
        if type(event_id) is not str or len(event_id) != 32:
            raise _unsealed(index, f"event.id is {event_id!r:.60}, expected 32 hex digits")
    raise AssertionError("all events were sealed")


def _unsealed(index: int, what: str) -> StoreError:
    return StoreError(what, where=f"event {index} of the batch", hint="seal events with model.event.seal")
