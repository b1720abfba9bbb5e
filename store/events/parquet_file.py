"""Events as one Parquet file for other programs: a column per field under its own name, dates as UTC timestamps.

The fields are known only at the end, so chunks go to temporary segments beside the file first. A field whose values
have several types becomes JSON text; fields without a column of their own are in `_rest`.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from model.ecs import date_fields
from model.event import Event
from store.events.columns import to_table
from store.events.layout import EXACT, ID, REST, TIME, field_of

CHUNK = 20_000
_DATE = pa.timestamp("us", "UTC")


def write_parquet(events: Iterable[Event], path: Path) -> int:
    """Returns how many events were written, in the order given."""
    folder = Path(tempfile.mkdtemp(prefix=f".{path.name}-", dir=path.parent))
    try:
        parts: list[Path] = []
        count, remaining = 0, iter(events)
        while chunk := list(islice(remaining, CHUNK)):
            part = folder / f"{len(parts)}.parquet"
            ids = [bytes.fromhex(event["event.id"]) for event in chunk]
            pq.write_table(to_table(chunk, [event["@timestamp"] for event in chunk], ids), part)
            parts.append(part)
            count += len(chunk)
        schema, sources = _schema(parts)
        temporary = folder / "whole"
        with pq.ParquetWriter(temporary, schema, compression="zstd") as writer:
            for part in parts:
                table = pq.read_table(part)
                writer.write_table(pa.table([_column(table, field, sources[field.name]) for field in schema], schema))
        temporary.replace(path)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return count


def _schema(parts: list[Path]) -> tuple[pa.Schema, dict[str, list[str]]]:
    """The file's columns, and the segment columns each is made from."""
    kinds: dict[str, pa.DataType] = {}
    sources: dict[str, list[str]] = {"@timestamp": [TIME], "event.id": [ID]}
    for part in parts:
        for column in pq.read_schema(part):
            described = field_of(column.name)
            name = described[1] if described else column.name
            if column.name in (TIME, ID, EXACT) or column.name in sources.setdefault(name, []):
                continue
            sources[name].append(column.name)
            kinds[column.name] = column.type
    fields = [pa.field("@timestamp", _DATE), pa.field("event.id", pa.string())]
    for name in sorted(sources.keys() - {"@timestamp", "event.id", TIME, ID, EXACT}):
        types = {kinds[column] for column in sources[name]}
        only = types.pop() if len(types) == 1 else pa.string()
        fields.append(pa.field(name, _DATE if name in date_fields() and only == pa.int64() else only))
    return pa.schema(fields), sources


def _column(table: pa.Table, field: pa.Field, names: list[str]) -> Any:
    present = [name for name in names if name in table.column_names]
    if field.name == "event.id":
        return pa.array([value.hex() for value in table.column(ID).to_pylist()])
    if not present:
        return pa.nulls(table.num_rows, field.type)
    texts = all(name.startswith(("s.", "i.")) for name in names)
    if len(names) == 1 or field.name == REST:
        column = table.column(present[0])
        return column.cast(field.type) if column.type != field.type else column
    values: list[Any] = [None] * table.num_rows
    for name in present:
        for row, value in enumerate(table.column(name).to_pylist()):
            if value is not None:
                values[row] = value if texts or pa.types.is_list(field.type) else orjson.dumps(value).decode()
    return pa.array(values, field.type)
