"""Backups as the console shows them."""

from __future__ import annotations

from api.access import Caller
from api.backups.schemas import BackupLook, BackupPlanRead, BackupReason, BackupRepository, BackupRestored
from api.wire import moment, moment_or_none
from model.recovery import Drill, DrillStatus, Look, LookKind
from model.times import SECOND
from pipeline.recovery.board import RepositoryView
from playbooks.recovery.standing import PlanStanding, Reason


def reason_read(one: Reason) -> BackupReason:
    return BackupReason(code=one.code, lamp=one.lamp, params=dict(one.params))


def look_read(one: Look) -> BackupLook:
    values = {name: getattr(one, name) for name in BackupLook.model_fields if name not in ("began", "ended", "newest")}
    return BackupLook(
        **values, began=moment(one.began), ended=moment(one.ended), newest=moment_or_none(one.newest or None)
    )


def repository_read(one: RepositoryView, caller: Caller) -> BackupRepository:
    """Of other units' repositories: how they stand, and neither where they are nor what restic said."""
    assert one.settings is not None
    mine = caller.scope.allows(one.settings.unit)
    listed, checked = one.looks.get(LookKind.SNAPSHOTS), one.looks.get(LookKind.CHECK)
    return BackupRepository(
        name=one.name,
        unit=one.settings.unit,
        location=one.settings.location if mine else None,
        lamp=one.standing.lamp,
        state=one.standing.state,
        reasons=[reason_read(reason) for reason in one.standing.reasons],
        snapshots=one.standing.snapshots,
        newest=moment_or_none(one.standing.newest or None),
        size_bytes=listed.size_bytes if listed is not None else None,
        listed=look_read(listed) if listed is not None and mine else None,
        checked=look_read(checked) if checked is not None and mine else None,
        mine=mine,
    )


def plan_read(one: PlanStanding) -> BackupPlanRead:
    plan = one.plan
    return BackupPlanRead(
        id=plan.id,
        name=plan.name,
        unit=plan.unit,
        system=plan.system,
        repository=plan.repository,
        host=plan.host,
        path=plan.path,
        tag=plan.tag,
        assets=list(plan.assets),
        rpo_minutes=plan.rpo_minutes,
        rto_minutes=plan.rto_minutes,
        required=list(plan.required),
        include=plan.include,
        probe=plan.probe,
        changed=moment(plan.changed),
        changed_by=plan.changed_by,
        lamp=one.lamp,
        reasons=[reason_read(reason) for reason in one.reasons],
        newest=moment_or_none(one.newest or None),
        age_s=None if one.age is None else one.age / SECOND,
        snapshots=one.snapshots,
        longest_gap_s=None if one.longest_gap is None else one.longest_gap / SECOND,
        restored=restored_read(one.restored),
    )


def restored_read(drill: Drill | None) -> BackupRestored | None:
    if drill is None or drill.restored is None:
        return None
    found = drill.restored
    return BackupRestored(
        drill=drill.id,
        ended=moment(drill.ended),
        passed=drill.status is DrillStatus.PASSED,
        rto_s=found.rto / SECOND,
        rpo_s=found.rpo / SECOND,
        newest_data_s=found.newest_data / SECOND,
        files=found.files,
        size_bytes=found.size_bytes,
        partial=found.partial,
        problems=list(found.problems),
    )
