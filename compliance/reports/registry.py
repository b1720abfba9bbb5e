"""Which reports there are, and in which forms they come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import msgspec

from compliance.reports import (
    assessment,
    critical,
    district,
    incident,
    project,
    public_data,
    risk,
    situation,
    summary,
    survey,
)
from compliance.reports.document import Report, cleaned
from compliance.reports.render_docx import to_docx
from compliance.reports.render_pdf import to_pdf
from compliance.reports.render_xlsx import to_xlsx
from model.errors import InputError

Subject = Literal["system", "unit", "incident", "hours", "month", "year", "data_set"]


@dataclass(frozen=True, slots=True)
class Kind:
    """subject: what an id names that must be given; unit: none need be. oscal: whether it can also be exported as OSCAL.
    permission: what whoever makes it must have beside that of making reports."""

    id: str
    zh: str
    en: str
    subject: Subject
    oscal: bool = False
    permission: str = "compliance:export"


@dataclass(frozen=True, slots=True)
class Form:
    id: str
    media: str
    render: Callable[[Report], bytes]


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        one.id: one
        for one in (
            Kind(assessment.KIND, "等级保护自查报告", "Self-assessment of a system", "system", oscal=True),
            Kind(district.KIND, "合规态势报告", "Compliance posture of a unit and those below it", "unit"),
            Kind(district.TRACKER, "整改跟踪表", "Rectification tracker", "unit"),
            Kind(risk.KIND, "风险评估报告", "Risk assessment of a unit and those below it", "unit"),
            Kind(
                critical.KIND,
                "关键信息基础设施安全保护报告",
                "Critical infrastructure: protection of a system",
                "system",
                permission="cii:read",
            ),
            Kind(survey.KIND, "数据摸底调查表", "Data survey sheet of the filing", "unit"),
            Kind(project.KIND, "三同步项目档案", "Project file of three synchronizations", "system"),
            Kind(incident.KIND, "网络安全事件报告", "Incident report", "incident", permission="incidents:read"),
            Kind(
                summary.KIND,
                "网络安全事件处置总结报告",
                "Summary of a handled incident",
                "incident",
                permission="clocks:read",
            ),
            Kind(
                public_data.LIFE, "数据全生命周期审计报告", "Data life-cycle audit", "data_set", permission="data:read"
            ),
            Kind(
                public_data.ASSESSMENT,
                "数据安全评估报告",
                "Data security assessment",
                "data_set",
                permission="data:read",
            ),
            Kind(situation.BRIEF, "网络安全态势简报", "Situation brief", "hours", permission="incidents:read"),
            Kind(situation.KIND, "网络安全态势月报", "Monthly situation report", "month", permission="incidents:read"),
            Kind(situation.YEARLY, "网络安全态势年报", "Yearly situation report", "year", permission="incidents:read"),
        )
    }
)


def to_json(report: Report) -> bytes:
    return msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n"


FORMS: Mapping[str, Form] = MappingProxyType(
    {
        one.id: one
        for one in (
            Form("pdf", "application/pdf", to_pdf),
            Form("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", to_docx),
            Form("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", to_xlsx),
            Form("json", "application/json", to_json),
        )
    }
)


def kind_of(name: str) -> Kind:
    found = KINDS.get(name)
    if found is None:
        raise InputError(f"there is no report {name[:60]!r}", hint=f"there are {', '.join(KINDS)}")
    return found


def rendered(report: Report, form: str) -> bytes:
    """Raises InputError for a form there is not."""
    found = FORMS.get(form)
    if found is None:
        raise InputError(f"reports do not come as {form[:20]!r}", hint=f"there are {', '.join(FORMS)}")
    return found.render(cleaned(report))
