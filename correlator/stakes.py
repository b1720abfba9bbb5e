"""What is at stake on a machine: how much the district depends on it, and the gravest data it keeps.

    score = evidence · tactics · criticality + reach

Criticality is that of the gravest registered machine an alert of the incident is about. Reach is what the gravest data
set kept there, or named by an alert, weighs by its grade and by how many people it tells of; it never adds more than
`REACH_SHARE` of the evidence, so that what says nothing is not made loud by where it was said. Neither makes an attack
more probable: the confidence is of the evidence alone, and below `NEARLY` of the score from which incidents are shown what
is at stake shows nothing: one alert that is no incident on a desk is none on a server.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import msgspec

from model.estate import Asset, DataClass, DataSet
from model.inventory import DataGrant, Service

# Our own choice. Up to criticality 1, what every asset has that nobody graded, nothing changes.
CRITICALITY_STEP = 0.15
CLASS_POINTS = {
    DataClass.OPEN: 0.0,
    DataClass.INTERNAL: 5.0,
    DataClass.SENSITIVE: 15.0,
    DataClass.IMPORTANT_CANDIDATE: 25.0,
}
PEOPLE_POINTS = 3.0
"""For each factor of ten of the people counted."""
REACH_SHARE = 0.25
NEARLY = 0.8


class Stake(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """criticality: 0 to 5. data_class: of the gravest data set, empty for none; people: whom it tells of."""

    criticality: int = 1
    data_class: DataClass | None = None
    people: int = 0

    @property
    def factor(self) -> float:
        return 1.0 + CRITICALITY_STEP * max(0, self.criticality - 1)

    @property
    def points(self) -> float:
        if self.data_class is None:
            return 0.0
        return CLASS_POINTS[self.data_class] + PEOPLE_POINTS * math.log10(max(1, self.people))

    def reach(self, evidence: float) -> float:
        return min(self.points, REACH_SHARE * evidence)

    def with_(self, other: Stake) -> Stake:
        """The gravest of both."""
        data = max(self, other, key=lambda one: (one.points, one.data_class or "", one.people))
        return Stake(max(self.criticality, other.criticality), data.data_class, data.people)

    def __bool__(self) -> bool:
        return self != NOTHING


NOTHING = Stake()


def stakes_of(
    assets: Iterable[Asset],
    services: Iterable[Service] = (),
    data_sets: Iterable[DataSet] = (),
    grants: Iterable[DataGrant] = (),
) -> dict[str, Stake]:
    """Entity key to what is at stake there; what has nothing to say is left out. A machine keeps the data of its system and
    what its services hold or handle. Data sets are keys of their own."""
    kept = {one.id: _of(one) for one in data_sets}
    found = {f"data_set:{name}": stake for name, stake in kept.items() if stake}
    in_system: dict[str, Stake] = {}
    for data_set in data_sets:
        if data_set.system:
            in_system[data_set.system] = in_system.get(data_set.system, NOTHING).with_(kept[data_set.id])
    stands_on = {one.id: one.asset for one in services}
    on_asset: dict[str, Stake] = {}
    for grant in grants:
        if (on := stands_on.get(grant.holder)) and (held := kept.get(grant.data_set)):
            on_asset[on] = on_asset.get(on, NOTHING).with_(held)
    for asset in assets:
        stake = Stake(asset.criticality)
        stake = stake.with_(on_asset.get(asset.id, NOTHING)).with_(in_system.get(asset.system, NOTHING))
        if stake.factor > 1 or stake.points:
            for key in _keys(asset):
                found[key] = found.get(key, NOTHING).with_(stake)
    return found


def gravest(known: Mapping[str, Stake], keys: Iterable[str]) -> Stake:
    found = NOTHING
    for key in keys:
        if (stake := known.get(key)) is not None:
            found = found.with_(stake)
    return found


def _of(one: DataSet) -> Stake:
    return Stake(1, one.data_class, one.records if one.personal_information else 0)


def _keys(asset: Asset) -> list[str]:
    """The keys under which the correlator knows it, as `correlator.known.places_of` forms them."""
    if asset.hostnames:
        return [f"host:{asset.hostnames[0].rstrip('.').casefold()}"]
    return [f"ip:{address.casefold()}" for address in asset.addresses]
