"""Incidents as a person arranges them: two made one, some alerts made an incident of their own.

Pure functions of stored incidents and their alerts. An undo is the opposite arrangement (a merge is undone by splitting the
same alerts off, a split by merging), so nothing is lost and nobody's decision disappears.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from correlator.habits import Usual
from correlator.identity import Identities
from correlator.scoring import evidence
from correlator.settings import CorrelatorSettings
from correlator.state import OpenIncident
from model.alert import Alert
from model.errors import InputError
from model.event import digest
from model.incident import Incident, IncidentChange, IncidentStatus, Member, Reason
from model.times import Micros

FIRST = Reason(kind="first")


def merged(keep: Incident, gone: Incident, alerts: Mapping[str, Alert]) -> list[IncidentChange]:
    """`gone` lives on in `keep`. alerts: of both, by id. Raises InputError when either was merged before."""
    if keep.id == gone.id or keep.merged_into or gone.merged_into:
        raise InputError("an incident merges with another one that still stands", where=f"incident {gone.id}")
    held = {member.alert_id for member in keep.members}
    link = Reason(kind="person", other=keep.members[0].alert_id if keep.members else "")
    moved = [
        Member(alert_id=m.alert_id, reason=link) if m.reason.kind == "first" else m
        for m in gone.members
        if m.alert_id not in held
    ]
    updated = max(keep.updated, gone.updated) + 1
    ended = msgspec.structs.replace(gone, status=IncidentStatus.MERGED, merged_into=keep.id, updated=updated)
    grown = _arranged(keep, [*keep.members, *moved], alerts, updated)
    return [IncidentChange(kind="merged", incident=ended), IncidentChange(kind="merged", incident=grown)]


def split(incident: Incident, chosen: Iterable[str], alerts: Mapping[str, Alert]) -> list[IncidentChange]:
    """The chosen alerts become an incident of their own. alerts: all members by id. Raises InputError when they are none,
    all, or not members."""
    taken = set(chosen)
    members = {m.alert_id for m in incident.members}
    if incident.merged_into or not taken or taken == members or not taken <= members:
        raise InputError(
            "some but not all of its alerts can be split off",
            where=f"incident {incident.id}",
            hint="choose among its alerts",
        )
    updated = incident.updated + 1
    rest = _rooted([m for m in incident.members if m.alert_id not in taken])
    out = _rooted([m for m in incident.members if m.alert_id in taken])
    new_id = digest("incident", "split", incident.id, updated, *sorted(taken))
    first = alerts[out[0].alert_id]
    own = msgspec.structs.replace(incident, id=new_id, created=first.created, status=IncidentStatus.NEW, related=())
    return [
        IncidentChange(kind="split", incident=_arranged(incident, rest, alerts, updated)),
        IncidentChange(kind="opened", incident=_arranged(own, out, alerts, updated)),
    ]


def _rooted(members: Sequence[Member]) -> list[Member]:
    """Members whose reason stood in an alert that is no longer with them hang on the first one now."""
    here = {m.alert_id for m in members}
    root = next((m.alert_id for m in members if m.reason.kind == "first"), members[0].alert_id)
    held = []
    for m in members:
        if m.alert_id == root:
            held.append(Member(alert_id=m.alert_id, reason=FIRST))
        elif m.reason.kind == "first" or (m.reason.other and m.reason.other not in here):
            held.append(Member(alert_id=m.alert_id, reason=Reason(kind="person", other=root)))
        else:
            held.append(m)
    return sorted(held, key=lambda m: m.alert_id != root)


def _arranged(like: Incident, members: Sequence[Member], alerts: Mapping[str, Alert], updated: Micros) -> Incident:
    settings, names = CorrelatorSettings(), Identities(domains={}, addresses={}, names={})
    first = alerts[members[0].alert_id]
    made = OpenIncident.opened_by(first, like.id, 0, False)
    for member in members:
        alert = alerts[member.alert_id]
        parts = names.parts_of(alert, {}, settings)
        actors = [p.key for p in parts if p.is_machine and p.acts]
        weight = evidence(alert.rule.level, Usual(False, 0, 1.0, 1.0), 1.0, settings)
        made.add(alert, member.reason, [p.key for p in parts], actors, weight, settings)
    shown = made.as_incident(settings, like.status)
    return msgspec.structs.replace(
        shown,
        created=like.created,
        updated=updated,
        escalated=shown.escalated or like.escalated,
        shown_since=like.shown_since if like.escalated else updated if shown.escalated else None,
        related=like.related,
        merged_into="",
    )
