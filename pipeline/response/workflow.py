"""A run as a durable workflow: the walk of `playbooks.walking`, each step of it kept by DBOS as soon as it is done.

After a crash the workflow is run again from its beginning; steps that were kept give what they gave, so the walk comes to
where it was without repeating anything. That holds because the code here depends on nothing but its arguments and what steps
told it: no clock, no random number, no state of its own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from dbos import DBOS, SetWorkflowID

from model.times import Micros
from pipeline.response.performing import At, Performing, Told
from playbooks.cacao.steps import ActionStep, ParallelStep, PlaybookActionStep
from playbooks.variables import VariableError, initial
from playbooks.walking import Outcome, Visit, Walk, text_values

T = TypeVar("T")

NAME = "fengsui.playbook"
MAX_CALLS = 5
"""Playbooks that call one another, one inside the other."""
PAUSE_S = 30.0
"""A long pause looks this often whether the run was cancelled."""
WAIT_FIRST_S = 2.0
"""Before an unreachable target is tried again; doubled each time."""

_performing: Performing | None = None


def carry_out_with(performing: Performing | None) -> None:
    """What workflows of this process act with; they are recovered by name and cannot be handed it."""
    global _performing  # noqa: PLW0603  # one engine per process is DBOS' own rule
    _performing = performing


def _act_with() -> Performing:
    if _performing is None:
        raise RuntimeError("playbooks are not carried out by this process")
    return _performing


async def _step(name: str, call: Callable[..., T], *arguments: Any, **more: Any) -> T:
    async def run() -> T:
        return await asyncio.to_thread(call, *arguments, **more)

    return await DBOS.run_step_async({"name": name}, run)


@DBOS.workflow(name=NAME)
async def run_playbook(execution: str, digest: str, values: dict[str, str | None]) -> dict[str, Any]:
    """The whole of a run. values: all variables as texts."""
    told = await follow(execution, digest, values, "", None, [], None, 0)
    await _step("finish", _act_with().finish, execution, told["outcome"], told["reason"], told["values"])
    return told


@DBOS.workflow(name=f"{NAME}.branch")
async def run_branch(
    execution: str,
    digest: str,
    values: dict[str, str | None],
    path: str,
    first: str | None,
    stop: list[str],
    deadline: Micros | None,
    calls: int,
) -> dict[str, Any]:
    return await follow(execution, digest, values, path, first, stop, deadline, calls)


async def follow(
    execution: str,
    digest: str,
    values: Mapping[str, str | None],
    path: str,
    first: str | None,
    stop: list[str],
    deadline: Micros | None,
    calls: int,
) -> dict[str, Any]:
    """Walk from `first` to the end. path: before the number of each visit."""
    act = _act_with()
    walk = Walk.begin(act.playbook(digest), act.values(digest, values), first, frozenset(stop))
    whole = path == "" and calls == 0
    while walk.visit is not None:
        visit = walk.visit
        at = f"{path}{visit.number}"
        begun = await _step("begin", act.begin, execution, at, visit.step_id, digest, deadline)
        if begun["cancel"] or begun["late"]:
            outcome = Outcome.CANCELLED if begun["cancel"] else Outcome.TIMED_OUT
            await _step("end", act.end, execution, at, outcome.value, "", text_values(walk.values), whole=whole)
            walk.abort(outcome, "cancelled" if begun["cancel"] else "the time for this part is over")
            continue
        if visit.step.delay and await _pause(execution, visit.step.delay / 1000):
            walk.abort(Outcome.CANCELLED, "cancelled")
            continue
        here = _Here(execution, digest, at, visit, begun["now"], deadline, calls)
        outcome, said = await _visit(walk, here)
        await _step("end", act.end, execution, at, outcome.value, said, text_values(walk.values), whole=whole)
        if isinstance(visit.step, ActionStep | PlaybookActionStep | ParallelStep):
            walk.leave(outcome, said)
    assert walk.outcome is not None
    return {"outcome": walk.outcome.value, "reason": walk.reason, "values": text_values(walk.values)}


class _Here:
    def __init__(
        self, execution: str, digest: str, path: str, visit: Visit, now: Micros, deadline: Micros | None, calls: int
    ) -> None:
        self.execution, self.digest, self.path, self.visit, self.calls = execution, digest, path, visit, calls
        timeout = visit.step.timeout
        ends = None if timeout is None else now + timeout * 1_000
        self.outer = deadline
        self.deadline = min((one for one in (ends, deadline) if one is not None), default=None)


async def _visit(walk: Walk, here: _Here) -> tuple[Outcome, str]:
    step = here.visit.step
    try:
        if isinstance(step, ActionStep):
            outcome, said, given = await _action(here, step, text_values(walk.values))
        elif isinstance(step, PlaybookActionStep):
            outcome, said, given = await _call(here, step, text_values(walk.values))
        elif isinstance(step, ParallelStep):
            outcome, said, given = await _branches(here, step, text_values(walk.values))
        else:
            return Outcome.SUCCEEDED, walk.decide()
        for name, value in given.items():
            walk.assign(name, value)
    except VariableError as error:
        return Outcome.FAILED, str(error)
    return outcome, said


async def _action(
    here: _Here, step: ActionStep, values: dict[str, str | None]
) -> tuple[Outcome, str, dict[str, str | None]]:
    act = _act_with()
    at = At(here.execution, here.digest, here.path, here.visit.step_id, values)
    plan = await _step("plan", act.plan, at)
    if "error" in plan:
        return Outcome.FAILED, plan["error"], {}
    approval = None
    if plan["persons"]:
        answer = await _asked(here, at, "approval", 0)
        if answer["status"] != "granted":
            return _unwilling(answer), f"the approval was {answer['status']}: {answer['comment']}".rstrip(": "), {}
        approval = answer["id"]
    given: dict[str, str | None] = {}
    said = []
    spent = 0.0
    for index, manual in enumerate(plan["manual"]):
        if manual:
            answer = await _asked(here, at, "manual", index)
            if answer["status"] != "granted":
                return _unwilling(answer), f"the task was {answer['status']}: {answer['comment']}".rstrip(": "), given
            given |= answer["answers"]
            said.append(answer["comment"] or "done by a person")
            continue
        told = await _effect(here, at, index, approval)
        spent += told["took_s"]
        if told["status"] != "done":
            return Outcome(told.get("outcome", "failed")), told["said"], given
        if step.timeout is not None and spent * 1000 > step.timeout:
            return Outcome.TIMED_OUT, f"it took {spent:.1f} s", given
        given |= act.outputs(here.digest, here.visit.step_id, told["outputs"])
        said.append(told["said"])
    return Outcome.SUCCEEDED, "; ".join(said), given


def _unwilling(answer: Told) -> Outcome:
    return {"expired": Outcome.TIMED_OUT, "cancelled": Outcome.CANCELLED}.get(answer["status"], Outcome.REFUSED)


async def _effect(here: _Here, at: At, index: int, approval: str | None) -> Told:
    act = _act_with()
    verdict: str | None = None
    wait_s = WAIT_FIRST_S
    tries = 0
    while True:
        told: Told = await _step("perform", act.perform, at, index, approval, verdict)
        tries += 1
        if told["status"] == "unreachable":
            if tries >= act.attempts:
                await _step("gave_up", act.gave_up, at, index, told["said"])
                return told
            if await _pause(here.execution, wait_s):
                return {**told, "outcome": "cancelled"}
            wait_s *= 2
        elif told["status"] == "uncertain":
            answer = await _asked(here, at, "uncertain", index, tries)
            if answer["status"] not in ("granted", "refused"):
                return {**told, "outcome": _unwilling(answer).value}
            verdict = "happened" if answer["status"] == "granted" else "absent"
        else:
            return told


async def _asked(here: _Here, at: At, kind: str, index: int, turn: int = 0) -> Told:
    """Wait for people, for days if need be: what is received is only a nudge, the answer stands in the state."""
    act = _act_with()
    workflow = DBOS.workflow_id
    deadline = here.deadline if kind == "manual" else here.outer
    asked = await _step("ask", act.ask, at, workflow, kind, index, turn, deadline)
    await DBOS.recv_async(asked["id"], timeout_seconds=asked["wait_s"])
    answer: Told = await _step("answered", act.answered, here.execution, here.path, asked["id"])
    return {**answer, "id": asked["id"]}


async def _pause(execution: str, seconds: float) -> bool:
    """Durable; True when the run was cancelled meanwhile."""
    while seconds > 0:
        part = min(seconds, PAUSE_S)
        await DBOS.sleep_async(part)
        seconds -= part
        if await _step("cancelled", _act_with().cancelled, execution):
            return True
    return False


async def _branches(
    here: _Here, step: ParallelStep, values: dict[str, str | None]
) -> tuple[Outcome, str, dict[str, str | None]]:
    """Each branch is a workflow of its own: they really run at once, and each is kept by itself."""
    after = [one for one in (step.on_completion, step.on_success, step.on_failure) if one]
    handles = []
    for number, first in enumerate(step.next_steps, start=1):
        with SetWorkflowID(f"{DBOS.workflow_id}.{here.visit.number}.{number}"):
            path = f"{here.path}.{number}."
            handles.append(
                await DBOS.start_workflow_async(
                    run_branch, here.execution, here.digest, values, path, first, after, here.deadline, here.calls
                )
            )
    told = [await handle.get_result() for handle in handles]
    given: dict[str, str | None] = {}
    for one in told:
        given |= {name: value for name, value in one["values"].items() if value != values.get(name)}
    wrong = [one for one in told if one["outcome"] != "succeeded"]
    if not wrong:
        return Outcome.SUCCEEDED, "", given
    outcome = next((one["outcome"] for one in wrong if one["outcome"] == "cancelled"), wrong[0]["outcome"])
    return Outcome(outcome), "; ".join(one["reason"] for one in wrong if one["reason"]), given


async def _call(
    here: _Here, step: PlaybookActionStep, values: dict[str, str | None]
) -> tuple[Outcome, str, dict[str, str | None]]:
    if here.calls >= MAX_CALLS:
        return Outcome.FAILED, f"playbooks call one another more than {MAX_CALLS} deep", {}
    act = _act_with()
    found = await _step("called", act.called, step.playbook_id, step.playbook_version)
    if "error" in found:
        return Outcome.FAILED, found["error"], {}
    called = act.playbook(found["digest"])
    wanted = {name: values[name] for name in step.in_args if values.get(name) is not None}
    given = text_values(initial(called.playbook_variables, wanted))
    with SetWorkflowID(f"{DBOS.workflow_id}.{here.visit.number}"):
        handle = await DBOS.start_workflow_async(
            run_branch, here.execution, found["digest"], given, f"{here.path}.", None, [], here.deadline, here.calls + 1
        )
    told = await handle.get_result()
    back = {name: told["values"].get(name) for name in step.out_args if name in told["values"]}
    return Outcome(told["outcome"]), told["reason"], back
