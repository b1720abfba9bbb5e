"""How far what is held reaches: which data, which services and devices, how likely, and how many steps away."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
import numpy as np

from correlator.capability.closure import NEVER, Closure
from correlator.capability.compromise import CONFIRMED, LIKELY
from correlator.capability.facts import DENY, EXFIL, HARM, READ, TAMPER, Fact
from correlator.capability.graph import Graph
from correlator.capability.register import Register
from correlator.capability.telling import Named, Path, named, path
from correlator.capability.words import Ring
from model.estate import DataClass

MOST_SHOWN = 200
GRAVITY = {DataClass.OPEN: 0, DataClass.INTERNAL: 1, DataClass.SENSITIVE: 2, DataClass.IMPORTANT_CANDIDATE: 3}
CLASSIFIED = frozenset({DataClass.SENSITIVE, DataClass.IMPORTANT_CANDIDATE})


class DataAtRisk(msgspec.Struct, frozen=True, kw_only=True):
    """p: that it is read; p_changed, p_out: that it is tampered with, carried out. actions: the fewest an attacker still
    has to take to read or else change it. path: the likeliest way."""

    data_set: Named
    data_class: DataClass
    records: int
    personal_information: bool
    ring: Ring
    p: float
    p_changed: float
    p_out: float
    actions: int
    path: Path


class Stopped(msgspec.Struct, frozen=True, kw_only=True):
    """A service or device that stops. safety: whether people can come to harm."""

    target: Named
    criticality: int
    safety: bool
    ring: Ring
    p: float
    actions: int


class Blast(msgspec.Struct, frozen=True, kw_only=True):
    """data and stopped are cut at MOST_SHOWN, the gravest first; the counts are of all. rings: data sets by ring.
    records: of all data sets in the likely and confirmed rings."""

    data: tuple[DataAtRisk, ...]
    stopped: tuple[Stopped, ...]
    data_count: int
    stopped_count: int
    rings: dict[Ring, int]
    records: int


class Outlook(msgspec.Struct, frozen=True):
    """What follows from what is held, likeliest and by fewest actions."""

    likeliest: Closure
    fewest: Closure
    belief: np.ndarray

    @classmethod
    def of(cls, graph: Graph, held: Mapping[Fact, float]) -> Outlook:
        likeliest = Closure(graph, held)
        return cls(likeliest, Closure(graph, held, fewest=True), likeliest.beliefs())


def blast(register: Register, outlook: Outlook) -> Blast:
    data = [found for one in register.records("data_set") if (found := _at_risk(register, outlook, one.id))]
    data.sort(key=lambda one: (-GRAVITY[one[0]], -one[1], one[2]))
    stopped = _stopped(register, outlook)
    shown = tuple(_data(register, outlook, data_set) for _, _, data_set in data[:MOST_SHOWN])
    rings = dict.fromkeys(Ring, 0)
    records = 0
    for _, p, data_set in data:
        ring = _ring_of(outlook, (READ, data_set, ""), p)
        rings[ring] += 1
        records += register.record("data_set", data_set).records if ring is not Ring.POSSIBLE else 0
    return Blast(
        data=shown, stopped=tuple(stopped[:MOST_SHOWN]), data_count=len(data), stopped_count=len(stopped), rings=rings, records=records
    )  # fmt: skip


def _chance(outlook: Outlook, fact: tuple[str, str, str]) -> float:
    """At least that of its likeliest way: joining steps takes premises for independent that may rest on one held fact."""
    number = outlook.likeliest.graph.find(fact)
    if outlook.likeliest.cost(number) >= NEVER:
        return 0.0
    return round(max(float(outlook.belief[number]), outlook.likeliest.derivation(number).p), 4)


def _at_risk(register: Register, outlook: Outlook, data_set: str) -> tuple[DataClass, float, str] | None:
    if not any((kind, data_set, "") in outlook.likeliest for kind in (READ, TAMPER)):
        return None
    p = max(_chance(outlook, (READ, data_set, "")), _chance(outlook, (TAMPER, data_set, "")))
    return register.record("data_set", data_set).data_class, p, data_set


def _data(register: Register, outlook: Outlook, data_set: str) -> DataAtRisk:
    record = register.record("data_set", data_set)
    graph = register.graph
    read, changed = (READ, data_set, ""), (TAMPER, data_set, "")
    main = read if read in outlook.likeliest else changed
    number = graph.find(main)
    p = _chance(outlook, read)
    return DataAtRisk(
        data_set=named(register, "data_set", data_set),
        data_class=record.data_class,
        records=record.records,
        personal_information=record.personal_information,
        ring=_ring_of(outlook, main, max(p, _chance(outlook, changed))),
        p=p,
        p_changed=_chance(outlook, changed),
        p_out=_chance(outlook, (EXFIL, data_set, "")),
        actions=outlook.fewest.derivation(number).actions,
        path=path(register, outlook.likeliest, number),
    )


def _ring_of(outlook: Outlook, fact: tuple[str, str, str], p: float) -> Ring:
    number = outlook.likeliest.graph.find(fact)
    if outlook.likeliest.sure.get(number, 0.0) >= CONFIRMED:
        return Ring.CONFIRMED
    return Ring.LIKELY if p >= LIKELY else Ring.POSSIBLE


def _stopped(register: Register, outlook: Outlook) -> list[Stopped]:
    """The gravest first: by safety, criticality, likelihood."""
    graph = register.graph
    found: list[tuple[bool, int, float, str, int, str]] = []
    for number in outlook.likeliest.numbers():
        kind, record_id, _ = graph.facts[number]
        if kind != DENY:
            continue
        service = register.record("service", record_id)
        asset_id = service.asset if service is not None else record_id
        asset = register.record("asset", asset_id)
        if asset is None:
            continue
        safety = (HARM, record_id, "") in outlook.likeliest
        about = "service" if service is not None else "asset"
        found.append(
            (safety, asset.criticality, round(float(outlook.belief[number]), 4), record_id, int(number), about)
        )
    found.sort(key=lambda one: (not one[0], -one[1], -one[2], one[3]))
    return [
        Stopped(
            target=named(register, about, record_id),
            criticality=criticality,
            safety=safety,
            ring=_ring_of(outlook, (DENY, record_id, ""), p),
            p=p,
            actions=outlook.fewest.derivation(number).actions if place < MOST_SHOWN else 0,
        )
        for place, (safety, criticality, p, record_id, number, about) in enumerate(found)
    ]
