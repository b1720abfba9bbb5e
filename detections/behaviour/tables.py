"""A detector's memory: entries by key, bounded in number and in age, with counters of what was given up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeAlias, TypeVar

import msgspec

from model.times import Micros

Key: TypeAlias = tuple[str, ...]
E = TypeVar("E", bound=msgspec.Struct)


class Table(Generic[E]):
    """Entries in the order they were last touched; the longest untouched goes first.

    most: entries kept. age_us: an entry untouched for longer, by the engine's clock, is forgotten. `evicted` counts entries
    given up for room (a detector then knows less than it should); `expired` those that grew old, which is normal.
    """

    __slots__ = ("_entries", "_kind", "age_us", "evicted", "expired", "most")

    def __init__(self, kind: type[E], most: int, age_us: Micros) -> None:
        self._kind = kind
        self._entries: dict[Key, tuple[Micros, E]] = {}
        self.most, self.age_us = most, age_us
        self.evicted = self.expired = 0

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: Key) -> E | None:
        """Without touching."""
        held = self._entries.get(key)
        return held[1] if held else None

    def touch(self, key: Key, now: Micros, make: Callable[[], E]) -> E:
        """The entry, made when it is not there, and now the last to go."""
        held = self._entries.pop(key, None)
        entry = held[1] if held else make()
        self._entries[key] = (now, entry)
        if len(self._entries) > self.most:
            del self._entries[next(iter(self._entries))]
            self.evicted += 1
        return entry

    def drop(self, key: Key) -> None:
        self._entries.pop(key, None)

    def items(self) -> Iterator[tuple[Key, E]]:
        for key, (_, entry) in self._entries.items():
            yield key, entry

    def expire(self, now: Micros) -> None:
        limit = now - self.age_us
        gone = []
        for key, (touched, _) in self._entries.items():
            if touched >= limit:
                break
            gone.append(key)
        for key in gone:
            del self._entries[key]
        self.expired += len(gone)

    def snapshot(self) -> tuple[Any, ...]:
        """For msgpack; order included, because it decides who goes first."""
        return self.evicted, self.expired, [(key, touched, entry) for key, (touched, entry) in self._entries.items()]

    def restore(self, saved: msgspec.Raw) -> None:
        kind = tuple[int, int, list[tuple[tuple[str, ...], int, self._kind]]]  # type: ignore[name-defined]
        self.evicted, self.expired, rows = msgspec.msgpack.decode(saved, type=kind)
        self._entries = {key: (touched, entry) for key, touched, entry in rows}
