"""How a treated risk stands: what is left, whether the treatment is late, whether an acceptance still holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from compliance.risk.method import Method
from model.compliance import is_day
from model.errors import InputError
from model.risk import Risk, Treatment, Way

State = Literal[
    "untreated", "tolerable", "planned", "overdue", "in_place", "not_effective", "proposed", "accepted", "ended"
]


@dataclass(frozen=True, slots=True)
class Standing:
    """residual: the level the treatment is expected to leave, the present one without any. open: somebody has to act."""

    risk: Risk
    treatment: Treatment | None
    state: State
    residual: int

    @property
    def open(self) -> bool:
        return self.state in ("untreated", "overdue", "not_effective", "proposed", "ended")


def stand(risk: Risk, treatment: Treatment | None, method: Method, today: str) -> Standing:
    """An acceptance holds until its day, and only for the level it was given for: a risk that grew is open again."""
    if treatment is None:
        return Standing(risk, None, "untreated" if risk.level >= method.treat_from else "tolerable", risk.level)
    residual = method.level_of(treatment.likelihood, treatment.loss)
    if treatment.way is Way.ACCEPT:
        if not treatment.approver:
            return Standing(risk, treatment, "proposed", risk.level)
        holds = treatment.until >= today and risk.level <= treatment.inherent
        return Standing(risk, treatment, "accepted" if holds else "ended", risk.level)
    if treatment.done:
        # What telemetry says now is what is left; a promise is believed only until it can be seen.
        return Standing(risk, treatment, "in_place" if risk.level <= residual else "not_effective", risk.level)
    return Standing(risk, treatment, "overdue" if treatment.due < today else "planned", residual)


def check(treatment: Treatment, method: Method, today: str) -> None:
    """Raises InputError naming everything that is missing."""
    problems = []
    if not treatment.owner.strip():
        problems.append("an owner")
    if not treatment.measures.strip():
        problems.append("what is done, or why it is accepted")
    if treatment.way is Way.ACCEPT:
        last = (date.fromisoformat(today) + timedelta(days=method.longest_acceptance_days)).isoformat()
        if not is_day(treatment.until) or not today <= treatment.until <= last:
            problems.append(f"a last day between {today} and {last}")
    elif not is_day(treatment.due):
        problems.append("a day it is due")
    for name in ("due", "until", "done"):
        day = getattr(treatment, name)
        if day and not is_day(day):
            problems.append(f"{name} as a day such as {today}")
    if treatment.done and treatment.done > today:
        problems.append("a day of completion that has come")
    if treatment.way is not Way.ACCEPT and method.level_of(treatment.likelihood, treatment.loss) > treatment.inherent:
        problems.append("a residual risk not above the present one")
    if problems:
        raise InputError(f"a treatment needs {'; '.join(problems)}", where=f"risk {treatment.risk}")
