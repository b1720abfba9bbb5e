"""What is being read now: one lane for each enabled source, kept in step with the register while the platform runs.

A source that is paused, removed or changed leaves first: what was received of it is committed, then its lane is closed, and
only then does a new one under the same name begin. One that cannot be read says why and is tried again; it stops nobody else.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from types import TracebackType

import structlog

from model.errors import FengsuiError
from pipeline.bus import SpoolReader
from pipeline.feeds import Feed, LiveLane, SpoolFeed, TailFeed
from pipeline.known_sources import known_sources
from pipeline.listeners import Listeners, Receiver
from pipeline.platform import Platform
from pipeline.sensor import SensorLane
from pipeline.source_settings import SourceSettings

LOOK_S = 1.0
"""Seconds between looks at the register."""
RETRY_S = 10.0

log = structlog.get_logger("fengsui.intake")
Lane = LiveLane | SensorLane


@dataclass(slots=True)
class _Read:
    source: SourceSettings
    lane: Lane
    leaving: bool = False


class Intake:
    """Use as a context manager. Raises InputError when a source of the settings file cannot be listened on at the start."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self._read: dict[str, _Read] = {}
        self._failed: dict[str, tuple[SourceSettings, str, float]] = {}
        self._invalid: dict[str, str] = {}
        self._look_at = 0.0

    def __enter__(self) -> Intake:
        wanted = self._wanted()
        required = frozenset(self._platform.settings.sources)
        self._listeners = Listeners([self._receiver(n, s) for n, s in wanted.items() if s.listen], required)
        self._listeners.__enter__()
        try:
            for name, source in wanted.items():
                self._begin(name, source, required=name in required)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listeners.__exit__(None, None, None)
        for one in self._read.values():
            one.lane.close()
        self._read.clear()

    @property
    def lanes(self) -> list[Lane]:
        return [one.lane for one in self._read.values()]

    @property
    def reading(self) -> dict[str, SourceSettings]:
        """What is read, by name."""
        return {name: one.source for name, one in self._read.items() if not one.leaving}

    @property
    def wanted(self) -> dict[str, SourceSettings]:
        """What is read or should be, by name."""
        return {**{name: source for name, (source, _, _) in self._failed.items()}, **self.reading}

    @property
    def troubles(self) -> dict[str, str]:
        """Why sources that should be read cannot be, by name."""
        out = dict(self._invalid)
        out |= {name: message for name, (_, message, _) in self._failed.items()}
        for name, one in self._read.items():
            if isinstance(one.lane, LiveLane) and not one.leaving and one.lane.trouble:
                out[name] = one.lane.trouble
        heard = self._listeners.heard.failures
        return out | {name: f"{message}: {hint}" for name, (message, hint) in heard.items() if name in self._read}

    def stop(self) -> None:
        """Receive nothing more; what came before still becomes batches."""
        self._listeners.__exit__(None, None, None)
        for one in self._read.values():
            if isinstance(one.lane, SensorLane):
                one.lane.stop()

    def turn(self) -> None:
        """Take in counters, and once a second what people changed."""
        self._listeners.collect(self._platform.note_drops)
        for name, one in list(self._read.items()):
            if not one.leaving or name in self._listeners.heard.addresses:
                continue  # what the receiving process still holds comes into the spool before the address is given up
            if not one.lane.busy and not one.lane.fill():
                one.lane.close()
                del self._read[name]
                log.info("source left", source=name)
        now = time.monotonic()
        if now < self._look_at:
            return
        self._look_at = now + LOOK_S
        wanted = self._wanted()
        for name, one in self._read.items():
            if not one.leaving and wanted.get(name) != one.source:
                self._leave(one)
        for name, source in wanted.items():
            failed = self._failed.get(name)
            if name not in self._read and (failed is None or failed[0] != source or now >= failed[2]):
                self._begin(name, source, required=False)
        self._failed = {name: failed for name, failed in self._failed.items() if name in wanted}
        listened = {n: one.source for n, one in self._read.items() if one.source.listen and not one.leaving}
        self._listeners.want([self._receiver(name, source) for name, source in listened.items()])

    def _wanted(self) -> dict[str, SourceSettings]:
        with self._platform.state.reading() as tx:
            known = known_sources(tx, self._platform.settings)
        self._invalid = {name: one.problem for name, one in known.items() if one.problem and one.enabled}
        return {name: one.settings for name, one in known.items() if one.settings is not None and one.enabled}

    def _receiver(self, name: str, source: SourceSettings) -> Receiver:
        settings = self._platform.settings
        return Receiver(name, source, settings.spool_folder / name, settings.pipeline.spool_max_bytes)

    def _begin(self, name: str, source: SourceSettings, *, required: bool) -> None:
        try:
            self._read[name] = _Read(source, self._lane(name, source))
        except (FengsuiError, OSError) as error:
            if required:
                raise
            message = error.message if isinstance(error, FengsuiError) else str(error.strerror)
            if name not in self._failed:
                log.warning("source cannot be read", source=name, reason=message)
            self._failed[name] = (source, message, time.monotonic() + RETRY_S)
        else:
            self._failed.pop(name, None)

    def _leave(self, one: _Read) -> None:
        one.leaving = True
        if isinstance(one.lane, SensorLane):
            one.lane.stop()
        else:
            one.lane.leave()

    def _lane(self, name: str, source: SourceSettings) -> Lane:
        platform = self._platform
        if source.kind == "interface":
            return SensorLane(platform, name, source)
        feed: Feed
        if source.listen or source.kind == "http":
            reader = SpoolReader(platform.settings.spool_folder / name)
            left = platform.checkpoint_of(f"spool:{name}")
            feed = SpoolFeed(name, source, reader, left, platform.settings.pipeline)
        else:
            feed = TailFeed(name, source, platform.checkpoint_of(f"tail:{name}"))
        return LiveLane(feed, source.kind, platform.pool)
