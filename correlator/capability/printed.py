"""The fields `next`, `blast` and `containment` of a printed incident (`correlator.export`)."""

from __future__ import annotations

from typing import Any

from correlator.capability.blast import Blast
from correlator.capability.containment import Containment
from correlator.capability.following import NextStep
from correlator.capability.register import Register
from correlator.capability.telling import Path, fact_text


def printed(
    register: Register, following: tuple[NextStep, ...], reach: Blast, answers: tuple[Containment, ...]
) -> dict[str, list[dict[str, Any]]]:
    return {
        "next": [_next(register, one) for one in following],
        "blast": [
            {
                "asset": one.data_set.id,
                "class": one.data_class.value,
                "ring": one.ring.value,
                "records": one.records,
                "p": one.p,
                "actions": one.actions,
                "path": path_texts(one.path),
            }
            for one in reach.data
        ],
        "containment": [
            {
                "action": one.act.kind.value,
                "target": one.act.id,
                "detail": one.act.detail,
                "cost": one.cost,
                "proposal": one.proposal,
                "cuts": [goal.id for goal in one.cuts],
                "services": [service.id for service in one.side_effects.services],
            }
            for answer in answers[:1]
            for one in answer.actions
        ],
    }


def _next(register: Register, one: NextStep) -> dict[str, Any]:
    because = [fact_text(register, fact) for fact in one.step.premises]
    return {
        "technique": one.step.technique,
        "target": one.target.id,
        "p": one.p,
        "why": f"{one.step.text}: the attacker " + " and ".join(text for text, _ in because),
        "why_zh": f"{one.step.text_zh}；已具备：" + "、".join(text for _, text in because),
        "seen_by": [watch.id for watch in one.seen_by],
    }


def path_texts(path: Path) -> list[str]:
    """The actions of a path, in order: technique, what is done, to what."""
    return [f"{step.technique} {step.text}: {step.target.id}" for step in path.steps if step.action]
