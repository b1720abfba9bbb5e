"""Where a normalised name's value comes from: which names of the raw record decide it, and which marks decide the schema.

For those who want to know something about many records without normalising each. Only schemas whose normalisation is a plan
of moves are known here; `test_lineage` holds this to what `normalise` does.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from collectors.logs import windows
from collectors.logs.jsonl.normalise import schema_marks, schema_of, simple_plan
from collectors.logs.keys import RESERVED
from collectors.logs.mapping import Plan, arrays, coercers, text_names

# What decides a schema's plan, the record's channel and event number under the schema's names for them, and its provider.
_HEADS = {
    "windows.flat": ("Channel", "EventID", "SourceName"),
    "windows.winlogbeat6": ("log_name", "event_id", "source_name"),
}
_PREFIXES = {"windows.flat": "", "windows.winlogbeat6": "event_data."}
# Set from the schema, channel and event number alone, whatever the record says under these names.
_FIXED = frozenset({"event.dataset", "fengsui.schema"})
_ELSEWHERE = (RESERVED - _FIXED) | {"observer.name", "event.original"}


@dataclass(frozen=True, slots=True)
class Lineage:
    """Of the records of one schema with one channel and event number.

    heads: names that must hold what they hold in these records. absent: top-level names no such record may have, lest it
    be of another schema; needed: ones it must have.
    """

    heads: tuple[str, ...]
    absent: frozenset[str]
    needed: frozenset[str]
    _from: Mapping[str, frozenset[str]]

    def natives(self, name: str) -> frozenset[str] | None:
        """The raw names whose values decide the value under a normalised name; None when something else does too."""
        if name in _FIXED:
            return frozenset()
        found: set[str] = set()
        todo = [name]
        while todo:
            one = todo.pop()
            if one in _ELSEWHERE or one.startswith("fengsui."):
                return None
            if one not in found:
                found.add(one)
                todo += self._from.get(one, ())
        return frozenset(found)


def heads_of(schema: str) -> tuple[str, ...]:
    return _HEADS.get(schema, ())


def known_schemas() -> tuple[str, ...]:
    return tuple(_HEADS)


def lineage(document: Mapping[str, Any]) -> Lineage | None:
    """Of records like this one; None for a schema that is not a plan, or a record without what its schema is known by."""
    schema = schema_of(document)
    heads = _HEADS.get(schema)
    if heads is None:
        return None
    channel, code, _ = (document.get(name) for name in heads)
    if type(channel) is not str or type(code) is not int:
        return None
    marks = schema_marks()
    absent: set[str] = set()
    needed: set[str] = set()
    for name, every, some, parts in marks:
        if name == schema:
            needed |= every
            break
        absent.update(some)
        absent.update(outer for outer, _ in parts)
        if every and not parts and not some:
            missing = [n for n in sorted(every) if n not in document]
            if not missing:
                return None
            absent.add(missing[0])
    if any(name in document for name in absent) or any(document.get(name) is None for name in needed):
        return None
    prefix = _PREFIXES[schema]
    comes_from: dict[str, set[str]] = {}
    _learn(comes_from, simple_plan(schema), "")
    _learn(comes_from, windows.plan_of(channel, code, every=not prefix), prefix)
    comes_from.setdefault("event.outcome", set()).add("Keywords")
    comes_from.setdefault("log.level", set()).add("Level")
    comes_from.setdefault("event.code", set()).add(heads[1])
    comes_from.setdefault("host.name", set()).add("winlog.computer_name")
    return Lineage(heads, frozenset(absent), frozenset(needed), {k: frozenset(v) for k, v in comes_from.items()})


def _learn(comes_from: dict[str, set[str]], plan: Plan, prefix: str) -> None:
    for native, target, _ in plan.moves:
        if target.endswith("*"):
            for inner in _INNER:
                comes_from.setdefault(target[:-1] + inner, set()).add(prefix + native)
        else:
            comes_from.setdefault(target, set()).add(prefix + native)


# What the converters that give several names give (`hashes`, `account` in collectors.logs.mapping).
_INNER = ("hash.md5", "hash.sha1", "hash.sha256", "pe.imphash", "domain", "name")


def kept_as_is(names: Collection[str]) -> bool:
    """Whether texts and 64-bit integers under these names stay what they are."""
    return not any(name in coercers() or name in text_names() or name in arrays() for name in names)
