"""What reports of risk, critical infrastructure and the data survey are about, read within one Scope."""

from __future__ import annotations

from sqlalchemy.orm import Session

from compliance.reports import critical, risk, survey
from model.times import Micros
from pipeline.compliance.critical import critical_systems, weaknesses_of
from pipeline.compliance.desk import District
from pipeline.compliance.risks import risks_of
from store import compliance as ledgers
from store.public_data.requests import every
from store.scope import Scope


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
