"""Alerts from outside as `Alert`: lines of `fengsui detect`, other products' alerts as JSON lines, CSV with a map.

Input contract: `{"timestamp", "rule": {"id", "title", "level", "tags"}, "entities": {"host", "ip", "user", …},
"event": {…}, "id"?}`, or a detect line (no `entities`; they are read from `event`). A level nobody gave is `medium`;
entity names we have no kind for are passed over. An `id` given is kept; otherwise it is a digest of the line and of how
often the same line came before.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import msgspec
import orjson

from correlator.observed import NAMED, entities_in, entities_named
from model import attack
from model.alert import Alert, RuleRef
from model.clocks import clock_of
from model.errors import BadRecord, InputError
from model.event import digest, flatten
from model.severity import Level
from model.times import EARLIEST, LATEST, Micros, parse_iso

MAX_LINE = 4 * 1024 * 1024
MAX_TEXT = 1_000
MAX_TAGS = 64
KNOWN_DUPLICATES = 100_000  # digests remembered to number identical lines
_UNITS: dict[str, int] = {"s": 1_000_000, "ms": 1_000, "us": 1}

BadSink = Callable[[BadRecord], None]


class CsvMap(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The --map file: which column holds what. timestamp_unit: `iso`, or s, ms, us since 1970.

    rule_id falls back to the title. entities: entity name (host, ip, user, source_ip, …) to column.
    """

    timestamp: str
    rule_title: str
    rule_id: str = ""
    level: str = ""
    tags: str = ""
    id: str = ""
    timestamp_unit: str = "iso"
    entities: dict[str, str] = {}

    @classmethod
    def read(cls, text: str | bytes, where: str = "map file") -> CsvMap:
        """From YAML or JSON. Raises InputError that says what is missing."""
        try:
            found = msgspec.yaml.decode(text, type=cls)
        except (msgspec.MsgspecError, ValueError, RecursionError) as error:
            raise InputError(
                f"not a column map: {error}",
                where=where,
                hint="needs timestamp, rule_title and entities: {host: column}",
            ) from error
        if found.timestamp_unit not in ("iso", *_UNITS):
            raise InputError(f"timestamp_unit {found.timestamp_unit!r} is none of iso, s, ms, us", where=where)
        unknown = sorted(set(found.entities) - set(NAMED))
        if unknown:
            raise InputError(
                f"unknown entity name {', '.join(unknown[:5])}", where=where, hint=f"known are {', '.join(NAMED)}"
            )
        return found


def alerts_from(
    lines: Iterable[str | bytes],
    *,
    columns: CsvMap | None = None,
    source: str = "foreign",
    unit: str = "district",
    bad: BadSink | None = None,
) -> Iterator[Alert]:
    """JSON lines, or with `columns` the lines of a CSV file with a header. Blank lines are skipped.

    A line that cannot be used goes to `bad` with its number; without `bad` it is raised.
    """
    seen: dict[str, int] = {}
    rows = _json_rows(lines) if columns is None else _csv_rows(lines, columns)
    for number, row in rows:
        try:
            if isinstance(row, BadRecord):
                raise row
            yield alert_of(row, seen=seen, source=source, unit=unit)
        except BadRecord as error:
            error.where = f"{source}:{number}"
            if bad is None:
                raise
            bad(error)


