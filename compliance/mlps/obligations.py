"""What the law asks of a system by when: filing, refiling, survey, certificate, assessments. Dated data, no code per rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from compliance.catalog import Deadline, catalog, holding
from compliance.mlps.own_probes import certificate_until
from model.compliance import CiiStatus, SystemRecord
from model.estate import System

SOON_DAYS = 90
State = Literal["done", "open", "soon", "overdue"]


@dataclass(frozen=True, slots=True)
class Obligation:
    """due: a day, empty when it depends on something not recorded yet. done: the day it was fulfilled last."""

    deadline: Deadline
    due: str
    done: str
    state: State


def obligations(system: System, record: SystemRecord, today: str) -> Iterator[Obligation]:
    for one in holding(catalog().deadlines, today):
        bound = record.cii.status is CiiStatus.IDENTIFIED if one.cii else system.mlps_level in one.levels
        if bound:
            due, done, fulfilled = _dates(one, record, today)
            yield Obligation(one, due, done, _state(due, fulfilled, today))


def _dates(one: Deadline, record: SystemRecord, today: str) -> tuple[str, str, bool]:
    """(due, done last, whether nothing is owed now)."""
    filing = record.filing
    if one.id == "filing":
        due = _later(record.grading.approved, one.days_after_approval)
        return due, filing.filed, bool(filing.certificate)
    if one.id in ("refiling", "survey"):
        done = filing.refiled if one.id == "refiling" else filing.survey
        fresh = bool(filing.filed) and filing.filed >= one.valid_from and one.id == "refiling"
        return one.until, done or (filing.filed if fresh else ""), bool(done) or fresh
    if one.id == "certificate":
        if not filing.filed:
            return "", "", False
        end = certificate_until(filing.filed, record.assessed, today)
        return end, filing.filed, False
    done = record.cii.assessed if one.cii else record.assessed
    return (_later(done, one.every_days) if done else today), done, False


def _later(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat() if day else ""


def _state(due: str, fulfilled: bool, today: str) -> State:
    if fulfilled:
        return "done"
    if not due:
        return "open"
    if due < today:
        return "overdue"
    return "soon" if due <= _later(today, SOON_DAYS) else "done"
