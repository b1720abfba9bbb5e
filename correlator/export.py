"""An incident as the command line prints it: one object of fixed shape.

What is not known is an empty list or null: nothing is invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from correlator.confidence import words
from correlator.scoring import words as score_words
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
        "scored": [score_words(part)[0] for part in incident.scored],
        "scored_zh": [score_words(part)[1] for part in incident.scored],
        "confidence": incident.confidence,
        "because": [words(reason)[0] for reason in incident.because],
        "because_zh": [words(reason)[1] for reason in incident.because],
        "related": list(incident.related),
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
                    "alternatives": [
                        {"kind": o.kind, "other": o.other, "path": list(o.path), "weight": o.weight}
                        for o in member.reason.alternatives
                    ],
                },
            }
            for member in incident.members
        ],
        "entities": [{"kind": e.kind.value, "value": e.value, "role": e.role.value} for e in incident.entities],
        "steps": steps,
        "edges": _edges(incident, alerts),
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
        text += f" Candidate only: its alerts say too little so far (score {incident.score:g})."
        text_zh += f"仅为候选：现有告警尚不足以升级（评分 {incident.score:g}）。"
    return text, text_zh


def _minute(time: Micros) -> str:
    return to_iso(time)[:16].replace("T", " ")


def _steps(incident: Incident, alerts: Mapping[str, Alert]) -> list[dict[str, Any]]:
    """One step per (technique, tactic, host), at the time of its first alert, in order of time.

    That is when the alert spoke, not the first event it counted: a rule that counts over half an hour may begin its count
    long before what it tells of, and the step would stand before its own cause.
    """
    steps: dict[tuple[str, str, str], dict[str, Any]] = {}
    for member in incident.members:
        alert = alerts.get(member.alert_id)
        if alert is None or not (alert.techniques or alert.tactics):
            continue
        technique, tactic = next(iter(alert.techniques), ""), next(iter(alert.tactics), "")
        host = _host_of(alert)
        step = steps.setdefault(
            (technique, tactic, host),
            {"technique": technique, "tactic": tactic, "t": alert.time, "host": host, "alert_ids": []},
        )
        step["t"] = min(step["t"], alert.time)
        step["alert_ids"].append(alert.id)
    ordered = sorted(steps.values(), key=lambda s: (s["t"], s["technique"], s["host"]))
    return [{**step, "t": to_iso(step["t"])} for step in ordered]


# What one machine does to another, by what the alert says it was for.
_EDGE_KINDS = {
    "lateral-movement": "remote-exec",
    "credential-access": "credential-obtained",
    "initial-access": "logged-on",
    "persistence": "persistence-set",
    "exfiltration": "transferred",
    "command-and-control": "beacons-to",
}
MAX_EDGES = 500
MAX_ENDS = 8
MAX_EVIDENCE = 20


def _edges(incident: Incident, alerts: Mapping[str, Alert]) -> list[dict[str, Any]]:
    """Who acted on whom, each pair and kind once, at the time of its first alert, with the alerts that show it."""
    edges: dict[tuple[str, str, str], dict[str, Any]] = {}
    for member in incident.members:
        alert = alerts.get(member.alert_id)
        if alert is None:
            continue
        kind = next((_EDGE_KINDS[t] for t in alert.tactics if t in _EDGE_KINDS), "connects")
        actors = [e for e in alert.entities if e.role is Role.ACTOR][:MAX_ENDS]
        targets = [e for e in alert.entities if e.role is Role.TARGET and e.kind in _ENDS][:MAX_ENDS]
        for src, dst in ((a, t) for a in actors for t in targets if a.key != t.key):
            key = (src.key, dst.key, kind)
            if key not in edges and len(edges) >= MAX_EDGES:
                continue
            edge = edges.setdefault(
                key, {"src": src.key, "dst": dst.key, "kind": kind, "t": alert.first_time, "evidence": []}
            )
            edge["t"] = min(edge["t"], alert.first_time)
            if len(edge["evidence"]) < MAX_EVIDENCE:
                edge["evidence"].append(alert.id)
    ordered = sorted(edges.values(), key=lambda e: (e["t"], e["src"], e["dst"], e["kind"]))
    return [{**edge, "t": to_iso(edge["t"])} for edge in ordered]


_ENDS = frozenset(
    {EntityKind.HOST, EntityKind.IP, EntityKind.DEVICE, EntityKind.EXTERNAL, EntityKind.DATA_SET, EntityKind.DOMAIN}
)


def _host_of(alert: Alert) -> str:
    """Where it happened: the target machine, a name before an address."""
    machines = [e for e in alert.entities if e.kind in (EntityKind.HOST, EntityKind.DEVICE, EntityKind.IP)]
    order = {EntityKind.HOST: 0, EntityKind.DEVICE: 1, EntityKind.IP: 2}
    machines.sort(key=lambda e: (e.role is not Role.TARGET, e.role is Role.ACTOR, order[e.kind], e.value))
    return machines[0].value if machines else ""
