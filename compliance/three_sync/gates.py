"""The gates of a project: what must be there, whether its days can be true, what blocks, what was promised and is not online.

Pure: papers, passages and exceptions in, one board out. A day is doubted when it lies before something it rests on, before
the project, after the gate it belongs to, or when the paper was registered long after the day it bears.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import msgspec

from compliance.catalog import decoded, raw
from model.compliance import Document, GateException, Passage, SystemRecord, days_between
from model.errors import InputError
from model.estate import System
from model.times import day_of

Sync = Literal["plan", "build", "use"]
Fault = Literal[
    "missing",
    "before_project",
    "before_its_ground",
    "after_its_gate",
    "registered_late",
    "in_the_future",
    "expired",
    "no_digest",
]


class Artefact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    zh: str
    en: str
    levels: tuple[int, ...] = (0, 1, 2, 3, 4, 5)
    needs: str = ""
    not_before: tuple[str, ...] = ()
    every_days: int = 0


class Gate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    zh: str
    en: str
    sync: Sync
    artefacts: tuple[Artefact, ...]
    go_live: bool = False


class Need(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Of going live. artefact: the paper that must be in order; without one it is told otherwise."""

    id: str
    zh: str
    en: str
    artefact: str = ""
    levels: tuple[int, ...] = (0, 1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class Standing:
    """An artefact as it stands. excepted: id of the exception that lets it pass."""

    artefact: Artefact
    document: Document | None
    fault: Fault | None
    excepted: str = ""

    @property
    def fine(self) -> bool:
        return self.fault is None or bool(self.excepted)


@dataclass(frozen=True, slots=True)
class GateStanding:
    gate: Gate
    artefacts: tuple[Standing, ...]
    passed: Passage | None
    blocked: tuple[str, ...]

    @property
    def ready(self) -> bool:
        return not self.blocked


@dataclass(frozen=True, slots=True)
class Promise:
    """A security control that was paid for. kept: its source delivers; state: of that source, `none` when nothing would
    prove it."""

    name: str
    source: str
    delivered: str
    kept: bool
    state: str


@dataclass(frozen=True, slots=True)
class Board:
    """current: the first gate not passed, empty after the last. go_live: what is missing for going live."""

    gates: tuple[GateStanding, ...]
    current: str
    go_live: tuple[str, ...]
    promises: tuple[Promise, ...]


@cache
def gates() -> tuple[Gate, ...]:
    return tuple(decoded(raw("gates.yml")["gates"], list[Gate], "gates.yml"))


@cache
def needs() -> tuple[Need, ...]:
    return tuple(decoded(raw("gates.yml")["go_live"], list[Need], "gates.yml"))


@cache
def artefacts() -> Mapping[str, Artefact]:
    return {one.id: one for gate in gates() for one in gate.artefacts}


def gate_of(gate_id: str) -> Gate:
    found = next((one for one in gates() if one.id == gate_id), None)
    if found is None:
        raise InputError(f"there is no gate {gate_id!r}", hint=f"there are {', '.join(one.id for one in gates())}")
    return found


@dataclass(frozen=True, slots=True)
class Project:
    """What is known of one project. sources: name → state, as the watchdog has it. personal: the system holds personal
    information."""

    system: System
    record: SystemRecord
    documents: Sequence[Document] = ()
    passages: Sequence[Passage] = ()
    exceptions: Sequence[GateException] = ()
    sources: Mapping[str, str] | None = None
    personal: bool = False


def board(project: Project, today: str) -> Board:
    passed = {one.gate: one for one in project.passages}
    papers = _papers(project.documents)
    standing: list[GateStanding] = []
    blocked_before = False
    for gate in gates():
        wanted = [one for one in gate.artefacts if _applies(one, project)]
        held = tuple(_standing(one, gate, project, papers, passed, today) for one in wanted)
        blocked = [one.artefact.id for one in held if not one.fine]
        if gate.go_live:
            blocked += [one for one in lacking(project, today) if one not in blocked]
        if blocked_before and gate.id not in passed:
            blocked.append("gate_before")
        standing.append(GateStanding(gate, held, passed.get(gate.id), tuple(blocked)))
        blocked_before = gate.sync != "use" and gate.id not in passed
    current = next((one.gate.id for one in standing if one.passed is None), "")
    return Board(tuple(standing), current, tuple(lacking(project, today)), tuple(promises(project)))


def lacking(project: Project, today: str) -> list[str]:
    """What is missing for going live: needs by id. Exceptions let a paper be missing, never the grading itself."""
    papers = _papers(project.documents)
    passed = {one.gate: one for one in project.passages}
    gate_by_artefact = {one.id: gate for gate in gates() for one in gate.artefacts}
    out = []
    level = project.system.mlps_level
    for need in needs():
        if level not in need.levels:
            continue
        if need.id == "grading":
            fine = level > 0 and not project.system.level_is_proposal
        elif need.artefact and level in artefacts()[need.artefact].levels:
            gate = gate_by_artefact[need.artefact]
            fine = _standing(artefacts()[need.artefact], gate, project, papers, passed, today).fine
            if need.id == "onboarding" and project.sources is not None:
                fine = fine and all(one.kept for one in promises(project))
        else:
            fine = True
        if not fine:
            out.append(need.id)
    return out


def promises(project: Project) -> list[Promise]:
    """The use leg: what was bought shows in what arrives."""
    sources = project.sources or {}
    out = []
    for one in project.record.project.bought:
        state = sources.get(one.source, "none") if one.source else "none"
        out.append(Promise(one.name, one.source, one.delivered, state in ("ok", "recorded", "dropping"), state))
    return out


def check_passage(project: Project, gate_id: str, day: str, today: str) -> None:
    """Raises InputError naming everything in the way of passing a gate on a day."""
    gate = gate_of(gate_id)
    held = board(project, today)
    found = next(one for one in held.gates if one.gate.id == gate_id)
    where = f"system {project.system.id} gate {gate_id}"
    if day > today:
        raise InputError("a gate cannot be passed in the future", where=where)
    if found.passed is not None:
        raise InputError(f"it was passed on {found.passed.day}", where=where)
    problems = list(found.blocked)
    before = [one.passed.day for one in held.gates[: gates().index(gate)] if one.passed]
    if before and day < max(before):
        problems.append("before_the_gate_before")
    late = [
        one.artefact.id for one in found.artefacts if one.document and one.document.dated > day and not one.excepted
    ]
    problems += [f"after_its_gate:{one}" for one in late]
    if problems:
        raise InputError(
            f"in the way: {', '.join(problems)}",
            where=where,
            hint="register the papers with their days and digests, or have an exception signed",
        )


def _papers(documents: Sequence[Document]) -> dict[str, Document]:
    """By artefact, the one with the newest day that is not withdrawn."""
    out: dict[str, Document] = {}
    for one in sorted(documents, key=lambda document: (document.dated, document.added)):
        if one.artefact and not one.withdrawn:
            out[one.artefact] = one
    return out


def _applies(artefact: Artefact, project: Project) -> bool:
    if artefact.needs == "personal_information" and not project.personal:
        return False
    return project.system.mlps_level in artefact.levels


def _standing(
    artefact: Artefact,
    gate: Gate,
    project: Project,
    papers: Mapping[str, Document],
    passed: Mapping[str, Passage],
    today: str,
) -> Standing:
    document = papers.get(artefact.id)
    fault = _fault(artefact, gate, document, project, papers, passed, today)
    excepted = next(
        (one.id for one in project.exceptions if fault and one.artefact == artefact.id and one.until >= today), ""
    )
    return Standing(artefact, document, fault, excepted)


def _fault(
    artefact: Artefact,
    gate: Gate,
    document: Document | None,
    project: Project,
    papers: Mapping[str, Document],
    passed: Mapping[str, Passage],
    today: str,
) -> Fault | None:
    if document is None:
        return "missing"
    dated = document.dated
    if not document.sm3:
        return "no_digest"
    if dated > today:
        return "in_the_future"
    if (document.until and document.until < today) or (
        artefact.every_days and days_between(dated, today) > artefact.every_days
    ):
        return "expired"
    started = project.record.project.started
    if started and dated < started and gate.id != "G0":
        return "before_project"
    if any(papers[ground].dated > dated for ground in artefact.not_before if ground in papers):
        return "before_its_ground"
    passage = passed.get(gate.id)
    if passage is not None and dated > passage.day and not artefact.every_days:
        return "after_its_gate"
    registered = day_of(document.added) if document.added else dated
    limit: Any = raw("gates.yml")["registered_late_days"]
    if days_between(dated, registered) > int(limit):
        return "registered_late"
    return None
