"""Records of one shape: what their names and the types of their values decide is worked out once, not for each record.

A record's shape is its names and the types of its values, in order and at every level. It decides the schema, the flat names,
where the time stands, which values must be made to fit, and which moves of the schema's plan may find something. What only a
value tells (a number beyond 64 bits, an address that is none, a time nobody can read) sends the record the general way, which
this must equal: `tests/collectors/logs/test_shapes.py` holds it to that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, tzinfo
from itertools import compress
from operator import itemgetter
from typing import Any, NamedTuple

from collectors.logs.keys import INPUT, LARGEST, MAX_NAME, RESERVED, fits_of
from collectors.logs.mapping import (
    ADDRESS_MOST,
    NAMES_MOST,
    Convert,
    Move,
    Plan,
    address,
    integer,
    lower,
    move,
    plain_address,
    repeats,
    text,
)
from collectors.logs.stamps import ALWAYS_UTC, any_us
from model.event import Event
from model.times import Micros

MOST = 1024  # shapes remembered; sources have few
SIGHTINGS = 8  # before a shape is worked out: hostile records need not repeat
SIGHTED_MOST = SECTIONS_MOST = 8192
LEVELS = 30
_PLAIN = frozenset({str, int, float, bool})
_ABSENT = type(None)
_TIMES = frozenset({str, int, float})
_EMPTY, _LIST = 0, 1
_NOTHING = frozenset({"", "-"})


class Kinds(NamedTuple):
    """Schemas whose records are of several kinds, with a plan for each.

    name: of the value that says the kind; guess: the kind of a settled event that has no such value, "" to be "other";
    plans: by kind, "" for those without; dataset: what stands before the kind; then: what is done last.
    """

    name: str
    guess: Callable[[Event], str]
    known: frozenset[str]
    plans: Mapping[str, Plan]
    dataset: str
    then: Callable[[Event], None]


class Schema(NamedTuple):
    """times: names that may hold the time, in order of trust. enrich: what adds ECS names, where `kinds` does not say it."""

    name: str
    times: Sequence[str]
    enrich: Callable[[Event], None] | None
    kinds: Kinds | None = None


class _Steps(NamedTuple):
    """A kind's plan for one shape.

    template: every name that such an event surely has, with what is always the same; lists: facts each event has a copy of.
    names: of what `pick` takes as it is, then of `ips`, texts that must be addresses, then of `made`, each from one value.
    words: texts that say nothing when they are empty or `-`. moves, unless: what is left to be done name by name, in a plan
    that is not so simple.
    """

    template: Event
    lists: tuple[tuple[str, list[Any]], ...]
    names: tuple[str, ...]
    pick: Callable[[Sequence[Any]], tuple[Any, ...]]
    ips: Callable[[Sequence[Any]], tuple[Any, ...]] | None
    made: tuple[tuple[int, Convert], ...]
    words: Callable[[Sequence[Any]], tuple[Any, ...]] | None
    moves: tuple[Move, ...]
    unless: Plan


class _Shape:
    def __init__(self, schema: Schema, names: Sequence[tuple[str, type]], time_at: int) -> None:
        self._schema = schema
        self._time_at = time_at
        where = names[time_at][0]
        self._utc = where in ALWAYS_UTC
        mask = [
            kind is not _ABSENT and not (at == time_at and where == "@timestamp") for at, (_, kind) in enumerate(names)
        ]
        self._mask = None if all(mask) else mask
        kept = [(INPUT + name if name in RESERVED else name, kind) for name, kind in compress(names, mask)]
        self._names = tuple(name for name, _ in kept)
        self._fits = [
            (at, fit) for at, ((_, kind), fit) in enumerate(zip(kept, fits_of(kept), strict=True)) if fit is not None
        ]
        whole = [at for at, (_, kind) in enumerate(kept) if kind is int]
        self._kinds = tuple(kind for _, kind in kept)
        self._integers = _picker(whole) if whole else None
        self._template: Event = dict.fromkeys(self._names)
        self._template |= {"@timestamp": 0, "fengsui.schema": schema.name, "event.dataset": "json"}
        if where not in ("@timestamp", *schema.times[:1]):
            self._template["fengsui.time_from"] = where
        self._kind_at, self._kind = -1, ""
        if (kinds := schema.kinds) is not None:
            if (kinds.name, str) in kept:
                self._kind_at = kept.index((kinds.name, str))
            else:
                self._kind = kinds.guess(self._template)
        self._steps: dict[str, _Steps] = {}

    @property
    def clear(self) -> bool:
        """Whether no two values have one name."""
        return len(set(self._names)) == len(self._names)

    def event(self, values: list[Any], tz: tzinfo) -> Event | None:
        try:
            us = any_us(values[self._time_at], UTC if self._utc else tz)
        except (ValueError, OverflowError):
            return None
        settled = self._settled(values)
        if settled is None:
            return None
        kinds = self._schema.kinds
        if kinds is not None:
            return self._of_kind(kinds, settled, us)
        event = self._template.copy()
        event.update(zip(self._names, settled, strict=True))
        event["@timestamp"] = us
        if self._schema.enrich is not None:
            self._schema.enrich(event)
        return event

    def _settled(self, values: list[Any]) -> list[Any] | None:
        """As `keys.settle`."""
        if self._mask is not None:
            values = list(compress(values, self._mask))
        if self._integers is not None and max(self._integers(values)) > LARGEST:
            return None
        for at, fit in self._fits:
            fitted = fit(values[at])
            if fitted is None:
                return None
            values[at] = fitted
        return values

    def _of_kind(self, kinds: Kinds, values: list[Any], us: Micros) -> Event | None:
        kind = self._kind
        if self._kind_at >= 0:
            kind = values[self._kind_at]
            if not kind:
                return None
        if kind not in kinds.known:
            kind = "other"
        steps = self._steps.get(kind) or self._learn(kind, kinds)
        if steps.words is not None and not _NOTHING.isdisjoint(steps.words(values)):
            return None
        told = [*steps.pick(values)]
        if steps.ips is not None and not _addresses(steps.ips(values), told):
            return None
        for at, convert in steps.made:
            fitted = convert(values[at])
            if fitted is None:
                return None
            told.append(fitted)
        event = steps.template.copy()
        event.update(zip(steps.names, told, strict=True))
        event["@timestamp"] = us
        for name, fact in steps.lists:
            event[name] = fact.copy()
        if steps.moves:
            move(steps.moves, event, event)
        if steps.unless.facts:
            steps.unless.tell(event)
        kinds.then(event)
        return event

    def _learn(self, kind: str, kinds: Kinds) -> _Steps:
        plan = kinds.plans.get(kind, kinds.plans[""])
        template = self._template | {"event.dataset": f"{kinds.dataset}.{kind}"}
        places = {name: at for at, name in enumerate(self._names)}
        added = {target for _, target, _ in plan.moves}
        simple = not any(target[-1] == "*" or name in added for name, target, _ in plan.moves)
        moves = [one for one in plan.moves if one[1] not in template and (not simple or one[0] in places)]
        told: dict[str, tuple[int, Convert | None]] = {}
        words: set[int] = set()
        for name, target, convert in moves if simple else ():
            if target in told:
                continue
            at, said = places[name], self._kinds[places[name]]
            if said is str and convert in (None, lower):
                words.add(at)
                convert = str.lower if convert else None
            elif said is int and convert is integer:
                convert = None
            else:
                convert = convert or text
            told[target] = at, convert
        lists: dict[str, list[Any]] = {}
        unless: list[tuple[str, Any]] = []
        for name, fact in plan.facts:
            if name in template or name in told or name in lists:
                continue
            if not simple:
                unless.append((name, fact))
            elif type(fact) is list:
                lists[name] = fact
            else:
                template[name] = fact
        same = [(target, at) for target, (at, convert) in told.items() if convert is None]
        ips = [(target, at) for target, (at, convert) in told.items() if convert is address and self._kinds[at] is str]
        made = [
            (target, at, convert)
            for target, (at, convert) in told.items()
            if convert is not None and (target, at) not in ips
        ]
        names = (*self._names, *(target for target, _ in same + ips), *(target for target, _, _ in made))
        steps = self._steps[kind] = _Steps(
            template | dict.fromkeys(names) | lists | {"@timestamp": 0},
            tuple(lists.items()),
            names,
            _picker([*range(len(self._names)), *(at for _, at in same)]),
            _picker([at for _, at in ips]) if ips else None,
            tuple((at, convert) for _, at, convert in made),
            _picker(sorted(words)) if words else None,
            () if simple else tuple(moves),
            Plan(tuple(unless)),
        )
        return steps


def _addresses(texts: Sequence[str], told: list[Any]) -> bool:
    """Add them as they are written; False when one is none."""
    if max(map(len, texts)) > ADDRESS_MOST:
        return False
    found = [*map(plain_address, texts)]
    told += found
    return None not in found


def _picker(places: Sequence[int]) -> Callable[[Sequence[Any]], tuple[Any, ...]]:
    if len(places) == 1:  # an itemgetter would not give a tuple
        (only,) = places
        return lambda values: (values[only],)
    return itemgetter(*places)


class _Section:
    """The names of one object and the types of its values. inner: where objects and lists are, and which they are."""

    __slots__ = ("inner",)

    def __init__(self, kinds: Sequence[type]) -> None:
        self.inner = tuple((at, kind is dict) for at, kind in enumerate(kinds) if kind is dict or kind is list)


class Shapes:
    """describe: the schema of a document of whose names and types nothing is known yet; None where only the general way
    reads it."""

    def __init__(self, describe: Callable[[dict[str, Any]], Schema | None]) -> None:
        self._describe = describe
        self._sections: dict[tuple[tuple[str, ...], tuple[type, ...]], _Section] = {}
        self._known: dict[tuple[Any, ...], _Shape | None] = {}
        self._sighted: dict[int, int] = {}

    def event(self, document: dict[str, Any], tz: tzinfo) -> Event | None:
        """As the general way makes it, not yet sealed; None where that way must be taken."""
        outline: list[Any] = []
        values = self._outlined(document, outline, LEVELS)
        if values is None:
            return None
        key = tuple(outline)
        shape = self._known.get(key)
        if shape is None and (key in self._known or (shape := self._learn(key, document)) is None):
            return None
        return shape.event(values, tz)

    def _outlined(self, document: dict[str, Any], outline: list[Any], levels: int) -> list[Any] | None:
        """The document's values as they will stand under flat names; what its shape consists of is added to `outline`. None
        for a document of a kind that is not remembered."""
        values = list(document.values())
        if len(values) > NAMES_MOST:
            return None
        described = tuple(document), tuple(map(type, values))
        section = self._sections.get(described)
        if section is None:
            if len(self._sections) >= SECTIONS_MOST:
                self.clear()
            if not repeats(described[0]):
                return None
            section = self._sections[described] = _Section(described[1])
        outline.append(section)
        shift = 0
        for at, is_object in section.inner:
            value = values[at + shift]
            if is_object and not levels:
                return None
            found = self._outlined(value, outline, levels - 1) if is_object else _listed(value, outline)
            if found is None:
                return None
            values[at + shift : at + shift + 1] = found
            shift += len(found) - 1
        return values

    @property
    def sizes(self) -> tuple[int, int, int]:
        """How many objects' names, shapes and sightings are remembered."""
        return len(self._sections), len(self._known), len(self._sighted)

    def clear(self) -> None:
        self._sections.clear()
        self._known.clear()
        self._sighted.clear()

    def _learn(self, key: tuple[Any, ...], document: dict[str, Any]) -> _Shape | None:
        digest = hash(key)  # sections are told apart by identity: a shape is sighted anew once they are forgotten
        seen = self._sighted.get(digest, 0) + 1
        if seen < SIGHTINGS:
            if len(self._sighted) >= SIGHTED_MOST:
                self._sighted.clear()
            self._sighted[digest] = seen
            return None
        self._sighted.pop(digest, None)
        names: list[tuple[str, type]] = []
        _named(document, "", names)
        flat = tuple(name for name, _ in names)
        if not repeats(flat):
            return None
        if len(self._known) >= MOST:
            self._known.clear()
        shape = self._known[key] = self._made(document, names)
        return shape

    def _made(self, document: dict[str, Any], names: Sequence[tuple[str, type]]) -> _Shape | None:
        if len({name for name, _ in names}) < len(names) or any(len(name) > MAX_NAME for name, _ in names):
            return None
        schema = self._describe(document)
        if schema is None:
            return None
        kinds = dict(names)
        where = next((name for name in schema.times if kinds.get(name, _ABSENT) is not _ABSENT), "")
        if kinds.get(where) not in _TIMES:
            return None
        if schema.kinds is not None and kinds.get(schema.kinds.name, str) not in (str, _ABSENT):
            return None
        shape = _Shape(schema, names, [name for name, _ in names].index(where))
        return shape if shape.clear else None


def _listed(members: list[Any], outline: list[Any]) -> list[Any] | None:
    """A list of plain values is one value; one of objects with the same names, of plain values, a list for each name."""
    kinds = set(map(type, members))
    if kinds <= _PLAIN:
        outline.append(_LIST if members else _EMPTY)
        return [members or None]
    if len(kinds) > 1 or dict not in kinds:
        return None
    names = tuple(members[0])
    for one in members:
        if tuple(one) != names or not _PLAIN.issuperset(map(type, one.values())):
            return None
    outline.append(names)
    return [[one[name] for one in members] for name in names]


def _named(document: dict[str, Any], prefix: str, names: list[tuple[str, type]]) -> None:
    """Flat names with the types of their values, in the order of `_outlined`."""
    for key, value in document.items():
        name = prefix + key if prefix else key
        kind = type(value)
        if kind is dict:
            _named(value, name + ".", names)
        elif kind is list and value and type(value[0]) is dict:
            names += [(f"{name}.{inner}", list) for inner in value[0]]
        else:
            names.append((name, _ABSENT if value == [] else kind))
