"""The steps of a run that touch the state or the world. Each is called again after a crash and then finds its own traces.

An effect is written down as intended before it happens and as done after; between the two lies the only moment nobody can see
into. Whoever comes back there asks the target first (`Capability.find`), and where the target cannot tell, a person.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from model.errors import NotFound
from model.execution import (
    Approval,
    ApprovalKind,
    ApprovalStatus,
    Effect,
    EffectStatus,
    Execution,
    ExecutionStatus,
    person_of,
)
from model.times import HOUR, MINUTE, SECOND, Micros, now_us
from pipeline.playbook_settings import PlaybookSettings
from pipeline.response.actuators import Actuators
from pipeline.response.planned import Planned, digest, needed, question_id, text_of, to_approve, touched, why
from playbooks import by_hand
from playbooks.cacao import Playbook, read
from playbooks.cacao.steps import ActionStep, StepBase
from playbooks.capabilities.contract import Capability, Plan, Refused, Result, Uncertain, Unreachable
from playbooks.capabilities.guard import Guarded, Protection, Warrant, until
from playbooks.library import EXTENSION
from playbooks.preparing import Task, assigned, prepare
from playbooks.recovery.drill_ground import DrillGround
from playbooks.variables import VariableError, typed
from store import approvals, drills, effects, executions
from store import playbooks as kept
from store.scope import EVERYTHING
from store.state import State

PROTECTION_S = 2.0
"""Seconds the register's protected assets may be out of date."""

DRAFT = "draft"
"""Stands for the digest of a text that is not kept."""

Told = dict[str, Any]
"""What a step tells the run: JSON, kept by the workflow engine. Never holds a secret."""


@dataclass(frozen=True, slots=True)
class At:
    """A visit: which run, which text, which step, with which values, for whom."""

    execution: str
    digest: str
    path: str
    step: str
    values: Mapping[str, str | None]

    @property
    def key(self) -> str:
        return f"{self.execution}/{self.path}"


