"""Names as data: a source's mapping.yml compiled to what runs once per event.

A plan has fixed facts (`set`) and moves (`fields`): native name → `ecs.name [converter]`, or a list of those. A move
adds the ECS name beside the native one and never overwrites what the record already says under that name.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from collectors.logs.stamps import any_us
from model.event import Event

Convert = Callable[[Any], Any]
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


Move = tuple[str, str, "Convert | None"]
ADDRESS_MOST = 64  # characters of what may be an address
SHORT = 16  # moves that are quicker tried than chosen from
SETS_MOST = 256  # of names a plan remembers the moves for
NAMES_MOST, LETTERS_MOST = (
    128,
    4096,
)  # of such a set; larger ones are rarely seen twice, and together would fill the memory


def repeats(names: tuple[str, ...]) -> bool:
    """Whether a record's set of names is small enough to be remembered."""
    return len(names) <= NAMES_MOST and len("".join(names)) <= LETTERS_MOST


@dataclass(frozen=True, slots=True)
class Plan:
    """facts: names set unless present; moves: (native name, ECS name, converter that gives None for "no such fact").
    An ECS name that ends in `*` takes a dict from its converter."""

    facts: tuple[tuple[str, Any], ...] = ()
    moves: tuple[Move, ...] = ()
    _chosen: dict[tuple[str, tuple[str, ...]], tuple[Move, ...]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def moves_for(self, native: Mapping[str, Any], prefix: str) -> tuple[Move, ...]:
        """The moves that may find something in a record of these names: sources repeat a few sets of names without end."""
        names = tuple(native)
        if len(self.moves) <= SHORT or not repeats(names):
            return self.moves
        key = prefix, names
        chosen = self._chosen.get(key)
        if chosen is None:
            if len(self._chosen) >= SETS_MOST:
                self._chosen.clear()
            added = {target for _, target, _ in self.moves}  # a move may find what one before it has added
            opened = tuple(target[:-1] for target in added if target[-1] == "*")
            chosen = self._chosen[key] = tuple(
                move
                for move in self.moves
                for name in (prefix + move[0],)
                if name in native or name in added or (opened and name.startswith(opened))
            )
        return chosen

    def tell(self, event: Event) -> None:
        """Set the facts that are not said otherwise, in place."""
        for name, value in self.facts:
            if name not in event:
                event[name] = value.copy() if type(value) is list else value

    def __add__(self, other: Plan) -> Plan:
        """Both; where they disagree `other`, the more special one, speaks first."""
        return Plan(other.facts + self.facts, other.moves + self.moves)


def load(path: Path) -> dict[str, Any]:
    document: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=_LOADER)  # noqa: S506 - a safe loader
    return document


def plan(spec: Mapping[str, Any] | None) -> Plan:
    """`{set: {...}, fields: {...}}` to a Plan. Raises ValueError for an unknown converter."""
    if not spec:
        return Plan()
    moves: list[tuple[str, str, Convert | None]] = []
    for native, targets in (spec.get("fields") or {}).items():
        for target in targets if isinstance(targets, list) else [targets]:
            name, _, converter = str(target).partition(" ")
            if converter and converter not in CONVERTERS:
                raise ValueError(f"{native}: unknown converter {converter!r}; known: {', '.join(sorted(CONVERTERS))}")
            moves.append((str(native), name, CONVERTERS.get(converter)))
    return Plan(tuple((spec.get("set") or {}).items()), tuple(moves))


def apply(plan_: Plan, event: Event, native: Mapping[str, Any] | None = None, prefix: str = "") -> None:
    """Add what the plan knows to `event`, in place. native: where the source's names are, `event` itself when None."""
    names = event if native is None else native
    move(plan_.moves_for(names, prefix), event, names, prefix)
    plan_.tell(event)


def move(moves: Iterable[Move], event: Event, native: Mapping[str, Any], prefix: str = "") -> None:
    """Add what these moves find, in place."""
    get = native.get
    for name, target, convert in moves:
        value = get(prefix + name if prefix else name)
        if value is None or target in event:
            continue
        if convert is not None:
            value = convert(value)
            if value is None:
                continue
            if target[-1] == "*":
                for inner, v in value.items():
                    event.setdefault(target[:-1] + inner, v)
                continue
        elif type(value) is not str:
            value = text(value)
            if value is None:
                continue
        elif value == "" or value == "-":
            continue
        event[target] = value


