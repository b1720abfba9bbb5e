"""Data sets, their standing, lineage and assessment as they go over the wire."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from api.compliance.views import answer_view, counted, document_view, review_view
from api.public_data.schemas import (
    AssessedFactor,
    AssessedLevel,
    AssessedRisk,
    DataAccessRead,
    DataAssessmentRead,
    DataCatalogueRead,
    DataControlRead,
    DataFindingRead,
    DataPhaseRead,
    DataSetBriefing,
    DataSetDetail,
    DestructionRead,
    LineageEdge,
    LineageNode,
    LineageRead,
    OpenControl,
    PhaseState,
    PlaceRead,
)
from api.wire import Moment, moment
from compliance.catalog import catalog
from compliance.mlps.reasons import reason
from compliance.mlps.rules import Rule
from compliance.public_data.assessment import Assessment, DataRisk, assess, method
from compliance.public_data.lineage import Kind, Vertex
from compliance.public_data.phases import life_cycle, rule_named
from compliance.public_data.standing import ControlStanding, DataStanding, PhaseStanding
from correlator.drawing.layout import arranged
from model.data_approvals import DestructionRecord, RequestState
from model.estate import Unit
from model.public_data import CatalogueEntry
from model.times import Micros
from pipeline.public_data.tracing import Traced
from store.contract import TimeRange


def briefing(held: DataStanding, now: Micros) -> DataSetBriefing:
    data, states = held.data.data_set, [one.state_at(now) for one in held.data.requests]
    level = method().level(assess(held).level)
    return DataSetBriefing(
        id=data.id,
        name=data.name,
        name_zh=data.name_zh,
        unit=data.unit,
        system=data.system,
        data_class=data.data_class,
        data_class_zh=data.data_class.zh,
        personal_information=data.personal_information,
        records=data.records,
        phases=[_state(one) for one in held.phases],
        counted=counted(held.counted()),
        findings=sum(one.count for one in held.data.findings.values()),
        approvals=states.count(RequestState.APPROVED),
        waiting=states.count(RequestState.REQUESTED),
        level=level.id,
        level_zh=level.zh,
        level_en=level.en,
        last=or_none(held.last),
    )


def or_none(time: Micros) -> Moment | None:
    return moment(time) if time else None


def _state(one: PhaseStanding) -> PhaseState:
    return PhaseState(
        phase=one.phase.id,
        zh=one.phase.id.zh,
        en=one.phase.en,
        verdict=one.verdict,
        seen=one.seen.count,
        last=or_none(one.seen.last),
        findings=sum(found.count for found in one.findings.values()),
    )


def catalogue_view(entry: CatalogueEntry) -> DataCatalogueRead:
    return DataCatalogueRead(
        places=[PlaceRead(kind=one.kind, name=one.name) for one in entry.places],
        fields=list(entry.fields),
        keepers=list(entry.keepers),
    )


def detail(held: DataStanding, now: Micros) -> DataSetDetail:
    data = held.data
    return DataSetDetail(
        at=moment(held.at),
        brief=briefing(held, now),
        catalogue=catalogue_view(data.entry),
        phases=[
            DataPhaseRead(
                state=_state(one),
                basis=one.phase.basis,
                basis_en=one.phase.basis_en,
                controls=[_control(control, held) for control in one.controls],
            )
            for one in held.phases
        ],
        findings=[
            DataFindingRead(
                kind=kind, phase=kind.phase, count=found.count, last=moment(found.last), alerts=list(found.alerts)
            )
            for kind, found in sorted(data.findings.items())
        ],
        proofs=[proof_view(one) for one in data.proofs],
        documents=[document_view(one) for one in data.documents],
        verify=life_cycle().verify.en,
        verify_zh=life_cycle().verify.zh,
    )


def _control(one: ControlStanding, held: DataStanding) -> DataControlRead:
    control, weighed = one.control, one.weighed
    return DataControlRead(
        id=control.id,
        zh=control.zh,
        en=control.en,
        verdict=weighed.verdict,
        auto=weighed.auto,
        outdated=weighed.outdated,
        measure_zh=control.measure_zh,
        measure_en=control.measure_en,
        answers=[answer_view(held.answers[rule], _rule(rule)) for rule in one.answers],
        documents=list(weighed.documents),
        reviewed=review_view(weighed.reviewed) if weighed.reviewed else None,
    )


def _rule(rule_id: str) -> Rule:
    """Of the life cycle, or an item of classified protection in its place."""
    if not rule_id.startswith("mlps:"):
        return rule_named(rule_id)
    item = catalog().places[rule_id.removeprefix("mlps:")].item
    return Rule(id=rule_id, zh=item.zh, en=item.en, probe="", look="")


def proof_view(one: DestructionRecord) -> DestructionRead:
    return DestructionRead(
        reference=one.reference,
        time=moment(one.time),
        sm3=one.sm3,
        method=one.method,
        witness=one.witness,
        copies=one.copies,
        added=moment(one.added),
        added_by=one.added_by,
    )


UNITS = frozenset({Kind.OWNER, Kind.UNIT, Kind.RECIPIENT, Kind.ACTOR})
"""Nodes that may be a unit: exchanges know a unit by its id as well."""


def _node(one: Vertex, number: str, at: tuple[float, float], unit: Unit | None) -> LineageNode:
    return LineageNode(
        id=number,
        kind=one.kind,
        label=one.label,
        name=unit.name if unit else one.label,
        name_zh=unit.name_zh if unit else one.label,
        unit=one.unit,
        size=one.size,
        x=at[0],
        y=at[1],
    )


def lineage_view(found: Traced, within: TimeRange, query: str, units: Mapping[str, Unit]) -> LineageRead:
    """units: all there are."""
    held = found.lineage
    first = {node.id: place for place, node in enumerate(held.nodes)}
    at = arranged(first, [(edge.source, edge.target) for edge in held.edges])
    number = {node.id: f"n{place}" for place, node in enumerate(held.nodes)}
    return LineageRead(
        start=moment(within.start),
        end=moment(within.end),
        query=query,
        nodes=[
            _node(one, number[one.id], at[one.id], units.get(one.label) if one.kind in UNITS else None)
            for one in held.nodes
        ],
        edges=[
            LineageEdge(
                id=f"e{place}",
                source=number[one.source],
                target=number[one.target],
                link=one.link,
                standing=one.standing,
                actions=one.actions,
                count=one.count,
                rows=one.rows,
                size_bytes=one.size_bytes,
                identifiers=one.identifiers,
                first=or_none(one.first),
                last=or_none(one.last),
                fields=one.fields,
                purposes=one.purposes,
                approvals=one.approvals,
                event_ids=one.event_ids,
            )
            for place, one in enumerate(held.edges)
        ],
        events=held.events,
        more=held.more,
        cut=found.cut,
        aggregated=held.aggregated,
        unapproved=held.unapproved,
        proofs=held.proofs,
    )  # fmt: skip


def access_view(event: Mapping[str, Any]) -> DataAccessRead:
    fields = event.get("fengsui.data.fields")
    return DataAccessRead(
        id=str(event["event.id"]),
        time=moment(event["@timestamp"]),
        action=_text(event, "fengsui.data.action"),
        actor=_text(event, "fengsui.data.actor") or _text(event, "user.name"),
        recipient=_text(event, "fengsui.data.recipient"),
        place=_text(event, "fengsui.data.place"),
        object=_text(event, "fengsui.data.object"),
        rows=_number(event, "fengsui.data.rows"),
        size_bytes=_number(event, "fengsui.data.bytes"),
        fields=[str(one) for one in (fields if isinstance(fields, list) else [fields] if fields else [])][:100],
        purpose=_text(event, "fengsui.data.purpose"),
        approval=_text(event, "fengsui.data.approval"),
        identifiers=_number(event, "fengsui.data.identifier.total") or 0,
        source=_text(event, "fengsui.source"),
        unit=_text(event, "fengsui.unit"),
    )


def _text(event: Mapping[str, Any], field: str) -> str:
    value = event.get(field)
    return "" if value is None else str(value[0] if isinstance(value, list) and value else value)


def _number(event: Mapping[str, Any], field: str) -> int | None:
    value = event.get(field)
    return min(value, 2**53 - 1) if isinstance(value, int) and not isinstance(value, bool) else None


def assessment_view(made: Assessment) -> DataAssessmentRead:
    how = method()
    level, numbers = how.level(made.level), made.by_level()
    return DataAssessmentRead(
        at=moment(made.at),
        level=level.id,
        level_zh=level.zh,
        level_en=level.en,
        degree=made.degree,
        factors=[AssessedFactor(id=one.id, value=one.value, points=one.points) for one in made.factors],
        risks=[_risk(one) for one in made.risks],
        open=[OpenControl(phase=phase, control=one.id, zh=one.zh, en=one.en) for phase, one in made.open],
        met=made.met,
        assessed=made.assessed,
        levels=[AssessedLevel(id=one.id, zh=one.zh, en=one.en, risks=numbers[one.id]) for one in how.levels],
        matrix={str(degree): list(row) for degree, row in how.matrix.items()},
        source=how.source,
        verify=how.verify.en,
        verify_zh=how.verify.zh,
    )


def _risk(one: DataRisk) -> AssessedRisk:
    how = method()
    level, harm = how.level(one.level), how.harm(one.control.harm)
    reasons = [reason(answer) for answer in one.answers]
    return AssessedRisk(
        phase=one.phase,
        phase_zh=one.phase.zh,
        control=one.control.id,
        zh=one.control.zh,
        en=one.control.en,
        domain=one.domain,
        verdict=one.verdict,
        harm=harm.id,
        harm_zh=harm.zh,
        harm_en=harm.en,
        degree=one.degree,
        likelihood=one.likelihood,
        level=level.id,
        level_zh=level.zh,
        level_en=level.en,
        reasons_zh=_distinct(zh for zh, _ in reasons),
        reasons_en=_distinct(en for _, en in reasons),
        measure_zh=one.control.measure_zh,
        measure_en=one.control.measure_en,
        alerts=one.alerts,
        alert_ids=list(one.alert_ids),
    )


def _distinct(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))
