"""Walking through a workflow: which step comes next. Pure: no clock, no effects, nothing but the playbook and its values.

    walk = Walk(playbook, values)
    while walk.visit:                     # the step to be done now
        walk.leave(outcome)               # for steps that do something
        walk.decide()                     # for start, end and the conditions

Choices where the specification is silent or says two things (decision 0193):
- A condition step with `on_completion` calls its branch and goes on there when the branch ends; without, the branch is the rest.
- A step that fails and has no `on_failure` goes to `workflow_exception`, also when it has `on_completion` (section 4.1).
- What runs after an exception is the exception's handling: the playbook has failed, however that ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from playbooks.cacao.playbook import Playbook
from playbooks.cacao.steps import EndStep, IfStep, StartStep, StepBase, SwitchStep, WhileStep
from playbooks.conditions import Value, compile_condition
from playbooks.variables import VariableError, as_text, fill, typed

MAX_VISITS = 10_000
MAX_TURNS = 1_000
"""Of one while-condition. A loop that needs more is a mistake or an attack on the executor."""


class Outcome(StrEnum):
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    TIMED_OUT = "timed_out"
    REFUSED = "refused"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Visit:
    """A step, come to for the `number`-th time counted over all steps of this walk; numbers name a visit for good."""

    number: int
    step_id: str
    step: StepBase


@dataclass(slots=True)
class _Frame:
    """A branch under way. resume: where to go on when it ends. turns: of the loop `resume` is, if it is one."""

    resume: str
    turns: int = 0


@dataclass(slots=True)
class Walk:
    """values: the playbook's variables; changed by `assign`. outcome: None while there is a visit."""

    playbook: Playbook
    values: dict[str, Value]
    visit: Visit | None = None
    outcome: Outcome | None = None
    reason: str = ""
    stop: frozenset[str] = frozenset()
    _frames: list[_Frame] = field(default_factory=list)
    _handling: bool = False
    _count: int = 0

    @classmethod
    def begin(
        cls,
        playbook: Playbook,
        values: Mapping[str, Value],
        first: str | None = None,
        stop: frozenset[str] = frozenset(),
    ) -> Walk:
        """first: where a branch begins; none means at the start. stop: steps that belong to whoever began the branch."""
        walk = cls(playbook, dict(values), stop=stop)
        walk._go(first or playbook.workflow_start)
        return walk

    def scope(self) -> dict[str, Value]:
        """Values as the present step sees them: its own variables before the playbook's."""
        assert self.visit is not None
        return scope_of(self.visit.step, self.values)

    def assign(self, name: str, value: object) -> None:
        """Set a playbook variable after its type. Raises VariableError; unknown names are step variables, which end here."""
        declared = self.playbook.variables.get(name)
        if declared is None:
            return
        if declared.constant:
            raise VariableError(name, "is a constant")
        self.values[name] = typed(name, declared.type, value)

    def leave(self, outcome: Outcome, reason: str = "") -> None:
        """The present step came to its end."""
        assert self.visit is not None
        step = self.visit.step
        if outcome is Outcome.CANCELLED:
            self._finish(Outcome.CANCELLED, reason)
        elif outcome is Outcome.SUCCEEDED:
            if self._frames and self._frames[-1].resume == self.visit.step_id:
                self._frames.pop()  # leaving a loop
            self._go(step.on_success or step.on_completion)
        elif step.on_failure:
            self._go(step.on_failure)
        else:
            self._exception(outcome, reason)

    def abort(self, outcome: Outcome, reason: str) -> None:
        """End here and now: nothing more runs, not even what handles exceptions."""
        self._finish(outcome, reason)

    def decide(self) -> str:
        """Pass a step that does nothing itself. Returns what was decided: `true`, `false`, the case, or an empty text."""
        assert self.visit is not None
        step_id, step = self.visit.step_id, self.visit.step
        if isinstance(step, StartStep):
            self._go(step.on_completion)
            return ""
        if isinstance(step, EndStep):
            self._end_of_branch()
            return ""
        try:
            if isinstance(step, WhileStep):
                return self._while(step_id, step)
            if isinstance(step, IfStep):
                holds = compile_condition(step.condition).holds(self.scope())
                self._branch(step, step.on_true if holds else step.on_false)
                return "true" if holds else "false"
            assert isinstance(step, SwitchStep)
            scope = self.scope()
            case = fill(step.switch, scope, frozenset())
            chosen = case if case in step.cases else "default"
            self._branch(step, step.cases.get(chosen))
        except VariableError as error:
            self.leave(Outcome.FAILED, str(error))
            return ""
        return chosen

    def _while(self, step_id: str, step: WhileStep) -> str:
        holds = compile_condition(step.condition).holds(self.scope())
        looping = self._frames and self._frames[-1].resume == step_id
        if not holds:
            if looping:
                self._frames.pop()
            self._go(step.on_success or step.on_completion)
            return "false"
        if not looping:
            self._frames.append(_Frame(step_id))
        self._frames[-1].turns += 1
        if self._frames[-1].turns > MAX_TURNS:
            self._frames.pop()
            self.leave(Outcome.FAILED, f"the loop did not end within {MAX_TURNS} turns")
            return "true"
        self._go(step.on_true)
        return "true"

    def _branch(self, step: StepBase, to: str | None) -> None:
        after = step.on_success or step.on_completion
        if to is None:
            self._go(after)
            return
        if after is not None and to != after:
            self._frames.append(_Frame(after))
        self._go(to)

    def _go(self, step_id: str | None) -> None:
        """Go on there. Coming to where an enclosing branch is to resume ends the branches in between."""
        if step_id is None or step_id in self.stop:
            self._end_of_branch()
            return
        for depth in range(len(self._frames) - 1, -1, -1):
            if self._frames[depth].resume == step_id:
                loops = isinstance(self.playbook.workflow.get(step_id), WhileStep)
                del self._frames[depth + loops :]
                break
        self._arrive(step_id)

    def _arrive(self, step_id: str) -> None:
        step = self.playbook.workflow.get(step_id)
        self._count += 1
        if step is None or self._count > MAX_VISITS:
            why = f"there is no step {step_id}" if step is None else f"more than {MAX_VISITS} steps were taken"
            self._finish(Outcome.FAILED, why)
            return
        self.visit = Visit(self._count, step_id, step)

    def _end_of_branch(self) -> None:
        if not self._frames:
            self._finish(Outcome.FAILED if self._handling else Outcome.SUCCEEDED, self.reason)
            return
        resume = self._frames[-1].resume
        if not isinstance(self.playbook.workflow.get(resume), WhileStep):
            self._frames.pop()
        if resume in self.stop:
            self._end_of_branch()
        else:
            self._arrive(resume)

    def _exception(self, outcome: Outcome, reason: str) -> None:
        handler = self.playbook.workflow_exception
        if self._handling or handler is None or self.stop:  # a branch fails to whoever began it
            self._finish(outcome, self.reason or reason)
            return
        self._handling, self.reason = True, reason
        self._frames.clear()
        self._arrive(handler)

    def _finish(self, outcome: Outcome, reason: str) -> None:
        self.visit, self.outcome, self.reason = None, outcome, reason


def scope_of(step: StepBase, values: Mapping[str, Value]) -> dict[str, Value]:
    """The step's own variables may be made of the playbook's: `__path__: "/tmp/__name__:value"`."""
    own: dict[str, Value] = {}
    for name, variable in step.step_variables.items():
        value = variable.value
        if isinstance(value, str):
            value = fill(value, values, frozenset())
        own[name] = typed(name, variable.type, value)
    return {**values, **own}


def text_values(values: Mapping[str, Value]) -> dict[str, str | None]:
    """As they are kept and handed to another playbook."""
    return {name: None if value is None else as_text(value) for name, value in values.items()}
