"""Stored incidents as they go over the wire, with the reasons in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from api.alerts import views
from api.attack import tactic, tactics, technique, techniques
from api.incidents.schemas import (
    CalibrationRead,
    EntityRisk,
    EntityRisks,
    IncidentChangeRead,
    IncidentCounts,
    IncidentDetail,
    IncidentRead,
    MemberRead,
    RiskShare,
    StatusTotal,
    StepRead,
    Why,
)
from api.wire import moment, moment_or_none
from correlator.calibration import Calibration
from correlator.confidence import words
from correlator.export import incident_object, summary
from correlator.risk import Risk
from correlator.scoring import words as score_words
from correlator.settings import ESCALATE
from model.incident import IncidentStatus, Reason
from model.times import Micros
from store.alerts import StoredAlert
from store.incident_views import StoredIncident
from store.incidents import HistoryItem

ENTITIES = 12


def incident(stored: StoredIncident) -> IncidentRead:
    return IncidentRead(**_values(stored, ENTITIES))


def _values(stored: StoredIncident, entities: int | None) -> dict[str, Any]:
    said = stored.incident
    return {
        "id": said.id,
        "title": said.title,
        "title_zh": said.title_zh,
        "status": said.status,
        "status_zh": said.status.zh,
        "level": said.level,
        "level_zh": said.level.zh,
        "score": said.score,
        "escalated": said.escalated,
        "created": moment(said.created),
        "updated": moment(said.updated),
        "first_event": moment(said.first_event),
        "last_event": moment(said.last_event),
        "units": list(said.units),
        "alert_count": len(said.members),
        "entity_count": len(said.entities),
        "entities": [views.entity(one) for one in said.entities[:entities]],
        "techniques": techniques(said.techniques),
        "tactics": tactics(said.tactics),
        "merged_into": said.merged_into or None,
        "scored": [score_words(part)[0] for part in said.scored],
        "scored_zh": [score_words(part)[1] for part in said.scored],
        "confidence": said.confidence,
        "because": [words(reason)[0] for reason in said.because],
        "because_zh": [words(reason)[1] for reason in said.because],
        "related": list(said.related),
        "decided_by": stored.decided_by or None,
        "decided": moment_or_none(stored.decided),
        "note": stored.note,
        "partial": stored.partial,
    }


def detail(stored: StoredIncident, members: Mapping[str, StoredAlert]) -> IncidentDetail:
    """members: by alert id, as many as are to be shown."""
    said = stored.incident
    alerts = {one: found.alert for one, found in members.items()}
    story, story_zh = summary(said, alerts)
    shown = [
        MemberRead(alert=views.alert(members[member.alert_id]), reason=_why(member.reason))
        for member in said.members
        if member.alert_id in members
    ]
    return IncidentDetail(
        **_values(stored, None),
        story=story,
        story_zh=story_zh,
        steps=[
            StepRead(
                time=step["t"],
                technique=technique(step["technique"]) if step["technique"] else None,
                tactic=tactic(step["tactic"]) if step["tactic"] else None,
                host=step["host"] or None,
                alerts=step["alert_ids"],
            )
            for step in incident_object(said, alerts)["steps"]
        ],
        members=sorted(shown, key=lambda member: (member.alert.time, member.alert.id)),
    )


def _why(reason: Reason) -> Why:
    text, text_zh = _words(reason)
    return Why(
        kind=reason.kind,
        other=reason.other or None,
        path=list(reason.path),
        weight=reason.weight,
        text=text,
        text_zh=text_zh,
    )


def _words(reason: Reason) -> tuple[str, str]:
    if reason.kind == "first":
        return "Opened the incident", "本事件的第一条告警"
    if reason.kind == "person":
        return "Put here by an analyst", "由分析人员归入"
    if reason.kind == "moment":
        shared = reason.path[0] if reason.path else ""
        return f"Seen on {shared} in the same second", f"同一秒内见于 {shared}"
    if reason.kind == "neighbour" and len(reason.path) == 3:
        here, _, there = reason.path
        return (
            f"Unusual on {here} while the attack goes on at its neighbour {there}",
            f"攻击正在邻近的 {there} 上进行，此时 {here} 出现少见的告警",
        )
    if reason.kind == "again":
        return "What the first incident began with came back", "与前一事件开头相同的告警再次一并出现"
    if any(key.startswith("event:") for key in reason.path):
        return "Speaks of the same record as an alert in it", "与事件中的另一告警源自同一条原始记录"
    if not reason.path:
        return "Connected with what other units see", "与其他单位的情况相关联"
    shared = " → ".join(reason.path)
    return f"Shares {shared} (weight {reason.weight:.2f})", f"共同实体：{shared}（权重 {reason.weight:.2f}）"


def change(item: HistoryItem) -> IncidentChangeRead:
    return IncidentChangeRead(
        time=moment(item.time),
        actor=item.actor,
        kind=item.kind,
        alert=item.alert or None,
        status=item.status,
        status_zh=item.status.zh,
        level=item.level,
        score=item.score,
        note=item.note,
    )


def entity_risks(found: Sequence[Risk], now: Micros) -> EntityRisks:
    return EntityRisks(
        at=moment(now),
        items=[
            EntityRisk(
                entity=views.entity(risk.entity),
                value=risk.value,
                because=[RiskShare(incident=b.incident, share=b.share) for b in risk.because],
            )
            for risk in found
        ],
    )


def state(stored: StoredIncident) -> str:
    """For ETag: differs after every decision and whenever the correlator changed it."""
    said = stored.incident
    return f"{said.status.value}.{said.updated}.{len(said.members)}.{stored.decided or 0}"


def counts(by_status: Mapping[IncidentStatus, int]) -> IncidentCounts:
    return IncidentCounts(
        total=sum(number for status, number in by_status.items() if status is not IncidentStatus.MERGED),
        statuses=[
            StatusTotal(status=status, status_zh=status.zh, count=number) for status, number in by_status.items()
        ],
    )


def calibration(said: Calibration | None) -> CalibrationRead:
    used = said or Calibration(made=0, start=0)
    return CalibrationRead(
        made=moment(said.made) if said else None,
        start=moment(said.start) if said else None,
        quiet_days=used.quiet_days,
        shown=used.shown,
        attacks=used.attacks,
        noise=used.noise,
        escalate=used.escalate,
        shipped=ESCALATE,
        even=used.middle,
        fitted=used.fitted,
    )
