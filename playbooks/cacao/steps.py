"""Workflow steps of CACAO 2.0, section 4."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Discriminator, Field, StringConstraints, Tag

from playbooks.cacao.commands import Command
from playbooks.cacao.types import (
    AgentName,
    Extensions,
    ExternalReference,
    Identifier,
    Milliseconds,
    Part,
    Text,
    VariableName,
    Variables,
)

STEP_TYPES = (
    "start",
    "end",
    "action",
    "playbook-action",
    "parallel",
    "if-condition",
    "while-condition",
    "switch-condition",
)
"""workflow-step-type-enum, section 4.2: closed, unlike the other vocabularies."""

Condition = Annotated[str, StringConstraints(min_length=1, max_length=4_096)]
"""A STIX pattern over variables; see `playbooks.conditions`."""


class StepBase(Part):
    """Section 4.1. delay, timeout: milliseconds."""

    type: str
    name: Text = ""
    description: Text = ""
    external_references: list[ExternalReference] = Field(default_factory=list)
    delay: Milliseconds = 0
    timeout: Milliseconds | None = None
    step_variables: Variables = Field(default_factory=dict)
    owner: Identifier | None = None
    on_completion: Identifier | None = None
    on_success: Identifier | None = None
    on_failure: Identifier | None = None
    step_extensions: Extensions = Field(default_factory=dict)

    def leads_to(self) -> list[tuple[str, str]]:
        """(property, step) of every step this one names."""
        named = [(name, getattr(self, name)) for name in ("on_completion", "on_success", "on_failure")]
        return [(name, step) for name, step in named if step is not None]


class StartStep(StepBase):
    type: Literal["start"]


class EndStep(StepBase):
    type: Literal["end"]


class ActionStep(StepBase):
    """Section 4.5. Commands run one after the other, each against every target in turn. agent: required, and left out by
    playbooks in use, which is a warning; what runs a command then follows from its type."""

    type: Literal["action"]
    commands: Annotated[list[Command], Field(min_length=1, max_length=100)]
    agent: AgentName | None = None
    targets: Annotated[list[Identifier], Field(max_length=100)] = Field(default_factory=list)
    in_args: list[VariableName] = Field(default_factory=list)
    out_args: list[VariableName] = Field(default_factory=list)


class PlaybookActionStep(StepBase):
    """Section 4.6. playbook_version: the `modified` of the playbook meant; none means the one in force."""

    type: Literal["playbook-action"]
    playbook_id: Identifier
    playbook_version: Text | None = None
    in_args: list[VariableName] = Field(default_factory=list)
    out_args: list[VariableName] = Field(default_factory=list)


class ParallelStep(StepBase):
    """Section 4.7. All next steps begin at once; the step is complete when each of them came to an end."""

    type: Literal["parallel"]
    next_steps: Annotated[list[Identifier], Field(min_length=1, max_length=50)]

    def leads_to(self) -> list[tuple[str, str]]:
        return super().leads_to() + [(f"next_steps[{i}]", step) for i, step in enumerate(self.next_steps)]


class IfStep(StepBase):
    """Section 4.8."""

    type: Literal["if-condition"]
    condition: Condition
    on_true: Identifier
    on_false: Identifier | None = None

    def leads_to(self) -> list[tuple[str, str]]:
        false = [("on_false", self.on_false)] if self.on_false else []
        return [*super().leads_to(), ("on_true", self.on_true), *false]


class WhileStep(StepBase):
    """Section 4.9. on_true is walked to its end and the condition is asked again."""

    type: Literal["while-condition"]
    condition: Condition
    on_true: Identifier

    def leads_to(self) -> list[tuple[str, str]]:
        return [*super().leads_to(), ("on_true", self.on_true)]


class SwitchStep(StepBase):
    """Section 4.10. switch: a text that names a variable; cases: steps by value, `default` for all others."""

    type: Literal["switch-condition"]
    switch: Condition
    cases: Annotated[dict[Text, Identifier], Field(min_length=1, max_length=200)]

    def leads_to(self) -> list[tuple[str, str]]:
        return super().leads_to() + [(f"cases.{value}", step) for value, step in self.cases.items()]


Step = Annotated[
    Annotated[StartStep, Tag("start")]
    | Annotated[EndStep, Tag("end")]
    | Annotated[ActionStep, Tag("action")]
    | Annotated[PlaybookActionStep, Tag("playbook-action")]
    | Annotated[ParallelStep, Tag("parallel")]
    | Annotated[IfStep, Tag("if-condition")]
    | Annotated[WhileStep, Tag("while-condition")]
    | Annotated[SwitchStep, Tag("switch-condition")],
    Discriminator("type"),
]
