"""The playbook itself: CACAO 2.0, section 3."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from playbooks.cacao.agents import Agent, AuthenticationInfo
from playbooks.cacao.steps import ActionStep, PlaybookActionStep, Step
from playbooks.cacao.types import (
    AgentName,
    ExtensionDefinition,
    Extensions,
    ExternalReference,
    Identifier,
    Marking,
    Part,
    Percent,
    ProcessingSummary,
    Signature,
    Text,
    Timestamp,
    Variable,
    Variables,
)

MAX_STEPS = 500

PLAYBOOK_TYPES = (
    "attack",
    "detection",
    "engagement",
    "investigation",
    "mitigation",
    "notification",
    "prevention",
    "remediation",
)
"""playbook-type-ov, section 3.1.1."""

PLAYBOOK_ACTIVITIES = (
    "compose-content",
    "deliver-content",
    "identify-audience",
    "identify-channel",
    "scan-system",
    "match-indicator",
    "analyze-collected-data",
    "identify-indicators",
    "scan-vulnerabilities",
    "configure-systems",
    "restrict-access",
    "disconnect-system",
    "eliminate-risk",
    "revert-system",
    "restore-data",
    "restore-capabilities",
    "map-network",
    "identify-steps",
    "step-sequence",
    "prepare-engagement",
    "execute-operation",
    "analyze-engagement-results",
)
"""playbook-activity-type-ov, section 3.1.2."""


class Playbook(Part):
    """Two documents with one id are versions of one playbook, told apart by `modified`."""

    type: Literal["playbook"]
    spec_version: Literal["cacao-2.0"]
    id: Annotated[Identifier, Field(pattern=r"^playbook--")]
    name: Annotated[Text, Field(min_length=1)]
    description: Text = ""
    playbook_types: list[Text] = Field(default_factory=list)
    playbook_activities: list[Text] = Field(default_factory=list)
    playbook_processing_summary: ProcessingSummary | None = None
    created_by: Identifier
    created: Timestamp
    modified: Timestamp
    revoked: bool = False
    valid_from: Timestamp | None = None
    valid_until: Timestamp | None = None
    derived_from: list[Identifier] = Field(default_factory=list)
    related_to: list[Identifier] = Field(default_factory=list)
    priority: Percent | None = None
    severity: Percent | None = None
    impact: Percent | None = None
    industry_sectors: list[Text] = Field(default_factory=list)
    labels: list[Text] = Field(default_factory=list)
    external_references: list[ExternalReference] = Field(default_factory=list)
    markings: list[Identifier] = Field(default_factory=list)
    playbook_variables: Variables = Field(default_factory=dict)
    workflow_start: Identifier
    workflow_exception: Identifier | None = None
    workflow: Annotated[dict[Identifier, Step], Field(min_length=1, max_length=MAX_STEPS)]
    playbook_extensions: Extensions = Field(default_factory=dict)
    authentication_info_definitions: dict[Identifier, AuthenticationInfo] = Field(default_factory=dict)
    agent_definitions: dict[AgentName, Agent] = Field(default_factory=dict)
    target_definitions: dict[Identifier, Agent] = Field(default_factory=dict)
    extension_definitions: dict[Identifier, ExtensionDefinition] = Field(default_factory=dict)
    data_marking_definitions: dict[Identifier, Marking] = Field(default_factory=dict)
    signatures: list[Signature] = Field(default_factory=list)

    @property
    def version(self) -> str:
        return self.modified

    @property
    def variables(self) -> dict[str, Variable]:
        """The playbook's own, and those a step defines for itself and gives out (out_args): known from then on."""
        given = {
            name: step.step_variables[name].model_copy(update={"value": None, "constant": False, "external": False})
            for step in self.workflow.values()
            if isinstance(step, ActionStep | PlaybookActionStep)
            for name in step.out_args
            if name in step.step_variables
        }
        return given | self.playbook_variables

    def document(self) -> dict[str, Any]:
        """The properties that were given, and no others."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)
