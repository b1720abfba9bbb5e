"""Log sources: which events a rule's `product`, `category`, `service` mean, and the field map for each kind of event.

The data is `detections/taxonomy/*.yml`; its README says what an entry holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from detections.sigma.build import map_tree
from detections.sigma.conversions import CONVERSIONS
from detections.sigma.fields import Alternate, FieldMap
from detections.sigma.predicates import And, Node, PresenceTest, Test, Tests, leaves
from detections.sigma.values import View
from model.errors import RuleError
from model.event import Event

_ABSENT: tuple[Any, ...] = (None, [])
FOLDER = Path(__file__).resolve().parent.parent / "taxonomy"


class LogSource(NamedTuple):
    product: str | None = None
    category: str | None = None
    service: str | None = None

    def __str__(self) -> str:
        parts = zip(("product", "category", "service"), self, strict=True)
        return ", ".join(f"{name}: {value}" for name, value in parts if value) or "none"

    def covers(self, other: LogSource) -> bool:
        """Whether every attribute this one states, the other states alike."""
        return all(mine is None or mine == theirs for mine, theirs in zip(self, other, strict=True))


@dataclass(frozen=True, eq=False, slots=True)
class Kind:
    """One kind of event that counts as a log source.

    marks: how `when` reads its fields: as `fields` does, but only under names the map spells out, so that routing looks
    at few names.
    """

    name: str
    logsource: LogSource
    when: Node
    fields: FieldMap
    marks: FieldMap

    def covers(self, event: Event, views: dict[str, View]) -> bool:
        """Whether the event is of this kind. views: kept by the caller for the kinds of one event."""
        name = self.marks.name
        if name not in views:
            views[name] = View(event, self.marks)
        return self.when.evaluate(views[name])


class Taxonomy:
    """`kinds_of(logsource)` at load time, `Router` at match time."""

    def __init__(self, documents: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
        """Raises RuleError naming file and entry when the data is wrong."""
        self._tests = Tests()
        self.entries: dict[LogSource, tuple[Kind, ...]] = {}
        self.maps: dict[str, FieldMap] = {}
        self.marks: dict[str, FieldMap] = {}
        documents = list(documents)
        for file, document in documents:
            for name, definition in (document.get("fields") or {}).items():
                self._add_map(file, name, definition)
        for file, document in documents:
            for entry in document.get("logsources") or ():
                self._add_entry(file, entry)

    def _add_map(self, file: str, name: str, definition: Mapping[str, Any]) -> None:
        base = self.maps.get(definition.get("extends", ""))
        if "extends" in definition and base is None:
            raise RuleError(
                f"field map {name} extends {definition['extends']}, which is not defined before", where=file
            )
        templates = tuple(definition.get("default") or (base.templates if base else ("{field}",)))
        names = dict(base.names) if base else {}
        for sigma_field, alternates in (definition.get("names") or {}).items():
            names[sigma_field] = tuple(_alternate(file, name, sigma_field, a) for a in alternates)
        if name in self.maps:
            raise RuleError(f"field map {name} is defined twice", where=file)
        self.maps[name] = FieldMap(name, templates, names)
        self.marks[name] = FieldMap(name, ("{field}",), names)

    def _add_entry(self, file: str, entry: Mapping[str, Any]) -> None:
        source = LogSource(entry.get("product"), entry.get("category"), entry.get("service"))
        where = f"{file}, log source {source}"
        if source in self.entries:
            raise RuleError("is defined twice", where=where)
        kinds = []
        for event in entry["events"]:
            fields = self.maps.get(event["fields"])
            if fields is None:
                raise RuleError(f"the field map {event['fields']!r} is not defined", where=where)
            kinds.append(
                Kind(event["name"], source, map_tree(event["when"], self._tests), fields, self.marks[fields.name])
            )
        self.entries[source] = tuple(kinds)

    def kinds_of(self, source: LogSource) -> tuple[Kind, ...]:
        """The kinds of event a rule's log source means; () when nothing here knows it.

        An entry for exactly this source; else all entries that say more than it does (`category: firewall` means every
        product's); else, when entries cover its attributes in parts, the events that are both.
        """
        if source in self.entries:
            return self.entries[source]
        narrower = [k for entry, kinds in self.entries.items() if source.covers(entry) for k in kinds]
        if narrower and any(source):
            return tuple(narrower)
        p, c, s = source
        splits = (
            (LogSource(p, c), LogSource(p, None, s)),
            (LogSource(p, c), LogSource(None, None, s)),
            (LogSource(p, None, s), LogSource(None, c)),
            (LogSource(p), LogSource(None, c, s)),
            (LogSource(p), LogSource(None, c)),
            (LogSource(p), LogSource(None, None, s)),
            (LogSource(None, c), LogSource(None, None, s)),
        )
        for one, other in splits:
            joined = LogSource(*(a or b for a, b in zip(one, other, strict=True)))
            if joined == source and one in self.entries and other in self.entries:
                return tuple(
                    Kind(f"{a.name} and {b.name}", source, And([a.when, b.when]), a.fields, a.marks)
                    for a, b in product(self.entries[one], self.entries[other])
                )
        return ()


def _alternate(file: str, name: str, sigma_field: str, written: str | Mapping[str, Any]) -> Alternate:
    if isinstance(written, str):
        return Alternate((written,))
    conversion = written.get("as", "")
    if conversion not in CONVERSIONS:
        known = ", ".join(sorted(CONVERSIONS))
        raise RuleError(f"{name}.{sigma_field}: no conversion {conversion!r} (there are: {known})", where=file)
    return Alternate(tuple(written["from"]), conversion)


class Router:
    """Which of its kinds an event is. Bounded memo on the few values the kinds ask for."""

    MAX_MEMO = 8_192

    def __init__(self, kinds: Iterable[Kind]) -> None:
        self.kinds = tuple(kinds)
        by_value: dict[str, None] = {}
        by_presence: dict[str, None] = {}
        for kind in self.kinds:
            for test in leaves(kind.when):
                names = by_presence if isinstance(test, PresenceTest) else by_value
                names.update(dict.fromkeys(_names(kind.marks, test)))
        self._by_value = tuple(by_value)
        self._by_presence = tuple(n for n in by_presence if n not in by_value)
        self._memo: dict[Any, tuple[int, ...]] = {}

    def route(self, event: Event) -> tuple[int, ...]:
        """Indexes of the kinds the event is, in order."""
        get = event.get
        values = tuple(map(get, self._by_value))
        present = tuple([get(name) not in _ABSENT for name in self._by_presence])
        # Types belong to the key: 1 and True are equal to a dict, but not to a rule.
        key: Any = (values, tuple(map(type, values)), present)
        try:
            known = self._memo.get(key)
        except TypeError:  # a list among the values
            key = (tuple([repr(v) if type(v) is list else v for v in values]), key[1], present)
            try:
                known = self._memo.get(key)
            except TypeError:
                key = (repr(values), present)
                known = self._memo.get(key)
        if known is None:
            views: dict[str, View] = {}
            known = tuple(i for i, kind in enumerate(self.kinds) if kind.covers(event, views))
            if len(self._memo) >= self.MAX_MEMO:
                self._memo.clear()
            self._memo[key] = known
        return known


def _names(fields: FieldMap, test: Test) -> list[str]:
    assert test.field is not None, "a taxonomy condition names its fields"
    return [name for alternate in fields.alternates(test.field) for name in alternate.names]


@cache
def shipped() -> Taxonomy:
    """The taxonomy in `detections/taxonomy`, read once."""
    return Taxonomy(read_folder(FOLDER))


def read_folder(folder: Path) -> list[tuple[str, Mapping[str, Any]]]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return [(p.name, yaml.load(p.read_text("utf-8"), Loader=loader)) for p in sorted(folder.glob("*.yml"))]  # noqa: S506
