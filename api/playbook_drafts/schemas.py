"""Drafts of playbooks, over the wire."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from api.playbooks.schemas import Inputs, PlaybookProblem
from api.wire import Moment, Plain, Read, Write
from playbooks.cacao.forms import Kind
from playbooks.cacao.reading import MAX_BYTES

Coordinate = Annotated[float, Field(ge=-100_000, le=100_000)]


class StepPlace(Write):
    x: Coordinate
    y: Coordinate


Layout = Annotated[
    dict[Annotated[str, Field(max_length=140)], StepPlace],
    Field(max_length=500, description="Where steps were put by hand"),
]


class DraftRead(Read):
    id: str
    name: str
    unit: str
    playbook: Annotated[str, Field(description="The id it will be published under")]
    version: Annotated[int, Field(description="Counts changes; the ETag")]
    created: Moment
    created_by: str
    changed: Moment
    changed_by: str


class Drafts(Read):
    items: list[DraftRead]


class StoredVersion(Read):
    """What is in force under the draft's id, to compare with."""

    version: Annotated[str, Field(description="Its `modified`")]
    digest: str
    document: dict[str, Any]


class DraftDetail(DraftRead):
    document: Annotated[dict[str, Any], Field(description="The CACAO 2.0 document as it is so far")]
    layout: dict[str, StepPlace]
    runnable: Annotated[bool, Field(description="Whether there is no error, so that it can be published")]
    problems: list[PlaybookProblem]
    stored: StoredVersion | None
    behind: Annotated[bool, Field(description="Whether somebody published a version since the draft began")]


class DraftBegin(Write):
    """One of the three: a name for an empty playbook, the id of a stored one, or a document."""

    name: Annotated[str, Field(min_length=1, max_length=500, pattern=Plain)] | None = None
    playbook: Annotated[str, Field(max_length=140, pattern=Plain)] | None = None
    document: dict[str, Any] | None = None
    unit: Annotated[str | None, Field(max_length=128, pattern=Plain, description="None means the caller's")] = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(one is not None for one in (self.name, self.playbook, self.document)) != 1:
            raise ValueError("give one of name, playbook and document")
        return self


class DraftChange(Write):
    """onto: the digest of the stored version this is to replace, after it was compared with; null leaves that as it was."""

    document: dict[str, Any]
    layout: Layout = Field(default_factory=dict)
    onto: Annotated[str | None, Field(max_length=128, pattern=Plain)] = None


class DraftTry(Write):
    """What a dry run is given."""

    inputs: Inputs = Field(default_factory=dict)


class PlaybookText(Write):
    text: Annotated[str, Field(max_length=MAX_BYTES, description="JSON or YAML")]


class PlaybookTextRead(Read):
    document: dict[str, Any]


class DraftPublished(Read):
    playbook: str


class PlaybookField(Read):
    name: str
    kind: Kind
    required: bool
    label: str
    label_zh: str
    choices: list[str]
    seldom: Annotated[bool, Field(description="Shown when asked for")]


class PlaybookForm(Read):
    type: str
    label: str
    label_zh: str
    fields: list[PlaybookField]


class CommandForm(PlaybookForm):
    runs_here: Annotated[bool, Field(description="Whether the platform carries it out; otherwise a person does")]


class VerbRead(Read):
    """A verb of the platform's own commands."""

    verb: str
    arguments: list[str]
    actuators: Annotated[list[str], Field(description="Names of configured actuators that answer it")]


class PlaybookForms(Read):
    """What an editor asks for, read off the models."""

    steps: list[PlaybookForm]
    commands: list[CommandForm]
    agents: list[PlaybookForm]
    authentication: list[PlaybookForm]
    playbook: list[PlaybookField]
    variable_types: list[str]
    verbs: list[VerbRead]
