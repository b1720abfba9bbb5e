"""How an Event lies in a Parquet file, and how files lie in the folder.

A field's values are stored by what they are, not by what they should be: the column for text values of `source.port`
stands beside the one for its integers. The first letter of a column says which:

    s text   i IP address   l 64-bit integer   d double   b boolean      with `[]`: lists of these

In the program a list kind is the capital letter (`S` is the column `s[].event.category`).

So a value that does not conform to the catalogue keeps its type, comes back exactly as given and is found, and a
field whose catalogued type changes later leaves old segments readable. DuckDB ignores case in column names and field
names do not, so capitals are written with a caret before them (`l.^Event^I^D`).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path

from model.times import DAY, SECOND, Micros

TIME = "_time"  # @timestamp, microseconds
ID = "_id"  # event.id, 16 bytes
REST = "_rest"  # JSON object of every field that has no column here
EXACT = "_exact"  # the same object in Python's JSON dialect as bytes, where JSON cannot carry it (NaN, surrogates …)

_FIXED = {"@timestamp": ("l", TIME), "event.id": ("s", ID)}
_CAPITAL = re.compile(r"[A-Z^]")
_ESCAPED = re.compile(r"\^(.)", re.DOTALL)
_DIGESTED = re.compile(r"-[0-9a-f]{12}$")
_UNSAFE = re.compile(r"[^a-z0-9._-]")


def column(kind: str, field: str) -> str:
    return (kind if kind.islower() else f"{kind.lower()}[]") + "." + _CAPITAL.sub(r"^\g<0>", field)


def field_of(name: str) -> tuple[str, str] | None:
    """Kind and field of a column, None for the four fixed ones."""
    if name.startswith("_"):
        return None
    kind, _, escaped = name.partition(".")
    return kind if len(kind) == 1 else kind[0].upper(), _ESCAPED.sub(r"\1", escaped)


def columns_of(field: str, present: frozenset[str]) -> list[tuple[str, str]]:
    """The (kind, column) pairs that may hold values of a field, among the columns present."""
    if field in _FIXED:
        return [_FIXED[field]]
    names = [(kind, column(kind, field)) for kind in "sildbSILDB"]
    return [(kind, name) for kind, name in names if name in present]


def folder_name(dataset: str) -> str:
    """A folder name for an untrusted data set name: readable, and different for different names.

    Names that are not already plain lower-case words get a digest appended; no name can leave the folder.
    """
    plain = _UNSAFE.sub("_", dataset.lower())[:60].strip(".") or "_"
    if plain == dataset and not _DIGESTED.search(dataset):
        return plain
    digest = blake2b(dataset.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
    return f"{plain}-{digest}"


def day_text(day: int) -> str:
    """Days since 1970 to `YYYY-MM-DD`."""
    return datetime.fromtimestamp(day * (DAY // SECOND), UTC).strftime("%Y-%m-%d")


def day_start(time: Micros) -> int:
    """The day number a time falls on."""
    return time // DAY


def ids_path(segment: Path) -> Path:
    return segment.with_suffix(".ids")
