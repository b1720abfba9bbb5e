"""Risks as they go over the wire."""

from __future__ import annotations

from api.risks.schemas import (
    GradeRead,
    RiskBrief,
    RiskCauseRead,
    RiskMethodRead,
    RiskWeaknessRead,
    ThreatRead,
    TreatmentRead,
)
from api.wire import moment, moment_or_none
from compliance.risk.method import Method, threats, told
from compliance.risk.standing import Standing
from model.risk import Cause, Treatment, Weakness
from pipeline.compliance.risks import Risks


def method_view(method: Method) -> RiskMethodRead:
    return RiskMethodRead(
        name=method.name,
        version=method.version,
        source=method.source,
        verify=method.verify.en,
        verify_zh=method.verify.zh,
        window_days=method.frequency.window_days,
        treat_from=method.treat_from,
        longest_acceptance_days=method.longest_acceptance_days,
        level=[list(row) for row in method.level],
        grades=[GradeRead(grade=one.grade, zh=one.zh, en=one.en) for one in method.names],
        threats=[ThreatRead(id=one.id, zh=one.zh, en=one.en) for one in threats().values()],
    )


def brief(found: Risks, one: Standing) -> RiskBrief:
    risk, threat = one.risk, threats()[one.risk.threat]
    system = found.systems.get(risk.system)
    asset = found.assets.get(risk.asset)
    return RiskBrief(
        id=risk.id,
        system=risk.system,
        system_name=system.name if system else "",
        system_name_zh=system.name_zh if system else "",
        unit=risk.unit,
        asset=risk.asset,
        asset_name=asset.name if asset else "",
        threat=risk.threat,
        threat_zh=threat.zh,
        threat_en=threat.en,
        weakness=risk.weaknesses[0].id,
        weaknesses=len(risk.weaknesses) + risk.more,
        value=risk.value,
        frequency=risk.frequency,
        ease=risk.ease,
        severity=risk.severity,
        likelihood=risk.likelihood,
        loss=risk.loss,
        level=risk.level,
        state=one.state,
        residual=one.residual,
        treatment=treatment_view(one.treatment, found.method) if one.treatment else None,
    )


def treatment_view(one: Treatment, method: Method) -> TreatmentRead:
    return TreatmentRead(
        owner=one.owner,
        way=one.way,
        measures=one.measures,
        due=one.due,
        until=one.until,
        likelihood=one.likelihood,
        loss=one.loss,
        residual=method.level_of(one.likelihood, one.loss),
        inherent=one.inherent,
        approver=one.approver,
        approved=moment_or_none(one.approved or None),
        done=one.done,
        proof=one.proof,
        set_by=one.set_by,
        set_at=moment(one.set_at),
    )


def cause_view(one: Cause) -> RiskCauseRead:
    zh, en = told(one)
    return RiskCauseRead(
        figure=one.figure,
        grade=one.grade,
        zh=zh,
        en=en,
        kind=one.kind,
        ref=one.ref,
        rules=[str(rule) for rule in one.params.get("rules", ())],
    )


def weakness_view(one: Weakness) -> RiskWeaknessRead:
    return RiskWeaknessRead(
        kind=one.kind,
        id=one.id,
        title_zh=one.title_zh,
        title_en=one.title_en,
        severity=one.severity,
        ease=one.ease,
        causes=[cause_view(cause) for cause in one.causes],
    )
