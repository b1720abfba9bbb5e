"""The recovery board: how every repository and backup plan stands, and what of that is told when it changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from model.recovery import Drill, Lamp, Look, LookKind
from model.times import DAY, Micros
from pipeline.recovery.repositories import expected_of
from pipeline.recovery_settings import RepositorySettings
from pipeline.settings import Settings
from playbooks.recovery.standing import PlanStanding, RepositoryStanding, plan_standing, repository_standing
from store import backups, drills
from store.scope import EVERYTHING, Scope

if TYPE_CHECKING:
    from pipeline.recovery.looking import Found

PLAN_STATES = (
    "gone",
    "missing",
    "locked_out",
    "corrupt",
    "no_snapshot",
    "restore_failed",
    "rpo_missed",
    "rto_missed",
    "restore_old",
    "never_restored",
)
"""What of a plan is worth saying by itself. That its repository is broken is said of the repository, and of the plan when it
is another unit's that rests on it."""


@dataclass(frozen=True, slots=True)
class RepositoryView:
    """settings: None for one the settings know no longer but plans still name."""

    name: str
    settings: RepositorySettings | None
    standing: RepositoryStanding
    looks: Mapping[LookKind, Look]


@dataclass(frozen=True, slots=True)
class Board:
    """appointed: drills planned for a time and not begun."""

    repositories: dict[str, RepositoryView]
    plans: list[PlanStanding]
    appointed: list[Drill]
    at: Micros


@dataclass(frozen=True, slots=True)
class Subject:
    """A repository, plan or planned drill as it is told of. said: restic's own words."""

    subject: str
    unit: str
    state: str
    repository: str
    told: str
    system: str = ""
    said: str = ""


def survey(tx: Session, settings: Settings, scope: Scope, now: Micros, *, also: Found | None = None) -> Board:
    """also: a look that is not kept yet. Plans within the scope; of repositories of other units nothing but how they
    stand, because a plan rests on it."""
    latest = dict(backups.latest(tx, EVERYTHING))
    contents = dict(backups.contents(tx, EVERYTHING))
    if also is not None:
        latest[also.look.repository, also.look.kind] = also.look
        if also.snapshots is not None:
            contents[also.look.repository] = also.snapshots
    restored = drills.restored_last(tx, EVERYTHING)
    recovery = settings.recovery
    views = {}
    for name, one in recovery.repositories.items():
        looks = {kind: look for (repository, kind), look in latest.items() if repository == name}
        standing = repository_standing(looks.get(LookKind.SNAPSHOTS), looks.get(LookKind.CHECK), expected_of(one), now)
        views[name] = RepositoryView(name, one, standing, looks)
    plans = [
        plan_standing(
            plan,
            views[plan.repository].standing if plan.repository in views else None,
            contents.get(plan.repository, []),
            restored.get(plan.id),
            restore_test=recovery.restore_test_days * DAY,
            now=now,
        )
        for plan in backups.plans(tx, scope)
    ]
    return Board(views, plans, drills.appointed(tx, scope), now)


def subjects(board: Board) -> list[Subject]:
    out = []
    for name, one in board.repositories.items():
        assert one.settings is not None
        state = one.standing.state
        said = next((look.said for look in one.looks.values() if look.outcome.value == state), "")
        out.append(Subject(f"repository:{name}", one.settings.unit, state, name, f"{name}: {_SAYS[state]}", said=said))
    for plan in board.plans:
        codes = [reason.code for reason in plan.reasons]
        known = "repository_never_looked" not in codes
        kept_by = board.repositories.get(plan.plan.repository)
        if kept_by is None or kept_by.settings is None or kept_by.settings.unit != plan.plan.unit:
            codes = [code.removeprefix("repository_") for code in codes]
        state = next((code for code in PLAN_STATES if code in codes), "ok") if known else "unknown"
        told = f"{plan.plan.name} ({plan.plan.system}): {_SAYS[state]}"
        out.append(Subject(f"plan:{plan.plan.id}", plan.plan.unit, state, plan.plan.repository, told, plan.plan.system))
    for drill in board.appointed:
        state = "drill_due" if drill.scheduled <= board.at else "ok"
        told = f"{drill.title}: {_SAYS[state]}"
        out.append(Subject(f"drill:{drill.id}", drill.unit, state, "", told, drill.system))
    return out


_SAYS = {
    "ok": "in order again",
    "unknown": "nobody has looked yet",
    "gone": "the settings know the backup repository no longer",
    "missing": "the backup repository is gone or cannot be reached",
    "locked_out": "the password of the backup repository opens it no longer",
    "corrupt": "the backup repository is damaged",
    "unsure": "a look at the backup repository could not be finished",
    "empty": "the backup repository holds no backup",
    "stale": "no new backup for longer than expected",
    "check_overdue": "the content of the backup repository was not checked for too long",
    "no_snapshot": "there is no backup of it",
    "restore_failed": "its backup could not be restored",
    "rpo_missed": "its newest backup is older than its recovery point goal",
    "rto_missed": "restoring it took longer than its recovery time goal",
    "restore_old": "its backup was not restored for proof for too long",
    "never_restored": "its backup was never restored for proof",
    "drill_due": "the planned drill is due and has not begun",
}


def by_system(plans: Sequence[PlanStanding]) -> dict[str, list[PlanStanding]]:
    out: dict[str, list[PlanStanding]] = {}
    for one in plans:
        out.setdefault(one.plan.system, []).append(one)
    return out


def lamp_of(plans: Sequence[PlanStanding]) -> Lamp:
    """Of a system: its worst plan. A system without any is grey."""
    order = (Lamp.RED, Lamp.AMBER, Lamp.GREY, Lamp.GREEN)
    return next((lamp for lamp in order if any(one.lamp is lamp for one in plans)), Lamp.GREY)
