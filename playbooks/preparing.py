"""An action step becomes jobs: its commands, filled in, one for each target. Pure."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from playbooks.cacao.commands import ActuatorCommand, CommandBase, HttpCommand, OpenC2Command
from playbooks.cacao.playbook import Playbook
from playbooks.cacao.steps import ActionStep
from playbooks.capabilities.contract import Job
from playbooks.conditions import Value
from playbooks.variables import (
    REFERENCE,
    Quote,
    constants,
    fill,
    header,
    in_json,
    plain,
    request_target,
    shell,
    url,
)
from playbooks.walking import scope_of

ASSIGNMENT = "soarca-assignment"
"""SOARCA's step extension that takes a value out of an answer by a jq path."""
_PATH = re.compile(
    r"\.(?:[A-Za-z_][A-Za-z0-9_]*|\[\d{1,6}\]|\[\"[^\"\\]*\"\])(?:\.?(?:[A-Za-z_][A-Za-z0-9_]*|\[\d{1,6}\]|\[\"[^\"\\]*\"\]))*"
)


@dataclass(frozen=True, slots=True)
class Task:
    """One command against one target. actuator: the agent's name. manual: what a person would be asked."""

    job: Job
    actuator: str
    manual: str


def prepare(
    playbook: Playbook,
    step: ActionStep,
    values: Mapping[str, Value],
    *,
    key: str,
    timeout_s: float,
    secret: Callable[[str], str] = lambda _: "",
) -> list[Task]:
    """key: of the visit; each job's is made of it. secret: the text behind `secret:NAME`. Raises VariableError."""
    scope = scope_of(step, values)
    own = constants(playbook.playbook_variables, step.step_variables)
    known = playbook.agent_definitions.get(step.agent or "")
    agent = _filled(known.model_dump(mode="json", exclude_unset=True), scope, own) if known else {}
    tasks = []
    for number, command in enumerate(step.commands):
        for place, target in enumerate(step.targets or [""]):
            found = playbook.target_definitions.get(target) or playbook.agent_definitions.get(target)
            aimed = _filled(found.model_dump(mode="json", exclude_unset=True), scope, own) if found else {}
            about = _authentication(playbook, aimed or agent, scope, own, secret)
            job = _job(command, scope, own)
            job = replace(
                job,
                key=f"{key}/{number}.{place}",
                agent=agent,
                target=aimed,
                authentication=about,
                timeout_s=timeout_s,
                expected=tuple(step.out_args),
            )
            tasks.append(Task(job, str(agent.get("name", "")), _manual(step, command, job, aimed)))
    return tasks


def _job(command: CommandBase, scope: Mapping[str, Value], own: frozenset[str]) -> Job:
    text = command.command or base64.b64decode("".join(command.command_b64.split())).decode("utf-8", "replace")
    activity = command.playbook_activity
    if isinstance(command, HttpCommand | OpenC2Command):
        headers = {name: tuple(fill(one, scope, own, header) for one in ones) for name, ones in command.headers.items()}
        kind = next((ones[0].lower() for name, ones in headers.items() if name.lower() == "content-type" and ones), "")
        content = command.content
        if command.content_b64:
            content = base64.b64decode("".join(command.content_b64.split())).decode("utf-8", "replace")
        body = fill(content, scope, own, _quote_for(command, kind, content)).encode()
        line = _start_line(text, scope, own)
        return Job(key="", type=command.type, text=line, headers=headers, content=body, activity=activity)
    if isinstance(command, ActuatorCommand):
        arguments = {name: fill(one, scope, own) for name, one in command.arguments.items()}
        return Job(key="", type=command.type, text=command.command, arguments=arguments, activity=activity)
    write = shell if command.type in ("ssh", "bash") else plain
    return Job(key="", type=command.type, text=fill(text, scope, own, write), activity=activity)


def _start_line(text: str, scope: Mapping[str, Value], own: frozenset[str]) -> str:
    """A variable that is the whole request target may hold a path with a query; elsewhere it is one part of either."""
    words = text.split()
    whole = len(words) > 1 and REFERENCE.fullmatch(words[1])
    return fill(text, scope, own, request_target if whole else url)


