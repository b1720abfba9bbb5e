"""What an attacker could do, over the wire. What belongs to units the caller does not see goes without name and id."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.attack import TacticRead, TechniqueRead
from api.wire import Read
from correlator.capability.words import ActionKind, Origin

Chance = Annotated[float, Field(ge=0, le=1)]


class NamedRead(Read):
    """A record of the register. id and kind are null for what the caller does not see."""

    kind: Annotated[str | None, Field(examples=["asset", "service", "account", "data_set", "zone"])]
    id: str | None
    name: str
    name_zh: str
    unit: str | None


class PathStepRead(Read):
    """One step. `action` is false for what follows by itself, such as being in the zone of a machine one is on."""

    rule: Annotated[str, Field(description="Of the attack model", examples=["service.exploit"])]
    technique: TechniqueRead | None
    tactic: TacticRead | None
    action: bool
    p: Annotated[Chance, Field(description="How likely it works out once everything before it holds")]
    text: str
    text_zh: str
    gives: Annotated[str, Field(description="Kind of what the attacker has then", examples=["foothold", "read"])]
    target: NamedRead
    record: Annotated[NamedRead, Field(description="What of the register makes it possible")]


class PathRead(Read):
    p: Chance
    actions: Annotated[int, Field(description="Steps the attacker has to do something for")]
    steps: Annotated[list[PathStepRead], Field(description="Each after those it rests on")]
    partial: Annotated[bool, Field(description="Whether it passes units the caller does not see")]


class SideEffectsRead(Read):
    services: Annotated[list[NamedRead], Field(description="That stop, or lose what they depend on; fifty at most")]
    units: list[str]
    people: Annotated[
        int, Field(description="Records about people in data sets of those services: the most that can be touched")
    ]


class ActRead(Read):
    kind: ActionKind
    kind_text: str
    kind_zh: str
    target: NamedRead
    detail: Annotated[str | None, Field(description="The service of a flow", examples=["tcp/443"])]
    cost: Annotated[int, Field(description="Work and who depends on it; orders actions, is no money")]
    proposal: Annotated[bool, Field(description="Of control or things: a person of the process decides, always")]
    side_effects: SideEffectsRead


class OriginRead(Read):
    id: Origin
    name: str
    name_zh: str
    zones: Annotated[list[NamedRead], Field(description="None when the register has no such zone")]


class ExposureRead(Read):
    origin: OriginRead
    paths: Annotated[list[PathRead], Field(description="Likeliest first, none holding another")]


class ExposurePaths(Read):
    data_set: NamedRead
    origins: list[ExposureRead]


class ChokePointRead(Read):
    action: ActRead
    cuts: Annotated[int, Field(description="Pairs of source zone and goal it alone keeps apart")]
    share: Annotated[Chance, Field(description="Of all pairs there is a way for")]
    origins: list[Origin]
    goals: Annotated[list[NamedRead], Field(description="Twenty at most")]


class ChokePointsRead(Read):
    """A pair: a zone an attack can begin in, and a classified data set or a device that can harm people, with a way
    between the two."""

    pairs: int
    considered: Annotated[int, Field(description="Actions on likeliest ways; the most promising of them were tried")]
    points: Annotated[list[ChokePointRead], Field(description="What cuts most first")]
