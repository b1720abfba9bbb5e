"""What an editor has to ask for each kind of step, command, agent: read off the models, in words of both languages.

In:  the models of this package.
Out: fields in the order of the model, each with the kind of input it takes.
Not: whether what is given is right; that is `checks`, the same for everybody.
"""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from playbooks.cacao import agents, commands, steps
from playbooks.cacao.form_words import FIELD_WORDS, TYPE_WORDS
from playbooks.cacao.playbook import PLAYBOOK_ACTIVITIES, PLAYBOOK_TYPES, Playbook
from playbooks.cacao.types import Part

Kind = Literal[
    "text", "lines", "secret", "number", "milliseconds", "flag", "choice", "texts", "map", "lists", "json", "condition",
    "step", "steps", "cases", "agent", "targets", "names", "variables", "commands", "playbook", "authentication", "time",
]  # fmt: skip

_BY_NAME: Mapping[str, Kind] = MappingProxyType(
    {
        "on_completion": "step",
        "on_success": "step",
        "on_failure": "step",
        "on_true": "step",
        "on_false": "step",
        "workflow_exception": "step",
        "next_steps": "steps",
        "cases": "cases",
        "agent": "agent",
        "targets": "targets",
        "in_args": "names",
        "out_args": "names",
        "step_variables": "variables",
        "commands": "commands",
        "playbook_id": "playbook",
        "authentication_info": "authentication",
        "condition": "condition",
        "switch": "condition",
        "delay": "milliseconds",
        "timeout": "milliseconds",
        "description": "lines",
        "command": "lines",
        "content": "lines",
        "contact_details": "lines",
        "arguments": "map",
        "headers": "lists",
        "address": "lists",
        "password": "secret",
        "private_key": "secret",
        "token": "secret",
        "oauth_header": "secret",
        "valid_from": "time",
        "valid_until": "time",
    }
)
_CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "playbook_types": PLAYBOOK_TYPES,
        "playbook_activities": PLAYBOOK_ACTIVITIES,
        "playbook_activity": PLAYBOOK_ACTIVITIES,
        "address": get_args(agents.AddressKind),
    }
)
"""What is offered; the vocabularies are open."""
_ELSEWHERE = frozenset(
    {
        "type", "spec_version", "id", "created_by", "created", "modified", "workflow", "workflow_start", "signatures",
        "playbook_variables", "playbook_processing_summary", "derived_from", "authentication_info_definitions",
        "agent_definitions", "target_definitions", "data_marking_definitions",
    }
)  # fmt: skip
"""Kept by the platform, or edited on a page of its own."""
_NEVER: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "start": frozenset({"on_success", "on_failure", "delay", "timeout"}),
        "end": frozenset({"on_completion", "on_success", "on_failure", "delay", "timeout"}),
    }
)
"""Properties of all steps that sections 4.3 and 4.4 take from these."""
_SELDOM = frozenset(
    {
        "external_references", "delay", "timeout", "step_variables", "owner", "step_extensions", "version", "command_b64",
        "content_b64", "playbook_version", "location", "agent_target_extensions", "authentication_info_extensions",
        "related_to", "industry_sectors", "markings", "valid_from", "valid_until", "revoked", "extension_definitions",
        "workflow_exception", "priority", "playbook_activity", "category", "user_id", "kms", "kms_key_identifier",
    }
)  # fmt: skip


_SAID = frozenset({"command", "command_b64"})


@dataclass(frozen=True, slots=True)
class FormField:
    """seldom: shown when asked for."""

    name: str
    kind: Kind
    required: bool
    label: str
    label_zh: str
    choices: tuple[str, ...] = ()
    seldom: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """One type of step, command, agent or way to sign in."""

    type: str
    label: str
    label_zh: str
    fields: tuple[FormField, ...]


def fields_of(model: type[BaseModel]) -> tuple[FormField, ...]:
    out = []
    for name, info in model.model_fields.items():
        if name in _ELSEWHERE:
            continue
        label, label_zh = FIELD_WORDS[name]
        choices = _CHOICES.get(name, ())
        kind = _BY_NAME.get(name) or _by_annotation(info.annotation)
        if kind == "text" and choices:
            kind = "choice"
        out.append(FormField(name, kind, info.is_required(), label, label_zh, choices, name in _SELDOM))
    # What only this type has stands before what all have.
    inherited = set(steps.StepBase.model_fields) | set(commands.CommandBase.model_fields)
    own = [one for one in out if one.name not in inherited]
    first = [one for one in out if one.name in ("name", "description")]
    return (
        *first,
        *(one for one in out if one not in own and one not in first and one.name in _SAID),
        *own,
        *(one for one in out if one not in own and one not in first and one.name not in _SAID),
    )


def _by_annotation(annotation: Any) -> Kind:
    inner = [one for one in get_args(annotation) if one is not type(None)]
    if get_origin(annotation) in (Union, types.UnionType) and len(inner) == 1:
        return _by_annotation(inner[0])
    if annotation is bool:
        return "flag"
    if annotation is int:
        return "number"
    if annotation is str:
        return "text"
    if get_origin(annotation) is not None and hasattr(annotation, "__metadata__"):
        return _by_annotation(inner[0])
    if get_origin(annotation) is list and _by_annotation(inner[0]) == "text":
        return "texts"
    return "json"


def _form(kind: str, model: type[Part]) -> Form:
    label, label_zh = TYPE_WORDS[kind]
    left_out = _NEVER.get(kind, frozenset())
    return Form(kind, label, label_zh, tuple(one for one in fields_of(model) if one.name not in left_out))


def _members(union: Any) -> Mapping[str, type[Part]]:
    """Tagged models of a discriminated union, by tag."""
    return {one.__metadata__[0].tag: one.__origin__ for one in get_args(get_args(union)[0])}


def step_forms() -> list[Form]:
    known = _members(steps.Step)
    return [_form(kind, known[kind]) for kind in steps.STEP_TYPES]


def command_forms() -> list[Form]:
    known = _members(commands.Command)
    return [_form(kind, known[kind]) for kind in (commands.OURS, *commands.COMMAND_TYPES)]


def agent_forms() -> list[Form]:
    """`fengsui` stands for the platform's own actuators, which have a name and nothing else."""
    known = _members(agents.Agent)
    own = Form("fengsui", *TYPE_WORDS["fengsui"], fields_of(agents.AgentTarget)[:2])
    return [own, *(_form(kind, known[kind]) for kind in agents.TARGET_TYPES)]


def authentication_forms() -> list[Form]:
    """Section 6: which of the properties each type has."""
    fields = fields_of(agents.AuthenticationInfo)
    used = {
        "http-basic": {"username", "user_id", "password"},
        "oauth2": {"token", "oauth_header"},
        "user-auth": {"username", "user_id", "password", "private_key"},
    }
    common = {"name", "description", "kms", "kms_key_identifier"}
    return [
        Form(kind, *TYPE_WORDS[kind], tuple(one for one in fields if one.name in names | common))
        for kind, names in used.items()
    ]


def playbook_fields() -> tuple[FormField, ...]:
    return fields_of(Playbook)
