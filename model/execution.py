"""Execution: a playbook at work, what it asks people, and what it did to the world."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec

from model.times import Micros


def person_of(actor: str) -> str:
    """Whose word it is: somebody with a session and a token is one person, not two."""
    return actor.split(" token:", 1)[0]


class ExecutionStatus(StrEnum):
    """requested: nobody has begun it yet. waiting: for a person. The last three are ends."""

    REQUESTED = "requested"
    RUNNING = "running"
    WAITING = "waiting"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def over(self) -> bool:
        return self in (ExecutionStatus.SUCCEEDED, ExecutionStatus.FAILED, ExecutionStatus.CANCELLED)


class ApprovalKind(StrEnum):
    """approval: may this happen. manual: do this and say what came out. uncertain: look whether this happened."""

    APPROVAL = "approval"
    MANUAL = "manual"
    UNCERTAIN = "uncertain"


class ApprovalStatus(StrEnum):
    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class EffectStatus(StrEnum):
    INTENDED = "intended"
    DONE = "done"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    UNDONE = "undone"


class StoredPlaybook(msgspec.Struct, frozen=True, kw_only=True):
    """As it is in force. source: library or imported. trust: of `playbooks.cacao.signatures.Trust`."""

    id: str
    unit: str
    name: str
    name_zh: str
    version: str
    digest: str
    source: str
    trust: str
    auto: bool
    changed: Micros
    changed_by: str


class Execution(msgspec.Struct, frozen=True, kw_only=True):
    """stuck: why it does not get on, empty while it does. incident: what it answers, or empty."""

    id: str
    unit: str
    playbook: str
    digest: str
    name: str
    name_zh: str
    status: ExecutionStatus
    reason: str
    stuck: str
    requested_by: str
    incident: str
    inputs: dict[str, Any]
    values: dict[str, Any]
    cancel: bool
    created: Micros
    updated: Micros
    ended: Micros | None


class ExecutionStep(msgspec.Struct, frozen=True, kw_only=True):
    """status: running, waiting, or how it ended."""

    id: str
    execution: str
    path: str
    step: str
    kind: str
    name: str
    status: str
    began: Micros
    ended: Micros | None
    said: str


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """person: the account. granted: yes or no; of an uncertain effect: whether it had happened."""

    person: str
    granted: bool
    comment: str
    time: Micros


class Approval(msgspec.Struct, frozen=True, kw_only=True):
    """needed: how many persons. touches: `kind`, `value`, `blocks` of what it would affect. expected: variables to fill in."""

    id: str
    execution: str
    unit: str
    kind: ApprovalKind
    step: str
    text: str
    text_zh: str
    why: list[dict[str, str]]
    touches: list[dict[str, Any]]
    needed: int
    digest: str
    requested_by: str
    expected: list[str]
    created: Micros
    expires: Micros
    status: ApprovalStatus
    decisions: list[Decision]
    answers: dict[str, str]
    workflow: str
    delivered: bool


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    key: str
    execution: str
    unit: str
    step: str
    capability: str
    actuator: str
    text: str
    text_zh: str
    touches: list[dict[str, Any]]
    changes: bool
    status: EffectStatus
    said: str
    outputs: dict[str, str]
    undo: dict[str, Any] | None
    created: Micros
    changed: Micros
    until: Micros | None
