"""What could follow from an incident, over the wire."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.exposure.schemas import ActRead, Chance, NamedRead, PathRead, PathStepRead
from api.wire import Moment, Read
from correlator.capability.words import Ring
from model.estate import DataClass


class WatchRead(Read):
    id: str
    title: str
    title_zh: str | None


class AttackerHolds(Read):
    """Something the attacker is taken to hold, and the alerts that say so."""

    kind: Annotated[str, Field(examples=["foothold", "admin", "principal", "control", "read"])]
    text: str
    text_zh: str
    target: NamedRead
    belief: Chance
    alert_count: int
    alerts: Annotated[list[str], Field(description="The newest twenty")]


class NextStepRead(Read):
    step: PathStepRead
    p: Annotated[Chance, Field(description="Its share among all steps that can be taken now")]
    feasibility: Annotated[Chance, Field(description="That it can be taken and works out")]
    prior: Annotated[Chance, Field(description="How usual its tactic is after what was seen")]
    value: Annotated[Chance, Field(description="What the target is worth to an attacker")]
    recency: Annotated[Chance, Field(description="How fresh what it rests on is")]
    why: str
    why_zh: str
    alerts: list[str]
    seen_by: Annotated[list[WatchRead], Field(description="Rules that would see it; empty is a gap")]


class DataAtRiskRead(Read):
    data_set: NamedRead
    data_class: DataClass
    data_class_zh: str
    records: int
    personal_information: bool
    ring: Ring
    ring_zh: str
    p: Annotated[Chance, Field(description="That it is read")]
    p_changed: Chance
    p_out: Annotated[Chance, Field(description="That it is carried out")]
    actions: Annotated[int, Field(description="Fewest further actions an attacker needs")]
    path: PathRead


class StoppedRead(Read):
    target: NamedRead
    criticality: int
    safety: Annotated[bool, Field(description="Whether people can come to harm")]
    ring: Ring
    ring_zh: str
    p: Chance
    actions: int


class RingCount(Read):
    ring: Ring
    ring_zh: str
    count: int


class BlastRead(Read):
    data: Annotated[list[DataAtRiskRead], Field(description="The gravest first; 200 at most")]
    stopped: Annotated[list[StoppedRead], Field(description="Services and devices that stop; 200 at most")]
    data_count: int
    stopped_count: int
    records: Annotated[int, Field(description="In the confirmed and likely rings")]
    rings: list[RingCount]
    hidden: Annotated[int, Field(description="Of those above, how many belong to units the caller does not see")]


class OrderRead(Read):
    verb: Annotated[str, Field(description="Of a command of type `fengsui-cmd`", examples=["conduit.close"])]
    arguments: dict[str, str]


class ChosenRead(Read):
    action: ActRead
    orders: Annotated[
        list[OrderRead], Field(description="Commands for a playbook that carry it out; none when a person has to")
    ]
    cuts: Annotated[list[NamedRead], Field(description="Goals within reach again when this one action is left out")]
    takes_out: Annotated[list[PathStepRead], Field(description="Some of the steps it takes out")]


class ContainmentRead(Read):
    actions: Annotated[list[ChosenRead], Field(description="In the order to take them")]
    cost: int
    bound: Annotated[int, Field(description="No set of actions costs less; equal to cost when this is the cheapest")]
    verified: Annotated[bool, Field(description="Chained again without these steps, no goal is reached")]
    goals: list[NamedRead]
    open: Annotated[
        list[NamedRead], Field(description="Within the attacker's hands already; only carrying out can be stopped")
    ]


class IncidentOutlook(Read):
    """Everything here is derived from the register and the alerts the caller sees; probabilities are working assumptions
    that order answers."""

    as_of: Moment
    held: list[AttackerHolds]
    unplaced: Annotated[
        list[str], Field(description="Keys of machines and accounts the alerts name and the register does not know")
    ]
    next: list[NextStepRead]
    blast: BlastRead
    containment: Annotated[
        list[ContainmentRead],
        Field(description="The cheapest, then up to two others; none when nothing classified is within reach"),
    ]
