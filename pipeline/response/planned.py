"""An action step's commands, planned: which go ahead, which are asked about, and in what words people are asked."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from model.execution import ApprovalKind
from playbooks import by_hand
from playbooks.capabilities.contract import Capability, Plan, Touched
from playbooks.capabilities.guard import Demand
from playbooks.preparing import Task


@dataclass(frozen=True, slots=True)
class Planned:
    """capability: None is for a person. demand: None when the person's own word that it is done is enough."""

    task: Task
    capability: Capability | None
    plan: Plan
    demand: Demand | None


def question_id(*parts: str) -> str:
    return "ask-" + hashlib.sha256("\0".join(parts).encode()).hexdigest()[:20]


def to_approve(planned: Sequence[Planned]) -> list[Planned]:
    return [one for one in planned if one.demand is not None]


def needed(planned: Sequence[Planned]) -> int:
    return max((one.demand.persons for one in planned if one.demand), default=1) or 1


def digest(planned: Sequence[Planned]) -> str:
    digests = [one.plan.digest(one.task.job.key) for one in planned]
    return hashlib.sha256("".join(digests).encode()).hexdigest()


def text_of(one: Planned, kind: ApprovalKind, *, zh: bool) -> str:
    text = one.plan.text_zh if zh else one.plan.text
    if one.capability is None:
        return by_hand.warned(text, one.demand.reasons if one.demand else (), zh=zh)
    if kind is ApprovalKind.UNCERTAIN:
        return f"请核实是否已经生效：{text}" if zh else f"Look whether this happened: {text}"
    return text


def why(planned: Sequence[Planned]) -> list[dict[str, str]]:
    reasons = [reason for one in planned if one.demand for reason in one.demand.reasons]
    return [{"code": one.code, "text": one.text, "text_zh": one.text_zh} for one in dict.fromkeys(reasons)]


def touched(one: Touched) -> dict[str, Any]:
    return {"kind": one.kind.value, "value": one.value, "blocks": one.blocks}