def _quote_for(command: CommandBase, kind: str, content: str) -> Quote:
    if "json" in kind or isinstance(command, OpenC2Command) or (not kind and content.lstrip()[:1] in ("{", "[")):
        return in_json
    return url if "form-urlencoded" in kind else plain


def _authentication(
    playbook: Playbook,
    aimed: Mapping[str, Any],
    scope: Mapping[str, Value],
    own: frozenset[str],
    secret: Callable[[str], str],
) -> dict[str, Any]:
    found = playbook.authentication_info_definitions.get(str(aimed.get("authentication_info") or ""))
    if found is None:
        return {}
    about: dict[str, Any] = _filled(found.model_dump(mode="json", exclude_unset=True), scope, own)
    for name in ("password", "private_key", "token", "oauth_header"):
        value = str(about.get(name) or "")
        if value.startswith("secret:"):
            about[name] = secret(value.removeprefix("secret:"))
    if about.get("kms") and about.get("kms_key_identifier"):
        about["password"] = secret(str(about["kms_key_identifier"]))
    return about


def _filled(value: Any, scope: Mapping[str, Value], own: frozenset[str]) -> Any:
    if isinstance(value, str):
        return fill(value, scope, own)
    if isinstance(value, dict):
        return {name: _filled(member, scope, own) for name, member in value.items()}
    if isinstance(value, list):
        return [_filled(member, scope, own) for member in value]
    return value


def _manual(step: ActionStep, command: CommandBase, job: Job, target: Mapping[str, Any]) -> str:
    """For a person: what to do, at what, and why it is theirs to do."""
    arguments = ", ".join(f"{name}: {value}" for name, value in job.arguments.items())
    parts = [command.description or step.description, job.text + (f" ({arguments})" if arguments else "")]
    if target:
        addresses = [one for ones in (target.get("address") or {}).values() for one in ones]
        parts.append(" ".join([str(target.get("name", "")), *map(str, addresses)]).strip())
    return "\n".join(part for part in parts if part)


def assigned(step: ActionStep, outputs: Mapping[str, str]) -> dict[str, str]:
    """Values of the step's out_args from what a command gave.

    An output `x` goes to `__x__` and to `__soarca_…_x__`; when none of them is asked for, the only out_arg gets `result`.
    """
    named = {name: outputs[key] for name in step.out_args for key in outputs if name.strip("_") == key}
    for name in step.out_args:
        if name.startswith("__soarca_") and name.endswith("_result__") and "result" in outputs:
            named[name] = outputs["result"]
    taken = {}
    for variable, extension in assignments(step).items():
        found = _taken(outputs["result"], extension) if "result" in outputs else None
        if found is not None:
            taken[variable] = found
    if not named and len(step.out_args) == 1 and "result" in outputs:
        named[step.out_args[0]] = outputs["result"]
    return named | taken


def assignments(step: ActionStep) -> dict[str, Mapping[str, Any]]:
    """By variable: SOARCA's extensions of the step that set it, whether or not out_args name it too."""
    return {
        str(extension["variable"]): extension
        for extension in step.step_extensions.values()
        if isinstance(extension, dict) and extension.get("type") == ASSIGNMENT and "variable" in extension
    }


def _taken(text: str, extension: Mapping[str, Any]) -> str | None:
    """By a plain jq path (`.a.b[0]`); other jq programs are not run."""
    expression = extension.get("expression") or {}
    path = str(expression.get("expression", "")) if isinstance(expression, dict) else ""
    if not _PATH.fullmatch(path):
        return None
    try:
        value = json.loads(text)
    except ValueError:
        return None
    for name, number, quoted in re.findall(r"([A-Za-z_][A-Za-z0-9_]*)|\[(\d+)\]|\[\"([^\"]*)\"\]", path):
        key: Any = int(number) if number else name or quoted
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError):
            return None
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
