"""How much a repository and a backup plan can be relied on. Pure.

Reasons are slugs with what fills them, worst first; the console and the alerts have their words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from model.recovery import BackupPlan, Drill, DrillStatus, Lamp, Look, LookKind, LookOutcome, Snapshot
from model.times import DAY, HOUR, MINUTE, Micros
from playbooks.recovery.restic import matching

CHECK_GRACE = 3
"""A check may be late so many times its interval before that is worth a lamp: one may have been cut off by a restart."""


@dataclass(frozen=True, slots=True)
class Reason:
    code: str
    lamp: Lamp
    params: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Expected:
    """Of a repository, in the settings' words."""

    stale: Micros
    check: Micros


@dataclass(frozen=True, slots=True)
class RepositoryStanding:
    """state: `ok`, `stale` or an outcome of a look; `unknown` before the first. newest: of its snapshots, 0 for none."""

    lamp: Lamp
    state: str
    reasons: tuple[Reason, ...]
    snapshots: int
    newest: Micros


@dataclass(frozen=True, slots=True)
class PlanStanding:
    """newest: of its own snapshots. age: of that; None without one. restored: the last drill that restored it, or failed to."""

    plan: BackupPlan
    lamp: Lamp
    reasons: tuple[Reason, ...]
    newest: Micros
    age: Micros | None
    snapshots: int
    longest_gap: Micros | None
    restored: Drill | None


_ORDER = {Lamp.RED: 0, Lamp.AMBER: 1, Lamp.GREY: 2, Lamp.GREEN: 3}


def worst(reasons: Sequence[Reason]) -> Lamp:
    return min((one.lamp for one in reasons), key=_ORDER.__getitem__, default=Lamp.GREEN)


def repository_standing(
    list_look: Look | None, check_look: Look | None, expected: Expected, now: Micros
) -> RepositoryStanding:
    """What the newest look of each kind says. A failed check counts until a later check went well."""
    if list_look is None and check_look is None:
        return RepositoryStanding(Lamp.GREY, "unknown", (Reason("never_looked", Lamp.GREY),), 0, 0)
    reasons: list[Reason] = []
    for look in (check_look, list_look):
        if look is None or look.outcome is LookOutcome.OK:
            continue
        if look.outcome.value in {one.code for one in reasons}:
            continue
        lamp = Lamp.AMBER if look.outcome is LookOutcome.UNSURE else Lamp.RED
        reasons.append(Reason(look.outcome.value, lamp, {"kind": look.kind.value}))
    newest = list_look.newest if list_look is not None else 0
    readable = list_look is not None and list_look.outcome is LookOutcome.OK
    if readable and newest == 0:
        reasons.append(Reason("empty", Lamp.RED))
    elif readable and now - newest > expected.stale:
        reasons.append(Reason("stale", Lamp.AMBER, {"hours": int((now - newest) // HOUR)}))
    if check_look is None:
        reasons.append(Reason("never_checked", Lamp.GREY))
    elif now - check_look.ended > CHECK_GRACE * expected.check:
        reasons.append(Reason("check_overdue", Lamp.AMBER, {"hours": int((now - check_look.ended) // HOUR)}))
    reasons.sort(key=lambda one: _ORDER[one.lamp])
    bad = [one.code for one in reasons if one.lamp in (Lamp.RED, Lamp.AMBER)]
    snapshots = list_look.snapshots if list_look is not None else 0
    return RepositoryStanding(worst(reasons), bad[0] if bad else "ok", tuple(reasons), snapshots, newest)


def plan_standing(
    plan: BackupPlan,
    repository: RepositoryStanding | None,
    snapshots: Sequence[Snapshot],
    restored: Drill | None,
    *,
    restore_test: Micros,
    now: Micros,
) -> PlanStanding:
    """repository: None when the settings know it no longer. snapshots: all of the repository's, oldest first."""
    own = matching(snapshots, host=plan.host, path=plan.path, tag=plan.tag)
    newest = own[-1].time if own else 0
    age = max(0, now - newest) if own else None
    reasons: list[Reason] = []
    if repository is None:
        reasons.append(Reason("repository_gone", Lamp.RED))
    else:
        reasons += [
            Reason(f"repository_{one.code}", one.lamp, one.params)
            for one in repository.reasons
            if one.code not in ("stale", "empty")
        ]
        if not own and repository.state != "unknown":
            reasons.append(Reason("no_snapshot", Lamp.RED))
    if age is not None and age > plan.rpo_minutes * MINUTE:
        reasons.append(Reason("rpo_missed", Lamp.AMBER, {"minutes": int(age // MINUTE), "goal": plan.rpo_minutes}))
    reasons += _restore_reasons(plan, restored, restore_test, now)
    reasons.sort(key=lambda one: _ORDER[one.lamp])
    gaps = [after.time - before.time for before, after in pairwise(own)]
    return PlanStanding(plan, worst(reasons), tuple(reasons), newest, age, len(own), max(gaps, default=None), restored)


def _restore_reasons(plan: BackupPlan, restored: Drill | None, restore_test: Micros, now: Micros) -> list[Reason]:
    if restored is None:
        return [Reason("never_restored", Lamp.AMBER)]
    found = restored.restored
    if found is None:
        return [Reason("restore_failed", Lamp.RED)]
    out = []
    if restored.status is not DrillStatus.PASSED and found.problems:
        out.append(Reason("restore_failed", Lamp.RED))
    if now - restored.ended > restore_test:
        out.append(Reason("restore_old", Lamp.AMBER, {"days": int((now - restored.ended) // DAY)}))
    if found.rto > plan.rto_minutes * MINUTE:
        minutes = int(found.rto // MINUTE)
        out.append(Reason("rto_missed", Lamp.AMBER, {"minutes": minutes, "goal": plan.rto_minutes}))
    return out


def due(
    looks: Sequence[Look], *, look_every: Micros, check_every: Micros, retry: Micros, now: Micros
) -> LookKind | None:
    """Which look is to be made of a repository now. looks: the newest of each kind. What failed is looked at again after
    `retry`, or its own interval when that is shorter."""
    by_kind = {one.kind: one for one in looks}
    for kind, every in ((LookKind.SNAPSHOTS, look_every), (LookKind.CHECK, check_every)):
        last = by_kind.get(kind)
        if last is None:
            return kind
        wait = every if last.outcome is LookOutcome.OK else min(every, retry)
        if now - last.ended >= wait:
            return kind
    return None


def next_part(read: Sequence[int], parts: int) -> int:
    """Which part the next check reads: the one not read for longest. read: newest first."""
    newest = {part: -place for place, part in reversed(list(enumerate(read)))}
    return min(range(1, parts + 1), key=lambda part: (newest.get(part, -len(read) - 1), part))
