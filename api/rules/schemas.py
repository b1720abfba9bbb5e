"""Detection rules, over the wire."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field

from api.attack import TacticRead, TechniqueRead
from api.wire import Moment, Page, Read, Write
from detections.sigma import State
from model.severity import Level


class Switched(Read):
    """Who switched a rule off, when, and why."""

    reason: str
    actor: str
    time: Moment


class ActivityRead(Read):
    """What the rule did on events of the caller's units, by event time. Hits are matches: those that feed a correlation or
    were hidden give no alert."""

    day: Annotated[int, Field(description="Hits of the last 24 hours")]
    week: Annotated[int, Field(description="Hits of the last 7 days")]
    month: Annotated[int, Field(description="Hits of the last 30 days")]
    hits: int
    alerts: int
    hidden: Annotated[int, Field(description="Alerts an exception kept back")]
    decided: Annotated[int, Field(description="Alerts somebody judged")]
    dismissed: Annotated[int, Field(description="Of those, judged false positive or benign")]
    noise: Annotated[float | None, Field(description="dismissed / decided; null before anybody judged one")]
    last: Annotated[Moment | None, Field(description="Time of the newest hit")]


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
    activity: Annotated[ActivityRead | None, Field(description="Null for who may not see alerts, and without a rule")]
    switched_off: Switched | None
    version: Annotated[str | None, Field(description="Digest of the text it was made from")]
    pack: Annotated[str | None, Field(description="The imported content pack it came with; null for own rules")]
    file: str
    line: int


class RulePage(Page[RuleRead]):
    total: Annotated[int, Field(description="Rules that are wanted, on all pages together")]


class RuleSort(StrEnum):
    """loaded: in the order of the files; the others with the most first."""

    LOADED = "loaded"
    HITS = "hits"
    NOISE = "noise"
    LAST = "last"


class RuleSetRead(Read):
    """The rules in use together. loading, problem: of taking in changed files; null where no pipeline runs beside."""

    version: str
    active: int
    inactive: int
    rejected: int
    switched_off: int
    loaded: Moment | None
    loading: bool | None
    problem: Annotated[
        str | None, Field(description="Why changed rules could not be taken in; those before stay in use")
    ]
    warnings: Annotated[list[str], Field(description="What loading the rules found odd, at most a hundred")]


class RuleTextRead(Read):
    """A text a rule once had."""

    version: str
    rule: str
    text: str
    first_loaded: Moment


class CaseRead(Read):
    """One case beside the rule: events it must fire on, or stay silent on."""

    file: str
    fires: bool
    expected: str
    found: int
    passed: bool
    message: str


class RuleCases(Read):
    """uncovered: what kind of case is missing. Imported packs carry no cases."""

    items: list[CaseRead]
    uncovered: list[str]


class SwitchOff(Write):
    reason: Annotated[
        str, Field(min_length=1, max_length=2_000, pattern=r"\S", description="Goes into the audit trail")
    ]


class Reloading(Read):
    """requested: how often it was asked for; the running platform answers within seconds."""

    requested: int


class RuleProblem(Read):
    line: int
    reason: str


class RuleDetail(RuleRead):
    description: str | None
    description_zh: str | None
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