def text(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else ""
    if type(value) is bool:
        return "true" if value else "false"
    found = str(value)
    return found if found not in ("", "-") else None


def texts(value: Any) -> list[str] | None:
    values = value if isinstance(value, list) else [value]
    return [str(v) for v in values] or None


def words(value: Any) -> list[str] | None:
    """What stands between commas, in lower case, at most 128 of them."""
    parts = value if isinstance(value, list) else str(value)[:8192].split(",")
    found = [part for one in parts[:128] if (part := str(one).strip().lower()[:256]) and part != "-"]
    return found or None


def integer(value: Any) -> int | None:
    """Decimal or 0x hex; None for anything else and for what 64 bits cannot hold."""
    if isinstance(value, str):
        try:
            value = int(value, 16) if value[:2] in ("0x", "0X") else int(value)
        except ValueError:
            return None
    elif isinstance(value, float):
        if not abs(value) < 2**53:
            return None
        value = int(value)
    elif type(value) is not int:
        return None
    return value if -(2**63) <= value < 2**63 else None


def number(value: Any) -> float | None:
    try:
        result = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return result if abs(result) < 1e308 else None


def address(value: Any) -> str | None:
    """An IP address as text, IPv4-mapped ones unmapped, zone and brackets removed; None when it is none."""
    if isinstance(value, list):
        value = value[0] if value else None
    return plain_address(value) if type(value) is str and len(value) <= ADDRESS_MOST else None


@lru_cache(maxsize=65_536)
def plain_address(value: str) -> str | None:
    """As `address`, of a text of at most ADDRESS_MOST characters: longer ones would fill what is remembered."""
    if ":" not in value:
        try:
            socket.inet_pton(socket.AF_INET, value)
        except (OSError, ValueError):
            return None
        return value
    value = value.strip("[]").partition("%")[0]
    if value[:7].lower() == "::ffff:" and "." in value:
        return address(value[7:])
    try:
        socket.inet_pton(socket.AF_INET6, value)
    except (OSError, ValueError):
        return None
    return str(value)


def basename(value: Any) -> str | None:
    """Last part of a Windows or Unix path."""
    if type(value) is not str:
        return None
    tail = value.replace("\\", "/").rpartition("/")[2]
    return tail if tail not in ("", "-") else None


def folder(value: Any) -> str | None:
    if type(value) is not str:
        return None
    cut = max(value.rfind("\\"), value.rfind("/"))
    return value[:cut] if cut > 0 else None


def extension(value: Any) -> str | None:
    name = basename(value) or ""
    return name.rpartition(".")[2].lower() if "." in name[1:] else None


_HASHES = {"MD5": "md5", "SHA1": "sha1", "SHA256": "sha256", "IMPHASH": "imphash"}


def hashes(value: Any) -> dict[str, str] | None:
    """Sysmon's `SHA1=…,MD5=…,IMPHASH=…`."""
    if type(value) is not str:
        return None
    found: dict[str, str] = {}
    for part in value[:1024].split(","):
        kind, _, digest = part.partition("=")
        name = _HASHES.get(kind.strip().upper())
        if name and digest.strip("0"):
            found[f"pe.{name}" if name == "imphash" else f"hash.{name}"] = digest.lower()
    return found or None


def account(value: Any) -> dict[str, str] | None:
    """`DOMAIN\\name` or `name` to {domain, name}."""
    if type(value) is not str or value in ("", "-"):
        return None
    domain, slash, name = value.partition("\\")
    if not slash:
        return {"name": value}
    return {"domain": domain, "name": name} if name else None


def lower(value: Any) -> str | None:
    found = text(value)
    return found.lower() if found else None


def date(value: Any) -> int | None:
    try:
        us = any_us(value, UTC)
    except (ValueError, OverflowError):
        return None
    return us if -(2**63) <= us < 2**63 else None


def csv_text(value: Any) -> str | None:
    """A value as CSV writes it, without its quotes."""
    found = text(value)
    if found is not None and len(found) > 1 and found[0] == found[-1] == '"':
        return found[1:-1].replace('""', '"') or None
    return found


def flag(value: Any) -> bool | None:
    if type(value) is bool:
        return value
    return {"true": True, "t": True, "1": True, "yes": True, "false": False, "f": False, "0": False, "no": False}.get(
        str(value).lower()
    )


def seconds_to_ns(value: Any) -> int | None:
    found = number(value)
    return round(found * 1e9) if found is not None and 0 <= found < 9e9 else None


def milliseconds_to_ns(value: Any) -> int | None:
    found = number(value)
    return round(found * 1e6) if found is not None and 0 <= found < 9e12 else None


def sysmon_ips(value: Any) -> list[str] | None:
    """Addresses in Sysmon's QueryResults (`::ffff:10.0.0.1;type:  5 name;…`)."""
    found = [a for part in str(value)[:8192].split(";") if (a := address(part.strip()))]
    return found or None


def ips(value: Any) -> list[str] | None:
    values = value if isinstance(value, list) else str(value)[:8192].split(",")
    found = [a for v in values if (a := address(v.strip() if isinstance(v, str) else v))]
    return found or None


def forwarded(value: Any) -> str | None:
    """The client of an X-Forwarded-For list: its first entry."""
    return address(str(value).partition(",")[0].strip())


CONVERTERS: dict[str, Convert] = {
    "text": text,
    "texts": texts,
    "words": words,
    "int": integer,
    "number": number,
    "ip": address,
    "ips": ips,
    "forwarded": forwarded,
    "sysmon_ips": sysmon_ips,
    "basename": basename,
    "folder": folder,
    "extension": extension,
    "hashes": hashes,
    "account": account,
    "lower": lower,
    "date": date,
    "csv_text": csv_text,
    "flag": flag,
    "seconds_to_ns": seconds_to_ns,
    "milliseconds_to_ns": milliseconds_to_ns,
}


@cache
def coercers() -> dict[str, Convert]:
    """For every catalogued name that holds no text: what makes a value fit its type, or None when it cannot."""
    from model.ecs import catalogue

    by_type: dict[str, Convert] = {"long": integer, "double": number, "boolean": flag, "ip": address, "date": date}
    return {f.name: by_type[f.type] for f in catalogue().values() if f.type in by_type}


@cache
def text_names() -> frozenset[str]:
    """Catalogued names that hold text."""
    from model.ecs import catalogue

    return frozenset(f.name for f in catalogue().values() if f.type in ("keyword", "wildcard", "text"))


@cache
def arrays() -> frozenset[str]:
    from model.ecs import catalogue

    return frozenset(f.name for f in catalogue().values() if f.array)


def as_text(value: Any) -> str:
    return value if type(value) is str else ("true" if value is True else "false" if value is False else str(value))
