"""Backup plans and repositories over the wire."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from api.wire import Moment, Page, Plain, Read, Write
from model.recovery import Lamp, LookKind, LookOutcome

Word = Annotated[str, Field(max_length=300, pattern=Plain)]
BackupPath = Annotated[str, Field(max_length=1_000, pattern=Plain)]
Goal = Annotated[int, Field(ge=1, le=527_040, description="Minutes")]


class BackupReason(Read):
    """Why a lamp is not green. code: a slug; params: what fills its words."""

    code: str
    lamp: Lamp
    params: dict[str, str | int]


class BackupLook(Read):
    """part, parts: which share of the packs a check read; 0 of 0 for a look at the list."""

    id: str
    repository: str
    kind: LookKind
    outcome: LookOutcome
    said: str
    began: Moment
    ended: Moment
    snapshots: int
    newest: Moment | None
    size_bytes: int
    part: int
    parts: int
    by: str


class BackupLookPage(Page[BackupLook]):
    pass


class BackupRepository(Read):
    """location: null for somebody of another unit. state: ok, unknown, stale, or what the newest look found."""

    name: str
    unit: str
    location: str | None
    lamp: Lamp
    state: str
    reasons: list[BackupReason]
    snapshots: int
    newest: Moment | None
    size_bytes: int | None
    listed: BackupLook | None
    checked: BackupLook | None
    mine: bool


class BackupRestored(Read):
    """The last drill that restored it. rto_s: until it was proved to work; rpo_s: age of the backup when it began."""

    drill: str
    ended: Moment
    passed: bool
    rto_s: float
    rpo_s: float
    newest_data_s: float
    files: int
    size_bytes: int
    partial: bool
    problems: list[str]


class BackupPlanRead(Read):
    """newest, snapshots: of its own. longest_gap_s: between two of them; age_s: of the newest."""

    id: str
    name: str
    unit: str
    system: str
    repository: str
    host: str
    path: str
    tag: str
    assets: list[str]
    rpo_minutes: int
    rto_minutes: int
    required: list[str]
    include: str
    probe: str
    changed: Moment
    changed_by: str
    lamp: Lamp
    reasons: list[BackupReason]
    newest: Moment | None
    age_s: float | None
    snapshots: int
    longest_gap_s: float | None
    restored: BackupRestored | None


class BackupPlans(Read):
    items: list[BackupPlanRead]


class BackupPlanWrite(Write):
    """host, path, tag: which backups of the repository are meant; empty for any."""

    name: Annotated[str, Field(min_length=1, max_length=300, pattern=Plain)]
    system: Annotated[str, Field(min_length=1, max_length=300, pattern=Plain)]
    repository: Annotated[str, Field(min_length=1, max_length=63, pattern=Plain)]
    host: Word = ""
    path: BackupPath = ""
    tag: Word = ""
    assets: Annotated[list[Word], Field(max_length=500, default_factory=list)]
    rpo_minutes: Goal = 1_440
    rto_minutes: Goal = 240
    required: Annotated[
        list[BackupPath], Field(max_length=200, default_factory=list, description="Paths a restore must bring back")
    ]
    include: Annotated[str, Field(max_length=1_000, pattern=Plain, description="Drills restore only this path")] = ""
    probe: Annotated[str, Field(max_length=300, pattern=Plain, description="A probe of the settings, by name")] = ""


class BackupLookAsk(Write):
    kind: LookKind


class BackupLookAsked(Read):
    """Whether it was asked for; the platform looks when the look before is done."""

    repository: str
    kind: LookKind
