"""What playbooks ask people, over the wire."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.playbooks.schemas import Affected, VariableName, WhyAsked
from api.wire import Moment, Page, Read, Write
from model.execution import ApprovalKind, ApprovalStatus


class DecisionRead(Read):
    person: str
    granted: bool
    comment: str
    time: Moment


class ApprovalRead(Read):
    """touches: the blast radius. needed: how many persons have to agree. expected: variables a manual step asks for."""

    id: str
    execution: str
    unit: str
    kind: ApprovalKind
    step: str
    text: str
    text_zh: str
    why: list[WhyAsked]
    touches: list[Affected]
    needed: int
    requested_by: str
    expected: list[str]
    created: Moment
    expires: Moment
    status: ApprovalStatus
    decisions: list[DecisionRead]
    answers: dict[str, str]


class ApprovalPage(Page[ApprovalRead]):
    pass


class ApprovalDecision(Write):
    """granted: yes or no; of a manual step, whether it was done; of an uncertain effect, whether it had happened."""

    granted: bool
    comment: Annotated[str, Field(max_length=2_000, description="A refusal needs one")] = ""
    answers: Annotated[dict[VariableName, Annotated[str, Field(max_length=65_536)]], Field(max_length=100)] = Field(
        default_factory=dict
    )
