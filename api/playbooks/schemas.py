"""Playbooks, over the wire."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from api.wire import Moment, Plain, Read, Write
from model.execution import ExecutionStatus

VariableName = Annotated[str, Field(max_length=250, pattern=r"^__[a-zA-Z_][a-zA-Z0-9_-]{0,199}__$")]
Inputs = Annotated[dict[VariableName, Annotated[str, Field(max_length=65_536)]], Field(max_length=100)]


class PlaybookRead(Read):
    id: str
    name: str
    name_zh: str
    unit: str
    version: Annotated[str, Field(description="The playbook's own `modified`")]
    source: Literal["library", "imported"]
    trust: Annotated[str, Field(description="unsigned, unknown (signed by an unknown key), trusted or invalid")]
    auto: Annotated[bool, Field(description="Whether it begins by itself when an incident fits its trigger")]
    changed: Moment
    changed_by: str


class Playbooks(Read):
    items: list[PlaybookRead]


class PlaybookProblem(Read):
    code: str
    severity: Literal["error", "warning"]
    place: Annotated[str, Field(description="A path into the document; empty for the whole")]
    message: str
    message_zh: str


class PlaybookCheck(Read):
    """runnable: whether there is no error."""

    runnable: bool
    trust: str
    problems: list[PlaybookProblem]


class PlaybookDetail(PlaybookRead):
    description: str
    description_zh: str
    document: Annotated[dict[str, Any], Field(description="The CACAO 2.0 document")]
    problems: list[PlaybookProblem]
    trigger: Annotated[dict[str, Any], Field(description="Which incidents it answers; empty when none")]
    answers: Annotated[dict[str, Any], Field(description="ATT&CK, D3FEND and GB/T 20986 codes")]
    evidence: list[str]
    recovery: list[str]


class PlaybookVersion(Read):
    version: Annotated[str, Field(description="Its `modified`")]
    digest: str
    kept: Annotated[Moment, Field(description="Since when it is here")]


class PlaybookVersions(Read):
    items: list[PlaybookVersion]


class PlaybookVersionDetail(PlaybookVersion):
    document: Annotated[dict[str, Any], Field(description="The CACAO 2.0 document")]


class PlaybookGiven(Write):
    document: dict[str, Any]


class PlaybookImport(PlaybookGiven):
    unit: Annotated[str | None, Field(max_length=128, pattern=Plain, description="None means the caller's")] = None


class PlaybookAuto(Write):
    auto: bool


class RunAsk(Write):
    """inputs: values of the playbook's external variables, as texts."""

    inputs: Inputs = Field(default_factory=dict)
    incident: Annotated[str | None, Field(max_length=128, pattern=Plain, description="The incident it answers")] = None


class RunAsked(Read):
    execution: str


class SuggestedInputs(Read):
    """What an incident would give the external variables."""

    inputs: dict[str, str]


class RankReason(Read):
    """points: what it adds to the score."""

    code: Annotated[str, Field(description="trigger, attack, grade, past or lacking")]
    points: int
    text: str
    text_zh: str


class RankedPlaybook(Read):
    id: str
    name: str
    name_zh: str
    score: Annotated[int, Field(description="At most 100")]
    fits: Annotated[bool, Field(description="Whether its trigger fits")]
    because: list[RankReason]
    execution: Annotated[str | None, Field(description="Its latest run for this incident")]
    status: ExecutionStatus | None


class RankedPlaybooks(Read):
    items: list[RankedPlaybook]


class Affected(Read):
    kind: str
    value: str
    blocks: bool


class WhyAsked(Read):
    code: str
    text: str
    text_zh: str


class RehearsedStep(Read):
    """What a step would do. persons: how many would have to agree."""

    path: str
    step: str
    name: str
    kind: Annotated[str, Field(description="effect, manual, decision, parallel, call or problem")]
    text: str
    text_zh: str
    depth: int
    persons: int
    changes: bool
    lasts_s: int | None
    touches: list[Affected]
    why: list[WhyAsked]


class Rehearsal(Read):
    steps: list[RehearsedStep]
