"""Critical infrastructure as it goes over the wire."""

from __future__ import annotations

from api.cii.schemas import (
    CiiActivityRead,
    CiiAssessmentRead,
    CiiBrief,
    CiiControlRead,
    CiiDetail,
    CiiFileModel,
    ItemAnswer,
    ScanPermitRead,
    SupplierNamed,
)
from api.compliance import views
from api.wire import moment, moment_or_none
from compliance.catalog import catalog
from compliance.cii.catalogue import Topic
from compliance.cii.probes import YEAR_DAYS
from compliance.cii.standing import ActivityStanding, ControlStanding, counted
from compliance.mlps.posture import Said
from model.cii import CiiAssessment, ScanPermit
from model.times import DAY, day_of, parse_iso
from pipeline.compliance.critical import Critical
from store.encoding import to_plain


def brief(one: Critical, today: str) -> CiiBrief:
    record, system = one.posture.record, one.posture.system
    assessed = one.assessments[-1].dated if one.assessments else record.cii.assessed
    return CiiBrief(
        system=system.id,
        name=system.name,
        name_zh=system.name_zh,
        unit=system.unit,
        status=record.cii.status,
        department=one.file.department,
        document=record.cii.document,
        counted=views.counted(counted(one.activities)),
        assessed=assessed,
        due=day_of(parse_iso(f"{assessed}T00:00:00Z") + YEAR_DAYS * DAY) if assessed else "",
        permits=sum(permit.holds(today) for permit in one.permits),
        suppliers=len(one.suppliers),
    )


def detail(one: Critical, said: Said, today: str) -> CiiDetail:
    body = to_plain(one.file)
    return CiiDetail(
        brief=brief(one, today),
        file=CiiFileModel(**{name: value for name, value in body.items() if name not in ("system", "unit")}),
        activities=[activity_view(held) for held in one.activities],
        assessments=[assessment_view(held) for held in reversed(one.assessments)],
        permits=[permit_view(held, today) for held in reversed(one.permits)],
        suppliers=[SupplierNamed(id=held.id, name=held.name) for held in one.suppliers],
        documents=[
            views.document_view(paper) for paper in said.documents if any(i.startswith("CII-") for i in paper.items)
        ],
    )


def activity_view(one: ActivityStanding) -> CiiActivityRead:
    return CiiActivityRead(
        id=one.activity.id,
        zh=one.activity.zh,
        en=one.activity.en,
        clause=one.activity.clause,
        counted=views.counted(counted([one])),
        controls=[_control(topic, held) for topic, controls in one.topics for held in controls],
    )


def _control(topic: Topic, one: ControlStanding) -> CiiControlRead:
    weighed, places = one.weighed, catalog().places
    zh, en = one.own.words if one.own is not None else ("", "")
    return CiiControlRead(
        id=one.control.id,
        clause=topic.clause,
        topic_zh=topic.zh,
        topic_en=topic.en,
        zh=one.control.zh,
        en=one.control.en,
        basis=f"{one.control.basis} ({one.control.basis_en})" if one.control.basis else "",
        evidence=one.control.evidence,
        verify=one.control.verify,
        verdict=weighed.verdict,
        auto=weighed.auto,
        reviewed=weighed.reviewed.verdict if weighed.reviewed else None,
        official=weighed.official.verdict if weighed.official else None,
        outdated=weighed.outdated,
        answers=[views.answer_view(answer) for answer in one.answers],
        items=[
            ItemAnswer(item=item, zh=places[item].item.zh, en=places[item].item.en, verdict=verdict)
            for item, verdict in one.items
        ],
        own=one.own.verdict if one.own is not None else None,
        own_zh=zh,
        own_en=en,
        documents=list(weighed.documents),
    )


def assessment_view(one: CiiAssessment) -> CiiAssessmentRead:
    return CiiAssessmentRead(
        id=one.id,
        kind=one.kind,
        dated=one.dated,
        assessor=one.assessor,
        sm3=one.sm3,
        findings=one.findings,
        mended=one.mended,
        due=one.due,
        submitted=one.submitted,
        added=moment(one.added),
        added_by=one.added_by,
    )


def permit_view(one: ScanPermit, today: str) -> ScanPermitRead:
    return ScanPermitRead(
        id=one.id,
        number=one.number,
        approved_by=one.approved_by,
        tester=one.tester,
        purpose=one.purpose,
        hosts=list(one.hosts),
        start=one.start,
        until=one.until,
        holds=one.holds(today),
        revoked=moment_or_none(one.revoked or None),
        added_by=one.added_by,
    )
