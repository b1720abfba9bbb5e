"""Score sheets of drills, worked out from what the runs themselves recorded. Pure.

Times are never typed in by people: a phase is as long as the records of the run, its approvals and effects say.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec
import yaml

from model.execution import (
    Approval,
    ApprovalKind,
    ApprovalStatus,
    Effect,
    EffectStatus,
    Execution,
    ExecutionStatus,
    ExecutionStep,
)
from model.recovery import Deduction, Drill, DrillKind, Phase, Restored, Sheet
from model.times import MINUTE, Micros
from playbooks.capabilities.registry import TELLING
from playbooks.capabilities.restic import ResticRestore

MAX_EVIDENCE = 20


class PhaseRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    goal_minutes: float
    points: float
    zh: str
    en: str


class DeductionRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    minus: float
    most: float
    zh: str
    en: str


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename={"passing": "pass"}):
    title: str
    version: str
    source: str
    passing: float
    must: tuple[str, ...]
    phases: dict[DrillKind, dict[str, PhaseRule]]
    deductions: dict[str, DeductionRule]


@cache
def table() -> Table:
    text = (files(__package__) / "drill-scoring.yml").read_text("utf-8")
    return msgspec.convert(yaml.safe_load(text), Table)


@dataclass(frozen=True, slots=True)
class Course:
    """What is recorded of a drill's run. detected: when the incident was opened; told: when its first notice went out; 0 for
    never. rto, rpo: goals of the backup plan, 0 without one."""

    drill: Drill
    run: Execution
    steps: Sequence[ExecutionStep]
    approvals: Sequence[Approval]
    effects: Sequence[Effect]
    detected: Micros = 0
    told: Micros = 0
    rto: Micros = 0
    rpo: Micros = 0


def restored_of(course: Course) -> Restored | None:
    """What the restoring and comparing steps measured; None when nothing came back."""
    told: dict[str, Any] = {}
    for effect in course.effects:
        if effect.capability == ResticRestore.kind and "result" in effect.outputs:
            found = _json(effect.outputs["result"])
            told |= found if "snapshot" in found else {}
    if "restored" not in told:
        return None
    began = int(told["began"])
    verified = int(told.get("verified") or 0)
    newest = int(told.get("newest_data") or 0)
    problems = tuple(str(one) for one in told.get("problems", ())) if verified else ("not compared with the backup",)
    return Restored(
        repository=str(told["repository"]),
        snapshot=str(told["snapshot"]),
        snapshot_time=int(told["snapshot_time"]),
        began=began,
        rto=(verified or int(told["restored"])) - began,
        rpo=max(0, began - int(told["snapshot_time"])),
        restore=int(told["restored"]) - began,
        verify=verified - int(told["verify_began"]) if verified else 0,
        newest_data=max(0, began - newest) if newest else 0,
        files=int(told.get("files", 0)),
        size_bytes=int(told.get("size_bytes", 0)),
        digest=str(told.get("digest", "")),
        partial=bool(told.get("include")),
        problems=problems,
    )


def score(course: Course, rules: Table | None = None) -> Sheet:
    rules = rules or table()
    restored = restored_of(course)
    lines = []
    for name, rule in rules.phases[course.drill.kind].items():
        applies, took = _MEASURES[name](course, restored)
        if not applies:
            continue
        goal = course.rto if name == "recovery" and course.rto else int(rule.goal_minutes * MINUTE)
        share = 1.0 if took is None else min(1.0, max(0.0, (took - goal) / goal))
        lines.append(Phase(id=name, took=took, goal=goal, points=rule.points, lost=round(rule.points * share, 1)))
    deductions = _deductions(course, restored, rules)
    full = sum(one.points for one in lines)
    reached = 100.0 * (full - sum(one.lost for one in lines)) / full if full else 100.0
    total = round(max(0.0, reached - sum(one.lost for one in deductions)), 1)
    failed = any(one.rule in rules.must for one in deductions)
    return Sheet(
        table=rules.version,
        score=total,
        passed=total >= rules.passing and not failed,
        phases=tuple(lines),
        deductions=tuple(deductions),
    )


def score_rehearsal(would: Sequence[Mapping[str, Any]], rules: Table | None = None) -> Sheet:
    """Of a drill on paper: what of the playbook would not go through. would: lines of a dry run."""
    rules = rules or table()
    wrong = tuple(str(one["path"]) for one in would if one["kind"] == "problem")
    deductions = [_taken("would_be_refused", wrong, rules)] if wrong else []
    total = round(max(0.0, 100.0 - sum(one.lost for one in deductions)), 1)
    return Sheet(table=rules.version, score=total, passed=total >= rules.passing, deductions=tuple(deductions))


def _deductions(course: Course, restored: Restored | None, rules: Table) -> list[Deduction]:
    asked = course.approvals
    happened: dict[str, list[str]] = {
        "step_failed": [one.path for one in course.steps if one.status == "failed"],
        "step_timed_out": [one.path for one in course.steps if one.status == "timed_out"],
        "refused": [one.id for one in asked if one.status is ApprovalStatus.REFUSED],
        "expired": [one.id for one in asked if one.status is ApprovalStatus.EXPIRED],
        "uncertain": [one.id for one in asked if one.kind is ApprovalKind.UNCERTAIN],
    }
    if course.drill.kind is DrillKind.RESTORE:
        if restored is None:
            happened["not_restored"] = [course.run.id]
        elif restored.problems:
            happened["not_verified"] = [restored.snapshot]
        if restored is not None and course.rpo and restored.rpo > course.rpo:
            happened["rpo_missed"] = [restored.snapshot]
    if course.run.status is ExecutionStatus.CANCELLED or (
        course.run.status is ExecutionStatus.FAILED and course.drill.kind is DrillKind.RESPONSE
    ):
        happened["broken_off"] = [course.run.id]
    return [_taken(rule, tuple(evidence), rules) for rule, evidence in happened.items() if evidence]


def _taken(rule: str, evidence: tuple[str, ...], rules: Table) -> Deduction:
    known = rules.deductions[rule]
    lost = min(known.most, known.minus * len(evidence))
    return Deduction(rule=rule, count=len(evidence), lost=lost, evidence=evidence[:MAX_EVIDENCE])


Measured = tuple[bool, Micros | None]
"""Whether the phase counts, and how long it took from the signal to begin; None when it never came to it."""


def _detection(course: Course, _: Restored | None) -> Measured:
    began = course.drill.began
    return bool(course.drill.incident), max(0, course.detected - began) if course.detected else None


def _notice(course: Course, _: Restored | None) -> Measured:
    telling = [one for one in course.effects if one.capability in TELLING]
    times = [one.changed for one in telling if one.status is EffectStatus.DONE]
    times += [course.told] if course.told else []
    took = max(0, min(times) - course.drill.began) if times else None
    return bool(telling or course.told or course.drill.incident), took


def _approval(course: Course, _: Restored | None) -> Measured:
    """The longest anybody had to wait for an answer."""
    asked = [one for one in course.approvals if one.kind is ApprovalKind.APPROVAL]
    answered = [one for one in asked if one.decisions and one.status is not ApprovalStatus.EXPIRED]
    if len(answered) < len(asked):
        return True, None
    waited = [max(decision.time for decision in one.decisions) - one.created for one in answered]
    return bool(asked), max(waited, default=0)


def _containment(course: Course, _: Restored | None) -> Measured:
    changing = [one for one in course.effects if one.changes and one.capability != ResticRestore.kind]
    done = [one.changed for one in changing if one.status in (EffectStatus.DONE, EffectStatus.UNDONE)]
    return bool(changing), max(0, min(done) - course.drill.began) if done else None


def _recovery(course: Course, restored: Restored | None) -> Measured:
    if course.drill.kind is DrillKind.RESTORE:
        return True, restored.rto if restored is not None and not restored.problems else None
    ended = course.run.ended if course.run.status is ExecutionStatus.SUCCEEDED else None
    return True, max(0, ended - course.drill.began) if ended else None


_MEASURES = {
    "detection": _detection,
    "notice": _notice,
    "approval": _approval,
    "containment": _containment,
    "recovery": _recovery,
}


def _json(text: str) -> dict[str, Any]:
    try:
        found = msgspec.json.decode(text)
    except msgspec.DecodeError:
        return {}
    return found if isinstance(found, dict) else {}