def _json_rows(lines: Iterable[str | bytes]) -> Iterator[tuple[int, dict[str, Any] | BadRecord]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        if len(line) > MAX_LINE:
            yield number, BadRecord("alert.too_long", f"the line has {len(line)} characters, at most {MAX_LINE}")
            continue
        try:
            row = orjson.loads(line)
        except ValueError as error:
            yield number, BadRecord("json.syntax", f"not JSON: {error}")
            continue
        if isinstance(row, dict):
            yield number, row
        else:
            yield number, BadRecord("alert.shape", f"expected an object, found {type(row).__name__}")


def _csv_rows(lines: Iterable[str | bytes], columns: CsvMap) -> Iterator[tuple[int, dict[str, Any] | BadRecord]]:
    texts = (x.decode("utf-8", "replace") if isinstance(x, bytes) else x for x in lines)
    reader = csv.reader((x.replace("\x00", "") for x in texts), strict=False)
    header = next(reader, None)
    if header is None:
        return
    header = [name.strip().lstrip("\ufeff") for name in header]
    wanted = [columns.timestamp, columns.rule_title, columns.rule_id, columns.level, columns.tags, columns.id]
    missing = sorted({name for name in [*wanted, *columns.entities.values()] if name and name not in header})
    if missing:
        raise InputError(f"the CSV has no column {', '.join(missing)}", hint=f"its columns are {', '.join(header)}")
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield reader.line_num, BadRecord("csv.syntax", str(error))
            continue
        if not cells:
            continue
        if len(cells) != len(header):
            yield reader.line_num, BadRecord("csv.columns", f"{len(cells)} cells, the header has {len(header)}")
            continue
        yield reader.line_num, _row_of(dict(zip(header, cells, strict=True)), columns)


def _row_of(cells: dict[str, str], columns: CsvMap) -> dict[str, Any] | BadRecord:
    timestamp: str | int = cells[columns.timestamp]
    if columns.timestamp_unit != "iso":
        try:
            timestamp = round(float(timestamp) * _UNITS[columns.timestamp_unit])
        except (ValueError, OverflowError):
            return BadRecord("alert.timestamp", f"{timestamp!r} is no number of {columns.timestamp_unit} since 1970")
    rule = {"title": cells[columns.rule_title]}
    if columns.rule_id:
        rule["id"] = cells[columns.rule_id]
    if columns.level:
        rule["level"] = cells[columns.level]
    row: dict[str, Any] = {
        "timestamp": timestamp,
        "rule": rule | ({"tags": cells[columns.tags].split()} if columns.tags else {}),
        "entities": {name: cells[column] for name, column in columns.entities.items() if cells[column].strip()},
        "event": cells,
    }
    if columns.id:
        row["id"] = cells[columns.id]
    return row


def alert_of(row: Mapping[str, Any], *, seen: dict[str, int], source: str, unit: str) -> Alert:
    """One object of the input contract to an Alert. Raises BadRecord that names the member that is wrong.

    seen: digests of earlier lines without an id, owned by the caller; numbers identical lines.
    """
    time = _time_of(row.get("timestamp"))
    rule = _rule_of(row.get("rule"))
    event = row.get("event", {})
    if not isinstance(event, Mapping):
        raise BadRecord("alert.event", f"`event` must be an object, is {type(event).__name__}")
    try:
        fields = flatten(event)
        named = row.get("entities")
        entities = entities_in(fields) if named is None else entities_named(named)
    except ValueError as error:
        raise BadRecord("alert.entities", str(error)) from error
    techniques, tactics = attack.from_sigma_tags(rule.tags)
    event_id = _text(row.get("event_id") or fields.get("event.id") or "", "event_id")
    return Alert(
        id=_id_of(row, rule, event_id, seen),
        rule=rule,
        time=time,
        first_time=_time_of(row["first_timestamp"]) if "first_timestamp" in row else time,
        created=time,
        unit=_text(fields.get("fengsui.unit") or unit, "fengsui.unit"),
        source=source,
        event_ids=(event_id,) if event_id else (),
        entities=entities,
        matched=dict(row["matched"]) if isinstance(row.get("matched"), Mapping) else {},
        techniques=techniques,
        tactics=tactics,
        clock=clock_of(fields, time),
    )


def _id_of(row: Mapping[str, Any], rule: RuleRef, event_id: str, seen: dict[str, int]) -> str:
    given = row.get("id")
    if given is not None:
        if not isinstance(given, str | int) or not str(given).strip():
            raise BadRecord("alert.id", f"`id` must be text or a number, is {given!r:.60}")
        return str(given)[:MAX_TEXT]
    if event_id:
        return digest("alert", rule.id, event_id)
    content = digest(orjson.dumps(row, option=orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS, default=str))
    nth = seen.pop(content, -1) + 1
    seen[content] = nth
    if len(seen) > KNOWN_DUPLICATES:
        del seen[next(iter(seen))]
    return digest("alert", rule.id, content, nth)


def _time_of(value: object) -> Micros:
    """ISO text, or a number since 1970 whose size tells seconds, milliseconds, microseconds or nanoseconds."""
    if isinstance(value, str):
        try:
            time = parse_iso(value)
        except (ValueError, OverflowError) as error:
            raise BadRecord("alert.timestamp", str(error)) from error
    elif isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e19:
        size = abs(value)
        factor = 1_000_000 if size < 1e11 else 1_000 if size < 1e14 else 1 if size < 1e17 else 0.001
        time = int(value * factor)
    else:
        raise BadRecord("alert.timestamp", f"`timestamp` must be ISO 8601 text or a number, is {value!r:.60}")
    if not EARLIEST <= time < LATEST:
        raise BadRecord("alert.timestamp", f"{value!r:.60} lies outside the years 1970 to 2099")
    return time


def _rule_of(value: object) -> RuleRef:
    if isinstance(value, str) and value.strip():
        value = {"title": value}
    if not isinstance(value, Mapping):
        raise BadRecord("alert.rule", f"`rule` must be an object with a title, is {value!r:.60}")
    title = value.get("title") or value.get("name") or value.get("id")
    if not title:
        raise BadRecord("alert.rule", "`rule` has neither id nor title")
    level = _text(value.get("level") or Level.MEDIUM, "rule.level").casefold()
    if level not in Level.__members__.values():
        raise BadRecord("alert.level", f"level {level!r:.40} is none of {', '.join(Level)}")
    tags = value.get("tags") or []
    if not isinstance(tags, list | tuple):
        raise BadRecord("alert.rule", "`rule.tags` must be a list")
    return RuleRef(
        id=_text(value.get("id") or title, "rule.id"),
        title=_text(title, "rule.title"),
        level=Level(level),
        tags=tuple(_text(tag, "rule.tags").casefold() for tag in tags[:MAX_TAGS]),
        title_zh=_text(value.get("title_zh") or "", "rule.title_zh"),
        correlation=value.get("correlation") is True,
    )


def _text(value: object, name: str) -> str:
    if isinstance(value, list) and value:
        value = value[0]
    if not isinstance(value, str | int | float):
        raise BadRecord("alert.shape", f"`{name}` must be text, is {value!r:.60}")
    return str(value)[:MAX_TEXT]
