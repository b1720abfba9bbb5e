"""The fields of a parcel's records as columns: one array or list per fact, whatever the exporter's layout."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import yaml

from collectors.flows.exporters import SAMPLER_IDS, rows
from collectors.flows.parcels import VARIABLE, Parcel
from collectors.flows.templates import Template
from model.errors import BadRecord

Array: TypeAlias = np.ndarray[Any, Any]
REVERSE = 29305
"""Enterprise number of the reverse direction (RFC 5103)."""
INT64_MOST = (1 << 63) - 1
_MILLIS_MOST = 4_200_000_000_000
_NTP_EPOCH = 2_208_988_800
_DOCUMENT: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("elements.yml").read_text("utf-8"))
END_REASONS: dict[int, str] = _DOCUMENT["end_reasons"]
_TEXT_MOST = 1024


class Use(NamedTuple):
    """What becomes of a field: `to` a name, `how` its values are meant; times are `of` something."""

    to: str
    how: str


@lru_cache(maxsize=4096)
def use(element: int, enterprise: int) -> Use | None:
    if enterprise == REVERSE:
        found = _DOCUMENT["reverse"].get(element)
        return Use(found["to"], found["as"]) if found else None
    if enterprise:
        return None
    if element in SAMPLER_IDS:
        return Use("sampler", "plain")
    if (found := _DOCUMENT["elements"].get(element)) is not None:
        return Use(found["to"], found["as"])
    if (found := _DOCUMENT["times"].get(element)) is not None:
        return Use(found["to"], f"time {found['of']}")
    named = _DOCUMENT["named"].get(element)
    return Use(f"netflow.{named}", "named") if named else None


@dataclass(slots=True)
class Columns:
    """count: records. numbers: u64 by name; octets: rows of 4, 6 or 16 bytes by name and kind; texts: by name. start and
    end: microseconds. exported: when each record was sent, microseconds."""

    count: int
    exported: Array
    uptime: Array
    numbers: dict[str, Array] = field(default_factory=dict)
    octets: dict[tuple[str, str], Array] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    times: dict[str, Array] = field(default_factory=dict)


_SIZES = {"address4": 4, "address6": 16, "mac": 6}


def columns(parcel: Parcel) -> Columns:
    """Raises BadRecord when the parcel's parts do not fit together."""
    template = _template(parcel.template)
    if template.size:
        if len(parcel.data) % template.size or not parcel.data:
            raise BadRecord("netflow.parcel", "the data are no whole number of records")
        matrix = np.frombuffer(parcel.data, np.uint8).reshape(-1, template.size)
        count = len(matrix)
        ends = np.arange(1, count + 1) * template.size
        cells: list[Any] = []
        at = 0
        for _, length, _ in template.fields:
            cells.append(matrix[:, at : at + length])
            at += length
    else:
        read = [*rows(template, parcel.data)]
        count = len(read)
        if not count:
            raise BadRecord("netflow.parcel", "no record is whole")
        lengths = _lengths(template, parcel.data, count)
        ends = np.cumsum(lengths)
        cells = [_cell([row[i][2] for row in read], length) for i, (_, length, _) in enumerate(template.fields)]
    out = _base(parcel, count, ends)
    for (element, length, enterprise), cell in zip(template.fields, cells, strict=True):
        known = use(element, enterprise)
        if known is not None and length:
            _put(out, known, cell, length)
    return out


@lru_cache(maxsize=1024)
def _template(spec: bytes) -> Template:
    if not spec or len(spec) % 8:
        raise BadRecord("netflow.parcel", "no template")
    template = Template(0, spec, 0, 0, False, 0.0)
    sizes = [length for _, length, _ in template.fields]
    varies = VARIABLE in sizes
    template.least = sum(1 if one == VARIABLE else one for one in sizes)
    template.size = 0 if varies else template.least
    return template


def _lengths(template: Template, data: bytes, count: int) -> Array:
    """Bytes of each record that varies."""
    from collectors.flows.exporters import variable

    sizes = [length for _, length, _ in template.fields]
    out, at = np.empty(count, np.int64), 0
    for number in range(count):
        began = at
        for size in sizes:
            if size == VARIABLE:
                step, at = variable(data, at)
                at += step
            else:
                at += size
        out[number] = at - began
    return out


def _cell(values: list[bytes], length: int) -> Any:
    if length == VARIABLE:
        return values
    return np.frombuffer(b"".join(values), np.uint8).reshape(len(values), length)


