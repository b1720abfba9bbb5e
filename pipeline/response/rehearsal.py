"""Dry runs: what a playbook would do with these inputs, step by step, with nothing done.

Actions are taken to succeed. What only their answers can tell stays unknown: a command that needs it says so, and of a decision
that needs it all ways are shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.response.performing import At, Performing, shown_name
from playbooks import by_hand
from playbooks.cacao.playbook import Playbook
from playbooks.cacao.steps import ActionStep, IfStep, ParallelStep, PlaybookActionStep, StepBase, SwitchStep, WhileStep
from playbooks.capabilities.contract import Refused
from playbooks.conditions import compile_condition
from playbooks.preparing import assignments
from playbooks.variables import VariableError, initial, referenced
from playbooks.walking import Outcome, Walk, text_values

MAX_STEPS = 500
MAX_CALLS = 5


@dataclass(frozen=True, slots=True)
class Would:
    """kind: effect, manual, decision, parallel, call or problem. depth: branches inside one another. persons: to agree."""

    path: str
    step: str
    name: str
    kind: str
    text: str
    text_zh: str
    depth: int = 0
    persons: int = 0
    changes: bool = False
    lasts_s: int | None = None
    touches: tuple[Mapping[str, Any], ...] = ()
    why: tuple[Mapping[str, str], ...] = ()


@dataclass(slots=True)
class _Rehearsal:
    performing: Performing
    left: int = MAX_STEPS
    unknown: set[str] = field(default_factory=set)


def rehearse(performing: Performing, digest: str, inputs: Mapping[str, Any]) -> list[Would]:
    """Raises VariableError when an input does not fit."""
    playbook = performing.playbook(digest)
    values = text_values(initial(playbook.playbook_variables, inputs))
    return list(_walk(_Rehearsal(performing), digest, values, "", None, frozenset(), 0, 0))


def _walk(
    on: _Rehearsal,
    digest: str,
    values: Mapping[str, str | None],
    path: str,
    first: str | None,
    stop: frozenset[str],
    depth: int,
    calls: int,
) -> Iterator[Would]:
    playbook = on.performing.playbook(digest)
    walk = Walk.begin(playbook, on.performing.values(digest, values), first, stop)
    seen: set[str] = set()
    while walk.visit is not None and on.left > 0:
        on.left -= 1
        visit = walk.visit
        step, at = visit.step, f"{path}{visit.number}"
        now = text_values(walk.values)
        if isinstance(step, ActionStep):
            yield from _action(on, At("dry-run", digest, at, visit.step_id, now), step, depth)
            on.unknown |= {*step.out_args, *assignments(step)}
        elif isinstance(step, ParallelStep):
            yield _note(
                at, visit.step_id, step, "parallel", f"{len(step.next_steps)} branches at once", "并行执行", depth
            )
            after = frozenset(one for one in (step.on_completion, step.on_success, step.on_failure) if one)
            for number, branch in enumerate(step.next_steps, start=1):
                yield from _walk(on, digest, now, f"{at}.{number}.", branch, after, depth + 1, calls)
        elif isinstance(step, PlaybookActionStep):
            yield from _called(on, step, visit.step_id, at, now, depth, calls)
            on.unknown |= set(step.out_args)
        elif step.type not in ("start", "end"):
            if isinstance(step, WhileStep) and visit.step_id in seen:
                walk.leave(Outcome.SUCCEEDED)  # one turn of a loop is shown
                continue
            open_ways = _ways(on, playbook, step)
            seen.add(visit.step_id)
            if open_ways:
                names = ", ".join(sorted(_asked(step) & on.unknown))
                yield _note(
                    at,
                    visit.step_id,
                    step,
                    "decision",
                    f"depends on {names}: every way is shown",
                    f"取决于 {names}，以下列出所有分支",
                    depth,
                )
                after = frozenset(one for one in (step.on_completion, step.on_success, visit.step_id) if one)
                for number, (way, to) in enumerate(open_ways, start=1):
                    yield _note(
                        f"{at}.{number}", to, playbook.workflow[to], "decision", f"when {way}:", f"若为 {way}：", depth
                    )
                    yield from _walk(on, digest, now, f"{at}.{number}.", to, after, depth + 1, calls)
                walk.leave(Outcome.SUCCEEDED)
                continue
            decided = walk.decide()
            yield _note(at, visit.step_id, step, "decision", decided, decided, depth)
            continue
        else:
            walk.decide()
            continue
        walk.leave(Outcome.SUCCEEDED)
    if on.left <= 0:
        yield Would(path, "", "", "problem", f"more than {MAX_STEPS} steps", f"超过 {MAX_STEPS} 步", depth)


def _asked(step: StepBase) -> set[str]:
    if isinstance(step, IfStep | WhileStep):
        return set(compile_condition(step.condition).variables)
    return set(referenced(step.switch)) if isinstance(step, SwitchStep) else set()


def _ways(on: _Rehearsal, playbook: Playbook, step: StepBase) -> list[tuple[str, str]]:
    if not _asked(step) & on.unknown:
        return []
    if isinstance(step, IfStep):
        found = [("true", step.on_true), *([("false", step.on_false)] if step.on_false else [])]
    elif isinstance(step, WhileStep):
        found = [("true", step.on_true)]
    else:
        assert isinstance(step, SwitchStep)
        found = list(step.cases.items())
    return [(way, to) for way, to in found if to in playbook.workflow]


def _action(on: _Rehearsal, at: At, step: ActionStep, depth: int) -> Iterator[Would]:
    declared = on.performing.playbook(at.digest).variables
    # What an earlier step will tell is shown by its name.
    texts = {name for name in on.unknown if name in declared and declared[name].type == "string"}
    values = {name: f"<{name.strip('_')}>" if name in texts else value for name, value in at.values.items()}
    waits = sorted({*referenced([command.model_dump() for command in step.commands])} & on.unknown)
    try:
        planned = on.performing.rehearse(At(at.execution, at.digest, at.path, at.step, values))
    except (VariableError, Refused) as error:
        if waits:
            names = ", ".join(waits)
            commands = " / ".join(command.command for command in step.commands)
            text, zh = f"{commands}: depends on {names}", f"{commands}：取决于 {names}"
            yield _note(at.path, at.step, step, "effect", text, zh, depth)
        else:
            zh = error.text_zh if isinstance(error, Refused) else str(error)
            yield _note(at.path, at.step, step, "problem", f"would be refused: {error}", f"将被拒绝：{zh}", depth)
        return
    for number, one in enumerate(planned):
        by_person = one.capability is None
        reasons = one.demand.reasons if one.demand else ()
        yield Would(
            f"{at.path}/{number}",
            at.step,
            shown_name(step),
            "manual" if by_person else "effect",
            by_hand.warned(one.plan.text, reasons, zh=False) if by_person else one.plan.text,
            by_hand.warned(one.plan.text_zh, reasons, zh=True) if by_person else one.plan.text_zh,
            depth,
            one.demand.persons if one.demand else 0,
            one.plan.changes and not by_person,
            one.plan.lasts_s,
            tuple({"kind": t.kind.value, "value": t.value, "blocks": t.blocks} for t in one.plan.touches),
            tuple({"code": r.code, "text": r.text, "text_zh": r.text_zh} for r in reasons),
        )


def _called(
    on: _Rehearsal,
    step: PlaybookActionStep,
    step_id: str,
    at: str,
    values: Mapping[str, str | None],
    depth: int,
    calls: int,
) -> Iterator[Would]:
    found = on.performing.called(step.playbook_id, step.playbook_version)
    if "error" in found or calls >= MAX_CALLS:
        why = found.get("error", "playbooks call one another too deep")
        yield _note(at, step_id, step, "problem", why, why, depth)
        return
    called = on.performing.playbook(found["digest"])
    yield _note(at, step_id, step, "call", f"the playbook {called.name}", f"调用剧本“{called.name}”", depth)
    given = {name: values[name] for name in step.in_args if values.get(name) is not None}
    inner = text_values(initial(called.playbook_variables, given))
    yield from _walk(on, found["digest"], inner, f"{at}.", None, frozenset(), depth + 1, calls + 1)


def _note(path: str, step_id: str, step: StepBase, kind: str, text: str, text_zh: str, depth: int) -> Would:
    return Would(path, step_id, shown_name(step), kind, text, text_zh, depth)
