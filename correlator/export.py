"""An incident as the command line prints it: one object of fixed shape.

What this correlator cannot know yet is an empty list, `confidence` is null: nothing is invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from correlator.titles import tactic_names
from model.alert import Alert
from model.entity import EntityKind, Role
from model.incident import Incident, IncidentStatus
from model.times import Micros, to_iso

_NO_ALERTS: Mapping[str, Alert] = {}


Outlook = Mapping[str, list[dict[str, Any]]]
"""`next`, `blast` and `containment` (see `correlator.capability.printed`); empty without a register."""

_NO_OUTLOOK: Outlook = {}


def incident_object(
    incident: Incident, alerts: Mapping[str, Alert] = _NO_ALERTS, outlook: Outlook = _NO_OUTLOOK
) -> dict[str, Any]:
    """alerts: by id, as many of the members as the caller has; they make `steps` and the rules in the summary."""
    steps = _steps(incident, alerts)
    return {
        "id": incident.id,
        "created": to_iso(incident.created),
        "updated": to_iso(incident.updated),
        "first_event": to_iso(incident.first_event),
        "last_event": to_iso(incident.last_event),
        "score": incident.score,
        "confidence": None,
        "level": incident.level.value,
        "state": incident.status.value,
        "merged_into": incident.merged_into,
        "escalated": incident.escalated,
        "title": incident.title,
        "title_zh": incident.title_zh,
        "summary": summary(incident, alerts)[0],
        "summary_zh": summary(incident, alerts)[1],
        "units": list(incident.units),
        "alerts": [
            {
                "id": member.alert_id,
                "reason": {
                    "kind": member.reason.kind,
                    "other": member.reason.other,
                    "path": list(member.reason.path),
                    "weight": member.reason.weight,
                },
            }
            for member in incident.members
        ],
        "entities": [{"kind": e.kind.value, "value": e.value, "role": e.role.value} for e in incident.entities],
        "steps": steps,
        "edges": [],
        "next": outlook.get("next", []),
        "blast": outlook.get("blast", []),
        "containment": outlook.get("containment", []),
    }


def to_json(incident: Incident, alerts: Mapping[str, Alert] = _NO_ALERTS) -> bytes:
    """One line of `fengsui correlate`, without the newline."""
    return orjson.dumps(incident_object(incident, alerts))


def summary(incident: Incident, alerts: Mapping[str, Alert] = _NO_ALERTS) -> tuple[str, str]:
    """Two or three sentences, English and Chinese: how long, how many, what, and why it is (not) shown."""
    count, begin, end = len(incident.members), _minute(incident.first_event), _minute(incident.last_event)
    text = f"{count} alert{'' if count == 1 else 's'} between {begin} and {end} UTC."
    text_zh = f"{begin} 至 {end}（UTC）共 {count} 条告警。"
    if incident.tactics:
        named = [tactic_names(t) for t in incident.tactics]
        text += f" Tactics in order: {', '.join(n[0].lower() for n in named)}."
        text_zh += f"依次涉及：{'、'.join(n[1] for n in named)}。"
    rules = {alerts[m.alert_id].rule.id: alerts[m.alert_id].rule for m in incident.members if m.alert_id in alerts}
    loud = sorted(rules.values(), key=lambda r: (-r.level.rank, r.title))[:3]
    if loud:
        text += f" Most severe: {'; '.join(r.title for r in loud)}."
        text_zh += f"最严重的告警：{'；'.join(r.title_zh or r.title for r in loud)}。"
    if incident.status is IncidentStatus.MERGED:
        text += f" Continued in {incident.merged_into}."
        text_zh += f"已并入 {incident.merged_into}。"
    elif not incident.escalated:
        text += f" Candidate only: score {incident.score:g} is below the threshold."
        text_zh += f"仅为候选：评分 {incident.score:g} 未达升级阈值。"
    return text, text_zh


def _minute(time: Micros) -> str:
    return to_iso(time)[:16].replace("T", " ")


def _steps(incident: Incident, alerts: Mapping[str, Alert]) -> list[dict[str, Any]]:
    """One step per (technique, tactic, host), at the time of its first alert, in order of time."""
    steps: dict[tuple[str, str, str], dict[str, Any]] = {}
    for member in incident.members:
        alert = alerts.get(member.alert_id)
        if alert is None or not (alert.techniques or alert.tactics):
            continue
        technique, tactic = next(iter(alert.techniques), ""), next(iter(alert.tactics), "")
        host = _host_of(alert)
        step = steps.setdefault(
            (technique, tactic, host),
            {"technique": technique, "tactic": tactic, "t": alert.first_time, "host": host, "alert_ids": []},
        )
        step["t"] = min(step["t"], alert.first_time)
        step["alert_ids"].append(alert.id)
    ordered = sorted(steps.values(), key=lambda s: (s["t"], s["technique"], s["host"]))
    return [{**step, "t": to_iso(step["t"])} for step in ordered]


def _host_of(alert: Alert) -> str:
    """Where it happened: the target machine, a name before an address."""
    machines = [e for e in alert.entities if e.kind in (EntityKind.HOST, EntityKind.DEVICE, EntityKind.IP)]
    order = {EntityKind.HOST: 0, EntityKind.DEVICE: 1, EntityKind.IP: 2}
    machines.sort(key=lambda e: (e.role is not Role.TARGET, e.role is Role.ACTOR, order[e.kind], e.value))
    return machines[0].value if machines else ""
