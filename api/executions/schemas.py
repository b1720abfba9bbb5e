"""Runs of playbooks and their effects, over the wire."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.approvals.schemas import ApprovalRead
from api.playbooks.schemas import Affected
from api.wire import Moment, Page, Read, Write
from model.execution import EffectStatus, ExecutionStatus


class ExecutionRead(Read):
    id: str
    unit: str
    playbook: str
    name: str
    name_zh: str
    status: ExecutionStatus
    reason: str
    stuck: Annotated[str, Field(description="Why it does not get on; empty while it does")]
    requested_by: str
    incident: str | None
    cancel: Annotated[bool, Field(description="Whether somebody asked it to stop")]
    created: Moment
    updated: Moment
    ended: Moment | None


class ExecutionPage(Page[ExecutionRead]):
    pass


class ExecutionStepRead(Read):
    """path: `3`, or `3.1.2` for the second step of the first branch begun at 3."""

    path: str
    step: str
    kind: str
    name: str
    status: str
    began: Moment
    ended: Moment | None
    said: str


class EffectRead(Read):
    key: str
    execution: str
    step: str
    capability: str
    actuator: str
    text: str
    text_zh: str
    touches: list[Affected]
    changes: bool
    status: EffectStatus
    said: str
    created: Moment
    changed: Moment
    until: Annotated[Moment | None, Field(description="When it is taken back by itself")]


class EffectPage(Page[EffectRead]):
    pass


class ExecutionDetail(ExecutionRead):
    inputs: dict[str, str | None]
    values: dict[str, str | None]
    steps: list[ExecutionStepRead]
    effects: list[EffectRead]
    approvals: list[ApprovalRead]


class ExecutionCancel(Write):
    reason: Annotated[str, Field(min_length=1, max_length=2_000, pattern=r"\S")]


class EffectEnd(Write):
    key: Annotated[str, Field(min_length=1, max_length=512)]