def _base(parcel: Parcel, count: int, ends: Array) -> Columns:
    until = np.cumsum([size for _, _, size in parcel.exports])
    which = np.minimum(np.searchsorted(until, ends), len(parcel.exports) - 1)
    sent = np.array([time for time, _, _ in parcel.exports], np.int64)
    uptime = np.array([millis for _, millis, _ in parcel.exports], np.int64)
    return Columns(count, sent[which], uptime[which])


def _put(out: Columns, known: Use, cell: Any, length: int) -> None:
    name, how = known
    if how in _SIZES:
        if length == _SIZES[how]:
            out.octets.setdefault((name, how), cell)
    elif how.startswith("time "):
        found = _time(out, name, how[5:], _numbers(cell))
        if found is not None:
            out.times.setdefault(name, found)
    elif how == "named":
        if isinstance(cell, list) or length > 8:
            out.texts.setdefault(
                name, [bytes(one).rstrip(b"\0")[:_TEXT_MOST].decode("utf-8", "backslashreplace") for one in cell]
            )
        else:
            _number(out, name, "plain", _numbers(cell))
    else:
        _number(out, name, how, _numbers(cell))


def _number(out: Columns, name: str, how: str, values: Array) -> None:
    """Where a record says the same twice (octets in total and since the last report), the first that is not zero counts."""
    before = out.numbers.get(name)
    out.numbers[name] = values if before is None else np.where(before != 0, before, values)
    out.kinds.setdefault(name, how)


def _numbers(cell: Any) -> Array:
    """Unsigned, big endian, the last eight bytes of what is longer (RFC 7011, 6.2: lengths may be reduced)."""
    if isinstance(cell, list):
        return np.array([min(int.from_bytes(one[-8:], "big"), INT64_MOST) for one in cell], np.uint64)
    length = cell.shape[1]
    if length in (1, 2, 4, 8):
        return np.ascontiguousarray(cell).view(f">u{length}").reshape(-1).astype(np.uint64)
    padded = np.zeros((len(cell), 8), np.uint8)
    kept = min(length, 8)
    padded[:, 8 - kept :] = cell[:, length - kept :]
    return padded.view(">u8").reshape(-1).astype(np.uint64)


def _time(out: Columns, name: str, of: str, values: Array) -> Array | None:
    if name == "boot":
        out.times["boot"] = np.minimum(values, _MILLIS_MOST).astype(np.int64) * 1000
        return None
    if of == "uptime":
        out.numbers[f"{name} uptime"] = values  # read when the exporter's start is known
        return None
    if of == "seconds":
        return np.minimum(values, 4_200_000_000).astype(np.int64) * 1_000_000
    if of == "milliseconds":
        return np.minimum(values, _MILLIS_MOST).astype(np.int64) * 1000
    if of == "before":
        return out.exported - np.minimum(values, _MILLIS_MOST).astype(np.int64)
    seconds = (values >> np.uint64(32)).astype(np.int64) - _NTP_EPOCH
    fraction = ((values & np.uint64(0xFFFFFFFF)) * np.uint64(1_000_000)) >> np.uint64(32)
    return seconds * 1_000_000 + fraction.astype(np.int64)


def began_and_ended(found: Columns) -> tuple[Array, Array]:
    """Microseconds since 1970; what a record does not say is when it was exported."""
    boot = found.times.get("boot")
    knows = boot is not None or bool(found.uptime.any())
    start, end = found.times.get("start"), found.times.get("end")
    first, last = found.numbers.pop("start uptime", None), found.numbers.pop("end uptime", None)
    if knows and first is not None and start is None:
        start = _since(first, boot, found)
    if knows and last is not None and end is None:
        end = _since(last, boot, found)
    if not knows and first is not None and last is not None and start is None and end is None:
        end = found.exported
        start = end - ((last - first) & np.uint64(0xFFFFFFFF)).astype(np.int64) * 1000
    end = end if end is not None else start if start is not None else found.exported
    return start if start is not None else end, end


def _since(millis: Array, boot: Array | None, found: Columns) -> Array:
    """Uptime counts milliseconds in 32 bits: what is later than the export is from before it went round, 49.7 days."""
    values = (millis & np.uint64(0xFFFFFFFF)).astype(np.int64)
    if boot is not None:
        return boot + values * 1000
    ago = (found.uptime - values) % (1 << 32)
    ago = np.where(ago > 1 << 31, ago - (1 << 32), ago)  # clocks that disagree by a little
    since: Array = found.exported - ago * 1000
    return since
