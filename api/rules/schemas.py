"""Detection rules, over the wire."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from api.attack import TacticRead, TechniqueRead
from api.wire import Page, Read, Write
from detections.sigma import State
from model.severity import Level


class RuleRead(Read):
    """One document of a rule file. What only a loaded rule has is null for one that is inactive or rejected."""

    key: Annotated[str, Field(description="Its id, or what stands for one; the address of the rule")]
    id: str | None
    title: str | None
    title_zh: str | None
    kind: Annotated[str, Field(examples=["rule", "correlation", "filter", "behaviour", "unreadable"])]
    state: State
    cause: Annotated[str | None, Field(description="Why it is not active: a stable slug for counting")]
    reason: Annotated[str | None, Field(description="Why it is not active, for people")]
    level: Level | None
    level_zh: str | None
    status: Annotated[str | None, Field(description="Sigma: stable, test, experimental …")]
    logsource: str | None
    techniques: list[TechniqueRead]
    tactics: list[TacticRead]
    reports: Annotated[bool | None, Field(description="Whether a match is an alert of its own")]
    hits: Annotated[int | None, Field(description="Alerts within the caller's units; null for who may not see alerts")]
    file: str
    line: int


class RulePage(Page[RuleRead]):
    pass


class RuleProblem(Read):
    line: int
    reason: str


class RuleDetail(RuleRead):
    description: str | None
    falsepositives: list[str]
    tags: list[str]
    fields: list[str]
    kinds: Annotated[list[str], Field(description="Kinds of event it looks at")]
    problems: list[RuleProblem]
    text: Annotated[str | None, Field(description="YAML; null when the file is not there any more")]


class ExplainRule(Write):
    """An event pasted as JSON, or the id of a stored one; exactly one of them."""

    event: Annotated[
        dict[str, Any] | None, Field(description="One record as its source writes it, or as this interface shows it")
    ] = None
    event_id: Annotated[str | None, Field(max_length=64)] = None


class Step(Read):
    """A part of the rule, and whether it holds."""

    text: str
    holds: bool
    values: Annotated[list[Any] | None, Field(description="What the event has in the field; null for groups of tests")]
    parts: list[Step]


class ExplanationRead(Read):
    matched: bool
    kind: Annotated[
        str | None, Field(description="What the event was read as; null when the rule does not look at such")
    ]
    expected_kinds: list[str]
    fields: Annotated[dict[str, Any], Field(description="What satisfied the rule")]
    failures: Annotated[list[str], Field(description="The first test that does not hold, per branch")]
    tree: Step | None


class TechniqueCovered(TechniqueRead):
    rules: int
    hits: int | None


class TacticCovered(TacticRead):
    rules: int


class LogSourceCovered(Read):
    logsource: str
    rules: int
    kinds: list[str]


class CoverageRead(Read):
    attack_version: str
    attack_notice: Annotated[str, Field(description="To be shown beside ATT&CK's names")]
    active: int
    inactive: int
    rejected: int
    untagged: Annotated[int, Field(description="Active rules without a technique")]
    techniques: list[TechniqueCovered]
    tactics: Annotated[list[TacticCovered], Field(description="In the order of the matrix")]
    logsources: list[LogSourceCovered]
    warnings: Annotated[list[str], Field(description="What loading the rules found odd, at most a hundred")]
