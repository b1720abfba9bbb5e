"""What a document of indicators comes to: assertions, and a reason for everything that is none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import orjson

from model.errors import InputError
from model.indicator import Assertion, ObservableKind, Reject, ReportedSighting, Tlp
from model.times import Micros, parse_iso

MAX_BYTES = 256 * 1024 * 1024
MAX_DEPTH = 64
MAX_ITEMS = 2_000_000
MAX_TEXT = 1_000
MAX_LABELS = 50


@dataclass(slots=True)
class Parsed:
    """items: how many things the document holds that call themselves indicators; each ends as assertions or a reject."""

    format: str
    items: int = 0
    assertions: list[Assertion] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    sightings: list[ReportedSighting] = field(default_factory=list)

    def reject(self, position: str, external_id: str, reason: str, message: str, value: object = "") -> None:
        self.rejects.append(
            Reject(
                position=position,
                external_id=text(external_id, 200),
                reason=reason,
                message=text(message),
                value=text(value, 200),
            )
        )

    @property
    def kinds(self) -> dict[ObservableKind, int]:
        return dict(Counter(one.observable.kind for one in self.assertions).most_common())

    @property
    def reasons(self) -> dict[str, int]:
        return dict(Counter(one.reason for one in self.rejects).most_common())


def text(value: object, longest: int = MAX_TEXT) -> str:
    """A text of a stranger, cut; what is no text becomes one."""
    said = value if isinstance(value, str) else "" if value is None else str(value)[: longest + 1]
    return said if len(said) <= longest else f"{said[: longest - 1]}…"


def labels(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        return ()
    return tuple(dict.fromkeys(text(one, 200) for one in value[:MAX_LABELS] if isinstance(one, str) and one.strip()))


def moment(value: object) -> Micros | None:
    """A time of a document; None when there is none or it is not one."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float) or (isinstance(value, str) and value.strip().lstrip("-").isdigit()):
        seconds = float(value)
        return int(seconds * 1_000_000) if 0 < seconds < 32_503_680_000 else None  # the year 3000
    if isinstance(value, str) and value.strip():
        try:
            return parse_iso(value.strip())
        except (ValueError, OverflowError):
            return None
    return None


def percent(value: object) -> int | None:
    """A confidence of 0 to 100; None for what is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except ValueError:
        return None
    return round(number) if 0 <= number <= 100 else None


def tlp_of(said: Iterable[str]) -> Tlp | None:
    """The strictest marking among labels such as `tlp:amber` or `TLP:AMBER+STRICT`."""
    found = None
    for label in said:
        word = label.strip().lower()
        if not word.startswith("tlp:"):
            continue
        word = word[4:].strip().replace("white", "clear").replace("_", "+").replace("amber strict", "amber+strict")
        try:
            marking = Tlp(word)
        except ValueError:
            continue
        if found is None or list(Tlp).index(marking) > list(Tlp).index(found):
            found = marking
    return found


def read_json(data: bytes, *, where: str = "") -> Any:
    """Raises InputError for what is not JSON, or is too large or nested too deep to be indicators."""
    if len(data) > MAX_BYTES:
        raise InputError(f"{len(data)} bytes, at most {MAX_BYTES} are read at once", where=where)
    try:
        document = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
    except (orjson.JSONDecodeError, RecursionError) as error:
        raise InputError(f"not JSON in UTF-8: {error}", where=where) from None
    if not _shallow(document):
        raise InputError(f"nested deeper than {MAX_DEPTH} levels", where=where)
    return document


def _shallow(document: Any) -> bool:
    """Level by level, without recursion."""
    level: list[Any] = [document]
    for _ in range(MAX_DEPTH):
        below: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                below += [value for value in one.values() if isinstance(value, dict | list)]
            elif isinstance(one, list):
                below += [value for value in one if isinstance(value, dict | list)]
        if not below:
            return True
        level = below
    return False
