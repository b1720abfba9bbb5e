"""Words of recovery: where backups lie, what they protect, how a look or a drill went.

RPO: how old the newest data may be that comes back; RTO: how long it may take until it is back (GB/T 20988-2007, 3).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

import msgspec

from model.times import Micros

Minutes = Annotated[int, msgspec.Meta(ge=1, le=527_040)]
"""At most a leap year."""
Words = Annotated[str, msgspec.Meta(max_length=300)]


class LookKind(StrEnum):
    """snapshots: what is there, quick. check: whether it can be read, a part of the packs each time."""

    SNAPSHOTS = "snapshots"
    CHECK = "check"


class LookOutcome(StrEnum):
    """missing: no repository there, or the way to it is down. locked_out: the password opens nothing. unsure: it took too
    long or failed in a way nobody knows."""

    OK = "ok"
    MISSING = "missing"
    LOCKED_OUT = "locked_out"
    CORRUPT = "corrupt"
    UNSURE = "unsure"


class Lamp(StrEnum):
    """Of a system or repository. red: cannot be relied on. amber: a goal is missed. grey: nothing is known."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """id: of restic, SHA-256."""

    id: str
    time: Micros
    host: str
    paths: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """One look at a repository. newest: of its snapshots, 0 when there is none. part, parts: which share of the packs a
    check read; 0 of 0 for a quick look."""

    id: str
    repository: str
    unit: str
    kind: LookKind
    outcome: LookOutcome
    said: str
    began: Micros
    ended: Micros
    snapshots: int = 0
    newest: Micros = 0
    size_bytes: int = 0
    part: int = 0
    parts: int = 0
    by: str = ""


class BackupPlan(msgspec.Struct, frozen=True, kw_only=True):
    """What of a repository protects which system. host, path, tag: which snapshots count, empty for any. required: paths a
    restore must bring back; probe: name of a command of the settings that says whether what came back works. include:
    only this path is restored in drills."""

    id: str
    name: Words
    unit: str
    system: Words
    repository: Words
    host: Words = ""
    path: Annotated[str, msgspec.Meta(max_length=1_000)] = ""
    tag: Words = ""
    assets: tuple[Words, ...] = ()
    rpo_minutes: Minutes = 1_440
    rto_minutes: Minutes = 240
    required: tuple[Annotated[str, msgspec.Meta(max_length=1_000)], ...] = ()
    include: Annotated[str, msgspec.Meta(max_length=1_000)] = ""
    probe: Words = ""
    changed: Micros = 0
    changed_by: str = ""


class DrillKind(StrEnum):
    """restore: of a backup. response: of a response to an incident."""

    RESTORE = "restore"
    RESPONSE = "response"


class DrillMode(StrEnum):
    """rehearsal: 桌面推演, nothing is done. exercise: 实战演练, the playbook really runs, against the test estate only."""

    REHEARSAL = "rehearsal"
    EXERCISE = "exercise"


class DrillStatus(StrEnum):
    PLANNED = "planned"
    RUNNING = "running"
    PASSED = "passed"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def over(self) -> bool:
        return self not in (DrillStatus.PLANNED, DrillStatus.RUNNING)


class Participant(msgspec.Struct, frozen=True, kw_only=True):
    person: Words
    role: Words = ""


class Phase(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a score sheet. took: measured, None when it never came to that. goal: of the scoring table or the plan.
    lost: points taken off."""

    id: str
    took: Micros | None
    goal: Micros
    points: float
    lost: float
    why: str = ""


class Deduction(msgspec.Struct, frozen=True, kw_only=True):
    """rule: of the scoring table; count: how often; evidence: ids of steps, approvals or effects that show it."""

    rule: str
    count: int
    lost: float
    evidence: tuple[str, ...] = ()


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """score: 0 to 100. table: version of the scoring table."""

    table: str
    score: float
    passed: bool
    phases: tuple[Phase, ...] = ()
    deductions: tuple[Deduction, ...] = ()


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """What a restore drill measured. rto: from its beginning until what came back was proved to work; rpo: age of the
    snapshot at that beginning; newest_data: of the files in it. problems: why it does not count as restored."""

    repository: str
    snapshot: str
    snapshot_time: Micros
    began: Micros
    rto: Micros
    rpo: Micros
    restore: Micros
    verify: Micros
    newest_data: Micros
    files: int
    size_bytes: int
    digest: str
    partial: bool = False
    problems: tuple[str, ...] = ()


class Drill(msgspec.Struct, frozen=True, kw_only=True):
    """A drill (应急演练) from plan to record. began: when the director gave the signal. plan: of a backup, for restore drills.
    incident: what the exercise raised, when it did. would: lines of a rehearsal. sm3: of the record, once it is over;
    documents: papers of the compliance ledger made of it."""

    id: str
    title: Words
    unit: str
    kind: DrillKind
    mode: DrillMode
    playbook: str
    status: DrillStatus = DrillStatus.PLANNED
    system: str = ""
    plan: str = ""
    inputs: dict[str, Any] = {}
    participants: tuple[Participant, ...] = ()
    scheduled: Micros = 0
    began: Micros = 0
    ended: Micros = 0
    execution: str = ""
    incident: str = ""
    findings: str = ""
    would: tuple[dict[str, Any], ...] = ()
    sheet: Sheet | None = None
    restored: Restored | None = None
    sm3: str = ""
    documents: tuple[str, ...] = ()
    created: Micros = 0
    created_by: str = ""
    changed: Micros = 0
