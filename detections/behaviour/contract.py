"""What a detector is: a pure memory that is told observations and the time, and answers with findings."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

import msgspec

from detections.behaviour.catalogue import Config, Rule, rules
from detections.behaviour.networks import Networks
from detections.behaviour.observed import Observation
from detections.behaviour.tables import Key, Table
from model.event import Event
from model.public_data import DataRegister
from model.severity import Level
from model.times import SECOND, Micros

SAMPLES = 8
"""Event ids kept as examples of a finding."""

E = TypeVar("E", bound=msgspec.Struct)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """group: what it is about, ECS name to value; two findings of a rule about the same group at the same time are one.

    about: the group and whatever else names an entity, with unit and source: an Event as far as alerts need one.
    measured, limits: values and the thresholds they passed, by the thresholds' names where one belongs to the other.
    why, why_zh: one sentence for people. level: when it differs from the rule's.
    """

    rule: Rule
    time: Micros
    first_time: Micros
    event_ids: tuple[str, ...]
    group: dict[str, str]
    about: Event
    measured: dict[str, Any]
    limits: dict[str, float]
    why: str
    why_zh: str
    level: Level | None = None


class Detector(ABC):
    """One behaviour. Deterministic: what it answers depends on the observations and times it was given, nothing else.

    reads: the kinds of observation it wants. `observe` is called in order of time (late ones excepted: a detector must
    bear an observation older than the last). `tick(now)` says that time has come to at least `now`: judging in one tick
    or in several must come to the same, so a finding made by a tick carries the time that was due, not the tick's.
    """

    name: ClassVar[str]
    reads: ClassVar[tuple[type[Observation], ...]]
    version: ClassVar[int] = 1  # of the saved state; one of another version is not restored

    def __init__(self, config: Config) -> None:
        self.rule = rules()[self.name]
        self.limits = config.limits(self.rule)
        self.networks = Networks.of(config.own_networks)
        self._entries = config.entries
        self._tables: dict[str, Table[Any]] = {}
        self.register = DataRegister()

    def table(self, name: str, kind: type[E], age_s: float, most: int | None = None) -> Table[E]:
        """A part of the memory, saved and restored under its name. most: fewer entries than the configured most."""
        made = Table(kind, min(most or self._entries, self._entries), int(age_s * SECOND))
        self._tables[name] = made
        return made

    def know(self, register: DataRegister) -> None:
        """What is registered of public data, from now on. Handed in, never remembered: it is kept elsewhere."""
        self.register = register

    @abstractmethod
    def observe(self, seen: Any, now: Micros) -> Iterable[Finding]:
        """seen: one of the kinds named in `reads`. now: the engine's clock, at least seen.time."""

    def tick(self, now: Micros) -> Iterable[Finding]:
        for table in self._tables.values():
            table.expire(now)
        return ()

    def finding(self, seen: Observation, **facts: Any) -> Finding:
        """With what findings share filled in: time, unit and source of the observation that completed it."""
        group: dict[str, str] = facts["group"]
        about = {"fengsui.unit": seen.unit, "fengsui.source": seen.source} | group | facts.pop("about", {})
        limits = {name: self.limits[name] for name in facts.pop("limits")}
        facts.setdefault("time", seen.time)
        return Finding(rule=self.rule, about=about, limits=limits, **facts)

    def snapshot(self) -> bytes:
        state = {name: table.snapshot() for name, table in self._tables.items()}
        return msgspec.msgpack.encode((self.version, state))

    def restore(self, data: bytes) -> bool:
        """Whether the state was of this version and taken over; otherwise the detector begins anew."""
        version, state = msgspec.msgpack.decode(data, type=tuple[int, dict[str, msgspec.Raw]])
        if version != self.version or state.keys() != self._tables.keys():
            return False
        for name, table in self._tables.items():
            table.restore(state[name])
        return True

    @property
    def entries(self) -> int:
        return sum(map(len, self._tables.values()))

    @property
    def evicted(self) -> int:
        return sum(table.evicted for table in self._tables.values())


class Samples(msgspec.Struct, array_like=True):
    """Ids of the first events and of the latest ones, at most SAMPLES."""

    first: list[str] = msgspec.field(default_factory=list)
    latest: list[str] = msgspec.field(default_factory=list)

    def add(self, event_id: str) -> None:
        if len(self.first) < SAMPLES // 2:
            self.first.append(event_id)
        else:
            self.latest.append(event_id)
            if len(self.latest) > SAMPLES // 2:
                del self.latest[0]

    @property
    def ids(self) -> tuple[str, ...]:
        return (*self.first, *self.latest)


def key(*parts: str | int) -> Key:
    return tuple(map(str, parts))
