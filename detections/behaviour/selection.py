"""In the worker processes: a batch's events become one small packed block of observations."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from detections.behaviour.catalogue import Config
from detections.behaviour.observed import AnyObservation, Extractor, Login
from detections.behaviour.places import Places
from detections.behaviour.registry import detectors_of
from model.event import Event

_DECODER = msgspec.msgpack.Decoder(list[AnyObservation])


class Selector:
    def __init__(self, config: Config) -> None:
        wanted = frozenset(kind for detector in detectors_of(config) for kind in detector.reads)
        self._extractor = Extractor(wanted) if wanted else None
        self._places = Places(Path(config.geoip)) if config.geoip and Login in wanted else None

    def select(self, events: Iterable[Event]) -> bytes:
        """Packed observations; empty when there are none."""
        if self._extractor is None:
            return b""
        of = self._extractor.of
        observations = [seen for event in events for seen in of(event)]
        if self._places is not None:
            observations = [self._placed(seen) for seen in observations]
        return pack(observations)

    def _placed(self, seen: AnyObservation) -> AnyObservation:
        """A successful sign-in without coordinates gets those of its address."""
        if self._places is None or not isinstance(seen, Login) or seen.place or not seen.success or not seen.client:
            return seen
        place = self._places.of(seen.client)
        return msgspec.structs.replace(seen, place=place) if place else seen


def pack(observations: Sequence[AnyObservation]) -> bytes:
    return zlib.compress(msgspec.msgpack.encode(observations), 1) if observations else b""


def unpack(data: bytes) -> list[AnyObservation]:
    return _DECODER.decode(zlib.decompress(data)) if data else []
