"""What the types alone cannot tell: what names what, where paths lead, what is defined where it is used."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from playbooks.cacao.commands import COMMAND_TYPES, OURS, CommandBase, HttpCommand, OpenC2Command
from playbooks.cacao.paths import check_paths
from playbooks.cacao.playbook import PLAYBOOK_ACTIVITIES, PLAYBOOK_TYPES, Playbook
from playbooks.cacao.problems import Problem
from playbooks.cacao.steps import (
    ActionStep,
    IfStep,
    ParallelStep,
    PlaybookActionStep,
    StepBase,
    SwitchStep,
    WhileStep,
)
from playbooks.cacao.types import IDENTIFIER, VARIABLE_TYPES, Variable
from playbooks.conditions import ConditionError, compile_condition
from playbooks.variables import REFERENCE, VariableError, referenced, typed

RUN_HERE = frozenset({"manual", "http-api", "openc2-http", "openc2", "ssh", OURS})
"""Commands a capability answers; the others become a task for a person."""

_TARGETS_OF = {
    "http-api": {"http-api", "net-address"},
    "openc2-http": {"http-api", "net-address"},
    "openc2": {"http-api", "net-address"},
    "ssh": {"ssh", "linux", "net-address"},
}
_START_LINE = re.compile(r"^[A-Z]{3,10}\s+\S+")
_MILLISECONDS = re.compile(r"\.\d{3}Z$")


def check(playbook: Playbook) -> Iterator[Problem]:
    yield from _metadata(playbook)
    yield from _definitions(playbook)
    yield from _variables(playbook.playbook_variables, "playbook_variables")
    for identifier, step in playbook.workflow.items():
        yield from _step(playbook, identifier, step)
    yield from check_paths(playbook)
    yield from _bound(playbook)


def _metadata(playbook: Playbook) -> Iterator[Problem]:
    for place, values, known, name in (
        ("playbook_types", playbook.playbook_types, PLAYBOOK_TYPES, "playbook-type-ov"),
        ("playbook_activities", playbook.playbook_activities, PLAYBOOK_ACTIVITIES, "playbook-activity-type-ov"),
    ):
        for number, value in enumerate(values):
            if value not in known:
                yield Problem("vocabulary.unknown", f"{place}[{number}]", {"value": value[:80], "name": name})
    if playbook.modified < playbook.created:
        yield Problem("time.modified", "modified")
    if playbook.valid_from and playbook.valid_until and playbook.valid_until <= playbook.valid_from:
        yield Problem("time.order", "valid_until", {"later": "valid_until", "earlier": "valid_from"})
    if playbook.revoked:
        yield Problem("playbook.revoked", "revoked")
    for number, reference in enumerate(playbook.external_references):
        if not reference.name:
            yield Problem("reference.unnamed", f"external_references[{number}]")
    for number, marking in enumerate(playbook.markings):
        if marking not in playbook.data_marking_definitions:
            yield Problem("marking.missing", f"markings[{number}]", {"id": marking})
    yield from _times(playbook)
    yield from _summary(playbook)


def _times(playbook: Playbook) -> Iterator[Problem]:
    for name in ("created", "modified", "valid_from", "valid_until"):
        value = getattr(playbook, name)
        if value and not _MILLISECONDS.search(value):
            yield Problem("time.precision", name)
        if value and _moment(value) is None:
            yield Problem("property.invalid", name, {"why": f"{value} is no time"})


def _summary(playbook: Playbook) -> Iterator[Problem]:
    summary = playbook.playbook_processing_summary
    if summary is not None:
        found = features(playbook)
        for name in sorted(summary.model_fields_set & found.keys()):
            said = getattr(summary, name)
            if said is not found[name]:
                parameters = {"name": name, "said": str(said).lower(), "found": str(found[name]).lower()}
                yield Problem("playbook.summary", f"playbook_processing_summary.{name}", parameters)


def _moment(text: str) -> datetime | None:
    try:
        whole, _, fraction = text.removesuffix("Z").partition(".")
        return datetime.strptime(whole, "%Y-%m-%dT%H:%M:%S").replace(
            tzinfo=UTC, microsecond=int(fraction[:6].ljust(6, "0"))
        )
    except ValueError:
        return None


def features(playbook: Playbook) -> dict[str, bool]:
    """What `playbook_processing_summary` should say."""
    kinds = {step.type for step in playbook.workflow.values()}
    commands = [c for step in playbook.workflow.values() if isinstance(step, ActionStep) for c in step.commands]
    return {
        "manual_playbook": bool(commands) and all(command.type == "manual" for command in commands),
        "external_playbooks": "playbook-action" in kinds,
        "parallel_processing": "parallel" in kinds,
        "if_logic": "if-condition" in kinds,
        "while_logic": "while-condition" in kinds,
        "switch_logic": "switch-condition" in kinds,
        "temporal_logic": any(step.delay or step.timeout for step in playbook.workflow.values()),
        "data_markings": bool(playbook.markings),
        "digital_signatures": bool(playbook.signatures),
    }


def _definitions(playbook: Playbook) -> Iterator[Problem]:
    for place in ("agent_definitions", "target_definitions"):
        for identifier, agent in getattr(playbook, place).items():
            yield from _typed_identifier(identifier, agent.type, f"{place}.{identifier}")
            known = getattr(agent, "authentication_info", None)
            if known is not None and known not in playbook.authentication_info_definitions:
                yield Problem(
                    "reference.missing",
                    f"{place}.{identifier}.authentication_info",
                    {"name": "authentication_info", "id": known},
                )
    for identifier, one in playbook.authentication_info_definitions.items():
        for name in ("password", "private_key", "token", "oauth_header"):
            value = getattr(one, name)
            if value and not REFERENCE.fullmatch(value) and not value.startswith("secret:"):
                yield Problem("secret.inside", f"authentication_info_definitions.{identifier}.{name}")
    for identifier in playbook.playbook_extensions:
        if identifier not in playbook.extension_definitions:
            yield Problem("extension.undefined", f"playbook_extensions.{identifier}", {"id": identifier})


def _typed_identifier(identifier: str, kind: str, place: str) -> Iterator[Problem]:
    found = identifier.split("--", 1)[0]
    if found != kind:
        yield Problem("identifier.type", place, {"found": found, "expected": kind[:80]})


def _variables(variables: Mapping[str, Variable], place: str) -> Iterator[Problem]:
    for name, variable in variables.items():
        if variable.type not in VARIABLE_TYPES:
            parameters = {"value": variable.type, "name": "variable-type-ov"}
            yield Problem("vocabulary.unknown", f"{place}.{name}.type", parameters)
        if isinstance(variable.value, str) and REFERENCE.search(variable.value):
            continue
        try:
            typed(name, variable.type, variable.value)
        except VariableError as error:
            yield Problem("variable.type", f"{place}.{name}.value", {"why": error.message})


def _step(playbook: Playbook, identifier: str, step: StepBase) -> Iterator[Problem]:
    place = f"workflow.{identifier}"
    yield from _typed_identifier(identifier, step.type, place)
    yield from _variables(step.step_variables, f"{place}.step_variables")
    for extension, given in step.step_extensions.items():
        if not isinstance(given, dict) or not IDENTIFIER.fullmatch(extension):
            yield Problem("extension.malformed", f"{place}.step_extensions.{extension}")
        elif playbook.extension_definitions and extension not in playbook.extension_definitions:
            yield Problem("extension.undefined", f"{place}.step_extensions.{extension}", {"id": extension})
    for name in step.step_variables:
        if name in playbook.playbook_variables:
            yield Problem("variable.shadowed", f"{place}.step_variables.{name}", {"name": name})
    known = playbook.variables.keys() | step.step_variables.keys()
    if isinstance(step, IfStep | WhileStep | SwitchStep):
        yield from _condition(step, place, known)
    if isinstance(step, ActionStep | PlaybookActionStep):
        for kind in ("in_args", "out_args"):
            for number, name in enumerate(getattr(step, kind)):
                at = f"{place}.{kind}[{number}]"
                if name not in known:
                    yield Problem("variable.undefined", at, {"name": name})
                defined = step.step_variables.get(name) or playbook.playbook_variables.get(name)
                if kind == "out_args" and defined is not None and defined.constant:
                    yield Problem("variable.constant_assigned", at, {"name": name})
    if isinstance(step, ActionStep):
        yield from _action(playbook, step, place, known)


def _condition(step: IfStep | WhileStep | SwitchStep, place: str, known: set[str]) -> Iterator[Problem]:
    if isinstance(step, SwitchStep):
        asked, at = list(referenced(step.switch)), f"{place}.switch"
        if not asked:
            yield Problem("condition.wrong", at, {"why": "it names no variable as __name__:value"})
    else:
        at = f"{place}.condition"
        try:
            asked = sorted(compile_condition(step.condition).variables)
        except ConditionError as error:
            yield Problem("condition.wrong", at, {"why": str(error)})
            return
    for name in asked:
        if name not in known:
            yield Problem("variable.undefined", at, {"name": name})


def _action(playbook: Playbook, step: ActionStep, place: str, known: set[str]) -> Iterator[Problem]:
    if step.agent is None:
        yield Problem("agent.missing", f"{place}.agent")
    elif step.agent not in playbook.agent_definitions:
        yield Problem("agent.none", f"{place}.agent", {"id": step.agent})
    for number, target in enumerate(step.targets):
        if target not in playbook.target_definitions and target not in playbook.agent_definitions:
            parameters = {"name": "targets", "id": target}
            yield Problem("reference.missing", f"{place}.targets[{number}]", parameters)
    aimed = [playbook.target_definitions[one] for one in step.targets if one in playbook.target_definitions]
    for number, command in enumerate(step.commands):
        at = f"{place}.commands[{number}]"
        yield from _command(command, at)
        kinds = _TARGETS_OF.get(command.type)
        for one in aimed if kinds else ():
            if kinds and one.type not in kinds:
                yield Problem("command.target", at, {"kind": command.type, "target": one.type})
        if kinds and not step.targets:
            yield Problem("command.no_target", at, {"kind": command.type})
        for name in sorted(set(referenced(command.model_dump(exclude_unset=True))) - known):
            yield Problem("variable.undefined", at, {"name": name})
    parts = [(f"target_definitions.{one}", playbook.target_definitions.get(one)) for one in step.targets]
    parts.append((f"agent_definitions.{step.agent}", playbook.agent_definitions.get(step.agent or "")))
    for at, part in parts:
        if part is not None:
            for name in sorted(set(referenced(part.model_dump(exclude_unset=True))) - known):
                yield Problem("variable.undefined", at, {"name": name})


def _command(command: CommandBase, at: str) -> Iterator[Problem]:
    if command.type not in (*COMMAND_TYPES, OURS):
        parameters = {"value": command.type[:80], "name": "command-type-ov"}
        yield Problem("vocabulary.unknown", f"{at}.type", parameters)
    if command.type not in RUN_HERE:
        yield Problem("command.unsupported", at, {"kind": command.type[:80]})
    if command.command and command.command_b64:
        yield Problem("command.both", at)
    if not command.command and not command.command_b64 and command.type in (*COMMAND_TYPES, OURS):
        yield Problem("command.empty", at)
    for name in ("command_b64", "content_b64"):
        try:
            base64.b64decode("".join(getattr(command, name, "").split()), validate=True)
        except (ValueError, binascii.Error):
            yield Problem("command.base64", f"{at}.{name}", {"name": name})
    if isinstance(command, HttpCommand | OpenC2Command) and command.command and not _START_LINE.match(command.command):
        yield Problem("command.start_line", f"{at}.command", {"text": command.command[:80]})


def _bound(playbook: Playbook) -> Iterator[Problem]:
    """Variables nothing ever gives a value."""
    steps = playbook.workflow.values()
    assigned = {name for step in steps if isinstance(step, ActionStep | PlaybookActionStep) for name in step.out_args}
    for step in steps:
        for extension in step.step_extensions.values():
            if isinstance(extension, dict):
                assigned |= {str(extension[key]) for key in ("variable", "step-result") if key in extension}
    document = playbook.model_dump(
        exclude_unset=True,
        include={"workflow", "agent_definitions", "target_definitions", "authentication_info_definitions"},
    )
    used = set(referenced(document))
    scopes = [("playbook_variables", playbook.playbook_variables)]
    scopes += [(f"workflow.{one}.step_variables", step.step_variables) for one, step in playbook.workflow.items()]
    for place, variables in scopes:
        for name, variable in variables.items():
            if variable.value is None and not variable.external and name not in assigned and name in used:
                yield Problem("variable.unbound", f"{place}.{name}", {"name": name})
    for identifier, step in playbook.workflow.items():
        if isinstance(step, ParallelStep):
            yield from _raced(playbook, identifier, step)


def _raced(playbook: Playbook, identifier: str, step: ParallelStep) -> Iterator[Problem]:
    from playbooks.cacao.paths import reachable

    seen: dict[str, int] = {}
    raced = set()
    for number, first in enumerate(step.next_steps):
        for one in reachable(playbook, first, stop={step.on_completion, step.on_success}):
            inner = playbook.workflow[one]
            for name in getattr(inner, "out_args", ()):
                if name in playbook.variables and seen.setdefault(name, number) != number:
                    raced.add(name)
    for name in sorted(raced):
        yield Problem("variable.raced", f"workflow.{identifier}.next_steps", {"name": name})
