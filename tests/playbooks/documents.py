"""Playbooks for tests, from a few words."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

SPACE = UUID("5d2a7c1e-8f0b-5f43-9a7e-0b1f2c3d4e5f")
AGENT = "fengsui--" + str(uuid5(SPACE, "agent"))
TARGET = "http-api--" + str(uuid5(SPACE, "target"))


def step_id(kind: str, name: str) -> str:
    return f"{kind}--{uuid5(SPACE, kind + name)}"


START, END = step_id("start", "s"), step_id("end", "e")


def variable(value: Any = None, kind: str = "string", **more: Any) -> dict[str, Any]:
    return {"type": kind, **({} if value is None else {"value": value}), **more}


def action(name: str, command: dict[str, Any] | None = None, **more: Any) -> tuple[str, dict[str, Any]]:
    """An action that goes to END unless told otherwise."""
    given = command or {"type": "manual", "command": f"do {name}"}
    outcome = {} if more.keys() & {"on_completion", "on_success"} else {"on_completion": END}
    targets = {"targets": [TARGET]} if given["type"] in ("http-api", "openc2-http") else {}
    body = {"type": "action", "name": name, "commands": [given], "agent": AGENT, **outcome, **targets, **more}
    return step_id("action", name), body


def playbook(*steps: tuple[str, dict[str, Any]], first: str = "", **more: Any) -> dict[str, Any]:
    """The steps between a start and an end; `first` is the first of them unless named."""
    workflow = {
        START: {"type": "start", "on_completion": first or steps[0][0]},
        **dict(steps),
        END: {"type": "end"},
    }
    return {
        "type": "playbook",
        "spec_version": "cacao-2.0",
        "id": "playbook--" + str(uuid5(SPACE, "playbook")),
        "name": "A test",
        "created_by": "identity--" + str(uuid5(SPACE, "me")),
        "created": "2026-11-22T08:00:00.000Z",
        "modified": "2026-11-22T08:00:00.000Z",
        "workflow_start": START,
        "workflow": workflow,
        "agent_definitions": {AGENT: {"type": "fengsui", "name": "test"}},
        "target_definitions": {
            TARGET: {"type": "http-api", "name": "target", "address": {"url": ["http://127.0.0.1:1"]}}
        },
        **more,
    }
