"""The playbooks that come with the platform: data in a short form, compiled to CACAO.

In:  `*.yml` beside this file.
Out: CACAO documents; identifiers are made of the names in the file, so they are the same everywhere.
Not: judging them; they go through the same checks as any other playbook.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import yaml

SPACE = UUID("0b6ff6b8-6f55-5d0c-9d6e-6d3b3f8f2a11")
EXTENSION = f"extension-definition--{uuid5(SPACE, 'extension')}"
"""What CACAO has no word for: Chinese texts, what begins the playbook, what it answers, evidence and recovery."""
IDENTITY = f"identity--{uuid5(SPACE, 'identity')}"
FOLDER = Path(__file__).parent


def names() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.yml"))


def documents() -> Iterator[tuple[str, dict[str, Any]]]:
    """(name, CACAO document)."""
    for name in names():
        yield name, compiled(name, yaml.safe_load((FOLDER / f"{name}.yml").read_text("utf-8")))


def playbook_id(name: str) -> str:
    return f"playbook--{uuid5(SPACE, name)}"


def compiled(name: str, short: Mapping[str, Any]) -> dict[str, Any]:
    """The CACAO document of the short form; `docs/reference/playbook-library.md` describes that."""
    steps = _Steps(name, short)
    time = f"{short['version']}T00:00:00.000Z"
    extension = {
        "name_zh": short["title"]["zh"],
        "description_zh": short["description"]["zh"],
        "trigger": short.get("trigger", {}),
        "bind": short.get("bind", {}),
        "answers": short["answers"],
        "evidence": short.get("evidence", []),
        "recovery": short.get("recovery", []),
    }
    if "drill" in short:
        extension["drill"] = short["drill"]
    return {
        "type": "playbook",
        "spec_version": "cacao-2.0",
        "id": playbook_id(name),
        "name": short["title"]["en"],
        "description": short["description"]["en"],
        "playbook_types": short.get("types", ["mitigation"]),
        "playbook_activities": short.get("activities", ["restrict-access"]),
        "created_by": IDENTITY,
        "created": time,
        "modified": time,
        "severity": short["severity"],
        "impact": short["impact"],
        "labels": [name],
        "playbook_variables": {f"__{one}__": dict(about) for one, about in short.get("variables", {}).items()},
        "workflow_start": steps.id("start", "start"),
        "workflow": steps.workflow,
        "playbook_extensions": {EXTENSION: extension},
        "agent_definitions": steps.agents,
        "extension_definitions": {
            EXTENSION: {
                "type": "extension-definition",
                "name": "fengsui",
                "description": "Texts in Chinese, triggers and classification",
                "created_by": IDENTITY,
                "schema": "fengsui",
                "version": "1.0.0",
            }
        },
    }


_KINDS = {"if": "if-condition", "while": "while-condition", "switch": "switch-condition", "parallel": "parallel"}


class _Steps:
    """Short steps in their order become linked CACAO steps: each leads to the next one unless it says `then`."""

    def __init__(self, name: str, short: Mapping[str, Any]) -> None:
        self._name = name
        self._short: Mapping[str, Any] = short["steps"]
        self.agents: dict[str, Any] = {}
        order = list(self._short)
        self.workflow: dict[str, Any] = {
            self.id("start", "start"): {"type": "start", "name": "start", "on_completion": self._to(order[0])}
        }
        for place, (key, step) in enumerate(self._short.items()):
            following = order[place + 1] if place + 1 < len(order) else "end"
            self.workflow[self._to(key)] = self._step(step, self._to(step.get("then", following)))
        self.workflow[self.id("end", "end")] = {"type": "end", "name": "end"}

    def id(self, kind: str, key: str) -> str:
        return f"{kind}--{uuid5(SPACE, f'{self._name}/{key}')}"

    def _to(self, key: str) -> str:
        if key == "end":
            return self.id("end", "end")
        step = self._short[key]
        kind = next((cacao for word, cacao in _KINDS.items() if word in step), "action")
        kind = "playbook-action" if "call" in step else kind
        return self.id(kind, key)

    def _step(self, step: Mapping[str, Any], following: str) -> dict[str, Any]:
        made: dict[str, Any] = {"name": step["title"]["en"]}
        if "timeout_s" in step:
            made["timeout"] = int(step["timeout_s"]) * 1000
        if "delay_s" in step:
            made["delay"] = int(step["delay_s"]) * 1000
        made["step_extensions"] = {EXTENSION: {"name_zh": step["title"]["zh"]}}
        failed = {"on_success": following, "on_failure": self._to(step["on_failure"])} if "on_failure" in step else None
        after = failed or {"on_completion": following}
        if "if" in step:
            false = {"on_false": self._to(step["when_false"])} if "when_false" in step else {}
            return {
                **made,
                "type": "if-condition",
                "condition": step["if"],
                "on_true": self._to(step["when_true"]),
                **false,
                **after,
            }
        if "while" in step:
            return {
                **made,
                "type": "while-condition",
                "condition": step["while"],
                "on_true": self._to(step["do"]),
                **after,
            }
        if "switch" in step:
            cases = {str(value): self._to(key) for value, key in step["cases"].items()}
            return {**made, "type": "switch-condition", "switch": step["switch"], "cases": cases, **after}
        if "parallel" in step:
            return {**made, "type": "parallel", "next_steps": [self._to(key) for key in step["parallel"]], **after}
        arguments = {
            kind: [f"__{one}__" for one in step[word]]
            for word, kind in (("in", "in_args"), ("out", "out_args"))
            if word in step
        }
        if "call" in step:
            return {**made, "type": "playbook-action", "playbook_id": playbook_id(step["call"]), **arguments, **after}
        return {
            **made,
            "type": "action",
            "commands": [self._command(step)],
            "agent": self._agent(step.get("agent", "person")),
            **arguments,
            **after,
        }

    def _command(self, step: Mapping[str, Any]) -> dict[str, Any]:
        if "person" in step:
            # Both languages: the task goes to whoever is on duty, in the console's language or not.
            text = f"{step['person']['zh']}\n{step['person']['en']}"
            return {"type": "manual", "command": text}
        return {
            "type": "fengsui-cmd",
            "command": step["action"],
            "arguments": {name: str(value) for name, value in step["arguments"].items()},
            "playbook_activity": step.get("activity", "restrict-access"),
        }

    def _agent(self, name: str) -> str:
        kind = "individual" if name == "person" else "fengsui"
        identifier = f"{kind}--{uuid5(SPACE, f'agent/{name}')}"
        self.agents[identifier] = {"type": kind, "name": name}
        return identifier
