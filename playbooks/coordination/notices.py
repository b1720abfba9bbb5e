"""How a notice to a unit moves: drafted → issued → signed → handling → feedback → accepted → archived; returned goes back to
handling. What is overdue climbs a ladder, and what a unit made of its notices is scored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from model.coordination import Notice, NoticeStatus
from model.errors import Conflict, InputError
from model.times import MINUTE, Micros
from playbooks.coordination.tables import policy

S = NoticeStatus


class NoticeAction(StrEnum):
    ISSUE = "issue"
    WITHDRAW = "withdraw"
    SIGN = "sign"
    HANDLE = "handle"
    FEEDBACK = "feedback"
    ACCEPT = "accept"
    RETURN = "return"
    ARCHIVE = "archive"


MOVES: Mapping[NoticeAction, tuple[frozenset[NoticeStatus], NoticeStatus]] = {
    NoticeAction.ISSUE: (frozenset({S.DRAFTED}), S.ISSUED),
    NoticeAction.WITHDRAW: (frozenset({S.DRAFTED, S.ISSUED, S.SIGNED, S.HANDLING, S.RETURNED}), S.WITHDRAWN),
    NoticeAction.SIGN: (frozenset({S.ISSUED}), S.SIGNED),
    NoticeAction.HANDLE: (frozenset({S.SIGNED, S.RETURNED}), S.HANDLING),
    NoticeAction.FEEDBACK: (frozenset({S.HANDLING}), S.FEEDBACK),
    NoticeAction.ACCEPT: (frozenset({S.FEEDBACK}), S.ACCEPTED),
    NoticeAction.RETURN: (frozenset({S.FEEDBACK}), S.RETURNED),
    NoticeAction.ARCHIVE: (frozenset({S.ACCEPTED}), S.ARCHIVED),
}
ANSWERS = frozenset({NoticeAction.SIGN, NoticeAction.HANDLE, NoticeAction.FEEDBACK})
"""What the addressed unit does; everything else is the issuer's."""
NEEDS_TEXT = frozenset({NoticeAction.FEEDBACK, NoticeAction.RETURN, NoticeAction.WITHDRAW})
OPEN = frozenset({S.ISSUED, S.SIGNED, S.HANDLING, S.RETURNED})
"""With the unit: its deadlines run."""


def moved(known: Notice, action: NoticeAction, *, actor: str, text: str, now: Micros) -> Notice:
    """The notice after an action. Raises Conflict when it is not in a state for it, InputError when words are missing."""
    sources, target = MOVES[action]
    if known.status not in sources:
        allowed = ", ".join(sorted(sources))
        raise Conflict(
            f"it is {known.status.value}; to {action.value} it has to be {allowed}", where=f"notice {known.id}"
        )
    if action in NEEDS_TEXT and not text.strip():
        raise InputError("say in words what was found, done, or is missing", where="note")
    changes: dict[str, object] = {"status": target, "changed": now}
    if action is NoticeAction.ISSUE:
        waited = now - known.created  # deadlines run from when the unit has it
        changes |= {"issued": now, "sign_by": known.sign_by + waited, "due": known.due + waited}
    elif action is NoticeAction.SIGN:
        changes |= {"signed": now, "signed_by": actor}
    elif action is NoticeAction.FEEDBACK:
        changes |= {"answered": now, "answer": text}
    elif action in (NoticeAction.ACCEPT, NoticeAction.RETURN):
        changes |= {"reviewed": now, "review": text}
        if action is NoticeAction.RETURN:
            changes["returns"] = known.returns + 1
    return msgspec.structs.replace(known, **changes)


def missed(known: Notice) -> Micros | None:
    """The deadline that counts now; None when the notice is not with the unit."""
    if known.status is S.ISSUED:
        return min(known.sign_by, known.due)
    return known.due if known.status in OPEN else None


def overdue(known: Notice, now: Micros) -> bool:
    deadline = missed(known)
    return deadline is not None and now > deadline


def rung(known: Notice, now: Micros) -> int:
    """How many rungs of the ladder it should have climbed; never fewer than it has."""
    deadline = missed(known)
    if deadline is None or now <= deadline:
        return known.escalated
    reached = sum(now >= deadline + step.after_minutes * MINUTE for step in policy().ladder)
    return max(known.escalated, reached)


@dataclass(frozen=True, slots=True)
class Deduction:
    mark: str
    times: int
    minus: int


def deductions(known: Notice, now: Micros) -> list[Deduction]:
    counted = {
        "signed_late": int((known.signed or now) > known.sign_by),
        "answered_late": int(bool(known.answered) and known.answered > known.due),
        "open_overdue": int(known.status in OPEN and now > known.due),
        "returned": known.returns,
        "escalated": known.escalated,
    }
    marks = policy().marks
    return [Deduction(name, times, times * marks[name].minus) for name, times in counted.items() if times]


@dataclass(frozen=True, slots=True)
class UnitScore:
    """score: mean over its notices, each between 0 and full marks. lost: what was taken off, by mark, over all of them."""

    unit: str
    score: float
    notices: int
    overdue: int
    lost: Mapping[str, int]


def scores(notices: Sequence[Notice], now: Micros, missed: Mapping[str, int] | None = None) -> list[UnitScore]:
    """The worst first. Drafts and what was withdrawn count for nobody. missed: zero reports each unit did not give in time;
    they are taken off the mean of its notices, of full marks where it had none."""
    units: dict[str, list[Notice]] = {unit: [] for unit in missed or {}}
    for one in notices:
        if one.issued and one.status is not S.WITHDRAWN:
            units.setdefault(one.unit, []).append(one)
    full = policy().full
    out = []
    for unit, held in units.items():
        lost: dict[str, int] = {}
        total = 0
        for one in held:
            taken = deductions(one, now)
            total += max(0, full - sum(part.minus for part in taken))
            for part in taken:
                lost[part.mark] = lost.get(part.mark, 0) + part.minus
        mean = total / len(held) if held else full
        if missed and (times := missed.get(unit)):
            lost["zero_missed"] = times * policy().marks["zero_missed"].minus
            mean = max(0.0, mean - lost["zero_missed"])
        out.append(UnitScore(unit, round(mean, 1), len(held), sum(overdue(one, now) for one in held), lost))
    return sorted(out, key=lambda one: (one.score, one.unit))
