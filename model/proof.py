"""Evidence and Execution: what proves a control, and what a playbook did."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from model.event import EventId
from model.times import Micros


class Verdict(StrEnum):
    """Result of an automatic check of a control item."""

    MET = "met"
    PARTLY_MET = "partly_met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    UNKNOWN = "unknown"

    @property
    def zh(self) -> str:
        return _VERDICT_ZH[self]


_VERDICT_ZH = {
    Verdict.MET: "符合",
    Verdict.PARTLY_MET: "部分符合",
    Verdict.NOT_MET: "不符合",
    Verdict.NOT_APPLICABLE: "不适用",
    Verdict.UNKNOWN: "未知",
}


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """A fact offered for a control item. query: the search that reproduces it; event_ids: a sample of what it found;
    ledger_root: the audit trail's root when it was taken, so that it can be verified later without the platform."""

    id: str
    control: str
    verdict: Verdict
    unit: str
    taken: Micros
    query: str = ""
    event_ids: tuple[EventId, ...] = ()
    digest: str = ""
    ledger_root: str = ""


class ExecutionStatus(StrEnum):
    """Playbook execution states. `ongoing`, `successfully_executed` and `failed` are the words SOARCA reports; CACAO 2.0
    itself has none. `stuck`: neither done nor failed for longer than the playbook allows."""

    ONGOING = "ongoing"
    AWAITING_APPROVAL = "awaiting_approval"
    SUCCESSFULLY_EXECUTED = "successfully_executed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    STUCK = "stuck"

    @property
    def zh(self) -> str:
        return _EXECUTION_ZH[self]


_EXECUTION_ZH = {
    ExecutionStatus.ONGOING: "执行中",
    ExecutionStatus.AWAITING_APPROVAL: "待审批",
    ExecutionStatus.SUCCESSFULLY_EXECUTED: "执行成功",
    ExecutionStatus.FAILED: "执行失败",
    ExecutionStatus.CANCELLED: "已取消",
    ExecutionStatus.STUCK: "执行停滞",
}


class Execution(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    playbook: str
    incident: str
    unit: str
    status: ExecutionStatus
    started: Micros
    updated: Micros
