"""What reports of risk, critical infrastructure, the data survey and public data are about, read within one Scope."""

from __future__ import annotations

from sqlalchemy.orm import Session

from compliance.public_data.assessment import assess
from compliance.reports import critical, public_data, risk, survey
from model.errors import InputError
from model.times import DAY, Micros
from pipeline.compliance.critical import critical_systems, weaknesses_of
from pipeline.compliance.desk import District
from pipeline.compliance.risks import risks_of
from pipeline.public_data.desk import data_desk_of
from pipeline.public_data.tracing import traced
from store import compliance as ledgers
from store.contract import TimeRange
from store.public_data.requests import every
from store.scope import Scope

TRACED_DAYS = 90
"""How far back the lineage of a data set reaches in its reports."""


def risk_register(tx: Session, found: District, scope: Scope, subject: str, now: Micros) -> risk.Register:
    held = risks_of(found)
    return risk.Register(
        scope=subject,
        method=held.method,
        standings=held.standings(tx, scope, now),
        systems=held.systems,
        assets=held.assets,
        days=ledgers.risk_days(tx, scope),
    )


def protected(tx: Session, found: District, system: str, scope: Scope) -> critical.Protected:
    """Raises NotFound for a system outside the scope."""
    (held,) = critical_systems(tx, found, scope, named=system)
    return critical.Protected(
        posture=held.posture,
        file=held.file,
        activities=held.activities,
        assessments=held.assessments,
        permits=held.permits,
        suppliers=held.suppliers,
        weaknesses={one.id: weaknesses_of(tx, found, one, scope) for one in held.suppliers},
    )


def data_survey(tx: Session, found: District, scope: Scope, subject: str, now: Micros) -> survey.Survey:
    given: dict[str, list[str]] = {}
    for one in every(tx, scope):
        if one.state_at(now).value == "approved" and one.terms.recipient not in given.get(one.terms.data_set, ()):
            given.setdefault(one.terms.data_set, []).append(one.terms.recipient)
    held = found.within(scope)
    return survey.Survey(
        scope=subject,
        systems={name: one.system for name, one in held.items()},
        records={name: one.record for name, one in held.items()},
        data=[one for one in found.facts.estate.data_sets if scope.allows(one.unit)],
        given_to=given,
    )


def data_set(tx: Session, found: District, name: str, scope: Scope, now: Micros) -> public_data.Told:
    """Raises NotFound for a data set outside the scope."""
    desk = found.desk
    if desk is None:
        raise InputError("data sets are judged beside the events, which are not at hand here")
    held = data_desk_of(desk.state, desk.store, desk.settings).data_sets(now).one(name, scope)
    traces = traced(tx, desk.store, held.data, scope, TimeRange(max(0, now - TRACED_DAYS * DAY), now + 1))
    return public_data.Told(held, assess(held), traces.lineage, TRACED_DAYS, traces.cut)
