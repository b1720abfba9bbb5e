"""An Event as one rule sees it: Sigma field names resolved, values as text, each worked out once per event."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING, Any

from detections.sigma.fields import without_spaces
from detections.sigma.text import fold
from model.ecs import date_fields
from model.event import Event
from model.times import Micros, parse_iso

if TYPE_CHECKING:
    from detections.sigma.fields import FieldMap

BETWEEN = "\0"
# What the platform itself adds to a record is not the record: keyword searches must not find a file's name or our labels.
NOT_IN_RECORD = frozenset(
    {
        "@timestamp",
        "event.id",
        "event.hash",
        "event.ingested",
        "event.dataset",
        "event.kind",
        "event.category",
        "event.type",
        "event.module",
        "observer.name",
        "log.file.path",
        "log.offset",
        "ecs.version",
        "network.community_id",
    }
)


def text_of(value: Any) -> str:
    """How a value reads: `true`, `1` (also for 1.0), text as it is."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e16:
        return str(int(value))
    return str(value)


def number_of(value: Any) -> int | float | None:
    """A number, or text that is one in decimal (`12`, `-1.5`); None for anything else, also `true`, `0x1f`, `nan`."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else None
    if isinstance(value, str) and len(value) <= 64:
        return _parse_number(value)
    return None


@lru_cache(maxsize=4096)
def _parse_number(text: str) -> int | float | None:
    body = text.strip()
    digits = body.lstrip("+-")
    if not digits or not digits.isascii() or not digits.replace(".", "", 1).isdigit() or len(body) - len(digits) > 1:
        return None
    try:
        return float(body) if "." in digits else int(body)
    except ValueError:
        return None


@lru_cache(maxsize=8192)
def address_of(text: str) -> IPv4Address | IPv6Address | None:
    """The IP address a text is, zone dropped, IPv4-mapped IPv6 as IPv4; None when it is none."""
    try:
        address = ip_address(text.strip().partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        return address.ipv4_mapped
    return address


def time_of(value: Any) -> Micros | None:
    """A time as microseconds: ISO text, or a number of seconds, milliseconds or microseconds told apart by size."""
    number = number_of(value)
    if number is None:
        try:
            return parse_iso(value) if isinstance(value, str) else None
        except (ValueError, OverflowError):
            return None
    for scale, limit in ((1_000_000, 1e11), (1_000, 1e14), (1, 1e17)):
        if 0 <= number < limit:
            return int(number * scale)
    return None


def record_texts(event: Mapping[str, Any]) -> Iterator[str]:
    """Every text of the record itself, for keyword searches: all its values, and the raw text where it was kept."""
    dates = date_fields()
    for name, value in event.items():
        if name in NOT_IN_RECORD or name.startswith("fengsui.") or name in dates:
            continue
        for one in value if isinstance(value, list | tuple) else (value,):
            if one is not None:
                yield text_of(one)


class View:
    """One event under one field map. `memo` holds the results of tests already made on it, by the test's number."""

    __slots__ = ("_folded", "_joined", "_keywords", "_spaced", "_texts", "_values", "event", "fields", "memo")

    def __init__(self, event: Event, fields: FieldMap) -> None:
        self.event = event
        self.fields = fields
        self.memo: dict[int, bool] = {}
        self._values: dict[str, tuple[Any, ...]] = {}
        self._spaced: Event | None = None
        self._joined: tuple[str, str] | None = None
        self._texts: dict[str, tuple[str, ...]] = {}
        self._folded: dict[str, tuple[str, ...]] = {}
        self._keywords: tuple[tuple[str, ...], tuple[str, ...]] | None = None

    def values(self, field: str) -> tuple[Any, ...]:
        """The field's values; () when the event does not have it (absent, null or an empty list)."""
        known = self._values.get(field)
        if known is None:
            known = self.fields.read_known(self.event, field)
            if not known:
                if self._spaced is None:
                    self._spaced = without_spaces(self.event)
                if self._spaced:
                    known = self.fields.read_known(self._spaced, field)
            self._values[field] = known
        return known

    def texts(self, field: str) -> tuple[str, ...]:
        known = self._texts.get(field)
        if known is None:
            known = self._texts[field] = tuple(text_of(v) for v in self.values(field))
        return known

    def folded(self, field: str) -> tuple[str, ...]:
        known = self._folded.get(field)
        if known is None:
            known = self._folded[field] = tuple(fold(t) for t in self.texts(field))
        return known

    def joined(self, folded: bool) -> str:
        """All texts of the record in one, with BETWEEN between them."""
        if self._joined is None:
            texts, foldeds = self.keywords()
            self._joined = BETWEEN.join(texts), BETWEEN.join(foldeds)
        return self._joined[folded]

    def keywords(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """All texts of the record, as they are and folded."""
        if self._keywords is None:
            texts = tuple(record_texts(self.event))
            self._keywords = (texts, tuple(fold(t) for t in texts))
        return self._keywords