class Performing:
    def __init__(
        self, state: State, settings: PlaybookSettings, actuators: Actuators, ground: DrillGround | None = None
    ) -> None:
        """ground: all that runs of drills may change; nothing when left out."""
        self._state, self._settings, self._actuators = state, settings, actuators
        self._ground = ground or DrillGround()
        self._protected: tuple[float, Protection] | None = None
        self.playbook: Callable[[str], Playbook] = lru_cache(maxsize=64)(self._playbook)

    @property
    def attempts(self) -> int:
        return self._settings.attempts

    def _playbook(self, digest: str) -> Playbook:
        with self._state.reading() as tx:
            body = kept.text_of(tx, digest)
        playbook = read(body).playbook
        if playbook is None:
            raise NotFound(f"the playbook text {digest} cannot be read any more")
        return playbook

    def trying(self, playbook: Playbook) -> Performing:
        """The same with a text that is not kept, under the digest DRAFT; for dry runs only."""
        other = Performing(self._state, self._settings, self._actuators, self._ground)
        other.playbook = lambda digest: playbook if digest == DRAFT else self.playbook(digest)
        return other

    def values(self, digest: str, texts: Mapping[str, str | None]) -> dict[str, Any]:
        declared = self.playbook(digest).variables
        return {name: typed(name, declared[name].type, text) for name, text in texts.items() if name in declared}

    # Steps

    def begin(self, execution: str, path: str, step: str, digest: str, deadline: Micros | None) -> Told:
        """Came to a step. Tells the time, and whether to stop."""
        found = self.playbook(digest).workflow[step]
        with self._state.transaction() as tx:
            known = executions.get(tx, execution, EVERYTHING)
            now = now_us()
            name = shown_name(found)
            began = executions.step_began(
                tx, execution, known.unit, path, step=step, kind=found.type, name=name, now=now
            )
            executions.progress(tx, execution, now, stuck="")
        return {"now": began, "cancel": known.cancel, "late": deadline is not None and now > deadline}

    def cancelled(self, execution: str) -> bool:
        with self._state.reading() as tx:
            return executions.get(tx, execution, EVERYTHING).cancel

    def end(
        self, execution: str, path: str, status: str, said: str, values: Mapping[str, str | None], *, whole: bool
    ) -> None:
        """whole: whether `values` are the run's own, and not those of a branch or a called playbook."""
        with self._state.transaction() as tx:
            now = now_us()
            executions.step_ended(tx, execution, path, status=status, said=said, now=now)
            executions.progress(tx, execution, now, **({"values": dict(values)} if whole else {}))

    def plan(self, at: At) -> Told:
        """What the step would do: whether a person has to, how many have to agree, and to what."""
        try:
            planned = self._planned(at)
        except (VariableError, Refused) as error:
            return {"error": str(error)}
        demands = [one.demand for one in planned if one.demand is not None]
        return {
            "manual": [one.capability is None for one in planned],
            "persons": max((demand.persons for demand in demands), default=0),
        }

    def ask(self, at: At, workflow: str, kind: str, index: int, turn: int, deadline: Micros | None) -> Told:
        """Put a question to people. index: of the command, for manual and uncertain ones; turn: how often it was asked."""
        planned = self._planned(at)
        wanted = ApprovalKind(kind)
        chosen = [planned[index]] if wanted is not ApprovalKind.APPROVAL else to_approve(planned)
        step = self.playbook(at.digest).workflow[at.step]
        assert isinstance(step, ActionStep)
        with self._state.transaction() as tx:
            run = executions.get(tx, at.execution, EVERYTHING)
            now = now_us()
            waits = self._settings.manual_hours * HOUR if wanted is ApprovalKind.MANUAL else None
            expires = now + (waits or self._settings.approval_minutes * MINUTE)
            if wanted is ApprovalKind.MANUAL and step.timeout is not None:
                expires = now + step.timeout * 1_000
            made = approvals.ask(
                tx,
                Approval(
                    id=question_id(at.key, kind, str(index), str(turn)),
                    execution=at.execution,
                    unit=run.unit,
                    kind=wanted,
                    step=shown_name(step),
                    text="\n".join(text_of(one, wanted, zh=False) for one in chosen),
                    text_zh="\n".join(text_of(one, wanted, zh=True) for one in chosen),
                    why=why(chosen),
                    touches=[touched(one) for each in chosen for one in each.plan.touches],
                    needed=needed(chosen) if wanted is ApprovalKind.APPROVAL else 1,
                    digest=digest(chosen),
                    requested_by=run.requested_by,
                    expected=list(step.out_args) if wanted is ApprovalKind.MANUAL else [],
                    created=now,
                    expires=min(expires, deadline) if deadline else expires,
                    status=ApprovalStatus.OPEN,
                    decisions=[],
                    answers={},
                    workflow=workflow,
                    delivered=False,
                ),
            )
            if made.status is ApprovalStatus.OPEN:
                executions.progress(tx, at.execution, now, status=ExecutionStatus.WAITING.value)
                executions.step_ended(tx, at.execution, at.path, status="waiting", said="", now=None)
        return {"id": made.id, "wait_s": max(1.0, (made.expires - now) / SECOND)}

    def answered(self, execution: str, path: str, approval: str) -> Told:
        """What came of a question; still open means its time is over."""
        with self._state.transaction() as tx:
            now = now_us()
            run = executions.get(tx, execution, EVERYTHING)
            known = approvals.get(tx, approval, EVERYTHING)
            if known.status is ApprovalStatus.OPEN:
                closing = ApprovalStatus.CANCELLED if run.cancel else ApprovalStatus.EXPIRED
                approvals.close(tx, approval, closing, now)
                known = approvals.get(tx, approval, EVERYTHING)
            if not approvals.open_of(tx, execution):
                executions.progress(tx, execution, now, status=ExecutionStatus.RUNNING.value, stuck="")
            executions.step_ended(tx, execution, path, status="running", said="", now=None)
        comment = next((one.comment for one in reversed(known.decisions) if one.comment), "")
        return {"status": known.status.value, "answers": known.answers, "comment": comment}

    def perform(self, at: At, index: int, approval: str | None, verdict: str | None) -> Told:
        """One effect. verdict: of the person who looked, after an uncertain attempt: `happened` or `absent`."""
        started = time.monotonic()
        told = self._perform(at, index, approval, verdict)
        return {**told, "took_s": round(time.monotonic() - started, 3)}

    def _perform(self, at: At, index: int, approval: str | None, verdict: str | None) -> Told:
        try:
            one = self._planned(at)[index]
        except (VariableError, Refused) as error:
            return {"status": "failed", "said": str(error)}
        assert one.capability is not None
        job, plan = one.task.job, one.plan
        with self._state.transaction() as tx:
            run = executions.get(tx, at.execution, EVERYTHING)
            now = now_us()
            earlier = effects.intend(tx, _effect(at, run, job.key, plan, now))
            warrant = self._warrant(tx, at, approval, one, now)
            outside = self._ground.outside(plan) if drills.is_drill(tx, at.execution) else []
        if outside:
            said = f"a drill changes nothing outside the test estate: {', '.join(outside)[:300]}"
            self._settle(job.key, EffectStatus.FAILED, said)
            return {"status": "failed", "said": said}
        if earlier is not None and earlier.status in (EffectStatus.DONE, EffectStatus.UNDONE):
            return {"status": "done", "said": earlier.said, "outputs": earlier.outputs}
        if verdict == "happened":
            return self._settled(job.key, plan, Result("a person saw that it had happened"))
        if earlier is not None and earlier.status is EffectStatus.UNCERTAIN and verdict is None:
            return {"status": "uncertain", "said": earlier.said}
        guarded = self._guarded(one.capability)
        try:
            result = guarded.perform(job, warrant, now, resumed=earlier is not None and verdict is None)
        except Refused as error:
            self._settle(job.key, EffectStatus.FAILED, str(error))
            return {"status": "failed", "said": str(error)}
        except Unreachable as error:
            return {"status": "unreachable", "said": str(error)}
        except Uncertain as error:
            self._settle(job.key, EffectStatus.UNCERTAIN, str(error))
            return {"status": "uncertain", "said": str(error)}
        return self._settled(job.key, plan, result)

    def gave_up(self, at: At, index: int, said: str) -> None:
        """The target stayed out of reach."""
        self._settle(self._planned(at)[index].task.job.key, EffectStatus.FAILED, said)

    def outputs(self, digest: str, step: str, given: Mapping[str, str]) -> dict[str, str]:
        found = self.playbook(digest).workflow[step]
        assert isinstance(found, ActionStep)
        return assigned(found, given)

    def called(self, identifier: str, version: str | None) -> Told:
        """The playbook another one calls."""
        with self._state.reading() as tx:
            found = kept.find_one(tx, identifier, EVERYTHING)
        if found is None:
            return {"error": f"the playbook {identifier} is not here"}
        if version and version != found.version:
            return {"error": f"the playbook {identifier} is here as version {found.version}, not {version}"}
        return {"digest": found.digest}

    def finish(self, execution: str, outcome: str, reason: str, values: Mapping[str, str | None]) -> None:
        ends = {"succeeded": ExecutionStatus.SUCCEEDED, "cancelled": ExecutionStatus.CANCELLED}
        with self._state.transaction() as tx:
            executions.end(
                tx, execution, ends.get(outcome, ExecutionStatus.FAILED), reason, now_us(), values=dict(values)
            )

    def take_back(self, effect: Effect) -> str:
        """Undo an effect. Returns why it cannot be, or an empty text."""
        capability = self._actuators.by_name(effect.capability, effect.actuator)
        if capability is None:
            return f"no actuator {effect.actuator} ({effect.capability}) is configured any more"
        try:
            if effect.undo is not None:
                self._guarded(capability).undo(effect.undo)
        except (Refused, Unreachable, Uncertain) as error:
            return str(error)
        self._settle(effect.key, EffectStatus.UNDONE, "taken back")
        return ""

    def rehearse(self, at: At) -> list[Planned]:
        """For dry runs."""
        return self._planned(at)

    # Parts

    def _planned(self, at: At) -> list[Planned]:
        playbook = self.playbook(at.digest)
        step = playbook.workflow[at.step]
        assert isinstance(step, ActionStep)
        timeout_s = min(3600.0, step.timeout / 1000 if step.timeout else float(self._settings.step_timeout_s))
        values = self.values(at.digest, at.values)
        tasks = prepare(playbook, step, values, key=at.key, timeout_s=timeout_s, secret=self._actuators.secret)
        out = []
        for task in tasks:
            capability = self._actuators.find(task.job.type, task.job.text, task.actuator)
            if capability is None:
                out.append(self._for_a_person(task))
                continue
            guarded = self._guarded(capability)
            plan = guarded.plan(task.job)
            out.append(Planned(task, capability, plan, guarded.protection.demand(plan)))
        return out

    def _for_a_person(self, task: Task) -> Planned:
        """Doing it is one person's word; only what takes two is asked about before. Raises Refused for what nobody may do."""
        plan = by_hand.plan(task.job, task.actuator, task.manual)
        demand = self.protection().demand(plan)
        return Planned(task, None, plan, demand if demand.persons > 1 else None)

    def _guarded(self, capability: Capability) -> Guarded:
        return self._actuators.guarded(capability, self.protection())

    def protection(self) -> Protection:
        known = self._protected
        if known is None or time.monotonic() - known[0] > PROTECTION_S:
            with self._state.reading() as tx:
                known = self._protected = (time.monotonic(), self._actuators.protection(tx))
        return known[1]

    def _warrant(self, tx: Any, at: At, approval: str | None, one: Planned, now: Micros) -> Warrant | None:
        """Only for what was shown to whoever approved: the digests of all effects of the step must be the same still."""
        if approval is None:
            return None
        known = approvals.get(tx, approval, EVERYTHING)
        same = known.digest == digest(to_approve(self._planned(at)))
        if known.status is not ApprovalStatus.GRANTED or known.execution != at.execution or not same:
            return None
        persons = tuple(decision.person for decision in known.decisions if decision.granted)
        return Warrant(one.plan.digest(one.task.job.key), persons, person_of(known.requested_by), now + HOUR)

    def _settled(self, key: str, plan: Plan, result: Result) -> Told:
        now = now_us()
        with self._state.transaction() as tx:
            effects.settle(
                tx,
                key,
                EffectStatus.DONE,
                said=result.said,
                now=now,
                outputs=result.outputs,
                undo=result.undo,
                until=until(result, plan, now),
            )
        return {"status": "done", "said": result.said, "outputs": dict(result.outputs)}

    def _settle(self, key: str, status: EffectStatus, said: str) -> None:
        with self._state.transaction() as tx:
            effects.settle(tx, key, status, said=said, now=now_us())


def shown_name(step: StepBase) -> str:
    """In both languages where the playbook has both: Chinese, a middle dot, English."""
    own = step.step_extensions.get(EXTENSION)
    zh = own.get("name_zh") if isinstance(own, dict) else None
    name = step.name or step.type
    return f"{zh} · {name}" if zh else name


def _effect(at: At, run: Execution, key: str, plan: Plan, now: Micros) -> Effect:
    return Effect(
        key=key,
        execution=at.execution,
        unit=run.unit,
        step=at.step,
        capability=plan.capability,
        actuator=plan.actuator,
        text=plan.text,
        text_zh=plan.text_zh,
        touches=[touched(one) for one in plan.touches],
        changes=plan.changes,
        status=EffectStatus.INTENDED,
        said="",
        outputs={},
        undo=None,
        created=now,
        changed=now,
        until=None,
    )
