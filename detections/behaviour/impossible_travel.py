"""Impossible travel: one account signs in from two places that nobody can travel between in the time.

Sources: R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68, 1984 (distance); Microsoft Entra ID Protection, "What are
risk detections?", impossible and atypical travel (the idea, and that places a person uses regularly do not count); the
cruising speed of airliners, about 900 km/h. Needs coordinates: `source.geo.location`, from the record or from the
installation's own MaxMind DB file.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import asin, cos, radians, sin, sqrt

import msgspec

from detections.behaviour.catalogue import Config
from detections.behaviour.contract import Detector, Finding, key
from detections.behaviour.observed import Login
from model.times import DAY, HOUR, SECOND, Micros

EARTH_KM = 6371.0088
"""Mean radius (IUGG 1980)."""
MAX_PLACES = 16


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance between latitude and longitude pairs in degrees."""
    north1, east1, north2, east2 = map(radians, (*a, *b))
    half = sin((north2 - north1) / 2) ** 2 + cos(north1) * cos(north2) * sin((east2 - east1) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(half)))


class Place(msgspec.Struct, array_like=True):
    """days: different days it was used on. day: the last of them."""

    north: float
    east: float
    days: int
    day: int


class Whereabouts(msgspec.Struct, array_like=True):
    """The last sign-in, and the places the account uses."""

    time: Micros = 0
    north: float = 0.0
    east: float = 0.0
    label: str = ""
    client: str = ""
    event: str = ""
    told: Micros = 0
    places: list[Place] = msgspec.field(default_factory=list)


class ImpossibleTravel(Detector):
    name = "impossible_travel"
    reads = (Login,)

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        limits = self.limits
        self._speed, self._distance = limits["speed"], limits["distance"]
        self._usual, self._repeat = int(limits["usual_days"]), int(limits["repeat"] * SECOND)
        self._accounts = self.table("accounts", Whereabouts, limits["memory"])

    def observe(self, seen: Login, now: Micros) -> Iterator[Finding]:
        if not seen.success or not seen.account or seen.place is None or not self.networks.outside(seen.client):
            return
        north, east, label = seen.place
        last = self._accounts.touch(key(seen.account), now, Whereabouts)
        usual = self._use(last, north, east, seen.time // DAY)
        if last.time and seen.time >= last.time and not usual:
            distance = distance_km((last.north, last.east), (north, east))
            hours = max(seen.time - last.time, SECOND) / HOUR
            far = distance >= self._distance and distance / hours >= self._speed
            if far and (not last.told or seen.time - last.told >= self._repeat):
                last.told = seen.time
                yield self._told(seen, last, label, distance, hours)
        if seen.time >= last.time:
            last.time, last.north, last.east = seen.time, north, east
            last.label, last.client, last.event = label, seen.client, seen.id

    def _use(self, last: Whereabouts, north: float, east: float, day: int) -> bool:
        """Note where the account is; whether it is used to being there."""
        for place in last.places:
            if distance_km((place.north, place.east), (north, east)) < self._distance:
                usual = place.days >= self._usual
                if day != place.day:
                    place.days, place.day = place.days + 1, day
                return usual
        last.places.append(Place(north, east, 1, day))
        if len(last.places) > MAX_PLACES:
            last.places.remove(min(last.places, key=lambda place: place.day))
        return False

    def _told(self, seen: Login, last: Whereabouts, label: str, distance: float, hours: float) -> Finding:
        here = label or f"{seen.place[0]:.2f}, {seen.place[1]:.2f}" if seen.place else label
        there = last.label or f"{last.north:.2f}, {last.east:.2f}"
        return self.finding(
            seen,
            first_time=last.time,
            event_ids=(last.event, seen.id),
            group={"user.name": seen.account},
            about={"source.ip": [last.client, seen.client], "host.name": seen.host},
            measured={
                "distance": round(distance),
                "hours": round(hours, 2),
                "speed": round(distance / hours),
                "from": f"{there} ({last.client})",
                "to": f"{here} ({seen.client})",
            },
            limits=("speed", "distance", "usual_days"),
            why=(
                f"{seen.account} signed in from {there} and {hours:.1f} h later from {here}, {distance:,.0f} km away: "
                f"{distance / hours:,.0f} km/h"
            ),
            why_zh=(
                f"账号 {seen.account} 在 {there} 登录后 {hours:.1f} 小时又在 {distance:,.0f} 公里外的 {here} 登录，"
                f"相当于时速 {distance / hours:,.0f} 公里"
            ),
        )
