"""Where the paths of a workflow lead: missing steps, steps nobody reaches, paths that never end."""

from __future__ import annotations

from collections.abc import Iterator

import rustworkx as rx

from playbooks.cacao.playbook import Playbook
from playbooks.cacao.problems import Problem
from playbooks.cacao.steps import IfStep, ParallelStep, StepBase, SwitchStep, WhileStep


def check_paths(playbook: Playbook) -> Iterator[Problem]:
    yield from _ends(playbook)
    for identifier, step in playbook.workflow.items():
        yield from _successors(playbook, identifier, step)
    reached = reachable(playbook, playbook.workflow_start)
    if playbook.workflow_exception:
        reached |= reachable(playbook, playbook.workflow_exception)
    for identifier, step in playbook.workflow.items():
        if identifier not in reached and step.type != "start":
            yield Problem("step.unreachable", f"workflow.{identifier}")
    yield from _endless(playbook)
    for step in playbook.workflow.values():
        if isinstance(step, ParallelStep):
            yield from _shared(playbook, step)


def reachable(playbook: Playbook, first: str, stop: set[str | None] | None = None) -> set[str]:
    """Steps a walk from `first` can come to, itself included; it does not go on beyond `stop`."""
    found: set[str] = set()
    ahead = [first]
    while ahead:
        one = ahead.pop()
        if one in found or one not in playbook.workflow or (stop and one in stop):
            continue
        found.add(one)
        ahead += [to for _, to in playbook.workflow[one].leads_to()]
    return found


def _ends(playbook: Playbook) -> Iterator[Problem]:
    kinds = [step.type for step in playbook.workflow.values()]
    start = playbook.workflow.get(playbook.workflow_start)
    if start is None or start.type != "start" or kinds.count("start") != 1:
        yield Problem("workflow.start", "workflow_start")
    if "action" not in kinds and "playbook-action" not in kinds:
        yield Problem("workflow.no_action", "workflow")
    if "end" not in kinds:
        yield Problem("workflow.no_end", "workflow")
    if playbook.workflow_exception and playbook.workflow_exception not in playbook.workflow:
        parameters = {"name": "workflow_exception", "id": playbook.workflow_exception}
        yield Problem("reference.missing", "workflow_exception", parameters)


def _successors(playbook: Playbook, identifier: str, step: StepBase) -> Iterator[Problem]:
    place = f"workflow.{identifier}"
    for name, to in step.leads_to():
        if to not in playbook.workflow:
            yield Problem("reference.missing", f"{place}.{name}", {"name": name, "id": to})
        elif playbook.workflow[to].type == "start":
            parameters = {"name": name, "expected": "a step other than the start", "id": to}
            yield Problem("reference.kind", f"{place}.{name}", parameters)
    outcomes = step.on_success or step.on_failure
    if step.on_completion and outcomes:
        yield Problem("step.completion_and_success", place)
    if step.type == "start" and outcomes:
        yield Problem("step.outcome_of_start", place)
    if step.type == "end":
        if step.leads_to():
            yield Problem("step.next_of_end", place)
    elif not step.leads_to():
        yield Problem("step.no_next", place)


def _endless(playbook: Playbook) -> Iterator[Problem]:
    """A circle without any decision in it never ends."""
    graph: rx.PyDiGraph[str, None] = rx.PyDiGraph()
    node = {identifier: graph.add_node(identifier) for identifier in playbook.workflow}
    for identifier, step in playbook.workflow.items():
        if not isinstance(step, IfStep | WhileStep | SwitchStep):
            for name, to in step.leads_to():
                if to in node and name != "on_failure":
                    graph.add_edge(node[identifier], node[to], None)
    for circle in rx.strongly_connected_components(graph):
        names = [graph[one] for one in circle]
        if len(names) > 1 or graph.has_edge(circle[0], circle[0]):
            yield Problem("step.loops", f"workflow.{min(names)}")


def _shared(playbook: Playbook, step: ParallelStep) -> Iterator[Problem]:
    seen: set[str] = set()
    told: set[str] = set()
    for first in step.next_steps:
        branch = reachable(playbook, first, stop={step.on_completion, step.on_success})
        for one in sorted(branch & seen - told):
            if playbook.workflow[one].type != "end":
                told.add(one)
                yield Problem("step.shared_by_branches", f"workflow.{one}")
        seen |= branch
