"""A document becomes a playbook, or a list of everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from pydantic import BaseModel, ValidationError

from playbooks.cacao import checks
from playbooks.cacao.agents import TARGET_TYPES
from playbooks.cacao.commands import OtherCommand
from playbooks.cacao.playbook import Playbook
from playbooks.cacao.problems import Problem
from playbooks.cacao.types import Marking

MAX_BYTES = 1_048_576
MAX_DEPTH = 40
MAX_PROBLEMS = 500


@dataclass(frozen=True, slots=True)
class Reading:
    """playbook: None when the document is none at all. It may be run when there is no error among the problems."""

    playbook: Playbook | None
    document: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity == "warning")

    @property
    def runnable(self) -> bool:
        return self.playbook is not None and not self.errors


def read(content: bytes | str) -> Reading:
    """Never raises for what the content is."""
    data = content.encode("utf-8", "replace") if isinstance(content, str) else content
    if len(data) > MAX_BYTES:
        return Reading(None, {}, (Problem("document.too_large", "", {"limit": str(MAX_BYTES)}),))
    try:
        document = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        return Reading(None, {}, (Problem("document.unreadable", "", {"why": str(error)[:200]}),))
    return read_document(document)


def read_document(document: Any) -> Reading:
    """The same for what was JSON before."""
    if not isinstance(document, dict):
        return Reading(None, {}, (Problem("document.unreadable", "", {"why": "a playbook is a JSON object"}),))
    if _deeper(document, MAX_DEPTH):
        return Reading(None, {}, (Problem("document.too_deep", "", {"limit": str(MAX_DEPTH)}),))
    try:
        playbook = Playbook.model_validate(document)
    except ValidationError as error:
        wrong = [
            Problem("property.invalid", _place(item["loc"], document), {"why": str(item["msg"])[:300]})
            for item in error.errors(include_url=False, include_context=False, include_input=False)
        ]
        return Reading(None, document, tuple(_distinct(wrong))[:MAX_PROBLEMS])
    problems = [*_unknown(playbook, ""), *checks.check(playbook)]
    return Reading(playbook, document, tuple(_distinct(problems))[:MAX_PROBLEMS])


def write(playbook: Playbook) -> bytes:
    """As JSON, ending in a line break; reading it again gives an equal playbook."""
    return orjson.dumps(playbook.document(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _distinct(problems: list[Problem]) -> list[Problem]:
    seen: dict[tuple[str, str, str], Problem] = {}
    for problem in problems:
        seen.setdefault((problem.code, problem.place, problem.message), problem)
    return list(seen.values())


def _deeper(value: Any, limit: int) -> bool:
    level = [value]
    for _ in range(limit):
        level = [
            member
            for one in level
            for member in (one.values() if isinstance(one, dict) else one if isinstance(one, list) else ())
            if isinstance(member, dict | list)
        ]
        if not level:
            return False
    return True


def _place(location: tuple[int | str, ...], document: Any) -> str:
    """pydantic also names the member of a union it tried; the document tells those apart from properties."""
    at: Any = document
    place = ""
    for number, part in enumerate(location):
        last = number == len(location) - 1
        if isinstance(part, int):
            place += f"[{part}]"
            at = at[part] if isinstance(at, list) and part < len(at) else None
        elif part == "[key]":
            continue
        elif isinstance(at, dict) and part in at:
            place += f".{part}" if place else part
            at = at[part]
        elif last and isinstance(at, dict):
            place += f".{part}" if place else part
    return place


def _unknown(part: BaseModel, place: str) -> Iterator[Problem]:
    """Properties no type knows. What belongs to another product's types is theirs."""
    own = isinstance(part, OtherCommand | Marking) or (
        "agent_target_extensions" in type(part).model_fields and getattr(part, "type", "") not in TARGET_TYPES
    )
    if not own:
        for name in part.model_extra or ():
            yield Problem("property.unknown", f"{place}.{name}" if place else name, {"name": name})
    for name in type(part).model_fields:
        yield from _unknown_in(getattr(part, name), f"{place}.{name}" if place else name)


def _unknown_in(value: Any, place: str) -> Iterator[Problem]:
    if isinstance(value, BaseModel):
        yield from _unknown(value, place)
    elif isinstance(value, list):
        for number, member in enumerate(value):
            yield from _unknown_in(member, f"{place}[{number}]")
    elif isinstance(value, dict):
        for key, member in value.items():
            if isinstance(member, BaseModel):
                yield from _unknown(member, f"{place}.{key}")
