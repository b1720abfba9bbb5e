"""What a reader of inventory files hands over, and the limits all of them keep."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

import msgspec

from model.errors import InputError
from model.estate import Asset, DataSet, System, Unit
from model.inventory import (
    Conduit,
    Control,
    DataGrant,
    DirectoryAccount,
    Estate,
    Exposure,
    Group,
    Right,
    Service,
    Zone,
)

MAX_BYTES: Final = 64 * 1024 * 1024
MAX_ENTRIES: Final = 200_000
MAX_REJECTED: Final = 1_000
MAX_TEXT: Final = 1_000
"""Characters kept of one text; the rest of a scanner's prose is cut."""

RECORDS: MappingProxyType[str, type[Any]] = MappingProxyType(
    {
        "units": Unit,
        "systems": System,
        "zones": Zone,
        "conduits": Conduit,
        "assets": Asset,
        "services": Service,
        "accounts": DirectoryAccount,
        "groups": Group,
        "rights": Right,
        "exposures": Exposure,
        "data_sets": DataSet,
        "data_grants": DataGrant,
        "controls": Control,
    }
)
"""Field of `Estate` → what stands in it, parents before children where there is such an order."""

FIELDS: MappingProxyType[str, frozenset[str]] = MappingProxyType(
    {kind: frozenset(f.name for f in msgspec.structs.fields(record)) for kind, record in RECORDS.items()}
)


@dataclass(frozen=True, slots=True)
class Entry:
    """Some fields of one record, as plain values. Fields the file does not tell are absent, and keep what the register
    has. where: line, row or element of the file."""

    kind: str
    values: dict[str, Any]
    where: str


@dataclass(frozen=True, slots=True)
class Rejected:
    where: str
    reason: str


@dataclass(slots=True)
class Reading:
    """What one file says.

    scanner: who looked, for files that tell what was found rather than what is registered: their assets are matched by
    address, host name and identifier, and fill what the register leaves empty instead of replacing it. covered: asset
    ids (of this reading) that were looked at completely, so that an exposure not found again is closed. rejected_more:
    rejections beyond MAX_REJECTED, counted only. passed_over: what the file holds and a register does not.
    """

    form: str
    entries: list[Entry] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    scanner: str = ""
    covered: set[str] = field(default_factory=set)
    rejected_more: int = 0
    passed_over: int = 0

    def add(self, kind: str, where: str, /, **values: Any) -> None:
        """Raises InputError beyond MAX_ENTRIES."""
        if len(self.entries) >= MAX_ENTRIES:
            raise InputError(
                f"holds more than {MAX_ENTRIES} records", where=where, hint="import it in parts, one network at a time"
            )
        self.entries.append(Entry(kind, values, where))

    def reject(self, where: str, reason: str) -> None:
        if len(self.rejected) < MAX_REJECTED:
            self.rejected.append(Rejected(where, shorten(reason, 300)))
        else:
            self.rejected_more += 1


def shorten(text: str, limit: int = MAX_TEXT) -> str:
    """One line of printable characters, at most `limit` of them."""
    text = " ".join("".join(c if c.isprintable() else " " for c in text[: limit * 2]).split())
    return text if len(text) <= limit else text[: limit - 1] + "…"


def check_size(data: bytes, where: str, limit: int = MAX_BYTES) -> None:
    if len(data) > limit:
        raise InputError(f"larger than {limit} bytes", where=where, hint="import it in parts")


def whole(reading: Reading, where: str) -> Estate:
    """The reading as an Estate on its own. Raises InputError naming what was rejected and every record that is wrong."""
    problems = [f"{one.where}: {one.reason}" for one in reading.rejected]
    found: dict[str, dict[str, Any]] = {kind: {} for kind in RECORDS}
    for entry in reading.entries:
        try:
            record = msgspec.convert(entry.values, RECORDS[entry.kind])
        except msgspec.ValidationError as error:
            problems.append(f"{entry.where}: {error}")
            continue
        if record.id in found[entry.kind]:
            problems.append(f"{entry.where}: {entry.kind} has {record.id!r} twice")
        found[entry.kind][record.id] = record
    if problems:
        raise InputError(f"{len(problems)} records are wrong:\n" + _lines(problems), where=where)
    return Estate(**{kind: tuple(records.values()) for kind, records in found.items()})


def _lines(problems: Iterable[str]) -> str:
    shown = [f"  - {problem}" for problem in problems]
    return "\n".join(shown[:50] + ([f"  - and {len(shown) - 50} more"] if len(shown) > 50 else []))
