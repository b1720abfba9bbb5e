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
    """Playbook execution states, CACAO 2.0 section 'execution-status' in SOARCA's reporting words."""

    ONGOING = "ongoing"
    AWAITING_APPROVAL = "awaiting_approval"
    SUCCESSFULLY_EXECUTED = "successfully_executed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    STUCK = "stuck"


class Execution(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    playbook: str
    incident: str
    unit: str
    status: ExecutionStatus
    started: Micros
    updated: Micros
